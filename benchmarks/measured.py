"""What the tables share: the server, the letters, a folder for each installation, and Markdown."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from benchmarks import letters
from benchmarks.mailboxes import Mailboxes
from rules.model import Circular


@dataclass
class Bench:
    """One run: how many mails, rows of a long past, mails of a backlog."""

    server: Mailboxes
    home: Path
    circular: Circular
    mails: int
    rows: int
    backlog: int
    with_django: bool = True
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    @cached_property
    def corpus(self) -> list[bytes]:
        """The letters, the same for every program."""
        return list(letters.letters(self.circular, self.mails))

    def folder(self, name: str) -> Path:
        """A path that nothing lies at."""
        return self.home / f"{next(self._numbers)}-{name}"


def markdown(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table; all columns but the first are right-aligned."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines)
