"""People whom official letters only mention: nobody of them is put forward, or one among them."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from test_nominees import read, rows

PARAGRAPHS = tomllib.loads(Path(__file__).with_name("nominee_mentions.toml").read_text("utf-8"))
OPENING = (
    "Уважаемый Канат Заирович!\n\nНа Ваше письмо № 02-02-398 администрация района сообщает "
    "следующее.\n\nРабочие места к подключению готовы. "
)
FIRM = "\n\nНа обучение направляется Власенко Ирина Петровна."


@pytest.mark.parametrize("paragraph", PARAGRAPHS["nobody"])
def test_nobody_is_put_forward_and_nothing_is_doubtful(paragraph: str) -> None:
    opinion = read(OPENING + paragraph)
    assert (rows(opinion), opinion.doubts) == ([], ())


@pytest.mark.parametrize("paragraph", PARAGRAPHS["nobody"])
def test_who_is_put_forward_beside_them_stays_alone(paragraph: str) -> None:
    opinion = read(OPENING + paragraph + FIRM)
    assert (rows(opinion), opinion.doubts) == (["Власенко Ирина Петровна"], ())


@pytest.mark.parametrize("case", PARAGRAPHS["one"], ids=[c["nominee"] for c in PARAGRAPHS["one"]])
def test_one_of_many_is_found_alone(case: dict[str, str]) -> None:
    found = {row.split(" | ")[0] for row in rows(read(OPENING + case["text"]))}
    assert found == set(case["nominee"].split(", "))


@pytest.mark.parametrize(
    "line",
    [
        "Вопросы по аукциону: Гордеева Полина Андреевна, 2-18-60, zakupki@lake.example",
        "По вопросам оплаты — Гордеева Полина Андреевна, тел. 2-18-60",
        "Справки: Гордеева Полина Андреевна, 2-18-60",
        "Приёмная: Гордеева Полина Андреевна, 2-18-60",
        "Договор на связь: Гордеева Полина Андреевна",
        "Денежные вопросы – Гордеева П. А., жильё – Касаткин О. Д.",
        "Пояснения по оплате курсов: Гордеева Полина Андреевна, бухгалтер, 2-18-60",
        "По вопросам расселения слушателей – Гордеева Полина Андреевна",
    ],
)
def test_whom_one_may_ask_is_not_sent(line: str) -> None:
    opinion = read(f"{OPENING}\n\nУчиться поедет специалист Власенко Ирина Петровна.\n{line}")
    assert (rows(opinion), opinion.doubts) == (["Власенко Ирина Петровна | специалист"], ())


@pytest.mark.parametrize(
    ("lead", "is_doubtful"),
    [
        ("По второму вопросу", False),
        ("На вопросы отвечаем", False),
        ("Сообщаем", False),
        ("Вопросы по обучению", True),
    ],
)
def test_an_answer_to_a_question_of_ours_is_one(lead: str, is_doubtful: bool) -> None:
    text = (
        f"{OPENING}На обучение отправим одного человека.\n{lead}: Власенко Ирина Петровна, 2-18-60"
    )
    opinion = read(text)
    assert bool(opinion.doubts) is is_doubtful
    assert ["Власенко Ирина Петровна"] * (not is_doubtful) == [
        row.split(" | ")[0] for row in rows(opinion)
    ]


def test_whom_one_may_ask_may_be_meant_where_nobody_is_sent() -> None:
    line = "Контакты: Гордеева Полина Андреевна, инженер, 2-18-60"
    assert not read(f"Рабочие места готовы.\n\n{line}").doubts
    assert {d.name for d in read(f"Обучение нам нужно.\n\n{line}").doubts} == {"weak_nominee"}
