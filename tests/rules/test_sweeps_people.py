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

WRITER_GOES = (
    "На курсы командировали меня.", "Меня и записывайте на учёбу.", "Осваивать систему выпало мне.",
    "Слушателем буду я.", "В учебной группе место оставьте за мной.",
    "Приказ на учёбу сделан на меня.",
    "В группу впишите мою фамилию.", "На обучение рекомендуют меня.", "Учиться прибуду лично.",
    "Кому ехать на курсы? Мне.", "На обучение прибудет один человек – я.", "Решено, что поучусь я.",
    "Послать на учёбу больше некого, поеду я.", "Дополните, пожалуйста, учебную группу мной.",
)  # fmt: skip
"""Whoever signs goes."""
WRITER_STAYS = (
    "Меня на учёбу не пишите.", "Учить меня поздно.", "Сам на курсы не собираюсь.",
    "Поехать на курсы не могу, замены нет.", "Послать на учёбу некого: у меня сдача отчёта.",
    "Насчёт учёбы мне распоряжений не дали.", "По учёбе отпишутся кадры.",
    "Про учебную группу мне велено ждать приказа.", "Слушателя назову не я, а управделами.",
    "Кто отправится на курсы, мне неизвестно.",
    "Еду в область на сессию, про курсы спросите в кадрах.",
    "Хотели послать на учёбу меня, да раздумали.", "Поучился бы и сам, да дела.",
    "По поводу учёбы звоните мне после обеда.", "Меня учили таким вещам зимой, больше не нужно.",
)  # fmt: skip
"""Nobody is named; whoever signs is no nominee."""
SIGNED = (
    "\n\n{N.n}, архивист\n9-20-15",
    "\n\n{N.n}\nархивист\nтел. 9-20-15",
    "\n\n--\n{N.n}\nархивист администрации\n9-20-15",
)
LISTED = (
    "В группу просим дополнительно взять:\nархивиста {N.a}, тел. (8512) 55-20-\n41;\n\n"
    "завхоза {O.a}, тел. (8512) 55-\n31-66.\n\nЗаместитель главы    Д.К. Сергеев",
    "На обучение направляем:\n1.архивиста {N.a}, 9-20-15;\n2.завхоза {O.a}, 9-20-16.",
    "На обучение направляем:\nа) {N.a}, архивиста, 9-20-15\nб) {O.a}, завхоза, 9-20-16",
    "На учёбу поедут:\nархивист {N.n}, 9-20-15;\nа также завхоз {O.n}, 9-20-16.",
    "Слушатели – архивист {N.n}, 9-20-15; завхоз\n{O.n}, 9-20-16.",
    "Кроме названных ранее, просим включить в группу: 1.архивиста {N.a},\n2.завхоза {O.a}.",
    "Обучение пройдут\n(1) архивист {N.n} (9-20-15);\n(2) завхоз {O.n} (9-20-16).",
    "На учёбу просим принять двоих: архивиста {N.a}, 9-20-15, а также завхоза\n{O.a}, 9-20-16.",
)
DECIDED = (
    "По учёбе глава подписал приказ на {N.a}, он у нас архивист.",
    "Распоряжение о направлении на обучение вышло в отношении {N.g}, архивиста.",
    "Вопрос с курсами закрыт, глава согласовал {N.a}.",
    "Ответственным лицом и участником обучения определён архивист {N.n} (тел. 9-20-15).",
    "Ученика выбирали жребием. Короткую спичку вытащил архивист {N.n}.",
    "На обучение прибудет {N.n}, но раньше сентября не ждите.",
    "Подготовку у вас пройдёт {N.n}, архивист, 9-20-15.",
)
NOT_DECIDED = (
    "Заявку на обучение отправит {N.n}, фамилию узнаете из неё.",
    "За учёбу отвечает {N.n}, людей подберёт и сообщит.",
    "{N.a} на курсы не отпускают, замену ищем.",
    "Учить {N.a} незачем, на курсы никого не шлём.",
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


def people_of(letter: str) -> tuple[bool, list[str]]:
    """Whether a person must look, and who is named."""
    read = reading(letter)
    named = [p.name for _, a in read.answers if isinstance(a, Nominees) for p in a.people]
    return bool(read.doubts), list(map(plain, named))


@pytest.mark.parametrize("said", WRITER_GOES)
def test_a_writer_who_goes_is_found_in_his_signature(said: str) -> None:
    for who, signed in product(everybody(), SIGNED):
        letter = filled(f"К подключению готовы. {said}{signed}", who, who)
        assert people_of(letter)[1] == [plain(who["n"])]


@pytest.mark.parametrize("said", WRITER_STAYS)
def test_a_writer_who_stays_is_silently_no_nominee(said: str) -> None:
    for who, signed in product(everybody()[::2], SIGNED):
        doubted, named = people_of(filled(f"К подключению готовы. {said}{signed}", who, who))
        assert doubted or named == []


@pytest.mark.parametrize("frame", LISTED)
def test_nobody_of_a_list_is_silently_lost(frame: str) -> None:
    for who, other in pairs():
        doubted, named = people_of(filled(frame, who, other))
        assert doubted or named == [plain(who["n"]), plain(other["n"])]


@pytest.mark.parametrize("frame", DECIDED)
def test_of_whom_it_was_decided_is_found(frame: str) -> None:
    for who, other in pairs():
        assert people_of(filled(frame, who, other))[1] == [plain(who["n"])]


@pytest.mark.parametrize("frame", NOT_DECIDED)
def test_of_whom_it_was_not_decided_is_silently_no_nominee(frame: str) -> None:
    for who, other in pairs():
        doubted, named = people_of(filled(f"К подключению готовы. {frame}", who, other))
        assert doubted or named == []


SHORT = """
Ким Виктор Робертович; Кима Виктора Робертовича; Киму Виктору Робертовичу; Кима Виктора Робертовича
Ли Марина Сергеевна; Ли Марины Сергеевны; Ли Марине Сергеевне; Ли Марину Сергеевну
Цой Алексей Львович; Цоя Алексея Львовича; Цою Алексею Львовичу; Цоя Алексея Львовича
Тё Анна Викторовна; Тё Анны Викторовны; Тё Анне Викторовне; Тё Анну Викторовну
Ан Сергей Петрович; Ана Сергея Петровича; Ану Сергею Петровичу; Ана Сергея Петровича
Сагындыкова Айгуль Нурлановна; Сагындыковой Айгуль Нурлановны; Сагындыковой Айгуль Нурлановне; Сагындыкову Айгуль Нурлановну
"""  # noqa: E501
CALLED_OFF = (
    "Учиться поедут {N.n} и {O.n}. P.S. {O.A} из списка уберите.",
    "В группу просим зачислить {N.a} и {O.a}.\n\nНасчёт {O.G} мы поторопились.",
    "Слушатели:\n1. {N.n}\n2. {O.n}\n\nПо ошибке внесена фамилия {O.N}.",
    "Слушатели:\n1. {N.n}\n2. {O.n}\n\nВторую строку вычёркиваем.",
    "Слушатели:\n1. {N.n}\n2. {O.n}\n\nОставьте только первого.",
    "На обучение едет {O.n}. Тьфу, напутал, едет {N.n}.",
    "На обучение едет {O.n}.\n\nДописываю утром: {O.A} забирают в область, едет {N.n}.",
    "На учёбу отправим {N.a} и {O.a}. {O.N} - минус, сокращение.",
    "На учёбу отправим {N.a} и {O.a}. Билет дают один, его получит {N.N}.",
    "На учёбу отправим {N.a} и {O.a}. {O.D} отпуск уже подписали, вместо замены никого.",
    "Учиться поедут {N.n} и {O.n}. {O.A} пока придержите.",
    "Сначала записали {O.a}, но в итоге решили учить {N.a}.",
)
KEPT = (
    "На учёбу отправим {N.a} и {O.a}. {O.N} приедет вечерним автобусом.",
    "На учёбу отправим {N.a} и {O.a}. Сотовый {O.G}: 8-927-555-12-12.",
)


def with_surnames(frame: str, who: dict[str, str], other: dict[str, str]) -> str:
    """The frame with names, where a capital stands for the surname alone in that case."""
    for key, person in (("N", who), ("O", other)):
        for case in CASES:
            surname = person[case].split()[0]
            frame = frame.replace(f"{{{key}.{case.upper()}}}", surname)
    return filled(frame, who, other)


def short_pairs() -> Iterator[tuple[dict[str, str], dict[str, str]]]:
    lines = [line for line in SHORT.split("\n") if line]
    people = [
        dict(zip(CASES, map(str.strip, line.split(";")), strict=True)) for line in lines
    ] + everybody()[:2]
    return ((one, people[(at + 1) % len(people)]) for at, one in enumerate(people))


@pytest.mark.parametrize("frame", CALLED_OFF)
def test_who_is_called_off_below_is_silently_no_nominee(frame: str) -> None:
    faults = []
    for who, other in short_pairs():
        letter = with_surnames(frame, who, other)
        read = reading(letter)
        people = [p.name for _, a in read.answers if isinstance(a, Nominees) for p in a.people]
        if not read.doubts and list(map(plain, people)) != [plain(who["n"])]:
            faults.append((letter, people))
    assert faults == []


@pytest.mark.parametrize("frame", KEPT)
def test_who_is_only_named_again_stays(frame: str) -> None:
    kept = 0
    for who, other in short_pairs():
        read = reading(with_surnames(frame, who, other))
        people = [p.name for _, a in read.answers if isinstance(a, Nominees) for p in a.people]
        kept += not read.doubts and len(people) == 2
    assert kept >= 7


def test_the_second_row_of_a_table_may_leave_cells_empty() -> None:
    found = reading(
        "Район\tГотовность\tФИО слушателя\tДолжность\tТелефон\n"
        "Наримановский\tда\tКотова Анна Ильинична\tархивист\t2-14-40\n"
        "\t\tХачатрян Ашот Гагикович\tинженер\t8-917-555-55-20"
    )
    people = [p.name for _, a in found.answers if isinstance(a, Nominees) for p in a.people]
    assert people == ["Котова Анна Ильинична", "Хачатрян Ашот Гагикович"]


@pytest.mark.parametrize(
    "letter",
    [
        "Слушателя назовём позже.\n\nПо котельным - Ибрагимов Шамиль Азизович, 5-19-60.",
        "Пишу с телефона, сижу в сельсовете. Слушателя назовём позже.",
    ],
)
def test_who_is_asked_of_another_matter_or_only_writes_is_no_nominee(letter: str) -> None:
    found = reading(letter)
    assert not [p for _, a in found.answers if isinstance(a, Nominees) for p in a.people]


def test_whoever_is_to_be_put_down_behind_another_is_looked_at() -> None:
    assert reading(
        "Людей шлём: Котова Анна Ильинична, статистик.\n\n"
        "P.S. Анна Ильинична ушла рожать. Поэтому пишите Рогова Ивана Петровича, техника."
    ).doubts
