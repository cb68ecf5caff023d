"""Prints the tables of `docs/performance.md`, each measured anew, with the peers in the same run.

    benchmarks/run [--mails N] [--rows N] [--backlog N] [TABLE…]

Seconds are the clock's, CPU is the processors' time of the program and its children. On a machine
that others use, compare ratios of CPU.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks import distances, growth, latency, machine, mailboxes, throughput
from benchmarks.measured import Bench
from intake import circulars
from tests.servers import dovecot

TABLES: dict[str, Callable[[Bench], str]] = {
    "throughput": throughput.table,
    "stages": throughput.stage_table,
    "distance": distances.table,
    "growth": growth.table,
    "memory": machine.memory_table,
    "latency": latency.table,
    "start": machine.start_table,
}


def main(arguments: list[str] | None = None) -> None:
    """Measure and print Markdown."""
    parser = argparse.ArgumentParser(prog="benchmarks/run", description=__doc__)
    parser.add_argument("tables", nargs="*", choices=[[], *TABLES], help="all by default")
    parser.add_argument("--mails", type=int, default=5000)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--backlog", type=int, default=50_000)
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
                print(f"## {name}\n\n{TABLES[name](bench)}", flush=True)
                print(f"\n({time.perf_counter() - began:.0f} s)\n", flush=True)
    finally:
        shutil.rmtree(home, ignore_errors=True)


if __name__ == "__main__":
    main()
