"""An answer that stands in an attached letter, which the covering mail takes back («во вложении
черновик», «прицепился не тот файл») and says nothing in its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rules.document import Document
from rules.model import Doubt, Evidence, Opinion, PartRole, Readiness
from rules.readiness.outdated import Fault, told
from rules.residue.leftovers import doubt


def doubts(document: Document, opinions: Sequence[Opinion]) -> Iterator[Doubt]:
    """At most one for each answer that is taken from an attachment."""
    papers = {p.name for p in document.mail.parts if p.role is not PartRole.BODY}
    if not papers:
        return
    for opinion in opinions:
        of_readiness = isinstance(opinion.answer, Readiness)
        if not any(e.part in papers for e in _relied_on(opinion)):
            continue
        faults = set(Fault) - {Fault.OF_PEOPLE if of_readiness else Fault.OF_READINESS}
        words = told(document, *faults)
        if words:
            name = "body_against_letter" if of_readiness else "weak_nominee"
            yield doubt(name, words.evidence("residue.paper_taken_back"))


def _relied_on(opinion: Opinion) -> tuple[Evidence, ...]:
    if isinstance(opinion.answer, Readiness):
        return opinion.answer.evidence
    return tuple(e for person in opinion.answer.people for e in person.evidence)
