"""What became of the letters that carried the circular: told for each address, in their order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from intake.store.schema import Bounce, Letter, MailRow


class Fate(StrEnum):
    """What is known of a letter. That it was read, nobody can know but by an answer."""

    WAITS = "waits"  # in the outbox
    SENT = "sent"
    DELAYED = "delayed"  # their server tries again
    RETURNED = "returned"  # for good
    REFUSED = "refused"  # never left: the server took it from nobody


FATE_WORDS: Mapping[Fate, str] = {
    Fate.WAITS: "ждёт отправки",
    Fate.SENT: "отправлено",
    Fate.DELAYED: "доставка задерживается",
    Fate.RETURNED: "вернулось",
    Fate.REFUSED: "не принято сервером",
}


@dataclass(frozen=True, slots=True)
class Delivery:
    """One letter with the circular: to which address, when it left, what became of it and why."""

    address: str
    fate: Fate
    at: datetime | None = None
    reason: str = ""

    @property
    def is_lost(self) -> bool:
        """Whether it reached nobody."""
        return self.fate in (Fate.RETURNED, Fate.REFUSED)

    @property
    def told(self) -> str:
        """The address and the reason: «lug@…: нет такого ящика»."""
        return f"{self.address}: {self.reason}".removesuffix(": ")


@dataclass(frozen=True, slots=True)
class Bounces:
    """Reasons by address, of permanent and of temporary bounces until some moment."""

    permanent: Mapping[str, str]
    temporary: Mapping[str, str]


def bounces(session: Session, until: datetime) -> Bounces:
    """All bounces that came until then."""
    rows = session.scalars(
        select(Bounce)
        .join(MailRow, MailRow.id == Bounce.mail_id)
        .where(MailRow.received_at <= until)
        .order_by(Bounce.id)
    ).all()
    permanent = {row.address: _plain(row.reason) for row in rows if row.permanent}
    temporary = {row.address: _plain(row.reason) for row in rows if not row.permanent}
    return Bounces(permanent, temporary)


def _plain(reason: str) -> str:
    """A diagnostic without the name of its protocol (RFC 3464 §2.3.6): «smtp; 550 …»."""
    return re.sub(r"^[A-Za-z0-9-]{1,20};\s*", "", reason)


def deliveries(letters: Iterable[Letter], found: Bounces) -> dict[str, tuple[Delivery, ...]]:
    """The circular's letters by recipient's code; those that were given up are left out, unless
    their address refuses mail."""
    told: dict[str, list[Delivery]] = {}
    for letter in sorted(letters, key=lambda row: row.id):
        for delivery in _delivery(letter, found):
            told.setdefault(letter.recipient or "", []).append(delivery)
    return {code: tuple(each) for code, each in told.items()}


def _delivery(letter: Letter, found: Bounces) -> Iterator[Delivery]:
    address, at = letter.to_address, letter.sent_at
    if address in found.permanent:
        yield Delivery(address, Fate.RETURNED, at, found.permanent[address])
    elif letter.state == "failed":
        yield Delivery(address, Fate.REFUSED, at, letter.error or "")
    elif letter.state == "sent":
        delayed = address in found.temporary
        fate = Fate.DELAYED if delayed else Fate.SENT
        yield Delivery(address, fate, at, found.temporary.get(address, ""))
    elif letter.state != "dropped":
        yield Delivery(address, Fate.WAITS)
