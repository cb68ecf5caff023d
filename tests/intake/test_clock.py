"""The machine's clock was ahead, and is set right: what comes later still stands."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from intake.store import queries
from intake.store.database import Database
from intake.store.schema import Letter, MailRow
from rules.model import Circular, Mail, Readiness, ReadinessValue, Reading, Thread
from tests.intake.fakes import CIRCULAR, NOW, FakeMailbox, eml, read
from tests.intake.test_worker import worker

DAY = timedelta(days=1)


def said(mail: Mail, circulars: Sequence[Circular], threads: Mapping[str, Thread]) -> Reading:
    """The first mail says ready, the second takes it back."""
    value = ReadinessValue.READY if mail.subject == "1" else ReadinessValue.NOT_READY
    reading = read(mail, circulars, threads)
    return dataclasses.replace(reading, answers=(("readiness", Readiness(value)),))


def passed(db: Database, number: int, at: datetime) -> None:
    """Mail `number` comes and is read while the clock says `at`."""
    mailbox = FakeMailbox({number: eml(number)})
    result = worker(db, mailbox, clock=lambda: at, read=said).run_pass()
    assert (result.new, result.error) == (1, None)


def standing(db: Database) -> ReadinessValue:
    with db.reading() as session:
        (found,) = queries.standing(session, CIRCULAR.number).values()
    assert isinstance(found.answer, Readiness)
    return found.answer.value


@pytest.mark.parametrize("ahead", [timedelta(hours=1), DAY, 3650 * DAY])
def test_a_correction_that_comes_after_the_clock_was_set_right_stands(
    db: Database, ahead: timedelta
) -> None:
    passed(db, 1, NOW + ahead)
    assert standing(db) is ReadinessValue.READY
    passed(db, 2, NOW)
    assert standing(db) is ReadinessValue.NOT_READY


def test_nothing_stays_in_the_future(db: Database) -> None:
    passed(db, 1, NOW + DAY)
    passed(db, 2, NOW)
    with db.reading() as session:
        assert set(session.scalars(select(MailRow.received_at))) == {NOW}
        pulse = queries.pulse(session, "poll")
    assert pulse is not None
    assert pulse.at == NOW


def test_clocks_of_several_machines_may_differ_a_little(db: Database) -> None:
    passed(db, 1, NOW + timedelta(minutes=4))
    passed(db, 2, NOW)
    with db.reading() as session:
        first = session.get_one(MailRow, 1)
    assert first.received_at == NOW + timedelta(minutes=4)


def test_a_letter_that_waits_waits_no_longer_than_it_would(db: Database) -> None:
    passed(db, 1, NOW + DAY)
    with db.session() as session:
        session.add(
            Letter(
                key="k", purpose="confirm", to_address="a@mo.example", subject="s",
                message_id="<1@x>", content=b"", created_at=NOW + DAY,
                next_try_at=NOW + DAY + timedelta(minutes=15),
            )
        )  # fmt: skip
    passed(db, 2, NOW)
    with db.reading() as session:
        letter = session.scalars(select(Letter)).one()
    assert (letter.next_try_at, letter.created_at) == (NOW + timedelta(minutes=15), NOW)
