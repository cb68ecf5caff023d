"""Why a mail was read as it was: sentence by sentence, what each rule voted and what won.

Plain data; the command line prints it. The normal path pays nothing for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rules import readiness, segments
from rules.document import Document, SegmentKind, Sentence
from rules.model import Circular, Doubt, Evidence, Kind, Mail, Opinion, Reading


@dataclass(frozen=True, slots=True)
class Ballot:
    """One rule's vote on a stretch of text: what it says is an answer, a kind of mail, a recipient,
    or the name of a doubt. `won` tells that the reading relies on it."""

    rule: str
    says: str
    start: int
    end: int
    text: str
    won: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence of the mail, whose words it is, and the votes on it (offsets into the part)."""

    part: str
    kind: SegmentKind
    start: int
    end: int
    text: str
    ballots: tuple[Ballot, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """The lines of a mail in order, each question's answer as text, and the doubts: of kind and
    sender, of each question, and of what nobody accounted for (`rules.residue`)."""

    lines: tuple[Line, ...]
    answers: tuple[tuple[str, str], ...]
    doubts: tuple[Doubt, ...]
    kind: Kind = Kind.REPLY
    recipients: tuple[str, ...] = ()


def explain(mail: Mail, circular: Circular) -> Explanation:
    """Read a mail against one circular and tell what each rule said."""
    from rules.reading import QUESTION_KINDS, read  # not on the normal path

    reading = read(mail, [circular])
    document = segments.document(mail, [circular])
    opinions = [
        (question, QUESTION_KINDS[question.kind](document, question, circular))
        for question in circular.questions
    ]
    relied = {e for _, opinion in opinions for e in _relied(opinion)}
    cast = [v.evidence for v in _votes(document, circular)]
    says = {v.evidence: str(v.says.value) for v in _votes(document, circular)}
    others = _of_reading(reading)
    says = {**others, **says}
    relied |= set(reading.evidence)
    extra = sorted({*relied, *others} - set(cast), key=lambda e: (e.part, e.start))
    lines = tuple(_line(s, [*cast, *extra], says, relied) for s in document.sentences)
    return Explanation(
        lines,
        tuple((question.key, _told(opinion)) for question, opinion in opinions),
        reading.doubts,
        reading.kind,
        reading.recipients,
    )


def _of_reading(reading: Reading) -> dict[Evidence, str]:
    """What the words say that kind, sender and doubts rest on."""
    codes = ", ".join(reading.recipients)
    found = {
        e: codes if e.rule.startswith("recipient.") else str(reading.kind.value)
        for e in reading.evidence
    }
    doubted = {e: f"? {d.name}" for d in reading.doubts for e in d.evidence}
    return {**found, **doubted}


def _votes(document: Document, circular: Circular) -> Iterable[readiness.Vote]:
    for question in circular.questions:
        if question.kind == "readiness":
            yield from readiness.votes(document, question, circular)


def _relied(opinion: Opinion) -> Iterable[Evidence]:
    yield from opinion.answer.evidence
    for person in getattr(opinion.answer, "people", ()):
        yield from person.evidence


def _line(
    sentence: Sentence, cast: Sequence[Evidence], says: dict[Evidence, str], relied: set[Evidence]
) -> Line:
    ballots = tuple(
        Ballot(e.rule, says.get(e, ""), e.start, e.end, e.text, e in relied)
        for e in cast
        if e.part == sentence.part.name and sentence.start <= e.start < sentence.end
    )
    kind = sentence.segment.kind
    part = sentence.part.name
    return Line(part, kind, sentence.start, sentence.end, sentence.text, ballots)


def _told(opinion: Opinion) -> str:
    answer = opinion.answer
    value = getattr(answer, "value", None)
    if value is not None:
        by = getattr(answer, "by", None)
        return f"{value.value} {by.isoformat()}" if by else str(value.value)
    return "; ".join(person.name for person in getattr(answer, "people", ()))
