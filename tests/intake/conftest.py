"""A database of its own for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from intake.store import database as databases
from intake.store.database import Database


@pytest.fixture
def db(database_url: str) -> Iterator[Database]:
    with databases.connect(database_url) as database:
        yield database
