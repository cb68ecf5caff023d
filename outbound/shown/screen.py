"""Text of strangers on a terminal: nothing in it can steer the terminal, and offsets stay true.

Every replacement is one character for one, so that evidence can be highlighted by its offsets.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final

from rich.text import Text

from rules.model import Evidence, Mail, Part

EVIDENCE_STYLE: Final = "bold black on bright_yellow"
_CONTEXT = 120  # characters shown on either side of evidence that stands in a long line


def safe(text: str) -> str:
    """The text with every character that a terminal might obey made visible: ESC becomes ␛, a
    bidirectional override a dot. Line feeds stay; tabs (table cells) become │."""
    return text if text.isprintable() else "".join(map(_safe_character, text))


def _safe_character(char: str) -> str:
    if char.isprintable() or char == "\n":
        return char
    code = ord(char)
    if char == "\t":
        return "│"
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "␡"
    if char in "\u2028\u2029":
        return "⏎"
    return " " if unicodedata.category(char) == "Zs" else "·"


def line(text: str) -> str:
    """Safe, and on one line."""
    return " ".join(safe(text.replace("\n", " ")).split())


def highlighted(text: str, evidence: Iterable[Evidence], start: int = 0) -> Text:
    """A stretch of a part's text that begins at offset `start`, with the evidence marked."""
    shown = Text(safe(text))
    for e in evidence:
        first, last = e.start - start, e.end - start
        if first < len(text) and last > 0:
            shown.stylize(EVIDENCE_STYLE, max(first, 0), min(last, len(text)))
    return shown


def texts_of(mail: Mail) -> list[Part]:
    """Everything that evidence can stand in: the parts, and two headers as parts."""
    sender = f"{mail.sender.name} <{mail.sender.address}>" if mail.sender else ""
    return [Part("from", sender), Part("subject", mail.subject), *mail.parts]


def in_context(text: str, evidence: Sequence[Evidence]) -> list[tuple[Text, tuple[Evidence, ...]]]:
    """The lines around the evidence, each line once, cut to a reasonable length, with all that was
    relied on in it marked. Evidence that is not in this text stands for itself."""
    found: list[tuple[int, int, list[Evidence]]] = []
    strays = [e for e in evidence if text[e.start : e.end] != e.text]
    for e in sorted((e for e in evidence if e not in strays), key=lambda e: (e.start, e.end)):
        first, last = _window(text, e)
        if found and first <= found[-1][1]:
            begun, ended, of_line = found.pop()
            found.append((begun, max(ended, last), [*of_line, e]))
        else:
            found.append((first, last, [e]))
    shown = [(_line(text, first, last, of_line), tuple(of_line)) for first, last, of_line in found]
    return shown + [(Text(line(e.text), style=EVIDENCE_STYLE), (e,)) for e in strays]


def _window(text: str, evidence: Evidence) -> tuple[int, int]:
    first = max(text.rfind("\n", 0, evidence.start) + 1, evidence.start - _CONTEXT)
    end = text.find("\n", evidence.end)
    return first, min(len(text) if end < 0 else end, evidence.end + _CONTEXT)


def _line(text: str, first: int, last: int, evidence: Sequence[Evidence]) -> Text:
    shown = highlighted(text[first:last], evidence, first)
    shown.rstrip()
    if first > 0 and text[first - 1] != "\n":
        shown = Text("…").append_text(shown)
    return shown if last == len(text) or text[last] == "\n" else shown.append("…")


def without_gaps(text: Text) -> list[Text]:
    """The lines of a text, of several empty ones in a row only one, none at either end."""
    lines: list[Text] = []
    for one in text.split("\n", allow_blank=True):
        one.rstrip()
        if one.plain or (lines and lines[-1].plain):
            lines.append(one)
    return lines if not lines or lines[-1].plain else lines[:-1]
