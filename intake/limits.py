"""How much of one mail is read: bounds that a hostile mail meets and an ordinary one never sees."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one mail. Sizes in bytes, texts in characters, times in seconds."""

    parts: int = 200  # MIME parts looked at, nested ones included
    depth: int = 30  # multiparts and messages within one another
    text: int = 4_000_000  # all texts of a mail together
    part_text: int = 2_000_000  # one text
    attachments: int = 40  # attachments and archive members that are extracted
    attachment_bytes: int = 40_000_000
    archive_depth: int = 3
    archive_bytes: int = 100_000_000  # unpacked, all members together
    pages: int = 60  # pages of a PDF that are read
    ocr_pages: int = 12  # of them, recognised from pictures
    seconds: float = 15.0  # to extract one attachment
    ocr_seconds: float = 180.0  # the same where pictures must be recognised
    memory: int = 1_500_000_000  # address space of the extracting process
    ocr: bool = True  # recognise pictures at all


DEFAULT = Limits()
