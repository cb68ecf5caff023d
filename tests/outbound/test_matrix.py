"""Where every recipient stands, derived from rows."""

from __future__ import annotations

import dataclasses
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from intake.store import readings
from intake.store.schema import Bounce, Letter
from outbound.campaign.letters import make_circular_letters
from outbound.overview.matrix import Line, Matrix, State, matrix
from outbound.review import settling
from rules.model import (
    Doubt,
    Evidence,
    Kind,
    Nominees,
    Readiness,
    ReadinessValue,
    Reading,
    Reply,
)
from tests.outbound.campaign import BOTH, CIRCULAR, NAMED, OFFICE, READY, reading

UNSENT = dataclasses.replace(CIRCULAR, message_ids=())
BEFORE = datetime(2011, 8, 22, 9, 0, tzinfo=UTC)
LAST_DAY = datetime(2011, 8, 24, 9, 0, tzinfo=UTC)
AFTER = datetime(2011, 8, 29, 9, 0, tzinfo=UTC)


@pytest.fixture
def at(session):
    """The line of «Луговской район» at a moment."""

    def at(now: datetime = BEFORE, circular=CIRCULAR) -> Line:
        return matrix(session, circular, now).lines[0]

    return at


def doubtful(**fields: object) -> Reading:
    words = Evidence("body", 0, 6, "готовы", "readiness.x")
    doubt = Doubt("weak_readiness", evidence=(words,))
    return reading(Reply.ACKNOWLEDGE, doubts=(doubt,), **fields)


def test_before_the_circular_is_sent_nobody_was_asked(at):
    line = at(circular=UNSENT)
    assert (line.state, line.to_do) == (State.NOT_ASKED, "Отправить циркуляр")


def test_a_circular_sent_before_this_program_was_there_counts_as_sent(at):
    assert at().state is State.ASKED


def test_one_who_is_asked_is_waited_for_then_called(at, session, clock):
    make_circular_letters(session, OFFICE, UNSENT, clock())
    assert (at(BEFORE, UNSENT).state, at(BEFORE, UNSENT).to_do) == (State.ASKED, "—")
    assert at(LAST_DAY, UNSENT).to_do == "Позвонить: ответа нет, срок 25.08.2011"
    assert at(AFTER, UNSENT).to_do == "Позвонить: ответа нет, срок истёк 25.08.2011"
    assert at(AFTER, UNSENT).overdue
    assert not at(LAST_DAY, UNSENT).overdue


def test_a_full_answer_settles(at, arrive):
    arrive(reading())
    line = at()
    assert (line.state, line.to_do, line.is_ready) == (State.SETTLED, "—", True)
    assert [n.name for n in line.nominees] == ["Ковыльная Айгуль Маратовна"]


def test_a_settled_recipient_is_not_overdue_after_the_deadline(at, arrive):
    arrive(reading())
    assert not at(AFTER).overdue


def test_half_an_answer_waits_for_the_other_half(at, arrive):
    arrive(reading(Reply.CLARIFY, answers=(("readiness", READY), ("nominee", Nominees()))))
    assert at().state is State.PARTIAL
    assert at().to_do == "Дождаться: кандидатура специалиста"
    assert at(AFTER).to_do == "Позвонить и запросить: кандидатура специалиста"


def test_two_mails_complete_each_other(at, arrive):
    arrive(reading(answers=(("readiness", READY), ("nominee", Nominees()))))
    unstated = Readiness(ReadinessValue.UNSTATED)
    arrive(reading(answers=(("readiness", unstated), ("nominee", NAMED))))
    assert at().state is State.SETTLED


def test_a_promise_to_answer_later_is_no_answer(at, arrive):
    deferred = Readiness(ReadinessValue.DEFERRED)
    arrive(reading(answers=(("readiness", deferred), ("nominee", NAMED))))
    assert at().to_do == "Дождаться: сведения о готовности"


def test_a_later_answer_supersedes(at, arrive, clock):
    arrive(reading())
    clock.tick(days=1)
    promise = Readiness(ReadinessValue.READY_BY, date(2011, 9, 1))
    arrive(reading(answers=(("readiness", promise), ("nominee", NAMED))))
    assert at().promised == date(2011, 9, 1)
    assert not at().is_ready


def test_a_promise_that_has_passed_is_followed_up(at, arrive):
    promise = Readiness(ReadinessValue.READY_BY, date(2011, 9, 1))
    arrive(reading(answers=(("readiness", promise), ("nominee", NAMED))))
    kept = datetime(2011, 9, 1, 9, 0, tzinfo=UTC)
    broken = datetime(2011, 9, 2, 9, 0, tzinfo=UTC)
    assert not at(kept).overdue
    assert at(broken).overdue
    assert at(broken).to_do == "Позвонить: готовность обещана к 01.09.2011, подтверждения нет"


@pytest.mark.parametrize(
    ("value", "to_do"),
    [
        (ReadinessValue.NOT_READY, "Выяснить причину: готовность отсутствует"),
        (ReadinessValue.CONDITIONAL, "Выяснить, чего не хватает для готовности"),
    ],
)
def test_an_answer_that_leaves_something_to_do_says_what(at, arrive, value, to_do):
    arrive(reading(answers=(("readiness", Readiness(value)), ("nominee", NAMED))))
    assert (at().state, at().to_do) == (State.SETTLED, to_do)


def test_a_doubtful_mail_is_to_be_checked_with_the_reason_and_the_words(at, arrive):
    mail = arrive(doubtful())
    line = at()
    assert line.state is State.TO_CHECK
    assert line.to_do == f"Проверить письмо № {mail.id}: О готовности сказано неоднозначно."
    assert line.checks[0].quotes == ("готовы",)
    assert line.answers == {}


def test_what_an_officer_settled_is_not_to_be_checked(at, arrive, session, clock):
    mail = arrive(doubtful(answers=(("readiness", READY), ("nominee", Nominees()))))
    case = settling.find_case(session, [CIRCULAR], mail.id)
    words = settling.parse("верно", CIRCULAR, clock())
    settling.settle(session, case, words, settling.Author("chief@adm.example", "верно"), clock())
    assert at().state is State.PARTIAL
    assert at().checks == ()


def test_a_mail_that_an_officer_called_not_ours_is_no_answer(at, arrive, session, clock):
    mail = arrive(doubtful())
    case = settling.find_case(session, [CIRCULAR], mail.id)
    words = settling.parse("не наше", CIRCULAR, clock())
    settling.settle(session, case, words, settling.Author("chief@adm.example", ""), clock())
    assert (at().state, at().checks) == (State.ASKED, ())


def test_a_second_reading_replaces_the_first(at, arrive, session, clock):
    mail = arrive(doubtful())
    readings.record(session, mail.id, reading(), clock())
    assert at().state is State.SETTLED
    readings.record(session, mail.id, Reading(Kind.UNRELATED, CIRCULAR.number), clock())
    assert at().state is State.ASKED


def test_a_bounce_of_the_circular_is_to_be_called_about(at, arrive, session):
    mail = arrive(Reading(Kind.BOUNCE, CIRCULAR.number))
    session.add(Bounce(mail_id=mail.id, address="lug@mo.example", permanent=True, reason="нет"))
    assert at().state is State.BOUNCED
    assert at().to_do == "Позвонить и узнать верный адрес: lug@mo.example: нет"


def test_a_letter_the_server_refused_is_to_be_called_about(at, session, clock):
    make_circular_letters(session, OFFICE, UNSENT, clock())
    letter = session.scalars(select(Letter).where(Letter.recipient == "lug")).one()
    letter.state, letter.error = "failed", "сервер ответил: 550 no such user"
    assert at(circular=UNSENT).state is State.BOUNCED


def test_one_who_answered_from_elsewhere_is_not_bounced(at, arrive, session):
    mail = arrive(reading())
    session.add(Bounce(mail_id=mail.id, address="lug@mo.example", permanent=True, reason=""))
    assert at().state is State.SETTLED


def test_a_reply_that_says_nothing_is_still_an_answer_in_part(at, arrive):
    unstated = Readiness(ReadinessValue.UNSTATED)
    arrive(reading(Reply.CLARIFY, answers=(("readiness", unstated), ("nominee", Nominees()))))
    assert at().state is State.PARTIAL


def test_last_contact_is_the_latest_of_theirs_and_ours(at, arrive, session, clock):
    make_circular_letters(session, OFFICE, CIRCULAR, clock())
    for letter in session.scalars(select(Letter)):
        letter.state, letter.sent_at = "sent", clock()
    written = clock()
    assert at().last_contact == written
    clock.tick(hours=5)
    arrive(reading())
    assert at().last_contact == clock()
    assert at().last_written == written


def test_the_totals(session, arrive) -> None:
    arrive(reading())
    arrive(doubtful(recipient="bor"))
    arrive(doubtful(recipient=""))
    arrive(None, state="quarantined", error="Traceback\n  …\nValueError: граница частей")
    m: Matrix = matrix(session, CIRCULAR, AFTER)
    assert (m.answered, m.ready, m.overdue, len(m.checks)) == (2, 1, 1, 3)
    assert len(m.unplaced) == 2
    assert m.checks[-1].reasons == ("Письмо не удалось разобрать: ValueError: граница частей.",)


def test_a_doubtful_mail_of_another_circular_is_none_of_ours(session, arrive):
    other = dataclasses.replace(doubtful(), circular="99-99")
    arrive(other)
    assert matrix(session, CIRCULAR, BEFORE).checks == ()


def test_answers_are_those_of_every_recipient_a_mail_speaks_for(session, arrive):
    arrive(dataclasses.replace(reading(answers=BOTH), recipients=("lug", "bor")))
    lines = matrix(session, CIRCULAR, BEFORE).lines
    assert [line.state for line in lines] == [State.SETTLED, State.SETTLED, State.ASKED]
