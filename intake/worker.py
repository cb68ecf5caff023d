"""One pass over the mailbox: take in, store, settle the server's copies, read.

The order is the guarantee: raw bytes, hash and ledger are committed before the server's copy is
touched, and nothing depends on what became of that copy. Each step may be cut off anywhere and is
taken up by the next pass from the rows alone.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from intake.mailbox import Batch, Fetched, Mailbox, MailboxError
from intake.reader import Reader
from intake.recorder import ReadResult
from intake.store import clock, mails, queries
from intake.store.database import Database
from intake.store.heartbeat import Heartbeat
from intake.store.mails import Place
from rules.model import Mail, Reading

log = logging.getLogger(__name__)


_OVERLAP = 200
"""How far below the last UID each pass looks again: on a cluster of servers a mail may become
visible after a later one."""


def utc_now() -> datetime:
    """The system's clock; tests and rehearsals pass another."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class PassResult:
    """What one pass did. `busy`: another worker holds the mailbox, nothing was done.

    `unfetched` counts mails that the server has and does not give out; they are asked for again.
    `error` ended the exchange with the mailbox, `settle_error` only the moving of copies; in both
    cases all that was stored is stored, and read.
    """

    fetched: int = 0
    new: int = 0
    duplicates: int = 0
    too_large: int = 0
    unfetched: int = 0
    settled: int = 0
    reading: ReadResult = field(default_factory=ReadResult)
    busy: bool = False
    error: MailboxError | None = None
    settle_error: MailboxError | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """A mail of a dry run: what would be stored and recorded."""

    fetched: Fetched
    mail: Mail
    reading: Reading


class Worker:
    """Runs passes over one mailbox with one database."""

    def __init__(
        self,
        database: Database,
        mailbox: Mailbox,
        reader: Reader,
        *,
        lease_seconds: float = 120.0,
        clock: Callable[[], datetime] = utc_now,
        stopping: Callable[[], bool] = lambda: False,
        stored: Callable[[int], None] = lambda _count: None,
        stored_rows: Callable[[Session, Sequence[int]], None] = lambda _session, _ids: None,
    ) -> None:
        """`stopping` is asked between batches; `stored` is told how many mails were fetched, and
        `stored_rows` of the new rows, in the transaction that makes them."""
        self.database, self.mailbox, self.reader = database, mailbox, reader
        self.lease_seconds, self.clock = lease_seconds, clock
        self._stopping, self._stored, self._stored_rows = stopping, stored, stored_rows

    def run_pass(self) -> PassResult:
        """Take in what is new and read what is unread. Mailbox errors are in the result; the
        database's are raised."""
        name = f"mailbox:{self.mailbox.account}/{self.mailbox.folder}"
        with Heartbeat(self.database, name, self.lease_seconds, self.clock) as lease:
            if not lease.is_ours:
                return PassResult(busy=True)

            def going_on() -> bool:
                return lease.is_ours and not self._stopping()

            result = self._take_in(going_on)
            reading = self.reader.read_pending(going_on=going_on)
            self._beat(result)
        return replace(result, reading=reading)

    def _take_in(self, going_on: Callable[[], bool]) -> PassResult:
        result = PassResult()
        try:
            place = self._place(self.mailbox.open())
            left_over = self._unsettled(place)
            for step in self._steps(place, going_on):
                result = _sum(result, step)
            settled, settle_error = self._settle(place, left_over, going_on)
        except MailboxError as error:
            log.warning("mailbox: %s", error)
            return replace(result, error=error)
        return replace(result, settled=settled, settle_error=settle_error)

    def _place(self, uidvalidity: int) -> Place:
        return Place(self.mailbox.account, self.mailbox.folder, uidvalidity)

    def _steps(self, place: Place, going_on: Callable[[], bool]) -> Iterator[PassResult]:
        """Fetch and commit batch by batch; each is safe before the next is asked for."""
        with self.database.session() as session:
            clock.set_right(session, self.clock())
            mails.folder_row(session, place)
            mails.settle_vanished(session, place, self.clock())
        uids = self._new_uids(place)
        failed: list[int] = []
        for batch in self.mailbox.fetch(uids):
            failed.extend(batch.failed)
            yield self._commit(place, batch, min(failed, default=None))
            if not going_on():
                return

    def _new_uids(self, place: Place) -> list[int]:
        """What the folder has and the ledger has not."""
        with self.database.reading() as session:
            floor = max(0, mails.last_uid(session, place) - _OVERLAP)
            known = mails.known_uids(session, place, floor)
        return [uid for uid in self.mailbox.uids_after(floor) if uid not in known]

    def _commit(self, place: Place, batch: Batch, first_failed: int | None) -> PassResult:
        with self.database.session() as session:
            stored = mails.store_batch(session, place, batch.mails, self.clock(), first_failed)
            self._stored_rows(session, stored.new)
        self._stored(len(batch.mails))
        return PassResult(
            fetched=len(batch.mails),
            new=len(stored.new),
            duplicates=stored.duplicates,
            too_large=stored.too_large,
            unfetched=len(batch.failed),
        )

    def _unsettled(self, place: Place) -> dict[int, int]:
        with self.database.reading() as session:
            return mails.unsettled(session, place)

    def _settle(
        self, place: Place, left_over: Collection[int], going_on: Callable[[], bool]
    ) -> tuple[int, MailboxError | None]:
        """Move or flag the copies of committed rows, this pass's and those left by earlier ones."""
        copies = self._unsettled(place)
        if not copies or not going_on():
            return 0, None
        try:
            self.mailbox.settle(list(copies), left_over)
        except MailboxError as error:
            log.warning("the server's copies stay where they are: %s", error)
            return 0, error
        with self.database.session() as session:
            mails.settle(session, copies.values(), self.clock())
        return len(copies), None

    def _beat(self, result: PassResult) -> None:
        """Leave a trace for `check`: the last good pass, or the last error."""
        with self.database.session() as session:
            if result.error is None:
                queries.beat(session, "poll", self.clock())
            else:
                queries.beat(session, "poll_error", self.clock(), str(result.error))

    def preview(self) -> Iterator[Preview]:
        """Read what a pass would take in, without storing, moving or flagging anything."""
        place = self._place(self.mailbox.open(read_only=True))
        for batch in self.mailbox.fetch(self._new_uids(place)):
            yield from self._previewed(batch.mails)

    def _previewed(self, fetched: Sequence[Fetched]) -> Iterator[Preview]:
        for one in fetched:
            mail, reading = self.reader.interpreter.preview(one)
            yield Preview(one, mail, reading)


def _sum(total: PassResult, step: PassResult) -> PassResult:
    return replace(
        total,
        fetched=total.fetched + step.fetched,
        new=total.new + step.new,
        duplicates=total.duplicates + step.duplicates,
        too_large=total.too_large + step.too_large,
        unfetched=total.unfetched + step.unfetched,
    )
