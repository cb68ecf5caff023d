"""What clerks write back to our letters, through the real rules and the real service."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from intake.store.schema import AnswerRow, OfficerMail
from outbound.review import corrected, settling
from rules.model import Nominees, Readiness, ReadinessValue
from tests.messages import text_of
from tests.outbound.correspondence import BOTH, CHIEF, CIRCULAR, CLERK, OZERSKY, Post, at


@pytest.fixture
def post(database) -> Post:
    post = Post(database)
    post.ask()
    return post


@pytest.fixture
def confirmed(post) -> Post:
    """A campaign whose first recipient has answered, and was told what was understood."""
    post.comes(BOTH, post.last())
    assert post.purposes() == ["circular", "confirm"]
    return post


def person(post: Post) -> tuple[str, str | None, str | None]:
    answer = post.answers()["nominee"]
    assert isinstance(answer, Nominees)
    (one,) = answer.people
    return one.name, one.position, one.phone


def test_a_detail_is_put_right_and_confirmed_with_the_rest(confirmed):
    (letter,) = confirmed.comes("Телефон другой: 5-71-58. Остальное верно.", confirmed.last())
    assert person(confirmed) == ("Сагитова Айгуль Марсовна", "ведущий специалист", "57158")
    assert confirmed.answers()["readiness"] == Readiness(
        ReadinessValue.READY_BY, date(2011, 9, 5), confirmed.answers()["readiness"].evidence
    )
    text = text_of(letter)
    assert "5-71-58" in text
    assert "готовность ожидается к 5 сентября 2011 года" in text  # what stays is repeated


def test_corrections_of_one_pass_build_on_each_other(confirmed):
    told = confirmed.last()
    for number, text in enumerate(("отчество Маратовна, а не Марсовна", "телефон 5-71-58")):
        confirmed.came += 1
        content = (
            f"From: {CLERK}\r\nTo: edo@oblast.example\r\nSubject: Re: 1\r\n"
            f"Message-ID: <c{number}@theirs.example>\r\nIn-Reply-To: {told['Message-ID']}\r\n"
            f"Content-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n"
        )
        with confirmed.database.session() as session:
            from intake.mailbox import Fetched
            from intake.store import mails

            raw = content.encode()
            place = mails.Place("test", "INBOX", 1)
            fetched = Fetched(confirmed.came, raw, len(raw))
            mails.store_batch(session, place, [fetched], confirmed.clock())
    confirmed.reader.read_pending(going_on=lambda: True)
    assert person(confirmed) == ("Сагитова Айгуль Маратовна", "ведущий специалист", "57158")


@pytest.mark.parametrize("text", ["Да, верно.", "Всё правильно, спасибо!", "Спасибо!", "ок"])
def test_agreement_and_thanks_change_nothing_and_get_no_letter(confirmed, text):
    before = confirmed.answers()
    assert confirmed.comes(text, confirmed.last()) == []
    assert confirmed.answers() == before
    assert confirmed.line().state == "settled"


def test_another_comes_instead(confirmed):
    (letter,) = confirmed.comes(
        "Вместо ранее названного поедет другой – Сидоров Иван Петрович, программист, т. 5-71-60",
        confirmed.last(),
    )
    assert person(confirmed)[0] == "Сидоров Иван Петрович"
    assert "вместо ранее названного: Сагитова" in text_of(letter)


def test_who_is_taken_back_is_asked_for_again(confirmed):
    (letter,) = confirmed.comes("Сагитова на обучение не поедет.", confirmed.last())
    assert "кандидатура" in text_of(letter)
    assert confirmed.purposes()[-1] == "clarify"
    assert confirmed.line().state == "partial"


def test_the_question_asked_is_answered_by_a_name_alone(post):
    post.comes("К подключению готовы.", post.last())
    assert post.purposes()[-1] == "clarify"
    (letter,) = post.comes("Сагитова Айгуль Маратовна, ведущий специалист, 5-71-58", post.last())
    assert post.purposes()[-1] == "confirm"
    assert person(post) == ("Сагитова Айгуль Маратовна", "ведущий специалист", "57158")
    assert "готовность подтверждена" in text_of(letter)


def test_a_misunderstanding_without_the_right_word_reaches_the_officer(confirmed):
    before = confirmed.answers()
    confirmed.comes("Вы нас не так поняли.", confirmed.last())
    assert confirmed.answers() == before
    assert confirmed.purposes()[-1] == "acknowledge"
    assert "Неясно, что исправить" in text_of(confirmed.last(CHIEF))
    assert confirmed.line().state == "to_check"


def test_the_officer_s_detail_is_of_the_one_who_stands(confirmed):
    """What the clerk's words left open, the officer says in a word; the rest is not asked again."""
    confirmed.comes("телефон 5-71-58 мой, а у Сагитовой 5-71-59", confirmed.last())
    notice = confirmed.last(CHIEF)
    told = text_of(notice)
    assert "До этого письма учтено" in told
    assert "Сагитова Айгуль Марсовна" in told
    (letter,) = confirmed.comes("телефон: 5-71-59", notice, sender=CHIEF)
    assert person(confirmed) == ("Сагитова Айгуль Марсовна", "ведущий специалист", "57159")
    assert letter["To"].addresses[0].addr_spec == CLERK
    assert "готовность ожидается к 5 сентября" in text_of(letter)


def test_against_an_officer_s_word_the_clerk_is_put_before_a_person(confirmed):
    with confirmed.database.session() as session:
        said = settling.parse("телефон: 8-927-555-66-77", CIRCULAR, confirmed.clock())
        settling.correct(session, CIRCULAR, OZERSKY, said, author=CHIEF, now=confirmed.clock())
    confirmed.comes("телефон другой: 5-71-58", confirmed.last())
    assert person(confirmed)[2] == "+79275556677"
    assert "расходится с тем, что ранее внёс" in (text_of(confirmed.last(CHIEF)))


def test_what_an_officer_enters_is_told_to_the_clerk_and_may_be_corrected_by_him(confirmed):
    with confirmed.database.session() as session:
        said = settling.parse("готовы с 12.09.2011", CIRCULAR, confirmed.clock())
        changed = settling.correct(
            session, CIRCULAR, OZERSKY, said, author=CHIEF, now=confirmed.clock()
        )
        entered = corrected.Entered(CIRCULAR, OZERSKY, changed)
        assert corrected.make_letter(session, confirmed.office, entered, confirmed.clock())
    (letter,) = confirmed.poll()
    text = text_of(letter)
    assert letter["To"].addresses[0].addr_spec == CLERK
    assert letter["In-Reply-To"] == "<1@theirs.example>"
    assert "внесены сотрудником" in text
    assert "12 сентября 2011 года" in text
    assert "Сагитова Айгуль Марсовна" in text
    assert confirmed.comes("Да, верно.", letter) == []


def test_what_an_officer_enters_for_a_silent_recipient_goes_to_the_known_address(post):
    with post.database.session() as session:
        said = settling.parse("не готовы", CIRCULAR, post.clock())
        changed = settling.correct(session, CIRCULAR, OZERSKY, said, author=CHIEF, now=post.clock())
        entered = corrected.Entered(CIRCULAR, OZERSKY, changed)
        corrected.make_letter(session, post.office, entered, post.clock())
        assert (
            corrected.make_letter(
                session, post.office, corrected.Entered(CIRCULAR, OZERSKY, ()), post.clock()
            )
            is None
        )
    (letter,) = post.poll()
    assert letter["To"].addresses[0].addr_spec == CLERK
    assert "кандидатура" in text_of(letter)


def test_an_answer_to_a_reminder_is_read_like_any_other(post):
    post.poll(at(19))
    assert post.purposes()[-1] == "remind"
    post.comes(BOTH, post.last())
    assert post.purposes()[-1] == "confirm"


def test_the_promise_that_was_asked_for_is_reported_kept(confirmed):
    confirmed.poll(at(6, month=9))
    assert "обещали готовность" in text_of(confirmed.last())
    confirmed.comes("Мы подключились, всё готово.", confirmed.last())
    assert confirmed.line().is_ready


def test_two_otkliks_end_after_a_letter_each(post, database):
    """The other one marks its letters, so ours gives none; had it no marks, ours gives one."""
    marked = {"Auto_Submitted": "auto-replied"}
    sent = len(post.sender.carried)
    for _ in range(5):
        post.comes("Ваше письмо получено. Его посмотрит сотрудник.", post.last(), **marked)
    assert len(post.sender.carried) == sent
    for _ in range(5):
        post.comes("Ваше письмо получено. Его посмотрит сотрудник.", post.last())
    assert len(post.to(CLERK)) - 1 <= 1


@pytest.mark.parametrize(
    ("text", "headers"),
    [
        pytest.param(
            "Я в отпуске до 12 сентября. По срочным вопросам: 5-71-00.",
            {"Auto_Submitted": "auto-replied"},
            id="out of office, marked",
        ),
        pytest.param(
            "Меня нет на рабочем месте до 12 сентября. Это автоматический ответ.",
            {"Subject": "Автоответ: О подключении"},
            id="out of office, unmarked",
        ),
        pytest.param(
            "Ваше обращение зарегистрировано под номером 12345. Мы ответим в течение 3 дней.",
            {"Subject": "[#12345] Ваша заявка принята"},
            id="ticket robot",
        ),
    ],
)
def test_a_robot_that_answers_each_letter_gets_at_most_one(post, text, headers):
    for _ in range(6):
        post.comes(text, post.last(), **headers)
    assert len(post.to(CLERK)) <= 2  # the circular, and one of ours
    with post.database.reading() as session:
        assert session.scalars(select(AnswerRow)).all() == []
        assert session.scalars(select(OfficerMail)).all() == []
