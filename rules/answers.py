"""What can be said of an answer, whatever it was read from."""

from __future__ import annotations

import dataclasses
from typing import overload

from rules.model import Answer, Nominees, Readiness, ReadinessValue


def says_something(answer: Answer) -> bool:
    """Whether an answer tells anything, so that it may supersede an earlier one."""
    if isinstance(answer, Readiness):
        return answer.value is not ReadinessValue.UNSTATED
    return bool(answer.people or answer.withdrawn or answer.declined or answer.later)


def is_firm(answer: Answer | None) -> bool:
    """Whether an answer tells what is so, not only that it will be told."""
    if isinstance(answer, Readiness):
        return answer.value not in (ReadinessValue.UNSTATED, ReadinessValue.DEFERRED)
    return answer is not None and bool(answer.people or answer.declined)


@overload
def bare(answer: Answer) -> Answer: ...
@overload
def bare(answer: Answer | None) -> Answer | None: ...
def bare(answer: Answer | None) -> Answer | None:
    """An answer without its evidence: what it says, not where."""
    if isinstance(answer, Nominees):
        people = tuple(dataclasses.replace(person, evidence=()) for person in answer.people)
        return dataclasses.replace(answer, people=people, evidence=())
    return None if answer is None else dataclasses.replace(answer, evidence=())
