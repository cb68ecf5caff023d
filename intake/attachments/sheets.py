"""Spreadsheets to rows of text."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import IO, Any

from intake.attachments.values import UnreadableError
from intake.tables import CELL_BREAK

MAX_ROWS = 5000
MAX_COLUMNS = 100


def xlsx_lines(source: IO[bytes]) -> list[str]:
    """Rows of all visible sheets, cells parted by "\\t", empty rows and margins left out."""
    import openpyxl

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about styles and extensions, not about values
        try:
            book = openpyxl.load_workbook(source, read_only=True, data_only=True)
        except (KeyError, ValueError, TypeError) as fault:
            raise UnreadableError("файл повреждён") from fault
        lines: list[str] = []
        for sheet in book.worksheets:
            if sheet.sheet_state == "visible":
                lines += _sheet_lines(sheet)
        book.close()
    return lines


def _sheet_lines(sheet: Any) -> list[str]:
    rows = [[_shown(v) for v in row] for row in _values(sheet)]
    rows = [row for row in rows if any(row)]
    if not rows:
        return []
    left = min(next(i for i, text in enumerate(row) if text) for row in rows)
    width = max(max(i for i, text in enumerate(row) if text) for row in rows) + 1
    return ["\t".join(row[left:width]) for row in rows]


def _values(sheet: Any) -> Iterator[tuple[Any, ...]]:
    rows: Iterator[tuple[Any, ...]] = sheet.iter_rows(
        max_row=MAX_ROWS, max_col=MAX_COLUMNS, values_only=True
    )
    return rows


def _shown(value: Any) -> str:  # noqa: PLR0911 — a case for each type
    """A value as a Russian sheet shows it; long numbers, such as phones, without exponent."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ИСТИНА" if value else "ЛОЖЬ"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e18 else f"{value:.15g}"
    if isinstance(value, datetime):
        plain = not (value.hour or value.minute or value.second)
        return value.strftime("%d.%m.%Y" if plain else "%d.%m.%Y %H:%M")
    if isinstance(value, date):
        return value.strftime("%d.%m.%Y")
    if isinstance(value, time):
        return value.strftime("%H:%M")
    return CELL_BREAK.join(str(value).replace("\t", " ").splitlines()).strip()
