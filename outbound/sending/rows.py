"""Rows of the outbox for letters that no mail has caused."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from intake.store.schema import Letter
from outbound.writing.compose import Composed
from rules.model import Circular


def row_of(
    letter: Composed, key: str, purpose: str, circular: Circular | None, now: datetime
) -> Letter:
    """The outbox row of a letter that is due at once."""
    return Letter(
        key=key,
        purpose=purpose,
        circular=circular.number if circular else None,
        to_address=letter.to,
        subject=letter.subject,
        message_id=letter.message_id,
        content=letter.content,
        created_at=now,
        next_try_at=now,
    )


def added(session: Session, row: Letter) -> bool:
    """Whether the row is now in the outbox; False if its key was there already."""
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        return False
    return True
