"""An explanation shows all that a reading rests on, and all that is doubted."""

from __future__ import annotations

from rules.explain import explain
from rules.model import Kind
from tests.rules.campaign import CIRCULAR, STRANGER, mail


def ballots(told) -> list[tuple[str, str]]:
    return [(ballot.rule, ballot.says) for line in told.lines for ballot in line.ballots]


def test_what_nobody_accounted_for_is_shown_with_its_doubt() -> None:
    letter = mail("К подключению готовы. Сервер поставят 29-го.")
    told = explain(letter, CIRCULAR)
    assert "weak_readiness" in [doubt.name for doubt in told.doubts]
    assert any(rule.startswith("residue.") and "weak" in says for rule, says in ballots(told))


def test_who_speaks_is_shown_with_the_words_that_tell_it() -> None:
    told = explain(mail("Озёрский район: к СЭД готовы.", sender=STRANGER, thread=False), CIRCULAR)
    assert told.recipients == ("ozersky",)
    assert ("recipient.name_in_own", "ozersky") in ballots(told)


def test_a_machines_mail_shows_the_words_that_betray_it() -> None:
    told = explain(mail("Я в отпуске до 22 августа."), CIRCULAR)
    assert told.kind is Kind.AUTO_REPLY
    assert ("kind.on_leave", "auto_reply") in ballots(told)
