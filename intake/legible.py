"""A decoded text as its reader sees it: without unseen signs, its words in one alphabet."""

from __future__ import annotations

import re
from typing import Final

UNSEEN: Final = r"\u00ad\u200b-\u200f\u2060\ufeff\u202a-\u202e"
"""Ranges of a class: what a reader does not see, soft hyphens, zero-width and direction signs."""
_UNSEEN = re.compile(rf"[{UNSEEN}\x00\u2010\u2011]")
_PARTED = re.compile(r"[\u00ad\u2010]\n(?=[а-яё])(\S{1,40})[ \u00a0]?")
"""A word that a program parted at the end of a line; people's own hyphens are U+002D."""
_HYPHENS: Final = {"\u2010": "-", "\u2011": "-"}

_LOOKALIKES: Final = str.maketrans("ABCEHKMOPTXYaceopxyËë", "АВСЕНКМОРТХУасеорхуЁё")
_MIXED = re.compile(r"[A-Za-z](?:(?=[А-Яа-яЁё])|(?<=[А-Яа-яЁё][A-Za-z]))")
_WORD = re.compile(r"[A-Za-zËëА-Яа-яЁё]+")
_LATIN = re.compile(r"[A-Za-zËë]")

_APART = re.compile(r" [А-ЯЁа-яё] {1,3}[А-ЯЁа-яё] ")
"""Quick to look for: two letters alone, one after the other."""
_SPACED = re.compile(r"(?<!\w)(?:[А-ЯЁ](?: {1,3}[А-ЯЁ]){3,}|[а-яё](?: {1,3}[а-яё]){3,})(?!\w)")
_GAP = re.compile(r" {2,}")


_LEADER = re.compile(r"(?m)^([^\n.…\t]{2,60}?) ?(?:\.{4,}|…{2,}) (?=[^\s.…])(?!.*(?:\.{4}|……))")
"""«Сервер ........ есть»: a label, dots up to the column of the values, a value."""
_ROWS = 2


def legible(text: str) -> str:
    """The text without soft hyphens, zero-width and direction signs; «гoтoв» with Latin letters in
    it as «готов»; «Г О Т О В» as «ГОТОВ»; rows drawn with dots as rows of cells. Quick for a text
    that has none of these."""
    if ("...." in text or "……" in text) and len(_LEADER.findall(text)) >= _ROWS:
        text = _LEADER.sub(r"\1\t", text)
    if _UNSEEN.search(text):
        text = _PARTED.sub(r"\1\n", text)
        text = _UNSEEN.sub(lambda sign: _HYPHENS.get(sign[0], ""), text)
    if _MIXED.search(text):
        text = _WORD.sub(lambda word: _one_alphabet(word[0]), text)
    return _SPACED.sub(lambda run: _closed_up(run[0]), text) if _APART.search(text) else text


def _one_alphabet(word: str) -> str:
    """The word in Cyrillic if all its Latin letters look like Cyrillic ones; else as it is."""
    if not _MIXED.search(word):
        return word
    cyrillic = word.translate(_LOOKALIKES)
    return word if _LATIN.search(cyrillic) else cyrillic


def _closed_up(run: str) -> str:
    """Letters set apart for emphasis: words are parted by wider gaps than letters."""
    words = _GAP.split(run)
    if all(len(word) == 1 for word in words):  # every gap is wide
        return "".join(words)
    return " ".join(word.replace(" ", "") for word in words)
