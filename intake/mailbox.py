"""A mailbox as the worker sees it, and the errors that people see of it. No protocol here.

`intake.imap.ImapMailbox` is the real one; tests give the worker a list in memory.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar, Protocol


@dataclass(frozen=True, slots=True)
class Fetched:
    """A mail as it came from the server. `size` is its true size in bytes; where it is over the
    limit, `too_large` is set and `content` holds only the header."""

    uid: int
    content: bytes
    size: int
    too_large: bool = False


@dataclass(frozen=True, slots=True)
class Batch:
    """Mails of one exchange. A UID that was asked for and stands in neither list is gone: somebody
    expunged it. `failed` are those that the server has and does not give out."""

    mails: tuple[Fetched, ...] = ()
    failed: tuple[int, ...] = ()


class Mailbox(Protocol):
    """One folder of one account. Every method may raise MailboxError."""

    @property
    def account(self) -> str:
        """The account's name in the ledger, such as "edo@imap.example.ru"."""

    @property
    def folder(self) -> str:
        """The folder's name as configured."""

    def open(self, *, read_only: bool = False) -> int:
        """Connect if need be, select the folder, start the pass's deadline; its UIDVALIDITY."""

    def uids_after(self, uid: int) -> list[int]:
        """The UIDs above this one, ascending."""

    def fetch(self, uids: Sequence[int]) -> Iterator[Batch]:
        """The mails of these UIDs in bounded batches, none of them marked as seen."""

    def settle(self, uids: Sequence[int], tried: Collection[int] = ()) -> None:
        """Move or flag the server's copies, as configured. Absent UIDs are no error, and those in
        `tried`, which a pass that was cut off may have copied already, get no second copy."""

    def wait(self, seconds: float, stopping: Callable[[], bool]) -> bool:
        """Wait for news: True if the server told of any, False when time is up or `stopping`."""

    def close(self) -> None:
        """End the connection. Never raises; the next `open` connects again."""


class MailboxError(Exception):
    """The mailbox cannot be used. The message is Russian: what is wrong and what to do.

    `temporary` tells whether trying again later may help without anybody doing anything.
    """

    temporary: ClassVar[bool] = False


class MailboxLoginError(MailboxError):
    """The server does not let this user in."""


class MailboxCertificateError(MailboxError):
    """The server's certificate does not prove that it is the server."""


class MailboxSecurityError(MailboxError):
    """The connection cannot be made secure as configured; there is no way around in clear."""


class MailboxFolderError(MailboxError):
    """The folder is absent, or cannot be used."""


class MailboxRefusedError(MailboxError):
    """Nobody answers at this address, or the server refuses a command for now."""

    temporary = True


class MailboxTimeoutError(MailboxError):
    """The server did not answer in time."""

    temporary = True


class MailboxLostError(MailboxError):
    """The connection broke."""

    temporary = True
