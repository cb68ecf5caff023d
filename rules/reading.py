"""The way from a mail to its reading: which circular, what kind, who, which answers, what next."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from rules import circulars as circular_rules
from rules import kind, nominees, readiness, recipients, replies, segments
from rules.document import Document
from rules.model import (
    Circular,
    Doubt,
    Kind,
    Mail,
    Opinion,
    Question,
    Reading,
    Thread,
)

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
    circular = choice.circular
    what = kind.classify(document, circular)
    if circular is None or what.kind is not Kind.REPLY:
        return Reading(
            kind=what.kind,
            circular=circular.number if circular else None,
            bounced=what.bounced,
            doubts=what.doubts,
            reply=replies.choose(what, (), (), circular),
            evidence=what.evidence,
        )
    who = recipients.identify(document, circular, threads)
    opinions = [
        (question, QUESTION_KINDS[question.kind](document, question, circular))
        for question in circular.questions
    ]
    answers = tuple((question.key, opinion.answer) for question, opinion in opinions)
    doubts = (
        *what.doubts,
        *who.doubts,
        *(Doubt(p.name, f"{p.part}: {p.detail}" if p.detail else p.part) for p in mail.problems),
        *(doubt for _, opinion in opinions for doubt in opinion.doubts),
    )
    return Reading(
        kind=what.kind,
        circular=circular.number,
        recipients=who.codes,
        answers=answers,
        doubts=doubts,
        reply=replies.choose(what, answers, doubts, circular),
        evidence=(*what.evidence, *who.evidence),
    )
