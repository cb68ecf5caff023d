"""Carrying: committed before it is handed over, back-off, the window that nobody can decide."""

from __future__ import annotations

import dataclasses
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from intake.mailbox import MailboxLostError
from intake.store import readings
from intake.store.database import Database
from intake.store.pace import Limit
from intake.store.schema import Bounce, Letter
from outbound.campaign.letters import make_circular_letters, make_replies
from outbound.sending.outbox import Outbox, next_try_at
from outbound.sending.smtp import Fate, Verdict
from outbound.sending.smtp_client import ServerDownError
from outbound.sending.still_due import STILL_DUE
from rules.model import Reply
from tests.outbound.campaign import CIRCULAR, OFFICE, FakeSender, raw_mail, reading

ACCEPTED = Verdict(Fate.ACCEPTED)
LATER = Verdict(Fate.LATER, "сервер ответил: 451 later")
NEVER = Verdict(Fate.NEVER, "сервер ответил: 550 no such user")
UNKNOWN = Verdict(Fate.UNKNOWN, "сервер закрыл соединение")


@pytest.fixture
def sender() -> FakeSender:
    return FakeSender()


@pytest.fixture
def outbox(database: Database, sender, clock) -> Outbox:
    return Outbox(database.session, sender, clock, tries=3, still_due=STILL_DUE)


@pytest.fixture
def letter(session, arrive, clock) -> Letter:
    """A confirmation that is due."""
    arrive(reading())
    make_replies(session, OFFICE, clock())
    row = session.scalars(select(Letter)).one()
    session.commit()
    return row


def test_a_letter_is_sent_and_says_when(session, outbox, sender, letter, clock):
    assert outbox.carry().sent == 1
    session.refresh(letter)
    assert (letter.state, letter.sent_at, letter.error) == ("sent", clock(), None)
    assert sender.carried == [("lug@mo.example", letter.content)]


def test_a_sent_letter_is_not_sent_again(outbox, sender, letter):
    outbox.carry()
    outbox.carry()
    assert len(sender.carried) == 1


def test_while_it_is_handed_over_the_row_says_sending(database, sender, outbox, letter):
    seen = []

    def send(to: str, content: bytes) -> Verdict:
        with database.session() as session:
            seen.append(session.get_one(Letter, letter.id).state)
        return Verdict(Fate.ACCEPTED)

    sender.send = send
    outbox.carry()
    assert seen == ["sending"]


def test_a_refusal_for_now_is_tried_again_later_and_later(session, outbox, sender, letter, clock):
    sender.verdicts = [LATER, LATER]
    waits: list[timedelta] = []
    for _ in range(2):
        assert outbox.carry().postponed == 1
        session.refresh(letter)
        waits.append(letter.next_try_at - clock())
        assert outbox.carry().sent == 0, "not before its time"
        clock.now = letter.next_try_at
    assert waits == [timedelta(minutes=1), timedelta(minutes=5)]
    assert outbox.carry().sent == 1


def test_after_the_last_try_a_letter_fails_with_the_reason(session, outbox, sender, letter, clock):
    sender.verdicts = [LATER] * 3
    for _ in range(3):
        outbox.carry()
        clock.tick(days=1)
    session.refresh(letter)
    assert (letter.state, letter.error) == ("failed", LATER.reason)
    assert outbox.carry().sent == 0


def test_a_refusal_for_good_fails_at_once(session, outbox, sender, letter):
    sender.verdicts = [NEVER]
    assert outbox.carry().failed == 1
    session.refresh(letter)
    assert (letter.state, letter.tries, letter.error) == ("failed", 1, NEVER.reason)


def test_a_server_that_is_down_costs_no_try(session, outbox, sender, letter):
    sender.down = "mail.example: сервер не отвечает"
    for _ in range(10):
        assert outbox.carry().down == "mail.example: сервер не отвечает"
    session.refresh(letter)
    assert (letter.state, letter.tries) == ("due", 0)
    sender.down = ""
    assert outbox.carry().sent == 1


def test_a_server_that_goes_down_midway_leaves_the_letter_due(session, outbox, sender, letter):
    sender.verdicts = [ServerDownError("закрыто")]
    assert outbox.carry().down == "закрыто"
    session.refresh(letter)
    assert (letter.state, letter.tries) == ("due", 0)


REFUSED_US = Verdict(Fate.REFUSED_US, "сервер ответил: 554 Relay access denied")


def test_a_server_that_relays_nothing_for_us_costs_no_try(session, outbox, sender, letter, clock):
    sender.verdicts = [REFUSED_US] * 20
    for _ in range(20):
        done = outbox.carry()
        assert (done.postponed, done.refusal) == (1, REFUSED_US.reason)
        clock.tick(hours=1)
    session.refresh(letter)
    assert (letter.state, letter.tries) == ("due", 0)


def test_an_address_that_alone_is_not_relayed_to_fails_in_the_end(session, outbox, sender, clock):
    make_circular_letters(session, OFFICE, CIRCULAR, clock())
    session.commit()
    sender.verdicts = [ACCEPTED, ACCEPTED, REFUSED_US]
    assert outbox.carry().sent == 2
    last = session.scalars(select(Letter).where(Letter.recipient == "pol")).one()
    assert (last.state, last.tries) == ("due", 1)


def test_where_nothing_is_relayed_a_pass_ends_early(session, outbox, sender, clock, arrive):
    for n in range(5):
        arrive(reading(), raw=raw_mail(f"p{n}@mo.example"))
    make_replies(session, OFFICE, clock())
    session.commit()
    sender.verdicts = [REFUSED_US] * 5
    assert outbox.carry().refused == 3


def test_an_unknown_fate_is_repeated_with_the_same_message_id(
    session, outbox, sender, letter, clock
):
    sender.verdicts = [UNKNOWN]
    outbox.carry()
    clock.tick(hours=1)
    outbox.carry()
    assert [content for _, content in sender.carried] == [letter.content] * 2
    assert letter.message_id.encode() in letter.content


def test_an_unknown_fate_may_be_left_to_a_person_instead(database, session, sender, letter, clock):
    outbox = Outbox(database.session, sender, clock, repeat_uncertain=False)
    sender.verdicts = [UNKNOWN]
    assert outbox.carry().failed == 1
    session.refresh(letter)
    assert letter.error == "неизвестно, принято ли письмо: сервер закрыл соединение"


def test_a_letter_found_in_sending_was_cut_off(session, outbox, sender, letter, clock):
    letter.state, letter.tries = "sending", 1
    session.commit()
    assert outbox.recover() == 1
    session.refresh(letter)
    assert (letter.state, letter.error) == ("due", "работа прервалась во время отправки")
    clock.tick(minutes=1)
    assert outbox.carry().sent == 1


def test_a_letter_is_asked_for_once_more_at_the_moment_of_sending(
    session, outbox, sender, letter, clock
):
    readings.record(session, letter.mail_id, reading(Reply.NONE), clock())
    session.commit()
    assert outbox.carry().dropped == 1
    session.refresh(letter)
    assert (letter.state, letter.error) == ("dropped", "письмо перечитано: ответ не нужен")
    assert sender.carried == []


def test_the_circular_does_not_go_to_one_who_has_answered(session, outbox, sender, arrive, clock):
    make_circular_letters(session, OFFICE, CIRCULAR, clock())
    arrive(reading(Reply.NONE, recipient="bor"))
    outbox.carry()
    assert [to for to, _ in sender.carried] == ["lug@mo.example", "pol@mo.example"]


def test_an_address_that_bounced_for_good_is_not_written_to(session, outbox, arrive, letter):
    bounce = arrive(None).id
    session.add(Bounce(mail_id=bounce, address="lug@mo.example", permanent=True, reason="нет"))
    session.commit()
    outbox.carry()
    session.refresh(letter)
    assert (letter.state, letter.error) == ("dropped", "адрес не принимает почту: нет")


def test_one_who_wrote_after_the_bounce_is_answered(session, outbox, arrive, clock):
    bounce = arrive(None).id
    session.add(Bounce(mail_id=bounce, address="lug@mo.example", permanent=True, reason="нет"))
    arrive(reading())
    make_replies(session, OFFICE, clock())
    session.commit()
    assert outbox.carry().sent == 1


def test_a_temporary_bounce_stops_nothing(session, outbox, letter):
    session.add(Bounce(mail_id=1, address="lug@mo.example", permanent=False, reason="переполнен"))
    session.commit()
    assert outbox.carry().sent == 1


def test_one_letter_refused_does_not_hold_back_the_others(session, outbox, sender, clock):
    make_circular_letters(session, OFFICE, CIRCULAR, clock())
    session.commit()
    sender.verdicts = [NEVER, LATER]
    done = outbox.carry()
    assert (done.failed, done.postponed, done.sent) == (1, 1, 1)
    assert next_try_at(session) == clock() + timedelta(minutes=1)


def test_asked_to_stop_it_ends_between_two_letters(session, outbox, sender, clock):
    make_circular_letters(session, OFFICE, CIRCULAR, clock())
    session.commit()
    outbox.carry(going_on=lambda: not sender.carried)
    assert len(sender.carried) == 1


class Folder:
    """A Sent folder that fails when told."""

    def __init__(self) -> None:
        self.filed: list[tuple[bytes, datetime]] = []
        self.broken = False

    def file_copy(self, content: bytes, sent_at: datetime) -> None:
        if self.broken:
            raise MailboxLostError("соединение прервалось")
        self.filed.append((content, sent_at))


def test_a_copy_is_filed_once(session, outbox, letter, clock):
    folder = Folder()
    outbox.carry()
    assert outbox.file_copies(folder) == (1, "")
    assert outbox.file_copies(folder) == (0, "")
    assert folder.filed == [(letter.content, clock())]


def test_a_copy_that_could_not_be_filed_is_filed_later_and_the_letter_is_sent(
    session, outbox, letter
):
    folder = Folder()
    folder.broken = True
    outbox.carry()
    assert outbox.file_copies(folder) == (0, "соединение прервалось")
    session.refresh(letter)
    assert (letter.state, letter.filed_at) == ("sent", None)
    folder.broken = False
    assert outbox.file_copies(folder) == (1, "")


def test_what_is_not_sent_is_not_filed(outbox, letter):
    assert outbox.file_copies(Folder()) == (0, "")


class TestAbreast:
    """Several connections: rounds of as many letters."""

    @pytest.fixture
    def others(self) -> list[FakeSender]:
        return [FakeSender(), FakeSender()]

    @pytest.fixture
    def wide(self, database, sender, others, clock) -> Outbox:
        return Outbox(database.session, sender, clock, tries=3, abreast=others)

    @pytest.fixture(autouse=True)
    def seven(self, session, arrive, clock) -> None:
        for n in range(7):
            arrive(reading(), raw=raw_mail(f"p{n}@mo.example"))
        make_replies(session, OFFICE, clock())
        session.commit()

    def states(self, session) -> list[str]:
        session.expire_all()
        found = sorted(letter.state for letter in session.scalars(select(Letter)))
        session.commit()
        return found

    def test_each_letter_goes_once_and_all_connections_share_them(
        self, session, wide, sender, others
    ):
        assert wide.carry().sent == 7
        counts = [len(one.carried) for one in (sender, *others)]
        assert counts == [3, 2, 2]
        assert len({to for one in (sender, *others) for to, _ in one.carried}) == 7
        assert self.states(session) == ["sent"] * 7

    def test_no_more_are_under_way_than_there_are_connections(self, wide, session, sender):
        seen = []

        def send(to: str, content: bytes) -> Verdict:
            seen.append(to)
            raise KeyboardInterrupt

        sender.send = send
        with pytest.raises(KeyboardInterrupt):
            wide.carry()
        assert self.states(session).count("sending") == 3
        assert len(seen) == 1

    def test_one_that_finds_the_server_down_ends_it_and_the_others_count(
        self, wide, session, sender, others
    ):
        others[0].verdicts = [ServerDownError("закрыто")]
        done = wide.carry()
        assert (done.sent, done.down) == (2, "закрыто")
        assert self.states(session) == ["due"] * 5 + ["sent"] * 2


class TestLimits:
    """What a server allows an account holds across passes; what does not fit has its time."""

    LIMIT = Limit("edo@smtp.example/minute", 10, timedelta(minutes=1))

    @pytest.fixture
    def limited(self, outbox) -> Outbox:
        return dataclasses.replace(outbox, limits=(self.LIMIT,))

    @pytest.fixture
    def letters(self, session, arrive, clock) -> None:
        for n in range(5):
            arrive(reading(), raw=raw_mail(f"p{n}@mo.example", Message_ID=f"<{n}@mo.example>"))
        make_replies(session, OFFICE, clock())
        session.commit()

    def test_what_does_not_fit_waits_each_for_its_own_moment(
        self, letters, session, limited, sender, clock
    ):
        carried = limited.carry()
        assert (carried.sent, carried.held, carried.postponed) == (1, 4, 0)
        times = sorted(session.scalars(select(Letter.next_try_at).where(Letter.state == "due")))
        assert len(set(times)) == 4
        assert times[0] == clock() + self.LIMIT.step
        assert times[-1] - clock() <= timedelta(minutes=1)
        tries = session.scalars(select(Letter.tries).where(Letter.state == "due"))
        assert set(tries) == {0}, "to wait is no failure"
        session.commit()

    def test_all_leave_in_their_time(self, letters, session, limited, sender, clock):
        for _ in range(40):
            limited.carry()
            clock.tick(seconds=1)
        assert len(sender.carried) == 5

    def test_another_worker_keeps_to_the_same_limit(self, letters, limited, sender):
        other = dataclasses.replace(limited, carrier="outbox:1")
        assert limited.carry(limit=2).sent == 1
        assert other.carry().sent == 0
