"""Who may work now: a row with a holder and an end, renewed while the work goes on."""

from __future__ import annotations

import os
import socket
import uuid
from datetime import datetime, timedelta

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Connection,
    CursorResult,
    delete,
    false,
    insert,
    literal_column,
    not_,
    or_,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from intake.store.lifeline import nobody_holds
from intake.store.schema import Lease


def new_holder() -> str:
    """A name for this worker that no other has: machine, process, and a random part."""
    return f"{socket.gethostname()}:{os.getpid()}:{uuid.uuid4().hex[:8]}"


_IMPOSSIBLE = 10
"""A lease that ends this many of its lengths from now was taken by a clock that was ahead, and has
been set right since. Its holder, if alive, renews it; if dead, it would hold everybody up."""


def acquire(session: Session, name: str, holder: str, now: datetime, seconds: float) -> bool:
    """Take or renew a lease until `now + seconds`; False while somebody else holds it, who is not
    known to have died: a holder keeps its name on the database's `lifeline`, where there is one."""
    until = now + timedelta(seconds=seconds)
    free = or_(
        Lease.holder == holder,
        Lease.expires_at <= now,
        Lease.expires_at > now + timedelta(seconds=seconds * _IMPOSSIBLE),
        _is_of_the_dead(session.connection()),
    )
    taken = session.execute(
        update(Lease).where(Lease.name == name, free).values(holder=holder, expires_at=until)
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


def _is_of_the_dead(connection: Connection) -> ColumnElement[bool]:
    if connection.dialect.name != "postgresql":
        return false()
    return literal_column(nobody_holds(f"{Lease.__tablename__}.holder"), Boolean)


def renew(session: Session, name: str, holder: str, now: datetime, seconds: float) -> bool:
    """Hold a lease of ours until `now + seconds`; False if somebody else has taken it."""
    until = now + timedelta(seconds=seconds)
    ours = update(Lease).where(Lease.name == name, Lease.holder == holder)
    renewed = session.execute(ours.values(expires_at=until))
    assert isinstance(renewed, CursorResult)
    return bool(renewed.rowcount)


def holders(connection: Connection, now: datetime, *, besides: str = "") -> list[str]:
    """Who holds a lease now, besides the one of this name, and is not known to have died."""
    held = select(Lease.holder).where(
        Lease.expires_at > now, Lease.name != besides, not_(_is_of_the_dead(connection))
    )
    return sorted(set(connection.scalars(held)))


def release(session: Session, name: str, holder: str) -> None:
    """Give a lease back, if it is still ours."""
    session.execute(delete(Lease).where(Lease.name == name, Lease.holder == holder))
