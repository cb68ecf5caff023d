"""A small campaign in memory; what it consists of stands in `campaign.py`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy.orm import Session

from intake.store import readings
from intake.store.database import Database, connect
from intake.store.schema import Base, MailRow, RawMail
from rules.model import Reading
from tests.conftest import DIALECT
from tests.outbound.campaign import FakeClock, raw_mail


@pytest.fixture
def database(request: pytest.FixtureRequest) -> Iterator[Database]:
    """In memory, which is quickest; or as the run asks."""
    if DIALECT != "sqlite":
        with connect(request.getfixturevalue("database_url")) as database:
            yield database
        return
    with connect("sqlite://") as database:
        Base.metadata.create_all(database.engine)
        yield database


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with _Session(database.engine, expire_on_commit=False) as session:
        yield session


class _Session(Session):
    """Never leaves a transaction open behind a look: the database in memory has one connection."""

    def refresh(self, *given: Any, **options: Any) -> None:
        super().refresh(*given, **options)
        self.commit()


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


Arrive = Callable[..., MailRow]


@pytest.fixture
def arrive(session: Session, clock: FakeClock) -> Arrive:
    """Put a mail with its reading into the store, as the worker would; committed."""

    def arrive(
        read: Reading | None = None,
        raw: bytes | None = None,
        state: str = "read",
        **columns: object,
    ) -> MailRow:
        content = raw if raw is not None else raw_mail()
        count = session.query(MailRow).count()
        mail = MailRow(
            sha256=f"{count:064x}",
            size=len(content),
            received_at=clock(),
            state=state,
            reply_pending=state == "quarantined",
            subject="О готовности",
            message_id="<theirs@mo.example>",
            sender="lug@mo.example",
            sent_at=clock(),
        )
        for name, value in columns.items():
            setattr(mail, name, value)
        session.add(mail)
        session.flush()
        session.add(RawMail(mail_id=mail.id, content=content))
        if read is not None:
            readings.record(session, mail.id, read, clock())
        session.commit()
        return mail

    return arrive
