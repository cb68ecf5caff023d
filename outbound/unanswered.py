"""The mails that call for a letter and have none: asked of rows, by index, oldest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
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
    stands, or what an officer made of it.

    An acknowledgement may be followed by the confirmation or question that a later reading brings;
    after either of these, a mail gets no other letter.
    """
    which = _Which(limit, after, only)
    read = [(mail_id, content) for mail_id, content in session.execute(_read(which))]
    unread = [(mail_id, None) for mail_id in session.scalars(_quarantined(which))]
    by_officers = [(mail_id, content) for mail_id, content in session.execute(_settled(which))]
    found = sorted([*read, *unread, *by_officers], key=lambda pair: pair[0])[:limit]
    by_id = {row.id: row for row in mails.rows(session, [mail_id for mail_id, _ in found])}
    return [(by_id[mail_id], content) for mail_id, content in found]


@dataclass(frozen=True, slots=True)
class _Which:
    """The mails that are asked about: so many above an id, or of these."""

    limit: int
    after: int
    only: Sequence[int] | None

    def among(self, mail_id: InstrumentedAttribute[int]) -> ColumnElement[bool]:
        """For a query over a table that has this column."""
        above = mail_id > self.after
        return above if self.only is None else above & mail_id.in_(self.only)


def _read(which: _Which) -> Select[int, dict[str, Any]]:
    """Read mails whose standing reading calls for a letter that was not made."""
    final = _has_letter(ReadingRow.mail_id, Reply.CONFIRM, Reply.CLARIFY)
    first = _has_letter(ReadingRow.mail_id, Reply.ACKNOWLEDGE)
    return (
        select(ReadingRow.mail_id, ReadingRow.content)
        .join(MailRow, MailRow.id == ReadingRow.mail_id)
        .where(
            ReadingRow.reply.in_(REPLIES),
            which.among(ReadingRow.mail_id),
            queries.is_latest(),
            ~final,
            ~settlements.is_settled(ReadingRow.mail_id),
            (ReadingRow.reply != Reply.ACKNOWLEDGE.value) | ~first,
            MailRow.state.in_(READ),
        )
        .order_by(ReadingRow.mail_id)
        .limit(which.limit)
    )


def _quarantined(which: _Which) -> Select[int]:
    """Mails that could not be read and were answered by nothing."""
    return (
        select(MailRow.id)
        .where(which.among(MailRow.id), MailRow.state == "quarantined")
        .where(~_has_letter(MailRow.id, *Reply))
        .where(~settlements.is_settled(MailRow.id))
        .order_by(MailRow.id)
        .limit(which.limit)
    )


def _settled(which: _Which) -> Select[int, dict[str, Any]]:
    """Mails that an officer settled as an answer, whose writer was not told yet."""
    told = _has_letter(Settlement.mail_id, Reply.CONFIRM, Reply.CLARIFY)
    return (
        select(Settlement.mail_id, Settlement.content)
        .where(Settlement.verdict == settlements.ANSWER, which.among(Settlement.mail_id), ~told)
        .order_by(Settlement.mail_id)
        .limit(which.limit)
    )


def _has_letter(mail_id: InstrumentedAttribute[int], *purposes: Reply) -> ColumnElement[bool]:
    letter = aliased(Letter)
    return exists().where(
        letter.mail_id == mail_id, letter.purpose.in_([purpose.value for purpose in purposes])
    )
