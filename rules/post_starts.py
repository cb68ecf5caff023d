"""Where a post may begin in a text: behind the number of an item, or with a capital of its own."""

from __future__ import annotations

import re

MARK = re.compile(r"(?:\(?(?:\d{1,2}|[а-я])[.)]|\()(?=[^\W\d_]{2})")
"""«(главный», «1.инженер», «(2)архивист»: a bracket or a number before a post."""
_NEW_ITEM = re.compile(
    r"(?:(?:\A|[\s;,])\(?(?:\d{1,2}|[а-я])[.)]|(?:\d|@[\w.-]{3,40})\)?\s*[,;]?(?:\s*(?:и|а\s+также|также))?|;|\s[–—])\s*\Z"
)
"""Behind the number of an item, or behind the telephone of the one before."""


def begins(text: str, at: int) -> bool:
    """Whether a capital here is only that of the beginning of a sentence, line, item or cell."""
    if _NEW_ITEM.search(text[max(0, at - 60) : at]):
        return True
    return (
        at == 0
        or text[:at].rstrip(' «"*•–—-').endswith(("\n", "\t", ".", ":", "!", "?", "\u2028"))
        or not text[max(0, at - 40) : at].strip(' \n«"*•–—-1234567890).')
        or text[at : at + 12].isupper()
    )
