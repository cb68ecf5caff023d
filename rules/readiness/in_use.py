"""The system itself: it is installed, we are in it, papers flow through it."""

from __future__ import annotations

from itertools import pairwise

from rules.readiness.asides import SYSTEM_STANDS
from rules.readiness.ballot import PEOPLE, vote
from rules.readiness.clauses import Clause
from rules.readiness.predicates import is_foreign, tense
from rules.readiness.votes import Says, Vote


def in_system(clause: Clause) -> Vote | None:
    """«Знаменск в системе с 9 августа», «мы ещё не в системе»."""
    for at, (word, after) in enumerate(pairwise(clause.words)):
        if word.form == "в" and after.form in {"системе", "директуме", "сэд"}:
            verbs = any({"finite", "INFN"} & w.grammar for w in clause.words)
            if verbs or is_foreign(clause) or at == 0 or {"tells", "start"} & clause.classes:
                return None
            negated = clause.words[at - 1].form == "не"
            return vote(clause, Says.NOT_READY if negated else Says.READY, "in_the_system")
    return None


_RUNS = ("работа", "функционир", "эксплуатир", "использу", "действу")
_OURS = frozenset(
    {"нас", "давно", "уже", "год", "месяц", "прошлого", "весны", "мая", "июня", "июля"}
)


_WHAT = frozenset({"какая", "какой", "какое"})
"""«телефон-то через раз работает, какая система»: no question."""


def system_stands(clause: Clause) -> Vote | None:
    """«система установлена», «Директум у нас стоит»: a fact."""
    at = clause.first("system")
    if at is None or is_foreign(clause) or {"connect", "connection", "tells"} & clause.classes:
        return None
    governed = at > 0 and clause.words[at - 1].form in {"о", "об", "про", "по", "к", "с", "в", "на"}
    subject = "nomn" in clause.words[at].grammar or not clause.words[at].grammar
    subject = subject or _is_put_in(clause, at)
    if governed or not subject or "infra" in clause.classes:
        return None
    if (
        at
        and clause.words[at - 1].form in _WHAT
        and not clause.sentence.text.rstrip().endswith("?")
    ):
        return vote(clause, Says.NOT_READY, "rhetorical").but(hedged=True)
    to_run = any("INFN" in w.grammar and w.form.startswith(_RUNS) for w in clause.words)
    if to_run and "will" in clause.classes and "не" in clause.forms:
        return vote(clause, Says.NOT_READY, "system_runs")
    runs = any(w.form.startswith(_RUNS) and "pres" in w.grammar for w in clause.words)
    if runs and not clause.denied and _OURS & clause.forms and "ли" not in clause.forms:
        return vote(clause, Says.READY, "system_runs")
    told = (tense(clause, i) for i in clause.where("done", "runs", "present"))
    says = next((s for s in told if s in {Says.HAS, Says.LACKS}), None)
    return vote(clause, says, SYSTEM_STANDS) if says else None


def _is_put_in(clause: Clause, at: int) -> bool:
    """«систему поставили ещё весной», «Директум мы запустили»: what somebody has done with it."""
    return "accs" in clause.words[at].grammar and any(
        {"past", "plur", "perf"} <= w.grammar and "done" in w.classes for w in clause.words
    )


_AT_WORK = ("осуществля", "вед", "проход", "ид", "наход", "продолж", "использу")
_TRIAL = ("пробн", "опытн", "тестов", "промышленн", "постоянн", "штатн", "опытно")


def in_operation(clause: Clause) -> Vote | None:
    """«ведётся опытная эксплуатация системы», «система находится в пробной эксплуатации»."""
    if not {"system", "start"} <= clause.classes or is_foreign(clause) or clause.denied:
        return None
    trial = any(
        one.form.startswith(_TRIAL) and two.form.startswith(("эксплуатац", "использован"))
        for one, two in pairwise(clause.words)
    )
    now = any(w.form.startswith(_AT_WORK) and {"pres", "finite"} <= w.grammar for w in clause.words)
    return vote(clause, Says.READY, "in_operation") if trial and now else None


_SYSTEM = ("директум", "сэд", "систем", "программ")


def papers_flow(clause: Clause) -> Vote | None:
    """«Система установлена, документы уходят»: the system is at work."""
    if not {"papers", "request"} & clause.classes or PEOPLE & clause.classes:
        return None
    if not any(t.text.lower().startswith(_SYSTEM) for t in clause.sentence.tokens):
        return None
    for at in clause.where("flows"):
        if "pres" in clause.words[at].grammar:
            says = Says.LACKS if clause.negated(at) else Says.HAS
            return vote(clause, says, "papers_flow")
    return None
