"""What was so once, or was meant to be: «думали, что успеем», «вчера работало, а сегодня …»."""

from __future__ import annotations

from rules.readiness.ballot import EARLIER
from rules.readiness.clauses import Clause, Statement
from rules.readiness.moved import MOVED
from rules.readiness.votes import VERDICTS, Says, Vote

_MEANT = VERDICTS | {Says.UNCLEAR, Says.WILL_DO, Says.TERM, Says.LACKS}
AS_BEFORE = "as_before"
STANDS = MOVED | {AS_BEFORE}


def was_meant(statement: Statement, vote: Vote) -> bool:
    """«думали, что успеем», «обещали быть готовыми», «собиралась писать, что не готовы»: what was
    thought, promised or planned once is not what is so."""
    if vote.says not in _MEANT or "thought" not in statement.classes:
        return False
    if vote.rule in STANDS:
        return False
    at = statement.clause_at(vote.start)
    clause = statement.clauses[at]
    before = statement.clauses[at - 1] if at and clause.words[0].form in {"что", "будто"} else None
    return _of_the_past(clause, vote.start) or (
        before is not None and _of_the_past(before, vote.start)
    )


_NOW_AT_LAST = frozenset({"сегодня", "теперь", "сейчас", "ныне", "отныне"})


def then_and_now(statement: Statement, votes: list[Vote]) -> list[Vote]:
    """«ещё вчера всё работало, а сегодня …»: what was so once, beside what is so now."""
    votes = [v.but(says=Says.LACKS, rule="lost") if _is_lost(statement, v) else v for v in votes]
    if _NOW_AT_LAST.isdisjoint(statement.forms):
        return votes
    turned = (
        at
        for at, clause in enumerate(statement.clauses)
        if at and _NOW_AT_LAST & {w.form for w in clause.words[:3]}
    )
    now = next((statement.clauses[at].start for at in turned), None)
    if now is None:
        return votes
    return [
        v.but(says=Says.NOTHING, rule=EARLIER)
        if v.end <= now and v.rule not in STANDS and _is_told(statement.clause_of(v.start))
        else v
        for v in votes
    ]


def _is_told(clause: Clause) -> bool:
    """Whether all its verbs are of the past, and last no longer than it."""
    verbs = [w.grammar for w in clause.words if {"finite", "short"} & w.grammar]
    return bool(verbs) and all({"past", "impf"} <= g for g in verbs)


def goes_on(statement: Statement, vote: Vote, told: int) -> bool:
    """«сидим в системе, вчера отправили первое письмо»: what we do now, before what was told."""
    clause = statement.clause_of(vote.end - 1)
    if clause.end > told or clause.words[0].form in {"что", "будто", "как"}:
        return False
    return any({"pres", "1per", "finite"} <= w.grammar for w in clause.words)


_ONCE = frozenset(
    {"назад", "недавно", "недавнего", "прежде", "раньше", "ранее", "вчера", "весной", "летом"}
    | {"зимой", "июле", "июне", "мае", "поначалу", "сначала", "тогда", "прошлом", "прошлой"}
)

_LONG_AGO = _ONCE - {"недавно", "недавнего", "вчера", "летом", "июле", "тогда", "сначала"}
"""«весной нас держал старый сервер»: and what held lately may hold still."""


def was_lacking(statement: Statement, vote: Vote) -> bool:
    """«неделю назад у нас не было канала», «зимой мешал модем»: so once."""
    if vote.says not in {Says.LACKS, Says.NOT_READY}:
        return False
    clause = statement.clause_of(vote.start)
    if _ONCE.isdisjoint(clause.forms):
        return False
    long_ago = not _LONG_AGO.isdisjoint(clause.forms)
    return any(
        "was" in w.classes
        or w.form.startswith(("отсутствовал", "хватал", "доставал"))
        or (long_ago and {"past", "impf", "finite"} <= w.grammar)
        for w in clause.words
    ) and not any({"pres", "finite"} <= w.grammar for w in clause.words)


_STOOD = (
    *("был", "имел", "стоял", "работал", "висел", "лежал", "действовал", "держал", "жил", "водил"),
)
_MADE_GOOD = (
    *("замен", "обнов", "почин", "восстанов", "верну", "купил", "остал", "сохран", "отремонт"),
    *("постав", "нашл", "ожил", "справил", "налад"),
)


def _is_lost(statement: Statement, vote: Vote) -> bool:
    """«сервер был, но уплыл», «линия была, её обрезали»: what stood there is there no more."""
    if vote.says is not Says.HAS:
        return False
    at = statement.clause_at(vote.start)
    verbs = [w for w in statement.clauses[at].words if "finite" in w.grammar]
    stood = verbs and all("past" in w.grammar and w.form.startswith(_STOOD) for w in verbs)
    if not stood or at + 1 >= len(statement.clauses):
        return False
    after = statement.clauses[at + 1]
    gone = any({"past", "perf", "finite"} <= w.grammar for w in after.words)
    good = any(form.startswith(_MADE_GOOD) for form in after.forms)
    of_it = bool(_OF_IT & after.forms) or len(after.words) < 4
    return gone and of_it and not good and _NOW_AT_LAST.isdisjoint(after.forms)


_OF_IT = frozenset({"он", "она", "оно", "они", "его", "ее", "их"})


def was_past(clause: Clause) -> bool:
    """Whether a verb of thinking or promising stands in the past here."""
    return _of_the_past(clause, clause.end)


def _of_the_past(clause: Clause, start: int) -> bool:
    """Whether a verb of thinking or promising stands in the past here: not «как и обещали»."""
    for at, word in enumerate(clause.words):
        if (
            "thought" in word.classes
            and {"past", "finite"} <= word.grammar
            and word.token.start <= start + 200
        ):
            if any(w.form.startswith("котор") for w in clause.words[:at]):
                return False
            if "(" in clause.sentence.part.text[start : word.token.start]:
                return False
            held = {w.form for w in clause.words[max(0, at - 4) : at + 3]}
            return not {"не", "как", "что", "бы"} & (
                held - {w.form for w in clause.words[at + 1 :]}
            )
    return False
