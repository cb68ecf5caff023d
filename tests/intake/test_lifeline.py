"""Who died lets go of everything at once: names held in PostgreSQL by the session of a process."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from intake.store import lease
from intake.store.database import Database, connect
from intake.store.heartbeat import Heartbeat
from intake.store.lifeline import nobody_holds

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2011, 8, 22, 10, 0, tzinfo=UTC)

HOLDER = """
import sys, time
from datetime import UTC, datetime
from intake.store.database import connect
from intake.store.heartbeat import Heartbeat
with connect(sys.argv[1]) as database:
    with Heartbeat(database, "x", 60, lambda: datetime(2011, 8, 22, 10, 0, tzinfo=UTC)) as held:
        print(held.is_ours, flush=True)
        time.sleep(60)
"""


@pytest.fixture
def database(postgres_url: str) -> Iterator[Database]:
    with connect(postgres_url) as opened:
        yield opened


@pytest.fixture
def other(postgres_url: str) -> Iterator[Database]:
    with connect(postgres_url) as opened:
        yield opened


def is_free(database: Database, name: str) -> bool:
    with database.reading() as session:
        return bool(session.scalar(text(f"SELECT {nobody_holds(':name')}"), {"name": name}))


def test_a_name_is_held_for_the_length_of_the_block(database: Database, other: Database) -> None:
    with database.lifeline.held("worker:1"), database.lifeline.held("worker:2"):
        assert not is_free(other, "worker:1")
        assert not is_free(other, "worker:2")
        assert is_free(other, "worker:3")
    assert is_free(other, "worker:1")
    assert is_free(other, "worker:2")


def test_what_is_closed_holds_nothing(database: Database, other: Database) -> None:
    with database.lifeline.held("worker:1"):
        database.lifeline.close()
        assert is_free(other, "worker:1")


def test_a_lost_connection_is_made_anew_with_all_that_was_held(
    database: Database, other: Database
) -> None:
    with database.lifeline.held("worker:1"):
        with other.session() as session:
            ours = "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"
            session.execute(text(ours))
        with database.lifeline.held("worker:2"):
            assert not is_free(other, "worker:1")
            assert not is_free(other, "worker:2")
    assert is_free(other, "worker:1")


def test_one_lost_while_a_name_is_let_go_is_made_anew_too(
    database: Database, other: Database
) -> None:
    with database.lifeline.held("worker:1"):
        with database.lifeline.held("worker:2"), other.session() as session:
            ours = "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"
            session.execute(text(ours))
        with database.lifeline.held("worker:3"):
            assert not is_free(other, "worker:1")
            assert is_free(other, "worker:2")
            assert not is_free(other, "worker:3")


def holders(database: Database, besides: str = "") -> list[str]:
    with database.reading() as session:
        return lease.holders(session.connection(), NOW, besides=besides)


def test_a_lease_of_somebody_alive_is_not_taken(database: Database, other: Database) -> None:
    with (
        Heartbeat(database, "x", 60, lambda: NOW) as one,
        Heartbeat(other, "x", 60, lambda: NOW) as two,
    ):
        assert (one.is_ours, two.is_ours) == (True, False)


def test_the_lease_of_a_killed_process_is_free_at_once(postgres_url: str, other: Database) -> None:
    command = [sys.executable, "-c", HOLDER, postgres_url]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline() == "True\n"
        with Heartbeat(other, "x", 60, lambda: NOW) as held:
            assert not held.is_ours
        assert len(holders(other)) == 1
        assert not holders(other, besides="x")
        process.kill()
    noticed = time.monotonic() + 5  # the server ends the session when it next looks at the socket
    while holders(other) and time.monotonic() < noticed:
        time.sleep(0.02)
    assert not holders(other)
    with Heartbeat(other, "x", 60, lambda: NOW) as held:
        assert held.is_ours


def test_on_sqlite_only_the_clock_tells(tmp_path: Path) -> None:
    with connect(f"sqlite:///{tmp_path / 'one.db'}") as database:
        with database.session() as session:
            lease.Lease.metadata.create_all(session.connection())
            assert lease.acquire(session, "x", "somebody", NOW, 60)
        with Heartbeat(database, "x", 60, lambda: NOW) as held:
            assert not held.is_ours
