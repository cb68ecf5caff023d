"""Servers, a mailbox and a database for each kill: a real Dovecot, an SMTP sink that remembers."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from aiosmtpd.controller import Controller

from intake import settings
from intake.store import database
from tests.servers import dovecot
from tests.servers.common import account, free_ports

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT / "tests" / "corpus"
MAILS = ("d001", "d008", "d014", "d101", "d111", "d123")
"""A reply that is confirmed, one that is asked for what is missing, one that goes before a person;
an absence note, a bounce, another matter."""

SENT_ON = datetime(2011, 8, 3, 15, 0, tzinfo=ZoneInfo("Europe/Astrakhan"))
EVENING = datetime(2011, 8, 22, 17, 5, tzinfo=ZoneInfo("Europe/Astrakhan"))
"""A Monday, after the time of the summary, before the deadline."""

_USERS = tuple(f"u{number}" for number in range(1, 10_000))

BETWEEN_RUNS = timedelta(minutes=20)
"""Longer than a lease and the first back-offs."""


@dataclass
class Sink:
    """Counts the Message-IDs of the letters that it answered with 250."""

    accepted: Counter[str] = field(default_factory=Counter)

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        for line in envelope.content.split(b"\r\n\r\n", 1)[0].split(b"\r\n"):
            if line.lower().startswith(b"message-id:"):
                self.accepted[line.split(b":", 1)[1].strip().decode()] += 1
        return "250 OK"


class Victim:
    """The forerunner (`tests.crash.victim`), and the runs it forks."""

    def __init__(self, log: Path) -> None:
        secrets = {"OTKLIK_IMAP_PASSWORD": dovecot.PASSWORD, "OTKLIK_SMTP_PASSWORD": "none"}
        self._log = log
        with log.open("wb") as errors:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.crash.victim"],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, text=True,
                cwd=ROOT, env={**os.environ, **secrets},
            )  # fmt: skip

    def run(self, config: Path, now: datetime, job: str, tracing: list[str] | None = None) -> int:
        """One run; its exit status. `tracing` are options of an strace that watches it."""
        order = {"config": str(config), "now": now.isoformat(), "job": job}
        self._tell(json.dumps(order))
        child = int(self._heard())
        tracer = _attached(child, tracing) if tracing else None
        self._tell("go")
        status = int(self._heard())
        if tracer:
            tracer.communicate(timeout=30)
        return status

    def _heard(self) -> str:
        assert self._process.stdout
        line = self._process.stdout.readline()
        if not line:
            raise AssertionError(f"the forerunner has died: {self._log.read_text()[-2000:]}")
        return line

    def _tell(self, line: str) -> None:
        assert self._process.stdin
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()

    def close(self) -> None:
        """End the forerunner."""
        assert self._process.stdin
        self._process.communicate(timeout=30)


def _attached(pid: int, options: list[str]) -> subprocess.Popen[str]:
    """An strace that has taken hold of a process."""
    command = ["strace", "-f", *options, "-p", str(pid)]
    tracer = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert tracer.stderr
    line = tracer.stderr.readline()
    if "attached" not in line:
        raise OSError(f"strace cannot watch process {pid}: {line}")
    return tracer


@dataclass
class Case:
    """One mailbox with one database, of which a run may be killed."""

    user: str
    folder: Path
    maildir: Path
    now: datetime

    @property
    def config(self) -> Path:
        return self.folder / "otklik.toml"

    def rows(self, query: str) -> list[Any]:
        """Rows of the database, as it is now. The victim is not at work."""
        with contextlib.closing(sqlite3.connect(self.folder / "otklik.sqlite3")) as connection:
            return connection.execute(query).fetchall()

    def peek(self, query: str) -> list[Any]:
        """The same, of a copy: what a killed process left is not touched."""
        with contextlib.ExitStack() as stack:
            copy = self.folder / "peek"
            copy.mkdir()
            stack.callback(shutil.rmtree, copy)
            for path in self.folder.glob("otklik.sqlite3*"):
                shutil.copy(path, copy)
            left = stack.enter_context(contextlib.closing(sqlite3.connect(copy / "otklik.sqlite3")))
            return left.execute(query).fetchall()

    def folder_mails(self, name: str = "") -> list[bytes]:
        """The mails of a folder on the server."""
        home = self.maildir / name if name else self.maildir
        return [p.read_bytes() for sub in ("cur", "new") for p in sorted((home / sub).glob("*"))]


@dataclass
class Scene:
    """The servers, the victim, and a database to begin with."""

    home: Path
    imap: dovecot.Dovecot
    smtp_port: int
    sink: Sink
    victim: Victim
    cases: int = 0

    def case(self, mails: tuple[str, ...], *, uncertain: str = "repeat", sent: bool = True) -> Case:
        """A mailbox with these mails and a database in which the circular has been sent or not."""
        self.cases += 1
        self.sink.accepted.clear()
        user = f"u{self.cases}"
        folder = self.home / "cases" / user
        folder.mkdir(parents=True)
        maildir = self.imap.home / "mail" / user / "Mail"
        for sub in ("cur", "new", "tmp"):
            (maildir / sub).mkdir(parents=True)
        for number, name in enumerate(mails):
            shutil.copy(CORPUS / f"{name}.eml", maildir / "new" / f"{number + 1}.M1P1.host")
        account().owns(self.imap.home / "mail" / user)
        _write_settings(folder / "otklik.toml", self.imap, user, self.smtp_port, uncertain)
        if sent:
            for path in (self.home / "begin").iterdir():
                shutil.copy(path, folder)
        else:
            _new_database(folder / "otklik.sqlite3")
        return Case(user, folder, maildir, EVENING if sent else SENT_ON)

    def prepare(self) -> None:
        """Send the circular once; all cases that follow begin with that database."""
        case = self.case((), sent=False)
        status = self.victim.run(case.config, SENT_ON, "send-circular")
        if status:
            raise AssertionError(f"the circular was not sent: {status}")
        case.rows("PRAGMA wal_checkpoint(TRUNCATE)")
        begin = self.home / "begin"
        begin.mkdir()
        for name in ("otklik.sqlite3", "token_key"):
            shutil.copy(case.folder / name, begin)


def _new_database(path: Path) -> None:
    with database.connect(f"sqlite:///{path}") as opened:
        database.upgrade(opened)


def _write_settings(
    path: Path, imap: dovecot.Dovecot, user: str, smtp_port: int, uncertain: str
) -> None:
    text = settings.template(
        {
            "": {"circulars": [str(ROOT / "circulars" / "02-02-398")]},
            "imap": {"host": "127.0.0.1", "security": "plain", "port": imap.imap, "user": user},
            "smtp": {"host": "127.0.0.1", "security": "plain", "port": smtp_port,
                     "from": "edo@astrobl.example", "uncertain": uncertain},
            "database": {"url": "sqlite:///otklik.sqlite3"},
            "log": {"level": "warning"},
        }
    )  # fmt: skip
    path.write_text(text, encoding="utf-8")


@contextlib.contextmanager
def scene(home: Path) -> Iterator[Scene]:
    """Everything running, for the length of the block. `home` is short, empty, and reachable by
    the servers' account."""
    sink = Sink()
    (port,) = free_ports(1)
    controller = Controller(sink, hostname="127.0.0.1", port=port, server_hostname="sink.example")
    with contextlib.ExitStack() as stack:
        imap = stack.enter_context(dovecot.running(home / "dovecot", users=_USERS))
        controller.start()
        stack.callback(controller.stop)
        victim = Victim(home / "victim.log")
        stack.callback(victim.close)
        made = Scene(home, imap, port, sink, victim)
        made.prepare()
        yield made
