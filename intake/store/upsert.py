"""A row put in, or over the one that has its key, in one statement: also while others do so."""

from __future__ import annotations

from sqlalchemy import inspect
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from intake.store.schema import Base


def upsert(session: Session, row: Base) -> None:
    """The row stands under its primary key, in the caller's transaction."""
    mapper = inspect(type(row))
    values = {column.key: getattr(row, column.key) for column in mapper.column_attrs}
    key = [str(column.key) for column in mapper.primary_key]
    others = {name: value for name, value in values.items() if name not in key}
    is_shared = session.get_bind().dialect.name == "postgresql"
    insert = postgresql.insert(type(row)) if is_shared else sqlite.insert(type(row))
    session.execute(insert.values(values).on_conflict_do_update(index_elements=key, set_=others))
