"""One letter when the mailbox was not read for too long, one when it is again."""

from __future__ import annotations

import dataclasses
from datetime import timedelta

import pytest
from sqlalchemy import select

from intake.mailbox import MailboxRefusedError
from intake.store import queries
from intake.store.schema import Letter
from intake.worker import PassResult
from outbound.running.service import Service
from tests.outbound.campaign import OFFICE, FakeSender
from tests.outbound.test_service import FakeIntake

WATCHED = dataclasses.replace(OFFICE, alarm_after=timedelta(minutes=30))


class Outage(FakeIntake):
    """A mailbox that is read or not, as the test says; tells the store as the worker does."""

    def __init__(self, database, clock):
        super().__init__()
        self.database, self.clock, self.down = database, clock, False

    def run_pass(self):
        with self.database.session() as session:
            name = "poll_error" if self.down else "poll"
            queries.beat(session, name, self.clock(), "сервер не отвечает" if self.down else "")
        error = MailboxRefusedError("сервер не отвечает") if self.down else None
        return PassResult(error=error)


@pytest.fixture
def mailbox(database, clock):
    return Outage(database, clock)


@pytest.fixture
def sender():
    return FakeSender()


@pytest.fixture
def service(database, mailbox, sender, clock):
    return Service(database, mailbox, WATCHED, sender, clock=clock)


def passes(service, mailbox, clock, *, down: bool, minutes: int, every: int = 10) -> None:
    mailbox.down = down
    for _ in range(minutes // every):
        clock.now += timedelta(minutes=every)
        service.poll()


def alarms(database) -> list[tuple[str, str]]:
    with database.reading() as session:
        query = select(Letter.purpose, Letter.state).where(Letter.purpose.startswith("alarm"))
        return [(purpose, state) for purpose, state in session.execute(query.order_by(Letter.id))]


def test_a_short_outage_alarms_nobody(service, mailbox, clock, database):
    passes(service, mailbox, clock, down=False, minutes=10)
    passes(service, mailbox, clock, down=True, minutes=20)
    passes(service, mailbox, clock, down=False, minutes=10)
    assert alarms(database) == []


def test_a_long_outage_is_told_once_and_its_end_once(service, mailbox, sender, clock, database):
    passes(service, mailbox, clock, down=False, minutes=10)
    passes(service, mailbox, clock, down=True, minutes=300)
    assert alarms(database) == [("alarm", "sent")]
    passes(service, mailbox, clock, down=False, minutes=60)
    assert alarms(database) == [("alarm", "sent"), ("alarm_over", "sent")]
    with database.reading() as session:
        told = list(session.scalars(select(Letter).where(Letter.purpose.startswith("alarm"))))
    assert {letter.to_address for letter in told} == {"chief@adm.example"}
    assert all(b"Auto-Submitted: auto-generated" in letter.content for letter in told)
    assert ("chief@adm.example", told[0].content) in sender.carried


def test_the_next_outage_is_told_anew(service, mailbox, clock, database):
    for _ in range(2):
        passes(service, mailbox, clock, down=False, minutes=10)
        passes(service, mailbox, clock, down=True, minutes=60)
    assert [purpose for purpose, _ in alarms(database)] == ["alarm", "alarm_over", "alarm"]


def test_an_alarm_that_could_not_leave_is_dropped_when_all_is_well(
    service, mailbox, sender, clock, database
):
    passes(service, mailbox, clock, down=False, minutes=10)
    sender.down = "сервер не отвечает"
    passes(service, mailbox, clock, down=True, minutes=60)
    assert alarms(database) == [("alarm", "due")]
    sender.down = ""
    passes(service, mailbox, clock, down=False, minutes=60)
    assert alarms(database) == [("alarm", "dropped")]


def test_a_mailbox_that_was_never_read_alarms_too(service, mailbox, clock, database):
    passes(service, mailbox, clock, down=True, minutes=60)
    assert [purpose for purpose, _ in alarms(database)] == ["alarm"]


def test_the_addresses_of_the_settings_come_before_the_officers(service, mailbox, sender, clock):
    office = dataclasses.replace(WATCHED, alarm_to=("admin@adm.example",))
    watched = dataclasses.replace(service, office=office)
    passes(watched, mailbox, clock, down=True, minutes=60)
    assert [to for to, _ in sender.carried] == ["admin@adm.example"]
