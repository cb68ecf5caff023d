"""A copy of the database while it is written to: whole, checked, nobody else's to read."""

from __future__ import annotations

import sqlite3
import stat
import threading
from pathlib import Path

import pytest

from intake.mailbox import Fetched
from intake.store import backup, database, mails
from intake.store.backup import BackupError
from intake.store.mails import Place
from tests.conftest import DIALECT
from tests.intake.fakes import NOW, eml

pytestmark = pytest.mark.skipif(DIALECT != "sqlite", reason="PostgreSQL is copied by pg_dump")
PLACE = Place("edo", "INBOX", 7)


def store(url: str, numbers: range) -> None:
    with database.connect(url) as opened:
        for number in numbers:
            raw = eml(number)
            with opened.session() as session:
                mails.store_batch(session, PLACE, [Fetched(number, raw, len(raw))], NOW)


def count(path: Path) -> int:
    connection = sqlite3.connect(path)
    (mails_there,) = connection.execute("select count(*) from raw_mail").fetchone()
    connection.close()
    return int(mails_there)


def test_the_copy_has_what_was_there(database_url, tmp_path):
    store(database_url, range(1, 6))
    target = tmp_path / "copy.sqlite3"
    size = backup.backup(backup.sqlite_file(database_url), target)
    assert count(target) == 5
    assert size == target.stat().st_size
    assert stat.S_IMODE(target.stat().st_mode) == 0o600


def test_it_is_made_while_mail_is_stored(database_url, tmp_path):
    store(database_url, range(1, 50))
    writer = threading.Thread(target=store, args=(database_url, range(50, 150)))
    writer.start()
    target = tmp_path / "copy.sqlite3"
    backup.backup(backup.sqlite_file(database_url), target)
    writer.join()
    assert 49 <= count(target) <= 149
    assert count(backup.sqlite_file(database_url)) == 149, "the service was not held up"


def test_a_restored_copy_opens_and_knows_its_mails(database_url, tmp_path):
    store(database_url, range(1, 6))
    target = tmp_path / "copy.sqlite3"
    backup.backup(backup.sqlite_file(database_url), target)
    raw = eml(1)
    with database.open_database(f"sqlite:///{target}") as restored, restored.session() as session:
        stored = mails.store_batch(session, PLACE, [Fetched(99, raw, len(raw))], NOW)
    assert stored.duplicates == 1


def test_an_earlier_copy_is_never_written_over(database_url, tmp_path):
    target = tmp_path / "copy.sqlite3"
    target.write_text("yesterday's")
    with pytest.raises(BackupError, match="уже есть"):
        backup.backup(backup.sqlite_file(database_url), target)
    assert target.read_text() == "yesterday's"


def test_a_damaged_database_gives_no_copy(database_url, tmp_path):
    source = backup.sqlite_file(database_url)
    content = bytearray(source.read_bytes())
    content[4096 * 2 : 4096 * 4] = b"\xff" * 8192
    source.write_bytes(content)
    with pytest.raises(BackupError):
        backup.backup(source, tmp_path / "copy.sqlite3")
    assert not list(tmp_path.glob("*copy*"))


def test_there_must_be_something_to_copy(tmp_path):
    with pytest.raises(BackupError, match="копировать нечего"):
        backup.backup(tmp_path / "absent.sqlite3", tmp_path / "copy.sqlite3")


def test_another_database_is_copied_by_its_own_means():
    with pytest.raises(BackupError, match="pg_dump"):
        backup.sqlite_file("postgresql+psycopg://otklik@db.example/otklik")
