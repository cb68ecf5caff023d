"""Where every recipient stands: derived from rows each time, stored nowhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from sqlalchemy.orm import Session

from outbound.campaign.delivery import FATE_WORDS, Delivery, Fate
from outbound.overview.facts import Check, Facts, gather
from outbound.writing.russian import day_digits
from outbound.writing.wording import is_answered, is_settled, missing
from rules.model import (
    Answer,
    Circular,
    Nominee,
    Nominees,
    Readiness,
    ReadinessValue,
    Recipient,
)


class State(StrEnum):
    """The state of a recipient, from nothing done to nothing left to do."""

    NOT_ASKED = "not_asked"
    BOUNCED = "bounced"
    ASKED = "asked"
    PARTIAL = "partial"
    TO_CHECK = "to_check"
    SETTLED = "settled"


STATE_WORDS: Final[Mapping[State, str]] = {
    State.NOT_ASKED: "циркуляр не отправлен",
    State.BOUNCED: "письмо не доставлено",
    State.ASKED: "ответа нет",
    State.PARTIAL: "ответ неполный",
    State.TO_CHECK: "проверить",
    State.SETTLED: "ответ получен",
}

NOTHING = "—"
CALL = "Позвонить"
"""How everything begins that is to be done by telephone."""


@dataclass(frozen=True, slots=True)
class Line:
    """One recipient. Times are aware; `promised` is the date by which it said it would be ready;
    `overdue` says that the deadline, or the promise, has passed unanswered."""

    recipient: Recipient
    state: State
    answers: Mapping[str, Answer]
    checks: tuple[Check, ...]
    last_heard: datetime | None
    last_written: datetime | None
    overdue: bool
    to_do: str
    deliveries: tuple[Delivery, ...] = ()

    @property
    def state_words(self) -> str:
        """The state as a table shows it: «ответа нет, отправлено ещё раз, срок истёк»."""
        words = [STATE_WORDS[self.state]]
        if self.state is State.ASKED and len(self.deliveries) > 1:
            words.append("отправлено ещё раз")
        if self.overdue and not self.has_answered:
            words.append("срок истёк")
        return ", ".join(words)

    @property
    def returned(self) -> tuple[str, ...]:
        """What became of the circular where it did not simply arrive, a sentence each, as long as
        nothing was heard: «Вернулось: …», «Отправлено ещё раз 04.08 на …»."""
        troubled = any(one.is_lost or one.fate is Fate.DELAYED for one in self.deliveries)
        if not troubled or self.state not in (State.ASKED, State.BOUNCED):
            return ()
        return tuple(_became(one, again=n > 0) for n, one in enumerate(self.deliveries))

    @property
    def reason_to_call(self) -> str:
        """Why to call today, or "": «Ответа нет, срок истёк 25.08.2011»."""
        if not self.to_do.startswith(CALL):
            return ""
        reason = self.to_do.removeprefix(CALL).removeprefix(":").removeprefix(" и").strip()
        return reason[:1].upper() + reason[1:]

    @property
    def readiness(self) -> Readiness | None:
        """The standing answer on readiness."""
        return next((a for a in self.answers.values() if isinstance(a, Readiness)), None)

    @property
    def promised(self) -> date | None:
        """The date by which readiness was promised."""
        return self.readiness.by if self.readiness else None

    @property
    def nominees(self) -> tuple[Nominee, ...]:
        """The people who stand nominated."""
        return tuple(
            person for a in self.answers.values() if isinstance(a, Nominees) for person in a.people
        )

    @property
    def has_answered(self) -> bool:
        """Whether anything came, if only in part or still to be checked."""
        return self.state in (State.PARTIAL, State.TO_CHECK, State.SETTLED)

    @property
    def is_ready(self) -> bool:
        """Whether it is ready now."""
        return self.readiness is not None and self.readiness.value is ReadinessValue.READY

    @property
    def last_contact(self) -> datetime | None:
        """The last mail of theirs or letter of ours."""
        return max((t for t in (self.last_heard, self.last_written) if t), default=None)


def _became(one: Delivery, *, again: bool) -> str:
    """«Вернулось: lug@…: нет такого ящика»."""
    words = FATE_WORDS[one.fate]
    if again and one.fate is Fate.SENT:
        words = "отправлено ещё раз"
    told = f"{words}: {one.told}"
    return told[:1].upper() + told[1:]


@dataclass(frozen=True, slots=True)
class Matrix:
    """All recipients of a circular, in its order; `unplaced` are doubtful mails of nobody known."""

    circular: Circular
    at: datetime
    lines: tuple[Line, ...]
    unplaced: tuple[Check, ...] = ()

    @property
    def answered(self) -> int:
        """How many recipients have answered."""
        return sum(line.has_answered for line in self.lines)

    @property
    def ready(self) -> int:
        """How many are ready."""
        return sum(line.is_ready for line in self.lines)

    @property
    def returned(self) -> tuple[Line, ...]:
        """Whom the circular did not simply reach, and who has not answered yet."""
        return tuple(line for line in self.lines if line.returned)

    @property
    def overdue(self) -> int:
        """How many are late."""
        return sum(line.overdue for line in self.lines)

    @property
    def checks(self) -> tuple[Check, ...]:
        """Every mail that a person must look at, oldest first."""
        every = [*self.unplaced, *(check for line in self.lines for check in line.checks)]
        return tuple(sorted({c.mail_id: c for c in every}.values(), key=lambda c: c.mail_id))


def earlier(session: Session, circular: Circular, at: datetime) -> Matrix:
    """The state of each recipient as it was at a moment gone by."""
    return matrix(session, circular, at, until=at)


def matrix(
    session: Session, circular: Circular, now: datetime, until: datetime | None = None
) -> Matrix:
    """The state of each recipient at `now`, by the rows until then, or by all there are."""
    facts = gather(session, circular, now, until)
    lines = tuple(_line(recipient, facts) for recipient in circular.recipients)
    known = {recipient.code for recipient in circular.recipients}
    unplaced = tuple(
        c for code, checks in facts.checks.items() if code not in known for c in checks
    )
    return Matrix(circular, now, lines, unplaced)


def _line(recipient: Recipient, facts: Facts) -> Line:
    code = recipient.code
    answers = facts.answers.get(code, {})
    checks = tuple(facts.checks.get(code, ()))
    state = _state(code, facts, answers, checks)
    overdue = _overdue(state, facts, answers)
    return Line(
        recipient=recipient,
        state=state,
        answers=answers,
        checks=checks,
        last_heard=facts.heard.get(code),
        last_written=facts.written.get(code),
        overdue=overdue,
        to_do=_to_do(state, facts, code, answers, checks),
        deliveries=facts.deliveries.get(code, ()),
    )


def _state(
    code: str, facts: Facts, answers: Mapping[str, Answer], checks: tuple[Check, ...]
) -> State:
    if checks:
        return State.TO_CHECK
    if any(is_answered(answer) for answer in answers.values()):
        return State.PARTIAL if _lacking(facts.circular, answers) else State.SETTLED
    if code in facts.heard:
        return State.PARTIAL
    if code in facts.undelivered:
        return State.BOUNCED
    return State.ASKED if code in facts.asked else State.NOT_ASKED


def _lacking(circular: Circular, answers: Mapping[str, Answer]) -> bool:
    return any(q.required and not is_settled(answers.get(q.key)) for q in circular.questions)


def _broken_promise(facts: Facts, answers: Mapping[str, Answer]) -> date | None:
    """The promised date that has passed while readiness was not reported."""
    for answer in answers.values():
        if isinstance(answer, Readiness) and answer.by and answer.by < facts.today:
            return answer.by
    return None


def _overdue(state: State, facts: Facts, answers: Mapping[str, Answer]) -> bool:
    if _broken_promise(facts, answers):
        return True
    open_states = (State.NOT_ASKED, State.BOUNCED, State.ASKED, State.PARTIAL)
    return state in open_states and facts.today > facts.circular.deadline


def _to_do(
    state: State, facts: Facts, code: str, answers: Mapping[str, Answer], checks: tuple[Check, ...]
) -> str:
    match state:
        case State.TO_CHECK:
            return f"Проверить письмо № {checks[0].mail_id}: {checks[0].reasons[0]}"
        case State.BOUNCED:
            words = f"{CALL} и узнать верный адрес: {facts.undelivered[code]}"
        case State.NOT_ASKED:
            words = "Отправить циркуляр"
        case State.ASKED:
            words = _to_do_when_silent(facts)
        case State.PARTIAL:
            lacking = "; ".join(q.missing for q in missing(facts.circular, answers))
            late = facts.today > facts.circular.deadline
            words = f"{CALL} и запросить: {lacking}" if late else f"Дождаться: {lacking}"
        case State.SETTLED:
            words = _to_do_when_settled(facts, answers)
    return words


def _to_do_when_silent(facts: Facts) -> str:
    deadline = facts.circular.deadline
    if facts.today > deadline:
        return f"{CALL}: ответа нет, срок истёк {day_digits(deadline)}"
    if (deadline - facts.today).days <= 1:
        return f"{CALL}: ответа нет, срок {day_digits(deadline)}"
    return NOTHING


def _to_do_when_settled(facts: Facts, answers: Mapping[str, Answer]) -> str:
    if by := _broken_promise(facts, answers):
        return f"{CALL}: готовность обещана к {day_digits(by)}, подтверждения нет"
    values = {a.value for a in answers.values() if isinstance(a, Readiness)}
    if ReadinessValue.NOT_READY in values:
        return "Выяснить причину: готовность отсутствует"
    if ReadinessValue.CONDITIONAL in values:
        return "Выяснить, чего не хватает для готовности"
    return NOTHING
