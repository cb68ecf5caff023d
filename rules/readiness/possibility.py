"""Rules of one clause: whether the connection is possible, «можем подключиться»."""

from __future__ import annotations

from itertools import pairwise

from rules.readiness.ballot import ELSEWHERE, WHETHER, exchanges_papers, vote
from rules.readiness.clauses import Clause
from rules.readiness.connection import joins_others
from rules.readiness.preparations import nothing_to_finish
from rules.readiness.votes import Says, Vote

_WITH_WHAT = frozenset({"чем", "чему", "что", "кому", "куда", "где", "чего"})
_LEADS = frozenset({"на", "к", "с", "по", "из", "в", "есть", "и", "нам", "у", "нас", "уже"})


def has_wherewith(clause: Clause) -> Vote | None:
    """«подключаться есть чем и к чему»; not «есть что сказать»."""
    at = next((n for n, w in enumerate(clause.words) if w.form == "есть"), None)
    if at is None or clause.negated(at):
        return None
    join = any("INFN" in clause.words[n].grammar for n in clause.where("connect"))
    work = {"system", "start"} <= clause.classes and any("INFN" in w.grammar for w in clause.words)
    behind = clause.words[at + 1 : at + 4]
    led = next((n for n, w in enumerate(behind) if w.form not in _LEADS), len(behind))
    asks = led < len(behind) and behind[led].form in _WITH_WHAT
    return vote(clause, Says.READY, "has_wherewith") if asks and (join or work) else None


def connect_modal(clause: Clause) -> Vote | None:
    """«можем подключиться», «подключение невозможно», «нет возможности подключиться»."""
    if _cue(clause) is None:
        return None
    found = _no_answer(clause) or _flatly_not(clause)
    if found:
        return found
    able = next((at for at in clause.where("possible", "able") if _is_able(clause, at)), None)
    return None if able is None else _possible(clause, able)


def _no_answer(clause: Clause) -> Vote | None:
    """What is studied, of people, asked, or said in jest."""
    if _is_studied(clause):
        return vote(clause, Says.DEFERRED, "possibility_studied")
    technical = any(w.form.startswith(("техническ", "техн")) for w in clause.words)
    if not technical and joins_others(clause):
        return vote(clause, Says.NOTHING, "joins_the_group")
    if "разве" in clause.forms:
        return vote(clause, Says.NOTHING, "irony")
    if "или" in clause.forms and {"нет", "не"} & clause.forms:
        return vote(clause, Says.NOTHING, WHETHER)
    return None


_EXCLUDED = frozenset({"исключена", "исключается", "исключаем"})
"""«невозможность подключения исключена»"""


def _flatly_not(clause: Clause) -> Vote | None:
    """«подключение невозможно», «подключиться пока не выходит»."""
    hard = clause.first("impossible")
    if hard is not None and nothing_to_finish(clause, hard):
        return vote(clause, Says.READY, "nothing_left")
    if hard is not None and clause.words[hard].form in _NEEDLESS and _AGAIN & clause.forms:
        return vote(clause, Says.READY, "joined_already")
    if hard is not None:
        words = {t.text.lower() for t in clause.sentence.tokens}
        excluded = "невозможность" in words and not _EXCLUDED.isdisjoint(words)
        denied = clause.negated(hard) or excluded
        says = Says.READY if denied else Says.NOT_READY
        return vote(clause, says, "connect_impossible")
    fails = any(w.form in _COMES_OFF and clause.negated(at) for at, w in enumerate(clause.words))
    with_it = any(
        one.form == "с" and "connection" in two.classes for one, two in pairwise(clause.words)
    )
    join = any("INFN" in clause.words[at].grammar for at in clause.where("connect"))
    if fails and (join or with_it):
        return vote(clause, Says.NOT_READY, "connect_cannot")
    return None


def _is_studied(clause: Clause) -> bool:
    """«возможность подключения изучает наш специалист», «… будет оценена комиссией»."""
    if not any(w.form.startswith("возможност") for w in clause.words):
        return False
    studies = (w for w in clause.words if {"working", "weigh"} & w.classes)
    return any({"finite", "pres"} <= w.grammar or "futr" in w.grammar for w in studies)


_RULED_OUT = ("исключ", "отрица", "отверга")
"""«возможность подключения не исключается»: more it does not say."""

_NEEDLESS = frozenset({"незачем", "нечего", "нецелесообразно"})

_AGAIN = frozenset({"второй", "повторно", "повторное", "заново", "снова", "опять", "вторично"})
"""«второй раз подключать незачем»: it was done before."""

_COMES_OFF = frozenset(
    {"выходит", "выйдет", "складывается", "клеится", "вышло", "светит", "доводится", "получается"}
)
"""«подключиться пока не выходит»."""


def _is_able(clause: Clause, at: int) -> bool:
    """«в состоянии подключиться»; not «о состоянии дел»."""
    before = clause.words[at - 1].form if at else ""
    if not clause.words[at].form.startswith("состоян"):
        return before != "мере"
    return before == "в"


def _possible(clause: Clause, able: int) -> Vote | None:
    """What is said of the possibility: there, to come, denied, or only studied."""
    if clause.words[able].form.startswith("возможност"):
        if "working" in clause.classes or any(w.form.startswith("определ") for w in clause.words):
            return vote(clause, Says.DEFERRED, "possibility_studied")
        if _is_matter(clause, able):
            open_ = any("futr" in w.grammar for w in clause.words) or _is_unsaid(clause, able)
            return vote(clause, Says.DEFERRED if open_ else Says.NOTHING, "possibility_matter")
    if any(w.form.startswith(_RULED_OUT) and clause.negated(n) for n, w in enumerate(clause.words)):
        return vote(clause, Says.READY, "not_ruled_out").but(hedged=True)
    if clause.negated(able) or _coordinate(clause, able).denied:
        return vote(clause, Says.NOT_READY, "connect_cannot")
    future = clause.future(able)
    return vote(clause, Says.FUTURE if future else Says.READY, "connect_can")


def _coordinate(clause: Clause, at: int) -> Clause:
    """The part of a clause behind «и»: «затрат не потребует и может быть произведено»."""
    for back in range(at - 1, 0, -1):
        if clause.words[back].form != "и":
            continue
        if any("finite" in w.grammar for w in clause.words[:back]):
            return Clause(clause.sentence, clause.words[back + 1 :], "и")
    return clause


def technical_possibility(clause: Clause) -> Vote | None:
    """«техническая возможность имеется», «технической возможности нет», «технически можем»."""
    if len(clause.words) < 4 and {"технически", "физически"} & clause.forms:
        at = clause.first("possible")
        if at is not None and {"pres", "finite"} <= clause.words[at].grammar:
            says = Says.NOT_READY if clause.negated(at) else Says.READY
            return vote(clause, says, "technical_possibility")
    for at, word in enumerate(clause.words):
        if word.form in {"возможность", "возможности"} and at:
            kind = clause.words[at - 1].form
            if not (kind.startswith("техн") or kind == "тех"):
                continue
            if {"candidate", "people", "other", "other_subject"} & clause.classes:
                return None
            if clause.denied or clause.negated(at):
                return vote(clause, Says.NOT_READY, "technical_possibility")
            if {"expected", "will"} & clause.classes or any(
                "futr" in w.grammar for w in clause.words
            ):
                return vote(clause, Says.FUTURE, "technical_possibility")
            there = {"present", "done"} & clause.classes
            return vote(clause, Says.READY, "technical_possibility") if there else None
    return None


def _is_unsaid(clause: Clause, named: int) -> bool:
    """«дать ответ о возможности подключения пока не можем», «… затруднительно»."""
    others = (at for at in clause.where("possible", "able") if at != named)
    return "impossible" in clause.classes or any(map(clause.negated, others))


def _is_matter(clause: Clause, able: int) -> bool:
    """«ответ о возможности подключения подготовит отдел»."""
    before = clause.words[max(0, able - 4) : able]
    governed = any(w.form in {"о", "об"} for w in before[-2:])
    return governed and any("matter" in w.classes for w in before)


def _cue(clause: Clause) -> int | None:
    """Where the clause names the connection, or work in the system."""
    index = clause.first("connect", "connection")
    if index is None and {"possible", "able", "impossible"} & clause.classes:
        ours = any(w.form.startswith(_OF_THE_SYSTEM) for w in clause.words)
        ours = ours or exchanges_papers(clause)
        aside = {"candidate", "people", "other_subject"} & clause.classes
        index = clause.first("start") if ours and not aside else None
    if index is None and "system" in clause.classes:
        index = next((n for n, w in enumerate(clause.words) if w.form.startswith(_LET_IN)), None)
    if index is None and "system" in clause.classes:
        elsewhere = ELSEWHERE & clause.classes
        return None if elsewhere else clause.first("start")
    return index


_LET_IN = ("введен", "внесены", "включат", "приняты", "заведены", "пущены")

_OF_THE_SYSTEM = ("обмен", "документооборот", "эксплуатац", "систем", "электронн")
