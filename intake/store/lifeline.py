"""How workers that share a PostgreSQL know at once that one of them has died.

A worker holds locks of its database session under names of its own. The server lets go of them when
the session ends, whatever ended it, so a name that nobody holds belongs to nobody alive. A machine
that vanished is noticed later, when the server finds its connection dead: therefore leases and
heartbeats end by the clock as well. (A pool between us and the server must pool sessions, not
transactions.) On SQLite there is no such lock, and only the clock tells.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from sqlalchemy import TextClause, text
from sqlalchemy.exc import DBAPIError

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

_HOLD: Final = text("SELECT pg_try_advisory_lock(hashtextextended(:name, 0))")
_LET_GO: Final = text("SELECT pg_advisory_unlock(hashtextextended(:name, 0))")


def nobody_holds(name: str) -> str:
    """SQL of PostgreSQL: whether no session holds the name that this expression gives."""
    return (
        "NOT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' "  # noqa: S608 (ours)
        "AND objsubid = 1 "
        "AND database = (SELECT oid FROM pg_database WHERE datname = current_database()) "
        f"AND (classid::bigint << 32 | objid::bigint) = hashtextextended({name}, 0))"
    )


class Lifeline:
    """The names that this process holds in a database, all by one connection of its own, which is
    opened with the first of them."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._is_shared = engine.dialect.name == "postgresql"
        self._names: set[str] = set()
        self._connection: Connection | None = None
        self._mutex = threading.Lock()

    @contextlib.contextmanager
    def held(self, name: str) -> Iterator[None]:
        """Hold a name that nobody else uses for the length of the block. Raises OperationalError
        if the database cannot be reached."""
        if not self._is_shared:
            yield
            return
        with self._mutex:
            self._hold(name)
            self._names.add(name)
        try:
            yield
        finally:
            with self._mutex:
                self._names.discard(name)
                self._let_go(name)

    def close(self) -> None:
        """Let go of everything."""
        with self._mutex:
            self._end_session()

    def _hold(self, name: str) -> None:
        if self._connection is not None:
            try:
                self._say(_HOLD, name)
            except DBAPIError:  # the connection was lost, and with it what was held
                self._end_session()
            else:
                return
        self._connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        for one in (*self._names, name):
            self._say(_HOLD, one)

    def _say(self, what: TextClause, name: str) -> None:
        assert self._connection is not None
        with self._connection.begin():
            self._connection.execute(what, {"name": name})

    def _end_session(self) -> None:
        """A connection that went back to the pool would still hold."""
        if self._connection is not None:
            with contextlib.suppress(DBAPIError):
                self._connection.invalidate()
            self._connection.close()
        self._connection = None

    def _let_go(self, name: str) -> None:
        if self._connection is not None:
            try:
                self._say(_LET_GO, name)
            except DBAPIError:  # nothing is held now; the next name brings the others back
                self._end_session()
