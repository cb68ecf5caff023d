"""Many names, numbers and days in the same few sentences, and other business beside an answer.

What each letter says is known; it must be read so, or put before a person.
"""

from __future__ import annotations

import re
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

WANTED = (
    ("выделят средства", "выделения средств", "средствами", "получить средства"),
    ("проложат кабель", "прокладки кабеля", "кабелем", "проложить кабель"),
    ("привезут модемы", "поставки модемов", "модемами", "установить модемы"),
    ("утвердят договор", "подписания договора", "договором", "подписать договор"),
    ("закончат монтаж", "завершения монтажа", "монтажом", "завершить монтаж"),
    ("купим маршрутизатор", "покупки маршрутизатора", "маршрутизатором", "купить маршрутизатор"),
)
"""What is missing: a clause to come, behind «после», behind «за», and to be done."""
OPEN = (
    *("{yes}, если {will}.", "Если {will}, то {low}.", "{yes} при условии, что {will}."),
    *(
        "Как только {will}, {low}.",
        "{yes} после {of}.",
        "{yes}, дело за {by}.",
        "{yes} (если {will}).",
    ),
    *("{yes}. Ждём лишь {of}.", "{yes}, осталось {do}.", "{yes}. Осталось только {do}."),
    *("{yes}. Условие одно: {do}.", "{yes}. Но сначала надо {do}.", "{yes}. Дело за {by}."),
    "{yes}. На учёбу поедет Котова Анна Ильинична.\n\nP.S. Всё это при условии, что {will}.",
    "{yes}. На учёбу поедет Котова Анна Ильинична, архивист.\nP.S. Осталось {do}.",
)
YES = ("Район к подключению готов", "К подключению готовы", "Технически мы готовы")

DENIED_TWICE = {
    "ready": """
Сомнений в готовности района не возникает.
Готовность к подключению сомнению не подлежит.
Готовности к подключению не отрицаем.
Нельзя не отметить готовность администрации к подключению.
Не можем не подтвердить готовность к подключению.
Слухи о неготовности района не подтвердились.
Округ не относится к числу неготовых.
О неготовности к подключению речи нет.
Неготовности к подключению не обнаружено.
Неготовых к подключению рабочих мест не осталось.
Кабинетов, не готовых к подключению, нет.
Оснований считать округ неготовым не усматриваем.
Отсутствие второго модема подключению не препятствует.
Факторов, препятствующих подключению, не выявлено.
""",
    "not_ready": """
Неготовность района сомнений не вызывает.
Готовность к подключению оспариваем.
Своей неготовности не скрываем.
Не можем не признать неготовность к подключению.
Слухи о готовности района не подтвердились.
Округ не относится к числу готовых.
О готовности к подключению речи нет.
Готовых к подключению рабочих мест не имеется.
Оснований считать округ готовым не усматриваем.
Факторы, препятствующие подключению, не устранены.
Обстоятельства, препятствующие подключению, имеются.
Не располагаем линиями связи, без которых подключение невозможно.
""",
}

BESIDE_A_DAY = """
День посёлка отмечаем 27 августа.
Плотины не готовы, ремонт закончим к 1 октября.
Паромы к навигации будут готовы к 15 сентября.
Отчёт по форме 7 сдадим отдельно.
Юбилей музея 3 сентября.
Приёмка водоёмов 24 августа.
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


def silent(letters: Iterator[tuple[str, str]]) -> list[tuple[str, str, str | None]]:
    """The letters that are read otherwise than wanted, and without a doubt."""
    return [
        (letter, *told(found)[:2])
        for value, letter in letters
        if not (found := reading(letter)).doubts and told(found)[0] != value
    ]


@pytest.mark.parametrize("yes", YES)
def test_what_is_awaited_is_never_silently_there(yes: str) -> None:
    low = yes[0].lower() + yes[1:]
    letters = (
        ("conditional", frame.format(yes=yes, low=low, will=will, of=of, by=by, do=do))
        for frame, (will, of, by, do) in product(OPEN, WANTED)
    )
    assert silent(letters) == []


@pytest.mark.parametrize("value", DENIED_TWICE)
def test_two_denials_are_never_silently_one(value: str) -> None:
    said = [line for line in DENIED_TWICE[value].split("\n") if line]
    letters = [f"{line} Поедет Котова Анна Ильинична, архивист." for line in said]
    assert silent((value, letter) for letter in said + letters) == []


SAYING = ("Утверждать", "Сказать", "Думать", "Доложить")
BARRING = ("было бы неправдой", "не вправе", "нельзя", "значило бы покривить душой", "не стану")
SAID = {
    "ready": ("район не готов", "подключиться нам нечем", "техника не подготовлена к подключению"),
    "not_ready": ("район готов", "всё нужное у нас есть", "подключиться мы можем в любой день"),
}


@pytest.mark.parametrize("value", SAID)
def test_what_may_not_be_said_is_never_silently_so(value: str) -> None:
    letters = (
        (value, frame.format(say=say, low=say.lower(), what=what, no=no, No=no.capitalize()))
        for frame in ("{say}, что {what}, {no}.", "{No} {low}, что {what}.")
        for say, what, no in product(SAYING, SAID[value], BARRING)
    )
    assert silent(letters) == []


@pytest.mark.parametrize(
    ("letter", "value"),
    [
        ("Утверждать, что район готов, было бы неправдой.", "not_ready"),
        ("Неверно, что район не готов.", "ready"),
        ("Не готовым наш район считать было бы ошибкой, подключайте.", "ready"),
        ("Слухи о том, что район не готов, сильно преувеличены.", "ready"),
        ("Нельзя не признать, что район готов.", "ready"),
        ("Оборудованы три места из двадцати. Считать район готовым нельзя.", "not_ready"),
    ],
)
def test_what_may_not_be_said_is_turned_round(letter: str, value: str) -> None:
    assert told(reading(letter))[0] == value


UNSURE = """
Надеемся, что; Полагаю, что; Скорее всего,; Не уверены, что; Сомневаемся, что; Вряд ли; Едва ли
Не факт, что; Хотелось бы верить, что; Боимся, что; Нет уверенности, что
Маловероятно, что; Допускаем, что
"""


@pytest.mark.parametrize("what", [*SAID["not_ready"], "район не готов", "будем готовы 9 сентября"])
def test_what_the_writer_is_unsure_of_is_looked_at(what: str) -> None:
    letters = [f"{unsure.strip()} {what}." for unsure in re.split(r"[;\n]", UNSURE.strip())]
    assert [letter for letter in letters if not reading(letter).doubts] == []


LED = ("Дело в том, что", "Ответ у нас такой, что", "Проверкой установлено, что", "Итог таков, что")


@pytest.mark.parametrize("value", SAID)
def test_what_leads_to_an_answer_says_nothing_itself(value: str) -> None:
    other = "not_ready" if value == "ready" else "ready"  # what is said, not what is denied
    letters = ((other, f"{lead} {what}.") for lead, what in product(LED, SAID[value]))
    assert silent(letters) == []


TIME_NEEDED = (
    "Ещё восемь дней - и готовы.",
    "Просим отсрочки.",
    "Готовы будем не раньше ноября.",
    "Дайте нам ещё неделю.",
    "Почти готовы.",
    "По плану должны быть готовы.",
)


@pytest.mark.parametrize("letter", TIME_NEEDED)
def test_time_that_is_still_needed_is_never_silently_a_yes(letter: str) -> None:
    assert reading(letter).doubts


@pytest.mark.parametrize(
    ("letter", "value"),
    [
        ("Готовы будем не раньше 9 сентября.", "ready_by"),
        ("Готовы к началу сентября никак не будем.", "not_ready"),
        ("Когда купим машины - неизвестно, когда подключимся - тем более.", "not_ready"),
        ("Помех нет, но без договора, который ещё не подписан, нас не подключить.", "conditional"),
        ("В назначенный срок не укладываемся.", "not_ready"),
        ("Готовы к подключению и ничего менять не будем.", "ready"),
        ("Не только компьютеры, но и линия связи готовы, подключайте.", "ready"),
    ],
)
def test_what_is_denied_is_told_by_the_words_beside_it(letter: str, value: str) -> None:
    assert told(reading(letter))[0] == value


def test_days_and_readiness_of_other_things_silently_change_no_answer() -> None:
    beside_it = [line for line in BESIDE_A_DAY.split("\n") if line]
    letters = (
        (value, letter)
        for (value, answer), other in product(ANSWERS.items(), beside_it)
        for letter in (f"{answer} {other}", f"{other} {answer}", f"1. {answer}\n2. {other}")
    )
    assert silent(letters) == []
