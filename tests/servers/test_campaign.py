"""The campaign's paths through a real mailbox and a real submission server, on a virtual clock."""

from __future__ import annotations

import dataclasses
import email
import email.policy
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from intake.store import database as databases
from intake.store.schema import MailRow
from outbound.review import corrected, settling
from rules.model import Nominees, Recipient
from tests.messages import text_of
from tests.outbound.campaign import at
from tests.outbound.correspondence import BOTH, CLERK, ELSEWHERE, OZERSKY, bounce
from tests.servers.common import ImapServer, SmtpServer
from tests.servers.conftest import running_smtp
from tests.servers.world import CHIEF, CIRCULAR, DEPUTY, STEPNOE, TEACHER, World

pytestmark = [pytest.mark.server, pytest.mark.slow]

STEPNOVSKY = STEPNOE.addresses[0]
DOUBTFUL = (
    "К подключению готовы.\nНа обучение направляем: Сагитова Айгуль Марсовна, программист, 5-71-00"
)


@pytest.fixture(scope="module")
def smtp() -> Iterator[SmtpServer]:
    with running_smtp("postfix") as server:
        yield server


@pytest.fixture
def world(one_server: ImapServer, smtp: SmtpServer, db, user: str, tmp_path: Path) -> World:
    return World(tmp_path, db, (one_server, smtp), user)


def test_from_the_circular_to_the_class(world):
    circulars = world.ask()
    assert {str(x["To"].addresses[0].addr_spec) for x in circulars} == {CLERK, STEPNOVSKY}
    assert len({str(x["Message-ID"]) for x in circulars}) == 2

    mailed = BOTH + " Почта: sagitova@ozerki.example"
    world.comes(mailed, world.to(CLERK)[0])
    (confirmed,) = world.poll(at(8))
    assert "Ваш ответ на письмо" in text_of(confirmed)

    world.comes("Телефон другой: 5-71-58", confirmed)
    (again,) = world.poll(at(8, 13))
    assert "5-71-58" in text_of(again)
    world.comes("Теперь всё верно, спасибо!", again)
    assert world.poll(at(8, 14)) == []

    reminded = [x for x in world.poll(at(26, 10)) if "Срок истёк" in str(x["Subject"])]
    assert [str(x["To"].addresses[0].addr_spec) for x in reminded] == [STEPNOVSKY]

    listed = world.poll(at(31, 10))
    (to_class,) = [x for x in listed if x["To"].addresses[0].addr_spec == TEACHER]
    assert "Сагитова Айгуль Марсовна" in text_of(to_class)
    assert any(part.get_filename("").endswith(".xlsx") for part in to_class.iter_attachments())
    (invited,) = world.to("sagitova@ozerki.example")
    (calendar,) = [
        part for part in invited.iter_attachments() if part.get_content_type() == "text/calendar"
    ]
    assert "DTSTART" in calendar.get_content()
    assert world.poll(at(31, 11)) == []


def test_an_answer_a_second_before_stops_the_reminder(world):
    world.ask()
    with world.without_submission():
        report = world.attempt(at(26, 10))
    assert report.carried.down
    due = world.purposes(state="due")
    assert {f"remind {CLERK}", f"remind {STEPNOVSKY}"} <= set(due)
    world.comes(BOTH, world.to(CLERK)[0])
    world.poll(at(26, 10, 0, 1))
    assert f"remind {CLERK}" not in world.purposes()
    assert f"remind {CLERK}" in world.purposes(state="dropped")
    assert f"remind {STEPNOVSKY}" in world.purposes()
    assert f"confirm {CLERK}" in world.purposes()


def summaries(world: World) -> list[str]:
    return [str(x["Subject"])[:13] for x in world.to(CHIEF) if "Сводка" in str(x["Subject"])]


def test_one_summary_a_working_day_and_one_after_an_outage(world):
    world.ask()
    for day in (8, 9):  # Monday, Tuesday
        for hour in (12, 16, 17, 18, 20):
            world.poll(at(day, hour))
    world.comes(BOTH, world.to(CLERK)[0])  # while nobody is there: Wednesday to Friday
    world.poll(at(13, 9))  # Saturday
    world.poll(at(13, 12))
    world.poll(at(15, 12))
    world.poll(at(15, 17))
    assert summaries(world) == ["Сводка 08.08:", "Сводка 09.08:", "Сводка 13.08:", "Сводка 15.08:"]
    assert summaries(world) == [
        str(x["Subject"])[:13] for x in world.to(DEPUTY) if "Сводка" in str(x["Subject"])
    ]
    assert world.line().state == "settled"
    assert "ответили 1 из 2" in str(world.to(CHIEF)[2]["Subject"])


def test_of_summaries_that_waited_for_the_server_only_the_last_is_sent(world):
    world.ask()
    world.poll(at(8, 17))
    with world.without_submission():
        for day in (9, 10, 11):
            world.attempt(at(day, 17))
    world.poll(at(12, 9))
    assert summaries(world) == ["Сводка 08.08:", "Сводка 11.08:"]
    world.poll(at(12, 17))
    assert summaries(world)[-1] == "Сводка 12.08:"


@pytest.fixture
def doubtful(world: World) -> World:
    """A mail that nobody proves, before both officers."""
    world.ask()
    world.comes(DOUBTFUL, sender="nobody-knows@webmail.example")
    world.poll(at(8))
    assert [len(world.to(officer)) for officer in (CHIEF, DEPUTY)] == [1, 1]
    return world


def test_an_officer_settles_it_by_mail_and_the_clerk_is_told(doubtful):
    notice = doubtful.to(CHIEF)[0]
    doubtful.comes("верно\nэто Озёрский район", notice, sender=CHIEF)
    (told,) = doubtful.poll(at(8, 13))
    assert told["To"].addresses[0].addr_spec == "nobody-knows@webmail.example"
    assert "Сагитова Айгуль Марсовна" in text_of(told)
    (settled,) = doubtful.settlements()
    assert settled.author == CHIEF
    assert doubtful.line().state == "settled"
    doubtful.comes("не наше", doubtful.to(DEPUTY)[0], sender=DEPUTY)  # too late
    doubtful.poll(at(8, 14))
    assert doubtful.line().state == "settled"
    assert "уже решено" in doubtful.refused()[0]


Forge = Callable[[World], None]


def _no_token(world: World) -> None:
    world.comes("верно\nэто Озёрский район", sender=CHIEF)


def _old_token(world: World) -> None:
    world.comes("верно\nэто Озёрский район", world.to(CHIEF)[0], sender=CHIEF)
    world.clock.now = at(20, month=9)


def _other_sender(world: World) -> None:
    world.comes("верно\nэто Озёрский район", world.to(CHIEF)[0], sender="chief@evil.example")


def _other_case(world: World) -> None:
    """The notice's Message-ID with the number of another mail."""
    kind, _, rest = str(world.to(CHIEF)[0]["Message-ID"]).split(".", 2)
    world.comes("верно\nэто Озёрский район", sender=CHIEF, In_Reply_To=f"{kind}.999.{rest}")


@pytest.mark.parametrize("forge", [_no_token, _old_token, _other_sender, _other_case])
def test_forged_officer_mail_changes_nothing_and_is_told(doubtful, forge: Forge):
    forge(doubtful)
    doubtful.poll()
    assert doubtful.settlements() == []
    assert doubtful.answers() == {}
    assert len(doubtful.refused()) == 1
    told = [x for x in doubtful.letters if "Ответ не принят" in str(x["Subject"])]
    assert told
    assert {x["To"].addresses[0].addr_spec for x in told} <= {CHIEF, DEPUTY}


def test_what_an_officer_enters_by_command_is_told_to_the_clerk(world):
    world.ask()
    with world._running() as running, world.database.session() as session:
        said = settling.parse("готовы с 12.09.2011", CIRCULAR, world.clock())
        changed = settling.correct(
            session, CIRCULAR, OZERSKY, said, author=CHIEF, now=world.clock()
        )
        entered = corrected.Entered(CIRCULAR, OZERSKY, changed)
        corrected.make_letter(session, running.service.office, entered, world.clock())
    (told,) = world.poll()
    assert told["In-Reply-To"] == world.to(CLERK)[0]["Message-ID"]
    assert "12 сентября 2011 года" in text_of(told)


def test_where_an_address_refuses_the_circular_goes_to_the_next(
    one_server, smtp, db, user, tmp_path
):
    refused = dataclasses.replace(OZERSKY, addresses=("nobody@mo.example", CLERK))
    circular = dataclasses.replace(CIRCULAR, recipients=(refused,))
    world = World(tmp_path, db, (one_server, smtp), user, circular=circular)
    assert world.ask() == []
    (again,) = world.poll(at(3, 13))
    assert again["To"].addresses[0].addr_spec == CLERK
    assert world.poll(at(3, 14)) == []
    assert world.line().state_words == "ответа нет, отправлено ещё раз"


def test_where_the_circular_comes_back_it_goes_to_the_next_address_once(world):
    world.ask()
    world.delivers(bounce(CLERK, str(world.to(CLERK)[0]["Message-ID"])))
    (again,) = world.poll(at(3, 13))
    assert again["To"].addresses[0].addr_spec == ELSEWHERE
    assert world.poll(at(3, 14)) == []
    summary = next(x for x in world.poll(at(4, 17)) if "Сводка" in str(x["Subject"]))
    assert "ЧТО НЕ ДОСТАВЛЕНО" in text_of(summary)
    world.comes(BOTH, again, sender="somebody@private.example")
    world.poll(at(5))
    assert world.line().state == "settled"


def test_two_otkliks_that_write_to_each_other_end(one_server, smtp, tmp_path):
    """Each takes the other for a recipient; whatever one sends lies in the other's mailbox."""
    here, there = "edo@adm.example", "edo@ozerki.example"
    worlds = []
    for number, (own, other) in enumerate(((here, there), (there, here))):
        recipient = Recipient("other", "Озёрский район", addresses=(other,))
        circular = dataclasses.replace(
            CIRCULAR, recipients=(recipient,), own_addresses=(own,), officers=(), training=None
        )
        folder = tmp_path / str(number)
        folder.mkdir()
        database = databases.connect(f"sqlite:///{folder}/otklik.sqlite3")
        databases.upgrade(database)
        servers, name = (one_server, smtp), f"u{400 + number}"
        worlds.append(World(folder, database, servers, name, circular=circular, address=own))
    first, second = worlds
    second.already = first.already
    try:
        _exchange(first, second)
        for world in worlds:
            with world.database.reading() as session:
                assert session.scalar(select(func.count(MailRow.id)))  # it did hear of the other
            replies = [x for x in world.purposes() if not x.startswith(("circular", "remind"))]
            assert len(replies) <= 1
    finally:
        for world in worlds:
            world.database.close()


def _exchange(first: World, second: World) -> None:
    """Both ask, then each is handed what the other sent, ten times over."""
    waiting = {id(second): first.ask()}
    second.already = first.already
    waiting[id(first)] = second.ask()
    for _ in range(10):
        for world, other in ((first, second), (second, first)):
            for letter in waiting[id(world)]:
                world.delivers(letter.as_bytes(policy=email.policy.SMTP))
            waiting[id(world)] = []
            world.already = max(first.already, second.already)
            waiting[id(other)] += world.poll()


ROBOTS = [
    pytest.param(
        "Я в отпуске до 12 сентября. По срочным вопросам: 5-71-00.",
        {"Auto_Submitted": "auto-replied"},
        id="out of office",
    ),
    pytest.param(
        "Меня нет на рабочем месте до 12 сентября. Это автоматический ответ.",
        {"Subject": "Автоответ: О подключении"},
        id="out of office without the header",
    ),
    pytest.param(
        "Ваше обращение зарегистрировано под номером 12345. Мы ответим в течение 3 дней.",
        {"Subject": "[#12345] Ваша заявка принята"},
        id="ticket robot",
    ),
    pytest.param(
        "Ваше письмо очень важно для нас. Мы обязательно его рассмотрим.", {}, id="unmarked"
    ),
]


@pytest.mark.parametrize(("said", "headers"), ROBOTS)
def test_a_robot_that_answers_each_letter_gets_at_most_one(world, said, headers):
    world.ask()
    for _ in range(5):
        world.comes(said, world.to(CLERK)[-1], **headers)
        world.poll()
    assert len(world.to(CLERK)) <= 2  # the circular, and one of ours
    assert world.answers() == {}


def test_the_nominees_answer_is_the_recipient_s(world):
    """A nominee in the matrix is the one of the confirmed mail."""
    world.ask()
    world.comes(BOTH, world.to(CLERK)[0])
    world.poll(at(8))
    nominee = world.answers()["nominee"]
    assert isinstance(nominee, Nominees)
    assert [person.name for person in nominee.people] == ["Сагитова Айгуль Марсовна"]
