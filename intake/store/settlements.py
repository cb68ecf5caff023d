"""Officers' words on mails: what was settled, by whom; and the mails that carry such words."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, func, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import InstrumentedAttribute, Session

from intake.store.readings import answer_to_json, from_json
from intake.store.schema import AnswerRow, MailRow, ReadingRow, Settlement
from rules.answers import says_something
from rules.model import Reading

ANSWER, NOT_OURS = "answer", "not_ours"


def of_mail(session: Session, mail_id: int) -> Settlement | None:
    """What an officer settled of a mail."""
    return session.get(Settlement, mail_id)


def settled(session: Session, mail_ids: Collection[int]) -> set[int]:
    """Those of these mails that an officer has settled."""
    if not mail_ids:
        return set()
    return set(session.scalars(select(Settlement.mail_id).where(Settlement.mail_id.in_(mail_ids))))


def is_settled(
    mail_id: InstrumentedAttribute[int], verdict: str | None = None
) -> ColumnElement[bool]:
    """For a query: whether an officer has settled the mail (with this verdict)."""
    found = select(Settlement.mail_id).where(Settlement.mail_id == mail_id)
    return (found.where(Settlement.verdict == verdict) if verdict else found).exists()


def add(session: Session, settlement: Settlement) -> bool:
    """Enter a settlement with the answers that follow, in the caller's transaction; False if the
    mail was settled before: then nothing is changed."""
    try:
        with session.begin_nested():
            session.add(settlement)
    except IntegrityError:
        return False
    mail = session.get_one(MailRow, settlement.mail_id)
    mail.review_pending = False
    if settlement.verdict == ANSWER:
        mail.reply_pending = True
        _add_answers(session, settlement, from_json(settlement.content))
    return True


def _add_answers(session: Session, settlement: Settlement, reading: Reading) -> None:
    came_at = session.get_one(MailRow, settlement.mail_id).received_at
    rows = [
        {
            "circular": settlement.circular,
            "recipient": recipient,
            "question": question,
            "value": answer_to_json(answer),
            "source": "officer",
            "author": settlement.author,
            "reading_id": settlement.reading_id,
            "accepted_at": _accepted_at(session, settlement, recipient, question, came_at),
        }
        for recipient in reading.recipients
        for question, answer in reading.answers
        if says_something(answer)
    ]
    if rows:
        session.execute(insert(AnswerRow), rows)


def _accepted_at(
    session: Session, settlement: Settlement, recipient: str, question: str, came_at: datetime
) -> datetime:
    """Now; but a word on a mail does not outrank what a later mail has said since."""
    later = session.scalar(
        select(func.count())
        .select_from(AnswerRow)
        .where(
            AnswerRow.circular == settlement.circular,
            AnswerRow.recipient == recipient,
            AnswerRow.question == question,
            AnswerRow.accepted_at > came_at,
        )
    )
    return came_at if later else settlement.at


def latest_reading(session: Session, mail_id: int) -> ReadingRow | None:
    """The reading of a mail that stands."""
    return session.scalar(
        select(ReadingRow)
        .where(ReadingRow.mail_id == mail_id)
        .order_by(ReadingRow.id.desc())
        .limit(1)
    )


def of_recipient(
    session: Session, circular: str, recipient: str, mail_ids: Collection[int] = ()
) -> Sequence[Settlement]:
    """The settlements of these mails, and of others that were taken for the recipient's, in the
    order in which they were made."""
    query = select(Settlement).where(Settlement.circular == circular).order_by(Settlement.at)
    return [
        row
        for row in session.scalars(query)
        if row.mail_id in mail_ids or recipient in from_json(row.content).recipients
    ]
