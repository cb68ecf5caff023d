"""Which of a message's texts is its body."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

_WORD = re.compile(r"[^\W_]{2,}")
_SEE_HTML = re.compile(r"\bhtml\b", re.I)


@dataclass(frozen=True, slots=True)
class Body:
    """A stretch of body text, its media type, and whether its charset was certain."""

    text: str
    media_type: str = "text/plain"
    certain: bool = True


def joined(bodies: Sequence[Body]) -> Body:
    """Several stretches as one body: mailers put files and footers between them."""
    kept = [body for body in bodies if body.text.strip()]
    if not kept:
        return Body("", bodies[0].media_type if bodies else "text/plain")
    text = "\n".join(body.text for body in kept)
    return Body(text, kept[0].media_type, all(body.certain for body in kept))


def best(alternatives: Sequence[Body]) -> list[Body]:
    """Of the same text in several forms, the one to read (RFC 2046 §5.1.4 would have the last).

    Plain text, being what the sender's program made for readers like this one, unless it is
    empty, only says "see HTML", lacks the rows of a table, or lacks words that the HTML has.
    """
    plain = next((b for b in alternatives if b.media_type != "text/html"), None)
    rich = next((b for b in reversed(alternatives) if b.media_type == "text/html"), None)
    if plain is None or rich is None:
        chosen = plain or rich
        return [chosen] if chosen else []
    return [rich if _richer(rich.text, plain.text) else plain]


def _richer(rich: str, plain: str) -> bool:
    if not rich.strip():
        return False
    if not plain.strip():
        return True
    if "\t" in rich and "\t" not in plain:
        return True
    if len(plain) < 300 and _SEE_HTML.search(plain):
        return True
    lacking = Counter(_WORD.findall(rich)) - Counter(_WORD.findall(plain))
    return lacking.total() > max(5, len(plain.split()) // 5)
