"""In which bracket of a sentence a place lies."""

from __future__ import annotations

from rules.document import Sentence


def opened(at: int, sentence: Sentence) -> int | None:
    """Where the bracket opens in which this place of the part's text lies; None if in none."""
    text = sentence.part.text
    sign = text.rfind("(", sentence.start, at)
    return None if sign < 0 or ")" in text[sign:at] else sign


def closed(at: int, sentence: Sentence) -> int:
    """Where the bracket closes in which this place lies; 0 if in none, or in one left open."""
    if opened(at, sentence) is None:
        return 0
    return max(0, sentence.part.text.find(")", at, sentence.end))
