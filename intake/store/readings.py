"""Readings: as JSON for the store, as the contract of `read --json`, and recorded with answers."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from intake.store import codec
from rules import doubts as doubt_table
from rules.answers import bare, says_something
from rules.model import (
    Answer,
    Doubt,
    Kind,
    Nominees,
    Readiness,
    Reading,
    Reply,
)

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from intake.store.queries import Standing
    from intake.store.schema import MailRow


def to_json(reading: Reading) -> dict[str, Any]:
    """A reading as plain JSON values; `from_json` gives an equal reading back."""
    return cast("dict[str, Any]", codec.encode(reading))


def from_json(data: dict[str, Any]) -> Reading:
    """The reading of a stored row's `content`."""
    return cast("Reading", codec.decode(data, Reading))


def answer_to_json(answer: Answer) -> dict[str, Any]:
    """An answer as plain JSON values, its class under "type"."""
    return cast("dict[str, Any]", codec.encode(answer))


def answer_from_json(data: dict[str, Any]) -> Answer:
    """The answer of a stored row's `value`."""
    return cast("Answer", codec.decode(data, Answer))


def as_contract(reading: Reading, file: str) -> dict[str, Any]:
    """The line of `read --json` for one mail. A doubt is {"name": …, "text": …}: its stable name
    and its Russian sentence."""
    readiness = reading.of_kind(Readiness)
    nominees = reading.of_kind(Nominees)
    return {
        "file": file,
        "circular": reading.circular,
        "kind": reading.kind.value,
        "municipality": reading.recipient,
        "readiness": _readiness(readiness) if reading.kind is Kind.REPLY else None,
        "nominees": _nominees(nominees) if reading.kind is Kind.REPLY else [],
        "needs_review": reading.needs_review,
        "doubts": [{"name": d.name, "text": doubt_table.sentence(d)} for d in reading.doubts],
        "reply": reading.reply.value,
    }


def _readiness(answer: Answer | None) -> dict[str, Any] | None:
    if not isinstance(answer, Readiness):
        return None
    return {
        "value": answer.value.value,
        "by": codec.encode(answer.by),
        "evidence": codec.encode(answer.evidence),
    }


def _nominees(answer: Answer | None) -> list[dict[str, Any]]:
    people = answer.people if isinstance(answer, Nominees) else ()
    return [codec.encode(person) for person in people]


def is_accepted(reading: Reading) -> bool:
    """Whether answers follow from it without a person."""
    return reading.kind is Kind.REPLY and not reading.needs_review


Made = tuple["MailRow", Reading]
"""A reading with its mail's row."""


def heed_officers(session: Session, reading: Reading, came_at: datetime) -> Reading:
    """The reading, with a doubt if it contradicts what an officer had entered when the mail came:
    the officer's word stands until a person looks."""
    return heeding(reading, came_at, officers_answers(session, [reading]))


def officers_answers(session: Session, made: Iterable[Reading]) -> list[Standing]:
    """What officers have entered for whomever these readings speak for."""
    from intake.store import queries

    asked: dict[str, set[str]] = {}
    for reading in made:
        if is_accepted(reading) and reading.circular:
            asked.setdefault(reading.circular, set()).update(reading.recipients)
    return [
        answer
        for circular, recipients in asked.items()
        for answer in queries.entered_by_officers(session, circular, sorted(recipients))
    ]


def heeding(reading: Reading, came_at: datetime, entered: Iterable[Standing]) -> Reading:
    """`heed_officers`, where it is known what they entered."""
    if not is_accepted(reading):
        return reading
    contradicted = any(
        answer.question == question
        and answer.circular == reading.circular
        and answer.recipient in reading.recipients
        and answer.accepted_at <= came_at
        and says_something(said)
        and bare(said) != bare(answer.answer)
        for question, said in reading.answers
        for answer in entered
    )
    if not contradicted:
        return reading
    reply = reading.reply if reading.reply is Reply.NONE else Reply.ACKNOWLEDGE
    return dataclasses.replace(reading, doubts=(Doubt("against_officer"),), reply=reply)


def record(
    session: Session,
    mail_id: int,
    reading: Reading,
    now: datetime,
    returned_ids: Iterable[str] = (),
) -> int:
    """Add a reading of a mail with all that follows from it, in the caller's transaction; its id.

    Answers follow only where the reading has no doubts. They are accepted as of the mail's
    arrival, so that reading an old mail again does not outrank what was said since.
    `returned_ids` are the Message-IDs found in parts that a bounce carries back.
    """
    from intake.store.schema import MailRow

    row = session.get_one(MailRow, mail_id)
    (reading_id,) = record_all(session, [(row, reading)], now)
    if reading.bounced:
        _record_bounces(session, mail_id, reading, tuple(returned_ids))
    return reading_id


def record_all(session: Session, made: Sequence[Made], now: datetime) -> list[int]:
    """`record` for several mails, none of them a bounce; the readings' ids in the same order."""
    from sqlalchemy import insert

    from intake.store import settlements
    from intake.store.schema import AnswerRow, ReadingRow

    if not made:
        return []
    added = insert(ReadingRow).returning(ReadingRow.id, sort_by_parameter_order=True)
    rows = [_reading_columns(row.id, reading, now) for row, reading in made]
    ids = list(session.scalars(added, rows))
    answers = [
        columns
        for reading_id, (row, reading) in zip(ids, made, strict=True)
        for columns in _answers_columns(reading_id, reading, row.received_at)
    ]
    if answers:
        session.execute(insert(AnswerRow), answers)
    doubtful = [row.id for row, reading in made if reading.needs_review]
    settled = settlements.settled(session, doubtful)
    for row, reading in made:
        row.reply_pending = reading.reply is not Reply.NONE
        row.review_pending = reading.needs_review and row.id not in settled
    return ids


def _reading_columns(mail_id: int, reading: Reading, now: datetime) -> dict[str, Any]:
    return {
        "mail_id": mail_id,
        "made_at": now,
        "rules_version": reading.rules_version,
        "kind": reading.kind.value,
        "circular": reading.circular,
        "recipient": reading.recipient,
        "needs_review": reading.needs_review,
        "reply": reading.reply.value,
        "content": to_json(reading),
    }


def _answers_columns(
    reading_id: int, reading: Reading, accepted_at: datetime
) -> Iterator[dict[str, Any]]:
    if not is_accepted(reading):
        return
    for recipient in reading.recipients:
        for question, answer in reading.answers:
            if says_something(answer):
                yield {
                    "circular": reading.circular,
                    "recipient": recipient,
                    "question": question,
                    "value": answer_to_json(answer),
                    "source": "reading",
                    "reading_id": reading_id,
                    "accepted_at": accepted_at,
                }


def _record_bounces(
    session: Session, mail_id: int, reading: Reading, returned_ids: tuple[str, ...]
) -> None:
    from sqlalchemy import select

    from intake.store.schema import Bounce

    known = set(session.scalars(select(Bounce.address).where(Bounce.mail_id == mail_id)))
    for bounced in reading.bounced:
        if bounced.address in known:
            continue
        known.add(bounced.address)
        session.add(
            Bounce(
                mail_id=mail_id,
                letter_id=_bounced_letter(session, bounced.address, returned_ids),
                address=bounced.address,
                permanent=bounced.permanent,
                reason=bounced.reason,
            )
        )
    session.flush()


def _bounced_letter(session: Session, address: str, returned_ids: tuple[str, ...]) -> int | None:
    """The letter that came back: by its Message-ID, else the last one sent to this address."""
    from sqlalchemy import select

    from intake.store.schema import Letter

    letter = select(Letter.id).order_by(Letter.id.desc()).limit(1)
    by_id = session.scalar(letter.where(Letter.message_id.in_(returned_ids)))
    if by_id is not None:
        return by_id
    return session.scalar(
        letter.where(Letter.to_address == address, Letter.state.in_(("sent", "sending")))
    )
