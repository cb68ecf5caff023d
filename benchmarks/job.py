"""One pass of the service in a process of its own, measured; the last line it prints is JSON.

    python -m benchmarks.job otklik.toml [--cold] [--stages] [--passes N]

Without --cold the dictionaries are loaded before the clock starts, as they are in a service.
"""

from __future__ import annotations

import argparse
import gc
import json
import resource
import time
from pathlib import Path
from typing import Any

from benchmarks import letters, stages
from intake import circulars, settings
from intake.store import database
from outbound.wiring import Running, running


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("config", type=Path)
    parser.add_argument("--cold", action="store_true")
    parser.add_argument("--stages", action="store_true")
    parser.add_argument("--passes", type=int, default=1)
    given = parser.parse_args()
    gc.set_threshold(100_000, 50, 50)  # as the command line does
    installed = settings.load(given.config)
    with database.connect(installed.database.url) as opened:
        database.upgrade(opened)
    loaded = [(path, circulars.load(path)) for path in installed.circulars]
    with running(installed, loaded) as work:
        if not given.cold:
            _warm(work)
        table = stages.watch(work) if given.stages else None
        passes = [_timed(work) for _ in range(given.passes)]
    told: dict[str, Any] = {**passes[-1], "passes": passes, "memory": _peak()}
    if table is not None:
        told["stages"] = table.seconds
    print(json.dumps(told))


def _warm(work: Running) -> None:
    """Read some letters that are not in the mailbox."""
    interpreter = work.worker.reader.interpreter
    circular = interpreter.circulars[0]
    for raw in letters.letters(circular, 60, seed=99):
        interpreter.interpret(interpreter.parse(raw))


def _timed(work: Running) -> dict[str, Any]:
    began, used = time.perf_counter(), time.process_time()
    report = work.service.poll()
    return {
        "seconds": time.perf_counter() - began,
        "cpu": time.process_time() - used,
        "fetched": report.intake.fetched,
        "read": report.intake.reading.read,
        "made": report.due.made,
        "sent": report.carried.sent,
        "troubles": list(report.troubles),
    }


def _peak() -> float:
    """MB of this process at its peak."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
