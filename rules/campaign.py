"""What a circular says of its own conduct: when it reminds, and the training that it announces.

The rules do not look at these values; they are here because a circular is one value.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time


@dataclass(frozen=True, slots=True)
class Reminders:
    """When a circular reminds; an empty tuple: never. All numbers are working days, all hours in
    the circular's zone.

    `before_deadline` and `after_deadline` are for those who have not answered, or not in full;
    `after_promise` follows up a promised date; `before_milestone` goes to those not ready yet;
    `escalate_after` is when the officers get the list of whom to call (0: never).
    """

    at: time = time(10, 0)
    before_deadline: tuple[int, ...] = (5, 1)
    after_deadline: tuple[int, ...] = (1, 3)
    after_promise: tuple[int, ...] = (1, 4)
    before_milestone: tuple[int, ...] = (2,)
    escalate_after: int = 5


@dataclass(frozen=True, slots=True)
class Training:
    """The training for which nominees are named. `days` are its days, each from `starts` until
    `ends` (None: the whole day) in the circular's zone; `teachers` get the group's list on
    `list_on`; `invitations` says whether nominees with an address are invited from that day on."""

    title: str
    days: tuple[date, ...]
    starts: time | None = None
    ends: time | None = None
    place: str = ""
    teachers: tuple[str, ...] = ()
    list_on: date | None = None
    invitations: bool = False
