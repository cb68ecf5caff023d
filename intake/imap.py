"""The mailbox over IMAP (RFC 9051 and its ancestors), driven by IMAPClient."""

from __future__ import annotations

import imaplib
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import datetime
from types import TracebackType
from typing import Any, Self

from intake.imap_connection import IDLE_GRACE, Connection
from intake.imap_folders import Folders
from intake.imap_moving import move_by_copy
from intake.mailbox import (
    Batch,
    Fetched,
    MailboxError,
    MailboxFolderError,
    MailboxLostError,
    MailboxRefusedError,
    MailboxTimeoutError,
)
from intake.settings import Imap, Limits

IDLE_SECONDS = 9 * 60
"""An IDLE is renewed well before the 29 minutes of RFC 2177: NATs forget earlier."""

_SIZES_AT_ONCE = 500
_SETTLED_AT_ONCE = 200
_UIDS_AT_ONCE = 50_000

_UNAVAILABLE = b"From: System Administrator <root@localhost>\r\nSubject: message unavailable\r\n"
"""What Courier gives for a mail that it cannot read, or that is expunged: no mail begins so, for
delivery puts its trace before the header."""


class ImapMailbox:
    """One folder of one account. See `intake.mailbox.Mailbox`; close it, or use it in `with`."""

    def __init__(self, settings: Imap, limits: Limits) -> None:
        self.settings, self.limits = settings, limits
        self.account = f"{settings.user}@{settings.host}"
        self.folder = settings.folder
        self._connection = Connection(settings)
        self._folders = Folders(self._connection)
        self._exists = self._uidnext = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    # --- opening ---------------------------------------------------------------------------

    def open(self, *, read_only: bool = False) -> int:
        """Connect if need be, select the folder; its UIDVALIDITY. A kept connection that died
        meanwhile is replaced once."""
        self._connection.start_pass()
        if self._connection.is_open:
            try:
                return self._select(read_only)
            except (MailboxLostError, MailboxTimeoutError):
                self._connection.start_pass()
        self._connect()
        return self._select(read_only)

    def _connect(self) -> None:
        self._folders.forget()
        self._connection.connect()

    def _select(self, read_only: bool) -> int:
        with self._connection.exchange():
            name = self._folders.existing(self.folder)
            try:
                state = self._client.select_folder(name, readonly=read_only)
            except imaplib.IMAP4.abort:
                raise
            except imaplib.IMAP4.error as error:
                self._folders.forget()
                raise MailboxFolderError(
                    f"Папка «{self.folder}» не открывается: {error}."
                ) from error
        uidvalidity = state.get(b"UIDVALIDITY")
        if not uidvalidity:
            raise MailboxFolderError(
                f"Сервер не сообщает UIDVALIDITY папки «{self.folder}»: письма в ней нельзя "
                "различить надёжно."
            )
        self._exists = int(state.get(b"EXISTS", 0))
        self._uidnext = int(state.get(b"UIDNEXT") or 0)  # Courier does not tell
        return int(uidvalidity)

    @property
    def _client(self) -> Any:
        return self._connection.client

    def close(self) -> None:
        """End the connection. Never raises."""
        self._connection.close()

    def folders(self) -> list[str]:
        """The names of all folders that can be selected."""
        return self._folders.names()

    # --- reading ---------------------------------------------------------------------------

    def uids_after(self, uid: int) -> list[int]:
        """The UIDs above this one, ascending."""
        found: set[int] = set()
        for window in self._windows(uid + 1):
            with self._connection.exchange():
                found.update(self._client.search(["UID", window]))
        # "n:*" names the last mail even where n is above it (RFC 9051 §9, seq-range).
        return sorted(int(n) for n in found if n > uid)

    def _windows(self, first: int) -> Iterator[str]:
        """UID ranges that cover everything from `first` on. In a huge folder several: imaplib
        takes no line above a megabyte, and all UIDs of a search come in one line."""
        if self._exists > _UIDS_AT_ONCE:
            above = self._uidnext or self.next_uid()
            for low in range(first, above - _UIDS_AT_ONCE, _UIDS_AT_ONCE):
                yield f"{low}:{low + _UIDS_AT_ONCE - 1}"
                first = low + _UIDS_AT_ONCE
        yield f"{first}:*"

    def next_uid(self) -> int:
        """The UID that the next mail of the folder will get (UIDNEXT)."""
        with self._connection.exchange():
            name = self._folders.existing(self.folder)
            return int(self._client.folder_status(name, ["UIDNEXT"])[b"UIDNEXT"])

    def fetch(self, uids: Sequence[int]) -> Iterator[Batch]:
        """The mails of these UIDs in batches bounded by count and bytes."""
        for start in range(0, len(uids), _SIZES_AT_ONCE):
            part = uids[start : start + _SIZES_AT_ONCE]
            sizes = self._sizes(part)
            if withheld := self._still_there([uid for uid in part if uid not in sizes]):
                yield Batch(failed=tuple(withheld))
            for batch in self._batches(sizes):
                yield self._fetch_batch(batch)

    def _sizes(self, uids: Sequence[int]) -> dict[int, int]:
        with self._connection.exchange():
            found = self._client.fetch(uids, ["RFC822.SIZE"])
        sized = {uid: data.get(b"RFC822.SIZE") for uid, data in sorted(found.items())}
        return {uid: size for uid, size in sized.items() if isinstance(size, int)}

    def _batches(self, sizes: dict[int, int]) -> Iterator[dict[int, int]]:
        batch: dict[int, int] = {}
        for uid, size in sizes.items():
            full = sum(batch.values()) + self._weight(size) > self.limits.batch_bytes
            if batch and (full or len(batch) >= self.limits.batch_mails):
                yield batch
                batch = {}
            batch[uid] = size
        if batch:
            yield batch

    def _weight(self, size: int) -> int:
        """What a mail adds to a batch: of a too large one only the header is fetched."""
        return size if size <= self.limits.max_mail_bytes else 0

    def _fetch_batch(self, sizes: dict[int, int]) -> Batch:
        whole = [uid for uid, size in sizes.items() if size <= self.limits.max_mail_bytes]
        large = [uid for uid, size in sizes.items() if size > self.limits.max_mail_bytes]
        contents, failed = self._contents(whole, "BODY.PEEK[]", b"BODY[]")
        headers, more = self._contents(large, "BODY.PEEK[HEADER]", b"BODY[HEADER]")
        mails = [Fetched(uid, content, len(content)) for uid, content in contents.items()]
        mails += [Fetched(uid, head, sizes[uid], True) for uid, head in headers.items()]
        return Batch(tuple(sorted(mails, key=lambda m: m.uid)), tuple(sorted(failed + more)))

    def _contents(
        self, uids: Sequence[int], item: str, key: bytes
    ) -> tuple[dict[int, bytes], list[int]]:
        """The contents by UID, and the UIDs that exist but are not given out."""
        if not uids:
            return {}, []
        try:
            with self._connection.exchange():
                found = self._client.fetch(uids, [item])
        except MailboxRefusedError:
            return self._contents_singly(uids, item, key)
        contents = {uid: data[key] for uid, data in found.items() if _is_mail(data.get(key))}
        missing = [uid for uid in uids if uid not in contents]
        return contents, self._still_there(missing)

    def _contents_singly(
        self, uids: Sequence[int], item: str, key: bytes
    ) -> tuple[dict[int, bytes], list[int]]:
        """One mail that the server cannot give must not keep back the others of its batch."""
        if len(uids) == 1:
            return {}, self._still_there(uids)
        contents: dict[int, bytes] = {}
        failed: list[int] = []
        for uid in uids:
            found, not_found = self._contents([uid], item, key)
            contents.update(found)
            failed.extend(not_found)
        return contents, failed

    def _still_there(self, uids: Sequence[int]) -> list[int]:
        """Those of the UIDs that nobody has expunged meanwhile."""
        if not uids:
            return []
        with self._connection.exchange():
            listed = ",".join(map(str, uids))
            return sorted(int(uid) for uid in self._client.search(["UID", listed]))

    # --- settling --------------------------------------------------------------------------

    def settle(self, uids: Sequence[int], tried: Collection[int] = ()) -> None:
        """Move or flag the server's copies. UIDs that are gone are no error: they were moved by
        an exchange whose answer was lost, or by a person. Of those in `tried` a move may have been
        begun before."""
        if self.settings.after == "leave":
            return
        act = self._flag if self.settings.after == "flag" else self._move
        for start in range(0, len(uids), _SETTLED_AT_ONCE):
            part = list(uids[start : start + _SETTLED_AT_ONCE])
            try:
                act(part, tried)
            except MailboxRefusedError:
                if not (there := self._still_there(part)):
                    continue
                # Perhaps the folder was deleted since it was last seen.
                self._folders.forget()
                act(there, there)

    def _flag(self, uids: list[int], _tried: Collection[int]) -> None:
        with self._connection.exchange():
            self._client.add_flags(uids, [b"\\Seen"], silent=True)

    def _move(self, uids: list[int], tried: Collection[int]) -> None:
        done = self._folders.ensure(self.settings.done_folder)
        with self._connection.exchange():
            has_move = self._client.has_capability("MOVE")
            if has_move:
                self._client.move(uids, done)
        if not has_move:
            source = self._folders.existing(self.folder)
            move_by_copy(self._connection, uids, source, done, tried)

    def append(self, folder: str, content: bytes, at: datetime) -> None:
        """Put a message of ours into a folder, created if absent, marked as seen."""
        self._connection.start_pass()
        if not self._connection.is_alive():
            self._connect()
        try:
            self._append(folder, content, at)
        except MailboxRefusedError:
            if not self._folders.is_known(folder):
                raise
            self._folders.forget()
            self._append(folder, content, at)

    def _append(self, folder: str, content: bytes, at: datetime) -> None:
        name = self._folders.ensure(folder)
        with self._connection.exchange():
            self._client.append(name, content, flags=[b"\\Seen"], msg_time=at)

    # --- waiting ---------------------------------------------------------------------------

    def wait(self, seconds: float, stopping: Callable[[], bool]) -> bool:
        """Wait for news, at most `seconds`: by IDLE (RFC 2177) where the server has it. The caller
        looks into the folder after each wait, so that a notice that got lost costs no mail."""
        if not (self.settings.idle and self._connection.is_open):
            return _sleep(seconds, stopping)
        with self._connection.exchange(self.settings.read_seconds):
            has_idle = self._client.has_capability("IDLE")
        if has_idle:
            return self._idle(min(seconds, IDLE_SECONDS), stopping)
        return _sleep(seconds, stopping)

    def _idle(self, seconds: float, stopping: Callable[[], bool]) -> bool:
        try:
            with self._connection.exchange(seconds + self.settings.read_seconds + IDLE_GRACE):
                self._client.idle()
                news = self._idle_news(seconds, stopping)
                _, responses = self._client.idle_done()
                return news or _tells_of_mail(responses)
        except MailboxError:
            self._connection.drop()  # it may still be idling
            raise

    def _idle_news(self, seconds: float, stopping: Callable[[], bool]) -> bool:
        until = time.monotonic() + seconds
        while not stopping() and (left := until - time.monotonic()) > 0:
            began = time.monotonic()
            step = min(left, 1.0)
            responses = self._client.idle_check(timeout=step)
            if _tells_of_mail(responses):
                return True
            if any(response[0] == b"BYE" for response in responses):
                raise MailboxLostError("Почтовый сервер закрыл соединение.")
            if not responses and time.monotonic() - began < step / 2:
                # Readable and nothing there: the end of the stream. The next command tells.
                return False
        return False


def _is_mail(content: object) -> bool:
    return isinstance(content, bytes) and not content.startswith(_UNAVAILABLE)


def _tells_of_mail(responses: Sequence[Any]) -> bool:
    return any(len(response) > 1 and response[1] == b"EXISTS" for response in responses)


def _sleep(seconds: float, stopping: Callable[[], bool]) -> bool:
    until = time.monotonic() + seconds
    while not stopping() and (left := until - time.monotonic()) > 0:
        time.sleep(min(left, 0.5))
    return False
