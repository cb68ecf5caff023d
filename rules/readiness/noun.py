"""Rules of one clause: what is said of readiness by the noun, «готовность»."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rules.readiness.ballot import EARLIER, state_of, vote, will_be_told
from rules.readiness.clauses import Clause, Word
from rules.readiness.governed import governed_by, is_rated, is_studied, of_a_matter
from rules.readiness.predicated import predicated
from rules.readiness.subjects import complement
from rules.readiness.votes import Says, Vote


def readiness_noun(clause: Clause) -> Vote | None:
    """«готовность есть», «готовность: нет», «сообщаем о готовности», «о готовности сообщим»."""
    index = clause.first("readiness")
    if index is None:
        return None
    if clause.has_a_day and any(w.form.startswith(_ANNOUNCES) for w in clause.words):
        return vote(clause, Says.FUTURE, "readiness_noun")
    near = _until_a_time(clause.words[index : index + 5])
    later = "report_later" in clause.classes and not any("other_subject" in w.classes for w in near)
    if later and not _names_another(clause, index):
        # «Готовность подтвердим после подписания договора»: it may be there only then.
        confirms = any(w.form.startswith("подтверд") for w in clause.words)
        hangs = confirms and not clause.has_a_day and {"после", "при"} & clause.forms
        return vote(clause, Says.DEFERRED, "readiness_noun").but(hedged=bool(hangs))
    of_staff = index and clause.words[index - 1].form.startswith(_OF_STAFF)
    aside = of_staff or "other_subject" in clause.classes
    once = bool(_OUGHT & clause.forms and _WAS & clause.forms)
    if once or aside or complement(clause, index, noun=True) == "other":
        return vote(clause, Says.NOTHING, EARLIER if once else "readiness_of_another_matter")
    told, hedged = predicated(clause, index) or (None, False)
    says = (
        told
        or _rated(clause)
        or _fails(clause)
        or _reserved(clause, index)
        or _degree(clause)
        or _shown(clause, index)
        or _readiness_state(clause, index)
    )
    joined = any("past" in clause.words[at].grammar for at in clause.where("connect"))
    if (
        says is Says.NOT_READY
        and "term" in clause.classes
        and not {"сроков", "срока"} & clause.forms
        and not any(w.form.startswith(_OF_TODAY) for w in clause.words)
    ):
        says = Says.FUTURE
    if says is None or (says is Says.NOTHING and joined):
        return None
    return vote(clause, says, "readiness_noun").but(hedged=hedged)


_OUGHT = frozenset({"должен", "должна", "должно", "должны", "обязан", "обязана", "обязаны"})
_WAS = frozenset({"был", "была", "было", "были"})
"""«район должен был выйти на готовность в мае»: so it was planned."""
_OF_TODAY = ("сегодняшн", "текущ", "данн", "настоящ", "нынешн")
"""«по состоянию на сегодняшнюю дату готовность нулевая»."""


def _reserved(clause: Clause, index: int) -> Says | None:
    """«готовность наша условная», «информируем о частичной готовности»."""
    partial = index > 0 and clause.words[index - 1].form.startswith(
        ("частичн", "неполн", "огранич")
    )
    measured = _measured(clause, index)
    if measured is not None:
        return measured
    reserved = partial or any(w.form.startswith("условн") for w in clause.words)
    return Says.CONDITIONAL if reserved and not clause.denied else None


_MEASURES = (
    (("недостаточ", "низк", "нулев", "слаб", "неудовлетвор", "минимальн"), Says.NOT_READY),
    (("достаточ", "высок", "полн", "стопроцент", "максимальн", "удовлетвор"), Says.READY),
    (("частичн", "неполн", "средн"), Says.CONDITIONAL),
)


def _measured(clause: Clause, index: int) -> Says | None:
    """«уровень готовности достаточный», «степень готовности – нулевая»."""
    if not any(w.form.startswith(("уровен", "степен")) for w in clause.words[:index]):
        return None
    for at, word in enumerate(clause.words):
        found = next((says for stems, says in _MEASURES if word.form.startswith(stems)), None)
        if found is not None and {"ADJF", "ADJS", "short"} & word.grammar:
            return Says.NOT_READY if clause.negated(at) else found
    return None


def _rated(clause: Clause) -> Says | None:
    """«готовность оценивается как полная», «готовность оцениваем в 70 процентов»."""
    at = next((n for n in range(len(clause.words)) if is_rated(clause, n)), None)
    if at is None:
        return None
    if "следующим" in clause.forms:
        return Says.UNCLEAR  # part by part
    for word in clause.words[at + 1 :]:
        found = next((says for stems, says in _MEASURES if word.form.startswith(stems)), None)
        if found is not None:
            return found
    return _degree(clause) or Says.NOTHING


_OF_STAFF = ("кадров", "моральн", "психолог")


def _until_a_time(words: Sequence[Word]) -> Sequence[Word]:
    """«про готовность ответим после праздника»: when, not of what."""
    at = next((n for n, w in enumerate(words) if w.form in {"после", "до", "перед"}), len(words))
    return words[:at]


_ANNOUNCES = ("отчит", "рапорт", "отрапорт", "объяв")
"""«25 августа отчитаемся о полной готовности»: it is there by then."""


def _names_another(clause: Clause, index: int) -> bool:
    """«о готовности к зиме»: what stands right behind «к»."""
    after = clause.words[index + 1 : index + 4]
    return bool(after) and after[0].form in {"к", "ко"} and any("other" in w.classes for w in after)


_NUMBER_ONE = re.compile(r"отовност\w+\W{1,5}(?:№|номер)\s?(?:1\b|один)")
_PERCENT = re.compile(r"(\d{1,3}|\bсто)\s?(?:%|процент)")


def _degree(clause: Clause) -> Says | None:
    """«Готовность района - 90 %, не хватает маршрутизатора»."""
    found = _PERCENT.search(clause.sentence.part.text, clause.start, clause.end + 2)
    if _NUMBER_ONE.search(clause.sentence.part.text, clause.start, clause.end + 6):
        return Says.READY
    if not found:
        return None
    per = 100 if found[1] == "сто" else int(found[1])
    return Says.READY if per > 99 else Says.CONDITIONAL if per else Says.NOT_READY


_BADLY = frozenset({"плохо", "неважно", "туго", "худо", "плохи", "неважны", "скверно"})
"""«с готовностью у нас плохо»."""
_FAIL = frozenset({"удастся", "сможем", "получится", "успеем", "выйдет", "сможет", "удается"})
_ATTAIN = ("обеспеч", "достич", "достиг", "гарантир")


def _fails(clause: Clause) -> Says | None:
    """«обеспечить готовность к 1 сентября не удастся», «… не представляется возможным»."""
    lost = any(w.form.startswith(("утрачен", "утрат", "потерян")) for w in clause.words)
    if (lost or _BADLY & clause.forms) and not clause.denied:
        return Says.NOT_READY
    failed = any(w.form in _FAIL and clause.negated(at) for at, w in enumerate(clause.words))
    if any("INFN" in w.grammar and w.form.startswith(_ATTAIN) for w in clause.words):
        failed |= any(clause.negated(at) for at in clause.where("possible", "able"))
        failed |= any(not clause.negated(at) for at in clause.where("impossible"))
    return Says.NOT_READY if failed else None


def _readiness_state(clause: Clause, index: int) -> Says | None:
    if is_studied(clause, index):
        over = any("done" in w.classes and "PRTS" in w.grammar for w in clause.words)
        return Says.NOTHING if over else Says.DEFERRED
    governed = (
        "none" if clause.words[index].form.endswith("готовность") else governed_by(clause, index)
    )
    if governed == "none" and "report_now" in clause.classes:
        governed = "report"
    if "report_later" in clause.classes and governed != "request":
        return Says.DEFERRED
    worked_on = any(
        not {"finite", "past"} <= clause.words[at].grammar for at in clause.where("working")
    )
    if worked_on or will_be_told(clause):
        return Says.DEFERRED
    if governed != "none":
        return of_a_matter(clause, governed)
    if clause.words[index].form.endswith("готовность"):
        return state_of(clause, index) or (Says.FUTURE if clause.has_a_day else None)
    return _oblique(clause, index)


def _shown(clause: Clause, index: int) -> Says | None:
    """«проверка показала готовность района»"""
    if not clause.words[index].form.endswith("готовность"):
        return None
    shown = any(w.form.startswith(_SHOWS) and "past" in w.grammar for w in clause.words[:index])
    return (Says.NOT_READY if clause.denied else Says.READY) if shown else None


_SHOWS = ("показал", "продемонстрировал", "засвидетельствовал")


def _oblique(clause: Clause, index: int) -> Says | None:
    """«готовности нет», «в полной готовности»; but «для определения готовности создана …»."""
    absent = clause.first("absent")
    if absent is not None:
        return Says.READY if clause.negated(absent) else Says.NOT_READY
    near = clause.words[max(0, index - 3) : index]
    if any("full" in w.classes or w.form in {"состоянии", "состояние"} for w in near):
        ahead = any({"futr", "finite"} <= w.grammar for w in clause.words)
        return Says.FUTURE if ahead else Says.READY
    gone = any(clause.negated(at) for at in clause.where("present", "will", "done"))
    return Says.NOT_READY if gone else None
