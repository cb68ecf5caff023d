"""Whose words: letters in capitals, candidates above a signature, answers handed on."""

from __future__ import annotations

import pytest

from rules import segments
from rules.document import SegmentKind
from tests.rules.campaign import CIRCULAR, mail


def own(body: str) -> list[str]:
    """The sentences that are the sender's."""
    found = segments.document(mail(body), [CIRCULAR]).of(SegmentKind.OWN)
    return [" ".join(s.text.split()) for s in found]


def test_who_is_sent_to_study_does_not_sign_though_all_is_in_capitals() -> None:
    body = (
        "РАЙОН ГОТОВ\nНА КУРСЫ ПЕТРОВА МАРИЯ ИВАНОВНА СПЕЦИАЛИСТ ТЕЛ 89275550101\n"
        "ГЛАВА РАЙОНА СИДОРОВ П.П."
    )
    assert own(body) == [
        "РАЙОН ГОТОВ",
        "НА КУРСЫ ПЕТРОВА МАРИЯ ИВАНОВНА СПЕЦИАЛИСТ ТЕЛ 89275550101",
    ]


def test_a_full_line_in_capitals_goes_on() -> None:
    body = (
        "ПРОСИМ ВКЛЮЧИТЬ В ГРУППУ ПЕТРОВУ МАРИЮ ИВАНОВНУ ЗАМЕСТИТЕЛЯ НАЧАЛЬНИКА\n"
        "ОТДЕЛА ИНФОРМАТИЗАЦИИ ТЕЛ. 2-18-40.\nУПРАВЛЯЮЩИЙ ДЕЛАМИ СИДОРОВ П.П."
    )
    assert len(own(body)) == 1


def test_the_telephone_below_a_candidate_is_the_candidate_s() -> None:
    body = "Связь есть\nКандидат: Петрова М.И.\nТел.: 2-11-22\n\nС уваж., Сидоров"
    assert own(body)[-1] == "Тел.: 2-11-22"


def test_regards_in_short_sign() -> None:
    assert own("Связь есть.\n\nВсего доброго!\nСидоров, пом. главы") == ["Связь есть."]


def test_an_answer_handed_on_ends_before_its_closing_line() -> None:
    body = (
        "Пересылаю ответ программиста.\n\n-------- Пересылаемое сообщение --------\n"
        '20.08.2011, 10:00, "Программист" <prog@ozerki.example>:\n\nСвязь есть.\n\n'
        "-------- Конец пересылаемого сообщения --------"
    )
    assert own(body) == ["Пересылаю ответ программиста.", "Связь есть."]


def test_rows_of_a_drawn_table_are_sentences() -> None:
    body = (
        "Список:\n+-----+------+\n| ФИО | тел  |\n+-----+------+\n| Лунёв П.П. | 2-11 |\n+---+---+"
    )
    assert "| Лунёв П.П. | 2-11 |" in own(body)


def test_a_contact_right_below_an_unfinished_answer_goes_on_with_it() -> None:
    body = "Кого учить:\nЛунёва Ольга Львовна\nархивариус\n2-11-22\n\n--\nГлава района К.К. Сидоров"
    assert own(body) == ["Кого учить:", "Лунёва Ольга Львовна", "архивариус", "2-11-22"]


@pytest.mark.parametrize(
    "foot", ["Приёмная 9-11-22.", "Отдел связи, 2-33-44", "Зотов И.И.", "Глава района Зотов И.И."]
)
def test_a_sentence_before_the_office_in_one_line_is_no_signature(foot: str) -> None:
    assert own(f"Связь в порядке. {foot}")[0] == "Связь в порядке."


@pytest.mark.parametrize(
    "foot", ["Администрация района. Приёмная 9-11-22", "Отдел связи. Зотов И.И."]
)
def test_an_office_in_two_parts_signs(foot: str) -> None:
    assert own(f"Связь есть, узел опробован.\n\n{foot}") == ["Связь есть, узел опробован."]


def test_who_is_announced_by_a_colon_is_the_answer_with_his_post_too() -> None:
    assert own("На обучение поедет:\nИнженер Тихон Лунёв")[-1] == "Инженер Тихон Лунёв"
