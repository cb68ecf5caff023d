"""A database of its own for each test, copied from one that was migrated once."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from intake.store import database as databases
from intake.store.database import Database


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("store") / "migrated.sqlite3"
    with databases.connect(f"sqlite:///{path}") as database:
        databases.upgrade(database)
    return path


@pytest.fixture
def db(migrated: Path, tmp_path: Path) -> Iterator[Database]:
    path = tmp_path / "otklik.sqlite3"
    shutil.copyfile(migrated, path)
    with databases.connect(f"sqlite:///{path}") as database:
        yield database
