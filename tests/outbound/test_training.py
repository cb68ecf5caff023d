"""The training group: the teachers' list on its date, invitations with a calendar file."""

from __future__ import annotations

import dataclasses
from datetime import date, datetime, time
from email.message import EmailMessage
from functools import partial

import pytest
from sqlalchemy import select

from intake.store.schema import Letter
from outbound.campaign import training
from outbound.writing.calendar_file import calendar_file
from rules.campaign import Training
from rules.model import Doubt, Nominee, Nominees, Reply
from tests.messages import parsed, text_of
from tests.outbound import campaign
from tests.outbound.campaign import CIRCULAR, OFFICE, PERSON, READY, reading

CLASSES = Training(
    title="Работа в системе «Заря», курс; часть 1",
    days=(date(2011, 9, 5), date(2011, 9, 6)),  # Monday and Tuesday
    starts=time(10),
    ends=time(13, 30),
    place="ул. Полевая, 15, класс 3",
    teachers=("teacher@school.example",),
    list_on=date(2011, 8, 31),
    invitations=True,
)
TEACHING = dataclasses.replace(CIRCULAR, training=CLASSES)
OFFICE = dataclasses.replace(OFFICE, circulars=(TEACHING,))
INVITED = dataclasses.replace(PERSON, email="Kovylnaya@lug.example")


at = partial(campaign.at, month=9)


@pytest.fixture
def named(arrive, clock):
    """The Lugovskoy district names people."""

    def named(*people: Nominee, when: datetime | None = None, **fields) -> None:
        clock.now = when or at(18, month=8)
        answers = (("readiness", READY), ("nominee", Nominees(people, **fields)))
        arrive(reading(answers=answers))

    return named


@pytest.fixture
def made(session):
    """What is made at a time: the keys of new letters."""

    def made(now: datetime, circular=TEACHING) -> list[str]:
        before = set(session.scalars(select(Letter.key)))
        for make in (training.make_lists, training.make_invitations):
            make(session, OFFICE, circular, now)
        return [key for key in session.scalars(select(Letter.key)) if key not in before]

    return made


def message(session, purpose: str) -> EmailMessage:
    found = session.scalars(select(Letter).where(Letter.purpose == purpose)).all()[-1]
    return parsed(found.content)


LIST = "trainees:07-11:teacher@school.example"
INVITE = "invite:07-11:lug:kovylnaya@lug.example"


def test_on_its_date_the_list_goes_to_the_teachers_once(made, named):
    named(PERSON)
    assert made(at(30, month=8)) == []
    assert made(at(31, 9, month=8)) == []
    assert made(at(31, 10, month=8)) == [f"{LIST}:2011-08-31"]
    assert made(at(31, 15, month=8)) == []
    assert made(at(1)) == []


def test_without_a_date_it_is_three_working_days_before(made, named):
    named(PERSON)
    undated = dataclasses.replace(CLASSES, list_on=None)
    assert training.notice_day(undated) == date(2011, 8, 31)


def test_a_service_that_slept_sends_it_when_it_wakes_up(made, named):
    named(PERSON)
    assert made(at(5)) == [f"{LIST}:2011-09-05"]


def test_after_the_training_nothing_is_sent(made, named):
    named(INVITED)
    assert made(at(7)) == []


def test_a_group_that_has_changed_is_sent_again(made, named, session):
    named(PERSON)
    made(at(31, month=8))
    other = Nominee("Быстров Илья Олегович", "программист")
    named(other, when=at(1, 9), withdrawn=(PERSON.name,))
    assert made(at(1)) == [f"{LIST}:2011-09-01"]
    letter = message(session, "trainees")
    assert letter["Subject"].startswith("Уточнённый список группы")
    assert "Прежний список больше не действует." in text_of(letter)
    assert "1. Быстров Илья Олегович, программист — Луговской район" in text_of(letter)
    assert made(at(2)) == []


def test_the_list_carries_the_workbook(made, named, session):
    named(PERSON)
    made(at(31, month=8))
    letter = message(session, "trainees")
    assert [a.get_filename() for a in letter.iter_attachments()] == ["gruppa-07-11-2011-08-31.xlsx"]
    assert "Когда: 05.09.2011, 06.09.2011, с 10:00 до 13:30\nГде: ул. Полевая, 15" in text_of(
        letter
    )


def test_a_nominee_with_an_address_is_invited_once(made, named):
    named(INVITED)
    assert INVITE in made(at(31, month=8))
    assert made(at(1)) == []


def test_one_without_an_address_is_not(made, named):
    named(PERSON)
    assert not [key for key in made(at(31, month=8)) if key.startswith("invite")]


def test_one_whose_mail_is_doubtful_waits_for_a_person(made, arrive, named):
    named(INVITED)
    arrive(reading(Reply.ACKNOWLEDGE, doubts=(Doubt("weak_readiness"),)))
    assert INVITE not in made(at(31, month=8))


def test_invitations_are_made_only_where_the_circular_wants_them(made, named):
    named(INVITED)
    silent = dataclasses.replace(CLASSES, invitations=False, teachers=())
    assert made(at(31, month=8), dataclasses.replace(CIRCULAR, training=silent)) == []
    assert made(at(31, month=8), CIRCULAR) == []


def test_one_taken_back_meanwhile_is_not_invited(session, named, made):
    named(INVITED)
    made(at(31, month=8))
    row = session.scalars(select(Letter).where(Letter.purpose == "invite")).one()
    ask = training.still_invited(OFFICE)
    assert ask(session, row, at(31, 13, month=8)) is None
    named(when=at(31, 13, month=8), withdrawn=(INVITED.name,))
    assert ask(session, row, at(31, 14, month=8)) == "кандидатура больше не стоит"


def test_an_impossible_address_holds_no_other_up(made, named):
    named(Nominee("Быстров И. О.", email="bystrov@..example"), INVITED)
    assert INVITE in made(at(31, month=8))


def test_the_invitation_is_addressed_to_the_person(made, named, session):
    named(INVITED)
    made(at(31, month=8))
    letter = message(session, "invite")
    assert letter["To"].addresses[0].addr_spec == "kovylnaya@lug.example"
    assert text_of(letter).startswith("Здравствуйте, Айгуль Маратовна!")
    (file,) = letter.iter_attachments()
    assert file.get_content_type() == "text/calendar"
    assert (file.get_param("method"), file.get_param("charset")) == ("PUBLISH", "utf-8")
    assert file.get_payload(decode=True).startswith(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("Ковыльная Айгуль Маратовна", "Айгуль Маратовна"),
        ("Ковыльная А. М.", ""),
        ("Мамедов Руслан Гасан оглы", ""),
        ("Ковыльная", ""),
    ],
)
def test_how_a_person_is_called(name, called):
    assert training.called(name) == called


def lines(circular=TEACHING, classes=CLASSES) -> list[str]:
    file = calendar_file(OFFICE, circular, classes, at(31, month=8))
    assert file.endswith("\r\n")
    return file.removesuffix("\r\n").split("\r\n")


class TestCalendarFile:
    def test_it_is_a_published_calendar_with_an_event_a_day(self):
        found = lines()
        assert found[:4] == [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//Otklik//RU",
            "METHOD:PUBLISH",
        ]
        assert found.count("BEGIN:VEVENT") == found.count("END:VEVENT") == 2

    def test_times_are_utc(self):
        found = lines()
        assert "DTSTART:20110905T060000Z" in found and "DTEND:20110905T093000Z" in found
        assert "DTSTAMP:20110831T080000Z" in found

    def test_without_hours_a_day_is_a_whole_day(self):
        found = lines(classes=dataclasses.replace(CLASSES, starts=None, ends=None))
        assert "DTSTART;VALUE=DATE:20110906" in found and "DTEND;VALUE=DATE:20110907" in found

    def test_texts_are_escaped(self):
        unfolded = "\r\n".join(lines()).replace("\r\n ", "")
        assert "SUMMARY:Работа в системе «Заря»\\, курс\\; часть 1" in unfolded
        assert "LOCATION:ул. Полевая\\, 15\\, класс 3" in unfolded

    def test_no_line_is_longer_than_75_octets(self):
        long = dataclasses.replace(CLASSES, place="очень длинное название улицы " * 9)
        found = lines(classes=long)
        assert max(len(line.encode()) for line in found) <= 75
        assert any(line.startswith(" ") for line in found)

    def test_line_breaks_in_a_title_make_no_property(self):
        evil = dataclasses.replace(CLASSES, title="Курс\r\nATTENDEE:mailto:x@y.example")
        assert not [line for line in lines(classes=evil) if line.startswith("ATTENDEE")]

    def test_the_same_day_keeps_its_uid(self):
        uids = [line for line in lines() if line.startswith("UID:")]
        later = [
            x for x in lines(classes=dataclasses.replace(CLASSES, place="")) if x[:4] == "UID:"
        ]
        assert uids == later and len(set(uids)) == 2
