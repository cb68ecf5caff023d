"""Readiness by manners of speech: plans, days told above, idioms, denials of denials."""

from __future__ import annotations

import tomllib
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from rules import readiness, segments
from rules.model import Mail, Part, Readiness
from tests.rules.test_readiness import CIRCULAR, QUESTION

MONDAY = datetime(2011, 8, 15, 10, tzinfo=timezone(timedelta(hours=4)))
FILES = tuple(f"readiness_{name}.toml" for name in ("manners", "times", "clauses", "conditions"))
CASES = [
    (manner, *case)
    for file in FILES
    for manner, cases in tomllib.loads(
        (Path(__file__).parent / file).read_text(encoding="utf-8")
    ).items()
    for case in cases["letters"]
]


def read(text: str) -> tuple[str, bool]:
    """The value with its date, and whether a person is asked to look."""
    mail = Mail(subject="Re:", date=MONDAY, parts=(Part("body", text),))
    found = readiness.answer(segments.document(mail, [CIRCULAR]), QUESTION, CIRCULAR)
    assert isinstance(found.answer, Readiness)
    day = found.answer.by if found.answer.value.value == "ready_by" else None
    return found.answer.value.value + (f" {day}" if day else ""), bool(found.doubts)


@pytest.mark.parametrize(
    ("manner", "expected", "text"), CASES, ids=[f"{c[0]}: {c[2][:50]}" for c in CASES]
)
def test_manner(manner: str, expected: str, text: str) -> None:
    """A value with «?» behind it may be doubted; one without must be sure."""
    value, doubted = read(text)
    assert value == expected.rstrip("?"), manner
    assert expected.endswith("?") or not doubted, manner
