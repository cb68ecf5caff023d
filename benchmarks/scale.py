"""Many workers on one PostgreSQL: throughput, what a stage costs, and workers that are killed.

    python -m benchmarks.scale [--letters N] [--kill-letters N] [--report FILE]

Dovecot, a sink and PostgreSQL (with fsync, as in earnest) run beside the workers on this machine
and take their share of its processors; so the processors' time is told beside the clock's.
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
import json
import os
import random
import signal
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import event, func, select, text

from benchmarks import letters, mailboxes
from benchmarks.installation import CIRCULAR, Installation, Outgoing, install
from benchmarks.mailboxes import Mailboxes
from benchmarks.processes import ROOT, FailedError, Sink, python, sink
from intake import circulars, settings
from intake.store import database as databases
from intake.store.database import Database
from intake.store.schema import Copy, Letter, MailRow
from outbound.running import fleet
from outbound.running.queue import ANSWER, READ, SEND
from outbound.running.service import Stop
from tests.servers import postgres
from tests.servers.postgres import Postgres

_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Ground:
    """What stands for the whole run."""

    server: Mailboxes
    out: Sink
    store: Postgres
    home: Path


def main() -> None:
    """Run and print; as JSON into a file, if asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--letters", type=int, default=1000)
    parser.add_argument("--kill-letters", type=int, default=10_000)
    parser.add_argument("--report", type=Path)
    given = parser.parse_args()
    with (
        mailboxes.running() as server,
        sink() as out,
        postgres.running(fsync=True) as store,
        tempfile.TemporaryDirectory(prefix="oscale-") as home,
    ):
        ground = Ground(server, out, store, Path(home))
        told: dict[str, Any] = {"stages": stages(ground, min(given.letters, 1000))}
        _show_stages(told["stages"])
        for count in (1, 2):
            told[f"workers {count}"] = measured = throughput(ground, given.letters, count)
            print(f"{count} worker(s): {measured}", flush=True)
        if given.kill_letters:
            told["killed"] = killed(ground, given.kill_letters)
            print(f"3 workers, one killed each second: {told['killed']}", flush=True)
    if given.report:
        given.report.write_text(json.dumps(told, indent=1), encoding="utf-8")


@contextlib.contextmanager
def _installed(ground: Ground, name: str, count: int, **service: Any) -> Iterator[Installation]:
    """An installation of its own, its mailbox full."""
    circular = circulars.load(CIRCULAR)
    user = ground.server.filled(letters.letters(circular, count, seed=7))
    with ground.store.database(name) as url:
        with databases.connect(url) as opened:
            databases.upgrade(opened)
        more = {
            "database": {"url": url},
            "service": {"poll_seconds": 2, "lease_seconds": 5, **service},
            "limits": {"letters_per_address_per_day": 100_000},
        }
        yield install(
            ground.home / name,
            ground.server,
            user,
            Outgoing(ground.out.port, connections=4),
            more=more,
        )


def stages(ground: Ground, count: int) -> dict[str, dict[str, float]]:
    """For each stage, of one worker: processor time of the worker and of PostgreSQL in ms a mail,
    statements and transactions a mail."""
    with _installed(ground, "stages", count) as installed:
        os.environ.update(installed.environ)
        loaded = settings.load(installed.config)
        open_circulars = [(path, circulars.load(path)) for path in loaded.circulars]
        fleet.warm(loaded, open_circulars)
        with fleet.opened(loaded, open_circulars, Stop()) as member:
            database = member.database
            meter = _Meter(ground, database, count)
            with meter.of("take in"):
                member.conductor.intake.run_pass()
            for task in (READ, ANSWER, SEND):
                about = _taken_out(database, task)
                with meter.of(task):
                    for ids in about:
                        member.jobs.by_name[task](ids)
            with meter.of("round (all settled)"):
                member.conductor.poll()
            return meter.stages


class _Meter:
    """Counts what happens on an engine, and the time of processors, by stage."""

    def __init__(self, ground: Ground, database: Database, count: int) -> None:
        self._ground = ground
        self.stages: dict[str, dict[str, float]] = {}
        self._count, self._seen = count, Counter[str]()
        event.listen(database.engine, "before_cursor_execute", self._statement)
        event.listen(database.engine, "commit", self._commit)

    def _statement(self, *_given: Any) -> None:
        self._seen["statements"] += 1

    def _commit(self, *_given: Any) -> None:
        self._seen["commits"] += 1

    @contextlib.contextmanager
    def of(self, stage: str) -> Iterator[None]:
        self._seen.clear()
        began, servers = time.process_time(), _server_seconds(self._ground)
        yield
        self.stages[stage] = {
            "worker ms": (time.process_time() - began) * 1000 / self._count,
            "database ms": (_server_seconds(self._ground) - servers) * 1000 / self._count,
            "statements": self._seen["statements"] / self._count,
            "commits": self._seen["commits"] / self._count,
        }


def _taken_out(database: Database, task: str) -> list[list[int]]:
    """The ids of the waiting jobs, which are no more in the queue."""
    taken = text("DELETE FROM procrastinate_jobs WHERE task_name = :task RETURNING args -> 'ids'")
    with database.session() as session:
        return list(session.scalars(taken, {"task": task}))


def _show_stages(table: dict[str, dict[str, float]]) -> None:
    columns = ("worker ms", "database ms", "statements", "commits")
    print("a mail".ljust(22), *(name.rjust(12) for name in columns))
    for stage, values in table.items():
        print(stage.ljust(22), *(f"{values[name]:12.3f}" for name in columns), flush=True)


def throughput(ground: Ground, count: int, processes: int) -> dict[str, float]:
    """From the first mail stored to the last letter sent."""
    with (
        _installed(ground, f"workers{processes}", count) as installed,
        _command(installed, processes) as command,
        _opened(installed) as database,
    ):
        _until(lambda: _done(database)[0] > 0, 60)
        began, servers = time.monotonic(), _server_seconds(ground)
        _until(lambda: _is_done(database, count), 1200)
        seconds = time.monotonic() - began
        worked = sum(_seconds(pid) for pid in _children(command.pid))
        stored = _server_seconds(ground) - servers
    return {
        "mails/s": round(count / seconds, 1),
        "worker ms a mail": round(worked * 1000 / count, 1),
        "database ms a mail": round(stored * 1000 / count, 1),
    }


def killed(ground: Ground, count: int) -> dict[str, Any]:
    """Three workers, one of them killed each second; what is left of the mails in the end."""
    before = ground.out.taken()[0]
    chance, deaths = random.Random(1), 0
    with (
        _installed(ground, "killed", count) as installed,
        _command(installed, 3) as command,
        _opened(installed) as database,
    ):
        began = time.monotonic()
        for second in itertools.count(1):
            _sleep_until(began + second)
            if _is_done(database, count) or second > 3600:
                break
            if workers := _children(command.pid):
                os.kill(chance.choice(workers), signal.SIGKILL)
                deaths += 1
        return {
            "mails": count,
            "killed": deaths,
            "seconds": round(time.monotonic() - began),
            **_left(database),
            "handed over": ground.out.taken()[0] - before,
        }


def _left(database: Database) -> dict[str, Any]:
    """What rows say at the end: states, and letters of one purpose to one mail (none are two)."""
    with database.reading() as session:
        states = session.execute(select(MailRow.state, func.count()).group_by(MailRow.state)).all()
        sent = session.execute(select(Letter.state, func.count()).group_by(Letter.state)).all()
        twice = select(Letter.mail_id).where(
            Letter.mail_id.is_not(None), Letter.purpose != "notice"
        )
        twice = twice.group_by(Letter.mail_id, Letter.purpose).having(func.count() > 1)
        return {
            "states": dict(map(tuple, states)),
            "letters": dict(map(tuple, sent)),
            "mails with two letters": len(session.scalars(twice).all()),
        }


@contextlib.contextmanager
def _command(installed: Installation, processes: int) -> Iterator[subprocess.Popen[bytes]]:
    whole = ["worker", "--processes", str(processes), "--config", str(installed.config)]
    told = installed.config.parent / "log"
    with told.open("wb") as log:
        command = subprocess.Popen(
            python(str(ROOT / "run.py"), *whole), env={**os.environ, **installed.environ},
            stdout=log, stderr=log,
        )  # fmt: skip
    try:
        yield command
    except TimeoutError:
        said = told.read_text(encoding="utf-8", errors="replace")[-2000:]
        raise FailedError(f"the workers are not done in time; they say: {said}") from None
    finally:
        command.terminate()
        command.wait(60)


@contextlib.contextmanager
def _opened(installed: Installation) -> Iterator[Database]:
    loaded = settings.load(installed.config, installed.environ)
    with databases.open_database(loaded.database.url) as database:
        yield database


def _done(database: Database) -> tuple[int, int, int]:
    """Mails stored, those with their last step behind them, copies not yet moved."""
    undone = ("due", "sending")
    with database.reading() as session:
        stored = session.scalar(select(func.count()).select_from(MailRow)) or 0
        unread = session.scalar(select(func.count()).where(MailRow.state == "stored")) or 0
        unsent = session.scalar(select(func.count()).where(Letter.state.in_(undone))) or 0
        unsettled = session.scalar(select(func.count()).where(Copy.settled_at.is_(None))) or 0
        jobs = session.scalar(text("SELECT count(*) FROM procrastinate_jobs")) or 0
        return stored, stored - unread - unsent - (1 if jobs else 0), unsettled


def _is_done(database: Database, count: int) -> bool:
    return _done(database) == (count, count, 0)


def _until(done: Any, limit: float) -> None:
    end = time.monotonic() + limit
    while not done():
        if time.monotonic() > end:
            raise TimeoutError
        time.sleep(0.2)


def _sleep_until(moment: float) -> None:
    time.sleep(max(0.0, moment - time.monotonic()))


def _children(pid: int) -> list[int]:
    return [int(n) for n in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _server_seconds(ground: Ground) -> float:
    """Processor time of all of PostgreSQL's processes, of those that ended too."""
    first = int((ground.store.home / "data" / "postmaster.pid").read_text().split()[0])
    return _seconds(first, ended=True) + sum(_seconds(pid) for pid in _children(first))


def _seconds(pid: int, *, ended: bool = False) -> float:
    """Processor time of a process, and of those of its children that ended, if asked."""
    with contextlib.suppress(OSError):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        wanted: Sequence[str] = fields[11:15] if ended else fields[11:13]
        return sum(map(int, wanted)) / _TICKS
    return 0.0


if __name__ == "__main__":
    main()
