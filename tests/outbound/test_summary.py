"""The daily summary: once a working day at its hour, once after an outage; what it says."""

from __future__ import annotations

import dataclasses
from datetime import datetime, time

import pytest
from sqlalchemy import select

from intake.store import queries
from intake.store.schema import Letter
from outbound.overview import summary
from outbound.sending.outbox import Outbox
from outbound.sending.still_due import STILL_DUE
from outbound.writing import compose
from rules.model import Address, Doubt, Evidence, Nominees, Reply
from tests.messages import parsed
from tests.outbound.campaign import CIRCULAR, OFFICE, READY, FakeSender, at, reading
from tests.outbound.test_compose import both, structure

OFFICE = dataclasses.replace(OFFICE, summary_at=time(17, 0))


@pytest.fixture
def made(session):
    """Make what is due at a time; the days of all summaries so far."""

    def made(now: datetime) -> list[str]:
        summary.make_summaries(session, OFFICE, now)
        letters = session.scalars(select(Letter).order_by(Letter.id))
        return [letter.key.split(":")[2] for letter in letters]

    return made


def test_before_its_hour_there_is_no_summary(made):
    assert made(at(22, 16, 59)) == []


def test_at_its_hour_there_is_one_and_then_no_other_that_day(made):
    assert made(at(22, 17)) == ["2011-08-22"]
    assert made(at(22, 17, 1)) == ["2011-08-22"]
    assert made(at(22, 23, 59)) == ["2011-08-22"]


def test_the_next_day_there_is_the_next(made):
    made(at(22, 17))
    assert made(at(23, 9)) == ["2011-08-22"]
    assert made(at(23, 17)) == ["2011-08-22", "2011-08-23"]


def test_no_summary_on_saturday_and_sunday(made):
    made(at(26, 17))  # a Friday
    assert made(at(27, 18)) == ["2011-08-26"]
    assert made(at(28, 18)) == ["2011-08-26"]
    assert made(at(29, 17)) == ["2011-08-26", "2011-08-29"]


def test_after_an_outage_the_latest_that_was_missed_comes_once(made):
    made(at(16, 17))
    assert made(at(19, 9)) == ["2011-08-16", "2011-08-18"]
    assert made(at(19, 10)) == ["2011-08-16", "2011-08-18"]
    assert made(at(19, 17)) == ["2011-08-16", "2011-08-18", "2011-08-19"]


def test_a_new_installation_sends_no_summary_of_yesterday(made):
    assert made(at(22, 9)) == []


def test_each_officer_gets_one(session):
    two = dataclasses.replace(CIRCULAR, officers=("chief@adm.example", "clerk@adm.example"))
    office = dataclasses.replace(OFFICE, circulars=(two,))
    assert summary.make_summaries(session, office, at(22, 17)) == 2
    assert summary.make_summaries(session, office, at(22, 18)) == 0


def test_of_summaries_that_waited_for_the_server_only_the_latest_is_sent(session, database, clock):
    with database.session() as other:
        summary.make_summaries(other, OFFICE, at(22, 17))
        summary.make_summaries(other, OFFICE, at(23, 17))
    clock.now = at(23, 18)
    sender = FakeSender()
    done = Outbox(database.session, sender, clock, still_due=STILL_DUE).carry()
    assert (done.sent, done.dropped) == (1, 1)
    subject = parsed(sender.carried[0][1])["Subject"]
    assert subject.startswith("Сводка 23.08")


@pytest.fixture
def lively(session, arrive, clock):
    """One answered, one doubtful, one silent; a letter that failed."""
    arrive(reading())
    words = Evidence("body", 0, 9, "<b>почти</b> «готовы»", "readiness.x")
    doubt = Doubt("weak_readiness", evidence=(words,))
    answers = (("readiness", READY), ("nominee", Nominees()))
    arrive(
        reading(Reply.ACKNOWLEDGE, recipient="bor", answers=answers, doubts=(doubt,)),
        subject="<script>x</script>", sender="bor@mo.example",
    )  # fmt: skip
    session.add(
        Letter(
            key="k", purpose="confirm", circular=CIRCULAR.number, to_address="old@mo.example",
            subject="Re: Ответ", message_id="<q@q>", content=b"", state="failed",
            created_at=clock(), next_try_at=clock(), error="сервер ответил: 550 no such user",
        )
    )  # fmt: skip
    queries.beat(session, "poll", clock())
    session.commit()
    return summary.summarise(session, CIRCULAR, at(24, 17))


def test_the_subject_carries_the_state(lively):
    assert lively.subject == "Сводка 24.08: ответили 2 из 3, готовы 1, просрочено 0, проверить 1"


def test_it_says_whom_to_call_what_to_check_and_how_the_service_is(lively):
    message = parsed(summary.letter(OFFICE, lively, Address("", "chief@adm.example")).content)
    assert message["Auto-Submitted"] == "auto-generated"
    for text in both(message):
        for words in (
            "Полевой район",
            "срок 25.08.2011, осталось 1\u00a0день",
            "О готовности сказано неоднозначно.",
            "old@mo.example",
            "550 no such user",
            "Ковыльная Айгуль Маратовна",
        ):
            assert words in text
    text, html = both(message)
    assert text.index("КОМУ ПОЗВОНИТЬ") < text.index("ЧТО ПРОВЕРИТЬ") < text.index("ИТОГИ")
    page = structure(html)
    assert (page.faults, page.open) == ([], [])
    assert "<script>" not in html
    assert "<b>почти" not in html


def test_the_totals_are_bars_with_numbers_beside(lively):
    assert [(b.title, b.done, b.of, b.percent) for b in lively.bars] == [
        ("Ответили", 2, 3, 67),
        ("Ответили полностью", 1, 3, 33),
        ("Готовы", 1, 3, 33),
        ("Назвали специалиста", 1, 3, 33),
    ]


def test_it_can_be_written_as_a_page(lively, tmp_path):
    page = tmp_path / "summary.html"
    summary.write_page(page, lively, OFFICE)
    assert 'charset=utf-8"' in page.read_text(encoding="utf-8")


def test_a_quiet_day_says_so(session):
    quiet = summary.summarise(session, CIRCULAR, at(8, 17))
    text, _ = summary.render(quiet, OFFICE)
    assert "Сегодня звонить некому." in text
    assert "Сомнительных писем нет." in text
    assert "Пока никто не назван." in text
    assert "Почта проверена: ещё не было" in text


def test_every_template_has_its_two_forms():
    pages = {path.stem for path in compose.TEMPLATES.glob("*.html")}
    texts = {path.stem for path in compose.TEMPLATES.glob("*.txt")}
    assert pages ^ texts == {"base", "training_parts"}, "what others are made of"
