"""Whom a letter nominates: cases in nominee_cases.toml, and rules that hold for every letter."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from rules import nominees, segments
from rules.model import Address, Circular, Mail, Nominees, Opinion, Part, PartRole, Question

QUESTION = Question(
    "nominee", "nominee", "Специалист в группу", "кандидатура", ("обучение", "группа", "курсы")
)
CIRCULAR = Circular(
    number="02-02-398",
    on=date(2011, 8, 3),
    subject="О подключении к системе",
    deadline=date(2011, 8, 25),
    text="Прошу проинформировать о технической готовности к подключению и определить "
    "кандидатуру специалиста для включения в группу для обучения.\n\nК.З. Шантимиров",
    timezone="Europe/Astrakhan",
    recipients=(),
    questions=(QUESTION,),
    persons=("Шантимиров К. З.", "Смолко П. Н."),
)
CASES: list[dict[str, Any]] = [
    case
    for name in ("nominee_cases.toml", "nominee_manners.toml", "nominee_beside.toml")
    for case in tomllib.loads(Path(__file__).with_name(name).read_text("utf-8"))["case"]
]


def read(
    text: str, attachment: str = "", subject: str = "Re: О подключении", sender: str = ""
) -> Opinion:
    parts = [Part("body", text)]
    if attachment:
        parts.append(Part("Ответ.docx", attachment, PartRole.ATTACHMENT))
    mail = Mail(subject=subject, sender=Address(sender, "a@b.example"), parts=tuple(parts))
    return nominees.answer(segments.document(mail, [CIRCULAR]), QUESTION, CIRCULAR)


def rows(opinion: Opinion) -> list[str]:
    assert isinstance(opinion.answer, Nominees)
    return [
        " | ".join(x or "" for x in (p.name, p.position, p.phone, p.email)).rstrip(" |")
        for p in opinion.answer.people
    ]


def faults(case: dict[str, Any]) -> list[str]:
    """What differs from the case, as readable lines."""
    opinion = read(
        case["text"],
        case.get("attachment", ""),
        case.get("subject", "Re: О подключении"),
        case.get("sender", ""),
    )
    assert isinstance(opinion.answer, Nominees)
    wanted = [
        " | ".join(x.strip() for x in row.split("|")).rstrip(" |") for row in case["nominees"]
    ]
    found = []
    if [r.replace("ё", "е") for r in rows(opinion)] != [w.replace("ё", "е") for w in wanted]:
        found.append(f"nominees {rows(opinion)} instead of {wanted}")
    if {d.name for d in opinion.doubts} != set(case.get("doubts", [])):
        found.append(f"doubts {[(d.name, d.detail) for d in opinion.doubts]}")
    if "withdrawn" in case and list(opinion.answer.withdrawn) != case["withdrawn"]:
        found.append(f"withdrawn {opinion.answer.withdrawn}")
    for flag in ("declined", "later"):
        if flag in case and getattr(opinion.answer, flag) is not case[flag]:
            found.append(f"{flag} is {getattr(opinion.answer, flag)}")
    return found


@pytest.mark.parametrize("case", CASES, ids=[c["id"] for c in CASES])
def test_letter(case: dict[str, Any]) -> None:
    assert faults(case) == []


def test_no_letter_is_read_for_long_and_a_cut_is_told() -> None:
    opinion = read("Направляем на обучение техника Иванова Ивана Ивановича. " * 20_000)
    assert rows(opinion) == ["Иванов Иван Иванович | техник"]
    assert "too_large" in {d.name for d in opinion.doubts}


def test_evidence_is_the_text_it_names() -> None:
    text = "На обучение направляем Петрову Анну Ивановну, техника, тел. 5-12-12."
    answer = read(text).answer
    assert isinstance(answer, Nominees)
    found = [e for p in answer.people for e in p.evidence]
    assert {e.rule for e in found} >= {"nominee.send", "nominee.position", "nominee.contact"}
    assert all(e.part == "body" and text[e.start : e.end] == e.text for e in found)


@pytest.mark.parametrize(
    "text", ["", "\n", "()", "К.З.", "№\tФИО\tДолжность", "?!", "\u2028\t\u00a0"]
)
def test_nothing_said_nobody_nominated(text: str) -> None:
    assert rows(read(text)) == []


def test_people_of_the_circular_are_never_nominees() -> None:
    text = "На обучение направляем Шантимирова К.З. и Петрову Анну Ивановну."
    assert rows(read(text)) == ["Петрова Анна Ивановна"]
