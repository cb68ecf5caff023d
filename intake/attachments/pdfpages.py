"""The text layer of one PDF page: lines in reading order, ruled tables by their cells."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from statistics import median
from typing import Any

from intake.attachments.pictures import Grid, grids
from intake.attachments.wraps import HYPHEN, one_line, rejoined

_SCALE = 300 / 72  # points to the pixels that table finding is made for
_THIN = 4.0  # points; a filled box that is thinner is a ruling line
_MAX_SHAPES = 4000

Line = tuple[str, float]  # its text, and where its middle is, in pixels from the page's top


def page_text(page: Any) -> str:
    """The text of a page. An empty line stands where the gap between lines is wide; words that
    were broken at line ends are whole."""
    textpage = page.get_textpage()
    try:
        lines = list(_lines(textpage, page.get_height()))
        tables = _tables(page) if lines else []
        rows = [(table, _rows(textpage, table, page.get_height())) for table in tables]
        written = list(_without_tables(_spaced(lines), rows))
    finally:
        textpage.close()
    return rejoined("\n".join(written)).strip("\n")


def _lines(textpage: Any, height: float) -> Iterator[Line]:
    text = textpage.get_text_range()
    start = 0
    for raw in text.split("\n"):
        first = next((i for i, c in enumerate(raw) if not c.isspace()), None)
        if first is not None:
            yield raw.strip("\r "), _middle(textpage, start + first, height)
        start += len(raw) + 1


def _middle(textpage: Any, index: int, height: float) -> float:
    import pypdfium2

    try:
        _, bottom, _, top = textpage.get_charbox(index, loose=True)
    except (pypdfium2.PdfiumError, IndexError, ValueError):
        return 0.0
    return float((height - (top + bottom) / 2) * _SCALE)


def _spaced(lines: list[Line]) -> list[Line]:
    """An empty line before each that stands clearly lower than lines of a paragraph do."""
    steps = [b - a for (_, a), (_, b) in itertools.pairwise(lines) if b > a + 5]
    usual = median(steps) if steps else 0.0
    spaced: list[Line] = []
    for text, middle in lines:
        if spaced and middle - spaced[-1][1] > 1.4 * usual:
            spaced.append(("", middle))
        spaced.append((text, middle))
    return spaced


def _without_tables(lines: list[Line], tables: list[tuple[Grid, list[str]]]) -> Iterator[str]:
    """The lines, a table's rows once in place of all that stands in it."""
    written: set[int] = set()
    for text, middle in lines:
        inside = next(
            (i for i, (table, _) in enumerate(tables) if table.rows[0] < middle < table.rows[-1]),
            None,
        )
        if inside is None:
            yield text
        elif inside not in written:
            written.add(inside)
            yield from tables[inside][1]


def _tables(page: Any) -> list[Grid]:
    """Ruled tables, from the lines and thin boxes that are drawn on the page."""
    import pypdfium2.raw as pdfium

    height = page.get_height()
    level, upright = [], []
    for number, shape in enumerate(
        page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=3)
    ):
        if number > _MAX_SHAPES:
            return []
        left, bottom, right, top = shape.get_bounds()
        box = [round(v * _SCALE) for v in (left, height - top, right, height - bottom)]
        if top - bottom <= _THIN < right - left:
            level.append((box[1], box[0], box[2]))
        elif right - left <= _THIN < top - bottom:
            upright.append((box[0], box[1], box[3]))
        elif right - left > _THIN and top - bottom > _THIN:
            level += [(box[1], box[0], box[2]), (box[3], box[0], box[2])]
            upright += [(box[0], box[1], box[3]), (box[2], box[1], box[3])]
    return grids(level, upright)


def _rows(textpage: Any, table: Grid, height: float) -> list[str]:
    rows = []
    for cells in table.cells():
        texts = [_cell(textpage, box, height) for box in cells]
        if any(texts):
            rows.append("\t".join(texts))
    return rows


def _cell(textpage: Any, box: tuple[int, int, int, int], height: float) -> str:
    left, top, right, bottom = (value / _SCALE for value in box)
    text = textpage.get_text_bounded(left, height - bottom, right, height - top)
    text = text.replace("\x02", HYPHEN)  # this call's sign for the same
    return one_line(rejoined(text).replace("\r", "").split("\n"))
