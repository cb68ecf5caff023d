"""The queue in PostgreSQL, by procrastinate: ids of rows, put in by the transaction of the rows.

A job is only a hint. What is to be done stands in the rows; a job's function looks there, and may
run again or twice at once. So a job that fails is dropped: the next round finds the rows that no
job is about, and puts them in again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import TextClause, text
from sqlalchemy.orm import Session

from intake.store.lifeline import nobody_holds

if TYPE_CHECKING:
    from procrastinate import App

READ, ANSWER, SEND = "read", "answer", "send"

TOGETHER: Final = 25
"""So many rows make a job: enough to share a transaction, few enough to share out the work."""

_PRIORITY: Final = {READ: 0, ANSWER: 1, SEND: 2}
"""What is begun is finished first."""

_IS_DEAD: Final = (
    nobody_holds("'worker:' || job.worker_id") + " AND NOT EXISTS ("
    "SELECT FROM procrastinate_events AS event WHERE event.job_id = job.id "
    "AND event.type = 'started' AND event.at > now() - interval '0.5 seconds')"
)
"""Whether the worker of a job has died. One just fetched is about to be begun, and held by
`holder`."""

DEAD: Final = (
    "SELECT job.id FROM procrastinate_jobs AS job "  # noqa: S608 (our names only)
    f"WHERE job.status = 'doing' AND job.worker_id IS NOT NULL AND {_IS_DEAD}"
)
"""SQL: the jobs of workers that died."""

_IN_HAND = text(
    "SELECT job.args -> 'ids' FROM procrastinate_jobs AS job "  # noqa: S608 (our names only)
    f"WHERE job.task_name = :task AND job.status = 'doing' AND NOT ({_IS_DEAD})"
)
_ABOUT = text(
    "SELECT job.args -> 'ids' FROM procrastinate_jobs AS job "
    "WHERE job.task_name = :task AND job.status IN ('todo', 'doing')"
)
_BACKLOG = text(
    "SELECT count(*) FROM procrastinate_jobs WHERE queue_name = :queue AND status = 'todo'"
)


@dataclass(frozen=True)
class Queue:
    """Puts jobs in. `account` is the mailbox that they are about: each has a queue of its own."""

    account: str = ""

    @cached_property
    def _app(self) -> App:
        from procrastinate import App, SyncPsycopgConnector

        return App(connector=SyncPsycopgConnector())  # never opened: jobs come with our rows

    def put(
        self, session: Session, task: str, ids: Sequence[int], *, at: datetime | None = None
    ) -> None:
        """Put jobs about these rows in, in the caller's transaction; not to be begun before `at`.

        The longer an account's own queue is, the later its next reading: so a mailbox with three
        mails does not wait for one with fifty thousand. What is put off had its turn before.
        """
        if not ids:
            return
        name = f"{task}:{self.account}"
        is_new = task == READ and at is None
        jobs = self._app.configure_task(
            task,
            queue=name,
            priority=_PRIORITY[task] - (self._backlog(session, name) if is_new else 0),
            schedule_at=at,
            connection=session.connection().connection.driver_connection,
        )
        jobs.batch_defer(*_arguments(ids))

    def put_left_behind(self, session: Session, task: str, ids: Iterable[int]) -> None:
        """Put in those of these rows that no job is about. To be asked after the rows: what was
        put in meanwhile is then seen."""
        known = _rows(session, _ABOUT, task) if (wanted := list(ids)) else set()
        self.put(session, task, [i for i in wanted if i not in known])

    @staticmethod
    def in_hand(session: Session, task: str) -> set[int]:
        """The rows that workers who are alive are at."""
        return _rows(session, _IN_HAND, task)

    @staticmethod
    def _backlog(session: Session, queue: str) -> int:
        return int(session.scalar(_BACKLOG, {"queue": queue}) or 0)


def holder(worker_id: int | None) -> str:
    """The name that a worker holds on the database's lifeline while it is at a job."""
    return f"worker:{worker_id}"


def _rows(session: Session, jobs: TextClause, task: str) -> set[int]:
    return {i for ids in session.scalars(jobs, {"task": task}) for i in ids}


def _arguments(ids: Sequence[int]) -> list[dict[str, Any]]:
    """The arguments of the jobs about these rows."""
    starts = range(0, len(ids), TOGETHER)
    return [{"ids": list(ids[start : start + TOGETHER])} for start in starts]


def connection_arguments(engine: Any) -> dict[str, Any]:
    """What psycopg needs to connect to the database of an SQLAlchemy engine."""
    positional, named = engine.dialect.create_connect_args(engine.url)
    assert not positional
    return dict(named)
