"""Turns between transactions that several workers run at once.

SQLite has one writer at a time, so there is nothing to do there. On PostgreSQL what is held is let
go when the transaction ends.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from intake.store.schema import MailRow


def hold_mails(session: Session, ids: Sequence[int]) -> None:
    """Let no other transaction change these mails' rows before this one ends; rows that refer to
    them may still be added. Call it before the rows are read."""
    if _is_shared(session):
        rows = select(MailRow.id).where(MailRow.id.in_(ids)).order_by(MailRow.id)
        session.execute(rows.with_for_update(key_share=True)).all()


def take_turns(session: Session, names: Iterable[str]) -> None:
    """Wait for the other transactions that took one of these names. They are taken in one order,
    so that nobody waits for each other."""
    if _is_shared(session):
        for name in sorted(set(names)):
            session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(name, 0))))


def _is_shared(session: Session) -> bool:
    return session.get_bind().dialect.name == "postgresql"
