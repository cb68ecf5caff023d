"""The whole campaign on a virtual clock, from files of replies: nothing is sent, nothing is kept.

The service is the real one; its mailbox is a folder of files that arrive at their Date, its server
accepts every letter and forgets it, its database is in memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from email.parser import BytesHeaderParser
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session, defer

from intake.interpret import Trust
from intake.mailbox import Fetched
from intake.offline import mail_files
from intake.reader import Reader
from intake.secrets import Secret
from intake.store import mails
from intake.store.database import Database, connect
from intake.store.schema import Base, Letter, MailRow, ReadingRow
from intake.worker import PassResult
from outbound.campaign import letters
from outbound.campaign.workdays import is_workday
from outbound.office import Office, zone
from outbound.overview import summary
from outbound.overview.matrix import Matrix, matrix
from outbound.running.service import Service
from outbound.sending.smtp import Fate, Verdict
from outbound.writing.proof import last_day
from rules.campaign import Reminders
from rules.model import Address, Circular

SENT_AT: Final = time(9, 0)
_DAY_ENDS: Final = time(23, 59, 59)
_KEY: Final = Secret("rehearsal: nothing leaves, so nobody answers")
_PLACE: Final = mails.Place("rehearsal", "INBOX", 1)


@dataclass(frozen=True, slots=True)
class Arrival:
    """A mail file and when it arrives (aware)."""

    path: Path
    at: datetime
    content: bytes


@dataclass(frozen=True, slots=True)
class Arrived:
    """A mail as it was read; `recipient` is a name or ""."""

    at: datetime
    file: str
    sender: str
    subject: str
    kind: str
    recipient: str
    to_check: bool


@dataclass(frozen=True, slots=True)
class Written:
    """A letter that would leave, or, with a `reason`, one that would not."""

    at: datetime
    purpose: str
    to: str
    subject: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the diary; `summary` is the text of that day's summary, or "" if it was
    not asked for."""

    on: date
    arrived: tuple[Arrived, ...]
    written: tuple[Written, ...]
    summary: str = ""
    troubles: tuple[str, ...] = ()


@dataclass
class _Clock:
    now: datetime

    def __call__(self) -> datetime:
        return self.now


class _NoServer:
    """Accepts every letter and forgets it."""

    def open(self) -> None:
        """Nothing to open."""

    def send(self, to: str, content: bytes) -> Verdict:  # noqa: ARG002
        """Accepted."""
        return Verdict(Fate.ACCEPTED)

    def close(self) -> None:
        """Nothing to close."""


@dataclass
class _Folder:
    """The mailbox: what has arrived by now is stored as of its arrival, and read."""

    database: Database
    reader: Reader
    clock: _Clock
    waiting: list[Arrival]
    files: list[str] = field(default_factory=list)

    def run_pass(self) -> PassResult:
        """Take in what has arrived."""
        new = [one for one in self.waiting if one.at <= self.clock()]
        self.waiting = self.waiting[len(new) :]
        for one in new:
            self.files.append(one.path.name)
            fetched = Fetched(len(self.files), one.content, len(one.content))
            with self.database.session() as session:
                mails.store_batch(session, _PLACE, [fetched], one.at)
        reading = self.reader.read_pending(going_on=lambda: True)
        return PassResult(fetched=len(new), new=len(new), reading=reading)


def arrivals(paths: Iterable[Path], first: datetime, last: datetime) -> list[Arrival]:
    """The mail files in the order of their Date. One without a usable Date arrives at once, one
    outside the campaign at its nearer end. Raises OSError."""
    found = []
    for path in mail_files(paths):
        content = path.read_bytes()
        at = _date_of(content) or first
        found.append(Arrival(path, min(max(at, first), last), content))
    return sorted(found, key=lambda one: (one.at, one.path.name))


def _date_of(content: bytes) -> datetime | None:
    value = BytesHeaderParser().parsebytes(content).get("date", "")
    try:
        found = parsedate_to_datetime(str(value))
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


@dataclass
class Rehearsal:
    """A campaign to be played. `days()` plays it; `found` is how it stands afterwards."""

    circular: Circular
    folder: Path
    paths: Sequence[Path]
    summary_at: time = time(17, 30)
    with_summaries: bool = False
    found: Matrix | None = None

    def days(self) -> Iterator[Day]:
        """Day by day, those on which something happens. Raises OSError."""
        here = zone(self.circular)
        first = datetime.combine(self.circular.on, SENT_AT, here)
        last = datetime.combine(last_day(self.circular), _DAY_ENDS, here)
        with connect("sqlite://") as database:
            Base.metadata.create_all(database.engine)
            clock = _Clock(first)
            reader = Reader(database, [self.circular], clock, trust=Trust(_KEY))
            intake = _Folder(database, reader, clock, arrivals(self.paths, first, last))
            service = Service(database, intake, self._office(), _NoServer(), clock=clock)
            with database.session() as session:
                letters.make_circular_letters(session, service.office, self.circular, clock())
            yield from self._played(service, intake, clock, last)
            with database.reading() as session:
                self.found = matrix(session, self.circular, clock())

    def _office(self) -> Office:
        own = (*self.circular.own_addresses, "otklik@rehearsal.invalid")[0]
        return Office(
            sender=Address("", own),
            circulars=(self.circular,),
            folders={self.circular.number: self.folder},
            summary_at=self.summary_at,
            token_key=_KEY,
        )

    def _played(
        self, service: Service, intake: _Folder, clock: _Clock, last: datetime
    ) -> Iterator[Day]:
        seen = _Seen(self.with_summaries)
        day = self.circular.on
        while day <= last.date():
            troubles: list[str] = []
            for moment in self._moments(day, intake.waiting):
                clock.now = moment
                troubles += service.poll().troubles
            with service.database.session() as session:
                told = seen.day(session, service.office, day, now=clock(), files=intake.files)
            if told.arrived or told.written or troubles:
                yield Day(day, told.arrived, told.written, told.summary, tuple(troubles))
            day += timedelta(days=1)

    def _moments(self, day: date, waiting: Sequence[Arrival]) -> list[datetime]:
        """When the service looks: at the hours of reminders and of the summary, and at the end of
        a day that brought more. (It looks each minute in earnest; the letters are the same.)"""
        here = zone(self.circular)
        hours = ((self.circular.reminders or Reminders()).at, self.summary_at)
        at_work = day == self.circular.on or is_workday(day)
        fixed = sorted(datetime.combine(day, at, here) for at in hours) if at_work else []
        ends = datetime.combine(day, _DAY_ENDS, here)
        late = any(one.at <= ends and (not fixed or one.at > fixed[-1]) for one in waiting)
        return [*fixed, ends] if late else fixed


@dataclass
class _Seen:
    """How far the rows were told, and whether with the summaries' texts."""

    with_summaries: bool
    mail: int = 0
    letter: int = 0

    def day(
        self, session: Session, office: Office, on: date, *, now: datetime, files: Sequence[str]
    ) -> Day:
        """What is new in the rows since the day before."""
        (circular,) = office.circulars
        arrived = tuple(self._mails(session, circular, files))
        rows = session.scalars(
            select(Letter)
            .options(defer(Letter.content))
            .where(Letter.id > self.letter)
            .order_by(Letter.id)
        ).all()
        self.letter = max([self.letter, *(row.id for row in rows)])
        written = tuple(
            Written(
                row.sent_at or row.created_at, row.purpose, row.to_address, row.subject,
                "" if row.state == "sent" else row.error or row.state,
            )
            for row in rows
        )  # fmt: skip
        text = ""
        if self.with_summaries and any(one.purpose == "summary" for one in written):
            found = summary.summarise(session, circular, now)
            text = summary.render(found, office)[0]
        return Day(on, arrived, written, text)

    def _mails(
        self, session: Session, circular: Circular, files: Sequence[str]
    ) -> Iterator[Arrived]:
        query = (
            select(MailRow, ReadingRow)
            .join(ReadingRow, ReadingRow.mail_id == MailRow.id)
            .where(MailRow.id > self.mail)
            .order_by(MailRow.id)
        )
        for mail, reading in session.execute(query).all():
            self.mail = mail.id
            body = circular.recipient(reading.recipient)
            yield Arrived(
                at=mail.received_at,
                file=files[mail.id - 1] if mail.id <= len(files) else "",
                sender=mail.sender,
                subject=mail.subject,
                kind=reading.kind,
                recipient=body.name if body else "",
                to_check=reading.needs_review,
            )
