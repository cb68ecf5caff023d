"""The words of a text that can be of a person's name: with capitals, initials, glued or broken."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from rules.morphology import WORDS
from rules.names import JOINED
from rules.names.words import fold
from rules.person_words import is_common, is_noun


@dataclass(frozen=True, slots=True)
class Token:
    """A word with a capital or an initial at `text[start:end]`; the latter without its dot here."""

    text: str
    start: int
    end: int
    initial: bool
    first: bool  # its capital may be that of a sentence, or of a text in capitals


_WORD = re.compile(
    r"(?:\b[ОO]['’ʼ])?[A-Za-zА-ЯЁӘІҢҒҮҰҚӨҺа-яёәіңғүұқөһ]+(?:[-‐‑][\n\u2028]?[A-Za-zА-ЯЁӘІҢҒҮҰҚӨҺа-яёәіңғүұқөһ’'ʼ]+)*|\d(?=\.)|[30](?=[а-яё]{3})"
)
_GAP = re.compile(r"[ \u00a0\t]*(?:[\n\u2028][ \u00a0\t]*)?$")
_OCR_INITIALS = {"3": "З", "0": "О", "6": "Б"}
_LOOKALIKES = str.maketrans("ABCEHKMOPTXY", "АВСЕНКМОРТХУ")
"""Latin capitals that stand for Cyrillic initials."""


def runs(text: str, start: int, stop: int) -> Iterator[list[Token]]:
    """Stretches of words with capitals and of initials with nothing but blanks between them."""
    run: list[Token] = []
    for token in _tokens(text, start, stop):
        if run and (len(run) >= 60 or not _adjacent(text, run[-1], token)):
            yield run
            run = []
        run.append(token)
    if run:
        yield run


def _adjacent(text: str, left: Token, right: Token) -> bool:
    gap = text[left.end : right.start]
    return len(gap) < 80 and _GAP.match(gap) is not None


def _tokens(text: str, start: int, stop: int) -> Iterator[Token]:
    """Words that begin with a capital, initials, and «оглы»."""
    previous_caps = False
    for match in _WORD.finditer(text, start, stop):
        raw, at = match.group(), match.start()
        if raw[0].isdigit():
            following = _WORD.match(text, match.end(), stop)
            if following and text[match.end()].islower():
                word = _OCR_INITIALS[raw] + following.group()
                yield Token(fold(word), at, following.end(), False, False)
            elif raw in _OCR_INITIALS and _is_ocr_initial(text, at):
                yield Token(_OCR_INITIALS[raw], at, match.end() + 1, True, False)
            continue
        short = (len(raw) == 1 and raw.isupper()) or raw in _TWO_LETTERS
        if short and text[match.end() : match.end() + 1] == ".":
            if raw in _POSTSCRIPT and _is_postscript(text, at):
                continue
            yield Token(raw.translate(_LOOKALIKES), at, match.end() + 1, True, False)
            continue
        caps = len(raw) > 1 and raw.isupper()
        for piece, offset in _pieces(raw):
            if piece[0].isupper() or piece in JOINED:
                word = fold(_HYPHEN_KEPT.sub("-", _HYPHEN_OF_BREAK.sub("", piece)))
                first = offset == 0 and (_starts(text, at) or (caps and previous_caps))
                yield Token(word, at + offset, at + offset + len(piece), False, first)
        previous_caps = caps


_POSTSCRIPT = frozenset("PРSС")
_PS = re.compile(r"\b[PР]\.\s?S\.|\bP\.\s?С\.")


def _is_postscript(text: str, at: int) -> bool:
    """Whether an «initial» is one of «P.S.», with Latin letters or one of them."""
    return any(m.start() <= at < m.end() for m in _PS.finditer(text, max(0, at - 3), at + 6))


_TWO_LETTERS = frozenset({"Дж", "Дз"})
"""Initials that are written with two letters."""
_HYPHEN_OF_BREAK = re.compile(r"[-‐‑][\n\u2028](?=[а-яё])")
_HYPHEN_KEPT = re.compile(r"[-‐‑][\n\u2028]")


def _is_ocr_initial(text: str, at: int) -> bool:
    """Whether a digit before a dot stands between a name and another initial («К.3.»)."""
    return re.search(r"[А-ЯЁ]\.[^\S\n]?\Z", text[max(0, at - 4) : at]) is not None or (
        re.match(r"\d\.\s?[А-ЯЁ]\.", text[at : at + 6]) is not None
        and re.search(r"[а-яё]\s$", text[max(0, at - 2) : at]) is not None
    )


_SEAM = re.compile(r"(?<=[а-яё]{3})(?=[А-ЯЁ][а-яё]{2})")
_OF_SURNAMES = frozenset(
    {"кара", "сары", "кызыл", "алтын", "улан", "сайн", "мурза", "мирза", "малый"}
)
"""«Кара-Мурза»: words of the language that begin double surnames."""


@lru_cache(maxsize=WORDS)
def _pieces(raw: str) -> tuple[tuple[str, int], ...]:
    """A word, or the words that were glued together («ИвановаМария»), with offsets."""
    seams = [0, *(m.start() for m in _SEAM.finditer(raw)), len(raw)]
    head, hyphen, _ = raw.partition("-")
    parted = _HYPHEN_OF_BREAK.search(raw)
    apart = len(head) > 3 and head.lower() not in _OF_SURNAMES
    if hyphen and not parted and apart and is_common(head) and not is_noun(head):
        # «РАЙОНА-РОСТОВЦЕВ»: a dash without blanks.
        seams = sorted({*seams, len(head), len(head) + 1})
    return tuple((raw[a:b], a) for a, b in pairwise(seams) if b > a and raw[a:b] != "-")


def _starts(text: str, at: int) -> bool:
    """Whether a sentence, a line or a cell may begin here."""
    before = text[max(0, at - 12) : at].rstrip(' \u00a0«"„(*•·–—-')
    return not before or before[-1] in ".!?\n\t\u2028:;>)" or before[-1].isdigit()
