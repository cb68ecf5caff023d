"""Whose words are whose: segments of a mail's texts, and their sentences.

First floor of the reading; every other rule looks at what this package calls the sender's OWN.
Each step paints the stretches of a part that it recognises; what nobody painted is the sender's.
"""

from __future__ import annotations

from collections.abc import Sequence

from rules.document import Document, Segment, SegmentKind
from rules.model import Circular, Mail, Part, PartRole
from rules.segments import copied, forwards, letterhead, quotes, signature
from rules.segments.canvas import Canvas
from rules.segments.sentences import sentences


def document(mail: Mail, circulars: Sequence[Circular]) -> Document:
    """Segment all parts of a mail and split them into sentences."""
    segments = tuple(s for part in mail.parts for s in part_segments(part, mail, circulars))
    return Document(mail, segments, tuple(x for s in segments for x in sentences(s)))


def part_segments(part: Part, mail: Mail, circulars: Sequence[Circular]) -> tuple[Segment, ...]:
    """The segments of one part; they tile its text without gaps."""
    canvas = Canvas(part.text)
    if part.role is PartRole.RETURNED:
        canvas.paint(0, len(part.text), SegmentKind.QUOTED)
    else:
        _paint(canvas, part, mail, circulars)
    return tuple(Segment(part, kind, start, end) for start, end, kind in canvas.runs())


def _paint(canvas: Canvas, part: Part, mail: Mail, circulars: Sequence[Circular]) -> None:
    start = 0
    if part.role is PartRole.FORWARDED:
        start = quotes.header(part.text)
        canvas.paint(0, start, SegmentKind.LETTERHEAD)
        if start and forwards.is_ours(part.text[:start], circulars):
            canvas.paint(0, len(part.text), SegmentKind.QUOTED)
            return
    blocks = quotes.paint(canvas, start)
    forwards.reclaim(canvas, mail, circulars, blocks)
    copied.paint(canvas, circulars, blocks)
    letterhead.paint(canvas, on_paper=part.role is not PartRole.BODY)
    signature.paint(canvas)
