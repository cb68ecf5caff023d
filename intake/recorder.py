"""What came of readings, into the store: together in one transaction; if anything goes wrong in it,
each mail alone, under a savepoint of its own.
"""

from __future__ import annotations

import dataclasses
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.orm import Session

from intake.interpret import Attempt, returned_ids
from intake.store import locks, mails, officers, readings
from intake.store.context import Recording
from intake.store.database import Database
from intake.store.readings import Made
from intake.store.schema import MailRow
from rules.model import Circular

Late = Callable[[Session, Sequence[MailRow]], set[int]]
"""Tells which of these unread mails must wait for others (ids)."""

TOGETHER = "Программа прервалась, когда читала это письмо вместе с другими."
"""The trace in a row of a mail whose reading was begun together with others'."""


@dataclass(frozen=True, slots=True)
class ReadResult:
    """How many mails were read, how many of them a person must see, how many gave up. `behind` are
    those that wait for an earlier mail of the same correspondent, which somebody else reads."""

    read: int = 0
    review: int = 0
    failed: int = 0
    quarantined: int = 0
    behind: tuple[int, ...] = ()

    def __add__(self, other: ReadResult) -> ReadResult:
        mine, theirs = dataclasses.astuple(self), dataclasses.astuple(other)
        return ReadResult(*(a + b for a, b in zip(mine, theirs, strict=True)))


class Recorder:
    """Records readings; after so many `tries` a mail is put aside. `recorded` is told of the mails
    that were read, in the transaction that records it."""

    def __init__(
        self,
        database: Database,
        circulars: Sequence[Circular],
        clock: Callable[[], datetime],
        tries: int,
        recorded: Callable[[Session, Sequence[int]], None],
    ) -> None:
        self._database, self._circulars, self._clock = database, circulars, clock
        self._tries, self._recorded_rows = tries, recorded

    def record(self, attempts: Sequence[Attempt], late: Late = lambda _, __: set()) -> ReadResult:
        """Record what came of these mails, in their order, in one transaction; not of those that
        are `late`, which are told of as `behind`."""
        total = ReadResult()
        if not attempts:
            return total
        ids = [attempt.mail_id for attempt in attempts]
        with self._database.session() as session:
            locks.hold_mails(session, ids)
            unread = set(mails.pending(session, only=ids))  # else another worker was first
            held = mails.rows(session, ids)  # not a query for each below
            behind = late(session, [row for row in held if row.id in unread])
            attempts = [a for a in attempts if a.mail_id in unread - behind]
            for run in _runs(attempts):
                total += self._record_run(session, run)
            self._recorded_rows(session, [i for i in ids if i not in behind])
            del held
        return total + ReadResult(behind=tuple(sorted(behind)))

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
        readings.record_all(session, made, self._clock())
        for row, _ in made:
            _done(row)
        session.flush()
        return ReadResult(len(made), sum(reading.needs_review for _, reading in made))

    def _in_context(self, session: Session, made: Sequence[Made]) -> Iterator[Made]:
        """The readings in the light of what stood when their mails came, those before them
        included."""
        entered = readings.officers_answers(session, [reading for _, reading in made])
        for came_at, some in groupby(made, key=lambda one: one[0].received_at):
            recording = Recording(session, self._circulars, came_at)
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
        readings.record(session, row.id, reading, self._clock(), returned_ids(attempt.mail))
        _done(row)
        session.flush()
        return ReadResult(read=1, review=int(reading.needs_review))

    def _failed(self, session: Session, attempt: Attempt, error: str) -> ReadResult:
        row = session.get_one(MailRow, attempt.mail_id)
        row.tries += row.error == TOGETHER  # of one read alone it was counted before
        row.error = error
        if attempt.mail is not None:
            mails.describe(session, [(row, attempt.mail)])
        if row.tries < self._tries:
            return ReadResult(failed=1)
        row.state, row.reply_pending = "quarantined", True
        return ReadResult(failed=1, quarantined=1)


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
