"""Whose words are whose: segments of a mail's texts, and their sentences.

First floor of the reading; every other rule looks at what this package calls the sender's OWN.
Each step paints the stretches of a part that it recognises; what nobody painted is the sender's.
"""

from __future__ import annotations

from collections.abc import Sequence

from rules.document import Document, Segment, SegmentKind
from rules.model import Circular, Mail, Part, PartRole
from rules.segments import copied, forwards, letterhead, ours, quotes, signature
from rules.segments.canvas import Canvas
from rules.segments.sentences import sentences

LIMIT = 150_000
"""Characters of a part that are read; what stands behind them is kept as a quote, unread."""


def document(mail: Mail, circulars: Sequence[Circular]) -> Document:
    """Segment all parts of a mail and split them into sentences."""
    segments = tuple(s for part in mail.parts for s in part_segments(part, mail, circulars))
    read = (segment for segment in segments if segment.start < LIMIT)
    return Document(mail, segments, tuple(x for s in read for x in sentences(s)))


def is_cut(document: Document) -> bool:
    """Whether some part was too long to be read whole."""
    return any(len(part.text) > LIMIT for part in document.mail.parts)


def part_segments(part: Part, mail: Mail, circulars: Sequence[Circular]) -> tuple[Segment, ...]:
    """The segments of one part; they tile its text without gaps."""
    canvas = Canvas(part.text[:LIMIT])
    if part.role is PartRole.RETURNED:
        canvas.paint(0, len(canvas.text), SegmentKind.QUOTED)
    else:
        _paint(canvas, part, mail, circulars)
    found = [Segment(part, kind, start, end) for start, end, kind in canvas.runs()]
    if len(part.text) > LIMIT:
        found.append(Segment(part, SegmentKind.QUOTED, LIMIT, len(part.text)))
    return tuple(found)


def _paint(canvas: Canvas, part: Part, mail: Mail, circulars: Sequence[Circular]) -> None:
    start = 0
    if part.role is PartRole.FORWARDED:
        start = quotes.header(canvas.text)
        canvas.paint(0, start, SegmentKind.LETTERHEAD)
        if start and forwards.is_ours(part.text[:start], circulars):
            canvas.paint(0, len(canvas.text), SegmentKind.QUOTED)
            return
    blocks = quotes.paint(canvas, start)
    forwards.reclaim(canvas, mail, circulars, blocks)
    copied.paint(canvas, circulars, blocks)
    ours.paint(canvas, circulars)
    letterhead.paint(canvas, on_paper=part.role is not PartRole.BODY)
    signature.paint(canvas)
