"""The heading of a letter on paper: sender, number and date, addressee, down to the salutation."""

from __future__ import annotations

import re

from rules.document import SegmentKind
from rules.segments.canvas import Canvas, Line
from rules.segments.grammar import has_predicate

_DEPTH = 60
_SALUTATION = re.compile(r"\s*(?:уважаем|глубокоуважаем|здравствуйте|добрый (?:день|вечер))", re.I)
_MARK = re.compile(
    r"\s*(?:на\s+(?:ваш\w*\s+)?(?:исх\w*\.?\s*)?№|исх(?:одящий|\.)|вх(?:одящий|\.)\s*№|№\s*\S"
    r"|руководителю\s+администрации|от\s+[\d_«\"]|администраци[яи]\b|российская\s+федерация)",
    re.IGNORECASE,
)
_REFERENCE = re.compile(
    r"\s*на\s+(?:ваш\w*\s+)?(?:исх\w*\.?\s*)?№?[\s\d_/.-]*(?:от\b.{0,30})?", re.I
)


def paint(canvas: Canvas, *, on_paper: bool) -> None:
    """Paint the heading of a letter. A mail's body has one only where it is written like paper."""
    lines = canvas.lines[:_DEPTH]
    first = next((line.number for line in lines if not line.blank), 0)
    end = _end(canvas, lines, first)
    marked = any(_MARK.match(line.text) for line in lines[first:end])
    if end > first and (marked or on_paper):
        canvas.paint_lines(0, end, SegmentKind.LETTERHEAD)


def _end(canvas: Canvas, lines: tuple[Line, ...], first: int) -> int:
    """The first line that is no heading: a salutation or a sentence."""
    for line in lines[first:]:
        if line.blank:
            continue
        if canvas.line_kind(line) is not SegmentKind.OWN or not _is_heading(line.text):
            return line.number
    return first


def _is_heading(text: str) -> bool:
    stripped = text.strip()
    if _SALUTATION.match(stripped) or len(stripped) > 120:
        return False
    if _REFERENCE.fullmatch(stripped):
        return True
    return stripped[-1] not in ".!?;:" and not has_predicate(stripped) and "\t" not in stripped
