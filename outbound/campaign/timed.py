"""Letters that the clock or a bounce causes: the circular to a next address, reminders, the
escalation, the training."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Final

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from intake.store.database import Database
from outbound.campaign import dispatch, reminders, training
from outbound.office import Office
from outbound.sending.still_due import StillDue
from rules.model import Circular

log = logging.getLogger(__name__)

Make = Callable[[Session, Office, Circular, datetime], int]

MAKERS: Final[tuple[tuple[str, Make], ...]] = (
    ("Циркуляр не отправлен по другому адресу", dispatch.make_resends),
    ("Напоминания не составлены", reminders.make_reminders),
    ("Письмо о звонках не составлено", reminders.make_escalation),
    ("Список группы не составлен", training.make_lists),
    ("Приглашения не составлены", training.make_invitations),
)
"""What may be due, with what is said (Russian) if it cannot be composed."""


def make_timed(database: Database, office: Office, now: datetime) -> tuple[int, tuple[str, ...]]:
    """Put what is due into the outbox, a transaction a kind and circular; how many letters, and
    what went wrong: one that is broken holds no other up. Raises the database's errors."""
    made, broken = 0, []
    for circular in office.circulars:
        for trouble, make in MAKERS:
            try:
                with database.session() as session:
                    made += make(session, office, circular, now)
            except SQLAlchemyError:
                raise  # the database's fault
            except Exception as error:
                log.exception("%s: %s", circular.number, make.__name__)
                broken.append(f"{trouble}: {type(error).__name__}: {error}")
    return made, tuple(broken)


def still_due(office: Office) -> dict[str, StillDue]:
    """What is asked of these letters, by purpose, at the moment of sending."""
    return {
        reminders.PURPOSE: reminders.still_due(office),
        training.INVITE: training.still_invited(office),
    }
