"""One pass of the service in a process of its own, measured; the last line it prints is JSON.

    python -m benchmarks.job otklik.toml [--warm FOLDER] [--stages] [--passes N] [--first N]

With --arriving FOLDER and --inbox MAILDIR:COUNT, letters are delivered before the second pass; with
--first N, each pass is stopped when so many mails were taken in, and N of the letters that arrive
are delivered before each.

With --warm, letters of a folder are read before the clock starts.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import time
from pathlib import Path
from typing import Any

from benchmarks import stages
from benchmarks.maildir import deliver
from intake import circulars, settings
from intake.mailbox import Fetched
from intake.store import mails
from outbound.running.wiring import Running, running


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("config", type=Path)
    parser.add_argument("--warm", type=Path)
    parser.add_argument("--stages", action="store_true")
    parser.add_argument("--passes", type=int, default=1)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--arriving", type=Path)
    parser.add_argument("--inbox", default="")
    given = parser.parse_args()
    gc.set_threshold(30_000, 50, 50)  # as the command line does
    installed = settings.load(given.config)
    loaded = [(path, circulars.load(path)) for path in installed.circulars]
    enough = _Enough(given.first)
    with running(installed, loaded, stored=enough.add, stopping=enough) as work:
        if given.warm:
            _warm(work, given.warm)
        table = stages.watch(work) if given.stages else None
        passes = []
        coming = _Coming(given.arriving, given.inbox) if given.arriving else None
        for number in range(given.passes):
            enough.stored = 0
            if coming and (given.first or number == 1):
                coming.deliver(given.first)
            passes.append({**_timed(work), "stopped": enough()})
    told: dict[str, Any] = {**passes[-1], "passes": passes, "memory": _peak()}
    if table is not None:
        told["stages"] = table.seconds
    print(json.dumps(told))


class _Enough:
    """Told of mails that were stored; true when there are so many."""

    def __init__(self, wanted: int) -> None:
        self.wanted, self.stored = wanted, 0

    def add(self, count: int) -> None:
        self.stored += count

    def __call__(self) -> bool:
        return 0 < self.wanted <= self.stored


class _Coming:
    """Letters of a folder on their way into a Maildir, after so many that lie there."""

    def __init__(self, folder: Path, place: str) -> None:
        inbox, _, count = place.rpartition(":")
        self.inbox, self.count = Path(inbox), int(count)
        self.paths = sorted(folder.iterdir())

    def deliver(self, most: int) -> None:
        """So many of them; 0: all that are left."""
        part = self.paths[: most or None]
        self.paths = self.paths[len(part) :]
        for path in part:
            self.count += 1
            deliver(self.inbox, self.count, path.read_bytes())


def _warm(work: Running, folder: Path) -> None:
    """Have letters read and answered that never were in the mailbox, in every process: a service
    has long loaded its dictionaries."""
    raws = [path.read_bytes() for path in sorted(folder.iterdir())]
    place = mails.Place("warm", "INBOX", 1)
    batch = [Fetched(uid, raw, len(raw)) for uid, raw in enumerate(raws, 1)]
    service, reader = work.service, work.worker.reader
    with service.database.session() as session:
        mails.store_batch(session, place, batch, service.clock())
    reader.read_pending(batch=10, going_on=lambda: True)
    service.make_replies()
    service.carry()


def _timed(work: Running) -> dict[str, Any]:
    began, used = time.perf_counter(), _processors(work)
    report = work.service.poll()
    return {
        "seconds": time.perf_counter() - began,
        "cpu": _processors(work) - used,
        "fetched": report.intake.fetched,
        "read": report.intake.reading.read,
        "made": report.due.made,
        "sent": report.carried.sent,
        "troubles": list(report.troubles),
    }


def _processors(work: Running) -> float:
    """Seconds of processors that this process and those that read beside it have used."""
    pool = work.worker.reader.pool
    ticks = 0
    for child in pool.children if pool else ():
        stat = Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()
        ticks += int(stat[11]) + int(stat[12])
    return time.process_time() + ticks / os.sysconf("SC_CLK_TCK")


def _peak() -> float:
    """MB of this process at its peak. Not getrusage's: that counts what the parent held when it
    forked, and a benchmark holds all its letters."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


if __name__ == "__main__":
    main()
