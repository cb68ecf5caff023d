"""Whom a paper names that sends him: «по учёбе подписано распоряжение на инженера Зуева»."""

from __future__ import annotations

import re

from rules.nominees.lines import Line, Mention, Role

_PAPER_ON = re.compile(
    r"\b(?:приказ|распоряжени|командиров|направлени|заявк|заявлени|анкет|пут[её]вк|удостоверени|бумаг|документ)"
    r"\w*\b[^.;:!?]{0,80}\b(?P<on>на|в\s+отношении)\s+(?:[\w-]+\s+){0,6}$",
    re.IGNORECASE,
)
_DENIED = re.compile(r"\b(?:не|нет)\b")


def name(mention: Mention, line: Line) -> bool:
    """Nominate whoever stands in the accusative behind a paper on him, beside the training, or in
    the genitive behind «в отношении»."""
    if mention.role is not Role.UNKNOWN or not line.training or mention.case == "nomn":
        return False
    found = _PAPER_ON.search(line.lead(mention))
    if found is None or _DENIED.search(line.text):
        return False
    case = "accs" if found["on"].lower() == "на" else "gent"
    if not mention.may_be(case):
        return False
    start = line.sentence.start + found.start()
    made = line.sentence.evidence("nominee.paper_on", start, mention.person.start)
    mention.settle(Role.NOMINATED, "paper_on", made)
    mention.cases = frozenset({case})
    return True
