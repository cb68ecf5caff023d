"""An officer's word on a mail: once, in its order among the mails, and told to the clerk."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest
from sqlalchemy import func, select

from intake.store import personal, queries, readings
from intake.store.schema import AnswerRow, Letter
from outbound.campaign.letters import Due, make_replies
from outbound.review import settling
from outbound.review.settling import Author, UnsettledError
from outbound.sending import still_due
from rules.answers import bare
from rules.model import (
    Doubt,
    Kind,
    Nominees,
    Readiness,
    ReadinessValue,
    Reading,
    Reply,
)
from tests.outbound.campaign import BOTH, CIRCULAR, NAMED, OFFICE, PERSON, READY, raw_mail, reading

CHIEF = Author("chief@adm.example", "")
IN_SEPTEMBER = Readiness(ReadinessValue.READY_BY, date(2011, 9, 1))


def doubtful(name: str = "weak_readiness", **fields: object) -> Reading:
    return reading(Reply.ACKNOWLEDGE, doubts=(Doubt(name),), **fields)


@pytest.fixture
def settle(session, clock):
    """An officer's words on a mail, settled."""

    def settle(mail_id: int, words: str, author: Author = CHIEF):
        case = settling.find_case(session, [CIRCULAR], mail_id)
        correction = settling.parse(words, CIRCULAR, clock())
        return settling.settle(session, case, correction, author, clock())

    return settle


@pytest.fixture
def standing(session):
    """What stands of a recipient, by question, without its evidence."""

    def standing(recipient: str = "lug"):
        found = queries.answers(session, CIRCULAR.number, recipient)
        return {a.question: bare(a.answer) for a in found}

    return standing


def letters(session) -> list[tuple[str, str]]:
    rows = session.scalars(select(Letter).order_by(Letter.id))
    return [(row.purpose, row.state) for row in rows]


def test_a_reading_accepted_as_it_stands_is_the_answer(session, arrive, settle, standing):
    row = settle(arrive(doubtful()).id, "верно")
    assert standing() == dict(BOTH)
    assert (row.author, row.verdict) == ("chief@adm.example", "answer")
    assert set(session.scalars(select(AnswerRow.source))) == {"officer"}


def test_what_is_corrected_replaces_what_was_read(arrive, settle, standing):
    settle(arrive(doubtful()).id, "готовы с 01.09\nтелефон 8-927-111-22-33")
    person = dataclasses.replace(PERSON, phone="+79271112233")
    assert standing() == {"readiness": IN_SEPTEMBER, "nominee": Nominees((person,))}


def test_the_answer_of_another_recipient(arrive, settle, standing):
    settle(arrive(doubtful("ambiguous_recipient")).id, "это Боровской район")
    assert standing() == {}
    assert standing("bor") == dict(BOTH)


def test_the_clerk_is_told_once_what_the_officer_settled(session, arrive, settle, clock):
    mail = arrive(doubtful())
    make_replies(session, OFFICE, clock())
    settle(mail.id, "готовы с 01.09")
    assert make_replies(session, OFFICE, clock()) == Due(made=1)
    assert make_replies(session, OFFICE, clock()) == Due()
    assert letters(session) == [("acknowledge", "due"), ("confirm", "due")]
    told = session.scalars(select(Letter).where(Letter.purpose == "confirm")).one()
    assert told.key == f"confirm:mail:{mail.id}"
    assert still_due.reading_stands(session, told, clock()) is None


def test_what_is_still_missing_is_asked_for(session, arrive, settle, clock):
    settle(arrive(doubtful(answers=(("readiness", READY), ("nominee", Nominees())))).id, "верно")
    make_replies(session, OFFICE, clock())
    assert letters(session) == [("clarify", "due")]


def test_a_machine_is_not_answered_though_an_officer_settled_it(session, arrive, settle, clock):
    mail = arrive(
        reading(Reply.NONE, doubts=(Doubt("automatic_header"),)),
        raw=raw_mail(Auto_Submitted="auto-generated"),
    )
    settle(mail.id, "верно")
    assert make_replies(session, OFFICE, clock()) == Due(vetoed=1)


def test_a_mail_that_is_not_ours_gets_no_letter(session, arrive, settle, clock):
    settle(arrive(doubtful()).id, "не наше")
    assert make_replies(session, OFFICE, clock()) == Due()
    assert session.scalar(select(func.count(AnswerRow.id))) == 0


def test_an_acknowledgement_that_waits_is_not_sent_for_a_mail_not_ours(
    session, arrive, settle, clock
):
    mail = arrive(doubtful())
    make_replies(session, OFFICE, clock())
    settle(mail.id, "не наше")
    row = session.scalars(select(Letter)).one()
    assert "не относится" in (still_due.reading_stands(session, row, clock()) or "")


def test_a_mail_is_settled_once(arrive, settle, standing):
    mail = arrive(doubtful())
    settle(mail.id, "верно")
    with pytest.raises(
        UnsettledError, match=r"уже решено: chief@adm\.example, 22\.08\.2011, 12:00"
    ):
        settle(mail.id, "не готовы")
    assert standing() == dict(BOTH)


def test_a_later_reading_of_a_settled_mail_changes_nothing(
    session, arrive, settle, standing, clock
):
    mail = arrive(doubtful())
    settle(mail.id, "готовы с 01.09")
    readings.record(session, mail.id, reading(), clock())
    assert standing()["readiness"] == IN_SEPTEMBER
    make_replies(session, OFFICE, clock())
    assert make_replies(session, OFFICE, clock()) == Due()


def test_a_word_on_an_old_mail_does_not_outrank_a_later_mail(arrive, settle, standing, clock):
    old = arrive(doubtful(answers=(("readiness", READY), ("nominee", NAMED))))
    clock.tick(days=1)
    later = Readiness(ReadinessValue.NOT_READY)
    arrive(reading(answers=(("readiness", later), ("nominee", Nominees()))))
    clock.tick(days=1)
    settle(old.id, "верно")
    assert standing() == {"readiness": later, "nominee": NAMED}


def test_a_mail_that_could_not_be_read_is_settled_by_what_the_officer_writes(
    session, arrive, settle, standing, clock
):
    mail = arrive(None, state="quarantined")
    assert settling.open_cases(session) == [mail.id]
    with pytest.raises(UnsettledError, match="назовите адресата"):
        settle(mail.id, "верно")
    settle(mail.id, "Это Луговской район. Готовы.\nспециалист: Иванова Мария Петровна, инженер")
    assert standing()["readiness"] == READY
    assert settling.open_cases(session) == []
    make_replies(session, OFFICE, clock())
    assert letters(session) == [("confirm", "due")]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("верно, кроме даты", "«верно, кроме даты»"),
        ("специалист: Иванова", "имя и отчество полностью"),
        ("Добрый день!", "Ответа не найдено"),
    ],
)
def test_what_is_not_understood_changes_nothing(session, arrive, settle, words, told):
    mail = arrive(doubtful())
    with pytest.raises(UnsettledError, match=told):
        settle(mail.id, words)
    assert settling.open_cases(session) == [mail.id]
    assert session.scalar(select(func.count(AnswerRow.id))) == 0


def test_a_doubt_is_open_until_it_is_settled_whatever_is_read_later(session, arrive, settle, clock):
    arrive(reading())
    mail = arrive(doubtful())
    assert settling.open_cases(session) == [mail.id]
    settle(mail.id, "верно")
    readings.record(session, mail.id, doubtful(), clock())
    assert settling.open_cases(session) == []


def test_a_doubt_that_the_next_reading_has_not_is_open_no_more(session, arrive, clock):
    mail = arrive(doubtful())
    readings.record(session, mail.id, reading(), clock())
    assert settling.open_cases(session) == []
    readings.record(session, mail.id, doubtful(), clock())
    assert settling.open_cases(session) == [mail.id]


def test_what_an_officer_settled_by_a_mail_that_is_taken_away_is_open_again(
    session, arrive, settle, clock
):
    mail, word = arrive(doubtful()), arrive(Reading(Kind.UNRELATED))
    settle(mail.id, "верно", Author("chief@adm.example", "", answer_mail_id=word.id))
    clock.tick(days=30)
    personal.purge(session, "another", clock(), apply=True)
    assert settling.open_cases(session) == [mail.id]


def test_nothing_read_cannot_be_accepted(arrive, settle):
    mail = arrive(Reading(Kind.UNRELATED, CIRCULAR.number, ("lug",), doubts=(Doubt("empty"),)))
    with pytest.raises(UnsettledError, match="не прочитано ни одного ответа"):
        settle(mail.id, "верно")


def test_an_answer_is_corrected_without_a_mail(session, arrive, standing, clock):
    arrive(reading())
    clock.tick(hours=1)
    words = settling.parse("телефон 8-927-111-22-33", CIRCULAR, clock())
    lug = CIRCULAR.recipients[0]
    changed = settling.correct(session, CIRCULAR, lug, words, author="chief", now=clock())
    assert [key for key, _ in changed] == ["nominee"]
    person = dataclasses.replace(PERSON, phone="+79271112233")
    assert standing() == {"readiness": READY, "nominee": Nominees((person,))}


def test_a_correction_needs_the_facts_themselves(session, clock):
    lug = CIRCULAR.recipients[0]
    for words in ("верно", "не наше", "это Боровской район", ""):
        said = settling.parse(words, CIRCULAR, clock())
        with pytest.raises(UnsettledError):
            settling.correct(session, CIRCULAR, lug, said, author="chief", now=clock())
