"""A copy of the database while the service works, whole and checked."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from pathlib import Path

PAGES = 1000
"""Copied at once; between two steps the service writes. SQLite begins anew what changed."""


class BackupError(OSError):
    """The copy could not be made; says what to do, in Russian."""


def sqlite_file(url: str) -> Path:
    """The file of an SQLite URL. Raises BackupError for any other database."""
    prefix = "sqlite:///"
    if not url.startswith(prefix):
        raise BackupError(
            "Это не SQLite. Копию PostgreSQL делает pg_dump, она тоже не мешает службе: "
            "pg_dump -Fc ИМЯ_БАЗЫ > otklik.dump, обратно — pg_restore -d ИМЯ_БАЗЫ otklik.dump"
        )
    return Path(url.removeprefix(prefix))


def backup(source: Path, target: Path) -> int:
    """Copy a database that may be in use; the copy's size in octets. Mode 0600; nothing stands
    under the target's name until the copy is whole. Raises BackupError."""
    if not source.is_file():
        raise BackupError(f"Нет базы данных {source}: копировать нечего.")
    if target.exists():
        raise BackupError(f"{target} уже есть; назовите другой файл.")
    fresh = target.with_name(f".{target.name}.part")
    fresh.unlink(missing_ok=True)
    os.close(os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        _copy(source, fresh)
        fresh.replace(target)
    except sqlite3.Error as error:
        raise BackupError(f"Копия не сделана: {error}") from error
    finally:
        fresh.unlink(missing_ok=True)
    return target.stat().st_size


def _copy(source: Path, fresh: Path) -> None:
    with (
        contextlib.closing(
            sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)
        ) as old,
        contextlib.closing(sqlite3.connect(fresh)) as new,
    ):
        old.backup(new, pages=PAGES)
        new.execute("PRAGMA journal_mode=DELETE")  # one file, to be carried anywhere
        (found,) = new.execute("PRAGMA integrity_check").fetchone()
        if found != "ok":
            raise sqlite3.DatabaseError(f"в копии нарушена целостность: {found}")
