"""The circular's own text wherever it stands: quoted, copied without marks, rewrapped, in parts.

Words are compared without case, ё and quotation marks. A long verbatim run is the circular's; a
short one («о технической готовности к подключению …») belongs to the sentence that uses it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from operator import attrgetter
from typing import NamedTuple

from rules.document import SegmentKind
from rules.model import Circular
from rules.segments.canvas import Canvas
from rules.segments.grammar import has_predicate
from rules.segments.quotes import Block

_WORD = re.compile(r"[^\W_]+(?:[./-][^\W_]+)*")
_SHINGLE = 5
_CLAUSE = 9
"""Words of the shortest run that is the circular's when it makes a whole clause by itself."""
_PASSAGE = 14
"""Words of the shortest run that is the circular's even amid a sentence."""
_KNOWN = 20
"""Words of the circular that an unmarked quote must hold before what is inserted counts as own."""


class _Word(NamedTuple):
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Run:
    """Words `first`–`last` (excluded) of the part equal the circular's from `source` on."""

    first: int
    last: int
    source: int

    @property
    def length(self) -> int:
        return self.last - self.first

    @property
    def source_end(self) -> int:
        return self.source + self.length


def paint(canvas: Canvas, circulars: Iterable[Circular], blocks: Sequence[Block] = ()) -> None:
    """Paint what is the circular's, and give back what was written between and below its lines.

    `blocks` are quotes without marks: there, words that stand between or behind the circular's
    are the sender's answers.
    """
    texts = _WORD.findall(_small(canvas.text))
    words: list[_Word] = []
    for circular in circulars:
        runs = _runs(texts, circular.text)
        if not runs:
            continue
        words = words or _words(canvas.text)
        for block in blocks:
            _reclaim(canvas, words, _within(runs, words, block), block, circular.text)
        for run in runs:
            quoted = canvas.kind(words[run.first].start) is SegmentKind.QUOTED
            if quoted or _is_copy(canvas.text, words, run):
                end = _through_sign(canvas.text, words[run.last - 1].end)
                canvas.paint(_from_sign(canvas.text, words[run.first].start), end, _CIRCULAR)
        _bridge(canvas, words, runs, circular.text)
        for sign in _SIGN_ALONE.finditer(canvas.text):
            canvas.paint(*sign.span("sign"), SegmentKind.OWN)


def holds(text: str, circular: Circular) -> bool:
    """Whether a text carries a good part of the circular's."""
    runs = _runs(_WORD.findall(_small(text)), circular.text)
    return sum(run.length for run in runs) >= _KNOWN


_CIRCULAR = SegmentKind.CIRCULAR
_SIGN_ALONE = re.compile(r"(?m)^>[^\n]*\n\s*^(?P<sign>\+|[-–—])[ \t]*\n(?=\s*>)")
"""A plus between lines that are marked as quoted is an answer, though it is no word."""


def _words(text: str) -> list[_Word]:
    return [_Word(m.group(), *m.span()) for m in _WORD.finditer(_small(text))]


def _small(text: str) -> str:
    low = text.lower().replace("ё", "е")
    return low if len(low) == len(text) else text  # «İ» has two letters when small


@lru_cache(maxsize=16)
def _source(text: str) -> tuple[tuple[str, ...], dict[tuple[str, ...], list[int]]]:
    words = tuple(w.text for w in _words(text))
    index: dict[tuple[str, ...], list[int]] = {}
    for position in range(len(words) - _SHINGLE + 1):
        index.setdefault(words[position : position + _SHINGLE], []).append(position)
    return words, index


def _runs(words: list[str], text: str) -> list[_Run]:
    source, index = _source(text)
    shingles = list(zip(*(words[at:] for at in range(_SHINGLE)), strict=False))
    runs: list[_Run] = []
    here = 0
    while here < len(shingles):
        starts = index.get(shingles[here], ())
        found = (_extend(words, here, source, s) for s in starts[:8])
        best = max(found, default=None, key=attrgetter("length"))
        if best is None:
            here += 1
        else:
            runs.append(best)
            here = best.last
    return runs


def _extend(words: list[str], here: int, source: tuple[str, ...], start: int) -> _Run:
    length = _SHINGLE
    while (
        here + length < len(words)
        and start + length < len(source)
        and words[here + length] == source[start + length]
    ):
        length += 1
    return _Run(here, here + length, start)


def _is_copy(text: str, words: list[_Word], run: _Run) -> bool:
    if run.length >= _PASSAGE:
        return True
    before = text[max(0, words[run.first].start - 40) : words[run.first].start]
    after = text[words[run.last - 1].end : words[run.last - 1].end + 40]
    opens = not before.strip(' \t«"-–—•*') or _BOUNDARY_BEFORE.search(before) is not None
    opens = opens or (before[-1:] == "\n" and has_predicate(words[run.first].text))
    closes = not after.strip(' \t»"') or _BOUNDARY_AFTER.match(after) is not None
    return run.length >= _CLAUSE and opens and closes


_BOUNDARY_BEFORE = re.compile(r"(?:[.;:!?>]|\n\s*\n|\d[.)])[\s«\"*•>–—-]{0,8}\Z")
_BOUNDARY_AFTER = re.compile(r"[ \t»\"]{0,6}(?:[.;:!?,(–—-]|\s*\Z|\n[\s>]*(?:[^\sа-яё>]|\Z))")
_SIGNS_BEHIND = re.compile(r"[»\"”)]{0,3}[.;:,!?…]?[»\"”)]{0,2}")


def _through_sign(text: str, end: int) -> int:
    match = _SIGNS_BEHIND.match(text, end)
    return match.end() if match else end


def _from_sign(text: str, start: int) -> int:
    """Before the opening quotation mark; before list and quote marks that begin the line."""
    while start and text[start - 1] in '«"“(':
        start -= 1
    line = start
    while line and text[line - 1] in " \t-–—•*>":
        line -= 1
    return line if line == 0 or text[line - 1] == "\n" else start


def _within(runs: list[_Run], words: list[_Word], block: Block) -> list[_Run]:
    return [
        r
        for r in runs
        if block.start <= words[r.first].start and words[r.last - 1].end <= block.end
    ]


def _bridge(canvas: Canvas, words: list[_Word], runs: list[_Run], source: str) -> None:
    """A word or two misspelt between two copied passages are a changed copy, not an answer."""
    for one, two in pairwise(runs):
        start, end = words[one.last - 1].end, words[two.first].start
        if not _copied(canvas, start, end):
            continue
        gap, lost = two.first - one.last, two.source - one.source_end
        if (gap == 0 and lost == 0) or (gap <= 3 and _is_misspelt(words, one, two, source)):
            canvas.paint(start, end, _CIRCULAR)


def _copied(canvas: Canvas, start: int, end: int) -> bool:
    return canvas.kind(start - 1) is canvas.kind(end) is _CIRCULAR


def _is_misspelt(words: list[_Word], one: _Run, two: _Run, source: str) -> bool:
    """Whether each word between two runs resembles one that the circular has there."""
    lost = _source(source)[0][one.source_end : max(one.source_end, two.source)][:6]
    return all(any(_alike(w.text, x) for x in lost) for w in words[one.last : two.first])


def _alike(one: str, two: str) -> bool:
    return one == two or (min(len(one), len(two)) > 3 and one[:3] == two[:3])


def _reclaim(
    canvas: Canvas, words: list[_Word], runs: list[_Run], block: Block, source: str
) -> None:
    if sum(run.length for run in runs) < _KNOWN:
        return
    for one, two in pairwise(runs):
        if two.source >= one.source_end and not _is_misspelt(words, one, two, source):
            _give_back(canvas, words, one.last, two.first, source)
    tail = runs[-1].last
    behind = tail
    while behind < len(words) and words[behind].start < block.end:
        behind += 1
    _give_back(canvas, words, tail, behind, source)


def _give_back(canvas: Canvas, words: list[_Word], first: int, last: int, source: str) -> None:
    """Words `first`–`last` are the sender's, but for the circular's short lines at both ends."""
    known = set(_source(source)[0])
    while first < last and words[first].text in known:
        first += 1
    while last > first and words[last - 1].text in known:
        last -= 1
    if first < last:
        start = _from_sign(canvas.text, words[first].start)
        canvas.paint(start, _through_sign(canvas.text, words[last - 1].end), SegmentKind.OWN)
