"""From a mail's bytes to its reading: parse, find our letters that it answers, read by the rules.

Nothing is written here. Mails go through in small groups, so that what the store knows of them is
asked once for all; whatever one mail does, the others go on.
"""

from __future__ import annotations

import contextlib
import dataclasses
import importlib
import logging
import re
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from intake import thread_tokens
from intake.logs import about
from intake.mailbox import Fetched
from intake.secrets import Secret
from intake.store import mails, officers, queries
from intake.store.database import Database
from intake.store.mails import Stored
from intake.store.queries import OurLetter
from rules.model import Circular, Doubt, Kind, Mail, Part, PartRole, Reading, Reply, Thread

log = logging.getLogger(__name__)

Parse = Callable[[bytes], Mail]
Read = Callable[[Mail, Sequence[Circular], Mapping[str, Thread]], Reading]

_MESSAGE_ID = re.compile(r"^message-id:\s*(<[^<>\s]{1,900}>)", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Attempt:
    """What came of one mail: a mail and its reading, or the error's text. `of_officers` tells that
    the mail comes from an officer, or claims to."""

    mail_id: int
    mail: Mail | None = None
    reading: Reading | None = None
    of_officers: bool = False
    error: str = ""

    def without_texts(self) -> Attempt:
        """As light as it can be recorded: without the mail's texts, but for what a bounce carries
        back."""
        if self.mail is None:
            return self
        parts = tuple(part for part in self.mail.parts if part.role is PartRole.RETURNED)
        kept = parts if self.reading and self.reading.bounced else ()
        mail = dataclasses.replace(self.mail, parts=kept, headers=())
        return dataclasses.replace(self, mail=mail)


@dataclass(frozen=True, slots=True)
class Trust:
    """What proves a sender: the key to the tokens of our letters, and the names under which our
    mail server tells what it found of him (`intake.authenticity`)."""

    token_key: Secret | None = None
    authserv_ids: tuple[str, ...] = ()


NOTHING = Trust()

_ANY = Mail(
    parts=(Part("body", "Готовы. Направляем Иванову Анну Петровну, тел. 8-900-000-00-00."),)
)


class Interpreter:
    """Makes readings. `parse` and `read` are `intake.mime.parse` and `rules.reading.read`, or what
    a test puts in their place."""

    def __init__(
        self,
        database: Database,
        circulars: Sequence[Circular],
        *,
        parse: Parse | None = None,
        read: Read | None = None,
        trust: Trust = NOTHING,
    ) -> None:
        self.database, self.circulars, self._trust = database, circulars, trust
        self._parse, self._read = parse, read
        self._is_warm = read is not None

    @property
    def parse(self) -> Parse:
        """How bytes become a mail."""
        if self._parse is None:
            self._parse = _real_parse(self._trust.authserv_ids)
        return self._parse

    @property
    def read(self) -> Read:
        """How a mail becomes a reading."""
        if self._read is None:
            self._read = _real_read()
        return self._read

    def load(self) -> None:
        """Load the rules, which an empty inbox needs not, and what they load at first need. To be
        called before a try is counted: a broken installation is no mail's fault, and loading takes
        longer than a mail."""
        _ = self.parse, self.read
        for needed in ("rules.clues", "rules.amendments"):  # to tell officers' mail, and to record
            importlib.import_module(needed)
        if not self._is_warm:
            self._is_warm = True
            with contextlib.suppress(Exception):  # a rule that breaks is told of by the mails
                self.read(_ANY, self.circulars, {})

    def attempts(self, ids: Sequence[int], going_on: Callable[[], bool]) -> list[Attempt]:
        """What comes of these stored mails, in their order, as far as `going_on` lets it."""
        with self.database.reading() as session:
            stored = mails.for_reading(session, ids)
        parsed = []
        for one in stored:
            if not going_on():
                break
            parsed.append(self._parsed(one))
        known = self._our_letters([mail for _, mail, _ in parsed if mail])
        return [self._attempt(one, mail, error, known) for one, mail, error in parsed]

    def _parsed(self, stored: Stored) -> tuple[Stored, Mail | None, str]:
        try:
            with about(stored.mail_id):
                return stored, self.parse(stored.content), ""
        except Exception:  # noqa: BLE001 -- whatever one mail does, the others go on
            return stored, None, traceback.format_exc(limit=-12)

    def _attempt(
        self, stored: Stored, mail: Mail | None, error: str, known: Mapping[str, OurLetter]
    ) -> Attempt:
        if mail is None:
            return Attempt(stored.mail_id, error=error)
        try:
            with about(stored.mail_id):
                reading = self._interpreted(mail, known, stored.received_at)
                _tell(reading)
            of_officers = officers.is_of_officers(mail, self.circulars, known)
        except Exception:  # noqa: BLE001 -- as above
            return Attempt(stored.mail_id, mail, error=traceback.format_exc(limit=-12))
        if stored.state == "too_large":
            reading = _too_large(reading, stored.size)
        return Attempt(stored.mail_id, mail, reading, of_officers)

    def interpret(self, mail: Mail, came_at: datetime | None = None) -> Reading:
        """The reading of a parsed mail, in the light of our own letters; one that is only looked at
        has not come yet."""
        return self._interpreted(mail, self._our_letters([mail]), came_at)

    def _our_letters(self, parsed: Sequence[Mail]) -> dict[str, OurLetter]:
        with self.database.reading() as session:
            return queries.our_letters(session, parsed)

    def _interpreted(
        self, mail: Mail, known: Mapping[str, OurLetter], came_at: datetime | None
    ) -> Reading:
        threads = queries.threads_of(mail, known)
        if self._trust.token_key is not None:
            proven = thread_tokens.threads(mail, self._trust.token_key, self.circulars, came_at)
            threads = thread_tokens.joined(threads, proven)
        reading = self.read(mail, self.circulars, threads)
        return officers.set_aside(reading, mail, self.circulars, known)

    def preview(self, fetched: Fetched) -> tuple[Mail, Reading]:
        """Read a mail that is not stored. One that cannot be read gives a doubt that says so."""
        mail = Mail()
        try:
            mail = self.parse(fetched.content)
            reading = self.interpret(mail)
        except Exception as error:  # noqa: BLE001 -- as for stored mail, the others go on
            doubt = Doubt("unreadable_mail", f"{type(error).__name__}: {error}")
            return mail, Reading(kind=Kind.REPLY, doubts=(doubt,), reply=Reply.ACKNOWLEDGE)
        return mail, _too_large(reading, fetched.size) if fetched.too_large else reading


def returned_ids(mail: Mail) -> tuple[str, ...]:
    """Message-IDs of letters that a bounce carries back, whole or as headers."""
    return tuple(dict.fromkeys(_returned(mail)))


def _returned(mail: Mail) -> Iterator[str]:
    for part in mail.parts:
        if part.role is PartRole.RETURNED:
            yield from _MESSAGE_ID.findall(part.text)
    yield from mail.in_reply_to
    yield from mail.references


def _tell(reading: Reading) -> None:
    named = ",".join(reading.recipients) or "-"
    doubts = ",".join(doubt.name for doubt in reading.doubts) or "-"
    log.info("read as %s of %s, doubts: %s", reading.kind.value, named, doubts)


def _too_large(reading: Reading, size: int) -> Reading:
    """Of a mail of which only the header was fetched nothing may be settled."""
    if any(doubt.name == "too_large" for doubt in reading.doubts):
        return reading
    doubt = Doubt("too_large", f"{size / 1_048_576:.1f} МБ".replace(".", ","))
    reply = reading.reply if reading.reply is Reply.NONE else Reply.ACKNOWLEDGE
    return dataclasses.replace(reading, doubts=(*reading.doubts, doubt), reply=reply)


def _real_parse(authserv_ids: tuple[str, ...]) -> Parse:
    from intake import mime

    return partial(mime.parse, authserv_ids=authserv_ids)


def _real_read() -> Read:
    from rules import reading

    return reading.read
