"""OpenDocument content (ISO/IEC 26300) to lines."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from intake.attachments.word import local, value
from intake.tables import spaced, table_lines

_DROPPED = frozenset(
    (
        "tracked-changes", "annotation", "annotation-end", "note", "sequence-decls", "forms",
        "scripts", "font-face-decls", "automatic-styles", "page-number", "page-count", "desc",
        "title", "footer-left", "header-left",
    )
)  # fmt: skip
_MAX_REPEATED = 50


def odf_lines(root: Element, within: str) -> list[str]:
    """The lines of all that stands in the element of this local name ("body", "master-styles")."""
    found = next((e for e in root.iter() if local(e) == within), None)
    lines = list(_blocks(found)) if found is not None else []
    return [line for line in lines if line.strip()] if within == "master-styles" else lines


def _blocks(element: Element, marker: str = "") -> Iterator[str]:
    for item in element:
        name = local(item)
        if name in ("p", "h"):
            yield from _paragraph(item, marker)
            marker = " " * len(marker)
        elif name == "table":
            yield from table_lines(_row(row) for row in _rows(item))
        elif name == "list-item":
            yield from _blocks(item, "- ")
        elif name not in _DROPPED:
            yield from _blocks(item)


def _paragraph(paragraph: Element, marker: str) -> Iterator[str]:
    boxes: list[Element] = []
    text = marker + "".join(_inline(paragraph, boxes))
    for line in text.split("\n"):
        yield spaced(line)
    for box in boxes:
        yield from _blocks(box)


def _inline(element: Element, boxes: list[Element]) -> Iterator[str]:
    yield _collapsed(element.text)
    for item in element:
        name = local(item)
        if name == "s":
            count = value(item, "c")
            yield " " * (min(int(count), 200) if count.isdecimal() else 1)
        elif name == "tab":
            yield "\t"
        elif name == "line-break":
            yield "\n"
        elif name == "text-box":
            boxes.append(item)
        elif name not in _DROPPED:
            yield from _inline(item, boxes)
        yield _collapsed(item.tail)


def _collapsed(text: str | None) -> str:
    """Line ends and runs of blanks are one blank (§6.1.2)."""
    if not text:
        return ""
    words = " ".join(text.split())
    return (
        (" " if text[0].isspace() else "") + words + (" " if text[-1].isspace() and words else "")
    )


def _rows(table: Element) -> Iterator[Element]:
    for item in table:
        if local(item) == "table-row":
            repeated = value(item, "number-rows-repeated")
            yield from [item] * (min(int(repeated), 2) if repeated.isdecimal() else 1)
        elif local(item).startswith("table-") and local(item) != "table-column":
            yield from _rows(item)


def _row(row: Element) -> list[list[str]]:
    cells: list[list[str]] = []
    for item in row:
        if local(item) in ("table-cell", "covered-table-cell"):
            repeated = value(item, "number-columns-repeated")
            times = min(int(repeated), _MAX_REPEATED) if repeated.isdecimal() else 1
            cells += [list(_blocks(item))] * times
    while cells and not any(cells[-1]):
        cells.pop()
    return cells
