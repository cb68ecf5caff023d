"""From every released schema, with rows in every table, to this version's: nothing is lost."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Column, MetaData, Table, func, insert, select
from sqlalchemy.types import JSON, Boolean, DateTime, Integer, LargeBinary

from intake.store import database as databases
from intake.store.database import Database

ROWS = 3
RELEASED = [
    script.revision for script in ScriptDirectory.from_config(databases._config()).walk_revisions()
]
"""The newest first: each was once somebody's database."""


def at(database: Database, revision: str) -> None:
    """Make the tables of a revision."""
    config = databases._config()
    with database.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def tables(database: Database) -> list[Table]:
    """Its tables, each after those that it refers to."""
    metadata = MetaData()
    metadata.reflect(database.engine, only=lambda name, _: name != "alembic_version")
    return [
        table for table in metadata.sorted_tables if databases.is_ours(table.name, "table", None)
    ]


def value(column: Column[Any], row: int) -> Any:
    """A value that no other row of the column has, and that may stand there."""
    if isinstance(column.type, Boolean):
        return bool(row % 2)
    if isinstance(column.type, DateTime):
        return datetime(2011, 8, 22, 9, row)
    if isinstance(column.type, Integer):
        return row
    if isinstance(column.type, LargeBinary):
        return b"raw \xff %d" % row
    if isinstance(column.type, JSON):
        return {"row": row, "name": "Иванова"}
    return f"{column.name} {row}"


def fill(database: Database) -> dict[str, list[dict[str, Any]]]:
    """Rows in every table; what was put in."""
    filled, known = {}, tables(database)
    with database.engine.begin() as connection:
        for table in known:
            rows = [{c.name: value(c, n) for c in table.columns} for n in range(1, ROWS + 1)]
            connection.execute(insert(table), rows)
            filled[table.name] = rows
    return filled


@pytest.mark.parametrize("revision", RELEASED)
def test_upgrading_keeps_every_row(revision: str, empty_url: str) -> None:
    with databases.connect(empty_url) as database:
        at(database, revision)
        before = fill(database)
        assert before, "there were tables to fill"
        databases.upgrade(database)
        now = {table.name: table for table in tables(database)}
        with database.engine.connect() as connection:
            for name, rows in before.items():
                count = select(func.count()).select_from(now[name])
                assert connection.scalar(count) == ROWS, name
                found = [row._asdict() for row in connection.execute(select(now[name]))]
                for row in rows:
                    kept = {key: row[key] for key in row if key in now[name].columns}
                    assert any(_holds(one, kept) for one in found), name


def _holds(row: dict[str, Any], values: dict[str, Any]) -> bool:
    return all(row[key] == value for key, value in values.items())
