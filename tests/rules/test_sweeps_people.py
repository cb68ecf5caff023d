"""Many ways to name a nominee, and as many to name somebody else beside, in the same few sentences.

Who is meant is known by construction; he must be read so, or put before a person.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import pytest

from rules.model import Nominees
from tests.rules.test_sweeps import plain, reading

CASES = ("n", "g", "d", "a")
"""Nominative, genitive, dative, accusative."""
PEOPLE = """
Кара-Мурза Лейла Ильдаровна; Кара-Мурзы Лейлы Ильдаровны; Кара-Мурзе Лейле Ильдаровне; Кара-Мурзу Лейлу Ильдаровну
Исинбаев Ерлан Кайратович; Исинбаева Ерлана Кайратовича; Исинбаеву Ерлану Кайратовичу; Исинбаева Ерлана Кайратовича
Шевчук Роман Степанович; Шевчука Романа Степановича; Шевчуку Роману Степановичу; Шевчука Романа Степановича
Белых Ксения Павловна; Белых Ксении Павловны; Белых Ксении Павловне; Белых Ксению Павловну
Полевой Игорь Львович; Полевого Игоря Львовича; Полевому Игорю Львовичу; Полевого Игоря Львовича
Мхитарян Анаит Суреновна; Мхитарян Анаит Суреновны; Мхитарян Анаит Суреновне; Мхитарян Анаит Суреновну
"""  # noqa: E501
NAMED = (
    "На учёбу поедет {N.n}, документовед.",
    "Слушатель: {N.n}, архивист, 9-20-15.",
    "Для обучения предлагаем {N.a}.",
    "Осваивать систему поручено {N.d}.",
)
BESIDE = (
    "Замещать её будет {O.n}.",
    "{O.n} у нас больше не работает.",
    "По вопросам связи обращайтесь к {O.d}, тел. 9-31-44.",
    "Канал проводил инженер Ростелекома {O.n}.",
    "В копии письма {O.n}.",
    "Серверную обслуживает завхоз {O.n}.",
    "Спасибо {O.d} из вашего отдела за разъяснения.",
)
SHARED_OUT = (
    "{N.n} – на учёбу, {O.n} – на связи.",
    "{N.n} едет учиться, {O.n} подстрахует.",
    "Учёба – {N.n}, железо – {O.n}.",
    "Обучаться – {N.n}; вести переписку – {O.n}.",
    "На учёбу {N.n}, на настройку {O.n}.",
    "Состав: {N.n} (слушатель), {O.n} (технический специалист).",
    "Рабочая группа: {O.n} – председатель, {N.n} – обучаемый.",
    "Технический специалист – {O.n}, 9-11-12.\nНа обучение – {N.n}, 9-13-14.",
    "Обучим {N.a}, затем она обучит {O.a} на месте.",
    "Кандидатуру {N.g} предложил архивист {O.n}.",
    "{O.n} в отпуске, поэтому учиться поедет {N.n}.",
    "На курсы поедет {N.n}, вопросы по технике – {O.n}, 9-15-16.",
    "Направляем {N.a}, дублёр – {O.n}.",
)
CHANGED = (
    "Не {O.n}, а {N.n} будет учиться у вас.",
    "Место {O.g} в учебной группе займёт {N.n}.",
    "Слушателем у нас теперь не {O.n}, а {N.n}.",
    "В письме от 10 августа слушателем названа {O.n}. Просим считать слушателем {N.a}.",
    "На учёбу собиралась {O.n}. Однако она отказалась, и поедет {N.n}.",
    "{O.n} отказалась от учёбы. Её подменит {N.n}.",
    "Вместо {O.g} на курсы направляем {N.a}.",
    "Учить решено {N.a}, хотя сперва называли {O.a}.",
    "Предлагали {O.a}, глава утвердил {N.a}.",
    "На обучение прибудет {N.n}, архивист, заменившая {O.a}.",
)
BOTH = (
    "На обучение направляем: по кадрам – {N.a}, по связи – {O.a}.",
    "На учёбу: {N.n} - делопроизводство, {O.n} - администрирование.",
    "Слушатели: {N.n}, архивист; {O.n} (администратор системы).",
    "На учёбу поедут документовед {N.n} и руководитель проекта {O.n}.",
)
ALONE = (
    "ФИО: {N.n}\nДолжность: архивист\nТелефон: 9-20-15",
    "ФИО | Должность | Телефон\n{N.n} | архивист | 9-20-15",
    "На обучение: {N.n} | архивист | 9-20-15",
    "Слушатель = {N.n} = архивист = 9-20-15",
    "{N.n} / архивист / 9-20-15\nна обучение",
    "Запишите меня на курсы: {N.n}, архивист, 9-20-15.",
    "Учиться буду я.\n\n{N.n}\nархивист\nтел. 9-20-15",
)


def everybody() -> list[dict[str, str]]:
    lines = (line for line in PEOPLE.split("\n") if line)
    return [dict(zip(CASES, map(str.strip, line.split(";")), strict=True)) for line in lines]


def filled(frame: str, who: dict[str, str], other: dict[str, str]) -> str:
    for key, person in (("N", who), ("O", other)):
        for case in CASES:
            frame = frame.replace(f"{{{key}.{case}}}", person[case])
    return frame


def pairs() -> Iterator[tuple[dict[str, str], dict[str, str]]]:
    people = everybody()
    return ((one, people[(at + 1) % len(people)]) for at, one in enumerate(people))


def wrong(frame: str) -> list[tuple[str, list[str]]]:
    """Letters of this frame that are read as another's, without a doubt."""
    found = []
    for who, other in pairs():
        letter = filled(frame, who, other)
        read = reading(letter)
        people = [p.name for _, a in read.answers if isinstance(a, Nominees) for p in a.people]
        if not read.doubts and list(map(plain, people)) != [plain(who["n"])]:
            found.append((letter, people))
    return found


@pytest.mark.parametrize("named", NAMED)
def test_nobody_beside_is_silently_a_nominee(named: str) -> None:
    orders = ("{0} {1}", "{1} {0}", "{0}\n\nP.S. {1}")
    frames = [order.format(named, beside) for order, beside in product(orders, BESIDE)]
    assert [fault for frame in frames[::3] for fault in wrong(frame)] == []


@pytest.mark.parametrize("frame", SHARED_OUT)
def test_whoever_has_another_role_is_silently_no_nominee(frame: str) -> None:
    assert wrong(frame) == []


@pytest.mark.parametrize("frame", CHANGED)
def test_who_was_replaced_is_silently_no_nominee(frame: str) -> None:
    assert wrong(frame) == []


@pytest.mark.parametrize("frame", BOTH)
def test_both_who_learn_are_named(frame: str) -> None:
    for who, other in pairs():
        read = reading(filled(frame, who, other))
        people = [p.name for _, a in read.answers if isinstance(a, Nominees) for p in a.people]
        assert read.doubts or list(map(plain, people)) == [plain(who["n"]), plain(other["n"])]


@pytest.mark.parametrize("frame", ALONE)
def test_fields_are_silently_nobody_elses(frame: str) -> None:
    for who, other in pairs():
        read = reading(filled(frame, who, other))
        told = [
            (plain(p.name), p.position, p.phone)
            for _, a in read.answers
            if isinstance(a, Nominees)
            for p in a.people
        ]
        assert read.doubts or told == [(plain(who["n"]), "архивист", "92015")]


def test_few_right_readings_are_doubted() -> None:
    """Of whom is plainly named, in a sentence of his own or beside others with other roles."""
    right = doubted = 0
    for frame in (*NAMED, *SHARED_OUT):
        for who, other in pairs():
            read = reading(filled(frame, who, other))
            people = [p.name for _, a in read.answers if isinstance(a, Nominees) for p in a.people]
            right += list(map(plain, people)) == [plain(who["n"])]
            doubted += bool(read.doubts) and list(map(plain, people)) == [plain(who["n"])]
    assert right > 85 and doubted * 10 < right
