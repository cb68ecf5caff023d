"""Extraction in a child process with bounds on time and memory.

One child for each process, started at the first need and kept warm: starting Python costs a
hundred times what reading a small docx does. After a crash or a hang the child is killed, with
whatever it started, and the next file gets a new one. Frames: a length (4 bytes, big-endian),
then that many bytes; a request is a JSON frame and a frame of the file's bytes, a reply one JSON
frame, before which an empty frame may ask for the longer time that recognising pictures takes.
"""

from __future__ import annotations

import atexit
import base64
import contextlib
import json
import logging
import os
import select
import signal
import struct
import subprocess
import sys
import threading
import time
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

from intake.attachments.values import Extracted, File, problem_of
from intake.limits import Limits
from rules.model import Part, PartRole, Problem

_log = logging.getLogger(__name__)

_ROOT = Path(__file__).resolve().parents[2]
_START = (
    "import sys; sys.path.insert(0, sys.argv[1]); from intake.attachments.child import main; main()"
)
_PASSED_ON = ("PATH", "HOME", "TMPDIR", "TESSDATA_PREFIX", "LD_LIBRARY_PATH", "SYSTEMROOT")
_MAX_REPLY = 200_000_000
FRAME = struct.Struct(">I")


class SandboxError(Exception):
    """The child did not deliver: it died, hung, or spoke nonsense."""


class HungError(SandboxError):
    """The child was still at work when its time was over."""


def run(file: File, limits: Limits) -> Extracted:
    """Read one file in the child. Never raises; a fault of the child is a Problem."""
    try:
        reply = _sandbox().call("extract", file, limits)
    except HungError:
        return problem_of(file, "чтение файла не закончилось в отведённое время")
    except SandboxError as fault:
        _log.warning("extracting %s failed: %s", file.name, fault)
        return problem_of(file, "файл повреждён или слишком сложен: программа чтения прервалась")
    return _extracted(reply)


def unwrap(file: File, limits: Limits) -> bytes | None:
    """The MIME entity inside an opaquely signed S/MIME message (RFC 8551 §3.5), or None."""
    try:
        reply = _sandbox().call("unwrap", file, limits)
    except SandboxError as fault:
        _log.warning("unwrapping %s failed: %s", file.name, fault)
        return None
    content = reply.get("content")
    return base64.b64decode(content) if content is not None else None


def _extracted(reply: dict[str, Any]) -> Extracted:
    parts = tuple(
        Part(name, text, PartRole(role), media_type, ocr)
        for name, text, role, media_type, ocr in reply["parts"]
    )
    return Extracted(parts, tuple(Problem(*fields) for fields in reply["problems"]))


class Sandbox:
    """The child and the lock around it. Safe under threads: one file at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._owner = 0
        self._served = 0

    def call(self, operation: str, file: File, limits: Limits) -> dict[str, Any]:
        """Have the child do it; once more in a new child if one that had served before died.

        Raises SandboxError, or HungError.
        """
        with self._lock:
            warm = self._alive() and self._served > 0
            try:
                return self._once(operation, file, limits)
            except HungError:
                raise
            except SandboxError:
                if not warm:
                    raise
                return self._once(operation, file, limits)

    def close(self) -> None:
        """End the child, if there is one, and collect it."""
        with self._lock:
            self._end()

    def _once(self, operation: str, file: File, limits: Limits) -> dict[str, Any]:
        child = self._ready()
        deadline = time.monotonic() + limits.seconds
        try:
            _send(child, _request(operation, file, limits), deadline)
            _send(child, file.data, deadline)
            reply = json.loads(_receive(child, deadline, limits.ocr_seconds))
        except (SandboxError, OSError, ValueError) as fault:
            self._end()
            raise fault if isinstance(fault, SandboxError) else SandboxError(str(fault)) from fault
        self._served += 1
        if reply.pop("retire", False):
            self._end()
        if not isinstance(reply, dict) or "fault" in reply:
            raise SandboxError(str(reply))
        return reply

    def _alive(self) -> bool:
        return self._child is not None and self._owner == os.getpid() and self._child.poll() is None

    def _ready(self) -> subprocess.Popen[bytes]:
        if self._child is None or not self._alive():
            self._end()
            self._child, self._owner, self._served = _start(), os.getpid(), 0
        return self._child

    def _end(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        if self._owner != os.getpid():  # inherited by a fork: it is not ours to end
            child.returncode = 0
            return
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)
        for pipe in (child.stdin, child.stdout):
            if pipe:
                with contextlib.suppress(OSError):
                    pipe.close()
        child.wait()


@cache
def _sandbox() -> Sandbox:
    sandbox = Sandbox()
    atexit.register(sandbox.close)
    return sandbox


def _start() -> subprocess.Popen[bytes]:
    environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    return subprocess.Popen(
        [sys.executable, "-I", "-c", _START, str(_ROOT)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment | {"LANG": "C.UTF-8", "OMP_THREAD_LIMIT": "1"},
        start_new_session=True,
        bufsize=0,
    )


def _request(operation: str, file: File, limits: Limits) -> bytes:
    head = {"operation": operation, "name": file.name, "media_type": file.media_type}
    more = {"charset": file.charset, "inline": file.inline, "limits": asdict(limits)}
    return json.dumps(head | more).encode()


def _send(child: subprocess.Popen[bytes], data: bytes, deadline: float) -> None:
    assert child.stdin is not None
    handle = child.stdin.fileno()
    os.set_blocking(handle, False)
    rest = memoryview(FRAME.pack(len(data)) + data)
    while rest:
        _, ready, _ = select.select([], [handle], [], _left(deadline))
        if ready:
            rest = rest[os.write(handle, rest[: 1 << 16]) :]


def _receive(child: subprocess.Popen[bytes], deadline: float, extension: float) -> bytes:
    (size,) = FRAME.unpack(_read(child, FRAME.size, deadline))
    if size == 0:
        deadline += extension
        (size,) = FRAME.unpack(_read(child, FRAME.size, deadline))
    if size > _MAX_REPLY:
        raise SandboxError("reply too long")
    return _read(child, size, deadline)


def _read(child: subprocess.Popen[bytes], size: int, deadline: float) -> bytes:
    assert child.stdout is not None
    handle = child.stdout.fileno()
    pieces: list[bytes] = []
    while size:
        ready, _, _ = select.select([handle], [], [], _left(deadline))
        if not ready:
            continue
        piece = os.read(handle, min(size, 1 << 20))
        if not piece:
            raise SandboxError(f"the child ended ({child.poll()})")
        pieces.append(piece)
        size -= len(piece)
    return b"".join(pieces)


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise HungError("time is over")
    return left
