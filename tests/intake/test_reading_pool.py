"""Reading in other processes: nothing is lost, whoever dies."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from intake import circulars, settings
from intake.mailbox import Fetched
from intake.reader import Reader
from intake.reading_pool import ReadingPool
from intake.store import mails
from intake.store.database import Database
from intake.store.mails import Place
from intake.store.schema import MailRow, ReadingRow
from tests.intake.fakes import NOW

ROOT = Path(__file__).resolve().parents[2]
CIRCULAR = ROOT / "circulars" / "02-02-398"

pytestmark = pytest.mark.slow


def letter(number: int) -> bytes:
    return (
        f"From: narimanov@mo.astrobl.example\r\nMessage-ID: <{number}@mo.example>\r\n"
        "Subject: =?utf-8?b?0J4g0L/QvtC00LrQu9GO0YfQtdC90LjQuA==?=\r\n"
        "In-Reply-To: <20110803.02-02-398@astrobl.example>\r\n"
        "Content-Type: text/plain; charset=utf-8\r\n\r\n"
        f"К подключению к системе «Директум» готовы. Исх. {number}\r\n"
    ).encode()


@pytest.fixture
def config(tmp_path: Path, database_url: str) -> Path:
    path = tmp_path / "otklik.toml"
    given = {
        "": {"circulars": [str(CIRCULAR)]},
        "imap": {"host": "localhost", "user": "edo"},
        "smtp": {"host": "localhost", "from": "edo@astrobl.example"},
        "database": {"url": database_url},
    }
    path.write_text(settings.template(given), encoding="utf-8")
    return path


@pytest.fixture
def pool(config: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ReadingPool]:
    for name in ("IMAP", "SMTP"):
        monkeypatch.setenv(f"OTKLIK_{name}_PASSWORD", "x")
    with ReadingPool(config, 1) as pool:
        yield pool


@pytest.fixture
def reader(db: Database, pool: ReadingPool) -> Reader:
    return Reader(db, [circulars.load(CIRCULAR)], lambda: NOW, pool=pool)


def store(db: Database, count: int) -> None:
    place = Place("edo", "INBOX", 1)
    batch = [Fetched(n, letter(n), len(letter(n))) for n in range(1, count + 1)]
    with db.session() as session:
        mails.store_batch(session, place, batch, NOW)


def states(db: Database) -> dict[str, int]:
    with db.reading() as session:
        query = select(MailRow.state, func.count()).group_by(MailRow.state)
        return {state: count for state, count in session.execute(query)}  # noqa: C416


def readings_of(db: Database) -> list[tuple[int, str, str]]:
    with db.reading() as session:
        found = session.scalars(select(ReadingRow).order_by(ReadingRow.mail_id))
        return [(row.mail_id, row.kind, str(row.recipient)) for row in found]


def test_what_other_processes_read_is_recorded_as_if_read_here(db, reader) -> None:
    store(db, 30)
    result = reader.read_pending(batch=5, going_on=lambda: True)
    assert result.read == 30
    assert readings_of(db) == [(n, "reply", "narimanovsky") for n in range(1, 31)]
    with db.reading() as session:
        row = session.get_one(MailRow, 1)
        assert (row.subject, row.message_id) == ("О подключении", "<1@mo.example>")


def test_a_single_mail_is_read_here_at_once(db, reader, pool) -> None:
    store(db, 1)
    assert reader.read_pending(going_on=lambda: True).read == 1
    assert pool._children == []


def test_a_killed_child_loses_nothing(db, reader, pool) -> None:
    store(db, 30)
    killed: list[int] = []

    def going_on() -> bool:
        if pool.is_busy and not killed:
            killed.append(pool._children[0].process.pid)
            os.kill(killed[0], signal.SIGKILL)
        return True

    reader.read_pending(batch=5, going_on=going_on)
    assert killed
    waiting = states(db).get("stored", 0)
    assert 0 < waiting <= 10, "what it had been given"
    assert reader.read_pending(batch=5, going_on=lambda: True).read == waiting
    assert states(db) == {"read": 30}
    assert len(readings_of(db)) == 30


def test_children_end_with_the_pool(db, reader, pool) -> None:
    store(db, 10)
    reader.read_pending(batch=5, going_on=lambda: True)
    (child,) = pool._children
    pool.close()
    with pytest.raises(ProcessLookupError):
        os.kill(child.process.pid, 0)


def test_a_child_whose_parent_is_gone_ends(db, pool, config) -> None:
    import subprocess
    import sys
    import textwrap

    script = f"""
        import os, signal, sys
        sys.path.insert(0, {str(ROOT)!r})
        from pathlib import Path
        from intake.reading_pool import ReadingPool
        pool = ReadingPool(Path({str(config)!r}), 1)
        pool.give(1, [[1]])
        print(pool._children[0].process.pid, flush=True)
        os.kill(os.getpid(), signal.SIGKILL)
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script)], stdout=subprocess.PIPE, check=False
    )
    child = int(done.stdout)
    until = time.monotonic() + 20
    while time.monotonic() < until and _is_there(child):
        time.sleep(0.1)
    assert not _is_there(child)


def _is_there(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"
