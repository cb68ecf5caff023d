"""A logged-in IMAP connection: TLS, login, deadlines, and errors in words.

Every exchange runs under a watchdog: a socket's timeout never fires on one byte a second, so a
timer cuts the wire when the whole exchange has taken too long.
"""

from __future__ import annotations

import contextlib
import imaplib
import logging
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from typing import Any, cast

from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import LoginError

from intake import oauth, tls
from intake.mailbox import (
    MailboxCertificateError,
    MailboxError,
    MailboxLoginError,
    MailboxLostError,
    MailboxRefusedError,
    MailboxSecurityError,
    MailboxTimeoutError,
)
from intake.settings import Imap
from intake.settings_reader import is_loopback

log = logging.getLogger(__name__)

IDLE_GRACE = 5.0
"""Seconds beyond the agreed end after which the watchdog cuts an IDLE."""


_TRUSTED_SECONDS = 5.0
"""How long a silent connection is believed in without asking."""


_BUSY = ("[UNAVAILABLE]", "[LIMIT]", "[INUSE]", "[SERVERBUG]")
"""Why a login fails through no fault of name or password (RFC 5530 §3)."""


class _Client(IMAPClient):  # type: ignore[misc]
    """IMAPClient whose socket is known from its first byte: a handshake can hang, too."""

    def __init__(self, settings: Imap, watchdog: Watchdog) -> None:
        self._settings, self._watchdog = settings, watchdog
        super().__init__(
            settings.host,
            settings.port,
            ssl=settings.security == "tls",
            timeout=SocketTimeout(settings.connect_seconds, settings.read_seconds),
        )
        # IMAPClient sets 5: every literal is repr()'d, and mail bodies reach a debug log.
        self._imap.debug = 0

    def _create_IMAP4(self) -> imaplib.IMAP4:  # noqa: N802 (IMAPClient's name)
        return _Wire(self._settings, self._watchdog)


class _Wire(imaplib.IMAP4):
    def __init__(self, settings: Imap, watchdog: Watchdog) -> None:
        self._settings, self._watchdog = settings, watchdog
        super().__init__(settings.host, settings.port, timeout=settings.connect_seconds)

    def _create_socket(self, timeout: float | None = None) -> socket.socket:
        sock = socket.create_connection((self.host, self.port), timeout)
        # Nagle's delay costs 40 ms a command on some servers.
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._watchdog.watch(sock)
        if self._settings.security != "tls":
            return sock
        return tls.context(self._settings.ca_file).wrap_socket(sock, server_hostname=self.host)


class Watchdog:
    """Cuts the wire when an exchange takes longer than it may."""

    def __init__(self) -> None:
        self.has_cut = False
        self._wire: socket.socket | None = None

    def watch(self, sock: socket.socket) -> None:
        """Keep a second handle of this connection, which TLS does not take away."""
        self.release()
        self._wire = sock.dup()

    def release(self) -> None:
        """Forget the connection."""
        wire, self._wire = self._wire, None
        if wire is not None:
            wire.close()

    @contextlib.contextmanager
    def limit(self, seconds: float) -> Iterator[None]:
        """Run an exchange for at most so long."""
        self.has_cut = False
        timer = threading.Timer(max(seconds, 0.0), self._cut)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            timer.join()

    def _cut(self) -> None:
        self.has_cut = True
        wire = self._wire
        if wire is not None:
            with contextlib.suppress(OSError):
                wire.shutdown(socket.SHUT_RDWR)


class Connection:
    """At most one connection, made at need, dropped at any failure of the wire."""

    def __init__(self, settings: Imap) -> None:
        self.settings = settings
        self._watchdog = Watchdog()
        self._client: _Client | None = None
        self._until = self._used = 0.0
        self._is_in = False
        """Whether encryption and login are behind us."""

    @property
    def client(self) -> Any:
        """The client of the open connection."""
        if self._client is None:
            raise MailboxLostError("Соединение с почтовым сервером закрыто.")
        return self._client

    @property
    def is_open(self) -> bool:
        """Whether there is a connection, as far as is known."""
        return self._client is not None

    def is_alive(self) -> bool:
        """Whether there is a connection and, if it was silent for a while, the server answers."""
        if self._client is not None and time.monotonic() - self._used > _TRUSTED_SECONDS:
            with contextlib.suppress(MailboxError), self.exchange():
                self._client.noop()
        return self.is_open

    def start_pass(self) -> None:
        """Give the exchanges that follow, all together, the configured time."""
        self._until = time.monotonic() + self.settings.pass_seconds

    @contextlib.contextmanager
    def exchange(self, seconds: float | None = None) -> Iterator[None]:
        """Run commands within the pass's deadline (or `seconds`), errors put into words.

        A refused command (NO, BAD) leaves the connection open and raises imaplib's `error` only
        to those who catch it inside; everything else drops the connection."""
        left = self._until - time.monotonic() if seconds is None else seconds
        try:
            with self._watchdog.limit(left):
                yield
            self._used = time.monotonic()
        except MailboxError as error:
            if not self._keeps(error):
                self.drop()
            raise
        except (imaplib.IMAP4.error, OSError, EOFError) as error:
            told = self._told(error)
            if not self._keeps(told):
                self.drop()
            raise told from error
        except Exception as error:
            # IMAPClient's parser on an answer that is no IMAP: no reason for the service to end.
            log.exception("unexpected answer of the mail server")
            self.drop()
            raise MailboxLostError(f"Почтовый сервер ответил непонятно: {error!r}.") from error

    @staticmethod
    def _keeps(error: MailboxError) -> bool:
        """Whether the connection is still good after this error."""
        lost = MailboxTimeoutError | MailboxLostError | MailboxLoginError
        return not isinstance(error, lost | MailboxCertificateError | MailboxSecurityError)

    def connect(self) -> None:
        """Connect and log in, unless that is done."""
        if self._client is not None:
            return
        with self.exchange():
            if self.settings.security == "plain" and not is_loopback(self.settings.host):
                raise MailboxSecurityError(
                    f"Соединение с {self.settings.host} без шифрования запрещено."
                )
            try:
                self._client = _Client(self.settings, self._watchdog)
                if self.settings.security == "starttls":
                    self._start_tls(self._client)
                self._login(self._client)
                self._is_in = True
            except BaseException:
                self.drop()
                raise

    def drop(self) -> None:
        """Close the wire without a word."""
        client, self._client = self._client, None
        self._is_in = False
        if client is not None:
            with contextlib.suppress(OSError, imaplib.IMAP4.error):
                client.shutdown()
        self._watchdog.release()

    def close(self) -> None:
        """Log out if that is possible at once, and close."""
        if self._client is not None:
            with contextlib.suppress(MailboxError), self.exchange(IDLE_GRACE):
                self._client.logout()
        self.drop()

    def _start_tls(self, client: _Client) -> None:
        refused = (
            f"Сервер {self.settings.host} не переходит на шифрование (STARTTLS), а без него "
            "соединяться нельзя; "
            'если сервер принимает TLS сразу, задайте imap.security = "tls".'
        )
        if not client.has_capability("STARTTLS"):
            raise MailboxSecurityError(refused)
        try:
            client.starttls(tls.context(self.settings.ca_file))
        except imaplib.IMAP4.abort:
            raise
        except imaplib.IMAP4.error as error:
            raise MailboxSecurityError(refused) from error

    def _login(self, client: _Client) -> None:
        if client._imap.state == "AUTH":  # PREAUTH: the server knows us already
            return
        try:
            self._authenticate(client)
        except oauth.TokenError as error:
            raise MailboxLoginError(f"Вход на {self.settings.host} не удался: {error}.") from error
        except LoginError as error:
            # IMAPClient calls so also a wire that broke, or a BYE, in the middle of the login.
            if isinstance(error.__context__, imaplib.IMAP4.abort):
                raise error.__context__ from error
            raise self._login_told(str(error)) from error

    def _authenticate(self, client: _Client) -> None:
        user = self.settings.user
        if self.settings.auth == "xoauth2":
            access = oauth.token(self.settings.token_command, self.settings.read_seconds)
            _sasl(client, "XOAUTH2", oauth.xoauth2(user, access))
            return
        if self.settings.password is None:
            raise MailboxLoginError(
                "Пароль почтового ящика не задан: переменная OTKLIK_IMAP_PASSWORD."
            )
        password = self.settings.password.reveal()
        if client.has_capability("AUTH=PLAIN") or not (user + password).isascii():
            _sasl(client, "PLAIN", f"\0{user}\0{password}".encode())
        else:
            # imaplib quotes the password, and not the name.
            escaped = user.replace("\\", "\\\\").replace('"', '\\"')
            client.login(f'"{escaped}"', password)

    def _login_told(self, answer: str) -> MailboxError:
        where = f"{self.settings.user} на {self.settings.host}"
        if any(code in answer for code in _BUSY):
            return MailboxRefusedError(f"Вход {where} сейчас невозможен: {answer}.")
        if self.settings.auth == "xoauth2":
            advice = "Проверьте, что печатает token_command, и права доступа."
        else:
            advice = "Проверьте imap.user и пароль (переменная OTKLIK_IMAP_PASSWORD)."
        return MailboxLoginError(f"Сервер не принял вход {where}: {answer}. {advice}")

    def _told(self, error: Exception) -> MailboxError:
        """An error of the wire or of the protocol in words for people."""
        server = f"{self.settings.host}:{self.settings.port}"
        if self._watchdog.has_cut:
            return MailboxTimeoutError(
                f"Обмен с {server} не уложился в отведённое время и прерван."
            )
        if isinstance(error, ssl.SSLCertVerificationError):
            text = tls.certificate_fault(error, self.settings.host, "imap")
            return MailboxCertificateError(text)
        if isinstance(error, ssl.SSLError) and not self._is_in:
            return MailboxSecurityError(
                f"Шифрование с {server} не установлено ({error.reason or error}). Проверьте "
                "imap.port и imap.security: обычно это 993 и tls или 143 и starttls."
            )
        if isinstance(error, TimeoutError):
            return MailboxTimeoutError(f"Сервер {server} не отвечает: время ожидания истекло.")
        return self._other_told(error, server)

    def _other_told(self, error: Exception, server: str) -> MailboxError:
        if isinstance(error, socket.gaierror):
            return MailboxRefusedError(
                f"Имя сервера {self.settings.host} не найдено. Проверьте imap.host и сеть."
            )
        if isinstance(error, ConnectionRefusedError):
            return MailboxRefusedError(
                f"Сервер {server} не принимает соединений. Проверьте imap.host и imap.port."
            )
        if isinstance(error, imaplib.IMAP4.abort | OSError | EOFError):
            return MailboxLostError(f"Соединение с {server} оборвалось: {error}.")
        return MailboxRefusedError(f"Сервер {server} отказал: {error}.")


def _sasl(client: _Client, mechanism: str, response: bytes) -> None:
    """One response, and empty ones to whatever the server adds (XOAUTH2 explains its refusal)."""
    answers = iter((response,))
    client.sasl_login(mechanism, cast("Any", lambda _challenge: next(answers, b"")))
