"""The standing answers, changed part by part by a later mail of the same recipient."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final

from rules.amendments.people import DETAILS, nominees
from rules.amendments.work import Work
from rules.answers import bare, is_firm, says_something
from rules.model import (
    Answer,
    Circular,
    Doubt,
    Kind,
    Nominees,
    Readiness,
    ReadinessValue,
    Reading,
    Remark,
    RemarkKind,
    Reply,
)


def amended(reading: Reading, standing: Mapping[str, Answer], circular: Circular) -> Reading:
    """The reading of a recipient's mail in the light of its answers that stood when it came, by
    question's key. What the mail does not touch stays; what fits nothing is a doubt."""
    if reading.kind is not Kind.REPLY or not (standing or reading.remarks):
        return reading
    work = Work(reading, standing, circular)
    answers = tuple((key, _answer(work, key, answer)) for key, answer in _asked(reading, circular))
    _judge(work, answers)
    if not reading.remarks and not work.doubts:
        return dataclasses.replace(reading, answers=answers)
    doubts = (*reading.doubts, *work.doubts)
    reply = _reply(reading, work, answers, doubts)
    return dataclasses.replace(reading, answers=answers, doubts=doubts, reply=reply)


def _asked(reading: Reading, circular: Circular) -> Iterator[tuple[str, Answer]]:
    """The reading's answer to each question, an empty one where remarks were all."""
    given = dict(reading.answers)
    for question in circular.questions:
        empty: Answer = Nominees()
        if question.kind == "readiness":
            empty = Readiness(ReadinessValue.UNSTATED)
        yield question.key, given.get(question.key, empty)


def _reply(
    reading: Reading, work: Work, answers: Sequence[tuple[str, Answer]], doubts: Sequence[Doubt]
) -> Reply:
    """The letter that follows: none where nothing changed."""
    if reading.reply is Reply.NONE:
        return Reply.NONE
    if doubts:
        return Reply.ACKNOWLEDGE
    said = {key: answer for key, answer in answers if says_something(answer)}
    if not said:
        return Reply.NONE if _is_remark_only(reading) else reading.reply
    known = {**work.standing, **said}
    required = [q.key for q in work.circular.questions if q.required]
    return Reply.CONFIRM if all(is_firm(known.get(k)) for k in required) else Reply.CLARIFY


def _is_remark_only(reading: Reading) -> bool:
    return any(r.kind is not RemarkKind.ASKS for r in reading.remarks)


def _answer(work: Work, key: str, given: Answer) -> Answer:
    """The mail's answer to a question, with what it leaves of the one that stands."""
    before = work.standing.get(key)
    if isinstance(given, Readiness):
        return _readiness(work, given, before if isinstance(before, Readiness) else None)
    return nominees(work, key, given, before if isinstance(before, Nominees) else None)


def _judge(work: Work, answers: Sequence[tuple[str, Answer]]) -> None:
    """Doubts about the whole: a correction announced and not made, «верно» and yet other."""
    changed = any(
        says_something(a) and bare(a) != bare(work.standing.get(key)) for key, a in answers
    )
    wrong, right = work.remarks(RemarkKind.WRONG), work.remarks(RemarkKind.RIGHT)
    if wrong and not changed:
        work.doubt("сказано, что есть ошибка, но не сказано какая", wrong[0].evidence)
    corrected = work.remarks(*DETAILS, RemarkKind.DATE, RemarkKind.ADDS, RemarkKind.REPLACES)
    if right and not wrong and not corrected and changed and _contradicts(work, answers):
        work.doubt("сказано «верно», но сведения другие", right[0].evidence)
    for remark in work.remarks(RemarkKind.ASKS):
        work.doubt("", remark.evidence, name="asks_us")
    silent = not any(says_something(answer) for _, answer in answers)
    for remark in work.remarks(RemarkKind.UNREAD):
        # What is repeated as it stands needs nobody, unless something is denied beside it.
        unread = not changed and (remark.value or silent)
        if unread and not work.reading.doubts and not work.doubts:
            work.doubt("ответ на наше письмо не понят", remark.evidence)


def _contradicts(work: Work, answers: Sequence[tuple[str, Answer]]) -> bool:
    """Whether something that stood is said otherwise; what was missing may well be added."""
    return any(
        says_something(a) and is_firm(before := work.standing.get(key)) and bare(a) != bare(before)
        for key, a in answers
    )


def _readiness(work: Work, given: Readiness, before: Readiness | None) -> Answer:
    if given.value is ReadinessValue.DEFERRED and is_firm(before):
        given = Readiness(ReadinessValue.UNSTATED)  # what was said stays until it is unsaid
    dates = work.remarks(RemarkKind.DATE)
    if not dates:
        return given
    remark = dates[-1]
    if says_something(given) or before is None or before.by is None or len(dates) > 1:
        work.doubt(f"срок «{remark.value}»", remark.evidence)
        return given
    by = _moved(before.by, remark, work.circular)
    if by is None:
        work.doubt(f"срок «{remark.value}» вместо «{remark.instead_of}»", remark.evidence)
        return given
    return dataclasses.replace(before, by=by, evidence=remark.evidence)


_SAID_DATE: Final = re.compile(r"(\d\d)(?:\.(\d\d))?(?:\.(\d{4}))?")


def _moved(by: date, remark: Remark, circular: Circular) -> date | None:
    """The new date: the month and year that are not said are those of the date that stood. None
    where the old date is not the one that stood, or the new one is no later day of a campaign."""
    if remark.instead_of and not _is(by, remark.instead_of):
        return None
    match = _SAID_DATE.fullmatch(remark.value)
    if match is None:
        return None
    day, month, year = (int(part) if part else None for part in match.groups())
    try:
        found = date(year or by.year, month or by.month, day or 1)
    except ValueError:
        return None
    if month is None and found < by:
        return None  # «не 25-го, а 5-го»: of this month or the next?
    return found if found >= circular.on else None


def _is(by: date, said: str) -> bool:
    return all(
        int(a) == b for a, b in zip(said.split("."), (by.day, by.month, by.year), strict=False)
    )
