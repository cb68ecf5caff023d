"""After the database was restored from a copy: what was done since is found on the mail server.

The mails taken in since lie in the folder of settled mail; they are taken in again (the hash of
their bytes tells which are known). The letters sent since lie in the folder of sent ones: whatever
would be sent now and has its copy there is marked as sent. Where no copies are kept nobody knows,
and each such letter is put before a person.
"""

from __future__ import annotations

import dataclasses
import email.policy
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import BaseHeader
from email.parser import BytesHeaderParser

from sqlalchemy import select

from intake.imap import ImapMailbox
from intake.mailbox import MailboxFolderError
from intake.settings import Settings
from intake.store import lease
from intake.store.database import Database
from intake.store.heartbeat import Heartbeat
from intake.store.schema import Letter
from intake.worker import PassResult, Worker
from outbound.campaign import timed
from outbound.running.service import Service
from outbound.running.wiring import Running
from outbound.sending.outbox import LEASE

HELD = (
    "база данных восстановлена из копии, и неизвестно, ушло ли это письмо; если не ушло, «retry» "
    "отправит его"
)

Mark = tuple[str, str, str]
"""What tells a letter among copies: In-Reply-To, To, Subject."""


@dataclass(frozen=True, slots=True)
class Recovered:
    """What was found: mails taken in again, letters that turned out to be sent, letters of which
    nobody knows. `busy`: another process is at work, nothing was done."""

    taken: PassResult = dataclasses.field(default_factory=PassResult)
    sent: int = 0
    held: int = 0
    busy: bool = False


@dataclass(frozen=True, slots=True)
class _Copy:
    """A copy in the folder of sent letters."""

    message_id: str
    content: bytes


def recover(running: Running, settings: Settings) -> Recovered:
    """Catch up with the mail server. Raises MailboxError before any letter is touched."""
    service = running.service
    with Heartbeat(service.database, LEASE, service.lease_seconds, service.clock) as held:
        if not held.is_ours or _others_work(service):
            return Recovered(busy=True)
        taken = _take_in_again(running, settings)
        if taken.busy:
            return Recovered(busy=True)
        if taken.error:
            raise taken.error
        copies = dict(_copies(settings)) if settings.smtp.sent_folder else None
        made = _make_letters(service)
        return _adopted(service, made, copies, taken)


def _others_work(service: Service) -> bool:
    """Whether anybody else holds a lease: what we compose he would send at once."""
    with service.database.reading() as session:
        return bool(lease.holders(session.connection(), service.clock(), besides=LEASE))


def _take_in_again(running: Running, settings: Settings) -> PassResult:
    """A pass over the folder of settled mail, whose copies stay where they are."""
    if settings.imap.after != "move":  # then everything lies in the folder that is polled anyway
        return running.worker.run_pass()
    place = dataclasses.replace(settings.imap, folder=settings.imap.done_folder, after="leave")
    with ImapMailbox(place, settings.limits) as mailbox:
        old = running.worker
        worker = Worker(
            old.database, mailbox, old.reader, lease_seconds=old.lease_seconds, clock=old.clock
        )
        return worker.run_pass()


def _make_letters(service: Service) -> list[int]:
    """Compose what would be due now; the ids of these letters."""
    last = _last_letter(service.database)
    service.make_replies()
    timed.make_timed(service.database, service.office, service.clock())
    with service.database.reading() as session:
        query = select(Letter.id).where(Letter.id > last, Letter.state == "due")
        return list(session.scalars(query))


def _last_letter(database: Database) -> int:
    with database.reading() as session:
        return session.scalar(select(Letter.id).order_by(Letter.id.desc()).limit(1)) or 0


def _adopted(
    service: Service, made: list[int], copies: dict[Mark, _Copy] | None, taken: PassResult
) -> Recovered:
    sent = held = 0
    for letter_id in made:
        with service.database.session() as session:
            row = session.get_one(Letter, letter_id)
            if copies is None:
                row.state, row.error = "failed", HELD
                held += 1
            elif copy := copies.get(_mark(row.content)):
                _adopt(row, copy, service.clock())
                sent += 1
    return Recovered(taken, sent, held)


def _adopt(row: Letter, copy: _Copy, now: datetime) -> None:
    """What was sent is what stands: answers and bounces name its Message-ID."""
    row.state, row.sent_at, row.filed_at = "sent", now, now
    row.message_id, row.content = copy.message_id, copy.content


def _copies(settings: Settings) -> Iterator[tuple[Mark, _Copy]]:
    place = dataclasses.replace(settings.imap, folder=settings.smtp.sent_folder, after="leave")
    with ImapMailbox(place, settings.limits) as mailbox:
        try:
            mailbox.open(read_only=True)
        except MailboxFolderError:
            return  # nothing was ever sent
        for batch in mailbox.fetch(mailbox.uids_after(0)):
            for one in batch.mails:
                yield _mark(one.content), _Copy(_header(one.content, "Message-ID"), one.content)


def _mark(content: bytes) -> Mark:
    return _header(content, "In-Reply-To"), _header(content, "To"), _header(content, "Subject")


def _header(content: bytes, name: str) -> str:
    head = content.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
    found = BytesHeaderParser(policy=email.policy.default).parsebytes(head).get(name)
    assert found is None or isinstance(found, BaseHeader)
    return " ".join(str(found or "").split())
