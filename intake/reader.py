"""From a stored mail to its recorded reading: jobs that take rows' ids and may run again.

Parsing and rules run outside any transaction: a slow mail holds up no other writer.
"""

from __future__ import annotations

import dataclasses
import re
import time
import traceback
from collections import deque
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.orm import Session

from intake.mailbox import Fetched
from intake.store import mails, officers, queries, readings
from intake.store.database import Database
from intake.store.schema import MailRow
from rules.model import Circular, Doubt, Kind, Mail, PartRole, Reading, Reply, Thread

Parse = Callable[[bytes], Mail]
Read = Callable[[Mail, Sequence[Circular], Mapping[str, Thread]], Reading]

_RECORD_SECONDS = 5.0
"""Readings are recorded at least so often; recognising a scan can take a minute."""

_MESSAGE_ID = re.compile(r"^message-id:\s*(<[^<>\s]{1,900}>)", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class ReadResult:
    """How many mails were read, how many of them a person must see, how many gave up."""

    read: int = 0
    review: int = 0
    failed: int = 0
    quarantined: int = 0

    def __add__(self, other: ReadResult) -> ReadResult:
        mine, theirs = dataclasses.astuple(self), dataclasses.astuple(other)
        return ReadResult(*(a + b for a, b in zip(mine, theirs, strict=True)))


@dataclass(frozen=True, slots=True)
class _Attempt:
    """What came of one mail: a mail and its reading, or the error's text."""

    mail_id: int
    mail: Mail | None = None
    reading: Reading | None = None
    error: str = ""


class Reader:
    """Reads stored mails. `parse` and `read` are `intake.mime.parse` and `rules.reading.read`,
    or what a test puts in their place."""

    def __init__(
        self,
        database: Database,
        circulars: Sequence[Circular],
        clock: Callable[[], datetime],
        *,
        tries: int = 3,
        parse: Parse | None = None,
        read: Read | None = None,
    ) -> None:
        self.database, self.circulars, self.clock = database, circulars, clock
        self.tries = tries
        self._parse = parse or _real_parse()
        self._read = read or _real_read()

    def read_pending(self, *, batch: int = 50, going_on: Callable[[], bool]) -> ReadResult:
        """Read whatever is stored and unread, until done or told to stop."""
        total = ReadResult()
        with self.database.reading() as session:
            ids = mails.pending(session)
        for group in self._groups(ids, batch):
            if not going_on():
                break
            total += self.read_group(group, going_on)
        return total

    def _groups(self, ids: Sequence[int], batch: int) -> Iterator[list[int]]:
        """Batches; but a mail that failed before goes alone, so that one which kills the process
        takes no tries from its neighbours."""
        with self.database.reading() as session:
            tried = mails.tried(session)
        fresh = [i for i in ids if i not in tried]
        yield from (fresh[start : start + batch] for start in range(0, len(fresh), batch))
        yield from ([i] for i in ids if i in tried)

    def read_group(
        self, ids: Sequence[int], going_on: Callable[[], bool] = lambda: True
    ) -> ReadResult:
        """Read these mails, and record what came of them together, a savepoint each; sooner where
        some take long. A mail that is not begun when `going_on` ends keeps its tries."""
        going, spent = self._begin(ids)
        total = ReadResult(quarantined=spent)
        attempts: list[_Attempt] = []
        since = time.monotonic()
        while going and going_on():
            attempts.append(self._attempt(going.popleft()))
            if time.monotonic() - since > _RECORD_SECONDS:
                total += self._record_all(attempts)
                attempts, since = [], time.monotonic()
        self._give_back(going)
        return total + self._record_all(attempts)

    def _give_back(self, unbegun: Collection[int]) -> None:
        if unbegun:
            with self.database.session() as session:
                for row in mails.rows(session, list(unbegun)):
                    row.tries -= 1

    def _record_all(self, attempts: Sequence[_Attempt]) -> ReadResult:
        total = ReadResult()
        if not attempts:
            return total
        with self.database.session() as session:
            held = mails.rows(session, [a.mail_id for a in attempts])  # not a query for each below
            for attempt in attempts:
                total += self._record(session, attempt)
            del held
        return total

    def _begin(self, ids: Sequence[int]) -> tuple[deque[int], int]:
        """Count a try of each before it is made: a crash leaves its trace."""
        going: deque[int] = deque()
        spent = 0
        with self.database.session() as session:
            for row in mails.rows(session, ids):
                if row.tries >= self.tries:
                    row.state = "quarantined"
                    row.error = row.error or "Программа прерывалась при чтении этого письма."
                    spent += 1
                else:
                    row.tries += 1
                    going.append(row.id)
        return going, spent

    def _attempt(self, mail_id: int) -> _Attempt:
        with self.database.reading() as session:
            content, size, state = mails.for_reading(session, mail_id)
        mail = None
        try:
            mail = self._parse(content)
            reading = self.interpret(mail)
        except Exception:  # noqa: BLE001 -- whatever one mail does, the others go on
            return _Attempt(mail_id, mail, error=traceback.format_exc(limit=-12))
        if state == "too_large":
            reading = _too_large(reading, size)
        return _Attempt(mail_id, mail, reading)

    def preview(self, fetched: Fetched) -> tuple[Mail, Reading]:
        """Read a mail that is not stored. One that cannot be read gives a doubt that says so."""
        mail = Mail()
        try:
            mail = self._parse(fetched.content)
            reading = self.interpret(mail)
        except Exception as error:  # noqa: BLE001 -- as for stored mail, the others go on
            doubt = Doubt("unreadable_mail", f"{type(error).__name__}: {error}")
            return mail, Reading(kind=Kind.REPLY, doubts=(doubt,), reply=Reply.ACKNOWLEDGE)
        return mail, _too_large(reading, fetched.size) if fetched.too_large else reading

    def interpret(self, mail: Mail) -> Reading:
        """The reading of a parsed mail, in the light of our own letters."""
        with self.database.reading() as session:
            threads = queries.threads(session, mail)
        reading = self._read(mail, self.circulars, threads)
        with self.database.reading() as session:
            return officers.set_aside(session, reading, mail, self.circulars)

    def _record(self, session: Session, attempt: _Attempt) -> ReadResult:
        if attempt.reading is None or attempt.mail is None:
            return self._failed(session, attempt, attempt.error)
        try:
            with session.begin_nested(), session.no_autoflush:
                return self._recorded(session, attempt.mail_id, attempt.mail, attempt.reading)
        except (OperationalError, InterfaceError):
            raise  # the database's fault, not the mail's
        except Exception:  # noqa: BLE001 -- see above
            return self._failed(session, attempt, traceback.format_exc(limit=-12))

    def _recorded(self, session: Session, mail_id: int, mail: Mail, reading: Reading) -> ReadResult:
        row = session.get_one(MailRow, mail_id)
        if row.state == "read":
            return ReadResult()
        mails.describe(session, row, mail)
        officers.note(session, mail_id, mail, self.circulars)
        reading = readings.heed_officers(session, reading, mail_id)
        readings.record(session, mail_id, reading, self.clock(), returned_ids(mail))
        row.error = None
        if row.state != "too_large":
            row.state = "read"
        session.flush()
        return ReadResult(read=1, review=int(reading.needs_review))

    def _failed(self, session: Session, attempt: _Attempt, error: str) -> ReadResult:
        row = session.get_one(MailRow, attempt.mail_id)
        row.error = error
        if attempt.mail is not None:
            mails.describe(session, row, attempt.mail)
        if row.tries < self.tries:
            return ReadResult(failed=1)
        row.state = "quarantined"
        return ReadResult(failed=1, quarantined=1)


def returned_ids(mail: Mail) -> tuple[str, ...]:
    """Message-IDs of letters that a bounce carries back, whole or as headers."""
    texts = [part.text for part in mail.parts if part.role is PartRole.RETURNED]
    found = [match for text in texts for match in _MESSAGE_ID.findall(text)]
    return tuple(dict.fromkeys((*found, *mail.in_reply_to, *mail.references)))


def _too_large(reading: Reading, size: int) -> Reading:
    """Of a mail of which only the header was fetched nothing may be settled."""
    if any(doubt.name == "too_large" for doubt in reading.doubts):
        return reading
    doubt = Doubt("too_large", f"{size / 1_048_576:.1f} МБ".replace(".", ","))
    reply = reading.reply if reading.reply is Reply.NONE else Reply.ACKNOWLEDGE
    return dataclasses.replace(reading, doubts=(*reading.doubts, doubt), reply=reply)


# Imported when a reader is made, not with each mail: a broken installation is no mail's fault.


def _real_parse() -> Parse:
    from intake import mime

    return mime.parse


def _real_read() -> Read:
    from rules import reading

    return reading.read
