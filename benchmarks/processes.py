"""Processes that are measured, and helpers that run beside them."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
LIMIT = 240.0
"""So many seconds a process may take: a benchmark that hangs tells nothing."""
_SINK = Path(__file__).with_name("sink.py")


@dataclass(frozen=True)
class Run:
    """What a process did: seconds by the clock, of processors (with its children's), memory in MB
    at its peak (of the largest process), and the JSON line that it printed last."""

    seconds: float
    cpu: float
    memory: float
    told: dict[str, Any]

    @property
    def work(self) -> float:
        """Seconds of the work itself where the process measured them, else all of its time."""
        return float(self.told.get("seconds", self.seconds))

    @property
    def processors(self) -> float:
        """Processor seconds of the work itself where the process measured them, else of all."""
        return float(self.told.get("cpu", self.cpu))


class FailedError(Exception):
    """A process ended badly; the message is the end of what it said."""


def run(
    command: Sequence[str],
    environ: Mapping[str, str] | None = None,
    *,
    folder: Path = ROOT,
    limit: float = LIMIT,
) -> Run:
    """Run to the end. Raises FailedError; whatever happens, the process is gone afterwards."""
    began = time.perf_counter()
    process = subprocess.Popen(
        list(command),
        cwd=folder,
        env={**os.environ, **(environ or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    before = os.times()
    try:
        out, err = process.communicate(timeout=limit)
    except subprocess.TimeoutExpired:
        raise FailedError(f"not ended after {limit:.0f} s") from None
    finally:
        if process.poll() is None:
            process.kill()
            process.communicate()
    seconds, after = time.perf_counter() - began, os.times()
    if process.returncode:
        raise FailedError(f"status {process.returncode}: {(err or out)[-2000:]}")
    cpu = after.children_user + after.children_system
    cpu -= before.children_user + before.children_system
    told = _told(out)
    return Run(seconds, cpu, float(told.get("memory", 0.0)), told)


def _told(out: str) -> dict[str, Any]:
    lines = [line for line in out.splitlines() if line.startswith("{")]
    return dict(json.loads(lines[-1])) if lines else {}


def python(*arguments: str) -> list[str]:
    """A command for our own Python."""
    return [sys.executable, *arguments]


@dataclass
class Sink:
    """An SMTP server that takes everything; `line` is a distant line to something."""

    port: int
    process: subprocess.Popen[str]

    def taken(self) -> tuple[int, float]:
        """How many letters, and when the last came (seconds since the epoch)."""
        self.process.send_signal(signal.SIGUSR1)
        assert self.process.stdout
        count, last = self.process.stdout.readline().split()
        return int(count), float(last)


@contextlib.contextmanager
def sink(*arguments: str) -> Iterator[Sink]:
    """A helper of `sink.py` for the length of the block."""
    process = subprocess.Popen(
        [sys.executable, str(_SINK), *arguments], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout
    try:
        yield Sink(int(process.stdout.readline()), process)
    finally:
        process.terminate()
        process.wait(10)
        process.stdout.close()


@contextlib.contextmanager
def line(port: int, milliseconds: float) -> Iterator[int]:
    """The port of a proxy to this port that adds so much to every round trip."""
    with sink("line", str(port), str(milliseconds)) as proxy:
        yield proxy.port
