"""Other matters in the same letter say nothing of ours."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from intake import circulars
from rules import reading
from rules.model import Address, Mail, Nominees, Part, Readiness, Reading

CIRCULAR = circulars.load(Path(__file__).resolve().parents[2] / "circulars" / "02-02-398")


def read(text: str) -> Reading:
    mail = Mail(
        subject="Re: О подключении",
        sender=Address("", "narimanov@mo.astrobl.example"),
        in_reply_to=("<20110803.02-02-398@astrobl.example>",),
        date=datetime(2011, 8, 15, 9, tzinfo=UTC),
        parts=(Part("body", text),),
    )
    return reading.read(mail, [CIRCULAR])


def value(text: str) -> str:
    answer = read(text).of_kind(Readiness)
    assert isinstance(answer, Readiness)
    return answer.value.value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "1. По призыву. Комиссия собрана, к работе готова.\n"
            "2. По системе электронного документооборота. Вопрос изучается, ответ дадим в пятницу.",
            "deferred",
        ),
        (
            "1) О дорогах. Грейдер ждём, доложим отдельно.\n"
            "2) О подключении к СЭД. Условия технического подключения выполнены.",
            "ready",
        ),
        (
            "Отчёт об исполнении бюджета пришлём до 1 сентября.\n"
            "Второй день работаем в Директуме, сбоев нет.",
            "ready",
        ),
        ("Сидим в системе с пятницы, вчера отправили письмо.", "ready"),
        ("Пришлют ключи или нет, район к подключению готов.", "ready"),
    ],
)
def test_what_is_said_of_ours_counts(text: str, expected: str) -> None:
    assert value(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "О завершении ремонта кровли доложим в министерство отдельно.",
        "Просим разъяснить порядок выдачи ключей и лицензий.",
    ],
)
def test_a_report_to_others_and_a_procedure_are_no_answer(text: str) -> None:
    assert value(text + " На учёбу едет Лунёва Инга Олеговна, архивист.") == "unstated"


def test_a_report_beside_another_matter_goes_to_a_person() -> None:
    assert read("Поликлинику достроим в сентябре, доложим.").doubts


NAMED = "На обучение направляем Зуеву Анну Олеговну, архивиста."
ANSWERS = {
    "ready": "К подключению район готов.",
    "not_ready": "Подключиться пока не можем, канала нет.",
    "ready_by": "К подключению будем готовы 20 сентября.",
    "unstated": "",
}


def said(text: str) -> str:
    """The value, with its day and a question mark if a person must look."""
    found = read(text)
    answer = found.of_kind(Readiness)
    assert isinstance(answer, Readiness)
    day = f" {answer.by}" if answer.by else ""
    return f"{answer.value.value}{day}{'?' if found.doubts else ''}"


@pytest.mark.parametrize("value", ANSWERS)
@pytest.mark.parametrize(
    "beside",
    [
        "3 сентября у нас День города, приглашаем.",
        "Турнир по волейболу проводим 28 августа.",
        "С 1 октября начинается призыв.",
        "17 сентября встречаем делегацию из Элисты.",
        "Налог за полугодие собран на 102 процента.",
        "Со 2 по 4 сентября глава будет на форуме.",
    ],
)
def test_a_day_of_another_matter_troubles_no_answer(value: str, beside: str) -> None:
    day = " 2011-09-20" if value == "ready_by" else ""
    assert said(f"{ANSWERS[value]} {NAMED}\n\n{beside}") == value + day


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Подключимся ко Дню города, 3 сентября.", "ready_by 2011-09-03"),
        ("День пуска - 28 августа.", "ready_by 2011-08-28"),
        ("Из-за паводка всё отложилось до 20 сентября.", "?"),
        ("К празднику всё поставят.", "?"),
        ("Паводок залил серверную.", "?"),
        ("На пожаре сгорел сервер.", "not_ready"),
        ("Канал идёт через школу, её закрыли до 1 сентября.", "?"),
        ("24 августа подводим черту под отчётным годом.", "?"),
    ],
)
def test_another_matter_may_tell_when_or_why(text: str, expected: str) -> None:
    found = said(f"{text} {NAMED}")
    assert found.endswith("?") or found == expected


@pytest.mark.parametrize(
    "beside",
    [
        "Долгов перед оператором нет.",
        "Нехватки лицензий нет.",
        "Замечаний по каналу не имеем.",
        "Серверная не перегревается.",
        "Не стесняйтесь, звоните.",
        "Бегать с папками больше не придётся.",
        "Приёмная завалена бумагами.",
        "У нас такая духота, что дышать нечем.",
        "Просим сообщить, нужен ли паспорт.",
        "Нужна справка для бухгалтерии.",
        "Встретим, накормим, покажем район.",
        "Канал оплачен до конца года.",
        "Начальства сегодня нет.",
        "В этом году осень тёплая.",
    ],
)
def test_what_is_only_said_beside_a_yes_troubles_nobody(beside: str) -> None:
    assert said(f"Технически мы готовы. {beside}\n\n{NAMED}") == "ready"


@pytest.mark.parametrize(
    "beside",
    [
        "Монтировать некому.",
        "Получим лицензии - подключимся.",
        "Посмотрим, что скажет провайдер.",
        "Увидим, дадут ли деньги на канал.",
        "Нужен счёт на оплату канала.",
        "Пока не подключайте.",
        "Работать не придётся.",
        "Серверная перегревается.",
        "Сервер в этом году привезут.",
        "Нехватка лицензий.",
    ],
)
def test_what_may_belie_a_yes_goes_to_a_person(beside: str) -> None:
    assert said(f"Технически мы готовы. {beside}\n\n{NAMED}") != "ready"


def named(text: str) -> str:
    """Who is nominated, with a question mark if a person must look."""
    found = read(text)
    answer = found.of_kind(Nominees)
    assert isinstance(answer, Nominees)
    return ", ".join(p.name for p in answer.people) + ("?" if found.doubts else "")


@pytest.mark.parametrize(
    "below",
    [
        "Дежурный Захар Котов",
        "Котов Захар Ильич, завхоз",
        "Бухгалтер Котова Нина Ильинична\nс. Болхуны, тел. 4-71-16",
        "Специалист орготдела Котова Нина Ильинична 8(85143) 9-11-12",
    ],
)
def test_who_stands_below_a_sentence_that_sends_one_wrote_the_letter(below: str) -> None:
    assert named(f"Технически готовы. {NAMED}\n{below}") == "Зуева Анна Олеговна"


@pytest.mark.parametrize(
    "text",
    [
        "На обучение направляем двоих: Зуеву Анну Олеговну, архивиста.\nКотов Захар Ильич, завхоз.",
        "На обучение поедут Зуева Анна Олеговна, архивист.\nКотов Захар Ильич, завхоз.",
        "На обучение направляем Зуеву Анну Олеговну, архивиста.\nИ ещё Котов Захар Ильич, завхоз.",
        "Слушатели:\nЗуева Анна Олеговна, архивист\nКотов Захар Ильич, завхоз",
    ],
)
def test_who_stands_below_may_go_too(text: str) -> None:
    found = named(text)
    assert found.endswith("?") or found == "Зуева Анна Олеговна, Котов Захар Ильич"


@pytest.mark.parametrize(
    "text",
    ["Готовы. Котов Захар Ильич, завхоз.", "Готовы.\nСпециалист Котова Нина Ильинична 9-11-12"],
)
def test_a_bare_name_behind_a_yes_may_be_either(text: str) -> None:
    assert named(text).endswith("?")


@pytest.mark.parametrize(
    "beside",
    [
        "А мы всё с папками бегаем.",
        "Пишущая машинка смотрит на нас с обидой.",
        "Начальник в отъезде, решаю сама.",
        "Кондиционер в кабинете сломался.",
        "12 сентября ждём комиссию из министерства сельского хозяйства.",
    ],
)
def test_office_life_is_no_answer(beside: str) -> None:
    found = said(f"{NAMED}\n\n{beside}")
    assert found.startswith("unstated")
