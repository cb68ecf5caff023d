"""The way from a mail to its reading: which circular, what kind, who, which answers, what next."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache

from rules import (
    amendments,
    authenticity,
    clues,
    kind,
    machines,
    nominees,
    readiness,
    recipients,
    replies,
    residue,
    segments,
)
from rules import circulars as circular_rules
from rules.amendments import Found
from rules.circulars import Choice
from rules.document import Document, SegmentKind
from rules.kind import Classified
from rules.model import (
    Answer,
    Circular,
    Doubt,
    Kind,
    Mail,
    Nominees,
    Opinion,
    Question,
    Readiness,
    ReadinessValue,
    Reading,
    Reply,
    Thread,
)
from rules.recipients import Identity
from rules.relevance import Substance
from rules.residue import confirmed, firsthand

Opinions = tuple[tuple[str, Opinion], ...]
"""What each question's module found, under the question's key."""

QUESTION_KINDS: dict[str, Callable[[Document, Question, Circular], Opinion]] = {
    "readiness": readiness.answer,
    "nominee": nominees.answer,
}
"""The kinds of question a circular may ask: one module each."""


def read(
    mail: Mail, circulars: Sequence[Circular], threads: Mapping[str, Thread] | None = None
) -> Reading:
    """Read one mail against the open circulars.

    `threads` maps Message-IDs of our own letters to what they were about; the circular's own
    Message-IDs are known from `Circular.message_ids`. Never raises on any mail.
    """
    threads = threads or {}
    document = segments.document(mail, circulars)
    choice = circular_rules.choose(document, circulars, threads)
    found = amendments.find(document, threads)
    if found.rest and not found.is_all:
        document = segments.document(found.rest, circulars)
    opinions = cache(lambda: _opinions(document, choice.circular))
    told = cache(lambda: clues.gather(document, choice.circular) if choice.circular else ())
    what = kind.classify(
        document,
        choice.circular,
        thread=choice.thread,
        substance=lambda: _substance(opinions()),
        clues=told,
    )
    remarked = found.is_all and what.kind is Kind.UNRELATED
    if choice.circular is None or not (what.kind is Kind.REPLY or remarked):
        what = _doubted(what, document) if found.in_context else what
        return _other(_suspected(what, document, choice, told), choice)
    who = recipients.identify(document, choice.circular, threads, told())
    who = authenticity.heeded(who, mail, threads)
    if found.is_all:
        return _remarks_only(choice, what, who, found)
    sure = opinions()
    if not found.in_context:  # «Да» to a question of ours is an answer to that
        sure = confirmed.opinions(document, choice.circular, sure)
    return _with_remarks(_reply(document, choice, what, who, sure), what, found)


_CURT = 12


def _doubted(what: Classified, document: Document) -> Classified:
    """A few words in answer to our letter that seem a machine's by nothing but their sense
    («… у нас больше не работает»): a person looks."""
    words = sum(len(s.text.split()) for s in document.of(SegmentKind.OWN))
    sure = machines.has_auto_header(document.mail) or machines.says_auto(document)
    if what.kind is not Kind.AUTO_REPLY or sure or words > _CURT:
        return what
    return dataclasses.replace(what, doubts=(*what.doubts, Doubt("unsure_kind")))


_NO_REPLY = frozenset({Kind.UNRELATED, Kind.AUTO_REPLY, Kind.RECEIPT})


def _suspected(
    what: Classified, document: Document, choice: Choice, told: Callable[[], Sequence[clues.Clue]]
) -> Classified:
    """A mail of another kind from somebody we know in whose words an answer stands: a person
    looks. A standard's own report has none, nor has a copy of our letter."""
    circular = choice.circular
    if what.kind not in _NO_REPLY or what.doubts or circular is None or document.mail.report_type:
        return what
    if machines.sender(document.mail) in circular.own_addresses:
        return what
    machine = what.kind is not Kind.UNRELATED
    proven = clues.by_address(machines.sender(document.mail), circular) is not None
    hinted = machine and any(clue.weight >= clues.Weight.HINTED for clue in told())
    if not (choice.thread or proven or hinted):
        return what
    answer = next(firsthand.words(document, circular, machine=machine), None)
    if answer is None:
        return what
    return dataclasses.replace(what, doubts=(residue.doubt("unsure_kind", answer),))


def _remarks_only(choice: Choice, what: Classified, who: Identity, found: Found) -> Reading:
    """A mail that only remarks on our own letter: what it changes is known when it is recorded."""
    assert choice.circular
    sure = tuple(doubt for doubt in what.doubts if doubt.name != "unsure_kind")
    return Reading(
        kind=Kind.REPLY,
        circular=choice.circular.number,
        recipients=who.codes,
        doubts=_unique((*choice.doubts, *sure, *who.doubts)),
        reply=Reply.CONFIRM if found.remarks and what.answerable else Reply.NONE,
        evidence=(*choice.evidence, *what.evidence, *who.evidence),
        remarks=found.remarks,
        in_context=True,
    )


def _with_remarks(reading: Reading, what: Classified, found: Found) -> Reading:
    """The reading of the rest of a mail, with the remarks that were taken out of it."""
    if not found.in_context:
        return reading
    reply = reading.reply
    if found.remarks and what.answerable and reply is Reply.NONE:
        reply = Reply.CONFIRM
    return dataclasses.replace(reading, reply=reply, remarks=found.remarks, in_context=True)


def _opinions(document: Document, circular: Circular | None) -> Opinions:
    questions = circular.questions if circular else ()
    return tuple(
        (question.key, QUESTION_KINDS[question.kind](document, question, circular))
        for question in questions
        if circular
    )


def _substance(opinions: Opinions) -> Substance:
    answering = [opinion for _, opinion in opinions if _answers(opinion.answer)]
    firm = sum(not opinion.doubts for opinion in answering)
    promised = sum(_promises(opinion.answer) for _, opinion in opinions)
    people = any(isinstance(o.answer, Nominees) and o.answer.people for _, o in opinions)
    words = tuple(
        e for o in answering if isinstance(o.answer, Readiness) for e in o.answer.evidence
    )
    return Substance(len(answering), firm, promised, people, words)


def _promises(answer: Answer) -> bool:
    """Whether this only says that an answer will come."""
    if isinstance(answer, Readiness):
        return answer.value is ReadinessValue.DEFERRED
    return answer.later


def _answers(answer: Answer) -> bool:
    """Whether this says something; a promise to answer later does not."""
    if isinstance(answer, Readiness):
        return answer.value not in (ReadinessValue.UNSTATED, ReadinessValue.DEFERRED)
    return bool(answer.people or answer.declined or answer.withdrawn)


def _other(what: Classified, choice: Choice) -> Reading:
    """A mail that is no reply: a machine's, or about something else."""
    tied = choice.circular is not None and (choice.thread or what.kind is not Kind.UNRELATED)
    return Reading(
        kind=what.kind,
        circular=choice.circular.number if choice.circular and tied else None,
        bounced=what.bounced,
        doubts=_unique(what.doubts),
        reply=replies.choose(what, (), what.doubts, choice.circular),
        evidence=what.evidence,
    )


def _reply(
    document: Document, choice: Choice, what: Classified, who: Identity, opinions: Opinions
) -> Reading:
    assert choice.circular
    answers = tuple((key, opinion.answer) for key, opinion in opinions)
    doubts = _unique(
        (
            *choice.doubts,
            *what.doubts,
            *who.doubts,
            *_unread(document),
            *(doubt for _, opinion in opinions for doubt in opinion.doubts),
            *residue.doubts(document, choice.circular, [opinion for _, opinion in opinions]),
        )
    )
    return Reading(
        kind=what.kind,
        circular=choice.circular.number,
        recipients=who.codes,
        answers=answers,
        doubts=doubts,
        reply=replies.choose(what, answers, doubts, choice.circular),
        evidence=(*choice.evidence, *what.evidence, *who.evidence),
    )


def _unread(document: Document) -> Iterable[Doubt]:
    """What could not be read, and a mail without a word of the sender's own."""
    for problem in document.mail.problems:
        detail = f"{problem.part}: {problem.detail}" if problem.detail else problem.part
        yield Doubt(problem.name, detail)
    if segments.is_cut(document):
        yield Doubt("too_large", "прочитано только начало")
    own = document.of(SegmentKind.OWN, SegmentKind.SIGNATURE)
    if not document.mail.problems and not any(any(map(str.isalnum, s.text)) for s in own):
        yield Doubt("empty")


def _unique(doubts: Iterable[Doubt]) -> tuple[Doubt, ...]:
    """Each doubt once: of the same name and detail the first, with its evidence."""
    found: dict[tuple[str, str], Doubt] = {}
    for doubt in doubts:
        found.setdefault((doubt.name, doubt.detail), doubt)
    return tuple(found.values())
