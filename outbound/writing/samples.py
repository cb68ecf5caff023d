"""A letter of each kind on sample data: `check` composes them all to prove the templates."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Final

from intake.settings import Settings
from outbound.campaign import training
from outbound.campaign.dispatch import Sent
from outbound.campaign.occasions import Occasion, Topic
from outbound.campaign.reminders import Reminder
from outbound.office import Office
from outbound.overview import summary
from outbound.overview.facts import Check
from outbound.overview.health import Health
from outbound.overview.matrix import Line, Matrix, State
from outbound.review import notices
from outbound.running import wiring
from outbound.writing import compose, remind_compose
from outbound.writing.compose import Theirs, Understanding
from rules.campaign import Training
from rules.model import (
    Address,
    Answer,
    Circular,
    Nominee,
    Nominees,
    Readiness,
    ReadinessValue,
    Reply,
)

_NOW: Final = datetime(2011, 8, 22, 9, 0, tzinfo=UTC)
_SOMEBODY: Final = Address("Иванов Иван Иванович", "ivanov@rayon.example")
_THEIRS: Final = Theirs(_SOMEBODY, "Ответ на письмо", _NOW, "<1@rayon.example>", "", "")
_NOMINEE: Final = Nominee(
    "Петрова Анна Сергеевна", "главный специалист", "+78512000000", "petrova@rayon.example"
)


def letters(
    settings: Settings, folder: Path, circular: Circular
) -> Iterator[tuple[str, Callable[[], object]]]:
    """Pairs of a letter's name and a function that composes it. Raises nothing itself."""
    office = wiring.office(settings, [(folder, circular)])
    for purpose in (Reply.CONFIRM.value, Reply.CLARIFY.value, "corrected"):
        for about in (_full(circular), _partial(circular)):
            yield purpose, partial(compose.reply, purpose, office, _THEIRS, about, _NOW)
    yield "acknowledge", partial(compose.reply, "acknowledge", office, _THEIRS, None, _NOW)
    yield "circular", partial(compose.circular_letter, office, circular, _SOMEBODY, _NOW)
    yield "summary", partial(_summary, office, circular)
    for line in _lines(circular):
        yield "remind", partial(_reminder, office, circular, line)
    yield "escalate", partial(_escalation, office, circular)
    for name in ("notice", "unclear", "refused"):
        yield name, partial(_to_officer, office, circular, name)
    if circular.training is not None:
        yield "trainees", partial(_group, office, circular)
        yield "invite", partial(_invitation, office, circular, circular.training)


def answers(circular: Circular) -> dict[str, Answer]:
    """An answer to each question of the circular."""
    samples: dict[str, Answer] = {
        "readiness": Readiness(ReadinessValue.READY_BY, circular.deadline),
        "nominee": Nominees((_NOMINEE,)),
    }
    return {q.key: samples[q.kind] for q in circular.questions if q.kind in samples}


def _full(circular: Circular) -> Understanding:
    recipient = circular.recipients[0] if circular.recipients else None
    return Understanding(circular, recipient, answers(circular), {})


def _partial(circular: Circular) -> Understanding:
    given = answers(circular)
    first = dict(list(given.items())[:1])
    rest = {key: answer for key, answer in given.items() if key not in first}
    return Understanding(circular, None, first, rest)


def _lines(circular: Circular) -> tuple[Line, ...]:
    """A recipient that is silent, one that promised, one that answered in part."""
    if not circular.recipients:
        return ()
    recipient = circular.recipients[0]
    return (
        Line(recipient, State.ASKED, {}, (), None, None, True, "Позвонить: ответа нет"),
        Line(recipient, State.SETTLED, answers(circular), (), _NOW, _NOW, True, "Позвонить"),
        Line(recipient, State.PARTIAL, {}, (), _NOW, _NOW, False, "Дождаться"),
    )


def _reminder(office: Office, circular: Circular, line: Line) -> object:
    settled = line.state is State.SETTLED
    occasion = Occasion(Topic.PROMISE if settled else Topic.DEADLINE, circular.deadline, 1)
    due = Reminder(line, occasion, _SOMEBODY.address, "")
    return remind_compose.reminder(office, circular, due, _NOW)


def _escalation(office: Office, circular: Circular) -> object:
    sent = Sent((), frozenset())
    return remind_compose.escalation(
        office, circular, _lines(circular), sent, to=_SOMEBODY, now=_NOW
    )


def _group(office: Office, circular: Circular) -> object:
    found = Matrix(circular, _NOW, _lines(circular))
    return training.group_letter(office, found, _SOMEBODY, again=True)


def _invitation(office: Office, circular: Circular, classes: Training) -> object:
    return training.invitation(
        office, circular, classes, _NOMINEE, address=_SOMEBODY.address, now=_NOW
    )


def _to_officer(office: Office, circular: Circular, name: str) -> object:
    """A letter to an officer about a doubtful mail."""
    context = {
        "mail_id": 1, "received": "22.08.2011, 13:00", "their_sender": _SOMEBODY.address,
        "their_subject": "Ответ", "lines": ["Кто отвечает: не установлен"], "attached": True,
        "doubts": ["О готовности сказано неоднозначно."], "quotes": ["вроде готовы"],
        "stands": ["Специалист: Петрова Анна Сергеевна"],
        "expires": circular.deadline, "problems": ["«почти готовы»"], "understood": ["верно"],
        "reason": "срок ответа на уведомление истёк",
    }  # fmt: skip
    page = notices.Page(name, "Проверьте письмо № 1", context)
    return notices.to_officer(office, circular, _SOMEBODY.address, page, _NOW)


def _summary(office: Office, circular: Circular) -> object:
    check = Check(1, _NOW, "ivanov@rayon.example", "Ответ", ("О готовности сказано неоднозначно.",))
    lines = tuple(
        Line(r, State.SETTLED, answers(circular), (check,), _NOW, _NOW, True, "Позвонить: срок")
        for r in circular.recipients
    )
    health = Health(_NOW, {"read": 1}, {"sent": 1}, last_poll=_NOW)
    sample = summary.Summary(Matrix(circular, _NOW, lines, (check,)), health)
    return summary.letter(office, sample, _SOMEBODY)
