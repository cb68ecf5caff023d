"""Handing letters to the submission server: one connection for many, and an honest verdict each.

The verdict tells four cases apart: accepted, refused for now, refused for good, and *unknown* (the
whole letter had left when the connection broke). Security is what the settings say; nothing falls
back to clear text.
"""

from __future__ import annotations

import base64
import contextlib
import re
import smtplib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final, Protocol

from intake import oauth, tls
from intake.settings import Smtp
from intake.settings_reader import is_loopback
from outbound.message import AddressError, wire_address
from outbound.russian import one_line

_GOODBYE_SECONDS = 5.0
_SLOWEST = 20_000  # bytes a second: a slower line is as good as none
_OUR_FAULT = re.compile(
    rb"sender address rejected|5\.7\.\d.*rejected: access denied|relay(ing)? (access )?denied"
    rb"|authentication required",
    re.I,
)
"""Refusals that servers give at RCPT TO, and that mostly no recipient is to blame for."""


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


class ServerDownError(Exception):
    """No letter can be sent now, through no fault of a letter. The message is Russian."""


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
        self._client: _Client | None = None
        self._carried = 0

    def open(self) -> None:
        """Connect and log in, unless connected already."""
        if self._client is not None and self._carried < self._settings.letters_per_connection:
            return
        self.close()
        self._client = _connect(self._settings)
        self._carried = 0

    def close(self) -> None:
        """QUIT, and close the socket whatever the server says."""
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
        for attempt in (1, 2):
            self.open()
            assert self._client is not None
            self._carried += 1
            try:
                return self._hand_over(self._client, recipient, content)
            except (OSError, smtplib.SMTPException) as error:
                self._drop()
                if attempt == 2:
                    return Verdict(Fate.LATER, f"соединение прервалось: {explain(error)}")
        raise AssertionError("unreachable")

    def _drop(self) -> None:
        if self._client is not None:
            self._client.close()
            self._client = None

    def _hand_over(self, client: _Client, to: str, content: bytes) -> Verdict:
        """Raises OSError or SMTPException only while the letter has certainly not been accepted."""
        with client.deadline(self._settings.read_seconds + len(content) / _SLOWEST):
            refusal = self._envelope(client, to, len(content))
            if refusal:
                return self._refused(client, *refusal)
            code, reply = client.docmd("DATA")
            if code != 354:
                return self._refused(client, code, reply)
            client.send(_dot_stuffed(content))
        try:
            code, reply = self._final_reply(client)
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            return Verdict(Fate.UNKNOWN, f"сервер не подтвердил приём: {explain(error)}")
        if code == 250:
            return Verdict(Fate.ACCEPTED)
        return self._refused(client, code, reply)

    def _final_reply(self, client: _Client) -> tuple[int, bytes]:
        """The answer to the whole letter: filters work before it, so it may take long."""
        patience = self._settings.read_seconds * 5
        assert client.sock is not None
        client.sock.settimeout(patience)
        with client.deadline(patience):
            answer = client.getreply()
        client.sock.settimeout(self._settings.read_seconds)
        return answer

    def _envelope(self, client: _Client, to: str, size: int) -> tuple[int, bytes] | None:
        """MAIL FROM and RCPT TO; the first refusal, if any."""
        options = [f"SIZE={size}"] if client.has_extn("size") else []
        if not (to.isascii() and self._settings.from_address.isascii()):
            if not client.has_extn("smtputf8"):
                return 553, "сервер не принимает адреса не латиницей (SMTPUTF8)".encode()
            options.append("SMTPUTF8")
        client.command_encoding = "utf-8" if "SMTPUTF8" in options else "ascii"
        code, reply = client.mail(wire_address(self._settings.from_address), options)
        if code // 100 == 5 and code != 552:
            raise ServerDownError(f"сервер не принимает писем от нас: {_reply(code, reply)}")
        if code != 250:
            return code, reply
        code, reply = client.rcpt(to)
        return None if code in (250, 251) else (code, reply)

    def _refused(self, client: _Client, code: int, reply: bytes) -> Verdict:
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
        return Verdict(fate, f"сервер ответил: {_reply(code, reply)}")


class _Client(smtplib.SMTP):
    """smtplib's client, whose wire can be cut from outside from its first byte on."""

    def __init__(self, settings: Smtp) -> None:
        name = wire_address(settings.from_address).rpartition("@")[2]
        super().__init__(local_hostname=name, timeout=settings.connect_seconds)
        self._settings = settings
        self._host = settings.host  # the name that STARTTLS verifies
        self._wire: socket.socket | None = None

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        sock = socket.create_connection((host, port), timeout)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._wire = sock.dup()  # TLS takes the first handle away
        if self._settings.security != "tls":
            return sock
        return tls.context(self._settings.ca_file).wrap_socket(sock, server_hostname=host)

    def dial(self) -> None:
        """Connect, encrypt as the settings say, log in."""
        settings = self._settings
        with self.deadline(settings.connect_seconds + settings.read_seconds):
            self.connect(settings.host, settings.port)
            assert self.sock is not None
            self.sock.settimeout(settings.read_seconds)
            self.ehlo_or_helo_if_needed()
            if settings.security == "starttls":
                self.starttls(context=tls.context(settings.ca_file))
                self.ehlo()
            self._log_in()

    def _log_in(self) -> None:
        settings = self._settings
        if not settings.user:
            return
        if settings.auth == "password":
            self._log_in_by_password(settings.password.reveal() if settings.password else "")
            return
        access = oauth.token(settings.token_command, settings.connect_seconds)
        token = oauth.xoauth2(settings.user, access).decode()
        # After a refusal the server sends its reason as a challenge; an empty answer ends it.
        self.auth("XOAUTH2", lambda challenge=None: token if challenge is None else "")

    def _log_in_by_password(self, password: str) -> None:
        """PLAIN or LOGIN in UTF-8 (smtplib's own know ASCII only), else what the server has."""
        user, offered = self._settings.user, self.esmtp_features.get("auth", "").upper().split()
        if "PLAIN" in offered:
            code, reply = self.docmd("AUTH", "PLAIN " + _base64(f"\0{user}\0{password}"))
        elif "LOGIN" in offered:
            code, reply = self.docmd("AUTH", "LOGIN " + _base64(user))
            if code == 334:
                code, reply = self.docmd(_base64(password))
        else:
            self.login(user, password)
            return
        if code not in (235, 503):  # 503: logged in already
            raise smtplib.SMTPAuthenticationError(code, reply)

    @contextlib.contextmanager
    def deadline(self, seconds: float) -> Iterator[None]:
        """An overall bound: a socket's own timeout never fires on one byte a second."""
        timer = threading.Timer(seconds, self._cut)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            timer.join()

    def _cut(self) -> None:
        wire = self._wire
        if wire is not None:
            with contextlib.suppress(OSError):
                wire.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Close both handles of the socket."""
        super().close()
        wire, self._wire = self._wire, None
        if wire is not None:
            wire.close()


def _connect(settings: Smtp) -> _Client:
    """A connection that is encrypted and logged in as the settings say. Raises ServerDownError."""
    if settings.security == "plain" and not is_loopback(settings.host):
        raise ServerDownError(
            "незашифрованная отправка (plain) допустима только на этой же машине; "
            "задайте smtp.security = tls или starttls"
        )
    client = _Client(settings)
    try:
        client.dial()
    except (OSError, smtplib.SMTPException, oauth.TokenError) as error:
        client.close()
        where = f"{settings.host}:{settings.port}"
        if isinstance(error, ssl.SSLCertVerificationError):
            raise ServerDownError(tls.certificate_fault(error, settings.host, "smtp")) from error
        raise ServerDownError(f"{where}: {explain(error)}") from error
    return client


def _base64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def _dot_stuffed(content: bytes) -> bytes:
    """The content as DATA carries it (RFC 5321 §4.5.2), with the dot that ends it."""
    stuffed = re.sub(rb"(?m)^\.", b"..", content)
    end = b"" if stuffed.endswith(b"\r\n") else b"\r\n"
    return stuffed + end + b".\r\n"


def _reply(code: int, reply: bytes | str) -> str:
    text = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
    return one_line(f"{code} {text}", 300)


_EXPLANATIONS: Final[tuple[tuple[type[BaseException], Callable[[Any], str]], ...]] = (
    (
        smtplib.SMTPAuthenticationError,
        lambda e: (
            "сервер не принял имя пользователя или пароль "
            f"({_reply(e.smtp_code, e.smtp_error)}); проверьте smtp.user и OTKLIK_SMTP_PASSWORD"
        ),
    ),
    (
        smtplib.SMTPNotSupportedError,
        lambda e: f"сервер не умеет нужного (STARTTLS или вход): {one_line(str(e))}",
    ),
    (smtplib.SMTPServerDisconnected, lambda _: "сервер закрыл соединение"),
    (
        smtplib.SMTPResponseException,
        lambda e: f"сервер ответил: {_reply(e.smtp_code, e.smtp_error)}",
    ),
    (
        ssl.SSLError,
        lambda e: (
            f"не удалось установить шифрование ({e.reason or one_line(str(e))}); "
            "проверьте smtp.security и порт"
        ),
    ),
    (TimeoutError, lambda _: "сервер не отвечает"),
    (ConnectionRefusedError, lambda _: "соединение отклонено: сервер не запущен или порт не тот"),
    (socket.gaierror, lambda _: "имя сервера не найдено"),
    (OSError, lambda e: f"сеть: {e.strerror or one_line(str(e))}"),
)
"""The narrower class first."""


def explain(error: BaseException) -> str:
    """What went wrong with the connection, in Russian, with the server's own words."""
    for kind, words in _EXPLANATIONS:
        if isinstance(error, kind):
            return words(error)
    return one_line(str(error)) or type(error).__name__
