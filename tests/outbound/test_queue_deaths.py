"""A worker that dies before a statement or commit: the next one finishes, and nothing is twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from email import message_from_bytes
from typing import Any

import pytest
from sqlalchemy import event, func, select

from intake.store.database import Database, connect
from intake.store.schema import Letter, MailRow, ReadingRow
from tests.outbound.test_queue import Scene

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

MAILS = 2
STRIDE = 7
"""Points that lie close together differ little."""


class Died(BaseException):
    """Stands for SIGKILL: nobody catches it, and what was not committed is gone."""


@pytest.fixture
def database(postgres_url: str) -> Iterator[Database]:
    with connect(postgres_url) as opened:
        yield opened


class Death:
    """Comes before the nth statement or commit on a database."""

    def __init__(self, database: Database) -> None:
        self.left: int | None = None
        for name in ("before_cursor_execute", "commit"):
            event.listen(database.engine, name, self._step)

    def _step(self, *_given: Any) -> None:
        if self.left is None:
            return
        self.left -= 1
        if self.left == 0:
            self.left = None
            raise Died


def lives(scene: Scene, death: Death, steps: int) -> bool:
    """Whether all the work was done before so many steps."""
    death.left = steps
    try:
        scene.conductor.poll()
        scene.carry_out()
    except Died:
        return False
    finally:
        death.left = None
    return True


def settle(scene: Scene) -> None:
    """Another worker, after the dead one's leases have ended and the letters' waits are over."""
    for _ in range(3):
        scene.clock.tick(minutes=10)
        scene.conductor.poll()
        scene.carry_out()


def test_whenever_a_worker_dies_each_mail_is_settled_once(database: Database) -> None:
    scene, death, lived = Scene(database), Death(database), 0
    while True:
        scene.arrive(*range(10 * lived + 1, 10 * lived + 1 + MAILS))
        whole = lives(scene, death, 1 + lived * STRIDE)
        settle(scene)
        lived += 1
        if whole:
            break
    check(scene, lived)
    assert lived * STRIDE > 60, "the sweep went over all of the work"


def check(scene: Scene, lived: int) -> None:
    with scene.database.reading() as session:
        mails = session.scalar(select(func.count()).select_from(MailRow))
        assert mails == lived * MAILS
        assert set(session.scalars(select(MailRow.state))) == {"read"}
        assert session.scalar(select(func.count()).select_from(ReadingRow)) == mails
        answered = Counter(session.scalars(select(Letter.mail_id).where(Letter.mail_id > 0)))
        assert set(answered.values()) == {1}
        assert len(answered) == mails
        assert set(session.scalars(select(Letter.state))) <= {"sent", "dropped"}
    ids = Counter(str(message_from_bytes(raw)["Message-ID"]) for _, raw in scene.sender.carried)
    again = [count for count in ids.values() if count > 1]
    assert sum(again) <= 2 * lived, "only a letter whose fate was not recorded is sent again"
    assert not scene.mailbox.mails
