"""smtplib's client made fit: verified TLS, login in UTF-8, deadlines, errors in Russian."""

from __future__ import annotations

import base64
import contextlib
import math
import re
import smtplib
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

from intake import oauth, tls
from intake.settings import Smtp
from intake.settings_reader import is_loopback
from outbound.writing.message import wire_address
from outbound.writing.russian import one_line

_LOOK_SECONDS: Final = 0.25
"""How much later than agreed a deadline may come."""


class ServerDownError(Exception):
    """No letter can be sent now, through no fault of a letter. The message is Russian."""


class Client(smtplib.SMTP):
    """smtplib's client, whose wire can be cut from outside from its first byte on."""

    def __init__(self, settings: Smtp) -> None:
        name = wire_address(settings.from_address).rpartition("@")[2]
        super().__init__(local_hostname=name, timeout=settings.connect_seconds)
        self._settings = settings
        self._host = settings.host  # the name that STARTTLS verifies
        self._wire: socket.socket | None = None
        self._guard = _Guard(self._cut)

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
            code, reply = self.connect(settings.host, settings.port)
            if code != 220:  # RFC 5321 §3.1; smtplib itself only heeds it in its constructor
                raise smtplib.SMTPConnectError(code, reply)
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

    def one_by_one(self, commands: Sequence[str]) -> list[tuple[int, bytes]]:
        """The replies to these commands, each sent when the one before was welcome."""
        replies: list[tuple[int, bytes]] = []
        while len(replies) < len(commands) and (not replies or replies[-1][0] // 100 == 2):
            self._say(commands[len(replies)])
            replies.append(self.getreply())
        return replies

    def pipelined(self, commands: Sequence[str]) -> list[tuple[int, bytes]]:
        """The replies to these commands, all sent at once; fewer if the server takes its leave."""
        self._say(*commands)
        replies: list[tuple[int, bytes]] = []
        while len(replies) < len(commands) and (not replies or replies[-1][0] != 421):
            replies.append(self.getreply())
        return replies

    def _say(self, *commands: str) -> None:
        self.send("".join(f"{command}\r\n" for command in commands).encode())

    @contextlib.contextmanager
    def deadline(self, seconds: float) -> Iterator[None]:
        """An overall bound: a socket's own timeout never fires on one byte a second."""
        self._guard.until = time.monotonic() + seconds
        try:
            yield
        finally:
            self._guard.until = math.inf

    def _cut(self) -> None:
        wire = self._wire
        if wire is not None:
            with contextlib.suppress(OSError):
                wire.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Close both handles of the socket."""
        super().close()
        self._guard.ended.set()
        wire, self._wire = self._wire, None
        if wire is not None:
            wire.close()


class _Guard:
    """One thread a connection that acts when its moment comes; the moment may move at any time."""

    def __init__(self, act: Callable[[], None]) -> None:
        self.until = math.inf
        self.ended = threading.Event()
        self._act = act
        threading.Thread(target=self._watch, name="smtp deadline", daemon=True).start()

    def _watch(self) -> None:
        while not self.ended.wait(min(max(self.until - time.monotonic(), 0.02), _LOOK_SECONDS)):
            if time.monotonic() >= self.until:
                self._act()
                return


def connect(settings: Smtp) -> Client:
    """A connection that is encrypted and logged in as the settings say. Raises ServerDownError."""
    if settings.security == "plain" and not is_loopback(settings.host):
        raise ServerDownError(
            "незашифрованная отправка (plain) допустима только на этой же машине; "
            "задайте smtp.security = tls или starttls"
        )
    client = Client(settings)
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


def dot_stuffed(content: bytes) -> bytes:
    """The content as DATA carries it (RFC 5321 §4.5.2), with the dot that ends it."""
    stuffed = re.sub(rb"(?m)^\.", b"..", content)
    end = b"" if stuffed.endswith(b"\r\n") else b"\r\n"
    return stuffed + end + b".\r\n"


def reply_text(code: int, reply: bytes | str) -> str:
    text = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
    return one_line(f"{code} {text}", 300)


def _login_refused(code: int, reply: bytes | str) -> str:
    text = reply_text(code, reply)
    if code // 100 == 4:  # RFC 4954 §6: a fault of theirs, such as 454
        return f"сервер сейчас не может проверить вход ({text})"
    return (
        f"сервер не принял имя пользователя или пароль ({text}); "
        "проверьте smtp.user и OTKLIK_SMTP_PASSWORD"
    )


_EXPLANATIONS: Final[tuple[tuple[type[BaseException], Callable[[Any], str]], ...]] = (
    (smtplib.SMTPAuthenticationError, lambda e: _login_refused(e.smtp_code, e.smtp_error)),
    (
        smtplib.SMTPNotSupportedError,
        lambda e: f"сервер не умеет нужного (STARTTLS или вход): {one_line(str(e))}",
    ),
    (
        smtplib.SMTPServerDisconnected,  # smtplib says so of a timeout, too
        lambda e: "сервер не отвечает" if "timed out" in str(e) else "сервер закрыл соединение",
    ),
    (
        smtplib.SMTPResponseException,
        lambda e: f"сервер ответил: {reply_text(e.smtp_code, e.smtp_error)}",
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
