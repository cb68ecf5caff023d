"""Folder names between settings and server: delimiters, namespaces, folders that are to be made.

Settings write "Принято/Август" and leave out the server's prefix; IMAPClient does modified UTF-7.
"""

from __future__ import annotations

import contextlib
import imaplib
from typing import Any

from intake.imap_connection import Connection
from intake.mailbox import MailboxFolderError


class Folders:
    """The folders of an account. Every method may raise MailboxError."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._known: dict[str, str] = {}
        """The server's names of folders known to exist, by their configured names."""

    @property
    def _client(self) -> Any:
        return self._connection.client

    def names(self) -> list[str]:
        """The names of all folders that can be selected."""
        with self._connection.exchange():
            return [
                str(name)
                for flags, _, name in self._client.list_folders()
                if b"\\noselect" not in {flag.lower() for flag in flags}
            ]

    def is_known(self, name: str) -> bool:
        """Whether the folder was there when it was last looked for."""
        return name in self._known

    def forget(self) -> None:
        """Look for every folder anew: the connection is another, or a folder was deleted."""
        self._known.clear()

    def existing(self, name: str) -> str:
        """The server's name of a folder. Raises MailboxFolderError with the folders there are."""
        if name not in self._known:
            with self._connection.exchange():
                found = self._find(name)
            if found is None:
                there = "», «".join(self.names()[:30])
                raise MailboxFolderError(
                    f"На сервере нет папки «{name}». Есть: «{there}». Исправьте имя в настройках."
                )
            self._known[name] = found
        return self._known[name]

    def ensure(self, name: str) -> str:
        """The server's name of a folder, created if absent. Raises MailboxFolderError."""
        if name not in self._known:
            with self._connection.exchange():
                self._known[name] = self._find(name) or self._created(name)
        return self._known[name]

    def _find(self, name: str) -> str | None:
        if name.upper() == "INBOX":
            return "INBOX"
        there = {str(folder) for _, _, folder in self._client.list_folders()}
        return next((n for n in self._spellings(name) if n in there), None)

    def _spellings(self, name: str) -> list[str]:
        """How a folder may be called on this server, the likeliest first for creation."""
        prefix, delimiter = self._namespace()
        local = name.replace("/", delimiter) if delimiter else name
        if prefix and not local.upper().startswith(prefix.upper()):
            return [prefix + local, local, name]
        return [local, name]

    def _namespace(self) -> tuple[str, str]:
        """Prefix and delimiter of the personal namespace (RFC 2342)."""
        if self._client.has_capability("NAMESPACE"):
            personal = self._client.namespace().personal
            if personal:
                prefix, delimiter = personal[0]
                return str(prefix or ""), str(delimiter or "")
        listed = self._client.list_folders("", "INBOX")
        delimiter = listed[0][1] if listed else b"/"
        return "", (delimiter or b"").decode("ascii")

    def _created(self, name: str) -> str:
        spelling = self._spellings(name)[0]
        try:
            self._client.create_folder(spelling)
            with contextlib.suppress(imaplib.IMAP4.error):
                self._client.subscribe_folder(spelling)
        except imaplib.IMAP4.abort:
            raise
        except imaplib.IMAP4.error as error:
            # Somebody else may have made it in the meantime.
            if (found := self._find(name)) is None:
                raise MailboxFolderError(f"Папка «{name}» не создаётся: {error}.") from error
            return found
        return spelling
