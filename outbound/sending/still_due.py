"""Whether a letter is still due, asked of rows at the moment of sending: why it is not, or None."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from intake.store import settlements
from intake.store.schema import Bounce, Letter, ReadingRow, Settlement
from outbound.campaign.unanswered import REPLIES

StillDue = Callable[[Session, Letter, datetime], str | None]


_PERMANENT: Final = (
    select(Bounce.reason)
    .where(Bounce.address == bindparam("address"), Bounce.permanent.is_(True))
    .where(Bounce.mail_id > bindparam("mail_id"))
    .limit(1)
)


def undeliverable(session: Session, row: Letter, now: datetime) -> str | None:  # noqa: ARG001
    """An address from which a permanent bounce has come is not written to again, unless it was
    heard from since."""
    asked = {"address": row.to_address, "mail_id": row.mail_id or 0}
    reason = session.connection().scalar(_PERMANENT, asked)
    return None if reason is None else f"адрес не принимает почту: {reason or 'возврат письма'}"


_SETTLED: Final = select(Settlement.verdict).where(Settlement.mail_id == bindparam("mail_id"))
_READ: Final = (
    select(ReadingRow.reply)
    .where(ReadingRow.mail_id == bindparam("mail_id"))
    .order_by(ReadingRow.id.desc())
    .limit(1)
)
_STANDING: Final = select(_SETTLED.scalar_subquery(), _READ.scalar_subquery())


def reading_stands(session: Session, row: Letter, now: datetime) -> str | None:  # noqa: ARG001
    """An answer to a mail that has meanwhile been read as calling for none is not sent; an
    officer's word on the mail outranks its reading."""
    verdict, reply = session.connection().execute(_STANDING, {"mail_id": row.mail_id}).one()
    if verdict is not None:
        ours = verdict == settlements.ANSWER
        return None if ours else "сотрудник решил: письмо не относится к циркуляру"
    return "письмо перечитано: ответ не нужен" if reply not in (None, *REPLIES) else None


def not_answered(session: Session, row: Letter, now: datetime) -> str | None:  # noqa: ARG001
    """The circular is not sent to one who has answered it already."""
    found = session.scalar(
        select(func.count()).where(
            ReadingRow.circular == row.circular,
            ReadingRow.recipient == row.recipient,
            ReadingRow.kind == "reply",
        )
    )
    return "адресат уже ответил" if found else None


def newest_summary(session: Session, row: Letter, now: datetime) -> str | None:  # noqa: ARG001
    """Of several summaries that waited for the server, only the latest is sent."""
    newer = session.scalar(
        select(func.count()).where(
            Letter.purpose == "summary",
            Letter.circular == row.circular,
            Letter.to_address == row.to_address,
            Letter.id > row.id,
        )
    )
    return "есть более поздняя сводка" if newer else None


def not_settled(session: Session, row: Letter, now: datetime) -> str | None:  # noqa: ARG001
    """A letter to an officer about a mail that was settled meanwhile is not sent."""
    if row.mail_id is None or settlements.of_mail(session, row.mail_id) is None:
        return None
    return "письмо уже решено"


STILL_DUE: Final[Mapping[str, StillDue]] = {
    **dict.fromkeys(REPLIES, reading_stands),
    "circular": not_answered,
    "summary": newest_summary,
    "notice": not_settled,
    "unclear": not_settled,
}
"""What is asked, by purpose, at the moment of sending."""
