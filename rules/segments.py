"""Whose words are whose: segments of a mail's texts, and their sentences.

First floor of the reading; every other rule looks at what this module calls the sender's OWN words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rules.document import Document, Segment, SegmentKind, Sentence
from rules.model import Circular, Mail, Part

_QUOTE_HEAD = re.compile(r"^(?:-{3,}.*|От:|From:|.*(?:написал|от|писали).*:)\s*$")
_SENTENCE_END = re.compile(r"(?<=[.!?…;])\s+(?=[^\sа-яё])|\n+")


def document(mail: Mail, circulars: Sequence[Circular]) -> Document:  # noqa: ARG001
    """Segment all parts of a mail and split them into sentences."""
    segments = tuple(s for part in mail.parts for s in _segments(part))
    return Document(mail, segments, tuple(x for s in segments for x in _sentences(s)))


def _segments(part: Part) -> Iterator[Segment]:
    start, kind = 0, SegmentKind.OWN
    position = 0
    for line in part.text.splitlines(keepends=True):
        now = SegmentKind.QUOTED if line.startswith(">") else SegmentKind.OWN
        if kind is not now and position > start:
            yield Segment(part, kind, start, position)
            start = position
        kind = now
        position += len(line)
        if _QUOTE_HEAD.match(line):
            break
    yield Segment(part, kind, start, position)
    if position < len(part.text):
        yield Segment(part, SegmentKind.QUOTED, position, len(part.text))


def _sentences(segment: Segment) -> Iterator[Sentence]:
    start = 0
    for match in _SENTENCE_END.finditer(segment.text + "\n"):
        if segment.text[start : match.start()].strip():
            yield Sentence(segment, segment.start + start, segment.start + match.start())
        start = match.end()
