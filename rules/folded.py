"""The words of a text in small letters, ё as е, with their places: for lists of plain words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")


class Word(NamedTuple):
    """A word `text[start:end]`; `folded` is in lower case, with ё as е."""

    folded: str
    start: int
    end: int
    capital: bool


def words(text: str, start: int = 0, end: int | None = None) -> Iterator[Word]:
    """The words of a stretch of text, in order."""
    for match in _WORD.finditer(text, start, len(text) if end is None else end):
        raw = match.group()
        yield Word(raw.lower().replace("ё", "е"), match.start(), match.end(), raw[0].isupper())
