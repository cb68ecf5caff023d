"""Which letters are due: one a mail and purpose, never to a machine, never too many."""

from __future__ import annotations

import dataclasses

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from intake.store import readings
from intake.store.schema import Letter, MailRow
from outbound.campaign.letters import Due, addressees, make_circular_letters, make_replies
from rules.model import Doubt, Nominees, Question, Readiness, ReadinessValue, Reply
from tests.messages import parsed, text_of
from tests.outbound.campaign import BOTH, CIRCULAR, NAMED, OFFICE, READY, raw_mail, reading

UNSTATED = Readiness(ReadinessValue.UNSTATED)


def letters(session: Session) -> list[Letter]:
    return list(session.scalars(select(Letter).order_by(Letter.id)))


def told(letter: Letter) -> str:
    return text_of(parsed(letter.content))


@pytest.mark.parametrize("reply", [Reply.CONFIRM, Reply.CLARIFY, Reply.ACKNOWLEDGE])
def test_a_read_mail_causes_the_letter_its_reading_calls_for(session, arrive, clock, reply):
    answers = BOTH if reply is Reply.CONFIRM else (("readiness", READY), ("nominee", Nominees()))
    mail = arrive(reading(reply, answers=answers))

    assert make_replies(session, OFFICE, clock()) == Due(made=1)

    (letter,) = letters(session)
    assert (letter.key, letter.state) == (f"{reply.value}:mail:{mail.id}", "due")
    assert letter.to_address == "lug@mo.example"


def test_a_reading_that_calls_for_no_letter_causes_none(session, arrive, clock):
    arrive(reading(Reply.NONE))
    assert make_replies(session, OFFICE, clock()) == Due()


def test_a_second_pass_makes_nothing_new(session, arrive, clock):
    arrive(reading())
    make_replies(session, OFFICE, clock())
    assert make_replies(session, OFFICE, clock()) == Due()
    assert len(letters(session)) == 1


def test_a_second_reading_causes_no_second_letter(session, arrive, clock):
    mail = arrive(reading())
    make_replies(session, OFFICE, clock())
    missing = (("readiness", READY), ("nominee", Nominees()))
    readings.record(session, mail.id, reading(Reply.CLARIFY, answers=missing), clock())
    assert make_replies(session, OFFICE, clock()) == Due()


def test_an_acknowledged_mail_is_confirmed_once_it_is_understood(session, arrive, clock):
    mail = arrive(reading(Reply.ACKNOWLEDGE, doubts=(Doubt("weak_readiness"),)))
    make_replies(session, OFFICE, clock())
    readings.record(session, mail.id, reading(), clock())
    assert make_replies(session, OFFICE, clock()) == Due(made=1)
    assert make_replies(session, OFFICE, clock()) == Due()
    assert [letter.purpose for letter in letters(session)] == ["acknowledge", "confirm"]


def test_what_an_earlier_mail_answered_is_not_asked_again(session, arrive, clock):
    arrive(reading(Reply.CLARIFY, answers=(("readiness", READY), ("nominee", Nominees()))))
    make_replies(session, OFFICE, clock())
    clock.tick(hours=1)
    arrive(reading(Reply.CLARIFY, answers=(("readiness", UNSTATED), ("nominee", NAMED))))
    make_replies(session, OFFICE, clock())

    first, second = letters(session)
    assert (first.purpose, second.purpose) == ("clarify", "confirm")
    assert "остаётся в силе" in told(second)
    assert "готовность подтверждена" in told(second)


def test_a_mail_that_could_not_be_read_is_acknowledged_to_a_person(session, arrive, clock):
    arrive(None, state="quarantined")
    make_replies(session, OFFICE, clock())
    (letter,) = letters(session)
    assert (letter.purpose, letter.state) == ("acknowledge", "due")


def test_a_mail_too_large_is_acknowledged_when_its_header_was_read(session, arrive, clock):
    arrive(None, state="too_large")
    assert make_replies(session, OFFICE, clock()) == Due()
    arrive(reading(Reply.ACKNOWLEDGE, doubts=(Doubt("too_large"),)), state="too_large")
    assert make_replies(session, OFFICE, clock()) == Due(made=1)
    assert letters(session)[0].purpose == "acknowledge"


def test_a_mail_that_could_not_be_read_is_not_acknowledged_to_a_machine(session, arrive, clock):
    arrive(None, state="quarantined", raw=raw_mail("noreply@shop.example"))
    assert make_replies(session, OFFICE, clock()) == Due(vetoed=1)


def test_a_mail_not_yet_read_waits(session, arrive, clock):
    arrive(None, state="stored")
    assert make_replies(session, OFFICE, clock()) == Due()


def test_a_machine_is_vetoed_though_the_rules_would_answer_it(session, arrive, clock):
    arrive(reading(), raw=raw_mail(Auto_Submitted="auto-replied"))

    assert make_replies(session, OFFICE, clock()) == Due(vetoed=1)
    assert make_replies(session, OFFICE, clock()) == Due()

    (letter,) = letters(session)
    assert (letter.state, letter.error) == ("dropped", "Auto-Submitted: auto-replied")


def test_the_answer_goes_to_reply_to(session, arrive, clock):
    arrive(reading(), raw=raw_mail(Reply_To="Glava <glava@lug.example>"))
    make_replies(session, OFFICE, clock())
    assert letters(session)[0].to_address == "glava@lug.example"


def test_over_the_cap_an_address_gets_no_more_letters_that_day(session, arrive, clock):
    for _ in range(5):
        arrive(reading())
    assert make_replies(session, OFFICE, clock()) == Due(made=3, vetoed=2)
    assert "предел" in (letters(session)[-1].error or "")

    clock.tick(days=1)
    arrive(reading())
    assert make_replies(session, OFFICE, clock()) == Due(made=1)


def test_the_day_of_the_cap_is_the_circulars_own(session, arrive, clock):
    clock.tick(hours=11, minutes=30)  # 19:30 UTC, 23:30 in Astrakhan
    for _ in range(3):
        arrive(reading())
    make_replies(session, OFFICE, clock())
    clock.tick(hours=1)  # still the same day in UTC
    arrive(reading())
    assert make_replies(session, OFFICE, clock()) == Due(made=1)


def test_the_same_mail_that_came_by_two_ways_is_answered_once(session, arrive, clock):
    first = arrive(reading())
    make_replies(session, OFFICE, clock())
    arrive(reading(), same_id_as=first.id)
    assert make_replies(session, OFFICE, clock()) == Due(vetoed=1)


def test_another_mail_with_a_used_message_id_is_answered(session, arrive, clock):
    first = arrive(reading())
    make_replies(session, OFFICE, clock())
    arrive(reading(answers=(("readiness", UNSTATED), ("nominee", NAMED))), same_id_as=first.id)
    assert make_replies(session, OFFICE, clock()) == Due(made=1)


SILENT = (("readiness", UNSTATED), ("nominee", Nominees()))


def test_thanks_after_a_full_answer_cause_no_letter(session, arrive, clock):
    arrive(reading())
    make_replies(session, OFFICE, clock())
    arrive(reading(Reply.CLARIFY, answers=SILENT))
    assert make_replies(session, OFFICE, clock()) == Due(vetoed=1)


def test_what_is_missing_is_asked_for_once(session, arrive, clock):
    arrive(reading(Reply.CLARIFY, answers=SILENT))
    assert make_replies(session, OFFICE, clock()) == Due(made=1)
    arrive(reading(Reply.CLARIFY, answers=SILENT))
    assert make_replies(session, OFFICE, clock()) == Due(vetoed=1)
    arrive(reading(Reply.CLARIFY, answers=(("readiness", READY), ("nominee", Nominees()))))
    assert make_replies(session, OFFICE, clock()) == Due(made=1), "this one says something"


def test_a_request_repeats_what_earlier_mails_answered(session, arrive, clock):
    question = Question("hall", "readiness", "Зал для занятий", "сведения о зале")
    circular = dataclasses.replace(CIRCULAR, questions=(*CIRCULAR.questions, question))
    office = dataclasses.replace(OFFICE, circulars=(circular,))
    arrive(reading(Reply.CLARIFY, answers=(("readiness", READY), ("nominee", Nominees()))))
    make_replies(session, office, clock())
    arrive(reading(Reply.CLARIFY, answers=(("readiness", UNSTATED), ("nominee", NAMED))))
    make_replies(session, office, clock())
    text = told(letters(session)[-1])
    assert "— сведения о зале" in text
    assert "готовность подтверждена" in text
    assert "Ковыльная Айгуль Маратовна" in text


def test_a_nominee_taken_back_is_asked_for_again(session, arrive, clock):
    arrive(reading())
    make_replies(session, OFFICE, clock())
    clock.tick(hours=1)
    withdrawn = Nominees(withdrawn=("Ковыльная Айгуль Маратовна",))
    arrive(reading(Reply.CLARIFY, answers=(("readiness", UNSTATED), ("nominee", withdrawn))))
    make_replies(session, OFFICE, clock())
    letter = letters(session)[-1]
    assert letter.purpose == "clarify"
    assert "— кандидатура специалиста" in told(letter)
    assert "кандидатура отозвана: Ковыльная Айгуль Маратовна" in told(letter)


def test_an_answer_to_our_acknowledgement_is_not_acknowledged_again(session, arrive, clock):
    doubtful = reading(Reply.ACKNOWLEDGE, doubts=(Doubt("unsure_kind"),))
    arrive(doubtful)
    make_replies(session, OFFICE, clock())
    ours = letters(session)[0].message_id
    arrive(doubtful, raw=raw_mail(In_Reply_To=ours))
    assert make_replies(session, OFFICE, clock()) == Due(vetoed=1)
    arrive(reading(), raw=raw_mail(In_Reply_To=ours))
    assert make_replies(session, OFFICE, clock()) == Due(made=1), "but what is understood is"


def test_a_letter_made_by_another_worker_meanwhile_is_no_error(session, arrive, clock, database):
    mail = arrive(reading())
    with Session(database.engine) as other:
        make_replies(other, OFFICE, clock())
        key = other.scalar(select(Letter.key))
        other.commit()
    assert key == f"confirm:mail:{mail.id}"
    assert make_replies(session, OFFICE, clock()) == Due()


def test_a_mail_of_an_unknown_circular_is_acknowledged(session, arrive, clock):
    read = reading()
    arrive(type(read)(kind=read.kind, reply=Reply.CONFIRM, circular="00-00"))
    make_replies(session, OFFICE, clock())
    assert letters(session)[0].purpose == "acknowledge"


def test_a_forged_subject_cannot_add_a_header(session, arrive, clock):
    arrive(reading(), subject="Ответ\r\nBcc: victim@x.example\r\n\r\nтекст")
    make_replies(session, OFFICE, clock())
    message = parsed(letters(session)[0].content)
    assert message["Bcc"] is None
    assert "victim@x.example" in message["Subject"]


def test_the_circular_goes_to_each_recipient_once(session, clock):
    assert [a.address for a in addressees(session, CIRCULAR)] == [
        "lug@mo.example", "bor@mo.example", "pol@mo.example",
    ]  # fmt: skip
    make_circular_letters(session, OFFICE, CIRCULAR, clock())
    assert addressees(session, CIRCULAR) == ()
    make_circular_letters(session, OFFICE, CIRCULAR, clock())

    made = letters(session)
    assert [letter.key for letter in made] == [f"circular:07-11:{c}" for c in ("lug", "bor", "pol")]
    assert len({letter.message_id for letter in made}) == 3


def test_mails_beyond_the_limit_of_a_pass_wait_for_the_next(session, arrive, clock):
    for n in range(3):
        arrive(reading(), raw=raw_mail(f"p{n}@mo.example"))
    assert make_replies(session, OFFICE, clock(), limit=2) == Due(made=2)
    assert make_replies(session, OFFICE, clock(), limit=2) == Due(made=1)
    assert session.query(MailRow).count() == 3
