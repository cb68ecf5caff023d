"""The queue: jobs come and go with the rows they are about, and hold nothing that rows do not."""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Iterator

import pytest
from sqlalchemy import select, text

from intake.reader import Elsewhere
from intake.store import lease, pace
from intake.store.database import Database, connect
from intake.store.heartbeat import Heartbeat
from intake.store.schema import Letter, MailRow, ReadingRow
from intake.worker import Worker
from outbound.running.conductor import Conductor, QueueReader
from outbound.running.jobs import Jobs, slot_name
from outbound.running.queue import ANSWER, DEAD, READ, SEND, TOGETHER, Queue, holder
from outbound.running.service import Service
from outbound.sending.smtp import Fate, Verdict
from rules.model import Mail, Reading
from tests.intake.fakes import FakeMailbox
from tests.outbound.campaign import CIRCULAR, OFFICE, FakeClock, FakeSender, raw_mail, reading

QUEUE = Queue("edo@imap.example")


@pytest.fixture
def database(postgres_url: str) -> Iterator[Database]:
    with connect(postgres_url) as opened:
        yield opened


def jobs_in(database: Database, task: str) -> list[list[int]]:
    """What the waiting jobs are about, in the order in which they will be begun."""
    query = text(
        "SELECT args -> 'ids' FROM procrastinate_jobs WHERE task_name = :task "
        "ORDER BY priority DESC, id"
    )
    with database.reading() as session:
        return list(session.scalars(query, {"task": task}))


def done(database: Database, task: str) -> list[list[int]]:
    """Take the waiting jobs out, as a worker does."""
    about = jobs_in(database, task)
    with database.session() as session:
        session.execute(
            text("DELETE FROM procrastinate_jobs WHERE task_name = :task"), {"task": task}
        )
    return about


def parse(raw: bytes) -> Mail:
    from intake import mime

    return mime.parse(raw)


def read(mail: Mail, circulars: object, threads: object) -> Reading:
    return reading()


class Scene:
    """One account: a mailbox in memory, a sender that records, and the queue between them."""

    def __init__(self, database: Database) -> None:
        self.database, self.clock, self.sender = database, FakeClock(), FakeSender()
        self.mailbox = FakeMailbox(account=QUEUE.account)
        reader = self.reader()
        worker = Worker(
            database, self.mailbox, reader, clock=self.clock,
            stored_rows=lambda session, ids: QUEUE.put(session, READ, ids),
        )  # fmt: skip
        common = (database, worker, OFFICE, self.sender)
        self.conductor = Conductor(*common, clock=self.clock, queue=QUEUE)
        self.jobs = Jobs(Service(*common, clock=self.clock), reader, QUEUE)

    def reader(self, elsewhere: Elsewhere | None = None) -> QueueReader:
        return QueueReader(
            self.database, [CIRCULAR], self.clock, parse=parse, read=read, elsewhere=elsewhere,
            recorded=lambda session, ids: QUEUE.put(session, ANSWER, ids),
        )  # fmt: skip

    def arrive(self, *numbers: int) -> None:
        for n in numbers:
            raw = raw_mail(f"p{n}@mo.example", Message_ID=f"<{n}@mo.example>")
            self.mailbox.mails[n] = raw

    def carry_out(self) -> None:
        """All jobs that wait, and those that they put in."""
        for task, function in self.jobs.by_name.items():
            for ids in done(self.database, task):
                function(ids)

    def letters(self) -> list[str]:
        with self.database.reading() as session:
            return list(session.scalars(select(Letter.state).order_by(Letter.id)))


@pytest.fixture
def scene(database: Database) -> Scene:
    return Scene(database)


class TestOrder:
    def test_a_mail_waits_for_the_earlier_one_of_its_writer(self, scene: Scene) -> None:
        scene.arrive(1, 2)
        scene.mailbox.mails[3] = raw_mail("p1@mo.example", Message_ID="<3@mo.example>")
        scene.conductor.poll()
        first, second, third = (i for ids in done(scene.database, READ) for i in ids)
        scene.jobs.read([second, third])
        assert jobs_in(scene.database, READ) == [[third]], "to be asked again soon"
        assert jobs_in(scene.database, ANSWER) == [[second]]
        scene.jobs.read([first])
        (again,) = done(scene.database, READ)
        scene.jobs.read(again)
        with scene.database.reading() as session:
            read = session.scalars(select(ReadingRow.mail_id).order_by(ReadingRow.id)).all()
        assert read == [second, first, third]

    def test_what_was_read_waits_for_what_another_worker_is_at(self, scene: Scene) -> None:
        first, second = self.two_of_one(scene)
        at_it = {first}
        patient = dataclasses.replace(scene.jobs, reader=scene.reader(lambda _: set(at_it)))
        worker = threading.Thread(target=patient.read, args=([second],))
        worker.start()
        worker.join(0.3)
        assert worker.is_alive()
        scene.jobs.read([first])
        worker.join(20)
        assert not worker.is_alive()
        assert self.order_of_readings(scene) == [first, second]
        assert jobs_in(scene.database, READ) == []

    def test_if_that_worker_dies_it_is_put_in_again(self, scene: Scene) -> None:
        first, second = self.two_of_one(scene)
        at_it = [first]  # when this one begins, and no more when it is done
        reader = scene.reader(lambda _: {at_it.pop()} if at_it else set())
        patient = dataclasses.replace(scene.jobs, reader=reader)
        patient.read([second])
        assert jobs_in(scene.database, READ) == [[second]]
        scene.jobs.read([first, second])
        assert self.order_of_readings(scene) == [first, second]
        with scene.database.reading() as session:
            states = session.execute(select(MailRow.state, MailRow.error, MailRow.tries)).all()
        assert set(states) == {("read", None, 0)}, "waiting is no try"

    @staticmethod
    def two_of_one(scene: Scene) -> list[int]:
        scene.arrive(1)
        scene.mailbox.mails[2] = raw_mail("p1@mo.example", Message_ID="<2@mo.example>")
        scene.conductor.poll()
        return [i for ids in done(scene.database, READ) for i in ids]

    @staticmethod
    def order_of_readings(scene: Scene) -> list[int]:
        with scene.database.reading() as session:
            return list(session.scalars(select(ReadingRow.mail_id).order_by(ReadingRow.id)))


class TestInHand:
    """Whose jobs are whose: procrastinate's rows, and the lifelines of those who live."""

    @staticmethod
    def fetched(database: Database, worker: int, seconds_ago: int) -> None:
        with database.session() as session:
            session.execute(
                text("INSERT INTO procrastinate_workers OVERRIDING SYSTEM VALUE VALUES (:id)"),
                {"id": worker},
            )
            session.execute(
                text("SELECT procrastinate_fetch_job_v2(ARRAY['read:edo@imap.example'], :id)"),
                {"id": worker},
            )
            session.execute(
                text("UPDATE procrastinate_events SET at = at - make_interval(secs => :ago)"),
                {"ago": seconds_ago},
            )

    @staticmethod
    def in_hand(database: Database) -> set[int]:
        with database.reading() as session:
            dead = session.scalars(text(DEAD)).all()
            found = QUEUE.in_hand(session, READ)
            assert bool(dead) != bool(found), "either is somebody at them or they are the dead's"
            return found

    def test_a_worker_that_lives_is_at_its_rows(self, database: Database) -> None:
        with database.session() as session:
            QUEUE.put(session, READ, [1, 2])
        self.fetched(database, 7, seconds_ago=9)
        with database.lifeline.held(holder(7)):
            assert self.in_hand(database) == {1, 2}
        assert self.in_hand(database) == set()

    def test_so_is_one_that_has_just_fetched_its_job(self, database: Database) -> None:
        with database.session() as session:
            QUEUE.put(session, READ, [1, 2])
        self.fetched(database, 7, seconds_ago=0)
        assert self.in_hand(database) == {1, 2}


class TestPutting:
    def test_a_job_comes_with_its_rows_or_not_at_all(self, database: Database) -> None:
        with pytest.raises(RuntimeError), database.session() as session:
            QUEUE.put(session, READ, [1, 2])
            raise RuntimeError
        assert jobs_in(database, READ) == []
        with database.session() as session:
            QUEUE.put(session, READ, [1, 2])
        assert jobs_in(database, READ) == [[1, 2]]

    def test_many_rows_are_shared_out(self, database: Database) -> None:
        ids = list(range(1, 2 * TOGETHER + 2))
        with database.session() as session:
            QUEUE.put(session, READ, ids)
        assert [len(about) for about in jobs_in(database, READ)] == [TOGETHER, TOGETHER, 1]

    def test_nothing_makes_no_job(self, database: Database) -> None:
        with database.session() as session:
            QUEUE.put(session, READ, [])
        assert jobs_in(database, READ) == []

    def test_a_small_mailbox_does_not_wait_for_a_large_one(self, database: Database) -> None:
        small = Queue("small@imap.example")
        for start in range(0, 10 * TOGETHER, TOGETHER):
            with database.session() as session:
                QUEUE.put(session, READ, range(start, start + TOGETHER))
        with database.session() as session:
            small.put(session, READ, [9001])
        assert [9001] in jobs_in(database, READ)[:2]

    def test_rows_that_a_job_is_about_are_not_put_in_again(self, database: Database) -> None:
        with database.session() as session:
            QUEUE.put(session, READ, [1, 2])
        with database.session() as session:
            QUEUE.put_left_behind(session, READ, [1, 2, 3])
        assert jobs_in(database, READ)[-1] == [3]


class TestJobs:
    def test_the_way_of_a_mail(self, scene: Scene) -> None:
        scene.arrive(1, 2, 3)
        scene.conductor.poll()
        scene.carry_out()
        assert scene.letters() == ["sent"] * 3
        assert sorted(to for to, _ in scene.sender.carried) == [
            f"p{n}@mo.example" for n in (1, 2, 3)
        ]

    def test_each_may_run_again(self, scene: Scene, database: Database) -> None:
        scene.arrive(1, 2, 3)
        scene.conductor.poll()
        for task, function in scene.jobs.by_name.items():
            for ids in done(database, task):
                function(ids)
                function(ids)
        with database.reading() as session:
            assert len(session.scalars(select(ReadingRow.id)).all()) == 3
        assert len(scene.sender.carried) == 3

    def test_what_lost_its_job_is_found_by_the_next_round(
        self, scene: Scene, database: Database
    ) -> None:
        scene.arrive(1)
        for task, function in scene.jobs.by_name.items():
            scene.conductor.poll()
            done(database, task)  # lost
            scene.conductor.poll()
            for ids in done(database, task):
                function(ids)
        assert scene.letters() == ["sent"]

    def test_a_round_puts_nothing_in_twice(self, scene: Scene, database: Database) -> None:
        scene.arrive(1)
        scene.conductor.poll()
        scene.conductor.poll()
        assert jobs_in(database, READ) == [[1]]

    def test_a_letter_put_off_is_sent_when_it_is_due(self, scene: Scene) -> None:
        scene.arrive(1)
        scene.conductor.poll()
        scene.sender.verdicts = [Verdict(Fate.LATER, "занято")]
        scene.carry_out()
        assert scene.letters() == ["due"]
        scene.conductor.poll()
        scene.carry_out()
        assert scene.letters() == ["due"], "not before its time"
        scene.clock.tick(minutes=2)
        scene.conductor.poll()
        scene.carry_out()
        assert scene.letters() == ["sent"]

    def test_no_more_send_at_once_than_connections_are_allowed(
        self, scene: Scene, database: Database
    ) -> None:
        scene.arrive(1)
        scene.conductor.poll()
        with Heartbeat(database, slot_name(QUEUE.account, 0), 60, scene.clock) as another:
            assert another.is_ours
            scene.carry_out()
        assert scene.letters() == ["due"]
        assert jobs_in(database, SEND) == [[1]], "put off, not forgotten"
        scene.carry_out()
        assert scene.letters() == ["sent"]

    def test_a_letter_cut_off_is_taken_up_when_its_sender_is_dead(
        self, scene: Scene, database: Database
    ) -> None:
        scene.arrive(1)
        scene.conductor.poll()
        for task in (READ, ANSWER):
            for ids in done(database, task):
                scene.jobs.by_name[task](ids)
        other = slot_name(QUEUE.account, 1)
        with database.session() as session:
            lease.acquire(session, other, "another", scene.clock(), 60)
            (letter,) = session.scalars(select(Letter)).all()
            letter.state, letter.carrier, letter.tries = "sending", other, 1
        done(database, SEND)
        scene.conductor.poll()
        assert scene.letters() == ["sending"], "somebody is at it"
        scene.clock.tick(minutes=3)
        scene.conductor.poll()
        assert scene.letters() == ["due"]

    def test_a_server_that_is_down_is_left_in_peace_by_all(
        self, scene: Scene, database: Database
    ) -> None:
        scene.arrive(1, 2)
        scene.conductor.poll()
        scene.sender.down = "нет ответа"
        scene.carry_out()
        with database.session() as session:
            assert pace.held_until(session, f"down:{QUEUE.account}", scene.clock())
        scene.sender.down = ""
        scene.conductor.poll()
        scene.carry_out()
        assert scene.sender.carried == []
        scene.clock.tick(minutes=2)
        scene.conductor.poll()
        scene.carry_out()
        assert len(scene.sender.carried) == 2
