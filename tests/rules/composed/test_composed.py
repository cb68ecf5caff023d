"""Letters of known meaning: none may be read otherwise and pass unseen."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from tests.rules.composed import circumstances, predicates
from tests.rules.composed.compose import agreeing, letters
from tests.rules.composed.meaning import meaning
from tests.rules.composed.plan import Plan
from tests.rules.composed.score import Outcome, circular, read

SAMPLE = 200
READY = predicates.PERSONAL[0]


@pytest.fixture(scope="module")
def worked_on() -> list[Outcome]:
    """Letters of the family that the rules were worked on with."""
    asked = circular()
    return [read(letter, asked) for letter in letters("A", SAMPLE)]


@pytest.fixture(scope="module")
def only_scored() -> list[Outcome]:
    """Letters of the other family."""
    asked = circular()
    return [read(letter, asked) for letter in letters("B", SAMPLE)]


def shares(outcomes: list[Outcome]) -> dict[str, float]:
    count = Counter(outcome.name for outcome in outcomes)
    return {name: count[name] / len(outcomes) for name in count}


def plan(**changes: object) -> Plan:
    return Plan("A", READY, "ready", **changes)  # type: ignore[arg-type]


def condition(kind: str) -> circumstances.Condition:
    return circumstances.Condition("A", kind, "")


def test_no_letter_of_known_meaning_is_read_otherwise_without_a_doubt(
    worked_on: list[Outcome],
) -> None:
    assert [o.letter.text for o in worked_on if o.name == "SILENT"] == []


def test_most_are_read_rightly(worked_on: list[Outcome]) -> None:
    found = shares(worked_on)
    assert found["right"] + found["right doubted"] > 0.95
    assert found["right"] > 0.68


def test_the_other_words_are_read_nearly_as_well(only_scored: list[Outcome]) -> None:
    found = shares(only_scored)
    assert found.get("SILENT", 0) < 0.03
    assert found["right"] + found["right doubted"] > 0.85


def test_the_letters_are_the_same_every_time_and_all_different() -> None:
    first, again = list(letters("B", 50)), list(letters("B", 50))
    assert first == again
    assert len({letter.text for letter in first}) == 50


def test_the_families_share_few_letters() -> None:
    ours = {letter.text for letter in letters("A", SAMPLE)}
    assert len(ours & {letter.text for letter in letters("B", SAMPLE)}) < 5


def test_predicates_agree_with_their_subject() -> None:
    assert agreeing("{будет} {готов}", 0) == "будем готовы"
    assert agreeing("{будет} {готов}", 1) == "будет готова"


@pytest.mark.parametrize(
    ("beside", "value"),
    [
        ({}, "ready"),
        ({"condition": condition("if")}, "conditional"),
        ({"condition": condition("concession")}, "ready"),
        ({"condition": condition("fulfilled")}, "ready"),
        ({"day": circumstances.Day("A", "by", "", date(2011, 9, 5))}, "ready_by 2011-09-05"),
        ({"past": "с 1 августа"}, "ready"),
    ],
)
def test_what_stands_beside_a_yes_makes_its_value(beside: dict[str, object], value: str) -> None:
    assert meaning(plan(**beside))[0][0] == value
