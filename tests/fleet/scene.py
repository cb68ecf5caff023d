"""Several workers in processes of their own, on one PostgreSQL and one mailbox; some are killed.

The mailbox and the sink are the stage's; what came of each mail is read from the rows and from what
the sink accepted.
"""

from __future__ import annotations

import contextlib
import email
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from imapclient import IMAPClient
from sqlalchemy import func, select

from intake import circulars, settings
from intake.store import database as databases
from intake.store.database import Database
from intake.store.schema import Copy, Letter, MailRow
from outbound.campaign.unanswered import REPLIES
from tests.stage import PASSWORD, USER, Stage

ROOT = Path(__file__).resolve().parents[2]
CIRCULAR = ROOT / "circulars" / "02-02-398"


def mails(count: int) -> Iterator[bytes]:
    """Full answers of the circular's recipients in turn, each with a Message-ID of its own."""
    who = [r for r in circulars.load(CIRCULAR).recipients if r.addresses]
    for number in range(count):
        recipient = who[number % len(who)]
        yield (
            f"From: {recipient.addresses[0]}\r\nTo: edo@astrobl.example\r\n"
            f"Subject: Re: 02-02-398\r\nMessage-ID: <{number}@mo.example>\r\n"
            "Date: Mon, 22 Aug 2011 10:00:00 +0400\r\nMIME-Version: 1.0\r\n"
            "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
            "На Ваш № 02-02-398 от 03.08.2011 сообщаем: к подключению к системе «Директум» "
            "технически готовы. Для обучения направляем Иванову Анну Петровну, ведущего "
            f"специалиста отдела № {number}, тел. 8 (85172) 2-11-22.\r\n"
        ).encode()


@dataclass
class Scene:
    """A configuration, its database, and the workers that were started."""

    stage: Stage
    config: Path
    database: Database
    log: Path
    command: subprocess.Popen[bytes] | None = None
    _known: set[int] = field(default_factory=set)

    def start(self, workers: int, *more: Path) -> None:
        """The command, with so many workers; `more` are configurations of other mailboxes."""
        environ = {
            **os.environ,
            "OTKLIK_IMAP_PASSWORD": PASSWORD,
            "OTKLIK_SMTP_PASSWORD": PASSWORD,
        }
        command = [sys.executable, str(ROOT / "run.py"), "worker", "--processes", str(workers)]
        for config in more:
            command += ["--config", str(config)]
        with self.log.open("ab") as log:
            self.command = subprocess.Popen(
                [*command, "--config", str(self.config)], env=environ, stdout=log, stderr=log
            )

    @property
    def workers(self) -> list[int]:
        """The processes that work now."""
        assert self.command
        children = Path(f"/proc/{self.command.pid}/task/{self.command.pid}/children")
        found = [int(pid) for pid in children.read_text().split()]
        self._known.update(found)
        return found

    def kill_one(self, chance: random.Random) -> None:
        """Kill a worker, in whatever it does."""
        if workers := self.workers:
            os.kill(chance.choice(workers), signal.SIGKILL)

    def stop(self) -> int:
        """Ask all to end; the exit status."""
        assert self.command
        assert self.workers
        self.command.send_signal(signal.SIGTERM)
        return self.command.wait(60)

    def deliver(self, contents: Sequence[bytes]) -> None:
        """Put mails into the mailbox."""
        with IMAPClient("127.0.0.1", self.stage.imap_port, ssl=False) as client:
            client.login(USER, PASSWORD)
            for content in contents:
                client.append("INBOX", content)

    def left(self) -> int:
        """How many mails are in the mailbox still."""
        with IMAPClient("127.0.0.1", self.stage.imap_port, ssl=False) as client:
            client.login(USER, PASSWORD)
            return int(client.select_folder("INBOX", readonly=True)[b"EXISTS"])

    def state(self) -> State:
        """What the rows say."""
        with self.database.reading() as session:
            mails_by = session.execute(
                select(MailRow.state, func.count()).group_by(MailRow.state)
            ).all()
            letters_by = session.execute(
                select(Letter.state, func.count())
                .where(Letter.purpose.in_(REPLIES))
                .group_by(Letter.state)
            ).all()
            unsettled = select(func.count()).select_from(Copy).where(Copy.settled_at.is_(None))
            return State(dict(mails_by), dict(letters_by), session.scalar(unsettled) or 0)

    def has_begun(self) -> bool:
        """Whether some mail was taken in."""
        return bool(self.state().mails)

    def wait_until(self, done: Callable[[], bool], seconds: float) -> float:
        """Wait until it is so; how long that took. Raises TimeoutError with what was logged."""
        began = time.monotonic()
        while not done():
            if time.monotonic() - began > seconds:
                raise TimeoutError(f"{self.state()}\n{self.log.read_text()[-4000:]}")
            time.sleep(0.1)
        return time.monotonic() - began

    def kill_each_second_until(self, done: Callable[[], bool], seconds: float) -> int:
        """Meanwhile one of the workers is killed each second; how many were."""
        chance, deaths, until = random.Random(1), 0, time.monotonic() + seconds
        while True:
            with contextlib.suppress(TimeoutError):
                self.wait_until(done, 1.0)
                return deaths
            if time.monotonic() > until:
                self.wait_until(done, 0)
            self.kill_one(chance)
            deaths += 1

    def processes_left(self) -> list[int]:
        """Workers that outlived the command."""
        return [pid for pid in self._known if Path(f"/proc/{pid}").exists()]


@dataclass(frozen=True)
class State:
    """Counts of rows by state; `unsettled` copies are still in the mailbox."""

    mails: dict[str, int]
    letters: dict[str, int]
    unsettled: int

    def is_done(self, count: int) -> bool:
        """Whether so many mails are read, answered, and moved on the server."""
        return (
            self.mails == {"read": count}
            and sum(self.letters.values()) == count
            and not {"due", "sending"} & set(self.letters)
            and not self.unsettled
        )


def answered(stage: Stage) -> Counter[str]:
    """How often each mail was answered by another letter, by its Message-ID. The same letter twice
    (its Message-ID tells) is one letter; the day's summary, which goes out towards the evening of a
    working day, answers nothing."""
    seen = {}
    for delivered in stage.delivered:
        letter = email.message_from_bytes(delivered.content)
        if letter["In-Reply-To"]:
            seen[str(letter["Message-ID"])] = str(letter["In-Reply-To"])
    return Counter(seen.values())


@contextmanager
def scene(stage: Stage, url: str, folder: Path, **service: object) -> Iterator[Scene]:
    """A configuration for workers on this stage; all workers end with the block."""
    server = {"host": "127.0.0.1", "security": "plain", "user": USER}
    text = settings.template(
        {
            "": {"circulars": [str(CIRCULAR)]},
            "imap": server | {"port": stage.imap_port},
            "smtp": server
            | {"port": stage.smtp_port, "from": "edo@astrobl.example", "sent_folder": ""},
            "database": {"url": url},
            "service": {"poll_seconds": 1, "lease_seconds": 5, **service},
            "limits": {"letters_per_address_per_day": 1000},
            "log": {"level": "warning"},
        }
    )
    config = folder / "otklik.toml"
    config.write_text(text, encoding="utf-8")
    with databases.connect(url) as database:
        found = Scene(stage, config, database, folder / "workers.log")
        try:
            yield found
        finally:
            if found.command and found.command.poll() is None:
                found.command.kill()
                found.command.wait()
