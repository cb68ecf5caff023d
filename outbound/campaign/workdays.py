"""Working days of Russia by its production calendar, `data/calendar.toml`.

Of a year that is not there only the law is known: Monday to Friday less the holidays of the Labour
Code (art. 112), those that fall on a weekend moved to the next working day.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Final

DATA: Final = Path(__file__).parents[1] / "data" / "calendar.toml"
"""Where the calendar stands."""

_DAY: Final = timedelta(days=1)
_NEW_YEAR: Final = frozenset((1, day) for day in range(1, 9))
_HOLIDAYS: Final = _NEW_YEAR | {(2, 23), (3, 8), (5, 1), (5, 9), (6, 12), (11, 4)}


@dataclass(frozen=True, slots=True)
class Year:
    """What a year's decree moves: weekdays off, weekends worked. `decree` names it (Russian), ""
    where none is known."""

    decree: str
    off: frozenset[date]
    working: frozenset[date]


@cache
def year_of(number: int) -> Year | None:
    """A year of the data, or None."""
    table = tomllib.loads(DATA.read_text(encoding="utf-8")).get(str(number))
    if table is None:
        return None
    return Year(table["decree"], frozenset(table["off"]), frozenset(table["working"]))


@cache
def is_workday(day: date) -> bool:
    """Whether offices work on this day."""
    year = year_of(day.year)
    if year is None:
        return _by_law(day)
    return day in year.working if day.weekday() >= 5 else day not in year.off


def _by_law(day: date) -> bool:
    if day.weekday() >= 5 or (day.month, day.day) in _HOLIDAYS:
        return False
    # Monday stands in for a holiday of the weekend; those of the New Year the government moves.
    weekend = (day - _DAY, day - 2 * _DAY) if day.weekday() == 0 else ()
    return not any((d.month, d.day) in _HOLIDAYS - _NEW_YEAR for d in weekend)


def last_workday(day: date) -> date:
    """The day itself if offices work, else the last working day before it."""
    while not is_workday(day):
        day -= _DAY
    return day


def next_workday(day: date) -> date:
    """The day itself if offices work, else the first working day after it."""
    while not is_workday(day):
        day += _DAY
    return day


def add_workdays(day: date, count: int) -> date:
    """The working day `count` working days after `day` (before it, if negative). Counted from a day
    off, the first working day after it is the first; with 0, `day` itself or the next workday."""
    if count == 0:
        return next_workday(day)
    step = _DAY if count > 0 else -_DAY
    for _ in range(abs(count)):
        day += step
        while not is_workday(day):
            day += step
    return day


def is_within(day: date, count: int, today: date) -> bool:
    """Whether no more than `count` working days lie after `day`, up to and with `today`. However
    long ago that was, only so many days are looked at."""
    return today < add_workdays(day, count + 1)
