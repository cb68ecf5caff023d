"""What the tests on real servers work with: our settings, and a person beside us."""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from imapclient import IMAPClient

from intake.imap import ImapMailbox
from intake.mailbox import MailboxError
from intake.reader import Reader
from intake.secrets import Secret
from intake.settings import Imap, Smtp
from intake.store.database import Database
from intake.worker import Worker, utc_now
from tests.intake.fakes import CIRCULAR, parse, read
from tests.servers.common import PASSWORD, ImapServer, SmtpServer

Open = Callable[..., ImapMailbox]


def imap(server: ImapServer, user: str, **changes: Any) -> Imap:
    """Settings for this user's mailbox."""
    security = changes.get("security", "tls")
    settings = Imap(
        host="localhost",
        port=server.imaps if security == "tls" else server.imap,
        user=user,
        ca_file=server.ca,
        password=Secret(PASSWORD),
        connect_seconds=5.0,
        read_seconds=5.0,
    )
    return dataclasses.replace(settings, **changes)


def submission(server: SmtpServer) -> Smtp:
    """Settings for submission, as safe as the server can."""
    return Smtp(
        host="localhost",
        port=server.submission,
        security="starttls" if server.smtps else "plain",
        user=server.user,
        password=Secret(PASSWORD),
        ca_file=server.ca if server.smtps else None,
        from_address="edo@adm.example",
        read_seconds=10,
    )


@contextlib.contextmanager
def person(server: ImapServer, user: str, folder: str | None = "INBOX") -> Iterator[Any]:
    """Somebody with an ordinary mail program on the same account."""
    with IMAPClient("127.0.0.1", server.imap, ssl=False, timeout=10) as client:
        client.sasl_login("PLAIN", lambda _: f"\0{user}\0{PASSWORD}".encode())
        if folder:
            client.select_folder(server.folder(folder))
        yield client


def deliver(server: ImapServer, user: str, *mails: bytes, folder: str = "INBOX") -> None:
    """Mail arrives."""
    with person(server, user, None) as client:
        for mail in mails:
            client.append(server.folder(folder), mail)


def contents(server: ImapServer, user: str, folder: str) -> list[bytes]:
    """The raw mails of a folder."""
    with person(server, user, folder) as client:
        found = client.fetch(client.search(), ["BODY.PEEK[]"])
        return [found[uid][b"BODY[]"] for uid in sorted(found)]


def told(mailbox: ImapMailbox, kind: type[MailboxError]) -> str:
    """What a person is told of a mailbox that does not open."""
    with pytest.raises(MailboxError) as caught:
        mailbox.open()
    assert type(caught.value) is kind, repr(caught.value)
    assert PASSWORD not in str(caught.value)
    return str(caught.value)


def worker(db: Database, mailbox: ImapMailbox, **given: Any) -> Worker:
    """The worker, with rules that read anything."""
    clock = given.pop("clock", utc_now)
    return Worker(db, mailbox, Reader(db, [CIRCULAR], clock, parse=parse, read=read), clock=clock)
