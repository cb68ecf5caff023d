"""The mails through the real worker, reader and rules, into a real database."""

from __future__ import annotations

import resource
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import func, select

from intake import circulars
from intake.reader import Reader
from intake.store import database
from intake.store.schema import MailRow, RawMail
from intake.worker import Worker, utc_now
from outbound.campaign.letters import make_replies
from outbound.office import Office
from rules.model import Address
from tests.hostile.mutations import TESTS
from tests.intake.fakes import FakeMailbox

AT_ONCE = 250


@dataclass
class Outcome:
    """What came of the mails. `lost` have no row, or one with other bytes; `slowest` is the longest
    pass over `AT_ONCE` mails, in seconds; `grown` is by how much memory rose after the first
    tenth, in MB."""

    mails: int = 0
    states: Counter[str] = field(default_factory=Counter)
    lost: int = 0
    left: int = 0
    letters: int = 0
    slowest: float = 0.0
    seconds: float = 0.0
    grown: float = 0.0


def run(mails: Iterable[bytes], url: str) -> Outcome:
    """Take them in, read them, answer them; then count. The database must be new."""
    outcome, sent = Outcome(), set()
    asked = [circulars.load(TESTS.parent / "circulars" / "02-02-398")]
    office = Office(Address("", "edo@astrobl.example"), tuple(asked))
    memory: list[float] = []
    with database.connect(url) as opened:
        database.upgrade(opened)
        mailbox = FakeMailbox(batch=50, limit=10_000_000)
        worker = Worker(opened, mailbox, Reader(opened, asked, utc_now, tries=1))
        for uid, raw in enumerate(mails, 1):
            mailbox.mails[uid] = raw
            sent.add(raw)
            if uid % AT_ONCE == 0:
                _pass(worker, outcome, memory)
        _pass(worker, outcome, memory)
        outcome.mails, outcome.left = len(sent), len(mailbox.mails)
        with opened.session() as session:
            after: int | None = 0
            while after is not None:
                due = make_replies(session, office, utc_now(), after=after)
                outcome.letters += due.made
                after = due.last
        with opened.reading() as session:
            kept = set(session.scalars(select(RawMail.content)))
            rows = session.execute(select(MailRow.state, func.count()).group_by(MailRow.state))
            outcome.states.update({state: number for state, number in rows})  # noqa: C416
    outcome.lost = len(sent - kept)
    outcome.grown = memory[-1] - memory[len(memory) // 10]
    return outcome


def _pass(worker: Worker, outcome: Outcome, memory: list[float]) -> None:
    began = time.monotonic()
    worker.run_pass()
    spent = time.monotonic() - began
    outcome.slowest = max(outcome.slowest, spent)
    outcome.seconds += spent
    memory.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def fresh(folder: Path) -> str:
    """The URL of a new database in a folder."""
    return f"sqlite:///{folder}/hostile.sqlite3"
