"""Migrations: from nothing to the tables that the code declares; other revisions are refused."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from intake.store import database as databases
from intake.store.database import DatabaseError, Revision
from intake.store.schema import Base
from tests.conftest import DIALECT


def test_from_empty_they_make_what_the_schema_declares(empty_url: str) -> None:
    with databases.connect(empty_url) as database:
        databases.upgrade(database)
        with database.engine.connect() as connection:
            context = MigrationContext.configure(
                connection, opts={"compare_type": True, "include_name": databases.is_ours}
            )
            assert compare_metadata(context, Base.metadata) == []


def test_the_comparison_would_see_a_difference(empty_url: str) -> None:
    with databases.connect(empty_url) as database:
        databases.upgrade(database)
        with database.engine.begin() as connection:
            connection.execute(text("ALTER TABLE mail DROP COLUMN error"))
            connection.execute(text("DROP INDEX ix_bounce_address"))
        with database.engine.connect() as connection:
            context = MigrationContext.configure(
                connection, opts={"compare_type": True, "include_name": databases.is_ours}
            )
            assert {change[0] for change in compare_metadata(context, Base.metadata)} == {
                "add_column",
                "add_index",
            }


def test_upgrading_twice_is_once(empty_url: str) -> None:
    with databases.connect(empty_url) as database:
        assert databases.upgrade(database).current is None
        assert databases.upgrade(database).is_current
        assert databases.revision(database).is_current


def test_all_of_them_can_be_undone(empty_url: str) -> None:
    from alembic import command

    with databases.connect(empty_url) as database:
        databases.upgrade(database)
        config = databases._config()
        with database.engine.begin() as connection:
            config.attributes["connection"] = connection
            command.downgrade(config, "base")
        assert inspect(database.engine).get_table_names() == ["alembic_version"]


def test_an_absent_database_says_what_to_do(empty_url: str) -> None:
    with pytest.raises(DatabaseError, match=r"ещё не создана.*\./run\.py db upgrade"):
        databases.open_database(empty_url)


def test_tables_of_a_later_program_are_left_alone(empty_url: str) -> None:
    with databases.connect(empty_url) as database:
        databases.upgrade(database)
        with database.session() as session:
            session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(DatabaseError, match="новее программы"):
        databases.open_database(empty_url)


def test_tables_of_an_earlier_program_say_how_to_go_on() -> None:
    told = databases.advice(Revision("0001", "0002"), {"0001", "0002"})
    assert "от прежней версии" in told
    assert "./run.py db upgrade" in told


@pytest.mark.skipif(DIALECT != "sqlite", reason="a server keeps its files itself")
def test_only_the_owner_reads_the_file(empty_url: str) -> None:
    with databases.connect(empty_url) as database:
        databases.upgrade(database)
        folder = Path(empty_url.removeprefix("sqlite:///")).parent
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}
        assert modes == dict.fromkeys(
            ("otklik.sqlite3", "otklik.sqlite3-shm", "otklik.sqlite3-wal"), 0o600
        )


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "x.sqlite3").write_bytes(b"Not a database, though as long as one." * 100)
    with pytest.raises(DatabaseError, match="не открывается"):
        databases.open_database(f"sqlite:///{tmp_path}/x.sqlite3")


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(DatabaseError, match="не открывается"):
        databases.connect(f"sqlite:///{tmp_path}/file/x.sqlite3")
