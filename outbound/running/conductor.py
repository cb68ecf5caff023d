"""The service of an account whose work the queue carries: it takes mail in and does what the clock
calls for; reading, answering and sending are put into the queue.

One worker at a time conducts an account, under a lease; its pass also finds the rows that no job
is about, whatever became of their jobs.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from intake.reader import Reader
from intake.recorder import ReadResult
from intake.store import mails
from intake.store.heartbeat import Heartbeat
from intake.store.schema import Letter
from outbound.campaign.letters import Due
from outbound.campaign.unanswered import unanswered
from outbound.running.queue import ANSWER, READ, SEND, Queue
from outbound.running.service import PassReport, Service, Stop, Waiter, serve
from outbound.sending.outbox import Carried

_SWEPT = 1000
"""So many unanswered mails are looked at in one transaction."""


class QueueReader(Reader):
    """A reader that is given its mails by the queue."""

    def read_pending(self, *, batch: int = 50, going_on: Callable[[], bool]) -> ReadResult:  # noqa: ARG002
        """Nothing: the queue knows of what was stored."""
        return ReadResult()


@dataclass(frozen=True)
class Conductor(Service):
    """A `Service` whose letters are composed and sent by jobs."""

    queue: Queue = field(default_factory=Queue)

    def make_replies(self) -> Due:
        """Put in the mails that are to be read or answered and that no job is about."""
        with self.database.session() as session:
            self.queue.put_left_behind(session, READ, mails.pending(session))
        last = 0
        while True:
            with self.database.session() as session:
                ids = [mail.id for mail, _ in unanswered(session, _SWEPT, last)]
                self.queue.put_left_behind(session, ANSWER, ids)
            if not ids:
                return Due()
            last = ids[-1]

    def carry(self, seconds: float = math.inf) -> Carried | None:  # noqa: ARG002
        """Put in the letters that are due and that no job is about; file the copies of those that
        were sent."""
        outbox, carried = self.outbox(f"conductor:{self.queue.account}"), Carried()
        outbox.recover()
        with self.database.session() as session:
            self.queue.put_left_behind(session, SEND, _due(session, self.clock()))
        if self.sent_folder is not None:
            carried.filed, carried.unfiled = outbox.file_copies(self.sent_folder)
        return carried

    def next_due_at(self) -> datetime | None:
        """When the next letter is due that no job is about yet."""
        later = (Letter.state == "due", Letter.next_try_at > self.clock())
        with self.database.reading() as session:
            return session.scalar(select(func.min(Letter.next_try_at)).where(*later))


def conduct(
    service: Conductor,
    waiter: Waiter,
    poll_seconds: float,
    stop: Stop,
    told: Callable[[PassReport], None] = lambda _report: None,
) -> None:
    """Pass after pass while the account's lease is ours; else wait for it. Ends when asked to."""
    name = f"conductor:{service.queue.account}"
    while not stop():
        with Heartbeat(service.database, name, service.lease_seconds, service.clock) as lease:
            if lease.is_ours:
                serve(service, waiter, poll_seconds, _WhileOurs(stop, lease), told)
        stop.sleep(min(poll_seconds, service.lease_seconds / 3))


class _WhileOurs(Stop):
    """Stops when asked to, or when the lease is lost."""

    def __init__(self, stop: Stop, lease: Heartbeat) -> None:
        super().__init__()
        self._asked, self._lease = stop, lease

    def __call__(self) -> bool:
        return self._asked() or not self._lease.is_ours

    def sleep(self, seconds: float) -> None:
        """Sleep, but wake up when asked to stop."""
        self._asked.sleep(seconds)


def _due(session: Session, now: datetime) -> Sequence[int]:
    query = select(Letter.id).where(Letter.state == "due", Letter.next_try_at <= now)
    return session.scalars(query.order_by(Letter.next_try_at, Letter.id)).all()
