"""Small questions to the dictionary that tell a sentence from a heading or a signature."""

from __future__ import annotations

import re
from functools import lru_cache

from rules.morphology import parses

_WORD = re.compile(r"[а-яё]{2,}(?:-[а-яё]+)*", re.IGNORECASE)
_PREDICATES = {"VERB", "ADJS", "PRTS", "PRED", "INFN"}


@lru_cache(maxsize=50_000)
def _is_predicate(word: str) -> bool:
    best = parses(word)[0]
    return best.tag.POS in _PREDICATES and best.is_known


def has_predicate(text: str) -> bool:
    """Whether a verb, an infinitive, or a short adjective or participle stands in the text."""
    return any(_is_predicate(m.group().lower()) for m in _WORD.finditer(text))
