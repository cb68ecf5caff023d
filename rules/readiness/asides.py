"""Votes that do not count: other systems, earlier letters, the unreal, the unsure."""

from __future__ import annotations

import re

from rules.phrases import Match
from rules.readiness.ballot import EARLIER, tells_no_change
from rules.readiness.clauses import Clause, Statement, grammar
from rules.readiness.timing import Setting
from rules.readiness.votes import VERDICTS, Says, Vote

ANOTHER = "another_system"
"""The rule that hears of another system: no answer, and no silence either."""


NOTHING_PREVENTS = "nothing_would_prevent"
"""The rule that hears «нет причин, которые не позволили бы»: «бы» makes it no less so."""

SYSTEM_STANDS = "system_stands"
"""The rule that hears that the system is installed or runs: a fact, if it is the circular's."""


BUT = frozenset({"но", "однако", "только", "а", "хотя", "зато"})


def unreal(statement: Statement, votes: list[Vote], setting: Setting) -> list[Vote]:  # noqa: ARG001
    """«подключились бы, будь лицензии»: not so."""
    if not {"бы", "б"} & statement.forms or statement.meaning("denial"):
        return votes
    unreal = {Says.READY, Says.HAS, Says.FUTURE, Says.CONDITIONAL}
    return [
        v.but(says=Says.UNCLEAR)
        if v.says in unreal
        and v.rule not in {"no_obstacles", NOTHING_PREVENTS}
        and {"бы", "б"} & statement.clauses[statement.clause_at(v.start)].forms
        else v
        for v in votes
    ]


_NAMED_SYSTEM = re.compile(
    r"(?:систем|программ|комплекс|сервис)[а-яё]*\s+(?:[А-ЯЁA-Z]{2,6}\s+)?[«\"“](?P<name>[^»\"”\n]{2,40})"
)


def another_system(statement: Statement, votes: list[Vote], setting: Setting) -> list[Vote]:
    """«подключены к системе «Дело»»: another system than the circular's."""
    text = statement.sentence.text
    names = {m["name"].lower()[:5] for m in _NAMED_SYSTEM.finditer(text)}
    foreign = names - setting.names if setting.names else set()
    if not foreign and "other_system" not in statement.classes:
        return votes
    if any(name in text.lower() for name in setting.names):
        return [v.but(hedged=True) if v.says in VERDICTS else v for v in votes]
    return [
        v.but(says=Says.NOTHING, rule=ANOTHER)
        if v.says in VERDICTS or v.rule == SYSTEM_STANDS
        else v
        for v in votes
    ]


_TOLD = VERDICTS | {Says.UNCLEAR}


def _by_others(statement: Statement, vote: Vote) -> bool:
    clause = statement.clauses[statement.clause_at(vote.start)]
    return "outsiders" in clause.classes or "словам" in clause.forms


_UNLIKE = frozenset({"вопреки", "отличие", "изменение", "взамен", "отмену"})


def set_aside(statement: Statement, votes: list[Vote], setting: Setting) -> list[Vote]:  # noqa: ARG001
    """What an earlier letter said, and what others say, is no answer."""
    if statement.meaning("others"):
        votes = [
            v.but(says=Says.UNCLEAR, rule="others_say")
            if v.says in VERDICTS and _by_others(statement, v)
            else v
            for v in votes
        ]
    told = statement.meaning("history")
    if not told or _UNLIKE & statement.forms:
        return votes
    since = next(
        (
            c.start
            for c in statement.clauses
            if c.start > told[0].start and (c.opener in BUT or {"теперь", "сейчас"} & c.forms)
        ),
        None,
    )
    return [
        v
        if v.rule == "as_before" or (since is not None and v.start >= since)
        else v.but(says=Says.NOTHING, rule=EARLIER if v.says in _TOLD else v.rule)
        for v in votes
        if v.says is not Says.RETRACT or v.start > told[0].start
    ]


_EXCEPT = frozenset({"не", "нет", "ни", "без", "кроме", "лишь", "нету", "исключая", "частично"})


_ADVERSE = frozenset({"но", "однако", "хотя"})


def leftovers(statement: Statement, votes: list[Vote], setting: Setting) -> list[Vote]:  # noqa: ARG001
    """«готовы, сельсоветы нет»: a denial beside «готовы» that no rule understood."""
    heard = {statement.clause_at(v.start) for v in votes} | {
        at
        for m in statement.matches
        for at, c in enumerate(statement.clauses)
        if m.start < c.end and c.start < m.end
    }
    unheard = [
        c
        for at, c in enumerate(statement.clauses)
        if at not in heard
        and (c.forms & _EXCEPT or (c.opener in _ADVERSE and "done" not in c.classes))
        and not {"candidate", "people", "other", "other_subject"} & c.classes
        and not tells_no_change(c)
        and not (_denies(c) and any(v.rule.endswith("_denied") for v in votes))
    ]
    if not unheard:
        return votes
    flat = any(_is_flat_no(c) for c in unheard)
    for_now = all(_NOW & c.forms for c in unheard)
    return [_left_over(v, flat=flat, for_now=for_now) for v in votes]


_NOW = frozenset({"сегодня", "пока", "еще", "сейчас"})


def _denies(clause: Clause) -> bool:
    """«…, не усматривается», that by which what stood before was denied."""
    return len(clause.words) <= 3 and clause.words[0].form == "не"


def _left_over(vote: Vote, *, flat: bool, for_now: bool) -> Vote:
    if vote.says is Says.FUTURE:
        return vote if for_now else vote.but(hedged=True)
    if vote.says is not Says.READY or vote.rule == NOTHING_PREVENTS:
        return vote
    if flat and not for_now:
        return vote.but(says=Says.CONDITIONAL, rule=f"{vote.rule}_not_all")
    return vote.but(hedged=True)


def _is_flat_no(clause: Clause) -> bool:
    """«…, в сёлах - нельзя», «…, сельсоветы нет»."""
    last = clause.words[-1]
    return len(clause.words) <= 4 and bool(
        {"impossible", "absent"} & last.classes or last.form == "нет"
    )


_PERHAPS = re.compile(
    r"(?:^|[,.;(]\s*)(?:возможно|может быть|быть может),|,\s*(?:возможно|может быть|быть может)\b",
    re.IGNORECASE,
)


def _is_attribute(statement: Statement, match: Match) -> bool:
    """«в основном здании», «в общем отделе»: an adjective, no hedge."""
    at = match.tokens[-1]
    tokens = statement.sentence.tokens[at : at + 2]
    if len(tokens) < 2 or tokens[0].text.lower() not in {"основном", "общем", "целом"}:
        return False
    after = grammar(tokens[1].text.lower())
    return "noun" in after and not {"nomn", "accs"} & after


def _hopes_it_lasts(match: Match, statement: Statement) -> bool:
    """«новый и, надеюсь, последний срок»: the hope is that it will not move again."""
    after = statement.sentence.part.text[match.end : match.end + 16].lower()
    return "последн" in after or "окончательн" in after


def hedges(statement: Statement, votes: list[Vote], setting: Setting) -> list[Vote]:  # noqa: ARG001
    """«вроде готовы», «наверное подключимся»: a person should look."""
    hedge = [
        m
        for m in statement.meaning("hedge")
        if not _is_attribute(statement, m) and not _hopes_it_lasts(m, statement)
    ]
    if hedge or statement.meaning("irony") or _PERHAPS.search(statement.sentence.text):
        return [v.but(hedged=True) for v in votes]
    return [v.but(hedged=True) if v.rule == "rhetorical" else v for v in votes]
