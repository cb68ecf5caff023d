"""The service's health: a line and a status for monitors, a text file for Prometheus."""

from __future__ import annotations

import dataclasses
from datetime import datetime, timedelta

from intake.store import queries
from intake.store.schema import Letter
from outbound.overview.health import LISTED, Health, health
from outbound.running.service import Service
from outbound.shown import plain, terminal
from rules.model import Reply
from tests.outbound.campaign import OFFICE, FakeSender, reading
from tests.outbound.test_service import FakeIntake

HALF_AN_HOUR = timedelta(minutes=30)


def now(database, clock) -> Health:
    with database.reading() as session:
        return health(session, clock())


def polled(database, clock, name="poll", detail=""):
    with database.session() as session:
        queries.beat(session, name, clock(), detail)


def test_a_new_installation_is_late_and_says_so(database, clock):
    found = now(database, clock)
    assert found.is_late(HALF_AN_HOUR)
    assert terminal.health(found, HALF_AN_HOUR) == "НЕ РАБОТАЕТ: почта ещё не проверялась"


def test_a_mailbox_read_lately_is_well(database, clock):
    polled(database, clock)
    clock.tick(minutes=3)
    found = now(database, clock)
    assert not found.is_late(HALF_AN_HOUR)
    assert terminal.health(found, HALF_AN_HOUR) == "работает: почта проверена 3\u00a0минуты назад"


def test_the_trouble_is_told_while_it_lasts(database, clock):
    polled(database, clock)
    clock.tick(minutes=40)
    polled(database, clock, "poll_error", "сервер не отвечает")
    late = terminal.health(now(database, clock), HALF_AN_HOUR)
    assert late.endswith("40\u00a0минут назад; сервер не отвечает")
    clock.tick(minutes=1)
    polled(database, clock)
    assert now(database, clock).trouble == ""


def test_what_waits_for_a_person_is_counted(database, clock, arrive):
    polled(database, clock)
    arrive(state="quarantined")
    found = now(database, clock)
    assert found.quarantined == 1
    assert "не разобрано писем: 1" in terminal.health(found, HALF_AN_HOUR)


def test_of_many_letters_that_failed_some_are_named_and_all_are_counted(session, database, clock):
    session.add_all(failed_letter(number, clock()) for number in range(LISTED + 2))
    session.commit()
    found = now(database, clock)
    assert [row.id for row in found.failed] == list(range(LISTED + 2, 2, -1)), "the newest"
    assert found.failures == LISTED + 2
    assert "не ушло писем: 12" in terminal.health(found, HALF_AN_HOUR)


def failed_letter(number: int, at: datetime) -> Letter:
    return Letter(
        key=f"confirm:{number}",
        purpose="confirm",
        to_address="lug@mo.example",
        subject="",
        message_id=f"<{number}@adm.example>",
        content=b"",
        state="failed",
        created_at=at,
        next_try_at=at,
    )


def test_programs_get_numbers_by_state_and_ages_in_seconds(database, clock, arrive):
    polled(database, clock)
    clock.tick(minutes=31)
    arrive(state="quarantined")
    assert plain.vitals(now(database, clock), HALF_AN_HOUR) == {
        "mails": {"quarantined": 1},
        "letters": {},
        "polled": 31 * 60.0,
        "sent": None,
        "waiting": 0.0,
        "trouble": "",
        "late": True,
    }


def test_a_pass_leaves_the_numbers_for_prometheus(database, clock, arrive, tmp_path):
    path = tmp_path / "node" / "otklik.prom"
    arrive(reading(Reply.CONFIRM))
    service = Service(database, FakeIntake(), OFFICE, FakeSender(), clock=clock, metrics_file=path)
    service.poll()
    text = path.read_text()
    assert 'otklik_mails{state="read"} 1.0' in text
    assert 'otklik_letters{state="sent"} 1.0' in text
    assert list(path.parent.iterdir()) == [path], "written whole, under its own name"


def test_a_file_that_cannot_be_written_stops_no_pass(database, clock, tmp_path, caplog):
    (tmp_path / "taken").write_text("")
    path = tmp_path / "taken" / "otklik.prom"
    service = Service(database, FakeIntake(), OFFICE, FakeSender(), clock=clock)
    assert dataclasses.replace(service, metrics_file=path).poll().troubles == ()
    assert "monitor" in caplog.text
