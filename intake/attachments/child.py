"""The child process of `intake.attachments.sandbox`: reads requests, extracts, replies."""

from __future__ import annotations

import base64
import json
import os
import resource
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import fields
from pathlib import Path
from typing import Any, BinaryIO

from intake.attachments.sandbox import FRAME
from intake.attachments.values import File, Job, problem_of
from intake.limits import Limits

_RETIRE_AT = 600_000_000  # bytes resident once: what a parser leaks must not pile up


def main() -> None:
    """Serve until the parent closes the pipe. Replies go to the pipe that was stdout; prints of
    foreign parsers go nowhere."""
    requests = sys.stdin.buffer
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    _bound_files()
    while (head := _frame(requests)) is not None:
        request = json.loads(head)
        data = _frame(requests) or b""
        reply = _answer(request, data, _asker(replies))
        reply["retire"] = _held() > _RETIRE_AT
        body = json.dumps(reply).encode()
        replies.write(FRAME.pack(len(body)) + body)
        replies.flush()


def _held() -> int:
    """The most memory that this process ever held, in octets. Not getrusage's: that counts what
    the parent held when it forked, so that beside a large parent every child would retire."""
    with suppress(OSError):
        for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _frame(source: BinaryIO) -> bytes | None:
    head = source.read(FRAME.size)
    return source.read(FRAME.unpack(head)[0]) if len(head) == FRAME.size else None


def _asker(replies: BinaryIO) -> Callable[[], None]:
    """Asks the parent for more time, once a request."""
    asked: list[bool] = []

    def ask() -> None:
        if not asked:
            asked.append(True)
            replies.write(FRAME.pack(0))
            replies.flush()

    return ask


def _answer(request: dict[str, Any], data: bytes, ask: Callable[[], None]) -> dict[str, Any]:
    known = {f.name for f in fields(Limits)}
    limits = Limits(**{k: v for k, v in request["limits"].items() if k in known})
    file = File(request["name"], data, request["media_type"], request["charset"], request["inline"])
    _bound(limits)
    if request["operation"] == "unwrap":
        from intake.attachments.envelopes import signed_content

        content = signed_content(data)
        return {"content": base64.b64encode(content).decode() if content is not None else None}
    return _extract(file, Job(limits, ask))


def _extract(file: File, job: Job) -> dict[str, Any]:
    from intake.attachments.readers import read

    try:
        found = read(file, job)
    except MemoryError:
        found = problem_of(file, "файл требует слишком много памяти")
    return {
        "parts": [[p.name, _plain(p.text), p.role.value, p.media_type, p.ocr] for p in found.parts],
        "problems": [[p.part, p.name, p.detail] for p in found.problems],
    }


def _plain(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", "")


def _bound_files() -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (300_000_000, 300_000_000))


def _bound(limits: Limits) -> None:
    """Processor time for one file more, and the address space. The parent watches the clock; this
    holds even if the parent is gone."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = limits.ocr_seconds + limits.seconds
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(
        resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime + seconds) + 2, hard)
    )
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory, hard))
