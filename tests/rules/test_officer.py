"""An officer's plain words: what each says, and near misses that must be asked back."""

from __future__ import annotations

import time
from datetime import date

import pytest

from rules import officer
from rules.model import (
    Circular,
    Nominee,
    Nominees,
    Question,
    Readiness,
    ReadinessValue,
    Recipient,
)
from rules.officer import Correction, Detail

CIRCULAR = Circular(
    number="07-11",
    on=date(2011, 8, 3),
    subject="О подключении",
    deadline=date(2011, 8, 25),
    text="Просим сообщить о готовности.",
    timezone="Europe/Astrakhan",
    recipients=(
        Recipient("lug", "Луговской район", settlements=("Луговое",)),
        Recipient("bor", "Боровской район", centre="с. Бор"),
    ),
    questions=(
        Question("readiness", "readiness", "Готовность", "сведения о готовности"),
        Question("nominee", "nominee", "Специалист", "кандидатура"),
    ),
)
READY = Readiness(ReadinessValue.READY)
MARIA = Nominee("Иванова Мария Петровна", "программист", "+79275556677")


def said(text: str) -> Correction:
    return officer.parse(text, CIRCULAR, date(2011, 8, 22))


def ready_by(month: int, day: int) -> Readiness:
    return Readiness(ReadinessValue.READY_BY, date(2011, month, day))


@pytest.mark.parametrize(
    "text",
    ["верно", "Да, всё верно!", "Да.", "да", "Подтверждаю", "всё правильно", "Верно, записывайте"],
)
def test_the_reading_is_accepted(text: str) -> None:
    assert said(text) == Correction(accept=True)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("готовы", READY),
        ("Готовность есть", READY),
        ("готовы с 01.09", ready_by(9, 1)),
        ("будут готовы к 15 сентября", ready_by(9, 15)),
        ("готовы не позднее 5.09.2011", ready_by(9, 5)),
        ("срок 15.09", ready_by(9, 15)),
        ("не готовы", Readiness(ReadinessValue.NOT_READY)),
        ("готовность отсутствует", Readiness(ReadinessValue.NOT_READY)),
        ("частично, к 15.09", Readiness(ReadinessValue.CONDITIONAL, date(2011, 9, 15))),
        ("ответят позже", Readiness(ReadinessValue.DEFERRED)),
        ("о готовности не сказано", Readiness(ReadinessValue.UNSTATED)),
    ],
)
def test_readiness(text: str, answer: Readiness) -> None:
    assert said(text) == Correction(answers=(("readiness", answer),))


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("специалист: Иванова Мария Петровна, программист, 8-927-555-66-77", Nominees((MARIA,))),
        ("Поедет Ивановой Марии Петровне, программисту, 89275556677", Nominees((MARIA,))),
        ("кандидатура — программист Иванова Мария Петровна, 8 927 555 66 77", Nominees((MARIA,))),
        ("специалист: никого", Nominees(declined=True)),
        ("специалиста назовут позже", Nominees(later=True)),
        ("специалист не назван", Nominees()),
    ],
)
def test_a_nominee(text: str, answer: Nominees) -> None:
    assert said(text) == Correction(answers=(("nominee", answer),))


@pytest.mark.parametrize(
    "text", ["не наше", "Это не наше.", "не по адресу", "это спам", "не относится к циркуляру"]
)
def test_not_ours(text: str) -> None:
    assert said(text) == Correction(not_ours=True)


@pytest.mark.parametrize(
    "text",
    ["это Луговской район", "от Луговского района", "адресат: lug"],
)
def test_whose_mail_it_is(text: str) -> None:
    assert said(text) == Correction(recipient="lug")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("телефон: 8-927-555-66-77", Detail("phone", "+79275556677")),
        ("почта: maria@lug.example", Detail("email", "maria@lug.example")),
        ("должность: главному специалисту", Detail("position", "главный специалист")),
    ],
)
def test_a_detail_of_the_nominee_who_is_known(text: str, found: Detail) -> None:
    assert said(text) == Correction(details=(found,))


def test_several_lines_say_several_things() -> None:
    text = "Добрый день!\nЭто Луговской район.\nГотовы с 01.09. Специалист: Иванова Мария Петровна"
    nominees = Nominees((Nominee("Иванова Мария Петровна"),))
    expected = (("readiness", ready_by(9, 1)), ("nominee", nominees))
    assert said(text) == Correction(recipient="lug", answers=expected)


def test_details_below_a_nominee_are_theirs() -> None:
    text = "специалист: Иванова Мария Петровна\nдолжность: программист\nтел.: 8-927-555-66-77"
    assert said(text) == Correction(answers=(("nominee", Nominees((MARIA,))),))


def test_two_nominees_stand_on_two_lines() -> None:
    text = "специалист: Иванова Мария Петровна\nспециалист: Сидоров Пётр Ильич, инженер"
    people = (Nominee("Иванова Мария Петровна"), Nominee("Сидоров Пётр Ильич", "инженер"))
    assert said(text) == Correction(answers=(("nominee", Nominees(people)),))


def test_right_but_for_one_thing() -> None:
    phone = Detail("phone", "+79275556677")
    assert said("верно, только телефон 8-927-555-66-77") == Correction(True, details=(phone,))
    assert said("нет, готовы с 01.09") == Correction(answers=(("readiness", ready_by(9, 1)),))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("не верно", id="denied, and nothing put in its place"),
        pytest.param("верно?", id="a question"),
        pytest.param("не совсем верно", id="half denied"),
        pytest.param("верно, кроме даты", id="an exception that is not named"),
        pytest.param("почти готовы", id="almost"),
        pytest.param("готовы, но нет сервера", id="a condition in their words"),
        pytest.param("будут готовы", id="when?"),
        pytest.param("готовы к концу сентября", id="no day"),
        pytest.param("готовы с 31.02", id="no such day"),
        pytest.param("не готовы до 01.09", id="and then?"),
        pytest.param("готов Иванов", id="somebody is"),
        pytest.param("специалист: Иванова Мария", id="no patronymic"),
        pytest.param("специалист: Петрову А. А.", id="man or woman?"),
        pytest.param("специалист: Иванова Мария Петровна вместо Петровой Анны Ивановны", id="two"),
        pytest.param("специалист: Иванова Мария Петровна, не программист", id="not a post"),
        pytest.param("Иванова Мария Петровна, программист", id="nominee, or the officer's name?"),
        pytest.param("это не Луговской район", id="not this one"),
        pytest.param("Луговской или Боровской район", id="which?"),
        pytest.param("Луговской район готов", id="said of a body, not of the reading"),
        pytest.param("не наше дело, но готовы", id="not the words for it"),
        pytest.param("готовы\nне готовы", id="contradiction"),
        pytest.param("не наше\nготовы", id="not ours, and an answer"),
        pytest.param("верно\nПозвоните мне", id="something more is said"),
        pytest.param("верно\n\nИванова Мария Петровна, программист", id="a name without its role"),
        pytest.param("Ваша заявка № 4411 зарегистрирована", id="a robot"),
        pytest.param("да " * 10_000, id="far too long"),
    ],
)
def test_what_is_not_understood_whole_is_asked_back(text: str) -> None:
    assert said(text).unclear


def test_a_signature_is_no_correction() -> None:
    assert said("верно\n\nНачальник отдела\nПетров И. И.\nтел. 12-34-56") == Correction(True)
    assert said("верно\nС уважением,\nлуговской ворон") == Correction(True)
    assert said("верно\n-- \nготовы") == Correction(True)


def test_a_greeting_is_no_correction() -> None:
    assert said("Здравствуйте, Мария Петровна!\nверно") == Correction(True)
    assert said("Добрый день, верно") == Correction(True)
    assert said("Добрый день. Верно") == Correction(True)
    assert said("Здравствуйте, почти верно").unclear


def test_silence_says_nothing() -> None:
    assert not said("Здравствуйте!\n\nСпасибо").says_something


def test_a_reading_with_the_correction_put_in() -> None:
    given = (("readiness", READY), ("nominee", Nominees((MARIA,))))
    changed = officer.merged(given, said("верно, телефон 8-927-111-22-33"))
    assert changed is not None
    people = (Nominee("Иванова Мария Петровна", "программист", "+79271112233"),)
    assert dict(changed) == {"readiness": READY, "nominee": Nominees(people)}
    assert officer.merged((("readiness", READY),), said("телефон 8-927-111-22-33")) is None


def test_a_hostile_text_is_read_at_once() -> None:
    begun = time.monotonic()
    for text in ("верно\n" * 1_300, "готовы с " * 800, "а" * 8_000, ". ; " * 2_000, "(" * 8_000):
        said(text)
    assert time.monotonic() - begun < 5
