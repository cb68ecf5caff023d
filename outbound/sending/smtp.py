"""Handing letters to the submission server: one connection for many, and an honest verdict each.

The verdict tells four cases apart: accepted, refused for now, refused for good, and *unknown* (the
whole letter had left when the connection broke). Security is what the settings say; nothing falls
back to clear text.
"""

from __future__ import annotations

import contextlib
import re
import smtplib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from intake.settings import Smtp
from outbound.sending.smtp_client import (
    Client,
    ServerDownError,
    connect,
    dot_stuffed,
    explain,
    reply_text,
)
from outbound.writing.message import AddressError, wire_address

_GOODBYE_SECONDS = 5.0
_BROKEN = "соединение прервалось"
_ENOUGH = 3
"""After so many letters in a row with which the connection broke, it is not the letters: to wait
with each of them for a silent server would hold up everything else for hours."""
_SLOWEST = 20_000  # bytes a second: a slower line is as good as none
_OUR_FAULT = re.compile(
    rb"sender address rejected|5\.7\.\d.*rejected: access denied|authentication required"
    rb"|relay(ing)? (access )?(denied|not permitted|prohibited)"
    rb"|(unable|not (allowed|permitted)) to relay",
    re.I,
)
"""Refusals that servers give at RCPT TO, and that mostly no recipient is to blame for."""


Reply = tuple[int, bytes]


class Fate(Enum):
    """What became of a letter handed to the server."""

    ACCEPTED = "accepted"
    LATER = "later"  # refused for now (4xx), or the connection broke before all of it had left
    NEVER = "never"  # refused for good (5xx)
    UNKNOWN = "unknown"  # all of it had left, and no answer came
    REFUSED_US = "refused us"  # the server relays nothing for us: hardly this letter's fault


@dataclass(frozen=True, slots=True)
class Verdict:
    """The fate of one letter; `reason` is Russian, for the person who looks."""

    fate: Fate
    reason: str = ""


class Sender(Protocol):
    """Whoever carries letters."""

    def open(self) -> None:
        """Make sure that letters can be handed over. Raises ServerDownError."""

    def send(self, to: str, content: bytes) -> Verdict:
        """Hand over one letter. Raises ServerDownError if it was certainly not handed over and
        the next would fare no better."""

    def close(self) -> None:
        """Say goodbye; never raises."""


class SmtpSender:
    """A `Sender` over smtplib. Not for use by two threads at once."""

    def __init__(self, settings: Smtp) -> None:
        self._settings = settings
        self._client: Client | None = None
        self._carried = 0
        self._broken = 0

    def open(self) -> None:
        """Connect and log in, unless connected already."""
        if self._client is not None and self._carried < self._settings.letters_per_connection:
            return
        self._hang_up()
        self._client = connect(self._settings)
        self._carried = 0

    def close(self) -> None:
        """QUIT, and close the socket whatever the server says."""
        self._broken = 0
        self._hang_up()

    def _hang_up(self) -> None:
        client, self._client = self._client, None
        if client is None:
            return
        with (
            contextlib.suppress(OSError, smtplib.SMTPException),
            client.deadline(_GOODBYE_SECONDS),
        ):
            client.quit()
        client.close()

    def send(self, to: str, content: bytes) -> Verdict:
        """MAIL, RCPT, DATA; a connection the server has closed in the meantime is made anew."""
        try:
            recipient = wire_address(to)
        except AddressError as error:
            return Verdict(Fate.NEVER, str(error))
        if self._broken >= _ENOUGH:
            self._broken = 0
            raise ServerDownError("соединение прерывается на каждом письме")
        verdict = self._carry(recipient, content)
        broken = verdict.fate is Fate.UNKNOWN or verdict.reason.startswith(_BROKEN)
        self._broken = self._broken + 1 if broken else 0
        return verdict

    def _carry(self, recipient: str, content: bytes) -> Verdict:
        for attempt in (1, 2):
            self.open()
            assert self._client is not None
            self._carried += 1
            try:
                return self._hand_over(self._client, recipient, content)
            except (OSError, smtplib.SMTPException) as error:
                self._drop()
                if attempt == 2:
                    return Verdict(Fate.LATER, f"{_BROKEN}: {explain(error)}")
        raise AssertionError("unreachable")

    def _drop(self) -> None:
        if self._client is not None:
            self._client.close()
            self._client = None

    def _hand_over(self, client: Client, to: str, content: bytes) -> Verdict:
        """Raises OSError or SMTPException only while the letter has certainly not been accepted."""
        with client.deadline(self._settings.read_seconds + len(content) / _SLOWEST):
            refusal = self._open_letter(client, to, len(content))
            if refusal:
                return self._refused(client, *refusal)
            client.send(dot_stuffed(content))
        try:
            code, reply = self._final_reply(client)
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            return Verdict(Fate.UNKNOWN, f"сервер не подтвердил приём: {explain(error)}")
        if code == 250:
            return Verdict(Fate.ACCEPTED)
        return self._refused(client, code, reply)

    def _open_letter(self, client: Client, to: str, size: int) -> Reply | None:
        """MAIL, RCPT and DATA, in one go where the server has PIPELINING (RFC 2920); the first
        refusal, if any. Raises ServerDownError if it is about us."""
        options = [f"SIZE={size}"] if client.has_extn("size") else []
        if not (to.isascii() and self._settings.from_address.isascii()):
            if not client.has_extn("smtputf8"):
                return 553, "сервер не принимает адреса не латиницей (SMTPUTF8)".encode()
            options.append("SMTPUTF8")
        sender = wire_address(self._settings.from_address)
        commands = (" ".join([f"MAIL FROM:<{sender}>", *options]), f"RCPT TO:<{to}>", "DATA")
        together = client.has_extn("pipelining")
        replies = client.pipelined(commands) if together else client.one_by_one(commands)
        refusal = _refusal(replies)
        if refusal and together and replies[-1][0] == 354:
            client.docmd(".")  # the server took DATA without a recipient: an empty letter to nobody
        if refusal is not None and refusal is replies[0]:
            code, reply = refusal
            if code // 100 == 5 and code != 552:
                told = reply_text(code, reply)
                raise ServerDownError(f"сервер не принимает писем от нас: {told}")
        return refusal

    def _final_reply(self, client: Client) -> tuple[int, bytes]:
        """The answer to the whole letter: filters work before it, so it may take long."""
        patience = self._settings.read_seconds * 5
        assert client.sock is not None
        client.sock.settimeout(patience)
        with client.deadline(patience):
            answer = client.getreply()
        client.sock.settimeout(self._settings.read_seconds)
        return answer

    def _refused(self, client: Client, code: int, reply: bytes) -> Verdict:
        """The verdict for a refusal; the connection is ready for the next letter, or dropped."""
        if code == 421:
            self._drop()
        else:
            try:
                client.rset()
            except (OSError, smtplib.SMTPException):
                self._drop()
        fate = Fate.NEVER if code // 100 == 5 else Fate.LATER
        if _OUR_FAULT.search(reply):
            fate = Fate.REFUSED_US
        return Verdict(fate, f"сервер ответил: {reply_text(code, reply)}")


def _refusal(replies: Sequence[Reply]) -> Reply | None:
    """The first of the replies to MAIL, RCPT and DATA that is not the one hoped for."""
    hoped = ((250,), (250, 251), (354,))
    return next((r for r, good in zip(replies, hoped, strict=False) if r[0] not in good), None)
