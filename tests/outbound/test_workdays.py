"""Working days: the production calendar where it is known, the Labour Code where it is not."""

from __future__ import annotations

from datetime import date

import pytest

from outbound.campaign import workdays
from outbound.campaign.workdays import (
    add_workdays,
    is_within,
    is_workday,
    last_workday,
    next_workday,
)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        pytest.param(date(2011, 8, 22), True, id="a Monday"),
        pytest.param(date(2011, 8, 27), False, id="a Saturday"),
        pytest.param(date(2011, 11, 4), False, id="a holiday on a Friday"),
        pytest.param(date(2011, 1, 10), False, id="a New Year day moved beyond the holidays"),
        pytest.param(date(2011, 3, 5), True, id="a Saturday that was worked"),
        pytest.param(date(2011, 3, 7), False, id="the Monday given for it"),
        pytest.param(date(2025, 2, 24), True, id="2025: the Sunday holiday went elsewhere"),
        pytest.param(date(2025, 5, 8), False, id="2025: that is where it went"),
        pytest.param(date(2025, 11, 1), True, id="2025: a worked Saturday"),
        pytest.param(date(2026, 1, 9), False, id="2026: moved from 3 January"),
        pytest.param(date(2026, 12, 31), False, id="2026: moved from 4 January"),
        pytest.param(date(2026, 5, 11), False, id="2026: 9 May is a Saturday"),
    ],
)
def test_the_calendar_of_a_known_year(day, works):
    assert is_workday(day) is works


@pytest.mark.parametrize(
    ("day", "works"),
    [
        pytest.param(date(2033, 1, 6), False, id="New Year holidays"),
        pytest.param(date(2033, 6, 13), False, id="12 June is a Sunday: the Monday after"),
        pytest.param(date(2033, 6, 14), True, id="and not the Tuesday"),
        pytest.param(date(2034, 1, 9), True, id="nobody knows yet where 1 January 2034 goes"),
        pytest.param(date(2033, 3, 9), True, id="an ordinary day"),
    ],
)
def test_of_a_year_without_data_the_law_is_known(day, works):
    assert workdays.year_of(day.year) is None
    assert is_workday(day) is works


def test_2027_has_no_decree_yet_and_agrees_with_the_law(monkeypatch):
    year = workdays.year_of(2027)
    assert year is not None and not year.decree
    first = date(2027, 1, 1).toordinal()
    days = [date.fromordinal(first + n) for n in range(365)]
    assert [d for d in days if is_workday(d)] == [d for d in days if workdays._by_law(d)]


@pytest.mark.parametrize("number", [2011, 2025, 2026, 2027])
def test_the_data_names_weekdays_off_and_weekends_worked_of_its_own_year(number):
    year = workdays.year_of(number)
    assert year is not None
    assert all(d.year == number and d.weekday() < 5 for d in year.off)
    assert all(d.year == number and d.weekday() >= 5 for d in year.working)


@pytest.mark.parametrize(
    ("number", "working_days"), [(2011, 248), (2025, 247), (2026, 247)]
)  # as the production calendars of those years say
def test_a_year_has_as_many_working_days_as_its_calendar_says(number, working_days):
    first = date(number, 1, 1).toordinal()
    year = [date.fromordinal(first + n) for n in range(366)]
    assert sum(is_workday(day) for day in year if day.year == number) == working_days


def test_the_last_working_day_before_the_new_year_holidays_is_in_december():
    assert last_workday(date(2012, 1, 8)) == date(2011, 12, 30)


def test_the_next_working_day_after_a_long_weekend():
    assert next_workday(date(2026, 5, 9)) == date(2026, 5, 12)


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        (date(2011, 8, 25), -1, date(2011, 8, 24)),
        (date(2011, 8, 25), -4, date(2011, 8, 19)),
        (date(2011, 8, 26), 1, date(2011, 8, 29)),
        (date(2011, 8, 27), 1, date(2011, 8, 29)),
        (date(2011, 8, 27), -1, date(2011, 8, 26)),
        (date(2011, 8, 27), 0, date(2011, 8, 29)),
        (date(2011, 8, 25), 0, date(2011, 8, 25)),
    ],
)
def test_counting_in_working_days(day, count, expected):
    assert add_workdays(day, count) == expected


@pytest.mark.parametrize(
    ("today", "within"),
    [
        pytest.param(date(2011, 8, 20), True, id="not come yet"),
        pytest.param(date(2011, 8, 25), True, id="the day itself"),
        pytest.param(date(2011, 8, 29), True, id="two working days after, over a weekend"),
        pytest.param(date(2011, 8, 30), False, id="three"),
        pytest.param(date(2026, 8, 30), False, id="years"),
    ],
)
def test_no_more_than_two_working_days_after(today, within):
    assert is_within(date(2011, 8, 25), 2, today) is within
