"""A name's words: what is a word, an initial, a mark between; letters put right, capitals kept."""

from __future__ import annotations

import re
from dataclasses import dataclass

_LOOKALIKES = str.maketrans("ABCEHKMOPTXYaceopxyëËiI", "АВСЕНКМОРТХУасеорхуёЁіІ")
_TOKEN = re.compile(r"[^\W\d_]+(?:[-‐‑’'ʼ`][^\W\d_]+)*|3(?=\.)|[\w]+|\s+|[^\w\s]")
_CYRILLIC = re.compile(r"[А-Яа-яЁёӘәІіҢңҒғҮүҰұҚқӨөҺһЇїЄєҐґ]")
_INVISIBLE = str.maketrans("", "", "\u00ad\u200b\u200c\u200d\ufeff")


@dataclass(frozen=True, slots=True)
class Word:
    """A token of a name as written (lookalikes folded). `lower` is what is analysed."""

    text: str
    kind: str  # "word", "initial" or "mark"

    @property
    def lower(self) -> str:
        """The word in lower case, with plain hyphens."""
        return self.text.lower()


def fold(token: str) -> str:
    """Latin letters that look Cyrillic made Cyrillic, in a word that has Cyrillic letters."""
    token = token.replace("‐", "-").replace("‑", "-")
    return token.translate(_LOOKALIKES) if _CYRILLIC.search(token) else token


def split(text: str) -> list[Word]:
    """The words and marks of a name in order; white space of any length becomes one blank."""
    raw = [fold(t) for t in _TOKEN.findall(text.translate(_INVISIBLE).strip())]
    return [Word(*_kind(raw, i)) for i in range(len(raw))]


def _kind(raw: list[str], i: int) -> tuple[str, str]:
    sign = raw[i]
    if sign.isspace():
        return " ", "mark"
    dotted = i + 1 < len(raw) and raw[i + 1] == "."
    if dotted and sign == "3":  # OCR reads З so
        return "З", "initial"
    if dotted and sign.isalpha() and (len(sign) == 1 or sign in {"Дж", "Дз", "Ал"}):
        return sign, "initial"
    if len(sign) == 1 and sign.isupper() and not _surname(raw, i):
        return sign, "initial"
    return sign, "word" if _CYRILLIC.search(sign) else "mark"


def _surname(raw: list[str], i: int) -> bool:
    """The Korean surname Ю is no initial if no other single letter stands in the name."""
    return raw[i] == "Ю" and sum(len(t) == 1 and t.isalpha() for t in raw) == 1


def recase(lower: str, original: str) -> str:
    """A lower-case nominative with the capitals of the form it was made from."""
    news, olds = lower.split("-"), original.split("-")
    if 1 < len(news) == len(olds):
        return "-".join(recase(new, old) for new, old in zip(news, olds, strict=True))
    if lower == original:
        return lower
    if len(original) > 1 and original.isupper():
        return lower.upper()
    old = original.lower()
    if original[1:] == old[1:]:  # as nearly all names: one capital, the first letter
        return (lower[0].upper() if original[0] != old[0] else lower[0]) + lower[1:]
    shared = 0
    while shared < min(len(lower), len(old)) and (
        lower[shared] == old[shared] or (lower[shared] == "ё" and old[shared] == "е")
    ):
        shared += 1
    kept = (n.upper() if o.isupper() else n for n, o in zip(lower, original[:shared], strict=False))
    return "".join(kept) + lower[shared:]
