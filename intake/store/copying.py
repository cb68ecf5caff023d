"""An installation moved to another database: all rows, as they are, in one transaction.

The target must have the program's tables and no rows. Where the copying is cut off, it is empty
still, and the copying can be begun again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Table, func, insert, select

from intake.store import lease
from intake.store.database import Database, DatabaseError, require_current
from intake.store.schema import Base, Lease

_TOGETHER: Final = 500
_BYTES_TOGETHER: Final = 8_000_000
"""Bounds on the rows that are held in memory at a time."""

_LEFT: Final = {Lease.__tablename__}
"""Who works now says nothing about the target."""


@dataclass(frozen=True, slots=True)
class Copied:
    """How many rows of a table were copied."""

    table: str
    rows: int


def copy(source: Database, target: Database, now: datetime) -> Iterator[Copied]:
    """Copy everything; tells of each table when it is done. Nothing is there before the last one
    was told of. Raises DatabaseError: the target is not empty, the tables are of another revision,
    somebody works with the source, or the counts differ in the end."""
    for database in (source, target):
        require_current(database)
    with source.session() as held, target.engine.begin() as to:
        # A writing transaction on the source: nobody changes it meanwhile.
        was = held.connection()
        _refuse_work(was, now)
        _refuse_rows(to)
        for table in tables():
            yield Copied(table.name, _copied(table, was, to))
        _set_sequences(to)


def tables() -> list[Table]:
    """The tables that are copied: those that others refer to first."""
    return [table for table in Base.metadata.sorted_tables if table.name not in _LEFT]


def _refuse_work(source: Connection, now: datetime) -> None:
    if held := lease.holders(source, now):
        raise DatabaseError(
            f"С исходной базой сейчас работает программа ({', '.join(held)}). "
            "Остановите службу; если она оборвалась, подождите две минуты"
        )


def _refuse_rows(target: Connection) -> None:
    for table in tables():
        if target.execute(select(table).limit(1)).first() is not None:
            raise DatabaseError(
                f"В новой базе уже есть записи (таблица {table.name}). Нужна пустая: создайте "
                "другую и выполните для неё ./run.py db upgrade"
            )


def _copied(table: Table, source: Connection, target: Connection) -> int:
    count = 0
    rows = source.execution_options(yield_per=_TOGETHER).execute(_in_order(table)).mappings()
    for group in _groups(dict(row) for row in rows):
        target.execute(insert(table), group)
        count += len(group)
    there = target.scalar(select(func.count()).select_from(table))
    if there != count:
        raise DatabaseError(f"Таблица {table.name}: скопировано {count}, а в новой базе {there}")
    return count


def _in_order(table: Table) -> Any:
    """By key, so that a row follows those of its own table that it refers to."""
    return select(table).order_by(*table.primary_key.columns)


def _groups(rows: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    group: list[dict[str, Any]] = []
    size = 0
    for row in rows:
        group.append(row)
        size += sum(len(value) for value in row.values() if isinstance(value, bytes))
        if len(group) >= _TOGETHER or size > _BYTES_TOGETHER:
            yield group
            group, size = [], 0
    if group:
        yield group


def _set_sequences(target: Connection) -> None:
    """The next number of each table follows the copied ones (PostgreSQL counts apart)."""
    if target.dialect.name != "postgresql":
        return
    for table in tables():
        if "id" in table.columns:
            last = select(func.max(table.c.id)).scalar_subquery()
            name = func.pg_get_serial_sequence(table.name, "id")
            target.execute(select(func.setval(name, func.coalesce(last, 1), last.is_not(None))))
