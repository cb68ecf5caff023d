"""Tables as lines of text, the same from every format.

A row is a line, its cells parted by "\\t", line breaks within a cell U+2028. A table that only
places its content (one column; or one row of cells that hold several lines each, as letterheads
do) is written as the lines of its cells, one cell after the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

CELL_BREAK = "\u2028"

Cell = Sequence[str]  # its lines

_MANY_LINES = 6


def table_lines(rows: Iterable[Sequence[Cell]]) -> list[str]:
    """The lines of a table given as rows of cells of lines. Rows without any text are left out."""
    kept = [[_filled(cell) for cell in row] for row in rows]
    kept = [row for row in kept if any(row)]
    if only_places(kept):
        return [line for row in kept for cell in row for line in cell]
    return [line for row in kept for line in _row_lines(row)]


def only_places(rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether a table is no table to its reader, but a means to place text."""
    if all(sum(map(bool, row)) <= 1 for row in rows):
        return True
    return len(rows) == 1 and max(map(len, rows[0])) >= 3


def _row_lines(row: list[list[str]]) -> list[str]:
    """A row as one line; one that holds whole paragraphs side by side, as its cells' lines."""
    if max(map(len, row)) >= _MANY_LINES:
        return [line for cell in row for line in cell]
    return ["\t".join(CELL_BREAK.join(cell) for cell in row)]


def _filled(cell: Cell) -> list[str]:
    lines = (" ".join(part.split()) for line in cell for part in line.split(CELL_BREAK))
    return [line for line in lines if line]


def spaced(line: str) -> str:
    """A paragraph whose tabs place words: tabs stand for cells only, so they become blanks."""
    return line.strip("\t").replace("\t", "    ").rstrip()
