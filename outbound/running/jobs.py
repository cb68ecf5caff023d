"""What a worker does for the queue: functions of rows' ids, the same that the service's own pass
is made of. Each may run again, at any time, and twice at once: the rows decide.
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from intake.reader import Reader
from intake.store import locks, pace
from intake.store.heartbeat import Heartbeat
from intake.store.schema import Letter, MailRow, ReadingRow
from outbound.campaign import letters
from outbound.running.queue import ANSWER, READ, SEND, Queue
from outbound.running.service import Service
from outbound.sending.outbox import LEASE, Carried

log = logging.getLogger(__name__)

_SLOT_WAIT: Final = timedelta(seconds=1)
_TURN_WAIT: Final = timedelta(seconds=1)
_DOWN_WAIT: Final = timedelta(seconds=30)
"""How long nobody tries a server that was down just now."""


@dataclass(frozen=True)
class Jobs:
    """The functions of one account. `connections` is how many workers may send for it at once."""

    service: Service
    reader: Reader
    queue: Queue
    connections: int = 1

    @property
    def by_name(self) -> dict[str, Callable[[Sequence[int]], None]]:
        """What is done under each name of a job."""
        return {READ: self.read, ANSWER: self.answer, SEND: self.send}

    def read(self, ids: Sequence[int]) -> None:
        """Read these mails; those that were read are to be answered. Of two mails of one
        correspondent the later waits until the earlier was read, by whomever."""
        found = self.reader.read_these(ids, going_on=lambda: not self.service.stopping())
        if found.behind:
            with self.service.database.session() as session:
                self.queue.put(session, READ, found.behind, at=self.service.clock() + _TURN_WAIT)

    def answer(self, ids: Sequence[int]) -> None:
        """Put the letters due for these mails into the outbox; they are to be sent."""
        service = self.service
        with service.database.session() as session:
            locks.take_turns(session, _correspondents(session, ids))
            made = letters.make_replies(session, service.office, service.clock(), only=ids)
            self.queue.put(session, SEND, _due_for(session, ids))
        for trouble in made.broken:
            log.error("%s", trouble)

    def send(self, ids: Sequence[int]) -> None:
        """Send these letters; later, if all connections are in use or the server is down."""
        service, hold = self.service, f"down:{self.queue.account}"
        with service.database.session() as session:
            if later := pace.held_until(session, hold, service.clock()):
                self.queue.put(session, SEND, ids, at=later)
                return
        with self._slot() as slot:
            if slot is None:
                self._put_back(ids, _SLOT_WAIT)
                return
            carried = self._carried(*slot, ids)
        with service.database.session() as session:
            service.beat_carried(session, carried)
            if carried.down:
                pace.hold(session, hold, service.clock() + _DOWN_WAIT)

    def _carried(self, carrier: str, lease: Heartbeat, ids: Sequence[int]) -> Carried:
        def going_on() -> bool:
            return lease.is_ours and not self.service.stopping()

        outbox = self.service.outbox(carrier)
        outbox.recover()
        try:
            return outbox.carry(going_on=going_on, only=ids)
        finally:
            self.service.sender.close()  # before another worker may take the slot

    def _put_back(self, ids: Sequence[int], wait: timedelta) -> None:
        with self.service.database.session() as session:
            self.queue.put(session, SEND, ids, at=self.service.clock() + wait)

    @contextlib.contextmanager
    def _slot(self) -> Iterator[tuple[str, Heartbeat] | None]:
        """One of the account's connections: its lease, by name and as held; None if all are in
        use."""
        service = self.service
        for number in range(self.connections):
            name = slot_name(self.queue.account, number)
            with Heartbeat(service.database, name, service.lease_seconds, service.clock) as lease:
                if lease.is_ours:
                    yield name, lease
                    return
        yield None


def slot_name(account: str, number: int) -> str:
    """The lease of one of an account's connections; the first is the one of the embedded service,
    so that both keep to the same limits."""
    parts = (LEASE, account, str(number) if number else "")
    return ":".join(part for part in parts if part)


def _correspondents(session: Session, ids: Sequence[int]) -> list[str]:
    """What the letters for these mails depend on besides the mails: who else is answered there."""
    found = session.execute(
        select(MailRow.sender, ReadingRow.circular, ReadingRow.recipient)
        .outerjoin(ReadingRow, ReadingRow.mail_id == MailRow.id)
        .where(MailRow.id.in_(ids))
    ).all()
    addresses = [f"address:{sender.lower()}" for sender, _, _ in found]
    return addresses + [f"recipient:{circular}:{who}" for _, circular, who in found if who]


def _due_for(session: Session, mail_ids: Sequence[int]) -> list[int]:
    query = select(Letter.id).where(Letter.mail_id.in_(mail_ids), Letter.state == "due")
    return list(session.scalars(query.order_by(Letter.id)))
