"""A lease held for the length of a block, and kept alive by a thread while the work goes on."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import ExitStack, suppress
from datetime import datetime
from types import TracebackType
from typing import Self

from sqlalchemy.exc import OperationalError

from intake.store import lease
from intake.store.database import Database


class Heartbeat:
    """`with Heartbeat(…) as held:` — `held.is_ours` tells, at any moment, whether the lease is."""

    def __init__(
        self, database: Database, name: str, seconds: float, clock: Callable[[], datetime]
    ) -> None:
        self._database, self._name, self._seconds, self._clock = database, name, seconds, clock
        self._holder = lease.new_holder()
        self._ended = threading.Event()
        self._line = ExitStack()
        self._thread = threading.Thread(target=self._renew, name=f"lease {name}", daemon=True)
        self.is_ours = False

    def _take(self) -> bool:
        with self._database.session() as session:
            return lease.acquire(session, self._name, self._holder, self._clock(), self._seconds)

    def _keep(self) -> bool:
        with self._database.session() as session:
            return lease.renew(session, self._name, self._holder, self._clock(), self._seconds)

    def _renew(self) -> None:
        while self.is_ours and not self._ended.wait(self._seconds / 3):
            # A database that is busy now is asked again before the lease ends.
            with suppress(OperationalError):
                self.is_ours = self._keep()

    def __enter__(self) -> Self:
        with ExitStack() as line:
            line.enter_context(self._database.lifeline.held(self._holder))
            self.is_ours = self._take()
            if self.is_ours:
                self._thread.start()
                self._line = line.pop_all()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._thread.ident is None:
            return
        self._ended.set()
        self._thread.join()
        with self._line, self._database.session() as session:
            lease.release(session, self._name, self._holder)
