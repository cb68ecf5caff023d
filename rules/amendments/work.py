"""What is put together: a reading, the answers that stand, the doubts that come up."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from rules.model import (
    Answer,
    Circular,
    Doubt,
    Evidence,
    Nominees,
    Readiness,
    ReadinessValue,
    Reading,
    Remark,
    RemarkKind,
)


def says(answer: Answer) -> bool:
    if isinstance(answer, Readiness):
        return answer.value is not ReadinessValue.UNSTATED
    return bool(answer.people or answer.withdrawn or answer.declined or answer.later)


def is_firm(answer: Answer | None) -> bool:
    if isinstance(answer, Readiness):
        return answer.value not in (ReadinessValue.UNSTATED, ReadinessValue.DEFERRED)
    return answer is not None and bool(answer.people or answer.declined)


def bare(answer: Answer | None) -> Answer | None:
    if isinstance(answer, Nominees):
        people = tuple(dataclasses.replace(person, evidence=()) for person in answer.people)
        return dataclasses.replace(answer, people=people, evidence=())
    return None if answer is None else dataclasses.replace(answer, evidence=())


@dataclass
class Work:
    """One reading while it is put together with what stands."""

    reading: Reading
    standing: Mapping[str, Answer]
    circular: Circular
    doubts: list[Doubt] = field(default_factory=list)

    def remarks(self, *kinds: RemarkKind) -> list[Remark]:
        """The remarks of these kinds."""
        return [r for r in self.reading.remarks if r.kind in kinds]

    def doubt(self, detail: str, evidence: Sequence[Evidence] = (), name: str = "") -> None:
        """Put something before a person."""
        found = Doubt(name or "unclear_amendment", detail, tuple(evidence))
        if found not in self.doubts:
            self.doubts.append(found)
