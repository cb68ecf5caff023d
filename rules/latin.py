"""Letters typed without a Russian keyboard: «rayon poka ne podklyuchen, zhdem marshrutizator»."""

from __future__ import annotations

import re
from functools import lru_cache

from rules.document import Sentence, whole
from rules.model import Part

_SIGN = re.compile(
    r"\b(?:podkl|gotov|direktum|sistem|server|internet|rayon|raion|kanal|litsenz)", re.I
)
_LONGEST = 20_000
_CYRILLIC = re.compile(r"[А-Яа-яЁё]")
_PAIRS = (
    ("shch", "щ"), ("sch", "щ"), ("yo", "ё"), ("zh", "ж"), ("kh", "х"), ("ts", "ц"), ("ch", "ч"),
    ("sh", "ш"), ("yu", "ю"), ("ya", "я"), ("ju", "ю"), ("ja", "я"), ("jo", "ё"), ("iy", "ий"),
    ("yy", "ый"), ("ey", "ей"), ("ay", "ай"), ("oy", "ой"), ("uy", "уй"), ("a", "а"), ("b", "б"),
    ("v", "в"), ("w", "в"), ("g", "г"), ("d", "д"), ("e", "е"), ("z", "з"), ("i", "и"), ("j", "й"),
    ("k", "к"), ("l", "л"), ("m", "м"), ("n", "н"), ("o", "о"), ("p", "п"), ("q", "к"), ("r", "р"),
    ("s", "с"), ("t", "т"), ("u", "у"), ("f", "ф"), ("h", "х"), ("c", "ц"), ("x", "кс"), ("y", "ы"),
    ("'", "ь"),
)  # fmt: skip
_LETTERS = re.compile("|".join(re.escape(latin) for latin, _ in _PAIRS), re.IGNORECASE)
_TO = dict(_PAIRS)


@lru_cache(maxsize=64)
def is_latin(text: str) -> bool:
    """Whether a part's text is Russian in Latin letters and names our matter."""
    short = len(text) < _LONGEST
    return short and _CYRILLIC.search(text) is None and _SIGN.search(text) is not None


@lru_cache(maxsize=64)
def _cyrillic(text: str) -> str:
    return _LETTERS.sub(lambda m: _cased(_TO[m.group().lower()], m.group()), text)


def _cased(letters: str, latin: str) -> str:
    return letters.capitalize() if latin[0].isupper() else letters


def in_cyrillic(sentence: Sentence) -> Sentence:
    """The sentence as it would stand on a Russian keyboard, in a text of its own."""
    text = _cyrillic(sentence.text)
    return whole(Part(sentence.part.name, text), sentence.segment.kind)
