"""Readiness from letters as people write them."""

from __future__ import annotations

import time
import tomllib
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from rules import readiness, segments
from rules.document import Document
from rules.explain import explain
from rules.model import (
    Circular,
    Mail,
    Milestone,
    Opinion,
    Part,
    PartRole,
    PhraseSource,
    Question,
    Readiness,
)

TEXT = (
    "Прошу поручить до 25.08.2011 проинформировать о технической готовности к подключению"
    " к системе «Директум» и определить кандидатуру специалиста для включения в группу."
)
QUESTION = Question(
    key="readiness",
    kind="readiness",
    title="Готовность к подключению",
    missing="сведения о готовности",
    topic=("подключение", "Директум", "СЭД", "система"),
)
CIRCULAR = Circular(
    number="02-02-398",
    on=date(2011, 8, 3),
    subject="О подключении к системе «Директум»",
    deadline=date(2011, 8, 25),
    text=TEXT,
    timezone="Europe/Astrakhan",
    recipients=(),
    questions=(QUESTION,),
    milestones=(
        Milestone(date(2011, 9, 1), "подключение"),
        Milestone(date(2011, 9, 7), "обучение"),
        Milestone(date(2011, 10, 1), "переход"),
    ),
)
MONDAY = datetime(2011, 8, 22, 10, tzinfo=timezone(timedelta(hours=4)))
CASES = tomllib.loads((Path(__file__).parent / "readiness_cases.toml").read_text(encoding="utf-8"))[
    "case"
]


def document(*parts: Part) -> Document:
    return segments.document(Mail(subject="Re:", date=MONDAY, parts=parts), [CIRCULAR])


def opinion(*parts: Part) -> Opinion:
    return readiness.answer(document(*parts), QUESTION, CIRCULAR)


def body(text: str) -> Part:
    return Part("body", text)


def paper(text: str) -> Part:
    return Part("Ответ.docx", text, PartRole.ATTACHMENT)


def told(opinion: Opinion) -> str:
    assert isinstance(opinion.answer, Readiness)
    by = opinion.answer.by
    return opinion.answer.value.value + (f" {by.isoformat()}" if by else "")


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:60] for case in CASES])
def test_letter(case: dict[str, str]) -> None:
    found = opinion(body(case["text"]))
    doubted = bool(found.doubts)
    if case.get("may_doubt") and doubted:
        return
    assert told(found).startswith(case["expected"])
    assert not doubted, [d.detail for d in found.doubts]


def test_letter_on_paper_outranks_the_covering_body() -> None:
    found = opinion(
        body("Коллеги, мы готовы, письмо в скане."),
        paper("Администрация готова к подключению при условии передачи лицензий."),
    )
    assert told(found) == "conditional"
    assert [d.name for d in found.doubts] == ["body_against_letter"]


def test_body_that_says_the_same_raises_no_doubt() -> None:
    found = opinion(body("Готовы, письмо во вложении."), paper("Район к подключению готов."))
    assert (told(found), found.doubts) == ("ready", ())


@pytest.mark.parametrize(
    "note",
    [
        pytest.param("Письмо во вложении, оригинал направим почтой.", id="the paper follows"),
        pytest.param("Ответ во вложении. Ответим и на вопросы.", id="an answer promised"),
        pytest.param("Сервер проверили, письмо прилагаю.", id="a fact"),
        pytest.param("Интернет у нас заработал, поэтому шлём почтой.", id="another fact"),
    ],
)
def test_covering_note_says_nothing_against_the_letter(note: str) -> None:
    found = opinion(body(note), paper("Район к подключению готов."))
    assert (told(found), found.doubts) == ("ready", ())


@pytest.mark.parametrize(
    ("note", "letter", "value"),
    [
        ("Не готовы, см. письмо.", "Район к подключению готов.", "ready"),
        ("Будем готовы 5 сентября.", "Готовность к 10.09.2011.", "ready_by 2011-09-10"),
        ("О готовности сообщим позже.", "Район к подключению готов.", "ready"),
    ],
)
def test_body_against_letter(note: str, letter: str, value: str) -> None:
    found = opinion(body(note), paper(letter))
    assert told(found) == value
    assert "body_against_letter" in [d.name for d in found.doubts]


@pytest.mark.parametrize(
    ("note", "value"),
    [
        ("Приложенное письмо по части готовности устарело: готовы.", "ready"),
        ("К приложенному письму поправка: к подключению готовы.", "ready"),
    ],
)
def test_body_that_takes_the_attached_letter_back_outranks_it(note: str, value: str) -> None:
    found = opinion(body(note), paper("К подключению не готовы."))
    assert (told(found), found.doubts) == (value, ())


def test_a_fault_in_a_name_takes_nothing_back_of_readiness() -> None:
    note = "В прилагаемом письме ошибка в фамилии слушателя. Готовы."
    found = opinion(body(note), paper("К подключению не готовы."))
    assert [d.name for d in found.doubts] == ["body_against_letter"]


def test_body_speaks_where_the_letter_is_silent() -> None:
    found = opinion(body("Готовы."), paper("На обучение направляется Ким Виктор Ченерович."))
    assert (told(found), found.doubts) == ("ready", ())


def test_a_circular_adds_phrases() -> None:
    toml = """[[phrase]]
name = "warm"
means = "ready"
pattern = "котёл гудеть"
hits = ["Котлы гудят."]
misses = ["Котлы молчат."]
"""
    circular = replace(CIRCULAR, phrases=(PhraseSource("readiness", toml),))
    found = readiness.answer(document(body("Котлы гудят.")), QUESTION, circular)
    assert told(found) == "ready"


def test_evidence_leads_back_to_the_words_and_names_the_rule() -> None:
    text = "Добрый день. К подключению готовы."
    (evidence,) = opinion(body(text)).answer.evidence
    assert (evidence.part, evidence.rule) == ("body", "readiness.ready_word")
    assert text[evidence.start : evidence.end] == evidence.text == "К подключению готовы"


def test_answer_below_a_quoted_line_takes_its_matter_from_it() -> None:
    text = "> проинформировать о технической готовности к подключению к системе\n\nНет.\n"
    assert told(opinion(body(text))) == "not_ready"


def test_quoted_readiness_is_no_answer() -> None:
    text = "Спасибо, получили.\n\n> Готовы подключиться.\n"
    assert (told(opinion(body(text))), opinion(body(text)).doubts) == ("unstated", ())


def test_two_answers_in_one_letter_are_a_doubt() -> None:
    found = opinion(body("К подключению готовы. Подключиться не можем."))
    assert [d.name for d in found.doubts] == ["contradictory_readiness"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("не готовы, но " * 30_000, id="one long line"),
        pytest.param("Готовы к подключению.\n" * 10_000, id="ten thousand lines"),
        pytest.param("из 12 мест готовы " * 20_000, id="shares"),
        pytest.param("до 1.9 " * 40_000, id="dates"),
    ],
)
def test_time_is_linear(text: str) -> None:
    whole = document(body(text))
    started = time.process_time()
    readiness.answer(whole, QUESTION, CIRCULAR)
    # The bound is generous because tests share the machine; quadratic time would take minutes.
    assert time.process_time() - started < 5


def test_explanation_names_votes_and_winners() -> None:
    mail = Mail(date=MONDAY, parts=(body("Сервер стоит. К подключению готовы."),))
    told_of = explain(mail, CIRCULAR)
    assert [[(b.rule, b.says, b.won) for b in line.ballots] for line in told_of.lines] == [
        [("readiness.equipment_there", "has", False)],
        [("readiness.ready_word", "ready", True)],
    ]
    assert told_of.answers == (("readiness", "ready"),)
