"""Reading .eml files without a mailbox or a database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from intake import mime
from rules import reading
from rules.model import Circular, Mail, Reading


@dataclass(frozen=True, slots=True)
class FileReading:
    """A file, the mail in it, and what the rules made of it."""

    path: Path
    mail: Mail
    reading: Reading


def mail_files(paths: Iterable[Path]) -> list[Path]:
    """The .eml files named, and those in the folders named (not below them), by name."""
    found: list[Path] = []
    for path in paths:
        found.extend(sorted(path.glob("*.eml")) if path.is_dir() else [path])
    return found


def read_files(paths: Iterable[Path], circulars: Sequence[Circular]) -> Iterator[FileReading]:
    """Read each mail file in turn. Raises OSError for a file that cannot be opened."""
    for path in mail_files(paths):
        mail = mime.parse(path.read_bytes())
        yield FileReading(path, mail, reading.read(mail, circulars))
