"""One worker of many: it carries out jobs, and conducts an account when it is its turn.

Nothing here decides what is to be done, nor remembers it: a worker may be killed at any moment.
"""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from intake.imap import ImapMailbox
from intake.settings import Settings
from intake.store.database import Database, DatabaseError, open_database
from intake.store.lifeline import Lifeline
from intake.tokens import installed_key
from intake.worker import Worker
from outbound.office import Office, wall_clock
from outbound.running.conductor import Conductor, QueueReader, conduct
from outbound.running.jobs import Jobs
from outbound.running.queue import ANSWER, DEAD, READ, Queue, connection_arguments, holder
from outbound.running.service import BACK_OFF_SECONDS, Service, Stop, Waiter
from outbound.running.wiring import Loaded, MailboxSentFolder, limits, office, trust
from outbound.sending.smtp import SmtpSender

if TYPE_CHECKING:
    from procrastinate import App, JobContext

log = logging.getLogger(__name__)

_LETTER = (
    "From: a@b.example\nSubject: Re\n\nК подключению готовы с 1 сентября 2011 г. Для обучения "
    "направляем Иванову Анну Петровну, ведущего специалиста, тел. 8 (85172) 2-11-22.\n"
)

_LOOK = 5.0
"""Seconds between looks for jobs where no notification came; those put off wait for a look."""

_LOOK_FOR_DEAD = 0.5
"""Seconds between looks for the jobs of workers that died."""


@dataclass(frozen=True)
class Member:
    """What a worker works with, for one account."""

    conductor: Conductor
    waiter: Waiter
    jobs: Jobs
    poll_seconds: float

    @property
    def database(self) -> Database:
        """Each account has a database of its own."""
        return self.conductor.database


@contextlib.contextmanager
def opened(settings: Settings, circulars: Loaded, stop: Stop) -> Iterator[Member]:
    """Everything open for the length of the block; connections are made at first need. Raises
    DatabaseError."""
    with contextlib.ExitStack() as stack:
        url, password = settings.database.url, settings.database.password
        database = stack.enter_context(open_database(url, password))
        mailbox = stack.enter_context(ImapMailbox(settings.imap, settings.limits))
        us = dataclasses.replace(office(settings, circulars), token_key=installed_key(settings))
        sender = SmtpSender(settings.smtp)
        stack.callback(sender.close)
        queue = Queue(mailbox.account)
        reader = _reader(settings, database, us, queue)
        conductor = _conductor(settings, reader, mailbox, us, queue=queue, stop=stop)
        jobs = Jobs(_sending(conductor, sender), reader, queue, settings.smtp.connections)
        yield Member(conductor, mailbox, jobs, settings.service.poll_seconds)


def _conductor(
    settings: Settings,
    reader: QueueReader,
    mailbox: ImapMailbox,
    us: Office,
    *,
    queue: Queue,
    stop: Stop,
) -> Conductor:
    def stored(session: Session, ids: Sequence[int]) -> None:
        queue.put(session, READ, ids)

    seconds = settings.service.lease_seconds
    worker = Worker(
        reader.database,
        mailbox,
        reader,
        lease_seconds=seconds,
        stopping=stop,
        stored_rows=stored,
    )
    folder = settings.smtp.sent_folder
    return Conductor(
        reader.database,
        worker,
        us,
        SmtpSender(settings.smtp),  # it never connects: jobs send
        sent_folder=MailboxSentFolder(mailbox, folder) if folder else None,
        tries=settings.limits.send_tries,
        lease_seconds=seconds,
        stopping=stop,
        limits=limits(settings.smtp),
        queue=queue,
    )


def _reader(settings: Settings, database: Database, us: Office, queue: Queue) -> QueueReader:
    def recorded(session: Session, ids: Sequence[int]) -> None:
        queue.put(session, ANSWER, ids)

    return QueueReader(
        database,
        us.circulars,
        wall_clock,
        # Of many workers one may die for reasons of its own while it reads a mail.
        tries=2 * settings.limits.read_tries,
        recorded=recorded,
        trust=trust(settings),
        elsewhere=lambda session: queue.in_hand(session, READ),
    )


def _sending(conductor: Conductor, sender: SmtpSender) -> Service:
    """The same account's service as jobs use it: with a connection of their own."""
    return Service(
        conductor.database,
        conductor.intake,
        conductor.office,
        sender,
        tries=conductor.tries,
        lease_seconds=conductor.lease_seconds,
        stopping=conductor.stopping,
        limits=conductor.limits,
    )


def check(settings: Settings) -> None:
    """Raise DatabaseError unless the database is one that workers can share, and ready."""
    with open_database(settings.database.url, settings.database.password) as database:
        if database.engine.dialect.name != "postgresql":
            raise DatabaseError(
                "Несколько работников возможны только с базой PostgreSQL; на одной машине "
                "работает ./run.py serve"
            )


def warm(settings: Settings, circulars: Loaded) -> None:
    """Load what every worker needs: libraries, word lists, the rules, the templates. No connection
    is made and no thread started."""
    import procrastinate  # noqa: F401
    import psycopg  # noqa: F401

    from intake import mime
    from outbound.writing import samples
    from rules import reading

    reading.read(mime.parse(_LETTER.encode()), [circular for _, circular in circulars])
    for folder, circular in circulars:
        for _, compose in samples.letters(settings, folder, circular):
            with contextlib.suppress(Exception):  # `check` tells of broken templates
                compose()


def work(members: Sequence[Member], stop: Stop) -> None:
    """Work for these accounts until asked to stop; each gets a turn, however long the queues of the
    others are. What is in hand at the end is finished first."""
    logging.getLogger("procrastinate").setLevel(logging.WARNING)  # it tells of each job
    threads = [
        threading.Thread(target=_conducted, args=(member, stop), daemon=True) for member in members
    ]
    for thread in threads:
        thread.start()
    asyncio.run(_work(members, stop))
    for thread in threads:
        thread.join()


async def _work(members: Sequence[Member], stop: Stop) -> None:
    await asyncio.gather(*(_serve(member, stop) for member in members))


async def _serve(member: Member, stop: Stop) -> None:
    """Carry out an account's jobs; after trouble with its database the waits grow."""
    failures = 0
    while not stop():
        try:
            await _carry_out(member, stop)
            failures = 0
        except (OperationalError, _lost()) as error:  # rows are safe, try again
            log.error("queue: %s", error.__cause__ or error)
            failures += 1
            await asyncio.to_thread(
                stop.sleep, BACK_OFF_SECONDS[min(failures, len(BACK_OFF_SECONDS)) - 1]
            )


def _lost() -> type[Exception]:
    from procrastinate.exceptions import ConnectorException

    return ConnectorException


def _conducted(member: Member, stop: Stop) -> None:
    while not stop():
        try:
            conduct(member.conductor, member.waiter, member.poll_seconds, stop)
        except OperationalError as error:
            log.error("database: %s", error.orig)
            stop.sleep(BACK_OFF_SECONDS[0])


async def _carry_out(member: Member, stop: Stop) -> None:
    """The queue's jobs, one after another, until asked to stop or the database is lost."""
    app = _app(member)
    silence = member.conductor.lease_seconds
    async with app.open_async():
        worker = asyncio.create_task(
            app.run_worker_async(
                install_signal_handlers=False,
                delete_jobs="always",
                fetch_job_polling_interval=_LOOK,
                update_heartbeat_interval=silence / 4,
                stalled_worker_timeout=silence,
            )
        )
        rescuer = asyncio.create_task(_rescue(app, silence))
        while not (stop() or worker.done() or rescuer.done()):  # noqa: ASYNC110
            await asyncio.sleep(0.1)  # a signal's handler knows nothing of this loop
        for task in (rescuer, worker):
            task.cancel()
        results = await asyncio.gather(worker, rescuer, return_exceptions=True)
    for result in results:
        if isinstance(result, Exception):
            raise result


async def _rescue(app: App, silence: float) -> None:
    """Put the jobs of workers that died, or fell silent, in again, for whoever is free."""
    while True:
        manager = app.job_manager
        silent = await manager.get_stalled_jobs(seconds_since_heartbeat=silence)
        dead = await app.connector.execute_query_all_async(DEAD)
        for job_id in {row["id"] for row in dead} | {job.id for job in silent if job.id}:
            log.warning("job %s is taken over from a worker that died or fell silent", job_id)
            with contextlib.suppress(_lost()):  # another worker did so a moment ago
                await manager.retry_job_by_id_async(job_id, retry_at=datetime.now(UTC))
        await asyncio.sleep(_LOOK_FOR_DEAD)


def _app(member: Member) -> App:
    """The queue's application, with the functions that carry out its jobs."""
    from procrastinate import App, PsycopgConnector

    arguments = connection_arguments(member.database.engine)
    app = App(connector=PsycopgConnector(kwargs=arguments, min_size=1, max_size=4))
    for name, function in member.jobs.by_name.items():
        app.task(name=name, pass_context=True)(_task(function, member.database.lifeline))
    return app


def _task(function: Callable[[Sequence[int]], None], line: Lifeline) -> Callable[..., None]:
    def carry_out(context: JobContext, ids: list[int]) -> None:
        with line.held(holder(context.job.worker_id)):
            function(ids)

    return carry_out
