"""What a reply says and no rule accounted for: the net below the questions' modules.

Every clause of the sender's own must be accounted for: some rule understood it, or it is harmless
by its sort (courtesy, a covering note, a request, a question, the past, another matter). What
remains is weighed against the answers: what could be an answer where none was found, or what could
change the one found (the opposite, a condition, a contrast, a correction), goes before a person.
The net knows sorts of words only and finds no answers, so that it fails apart from the rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rules import phrases
from rules.document import Document, SegmentKind, Sentence
from rules.model import (
    Answer,
    Circular,
    Doubt,
    Evidence,
    Nominees,
    Opinion,
    Readiness,
    ReadinessValue,
)
from rules.persons import Person, PersonKind
from rules.persons import find as find_persons
from rules.readiness.clauses import Clause, Statement

BOOK = "residue"
_DATE = re.compile(r"\d{1,2}\.\d{1,2}(?:\.\d{2,4})?|\d{1,2}-?го")
_YEAR = re.compile(r"\b((?:19|20)\d\d)(?:\s*г|-м|-го|-й)")
_CONTRASTS = frozenset({"но", "однако", "а", "зато", "хотя"})
_ASKING = frozenset(["ли", "где", "сколько", "куда", "кто", "какой", "какая", "какие", "какое", "почему", "зачем", "кому", "чей"])
_SHORT = 5


@dataclass(frozen=True)
class Rest:
    """A clause that nobody accounted for; `marks` are the sorts of its words."""

    clause: Clause
    marks: frozenset[str]
    beside: bool
    """Whether another clause of its sentence was accounted for."""

    def evidence(self) -> Evidence:
        """The words that are left over."""
        return self.clause.sentence.evidence("residue.clause", self.clause.start, self.clause.end)


def doubts(
    document: Document, circular: Circular, opinions: Sequence[Opinion]
) -> tuple[Doubt, ...]:
    """Doubts about what was said and nobody accounted for; none where a person looks anyway."""
    if any(opinion.doubts for opinion in opinions):
        return ()
    known = _known(opinions)
    statements = list(_own(document, circular, [o.answer for o in opinions]))
    rests = list(_rests(statements, known))
    found: list[Doubt] = []
    for opinion in opinions:
        answer = opinion.answer
        if isinstance(answer, Readiness):
            found += _of_readiness(answer, rests) or _of_manner(answer, statements)
        else:
            found += _of_nominees(answer, statements, known, rests)
    return tuple(found)


_Spans = dict[str, list[tuple[int, int]]]


def _known(opinions: Iterable[Opinion]) -> _Spans:
    """What the questions' modules understood, under the part's name."""
    spans: _Spans = {}
    for opinion in opinions:
        people = opinion.answer.people if isinstance(opinion.answer, Nominees) else ()
        of_people = (e for person in people for e in person.evidence)
        for e in (*opinion.answer.evidence, *opinion.accounted, *of_people):
            spans.setdefault(e.part, []).append((e.start, e.end))
    return spans


def _overlaps(spans: _Spans, part: str, start: int, end: int) -> bool:
    return any(first < end and start < last for first, last in spans.get(part, ()))


def _rests(statements: Iterable[Statement], known: _Spans) -> Iterator[Rest]:
    for statement in statements:
        part = statement.sentence.part.name
        taken = [_overlaps(known, part, c.start, c.end) for c in statement.clauses]
        for clause, is_taken in zip(statement.clauses, taken, strict=True):
            if not is_taken and not _ASKING & clause.forms:
                yield Rest(clause, _marks(clause, statement), any(taken))


def _own(document: Document, circular: Circular, answers: Sequence[Answer]) -> Iterator[Statement]:
    """The sender's own sentences that are not harmless by their sort."""
    book = phrases.load(BOOK, circular.phrases)
    for sentence in document.of(SegmentKind.OWN):
        if not sentence.text.rstrip().endswith("?"):
            statement = Statement(sentence, book)
            if any(_within(e, sentence) for a in answers for e in a.evidence) or not _is_harmless(
                statement, circular
            ):
                yield statement


def _is_harmless(statement: Statement, circular: Circular) -> bool:
    years = (int(y) for y in _YEAR.findall(statement.sentence.text))
    if any(y < circular.on.year for y in years) or "bygone" in statement.classes:
        return True
    if statement.meaning("request"):
        return "training" not in statement.classes
    return bool(statement.meaning("courtesy", "past"))


def _marks(clause: Clause, statement: Statement) -> frozenset[str]:
    marks = set(clause.classes)
    if _DATE.search(clause.sentence.part.text[clause.start : clause.end]):
        marks.add("when")
    if clause.opener in _CONTRASTS:
        marks.add("contrast")
    if _is_elliptical(clause):
        marks.add("short")
        marks |= statement.classes & {"elsewhere", "office"}
    return frozenset(marks)


def _is_elliptical(clause: Clause) -> bool:
    """Few words and none that names a matter of its own: «Да, ещё с пятницы», «НЕТ.»."""
    return len(clause.words) <= _SHORT and all(
        w.classes - {"ready"} or "noun" not in w.grammar or len(w.form) < 3 for w in clause.words
    )


def _of_readiness(answer: Readiness, rests: Iterable[Rest]) -> list[Doubt]:
    return [_doubt("weak_readiness", rest) for rest in rests if _bears(answer.value, rest)][:1]


def _of_manner(answer: Readiness, statements: Iterable[Statement]) -> list[Doubt]:
    """The answer's own sentence waits for something, denies twice, or is not meant seriously."""
    for statement in statements:
        if any(_within(e, statement.sentence) for e in answer.evidence) and _is_twisted(
            answer.value, statement
        ):
            text = statement.sentence.text
            return [
                Doubt(
                    "weak_readiness",
                    f"«{_short(text)}»",
                    (statement.sentence.evidence("residue.manner"),),
                )
            ]
    return []


_CONDITIONS = frozenset({"condition", "contrast", "negative", "part"})


def _within(evidence: Evidence, sentence: Sentence) -> bool:
    return evidence.part == sentence.part.name and sentence.start <= evidence.start < sentence.end


def _is_twisted(value: ReadinessValue, statement: Statement) -> bool:
    if statement.meaning("irony"):
        return True
    if value is ReadinessValue.READY:
        return bool(statement.meaning("waiting"))
    if value is ReadinessValue.CONDITIONAL:
        return not statement.meaning("waiting") and not statement.classes & _CONDITIONS
    negations = sum(t.text.lower() == "не" for t in statement.sentence.tokens)
    return value is ReadinessValue.NOT_READY and negations > 1 and "topic" in statement.classes


def _bears(value: ReadinessValue, rest: Rest) -> bool:
    if rest.marks & {"elsewhere", "office", "training"}:
        return False
    return any(
        wanted <= rest.marks and rest.marks.isdisjoint(unwanted)
        for wanted, unwanted in _BEARING[value]
    )


def _row(wanted: str, unwanted: str = "") -> tuple[frozenset[str], frozenset[str]]:
    return frozenset(wanted.split()), frozenset(unwanted.split())


_BEARING = {
    ReadinessValue.UNSTATED: [
        _row("topic"),
        _row("infra negative"),
        _row("infra positive"),
        _row("infra when"),
        _row("short positive"),
        _row("short negative"),
        _row("short when"),
    ],
    ReadinessValue.READY: [
        _row("topic negative"),
        _row("infra negative"),
        _row("topic condition"),
        _row("topic contrast"),
        _row("short negative"),
    ],
    ReadinessValue.NOT_READY: [
        _row("ready", "negative"),
        _row("topic future", "negative"),
        _row("topic when", "negative"),
        _row("contrast future", "negative"),
        _row("contrast positive", "negative"),
    ],
    ReadinessValue.DEFERRED: [_row("topic negative"), _row("topic positive")],
    ReadinessValue.CONDITIONAL: [_row("ready negative"), _row("ready positive", "condition")],
    ReadinessValue.READY_BY: [_row("ready")],
}
"""Which sorts of words in one left-over clause could change which answer (with, and without)."""


def _of_nominees(
    answer: Nominees, statements: Iterable[Statement], known: _Spans, rests: Iterable[Rest]
) -> list[Doubt]:
    answered = bool(answer.people or answer.declined or answer.later or answer.withdrawn)
    found = [
        Doubt("weak_nominee", f"«{_short(e.text)}»", (e,))
        for statement in statements
        for e in _strangers(statement, known, answered=answered)
    ]
    if not answered:
        found += [_doubt("weak_nominee", r) for r in rests if "training" in r.marks]
    return found[:1]


_FULL = frozenset({PersonKind.FULL, PersonKind.SHORT, PersonKind.INITIALS, PersonKind.GIVEN})


def _strangers(statement: Statement, known: _Spans, *, answered: bool) -> Iterator[Evidence]:
    """People in the sender's own words whose role nobody knows."""
    sentence = statement.sentence
    training = "training" in statement.classes
    if answered and not training and _is_elsewhere(statement):
        return
    for person in find_persons(sentence.part.text, sentence.start, sentence.end):
        if person.kind not in _FULL or (
            answered and not training and _is_signer(statement, person)
        ):
            continue
        if _overlaps(known, sentence.part.name, person.start, person.end) and (
            answered or not training
        ):
            continue
        yield sentence.evidence("residue.person", person.start, person.end)


def _is_elsewhere(statement: Statement) -> bool:
    """Whether the sentence is about offices or other matters, and so are its people."""
    return bool(statement.classes & {"official", "elsewhere", "office"})


def _is_signer(statement: Statement, person: Person) -> bool:
    """Initials are how officials are named: beside another verb, or alone with a number."""
    if person.kind is PersonKind.FULL:
        return False
    words = [w for c in statement.clauses for w in c.words]
    if any({"finite", "short"} & w.grammar for w in words):
        return True
    text = statement.sentence.part.text
    first = not text[statement.sentence.start : person.start].strip(" -–—•*")
    rest = text[person.end : statement.sentence.end]
    return first and not any(letter.isalpha() for letter in rest)


def _doubt(name: str, rest: Rest) -> Doubt:
    evidence = rest.evidence()
    return Doubt(name, f"«{_short(evidence.text)}»", (evidence,))


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 120 else flat[:119] + "…"
