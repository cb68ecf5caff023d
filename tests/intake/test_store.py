"""The store: what is committed stays, what stands is the latest, and readings survive as JSON."""

from __future__ import annotations

import dataclasses
import json
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, select, text
from sqlalchemy.exc import IntegrityError, StatementError
from sqlalchemy.orm import Session

from intake.interpret import returned_ids
from intake.mailbox import Fetched
from intake.store import mails, queries, readings
from intake.store.database import Database
from intake.store.mails import Place
from intake.store.schema import AnswerRow, Bounce, Folder, Letter, MailRow, OfficerMail, RawMail
from rules.model import (
    Answer,
    Bounced,
    Doubt,
    Evidence,
    Kind,
    Mail,
    Nominee,
    Nominees,
    Part,
    PartRole,
    Readiness,
    ReadinessValue,
    Reading,
    Reply,
    Thread,
)
from tests.conftest import DIALECT
from tests.intake.fakes import NOW, eml

PLACE = Place("edo@imap.example", "INBOX", 7)
READY = Readiness(ReadinessValue.READY)
NOT_READY = Readiness(ReadinessValue.NOT_READY)
UNSTATED = Readiness(ReadinessValue.UNSTATED)


def store(db: Database, *raws: bytes, at: datetime = NOW) -> list[int]:
    batch = [Fetched(n, raw, len(raw)) for n, raw in enumerate(raws, 1)]
    place = dataclasses.replace(PLACE, uidvalidity=hash(raws) % 10_000)
    with db.session() as session:
        return list(mails.store_batch(session, place, batch, at).new)


def mail_of(session: Session, raw: bytes) -> int:
    digest = mails.digest(Fetched(1, raw, len(raw)))
    return session.scalars(select(MailRow.id).where(MailRow.sha256 == digest)).one()


def reply(answer: Answer = READY, **changes: Any) -> Reading:
    reading = Reading(
        kind=Kind.REPLY,
        circular="7-К",
        recipients=("yasny",),
        answers=(("readiness", answer),),
        reply=Reply.CONFIRM,
    )
    return dataclasses.replace(reading, **changes)


def record(db: Database, mail_id: int, reading: Reading, **how: Any) -> int:
    with db.session() as session:
        return readings.record(session, mail_id, reading, how.pop("now", NOW), **how)


def officer(db: Database, answer: Answer, at: datetime) -> None:
    with db.session() as session:
        session.add(
            AnswerRow(
                circular="7-К",
                recipient="yasny",
                question="readiness",
                value=readings.answer_to_json(answer),
                source="officer",
                author="Смолко",
                accepted_at=at,
            )
        )


def standing(db: Database, recipient: str = "yasny") -> Answer | None:
    with db.reading() as session:
        found = queries.standing(session, "7-К").get((recipient, "readiness"))
    return found.answer if found else None


class TestDatabase:
    def test_an_exception_undoes_the_whole_transaction(self, db: Database) -> None:
        with pytest.raises(RuntimeError), db.session() as session:
            session.add(Folder(account="a", name="b", uidvalidity=1))
            session.flush()
            raise RuntimeError
        with db.reading() as session:
            assert session.scalars(select(Folder)).all() == []

    def test_a_savepoint_undoes_only_its_part(self, db: Database) -> None:
        with db.session() as session:
            session.add(Folder(account="a", name="b", uidvalidity=1))
            session.flush()
            with pytest.raises(IntegrityError), session.begin_nested():
                session.add(Folder(account="a", name="b", uidvalidity=1))
                session.flush()
            session.add(Folder(account="a", name="c", uidvalidity=1))
        with db.reading() as session:
            assert set(session.scalars(select(Folder.name))) == {"b", "c"}

    def test_readers_see_the_last_commit_while_somebody_writes(self, db: Database) -> None:
        with db.session() as writer:
            writer.add(Folder(account="a", name="b", uidvalidity=1))
            writer.flush()
            with db.reading() as reader:
                assert reader.scalars(select(Folder)).all() == []

    def test_references_are_held(self, db: Database) -> None:
        with pytest.raises(IntegrityError), db.session() as session:
            session.execute(insert(RawMail), [{"mail_id": 99, "content": b"\0"}])

    @pytest.mark.skipif(DIALECT != "sqlite", reason="SQLite's own setting")
    def test_a_commit_waits_for_the_disk(self, db: Database) -> None:
        with db.reading() as session:
            assert session.execute(text("PRAGMA synchronous")).scalar() == 2
            assert session.execute(text("PRAGMA journal_mode")).scalar() == "wal"

    def test_times_come_back_aware(self, db: Database) -> None:
        local = datetime(2011, 8, 22, 13, tzinfo=timezone(timedelta(hours=4)))
        with db.session() as session:
            queries.beat(session, "x", local)
        with db.reading() as session:
            pulse = queries.pulse(session, "x")
        assert pulse is not None
        assert pulse.at == local
        assert pulse.at.tzinfo is UTC

    def test_texts_that_no_database_takes_are_stored_all_the_same(self, db: Database) -> None:
        (mail_id,) = store(db, eml(1))
        with db.session() as session:
            session.add(OfficerMail(mail_id=mail_id, detail="а\0б\udcd0"))
        with db.reading() as session:
            detail = session.scalars(select(OfficerMail.detail)).one()
            same = select(OfficerMail.mail_id).where(OfficerMail.detail == "а\0б\udcd0")
            assert session.scalar(same) == mail_id, "a question is put in the same words"
        assert detail == "а\N{REPLACEMENT CHARACTER}б?"

    def test_a_reading_keeps_even_those(self, db: Database) -> None:
        (mail_id,) = store(db, eml(1))
        doubted = reply(doubts=(Doubt("weak_readiness", "а\0б\udcd0"),))
        record(db, mail_id, doubted)
        with db.reading() as session:
            ((_, row),) = queries.latest_readings(session)
            assert readings.from_json(row.content) == doubted

    def test_one_look_sees_one_state(self, db: Database) -> None:
        with db.reading() as reader:
            assert reader.scalars(select(Folder)).all() == []
            with db.session() as writer:
                writer.add(Folder(account="a", name="b", uidvalidity=1))
            assert reader.scalars(select(Folder)).all() == []

    def test_a_time_without_zone_is_a_bug(self, db: Database) -> None:
        with pytest.raises(StatementError, match="naive"), db.session() as session:
            queries.beat(session, "x", datetime(2011, 8, 22))
            session.flush()

    def test_large_uids_fit(self, db: Database) -> None:
        most = 2**32 - 1
        with db.session() as session:
            place = Place("a", "INBOX", most)
            mails.store_batch(session, place, [Fetched(most, eml(1), 1)], NOW)
            assert mails.last_uid(session, place) == most

    def test_cyrillic_can_be_read_in_the_database(self, db: Database) -> None:
        (mail_id,) = store(db, eml(1))
        record(db, mail_id, reply())
        with db.reading() as session:
            content = session.execute(text("SELECT content FROM reading")).scalar()
        assert "7-К" in str(content)


class TestRawMail:
    @settings(
        max_examples=30,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],  # one database for all of them
    )
    @given(raw=st.binary(max_size=2000))
    def test_any_bytes_come_back_as_they_were(self, db: Database, raw: bytes) -> None:
        store(db, raw)
        with db.reading() as session:
            assert mails.raw(session, mail_of(session, raw)) == raw

    def test_a_large_one(self, db: Database) -> None:
        raw = bytes(range(256)) * 100_000
        (mail_id,) = store(db, raw)
        with db.reading() as session:
            assert mails.raw(session, mail_id) == raw

    def test_one_batch_with_the_same_bytes_twice(self, db: Database) -> None:
        assert len(store(db, eml(1), eml(1), eml(2))) == 2

    def test_a_batch_stored_again_changes_nothing(self, db: Database) -> None:
        batch = [Fetched(1, eml(1), 10), Fetched(2, eml(2), 10)]
        with db.session() as session:
            mails.store_batch(session, PLACE, batch, NOW)
        with db.session() as session:
            again = mails.store_batch(session, PLACE, batch, NOW)
            assert (again.new, again.duplicates) == ((), 2)
            assert mails.unsettled(session, PLACE).keys() == {1, 2}


class TestStanding:
    def test_a_reading_without_doubts_is_an_answer(self, db: Database) -> None:
        (mail_id,) = store(db, eml(1))
        record(db, mail_id, reply())
        assert standing(db) == READY

    def test_a_doubtful_one_is_none(self, db: Database) -> None:
        (mail_id,) = store(db, eml(1))
        record(db, mail_id, reply(doubts=(Doubt("weak_readiness"),)))
        assert standing(db) is None

    def test_the_later_mail_stands_and_the_history_stays(self, db: Database) -> None:
        for mail_id, answer in zip(store(db, eml(1), eml(2)), (NOT_READY, READY), strict=True):
            record(db, mail_id, reply(answer))
        assert standing(db) == READY
        with db.reading() as session:
            found = queries.answers(session, "7-К", "yasny")
        assert [one.answer for one in found] == [NOT_READY, READY]

    def test_silence_does_not_take_back_what_was_said(self, db: Database) -> None:
        for mail_id, answer in zip(store(db, eml(1), eml(2)), (READY, UNSTATED), strict=True):
            record(db, mail_id, reply(answer))
        assert standing(db) == READY

    def test_a_mail_may_answer_for_several(self, db: Database) -> None:
        (mail_id,) = store(db, eml(1))
        record(db, mail_id, reply(recipients=("yasny", "tikhy")))
        assert (standing(db), standing(db, "tikhy")) == (READY, READY)

    def test_a_mail_read_again_does_not_outrank_a_later_one(self, db: Database) -> None:
        first, second = store(db, eml(1), eml(2))
        record(db, first, reply(NOT_READY))
        record(db, second, reply(READY))
        record(db, first, reply(NOT_READY), now=NOW + timedelta(days=1))
        assert standing(db) == READY

    def test_a_new_reading_replaces_what_the_old_one_said(self, db: Database) -> None:
        (mail_id,) = store(db, eml(1))
        record(db, mail_id, reply(READY))
        record(db, mail_id, reply(UNSTATED))
        assert standing(db) is None

    def test_an_officers_word_outranks_earlier_mail_read_again(self, db: Database) -> None:
        (mail_id,) = store(db, eml(1))
        record(db, mail_id, reply(READY))
        officer(db, NOT_READY, NOW + timedelta(hours=1))
        record(db, mail_id, reply(READY), now=NOW + timedelta(days=1))
        assert standing(db) == NOT_READY

    def test_a_mail_after_the_officers_word_stands(self, db: Database) -> None:
        officer(db, NOT_READY, NOW - timedelta(hours=1))
        (mail_id,) = store(db, eml(1))
        record(db, mail_id, reply(READY))
        assert standing(db) == READY

    def test_other_circulars_are_other_affairs(self, db: Database) -> None:
        (mail_id,) = store(db, eml(1))
        record(db, mail_id, reply(circular="8-К"))
        assert standing(db) is None


class TestHistory:
    def test_mails_officers_and_letters_in_the_order_of_time(self, db: Database) -> None:
        letter(db, "confirm:mail:1", at=NOW + timedelta(hours=2))
        (mail_id,) = store(db, eml(1))
        record(db, mail_id, reply())
        officer(db, NOT_READY, NOW + timedelta(hours=1))
        with db.reading() as session:
            events = queries.history(session, "7-К", "yasny")
            kinds = ["mail" if e.mail else "officer" if e.officer else "letter" for e in events]
        assert kinds == ["mail", "officer", "letter"]

    def test_only_the_reading_that_stands(self, db: Database) -> None:
        (mail_id,) = store(db, eml(1))
        record(db, mail_id, reply(READY))
        latest = record(db, mail_id, reply(NOT_READY))
        with db.reading() as session:
            ((_, row),) = queries.latest_readings(session, "7-К")
            assert row.id == latest


def letter(
    db: Database, key: str, to: str = "yasny@mo.example", at: datetime = NOW, **changes: Any
) -> int:
    row = Letter(
        key=key,
        purpose=key.partition(":")[0],
        circular="7-К",
        recipient="yasny",
        to_address=to,
        subject="x",
        message_id=f"<{key}@otklik.example>",
        content=b"",
        created_at=at,
        next_try_at=at,
        sent_at=at,
        state="sent",
    )
    for name, value in changes.items():
        setattr(row, name, value)
    with db.session() as session:
        session.add(row)
        session.flush()
        return row.id


def threads(session: Session, mail: Mail) -> dict[str, Thread]:
    return queries.threads_of(mail, queries.our_letters(session, [mail]))


class TestThreads:
    def test_a_mail_that_answers_our_letter_is_about_the_same(self, db: Database) -> None:
        letter(db, "confirm:mail:41")
        mail = Mail(references=("<x@y>", "<confirm:mail:41@otklik.example>"))
        with db.reading() as session:
            assert threads(session, mail) == {
                "<confirm:mail:41@otklik.example>": Thread("7-К", "yasny")
            }

    def test_a_summary_for_officers_is_no_thread_of_a_recipient(self, db: Database) -> None:
        letter(db, "summary:7", recipient=None)
        mail = Mail(in_reply_to=("<summary:7@otklik.example>",))
        with db.reading() as session:
            assert threads(session, mail)["<summary:7@otklik.example>"].recipient is None


class TestBounces:
    bounce = Reading(kind=Kind.BOUNCE, bounced=(Bounced("yasny@mo.example", True, "нет ящика"),))

    def only(self, db: Database) -> Bounce:
        with db.reading() as session:
            return session.scalars(select(Bounce)).one()

    def test_matched_by_the_message_id_that_it_carries_back(self, db: Database) -> None:
        first = letter(db, "a")
        letter(db, "b")
        (mail_id,) = store(db, eml(1))
        mail = Mail(
            parts=(
                Part("returned", "Subject: x\nMessage-ID: <a@otklik.example>\n", PartRole.RETURNED),
            )
        )
        record(db, mail_id, self.bounce, returned_ids=returned_ids(mail))
        assert self.only(db).letter_id == first

    def test_else_by_the_address_and_the_last_letter_to_it(self, db: Database) -> None:
        letter(db, "a")
        last = letter(db, "b")
        letter(db, "c", state="due")
        letter(db, "d", to="tikhy@mo.example")
        (mail_id,) = store(db, eml(1))
        record(db, mail_id, self.bounce)
        found = self.only(db)
        assert (found.letter_id, found.permanent, found.reason) == (last, True, "нет ящика")

    def test_of_no_letter_of_ours(self, db: Database) -> None:
        (mail_id,) = store(db, eml(1))
        record(db, mail_id, self.bounce)
        assert self.only(db).letter_id is None

    def test_read_again_it_is_still_one(self, db: Database) -> None:
        (mail_id,) = store(db, eml(1))
        record(db, mail_id, self.bounce)
        record(db, mail_id, self.bounce)
        assert self.only(db).mail_id == mail_id

    def test_words_of_the_senders_own_part_are_no_returned_header(self) -> None:
        mail = Mail(parts=(Part("body", "Message-ID: <a@otklik.example>\n"),))
        assert returned_ids(mail) == ()


EVIDENCE = st.builds(
    Evidence,
    st.text(max_size=9),
    st.integers(0, 99),
    st.integers(0, 99),
    st.text(max_size=9),
    st.text(max_size=9),
)
EVIDENCES = st.lists(EVIDENCE, max_size=2).map(tuple)
NOMINEE = st.builds(
    Nominee,
    name=st.text(max_size=9),
    position=st.none() | st.text(max_size=9),
    phone=st.none() | st.text(max_size=9),
    email=st.none() | st.text(max_size=9),
    evidence=EVIDENCES,
)
ANSWER = st.one_of(
    st.builds(
        Readiness, st.sampled_from(ReadinessValue), st.none() | st.dates(), evidence=EVIDENCES
    ),
    st.builds(
        Nominees,
        people=st.lists(NOMINEE, max_size=2).map(tuple),
        withdrawn=st.lists(st.text(max_size=9), max_size=2).map(tuple),
        declined=st.booleans(),
        later=st.booleans(),
        evidence=EVIDENCES,
    ),
)
READING = st.builds(
    Reading,
    kind=st.sampled_from(Kind),
    circular=st.none() | st.text(max_size=9),
    recipients=st.lists(st.text(max_size=9), max_size=2).map(tuple),
    answers=st.lists(st.tuples(st.text(max_size=9), ANSWER), max_size=3).map(tuple),
    bounced=st.lists(st.builds(Bounced, st.text(), st.booleans(), st.text()), max_size=2).map(
        tuple
    ),
    doubts=st.lists(st.builds(Doubt, st.text(), st.text(), EVIDENCES), max_size=2).map(tuple),
    reply=st.sampled_from(Reply),
    evidence=EVIDENCES,
)


class TestJson:
    @settings(max_examples=200, deadline=None)
    @given(READING)
    def test_a_reading_survives_exactly(self, reading: Reading) -> None:
        through = json.loads(json.dumps(readings.to_json(reading)))
        assert readings.from_json(through) == reading

    def test_a_field_added_later_takes_its_default(self) -> None:
        data = readings.to_json(reply())
        del data["bounced"]
        data["of_a_later_version"] = 1
        assert readings.from_json(data) == reply()

    def test_an_answer_tells_its_class(self) -> None:
        data = readings.answer_to_json(Readiness(ReadinessValue.READY_BY, date(2011, 9, 1)))
        assert data == {
            "type": "readiness",
            "value": "ready_by",
            "by": "2011-09-01",
            "evidence": [],
        }

    def test_the_contract_of_read_json(self) -> None:
        evidence = Evidence("body", 12, 18, "готовы", "readiness.ready")
        person = Nominee("Утегенова Айгуль Маратовна", "специалист", "+78517157412", None)
        reading = reply(
            Readiness(ReadinessValue.READY, evidence=(evidence,)),
            answers=(
                ("readiness", Readiness(ReadinessValue.READY, evidence=(evidence,))),
                ("nominee", Nominees((person,))),
            ),
            doubts=(Doubt("weak_readiness", "строка 2"),),
        )
        assert readings.as_contract(reading, "d001.eml") == {
            "file": "d001.eml",
            "circular": "7-К",
            "kind": "reply",
            "municipality": "yasny",
            "readiness": {
                "value": "ready",
                "by": None,
                "evidence": [
                    {
                        "part": "body",
                        "start": 12,
                        "end": 18,
                        "text": "готовы",
                        "rule": "readiness.ready",
                    }
                ],
            },
            "nominees": [
                {
                    "name": "Утегенова Айгуль Маратовна",
                    "position": "специалист",
                    "phone": "+78517157412",
                    "email": None,
                    "evidence": [],
                }
            ],
            "needs_review": True,
            "doubts": [
                {
                    "name": "weak_readiness",
                    "text": "О готовности сказано неоднозначно: строка 2.",
                }
            ],
            "reply": "confirm",
        }

    @pytest.mark.parametrize("kind", [k for k in Kind if k is not Kind.REPLY])
    def test_readiness_is_null_unless_it_is_a_reply(self, kind: Kind) -> None:
        line = readings.as_contract(reply(kind=kind), "x.eml")
        assert (line["readiness"], line["nominees"]) == (None, [])


def test_reading_offline_needs_no_sqlalchemy() -> None:
    code = (
        "import sys, intake.settings, intake.circulars, intake.mailbox;"
        "import intake.store.readings, intake.store.database;"
        "sys.exit('sqlalchemy' in sys.modules or 'alembic' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
