"""Who may work now: a row with a holder and an end, renewed while the work goes on."""

from __future__ import annotations

import os
import socket
import uuid
from datetime import datetime, timedelta

from sqlalchemy import CursorResult, delete, insert, or_, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from intake.store.schema import Lease


def new_holder() -> str:
    """A name for this worker that no other has: machine, process, and a random part."""
    return f"{socket.gethostname()}:{os.getpid()}:{uuid.uuid4().hex[:8]}"


def acquire(session: Session, name: str, holder: str, now: datetime, seconds: float) -> bool:
    """Take or renew a lease until `now + seconds`; False while somebody else holds it."""
    until = now + timedelta(seconds=seconds)
    taken = session.execute(
        update(Lease)
        .where(Lease.name == name, or_(Lease.holder == holder, Lease.expires_at <= now))
        .values(holder=holder, expires_at=until)
    )
    assert isinstance(taken, CursorResult)
    if taken.rowcount:
        return True
    try:
        with session.begin_nested():
            session.execute(insert(Lease).values(name=name, holder=holder, expires_at=until))
    except IntegrityError:
        return False
    return True


def release(session: Session, name: str, holder: str) -> None:
    """Give a lease back, if it is still ours."""
    session.execute(delete(Lease).where(Lease.name == name, Lease.holder == holder))
