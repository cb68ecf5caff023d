"""Rows and cells of tables: cells parted by tabs, or drawn with bars and dashes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rules.contacts import digits
from rules.nominees.lines import Line


@dataclass(frozen=True)
class Cell:
    """A cell's text and where it begins and ends; lines of one cell are parted by U+2028."""

    text: str
    start: int
    end: int


@dataclass
class Row:
    """A row, with the line in which it begins."""

    line: Line
    cells: list[Cell]

    @property
    def filled(self) -> list[Cell]:
        """The cells that say something, without a leading number of the row."""
        told = [c for c in self.cells if c.text.strip(" -–—_.|")]
        numbered = len(told) > 1 and _NUMBER.fullmatch(told[0].text)
        return told[1:] if numbered else told


POST = re.compile(r"должност|кем\s+работает|чин\b|професси", re.IGNORECASE)
PHONE = re.compile(r"тел|моб|сот|контакт|номер|связ", re.IGNORECASE)
EMAIL = re.compile(r"mail|почт|@|эл\.", re.IGNORECASE)
"""Labels of rows and columns."""


def short_number(text: str) -> str | None:
    """A local number without any shape, in a cell where a telephone is told."""
    figures = digits(text)
    return figures if 3 <= len(figures) <= 7 else None


_NUMBER = re.compile(r"\W*(?:№.{0,5}|п/п|n|\d{1,2}(?:\.\d{1,2}){0,2})\W*", re.IGNORECASE)
_RULE = re.compile(r"[\s|+=_–—┌┬┐├┼┤└┴┘│─-]+")
_BARS = re.compile(r"[|│]")


def is_row(line: Line) -> bool:
    """Whether a line is a row, or rows, of a table."""
    return "\t" in line.text.strip() or is_drawn(line)


def is_drawn(line: Line) -> bool:
    """Whether a line stands between bars."""
    text = line.text
    return (
        ("|" in text or "│" in text) and any(len(_BARS.findall(x)) > 1 for x in text.split("\n"))
    ) or ("-+-" in text and _RULE.fullmatch(text) is not None)


def rows(lines: Sequence[Line]) -> list[Row]:
    """The rows of a table that stands in these lines."""
    if any(map(is_drawn, lines)):
        return list(_drawn(lines))
    return [row for line in lines for row in _tabbed(line)]


def _tabbed(line: Line) -> Iterator[Row]:
    before = line.sentence.part.text[: line.sentence.start]
    empty = len(before) - len(before.rstrip("\t"))  # cells that a sentence does not begin with
    at = line.sentence.start - empty
    for text in ("\t" * empty + line.text).split("\n"):
        cells, start = [], at
        for cell in text.split("\t"):
            cells.append(Cell(cell, start, start + len(cell)))
            start += len(cell) + 1
        at += len(text) + 1
        yield Row(line, cells)


def _drawn(lines: Sequence[Line]) -> Iterator[Row]:
    """Rows drawn with bars; what stands between two rules is one row where rules part all rows."""
    groups: list[list[Row]] = [[]]
    for line in lines:
        at = line.sentence.start
        for text in line.text.split("\n"):
            if _RULE.fullmatch(text):
                groups.append([])
            elif text.strip():
                groups[-1].append(Row(line, list(_between_bars(text, at))))
            at += len(text) + 1
    groups = [g for g in groups if g]
    ruled = len(groups) > 2
    for number, group in enumerate(groups):
        if (ruled or number == 0) and len(groups) > 1:
            yield _merged(group)
        else:
            yield from _continued(group)


def _between_bars(text: str, at: int) -> Iterator[Cell]:
    pieces, start = _BARS.split(text), at
    for number, piece in enumerate(pieces):
        outer = number in (0, len(pieces) - 1) and not piece.strip()
        if not outer:
            left = len(piece) - len(piece.lstrip())
            yield Cell(piece.strip(), start + left, start + left + len(piece.strip()))
        start += len(piece) + 1


def _continued(group: Sequence[Row]) -> Iterator[Row]:
    """Rows of which some go on with the one above: their first cell is empty."""
    open_rows: list[Row] = []
    for row in group:
        if open_rows and row.cells and not row.cells[0].text:
            open_rows.append(row)
            continue
        if open_rows:
            yield _merged(open_rows)
        open_rows = [row]
    if open_rows:
        yield _merged(open_rows)


def _merged(group: Sequence[Row]) -> Row:
    """The lines of one row as one row."""
    if len(group) == 1:
        return group[0]
    cells = list(group[0].cells)
    for row in group[1:]:
        for index, cell in enumerate(row.cells[: len(cells)]):
            if cell.text and cells[index].text:
                first = cells[index]
                cells[index] = Cell(f"{first.text}\u2028{cell.text}", first.start, first.end)
            elif cell.text:
                cells[index] = cell
    return Row(group[0].line, cells)
