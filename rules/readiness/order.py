"""What must come first: «пришлёте - подключимся», «как получим, так и войдём», «и тогда готовы»."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from rules.readiness.ballot import has_figure
from rules.readiness.clause import BUT, DASHES
from rules.readiness.clauses import Clause, Statement, Word
from rules.readiness.conditions import NO_ACTION, comes_first, to_come
from rules.readiness.days import Setting, leans_on_a_day, promises
from rules.readiness.idle import up_to_you
from rules.readiness.said import UNKNOWING
from rules.readiness.votes import VERDICTS, Says, Vote


def _by_a_day(statement: Statement, own: int, setting: Setting) -> bool:
    """«обещают смонтировать к концу месяца, тогда и начнём»: a day is told."""
    before = statement.clauses[own - 1] if own else None
    if before is None:
        return False
    if leans_on_a_day(before):
        return True
    ahead = promises(statement, setting)
    if _goes_on(statement, own) and any(m.last and m.end <= before.start for m in ahead):
        return True
    return any(
        m.last and m.lead in {"к", "ко", "до"} and before.start <= m.start < before.end
        for m in ahead
    )


def _goes_on(statement: Statement, own: int) -> bool:
    """«7-го приедет мастер, прошьёт железку, и стыкуйтесь»: what he does on the same day."""
    opens = own > 1 and statement.clauses[own].words[0].form == "и"
    before = statement.clauses[own - 1].words[0] if opens else None
    return before is not None and {"futr", "finite"} <= before.grammar


def first_then(statement: Statement, votes: list[Vote], setting: Setting) -> list[Vote]:
    """«Будут лицензии - включимся», «как пришлёте, подключимся»: what must come first is open."""
    return [
        v.but(says=Says.CONDITIONAL, rule=f"{v.rule}_then", hedged=False)
        if v.says in _HANGING
        and not (v.rule == "any_time" and v.evidence.text.lower().startswith("жд"))
        and _hangs(statement, statement.clause_at(v.start))
        and not _by_a_day(statement, statement.clause_at(v.start), setting)
        else v
        for v in votes
    ]


_HANGING = frozenset({Says.FUTURE, Says.READY, Says.WILL_DO})


def or_else(statement: Statement, votes: list[Vote], setting: Setting) -> list[Vote]:  # noqa: ARG001
    """«Дадут ставку - войдём, не дадут - не войдём»: the second half says nothing new, and the
    first hangs on what is given, whatever words it has («откроете – мы в системе»)."""
    turns = _both_ways(statement)
    if turns is not None:
        first = statement.clauses[0]
        told = [v for v in votes if v.says not in _TOLD_EITHER_WAY]
        hangs = Vote(Says.CONDITIONAL, "either_way", statement.sentence, first.start, turns.end)
        return [*told, hangs] if len(told) < len(votes) else votes
    if not any(v.says is Says.CONDITIONAL for v in votes):
        return votes
    return [v for v in votes if not (v.says is Says.NOT_READY and _follows_a_no(statement, v))]


_TOLD_EITHER_WAY = VERDICTS | {Says.UNCLEAR, Says.WILL_DO, Says.NOTHING}
_OF_US = frozenset({"connect", "connection", "ready", "readiness", "system", "infra", "start"})
_OF_PEOPLE = frozenset({"people", "candidate", "other_subject"})


def _both_ways(statement: Statement) -> Clause | None:
    """The clause that denies what the sentence begins with: «выдадут – …, не выдадут – …»."""
    if _OF_PEOPLE & statement.classes or not _OF_US & statement.classes:
        return None
    if "не" not in statement.forms:
        return None
    given = {
        word.form[:6]
        for clause in statement.clauses
        for at, word in enumerate(clause.words[:4])
        if {"futr", "finite"} <= word.grammar
        and "1per" not in word.grammar
        and not clause.negated(at)
    }
    for clause in statement.clauses[1:]:
        first = clause.words[:2] if clause.words[0].form == "не" else clause.words[1:3]
        denied = len(first) == 2 and first[0].form == "не" and first[1].form[:6] in given
        if denied and "futr" in first[1].grammar:
            return clause
    return None


def _follows_a_no(statement: Statement, vote: Vote) -> bool:
    at = statement.clause_at(vote.start)
    before = statement.clauses[at - 1] if at else None
    if before is None or statement.clauses[at].opener not in DASHES or len(before.words) > 4:
        return False
    return any("futr" in w.grammar and before.negated(n) for n, w in enumerate(before.words))


def _hangs(statement: Statement, own: int) -> bool:
    clause = statement.clauses[own]
    before = statement.clauses[own - 1] if own else None
    if in_one_breath(clause):
        return True
    if before and clause.opener in DASHES and comes_first(before):
        return not (has_figure(clause) and not {"же", "хоть"} & clause.forms)
    return _waits(statement, own) or _comes_first(statement, own) or _until_then(statement, own)


def in_one_breath(clause: Clause) -> bool:
    """«даст область модем подключимся сразу»: both without a sign between."""
    if _is_named_first(clause):
        return True
    verb = to_come(clause.words)
    if verb is None or verb > 1 or has_figure(clause) or len(clause.words) > 12:
        return False
    if "1per" in clause.words[verb].grammar:
        return False
    after = clause.words[verb + 1 :]
    if any({"futr", "1per"} <= w.grammar or "ready" in w.classes for w in after[1:]):
        return True
    joined = any(w.form == "мы" and a.form in {"и", "тогда", "так"} for a, w in pairwise(after))
    return joined and not any("finite" in w.grammar for w in after)


def after_work(statement: Statement, vote: Vote) -> bool:
    """«подключение станет возможным после аттестации»: to come, and no day."""
    later = vote.says is Says.FUTURE and vote.on is None
    return later and _after_action(statement.clause_of(vote.start))


_NO_EVENT = (*NO_ACTION, "совещани", "заседани", "собрани")


def _after_action(clause: Clause) -> bool:
    """«после аттестации помещения», «вслед за заменой щита»: something must come first."""
    for at, word in enumerate(clause.words):
        if word.form != "после":
            continue
        for noun in clause.words[at + 1 : at + 4]:
            verbal = noun.form.endswith(("ния", "тия", "ции", "емки")) and "gent" in noun.grammar
            if verbal and not noun.form.startswith(_NO_EVENT):
                return True
            if not {"ADJF", "PRTF"} & noun.grammar:
                break
    return False


def so_then(statement: Statement, votes: list[Vote], setting: Setting) -> list[Vote]:  # noqa: ARG001
    """«так сразу и подключимся»: what must come first stands in the line before."""
    return [
        v.but(
            says=Says.CONDITIONAL,
            rule=f"{v.rule}_then",
            hedged=not statement.meaning("explicit_condition"),
        )
        if v.says is Says.FUTURE and v.on is None and _begins_so(statement, v)
        else v
        for v in votes
    ]


def told_later(statement: Statement, votes: list[Vote], setting: Setting) -> list[Vote]:  # noqa: ARG001
    """«31-го доложим, что готовы»: ready then, not now."""
    return [
        v.but(says=Says.FUTURE) if v.says is Says.READY and _is_told_later(statement, v) else v
        for v in votes
    ]


def _is_told_later(statement: Statement, vote: Vote) -> bool:
    at = statement.clause_at(vote.start)
    told = at > 0 and statement.clauses[at].words[0].form == "что"
    return told and "report_later" in statement.clauses[at - 1].classes


def after_that(statement: Statement, votes: list[Vote], setting: Setting) -> list[Vote]:
    """«В среду ставят последний компьютер, и мы готовы»: ready from that day."""
    return [_from_the_event(statement, v, setting) if v.says is Says.READY else v for v in votes]


def _from_the_event(statement: Statement, vote: Vote, setting: Setting) -> Vote:
    at = statement.clause_at(vote.start)
    words = [w.form for w in statement.clauses[at].words[:2]]
    if not at or not ({"и", "тогда"} & set(words)) or words[:1] == ["а"]:
        return vote
    before = statement.clauses[at - 1]
    to_come = any({"futr", "pres"} & w.grammar and _gets_ready(w) for w in before.words)
    days = [m for m in promises(statement, setting) if m.start < vote.start and m.last]
    if not days or not (to_come or "тогда" in words):
        return vote
    last = max(days, key=lambda m: m.last or date.min)
    return vote.but(says=Says.FUTURE, on=last.last, sure_date=last.certain)


def _gets_ready(word: Word) -> bool:
    """«ставят», «соберу»; not «поговорим»."""
    return "1per" not in word.grammar or bool(_GETS & word.classes)


_GETS = frozenset({"done", "works", "start", "gain"})


def _begins_so(statement: Statement, vote: Vote) -> bool:
    words = statement.clause_of(vote.start).words
    forms = [w.form for w in words[:2]]
    return "тогда" in forms or forms in (["так", "сразу"], ["так", "и"], ["сразу", "и"])


def _until_then(statement: Statement, own: int) -> bool:
    """«подключится, когда решится вопрос»."""
    if own + 1 >= len(statement.clauses) or has_figure(statement.clauses[own]):
        return False
    after = statement.clauses[own + 1]
    if (
        statement.is_question
        or UNKNOWING & statement.forms
        or (_AT_YOURS & after.forms and _LEISURE & after.forms)
    ):
        return False
    yours = "вы" in after.forms
    coming = any(
        {"futr", "finite"} <= w.grammar and (yours or "2per" not in w.grammar) for w in after.words
    )
    return after.words[0].form == "когда" and coming and not has_figure(after)


_AT_YOURS = frozenset({"вас", "вам", "ваш", "ваши", "ваша"})
_LEISURE = frozenset(
    {"руки", "время", "возможность", "минута", "минутка", "желание", "окно", "настроение"}
    | {"освободится", "освободятся", "удобно", "угодно"}
)
"""«когда у вас дойдут руки»: it waits for the administration only."""


_JOINS = frozenset({"connect", "takeoff", "ready", "connection"})


def _would_come(clause: Clause) -> bool:
    """«Получим - работаем», «найдём деньги - тогда и готовы»: what must come first."""
    if len(clause.words) > 8 or {"people", "other"} & clause.classes or up_to_you(clause):
        return False
    return any(
        {"futr", "perf", "finite"} <= w.grammar and not clause.negated(at)
        for at, w in enumerate(clause.words)
    )


def _comes_first(statement: Statement, own: int) -> bool:
    """Whether the clause before promises something of others, or means, and no date."""
    clause = statement.clauses[own]
    if own > 1 and statement.clauses[own - 1].forms <= {"считайте", "то", "и", "значит"}:
        clause, own = statement.clauses[own - 1], own - 1
    before = statement.clauses[own - 1] if own else None
    figure = has_figure(clause) and not {"же", "хоть"} & clause.forms
    if own > 1 and before and _is_our_step(before):
        before = statement.clauses[own - 2]
    if before is None or clause.opener in BUT or has_figure(before) or figure:
        return False
    goes = (
        _JOINS & clause.classes
        or "считайте" in clause.forms
        or {"строю", "деле", "вами", "системе", "сразу", "можно", "можете"} & clause.forms
        or {"will", "system"} <= clause.classes
        or (len(clause.words) < 4 and "start" in clause.classes)
        or any({"futr", "1per"} <= w.grammar for w in clause.words)
    )
    if not goes:
        return False
    if clause.opener in DASHES and _would_come(before):
        return True
    if "people" in before.classes or _JOINS & before.classes or _asks_leave(before):
        return False
    for word in before.words:
        marks = word.grammar
        asked = "impr" in marks and word.form.endswith("те")
        asked = asked and not _GIVEN.isdisjoint(before.classes)
        asked = asked and not word.form.startswith(_ASSURES)
        if asked or ({"futr", "finite"} <= marks and not {"1per", "INFN", "pres"} & marks):
            means = asked or "infra" in statement.classes or "2per" in marks
            means |= clause.opener in DASHES and len(before.words) < 6
            means |= word is before.words[0] and clause.words[0].form == "и"
            return means and not before.negated(before.words.index(word))
    return False


def _is_named_first(clause: Clause) -> bool:
    """«Выдача ключей – и можно подключать»: what must come first is named by a noun."""
    forms = [w.form for w in clause.words[:6]]
    at = forms.index("и") if "и" in forms else 0
    first = clause.words[0]
    if not at or "nomn" not in first.grammar or {"gain", "consent"}.isdisjoint(first.classes):
        return False
    if any({"finite", "short"} & w.grammar for w in clause.words[:at]):
        return False
    return any({"possible", "ready", "start"} & w.classes for w in clause.words[at : at + 3])


def _is_our_step(clause: Clause) -> bool:
    """«оплатят счёт, поставим, и можно подключать»: what we do in between."""
    return len(clause.words) < 3 and any({"futr", "1per"} <= w.grammar for w in clause.words)


def _asks_leave(before: Clause) -> bool:
    """«Разрешите доложить: готовы», «когда захотите, мы готовы»."""
    if up_to_you(before):
        return True
    opens = before.words[0].form.startswith(("разреш", "позвол"))
    return opens and "INFN" in before.words[-1].grammar


_GIVEN = frozenset({"infra", "pending", "consent"})
_ASSURES = ("будьте", "считайте", "знайте", "повер", "имейте", "учтите", "учите")


def _waits(statement: Statement, own: int) -> bool:
    """«как пришлёте сразу и подключимся»: both in one clause."""
    words = statement.clauses[own].words
    return bool(words) and words[0].form == "как" and any("2per" in w.grammar for w in words[:4])
