"""The servers, each started once a module; every test has an account that no other has seen."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from intake.imap import ImapMailbox
from intake.settings import Limits
from intake.store import database as databases
from intake.store.database import Database
from tests.servers import courier, cyrus, dovecot, exim, opensmtpd, postfix
from tests.servers.common import ImapServer, SmtpServer, must_have, scratch
from tests.servers.mailboxes import Open, imap

IMAP_SERVERS = {"dovecot": dovecot, "cyrus": cyrus, "courier": courier}
SMTP_SERVERS = {"postfix": postfix, "exim": exim, "opensmtpd": opensmtpd}


@contextlib.contextmanager
def imap_server(name: str, **how: Any) -> Iterator[ImapServer]:
    """A server of this name, for the length of the block; or the test is skipped, saying why."""
    must_have(IMAP_SERVERS[name].missing())
    with scratch(name) as home, IMAP_SERVERS[name].running(home / "d", **how) as server:
        yield server


@pytest.fixture(scope="module", params=list(IMAP_SERVERS))
def server(request: pytest.FixtureRequest) -> Iterator[ImapServer]:
    """Each of the IMAP servers."""
    with imap_server(request.param) as server:
        yield server


@pytest.fixture(scope="module")
def one_server() -> Iterator[ImapServer]:
    """Dovecot, where it is not the server that matters."""
    with imap_server("dovecot") as server:
        yield server


@contextlib.contextmanager
def running_smtp(name: str) -> Iterator[SmtpServer]:
    """A submission server of this name, likewise."""
    must_have(SMTP_SERVERS[name].missing())
    with SMTP_SERVERS[name].running() as server:
        yield server


@pytest.fixture(scope="module", params=list(SMTP_SERVERS))
def smtp_server(request: pytest.FixtureRequest) -> Iterator[SmtpServer]:
    """Each of the submission servers."""
    with running_smtp(request.param) as server:
        yield server


_fresh = itertools.count()


@pytest.fixture
def user() -> str:
    """An account that no other test has seen."""
    return f"u{next(_fresh)}"


@pytest.fixture
def box(user: str) -> Iterator[Open]:
    """Mailboxes of this test's account, closed at its end."""
    with contextlib.ExitStack() as stack:

        def make(server: ImapServer, limits: Limits | None = None, **changes: Any) -> ImapMailbox:
            owner = changes.pop("user", user)
            found = ImapMailbox(imap(server, owner, **changes), limits or Limits())
            return stack.enter_context(found)

        yield make


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    with databases.connect(f"sqlite:///{tmp_path}/otklik.sqlite3") as database:
        databases.upgrade(database)
        yield database
