"""What a file is, by its first bytes, then by its name and declared type."""

from __future__ import annotations

from collections.abc import Callable

from intake.attachments import office, pdf
from intake.attachments.extract import File
from intake.limits import Limits


def kind_of(file: File) -> str:
    data = file.data
    if data.startswith(b"%PDF-"):
        return "pdf"
    if data.startswith(b"PK\3\4"):
        return "docx" if b"word/" in data[:100_000] or b"word/document" in data else "zip"
    if file.name.lower().endswith((".htm", ".html")) or file.media_type == "text/html":
        return "html"
    if file.name.lower().endswith(".txt") or file.media_type.startswith("text/"):
        return "text"
    return "unknown"


READERS: dict[str, Callable[[bytes, Limits], str]] = {"docx": office.docx_text, "pdf": pdf.text}
