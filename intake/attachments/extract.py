"""From a file's bytes to its texts: the table of formats, and who reads which."""

from __future__ import annotations

from dataclasses import dataclass

from intake import charset, html
from intake.limits import Limits
from rules.model import Part, PartRole, Problem


@dataclass(frozen=True, slots=True)
class File:
    """An attachment as it came: its decoded name, its declared type and charset, its bytes."""

    name: str
    data: bytes
    media_type: str = "application/octet-stream"
    charset: str | None = None
    inline: bool = False


@dataclass(frozen=True, slots=True)
class Extracted:
    """What an attachment held: texts, and what could not be read."""

    parts: tuple[Part, ...] = ()
    problems: tuple[Problem, ...] = ()


def extract(file: File, limits: Limits) -> Extracted:
    """Read one attachment. Never raises: what cannot be read is a Problem."""
    from intake.attachments import formats

    kind = formats.kind_of(file)
    if kind in ("text", "html"):
        text = charset.decode(file.data, file.charset).text
        return _one(file, html.to_text(text) if kind == "html" else text)
    reader = formats.READERS.get(kind)
    if reader is None:
        return Extracted((), (Problem(file.name, "unreadable_attachment", file.name),))
    try:
        return _one(file, reader(file.data, limits))
    except Exception as fault:  # noqa: BLE001 — parsers of foreign formats raise anything
        detail = f"{file.name}: файл повреждён ({type(fault).__name__})"
        return Extracted((), (Problem(file.name, "unreadable_attachment", detail),))


def _one(file: File, text: str) -> Extracted:
    return Extracted((Part(file.name, text, PartRole.ATTACHMENT, file.media_type),))
