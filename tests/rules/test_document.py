"""What a document tells beyond its sentences: whose question the sender's words answer."""

from __future__ import annotations

from rules import segments
from rules.document import SegmentKind
from tests.rules.campaign import CIRCULAR, mail


def questions(body: str) -> dict[str, str]:
    """What each sentence of the sender's answers."""
    found = segments.document(mail(body), [CIRCULAR])
    return {s.text: found.question(s) for s in found.of(SegmentKind.OWN)}


def test_words_between_quoted_lines_answer_the_line_above() -> None:
    found = questions(
        "> Когда поставят сервер?\nв среду\n> Кто поедет\n> на курсы?\nЛунёва Ольга\n> К.З. Полевой"
    )
    assert found == {"в среду": "Когда поставят сервер?", "Лунёва Ольга": "Кто поедет на курсы?"}


def test_words_above_a_quote_answer_its_questions() -> None:
    found = questions(
        "Да, с июля.\n\n10.08.2011 12:00, Аппарат <edo@oblast.example> пишет:\n"
        "> Добрый день! Связь уже\n> проложена? Ждём.\n"
    )
    assert found == {"Да, с июля.": "Связь уже проложена?"}


def test_words_below_a_quote_answer_what_it_says_before_its_signer() -> None:
    found = questions("> Прошу сообщить о состоянии связи.\n> К.З. Полевой\n\nВсё плохо.")
    assert found == {"Всё плохо.": "Прошу сообщить о состоянии связи."}


def test_words_without_a_quote_answer_nothing_that_stands_here() -> None:
    assert questions("Всё хорошо.") == {"Всё хорошо.": ""}


def test_words_below_a_letter_that_asks_answer_its_questions() -> None:
    found = questions("> Связь есть? Кто поедет на курсы?\n> Ответ нужен сегодня.\n\nНЕТ.")
    assert found == {"НЕТ.": "Связь есть? Кто поедет на курсы?"}
