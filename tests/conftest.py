"""A database of its own for each test: SQLite, or PostgreSQL where the run asks for it.

`OTKLIK_TEST_DATABASE=postgresql ./run.py test` runs everything that touches the store on a
PostgreSQL that the tests start. What is about PostgreSQL alone takes `postgres_url` in every run.
"""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import pytest

from intake.store import database as databases
from tests.servers import postgres
from tests.servers.postgres import Postgres

DIALECT = os.environ.get("OTKLIK_TEST_DATABASE", "sqlite")


_STORED = {"database_url", "database", "empty_url", "installed_url", "postgres_url"}
"""Fixtures of tests that have to do with the store."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A run on another database leaves out what has nothing to do with one."""
    if DIALECT == "sqlite":
        return
    others = [item for item in items if _STORED.isdisjoint(getattr(item, "fixturenames", ()))]
    config.hook.pytest_deselected(items=others)
    items[:] = [item for item in items if item not in set(others)]


def migrate(url: str) -> None:
    """Make the tables of this program."""
    with databases.connect(url) as database:
        databases.upgrade(database)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Postgres]:
    if reason := postgres.missing():
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    with postgres.running() as server:
        yield server


@pytest.fixture(scope="session")
def postgres_template(postgres_server: Postgres) -> Iterator[str]:
    """The name of a migrated database, from which the tests' own are copied."""
    with postgres_server.database("migrated") as url:
        migrate(url)
        yield "migrated"


@pytest.fixture
def postgres_url(postgres_server: Postgres, postgres_template: str) -> Iterator[str]:
    """A migrated PostgreSQL database without rows."""
    with postgres_server.database(f"t{uuid.uuid4().hex}", postgres_template) as url:
        yield url


@pytest.fixture(scope="session")
def installed_url(request: pytest.FixtureRequest) -> Callable[[], AbstractContextManager[str]]:
    """Makes an empty database for what `init` sets up; "" for the one that it proposes."""
    if DIALECT == "postgresql":
        server: Postgres = request.getfixturevalue("postgres_server")
        return lambda: server.database(f"t{uuid.uuid4().hex}")
    return lambda: nullcontext("")


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("store") / "migrated.sqlite3"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A migrated database without rows, of the kind that this run is about."""
    if DIALECT == "postgresql":
        return str(request.getfixturevalue("postgres_url"))
    path = tmp_path / "otklik.sqlite3"
    shutil.copyfile(request.getfixturevalue("sqlite_template"), path)
    return f"sqlite:///{path}"


@pytest.fixture
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database in which nothing was made yet."""
    if DIALECT == "postgresql":
        server: Postgres = request.getfixturevalue("postgres_server")
        with server.database(f"t{uuid.uuid4().hex}") as url:
            yield url
    else:
        yield f"sqlite:///{tmp_path}/var/otklik.sqlite3"
