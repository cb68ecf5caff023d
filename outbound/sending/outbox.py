"""The outbox: letters due → sending → sent, with tries, back-off and a final failure.

A letter is committed as "sending" before it is handed over, and its fate is committed after. What
is found in "sending" later was cut off in between: nobody can know whether the server has it.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final, Protocol

from sqlalchemy import Select, bindparam, func, select, update
from sqlalchemy.orm import Session, defer

from intake.logs import about
from intake.mailbox import MailboxError
from intake.store import pace
from intake.store.pace import Limit
from intake.store.schema import Base, Lease, Letter
from outbound.office import Clock
from outbound.sending.smtp import Fate, Sender, Verdict
from outbound.sending.smtp_client import ServerDownError
from outbound.sending.still_due import StillDue, undeliverable

log = logging.getLogger(__name__)

BACK_OFF: Final = tuple(timedelta(minutes=m) for m in (1, 5, 15, 60, 240, 720))
"""The wait after the first, second, … refusal; the last stands for all that follow."""

LEASE: Final = "outbox"
"""The lease of the one who carries, where there is one."""

_ENOUGH: Final = 3
"""After so many letters that the server would not relay, and none that it did, a pass ends."""

OpenSession = Callable[[], AbstractContextManager[Session]]


class SentFolder(Protocol):
    """Where copies of sent letters go."""

    def file_copy(self, content: bytes, sent_at: datetime) -> None:
        """Put a copy away. Raises MailboxError or OSError if it cannot."""


@dataclass
class Carried:
    """What one pass did: counts of letters by fate; `down` says why the server was not reached,
    `refusal` why it relayed nothing for us (`refused` letters; they are postponed too); `held` were
    kept back by the account's limits."""

    sent: int = 0
    postponed: int = 0
    failed: int = 0
    dropped: int = 0
    held: int = 0
    filed: int = 0
    refused: int = 0
    refusal: str = ""
    down: str = ""
    unfiled: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """A letter marked as being sent; `tries` counts this one."""

    letter_id: int
    tries: int
    to: str
    content: bytes
    mail_id: int | None = None


@dataclass(frozen=True, slots=True)
class Handed:
    """What became of a claimed letter; no verdict: the server was `down`."""

    letter_id: int
    tries: int
    verdict: Verdict | None
    down: str = ""


@dataclass(frozen=True)
class Outbox:
    """Carries what is due. `carrier` is the lease that the caller holds; several may work at a
    time, each under another, for a letter is claimed in the row.

    `tries` is after how many refusals a letter fails; `repeat_uncertain` sends again (with the same
    Message-ID) a letter that the server may have accepted, else a person decides. Letters go in
    rounds, one at a time, or one for each connection where there are others `abreast`: so many may
    be uncertain if the process dies.
    """

    session: OpenSession
    sender: Sender
    clock: Clock
    tries: int = 8
    repeat_uncertain: bool = True
    still_due: Mapping[str, StillDue] = field(default_factory=dict)
    carrier: str = LEASE
    abreast: Sequence[Sender] = ()
    limits: Sequence[Limit] = ()

    def recover(self) -> int:
        """Settle letters found in "sending" by nobody who is still at it: a process died, or was
        cut off, while handing them over. Returns how many."""
        cut_off = Verdict(Fate.UNKNOWN, "работа прервалась во время отправки")
        with self.session() as session:
            found = session.execute(self._cut_off()).all()
            self._settle(session, [Handed(*row, cut_off) for row in found], Carried())
            return len(found)

    def _cut_off(self) -> Select[int, int]:
        others = select(Lease.name).where(
            Lease.name != self.carrier, Lease.expires_at > self.clock()
        )
        at_it = Letter.carrier.is_not(None) & Letter.carrier.in_(others)
        query = select(Letter.id, Letter.tries).where(Letter.state == "sending", ~at_it)
        return query.with_for_update()

    def carry(
        self,
        limit: int = 1000,
        going_on: Callable[[], bool] = lambda: True,
        only: Sequence[int] | None = None,
    ) -> Carried:
        """Send what is due now (`only` these letters, if given), oldest first. `going_on` is asked
        before each round."""
        done = Carried()
        due = deque(self._due(limit, only))
        if not due:
            return done
        handed: list[Handed] = []
        with ThreadPoolExecutor(1 + len(self.abreast)) as pool:  # no thread before it is needed
            try:
                self.sender.open()
                while due or handed:
                    claimed = self._turn(handed, due if going_on() else deque(), done)
                    handed = []
                    if not claimed:
                        break
                    handed = self._hand_over(claimed, pool)
            except ServerDownError as error:
                done.down = str(error)
        return done

    def _turn(self, handed: Sequence[Handed], due: deque[int], done: Carried) -> list[Claim]:
        """Between two rounds, in one transaction: what became of the letters of the last one, and
        the claim to those of the next."""
        with self.session() as session:
            self._settle(session, handed, done)
            if done.down or (done.refused >= _ENOUGH and not done.sent):
                return []
            claimed: list[Claim] = []
            while due and len(claimed) < 1 + len(self.abreast):
                if self.limits and not pace.free(session, self.limits, 1, self.clock()):
                    self._put_off(session, due, done)
                    break
                claimed += self._claim(session, due.popleft(), done)
            return claimed

    def _put_off(self, session: Session, due: deque[int], done: Carried) -> None:
        """Give each of the letters that the account's limits hold back a time of its own."""
        at = pace.free_at(session, self.limits) or self.clock()
        step = max(limit.step for limit in self.limits)
        times = [{"letter_id": i, "next_try_at": at + step * n} for n, i in enumerate(due)]
        session.execute(_PUT_OFF, times)
        done.held += len(times)
        due.clear()

    def _hand_over(self, claimed: Sequence[Claim], pool: Executor) -> list[Handed]:
        """Hand a round of letters over, each by a connection of its own."""
        if len(claimed) == 1:
            return [_handed(self.sender, claimed[0])]
        return list(pool.map(_handed, (self.sender, *self.abreast), claimed))

    def _due(self, limit: int, only: Sequence[int] | None) -> list[int]:
        query = (
            select(Letter.id)
            .where(Letter.state == "due", Letter.next_try_at <= self.clock())
            .order_by(Letter.next_try_at, Letter.id)
            .limit(limit)
        )
        if only is not None:
            query = query.where(Letter.id.in_(only))
        with self.session() as session:
            return list(session.scalars(query))

    def _claim(self, session: Session, letter_id: int, done: Carried) -> list[Claim]:
        """Mark the letter as being sent, if it is still due: asked again at this very moment."""
        connection = session.connection()
        found = connection.execute(_CLAIMED, {"letter_id": letter_id, "carrier": self.carrier})
        columns = found.mappings().one_or_none()
        if columns is None:  # another was first
            return []
        row = Letter(**columns)  # a copy: what is asked about it changes nothing
        if reason := self._no_longer_due(session, row):
            dropped = {"letter_id": letter_id, "tries": row.tries - 1, "error": reason}
            connection.execute(_DROPPED, dropped)
            done.dropped += 1
            return []
        return [Claim(letter_id, row.tries, row.to_address, row.content, row.mail_id)]

    def _no_longer_due(self, session: Session, row: Letter) -> str | None:
        ask = self.still_due.get(row.purpose)
        now = self.clock()
        return undeliverable(session, row, now) or (ask(session, row, now) if ask else None)

    def _settle(self, session: Session, handed: Sequence[Handed], done: Carried) -> None:
        """Enter what became of these letters, and count it."""
        connection = session.connection()
        for one in handed:
            if one.verdict is None:  # no fault of the letter: the try does not count
                done.down = one.down
                connection.execute(_RELEASED, {"letter_id": one.letter_id, "tries": one.tries - 1})
                continue
            columns = self._outcome(one, one.verdict, through=done.sent > 0)
            connection.execute(_SETTLED, columns)
            if one.verdict.fate is Fate.REFUSED_US:
                done.refused += 1
                done.refusal = one.verdict.reason
            done.sent += columns["state"] == "sent"
            done.postponed += columns["state"] == "due"
            done.failed += columns["state"] == "failed"

    def _outcome(self, handed: Handed, verdict: Verdict, *, through: bool) -> dict[str, Any]:
        """The columns of a letter after it was handed over; `through`: others did get through."""
        now, tries = self.clock(), handed.tries
        columns = {
            "letter_id": handed.letter_id,
            "state": "failed",
            "tries": tries,
            "error": verdict.reason or None,
            "sent_at": None,
            "next_try_at": now,
        }
        match verdict.fate:
            case Fate.ACCEPTED:
                return {**columns, "state": "sent", "sent_at": now}
            case Fate.NEVER:
                return columns
            case Fate.UNKNOWN if not self.repeat_uncertain:
                unknown = f"неизвестно, принято ли письмо: {verdict.reason}"
                return {**columns, "error": unknown}
        if verdict.fate is Fate.REFUSED_US and not through:
            tries -= 1  # nothing gets through: it is us
        wait = BACK_OFF[min(max(tries, 1), len(BACK_OFF)) - 1]
        state = "failed" if tries >= self.tries else "due"
        return {**columns, "state": state, "tries": tries, "next_try_at": now + wait}

    def file_copies(self, folder: SentFolder, limit: int = 200) -> tuple[int, str]:
        """Put copies of sent letters away; (how many, why it stopped or ""). What fails is tried
        again at the next pass: a letter without its copy is a letter sent."""
        filed = 0
        for letter_id in self._unfiled(limit):
            with self.session() as session:
                row = session.get_one(Letter, letter_id)
                content, sent_at = row.content, row.sent_at or self.clock()
            try:
                folder.file_copy(content, sent_at)
            except (MailboxError, OSError) as error:
                return filed, str(error) or type(error).__name__
            with self.session() as session:
                session.get_one(Letter, letter_id).filed_at = self.clock()
            filed += 1
        return filed, ""

    def _unfiled(self, limit: int) -> list[int]:
        query = (
            select(Letter.id)
            .where(Letter.state == "sent", Letter.filed_at.is_(None))
            .order_by(Letter.id)
            .limit(limit)
        )
        with self.session() as session:
            return list(session.scalars(query))


def _handed(sender: Sender, letter: Claim) -> Handed:
    try:
        verdict = sender.send(letter.to, letter.content)
        with about(letter.mail_id):
            log.info("letter %s handed over: %s", letter.letter_id, verdict.fate.value)
        return Handed(letter.letter_id, letter.tries, verdict)
    except ServerDownError as error:
        return Handed(letter.letter_id, letter.tries, None, str(error))


_OUTBOX: Final = Base.metadata.tables["letter"]
_THIS: Final = update(_OUTBOX).where(_OUTBOX.c.id == bindparam("letter_id"))
_SETTLED: Final = _THIS.values(
    {name: bindparam(name) for name in ("state", "tries", "error", "sent_at", "next_try_at")}
)
_DUE: Final = _THIS.where(_OUTBOX.c.state == "due")
_CLAIMED: Final = _DUE.values(
    state="sending", tries=_OUTBOX.c.tries + 1, carrier=bindparam("carrier")
).returning(*_OUTBOX.c)
_DROPPED: Final = _THIS.values(
    state="dropped", tries=bindparam("tries"), error=bindparam("error"), carrier=None
)
_RELEASED: Final = _THIS.values(state="due", tries=bindparam("tries"))
_PUT_OFF: Final = _DUE.values(next_try_at=bindparam("next_try_at"))


def next_try_at(session: Session) -> datetime | None:
    """When the next letter that waits is to be tried."""
    return session.scalar(select(func.min(Letter.next_try_at)).where(Letter.state == "due"))


def listed(session: Session, state: str | None = None) -> Sequence[Letter]:
    """The letters of the outbox in the order of their making, all or those in one state."""
    query = select(Letter).options(defer(Letter.content)).order_by(Letter.id)
    return session.scalars(query if state is None else query.where(Letter.state == state)).all()


def retry_failed(session: Session, now: datetime) -> int:
    """Give every failed letter its tries again, from now on; returns how many there were."""
    rows = session.scalars(select(Letter).where(Letter.state == "failed")).all()
    for row in rows:
        row.state, row.tries, row.next_try_at, row.error = "due", 0, now, None
    return len(rows)
