"""A mailbox in memory and small mails, for tests of the worker."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime

from sqlalchemy import select

from intake.mailbox import Batch, Fetched, MailboxLostError
from intake.store.database import Database
from intake.store.schema import RawMail
from rules.model import (
    Address,
    Circular,
    Kind,
    Mail,
    Question,
    Readiness,
    ReadinessValue,
    Reading,
    Recipient,
    Reply,
    Thread,
)

NOW = datetime(2011, 8, 22, 9, 0, tzinfo=UTC)

CIRCULAR = Circular(
    number="7-К",
    on=date(2011, 8, 3),
    subject="О подключении",
    deadline=date(2011, 8, 25),
    text="Прошу сообщить о готовности.",
    timezone="Europe/Astrakhan",
    recipients=(Recipient("yasny", "Ясный район", addresses=("yasny@mo.example",)),),
    questions=(Question("readiness", "readiness", "Готовность", "сведения о готовности"),),
)


def eml(number: int, words: str = "готовы") -> bytes:
    """A small mail, different for each number."""
    return (
        f"From: yasny@mo.example\r\nSubject: {number}\r\nMessage-ID: <{number}@mo.example>\r\n"
        f"\r\n{words}\r\n"
    ).encode()


def parse(raw: bytes) -> Mail:
    """Header lines and body of `eml`, nothing more."""
    head, _, _ = raw.partition(b"\r\n\r\n")
    fields = dict(line.split(": ", 1) for line in head.decode().split("\r\n"))
    return Mail(
        subject=fields["Subject"],
        sender=Address("", fields["From"]),
        message_id=fields["Message-ID"],
    )


def read(
    mail: Mail,
    circulars: Sequence[Circular],
    threads: Mapping[str, Thread],
) -> Reading:
    """Every mail says that Ясный район is ready."""
    return Reading(
        kind=Kind.REPLY,
        circular=circulars[0].number,
        recipients=("yasny",),
        answers=(("readiness", Readiness(ReadinessValue.READY)),),
        reply=Reply.CONFIRM,
    )


@dataclasses.dataclass
class FakeMailbox:
    """A folder as a dict from UID to bytes. `before` is called with the name of each step, and
    `after_step` when it was done: a test raises there."""

    mails: dict[int, bytes] = dataclasses.field(default_factory=dict)
    uidvalidity: int = 1
    batch: int = 2
    limit: int = 100_000
    account: str = "edo@fake.example"
    folder: str = "INBOX"
    done: list[bytes] = dataclasses.field(default_factory=list)
    steps: list[str] = dataclasses.field(default_factory=list)
    unreadable: set[int] = dataclasses.field(default_factory=set)
    before: Callable[[str], None] = lambda _step: None
    after_step: Callable[[str], None] = lambda _step: None
    closed: bool = False

    def _step(self, name: str) -> None:
        self.steps.append(name)
        self.before(name)

    def open(self, *, read_only: bool = False) -> int:
        self._step("open read-only" if read_only else "open")
        self.after_step("open")
        return self.uidvalidity

    def uids_after(self, uid: int) -> list[int]:
        self._step("uids")
        return sorted(n for n in self.mails if n > uid)

    def fetch(self, uids: Sequence[int]) -> Iterator[Batch]:
        for start in range(0, len(uids), self.batch):
            self._step("fetch")
            part = [n for n in uids[start : start + self.batch] if n in self.mails]
            yield Batch(
                tuple(self._fetched(n) for n in part if n not in self.unreadable),
                tuple(n for n in part if n in self.unreadable),
            )
            self.after_step("fetch")

    def _fetched(self, uid: int) -> Fetched:
        raw = self.mails[uid]
        if len(raw) <= self.limit:
            return Fetched(uid, raw, len(raw))
        return Fetched(uid, raw[: raw.index(b"\r\n\r\n") + 4], len(raw), too_large=True)

    def settle(self, uids: Sequence[int], tried: Collection[int] = ()) -> None:
        self._step("settle")
        for uid in uids:
            if uid in self.mails:
                self.done.append(self.mails.pop(uid))
        self.after_step("settle")

    def wait(self, seconds: float, stopping: Callable[[], bool]) -> bool:
        return False

    def close(self) -> None:
        self.closed = True


def lost(step: str, nth: int = 1) -> Callable[[str], None]:
    """A hook that breaks the connection at the nth step of this name, once."""
    seen = 0

    def hook(name: str) -> None:
        nonlocal seen
        seen += name == step
        if name == step and seen == nth:
            raise MailboxLostError("Соединение оборвалось.")

    return hook


def stored(db: Database) -> list[bytes]:
    """The raw mails of the store."""
    with db.reading() as session:
        return list(session.scalars(select(RawMail.content).order_by(RawMail.mail_id)))
