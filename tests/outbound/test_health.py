"""The service's health: a line and a status for monitors, a text file for Prometheus."""

from __future__ import annotations

import dataclasses
from datetime import timedelta

from intake.store import queries
from outbound.running import health
from outbound.running.service import Service
from rules.model import Reply
from tests.outbound.campaign import OFFICE, FakeSender, reading
from tests.outbound.test_service import FakeIntake

HALF_AN_HOUR = timedelta(minutes=30)


def vitals(database, clock):
    with database.reading() as session:
        return health.vitals(session, clock())


def polled(database, clock, name="poll", detail=""):
    with database.session() as session:
        queries.beat(session, name, clock(), detail)


def test_a_new_installation_is_late_and_says_so(database, clock):
    found = vitals(database, clock)
    assert health.is_late(found, HALF_AN_HOUR)
    assert health.line(found, HALF_AN_HOUR) == "НЕ РАБОТАЕТ: почта ещё не проверялась"


def test_a_mailbox_read_lately_is_well(database, clock):
    polled(database, clock)
    clock.tick(minutes=3)
    found = vitals(database, clock)
    assert not health.is_late(found, HALF_AN_HOUR)
    assert health.line(found, HALF_AN_HOUR) == "работает: почта проверена 3\u00a0минуты назад"


def test_the_trouble_is_told_while_it_lasts(database, clock):
    polled(database, clock)
    clock.tick(minutes=40)
    polled(database, clock, "poll_error", "сервер не отвечает")
    late = health.line(vitals(database, clock), HALF_AN_HOUR)
    assert late.endswith("40\u00a0минут назад; сервер не отвечает")
    clock.tick(minutes=1)
    polled(database, clock)
    assert vitals(database, clock).trouble == ""


def test_what_waits_for_a_person_is_counted(database, clock, arrive):
    polled(database, clock)
    arrive(state="quarantined")
    found = vitals(database, clock)
    assert found.quarantined == 1
    assert "не разобрано писем: 1" in health.line(found, HALF_AN_HOUR)


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
