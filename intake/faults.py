"""Faults of files that people write: gathered, so that all are told at once and by name."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in a file or a variable. All texts are Russian.

    `key` names the setting ("imap.port", "recipients.csv"), `value` shows what stands there ("" if
    nothing does; never a secret), `where` tells the place to put it right.
    """

    key: str
    value: str
    expected: str
    where: str

    def __str__(self) -> str:
        stands = f" = {self.value}" if self.value else ""
        return f"{self.key}{stands}: {self.expected} ({self.where})"


class FaultsError(Exception):
    """All the faults of one source. `str()` is the whole Russian message, one line a fault."""

    title = "Ошибки"

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join((f"{self.title}:", *(f"  • {fault}" for fault in faults))))


def suggestion(word: str, known: Iterable[str]) -> str:
    """« Возможно, имелось в виду «…»» for a mistyped word, or ""."""
    near = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f"; возможно, имелось в виду «{near[0]}»" if near else ""


def shown(value: object, limit: int = 60) -> str:
    """A value as it stands in TOML, for a message: short, on one line."""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = f'"{value}"' if isinstance(value, str) else str(value)
    text = " ".join(text.split())
    return text if len(text) <= limit else f"{text[: limit - 1]}…"
