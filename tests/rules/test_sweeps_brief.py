"""Answers of a few words where readiness is asked: behind a number or a label, in a cell, below a
quoted question. Each answer in each frame must be read so, or put before a person."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import pytest

from tests.rules.test_sweeps import reading, told

ANSWERS = {
    "ready": """
да; готовы; положительно; без проблем; всё в порядке; +; ответ положительный; плюс; да, полностью
подтверждаем; выполнено; есть; имеется; обеспечено; всё готово; уже подключены; сделано; в наличии
безусловно да; препятствий нет; замечаний нет; 100%; 10 из 10
""",
    "not_ready": """
нет; не готовы; отрицательно; минус; ответ отрицательный; пока нет; ещё нет; увы, нет; никак нет
не выполнено; не обеспечено; нет возможности; не имеется; 0%; не можем; невозможно; 0 из 10
""",
    "conditional": """
частично; да, но частично; наполовину; в основном да, кроме архива; да, если дадут ключи
да, после получения ключей; при наличии лицензий; да, при условии выделения средств
не в полном объёме; на 80 %; да, кроме двух мест; 9 из 10; частично (7 из 10)
""",
    "ready_by": """
к 10 сентября; 10.09.2011; да, с 10 сентября; нет, будем 10 сентября; пока нет, к 10 сентября
не позднее 10.09; до 10 сентября
""",
    "deferred": """
ответим позже; позже; уточняется; прорабатывается; пока не знаем; ждём решения главы
ответ после совещания; на рассмотрении; отдельным письмом; пока неизвестно; информация собирается
""",
}
WHO = "Котова Анна Ильинична, архивист"
FRAMES = (
    f"По первому — {{a}}. По второму — {WHO}.",
    f"По первому вопросу: {{a}}.\nПо второму вопросу: {WHO}.",
    f"1. {{A}}.\n2. {WHO}.",
    f"1) {{a}}; 2) {WHO}.",
    f"По первому пункту {{a}}, по второму {WHO}.",
    f"Техническая готовность: {{a}}\nСлушатель: {WHO}",
    f"Район\tТехническая готовность\tСлушатель\nНаримановский\t{{a}}\t{WHO}",
    f"Вопрос\tОтвет\nТехническая готовность\t{{a}}\nСлушатель\t{WHO}",
    f"Готовность (да/нет/частично): {{a}}\nКого на учёбу: {WHO}",
    "> прошу проинформировать о технической готовности к подключению к системе «Директум»\n"
    f"{{A}}\n\n> и определить кандидатуру специалиста для включения в группу.\n{WHO}",
)


def letters(value: str) -> Iterator[str]:
    answers = [a.strip() for line in ANSWERS[value].split("\n") for a in line.split(";")]
    for frame, answer in product(FRAMES, filter(None, answers)):
        yield frame.format(a=answer, A=answer[0].upper() + answer[1:])


@pytest.mark.parametrize("value", ANSWERS)
def test_few_words_are_silently_no_other_answer_and_seldom_doubted(value: str) -> None:
    wrong, settled, every = [], 0, 0
    for letter in letters(value):
        found = reading(letter)
        right = told(found)[0] == value
        right &= value != "ready_by" or told(found)[1] == "2011-09-10"
        every += 1
        settled += right and not found.doubts
        if not right and not found.doubts:
            wrong.append((letter, told(found)))
    assert wrong == [] and settled > 0.93 * every


@pytest.mark.parametrize(
    ("letter", "value"),
    [
        ("1. Не возражаем против сроков обучения.\n2. Котова Анна Ильинична", "unstated"),
        ("По первому зову приедем. На учёбу - Котова Анна Ильинична.", "unstated"),
        ("Сообщаем следующее.\nНа учёбу - Котова Анна Ильинична.", "unstated"),
        ("Направляется для рассмотрения. На учёбу - Котова Анна Ильинична.", "unstated"),
        ("Готовность (да/нет): да\nОбучение (да/нет): нет", "ready"),
        ("Готовность (есть или нет): нет", "not_ready"),
        ("Готовность (готов / не готов / готов частично): готов", "ready"),
        ("По первому вопросу см. ниже. По второму: Котова.\n\nГотовы к подключению.", "ready"),
        ("По первому вопросу пока не готова ничего сказать.", "deferred"),
        ("Готовы, но с одним но: нет подписи.", "conditional"),
    ],
)
def test_what_only_looks_like_an_answer_of_few_words(letter: str, value: str) -> None:
    assert told(reading(letter))[0] == value


@pytest.mark.parametrize("said", ["см. ниже", "то же, что в июле", "в работе"])
def test_what_points_elsewhere_is_looked_at(said: str) -> None:
    assert reading(f"По первому вопросу: {said}. По второму: {WHO}.").doubts


def test_a_plus_between_quoted_lines_is_the_writers_own() -> None:
    letter = (
        "> прошу проинформировать о технической готовности к подключению к системе «Директум»\n"
        "{}\n> и определить кандидатуру специалиста для включения в группу для обучения.\n" + WHO
    )
    assert told(reading(letter.format("+")))[0] == "ready"
    assert told(reading(letter.format("-")))[0] == "not_ready"
    assert told(reading(letter.format(">")))[0] == "unstated"
