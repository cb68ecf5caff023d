"""Personal data at its end: a circular's after its keeping time, one person's on request."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from intake.mailbox import Fetched
from intake.store import mails, personal, queries, readings
from intake.store.database import Database
from intake.store.mails import Place
from intake.store.personal import GONE, Person
from intake.store.schema import AnswerRow, Letter, MailRow, RawMail, ReadingRow
from rules.model import Evidence, Kind, Nominee, Nominees, Readiness, ReadinessValue, Reading
from tests.intake.fakes import NOW, eml

PLACE = Place("edo@imap.example", "INBOX", 7)
IVANOVA = Person("Иванова Мария Петровна", "ivanova@liman.example", "8 (927) 555-66-77")
PETROV = Person("Петров Олег Ильич")


def nominee(name: str) -> Nominee:
    return Nominee(name, evidence=(Evidence("body", 0, 9, f"Направляем {name}", "nominees.sent"),))


READING = Reading(
    Kind.REPLY, "02-02-398", ("limansky",),
    (("readiness", Readiness(ReadinessValue.READY)),
     ("nominee", Nominees((nominee(IVANOVA.name), nominee(PETROV.name))))),
)  # fmt: skip


@pytest.fixture
def kept(db: Database) -> list[int]:
    """An answer to the circular, and a mail about something else."""
    texts = ("Направляем Иванову Марию Петровну и О. И. Петрова", "Поздравляем с праздником")
    raws = [eml(number, text) for number, text in enumerate(texts)]
    with db.session() as session:
        batch = [Fetched(n, raw, len(raw)) for n, raw in enumerate(raws, 1)]
        ids = list(mails.store_batch(session, PLACE, batch, NOW).new)
        for mail_id, reading in zip(ids, (READING, Reading(Kind.UNRELATED)), strict=True):
            readings.record(session, mail_id, reading, NOW)
            session.get_one(MailRow, mail_id).state = "read"
        session.add(letter("confirm:mail:1", mail_id=ids[0]))
    return ids


def letter(key: str, **values: object) -> Letter:
    content = eml(9, "Вами названы: Иванова Мария Петровна")
    return Letter(key=key, purpose="confirm", circular="02-02-398", to_address="a@liman.example",
                  subject="Ответ принят", message_id=f"<{key}@adm.example>", content=content,
                  created_at=NOW, next_try_at=NOW, **values)  # fmt: skip


def texts(raw: bytes) -> list[str]:
    return [raw.decode()]


def found(session: Session, who: Person) -> list[personal.Mention]:
    return list(personal.mentions(session, who, texts))


@pytest.mark.parametrize(
    ("text", "stands"),
    [
        ("направляем Иванову Марию Петровну", True),
        ("ИВАНОВОЙ М. П. поручено", True),
        ("М.П. Иванова", True),
        ("Мария Петровна Иванова", True),
        ("пишите на ivanova@liman.example", True),
        ("тел. +7 927 555 66 77", True),
        ("Иванова Ольга", False),
        ("Ивановка, дом Марии", False),
        ("Сидорова Мария Петровна", False),
    ],
)
def test_a_person_is_found_in_any_case_and_way_of_writing(text, stands):
    assert bool(IVANOVA.found_in(text)) is stands


def test_counting_changes_nothing(db, kept):
    with db.session() as session:
        counted = personal.purge(session, "02-02-398", NOW + timedelta(days=1), apply=False)
        assert (counted.mails, counted.letters, counted.answers) == (2, 1, 2)
        assert len(queries.standing(session, "02-02-398")) == 2


def test_a_purged_circular_leaves_only_traces_by_which_its_mails_are_known(db, kept):
    with db.session() as session:
        personal.purge(session, "02-02-398", None, apply=True)
    with db.session() as session:
        mail = session.get_one(MailRow, kept[0])
        assert (mail.state, mail.sender, mail.subject) == ("purged", "", "")
        assert mails.raw(session, kept[0]) == b""
        assert session.scalars(select(ReadingRow.mail_id)).all() == [kept[1]]
        assert session.scalars(select(AnswerRow)).all() == []
        row = session.scalars(select(Letter)).one()
        assert (row.state, row.content, row.to_address) == ("dropped", b"", "")
        again = eml(0, "Направляем Иванову Марию Петровну и О. И. Петрова")
        stored = mails.store_batch(session, PLACE, [Fetched(9, again, len(again))], NOW)
        assert stored.duplicates == 1


def test_mails_of_no_circular_go_only_if_they_came_before_the_day(db, kept):
    with db.session() as session:
        personal.purge(session, "02-02-398", NOW - timedelta(days=1), apply=True)
        assert session.get_one(MailRow, kept[1]).state == "read"
        personal.purge(session, "02-02-398", NOW + timedelta(days=1), apply=True)
        assert session.get_one(MailRow, kept[1]).state == "purged"


def test_nobody_but_the_person_is_erased(db, kept):
    with db.session() as session:
        mentions = found(session, IVANOVA)
        assert [(m.what, m.id) for m in mentions] == [("mail", kept[0]), ("letter", 1)]
        personal.erase(session, IVANOVA, mentions)
    with db.session() as session:
        assert found(session, IVANOVA) == []
        standing = queries.standing(session, "02-02-398")
        people = standing["limansky", "nominee"].answer.people
        assert [p.name for p in people] == [PETROV.name]
        assert standing["limansky", "readiness"].answer.value is ReadinessValue.READY
        assert session.get_one(MailRow, kept[0]).state == "erased"
        assert session.get_one(RawMail, kept[0]).content == b""
        assert session.get_one(MailRow, kept[1]).state == "read"
        stored = session.scalars(select(ReadingRow).where(ReadingRow.mail_id == kept[0])).one()
        assert "Иванов" not in str(stored.content)


def test_words_about_the_person_are_blotted_out_of_others_evidence():
    value = {"text": "вместо Ивановой Марии поедет Петров", "withdrawn": ["Иванова Мария Петровна"]}
    assert personal.without(value, IVANOVA) == {"text": GONE, "withdrawn": []}
