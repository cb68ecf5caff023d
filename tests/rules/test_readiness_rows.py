"""Rows of a table: parted by tabs or by bars that somebody drew, and rows put together."""

from __future__ import annotations

import pytest

from rules.phrases import sentence
from rules.readiness.decisions import units
from rules.readiness.votes import VERDICTS, Says, Vote
from tests.rules.test_sweeps import reading, told

DRAWN = (
    "Вопрос | Ответ\nТехническая готовность | {}\n",
    "| Вопрос | Ответ |\n| Готовность к подключению | {} |\n| Слушатель | Котова А. И. |\n",
    "+-----+-----+\n| Вопрос | Ответ |\n+-----+-----+\n| Готовность | {} |\n+-----+-----+\n",
    "│ Техническая готовность к подключению │ {} │\n",
)


@pytest.mark.parametrize("frame", DRAWN)
@pytest.mark.parametrize(
    ("value", "cell"),
    [("ready", "имеется"), ("not_ready", "отсутствует"), ("ready_by", "с 10 сентября")],
)
def test_cells_between_bars_answer_as_cells_between_tabs_do(
    frame: str, value: str, cell: str
) -> None:
    assert told(reading(frame.format(cell)))[0] == value


def test_rows_that_differ_are_relied_on_in_the_order_of_what_they_say() -> None:
    cell = sentence("готова")
    by = {
        says: [Vote(says, "table_cell", cell, cell.start, cell.end)] if says in VERDICTS else []
        for says in Says
    }
    decision = units(by)
    assert decision is not None
    assert [vote.says for vote in decision[1]] == [says for says in Says if says in VERDICTS]
