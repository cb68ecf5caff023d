"""Some hundred hostile mails through the worker; `python -m tests.hostile` runs thousands."""

from __future__ import annotations

import pytest

from tests.hostile.mutations import hostile, originals
from tests.hostile.run import fresh, run

COUNT = 150


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_none_is_lost_and_none_holds_the_others_up(tmp_path):
    known = len(originals())
    mails = [raw for number, raw in enumerate(hostile(known + COUNT)) if number >= known]
    outcome = run(mails, fresh(tmp_path))
    assert outcome.mails == COUNT
    assert (outcome.lost, outcome.left) == (0, 0)
    assert sum(outcome.states.values()) == COUNT
    assert set(outcome.states) <= {"read", "quarantined"}
    assert outcome.states["read"] > COUNT * 0.95


def test_mutations_are_the_same_for_a_seed_and_all_different():
    first, again = (list(hostile(700, seed)) for seed in (7, 7))
    assert first == again
    assert len(set(first)) == 700
