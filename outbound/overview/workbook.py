"""The summary's workbook (.xlsx): the table of recipients, and the training group.

Made to be printed: A4 landscape, one page wide, the heading repeated. Texts of strangers are only
ever written as strings: nothing in them becomes a formula or a link.
"""

from __future__ import annotations

import io
import re
import textwrap
from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from outbound.office import zone
from outbound.overview import regions, table
from outbound.overview.matrix import Matrix, State
from outbound.overview.table import GROUP_HEADINGS, HEADINGS
from outbound.writing.message import Attachment

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

MEDIA_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_A4: Final = 9
_WIDTHS: Final = (5, 18, 13, 14, 12, 21, 21, 18, 25, 15, 30)
_REGION_WIDTHS: Final = (5, 34, 34, 11, 11, 11, 11, 11, 11)
_GROUP_WIDTHS: Final = (5, 34, 36, 22, 30, 28)
_HEADING_ROW: Final = 2
_LINE_HEIGHT: Final = 15.0  # points, for the font of the cells
_FILLS: Final = {
    State.SETTLED: "#e3f1e6",
    State.PARTIAL: "#fbefdc",
    State.TO_CHECK: "#fbe3d6",
    State.BOUNCED: "#f9dedc",
}
_OPTIONS: Final = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
Cell = int | str | date | datetime | None


def workbook(m: Matrix, *, group_only: bool = False) -> bytes:
    """The whole file, or the sheet with the training group alone."""
    from xlsxwriter import Workbook

    target = io.BytesIO()
    with Workbook(target, _OPTIONS | {"constant_memory": regions.is_long(m)}) as book:
        local = m.at.astimezone(zone(m.circular)).replace(tzinfo=None)
        book.set_properties({"title": table.title(m.circular, m.at), "created": local})
        formats = _Formats(book)
        if not group_only:
            _recipients(book, formats, m)
            _regions(book, formats, m)
        _group(book, formats, m)
    return target.getvalue()


def attachment(m: Matrix, *, group_only: bool = False) -> Attachment:
    """The file as it goes with a letter; its name is plain ASCII, for old mail programs."""
    day = m.at.astimezone(zone(m.circular)).date()
    number = re.sub(r"[^A-Za-z0-9-]+", "-", m.circular.number).strip("-")
    name = f"{'gruppa' if group_only else 'svodka'}-{number}-{day}.xlsx"
    return Attachment(name, MEDIA_TYPE, workbook(m, group_only=group_only))


class _Formats:
    """The looks of cells, each made once a workbook."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Any] = {}
        self._in_table: dict[tuple[type, int, str | None], Any] = {}

    def __call__(self, **look: Any) -> Any:
        key = tuple(sorted(look.items()))
        if key not in self._made:
            base = {"font_name": "Times New Roman", "font_size": 11, "valign": "top"}
            self._made[key] = self._book.add_format(base | look)
        return self._made[key]

    def in_table(self, value: Cell, column: int, fill: str | None) -> Any:
        """The look of a cell in the table of recipients: name and state stand out."""
        key = (type(value), column, fill)
        if key not in self._in_table:
            look: dict[str, Any] = {"bg_color": fill} if fill and column == 2 else {}
            if column == 1:
                look["bold"] = True
            self._in_table[key] = self.cell(value, **look)
        return self._in_table[key]

    def cell(self, value: Cell, **look: Any) -> Any:
        """The look of a table's cell by the kind of its value."""
        if isinstance(value, datetime):
            look["num_format"] = "dd.mm.yyyy hh:mm"
        elif isinstance(value, date):
            look["num_format"] = "dd.mm.yyyy"
        if not isinstance(value, str):
            look["align"] = "center"
        return self(border=1, border_color="#9aa5b1", text_wrap=True, **look)


def _recipients(book: Workbook, formats: _Formats, m: Matrix) -> None:
    sheet = book.add_worksheet("Сводка")
    totals = (
        f"Ответили {m.answered} из {len(m.lines)}, готовы {m.ready}, просрочено {m.overdue}, "
        f"проверить {len(m.checks)}. Срок ответа — {m.circular.deadline:%d.%m.%Y}."
    )
    rows = table.rows(m)
    _head(sheet, formats, (table.title(m.circular, m.at), totals), HEADINGS, _WIDTHS)
    for at, row in enumerate(rows, _HEADING_ROW + 1):
        fill = _FILLS.get(row.state)
        for column, value in enumerate(row.values):
            _write(sheet, at, column, value, formats.in_table(value, column, fill))
        sheet.set_row(at, _height(row.values, _WIDTHS))
    _finish(sheet, len(rows), len(HEADINGS))
    sheet.freeze_panes(_HEADING_ROW + 1, 2)


def _regions(book: Workbook, formats: _Formats, m: Matrix) -> None:
    """A sheet for the regions and one for the districts, where the recipients have such."""
    for name, groups in (("Регионы", regions.by_region(m)), ("Районы", regions.by_district(m))):
        if not any(group.district or name == "Регионы" for group in groups):
            continue
        sheet = book.add_worksheet(name)
        headings = ("№ п/п", "Регион", "Район", *regions.HEADINGS)
        above = (table.title(m.circular, m.at), f"{name}: {len(groups)}.")
        _head(sheet, formats, above, headings, _REGION_WIDTHS)
        for number, group in enumerate(groups, 1):
            cells: tuple[Cell, ...] = (number, group.region, group.district, *group.counts)
            for column, value in enumerate(cells):
                _write(sheet, _HEADING_ROW + number, column, value, formats.cell(value))
        _finish(sheet, len(groups), len(headings))
        sheet.freeze_panes(_HEADING_ROW + 1, 3)


def _group(book: Workbook, formats: _Formats, m: Matrix) -> None:
    sheet = book.add_worksheet("Группа для обучения")
    members = table.group(m)
    above = table.title(m.circular, m.at).replace("Ответы на письмо", "Группа для обучения, письмо")
    _head(sheet, formats, (above, f"Человек: {len(members)}."), GROUP_HEADINGS, _GROUP_WIDTHS)
    for number, member in enumerate(members, 1):
        cells: tuple[Cell, ...] = (number, *member.values)
        for column, value in enumerate(cells):
            _write(sheet, _HEADING_ROW + number, column, value, formats.cell(value))
        sheet.set_row(_HEADING_ROW + number, _height(cells, _GROUP_WIDTHS))
    _finish(sheet, len(members), len(GROUP_HEADINGS))
    sheet.freeze_panes(_HEADING_ROW + 1, 0)


def _height(values: Sequence[Cell], widths: Sequence[float]) -> float:
    """In points: as the longest cell wraps. Not every program fits the height by itself."""
    return _LINE_HEIGHT * max(_wrapped(v, w) for v, w in zip(values, widths, strict=True))


def _wrapped(value: Cell, width: float) -> int:
    lines = value.splitlines() if isinstance(value, str) else []
    fits = max(1, int(width * 1.2))
    return max(1, sum(_lines_of(line, fits) for line in lines))


def _lines_of(line: str, fits: int) -> int:
    return 1 if len(line) <= fits else len(textwrap.wrap(line, fits)) or 1


def _head(
    sheet: Worksheet,
    formats: _Formats,
    above: tuple[str, str],
    headings: Sequence[str],
    widths: Sequence[float],
) -> None:
    last = len(headings) - 1
    title = formats(bold=True, font_size=14, align="center", valign="vcenter", text_wrap=True)
    sheet.merge_range(0, 0, 0, last, "", title)
    sheet.write_string(0, 0, above[0], title)
    sheet.set_row(0, 40)
    under = formats(align="center")
    sheet.merge_range(1, 0, 1, last, "", under)
    sheet.write_string(1, 0, above[1], under)
    head = formats(
        bold=True, border=1, border_color="#9aa5b1", bg_color="#e8edf3", align="center",
        valign="vcenter", text_wrap=True,
    )  # fmt: skip
    for column, (heading, width) in enumerate(zip(headings, widths, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(_HEADING_ROW, column, heading, head)
    sheet.set_row(_HEADING_ROW, 34)


def _write(sheet: Worksheet, row: int, column: int, value: Cell, look: Any) -> None:
    if value is None or value == "":
        sheet.write_blank(row, column, None, look)
    elif isinstance(value, str):
        sheet.write_string(row, column, value, look)
    elif isinstance(value, int):
        sheet.write_number(row, column, value, look)
    else:
        sheet.write_datetime(row, column, value, look)


def _finish(sheet: Worksheet, rows: int, columns: int) -> None:
    """Filter and print setup."""
    sheet.autofilter(_HEADING_ROW, 0, _HEADING_ROW + max(rows, 1), columns - 1)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_HEADING_ROW)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer("&R&9Страница &P из &N")
    sheet.hide_gridlines(2)
