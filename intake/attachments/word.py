"""WordprocessingML (ECMA-376 part 1, §17) to lines; elements are told by their local names, so
that Word 2003 XML and the strict namespace are read alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from intake.tables import spaced, table_lines

_DROPPED = frozenset(
    (
        "del", "moveFrom", "instrText", "rPr", "pPr", "sectPr", "tblPr", "tblGrid", "trPr",
        "proofErr", "delText", "annotationRef", "binData", "bookmarkStart", "bookmarkEnd",
    )
)  # fmt: skip
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": "", "ptab": "\t"}


def local(element: Element) -> str:
    """An element's name without its namespace."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def value(element: Element | None, name: str = "val") -> str:
    """An attribute by its local name, or ""."""
    if element is None:
        return ""
    return next((v for k, v in element.attrib.items() if k.rpartition("}")[2] == name), "")


def child(element: Element | None, *path: str) -> Element | None:
    """The first descendant along a path of local names."""
    for name in path:
        if element is None:
            return None
        element = next((e for e in element if local(e) == name), None)
    return element


def numbering_formats(root: Element) -> dict[tuple[str, str], str]:
    """(numId, level) → the format's name ("decimal", "bullet", …)."""
    levels: dict[str, dict[str, str]] = {}
    for abstract in (e for e in root if local(e) == "abstractNum"):
        levels[value(abstract, "abstractNumId")] = {
            value(level, "ilvl"): value(child(level, "numFmt"))
            for level in abstract
            if local(level) == "lvl"
        }
    formats = {}
    for number in (e for e in root if local(e) == "num"):
        for level, name in levels.get(value(child(number, "abstractNumId")), {}).items():
            formats[value(number, "numId"), level] = name
    return formats


class WordReader:
    """Reads one story (body, header, footer) in order."""

    def __init__(self, formats: dict[tuple[str, str], str]) -> None:
        self._formats = formats
        self._counters: Counter[tuple[str, str]] = Counter()
        self._boxes: list[Element] = []

    def lines(self, element: Element) -> list[str]:
        """The lines of all paragraphs and tables below an element."""
        return list(self._blocks(element))

    def _blocks(self, element: Element) -> Iterator[str]:
        for item in element:
            name = local(item)
            if name == "p":
                yield from self._paragraph(item)
            elif name == "tbl":
                yield from table_lines(self._row(row) for row in _rows(item))
            elif name not in _DROPPED:
                yield from self._blocks(item)

    def _paragraph(self, paragraph: Element) -> Iterator[str]:
        before, self._boxes = self._boxes, []
        text = self._marker(paragraph) + "".join(self._inline(paragraph))
        boxes, self._boxes = self._boxes, before
        for line in text.split("\n"):
            yield spaced(line)
        for box in boxes:
            yield from self._blocks(box)

    def _inline(self, element: Element) -> Iterator[str]:
        for item in element:
            name = local(item)
            if name == "t":
                yield item.text or ""
            elif name in _SIGNS:
                yield _SIGNS[name]
            elif name == "txbxContent":
                self._boxes.append(item)
            elif name == "AlternateContent":
                yield from self._inline(_chosen(item))
            elif name not in _DROPPED and not (name == "r" and _vanished(item)):
                yield from self._inline(item)

    def _row(self, row: Element) -> list[list[str]]:
        cells: list[list[str]] = []
        for cell in _cells(row):
            cells.append([] if _continued(cell) else self.lines(cell))
            span = value(child(cell, "tcPr", "gridSpan"))
            cells += [[]] * (min(int(span), 60) - 1 if span.isdecimal() else 0)
        return cells

    def _marker(self, paragraph: Element) -> str:
        number = child(paragraph, "pPr", "numPr")
        if number is None:
            return ""
        key = value(child(number, "numId")), value(child(number, "ilvl")) or "0"
        style = self._formats.get(key, "")
        if style in ("", "none"):
            return ""
        if style != "decimal":
            return "- "
        self._counters[key] += 1
        return f"{self._counters[key]}. "


def _rows(table: Element) -> Iterator[Element]:
    for item in table:
        if local(item) == "tr":
            yield item
        elif local(item) in ("sdt", "sdtContent", "ins", "customXml"):
            yield from _rows(item)


def _cells(row: Element) -> Iterator[Element]:
    for item in row:
        if local(item) == "tc":
            yield item
        elif local(item) in ("sdt", "sdtContent", "customXml"):
            yield from _cells(item)


def _continued(cell: Element) -> bool:
    """A cell that goes on from the row above (vMerge without "restart")."""
    merge = child(cell, "tcPr", "vMerge")
    return merge is not None and value(merge) != "restart"


def _vanished(run: Element) -> bool:
    hidden = child(run, "rPr", "vanish")
    return hidden is not None and value(hidden) not in ("0", "false", "off")


def _chosen(alternatives: Element) -> Element:
    """The choice that holds text boxes; the fallback repeats it for old programs."""
    for item in alternatives:
        if local(item) == "Choice":
            return item
    return alternatives
