"""Where a text names a person: spans of all the ways in which Russian letters write names.

Anchors are patronymics, initials and known first names; the surname is sought on both sides, and
the side whose words agree as one name (`rules.names.decode`) is kept.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from rules.morphology import parses
from rules.names import JOINED, decode
from rules.person_scripts import latin, lower_case, lower_initials, lower_pair
from rules.person_shapes import in_words, is_adjectival, is_homonym, is_short_surname
from rules.person_tokens import Token, runs
from rules.person_words import (
    Person,
    PersonKind,
    cost,
    is_abbreviation,
    is_common,
    is_function_word,
    is_patronymic,
    is_surname,
    is_title,
    may_be_surname,
)

_LIMIT = 400
"""At most so many persons of one text are looked at: a letter names a dozen."""
_PLACE_BEFORE = re.compile(
    r"(?:\b(?:ул|улиц\w{1,2}|пл|площад\w{1,3}|пр-т\w?|просп|проспект\w?|пер|переул\w{1,4}|бульвар\w?|б-р|шоссе|наб"
    r"|набережн\w{2,3}|мкр|микрорайон\w?|им|имени|памяти|ООО|ОАО|ЗАО|ПАО|АО|ИП|МБОУ|МУП|ЧП|фирм\w{1,2}|компани\w{1,2}|школ\w{1,2})\b\.?"
    r"|\bКФХ)\s*[«\"]?\s*$"
)
_TOWN_BEFORE = re.compile(
    r"\b(?:(?:г|с|д|п|пос)\.?|город\w?|сел\w|пос[её]л(?:ок|к\w{1,2})|район\w?|хутор\w?)\s*[«\"]?\s*$"
)
_FROM_TOWN = re.compile(
    r"\bот\s+(?:\w+\s+)?(?:города|села|пос[её]лка|района|хутора)\s*$", re.IGNORECASE
)
"""«от района Рябоконь Светлана»: whose she is."""
_PLACE_AFTER = re.compile(
    r"\s*,?\s*(?:ул|улица|пл|площадь|пр-т|проспект|пер|переулок|район\w{0,2}|сельсовет|обл)\b",
    re.IGNORECASE,
)


@lru_cache(maxsize=16)  # the second reading asks for the same stretches again
def find(text: str, start: int = 0, end: int | None = None) -> tuple[Person, ...]:
    """The persons named in `text[start:end]`, in order, without overlaps."""
    stop = len(text) if end is None else end
    found: list[Person] = []
    for run in runs(text, start, stop):
        found += _parse(text, run)
        if len(found) > _LIMIT:
            break
    for look in (lower_case, lower_initials, lower_pair):
        for person in look(text, start, stop):
            _add_longer(person, found)
    found += [p for p in latin(text, start, stop) if not any(map(p.overlaps, found))]
    people = (_with_particle(text, p) for p in found if not _is_place(text, p))
    return tuple(sorted(people, key=lambda p: p.start))


_PARTICLE = re.compile(
    r"(?<![\w-])(фон|ван|дер?|ди|дель|ибн|бин|аль|эль)[ \u00a0-]$", re.IGNORECASE
)


def _with_particle(text: str, person: Person) -> Person:
    """«фон Дитрих Карл», «Де Вита Марина»: the particle belongs to the surname."""
    found = _PARTICLE.search(text, max(0, person.start - 6), person.start)
    if found is None or person.kind not in (PersonKind.FULL, PersonKind.SHORT):
        return person
    words = f"{found[1].lower()} {person.words}"
    return replace(person, start=found.start(), words=words) if decode(words) else person


def _add_longer(person: Person, found: list[Person]) -> None:
    """Take in a person where nobody is, or only a part of the same name: «Иванов иван иванович»."""
    others = list(filter(person.overlaps, found))
    if all(person.start <= p.start and p.end <= person.end and p.kind.is_lone for p in others):
        found[:] = [p for p in found if p not in others]
        found.append(person)


def _is_place(text: str, person: Person) -> bool:
    """Whether a street, a firm or a town is called so."""
    before = text[max(0, person.start - 24) : person.start]
    if _PLACE_BEFORE.search(before):
        return True
    if person.kind in (PersonKind.FULL, PersonKind.INITIALS):
        return False
    if _TOWN_BEFORE.search(before):
        both = person.kind is PersonKind.SHORT and person.read({"nomn"}).case == "nomn"
        return not (both and _FROM_TOWN.search(before))
    return _PLACE_AFTER.match(text, person.end, person.end + 16) is not None


def _parse(text: str, run: Sequence[Token]) -> list[Person]:
    """The best way to cut a run of capitals into persons and other words."""
    if len(run) == 3 and not any(token.initial for token in run):
        gain, person = _try(text, run)
        if person and gain > _IN_PIECES:
            return [person]
    best: list[tuple[float, Person | None, int]] = [(0.0, None, 0)] * (len(run) + 1)
    for at in range(len(run) - 1, -1, -1):
        best[at] = (best[at + 1][0], None, at + 1)
        if at and run[at].initial and run[at - 1].initial and run[at - 1].end == run[at].start:
            continue  # «Н.Э. По»: the second of two initials begins no name
        for size in range(1, min(5, len(run) - at) + 1):
            gain, person = _try(text, run[at : at + size])
            if person and at and run[at].initial and _follows_surname(text, run[at - 1], run[at]):
                gain -= _LEFTWARD
            total = gain + best[at + size][0]
            if person and total > best[at][0]:
                best[at] = (total, person, at + size)
    found, at = [], 0
    while at < len(run):
        _, person, following = best[at]
        if person:
            found.append(person)
        at = following
    return found


_IN_PIECES = 11.8
"""Three words without initials are worth less in pieces: a surname and two given names, 11.7."""
_LEFTWARD = 2.0
"""«Едет Зуев И. Ф. Гусева согласна»: initials are those of the surname before them."""


def _follows_surname(text: str, word: Token, initial: Token) -> bool:
    near = text[word.end : initial.start] == " " and not word.initial
    return near and not is_common(word.text) and cost(word.text, "S") <= 1.0


def _try(text: str, tokens: Sequence[Token]) -> tuple[float, Person | None]:
    """What these words are worth as one person."""
    kind = _shape(tokens)
    if kind is None:
        return 0.0, None
    words = _joined(tokens)
    reading = decode(words)
    if reading is None or (kind is PersonKind.FULL and not reading.surname):
        return 0.0, None
    gain = (
        _WORTH[kind]
        + 0.5 * len(tokens)
        + 3 * reading.score
        - _breaks(text, tokens)
        - (0.0 if kind is PersonKind.FULL and _is_cell(text, tokens) else _commonness(tokens, kind))
    )
    if kind is PersonKind.SHORT and tokens[-1].initial:
        gain += 4.0
    return gain, Person(tokens[0].start, tokens[-1].end, words, kind)


_WORTH = {
    PersonKind.FULL: 9.0,
    PersonKind.GIVEN: 4.0,
    PersonKind.INITIALS: 5.0,
    PersonKind.SHORT: 3.0,
    PersonKind.FIRST: 0.2,
    PersonKind.SURNAME: 0.1,
}


def _is_cell(text: str, tokens: Sequence[Token]) -> bool:
    """Whether the words are a cell of a table: «1\\tСагайдак Лариса Тарасовна\\tтехник»."""
    begins = not tokens[0].start or text[tokens[0].start - 1] == "\t"
    ends = text[tokens[-1].end : tokens[-1].end + 1] in {"\t", "\n", ""}
    within = text[tokens[0].start : tokens[-1].end]
    posts = any(is_title(t.text) for t in tokens)
    plain = not posts and not _leads(tokens, tokens[0])
    return begins and ends and plain and not {"\t", "\n"} & set(within)


def _shape(tokens: Sequence[Token]) -> PersonKind | None:
    initials = [t.initial for t in tokens]
    words = [t.text for t in tokens if not t.initial]
    if any(initials):
        return _with_initials(initials, words)
    if words[0] in JOINED or (len(words) == 2 and tokens[0].first and _is_particle(words[0])):
        return None
    if len(words) == 3 and is_patronymic(words[2]) and all(map(str.isupper, words)):
        return in_words(words)  # «ФУКС ОТТО ЯКОВЛЕВИЧ»
    if any(is_abbreviation(w) and cost(w, "F") > 0.5 for w in words[1:]):
        return None
    if is_abbreviation(words[0]) and not is_short_surname(words):
        return None
    return in_words(words)


def _is_particle(word: str) -> bool:
    """«По Директуму»: a preposition that begins a sentence; «Ли Сергей» is a name."""
    return is_function_word(word) and cost(word, "S") > 0.1


def _with_initials(initials: Sequence[bool], words: Sequence[str]) -> PersonKind | None:
    """«Иванов И. И.», «И. И. Иванов», «Иванова Анна И.», one initial; not «И. Иванов И.»."""
    if len(words) == 2 and list(initials) == [False, False, True]:
        plain = not any(map(is_abbreviation, words))
        return PersonKind.SHORT if plain and in_words(words) is PersonKind.SHORT else None
    if len(words) != 1 or len(initials) > 3 or not (initials[0] or initials[-1]):
        return None
    if len(initials) == 3 and initials[1] is False:
        return None
    word = words[0]
    if is_title(word) or (is_function_word(word) and not word.isupper()):
        return None
    return PersonKind.INITIALS if len(word) > 1 and not is_abbreviation(word) else None


def _joined(tokens: Sequence[Token]) -> str:
    """The words with single blanks; initials as «И. И.»."""
    return " ".join(f"{t.text}." if t.initial else _recased(t.text) for t in tokens)


def _recased(word: str) -> str:
    """«ИВАНОВА-ЛЕБЕДЕВА» → «Иванова-Лебедева»."""
    if len(word) < 2 or not word.isupper():
        return word
    return word.lower() if word.lower() in JOINED else word.title()


def _breaks(text: str, tokens: Sequence[Token]) -> float:
    """What the gaps between the words speak against one name."""
    loss = 0.0
    for left, right in pairwise(tokens):
        gap = text[left.end : right.start]
        if "\n" in gap:
            loss += 0.3 if left.initial and right.initial else 2.0
        elif "\t" in gap:
            loss += 1.0
        elif len(gap) > 3:
            loss += 2.5
    return loss


def _commonness(tokens: Sequence[Token], kind: PersonKind) -> float:
    """What the words' being ordinary ones speaks against a name."""
    loss = 0.0
    named = kind is PersonKind.FULL and is_patronymic(tokens[-1].text)
    fathered = named and not is_common(tokens[0].text)
    for token in tokens:
        if token.initial or not is_common(token.text):
            continue
        if is_title(token.text) or _leads(tokens, token) or token.text.lower() in _NUMBERS:
            loss += 8.0
        elif kind is PersonKind.FULL and cost(token.text, "S") <= 0.9:
            loss += 1.0
        elif token.text.lower().endswith(("ых", "их")) and kind is PersonKind.FULL:
            loss += 0.5
        elif kind is PersonKind.SHORT and (is_homonym(token.text) or is_adjectival(token.text)):
            loss += 1.0  # «Коваля Дмитрия»
        elif (
            kind is PersonKind.SHORT
            and cost(token.text, "F") <= 0.3
            and _beside_surname(token, tokens)
        ):
            loss += 1.0  # «Марал Оспанова»
        elif named and token is tokens[0] and _is_adjective(token.text):
            loss += 4.0  # «Нагорный Степан Ильич», unless a surname stands behind
        elif token.first and not (may_be_surname(token.text) and kind is PersonKind.FULL):
            loss += 1.0 if fathered else 8.0  # «НАМРУЕВА БАТУ БАСАНГОВИЧА»
        else:
            loss += 1.0
    return loss


_NUMBERS = frozenset({"мобильный", "сотовый", "рабочий", "домашний", "служебный", "контактный"})
"""«Мобильный Аси Львовны»: her number."""
_BESIDE_NAMES = frozenset({
    "дорогой", "дорогая", "милый", "милая", "добрый", "добрая", "любезный", "любезная", "славный",
    "славная", "глубокоуважаемый", "глубокоуважаемая", "сам", "сама", "наш", "наша", "новый",
    "новая", "прежний", "прежняя", "бывший", "бывшая", "главный", "главная", "ведущий", "ведущая",
    "старший", "старшая", "младший", "младшая", "ответственный", "ответственная",
})  # fmt: skip
"""Adjectives of address and of posts."""


def _is_adjective(word: str) -> bool:
    """Whether a word is an adjective, as many surnames are, and none that stands beside names."""
    if word.lower() in _BESIDE_NAMES:
        return False
    return any({"ADJF", "sing", "nomn"} <= set(p.tag.grammemes) for p in parses(word))


def _leads(tokens: Sequence[Token], token: Token) -> bool:
    """«Едет Тер-Погосян Ашот Гагикович», «Направлен …»: a verb before a whole name."""
    if len(tokens) < 4 or token is not tokens[0]:
        return False
    return bool({"VERB", "PRTS"} & parses(token.text)[0].tag.grammemes)


def _beside_surname(token: Token, tokens: Sequence[Token]) -> bool:
    return any(t is not token and not t.initial and is_surname(t.text) for t in tokens)


__all__ = ["Person", "PersonKind", "cost", "find"]
