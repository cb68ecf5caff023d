"""Opening the database: engine, sessions, the revision of its tables.

A `Database` hands out sessions that are one transaction each. Writers take SQLite's write lock at
once (BEGIN IMMEDIATE), so that two processes wait for each other instead of failing halfway.
"""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from intake.secrets import Secret

if TYPE_CHECKING:
    from alembic.config import Config
    from sqlalchemy import URL, Connection, Engine
    from sqlalchemy.orm import Session

_DRIVER = "postgresql+psycopg"

BUSY_SECONDS = 15
"""How long a writer waits for another process's transaction before it gives up."""


class DatabaseError(Exception):
    """The database cannot be used; the message is Russian and says what to do."""


@dataclass(frozen=True, slots=True)
class Revision:
    """The state of the tables: what the database has, and what this program needs."""

    current: str | None
    head: str

    @property
    def is_current(self) -> bool:
        """Whether the program can work with these tables."""
        return self.current == self.head


class Database:
    """One open database. Close it, or use it as a context manager."""

    def __init__(self, engine: Engine) -> None:
        from intake.store.lifeline import Lifeline

        self.engine = engine
        self.lifeline = Lifeline(engine)
        self._reading = _for_reading(engine)

    @contextmanager
    def session(self) -> Iterator[Session]:
        """A writing transaction: committed at the end, rolled back on any exception."""
        from sqlalchemy.orm import Session

        with Session(self.engine, expire_on_commit=False) as session, session.begin():
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A transaction that only reads: it sees one state of the whole database, and never waits
        for writers. Never committed."""
        from sqlalchemy.orm import Session

        with Session(self._reading, expire_on_commit=False) as session:
            yield session

    def close(self) -> None:
        """Close every connection."""
        self.lifeline.close()
        self.engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def connect(url: str, password: Secret | None = None) -> Database:
    """The database of a URL, whatever its tables; an SQLite file is created (mode 0600)."""
    from sqlalchemy import create_engine, event, make_url
    from sqlalchemy.pool import StaticPool

    parsed = make_url(url)
    if password is not None:
        parsed = parsed.set(password=password.reveal())
    if parsed.get_backend_name() != "sqlite":
        return _server(parsed.set(drivername=_DRIVER))
    options: dict[str, Any] = {"connect_args": {"timeout": BUSY_SECONDS}}
    if parsed.database in (None, "", ":memory:"):
        options = {"poolclass": StaticPool, "connect_args": {"check_same_thread": False}}
    else:
        _create_private(Path(str(parsed.database)))
    engine = create_engine(parsed, json_serializer=_json, **options)
    event.listen(engine, "connect", _on_connect)
    event.listen(engine, "begin", _on_begin)
    return Database(engine)


def _server(url: URL) -> Database:
    from sqlalchemy import create_engine

    try:
        return Database(create_engine(url, pool_pre_ping=True, json_serializer=_json))
    except ModuleNotFoundError as error:
        raise DatabaseError(
            "Для PostgreSQL нужны дополнительные пакеты. Установите их: ./run.py db driver"
        ) from error


def open_database(url: str, password: Secret | None = None) -> Database:
    """The database of a URL, ready for work. Raises DatabaseError if it cannot be reached, or its
    tables are absent or of another revision than the program's."""
    database = connect(url, password)
    try:
        require_current(database)
    except BaseException:
        database.close()
        raise
    return database


def require_current(database: Database) -> None:
    """Raise DatabaseError, with what to do, unless the tables are those of this program."""
    if told := advice(revision(database), _known_revisions()):
        raise DatabaseError(told)


def advice(found: Revision, known: Collection[str]) -> str:
    """What to do about tables of this revision, in Russian; "" if they are right."""
    if found.is_current:
        return ""
    if found.current is None:
        return "База данных ещё не создана. Выполните: ./run.py db upgrade"
    if found.current not in known:
        return (
            f"База данных новее программы (версия таблиц {found.current}, программа знает "
            f"{found.head}). Установите программу той версии, которая её обновила."
        )
    return (
        f"База данных от прежней версии программы (таблицы {found.current}, нужны {found.head}). "
        "Сделайте копию базы и выполните: ./run.py db upgrade"
    )


def revision(database: Database) -> Revision:
    """The revisions of tables and program. Raises DatabaseError if it cannot be reached."""
    from sqlalchemy import inspect, text
    from sqlalchemy.exc import DBAPIError

    current = None
    try:
        with database.engine.connect() as connection:
            if inspect(connection).has_table("alembic_version"):
                current = connection.scalar(text("SELECT version_num FROM alembic_version"))
    except DBAPIError as error:
        raise DatabaseError(f"База данных не открывается: {error.orig}") from error
    return Revision(current, max(_known_revisions()))


def upgrade(database: Database) -> Revision:
    """Bring the tables to the program's revision, in one transaction; returns what it was."""
    from alembic import command

    before = revision(database)
    config = _config()
    with _migrating(database) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    return before


@contextmanager
def _migrating(database: Database) -> Iterator[Connection]:
    """A transaction in which tables may be made anew, as SQLite must to change one: references to
    them are checked when all is done. Raises DatabaseError if one leads nowhere."""
    with database.engine.connect() as connection:
        sqlite = connection.dialect.name == "sqlite"
        if sqlite:  # within a transaction it would not be heeded
            _pragma(connection, "foreign_keys=OFF")
        try:
            with connection.begin():
                yield connection
                if sqlite and _pragma(connection, "foreign_key_check"):
                    raise DatabaseError("Таблицы не приведены к этой версии: связи нарушены.")
        finally:
            if sqlite:
                _pragma(connection, "foreign_keys=ON")


def _pragma(connection: Connection, words: str) -> list[Any]:
    driver = connection.connection.driver_connection
    assert driver is not None
    return list(driver.execute(f"PRAGMA {words}"))


def is_ours(name: str | None, kind: str, _parents: object) -> bool:
    """For alembic: whether a table is of our schema. The queue's are its library's."""
    return kind != "table" or name is None or not name.startswith("procrastinate_")


def _config() -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config


def _known_revisions() -> set[str]:
    """By the names of the migrations' files: alembic itself takes long to load, and every command
    asks."""
    versions = Path(__file__).parent / "migrations" / "versions"
    return {path.name[1:5] for path in versions.glob("r[0-9][0-9][0-9][0-9]_*.py")}


def _json(value: object) -> str:
    """JSON that a person can read in the database: Cyrillic as it is. Lone surrogates, which
    broken mail can hold, are no UTF-8: such a value is written in ASCII."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.dumps(value, separators=(",", ":"))
    return text


def _for_reading(engine: Engine) -> Engine:
    """The same connections, for transactions that see one state of everything."""
    if engine.dialect.name == "sqlite":
        return engine.execution_options(otklik_begin="BEGIN")
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def _create_private(path: Path) -> None:
    """Create an SQLite file that only its owner reads; its WAL takes the same mode."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise DatabaseError(f"Файл базы данных {path} не открывается: {error.strerror}") from error


def _on_connect(connection: Any, _record: object) -> None:
    # The driver's own BEGIN comes too late for savepoints; `_on_begin` sends it instead.
    connection.isolation_level = None
    for pragma in (
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        f"busy_timeout = {BUSY_SECONDS * 1000}",
    ):
        connection.execute(f"PRAGMA {pragma}").close()


def _on_begin(connection: Connection) -> None:
    begin = connection.get_execution_options().get("otklik_begin", "BEGIN IMMEDIATE")
    connection.exec_driver_sql(begin)
