"""The question kind `readiness`: is the body ready, on a condition, by a date, not, or later.

Each OWN sentence is cut into clauses; rules vote on clauses, the sentence's structure (conditions,
dates, denials) changes the votes, and `settle` makes one answer of them. The letter on paper
outranks the covering body; where they differ, a person must look.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from rules import phrases
from rules.document import Document, SegmentKind, Sentence
from rules.latin import in_cyrillic
from rules.model import (
    Circular,
    Doubt,
    Opinion,
    PartRole,
    Question,
    Readiness,
    ReadinessValue,
)
from rules.readiness import outdated
from rules.readiness.anchors import anchored
from rules.readiness.apart import of_another
from rules.readiness.asking import rhetorical
from rules.readiness.ballot import WHETHER
from rules.readiness.clauses import Statement
from rules.readiness.context import Context
from rules.readiness.days import Setting
from rules.readiness.double_denial import TWICE
from rules.readiness.limits import is_below, only_if, waits
from rules.readiness.matters import labels_another, of_its_day
from rules.readiness.sentences import in_question, lone_answer, read
from rules.readiness.settle import Finding, settle
from rules.readiness.tables import row
from rules.readiness.votes import VERDICTS, Says, Vote, of_sentence

__all__ = ["Says", "Vote", "answer", "votes"]


def answer(document: Document, question: Question, circular: Circular) -> Opinion:
    """The readiness that a mail states, with its evidence, and what is doubtful about it."""
    by_part: dict[str, list[Vote]] = {}
    for found in votes(document, question, circular):
        by_part.setdefault(found.sentence.part.name, []).append(found)
    roles = {part.name: part.role for part in document.mail.parts}
    taken_back = outdated.of_readiness(document)
    body = settle(
        [
            v
            for n, vs in by_part.items()
            if roles[n] is PartRole.BODY
            for v in vs
            if not (taken_back and v.rule == TWICE and taken_back.holds(v.evidence))
        ]
    )
    paper = settle([v for n, vs in by_part.items() if roles[n] is not PartRole.BODY for v in vs])
    if paper.votes and _firm(body) and taken_back:
        finding, doubts = body, body.doubts
    else:
        finding, doubts = _weigh(body, paper)
    if finding.value is ReadinessValue.UNSTATED:
        doubts += body.pending + paper.pending
    evidence = tuple(v.evidence for v in finding.votes)
    accounted = tuple(v.evidence for found in by_part.values() for v in found)
    return Opinion(Readiness(finding.value, finding.on, evidence), doubts, accounted)


def _weigh(body: Finding, paper: Finding) -> tuple[Finding, tuple[Doubt, ...]]:
    """The letter on paper outranks the covering body; where they differ, a person must look.

    A body that only promises the paper («ответ направим почтой») or names what is there says
    nothing against it.
    """
    if paper.value is ReadinessValue.UNSTATED:
        return body, body.doubts + paper.doubts
    covering = all(v.implied_topic or v.says in {Says.HAS, Says.WILL_HAVE} for v in body.votes)
    if covering and body.value in {ReadinessValue.DEFERRED, *_FROM_FACTS} and not _firm(body):
        return paper, paper.doubts
    doubts = body.doubts + paper.doubts
    if _firm(body) and not any(v.says in VERDICTS for v in paper.votes):
        differ = Doubt(
            "body_against_letter", "", tuple(v.evidence for v in body.votes + paper.votes)
        )
        return body, doubts if body.value is paper.value else (*doubts, differ)
    if body.value is ReadinessValue.UNSTATED or (body.value, body.on) == (paper.value, paper.on):
        return paper, doubts
    differ = Doubt("body_against_letter", "", tuple(v.evidence for v in body.votes + paper.votes))
    return paper, (*doubts, differ)


_FROM_FACTS = {ReadinessValue.READY, ReadinessValue.READY_BY, ReadinessValue.UNSTATED}


def _firm(finding: Finding) -> bool:
    """Whether the text says more than facts and promises of an answer."""
    return any(v.says in VERDICTS and v.says is not Says.DEFERRED for v in finding.votes)


_OF_READINESS = re.compile(r"готовн|готов[аоы]?\b|подключ", re.IGNORECASE)


def _of_readiness(question: str) -> bool:
    """Whether the words that a sentence answers ask of readiness."""
    return bool(question) and _OF_READINESS.search(question) is not None


MOST_CLAUSES = 800
"""So many clauses with something to say are read; a letter with more goes to a person."""


def votes(document: Document, question: Question, circular: Circular) -> Iterator[Vote]:
    """All votes of a mail's own sentences, in order: what `rules explain` shows."""
    book = phrases.load("readiness", circular.phrases)
    today = document.mail.date.date() if document.mail.date else None
    setting = Setting(today, circular, question.topic)
    bare = sum(len(s.tokens) for s in document.of(SegmentKind.OWN)) <= 4
    context = Context(bare=bare)
    read_so_far = heard = 0
    for sentence in document.sentences:
        found = Statement(sentence, book)
        if not context.enter(found):
            continue
        heard += 1
        context.asked |= context.turn and _of_readiness(document.question(sentence))
        alone = bare and not context.asked
        context.begins = heard < 3 and not context.is_under_way
        context.asked |= context.begins and lone_answer(found)
        own = _own_or_limit(found, setting, context)
        beside = context.elsewhere or labels_another(found)
        early = heard < 3 and not context.people
        for vote in own:
            dated = of_its_day(found, anchored(vote, found, context.above, setting))
            yield _placed(dated, beside=beside, alone=alone, early=early)
        context.affirmed = any(v.says in _LIMITED for v in own)
        context.said_yes |= any(v.says is Says.READY and not v.hedged for v in own)
        named = not {"ready", "readiness"}.isdisjoint(found.classes)
        context.leave(found, asks_itself=named and all(map(_only_names, own)))
        read_so_far += len(found.clauses) if found.matters else 0
        if read_so_far > MOST_CLAUSES:
            yield of_sentence(sentence, Says.UNCLEAR, "too_long")
            return


def _only_names(vote: Vote) -> bool:
    """Whether readiness is no more than named."""
    return vote.rule in {"mentioned", "readiness_noun", WHETHER} and vote.says not in VERDICTS


def _placed(vote: Vote, *, beside: bool, alone: bool, early: bool) -> Vote:
    """The vote as its place in the letter tells: beside another matter, alone, near the top."""
    unsure = beside or (alone and vote.rule == "short_answer" and not vote.on)
    if unsure and vote.says in VERDICTS:
        return vote.but(hedged=True, elsewhere=beside)
    if beside:
        return vote.but(elsewhere=True)
    return vote.but(early=True) if early and vote.says is Says.TERM else vote


def _own(found: Statement, setting: Setting, context: Context) -> Iterator[Vote]:
    """The votes of one of the sender's own sentences."""
    if found.is_question:
        yield from rhetorical(found) if found.meaning("rhetorical") else in_question(found, setting)
        return
    if context.heading:
        return
    if context.item:
        yield of_another(found)
        return
    cells = row(found.sentence, context.table, setting, partial(_heard, found.book, setting))
    if cells is not None:
        yield from cells
    elif context.asked or context.begins or found.matters or context.latin:
        bare = context.bare or context.begins
        heard = read(found, setting, asked=context.asked, bare=bare)
        if context.latin:
            heard = [*heard, *_in_cyrillic(found, setting)]
        yield from (_in_context(v, context) for v in heard)


_LIMITED = frozenset({Says.READY, Says.FUTURE, Says.HAS, Says.WILL_HAVE})


def _heard(book: phrases.PhraseBook, setting: Setting, cell: Sentence) -> list[Vote]:
    """What a cell under «Готовность» says, read as a sentence."""
    return read(Statement(cell, book), setting, asked=True)


def _own_or_limit(found: Statement, setting: Setting, context: Context) -> list[Vote]:
    """The votes of a sentence, or that it limits what the one above says («Но только если …»)."""
    near = context.affirmed or (context.said_yes and is_below(found, context.above))
    limit = only_if(found) if near else None
    limit = limit or (waits(found) if context.said_yes else None)
    return [limit] if limit else list(_own(found, setting, context))


def _in_cyrillic(found: Statement, setting: Setting) -> Iterator[Vote]:
    """What a sentence in Latin letters says; its evidence is the sentence as it was typed."""
    sentence = found.sentence
    for vote in read(Statement(in_cyrillic(sentence), found.book), setting):
        yield vote.but(sentence=sentence, start=sentence.start, end=sentence.end)


def _in_context(vote: Vote, context: Context) -> Vote:
    """An answer to a question of another readiness; a promise to name somebody."""
    if vote.rule == "short_answer" and not context.asked and context.of_a_person():
        return vote.but(says=Says.NOTHING, rule="ready_for_another_matter")
    if not vote.implied_topic or vote.says not in VERDICTS:
        return vote
    if context.beside:
        return vote.but(says=Says.NOTHING, rule="ready_for_another_matter")
    if context.people and vote.says is Says.DEFERRED and "по существу" not in vote.evidence.text:
        if vote.evidence.text.lower().startswith(("остальное", "прочее", "об остальном")):
            return vote.but(hedged=True)
        return vote.but(says=Says.NOTHING, rule="deferral_elsewhere")
    return vote
