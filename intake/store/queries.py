"""Questions to the store: threads, standing answers, a recipient's history, the service's pulse."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any, Final

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Row,
    Select,
    bindparam,
    case,
    exists,
    func,
    select,
)
from sqlalchemy.orm import Session, aliased

from intake.store import readings, settlements, skipping
from intake.store.schema import AnswerRow, Letter, MailRow, Pulse, ReadingRow, Settlement
from rules.model import Answer, Mail, Thread


@dataclass(frozen=True, slots=True)
class OurLetter:
    """A letter of ours, as a mail that refers to it sees it."""

    purpose: str
    circular: str | None
    recipient: str | None
    to_address: str


def our_letters(session: Session, referring: Iterable[Mail]) -> dict[str, OurLetter]:
    """Our own letters that these mails refer to, by Message-ID."""
    referred = {i for mail in referring for i in (*mail.in_reply_to, *mail.references)}
    if not referred:
        return {}
    rows = session.execute(
        select(
            Letter.message_id, Letter.purpose, Letter.circular, Letter.recipient, Letter.to_address
        ).where(Letter.message_id.in_(referred))
    )
    return {row[0]: OurLetter(*row[1:]) for row in rows}


def threads_of(mail: Mail, known: Mapping[str, OurLetter]) -> dict[str, Thread]:
    """What those of our letters that this mail refers to were about, by Message-ID."""
    referred = {i: known.get(i) for i in (*mail.in_reply_to, *mail.references)}
    return {
        message_id: Thread(letter.circular, letter.recipient, letter.purpose)
        for message_id, letter in referred.items()
        if letter and letter.circular is not None
    }


@dataclass(frozen=True, slots=True)
class Standing:
    """An answer of a recipient to a question, with its origin. `mail_id` is None where an officer
    answered without a mail."""

    circular: str
    recipient: str
    question: str
    answer: Answer
    source: str
    author: str
    accepted_at: datetime
    reading_id: int | None
    mail_id: int | None


def standing(
    session: Session, circular: str, until: datetime | None = None
) -> dict[tuple[str, str], Standing]:
    """The answers that stand now, or stood at `until`, by (recipient's code, question's key).

    The last answer to each question is found by index: what else was ever said is not looked at.
    """
    of_circular = AnswerRow.circular == circular
    each = skipping.each("each", AnswerRow.recipient, AnswerRow.question, where=of_circular)
    accepted = _accepted(circular) & (AnswerRow.recipient == each.c.recipient)
    if until is not None:
        accepted &= AnswerRow.accepted_at <= until
    last = (
        select(AnswerRow.id)
        .outerjoin(ReadingRow, ReadingRow.id == AnswerRow.reading_id)
        .where(accepted, AnswerRow.question == each.c.question)
        .order_by(*_LATEST_FIRST)
        .limit(1)
        .correlate(each)
        .scalar_subquery()
    )
    ids = session.scalars(select(last).select_from(each))
    found = _read_once(session, [i for i in ids if i is not None])
    return {(given.recipient, given.question): given for given in found}


def _read_once(session: Session, ids: Sequence[int]) -> list[Standing]:
    """The answers of these rows. Rows never change: those that this session has read before (a
    summary looks at two moments) are not read again."""
    known: dict[int, Standing] = session.info.setdefault("standing answers", {})
    fresh = [i for i in ids if i not in known]
    for start in range(0, len(fresh), _AT_ONCE):
        query = (
            select(*_COLUMNS, ReadingRow.mail_id)
            .outerjoin(ReadingRow, ReadingRow.id == AnswerRow.reading_id)
            .where(AnswerRow.id.in_(fresh[start : start + _AT_ONCE]))
        )
        known.update({row.id: _standing(row, row.mail_id) for row in session.execute(query)})
    return [known[i] for i in ids]


_AT_ONCE = 5000
_COLUMNS = (
    AnswerRow.id,
    AnswerRow.circular,
    AnswerRow.recipient,
    AnswerRow.question,
    AnswerRow.value,
    AnswerRow.source,
    AnswerRow.author,
    AnswerRow.accepted_at,
    AnswerRow.reading_id,
)


def answers(session: Session, circular: str, recipient: str | None = None) -> list[Standing]:
    """All answers ever accepted, in the order in which they were given; the last one stands.

    Answers of a reading that a newer reading of the same mail superseded are left out; what
    officers said stays.
    """
    rows = session.execute(_answers_query(circular, recipient)).all()
    return [_standing(row, mail_id) for row, mail_id in sorted(rows, key=_given)]


def answers_before(
    session: Session,
    circular: str,
    recipient: str,
    questions: Sequence[str],
    *,
    mail_id: int | None = None,
    until: datetime | None = None,
) -> dict[str, Answer]:
    """Of these questions the answers that stand, or stood at `until`, by the question's key; what
    this mail has said is left out. Each is found by index, however much was ever said."""
    asked = {
        "circular": circular,
        "recipient": recipient,
        "except_mail": _NO_MAIL if mail_id is None else mail_id,
        "until": _FAR if until is None else until,
    }
    connection, statement = session.connection(), _last_answer()
    found = {}
    for question in questions:
        value = connection.scalar(statement, {**asked, "question": question})
        if value is not None:
            found[question] = readings.answer_from_json(value)
    return found


_NO_MAIL: Final = 0
_FAR: Final = datetime(9999, 1, 1, tzinfo=UTC)


@cache
def _last_answer() -> Select[Any]:
    """The question of `answers_before`, put together once."""
    return (
        select(AnswerRow.value)
        .outerjoin(ReadingRow, ReadingRow.id == AnswerRow.reading_id)
        .where(
            _accepted(bindparam("circular")),
            AnswerRow.recipient == bindparam("recipient"),
            AnswerRow.question == bindparam("question"),
            ReadingRow.mail_id.is_distinct_from(bindparam("except_mail")),
            AnswerRow.accepted_at <= bindparam("until"),
        )
        .order_by(*_LATEST_FIRST)
        .limit(1)
    )


_BY_OFFICER = AnswerRow.source != "reading"
_LATEST_FIRST = (
    AnswerRow.accepted_at.desc(),
    _BY_OFFICER.desc(),
    case((_BY_OFFICER, 0), else_=func.coalesce(ReadingRow.mail_id, 0)).desc(),
    AnswerRow.id.desc(),
)
"""The order of `_given`, backwards."""


def entered_by_officers(
    session: Session, circular: str, recipients: Sequence[str]
) -> list[Standing]:
    """Those of the recipients' standing answers that are an officer's word."""
    found = session.scalars(
        select(AnswerRow.recipient)
        .where(AnswerRow.circular == circular, AnswerRow.recipient.in_(recipients))
        .where(AnswerRow.source == "officer")
        .distinct()
    )
    return [
        answer
        for recipient in found.all()
        for answer in {a.question: a for a in answers(session, circular, recipient)}.values()
        if answer.source != "reading"
    ]


def _answers_query(circular: str, recipient: str | None) -> Select[AnswerRow, int | None]:
    query = (
        select(AnswerRow, ReadingRow.mail_id)
        .outerjoin(ReadingRow, ReadingRow.id == AnswerRow.reading_id)
        .where(_accepted(circular))
    )
    return query if recipient is None else query.where(AnswerRow.recipient == recipient)


def _accepted(circular: str | BindParameter[str]) -> ColumnElement[bool]:
    """For a query over answers and the readings they come from: those that count."""
    of_reading = ReadingRow.id.is_not(None) & is_latest()
    return (AnswerRow.circular == circular) & (_BY_OFFICER | of_reading)


def _given(row: Row[AnswerRow, int | None]) -> tuple[datetime, bool, int, int]:
    """Mails of one moment in their own order, an officer's word after them."""
    answer, mail_id = row
    by_officer = answer.source != "reading"
    return answer.accepted_at, by_officer, 0 if by_officer else mail_id or 0, answer.id


def _standing(row: AnswerRow | Row[Any], mail_id: int | None) -> Standing:
    return Standing(
        circular=row.circular,
        recipient=row.recipient,
        question=row.question,
        answer=readings.answer_from_json(row.value),
        source=row.source,
        author=row.author,
        accepted_at=row.accepted_at,
        reading_id=row.reading_id,
        mail_id=mail_id,
    )


def is_latest() -> ColumnElement[bool]:
    """For a query over readings: only those that stand, the last of each mail. Asked row by row
    with the index on the mail; the other way, by the maximum of each group, reads the table."""
    newer = aliased(ReadingRow)
    return ~exists().where(newer.mail_id == ReadingRow.mail_id, newer.id > ReadingRow.id)


def open_doubts(*columns: Any) -> Select[Any]:
    """A query for these columns of the mails (with their standing readings) that may wait for an
    officer. It asks for the mark alone: with a condition on the reading beside it, SQLite goes
    through all that was ever doubtful, or through the circular."""
    return (
        select(*columns)
        .select_from(MailRow)
        .join(ReadingRow, ReadingRow.mail_id == MailRow.id)
        .where(MailRow.review_pending.is_(True), is_latest())
        .where(~exists().where(Settlement.mail_id == MailRow.id))
    )


def latest_readings(
    session: Session, circular: str | None = None, recipient: str | None = None
) -> Sequence[Row[MailRow, ReadingRow]]:
    """Every mail with the reading that stands for it, in the order of arrival."""
    query = (
        select(MailRow, ReadingRow)
        .join(ReadingRow, ReadingRow.mail_id == MailRow.id)
        .where(is_latest())
        .order_by(MailRow.id)
    )
    if circular is not None:
        query = query.where(ReadingRow.circular == circular)
    if recipient is not None:
        query = query.where(ReadingRow.recipient == recipient)
    return session.execute(query).all()


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened with a recipient: a mail came ("mail"), an officer answered
    ("officer") or settled a mail ("settlement"), a letter of ours ("letter"); exactly one of the
    rows is set."""

    at: datetime
    mail: MailRow | None = None
    reading: ReadingRow | None = None
    officer: AnswerRow | None = None
    letter: Letter | None = None
    settlement: Settlement | None = None


def history(session: Session, circular: str, recipient: str) -> list[Event]:
    """All that happened with a recipient in a circular, in the order of time."""
    return sorted(_events(session, circular, recipient), key=lambda event: event.at)


def _events(session: Session, circular: str, recipient: str) -> Iterator[Event]:
    theirs = set()
    for mail, reading in latest_readings(session, circular, recipient):
        theirs.add(mail.id)
        yield Event(mail.received_at, mail=mail, reading=reading)
    for settlement in settlements.of_recipient(session, circular, recipient, theirs):
        yield Event(settlement.at, settlement=settlement)
    by_officers = select(AnswerRow).filter_by(circular=circular, recipient=recipient)
    for row in session.scalars(by_officers.where(AnswerRow.source != "reading")):
        yield Event(row.accepted_at, officer=row)
    for letter in session.scalars(
        select(Letter).filter_by(circular=circular, recipient=recipient).order_by(Letter.id)
    ):
        yield Event(letter.sent_at or letter.created_at, letter=letter)


def quarantined(session: Session) -> Sequence[MailRow]:
    """Mails whose reading failed as often as it may: a person must look."""
    return session.scalars(
        select(MailRow).where(MailRow.state == "quarantined").order_by(MailRow.id)
    ).all()


def beat(session: Session, name: str, now: datetime, detail: str = "") -> None:
    """Note a fact about the service itself, such as "poll" for the last good pass."""
    session.merge(Pulse(name=name, at=now, detail=detail))


def pulse(session: Session, name: str) -> Pulse | None:
    """The last fact of this name."""
    return session.get(Pulse, name)
