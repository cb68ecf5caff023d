"""One pass of the whole service, and the loop around it.

A pass: take mail in and read it, put the letters due into the outbox, carry them, file copies, and
make the summary if its hour has come. Every step works from rows alone, so a pass may be cut off
anywhere, and a service that slept for days catches up once.
"""

from __future__ import annotations

import contextlib
import logging
import math
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from types import FrameType
from typing import Protocol

from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlalchemy.orm import Session

from intake.mailbox import MailboxError
from intake.store import queries
from intake.store.database import Database
from intake.store.heartbeat import Heartbeat
from intake.store.pace import Limit
from intake.worker import PassResult
from outbound.campaign import letters, timed
from outbound.campaign.letters import Due
from outbound.office import Clock, Office, wall_clock
from outbound.overview import summary
from outbound.overview.health import health
from outbound.review import notices, officers
from outbound.running import alarms
from outbound.sending.outbox import LEASE, Carried, Outbox, SentFolder, next_try_at
from outbound.sending.smtp import Sender
from outbound.sending.still_due import STILL_DUE

log = logging.getLogger(__name__)

BACK_OFF_SECONDS = (5.0, 15.0, 60.0, 300.0)
"""How long `serve` waits after the first, second, … failed pass in a row."""


CARRY_SECONDS = 300.0
"""For so long a pass hands letters over: a slow server must not keep the mailbox waiting."""


class Intake(Protocol):
    """Whoever takes mail in: `intake.worker.Worker`."""

    def run_pass(self) -> PassResult:
        """Take in what is new and read what is unread."""


class Waiter(Protocol):
    """Whoever can wait for new mail: `intake.imap.ImapMailbox`."""

    def wait(self, seconds: float, stopping: Callable[[], bool]) -> bool:
        """Wait for news, at most so long. May raise MailboxError."""


@dataclass(frozen=True)
class PassReport:
    """What one pass did. `busy`: another process carries the outbox just now."""

    intake: PassResult = field(default_factory=PassResult)
    due: Due = field(default_factory=Due)
    summaries: int = 0
    carried: Carried = field(default_factory=Carried)
    busy: bool = False

    @property
    def troubles(self) -> tuple[str, ...]:
        """What went wrong, in Russian; empty after a good pass."""
        found = [str(e) for e in (self.intake.error, self.intake.settle_error) if e]
        found += self.due.broken
        if self.carried.down:
            found.append(f"Письма не отправлены: {self.carried.down}")
        if self.carried.refusal:
            found.append(f"Сервер не пересылает наши письма: {self.carried.refusal}")
        if self.carried.unfiled:
            found.append(f"Копии не сохранены в папку отправленных: {self.carried.unfiled}")
        return tuple(found)

    @property
    def is_good(self) -> bool:
        """Whether mail was taken in and letters could leave."""
        relayed = self.carried.sent or not self.carried.refused
        return bool(relayed) and not (self.intake.error or self.carried.down)

    @property
    def awaits_person(self) -> bool:
        """Whether something of this pass needs a person before it can go on."""
        reading = self.intake.reading
        return bool(
            reading.quarantined or self.carried.failed or self.carried.unfiled
            or self.intake.unfetched or self.intake.settle_error
        )  # fmt: skip


class Seldom:
    """Lets work take a hundredth of the time at most: after a second of it follow 99 of rest, by
    the service's clock. A clock that was set back does not make the rest endless."""

    _REST = 99
    _LONGEST = timedelta(hours=1)

    def __init__(self) -> None:
        self._rest_until: datetime | None = None

    def is_time(self, now: datetime) -> bool:
        """Whether it has rested long enough."""
        left = self._rest_until - now if self._rest_until else timedelta()
        return not timedelta() < left <= self._LONGEST

    @contextlib.contextmanager
    def working(self, clock: Clock) -> Iterator[None]:
        """The work, for the length of the block."""
        began = time.monotonic()
        yield
        took = time.monotonic() - began
        rest = min(timedelta(seconds=self._REST * took), self._LONGEST)
        self._rest_until = clock() + rest if took > _QUICK_SECONDS else None


_QUICK_SECONDS = 0.3
"""What takes no longer needs no rest."""


@dataclass(frozen=True)
class Service:
    """Everything a pass works with. `sent_folder` is None where no copies are kept; letters go by
    the `sender` and those `abreast` at once."""

    database: Database
    intake: Intake
    office: Office
    sender: Sender
    sent_folder: SentFolder | None = None
    clock: Clock = wall_clock
    tries: int = 8
    lease_seconds: float = 120.0
    stopping: Callable[[], bool] = lambda: False
    metrics_file: Path | None = None
    seldom: Seldom = field(default_factory=Seldom)
    abreast: Sequence[Sender] = ()
    limits: Sequence[Limit] = ()

    def poll(self) -> PassReport:
        """One pass. Troubles of mailbox and server are in the report; the database's are raised."""
        taken = self.intake.run_pass()
        heard = self._in_session(officers.hear)
        due = heard + self.make_replies()
        due += self._in_session(notices.make_notices)
        due += self._in_session(alarms.make_alarms)
        summaries, broken = self._make_summaries()
        due += Due(broken=broken, last=due.last)
        if taken.error is None and not taken.busy:  # else the answer may lie in the mailbox
            due += Due(*self._make_timed(), last=due.last)
        carried = self.carry(CARRY_SECONDS)
        report = PassReport(taken, due, summaries, carried or Carried(), busy=carried is None)
        self._beat(report)
        self._write_metrics()
        return report

    def _write_metrics(self) -> None:
        if self.metrics_file is None:
            return
        from outbound.running import metrics  # for those who have a monitor

        try:
            with self.database.reading() as session:
                found = health(session, self.clock())
            metrics.write(self.metrics_file, found)
        except OSError as error:
            log.warning("the monitor's file %s: %s", self.metrics_file, error)

    def _in_session(self, make: Callable[[Session, Office, datetime], Due]) -> Due:
        """What is made of all rows at once, in one transaction."""
        with self.database.session() as session:
            return make(session, self.office, self.clock())

    def make_replies(self) -> Due:
        """The answers to mails: batch by batch, each one transaction, past those that make
        trouble."""
        total = Due()
        while True:
            with self.database.session() as session:
                made = letters.make_replies(
                    session, self.office, self.clock(), after=total.last or 0
                )
            if made.last is None:
                return total
            total += made

    def _make_timed(self) -> tuple[int, int, tuple[str, ...]]:
        """What the clock causes: made, vetoed, broken. It asks how every recipient stands, so it is
        not asked again at once where that took long."""
        if not self.seldom.is_time(self.clock()):
            return 0, 0, ()
        with self.seldom.working(self.clock):
            made, broken = timed.make_timed(self.database, self.office, self.clock())
        return made, 0, broken

    def _make_summaries(self) -> tuple[int, tuple[str, ...]]:
        """How many were made, and what went wrong: a broken summary holds no letter up."""
        try:
            with self.database.session() as session:
                return summary.make_summaries(session, self.office, self.clock()), ()
        except SQLAlchemyError:
            raise  # the database's fault
        except Exception as error:
            log.exception("no summary")
            return 0, (f"Сводка не составлена: {type(error).__name__}: {error}",)

    def carry(self, seconds: float = math.inf) -> Carried | None:
        """Send what is due and file the copies; None if another process is at it. What is not sent
        after so many seconds is left to the next pass."""
        outbox = self.outbox()
        until = time.monotonic() + seconds
        with Heartbeat(self.database, outbox.carrier, self.lease_seconds, self.clock) as lease:
            if not lease.is_ours:
                return None
            outbox.recover()

            def going_on() -> bool:
                return lease.is_ours and not self.stopping() and time.monotonic() < until

            carried = outbox.carry(going_on=going_on)
            if self.sent_folder is not None:
                carried.filed, carried.unfiled = outbox.file_copies(self.sent_folder)
        return carried

    def outbox(self, carrier: str = LEASE) -> Outbox:
        """The outbox as one who holds this lease carries it."""
        return Outbox(
            self.database.session,
            self.sender,
            self.clock,
            tries=self.tries,
            repeat_uncertain=self.office.repeat_uncertain,
            still_due={**STILL_DUE, **timed.still_due(self.office), alarms.ALARM: alarms.still_due},
            carrier=carrier,
            limits=self.limits,
            abreast=self.abreast,
        )

    def next_due_at(self) -> datetime | None:
        """When the next letter that waits is to be tried."""
        with self.database.reading() as session:
            return next_try_at(session)

    def beat_carried(self, session: Session, carried: Carried) -> None:
        """Leave a trace for `check`, in the caller's transaction."""
        if carried.down:
            queries.beat(session, "smtp_error", self.clock(), carried.down)
        elif carried.sent:
            queries.beat(session, "smtp", self.clock())

    def _beat(self, report: PassReport) -> None:
        with self.database.session() as session:
            self.beat_carried(session, report.carried)
            if report.is_good and not report.busy:
                queries.beat(session, "pass", self.clock())


class Stop:
    """Set by SIGTERM and SIGINT; whoever works looks at it between two mails."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def __call__(self) -> bool:
        return self._event.is_set()

    def set(self) -> None:
        """Ask for the end."""
        self._event.set()

    def sleep(self, seconds: float) -> None:
        """Sleep, but wake up when asked to stop."""
        self._event.wait(seconds)

    @contextlib.contextmanager
    def on_signals(self) -> Iterator[None]:
        """Take SIGTERM and SIGINT as requests to stop, for the length of the block."""

        def ask(_number: int, _frame: FrameType | None) -> None:
            self.set()

        before = {number: signal.signal(number, ask) for number in (signal.SIGTERM, signal.SIGINT)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def serve(
    service: Service,
    waiter: Waiter,
    poll_seconds: float,
    stop: Stop,
    told: Callable[[PassReport], None] = lambda _report: None,
) -> None:
    """Pass after pass until asked to stop; after trouble the waits grow. Ends between two mails."""
    failures = 0
    while not stop():
        try:
            report = service.poll()
        except OperationalError as error:  # the database is busy or gone: rows are safe, try again
            log.error("database: %s", error.orig)
            good = False
        else:
            told(report)
            good = report.is_good
        for sender in (service.sender, *service.abreast):
            sender.close()
        failures = 0 if good else failures + 1
        if failures:
            stop.sleep(BACK_OFF_SECONDS[min(failures, len(BACK_OFF_SECONDS)) - 1])
        elif not stop():
            _wait(waiter, _seconds_to_wait(service, poll_seconds), stop)


def _seconds_to_wait(service: Service, poll_seconds: float) -> float:
    """Until the next poll, or sooner if a letter is to be tried again before that."""
    next_try = service.next_due_at()
    if next_try is None:
        return poll_seconds
    return min(poll_seconds, max(1.0, (next_try - service.clock()).total_seconds()))


def _wait(waiter: Waiter, seconds: float, stop: Stop) -> None:
    try:
        waiter.wait(seconds, stop)
    except MailboxError as error:
        log.warning("waiting for mail: %s", error)
        stop.sleep(min(seconds, BACK_OFF_SECONDS[0]))
