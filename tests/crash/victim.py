"""The process that is killed: a forerunner loads the program once, a fork of it does each run.

Lines of JSON on stdin: {"config", "now", "job"} makes a fork, which waits; its process number is
printed. The line "go" lets it begin; its exit status is printed (a signal's number below zero).
"""

from __future__ import annotations

import importlib
import json
import os
import pkgutil
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import alembic.runtime
import sqlalchemy.dialects.sqlite

import intake
import outbound
import rules
from intake import circulars, settings
from intake.offline import read_files
from outbound.campaign import letters
from outbound.running.wiring import Running, running

ROOT = Path(__file__).resolve().parents[2]


def poll(at_work: Running) -> int:
    """What `run.py poll` does."""
    report = at_work.service.poll()
    return 5 if report.busy or report.intake.busy else int(not report.is_good)


def send_circular(at_work: Running) -> int:
    """What `run.py send-circular --yes` does."""
    service = at_work.service
    with service.database.session() as session:
        (circular,) = service.office.circulars
        letters.make_circular_letters(session, service.office, circular, service.clock())
    carried = service.carry()
    return 5 if carried is None else int(bool(carried.down))


JOBS: dict[str, Callable[[Running], int]] = {"poll": poll, "send-circular": send_circular}


def run(config: Path, now: datetime, job: str) -> int:
    """One run on a clock that begins at `now`; the exit status."""
    began = time.monotonic()
    installed = settings.load(config)
    loaded = [(path, circulars.load(path)) for path in installed.circulars]

    def clock() -> datetime:
        return now + timedelta(seconds=time.monotonic() - began)

    with running(installed, loaded, clock=clock) as at_work:
        return JOBS[job](at_work)


def _fork(order: dict[str, str]) -> tuple[int, int]:
    """A fork that waits for a byte; its process number and where to write the byte."""
    waits, lets_go = os.pipe()
    child = os.fork()
    if child:
        os.close(waits)
        return child, lets_go
    os.close(lets_go)
    status = 70
    try:
        os.read(waits, 1)
        status = run(Path(order["config"]), datetime.fromisoformat(order["now"]), order["job"])
    finally:
        sys.stderr.flush()
        os._exit(status)
    raise AssertionError("unreachable")


def main() -> None:
    """Load what every run needs, then fork at each order."""
    for package in (intake, rules, outbound, sqlalchemy.dialects.sqlite, alembic.runtime):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if ".migrations" not in module.name:
                importlib.import_module(module.name)
    known = [circulars.load(ROOT / "circulars" / "02-02-398")]
    for _ in read_files([ROOT / "tests" / "corpus" / "d001.eml"], known):
        pass
    for line in sys.stdin:
        child, lets_go = _fork(json.loads(line))
        print(child, flush=True)
        sys.stdin.readline()
        os.write(lets_go, b"g")
        os.close(lets_go)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


if __name__ == "__main__":
    main()
