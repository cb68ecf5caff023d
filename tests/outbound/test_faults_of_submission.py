"""Every step of handing a letter over, and everything that can go wrong there.

Whatever it is, the letter's row ends in a clear state: due again with its try spent or not, failed
and before a person, or sent. When the server is well again it is sent, and once.
"""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from sqlalchemy import select

from intake.secrets import Secret
from intake.store.schema import Letter
from outbound.overview.health import health
from outbound.running import service as services
from outbound.running.service import PassReport, Service
from outbound.sending.outbox import retry_failed
from outbound.sending.smtp import SmtpSender
from tests.outbound.campaign import OFFICE, FakeClock, raw_mail, reading
from tests.outbound.scripted_smtp import Plan, ScriptedSmtp
from tests.outbound.test_service import FakeIntake
from tests.outbound.test_smtp import settings

FAULTS = {
    "4xx": "451 4.3.0 later",
    "5xx": "550 5.3.0 no",
    "421": "421 4.3.2 closing",
    "close": "close",
    "silence": "hang",
}

DOWN = "the server is down for all letters; no try is spent"
LATER = "postponed; a try is spent"
FAILED = "refused for good; a person sees it"
UNKNOWN = "nobody knows; sent again under the same Message-ID, or held for a person"

OUTCOMES: dict[str, dict[str, str]] = {
    "connect": dict.fromkeys(FAULTS, DOWN),
    "ehlo": dict.fromkeys(FAULTS, DOWN),
    "auth": dict.fromkeys(FAULTS, DOWN),
    "mail": dict.fromkeys(FAULTS, LATER) | {"5xx": DOWN},
    "rcpt": dict.fromkeys(FAULTS, LATER) | {"5xx": FAILED},
    "data": dict.fromkeys(FAULTS, LATER) | {"5xx": FAILED},
    "end": dict.fromkeys(FAULTS, LATER) | {"5xx": FAILED, "close": UNKNOWN, "silence": UNKNOWN},
}
CASES = [(step, fault, told) for step, row in OUTCOMES.items() for fault, told in row.items()]

Make = Callable[..., Service]


@pytest.fixture
def server() -> Iterator[ScriptedSmtp]:
    with ScriptedSmtp(extra="AUTH PLAIN") as server:
        yield server


@pytest.fixture
def make(database, clock, server) -> Iterator[Make]:
    given = settings(
        server.port, user="edo", password=Secret("secret"), connect_seconds=0.4, read_seconds=0.4
    )
    sender = SmtpSender(given)

    def make(**office: object) -> Service:
        us = dataclasses.replace(OFFICE, **office)
        return Service(database, FakeIntake(), us, sender, clock=clock)

    yield make
    sender.close()


def when(step: str, reply: str) -> Plan:
    """This reply at this step, whenever it comes."""

    def plan(_number: int, at: str) -> str | None:
        if at == "auth" and step != "auth":
            return "235 welcome"
        return reply if at == step else None

    return plan


WELL = when("", "")


def the_letter(session) -> Letter:
    session.expire_all()
    letter = session.scalars(select(Letter).where(Letter.purpose == "confirm")).one()
    session.commit()
    return letter


@pytest.mark.parametrize(("step", "fault", "outcome"), CASES)
def test_each_fault_at_each_step(make, server, session, arrive, clock, step, fault, outcome):
    service = make()
    server.plan = when(step, FAULTS[fault])
    arrive(reading())
    report = service.poll()
    letter = the_letter(session)
    spent = {DOWN: 0, LATER: 1, FAILED: 1, UNKNOWN: 1}[outcome]
    assert (letter.state, letter.tries) == ("failed" if outcome == FAILED else "due", spent)
    told(report, outcome)
    if outcome == FAILED:
        assert [row.id for row in health(session, clock()).failed] == [letter.id], (
            "the summary tells"
        )
        retry_failed(session, clock())
        session.commit()
    server.plan = WELL
    clock.tick(minutes=1)
    report = service.poll()
    assert (the_letter(session).state, report.troubles) == ("sent", ())
    assert len(server.accepted) == (2 if outcome == UNKNOWN else 1)
    ids = {content.partition(b"Message-ID: ")[2].split()[0] for content in server.accepted}
    assert len(ids) == 1


def told(report: PassReport, outcome: str) -> None:
    """What the pass says, and with it the exit status and the log."""
    assert report.is_good == (outcome != DOWN)
    assert report.awaits_person == (outcome == FAILED)
    assert bool(report.carried.down) == (outcome == DOWN)
    assert report.carried.postponed == (outcome in (LATER, UNKNOWN))


@pytest.mark.parametrize("fault", ["close", "silence"])
def test_a_letter_of_which_nobody_knows_waits_for_a_person_where_that_is_chosen(
    make, server, session, arrive, fault
):
    service = make(repeat_uncertain=False)
    server.plan = when("end", FAULTS[fault])
    arrive(reading())
    assert service.poll().awaits_person
    server.plan = WELL
    assert service.poll().carried.sent == 0
    letter = the_letter(session)
    assert (letter.state, len(server.accepted)) == ("failed", 1)
    assert letter.error and "неизвестно, принято ли письмо" in letter.error


def test_a_password_refused_for_now_is_not_called_wrong(make, server, arrive):
    server.plan = when("auth", "454 4.7.0 Temporary authentication failure")
    arrive(reading())
    (trouble,) = make().poll().troubles
    assert "454" in trouble
    assert "проверьте" not in trouble


def test_greylisting_is_waited_out(make, server, session, arrive, clock: FakeClock):
    service, began = make(), clock()

    def grey(_number: int, at: str) -> str | None:
        if at == "auth":
            return "235 welcome"
        early = clock() - began < timedelta(minutes=5)
        return "451 4.7.1 Greylisted, try again in 5 minutes" if at == "rcpt" and early else None

    server.plan = grey
    arrive(reading())
    for _ in range(10):
        service.poll()
        clock.tick(minutes=1)
    letter = the_letter(session)
    assert (letter.state, letter.tries, len(server.accepted)) == ("sent", 3, 1)
    assert letter.sent_at is not None
    assert letter.sent_at - began <= timedelta(minutes=7)


@pytest.mark.parametrize("step", ["mail", "rcpt", "data", "end"])
def test_a_server_silent_with_every_letter_holds_the_pass_up_for_three(
    make, server, session, arrive, clock, step
):
    service = make()
    server.plan = when(step, "hang")
    for n in range(6):
        arrive(reading(), raw=raw_mail(f"p{n}@mo.example"))
    report = service.poll()
    assert (report.carried.postponed, report.is_good) == (3, False)
    assert "на каждом письме" in report.carried.down
    server.plan = WELL
    clock.tick(minutes=1)
    assert service.poll().carried.sent == 6


def test_a_slow_server_does_not_keep_the_mailbox_waiting(make, server, arrive, monkeypatch):
    """What is not handed over in time is left to the next pass."""
    monkeypatch.setattr(services, "CARRY_SECONDS", 0.3)

    def slow(_number: int, at: str) -> str | None:
        if at == "rcpt":
            time.sleep(0.2)
        return WELL(_number, at)

    service = make()
    server.plan = slow
    for n in range(6):
        arrive(reading(), raw=raw_mail(f"p{n}@mo.example"))
    sent = [service.poll().carried.sent for _ in range(6)]
    assert max(sent) < 6
    assert (sum(sent), len(server.accepted)) == (6, 6)


def test_one_byte_a_second_does_not_hold_the_service(make, server, session, arrive):
    """A server that drips its greeting is cut off by the deadline of the whole exchange."""
    server.drip = 0.1
    arrive(reading())
    report = make().poll()
    assert report.carried.down
    assert (the_letter(session).state, the_letter(session).tries) == ("due", 0)
