"""A person's mention in a text, and what its words are: surname, first name, ordinary word."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from rules.morphology import WORDS, parses
from rules.names import JOINED, NameReading, choices, decode


class PersonKind(StrEnum):
    """How much of a name stands there."""

    FULL = "full"  # surname, first name, patronymic
    SHORT = "short"  # surname and first name
    INITIALS = "initials"  # surname and initials
    GIVEN = "given"  # first name and patronymic
    FIRST = "first"  # first name only
    SURNAME = "surname"  # surname only

    @property
    def is_lone(self) -> bool:
        """Whether it is one word of a name by itself."""
        return self in (PersonKind.FIRST, PersonKind.SURNAME)


@dataclass(frozen=True, slots=True)
class Person:
    """A person named at `text[start:end]`; `words` is the name with single blanks, letters put
    right; `latin` tells that it was transliterated."""

    start: int
    end: int
    words: str
    kind: PersonKind
    latin: bool = False

    def overlaps(self, other: Person) -> bool:
        """Whether both stand, in part, on the same words."""
        return self.start < other.end and other.start < self.end

    def read(self, cases: Collection[str] = ()) -> NameReading:
        """The name decoded, with the cases that the context lets expect."""
        found = decode(self.words, cases=tuple(sorted(cases)))
        assert found is not None  # only decodable spans become persons
        return found


_PATRONYMIC = re.compile(
    r"(?:(?:ович|евич|ьич|[кмт]ич|ввич)(?:а|у|ем|ом|е)?|(?:овн|евн|ичн|ишн)(?:а|ы|е|у|ой|ою)"
    rf"|{'|'.join(JOINED)})$",
    re.IGNORECASE,
)
_HYPHENED = tuple(f"-{word}" for word in JOINED)
_TITLE_WORDS = """
админ сисадмин айтишник компьютерщик системщик связист кадровик технарь электронщик хозяйственник
специалист инженер программист начальник заведующий заведующая глава директор секретарь
бухгалтер кандидат кандидатура слушатель участник сотрудник коллега представитель руководитель
администратор заместитель консультант техник делопроизводитель инспектор исполнитель оператор
документовед юрисконсульт уважаемый уважаемая господин госпожа подпись должность телефон
фамилия имя отчество губернатор президент
"""
_TITLES = frozenset(_TITLE_WORDS.split())


@lru_cache(maxsize=WORDS)
def cost(word: str, role: str) -> float:
    """How little a word is like a surname "S", first name "F", patronymic "P"; 0 is a sure one."""
    found = choices(word.lower(), role)
    return min((c for c, _ in found.values()), default=99.0)


@lru_cache(maxsize=WORDS)
def is_common(word: str) -> bool:
    """Whether the dictionary has the word, and not as a name."""
    if is_double_post(word):
        return True
    found = parses(word)
    if any({"Surn", "Name", "Patr"} & p.tag.grammemes for p in found):
        return False
    # «Мамаева» is no «мамина»
    known = [p for p in found if p.is_known and "Poss" not in p.tag.grammemes]
    if known and all("Geox" in p.tag.grammemes for p in known) and cost(word, "S") <= 0.9:
        return False
    return bool(known) or word.lower() in _TITLES


@lru_cache(maxsize=WORDS)
def is_noun(word: str) -> bool:
    """Whether a word can be the name of a living being: «коваль», «секретарь»."""
    return any("NOUN" in p.tag.grammemes and "anim" in p.tag.grammemes for p in parses(word))


@lru_cache(maxsize=WORDS)
def is_title(word: str) -> bool:
    """Whether a word tells who somebody is, or is a label beside a name."""
    return is_double_post(word) or any(p.normal_form in _TITLES for p in parses(word))


@lru_cache(maxsize=WORDS)
def is_double_post(word: str) -> bool:
    """«Инженер-программист», «секретарю-референту», «инженера-электроника»."""
    first, hyphen, last = word.rpartition("-")
    called = bool(hyphen and first) and is_noun(first) and (is_common(first) or is_title(first))
    if last.lower().startswith("зад"):  # «Ага-заде»
        return False
    return called and (is_common(last) or is_title(last))


@lru_cache(maxsize=WORDS)
def is_abbreviation(word: str) -> bool:
    """«МО», «ФИО», «ЗАТО»."""
    return len(word) <= 4 and word.isupper() and not _PATRONYMIC.search(word)


@lru_cache(maxsize=WORDS)
def is_function_word(word: str) -> bool:
    """Whether a word most likely joins others: a preposition, a conjunction, a particle."""
    first = parses(word)[0]
    return bool({"PREP", "CONJ", "PRCL", "NPRO"} & first.tag.grammemes) and first.score >= 0.5


def is_patronymic(word: str) -> bool:
    """Whether a word can be a patronymic, in any case."""
    if word.lower().endswith(_HYPHENED):
        return True
    return bool(_PATRONYMIC.search(word)) and cost(word, "P") <= 1.0


@lru_cache(maxsize=WORDS)
def is_surname(word: str) -> bool:
    """Whether a word is sure to be a surname, and no other word."""
    return cost(word, "S") <= 0.9 and not is_common(word)


@lru_cache(maxsize=WORDS)
def is_town(word: str) -> bool:
    """Whether a word names a place, or is an adjective like those of places."""
    found = parses(word)
    # «Тер-Погосяна»: of a double word no form may be in the dictionary
    double = "-" in word and not word.lower().endswith(_OF_TOWNS)
    if any({"Surn", "Name", "Patr"} & p.tag.grammemes and (double or p.is_known) for p in found):
        return False
    return any({"Geox", "Orgn"} & p.tag.grammemes for p in found) or word.lower().endswith(
        _OF_TOWNS
    )


_OF_TOWNS = (*("ский", "ского", "ском", "ская", "ской", "ское", "скому", "ским", "цкий", "цкого"),)


@lru_cache(maxsize=WORDS)
def may_be_surname(word: str) -> bool:
    """Whether an ordinary word is of those that are surnames too: living beings, short nouns."""
    short = len(word) <= 5 and sum(c in "аеёиоуыэюя" for c in word.lower()) <= 1
    return is_noun(word) or (short and any("NOUN" in p.tag.grammemes for p in parses(word)))
