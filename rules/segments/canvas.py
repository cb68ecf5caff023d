"""A text whose stretches are painted with the kind of segment they belong to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from rules.document import SegmentKind

_KINDS = tuple(SegmentKind)
_CODE = {kind: code for code, kind in enumerate(_KINDS)}
_RUN = re.compile(rb"|".join(rb"\x%02x+" % code for code in _CODE.values()))
_LINE = re.compile(r"[^\n]*\n|[^\n]+\Z")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the text; `text` is without its newline, `end` is behind it."""

    number: int
    start: int
    end: int
    text: str

    @property
    def blank(self) -> bool:
        """Whether nothing but white space stands here."""
        return not self.text or self.text.isspace()


class Canvas:
    """A part's text with one kind a character, at first all OWN."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._paint = bytearray(len(text))

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The lines of the text; they tile it."""
        found = _LINE.finditer(self.text)
        return tuple(
            Line(n, m.start(), m.end(), m.group().rstrip("\n")) for n, m in enumerate(found)
        )

    def paint(self, start: int, end: int, kind: SegmentKind) -> None:
        """Give `text[start:end]` to this kind."""
        self._paint[start:end] = bytes([_CODE[kind]]) * (end - start)

    def paint_lines(self, first: int, last: int, kind: SegmentKind) -> None:
        """Give the lines `first` to `last` (excluded) to this kind."""
        if first < last:
            self.paint(self.lines[first].start, self.lines[last - 1].end, kind)

    def kind(self, position: int) -> SegmentKind:
        """The kind of one character."""
        return _KINDS[self._paint[position]]

    def stretches(self, kind: SegmentKind) -> tuple[tuple[int, int], ...]:
        """The stretches of one kind, in order."""
        return tuple((start, end) for start, end, found in self.runs() if found is kind)

    def _is_empty(self, start: int, end: int, kind: SegmentKind) -> bool:
        text = self.text[start:end]
        return text.isspace() or (kind is SegmentKind.QUOTED and not text.strip(" \t\n>-"))

    def runs(self) -> Iterator[tuple[int, int, SegmentKind]]:
        """Stretches of one kind, in order; white space and bare quote marks join a neighbour."""
        pending: tuple[int, int, SegmentKind] | None = None
        for match in _RUN.finditer(bytes(self._paint)):
            start, end = match.span()
            kind = _KINDS[self._paint[start]]
            if pending and (pending[2] is kind or self._is_empty(start, end, kind)):
                pending = (pending[0], end, pending[2])
            elif pending and self._is_empty(*pending):
                pending = (pending[0], end, kind)
            else:
                if pending:
                    yield pending
                pending = (start, end, kind)
        if pending:
            yield pending
