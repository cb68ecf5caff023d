"""A row put in, or over the one that has its key, in one statement: also while others do so."""

from __future__ import annotations

from typing import Any

from sqlalchemy import inspect
from sqlalchemy.orm import Session

from intake.store.schema import Base


def upsert(session: Session, row: Base) -> None:
    """The row stands under its primary key, in the caller's transaction."""
    mapper = inspect(type(row))
    values = {column.key: getattr(row, column.key) for column in mapper.column_attrs}
    key = [str(column.key) for column in mapper.primary_key]
    others = {name: value for name, value in values.items() if name not in key}
    insert = _insert(session, type(row))
    session.execute(insert.values(values).on_conflict_do_update(index_elements=key, set_=others))


def _insert(session: Session, table: type[Base]) -> Any:
    """The dialect's own INSERT; only that dialect is loaded."""
    if session.get_bind().dialect.name == "postgresql":
        from sqlalchemy.dialects import postgresql

        return postgresql.insert(table)
    from sqlalchemy.dialects import sqlite

    return sqlite.insert(table)
