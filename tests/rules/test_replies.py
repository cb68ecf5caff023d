"""Which letter follows from a reading: the table."""

from __future__ import annotations

import pytest

from rules.kind import Classified
from rules.model import Answer, Doubt, Kind, Nominee, Nominees, Readiness, ReadinessValue, Reply
from rules.reading import read
from rules.replies import choose
from tests.rules.campaign import CIRCULAR, mail

V = ReadinessValue
SOMEBODY = Nominees((Nominee("Петрова Анна Ивановна"),))
NOBODY = Nominees(declined=True)


@pytest.mark.parametrize(
    ("value", "nominees", "wanted"),
    [
        (V.READY, SOMEBODY, Reply.CONFIRM),
        (V.READY_BY, SOMEBODY, Reply.CONFIRM),
        (V.CONDITIONAL, SOMEBODY, Reply.CONFIRM),
        (V.NOT_READY, NOBODY, Reply.CONFIRM),
        (V.UNSTATED, SOMEBODY, Reply.CLARIFY),
        (V.DEFERRED, SOMEBODY, Reply.CLARIFY),
        (V.READY, Nominees(), Reply.CLARIFY),
        (V.READY, Nominees(later=True), Reply.CLARIFY),
    ],
)
def test_a_person_s_reply(value: V, nominees: Nominees, wanted: Reply) -> None:
    answers: list[tuple[str, Answer]] = [("readiness", Readiness(value)), ("nominee", nominees)]
    assert choose(Classified(Kind.REPLY), answers, (), CIRCULAR) is wanted


def test_a_doubt_only_acknowledges() -> None:
    answers = [("readiness", Readiness(V.READY)), ("nominee", SOMEBODY)]
    doubts = (Doubt("weak_nominee"),)
    assert choose(Classified(Kind.REPLY), answers, doubts, CIRCULAR) is Reply.ACKNOWLEDGE


@pytest.mark.parametrize("kind", [k for k in Kind if k is not Kind.REPLY])
def test_only_replies_are_answered(kind: Kind) -> None:
    assert choose(Classified(kind), (), (), CIRCULAR) is Reply.NONE
    assert choose(Classified(kind), (), (Doubt("unsure_kind"),), CIRCULAR) is Reply.NONE


def test_the_veto_stands_above_all() -> None:
    answers = [("readiness", Readiness(V.READY)), ("nominee", SOMEBODY)]
    what = Classified(Kind.REPLY, answerable=False)
    assert choose(what, answers, (), CIRCULAR) is Reply.NONE
    assert choose(what, answers, (Doubt("weak_nominee"),), CIRCULAR) is Reply.NONE


def test_thanks_want_no_letter() -> None:
    nothing: list[tuple[str, Answer]] = [
        ("readiness", Readiness(V.UNSTATED)),
        ("nominee", Nominees()),
    ]
    what = Classified(Kind.REPLY, small_talk=True)
    assert choose(what, nothing, (), CIRCULAR) is Reply.NONE
    assert choose(Classified(Kind.REPLY), nothing, (), CIRCULAR) is Reply.CLARIFY


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Спасибо!", Reply.NONE),
        ("Добрый день. Всё верно, спасибо большое.", Reply.NONE),
        ("Спасибо! А когда начало?", Reply.CLARIFY),
        ("Спасибо, о готовности сообщим позже.", Reply.CLARIFY),
    ],
)
def test_small_talk(text: str, wanted: Reply) -> None:
    assert read(mail(text), [CIRCULAR]).reply is wanted
