"""A Dovecot for the benchmarks: mailboxes are filled by writing their files."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from imapclient import IMAPClient

from benchmarks.maildir import deliver
from tests.servers import dovecot
from tests.servers.common import account

PASSWORD = "bench-secret"  # of a server that lives for one run on loopback
_USERS = tuple(f"u{n}" for n in range(40))


@dataclass
class Mailboxes:
    """A running server; every mailbox is used by one program once."""

    server: dovecot.Dovecot
    free: list[str] = field(default_factory=lambda: list(_USERS))

    @property
    def imaps(self) -> int:
        """The port with TLS from the first byte."""
        return self.server.imaps

    @property
    def ca(self) -> Path:
        """The authority to trust."""
        return self.server.ca

    def filled(self, letters: Iterable[bytes]) -> str:
        """The user of a fresh mailbox with these letters in its inbox."""
        user = self.free.pop(0)
        self.add(user, letters)
        return user

    def add(self, user: str, letters: Iterable[bytes], since: int = 0) -> None:
        """Deliver letters as a local delivery agent does; `since`: so many were there before."""
        inbox = self.inbox(user)
        for name in ("tmp", "new", "cur"):
            (inbox / name).mkdir(parents=True, exist_ok=True)
        if not since:
            account().owns(inbox.parent)
        for number, letter in enumerate(letters, since):
            deliver(inbox, number, letter)

    def inbox(self, user: str) -> Path:
        """The Maildir of a user's inbox."""
        return self.server.home / "mail" / user / "Mail"

    def uidvalidity(self, user: str) -> int:
        """What the server says of the inbox; it then knows every mail in it."""
        with IMAPClient("localhost", self.server.imap, ssl=False) as client:
            client.login(user, PASSWORD)
            return int(client.select_folder("INBOX", readonly=True)[b"UIDVALIDITY"])

    @contextlib.contextmanager
    def watching(self, user: str) -> Iterator[IMAPClient]:
        """A connection that waits by IDLE for what comes into the inbox."""
        with IMAPClient("localhost", self.server.imap, ssl=False) as client:
            client.login(user, PASSWORD)
            client.select_folder("INBOX", readonly=True)
            client.idle()
            try:
                yield client
            finally:
                client.idle_done()


@contextlib.contextmanager
def running() -> Iterator[Mailboxes]:
    """The server for the length of the block."""
    home = Path(tempfile.mkdtemp(prefix="obench-"))
    home.chmod(0o755)
    try:
        with dovecot.running(home / "d", users=_USERS) as server:
            passwd = server.home / "passwd"
            told = passwd.read_text(encoding="utf-8").replace(dovecot.PASSWORD, PASSWORD)
            passwd.write_text(told, encoding="utf-8")
            yield Mailboxes(server)
    finally:
        shutil.rmtree(home, ignore_errors=True)
