"""Processes that read mails beside the one that records them.

Each has a pipe of frames: a length (4 bytes, big-endian), then so many bytes of pickle. A child
that dies takes with it what it had been given: those mails have a try less, and go alone the next
time; another child is started at the next need.
"""

from __future__ import annotations

import contextlib
import fcntl
import logging
import os
import pickle
import selectors
import struct
import subprocess
import sys
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from intake.interpret import Attempt

log = logging.getLogger(__name__)

FRAME = struct.Struct(">I")
_ROOT = Path(__file__).resolve().parents[1]
_START = "import sys; sys.path.insert(0, {root!r}); from intake.reading_child import main; main()"
_AHEAD = 2
"""So many groups a child is given at a time: the next one waits when it has done the first."""
_PIPE_BYTES = 1 << 20


@dataclass
class _Child:
    process: subprocess.Popen[bytes]
    under_way: deque[int] = field(default_factory=deque)
    unread: bytearray = field(default_factory=bytearray)


class ReadingPool:
    """So many children, started at first need; close it, or use it in `with`. `config` is the file
    of settings, which each of them reads for itself: so no password has to be handed over."""

    def __init__(self, config: Path, count: int) -> None:
        self._config, self._count = config.resolve(), count
        self._children: list[_Child] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    @property
    def children(self) -> list[int]:
        """The process ids of the children."""
        return [child.process.pid for child in self._children]

    @property
    def is_busy(self) -> bool:
        """Whether something that was given is not back yet."""
        return any(child.under_way for child in self._children)

    @property
    def has_room(self) -> bool:
        """Whether a child waits for a group."""
        return len(self._children) < self._count or any(
            len(child.under_way) < _AHEAD for child in self._children
        )

    def give(self, number: int, parts: Sequence[Sequence[int]]) -> None:
        """Have a group of stored mails read: ids, in parts that may be in memory together. The
        number is the caller's name for it."""
        if len(self._children) < self._count:
            self._children.append(self._started())
        child = min(self._children, key=lambda one: len(one.under_way))
        body = pickle.dumps([list(part) for part in parts])
        child.under_way.append(number)
        assert child.process.stdin
        with contextlib.suppress(BrokenPipeError):  # `finished` sees that it is dead
            child.process.stdin.write(FRAME.pack(len(body)) + body)
            child.process.stdin.flush()

    def finished(self, seconds: float | None) -> list[tuple[int, list[Attempt]]]:
        """The groups that are back, by number, with what came of their mails; waits for at least
        one for so long (None: however long it takes). Of a child that died come empty groups."""
        with selectors.DefaultSelector() as selector:
            for child in self._children:
                if child.under_way:
                    assert child.process.stdout
                    selector.register(child.process.stdout, selectors.EVENT_READ, child)
            found: list[tuple[int, list[Attempt]]] = []
            while not found and selector.get_map():
                events = selector.select(seconds)
                if not events:
                    break
                for key, _ in events:
                    found += self._received(key.data)
                    if key.data not in self._children:
                        selector.unregister(key.fileobj)
        return found

    def _received(self, child: _Child) -> Iterator[tuple[int, list[Attempt]]]:
        assert child.process.stdout
        data = os.read(child.process.stdout.fileno(), _PIPE_BYTES)
        if not data:
            yield from ((number, []) for number in child.under_way)
            self._end(child)
            log.error("a reading process ended with status %s", child.process.returncode)
            return
        child.unread += data
        while len(child.unread) >= FRAME.size:
            end = FRAME.size + FRAME.unpack_from(child.unread)[0]
            if len(child.unread) < end:
                return
            body = bytes(child.unread[FRAME.size : end])
            del child.unread[:end]
            yield child.under_way.popleft(), pickle.loads(body)  # noqa: S301 -- our own process

    def _started(self) -> _Child:
        process = subprocess.Popen(
            [sys.executable, "-c", _START.format(root=str(_ROOT)), str(self._config)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,  # a key that interrupts the parent is not for it
        )
        assert process.stdout
        with contextlib.suppress(OSError, AttributeError):  # Linux, as much as it allows
            fcntl.fcntl(process.stdout, fcntl.F_SETPIPE_SZ, _PIPE_BYTES)
        return _Child(process)

    def _end(self, child: _Child) -> None:
        self._children.remove(child)
        for pipe in (child.process.stdin, child.process.stdout):
            assert pipe
            with contextlib.suppress(OSError):
                pipe.close()
        child.process.wait()

    def close(self) -> None:
        """End the children. What they were reading keeps the try that was counted."""
        for child in list(self._children):
            child.process.kill()
            self._end(child)
