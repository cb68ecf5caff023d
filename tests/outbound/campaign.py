"""A small campaign in memory: two recipients, an outbox, a sender that records."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from outbound.office import Office
from outbound.sending.smtp import Fate, Verdict
from outbound.sending.smtp_client import ServerDownError
from rules.model import (
    Address,
    Circular,
    Kind,
    Nominee,
    Nominees,
    Question,
    Readiness,
    ReadinessValue,
    Reading,
    Recipient,
    Reply,
)

CIRCULAR = Circular(
    number="07-11",
    on=date(2011, 8, 3),
    subject="О подключении к системе «Заря»",
    deadline=date(2011, 8, 25),
    text="Уважаемые коллеги!\n\nПросим до 25.08.2011 сообщить о готовности.",
    timezone="Europe/Astrakhan",
    recipients=(
        Recipient("lug", "Луговской район", addresses=("lug@mo.example",), phone_code="85147"),
        Recipient("bor", "Боровской район", addresses=("bor@mo.example",), phone_code="85148"),
        Recipient("pol", "Полевой район", addresses=("pol@mo.example",), phone_code="85149"),
    ),
    questions=(
        Question("readiness", "readiness", "Готовность к подключению", "сведения о готовности"),
        Question("nominee", "nominee", "Специалист для обучения", "кандидатура специалиста"),
    ),
    message_ids=("<circular@adm.example>",),
    own_addresses=("edo@adm.example",),
    officers=("chief@adm.example",),
)
OFFICE = Office(Address("Администрация области", "edo@adm.example"), (CIRCULAR,), daily_cap=3)
READY = Readiness(ReadinessValue.READY)
PERSON = Nominee("Ковыльная Айгуль Маратовна", "ведущий специалист", "+78514757412", None)
NAMED = Nominees((PERSON,))
BOTH = (("readiness", READY), ("nominee", NAMED))


def at(day: int, hour: int = 12, minute: int = 0, second: int = 0, month: int = 8) -> datetime:
    """A time of 2011 by the circular's clock (UTC+4)."""
    return datetime(2011, month, day, hour - 4, minute, second, tzinfo=UTC)


def reading(
    reply: Reply = Reply.CONFIRM,
    recipient: str = "lug",
    answers: tuple[tuple[str, Readiness | Nominees], ...] = BOTH,
    **fields: object,
) -> Reading:
    """A reading of a reply to the circular."""
    return Reading(
        kind=Kind.REPLY,
        circular=CIRCULAR.number,
        recipients=(recipient,) if recipient else (),
        answers=answers,
        reply=reply,
        **fields,
    )


def raw_mail(sender: str = "lug@mo.example", **headers: str) -> bytes:
    """A mail's bytes; keyword arguments are headers, "_" for "-"."""
    lines = {
        "From": sender,
        "To": "edo@adm.example",
        "Subject": "Otvet",
        "Message-ID": "<theirs@mo.example>",
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items() if value)
    return (head + "\r\nГотовы.\r\n").encode()


@dataclass
class FakeClock:
    """A clock that goes only when told."""

    now: datetime = field(default_factory=lambda: datetime(2011, 8, 22, 8, 0, tzinfo=UTC))

    def __call__(self) -> datetime:
        return self.now

    def tick(self, **span: float) -> None:
        self.now += timedelta(**span)


@dataclass
class FakeSender:
    """Records what it carries; `verdicts` are given in turn, then everything is accepted."""

    verdicts: list[Verdict | Exception] = field(default_factory=list)
    carried: list[tuple[str, bytes]] = field(default_factory=list)
    down: str = ""

    def open(self) -> None:
        if self.down:
            raise ServerDownError(self.down)

    def send(self, to: str, content: bytes) -> Verdict:
        self.open()
        verdict = self.verdicts.pop(0) if self.verdicts else Verdict(Fate.ACCEPTED)
        if isinstance(verdict, Exception):
            raise verdict
        if verdict.fate in (Fate.ACCEPTED, Fate.UNKNOWN):
            self.carried.append((to, content))
        return verdict

    def close(self) -> None:
        """Nothing to close."""
