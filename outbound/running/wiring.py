"""The parts put together as the settings say: what `run.py` opens for its commands."""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from intake.imap import ImapMailbox
from intake.interpret import Trust
from intake.reader import Reader
from intake.reading_pool import ReadingPool
from intake.settings import Settings, Smtp
from intake.store.database import Database, open_database
from intake.store.pace import Limit
from intake.tokens import installed_key
from intake.worker import Worker
from outbound.office import Clock, Office, wall_clock
from outbound.running.service import Service
from outbound.sending.smtp import SmtpSender
from rules.model import Address, Circular

Loaded = Sequence[tuple[Path, Circular]]
"""The open circulars with their folders."""


def office(settings: Settings, circulars: Loaded) -> Office:
    """The sending side of these settings."""
    smtp = settings.smtp
    return Office(
        sender=Address(smtp.name, smtp.from_address.lower()),
        reply_to=smtp.reply_to.lower(),
        circulars=tuple(circular for _, circular in circulars),
        folders={circular.number: folder for folder, circular in circulars},
        repeat_uncertain=smtp.uncertain == "repeat",
        daily_cap=settings.limits.letters_per_address_per_day,
        summary_at=settings.service.summary_time,
        plus_address=smtp.plus_address,
        notice_days=settings.service.notice_days,
        notice_cap=settings.limits.notices_per_officer_per_day,
        alarm_to=settings.service.alarm_to,
        alarm_after=timedelta(minutes=settings.service.alarm_minutes),
    )


def limits(smtp: Smtp) -> tuple[Limit, ...]:
    """What the server allows the account that sends."""
    account = f"{smtp.user or smtp.from_address}@{smtp.host}"
    spans = (("minute", smtp.letters_per_minute, 1), ("day", smtp.letters_per_day, 24 * 60))
    return tuple(
        Limit(f"{account}/{name}", count, timedelta(minutes=minutes))
        for name, count, minutes in spans
        if count
    )


def trust(settings: Settings) -> Trust:
    """What proves senders here. Raises SettingsError."""
    return Trust(installed_key(settings), settings.imap.authserv_ids)


@dataclass
class MailboxSentFolder:
    """Copies of sent letters go into a folder of the account whose inbox is read."""

    mailbox: ImapMailbox
    folder: str

    def file_copy(self, content: bytes, sent_at: datetime) -> None:
        """Append, marked as seen. Raises MailboxError."""
        self.mailbox.append(self.folder, content, sent_at)


@dataclass(frozen=True)
class Running:
    """A service with the mailbox it can wait at."""

    service: Service
    mailbox: ImapMailbox
    worker: Worker


@contextlib.contextmanager
def running(
    settings: Settings,
    circulars: Loaded,
    *,
    clock: Clock = wall_clock,
    stopping: Callable[[], bool] = lambda: False,
    stored: Callable[[int], None] = lambda _count: None,
    database: Database | None = None,
) -> Iterator[Running]:
    """Everything open for the length of the block. Connections are made at first need. Raises
    DatabaseError. A `database` that is given stays open."""
    with contextlib.ExitStack() as stack:
        if database is None:
            database = stack.enter_context(
                open_database(settings.database.url, settings.database.password)
            )
        mailbox = stack.enter_context(ImapMailbox(settings.imap, settings.limits))
        parts = _Parts(stack, settings, office(settings, circulars), database, clock, stopping)
        worker = parts.worker(mailbox, stored)
        yield Running(parts.service(mailbox, worker), mailbox, worker)


@dataclass(frozen=True)
class _Parts:
    """Makes the parts of these settings; `stack` closes what has to be."""

    stack: contextlib.ExitStack
    settings: Settings
    office: Office
    database: Database
    clock: Clock
    stopping: Callable[[], bool]

    def worker(self, mailbox: ImapMailbox, stored: Callable[[int], None]) -> Worker:
        """The receiving side."""
        return Worker(
            self.database,
            mailbox,
            self._reader(),
            lease_seconds=self.settings.service.lease_seconds,
            clock=self.clock,
            stopping=self.stopping,
            stored=stored,
        )

    def _reader(self) -> Reader:
        children = self.settings.service.reading_processes - 1
        pool = ReadingPool(self.settings.path, children) if children else None
        return Reader(
            self.database,
            self.office.circulars,
            self.clock,
            tries=self.settings.limits.read_tries,
            trust=trust(self.settings),
            pool=self.stack.enter_context(pool) if pool else None,
        )

    def service(self, mailbox: ImapMailbox, worker: Worker) -> Service:
        """Both sides together."""
        settings, folder = self.settings, self.settings.smtp.sent_folder
        sender, *abreast = self._senders()
        return Service(
            self.database,
            worker,
            dataclasses.replace(self.office, token_key=installed_key(settings)),
            sender,
            sent_folder=MailboxSentFolder(mailbox, folder) if folder else None,
            clock=self.clock,
            tries=settings.limits.send_tries,
            lease_seconds=settings.service.lease_seconds,
            stopping=self.stopping,
            metrics_file=settings.service.metrics_file,
            limits=limits(settings.smtp),
            abreast=abreast,
        )

    def _senders(self) -> list[SmtpSender]:
        smtp = self.settings.smtp
        senders = [SmtpSender(smtp) for _ in range(smtp.letters_at_once)]
        for one in senders:
            self.stack.callback(one.close)
        return senders
