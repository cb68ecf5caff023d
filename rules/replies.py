"""Which letter follows from a reading: one table."""

from __future__ import annotations

from collections.abc import Sequence

from rules.kind import Classified
from rules.model import (
    Answer,
    Circular,
    Doubt,
    Kind,
    Nominees,
    Readiness,
    ReadinessValue,
    Reply,
)

_OPEN = {ReadinessValue.UNSTATED, ReadinessValue.DEFERRED}


def choose(
    what: Classified,
    answers: Sequence[tuple[str, Answer]],
    doubts: Sequence[Doubt],
    circular: Circular | None,
) -> Reply:
    """The letter this reading calls for."""
    if what.kind is not Kind.REPLY or not what.answerable or circular is None:
        return Reply.NONE
    if doubts:
        return Reply.ACKNOWLEDGE
    if what.small_talk and all(map(_is_missing, (answer for _, answer in answers))):
        return Reply.NONE
    required = {question.key for question in circular.questions if question.required}
    if any(key in required and _is_missing(answer) for key, answer in answers):
        return Reply.CLARIFY
    return Reply.CONFIRM


def _is_missing(answer: Answer) -> bool:
    if isinstance(answer, Readiness):
        return answer.value in _OPEN
    return isinstance(answer, Nominees) and not answer.people and not answer.declined
