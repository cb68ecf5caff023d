"""Votes that do not count: other systems, earlier letters, the unreal; and what is left over."""

from __future__ import annotations

import re

from rules.phrases import Match
from rules.readiness.ballot import (
    EARLIER,
    INSTITUTIONS,
    exchanges_papers,
    has_figure,
    tells_no_change,
)
from rules.readiness.clause import ADVERSE, BUT
from rules.readiness.clauses import Clause, Statement
from rules.readiness.days import Setting
from rules.readiness.moved import MOVED
from rules.readiness.once import STANDS, goes_on, then_and_now, was_lacking, was_meant, was_past
from rules.readiness.soundness import NOTHING_FAULTY
from rules.readiness.votes import VERDICTS, Says, Vote

ANOTHER = "another_system"
"""The rule that hears of another system: no answer, and no silence either."""


NOTHING_PREVENTS = "nothing_would_prevent"
OVERCOME = "obstacle_overcome"
"""The rule that hears «нет причин, которые не позволили бы»: «бы» makes it no less so."""

SYSTEM_STANDS = "system_stands"
"""The rule that hears that the system is installed or runs: a fact, if it is the circular's."""


def _is_now(clause: Clause) -> bool:
    """«Мы бы рады и комп у нас есть»: what is there is there."""
    return any({"pres", "finite"} <= w.grammar for w in clause.words)


_WHATEVER = re.compile(r"\bбы\s+(?:то\s+)?ни\b")
"""«что бы то ни было»: nothing unreal."""


_CLAIMS = frozenset({Says.READY, Says.HAS, Says.FUTURE, Says.CONDITIONAL})
"""What «бы» makes unreal."""


def unreal(statement: Statement, votes: list[Vote], setting: Setting) -> list[Vote]:  # noqa: ARG001
    """«подключились бы, будь лицензии»: not so."""
    if not {"бы", "б"} & statement.forms or statement.meaning("denial"):
        return votes
    if _WHATEVER.search(statement.sentence.text.lower()):
        return votes
    if {"лишь", "только"} & statement.forms and statement.meaning("explicit_condition"):
        return votes
    conditions = statement.meaning("explicit_condition")
    votes = [
        v.but(says=Says.NOTHING)
        if v.says is Says.HAS and any(v.start < m.end and m.start < v.end for m in conditions)
        else v
        for v in votes
    ]
    return [
        v.but(says=Says.UNCLEAR)
        if v.says in _CLAIMS
        and not v.on
        and not (v.says is Says.HAS and _is_now(statement.clause_of(v.start)))
        and v.rule not in {"no_obstacles", NOTHING_PREVENTS}
        and {"бы", "б"} & statement.clause_of(v.start).forms
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
    clause = statement.clause_of(vote.start)
    at = statement.clause_at(vote.start)
    before = (
        statement.clauses[at - 1] if at and clause.words[0].form in {"что", "будто"} else clause
    )
    theirs = vote.rule == "any_time" and {"их", "его", "ее"} & clause.forms
    return (
        bool(theirs)
        or _names_outsiders(before)
        or _names_outsiders(clause)
        or "словам" in clause.forms
        or bool({"нам", "мне", "нас"} & before.forms and _THEY_SAY & before.forms)
    )


def _names_outsiders(clause: Clause) -> bool:
    """Whether somebody else acts there: not «контракт с провайдером»."""
    return any(
        at == 0 or clause.words[at - 1].form not in {"с", "со", "от", "без"}
        for at in clause.where("outsiders")
    )


_BY_WORDS = re.compile(
    r"\b(?:по\s+(?:\w+\s+)?(?:словам|сообщени\w+|информации)|со\s+слов)\b", re.IGNORECASE
)
"""Who says it is named, and what he says is of us: a person should look, but it is an answer."""


def _unclear(vote: Vote) -> Vote:
    return vote.but(says=Says.UNCLEAR, rule="others_say")


def _is_of_an_institution(statement: Statement, vote: Vote) -> bool:
    """«Школа № 3 подключиться не может»: of one of those below the body."""
    clause = statement.clause_of(vote.start)
    if not any(form.startswith(INSTITUTIONS) for form in clause.forms):
        return False
    subject = next((w for w in clause.words if {"noun", "nomn"} <= w.grammar), None)
    return subject is not None and subject.form.startswith(INSTITUTIONS)


_THEY_SAY = frozenset(
    {"сказали", "говорили", "уверяли", "заверили", "обещали", "говорят", "уверяют", "передали"}
)


_PAPERS = (
    "анкет", "документ", "копи", "справк", "приказ", "заявк", "данны", "сведени", "спис",
    "резюме", "паспорт", "скан", "оригинал", "характеристик", "отчет", "бумаг",
)  # fmt: skip


def _is_of_a_paper(statement: Statement, vote: Vote) -> bool:
    """«анкету вышлем по первому требованию»: the paper is at your call, not the connection."""
    if vote.rule != "any_time":
        return False
    clause = statement.clause_of(vote.start)
    ours = {"connect", "connection", "readiness", "infra"} & clause.classes
    if ours or exchanges_papers(clause):
        return False
    return any(w.form.startswith(_PAPERS) for w in clause.words)


def _instead(statement: Statement) -> int | None:
    """Where «прошу считать письмо утратившим силу, а район - готовым» turns to what is so."""
    if not _CONSIDER & statement.forms:
        return None
    turns = (c.start for c in statement.clauses if c.opener == "а" and "ready" in c.classes)
    return next(turns, None)


_CONSIDER = frozenset({"считать", "считайте", "полагать", "признать"})
_UNLIKE = frozenset({"вопреки", "отличие", "изменение", "взамен", "отмену"})


def set_aside(statement: Statement, votes: list[Vote], setting: Setting) -> list[Vote]:  # noqa: ARG001
    """What an earlier letter said, and what others say, is no answer."""
    if statement.meaning("others") and not statement.meaning("explicit_condition"):
        votes = [
            (v.but(hedged=True) if _BY_WORDS.search(statement.sentence.text) else _unclear(v))
            if v.says in VERDICTS and _by_others(statement, v)
            else v
            for v in votes
        ]
    votes = [
        _unclear(v) if v.says in VERDICTS and _is_of_an_institution(statement, v) else v
        for v in votes
    ]
    votes = [
        v.but(says=Says.NOTHING, rule=EARLIER)
        if was_meant(statement, v) or was_lacking(statement, v)
        else v
        for v in votes
    ]
    votes = then_and_now(statement, votes)
    votes = [v.but(says=Says.NOTHING) if _is_of_a_paper(statement, v) else v for v in votes]
    told = statement.meaning("history")
    return votes if not told or _UNLIKE & statement.forms else _since(statement, votes, told[0])


_AT_PRESENT = frozenset({"теперь", "сейчас", "обратно", "сегодня"})


def _since(statement: Statement, votes: list[Vote], told: Match) -> list[Vote]:
    """Only what stands beside an earlier letter (`told`) and is none of its words, counts."""
    turns = (
        c.start
        for c in statement.clauses
        if c.start > told.start and (c.opener in BUT | {":", "."} or _AT_PRESENT & c.forms)
    )
    since = next(turns, statement.sentence.end)
    instead = _instead(statement)
    return [
        v
        if v.rule in STANDS
        or (instead and v.end > instead)
        or goes_on(statement, v, told.start)
        or v.start >= since
        else v.but(says=Says.NOTHING, rule=EARLIER if v.says in _TOLD else v.rule)
        for v in votes
        if v.says is not Says.RETRACT or v.start > told.start
    ]


_EXCEPT = frozenset({"не", "нет", "ни", "без", "кроме", "лишь", "нету", "исключая", "частично"})


def leftovers(statement: Statement, votes: list[Vote], setting: Setting) -> list[Vote]:  # noqa: ARG001
    """«готовы, сельсоветы нет»: a denial beside «готовы» that no rule understood."""
    spans = [(m.start, m.end) for m in statement.matches]
    spans += [(v.start, v.end) for v in votes if v.rule in {NOTHING_FAULTY, OVERCOME}]
    heard = {statement.clause_at(v.start) for v in votes} | {
        at
        for start, end in spans
        for at, c in enumerate(statement.clauses)
        if start < c.end and c.start < end
    }
    unheard = [
        c
        for at, c in enumerate(statement.clauses)
        if at not in heard
        and not (at and c.words[0].form == "что" and was_past(statement.clauses[at - 1]))
        and (c.forms & _EXCEPT or (c.opener in ADVERSE and not _is_done(c)))
        and _weighs(c)
        and not ({"objection", "obstacle"} & c.classes and "нет" in c.forms)
        and not {"candidate", "people", "other", "other_subject"} & c.classes
        and not tells_no_change(c)
        and not (_is_needless(c) and (c.opener not in ADVERSE or at < min(heard, default=at)))
        and c.words[0].form != "хотите"
        and not (c.words[0].form == "без" and c.words[1:2] and c.words[1].form.startswith("котор"))
        and not (_denies(c) and any(v.rule.endswith("_denied") for v in votes))
    ]
    if not unheard:
        return votes
    flat = any(_is_flat_no(c) or _is_undone(c) for c in unheard)
    for_now = all(_NOW & c.forms and not _names_a_part(c) for c in unheard)
    opposed = any(c.opener in ADVERSE or has_figure(c) for c in unheard)
    return [_left_over(v, flat=flat, for_now=for_now, opposed=opposed) for v in votes]


def _names_a_part(clause: Clause) -> bool:
    """«районные администрации пока нет»: of whom it is denied."""
    return any({"noun", "nomn", "plur"} <= w.grammar for w in clause.words[:-1])


_IT = frozenset({"это", "этого", "он", "она", "оно", "его", "они", "вы", "все"})


def _is_needless(clause: Clause) -> bool:
    """«письма больше не понадобятся» takes nothing from a yes; «нам это не нужно» may."""
    plain = _HEAVY.isdisjoint(clause.classes) and _IT.isdisjoint(clause.forms)
    return plain and any(
        clause.negated(at)
        for at, word in enumerate(clause.words)
        if word.form.startswith(("понадоб", "нужн", "нужен", "потребу"))
    )


_HEAVY = frozenset(
    {"infra", "unit", "works", "possible", "connect", "connection", "system", "ready", "readiness"}
    | {"all", "rest", "obstacle", "impossible"}
)


def _weighs(clause: Clause) -> bool:
    """Whether a denial is of something: «сельсоветы нет»; not «тянуть не будем»."""
    if clause.opener in ADVERSE or _HEAVY & clause.classes:
        return True
    if {"нет", "нету", "нельзя", "никак"} & clause.forms:
        return not any(
            "noun" in w.grammar and ("nomn" not in w.grammar or w.form.endswith(("ов", "ев")))
            for w in clause.words
        )
    return any(
        {"noun", "nomn"} <= w.grammar
        and "gent" not in w.grammar
        and w.form not in {"мы", "вы", "я", "это"}
        for w in clause.words
    )


def _is_done(clause: Clause) -> bool:
    """«но справились»: nothing adverse."""
    if {"не", "ни"} & clause.forms:
        return False
    return "done" in clause.classes or any({"past", "perf"} <= w.grammar for w in clause.words)


_NOW = frozenset({"сегодня", "пока", "еще", "сейчас"})


def _denies(clause: Clause) -> bool:
    """«…, не усматривается», that by which what stood before was denied."""
    return len(clause.words) <= 3 and clause.words[0].form == "не"


def _left_over(vote: Vote, *, flat: bool, for_now: bool, opposed: bool) -> Vote:
    if vote.says is Says.FUTURE:
        explains = bool(vote.on) and not opposed
        return vote if explains or for_now or vote.rule in MOVED else vote.but(hedged=True)
    if vote.says is not Says.READY or vote.rule.startswith(NOTHING_PREVENTS):
        return vote
    if flat and not for_now:
        return vote.but(says=Says.CONDITIONAL, rule=f"{vote.rule}_not_all")
    return vote.but(hedged=True)


def _is_undone(clause: Clause) -> bool:
    """«однако не получены учётные записи», «но договор не подписан»."""
    return clause.opener in ADVERSE and any(
        "PRTS" in w.grammar and clause.negated(at) for at, w in enumerate(clause.words)
    )


def _is_flat_no(clause: Clause) -> bool:
    """«…, в сёлах - нельзя», «…, сельсоветы нет»."""
    last = clause.words[-1]
    if len(clause.words) > 4 or not ({"impossible", "absent"} & last.classes or last.form == "нет"):
        return False
    head = clause.words[-2] if len(clause.words) > 1 else None
    if head and "gent" in head.grammar and head.form.endswith(("ов", "ев", "ей", "ий")):
        return False
    return (
        head is None
        or "noun" not in head.grammar
        or bool({"nomn", "unit"} & {*head.grammar, *head.classes})
    )
