"""An idle pass costs the same over a long past as over a short one.

Costs are counted in steps of SQLite's virtual machine, which no other process disturbs.
"""

from __future__ import annotations

import dataclasses
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import event

from benchmarks import history
from intake.reader import Reader
from intake.secrets import Secret
from intake.store import database as databases
from intake.store import readings
from intake.store.schema import MailRow, RawMail
from intake.worker import Worker
from outbound.running.service import Seldom, Service
from rules.campaign import Reminders
from rules.model import Doubt
from tests.intake.fakes import FakeMailbox
from tests.outbound.campaign import CIRCULAR, OFFICE, FakeClock, FakeSender, at, raw_mail, reading

ASKING = dataclasses.replace(
    CIRCULAR, reminders=Reminders(before_deadline=(4, 1), after_deadline=(1,), escalate_after=5)
)
NOW = at(24)


class Steps:
    """Counts what SQLite does for a database, in steps of ten."""

    def __init__(self, database: databases.Database) -> None:
        self.count = 0
        event.listen(database.engine, "connect", self._watch)

    def _watch(self, connection: object, _record: object) -> None:
        connection.set_progress_handler(self._step, 10)

    def _step(self) -> int:
        self.count += 1
        return 0


def add_doubtful(database: databases.Database) -> None:
    """Three mails that wait for an officer."""
    with database.session() as session:
        for n in range(3):
            mail = MailRow(sha256=f"doubtful {n}", size=9, received_at=NOW, state="read")
            mail.raw = RawMail(content=raw_mail())
            session.add(mail)
            session.flush()
            readings.record(session, mail.id, reading(doubts=(Doubt("weak_readiness"),)), NOW)


class Always(Seldom):
    """What must look at everybody is done in each pass."""

    def is_time(self, _now: object) -> bool:
        return True


def cost_of_an_idle_pass(path: Path, mails: int) -> int:
    """Of the second pass over a store with so many mails of the past, and three that wait for an
    officer."""
    known = history.fill(
        path,
        mails * history.ROWS_OF_FIVE_MAILS // 5,
        account="edo@fake.example",
        circular=CIRCULAR.number,
        recipients=[recipient.code for recipient in CIRCULAR.recipients],
        until=f"{NOW - timedelta(days=2):%Y-%m-%d %H:%M}",
    )
    assert known == mails
    office = dataclasses.replace(OFFICE, circulars=(ASKING,), token_key=Secret("k" * 32))
    clock = FakeClock()
    clock.now = NOW
    with databases.connect(f"sqlite:///{path}") as database:
        steps = Steps(database)
        reader = Reader(database, office.circulars, clock)
        intake = Worker(database, FakeMailbox(), reader, clock=clock)
        add_doubtful(database)
        service = Service(database, intake, office, FakeSender(), clock=clock, seldom=Always())
        service.poll()
        before = steps.count
        assert not service.poll().troubles
        return steps.count - before


@pytest.fixture
def empty(sqlite_template, tmp_path):
    """Makes a file with the tables and no rows."""

    def empty(name: str) -> Path:
        return Path(shutil.copyfile(sqlite_template, tmp_path / name))

    return empty


def test_an_idle_pass_costs_the_same_over_a_hundred_times_as_many_rows(empty):
    few = cost_of_an_idle_pass(empty("few"), mails=100)
    many = cost_of_an_idle_pass(empty("many"), mails=10_000)
    assert few > 100, "the reminders were asked for"
    assert many < 1.1 * few
