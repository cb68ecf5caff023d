"""Boxes of a questionnaire: «[x] да  [ ] нет», «☒ готовы ☐ не готовы», «да (V) нет ( )»."""

from __future__ import annotations

import re
from functools import lru_cache

_CHOSEN = r"\[\s?[xхvчу+*✓✔√ХVX]\s?\]|\(\s?[xхv+*✓✔√ХVX]\s?\)|[☒☑✓✔]"
_EMPTY = r"\[\s{0,3}\]|\(\s{0,3}\)|[☐□]|\[_{1,3}\]"
_BOX = re.compile(rf"(?P<chosen>{_CHOSEN})|(?P<empty>{_EMPTY})")


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
