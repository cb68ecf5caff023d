"""Small questions to the dictionary that tell a sentence from a heading or a signature."""

from __future__ import annotations

import re
from functools import lru_cache

from rules.morphology import WORDS, parses

_WORD = re.compile(r"[а-яё]{2,}(?:-[а-яё]+)*", re.IGNORECASE)
_PREDICATES = {"VERB", "ADJS", "PRTS", "PRED", "INFN"}
_SURNAME = re.compile(
    r"(?:[оеё]в|[оеё]ва|ин|ина|ын|ына|ский|ская|цкий|цкая|енко|ко|ук|юк|ян|дзе|швили)\Z"
)


@lru_cache(maxsize=WORDS)
def _is_predicate(word: str) -> bool:
    best = parses(word)[0]
    return best.is_known and best.tag.POS in _PREDICATES


def has_predicate(text: str) -> bool:
    """Whether a verb, an infinitive, or a short adjective or participle stands in the text.

    A capitalised word amid the text is a name («с. Красный Яр»), unless all of it is in capitals.
    """
    shouted = text.isupper()
    return any(
        (shouted or not m.group()[0].isupper() or not text[: m.start()].strip(' «"-–—'))
        and _is_predicate(m.group().lower())
        for m in _WORD.finditer(text)
    )


@lru_cache(maxsize=WORDS)
def is_surname(word: str) -> bool:
    """Whether a capitalised word can be a surname, by the dictionary or by its ending."""
    low = word.lower()
    return any("Surn" in p.tag.grammemes for p in parses(low)) or _SURNAME.search(low) is not None


@lru_cache(maxsize=WORDS)
def is_given_name(word: str) -> bool:
    """Whether a word can be a first name or a patronymic."""
    return any(
        "Name" in p.tag.grammemes or "Patr" in p.tag.grammemes
        for p in parses(word.lower())
        if p.is_known
    )


@lru_cache(maxsize=WORDS)
def is_proper(word: str) -> bool:
    """Whether a capitalised word is rather a name than a common word."""
    found = parses(word.lower())
    names = {"Surn", "Name", "Patr", "Geox", "Orgn", "Trad", "Abbr"}
    return not found[0].is_known or any(names & set(p.tag.grammemes) for p in found)
