"""What is new since the last summary, by the rows of then and of now."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from outbound.overview import summary
from outbound.overview.changes import changes, last_summary_at
from outbound.overview.matrix import State, earlier, matrix
from rules.model import Doubt, Nominees, Readiness, ReadinessValue, Reply
from tests.outbound.campaign import BOTH, CIRCULAR, NAMED, OFFICE, PERSON, reading

MONDAY = datetime(2011, 8, 22, 13, 30, tzinfo=UTC)  # 17:30 in Astrakhan
TUESDAY = datetime(2011, 8, 23, 13, 30, tzinfo=UTC)
BY = Readiness(ReadinessValue.READY_BY, date(2011, 9, 1))


@pytest.fixture
def came(arrive, clock):
    """A mail comes at a time."""

    def came(at: datetime, *args, **fields):
        clock.now = at
        return arrive(reading(*args, **fields))

    return came


@pytest.fixture
def news(session):
    """What is new on Tuesday evening since Monday evening, as {name: news}."""

    def news() -> dict[str, tuple[str, ...]]:
        found = changes(earlier(session, CIRCULAR, MONDAY), matrix(session, CIRCULAR, TUESDAY))
        return {change.name: change.news for change in found}

    return news


def test_an_answer_is_news_on_its_day(came, news):
    came(MONDAY.replace(hour=15))
    assert news() == {
        "Луговской район": (
            "ответа нет → ответ получен",
            "готовность: готовы",
            "специалист: Ковыльная Айгуль Маратовна",
        )
    }


def test_and_no_news_afterwards(came, news):
    came(MONDAY.replace(hour=9))
    assert news() == {}


def test_what_changed_is_told_with_what_was(came, news):
    came(MONDAY.replace(hour=9), answers=(("readiness", BY), ("nominee", NAMED)))
    withdrawn = Nominees(withdrawn=(PERSON.name,))
    came(TUESDAY.replace(hour=9), answers=(BOTH[0], ("nominee", withdrawn)))
    assert news()["Луговской район"] == (
        "ответ получен → ответ неполный",
        "готовность: к 01.09.2011 → готовы",
        "больше не значится: Ковыльная Айгуль Маратовна",
    )


def test_a_doubtful_mail_was_not_there_before_it_came(came, session, news):
    came(TUESDAY.replace(hour=9), Reply.ACKNOWLEDGE, doubts=(Doubt("weak_readiness"),))
    assert earlier(session, CIRCULAR, MONDAY).lines[0].state is State.ASKED
    assert news()["Луговской район"] == ("ответа нет → проверить",)


def test_it_is_counted_from_the_last_summary_of_an_earlier_day(session):
    office = OFFICE
    assert last_summary_at(session, CIRCULAR, TUESDAY) == MONDAY  # none yet: this hour of Monday
    summary.add_summary(session, office, CIRCULAR, MONDAY.replace(hour=14), date(2011, 8, 22))
    summary.add_summary(session, office, CIRCULAR, TUESDAY.replace(hour=13), date(2011, 8, 23))
    assert last_summary_at(session, CIRCULAR, TUESDAY) == MONDAY.replace(hour=14)


def test_on_monday_without_a_summary_it_is_counted_from_friday(session):
    assert last_summary_at(session, CIRCULAR, MONDAY).date() == date(2011, 8, 19)


def test_the_summary_tells_the_change_and_the_gain(came, session):
    came(MONDAY.replace(hour=15))
    text, html = summary.render(summary.summarise(session, CIRCULAR, TUESDAY), OFFICE)
    assert "ЧТО ИЗМЕНИЛОСЬ С 22.08.2011, 17:30\n\n— Луговской район: ответа нет → " in text
    assert "1 из 3 (+1)\n" in text and "1 из 3\n" not in text
    assert "Что изменилось с 22.08.2011, 17:30" in html and "(+1)" in html


def test_a_quiet_day_is_called_so(session):
    text, _ = summary.render(summary.summarise(session, CIRCULAR, TUESDAY), OFFICE)
    assert "ЧТО ИЗМЕНИЛОСЬ С 22.08.2011, 17:30\n\nНичего.\n" in text
