"""Helpers that run as processes of their own, by any Python: an SMTP sink, and a distant line.

python sink.py                 takes every letter; prints its port, and at the end the count
python sink.py line PORT MS    a proxy to PORT that adds MS to every round trip
"""

import asyncio
import contextlib
import signal
import socket
import sys
import time


class Sink(asyncio.Protocol):
    """Accepts everything, with PIPELINING and without a copy of what it accepts."""

    taken = 0
    last = 0.0

    def connection_made(self, transport):
        self.transport, self.rest, self.in_data = transport, b"", False
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        transport.write(b"220 sink.example ESMTP\r\n")

    def data_received(self, data):
        self.rest += data
        answers = []
        while True:
            if self.in_data:
                end = self.rest.find(b"\r\n.\r\n")
                if end < 0:
                    break
                self.rest, self.in_data = self.rest[end + 5 :], False
                Sink.taken += 1
                Sink.last = time.time()
                answers.append(b"250 2.0.0 taken\r\n")
                continue
            line, found, rest = self.rest.partition(b"\r\n")
            if not found:
                break
            self.rest = rest
            answers.append(self.answer(line[:4].upper()))
        self.transport.write(b"".join(answers))

    def answer(self, verb):
        if verb == b"EHLO":
            return b"250-sink.example\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 SIZE 50000000\r\n"
        if verb == b"DATA":
            self.in_data = True
            return b"354 go on\r\n"
        return b"221 bye\r\n" if verb == b"QUIT" else b"250 ok\r\n"


class Line(asyncio.Protocol):
    """One end of a proxied connection: what arrives leaves by the other end, later."""

    def __init__(self, delay, target=None):
        self.delay, self.target = delay, target
        self.other = self.transport = None
        self.early = []

    def connection_made(self, transport):
        self.transport = transport
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if self.target:
            self.opening = asyncio.ensure_future(self.open())

    async def open(self):
        loop = asyncio.get_running_loop()
        other = Line(self.delay)
        other.other = self
        await loop.create_connection(lambda: other, "127.0.0.1", self.target)
        self.other = other
        for data in self.early:
            self.pass_on(data)

    def data_received(self, data):
        if self.other is None:
            self.early.append(data)
        else:
            self.pass_on(data)

    def pass_on(self, data):
        asyncio.get_running_loop().call_later(self.delay, self.other.transport.write, data)

    def connection_lost(self, _error):
        if self.other is not None and self.other.transport is not None:
            asyncio.get_running_loop().call_later(self.delay, self.other.transport.close)


async def main():
    loop = asyncio.get_running_loop()
    if len(sys.argv) > 1:
        target, delay = int(sys.argv[2]), float(sys.argv[3]) / 2000
        server = await loop.create_server(lambda: Line(delay, target), "127.0.0.1", 0)
    else:
        server = await loop.create_server(Sink, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    end = asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, end.set)
    loop.add_signal_handler(signal.SIGUSR1, lambda: print(Sink.taken, Sink.last, flush=True))
    await end.wait()
    print(Sink.taken, Sink.last, flush=True)


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(main())
