"""Prints the tables of `docs/performance.md`, each measured anew, with the peers in the same run.

    benchmarks/run [--mails N] [--rows N] [--backlog N] [TABLE…]

Seconds are the clock's, CPU is the processors' time of the program and its children. On a machine
that others use, compare ratios of CPU.
"""

from __future__ import annotations

import argparse
import contextlib
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType

from benchmarks import distances, growth, latency, machine, mailboxes, throughput
from benchmarks.measured import Bench
from benchmarks.processes import FailedError
from intake import circulars
from tests.servers import dovecot

TABLES: dict[str, tuple[Callable[[Bench], str], int]] = {
    "throughput": (throughput.table, 480),
    "stages": (throughput.stage_table, 120),
    "distance": (distances.table, 180),
    "growth": (growth.table, 300),
    "memory": (machine.memory_table, 90),
    "latency": (latency.table, 80),
    "start": (machine.start_table, 40),
}
"""Each table, with the seconds it may take: about twice those of a quiet machine with two cores."""


class _LateError(Exception):
    """A table took longer than it may."""


@contextlib.contextmanager
def _within(seconds: int) -> Iterator[None]:
    """Raises _LateError in the block when its time is over; what it started is ended with it."""

    def late(_number: int, _frame: FrameType | None) -> None:
        raise _LateError(f"not ended after {seconds} s")

    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def _made(bench: Bench, name: str, slack: float) -> str:
    table, seconds = TABLES[name]
    try:
        with _within(max(1, round(seconds * slack))):
            return table(bench)
    except (_LateError, FailedError) as error:
        return f"{error}"


def main(arguments: list[str] | None = None) -> None:
    """Measure and print Markdown."""
    parser = argparse.ArgumentParser(prog="benchmarks/run", description=__doc__)
    parser.add_argument("tables", nargs="*", choices=[[], *TABLES], help="all by default")
    parser.add_argument("--mails", type=int, default=5000)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--backlog", type=int, default=50_000)
    parser.add_argument(
        "--slack", type=float, default=1.0, help="so many times the time a table may take"
    )
    parser.add_argument("--no-django", action="store_true", help="leave out the slow peers")
    given = parser.parse_args(arguments)
    if reason := dovecot.missing():
        sys.exit(reason)
    home = Path(tempfile.mkdtemp(prefix="otklik-bench-"))
    try:
        with mailboxes.running() as server:
            bench = Bench(
                server,
                home,
                circulars.load(throughput.CIRCULAR),
                given.mails,
                given.rows,
                given.backlog,
                with_django=not given.no_django,
            )
            for name in given.tables or TABLES:
                began = time.perf_counter()
                print(f"## {name}\n\n{_made(bench, name, given.slack)}", flush=True)
                print(f"\n({time.perf_counter() - began:.0f} s)\n", flush=True)
    finally:
        shutil.rmtree(home, ignore_errors=True)


if __name__ == "__main__":
    main()
