"""Two answers in one mail: where the words do not tell which counts, a person looks."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from rules.model import Address, Mail, Part, PartRole, Reading
from rules.reading import read
from tests.rules.test_sweeps import CIRCULAR, told


def of_parts(*parts: Part, subject: str = "Re: О подключении") -> Reading:
    """A reply of a known recipient, sent on Monday, 15 August 2011."""
    return read(
        Mail(
            subject=subject,
            sender=Address("", "narimanov@mo.astrobl.example"),
            in_reply_to=("<20110803.02-02-398@astrobl.example>",),
            date=datetime(2011, 8, 15, 9, tzinfo=UTC),
            parts=parts,
        ),
        [CIRCULAR],
    )


ROWS = (
    "№\tВопрос\tОтвет\n1\tТехническая готовность\t{}\n2\tСлушатель\tКотова Анна Ильинична\n",
    "Вопрос\tОтвет\nТехническая готовность к подключению\t{}\nСлушатель\tКотова Анна Ильинична\n",
)


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("ready", "К подключению готовы."),
        ("ready", "Нет ни одной помехи, из-за которой нас нельзя подключить."),
        ("ready", "Не видим причин, которые помешали бы подключению."),
        ("ready", "Отсутствуют обстоятельства, препятствующие подключению."),
        ("not_ready", "Не готовы: нет линии связи."),
        ("not_ready", "Подключиться не сможем."),
        ("not_ready", "нет"),
    ],
)
def test_a_sentence_in_a_cell_is_read_as_a_sentence(value: str, cell: str) -> None:
    for row in ROWS:
        found = of_parts(Part("body", row.format(cell)))
        assert (told(found)[0], found.doubts) == (value, ())


LETTER = (
    "Администрация района\n\nНа Ваше письмо от 03.08.2011 № 02-02-398 сообщаем: {}.\n"
    "На обучение направляется архивист Котова Анна Ильинична, тел. 9-20-15.\n\n"
    "Глава района          И.И. Сидоров"
)


def covered(cover: str, answer: str) -> Reading:
    """A covering mail, and a letter on paper that gives this answer."""
    paper = Part("Ответ.docx", LETTER.format(answer), PartRole.ATTACHMENT)
    return of_parts(Part("body", cover), paper)


PUT_RIGHT = (
    "В прилагаемом документе ошибка в сроке готовности, {}.",
    "Письмо во вложении написано в июле и уже не отражает положения дел: {}.",
    "В приложенном письме опечатка в части готовности, следует читать: {}.",
    "Файл прицепился не тот, {}.",
    "Во вложении черновик, {}.",
    "Приложение составлено до грозы, {}.",
    "Приложение читать в такой редакции: {}.",
)
TAKEN_BACK = """
Во вложении черновик, подписанное письмо пришлём в среду.
Прикладываю проект ответа, глава его ещё не видел.
Прошу вложенный файл не учитывать.
Вложение ушло по ошибке, правильное будет позже.
Приложенное письмо недействительно.
В прикреплённом документе напутано, перепишем.
Вложенному письму не верьте.
Приложенный ответ отозван главой района.
Вложение предназначалось соседнему отделу.
"""
ATTACHED = """
Ответ во вложении, оригинал направлен почтой.
Прежнее письмо просим считать недействительным, исправленное прилагаем.
Прилагаем подписанное письмо. Если файл не откроется, позвоните.
В письме, отправленном вчера, была опечатка. Прилагаем верное.
См. прикреплённый файл.
Во вложении письмо за подписью главы. Просим не обращать внимания на опечатки.
"""


@pytest.mark.parametrize("cover", PUT_RIGHT)
def test_a_letter_that_its_cover_puts_right_is_not_silently_relied_on(cover: str) -> None:
    for value, here, there in (
        ("ready", "к подключению готовы", "к подключению не готовы"),
        ("not_ready", "подключиться не сможем", "к подключению готовы"),
        ("ready_by", "будем готовы 5 сентября", "подключиться можем"),
    ):
        found = covered(cover.format(here), there)
        assert found.doubts or told(found)[0] == value


@pytest.mark.parametrize("cover", [line for line in TAKEN_BACK.split("\n") if line])
def test_a_letter_that_its_cover_takes_back_goes_to_a_person(cover: str) -> None:
    for answer in ("к подключению готовы", "подключиться не сможем", "будем готовы 5 сентября"):
        assert covered(cover, answer).doubts


@pytest.mark.parametrize("cover", [line for line in ATTACHED.split("\n") if line])
def test_a_letter_that_its_cover_only_hands_over_stands(cover: str) -> None:
    found = covered(cover, "к подключению не готовы")
    assert (told(found)[0], found.doubts) == ("not_ready", ())


def test_a_slip_in_a_name_on_paper_goes_to_a_person() -> None:
    found = covered("В приложенном письме опечатка в отчестве слушателя.", "к подключению готовы")
    assert [doubt.name for doubt in found.doubts] == ["weak_nominee"]


@pytest.mark.parametrize(
    "answer", ["Подключать нас рано.", "Подключаться нечем.", "Подключать пока некуда."]
)
def test_a_numbered_infinitive_that_is_denied_is_a_no(answer: str) -> None:
    found = of_parts(Part("body", f"1. {answer}\n2. Котова Анна Ильинична, архивист."))
    assert (told(found)[0], found.doubts) == ("not_ready", ())


BUSINESS = "На обучение направляется архивист Котова Анна Ильинична, тел. 9-20-15."
SIDES = {
    "ready": ("Район к подключению готов.", "Подключать нас можно хоть завтра."),
    "not_ready": ("К подключению не готовы.", "Подключиться не сможем: нет канала."),
    "ready_by": ("Будем готовы 5 сентября.", "Подключение обеспечим к 12 сентября."),
    "deferred": ("О технической готовности сообщим дополнительно.",),
}
OPPOSED = (("ready", "not_ready"), ("ready", "ready_by"), ("ready", "deferred"))
LAYOUTS = (
    "{0} {1}",
    "{0}\n\n" + BUSINESS + "\n\n{1}",
    "{0}\n" + BUSINESS + "\n\nС уважением,\nИ.И. Сидоров\n\nP.S. {1}",
    "{0}\n\n--\nИ.И. Сидоров\nтел. 9-20-15\n{1}",
    "Отвечаем по пунктам.\n1. {0}\n2. " + BUSINESS + "\n3. {1}",
    "{0}\n\nВопрос\tОтвет\nТехническая готовность\t{1}\nСлушатель\tКотова Анна Ильинична\n",
    "№\tВопрос\tОтвет\n1\tТехническая готовность\t{0}\n2\tСлушатель\tКотова Анна Ильинична\n\n{1}",
    "{0}\n\n> прошу проинформировать о технической готовности к подключению\n\n{1}\n",
)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_two_answers_in_one_mail_go_to_a_person(layout: str) -> None:
    silent = []
    for one, other in (pair for both in OPPOSED for pair in (both, both[::-1])):
        for first in SIDES[one]:
            for second in SIDES[other]:
                found = of_parts(Part("body", layout.format(first, second)))
                silent += [] if found.doubts else [(first, second, told(found)[:2])]
    assert silent == []


def test_a_letter_on_paper_and_its_cover_that_differ_go_to_a_person() -> None:
    for one, other in (pair for both in OPPOSED for pair in (both, both[::-1])):
        for first in SIDES[one]:
            for second in SIDES[other]:
                answer = second[0].lower() + second[1:-1]
                assert covered(f"{first} Письмо во вложении.", answer).doubts


def test_where_a_thing_lacks_is_no_part_of_the_body() -> None:
    found = of_parts(
        Part("body", "Мы готовы. Из-за сырости в здании район к подключению не готов.")
    )
    assert [doubt.name for doubt in found.doubts] == ["contradictory_readiness"]
