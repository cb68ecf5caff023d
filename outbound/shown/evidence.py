"""The words that a reading relies on: apart from what shows them, which no service needs."""

from __future__ import annotations

from rules.model import Evidence, Readiness, Reading


def evidence_of(reading: Reading) -> list[Evidence]:
    """All evidence of a reading, each piece once: of the answers, of the kind and the recipient,
    of the doubts."""
    found: list[Evidence] = []
    for _, answer in reading.answers:
        found += answer.evidence
        if not isinstance(answer, Readiness):
            found += [e for nominee in answer.people for e in nominee.evidence]
    found += reading.evidence
    found += [e for doubt in reading.doubts for e in doubt.evidence]
    return list(dict.fromkeys(found))
