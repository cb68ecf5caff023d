"""What officials affirm by denying its opposite: «неготовности не выявлено», «сомнений нет».

A core (readiness, or the lack of it) has a sign; the words that govern it turn it or keep it. The
rules of one word hear the core alone, so that this is asked before them.
"""

from __future__ import annotations

from itertools import pairwise

from rules.readiness.ballot import plain_vote
from rules.readiness.clauses import Clause, Word
from rules.readiness.votes import Says, Vote

TWICE = "double_denial"

_CORES = frozenset({"ready", "readiness", "unready"})
_DECLINED = frozenset({"готовых", "подготовленных", "готового", "неготовых"})
_DOUBTS = ("сомнен", "сомнев", "усомн")
_DENIES = ("отриц", "оспарив", "оспор", "опроверг", "скрыва", "скрыт", "утаи")
_REPORTS = frozenset({"сообщить", "отметить", "подтвердить", "признать", "доложить", "упомянуть"})
_REPORTS |= {"подчеркнуть", "констатировать", "указать", "засвидетельствовать", "отразить"}
_RUMOURS = ("сведени", "информаци", "слух", "утвержден", "сообщени", "мнени", "опасени")
BORNE_OUT = ("подтвер", "соответств", "отвеча", "имеют", "имеет", "оправд")
FALSE = ("неверн", "ложн", "ошибочн", "недостоверн", "преувелич", "безосновательн", "беспочвен")
_NUMBERED = ("отнес", "относи", "относя", "причисл", "входи", "принадлеж")
_GROUNDS = ("основани", "причин", "повод")
_THERE = (
    *("имее", "имею", "оста", "выяв", "обнаруж", "числ", "наблюда", "существ", "установ", "находи"),
    *("усматрив", "зафиксир", "отмеч", "допуск", "предвид", "вид", "виж"),
)
_BARRED = frozenset({"нельзя", "невозможно", "немыслимо"})
_MEANT = ("буд", "ста", "собира", "намер", "думае")


def denied_twice(clause: Clause) -> Vote | None:
    """What a clause says of a readiness that it denies, or denies to lack."""
    core = _CORES & clause.classes or _DECLINED & clause.forms
    if not core or "other_subject" in clause.classes:
        return None
    sign = _core(clause)
    if sign is None:
        return None
    for governs in (_doubted, _contested, _cannot_but, _rumoured, _numbered, _spoken, _found):
        kept = governs(clause)
        if kept is not None:
            says = Says.READY if sign == kept else Says.NOT_READY
            return plain_vote(clause, says, TWICE)
    return None


def _core(clause: Clause) -> bool | None:
    """Whether readiness is spoken of (True) or the lack of it (False); None if it is said flatly,
    «готовы»."""
    if "unready" in clause.classes:
        return False
    at = _at(clause)
    flat = "short" in clause.words[at].grammar
    return None if flat else not (at and clause.words[at - 1].form == "не")


def _at(clause: Clause) -> int:
    """Index of the first word of readiness."""
    return next(at for at, word in enumerate(clause.words) if _is_core(word))


def _is_core(word: Word) -> bool:
    return bool(_CORES & word.classes) or word.form in _DECLINED


def _is_denied(clause: Clause) -> bool:
    """«нет», «не имеется», «не вызывает», «не приходится», «без»."""
    if {"нет", "нету", "без", "никаких"} & clause.forms:
        return True
    return any(
        word.form == "не" and "finite" in after.grammar for word, after in pairwise(clause.words)
    )


def _doubted(clause: Clause) -> bool | None:
    """«сомнений в готовности нет», «готовность не подлежит сомнению»; not «сомневаемся в …»."""
    if not any(form.startswith(_DOUBTS) for form in clause.forms):
        return None
    absent = any(form.startswith("отсутств") for form in clause.forms)
    return True if absent or _is_denied(clause) else None


def _contested(clause: Clause) -> bool | None:
    """«готовности не отрицаем», «неготовность скрывать не станем», «готовность отрицаем»."""
    for at, word in enumerate(clause.words):
        if word.form.startswith(_DENIES) and {"finite", "INFN"} & word.grammar:
            near = clause.words[max(0, at - 2) : at + 3]
            unwilling = any(
                one.form == "не" and two.form.startswith(_MEANT) for one, two in pairwise(near)
            )
            return clause.negated(at) or unwilling or bool(_BARRED & {w.form for w in near})
    return None


def _cannot_but(clause: Clause) -> bool | None:
    """«не можем не отметить готовность», «не подтвердить готовность нельзя»."""
    for at, word in enumerate(clause.words[1:], start=1):
        if word.form in _REPORTS and clause.words[at - 1].form == "не":
            able = any(clause.negated(n) for n in clause.where("possible"))
            return True if able or _BARRED & clause.forms else None
    return None


def _rumoured(clause: Clause) -> bool | None:
    """«сведения о неготовности не подтвердились», «утверждение о готовности ошибочно»."""
    if not any(w.form.startswith(_RUMOURS) and "noun" in w.grammar for w in clause.words[:4]):
        return None
    unfounded = any(
        (w.form.startswith(BORNE_OUT) and clause.negated(at)) or w.form.startswith(FALSE)
        for at, w in enumerate(clause.words)
    )
    return False if unfounded else None


def _numbered(clause: Clause) -> bool | None:
    """«не относится к числу неготовых», «нельзя отнести к готовым»."""
    for at, word in enumerate(clause.words):
        if word.form.startswith(_NUMBERED) and {"finite", "INFN"} & word.grammar:
            behind = clause.words[at + 1 : at + 6]
            if any(_is_core(w) and w.form.endswith(("ых", "ым")) for w in behind):
                return not (clause.negated(at) or _BARRED & clause.forms)
    return None


def _spoken(clause: Clause) -> bool | None:
    """«о неготовности речи не идёт», «о неготовности говорить не приходится»."""
    at = _at(clause)
    if not {"о", "об"} & {w.form for w in clause.words[max(0, at - 3) : at]}:
        return None
    told = "речи" in clause.forms or ("говорить" in clause.forms and "приходится" in clause.forms)
    return False if told and _is_denied(clause) else None


def _found(clause: Clause) -> bool | None:
    """«неготовности не выявлено», «готовых к подключению рабочих мест нет», «оснований считать
    район неготовым не имеется»; not «ввиду неготовности …»."""
    at = _at(clause)
    grounds = any(form.startswith(_GROUNDS) for form in clause.forms)
    core = clause.words[at].form
    if not grounds and not core.endswith(("ости", "ых", "ого", "ой")):
        return None
    if (
        not grounds
        and at
        and not clause.words[at - 1].grammar
        and clause.words[at - 1].form != "не"
    ):
        return None  # «к готовности …»: a preposition governs it
    if not _is_missing(clause):
        return None
    calls = any(
        one.form == "не" and two.form.startswith(("счита", "счесть", "призна", "полага"))
        for one, two in pairwise(clause.words)
    )
    return calls and grounds


def _is_missing(clause: Clause) -> bool:
    """«не выявлено», «нет», «отсутствуют»: and nothing else behind that it is said of."""
    for at, (word, after) in enumerate(pairwise(clause.words)):
        if word.form == "не" and after.form.startswith(_THERE) and "INFN" not in after.grammar:
            behind = clause.words[at + 2 :]
            grounds = any(w.form.startswith(_GROUNDS) for w in behind)
            return grounds or not any({"noun", "gent"} <= w.grammar for w in behind)
    if any(form.startswith("отсутствую") for form in clause.forms):
        return True
    if any(a.form == "ни" and b.form.startswith("одн") for a, b in pairwise(clause.words)):
        return True
    return bool({"нет", "нету"} & {clause.words[0].form, clause.words[-1].form})
