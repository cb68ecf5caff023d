"""The worker: each mail becomes exactly one row, whatever breaks, whenever it breaks."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from intake.reader import Reader
from intake.recorder import ReadResult
from intake.store import lease, mails, queries, readings
from intake.store.database import Database
from intake.store.heartbeat import Heartbeat
from intake.store.schema import AnswerRow, Copy, Folder, Lease, MailRow, RawMail, ReadingRow
from intake.worker import PassResult, Worker, utc_now
from rules.model import Doubt, Kind, Mail, Readiness, ReadinessValue, Reading, Reply
from tests.intake.fakes import CIRCULAR, NOW, FakeMailbox, eml, lost, parse, read, stored

SIX = {uid: eml(uid) for uid in range(1, 7)}


class Killed(BaseException):
    """Stands for SIGKILL: nothing in the program catches it."""


def worker(db: Database, mailbox: FakeMailbox, **given: Any) -> Worker:
    clock = given.pop("clock", lambda: NOW)
    options = {"parse": parse, "read": read, **given}
    return Worker(db, mailbox, Reader(db, [CIRCULAR], clock, **options), clock=clock)


def count(db: Database, table: type) -> int:
    with db.reading() as session:
        return session.scalars(select(func.count()).select_from(table)).one()


def rows(db: Database) -> list[MailRow]:
    with db.reading() as session:
        return list(session.scalars(select(MailRow).order_by(MailRow.id)))


def assert_all_once(db: Database, mailbox: FakeMailbox) -> None:
    assert stored(db) == list(SIX.values())
    assert {row.state for row in rows(db)} == {"read"}
    assert count(db, ReadingRow) == len(SIX)
    assert count(db, AnswerRow) == len(SIX)
    assert not mailbox.mails
    with db.reading() as session:
        assert set(session.scalars(select(Copy.settled_at))) == {NOW}


class TestGoodDay:
    def test_mails_are_stored_read_and_moved(self, db: Database) -> None:
        mailbox = FakeMailbox(dict(SIX))
        result = worker(db, mailbox).run_pass()
        assert (result.fetched, result.new, result.settled) == (6, 6, 6)
        assert (result.reading.read, result.error) == (6, None)
        assert_all_once(db, mailbox)

    def test_a_second_pass_finds_nothing(self, db: Database) -> None:
        mailbox = FakeMailbox(dict(SIX))
        worker(db, mailbox).run_pass()
        assert worker(db, mailbox).run_pass() == PassResult()

    def test_columns_for_lists_come_from_the_parsed_mail(self, db: Database) -> None:
        worker(db, FakeMailbox({1: eml(41)})).run_pass()
        (row,) = rows(db)
        assert (row.subject, row.sender, row.message_id) == (
            "41",
            "yasny@mo.example",
            "<41@mo.example>",
        )

    def test_the_last_good_pass_leaves_its_pulse(self, db: Database) -> None:
        worker(db, FakeMailbox()).run_pass()
        with db.reading() as session:
            pulse = queries.pulse(session, "poll")
            assert pulse is not None
            assert pulse.at == NOW


class TestSameMailAgain:
    def test_the_same_bytes_delivered_twice_are_one_mail(self, db: Database) -> None:
        mailbox = FakeMailbox({1: eml(1), 2: eml(1)})
        result = worker(db, mailbox).run_pass()
        assert (result.new, result.duplicates, result.settled) == (1, 1, 2)
        assert (count(db, MailRow), count(db, Copy), count(db, ReadingRow)) == (1, 2, 1)

    def test_other_bytes_under_the_same_message_id_are_taken_in_and_marked(
        self, db: Database
    ) -> None:
        worker(db, FakeMailbox({1: eml(1, "готовы"), 2: eml(1, "не готовы")})).run_pass()
        first, second = rows(db)
        assert (first.same_id_as, second.same_id_as) == (None, first.id)

    def test_a_changed_uidvalidity_rescans_and_drops_what_is_known(self, db: Database) -> None:
        mailbox = FakeMailbox(dict(SIX), before=lost("settle"))
        worker(db, mailbox).run_pass()
        mailbox.uidvalidity = 2
        mailbox.mails = {uid + 100: raw for uid, raw in SIX.items()} | {300: eml(300)}
        result = worker(db, mailbox).run_pass()
        assert (result.fetched, result.new, result.duplicates) == (7, 1, 6)
        assert count(db, MailRow) == 7
        with db.reading() as session:
            assert session.scalars(select(Copy).where(Copy.settled_at.is_(None))).all() == []


class TestBreakingAnywhere:
    @pytest.mark.parametrize("kind", ["before", "after_step"])
    @pytest.mark.parametrize(
        ("step", "nth"),
        [("open", 1), ("uids", 1), ("fetch", 1), ("fetch", 2), ("fetch", 3), ("settle", 1)],
    )
    def test_a_lost_connection_loses_and_doubles_nothing(
        self, db: Database, kind: str, step: str, nth: int
    ) -> None:
        mailbox = FakeMailbox(dict(SIX), **{kind: lost(step, nth)})
        first = worker(db, mailbox).run_pass()
        if (kind, step) != ("after_step", "uids"):
            assert first.error or first.settle_error
        worker(db, mailbox).run_pass()
        assert_all_once(db, mailbox)

    @pytest.mark.parametrize("nth", range(1, 30))
    def test_death_at_the_nth_commit_loses_and_doubles_nothing(
        self, db: Database, nth: int
    ) -> None:
        mailbox = FakeMailbox(dict(SIX))
        dying = Dying(db, nth)
        try:
            worker(dying, mailbox).run_pass()
        except Killed:
            pass
        else:
            assert nth > dying.commits
        later = NOW + timedelta(hours=1)
        worker(db, mailbox, clock=lambda: later).run_pass()
        assert stored(db) == list(SIX.values())
        assert count(db, ReadingRow) == count(db, AnswerRow) == 6
        assert not mailbox.mails

    def test_stored_mail_is_read_even_when_the_server_is_away(self, db: Database) -> None:
        mailbox = FakeMailbox(dict(SIX), before=lost("fetch", 2))
        result = worker(db, mailbox).run_pass()
        assert (result.new, result.reading.read) == (2, 2)
        assert "оборвалось" in str(result.error)
        with db.reading() as session:
            pulse = queries.pulse(session, "poll_error")
            assert pulse is not None

    def test_copies_are_never_touched_before_their_commit(self, db: Database) -> None:
        mailbox = FakeMailbox(dict(SIX))
        seen: list[int] = []
        mailbox.before = lambda step: seen.append(count(db, RawMail)) if step == "settle" else None
        worker(db, mailbox).run_pass()
        assert seen == [6]


class Dying(Database):
    """A database whose nth writing transaction ends with the death of the process, either just
    before (odd) or just after (even) its commit."""

    def __init__(self, db: Database, nth: int) -> None:
        super().__init__(db.engine)
        self.lifeline = db.lifeline
        self.nth, self.commits = nth, 0

    def session(self) -> Any:
        outer, real = self, super().session

        class Session:
            def __enter__(self) -> Any:
                self.inner = real()
                return self.inner.__enter__()

            def __exit__(self, *error: Any) -> Any:
                outer.commits += 1
                if outer.commits * 2 - 1 == outer.nth and error[0] is None:
                    self.inner.__exit__(Killed, Killed(), None)
                    raise Killed
                done = self.inner.__exit__(*error)
                if outer.commits * 2 == outer.nth:
                    raise Killed
                return done

        return Session()


KILLED_CHILD = """
    import os, signal, sys
    from intake.reader import Reader
    from intake.store import database
    from intake.worker import Worker
    from tests.intake.fakes import CIRCULAR, NOW, FakeMailbox, eml, parse, read

    url, step = sys.argv[1:]
    def die(name):
        if name == step:
            os.kill(os.getpid(), signal.SIGKILL)
    with database.open_database(url) as db:
        mailbox = FakeMailbox({uid: eml(uid) for uid in range(1, 7)}, before=die)
        reader = Reader(db, [CIRCULAR], lambda: NOW, parse=parse, read=read)
        Worker(db, mailbox, reader, clock=lambda: NOW).run_pass()
"""


@pytest.mark.slow
@pytest.mark.parametrize("step", ["fetch", "settle"])
def test_a_killed_process_leaves_rows_that_the_next_one_finishes(
    db: Database, database_url: str, step: str
) -> None:
    child = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(KILLED_CHILD), database_url, step],
        check=False,
        timeout=60,
    )
    assert child.returncode == -9
    mailbox = FakeMailbox(dict(SIX))
    knows = db.engine.dialect.name == "postgresql"  # at once that the other died
    assert worker(db, mailbox).run_pass().busy is not knows, "else the dead worker's lease runs"
    later = NOW + timedelta(minutes=10)
    worker(db, mailbox, clock=lambda: later).run_pass()
    assert stored(db) == list(SIX.values())
    assert count(db, ReadingRow) == 6
    assert not mailbox.mails


class TestBadMail:
    def test_one_bad_mail_harms_no_other(self, db: Database) -> None:
        mailbox = FakeMailbox(dict(SIX))
        result = worker(db, mailbox, parse=refusing("3")).run_pass()
        assert (result.reading.read, result.reading.failed) == (5, 1)
        assert not mailbox.mails, "what is stored is safe, and may leave the inbox"

    def test_after_its_tries_it_is_put_aside_with_the_reason(self, db: Database) -> None:
        for _ in range(3):
            result = worker(db, FakeMailbox({3: eml(3)}), parse=refusing("3")).run_pass()
        assert result.reading.quarantined == 1
        (row,) = rows(db)
        assert row.state == "quarantined"
        assert "cannot read 3" in (row.error or "")
        with db.reading() as session:
            assert [r.id for r in queries.quarantined(session)] == [row.id]

    def test_what_was_put_aside_can_be_tried_again(self, db: Database) -> None:
        for _ in range(3):
            worker(db, FakeMailbox({3: eml(3)}), parse=refusing("3")).run_pass()
        with db.session() as session:
            assert mails.retry_quarantined(session) == 1
        assert worker(db, FakeMailbox()).run_pass().reading.read == 1
        assert rows(db)[0].error is None

    def test_a_mail_that_kills_the_process_takes_no_tries_from_its_neighbours(
        self, db: Database
    ) -> None:
        mailbox = FakeMailbox(dict(SIX))

        def deadly(raw: bytes) -> Mail:
            mail = parse(raw)
            if mail.subject == "3":
                raise Killed
            return mail

        at = NOW
        for _ in range(8):
            at += timedelta(hours=1)
            try:
                worker(db, mailbox, parse=deadly, clock=lambda at=at: at).run_pass()
            except Killed:
                continue
        states = {row.subject or "3": row.state for row in rows(db)}
        assert states == {"3": "quarantined"} | dict.fromkeys("12456", "read")

    def test_a_process_that_is_killed_takes_no_tries_from_what_it_read_together(
        self, db: Database
    ) -> None:
        mailbox = FakeMailbox(dict(SIX))

        def killed(raw: bytes) -> Mail:
            if parse(raw).subject == "4":
                raise Killed
            return parse(raw)

        with pytest.raises(Killed):
            worker(db, mailbox, parse=killed).run_pass()
        assert {row.tries for row in rows(db)} == {0}
        later = worker(db, mailbox, clock=lambda: NOW + timedelta(hours=1))
        assert later.run_pass().reading.read == 6
        assert [(row.state, row.tries, row.error) for row in rows(db)] == [("read", 1, None)] * 6

    def test_a_reading_that_cannot_be_stored_is_the_mails_own_trouble(self, db: Database) -> None:
        def odd(mail: Mail, *rest: Any) -> Reading:
            reading = read(mail, *rest)
            kind: Any = object() if mail.subject == "3" else Kind.REPLY
            return dataclasses.replace(reading, kind=kind)

        result = worker(db, FakeMailbox(dict(SIX)), read=odd).run_pass()
        assert (result.reading.read, result.reading.failed) == (5, 1)

    def test_lone_surrogates_and_nuls_are_stored(self, db: Database) -> None:
        def broken(raw: bytes) -> Mail:
            return dataclasses.replace(parse(raw), subject="\udcd0\0тема")

        def doubting(mail: Mail, *rest: Any) -> Reading:
            return dataclasses.replace(
                read(mail, *rest), doubts=(Doubt("unsure_kind", mail.subject),)
            )

        result = worker(db, FakeMailbox({1: eml(1)}), parse=broken, read=doubting).run_pass()
        assert result.reading.read == 1
        with db.reading() as session:
            content = session.scalars(select(ReadingRow.content)).one()
        assert readings.from_json(content).doubts[0].detail == "\udcd0\0тема"

    def test_a_mail_that_the_server_withholds_is_asked_for_again(self, db: Database) -> None:
        mailbox = FakeMailbox(dict(SIX), unreadable={3})
        first = worker(db, mailbox).run_pass()
        assert (first.new, first.unfetched) == (5, 1)
        mailbox.unreadable = set()
        second = worker(db, mailbox).run_pass()
        assert (second.fetched, second.new) == (1, 1)
        assert sorted(stored(db)) == sorted(SIX.values())
        with db.reading() as session:
            assert session.scalars(select(Folder.last_uid)).one() == 3

    def test_a_mail_that_becomes_visible_after_a_later_one_is_taken_in(self, db: Database) -> None:
        mailbox = FakeMailbox({n: eml(n) for n in (1, 2, 4)})
        worker(db, mailbox).run_pass()
        mailbox.mails[3] = eml(3)
        assert worker(db, mailbox).run_pass().new == 1
        assert sorted(stored(db)) == [eml(n) for n in (1, 2, 3, 4)]


def refusing(subject: str) -> Callable[[bytes], Mail]:
    def refuse(raw: bytes) -> Mail:
        mail = parse(raw)
        if mail.subject == subject:
            raise ValueError(f"cannot read {subject}")
        return mail

    return refuse


class TestTooLarge:
    def test_only_the_header_is_kept_and_a_person_looks(self, db: Database) -> None:
        big = eml(1, "готовы" * 1000)
        mailbox = FakeMailbox({1: big}, limit=500)
        result = worker(db, mailbox).run_pass()
        assert (result.too_large, result.reading.review) == (1, 1)
        (row,) = rows(db)
        assert (row.state, row.size, row.subject) == ("too_large", len(big), "1")
        assert stored(db) == [big[: big.index(b"\r\n\r\n") + 4]]
        assert count(db, AnswerRow) == 0
        with db.reading() as session:
            reading = readings.from_json(session.scalars(select(ReadingRow.content)).one())
        assert [doubt.name for doubt in reading.doubts] == ["too_large"]
        assert reading.reply is Reply.ACKNOWLEDGE

    def test_it_is_read_once(self, db: Database) -> None:
        mailbox = FakeMailbox({1: eml(1, "готовы" * 1000)}, limit=500)
        worker(db, mailbox).run_pass()
        assert worker(db, mailbox).run_pass().reading.read == 0

    def test_equal_headers_of_different_size_are_different_mails(self, db: Database) -> None:
        mailbox = FakeMailbox({1: eml(1, "а" * 900), 2: eml(1, "а" * 901)}, limit=500)
        assert worker(db, mailbox).run_pass().new == 2


class TestLease:
    def test_two_workers_never_poll_one_mailbox_at_once(self, db: Database) -> None:
        mailbox = FakeMailbox(dict(SIX))
        inner: list[PassResult] = []

        def meanwhile(step: str) -> None:
            if step == "settle":
                inner.append(worker(db, FakeMailbox(dict(SIX))).run_pass())

        mailbox.before = meanwhile
        assert not worker(db, mailbox).run_pass().busy
        assert inner == [PassResult(busy=True)]

    def test_it_is_given_back_at_the_end(self, db: Database) -> None:
        worker(db, FakeMailbox()).run_pass()
        assert not worker(db, FakeMailbox()).run_pass().busy

    def test_it_ends_by_itself(self, db: Database) -> None:
        alive = (db.lifeline.held("one"), db.lifeline.held("two"))
        with alive[0], alive[1], db.session() as session:
            assert lease.acquire(session, "x", "one", NOW, 60)
            assert not lease.acquire(session, "x", "two", NOW + timedelta(seconds=59), 60)
            assert lease.acquire(session, "x", "one", NOW + timedelta(seconds=59), 60)
            assert lease.acquire(session, "x", "two", NOW + timedelta(seconds=119), 60)
            assert not lease.acquire(session, "x", "one", NOW + timedelta(seconds=120), 60)

    def test_it_is_kept_alive_while_the_work_goes_on(self, db: Database) -> None:
        times = [NOW]
        with Heartbeat(db, "x", 0.3, lambda: times[-1]) as held:
            times.append(NOW + timedelta(seconds=0.2))
            end = NOW
            until = time.monotonic() + 10
            while end <= NOW + timedelta(seconds=0.3) and time.monotonic() < until:
                time.sleep(0.02)
                with db.reading() as session:
                    end = session.scalars(select(Lease.expires_at)).one()
            assert end == NOW + timedelta(seconds=0.5)
            assert held.is_ours

    def test_whoever_lost_it_learns_so(self, db: Database) -> None:
        with Heartbeat(db, "x", 0.3, utc_now) as held:
            with db.session() as session:
                later = utc_now() + timedelta(hours=1)
                assert lease.acquire(session, "x", "other", later, 60)
            until = time.monotonic() + 10
            while held.is_ours and time.monotonic() < until:
                time.sleep(0.02)
            assert not held.is_ours
        with db.reading() as session:
            assert session.scalars(select(Lease.holder)).one() == "other"

    def test_a_pass_stops_when_told_to_and_the_next_goes_on(self, db: Database) -> None:
        mailbox = FakeMailbox(dict(SIX))
        first = worker(db, mailbox)
        first._stopping = lambda: "fetch" in mailbox.steps
        assert first.run_pass().new == 2
        worker(db, mailbox).run_pass()
        assert_all_once(db, mailbox)

    def test_it_stops_between_two_readings_and_takes_no_tries_for_the_rest(
        self, db: Database
    ) -> None:
        seen: list[str] = []

        def counting(raw: bytes) -> Mail:
            seen.append(parse(raw).subject)
            return parse(raw)

        slow = worker(db, FakeMailbox(dict(SIX)), parse=counting)
        slow._stopping = lambda: len(seen) == 2
        assert slow.run_pass().reading.read == 2
        assert [(row.state, row.tries) for row in rows(db)] == [("read", 0)] * 2 + [
            ("stored", 0)
        ] * 4
        assert {row.error for row in rows(db)} == {None}


class TestOrder:
    """A mail may add to what its writer said in the one before."""

    def from_(self, number: int, address: str) -> bytes:
        return f"From: X <{address}>\r\n".encode() + eml(number)

    def test_a_mail_is_not_read_before_an_earlier_one_of_its_writer_that_failed(
        self, db: Database
    ) -> None:
        mailbox = FakeMailbox({1: self.from_(1, "a@x.example"), 2: self.from_(2, "b@x.example")})
        worker(db, mailbox, parse=refusing("1")).run_pass()
        mailbox.mails |= {3: self.from_(3, "b@x.example"), 4: self.from_(4, "A@x.example")}
        order: list[str] = []

        def noting(raw: bytes) -> Mail:
            order.append(parse(raw).subject)
            return parse(raw)

        assert worker(db, mailbox, parse=noting).run_pass().reading.read == 3
        assert order == ["3", "1", "4"]

    def test_it_waits_for_one_that_somebody_else_reads(self, db: Database) -> None:
        mailbox = FakeMailbox({n: self.from_(n, f"{n % 2}@x.example") for n in range(1, 5)})
        taking = worker(db, mailbox)
        taking.reader.read_pending = lambda **_: ReadResult()  # type: ignore[method-assign]
        taking.run_pass()
        ids = [row.id for row in rows(db)]
        found = worker(db, mailbox).reader.read_these(ids[2:])
        assert (found.read, found.behind) == (0, tuple(ids[2:]))
        found = worker(db, mailbox).reader.read_these(ids[1:])
        assert (found.read, found.behind) == (2, (ids[2],)), "only 1 is still missing"
        assert worker(db, mailbox).reader.read_these(ids).read == 2


class TestTwoAtOnce:
    """A worker that was silent for long is taken for dead; then it goes on after all."""

    later = NOW + timedelta(hours=1)

    @pytest.mark.parametrize(("step", "nth"), [("uids", 1), ("fetch", 2), ("settle", 1)])
    def test_the_late_one_stores_nothing_twice(self, db: Database, step: str, nth: int) -> None:
        mailbox = FakeMailbox(dict(SIX))
        others: list[PassResult] = []
        seen: list[str] = []

        def meanwhile(name: str) -> None:
            seen.append(name)
            if seen.count(step) == nth and not others:
                other = FakeMailbox(dict(SIX))
                others.append(worker(db, other, clock=lambda: self.later).run_pass())

        mailbox.before = meanwhile
        worker(db, mailbox).run_pass()
        assert not others[0].busy
        assert stored(db) == list(SIX.values())
        assert count(db, ReadingRow) == count(db, AnswerRow) == count(db, Copy) == 6

    def test_the_late_one_records_no_second_reading(self, db: Database) -> None:
        others: list[PassResult] = []

        def meanwhile(raw: bytes) -> Mail:
            if not others:
                others.append(PassResult())
                others[0] = worker(db, FakeMailbox(), clock=lambda: self.later).run_pass()
            return parse(raw)

        worker(db, FakeMailbox(dict(SIX)), parse=meanwhile).run_pass()
        assert others[0].reading.read == 6
        assert count(db, ReadingRow) == count(db, AnswerRow) == 6
        assert {row.state for row in rows(db)} == {"read"}


class TestPreview:
    def test_a_dry_run_reads_and_changes_nothing(self, db: Database) -> None:
        mailbox = FakeMailbox(dict(SIX))
        previews = list(worker(db, mailbox).preview())
        assert [p.fetched.content for p in previews] == list(SIX.values())
        assert {p.reading.kind for p in previews} == {Kind.REPLY}
        assert mailbox.mails == SIX
        assert mailbox.steps[0] == "open read-only"
        assert "settle" not in mailbox.steps
        assert (count(db, MailRow), count(db, Folder)) == (0, 0)

    def test_a_bad_mail_does_not_end_it(self, db: Database) -> None:
        previews = list(worker(db, FakeMailbox(dict(SIX)), parse=refusing("3")).preview())
        assert len(previews) == 6
        (doubt,) = previews[2].reading.doubts
        assert (doubt.name, doubt.detail) == ("unreadable_mail", "ValueError: cannot read 3")


class TestOfficers:
    def answer(self, db: Database, value: ReadinessValue, at: datetime) -> None:
        with db.session() as session:
            session.add(
                AnswerRow(
                    circular="7-К",
                    recipient="yasny",
                    question="readiness",
                    value=readings.answer_to_json(Readiness(value)),
                    source="officer",
                    author="смолко",
                    accepted_at=at,
                )
            )

    def test_a_later_mail_against_an_officers_word_is_a_doubt(self, db: Database) -> None:
        self.answer(db, ReadinessValue.NOT_READY, NOW - timedelta(days=1))
        result = worker(db, FakeMailbox({1: eml(1)})).run_pass()
        assert result.reading.review == 1
        with db.reading() as session:
            standing = queries.standing(session, "7-К")["yasny", "readiness"]
            reading = readings.from_json(session.scalars(select(ReadingRow.content)).one())
        assert standing.answer == Readiness(ReadinessValue.NOT_READY)
        assert (reading.doubts, reading.reply) == (
            (Doubt("against_officer"),),
            Reply.ACKNOWLEDGE,
        )

    def test_a_later_mail_that_agrees_is_none(self, db: Database) -> None:
        self.answer(db, ReadinessValue.READY, NOW - timedelta(days=1))
        assert worker(db, FakeMailbox({1: eml(1)})).run_pass().reading.review == 0

    def test_an_earlier_mail_that_is_read_after_the_officer_spoke_is_no_contradiction(
        self, db: Database
    ) -> None:
        self.answer(db, ReadinessValue.NOT_READY, NOW + timedelta(days=1))
        later = NOW + timedelta(days=2)
        mailbox = FakeMailbox({1: eml(1)})
        worker(db, mailbox, parse=refusing("1")).run_pass()
        assert worker(db, mailbox, clock=lambda: later).run_pass().reading.review == 0
        with db.reading() as session:
            standing = queries.standing(session, "7-К")["yasny", "readiness"]
        assert standing.answer == Readiness(ReadinessValue.NOT_READY)
