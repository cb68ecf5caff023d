"""The mails that call for a letter and have none: asked of rows, by index, oldest first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, exists, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from intake.store import mails, queries, settlements
from intake.store.schema import Letter, MailRow, ReadingRow, Settlement
from rules.model import Reply

REPLIES: Final = (Reply.CONFIRM.value, Reply.CLARIFY.value, Reply.ACKNOWLEDGE.value)
"""The purposes that answer a mail."""

READ: Final = ("read", "too_large")
"""Of a mail that was too large its header was read."""


Unanswered = tuple[MailRow, dict[str, Any] | None]
"""A mail with the JSON of its reading, None if it could not be read."""


def unanswered(
    session: Session, limit: int, after: int, only: Sequence[int] | None = None
) -> list[Unanswered]:
    """Mails (`only` these, if given) that call for a letter and have none, with the reading that
    stands, or what an officer made of it. Those that call for none are asked about no more.

    An acknowledgement may be followed by the confirmation or question that a later reading brings;
    after either of these, a mail gets no other letter.
    """
    while ids := _pending(session, limit, after, only):
        read = [(mail_id, content) for mail_id, content in session.execute(_read(ids))]
        unread = [(mail_id, None) for mail_id in session.scalars(_quarantined(ids))]
        by_officers = [(mail_id, content) for mail_id, content in session.execute(_settled(ids))]
        found = dict([*read, *unread, *by_officers])
        rows = mails.rows(session, ids)
        for row in rows:
            row.reply_pending = row.id in found
        if found:
            return [(row, found[row.id]) for row in rows if row.id in found]
        after = ids[-1]
    return []


def _pending(session: Session, limit: int, after: int, only: Sequence[int] | None) -> Sequence[int]:
    query = (
        select(MailRow.id)
        .where(MailRow.reply_pending.is_(True), MailRow.id > after)
        .order_by(MailRow.id)
        .limit(limit)
        .with_for_update(key_share=True)
    )
    return session.scalars(query if only is None else query.where(MailRow.id.in_(only))).all()


def _read(ids: Sequence[int]) -> Select[int, dict[str, Any]]:
    """Read mails whose standing reading calls for a letter that was not made."""
    final = _has_letter(ReadingRow.mail_id, Reply.CONFIRM, Reply.CLARIFY)
    first = _has_letter(ReadingRow.mail_id, Reply.ACKNOWLEDGE)
    return (
        select(ReadingRow.mail_id, ReadingRow.content)
        .join(MailRow, MailRow.id == ReadingRow.mail_id)
        .where(
            ReadingRow.reply.in_(REPLIES),
            ReadingRow.mail_id.in_(ids),
            queries.is_latest(),
            ~final,
            ~settlements.is_settled(ReadingRow.mail_id),
            (ReadingRow.reply != Reply.ACKNOWLEDGE.value) | ~first,
            MailRow.state.in_(READ),
        )
    )


def _quarantined(ids: Sequence[int]) -> Select[int]:
    """Mails that could not be read and were answered by nothing."""
    return (
        select(MailRow.id)
        .where(MailRow.id.in_(ids), MailRow.state == "quarantined")
        .where(~_has_letter(MailRow.id, *Reply))
        .where(~settlements.is_settled(MailRow.id))
    )


def _settled(ids: Sequence[int]) -> Select[int, dict[str, Any]]:
    """Mails that an officer settled as an answer, whose writer was not told yet."""
    told = _has_letter(Settlement.mail_id, Reply.CONFIRM, Reply.CLARIFY)
    return select(Settlement.mail_id, Settlement.content).where(
        Settlement.verdict == settlements.ANSWER, Settlement.mail_id.in_(ids), ~told
    )


def _has_letter(mail_id: InstrumentedAttribute[int], *purposes: Reply) -> ColumnElement[bool]:
    letter = aliased(Letter)
    return exists().where(
        letter.mail_id == mail_id, letter.purpose.in_([purpose.value for purpose in purposes])
    )
