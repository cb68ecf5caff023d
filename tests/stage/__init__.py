"""A small stage on loopback: an IMAP server and an SMTP sink, for the demo, tests and benchmarks.

Both speak the real protocols. The IMAP server is pymap with its in-memory backend; the SMTP sink
is aiosmtpd. They run in one background thread and end with the `with` block.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import socket
import threading
from argparse import Namespace
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from proxyprotocol.sock import SocketInfo
from pymap.backend.dict import DictBackend
from pymap.imap import IMAPServer

USER = "edo"
PASSWORD = "stage-secret"  # of servers that live for one run on loopback


@dataclass(frozen=True)
class Delivered:
    """A letter that the sink accepted, as it stood in the SMTP envelope."""

    sender: str
    recipients: tuple[str, ...]
    content: bytes


@dataclass
class Stage:
    """Where the two servers listen, and what the sink has accepted."""

    imap_port: int
    smtp_port: int
    delivered: list[Delivered] = field(default_factory=list)
    refuse: Callable[[str], str | None] = lambda _address: None
    """Asked at RCPT TO; an SMTP reply such as "450 4.2.0 later" refuses the address."""


class _Sink:
    """The handler of the SMTP sink: accepts what `Stage.refuse` does not refuse."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    async def handle_RCPT(  # noqa: N802 (aiosmtpd's name)
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: Any
    ) -> str:
        if refusal := self._stage.refuse(address):
            return refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        self._stage.delivered.append(
            Delivered(envelope.mail_from or "", tuple(envelope.rcpt_tos), content)
        )
        return "250 OK"


def _authenticate(
    _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: Any
) -> AuthResult:
    good = data == LoginPassword(USER.encode(), PASSWORD.encode())
    return AuthResult(success=good)


async def _imap_server() -> asyncio.Server:
    backend, config = await DictBackend.init(
        Namespace(
            host="127.0.0.1", port="0", cert=None, key=None, tls=False, debug=False,
            inherited_sockets=None, proxy_protocol=None, passlib_cfg=None,
            demo_data=False, demo_user=USER, demo_password=PASSWORD,
        ),
        reject_dangerous_cert=False,
    )  # fmt: skip
    config.apply_context()
    imap = IMAPServer(backend.login, config)
    held: set[asyncio.Task[None]] = set()

    def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        # The task is held here: the event loop keeps only weak references to it.
        writer.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        task = asyncio.ensure_future(imap(reader, writer, SocketInfo.get(writer, None)))
        held.add(task)
        task.add_done_callback(_finished)

    def _finished(task: asyncio.Task[None]) -> None:
        held.discard(task)
        if not task.cancelled():
            task.exception()  # a client that hangs up is no fault of the stage

    return await asyncio.start_server(connected, host="127.0.0.1", port=0)


async def _smtp_server(stage: Stage) -> asyncio.Server:
    handler = _Sink(stage)

    def factory() -> SMTP:
        return SMTP(
            handler,
            hostname="stage.example",
            authenticator=_authenticate,
            auth_require_tls=False,
            enable_SMTPUTF8=True,
            loop=asyncio.get_running_loop(),
        )

    return await asyncio.get_running_loop().create_server(factory, host="127.0.0.1", port=0)


def _port(server: asyncio.Server) -> int:
    port: int = server.sockets[0].getsockname()[1]
    return port


async def _run(ready: Future[Stage], stop: asyncio.Event) -> None:
    stage = Stage(0, 0)
    imap = await _imap_server()
    smtp = await _smtp_server(stage)
    stage.imap_port, stage.smtp_port = _port(imap), _port(smtp)
    ready.set_result(stage)
    await stop.wait()
    imap.close()
    smtp.close()
    rest = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in rest:
        task.cancel()
    await asyncio.gather(*rest, return_exceptions=True)
    await asyncio.get_running_loop().shutdown_default_executor()


@contextlib.contextmanager
def stage() -> Iterator[Stage]:
    """Both servers on free loopback ports, for the length of the block."""
    # aiosmtpd warns, in the log, of an attribute that only its own code uses.
    logging.getLogger("mail.log").setLevel(logging.ERROR)
    ready: Future[Stage] = Future()
    loop = asyncio.new_event_loop()
    stop = asyncio.Event()

    def serve() -> None:
        try:
            loop.run_until_complete(_run(ready, stop))
        except BaseException as error:
            if not ready.done():
                ready.set_exception(error)
            raise
        finally:
            loop.close()

    thread = threading.Thread(target=serve, name="stage", daemon=True)
    thread.start()
    try:
        yield ready.result(timeout=20)
    finally:
        if thread.is_alive():
            loop.call_soon_threadsafe(stop.set)
        thread.join(timeout=20)
