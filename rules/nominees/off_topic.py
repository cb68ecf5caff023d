"""Words of sending that send, give or decide something else than people to the training."""

from __future__ import annotations

import re

from rules.nominees import government, grammar
from rules.nominees.lines import Line
from rules.phrases import Match


def is_off_topic(cue: Match, line: Line, context: bool) -> bool:
    """Whether the verb sends, gives or decides something else than people to the training."""
    means = cue.phrase.means
    if _INTO_BODY.match(line.sentence.part.text, cue.end, line.sentence.end):
        return True
    if means == "send":
        return not (line.training or context)
    if context and line.has("former_next", "withdraw_next"):
        behind = line.sentence.part.text[cue.end : cue.end + 40]
        if government.governs_person(cue, line) or _NEW.match(behind):
            return False  # «вместо Пастуховой просим учесть Рябову»
    if context and line.has("nominate") and government.governs_person(cue, line):
        return False  # «обсуждали кандидатуру Пастуховой, но утвердили Рябову»
    if context and cue.phrase.name == "place_for" and government.is_given_to(cue, line):
        return False  # «дополнительное место предоставляем Сидоровой»
    return means == "send_training" and not (line.training and grammar.near_training(cue, line))


_INTO_BODY = re.compile(
    r"\s+(?:в\s+состав|в|членом|депутатом|председател\w+)\s+(?:[\w-]+\s+){0,3}(?:комисси|совет|дум[ыу]|штаб)",
    re.IGNORECASE,
)
"""«избрана в состав избирательной комиссии»."""
_NEW = re.compile(r"\s+(?:нов\w+|друг\w+|следующ\w+)(?:\s+\w+)?\s*[:–—-]", re.IGNORECASE)
