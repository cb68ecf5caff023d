"""What the tests of the second look share: a circular that asks nobody, and evidence."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from rules.document import Document, Segment, SegmentKind
from rules.model import Circular, Evidence, Mail, Part
from rules.phrases import sentence

CIRCULAR = Circular(
    number="77-1",
    on=date(2011, 8, 3),
    subject="О подключении к системе «Нива»",
    deadline=date(2011, 8, 25),
    text="",
    timezone="Europe/Astrakhan",
    recipients=(),
    questions=(),
)


def span(text: str, words: str, rule: str) -> Evidence:
    """These words of the body, as the evidence of a rule."""
    start = text.index(words)
    return Evidence("body", start, start + len(words), words, rule)


def document(*texts: str) -> Document:
    """A body of these sentences of the sender's own, written on 15 August 2011."""
    part = Part("body", " ".join(texts))
    segment = Segment(part, SegmentKind.OWN, 0, len(part.text))
    places = [part.text.index(text) for text in texts]
    own = tuple(
        replace(sentence(""), segment=segment, start=at, end=at + len(text))
        for at, text in zip(places, texts, strict=True)
    )
    mail = Mail(parts=(part,), date=datetime(2011, 8, 15, 9, tzinfo=UTC))
    return Document(mail, (segment,), own)
