"""Answers to our own letters: what each changes in what stood, what stays, what needs a person."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date

import pytest

from rules import reading
from rules.amendments import amended
from rules.amendments.names import same_person
from rules.model import (
    Answer,
    Kind,
    Nominee,
    Nominees,
    Part,
    Readiness,
    ReadinessValue,
    Reading,
    RemarkKind,
    Reply,
    Thread,
)
from tests.rules.campaign import CIRCULAR, STRANGER, mail

OURS = "<confirm@oblast.example>"
QUOTED = """

> Уважаемые коллеги!
> Ваш ответ на письмо от 3 августа 2011 года № 02-02-398 получен и учтён. Понято следующее.
> Готовность: готовность ожидается к 5 сентября 2011 года
> Специалист: Сагитова Айгуль Марсовна, ведущий специалист, 5-71-00
> Если что-то понято неверно, просто ответьте на это письмо и напишите, как правильно.
"""
BY_5 = Readiness(ReadinessValue.READY_BY, date(2011, 9, 5))
PERSON = Nominee("Сагитова Айгуль Марсовна", "ведущий специалист", "57100")
STANDING: dict[str, Answer] = {"readiness": BY_5, "nominee": Nominees((PERSON,))}


def read(
    text: str,
    standing: dict[str, Answer] | None = None,
    purpose: str = "confirm",
    *,
    sender: str = "ozerki@mo.oblast.example",
) -> Reading:
    letter = replace(mail(text + QUOTED, sender=sender), in_reply_to=(OURS,))
    made = reading.read(letter, [CIRCULAR], {OURS: Thread(CIRCULAR.number, "ozersky", purpose)})
    return amended(made, STANDING if standing is None else standing, CIRCULAR)


def nominees(made: Reading) -> Nominees:
    found = dict(made.answers)["nominee"]
    assert isinstance(found, Nominees)
    return found


def readiness(made: Reading) -> Readiness:
    found = dict(made.answers)["readiness"]
    assert isinstance(found, Readiness)
    return found


def says_nothing(made: Reading) -> bool:
    empty = readiness(made).value is ReadinessValue.UNSTATED if made.answers else True
    return empty and (not made.answers or not nominees(made).people)


@pytest.mark.parametrize(
    "text",
    [
        "Да, верно.",
        "да",
        "Всё правильно",
        "Всё верно, спасибо!",
        "Подтверждаем.",
        "Теперь всё верно, спасибо!",
        "Остальное верно.",
        "Добрый день! Замечаний нет.",
        "Всё так, спасибо за оперативность!",
        "Да, всё верно.\n\nС уважением,\nПетрова М.И., ведущий специалист\nтел. 5-71-22",
        "Верно.\n\nПетрова Мария Ивановна\nначальник отдела\n5-71-22",
    ],
)
def test_agreement_changes_nothing_and_wants_no_letter(text):
    made = read(text)
    assert (made.kind, made.reply, made.doubts) == (Kind.REPLY, Reply.NONE, ())
    assert says_nothing(made)


@pytest.mark.parametrize(
    "text",
    [
        "Спасибо!",
        "Спасибо, получили.",
        "Принято к сведению.",
        "Хорошего дня!",
        "Ок",
        "Учтём, спасибо.",
    ],
)
def test_thanks_change_nothing_and_want_no_letter(text):
    made = read(text)
    assert (made.reply, made.doubts) == (Reply.NONE, ())
    assert says_nothing(made)


DETAILS = [
    ("телефон другой: 5-71-58", {"phone": "57158"}),
    ("Телефон указан неверно, правильный 8(85141)5-71-58.", {"phone": "+78514157158"}),
    ("Прошу исправить телефон: 5-71-58", {"phone": "57158"}),
    ("Не 5-71-00, а 5-71-58", {"phone": "57158"}),
    ("5-71-58, а не 5-71-00", {"phone": "57158"}),
    ("Всё верно, только телефон 5-71-58", {"phone": "57158"}),
    ("Ошибка в телефоне. Правильно: 5-71-58.", {"phone": "57158"}),
    ("Здравствуйте!\nТелефон специалиста 8-927-555-66-77.", {"phone": "+79275556677"}),
    ("Просим исправить телефон Сагитовой А.М. на 8-927-555-66-77", {"phone": "+79275556677"}),
    ("Добавляем почту sagitova@ozerki.example", {"email": "sagitova@ozerki.example"}),
    ("должность – главный специалист", {"position": "главный специалист"}),
    (
        "Должность Сагитовой — главный специалист отдела информатизации.",
        {"position": "главный специалист отдела информатизации"},
    ),
    ("Сменилась должность: теперь она начальник отдела", {"position": "начальник отдела"}),
    ("Сагитова – главный специалист, а не ведущий.", {"position": "главный специалист"}),
    (
        "Должность: главный специалист, телефон: 5-71-58",
        {"position": "главный специалист", "phone": "57158"},
    ),
    ("отчество Маратовна, а не Марсовна", {"name": "Сагитова Айгуль Маратовна"}),
    ("Отчество неверное, правильно: Маратовна", {"name": "Сагитова Айгуль Маратовна"}),
    ("Не Марсовна, а Маратовна.", {"name": "Сагитова Айгуль Маратовна"}),
    ("Фамилия Сагидова, а не Сагитова.", {"name": "Сагидова Айгуль Марсовна"}),
    ("Всё верно, кроме отчества: Маратовна", {"name": "Сагитова Айгуль Маратовна"}),
    ("В ФИО опечатка: Сагитова Айгуль Маратовна", {"name": "Сагитова Айгуль Маратовна"}),
]


@pytest.mark.parametrize(("text", "changed"), DETAILS)
def test_a_detail_is_put_right_and_all_else_stays(text, changed):
    made = read(text)
    (person,) = nominees(made).people
    assert replace(person, evidence=()) == replace(PERSON, **changed)
    assert person.evidence
    assert (made.reply, made.doubts) == (Reply.CONFIRM, ())
    assert readiness(made).value is ReadinessValue.UNSTATED  # nothing new: what stood stays


def test_the_words_relied_on_are_the_mail_s_own():
    made = read("телефон другой: 5-71-58")
    (evidence,) = nominees(made).people[0].evidence
    assert evidence.text == "телефон другой: 5-71-58"
    assert ("телефон другой: 5-71-58" + QUOTED)[evidence.start : evidence.end] == evidence.text


@pytest.mark.parametrize(
    "text",
    [
        "срок не 5-го, а 12-го",
        "Срок готовности не 5 сентября, а 12 сентября.",
        "Не к 5, а к 12 сентября",
        "Дата неверная: не 5-е, а 12-е.",
        "Срок переносится на 12 сентября",
        "Срок готовности - 12.09.2011",
        "Готовы будем только к 12.09.2011.",
    ],
)
def test_the_date_is_put_right(text):
    made = read(text)
    assert (readiness(made).value, readiness(made).by) == (
        ReadinessValue.READY_BY,
        date(2011, 9, 12),
    )
    assert (made.doubts, nominees(made).people) == ((), ())


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("срок не 15-го, а 20-го", id="another date stood"),
        pytest.param("срок не 5 августа, а 12 августа", id="another month stood"),
        pytest.param("срок не 5-го, а 2-го", id="of this month or the next"),
    ],
)
def test_a_date_that_does_not_fit_goes_to_a_person(text):
    made = read(text)
    assert "unclear_amendment" in [doubt.name for doubt in made.doubts]
    assert made.reply is Reply.ACKNOWLEDGE


@pytest.mark.parametrize(
    "text",
    [
        "не готовы мы, вы не так поняли",
        "Вы неправильно поняли, мы не готовы.",
        "Нет. Мы не готовы.",
    ],
)
def test_a_misunderstanding_is_put_right(text):
    made = read(text)
    assert readiness(made).value is ReadinessValue.NOT_READY
    assert made.doubts == ()


@pytest.mark.parametrize(
    "text", ["Нет, неверно.", "Вы нас не так поняли.", "Не тот человек записан.", "У вас ошибка."]
)
def test_a_misunderstanding_without_the_right_word_goes_to_a_person(text):
    made = read(text)
    assert [doubt.name for doubt in made.doubts] == ["unclear_amendment"]
    assert made.reply is Reply.ACKNOWLEDGE


@pytest.mark.parametrize("text", ["специалиста не направляем", "Специалиста направлять не будем."])
def test_a_nominee_is_taken_back(text):
    made = read(text)
    assert nominees(made).declined
    assert nominees(made).withdrawn == ("Сагитова Айгуль Марсовна",)
    assert made.doubts == ()


@pytest.mark.parametrize(
    "text",
    [
        "Вместо ранее названного поедет другой – Сидоров Иван Петрович, программист, тел. 5-71-60",
        "Вместо Сагитовой поедет Сидоров Иван Петрович, программист, тел. 5-71-60",
    ],
)
def test_another_comes_instead(text):
    made = read(text)
    (person,) = nominees(made).people
    assert (person.name, person.position, person.phone) == (
        "Сидоров Иван Петрович",
        "программист",
        "57160",
    )
    assert nominees(made).withdrawn == ("Сагитова Айгуль Марсовна",)
    assert made.doubts == ()


def test_another_comes_besides():
    made = read("Дополнительно направляем Сидорова Ивана Петровича, программиста.")
    assert [p.name for p in nominees(made).people] == [PERSON.name, "Сидоров Иван Петрович"]


def test_another_named_without_a_word_of_the_first_goes_to_a_person():
    made = read("На обучение направляем Сидорова Ивана Петровича, программиста.")
    assert [doubt.name for doubt in made.doubts] == ["unclear_amendment"]


def test_a_nominee_who_does_not_come_is_withdrawn_by_the_whole_name():
    made = read("Сагитова не поедет.")
    assert nominees(made) == replace(
        nominees(made), people=(), withdrawn=("Сагитова Айгуль Марсовна",)
    )


def test_of_two_the_one_who_was_not_meant_stays():
    other = Nominee("Сидоров Иван Петрович", "программист", "57160")
    made = read("Сагитова не поедет.", {**STANDING, "nominee": Nominees((PERSON, other))})
    assert [p.name for p in nominees(made).people] == [other.name]


@pytest.mark.parametrize("text", ["телефон другой: 5-71-58", "отчество Маратовна"])
def test_of_two_it_must_be_said_who_is_meant(text):
    other = Nominee("Сидорова Анна Ивановна", "программист", "57160")
    made = read(text, {**STANDING, "nominee": Nominees((PERSON, other))})
    assert "unclear_amendment" in [doubt.name for doubt in made.doubts]


def test_of_two_the_one_named_is_meant():
    other = Nominee("Сидоров Иван Петрович", "программист", "57160")
    standing = {**STANDING, "nominee": Nominees((PERSON, other))}
    made = read("У Сидорова телефон другой: 5-71-58", standing)
    assert [p.phone for p in nominees(made).people] == ["57100", "57158"]


def test_an_answer_to_our_question_needs_no_other_word():
    standing: dict[str, Answer] = {"readiness": BY_5}
    text = "Сагитова Айгуль Маратовна, ведущий специалист, 5-71-58"
    made = read(text, standing, "clarify")
    (person,) = nominees(made).people
    assert (person.name, person.phone) == ("Сагитова Айгуль Маратовна", "57158")
    assert (made.reply, made.doubts) == (Reply.CONFIRM, ())
    assert nominees(read("Сагитова Айгуль Маратовна", standing, "clarify")).people


@pytest.mark.parametrize("text", ["Айгуль Маратовна", "Сагитова Айгуль Маратовна"])
def test_initials_are_made_a_name(text):
    initials = replace(PERSON, name="Сагитова А. М.")
    made = read(text, {**STANDING, "nominee": Nominees((initials,))})
    (person,) = nominees(made).people
    assert (person.name, person.position) == ("Сагитова Айгуль Маратовна", "ведущий специалист")
    assert made.doubts == ()


@pytest.mark.parametrize("text", ["Да", "Нет", "Подтверждаем"])
def test_a_bare_yes_to_a_question_of_ours_is_not_taken_for_agreement(text):
    made = read(text, {"nominee": STANDING["nominee"]}, "clarify")
    assert made.needs_review


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Да, верно, готовы.", id="verily another readiness"),
        pytest.param("Мы не обещали готовность к 5 сентября! Мы не готовы вообще.", id="denied"),
        pytest.param("телефон 5-71-58 мой, а у Сагитовой 5-71-59", id="two telephones"),
        pytest.param("отчество Маратовна, а не Петровна", id="nobody was called so"),
    ],
)
def test_what_fits_nothing_goes_to_a_person(text):
    made = read(text)
    assert made.needs_review
    assert made.reply is Reply.ACKNOWLEDGE


def test_a_few_words_that_only_seem_a_machine_s_go_to_a_person():
    made = read("Сагитова у нас больше не работает")
    assert (made.kind, made.reply) == (Kind.AUTO_REPLY, Reply.NONE)
    assert made.needs_review


def test_a_question_goes_to_a_person():
    made = read("Спасибо. А где будет проходить обучение?")
    assert [doubt.name for doubt in made.doubts] == ["asks_us"]


def test_the_telephone_below_thanks_is_the_writer_s():
    made = read("Спасибо!\nПетрова М.И.\nтел. 5-71-22")
    assert says_nothing(made)
    assert made.reply is Reply.NONE


def test_a_letter_of_nobody_s_to_us_is_read_as_ever():
    made = reading.read(mail("телефон другой: 5-71-58"), [CIRCULAR], {})
    assert (made.remarks, made.in_context) == ((), False)


def test_a_quotation_tells_of_our_letter_where_the_thread_is_lost():
    letter = mail("телефон другой: 5-71-58" + QUOTED, thread=False)
    made = amended(reading.read(letter, [CIRCULAR], {}), STANDING, CIRCULAR)
    assert nominees(made).people[0].phone == "57158"


@pytest.mark.parametrize(
    "text", ["Спасибо, буду!", "Благодарю за приглашение, обязательно приеду."]
)
def test_an_invitation_is_thanked_for(text):
    made = read(text, purpose="invite")
    assert (made.reply, made.doubts) == (Reply.NONE, ())


def test_who_cannot_come_is_a_person_s_matter():
    assert read("Приехать не смогу, болею.", purpose="invite").needs_review


def test_an_answering_machine_remarks_nothing():
    text = "Это автоматический ответ. Я в отпуске до 12 сентября, телефон для связи 5-71-58."
    letter = replace(
        mail(text + QUOTED, headers={"Auto-Submitted": "auto-replied"}), in_reply_to=(OURS,)
    )
    made = reading.read(letter, [CIRCULAR], {OURS: Thread(CIRCULAR.number, "ozersky", "confirm")})
    assert made.kind is Kind.AUTO_REPLY
    assert amended(made, STANDING, CIRCULAR).answers == ()


def test_a_person_named_again_keeps_what_is_not_said_now():
    """In any later mail, not only in answer to a letter of ours."""
    said = Nominees((Nominee("Сагитова Айгуль Марсовна", phone="57158"),))
    made = Reading(Kind.REPLY, CIRCULAR.number, ("ozersky",), (("nominee", said),))
    (person,) = nominees(amended(made, STANDING, CIRCULAR)).people
    assert (person.position, person.phone) == ("ведущий специалист", "57158")


def test_a_promise_to_answer_later_takes_no_answer_back():
    said = Readiness(ReadinessValue.DEFERRED)
    made = Reading(Kind.REPLY, CIRCULAR.number, ("ozersky",), (("readiness", said),))
    assert readiness(amended(made, STANDING, CIRCULAR)).value is ReadinessValue.UNSTATED


def test_a_stranger_in_our_thread_is_heard():
    made = read("телефон другой: 5-71-58", sender=STRANGER)
    assert made.recipient == "ozersky"
    assert nominees(made).people[0].phone == "57158"


def test_an_attached_letter_is_read_though_the_body_only_agrees():
    letter = replace(
        mail("Всё верно, спасибо." + QUOTED, attached="Район к подключению не готов."),
        in_reply_to=(OURS,),
    )
    made = reading.read(letter, [CIRCULAR], {OURS: Thread(CIRCULAR.number, "ozersky", "confirm")})
    assert [r.kind for r in made.remarks] == [RemarkKind.RIGHT]
    after = amended(made, STANDING, CIRCULAR)
    assert readiness(after).value is ReadinessValue.NOT_READY
    assert after.needs_review  # «верно», and yet otherwise


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Сагитова Айгуль Марсовна", "Сагитова А. М.", True),
        ("Сагитова А. М.", "Сагитовой", True),
        ("Сагитова Айгуль Марсовна", "Сагитова Айгуль Маратовна", True),
        ("Сагитова Айгуль Марсовна", "Сагитова Б. М.", False),
        ("Сагитова Айгуль Марсовна", "Сидоров Иван Петрович", False),
        ("Иванов Иван Иванович", "Иванов Пётр Иванович", False),
    ],
)
def test_who_is_the_same_person(one, other, same):
    assert same_person(Nominee(one), Nominee(other)) is same


def test_a_long_line_is_read_in_time():
    letter = replace(mail(), parts=(Part("body", "не 5-го, а 12-го телефон " * 40_000),))
    letter = replace(letter, in_reply_to=(OURS,))
    began = time.process_time()
    reading.read(letter, [CIRCULAR], {OURS: Thread(CIRCULAR.number, "ozersky", "confirm")})
    assert time.process_time() - began < 4
