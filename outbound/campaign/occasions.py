"""When a recipient is to be reminded, and of what: decided from its line in the matrix and the day.

An occasion falls on a working day. Of several that have come the latest counts; one that came more
than `CATCH_UP` working days ago is past: after a long silence a person decides.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from outbound.campaign.workdays import add_workdays, is_within
from outbound.overview.matrix import Line, State
from rules.campaign import Reminders
from rules.model import Circular

CATCH_UP: Final = 5
"""For how many working days an occasion that was slept through is made up for."""


class Topic(StrEnum):
    """What a reminder is about. The order breaks ties between occasions of one day."""

    MILESTONE = "milestone"
    DEADLINE = "deadline"
    PROMISE = "promise"


@dataclass(frozen=True, slots=True)
class Occasion:
    """A reason to remind: the date it is about, and how many working days after it (before it, if
    negative) it comes up."""

    topic: Topic
    on: date
    offset: int
    title: str = ""

    @property
    def day(self) -> date:
        """The working day on which it comes up."""
        return add_workdays(self.on, self.offset)

    @property
    def name(self) -> str:
        """For a key: "deadline-20110825-5", "promise-20110901+1"."""
        return f"{self.topic}-{self.on:%Y%m%d}{self.offset:+d}"


def current(line: Line, circular: Circular, today: date) -> Occasion | None:
    """The occasion that has come for this recipient, if any; whether it was used is not asked."""
    if circular.reminders is None:
        return None
    come = [o for o in _occasions(line, circular, circular.reminders) if o.day <= today]
    latest = max(come, key=lambda o: (o.day, list(Topic).index(o.topic)), default=None)
    if latest is None or not is_within(latest.day, CATCH_UP, today):
        return None
    return latest


def _occasions(line: Line, circular: Circular, when: Reminders) -> Iterator[Occasion]:
    """Nobody is reminded who was not asked, or whose mail waits for a person."""
    if line.state in (State.NOT_ASKED, State.TO_CHECK):
        return
    if line.state is not State.SETTLED:
        days = [-n for n in when.before_deadline] + list(when.after_deadline)
        yield from (Occasion(Topic.DEADLINE, circular.deadline, n) for n in days)
    if line.promised is not None and not line.is_ready:
        yield from (Occasion(Topic.PROMISE, line.promised, n) for n in when.after_promise)
    for milestone in circular.milestones:
        if _concerns(line, milestone.on):
            for n in when.before_milestone:
                yield Occasion(Topic.MILESTONE, milestone.on, -n, milestone.title)


def _concerns(line: Line, milestone: date) -> bool:
    """A milestone is for those who are not ready, and have not promised to be by then."""
    if line.is_ready or (line.readiness is None and line.state is State.SETTLED):
        return False
    return line.promised is None or line.promised > milestone


def escalation_day(circular: Circular) -> date | None:
    """The working day on which the officers get the list of whom to call."""
    if circular.reminders is None or not circular.reminders.escalate_after:
        return None
    return add_workdays(circular.deadline, circular.reminders.escalate_after)


def has_come(day: date, today: date) -> bool:
    """Whether a day has come, and not so long ago that it is past."""
    return day <= today and is_within(day, CATCH_UP, today)
