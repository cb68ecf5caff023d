"""The dictionary, cached: what a Russian word can be. One analyzer a process, loaded on first use.

pymorphy3 over the OpenCorpora dictionary. Parses tagged Dist, Erro or Infr are distortions and
slang; they are left out unless a word has nothing else.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import Any

import pymorphy3

Parse = Any  # pymorphy3 ships no types: .word, .normal_form, .tag, .score, .is_known, .inflect(set)


WORDS = 2_500
"""So many words a process remembers what it has found out about, in each cache. A word with its
parses takes 4 KB: without a bound of this kind a worker grows with every name it meets."""
NAMES = 500
"""So many words it remembers as names: in a letter the same ones are asked for again and again, in
the next there are others."""

_LOOKALIKES = str.maketrans("aceopxykmthbirnu", "асеорхукмтнвігпи") | str.maketrans("ё", "е")
_CYRILLIC = re.compile("[а-яё]")
_LATIN = re.compile("[a-z]")


@lru_cache(maxsize=WORDS)
def fold(word: str) -> str:
    """The word as patterns see it: lower case, ё as е, Latin look-alikes in Cyrillic words."""
    low = word.lower()
    if _CYRILLIC.search(low) and _LATIN.search(low):
        return low.translate(_LOOKALIKES)
    return low.replace("ё", "е")


@cache
def analyzer() -> pymorphy3.MorphAnalyzer:
    """The one analyzer of this process (some 0.1 s and 40 MB on first call)."""
    return pymorphy3.MorphAnalyzer()


def _named(letter: str) -> str:
    """The letter, or "?" for one without a name in Unicode: pymorphy3 raises on those."""
    try:
        return letter if letter < "\u2e80" or unicodedata.name(letter) else "?"
    except ValueError:
        return "?"


@lru_cache(maxsize=WORDS)
def parses(word: str) -> tuple[Parse, ...]:
    """All sensible parses of a word, likeliest first. Case of letters does not matter."""
    found: list[Parse] = analyzer().parse("".join(map(_named, word.lower())))
    clean = [p for p in found if not ({"Dist", "Erro", "Infr"} & p.tag.grammemes)]
    return tuple(clean or found)


@lru_cache(maxsize=WORDS)
def lemmas(word: str) -> frozenset[str]:
    """Every dictionary form this word can come from, with ё folded to е."""
    return frozenset(p.normal_form.replace("ё", "е") for p in parses(word))
