"""Working days of Russia: Monday to Friday, less the holidays fixed by law (Labour Code, art. 112).

Days that the government moves from year to year are not known here: a summary on such a day does
no harm.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

_HOLIDAYS: Final = frozenset(
    [(1, day) for day in range(1, 9)]
    + [(2, 23), (3, 8), (5, 1), (5, 9), (6, 12), (11, 4)]
)  # fmt: skip


def is_workday(day: date) -> bool:
    """Whether offices work on this day."""
    return day.weekday() < 5 and (day.month, day.day) not in _HOLIDAYS


def last_workday(day: date) -> date:
    """The day itself if offices work, else the last working day before it."""
    while not is_workday(day):
        day -= timedelta(days=1)
    return day
