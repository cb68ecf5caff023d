"""A loopback proxy that spoils a connection on request: what real networks do to a client."""

from __future__ import annotations

import contextlib
import re
import socket
import struct
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

How = Literal["reset", "end", "silence"]


@dataclass
class FaultProxy:
    """Forwards to `target`, and spoils as told. Patterns see clear text only.

    swallow: from the first command that matches on, the server gets it and its answer is dropped,
    then the connection ends (once). deaf: as `swallow`, but the connection stays open. trickle: the
    server's bytes pass one by one with this pause. upon: after this command `after` bytes of the
    server's answer pass, then comes the fault: a reset, an orderly end, or silence (once).
    """

    target: int
    swallow: bytes = b""
    deaf: bytes = b""
    trickle: float = 0.0
    upon: bytes = b""
    after: int = 0
    how: How = "reset"
    port: int = 0
    fired: int = 0
    _listener: socket.socket = field(default_factory=socket.socket)
    _open: list[socket.socket] = field(default_factory=list)
    _ended: bool = False

    def _serve(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            try:
                server = socket.create_connection(("127.0.0.1", self.target))
            except OSError:
                reset(client)
                continue
            self._open += [client, server]
            link = _Link(self, client, server)
            for pump in (link.upstream, link.downstream):
                threading.Thread(target=pump, daemon=True).start()

    def close(self) -> None:
        self._ended = True
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for one in self._open:
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()


@dataclass
class _Link:
    proxy: FaultProxy
    client: socket.socket
    server: socket.socket
    dropping: bool = False
    ending: bool = False
    left: int | None = None  # how many of the server's bytes still pass

    def upstream(self) -> None:
        with contextlib.suppress(OSError):
            while data := self.client.recv(65536):
                self._look_at(data)
                self.server.sendall(data)
        self._end(self.server)

    def _look_at(self, command: bytes) -> None:
        proxy = self.proxy
        for pattern, ends in ((proxy.swallow, True), (proxy.deaf, False)):
            if pattern and re.search(pattern, command):
                self.dropping, self.ending = True, ends
                proxy.swallow = proxy.deaf = b""
                proxy.fired += 1
        if proxy.upon and re.search(proxy.upon, command):
            self.left, proxy.upon = proxy.after, b""
            proxy.fired += 1

    def downstream(self) -> None:
        with contextlib.suppress(OSError):
            while data := self.server.recv(65536):
                if self.ending:
                    break
                if self.left is not None and len(data) > self.left:
                    self._send(data[: self.left])
                    if self._breaks():
                        break
                elif not self.dropping:
                    self._send(data)
                    if self.left is not None:
                        self.left -= len(data)
        self._end(self.client)

    def _breaks(self) -> bool:
        """Do what was asked for; whether the connection is at its end."""
        self.left, self.dropping = None, True
        if self.proxy.how == "reset":
            reset(self.client)
        return self.proxy.how != "silence"

    def _send(self, data: bytes) -> None:
        if not self.proxy.trickle:
            self.client.sendall(data)
            return
        for n in range(len(data)):
            if self.proxy._ended:
                return
            self.client.sendall(data[n : n + 1])
            time.sleep(self.proxy.trickle)

    @staticmethod
    def _end(sock: socket.socket) -> None:
        with contextlib.suppress(OSError):
            sock.shutdown(socket.SHUT_RDWR)


def reset(sock: socket.socket) -> None:
    """Break a connection as a router does that forgot it: RST, not FIN."""
    with contextlib.suppress(OSError):
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        sock.shutdown(socket.SHUT_RD)  # else the other thread's recv holds the close back
        time.sleep(0.02)
    sock.close()


@contextlib.contextmanager
def fault_proxy(target: int, **faults: Any) -> Iterator[FaultProxy]:
    """A proxy to a loopback port, for the length of the block."""
    proxy = FaultProxy(target, **faults)
    proxy._listener.bind(("127.0.0.1", 0))
    proxy._listener.listen()
    proxy.port = proxy._listener.getsockname()[1]
    thread = threading.Thread(target=proxy._serve, daemon=True)
    thread.start()
    try:
        yield proxy
    finally:
        proxy.close()
        thread.join(5)
