"""Reminders: on working days, by rows and the clock, never to one who has answered."""

from __future__ import annotations

import dataclasses
from datetime import date, datetime
from email.message import EmailMessage

import pytest
from sqlalchemy import select

from intake.mailbox import MailboxRefusedError
from intake.store.schema import AnswerRow, Bounce, Letter
from intake.worker import PassResult
from outbound.campaign import reminders
from outbound.running.service import Service
from rules.campaign import Reminders
from rules.model import (
    Doubt,
    Milestone,
    Nominees,
    Readiness,
    ReadinessValue,
    Recipient,
    Reply,
)
from tests.messages import parsed, text_of
from tests.outbound.campaign import BOTH, CIRCULAR, NAMED, OFFICE, FakeSender, at, reading
from tests.outbound.test_service import FakeIntake

LUG = dataclasses.replace(CIRCULAR.recipients[0], addresses=("lug@mo.example", "glava@lug.example"))
ASKING = dataclasses.replace(
    CIRCULAR,
    recipients=(LUG,),
    reminders=Reminders(before_deadline=(4, 1), after_deadline=(1, 3), escalate_after=5),
)  # the deadline is Thursday 25.08.2011: 19.08, 24.08, 26.08, 30.08; escalation 01.09
BY_SEPTEMBER = Readiness(ReadinessValue.READY_BY, date(2011, 9, 1))


class Campaign:
    """A service on a virtual clock; passes are made by the test."""

    def __init__(self, database, clock, session) -> None:
        self.clock, self.session, self.sender = clock, session, FakeSender()
        self.database = database
        self.circular = ASKING
        self.intake = FakeIntake()

    def poll(self, when: datetime) -> list[str]:
        """A pass at a time; the letters that left during it, as "purpose to"."""
        self.clock.now = when
        before = len(self.sender.carried)
        office = dataclasses.replace(OFFICE, circulars=(self.circular,))
        service = Service(self.database, self.intake, office, self.sender, clock=self.clock)
        report = service.poll()
        assert not report.due.broken
        return [f"{self.purpose(content)} {to}" for to, content in self.sender.carried[before:]]

    def purpose(self, content: bytes) -> str:
        message = parsed(content)
        query = select(Letter.purpose).where(Letter.message_id == message["Message-ID"])
        with self.database.reading() as session:
            return str(session.scalar(query))

    def reminded(self, *days: datetime) -> list[str]:
        """The days on which a reminder left, of passes at these times."""
        found = []
        for when in days:
            found += [f"{when:%d.%m}" for told in self.poll(when) if told.startswith("remind")]
        return found

    def last(self) -> EmailMessage:
        return parsed(self.sender.carried[-1][1])

    def text(self) -> str:
        return text_of(self.last())


@pytest.fixture
def campaign(database, clock, session) -> Campaign:
    return Campaign(database, clock, session)


def test_the_silent_one_is_reminded_before_and_after_the_deadline_on_working_days(campaign):
    days = [at(n) for n in range(15, 32)]
    assert campaign.reminded(*days) == ["19.08", "24.08", "26.08", "30.08"]


def test_not_before_the_hour_and_only_once_that_day(campaign):
    assert campaign.poll(at(19, 9)) == []
    assert campaign.poll(at(19, 10)) == ["remind lug@mo.example"]
    assert campaign.poll(at(19, 11)) == []


def test_nobody_is_reminded_where_the_circular_does_not_ask_for_it(campaign):
    campaign.circular = dataclasses.replace(ASKING, reminders=None)
    assert campaign.reminded(*[at(n) for n in range(15, 32)]) == []


def test_a_service_that_slept_catches_up_with_one_reminder(campaign):
    assert campaign.reminded(at(27), at(28), at(29), at(29, 15)) == ["29.08"]


def test_what_was_slept_through_for_long_is_left_to_a_person(campaign):
    assert campaign.reminded(at(12, month=9)) == []


def test_one_who_answered_is_not_reminded(campaign, arrive):
    campaign.clock.now = at(18)
    arrive(reading())
    campaign.poll(at(18))
    assert campaign.reminded(*[at(n) for n in range(19, 32)]) == []


def test_an_answer_taken_in_by_the_same_pass_comes_in_time(campaign, arrive):
    campaign.intake.before_pass = lambda: arrive(reading())
    assert campaign.poll(at(19)) == ["confirm lug@mo.example"]


def test_an_answer_a_second_before_sending_stops_the_reminder(campaign, arrive, database):
    office = dataclasses.replace(OFFICE, circulars=(ASKING,))
    campaign.sender.down = "нет связи"
    assert campaign.poll(at(19)) == []  # the reminder waits in the outbox
    campaign.clock.now = at(19, 13)
    arrive(reading(Reply.NONE))
    campaign.sender.down = ""
    Service(database, FakeIntake(), office, campaign.sender, clock=campaign.clock).carry()
    (letter,) = campaign.session.scalars(select(Letter).where(Letter.purpose == "remind"))
    assert (letter.state, letter.error) == ("dropped", "адресат уже ответил")
    assert campaign.sender.carried == []


def test_an_officers_word_stops_it_too(campaign, session):
    campaign.sender.down = "нет связи"
    campaign.poll(at(19))
    for question, answer in BOTH:
        value = reminders_value(answer)
        row = AnswerRow(circular="07-11", recipient="lug", question=question, value=value)
        row.source, row.author, row.accepted_at = "officer", "chief@adm.example", at(19, 13)
        session.add(row)
    session.commit()
    campaign.sender.down = ""
    assert campaign.poll(at(19, 14)) == []


def reminders_value(answer: Readiness | Nominees) -> dict[str, object]:
    from intake.store.readings import answer_to_json

    return answer_to_json(answer)


def test_a_doubtful_answer_is_an_answer(campaign, arrive):
    campaign.clock.now = at(18)
    arrive(reading(Reply.ACKNOWLEDGE, doubts=(Doubt("weak_readiness"),)))
    campaign.poll(at(18))
    assert campaign.reminded(at(19), at(24), at(26)) == []


def test_while_the_mailbox_cannot_be_read_nobody_is_reminded(campaign):
    campaign.intake.results = [PassResult(error=MailboxRefusedError("нет связи"))]
    assert campaign.poll(at(19)) == []
    assert campaign.poll(at(19, 13)) == ["remind lug@mo.example"]


def test_while_a_mail_waits_to_be_read_nobody_is_reminded(campaign, arrive):
    mail = arrive(state="stored")
    assert campaign.poll(at(19)) == []
    mail.state = "read"
    campaign.session.commit()
    assert campaign.poll(at(19, 13)) == ["remind lug@mo.example"]


def test_a_reminder_that_did_not_leave_on_its_day_is_made_anew(campaign):
    campaign.sender.down = "нет связи"
    campaign.poll(at(19))
    campaign.sender.down = ""
    assert campaign.poll(at(22, 9)) == []
    assert campaign.poll(at(22, 11)) == ["remind lug@mo.example"]
    assert campaign.poll(at(23, 11)) == []


def test_a_letter_of_ours_that_day_is_enough(campaign, arrive):
    campaign.circular = dataclasses.replace(ASKING, reminders=Reminders(before_deadline=(4,)))
    campaign.clock.now = at(18)
    arrive(reading(Reply.CLARIFY, answers=(("readiness", Readiness(ReadinessValue.READY)),)))
    assert campaign.poll(at(19, 11)) == ["clarify lug@mo.example"]
    assert campaign.poll(at(19, 15)) == []
    assert campaign.poll(at(22, 11)) == ["remind lug@mo.example"]


def bounce(campaign, arrive, address: str) -> None:
    mail = arrive()
    campaign.session.add(Bounce(mail_id=mail.id, address=address, permanent=True, reason="нет"))
    campaign.session.commit()


def test_where_an_address_bounces_the_next_one_is_tried(campaign, arrive):
    bounce(campaign, arrive, "lug@mo.example")
    assert campaign.poll(at(19)) == ["remind glava@lug.example"]


def test_a_reminder_that_came_back_is_repeated_to_the_next_address(campaign, arrive):
    assert campaign.poll(at(19)) == ["remind lug@mo.example"]
    bounce(campaign, arrive, "lug@mo.example")
    assert campaign.poll(at(22)) == ["remind glava@lug.example"]
    assert campaign.poll(at(23)) == []


def test_where_every_address_bounces_nobody_is_written_to(campaign, arrive):
    for address in LUG.addresses:
        bounce(campaign, arrive, address)
    assert campaign.reminded(*[at(n) for n in range(15, 32)]) == []


def test_the_circular_sent_after_an_occasion_makes_it_none(campaign):
    late = dataclasses.replace(ASKING, on=date(2011, 8, 23), message_ids=("<c@adm.example>",))
    campaign.circular = late
    assert campaign.reminded(*[at(n) for n in range(23, 27)]) == ["24.08", "26.08"]


def test_the_letter_names_what_is_asked_and_stands_in_the_thread(campaign):
    campaign.poll(at(24))
    message, text = campaign.last(), campaign.text()
    assert message["Subject"].startswith("Напоминание: срок ответа 25.08.2011")
    assert message["In-Reply-To"] == "<circular@adm.example>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert "до 25 августа 2011 года; ответ пока не поступил" in text
    assert "— сведения о готовности" in text and "— кандидатура специалиста" in text
    assert "> Просим до 25.08.2011 сообщить о готовности." in text


def test_of_a_partial_answer_only_what_is_missing_is_named(campaign, arrive):
    campaign.clock.now = at(17)
    arrive(reading(Reply.CLARIFY, answers=(("nominee", NAMED),)))
    campaign.poll(at(17))
    assert campaign.poll(at(26)) == ["remind lug@mo.example"]
    text = campaign.text()
    assert "Срок истёк 25 августа 2011 года, а ответ неполный." in text
    assert "сведения о готовности" in text and "кандидатура" not in text


def test_what_was_promised_for_later_is_called_promised(campaign, arrive):
    campaign.clock.now = at(17)
    answers = (("readiness", Readiness(ReadinessValue.READY)), ("nominee", Nominees(later=True)))
    arrive(reading(Reply.CLARIFY, answers=answers))
    campaign.poll(at(17))
    campaign.poll(at(24))
    assert "Вы обещали сообщить позже:\n\n— кандидатура специалиста" in campaign.text()


@pytest.fixture
def promised(campaign, arrive):
    """Ready by Thursday 01.09.2011, and a person named."""
    campaign.clock.now = at(18)
    arrive(reading(answers=(("readiness", BY_SEPTEMBER), ("nominee", NAMED))))
    campaign.poll(at(18))
    return campaign


def days_of_september(first: int, last: int) -> list[datetime]:
    return [at(n, month=9) for n in range(first, last + 1)]


def test_a_promised_date_is_followed_up(promised):
    assert promised.reminded(*[at(n) for n in range(19, 32)], *days_of_september(1, 9)) == [
        "02.09",
        "07.09",
    ]
    assert "вы обещали готовность к 1 сентября 2011 года. Этот срок прошёл" in promised.text()
    assert promised.last()["Subject"].startswith("Готовность, обещанная к 01.09.2011")


def test_a_promise_that_was_kept_is_not_asked_for(promised, arrive):
    promised.clock.now = at(1, month=9)
    arrive(reading(answers=(("readiness", Readiness(ReadinessValue.READY)),)))
    promised.poll(at(1, month=9))
    assert promised.reminded(*days_of_september(2, 9)) == []


def test_a_promise_that_was_put_off_is_followed_up_at_its_new_date(promised, arrive):
    promised.clock.now = at(1, month=9)
    later = Readiness(ReadinessValue.READY_BY, date(2011, 9, 8))
    arrive(reading(answers=(("readiness", later),)))
    promised.poll(at(1, month=9))
    assert promised.reminded(*days_of_september(2, 12)) == ["09.09"]


def test_a_milestone_reminds_those_who_are_not_ready(campaign, arrive):
    campaign.circular = dataclasses.replace(
        ASKING, milestones=(Milestone(date(2011, 9, 7), "обучение специалистов"),)
    )
    campaign.clock.now = at(18)
    not_ready = Readiness(ReadinessValue.NOT_READY)
    arrive(reading(answers=(("readiness", not_ready), ("nominee", NAMED))))
    campaign.poll(at(18))
    assert campaign.reminded(*[at(n) for n in range(19, 32)], *days_of_september(1, 9)) == ["05.09"]
    assert "7 сентября 2011 года — обучение специалистов" in campaign.text()
    assert "По вашему последнему ответу готовность отсутствует." in campaign.text()


def test_one_who_promised_to_be_ready_before_a_milestone_is_left_alone(promised):
    promised.circular = dataclasses.replace(
        ASKING, milestones=(Milestone(date(2011, 9, 1), "подключение"),)
    )
    assert promised.reminded(*[at(n) for n in range(26, 32)]) == []


def escalated(campaign, *days: datetime) -> list[str]:
    return [f"{d:%d.%m} {t}" for d in days for t in campaign.poll(d) if t.startswith("escalate")]


def test_the_officers_get_the_list_of_whom_to_call_once(campaign):
    campaign.circular = dataclasses.replace(
        ASKING, recipients=(LUG, Recipient("bor", "Боровской район", addresses=("b@mo.example",)))
    )
    days = [at(n) for n in range(22, 32)] + days_of_september(1, 9)
    assert escalated(campaign, *days) == ["01.09 escalate chief@adm.example"]


def test_the_escalation_names_the_phone_code_and_the_reminders(campaign):
    for day in [at(n) for n in range(19, 32)]:
        campaign.poll(day)
    campaign.poll(at(1, month=9))
    texts = [text_of(parsed(c)) for to, c in campaign.sender.carried if to == "chief@adm.example"]
    (told,) = [text for text in texts if "Кому позвонить:" in text]
    assert "Луговской район (код 85147)" in told
    assert "Ответа нет, срок истёк 25.08.2011" in told
    assert "Напоминали: 19.08.2011, 24.08.2011, 26.08.2011, 30.08.2011" in told


def test_where_everybody_has_answered_nothing_is_escalated(campaign, arrive):
    campaign.clock.now = at(18)
    arrive(reading())
    assert escalated(campaign, *[at(n) for n in range(18, 32)], *days_of_september(1, 9)) == []


def test_what_is_due_can_be_seen_without_making_it(session):
    office = dataclasses.replace(OFFICE, circulars=(ASKING,))
    (one,) = reminders.due(session, office, ASKING, at(19))
    assert (one.address, one.occasion.name) == ("lug@mo.example", "deadline-20110825-4")
    assert session.scalars(select(Letter)).all() == []
