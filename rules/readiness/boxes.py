"""What a form offers: «(да/нет/частично)», «[x] да  [ ] нет», «☒ готовы ☐ не готовы»."""

from __future__ import annotations

import re
from functools import lru_cache

_CHOSEN = r"\[\s?[xхvчу+*✓✔√ХVX]\s?\]|\(\s?[xхv+*✓✔√ХVX]\s?\)|[☒☑✓✔]"
_EMPTY = r"\[\s{0,3}\]|\(\s{0,3}\)|[☐□]|\[_{1,3}\]"
_BOX = re.compile(rf"(?P<chosen>{_CHOSEN})|(?P<empty>{_EMPTY})")
_WAYS = (
    r"(?:не\s+|в\s+)?(?:да|нет|готов\w*|частичн\w*|имеется|отсутствует|есть|работе|подключен\w*)"
    r"(?:\s+(?:частично|полностью))?"
)
_OFFERED = re.compile(
    rf"\(\s*{_WAYS}(?:\s*[/|;]\s*{_WAYS})+\s*\)|\(\s*{_WAYS}(?:(?:\s*,|\s+или)\s+{_WAYS})+\s*\)(?=\s*[:?–—\t-])"
    r"|\b(?:да|есть|имеется)\s*/\s*(?:нет|отсутствует)\b",
    re.IGNORECASE,
)


def unsaid(text: str) -> tuple[tuple[int, int], ...]:
    """Stretches of a line that a form offers and nobody chose."""
    offered = [found.span() for found in _OFFERED.finditer(text)] if _MARKS.search(text) else []
    return (*offered, *unchosen(text)) if offered or _BOX.search(text) else ()


_MARKS = re.compile(r"[/|;]|\([^()]*(?:,|\bили\b)")


@lru_cache(maxsize=256)
def unchosen(text: str) -> tuple[tuple[int, int], ...]:
    """Stretches of a line that were not chosen, and the boxes themselves; () if it has no boxes.

    The choice stands behind its box, or before it if the line ends with a box.
    """
    boxes = list(_BOX.finditer(text))
    if len(boxes) < 2 or not any(box["empty"] for box in boxes):
        return ()
    behind = bool(text[boxes[-1].end() :].strip(" .;,\t\n"))
    dropped = []
    for at, box in enumerate(boxes):
        if behind:
            end = boxes[at + 1].start() if at + 1 < len(boxes) else len(text)
            start, end = box.start(), end if box["empty"] else box.end()
        else:
            start = boxes[at - 1].end() if at else text.rfind(":", 0, box.start()) + 1
            start, end = (start if box["empty"] else box.start()), box.end()
        dropped.append((start, end))
    return tuple(dropped)
