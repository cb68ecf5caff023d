"""From stored mails to recorded readings: jobs that take rows' ids and may run again.

A try is counted before it is made, and recorded in another transaction: parsing and rules hold up
no other writer. What is recorded together is one transaction; if anything goes wrong in it, each
mail is recorded alone, under a savepoint of its own.
"""

from __future__ import annotations

import dataclasses
import time
import traceback
from collections import deque
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.orm import Session

from intake.interpret import NOTHING, Attempt, Interpreter, Parse, Read, Trust, returned_ids
from intake.reading_pool import ReadingPool
from intake.store import locks, mails, officers, readings
from intake.store.context import Recording
from intake.store.database import Database
from intake.store.readings import Made
from intake.store.schema import MailRow
from rules.model import Circular

_RECORD_SECONDS = 5.0
"""Readings are recorded at least so often; recognising a scan can take a minute."""
_AT_ONCE = 25
_BYTES_AT_ONCE = 4_000_000
"""Bounds on the mails that are held in memory together."""


@dataclass(frozen=True, slots=True)
class ReadResult:
    """How many mails were read, how many of them a person must see, how many gave up."""

    read: int = 0
    review: int = 0
    failed: int = 0
    quarantined: int = 0

    def __add__(self, other: ReadResult) -> ReadResult:
        mine, theirs = dataclasses.astuple(self), dataclasses.astuple(other)
        return ReadResult(*(a + b for a, b in zip(mine, theirs, strict=True)))


class Reader:
    """Reads stored mails, and records what comes of them. `parse` and `read` are as for the
    interpreter."""

    def __init__(
        self,
        database: Database,
        circulars: Sequence[Circular],
        clock: Callable[[], datetime],
        *,
        tries: int = 3,
        parse: Parse | None = None,
        read: Read | None = None,
        recorded: Callable[[Session, Sequence[int]], None] = lambda _session, _ids: None,
        trust: Trust = NOTHING,
        pool: ReadingPool | None = None,
    ) -> None:
        """`recorded` is told of the mails that were read, in the transaction that records it. The
        processes of the `pool`, if there is one, read beside this one."""
        self.pool = pool
        self.database, self.clock, self.tries = database, clock, tries
        self._recorded_rows = recorded
        self.interpreter = Interpreter(database, circulars, parse=parse, read=read, trust=trust)

    def read_pending(self, *, batch: int = 50, going_on: Callable[[], bool]) -> ReadResult:
        """Read whatever is stored and unread, until done or told to stop."""
        with self.database.reading() as session:
            ids = mails.pending(session)
        return self.read_these(ids, batch=batch, going_on=going_on)

    def read_these(
        self, ids: Sequence[int], *, batch: int = 50, going_on: Callable[[], bool] = lambda: True
    ) -> ReadResult:
        """Read those of these mails that were not read, until done or told to stop."""
        total = ReadResult()
        groups = deque(self._groups(ids, batch))
        while (groups and going_on()) or self._is_abroad():
            while len(groups) > 1 and self.pool and self.pool.has_room and going_on():
                total += self._hand_out(groups.popleft())
            if groups and going_on():
                total += self.read_group(groups.popleft(), going_on)
            total += self._taken_back(wait=not (groups and going_on()))
        return total

    def _is_abroad(self) -> bool:
        return self.pool is not None and self.pool.is_busy

    def _hand_out(self, ids: Sequence[int]) -> ReadResult:
        """Give a group to another process."""
        assert self.pool
        going, spent = self._begin(ids)
        parts = []
        while going:
            parts.append([mail_id for mail_id, _ in _part(going)])
            for _ in parts[-1]:
                going.popleft()
        if parts:
            self.pool.give(parts)
        return ReadResult(quarantined=spent)

    def _taken_back(self, *, wait: bool) -> ReadResult:
        """Record what other processes have read."""
        total = ReadResult()
        if self.pool and self.pool.is_busy:
            for made in self.pool.finished(None if wait else 0):
                total += self.record(made)
        return total

    def _groups(self, ids: Sequence[int], batch: int) -> Iterator[list[int]]:
        """Batches; but a mail that failed before goes alone, so that one which kills the process
        takes no tries from its neighbours."""
        with self.database.reading() as session:
            tried = mails.tried(session)
        fresh = [i for i in ids if i not in tried]
        yield from (fresh[start : start + batch] for start in range(0, len(fresh), batch))
        yield from ([i] for i in ids if i in tried)

    def read_group(
        self, ids: Sequence[int], going_on: Callable[[], bool] = lambda: True
    ) -> ReadResult:
        """Read these mails, and record what came of them together; sooner where some take long. A
        mail that is not begun when `going_on` ends keeps its tries."""
        going, spent = self._begin(ids)
        total = ReadResult(quarantined=spent)
        attempts: list[Attempt] = []
        since = time.monotonic()

        def in_time() -> bool:
            return going_on() and time.monotonic() - since < _RECORD_SECONDS

        while going and going_on():
            part = [mail_id for mail_id, _ in _part(going)]
            made = self.interpreter.attempts(part, in_time)
            attempts += made
            for _ in made:
                going.popleft()
            if not in_time():
                total += self.record(attempts)
                attempts, since = [], time.monotonic()
        self._give_back([mail_id for mail_id, _ in going])
        return total + self.record(attempts)

    def _give_back(self, unbegun: Collection[int]) -> None:
        if unbegun:
            with self.database.session() as session:
                for row in mails.rows(session, list(unbegun)):
                    row.tries -= 1

    def _begin(self, ids: Sequence[int]) -> tuple[deque[tuple[int, int]], int]:
        """Count a try of each before it is made: a crash leaves its trace. Ids with sizes of those
        to be read, and how many had no try left."""
        going: deque[tuple[int, int]] = deque()
        spent = 0
        with self.database.session() as session:
            locks.hold_mails(session, ids)
            unread = set(mails.pending(session, only=ids))
            for row in mails.rows(session, ids):
                if row.id not in unread:
                    continue
                if row.tries >= self.tries:
                    row.state, row.reply_pending = "quarantined", True
                    row.error = row.error or "Программа прерывалась при чтении этого письма."
                    spent += 1
                else:
                    row.tries += 1
                    going.append((row.id, row.size))
        return going, spent

    def record(self, attempts: Sequence[Attempt]) -> ReadResult:
        """Record what came of these mails, in their order, in one transaction."""
        total = ReadResult()
        if not attempts:
            return total
        ids = [attempt.mail_id for attempt in attempts]
        with self.database.session() as session:
            locks.hold_mails(session, ids)
            unread = set(mails.pending(session, only=ids))  # else another worker was first
            attempts = [attempt for attempt in attempts if attempt.mail_id in unread]
            held = mails.rows(session, ids)  # not a query for each below
            for run in _runs(attempts):
                total += self._record_run(session, run)
            self._recorded_rows(session, ids)
            del held
        return total

    def _record_run(self, session: Session, run: Sequence[Attempt]) -> ReadResult:
        if len(run) > 1:
            try:
                with session.begin_nested(), session.no_autoflush:
                    return self._recorded_together(session, run)
            except (OperationalError, InterfaceError):
                raise  # the database's fault, not the mails'
            except Exception:  # noqa: BLE001 -- one of them; alone each tells for itself
                session.expire_all()
        return sum((self._record_alone(session, a) for a in run), ReadResult())

    def _recorded_together(self, session: Session, run: Sequence[Attempt]) -> ReadResult:
        rows = {row.id: row for row in mails.rows(session, [a.mail_id for a in run])}
        parsed = [
            (row, attempt.mail, attempt.reading)
            for attempt in run
            if attempt.mail and attempt.reading and (row := rows[attempt.mail_id]).state != "read"
        ]
        mails.describe(session, [(row, mail) for row, mail, _ in parsed])
        made = list(self._in_context(session, [(row, reading) for row, _, reading in parsed]))
        readings.record_all(session, made, self.clock())
        for row, _ in made:
            _done(row)
        session.flush()
        return ReadResult(len(made), sum(reading.needs_review for _, reading in made))

    def _in_context(self, session: Session, made: Sequence[Made]) -> Iterator[Made]:
        """The readings in the light of what stood when their mails came, those before them
        included."""
        entered = readings.officers_answers(session, [reading for _, reading in made])
        for came_at, some in groupby(made, key=lambda one: one[0].received_at):
            recording = Recording(session, self.interpreter.circulars, came_at)
            for row, reading in some:
                now = readings.heeding(recording.in_context(reading), came_at, entered)
                recording.heard(now)
                yield row, now

    def _record_alone(self, session: Session, attempt: Attempt) -> ReadResult:
        if attempt.reading is None or attempt.mail is None:
            return self._failed(session, attempt, attempt.error)
        try:
            with session.begin_nested(), session.no_autoflush:
                return self._recorded(session, attempt)
        except (OperationalError, InterfaceError):
            raise  # the database's fault, not the mail's
        except Exception:  # noqa: BLE001 -- whatever one mail does, the others go on
            return self._failed(session, attempt, traceback.format_exc(limit=-12))

    def _recorded(self, session: Session, attempt: Attempt) -> ReadResult:
        assert attempt.mail
        assert attempt.reading
        row = session.get_one(MailRow, attempt.mail_id)
        if row.state == "read":
            return ReadResult()
        mails.describe(session, [(row, attempt.mail)])
        if attempt.of_officers:
            officers.note(session, row.id)
        ((_, reading),) = self._in_context(session, [(row, attempt.reading)])
        readings.record(session, row.id, reading, self.clock(), returned_ids(attempt.mail))
        _done(row)
        session.flush()
        return ReadResult(read=1, review=int(reading.needs_review))

    def _failed(self, session: Session, attempt: Attempt, error: str) -> ReadResult:
        row = session.get_one(MailRow, attempt.mail_id)
        row.error = error
        if attempt.mail is not None:
            mails.describe(session, [(row, attempt.mail)])
        if row.tries < self.tries:
            return ReadResult(failed=1)
        row.state, row.reply_pending = "quarantined", True
        return ReadResult(failed=1, quarantined=1)


def _part(going: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The first of them that may be in memory together, at least one."""
    total = 0
    for number, (mail_id, size) in enumerate(going):
        total += size
        if number and (total > _BYTES_AT_ONCE or number >= _AT_ONCE):
            return
        yield mail_id, size


def _done(row: MailRow) -> None:
    row.error = None
    if row.state != "too_large":
        row.state = "read"


def _runs(attempts: Sequence[Attempt]) -> Iterator[list[Attempt]]:
    """Runs of mails that are recorded alike, in their order; what has consequences of its own
    (failures, bounces, officers' mail) is alone."""
    run: list[Attempt] = []
    for attempt in attempts:
        if _is_plain(attempt):
            run.append(attempt)
            continue
        if run:
            yield run
        yield [attempt]
        run = []
    if run:
        yield run


def _is_plain(attempt: Attempt) -> bool:
    reading = attempt.reading
    return reading is not None and not (reading.bounced or attempt.of_officers)
