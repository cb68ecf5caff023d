"""Who writes: the administration's mailbox, its circulars, and the limits on what may leave it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from functools import cached_property
from pathlib import Path
from zoneinfo import ZoneInfo

from intake.secrets import Secret
from rules.model import Address, Circular

Clock = Callable[[], datetime]
"""Gives the time: aware. Injected everywhere, so that a campaign can run on a virtual clock."""


def wall_clock() -> datetime:
    """The machine's own time, UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Office:
    """The sending side of an installation.

    `folders` maps a circular's number to its folder (overrides of templates, attachments);
    `daily_cap` bounds automatic answers to one address on one day; `repeat_uncertain` says whether
    a letter that the server may or may not have accepted is sent again (with the same Message-ID)
    or put before a person. `summary_at` is in each circular's own zone. Without `token_key` no
    notices are made; they hold for `notice_days`, and an officer gets `notice_cap` a day.
    `alarm_to` (or every officer) is told when the mailbox was not read for `alarm_after`; None:
    nobody is.
    """

    sender: Address
    circulars: tuple[Circular, ...]
    reply_to: str = ""
    folders: Mapping[str, Path] = field(default_factory=dict)
    daily_cap: int = 5
    repeat_uncertain: bool = True
    summary_at: time = time(17, 30)
    token_key: Secret | None = None
    plus_address: bool = False
    notice_days: int = 30
    notice_cap: int = 50
    alarm_to: tuple[str, ...] = ()
    alarm_after: timedelta | None = None

    @property
    def domain(self) -> str:
        """The right-hand side of our Message-IDs."""
        return self.sender.address.rpartition("@")[2]

    @cached_property
    def own_addresses(self) -> frozenset[str]:
        """Every address that is ours, lower case: mail from them is never answered."""
        own = {self.sender.address.lower(), self.reply_to.lower()} - {""}
        for circular in self.circulars:
            own.update(address.lower() for address in circular.own_addresses)
        return frozenset(own)

    def circular(self, number: str | None) -> Circular | None:
        """The open circular of this number."""
        return next((c for c in self.circulars if c.number == number), None)

    def folder(self, number: str | None) -> Path | None:
        """The folder of a circular, if it has one on disk."""
        return self.folders.get(number) if number else None


def zone(circular: Circular | None) -> ZoneInfo:
    """The circular's time zone; Moscow's where no circular is known."""
    return ZoneInfo(circular.timezone if circular else "Europe/Moscow")
