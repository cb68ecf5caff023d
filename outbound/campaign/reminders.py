"""Reminders to recipients and the last escalation to the officers: due by rows and the clock.

Nothing is remembered apart from the letters themselves: whether an occasion was used is asked of
the outbox, whether it is still needed is asked of the matrix, when the letter is made and again
when it is sent.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from intake.store.schema import AnswerRow, Letter, MailRow
from outbound.campaign.dispatch import Sent, sent
from outbound.campaign.occasions import Occasion, current, escalation_day, has_come
from outbound.campaign.workdays import is_workday
from outbound.office import Office, zone
from outbound.overview.matrix import Line, Matrix, State, matrix
from outbound.sending.rows import added, row_of
from outbound.writing import remind_compose
from outbound.writing.message import AddressError
from rules.model import Address, Circular, Recipient

log = logging.getLogger(__name__)

PURPOSE = "remind"
ESCALATION = "escalate"


@dataclass(frozen=True, slots=True)
class Reminder:
    """A reminder that is due: to whom, why, and the Message-ID of the circular's letter to them
    ("" if unknown)."""

    line: Line
    occasion: Occasion
    address: str
    circular_id: str


def is_time(circular: Circular, now: datetime) -> bool:
    """Whether reminders may leave now: a working day, and not before the hour."""
    local = now.astimezone(zone(circular))
    when = circular.reminders
    return when is not None and is_workday(local.date()) and local.time() >= when.at


def unread(session: Session) -> bool:
    """Whether mails wait to be read: one of them may be the answer."""
    return session.scalar(select(MailRow.id).where(MailRow.state == "stored").limit(1)) is not None


def due(
    session: Session, office: Office, circular: Circular, now: datetime
) -> tuple[Reminder, ...]:
    """Who is to be reminded now: at most one letter of ours a recipient and day, and one an
    occasion."""
    if not is_time(circular, now) or unread(session):
        return ()
    letters = sent(session, circular)
    today = now.astimezone(zone(circular)).date()
    written = _written_to(session, circular, today)
    found = (
        _due_for(line, letters, office, circular, today)
        for line in matrix(session, circular, now).lines
        if line.recipient.code not in written
    )
    return tuple(reminder for reminder in found if reminder is not None)


def _due_for(
    line: Line, letters: Sent, office: Office, circular: Circular, today: date
) -> Reminder | None:
    occasion = current(line, circular, today)
    address = _address(line.recipient, letters.refusing | office.own_addresses)
    if occasion is None or not address:
        return None
    here = zone(circular)
    to_them = list(letters.to(line.recipient))
    reminded = [
        letter.created_at.astimezone(here).date() for letter in to_them if letter.purpose == PURPOSE
    ]
    heard = line.last_heard.astimezone(here).date() if line.last_heard else date.min
    since = max(*reminded, heard, _asked_on(circular, to_them), date.min)
    if since >= occasion.day:
        return None
    return Reminder(line, occasion, address, _circular_id(circular, to_them))


def _written_to(session: Session, circular: Circular, today: date) -> set[str | None]:
    """Who gets a letter of ours today, or got one."""
    midnight = datetime.combine(today, time(), zone(circular))
    letters = select(Letter.recipient).where(
        Letter.circular == circular.number,
        Letter.created_at >= midnight,
        Letter.state != "dropped",
    )
    return set(session.scalars(letters.distinct()))


def _address(recipient: Recipient, refused: frozenset[str]) -> str:
    """The first address that may be written to."""
    return next((a for a in recipient.addresses if a not in refused), "")


def _asked_on(circular: Circular, to_them: Sequence[Letter]) -> date:
    """The day on which the circular went to them: what came up before, or then, is no occasion."""
    here = zone(circular)
    days = [
        (letter.sent_at or letter.created_at).astimezone(here).date()
        for letter in to_them
        if letter.purpose == "circular"
    ]
    return max(days, default=circular.on)


def _circular_id(circular: Circular, to_them: Sequence[Letter]) -> str:
    own = [letter.message_id for letter in to_them if letter.purpose == "circular"]
    return next(iter((*own, *circular.message_ids)), "")


def make_reminders(session: Session, office: Office, circular: Circular, now: datetime) -> int:
    """Put the reminders that are due into the outbox, in the caller's transaction; how many."""
    made = 0
    today = now.astimezone(zone(circular)).date()
    for reminder in due(session, office, circular, now):
        recipient = reminder.line.recipient
        try:
            letter = remind_compose.reminder(office, circular, reminder, now)
        except AddressError as error:
            log.warning("no reminder to %s: %s", recipient.code, error)
            continue
        key = f"{PURPOSE}:{circular.number}:{recipient.code}:{today}:{reminder.occasion.name}"
        row = row_of(letter, key, PURPOSE, circular, now)
        row.recipient = recipient.code
        made += added(session, row)
    return made


def to_call(found: Matrix) -> tuple[Line, ...]:
    """Whom only a telephone call will move: those who are late."""
    silent = (State.ASKED, State.BOUNCED, State.PARTIAL, State.NOT_ASKED)
    return tuple(x for x in found.lines if x.overdue and (x.state in silent or x.reason_to_call))


def make_escalation(session: Session, office: Office, circular: Circular, now: datetime) -> int:
    """Give the officers, once, the list of whom to call; how many letters."""
    day = escalation_day(circular)
    if day is None or not is_time(circular, now) or unread(session):
        return 0
    keys = {officer: f"{ESCALATION}:{circular.number}:{officer}" for officer in circular.officers}
    letters = sent(session, circular)
    known = {letter.key for letter in letters.letters}
    open_keys = {officer: key for officer, key in keys.items() if key not in known}
    if not open_keys or not has_come(day, now.astimezone(zone(circular)).date()):
        return 0
    lines = to_call(matrix(session, circular, now))
    if not lines:
        return 0
    made = 0
    for officer, key in open_keys.items():
        to = Address("", officer)
        letter = remind_compose.escalation(office, circular, lines, letters, to=to, now=now)
        made += added(session, row_of(letter, key, ESCALATION, circular, now))
    return made


def still_due(office: Office) -> Callable[[Session, Letter, datetime], str | None]:
    """What is asked when a reminder is about to be sent: has its recipient answered since?"""

    def ask(session: Session, row: Letter, now: datetime) -> str | None:
        circular = office.circular(row.circular)
        if circular is None:
            return "циркуляр закрыт"
        here = zone(circular)
        today = now.astimezone(here).date()
        if row.created_at.astimezone(here).date() != today:
            return "напоминание не ушло в свой день"
        lines = matrix(session, circular, now).lines
        line = next((x for x in lines if x.recipient.code == row.recipient), None)
        if line is None or _news_since(session, row, line):
            return "адресат уже ответил" if line else "адресата больше нет в списке"
        occasion = current(line, circular, today)
        meant = occasion is not None and row.key.endswith(f":{occasion.name}")
        return None if meant else "напоминать об этом больше не нужно"

    return ask


def _news_since(session: Session, row: Letter, line: Line) -> bool:
    """Whether the recipient, or an officer for it, has said anything since the letter was made."""
    if line.last_heard is not None and line.last_heard >= row.created_at:
        return True
    entered = select(AnswerRow.id).where(
        AnswerRow.circular == row.circular,
        AnswerRow.recipient == row.recipient,
        AnswerRow.accepted_at >= row.created_at,
    )
    return session.scalar(entered.limit(1)) is not None
