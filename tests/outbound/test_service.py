"""A pass of the whole, and the loop: what is due is due by rows, however often it is cut off."""

from __future__ import annotations

import dataclasses
import functools
import os
import signal
import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from intake.mailbox import MailboxRefusedError
from intake.store import lease, queries
from intake.store.schema import Letter, Pulse
from intake.worker import PassResult
from outbound.running.service import PassReport, Service, Stop, serve
from outbound.writing import compose
from rules.model import Doubt, Reply
from tests.outbound.campaign import CIRCULAR, OFFICE, FakeSender, raw_mail, reading


class FakeIntake:
    """Brings in what the test gives, one pass after another."""

    def __init__(self, *results: PassResult | Exception) -> None:
        self.results = list(results)
        self.before_pass: Callable[[], None] = lambda: None

    def run_pass(self) -> PassResult:
        self.before_pass()
        result = self.results.pop(0) if self.results else PassResult()
        if isinstance(result, Exception):
            raise result
        return result


class FakeWaiter:
    """Notes how long it was asked to wait; stops the loop after so many waits."""

    def __init__(self, stop: Stop, waits: int) -> None:
        self.stop, self.left, self.asked = stop, waits, []

    def wait(self, seconds: float, stopping: Callable[[], bool]) -> bool:
        self.asked.append(seconds)
        self.left -= 1
        if not self.left:
            self.stop.set()
        return False


@pytest.fixture
def sender() -> FakeSender:
    return FakeSender()


@pytest.fixture
def service(database, sender, clock) -> Service:
    return Service(database, FakeIntake(), OFFICE, sender, clock=clock)


def test_a_pass_answers_what_came(service, sender, arrive):
    arrive(reading())
    report = service.poll()
    assert (report.due.made, report.carried.sent, report.troubles) == (1, 1, ())
    assert [to for to, _ in sender.carried] == ["lug@mo.example"]


def test_a_second_pass_has_nothing_to_do(service, sender, arrive):
    arrive(reading())
    service.poll()
    assert service.poll() == PassReport()
    assert len(sender.carried) == 1


def test_more_mails_than_one_batch_are_answered_in_one_pass(service, arrive, monkeypatch):
    from outbound.campaign import letters

    make = letters.make_replies
    monkeypatch.setattr(letters, "make_replies", functools.partial(make, limit=2))
    for n in range(3):
        arrive(reading(), raw=raw_mail(f"p{n}@mo.example"))
    assert service.poll().due.made == 3


def test_a_letter_that_cannot_be_composed_holds_no_other_up(service, sender, arrive, tmp_path):
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "acknowledge.txt").write_text("{{ recipeint }}")
    office = dataclasses.replace(OFFICE, folders={CIRCULAR.number: tmp_path})
    service = dataclasses.replace(service, office=office)
    arrive(reading(Reply.ACKNOWLEDGE, doubts=(Doubt("weak_readiness"),)))
    arrive(reading(), raw=raw_mail("other@mo.example"))
    report = service.poll()
    assert [to for to, _ in sender.carried] == ["other@mo.example"]
    (trouble,) = report.troubles
    assert trouble.startswith("Ответ на письмо № 1 не составлен: UndefinedError: 'recipeint'")


def test_a_summary_that_cannot_be_composed_is_told_and_made_when_it_can(
    service, sender, arrive, tmp_path, clock
):
    (tmp_path / "templates").mkdir()
    template = tmp_path / "templates" / "summary.txt"
    template.write_text("{{ nothing }}")
    office = dataclasses.replace(OFFICE, folders={CIRCULAR.number: tmp_path})
    broken = dataclasses.replace(service, office=office)
    arrive(reading())
    clock.tick(hours=10)
    report = broken.poll()
    assert (report.carried.sent, report.summaries) == (1, 0)
    assert report.troubles[0].startswith("Сводка не составлена: UndefinedError")
    template.write_text("Исправлено.")
    compose._environment.cache_clear()
    assert broken.poll().summaries == 1


def test_letters_leave_though_the_mailbox_is_down(service, sender, arrive):
    service.intake.results.append(PassResult(error=MailboxRefusedError("ящик закрыт")))
    arrive(reading())
    report = service.poll()
    assert (report.carried.sent, report.troubles, report.is_good) == (1, ("ящик закрыт",), False)


def test_mail_is_taken_in_though_the_server_is_down(service, sender, arrive, session):
    sender.down = "сервер не отвечает"
    arrive(reading())
    report = service.poll()
    assert report.troubles == ("Письма не отправлены: сервер не отвечает",)
    pulse = queries.pulse(session, "smtp_error")
    assert pulse is not None and pulse.detail == "сервер не отвечает"


def test_while_another_process_carries_this_one_does_not(service, sender, arrive, database, clock):
    with database.lifeline.held("another"):
        with database.session() as session:
            lease.acquire(session, "outbox", "another", clock(), 120)
        arrive(reading())
        assert service.poll().busy
    assert sender.carried == []
    clock.tick(minutes=3)  # the other one died
    assert service.poll().carried.sent == 1


def test_what_a_dead_process_was_sending_is_taken_up(service, sender, arrive, session, clock):
    arrive(reading())
    sender.down = "нет"
    service.poll()
    letter = session.scalars(select(Letter)).one()
    letter.state, letter.tries = "sending", 1
    session.commit()
    sender.down = ""
    assert service.poll().carried.sent == 0
    clock.tick(minutes=1)
    assert service.poll().carried.sent == 1


def test_a_service_that_slept_for_days_sends_one_summary(service, sender, clock):
    clock.tick(hours=10)  # Monday, 22:00 in Astrakhan
    assert service.poll().summaries == 1
    clock.tick(days=3)
    assert service.poll().summaries == 1
    assert service.poll().summaries == 0
    assert len(sender.carried) == 2


def test_the_loop_waits_for_mail_between_passes(service, arrive, sender):
    stop = Stop()
    waiter = FakeWaiter(stop, waits=3)
    reports: list[PassReport] = []
    serve(service, waiter, 60, stop, reports.append)
    assert (len(reports), waiter.asked) == (3, [60, 60, 60])


def test_it_wakes_for_a_letter_that_is_to_be_tried_again(service, sender, arrive):
    from outbound.sending.smtp import Fate, Verdict

    sender.verdicts = [Verdict(Fate.LATER, "позже")]
    arrive(reading())
    stop = Stop()
    waiter = FakeWaiter(stop, waits=1)
    serve(service, waiter, 3600, stop)
    assert waiter.asked == [60.0]


def test_after_trouble_it_waits_longer_each_time(service, monkeypatch):
    slept: list[float] = []
    stop = Stop()

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        if len(slept) == 5:
            stop.set()

    monkeypatch.setattr(stop, "sleep", sleep)
    broken = PassResult(error=MailboxRefusedError("нет"))
    service.intake.results.extend([broken] * 5)
    serve(service, FakeWaiter(stop, 1), 60, stop)
    assert slept == [5.0, 15.0, 60.0, 300.0, 300.0]


def test_sigterm_ends_it_after_the_letter_in_hand(database, sender, clock, arrive):
    stop = Stop()
    for n in range(3):
        arrive(reading(), raw=raw_mail(f"p{n}@mo.example"))
    service = Service(database, FakeIntake(), OFFICE, sender, clock=clock, stopping=stop)
    send = sender.send

    def send_and_be_told_to_stop(to: str, content: bytes):
        os.kill(os.getpid(), signal.SIGTERM)
        return send(to, content)

    sender.send = send_and_be_told_to_stop
    before = signal.getsignal(signal.SIGTERM)
    with stop.on_signals():
        serve(service, FakeWaiter(stop, 1), 60, stop)
    assert signal.getsignal(signal.SIGTERM) is before
    assert len(sender.carried) == 1
    with database.session() as session:
        states = session.scalars(select(Letter.state).order_by(Letter.id)).all()
    assert states == ["sent", "due", "due"]


def test_a_sleep_ends_when_asked_to_stop():
    stop = Stop()
    threading.Timer(0.05, stop.set).start()
    stop.sleep(30)
    assert stop()


def test_a_good_pass_leaves_its_trace(service, session, clock):
    service.poll()
    pulse = session.get(Pulse, "pass")
    assert pulse is not None
    assert clock() - pulse.at < timedelta(seconds=1)
