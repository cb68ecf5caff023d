"""A loopback proxy that spoils a connection on request: what real networks do to a client."""

from __future__ import annotations

import contextlib
import re
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass
class FaultProxy:
    """Forwards to `target`, and spoils as told. Patterns see clear text only.

    swallow: from the first command that matches on, the server gets it and its answer is dropped,
    then the connection ends (once). deaf: as `swallow`, but the connection stays open. trickle: the
    server's bytes pass one by one with this pause.
    """

    target: int
    swallow: bytes = b""
    deaf: bytes = b""
    trickle: float = 0.0
    port: int = 0
    _listener: socket.socket = field(default_factory=socket.socket)
    _open: list[socket.socket] = field(default_factory=list)
    _ended: bool = False

    def _serve(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            server = socket.create_connection(("127.0.0.1", self.target))
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

    def upstream(self) -> None:
        with contextlib.suppress(OSError):
            while data := self.client.recv(65536):
                for pattern, ends in ((self.proxy.swallow, True), (self.proxy.deaf, False)):
                    if pattern and re.search(pattern, data):
                        self.dropping, self.ending = True, ends
                        self.proxy.swallow = self.proxy.deaf = b""
                self.server.sendall(data)
        self._end(self.server)

    def downstream(self) -> None:
        with contextlib.suppress(OSError):
            while data := self.server.recv(65536):
                if self.ending:
                    break
                if not self.dropping:
                    self._send(data)
        self._end(self.client)

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


@contextlib.contextmanager
def fault_proxy(
    target: int, *, swallow: bytes = b"", deaf: bytes = b"", trickle: float = 0.0
) -> Iterator[FaultProxy]:
    """A proxy to a loopback port, for the length of the block."""
    proxy = FaultProxy(target, swallow, deaf, trickle)
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
