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


def in_context(text: str, evidence: Evidence) -> Text:
    """The line around one piece of evidence, cut to a reasonable length, with it marked."""
    if text[evidence.start : evidence.end] != evidence.text:
        return Text(line(evidence.text), style=EVIDENCE_STYLE)  # the text is not at hand
    first = max(text.rfind("\n", 0, evidence.start) + 1, evidence.start - _CONTEXT)
    end = text.find("\n", evidence.end)
    last = min(len(text) if end < 0 else end, evidence.end + _CONTEXT)
    shown = highlighted(text[first:last], [evidence], first)
    shown.rstrip()
    return shown


def windows(text: str, evidence: Sequence[Evidence], limit: int) -> Iterable[Text]:
    """The whole text with its evidence marked; of one longer than `limit` characters only the
    lines with evidence, or its beginning where there is none."""
    if len(text) <= limit:
        yield highlighted(text.rstrip("\n"), evidence)
        return
    if not evidence:
        yield highlighted(text[:limit].rstrip("\n") + "…", ())
        return
    for e in evidence:
        yield Text("…", style="dim").append_text(in_context(text, e)).append("…", style="dim")
