"""What is put together: a reading, the answers that stand, the doubts that come up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from rules.model import (
    Answer,
    Circular,
    Doubt,
    Evidence,
    Reading,
    Remark,
    RemarkKind,
)


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
