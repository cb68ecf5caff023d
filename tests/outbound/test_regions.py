"""A circular to a whole country: counted by region and district, the first of each kind told."""

from __future__ import annotations

import dataclasses
import io
from datetime import UTC, datetime

import pytest
from openpyxl import load_workbook

from outbound.overview import regions, summary, workbook
from outbound.overview.health import Health
from outbound.overview.matrix import Line, Matrix, State
from outbound.overview.regions import LISTED, MANY
from outbound.overview.summary import Summary
from rules.model import Recipient
from tests.outbound.campaign import CIRCULAR, OFFICE, READY

NOW = datetime(2011, 8, 26, 9, tzinfo=UTC)  # the day after the deadline
HEALTH = Health(NOW, {"read": 1}, {}, last_poll=NOW)


def line(n: int, state: State = State.ASKED) -> Line:
    """The first hundred stand in «Северная», thirty to a district."""
    region = "Северная" if n < 100 else "Южная"
    recipient = Recipient(f"r{n}", f"Село № {n}", district=f"Район {n // 30}", region=region)
    answers = {"readiness": READY} if state is State.SETTLED else {}
    to_do = "—" if answers else "Позвонить: ответа нет, срок истёк 25.08.2011"
    return Line(recipient, state, answers, (), None, None, not answers, to_do)


@pytest.fixture
def country() -> Matrix:
    lines = [line(n, State.SETTLED if n % 2 else State.ASKED) for n in range(MANY + 60)]
    everybody = tuple(one.recipient for one in lines)
    return Matrix(dataclasses.replace(CIRCULAR, recipients=everybody), NOW, tuple(lines))


def test_regions_are_counted_in_the_order_of_the_recipients(country):
    north, south = regions.by_region(country)
    assert (north.region, north.counts) == ("Северная", (100, 50, 50, 50, 50, 0))
    assert (south.region, south.of) == ("Южная", MANY + 60 - 100)


def test_a_district_that_lies_in_two_regions_is_two(country):
    found = [(g.region, g.district, g.of) for g in regions.by_district(country)]
    assert found[3:5] == [("Северная", "Район 3", 10), ("Южная", "Район 3", 20)]


def test_without_regions_there_is_nothing_to_count(country):
    plain = tuple(
        dataclasses.replace(one, recipient=Recipient("x", "x")) for one in country.lines[:3]
    )
    assert regions.by_region(dataclasses.replace(country, lines=plain)) == ()


def test_the_letter_tells_of_regions_and_of_the_first_of_each_kind(country):
    text, html = summary.render(Summary(country, HEALTH), OFFICE)
    for shown in (text, html):
        assert "Северная" in shown
        assert "Село № 0" in shown
        assert f"Село № {2 * LISTED}" not in shown
    assert f"И ещё {(MANY + 60) // 2 - LISTED}: все — в приложенной таблице." in html
    assert "северная" not in text
    assert "Все адресаты" not in html
    assert len(html) < 60_000


def test_a_short_list_is_told_whole(country):
    few = dataclasses.replace(country, lines=country.lines[:80])
    text, html = summary.render(Summary(few, HEALTH), OFFICE)
    assert "По регионам" not in html
    assert "И ещё" not in html
    assert "Село № 79" in text


def test_the_workbook_has_everybody_and_a_sheet_for_regions_and_districts(country):
    book = load_workbook(io.BytesIO(workbook.workbook(country)))
    assert book.sheetnames == ["Сводка", "Регионы", "Районы", "Группа для обучения"]
    assert book["Сводка"].max_row == 3 + MANY + 60
    assert [cell.value for cell in book["Регионы"][4]][:5] == [1, "Северная", None, 100, 50]
    assert book["Районы"]["C4"].value == "Район 0"
