"""Which of the open circulars a mail is about: by thread, number, recipient, subject."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rules.document import Document
from rules.model import Circular, Doubt, Evidence, Thread


@dataclass(frozen=True, slots=True)
class Choice:
    """The circular found, or None, and what is doubtful about it."""

    circular: Circular | None
    doubts: tuple[Doubt, ...] = ()
    evidence: tuple[Evidence, ...] = ()


def choose(
    document: Document, circulars: Sequence[Circular], threads: Mapping[str, Thread]
) -> Choice:
    """The circular this mail is about."""
    by_thread = _by_thread(document, circulars, threads)
    if by_thread:
        return Choice(by_thread)
    by_number = _by_number(document, circulars)
    if len(by_number) == 1:
        return Choice(by_number[0])
    return Choice(circulars[0] if len(circulars) == 1 else None)


def _by_thread(
    document: Document, circulars: Sequence[Circular], threads: Mapping[str, Thread]
) -> Circular | None:
    for message_id in (*document.mail.in_reply_to, *reversed(document.mail.references)):
        thread = threads.get(message_id)
        for circular in circulars:
            if message_id in circular.message_ids or (
                thread and thread.circular == circular.number
            ):
                return circular
    return None


def _by_number(document: Document, circulars: Sequence[Circular]) -> list[Circular]:
    texts = [document.mail.subject, *(segment.text for segment in document.segments)]
    return [c for c in circulars if any(number_pattern(c.number).search(t) for t in texts)]


def number_pattern(number: str) -> re.Pattern[str]:
    """The circular's number in every spelling: «02-02/398», «№02-02-398», «02 - 02 - 398»."""
    pieces = re.split(r"[-/.\s]+", number)
    return re.compile(r"(?<![\d/-])" + r"\s?[-–—/]\s?".join(map(re.escape, pieces)) + r"(?![\d])")
