"""How fast an account may send: rows, so that it holds for all workers and across restarts.

A limit is N letters in a window. A tenth of them may leave at once, the others follow evenly, so
that no window of this length, wherever it begins, holds more than N (the generic cell rate
algorithm: a row keeps the moment from which the next letter would be in time).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from intake.store.schema import Pace
from intake.store.upsert import upsert


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `count` letters of an account in any window of this length."""

    name: str
    count: int
    window: timedelta

    @property
    def burst(self) -> int:
        """How many may leave at once."""
        return max(1, self.count // 10)

    @property
    def step(self) -> timedelta:
        """The even distance between those that follow."""
        return self.window / max(1, self.count - self.burst)


def free(session: Session, limits: Sequence[Limit], wanted: int, now: datetime) -> int:
    """Of so many letters how many may leave now, in the caller's transaction: they are counted as
    sent. 0: see `free_at`."""
    rows = {limit.name: _held(session, limit, now) for limit in limits}
    allowed = min([_room(limit, rows[limit.name], now) for limit in limits], default=wanted)
    granted = max(0, min(wanted, allowed))
    for limit in limits:
        row = rows[limit.name]
        row.next_at = max(row.next_at, now) + limit.step * granted
    return granted


def free_at(session: Session, limits: Sequence[Limit]) -> datetime | None:
    """From when on the next letter may leave; None without limits."""
    moments = []
    for limit in limits:
        row = session.get(Pace, limit.name)
        if row is not None:
            moments.append(row.next_at - limit.step * (limit.burst - 1))
    return max(moments, default=None)


def hold(session: Session, name: str, until: datetime) -> None:
    """Let nobody begin before `until`, such as while a server is down."""
    upsert(session, Pace(name=name, next_at=until))


def held_until(session: Session, name: str, now: datetime) -> datetime | None:
    """Until when nobody is to begin; None if anybody may."""
    row = session.get(Pace, name)
    return row.next_at if row is not None and row.next_at > now else None


def _room(limit: Limit, row: Pace, now: datetime) -> int:
    """How many more may leave at once: letters are in time up to `burst` steps ahead."""
    ahead = max(row.next_at - now, timedelta())
    return limit.burst - -(-ahead // limit.step)


def _held(session: Session, limit: Limit, now: datetime) -> Pace:
    """The limit's row, which no other transaction changes meanwhile."""
    query = select(Pace).where(Pace.name == limit.name).with_for_update()
    query = query.execution_options(populate_existing=True)
    found = session.scalar(query)
    if found is None:
        try:
            with session.begin_nested():
                session.add(Pace(name=limit.name, next_at=now))
        except IntegrityError:
            pass  # another worker was first
        found = session.scalars(query).one()
    return found
