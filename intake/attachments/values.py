"""What goes into an extraction and what comes out of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from intake.limits import Limits
from rules.model import Part, PartRole, Problem


@dataclass(frozen=True, slots=True)
class File:
    """An attachment as it came: its decoded name, its declared type and charset, its bytes.

    `inline` tells that the message shows it within its text (Content-ID, multipart/related).
    """

    name: str
    data: bytes
    media_type: str = "application/octet-stream"
    charset: str | None = None
    inline: bool = False

    @property
    def extension(self) -> str:
        """The file name's ending, lower case, without its dot."""
        head, dot, tail = self.name.rpartition(".")
        return tail.strip().lower() if dot and head else ""


@dataclass(frozen=True, slots=True)
class Extracted:
    """What an attachment held: texts, and what could not be read. Both may be empty: a logo."""

    parts: tuple[Part, ...] = ()
    problems: tuple[Problem, ...] = ()

    def __add__(self, other: Extracted) -> Extracted:
        return Extracted(self.parts + other.parts, self.problems + other.problems)


NOTHING = Extracted()


@dataclass
class Job:
    """What is left of the bounds while one attachment is read, with all that it holds.

    `recognising` is called before pictures are recognised, which takes longer than reading.
    """

    limits: Limits
    recognising: Callable[[], None] = lambda: None
    files: int = 0
    bytes: int = 0
    pictures: int = 0

    def take_file(self, size: int) -> None:
        """Count one unpacked file. Raises UnreadableError over the bounds."""
        self.files += 1
        self.bytes += size
        if self.files > self.limits.attachments or self.bytes > self.limits.archive_bytes:
            raise UnreadableError(
                "в архиве слишком много файлов или они слишком велики", "too_large"
            )

    def take_picture(self) -> bool:
        """Count one picture to recognise; False if there were enough."""
        self.recognising()
        self.pictures += 1
        return self.pictures <= self.limits.ocr_pages


class UnreadableError(Exception):
    """A file that cannot be read: the doubt's name and a Russian reason for the officer."""

    def __init__(self, reason: str, problem: str = "unreadable_attachment") -> None:
        super().__init__(reason)
        self.reason = reason
        self.problem = problem


def text_of(file: File, text: str, *, ocr: bool = False) -> Extracted:
    """One text, standing under the file's name."""
    return Extracted((Part(file.name, text, PartRole.ATTACHMENT, file.media_type, ocr),))


def problem_of(file: File, reason: str, problem: str = "unreadable_attachment") -> Extracted:
    """One problem, standing under the file's name."""
    return Extracted((), (Problem(file.name, problem, f"«{file.name}»: {reason}"),))
