"""An SMTP server that does what a test says: any reply at any step, or hanging up, or silence."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Self

Plan = Callable[[int, str], str | None]
"""(number of the transaction from 1, step) → a reply line, "close", "hang" or None for success.

Steps: "connect", "ehlo", "mail", "rcpt", "data" (the command), "end" (after the final dot)."""

_ADVERTISED = "250-scripted.example\r\n250-SIZE 1000000\r\n250 {extra}"


class ScriptedSmtp:
    """Listens on a free loopback port for the length of the block; `accepted` are the contents it
    took responsibility for, whether or not it could say so."""

    def __init__(self, plan: Plan = lambda _n, _step: None, extra: str = "HELP") -> None:
        self.plan, self.extra = plan, extra
        self.drip = 0.0  # seconds between the bytes of a reply
        self.accepted: list[bytes] = []
        self.commands: list[str] = []
        self.connections = 0
        self._transactions = 0
        self._ended = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._threads: list[threading.Thread] = []

    def __enter__(self) -> Self:
        self._start(self._accept)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._ended.set()
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in self._threads:
            thread.join(10)

    def _start(self, work: Callable[..., None], *given: object) -> None:
        thread = threading.Thread(target=work, args=given, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while not self._ended.is_set():
            try:
                sock, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            self._start(self._talk, sock)

    def _talk(self, sock: socket.socket) -> None:
        with sock, sock.makefile("rb") as lines:
            try:
                if not self._say(sock, "connect", "220 scripted.example"):
                    return
                while line := lines.readline():
                    if not self._answer(sock, lines, line.decode().strip()):
                        return
            except OSError:
                return

    def _answer(self, sock: socket.socket, lines: object, command: str) -> bool:
        self.commands.append(command)
        verb = command.split(" ", maxsplit=1)[0].split(":", maxsplit=1)[0].upper()
        if verb == "QUIT":
            sock.sendall(b"221 bye\r\n")
            return False
        if verb == "EHLO":
            return self._say(sock, "ehlo", _ADVERTISED.format(extra=self.extra))
        if verb == "MAIL":
            self._transactions += 1
        if verb == "DATA":
            return self._data(sock, lines)
        return self._say(sock, verb.lower(), "250 ok")

    def _data(self, sock: socket.socket, lines: object) -> bool:
        if not self._say(sock, "data", "354 go on"):
            return False
        if self._last.startswith(("4", "5")):
            return True
        content = b""
        while (line := lines.readline()) not in (b".\r\n", b""):
            content += line
        if not line:
            return False
        planned = self.plan(self._transactions, "end")
        if planned is None or planned in ("close", "hang"):
            self.accepted.append(content)
        return self._say(sock, "end", "250 queued")

    def _say(self, sock: socket.socket, step: str, usual: str) -> bool:
        planned = self.plan(self._transactions, step)
        if planned == "close":
            return False
        if planned == "hang":
            self._ended.wait(30)
            return False
        self._last = planned or usual
        self._send(sock, self._last.encode() + b"\r\n")
        return not self._last.startswith("421")

    def _send(self, sock: socket.socket, line: bytes) -> None:
        pieces = [line[n : n + 1] for n in range(len(line))] if self.drip else [line]
        for piece in pieces:
            sock.sendall(piece)
            self._ended.wait(self.drip)
