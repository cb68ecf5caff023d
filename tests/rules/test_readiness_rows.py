"""Rows of a table put together: what is relied on stands in one order, in every process."""

from __future__ import annotations

from rules.phrases import sentence
from rules.readiness.decisions import units
from rules.readiness.votes import VERDICTS, Says, Vote


def test_rows_that_differ_are_relied_on_in_the_order_of_what_they_say() -> None:
    cell = sentence("готова")
    by = {
        says: [Vote(says, "table_cell", cell, cell.start, cell.end)] if says in VERDICTS else []
        for says in Says
    }
    decision = units(by)
    assert decision is not None
    assert [vote.says for vote in decision[1]] == [says for says in Says if says in VERDICTS]
