"""From stored mails to recorded readings: jobs that take rows' ids and may run again.

That a reading was begun is written down before it, and what came of it in another transaction:
parsing and rules hold up no other writer.
"""

from __future__ import annotations

import dataclasses
import time
from collections import deque
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from sqlalchemy.orm import Session

from intake.interpret import NOTHING, Attempt, Interpreter, Parse, Read, Trust
from intake.reading_pool import ReadingPool
from intake.recorder import TOGETHER, ReadResult, Recorder
from intake.store import locks, mails
from intake.store.database import Database
from intake.store.schema import MailRow
from intake.turns import Correspondents, Turns
from rules.model import Circular

_RECORD_SECONDS = 5.0
"""Readings are recorded at least so often; recognising a scan can take a minute."""
_PATIENCE_SECONDS = 5.0
_LOOK_SECONDS = 0.05
"""How long, and how often looking, readings wait for those of other workers."""
_AT_ONCE = 25
_BYTES_AT_ONCE = 4_000_000
"""Bounds on the mails that are held in memory together."""
_INTERRUPTED = "Программа прерывалась при чтении этого письма."

Elsewhere = Callable[[Session], set[int]]
"""Tells which mails other workers are reading now (ids)."""


@dataclass
class _Begun:
    """A group that was begun: its number among the turns, ids with sizes of what is to be read, how
    many had no try left, and who waits for another."""

    number: int
    going: deque[tuple[int, int]] = field(default_factory=deque)
    spent: int = 0
    behind: tuple[int, ...] = ()

    @property
    def result(self) -> ReadResult:
        """What is known before anything was read."""
        return ReadResult(quarantined=self.spent, behind=self.behind)


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
        elsewhere: Elsewhere | None = None,
    ) -> None:
        """`recorded` is told of the mails that were read, in the transaction that records it. The
        processes of the `pool`, if there is one, read beside this one. Where other workers do too,
        `elsewhere` tells which mails they are at."""
        self.pool, self._elsewhere = pool, elsewhere
        self.database, self.clock, self.tries = database, clock, tries
        self._recorder = Recorder(database, circulars, clock, tries, recorded)
        self._correspondents = Correspondents(circulars)
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
        if ids:
            self.interpreter.load()
        total = self._read_once(ids, batch, going_on)
        left = total.behind
        while left and going_on():
            more = self._read_once(left, batch, going_on)
            total = dataclasses.replace(total + more, behind=more.behind)
            left = more.behind if len(more.behind) < len(left) else ()
        return total

    def _read_once(
        self, ids: Sequence[int], batch: int, going_on: Callable[[], bool]
    ) -> ReadResult:
        total, turns = ReadResult(), Turns(ids)
        groups = deque(self._groups(ids, batch))
        while (groups and going_on()) or self._is_abroad():
            while len(groups) > 1 and self.pool and self.pool.has_room and going_on():
                total += self._hand_out(turns, groups.popleft())
            if groups and going_on():
                total += self._read_group(turns, groups.popleft(), going_on)
            total += self._taken_back(turns, wait=not (groups and going_on()))
        return total

    def _is_abroad(self) -> bool:
        return self.pool is not None and self.pool.is_busy

    def _hand_out(self, turns: Turns, ids: Sequence[int]) -> ReadResult:
        """Give a group to another process."""
        assert self.pool
        begun = self._begin(turns, ids)
        parts = []
        while begun.going:
            parts.append([mail_id for mail_id, _ in _part(begun.going)])
            for _ in parts[-1]:
                begun.going.popleft()
        if parts:
            self.pool.give(begun.number, parts)
        else:
            turns.close(begun.number)
        return begun.result

    def _taken_back(self, turns: Turns, *, wait: bool) -> ReadResult:
        """Record what other processes have read."""
        if self.pool and self.pool.is_busy:
            for number, made in self.pool.finished(None if wait else 0):
                turns.put(number, made)
                turns.close(number)
        return self._recorded(turns)

    def _groups(self, ids: Sequence[int], batch: int) -> Iterator[list[int]]:
        """Batches; but a mail that was begun before goes alone, so that one which kills the process
        takes no tries from its neighbours. Those with the fewest tries go first: a service that is
        killed again and again from outside spends no one mail's tries."""
        with self.database.reading() as session:
            tried = mails.tried(session)
        fresh = [i for i in ids if i not in tried]
        yield from (fresh[start : start + batch] for start in range(0, len(fresh), batch))
        suspects = sorted((i for i in ids if i in tried), key=lambda i: (tried[i], i))
        yield from ([i] for i in suspects)

    def _read_group(
        self, turns: Turns, ids: Sequence[int], going_on: Callable[[], bool]
    ) -> ReadResult:
        """Read these mails, and record what came of them together; sooner where some take long. A
        mail that is not begun when `going_on` ends is as it was."""
        begun = self._begin(turns, ids)
        going, total = begun.going, begun.result
        since = time.monotonic()

        def in_time() -> bool:
            return going_on() and time.monotonic() - since < _RECORD_SECONDS

        while going and going_on():
            part = [mail_id for mail_id, _ in _part(going)]
            made = self.interpreter.attempts(part, in_time)
            turns.put(begun.number, made)
            for _ in made:
                going.popleft()
            if not in_time():
                total += self._recorded(turns)
                since = time.monotonic()
        self._give_back([mail_id for mail_id, _ in going])
        turns.close(begun.number)
        return total + self._recorded(turns)

    def _recorded(self, turns: Turns) -> ReadResult:
        """Record what is ready; what comes after mails that other workers are at, when they are
        done with them. If that takes too long, it is as it was before it was begun."""
        attempts = turns.ready()
        if self._elsewhere is None:
            return self._recorder.record(attempts)
        total, until = ReadResult(), time.monotonic() + _PATIENCE_SECONDS
        while True:
            done = self._recorder.record(attempts, partial(self._behind, turns))
            attempts = [attempt for attempt in attempts if attempt.mail_id in done.behind]
            if not attempts or time.monotonic() > until or not self._is_soon_read(turns, attempts):
                break
            total += dataclasses.replace(done, behind=())
            time.sleep(_LOOK_SECONDS)
        self._give_back(done.behind)
        turns.begun.difference_update(done.behind)
        return total + done

    def _is_soon_read(self, turns: Turns, attempts: Sequence[Attempt]) -> bool:
        """Whether other workers are at some mail that one of these waits for."""
        with self.database.reading() as session:
            rows = mails.rows(session, [attempt.mail_id for attempt in attempts])
            return len(self._behind(turns, session, rows, waits=True)) < len(rows)

    def _give_back(self, unbegun: Collection[int]) -> None:
        if unbegun:
            with self.database.session() as session:
                for row in mails.rows(session, list(unbegun)):
                    if row.error == TOGETHER:
                        row.error = None
                    else:
                        row.tries -= 1

    def _begin(self, turns: Turns, ids: Sequence[int]) -> _Begun:
        """Leave a trace of what is begun, for the case of a crash. Of a mail that is read alone a
        try is counted: if it never ends, the mail is to blame. Of several only that they were read
        together: each will be read alone."""
        begun = _Begun(turns.begin(ids))
        with self.database.session() as session:
            locks.hold_mails(session, ids)
            unread = set(mails.pending(session, only=ids))
            rows = [row for row in mails.rows(session, ids) if row.id in unread]
            behind = self._behind(turns, session, rows, waits=True)
            for row in rows:
                if row.id in behind:
                    continue
                if row.tries >= self.tries:
                    _put_aside(row)
                    begun.spent += 1
                else:
                    _trace(row, alone=len(ids) == 1)
                    begun.going.append((row.id, row.size))
        begun.behind = tuple(sorted(behind))
        return begun

    def _behind(
        self, turns: Turns, session: Session, rows: Sequence[MailRow], *, waits: bool = False
    ) -> set[int]:
        """Those of the mails before which another of the same correspondent came that is still to
        be read. If what is read `waits`, one that another worker is at does not count."""
        if not rows:
            return set()
        passed = set(turns.begun)
        if waits and self._elsewhere is not None:
            passed |= self._elsewhere(session) - turns.wanted
        earlier = mails.unread_before(session, rows[-1].id)
        others = [(mail_id, sender) for mail_id, sender in earlier if mail_id not in passed]
        return self._correspondents.behind({row.id: row.sender for row in rows}, others)


def _part(going: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The first of them that may be in memory together, at least one."""
    total = 0
    for number, (mail_id, size) in enumerate(going):
        total += size
        if number and (total > _BYTES_AT_ONCE or number >= _AT_ONCE):
            return
        yield mail_id, size


def _trace(row: MailRow, *, alone: bool) -> None:
    if not alone:
        row.error = TOGETHER
        return
    row.tries += 1
    if row.error == TOGETHER:
        row.error = None


def _put_aside(row: MailRow) -> None:
    row.state, row.reply_pending = "quarantined", True
    if row.error in (None, TOGETHER):
        row.error = _INTERRUPTED
