"""What was read beside each other is recorded in the order in which it came."""

from __future__ import annotations

import dataclasses

from intake.interpret import Attempt
from intake.turns import Correspondents, Turns
from rules.model import Recipient
from tests.intake.fakes import CIRCULAR


def ids(attempts: list[Attempt]) -> list[int]:
    return [attempt.mail_id for attempt in attempts]


def test_a_group_waits_for_those_that_were_begun_before_it() -> None:
    turns = Turns(range(100))
    first, second, third = (turns.begin([n]) for n in (1, 2, 3))
    turns.put(second, [Attempt(20)])
    turns.close(second)
    assert ids(turns.ready()) == []
    turns.put(first, [Attempt(10)])
    assert ids(turns.ready()) == [10], "the first may go as it comes"
    turns.put(first, [Attempt(11)])
    turns.put(third, [Attempt(30)])
    turns.close(first)
    assert ids(turns.ready()) == [11, 20, 30]
    turns.close(third)
    assert ids(turns.ready()) == []
    assert turns.begun == {1, 2, 3}


def known() -> Correspondents:
    lake = Recipient("lake", "Озёрный район", addresses=("adm@lake.example",),
                     domains=("lake.example", "shared.example"))  # fmt: skip
    hill = Recipient("hill", "Горный район", domains=("shared.example",))
    return Correspondents([dataclasses.replace(CIRCULAR, recipients=(lake, hill))])


def test_a_correspondent_is_a_recipient_by_address_or_domain_else_the_address() -> None:
    same = known().of
    assert same("adm@lake.example") == same("petrova@lake.example") == "lake"
    assert same("a@shared.example") == "a@shared.example", "a domain of several tells nothing"
    assert same("a@elsewhere.example") != same("b@elsewhere.example")


def test_behind_is_whoever_has_an_earlier_mail_of_his_own() -> None:
    earlier = [(3, "adm@lake.example"), (4, ""), (9, "x@y.example")]
    mails = {2: "adm@lake.example", 5: "petrova@lake.example", 6: "", 7: "x@y.example"}
    assert known().behind(mails, earlier) == {5}
