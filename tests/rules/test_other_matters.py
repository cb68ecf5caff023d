"""Other matters in the same letter say nothing of ours."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from intake import circulars
from rules import reading
from rules.model import Address, Mail, Part, Readiness, Reading

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
