# ruff: noqa: RUF009 -- `setting()` is dataclasses.field() with metadata
"""The sections [reminders] and [training] of a `circular.toml`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from intake.settings import EMAIL
from intake.toml_tables import Unfit
from intake.toml_tables import key as setting
from rules.campaign import Reminders, Training

_MOST = 60


def addresses(values: tuple[str, ...]) -> None:
    """A check for lists of mail addresses. Raises Unfit."""
    for value in values:
        if not EMAIL.fullmatch(value):
            raise Unfit(f"«{value}» — не адрес электронной почты")


def _workdays(values: tuple[int, ...]) -> None:
    for value in values:
        if not 1 <= value <= _MOST:
            raise Unfit(f"нужны числа рабочих дней от 1 до {_MOST}, например [5, 1]")


def _workdays_or_never(value: int) -> None:
    if not 0 <= value <= _MOST:
        raise Unfit(f"нужно число рабочих дней от 1 до {_MOST}; 0 — не делать")


def _days(values: tuple[date, ...]) -> None:
    if not values:
        raise Unfit("нужен хотя бы один день, например [2011-09-05, 2011-09-06]")


@dataclass(frozen=True, slots=True)
class RemindersTable:
    """[reminders]: the section's presence turns reminders on."""

    at: time = setting("С какого часа.", Reminders().at)
    before_deadline: tuple[int, ...] = setting(
        "До срока.", Reminders().before_deadline, check=_workdays
    )
    after_deadline: tuple[int, ...] = setting(
        "После срока.", Reminders().after_deadline, check=_workdays
    )
    after_promise: tuple[int, ...] = setting(
        "После обещанной даты.", Reminders().after_promise, check=_workdays
    )
    before_milestone: tuple[int, ...] = setting(
        "До даты циркуляра.", Reminders().before_milestone, check=_workdays
    )
    escalate_after: int = setting(
        "Когда передать сотрудникам.", Reminders().escalate_after, check=_workdays_or_never
    )

    @property
    def value(self) -> Reminders:
        """The same for the circular."""
        return Reminders(
            at=self.at,
            before_deadline=self.before_deadline,
            after_deadline=self.after_deadline,
            after_promise=self.after_promise,
            before_milestone=self.before_milestone,
            escalate_after=self.escalate_after,
        )


@dataclass(frozen=True, slots=True)
class TrainingTable:
    """[training]: the classes for which nominees are named."""

    title: str = setting("Как называется обучение.")
    days: tuple[date, ...] = setting("Дни занятий.", check=_days)
    starts: time | None = setting("Начало занятий.", None)
    ends: time | None = setting("Конец занятий.", None)
    place: str = setting("Место.", "")
    teachers: tuple[str, ...] = setting("Кому уходит список группы.", (), check=addresses)
    list_on: date | None = setting("Когда уходит список группы.", None)
    invitations: bool = setting("Приглашать ли названных.", False)

    @property
    def value(self) -> Training:
        """The same for the circular, the days in order."""
        return Training(
            title=self.title,
            days=tuple(sorted(set(self.days))),
            starts=self.starts,
            ends=self.ends,
            place=self.place,
            teachers=tuple(address.lower() for address in self.teachers),
            list_on=self.list_on,
            invitations=self.invitations,
        )
