"""Names told in pieces or in short, and names that a scan broke by a blank line."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rules import nominees, segments
from rules.model import Address, Mail, Nominees, Part, PartRole
from rules.names import diminutives
from tests.rules.test_nominees import CIRCULAR, QUESTION, read, rows

FOUND = "Бурцева Наталья Олеговна"


@pytest.mark.parametrize(
    "text",
    [
        "На учёбу поедет Бурцева Наталья, документовед (отчество Олеговна).",
        "На учёбу отправим Наталью Бурцеву, Олеговну по отчеству.",
        "На учёбу поедет Бурцева Н. О.\n\nИсп. Бурцева Наталья Олеговна",
        "На учёбу отправим Наташу Бурцеву. Полностью: Бурцева Наталья Олеговна.",
        "На учёбу поедет Бурцева Наташа (Наталья Олеговна).",
        "На учёбу поедет Бурцева. Имя Наталья. Отчество Олеговна.",
        "На учёбу направляем Бурцеву (Сидорову) Наталью Олеговну.",
    ],
)
def test_a_name_told_in_pieces_is_one_name(text: str) -> None:
    assert [row.split(" | ")[0] for row in rows(read(text))] == [FOUND]


def test_a_name_that_may_be_a_womans_takes_its_gender_from_the_patronymic() -> None:
    opinion = read("Записывайте на учёбу Шарипова Камиля, отчество Рустамович.")
    assert rows(opinion) == ["Шарипов Камиль Рустамович"]


def test_the_senders_display_name_completes_initials() -> None:
    opinion = read("На учёбу поедет Бурцева Н. О.", sender="Наталья Олеговна Бурцева")
    assert rows(opinion) == [FOUND]


def test_another_of_the_same_surname_completes_nobody() -> None:
    opinion = read("На учёбу поедет Бурцева Н. О.\n\nГлава района Бурцев Пётр Ильич")
    assert [row.split(" | ")[0] for row in rows(opinion)] == ["Бурцева Н. О."]


def test_a_blank_line_within_a_sentence_of_a_scan_parts_no_name() -> None:
    text = (
        "Для обучения работе в новой системе просим включить в группу БУРЦЕВУ\n\n"
        "Наталью Олеговну, консультанта правового отдела администрации района,\n"
        "тел. (85144) 2-16-02.\n\nГлава района    Л.Ю. Кудашева"
    )
    scan = Part("скан.pdf", text, PartRole.ATTACHMENT, ocr=True)
    for part, expected in ((scan, [FOUND]), (replace(scan, ocr=False), ["Бурцева"])):
        mail = Mail(sender=Address("", "a@b.example"), parts=(Part("body", "Скан."), part))
        opinion = nominees.answer(segments.document(mail, [CIRCULAR]), QUESTION, CIRCULAR)
        assert isinstance(opinion.answer, Nominees)
        assert [p.name for p in opinion.answer.people] == expected


def test_short_forms_of_first_names() -> None:
    assert diminutives.full("Света") == {"светлана"}
    assert {"александр", "александра"} <= diminutives.full("Саша")
    assert diminutives.full("Светлана") == frozenset()
