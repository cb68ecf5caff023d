"""Many names, numbers and days in the same few sentences, and other business beside an answer.

What each letter says is known; it must be read so, or put before a person.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import product
from pathlib import Path

import pytest

from intake import circulars
from rules.model import Address, Mail, Nominees, Part, Readiness, Reading
from rules.reading import read

ROOT = Path(__file__).resolve().parents[2]
CIRCULAR = circulars.load(ROOT / "circulars/02-02-398")

NAMES = """
Тер-Погосян Ашот Гагикович; Кара-Мурза Лейла Ильдаровна; Улан-Очирова Байрта Нимеевна
Немирович-Данченко Олег Иванович; Мамедов Фуад Гасан оглы; Алиева Севда Рашид кызы
Гасан-заде Эльчин Рауф оглы; Ким Ден Хо; Цой Виктор Робертович; Пак Людмила Чансуевна
Ю Анна Сергеевна; Эм Роберт Иванович; Нгуен Ван Тхань; фон Дитрих Карл Адольфович
Шварц Эмма Карловна; Мороз Степан Ильич; Заяц Ксения Павловна; Кот Пётр Петрович
Май Алексей Юрьевич; Суббота Галина Фёдоровна; Негода Тарас Григорьевич; Белый Андрей Андреевич
Седых Ольга Львовна; Дурново Пётр Николаевич; Живаго Юрий Андреевич; Черных Мария Ивановна
Слава Роман Романович; Гроза Людмила Степановна; Голова Нина Петровна; Староста Олег Викторович
Писарь Вера Павловна; Коваль Дмитрий Сергеевич; Голод Семён Ильич; Зима Раиса Артёмовна
Готов Иван Петрович; Готовцева Римма Павловна; Связной Пётр Ильич; Первый Олег Олегович
Воротынцев Лев; Нурланов Ерлан Кайратулы; Сагындыкова Айгуль Нурланкызы
Бадмаев Церен Мингиянович; Манджиева Кермен Очировна; Оюн Чодураа Сереновна
Хамидуллина-Ким Алия Рустамовна; Соловьёв-Седой Игорь Петрович; О'Нил Патрик Джонович
Цхай Роза Хыновна; Тё Алексей Владимирович; Ан Сергей Петрович; Де Вита Марина Сергеевна
Аль-Хатиб Самир Юсуфович; Ага-Заде Рустам Алиевич; Хан-Магомедов Селим Омарович
"""
NAMING = (
    "Поедет {}.",
    "Едет {}, программист.",
    "{} поедет на курсы.",
    "На курсы - {}, программист",
    "Слушатель: {}",
    "Учиться будет {}.",
    "От нас {}, тел. 5-12-12",
    "Кандидат — {}",
    "Для обучения назначается {}.",
    "1. Готовы.\n2. {}, архивист",
    "На учёбу поедет главный специалист {}",
)

NUMBERS = {
    "+79275551212": (
        *("8-927-555-12-12", "+7 (927) 555-12-12", "89275551212", "8 927 555 12 12"),
        *("8.927.555.12.12", "8 (927) 5551212", "927-555-12-12", "8–927–555–12–12"),
    ),
    "+78514692015": (
        *("8(85146)9-20-15", "(85146) 9-20-15", "8-85146-9-20-15", "8/85146/ 9-20-15"),
        *("85146 9-20-15", "(8-85146) 9-20-15"),
    ),
    "92015": ("9-20-15",),
}
CALLING = (
    "На курсы поедет Петрова Анна Ивановна, бухгалтер, тел. {}.",
    "На курсы поедет бухгалтер Петрова Анна Ивановна ({}).",
    "Направляем Петрову Анну Ивановну, бухгалтера. Её телефон {}.",
    "Направляем Петрову Анну Ивановну, бухгалтера. Звонить ей: {}",
    "ФИО: Петрова Анна Ивановна\nДолжность: бухгалтер\nТелефон: {}",
    "На учёбу едет Петрова Анна Ивановна, бухгалтер (р.т. {}).\n\nГлава района И.И. Сидоров",
)

DAYS = {
    "2011-09-01": ("к 1 сентября", "до 01.09.2011", "к первому сентября", "ко Дню знаний"),
    "2011-08-22": ("к понедельнику", "через неделю", "в понедельник на следующей неделе"),
    "2011-08-24": ("в среду на следующей неделе", "к среде той недели"),
    "2011-08-20": ("к 20-му", "20-го числа", "двадцатого августа"),
    "2011-08-31": ("к концу августа", "до конца месяца", "31 авг."),
    "2011-09-15": ("до 15 сентября включительно", "через месяц"),
    "2011-08-16": ("завтра",),
}
PROMISING = (
    "Будем готовы {}.",
    "Подключимся {}.",
    "Закончим подготовку к подключению {}.",
    "Пока не готовы, будем готовы {}.",
)

ANSWERS = {
    "ready": "С нашей стороны к подключению всё готово.",
    "not_ready": "Подключиться не можем: канала связи нет.",
    "conditional": "Подключимся, если выделят лицензии.",
    "deferred": "О технической готовности сообщим дополнительно.",
}
OTHER_BUSINESS = """
Просим подтвердить получение письма.
По отопительному сезону ответим отдельно.
Копию письма направили в министерство.
Отчёт по форме 3 сдадим до 25.08.
Дорогу до райцентра обещают починить к октябрю.
Поздравляем вас с прошедшим Днём строителя!
Вопросы по отчётности - к Сидоровой Вере Ильиничне.
Паспорт готовности школы подписан.
Ремонт клуба закончим, если дадут деньги.
Договор на вывоз мусора не подписан.
О приезде комиссии по паводку сообщим позднее.
"""


def reading(text: str) -> Reading:
    """A reply of a known recipient, sent on Monday, 15 August 2011."""
    return read(
        Mail(
            subject="Re: О подключении",
            sender=Address("", "narimanov@mo.astrobl.example"),
            in_reply_to=("<20110803.02-02-398@astrobl.example>",),
            date=datetime(2011, 8, 15, 9, tzinfo=UTC),
            parts=(Part("body", text),),
        ),
        [CIRCULAR],
    )


def told(found: Reading) -> tuple[str, str | None, list[str]]:
    """Readiness, its day, and the names of the nominees."""
    answers = [answer for _, answer in found.answers]
    value, day = next(
        ((a.value.value, str(a.by) if a.by else None) for a in answers if isinstance(a, Readiness)),
        ("", None),
    )
    return value, day, [p.name for a in answers if isinstance(a, Nominees) for p in a.people]


def plain(name: str) -> str:
    return name.replace("ё", "е").lower()


@pytest.mark.parametrize("frame", NAMING)
def test_no_name_is_silently_another(frame: str) -> None:
    names = [name.strip() for line in NAMES.split("\n") for name in line.split(";") if name.strip()]
    wrong = []
    for name in names:
        found = reading(frame.format(name))
        if not found.doubts and list(map(plain, told(found)[2])) != [plain(name)]:
            wrong.append((name, told(found)[2]))
    assert wrong == []


@pytest.mark.parametrize("frame", CALLING)
def test_no_number_is_silently_another(frame: str) -> None:
    wrong = []
    for wanted, number in ((w, n) for w, numbers in NUMBERS.items() for n in numbers):
        found = reading(frame.format(number))
        phones = [p.phone for _, a in found.answers if isinstance(a, Nominees) for p in a.people]
        if not found.doubts and phones != [wanted]:
            wrong.append((number, phones))
    assert wrong == []


@pytest.mark.parametrize("frame", PROMISING)
def test_no_day_is_silently_another(frame: str) -> None:
    wrong = []
    for wanted, said in ((w, d) for w, days in DAYS.items() for d in days):
        found = reading(frame.format(said))
        if not found.doubts and told(found)[:2] != ("ready_by", wanted):
            wrong.append((said, told(found)[:2]))
    assert wrong == []


def beside() -> Iterator[tuple[str, str, str]]:
    """Value, the letter, and the sentence of other business in it."""
    business = [line for line in OTHER_BUSINESS.split("\n") if line]
    for (value, answer), other in product(ANSWERS.items(), business):
        yield value, f"{answer} {other}", other
        yield value, f"{other} {answer}", other
        yield value, f"{answer}\n\n{other}", other


def test_other_business_silently_changes_no_answer() -> None:
    wrong = []
    for value, letter, other in beside():
        found = reading(letter)
        if not found.doubts and told(found) != (value, None, []):
            wrong.append((value, other, told(found)))
    assert wrong == []


TOLD_LATER = """
О завершении ремонта котельной доложим отдельно.
Ответ на запрос о муниципальном имуществе направим отдельным письмом.
О датах занятий договоримся по телефону.
Про субвенции напишем на той неделе.
Договор с поставщиком направим на ознакомление позже.
Список пользователей пришлём через неделю.
По странице в интернете ответит пресс-служба.
Номера кабинетов сообщим дополнительно.
По вчерашнему письму про сканеры отвечу завтра.
Графики отпусков представим после 1 сентября.
Расписки за полученные ключи вышлем почтой.
Образцы подписей направим следующим письмом.
"""

STATES = {
    "ready": (
        "Канал есть, рабочие места собраны и проверены, система у нас поставлена.",
        "Рабочие места для «Директума» подготовлены, связь работает.",
        "Техническая готовность к подключению имеется.",
    ),
    "not_ready": (
        "Подключиться пока не можем: нет ни канала, ни компьютеров.",
        "Техники нет, и взять её негде.",
        "К подключению не готовы.",
    ),
}


def test_what_is_told_later_of_other_things_silently_changes_no_answer() -> None:
    wrong = []
    later = [line for line in TOLD_LATER.split("\n") if line]
    for value, states in STATES.items():
        for letter in (
            f"{a}{gap}{b}"
            for s in states
            for o in later
            for a, b in ((s, o), (o, s))
            for gap in (" ", "\n\n")
        ):
            found = reading(letter)
            if not found.doubts and told(found)[0] != value:
                wrong.append((value, letter, told(found)))
    assert wrong == []
