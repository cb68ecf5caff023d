"""An installation moved from SQLite to PostgreSQL: every row as it was, or none."""

from __future__ import annotations

import dataclasses
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import func, insert, select

from intake.mailbox import Fetched
from intake.store import copying, lease, mails, readings
from intake.store import database as databases
from intake.store.database import Database, DatabaseError
from intake.store.mails import Place
from intake.store.schema import Letter, MailRow, RawMail, ReadingRow
from outbound.commands import main
from rules.model import Doubt, Kind, Reading
from tests.intake.fakes import NOW, eml

PLACE = Place("edo@imap.example", "INBOX", 7)
RAW = bytes(range(256)) * 50_000


@pytest.fixture
def old(sqlite_template: Path, tmp_path: Path) -> Iterator[Database]:
    path = tmp_path / "old.sqlite3"
    shutil.copyfile(sqlite_template, path)
    with databases.connect(f"sqlite:///{path}") as database:
        fill(database)
        yield database


@pytest.fixture
def new(postgres_url: str) -> Iterator[Database]:
    with databases.connect(postgres_url) as database:
        yield database


def fill(database: Database) -> None:
    """Three mails, one of them twice in the mailbox; a reading that holds what breaks texts; a
    letter; a gap in the numbers."""
    batch = [Fetched(n, raw, len(raw)) for n, raw in enumerate((eml(1), RAW, eml(2), eml(1)), 1)]
    with database.session() as session:
        ids = mails.store_batch(session, PLACE, batch, NOW).new
        doubted = Reading(Kind.REPLY, "7-К", ("yasny",), doubts=(Doubt("weak", "а\0б\udcd0"),))
        readings.record(session, ids[0], doubted, NOW)
        session.add(
            Letter(
                id=40, key="confirm:mail:1", purpose="confirm", to_address="a@b.example",
                subject="Получено", message_id="<1@a.example>", content=b"\0\xff",
                mail_id=ids[0], created_at=NOW, next_try_at=NOW + timedelta(microseconds=5),
            )
        )  # fmt: skip


def everything(database: Database) -> dict[str, list[tuple[object, ...]]]:
    with database.reading() as session:
        return {
            table.name: [
                tuple(row)
                for row in session.execute(select(table).order_by(*table.primary_key.columns))
            ]
            for table in copying.tables()
        }


def test_every_row_is_there_as_it_was(old: Database, new: Database) -> None:
    told = {copied.table: copied.rows for copied in copying.copy(old, new, NOW)}
    assert everything(new) == everything(old)
    assert (told["mail"], told["copy"], told["raw_mail"]) == (3, 4, 3)
    assert set(told) == {table.name for table in copying.tables()}


def test_what_comes_next_gets_a_number_of_its_own(old: Database, new: Database) -> None:
    list(copying.copy(old, new, NOW))
    with new.session() as session:
        (mail_id,) = mails.store_batch(
            session, dataclasses.replace(PLACE, uidvalidity=8), [Fetched(1, eml(9), 9)], NOW
        ).new
        assert mail_id == 4
        row = {"mail_id": mail_id, "made_at": NOW, "rules_version": "", "kind": "reply"}
        more = {"needs_review": False, "reply": "none", "content": {}}
        made = insert(ReadingRow).returning(ReadingRow.id)
        assert session.scalars(made, [row | more]).one() == 2


def test_a_target_with_rows_is_left_alone(old: Database, new: Database) -> None:
    with new.session() as session:
        mails.store_batch(session, PLACE, [Fetched(1, eml(9), 9)], NOW)
    with pytest.raises(DatabaseError, match="уже есть записи"):
        list(copying.copy(old, new, NOW))
    assert len(everything(new)["mail"]) == 1


def test_a_copying_cut_off_leaves_nothing_and_can_be_begun_again(
    old: Database, new: Database
) -> None:
    for copied in copying.copy(old, new, NOW):
        if copied.table == "raw_mail":
            break
    with new.reading() as session:
        assert session.scalar(select(func.count()).select_from(RawMail)) == 0
        assert session.scalar(select(func.count()).select_from(MailRow)) == 0
    list(copying.copy(old, new, NOW))
    assert everything(new) == everything(old)


def test_nothing_is_copied_while_somebody_works(old: Database, new: Database) -> None:
    with old.session() as session:
        lease.acquire(session, "mailbox:a", "host:1:x", NOW, 60)
    with pytest.raises(DatabaseError, match="Остановите службу"):
        list(copying.copy(old, new, NOW))


def test_the_command_makes_the_tables_and_tells_the_counts(
    old: Database, postgres_server: object, postgres_url: str
) -> None:
    done = CliRunner().invoke(main, ["db", "copy", str(old.engine.url), postgres_url])
    assert done.exit_code == 0, done.output
    assert "mail: 3" in done.output
    again = CliRunner().invoke(main, ["db", "copy", str(old.engine.url), postgres_url])
    assert again.exit_code == 4
    assert "Нужна пустая" in again.output


def test_a_file_that_is_not_there_is_not_made(tmp_path: Path, postgres_url: str) -> None:
    absent = tmp_path / "no.sqlite3"
    done = CliRunner().invoke(main, ["db", "copy", f"sqlite:///{absent}", postgres_url])
    assert done.exit_code == 2
    assert not absent.exists()
