"""Different values by steps in the index: the same as DISTINCT finds, without NULL."""

from __future__ import annotations

import pytest
from sqlalchemy import insert, select

from intake.store import skipping
from intake.store.schema import AnswerRow
from tests.intake.fakes import NOW

GIVEN = [
    ("1", "lug", "readiness"),
    ("1", "lug", "nominee"),
    ("1", "bor", "readiness"),
    ("1", "lug", "readiness"),
    ("2", "far", "readiness"),
]


@pytest.fixture
def session(db):
    with db.session() as session:
        rows = [
            {"circular": circular, "recipient": recipient, "question": question, "value": {},
             "source": "officer", "author": "", "accepted_at": NOW}
            for circular, recipient, question in GIVEN
        ]  # fmt: skip
        session.execute(insert(AnswerRow), rows)
        yield session


def found(session, *columns, circular: str = "1") -> list[tuple[str, ...]]:
    each = skipping.each("each", *columns, where=AnswerRow.circular == circular)
    return [tuple(row) for row in session.execute(select(each))]


def test_the_values_of_one_column(session):
    assert found(session, AnswerRow.recipient) == [("bor",), ("lug",)]


def test_the_values_that_two_columns_have_together(session):
    pairs = found(session, AnswerRow.recipient, AnswerRow.question)
    assert sorted(pairs) == [("bor", "readiness"), ("lug", "nominee"), ("lug", "readiness")]


def test_of_no_rows_there_is_no_value(session):
    assert found(session, AnswerRow.recipient, AnswerRow.question, circular="3") == []


def test_no_value_is_none(session):
    assert found(session, AnswerRow.reading_id) == []
