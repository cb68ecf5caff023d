"""The training group: its list goes to the teachers on its date, its members get invitations.

As everywhere, what was sent is asked of the outbox and who is in the group of the matrix.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from intake.store.schema import Letter
from outbound.campaign.dispatch import Sent, sent
from outbound.campaign.workdays import add_workdays, is_workday, next_workday
from outbound.office import Office, zone
from outbound.overview import table, workbook
from outbound.overview.matrix import Line, Matrix, State, earlier, matrix
from outbound.overview.table import Member
from outbound.sending.rows import added, row_of
from outbound.writing import calendar_file, compose
from outbound.writing.compose import Composed
from outbound.writing.message import AddressError, Attachment, Draft, new_message_id
from rules.campaign import Reminders, Training
from rules.model import Address, Circular, Nominee

log = logging.getLogger(__name__)

LIST, INVITE = "trainees", "invite"
"""The purposes."""


def notice_day(training: Training) -> date:
    """When list and invitations go out: the set day, or three working days before the first."""
    day = training.list_on or add_workdays(training.days[0], -3)
    return next_workday(day)


def _is_time(circular: Circular, training: Training, now: datetime) -> bool:
    """A working day from the notice until the training ends, not before the hour of reminders."""
    local = now.astimezone(zone(circular))
    hour = (circular.reminders or Reminders()).at
    running = notice_day(training) <= local.date() <= training.days[-1]
    return running and is_workday(local.date()) and local.time() >= hour


def make_lists(session: Session, office: Office, circular: Circular, now: datetime) -> int:
    """The group's list for each teacher, and again on a later day if the group has changed."""
    training = circular.training
    if training is None or not training.teachers or not _is_time(circular, training, now):
        return 0
    found, letters = matrix(session, circular, now), sent(session, circular)
    today = now.astimezone(zone(circular)).date()
    made = 0
    for teacher in training.teachers:
        before = _last_list(letters, teacher)
        old = table.group(earlier(session, circular, before.created_at)) if before else ()
        if before is not None and old == table.group(found):
            continue
        letter = group_letter(office, found, Address("", teacher), again=before is not None)
        key = f"{LIST}:{circular.number}:{teacher}:{today}"
        made += added(session, row_of(letter, key, LIST, circular, now))
    return made


def _last_list(letters: Sent, teacher: str) -> Letter | None:
    every = [
        letter
        for letter in letters.letters
        if (letter.purpose, letter.to_address) == (LIST, teacher) and letter.state != "dropped"
    ]
    return every[-1] if every else None


def make_invitations(session: Session, office: Office, circular: Circular, now: datetime) -> int:
    """An invitation for each nominee with an address, once."""
    training = circular.training
    if training is None or not training.invitations or not _is_time(circular, training, now):
        return 0
    letters, made = sent(session, circular), 0
    known = {letter.key for letter in letters.letters}
    refused = letters.refusing | office.own_addresses
    for line, nominee, address in _invited(matrix(session, circular, now)):
        key = f"{INVITE}:{circular.number}:{line.recipient.code}:{address}"
        if key in known or address in refused:
            continue
        try:
            letter = invitation(office, circular, training, nominee, address=address, now=now)
        except AddressError as error:
            log.warning("no invitation to %s: %s", line.recipient.code, error)
            continue
        row = row_of(letter, key, INVITE, circular, now)
        row.recipient = line.recipient.code
        made += added(session, row)
    return made


def _invited(found: Matrix) -> Iterator[tuple[Line, Nominee, str]]:
    """Those who stand nominated and whose mail raises no doubt."""
    for line in found.lines:
        if line.state is not State.TO_CHECK:
            for nominee in line.nominees:
                if nominee.email:
                    yield line, nominee, nominee.email.lower()


def still_invited(office: Office) -> Callable[[Session, Letter, datetime], str | None]:
    """What is asked when an invitation is about to be sent."""

    def ask(session: Session, row: Letter, now: datetime) -> str | None:
        circular = office.circular(row.circular)
        if circular is None or circular.training is None:
            return "обучение отменено"
        if now.astimezone(zone(circular)).date() > circular.training.days[-1]:
            return "обучение прошло"
        invited = _invited(matrix(session, circular, now))
        stands = any(
            (line.recipient.code, address) == (row.recipient, row.to_address)
            for line, _, address in invited
        )
        return None if stands else "кандидатура больше не стоит"

    return ask


def group_letter(office: Office, found: Matrix, to: Address, *, again: bool) -> Composed:
    """The list of the group for a teacher, with the workbook. Raises AddressError."""
    circular = found.circular
    training = circular.training
    assert training is not None
    members: tuple[Member, ...] = table.group(found)
    subject = f"{'Уточнённый список' if again else 'Список'} группы: {training.title}"
    context = {"training": training, "members": members, "again": again, "circular": circular}
    files = (workbook.attachment(found, group_only=True),)
    return _letter(
        office, circular, LIST, to, subject=subject, context=context, files=files, now=found.at
    )


def invitation(
    office: Office,
    circular: Circular,
    training: Training,
    nominee: Nominee,
    *,
    address: str,
    now: datetime,
) -> Composed:
    """An invitation for a nominee, with the calendar file. Raises AddressError."""
    context = {
        "training": training,
        "called": called(nominee.name),
        "circular": circular,
    }
    files = (calendar_file.attachment(office, circular, training, now),)
    to = Address(nominee.name, address)
    subject = f"Приглашение: {training.title}"
    return _letter(
        office, circular, INVITE, to, subject=subject, context=context, files=files, now=now
    )


def called(name: str) -> str:
    """Name and patronymic of «Фамилия Имя Отчество», for an address; "" where they are initials or
    the name is built otherwise."""
    parts = name.split()
    return " ".join(parts[1:]) if len(parts) == 3 and "." not in name else ""


def _letter(
    office: Office,
    circular: Circular,
    name: str,
    to: Address,
    *,
    subject: str,
    context: dict[str, Any],
    files: tuple[Attachment, ...],
    now: datetime,
) -> Composed:
    context = compose.base(office, subject) | context
    text, html = compose.render(name, office.folder(circular.number), context)
    return compose.composed(
        Draft(
            sender=office.sender,
            reply_to=office.reply_to,
            to=to,
            subject=subject,
            text=text,
            html=html,
            message_id=new_message_id(office.domain),
            date=now.astimezone(zone(circular)),
            auto_submitted="auto-generated",
            attachments=files,
        )
    )
