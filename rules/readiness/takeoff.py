"""Rules of one clause: that we start, manage or are late, told by a verb of ours and a day."""

from __future__ import annotations

from rules.readiness.ballot import vote
from rules.readiness.clauses import SPOKEN_DAY, Clause
from rules.readiness.predicates import is_foreign
from rules.readiness.votes import Says, Vote


def takes_off(clause: Clause) -> Vote | None:
    """«в среду взлетим», «к пятнице управимся»: a promise if a day is told."""
    if is_foreign(clause) or "other" in clause.classes:
        return None
    if _LATE & clause.forms and {"не", "никак"} & clause.forms:
        return vote(clause, Says.NOT_READY, "takes_off")
    for at in clause.where("takeoff"):
        marks = clause.words[at].grammar
        plans = any(
            {"1per", "pres"} <= w.grammar and {"expected", "thought"} & w.classes
            for w in clause.words
        )
        if ("INFN" in marks and plans) or _by_a_day(clause, at):
            return vote(clause, Says.NOT_READY if clause.denied else Says.WILL_DO, "takes_off")
        if "futr" in marks:
            if clause.words[at].form in _HE_WILL and not _has_subject(clause):
                continue
            if not clause.negated(at):
                return vote(clause, Says.WILL_DO, "takes_off")
            further = any("INFN" in w.grammar for w in clause.words)
            return vote(clause, Says.NOTHING if further else Says.NOT_READY, "takes_off")
    return None


_LATE = frozenset({"успеваем", "укладываемся", "уложимся", "поспеваем", "поспеем", "вписываемся"})
_HE_WILL = frozenset({"успеет", "успеют"})


def _has_subject(clause: Clause) -> bool:
    """«так что успеет»: he will be back in time; but «связисты успеют»."""
    return any({"noun", "nomn"} <= w.grammar for w in clause.words)


def _by_a_day(clause: Clause, at: int) -> bool:
    """«седьмого можем стартовать», «десятого стартуем»."""
    marks = clause.words[at].grammar
    ours = {"1per", "pres"} <= marks and clause.words[at].form.startswith("старту")
    able = "INFN" in marks and any(
        "possible" in w.classes and "1per" in w.grammar for w in clause.words[:at]
    )
    if not (ours or able) or clause.denied:
        return False
    return clause.has_a_day or any(SPOKEN_DAY.fullmatch(w.form) for w in clause.words)
