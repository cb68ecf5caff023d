"""Which kind of person words with capitals can be, by their number and what each can be."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from rules.morphology import WORDS, parses
from rules.names import JOINED
from rules.person_words import (
    PersonKind,
    cost,
    is_common,
    is_noun,
    is_patronymic,
    is_surname,
    is_town,
)

_SHORT_WORDS = "ю ё е э ли тё те ко ан ни ри пя кан ким пак цой хан тен тян шин лим чен хван"
_SHORT_SURNAMES = frozenset(_SHORT_WORDS.split())
_EASTERN_WORDS = """
нгуен чан ле фам хоанг хуинь фан ву во данг буй до хо нго зыонг ли динь ким пак цой тен хан чжан
ван лю чен шин лим чжао ляо сун сунь ма ху чжоу у сюй
"""
_EASTERN = frozenset(_EASTERN_WORDS.split())


def is_short_surname(words: Sequence[str]) -> bool:
    """«Ю Анна Сергеевна», «ЛИ РОДИОН ЕНСУЕВИЧ»: so short a word is a surname beside such a name."""
    return len(words) == 3 and words[0].lower() in _SHORT_SURNAMES and is_patronymic(words[2])


def _is_eastern(words: Sequence[str]) -> bool:
    """«Нгуен Ван Тхань»: a known surname and two short words that are no Russian names."""
    return (
        len(words) == 3
        and words[0].lower() in _EASTERN
        and all((len(w) <= 6 and not is_common(w)) or len(w) <= 3 for w in words[1:])
        and not any(is_patronymic(w) or (len(w) > 3 and cost(w, "S") <= 0.5) for w in words[2:])
    )


def in_words(words: Sequence[str]) -> PersonKind | None:
    """The kind of person that these words are together, without initials; None if they are none."""
    joined = words[-1].lower() in JOINED and len(words) > 2
    patronymics = [i for i, w in enumerate(words) if i and is_patronymic(w)]
    if joined:
        return {3: PersonKind.GIVEN, 4: PersonKind.FULL}.get(len(words))
    whole = len(words) in (3, 4) and patronymics and _known_first(words, patronymics[-1])
    if whole or _is_eastern(words):
        return PersonKind.FULL
    if len(words) == 2 and patronymics == [1] and cost(words[0], "F") <= 3.6:
        return PersonKind.GIVEN
    if len(words) == 2 and _is_pair(*words):
        return PersonKind.SHORT
    if len(words) == 1:
        return _alone(words[0])
    return None


def _known_first(words: Sequence[str], patronymic: int) -> bool:
    """Whether the word before the patronymic can be a first name."""
    return patronymic in (1, 2, 3) and cost(words[patronymic - 1], "F") <= 4.6


@lru_cache(maxsize=WORDS)
def _is_pair(one: str, two: str) -> bool:
    """Whether two words are a surname and a first name, in either order."""
    for first, surname in ((one, two), (two, one)):
        known = cost(first, "F")
        homonym = is_noun(surname) or is_homonym(surname)
        if is_common(surname) and not (homonym or is_adjectival(surname)):
            continue
        if known <= 0.3 and is_adjectival(surname):
            return True  # «Камышанская София»
        placed = is_town(surname) and cost(surname, "S") > 0.1  # «Мария Ван»
        if known <= 1.0 and cost(surname, "S") <= 3.5 and not placed:
            return True
        if is_surname(surname) and known <= 3.6 and not is_common(first) and not is_town(first):
            return True
    return False


@lru_cache(maxsize=WORDS)
def is_homonym(word: str) -> bool:
    """«Костров», «Седых», «Калиева»: a surname that is a form of a common word as well."""
    if word.lower().endswith(("ых", "их")) or cost(word, "S") <= 0.3:
        return True
    if cost(word, "S") > 0.9:
        return False
    his = word[:-1] if word.lower().endswith(("ова", "ева", "ёва")) else word
    return all(
        "NOUN" in p.tag.grammemes or ("ADJS" in p.tag.grammemes and p.score <= _RARE)
        for p in parses(his)
    )


_RARE = 0.5
"""«калиев» is no adjective that people use, «готов» is."""


def is_adjectival(word: str) -> bool:
    """«Камышанская», «Вишневского»: a surname like the adjective of a place."""
    low = word.lower()
    return len(low) > 6 and low.endswith(_OF_PLACES)


_OF_PLACES = (
    *("ский", "ского", "скому", "ским", "ская", "ской", "скую"),
    *("цкий", "цкая", "цкую", "цкого"),
)


@lru_cache(maxsize=WORDS)
def _alone(word: str) -> PersonKind | None:
    if len(word) < 3 or is_common(word) or is_town(word):
        return None
    if cost(word, "F") <= 0.5 and any("Name" in p.tag.grammemes for p in parses(word)):
        return PersonKind.FIRST
    known = any("Surn" in p.tag.grammemes and p.is_known for p in parses(word))
    return PersonKind.SURNAME if known or cost(word, "S") <= 0.9 else None
