"""Words of doubt beside an answer: «вроде готовы», «наверное», «возможно»; a person should look."""

from __future__ import annotations

import re

from rules.phrases import Match
from rules.readiness.clause import BUT
from rules.readiness.clauses import Statement, grammar
from rules.readiness.days import Setting
from rules.readiness.double_denial import TWICE
from rules.readiness.moved import MOVED
from rules.readiness.votes import Says, Vote

_PERHAPS = re.compile(
    r"(?:^|[,.;(]\s*)(?:возможно|может быть|быть может),|,\s*(?:возможно|может быть|быть может)\b"
    r"|\bчто\s+возможно,|\?\s*хз\b|\bне\s+исключено\b|\bда\W{1,3}(?:и|но)\s+нет\b"
    r"|\bготов[аы]?\s+(?:нет\W*\Z|(?:только\s+|лишь\s+)?(?:морально|духовно|теоретически|формально)\b)",
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


def _ends_a_label(statement: Statement, match: Match) -> bool:
    """«Готовность района в целом» before its cell: what is asked of, as against its parts."""
    last = statement.sentence.tokens[match.tokens[-1]]
    words = {statement.sentence.tokens[at].text.lower() for at in match.tokens}
    return words == {"в", "целом"} and statement.sentence.part.text[last.end : last.end + 1] == "\t"


def _almost_nothing(match: Match, statement: Statement) -> bool:
    """«докладывать почти нечего»."""
    after = statement.sentence.part.text[match.end : match.end + 8].lower()
    return after.strip().startswith(("нечего", "ничего", "некого"))


def _hopes_it_lasts(match: Match, statement: Statement) -> bool:
    """«новый и, надеюсь, последний срок»: the hope is that it will not move again."""
    after = statement.sentence.part.text[match.end : match.end + 16].lower()
    return "последн" in after or "окончательн" in after


_OF_DEGREE = frozenset({"целом", "общем", "основном", "принципе", "практически", "почти"})
"""Beside a part or a condition they say no more than that."""


def _words(match: Match, statement: Statement) -> list[str]:
    return [statement.sentence.tokens[at].text.lower() for at in match.tokens]


def _beyond_doubt(match: Match, statement: Statement, votes: list[Vote]) -> bool:
    """«не сомневайтесь», «сомнений нет», «без сомнения», «сомневаться не приходится»."""
    if any(v.rule == TWICE and v.start <= match.start < v.end for v in votes):
        return True
    words = _words(match, statement)
    if not any(word.startswith("сомн") for word in words):
        return False
    at = match.tokens[0]
    near = {t.text.lower() for t in statement.sentence.tokens[max(0, at - 3) : at + 3]}
    once = any(form.startswith("вызывавш") for form in statement.forms)  # «вызывавшую сомнения»
    return once or bool({"не", "нет", "без", "никаких"} & near)


def _is_a_plan(match: Match, statement: Statement) -> bool:
    """«полагаем обеспечить подключение», «полагаем возможным»: a plan in an official's words."""
    words = _words(match, statement)
    if not {"полагаем", "полагаю", "думаем"} & set(words):
        return False
    after = statement.sentence.tokens[match.tokens[-1] + 1 : match.tokens[-1] + 5]
    plan = any(
        "INFN" in grammar(t.text.lower()) or t.text.lower().startswith(("возможн", "реальн"))
        for t in after[:2]
    )
    return plan or any(t.text.lower() in _DEEMED for t in after)


_DEEMED = frozenset({"готовым", "готовой", "готовыми", "готовность"})
"""«полагаем район технически готовым»: so an official calls it."""


def _found(statement: Statement, votes: list[Vote]) -> list[Match]:
    return [
        m
        for m in statement.meaning("hedge")
        if not _is_attribute(statement, m)
        and not _ends_a_label(statement, m)
        and not _hopes_it_lasts(m, statement)
        and not _almost_nothing(m, statement)
        and not _beyond_doubt(m, statement, votes)
        and not _is_a_plan(m, statement)
    ]


def is_unsure(statement: Statement) -> bool:
    """Whether the writer is unsure himself: «вроде», «надеюсь»; not «в целом», «практически»."""
    if _PERHAPS.search(statement.sentence.text):
        return True
    whole = _OF_DEGREE - {"почти"}
    return any(not whole & set(_words(m, statement)) for m in _found(statement, []))


def hedges(statement: Statement, votes: list[Vote], setting: Setting) -> list[Vote]:  # noqa: ARG001
    """«вроде готовы», «наверное подключимся»: a person should look."""
    hedge = _found(statement, votes)
    moved_on = min((c.start for c in statement.clauses if c.opener in BUT), default=None)
    if hedge and moved_on is not None and all(m.end <= moved_on for m in hedge):
        return [v if v.rule in MOVED else v.but(hedged=True) for v in votes]
    if hedge and all(_OF_DEGREE & set(_words(m, statement)) for m in hedge):
        return [v if v.says is Says.CONDITIONAL else v.but(hedged=True) for v in votes]
    if hedge or statement.meaning("irony") or _PERHAPS.search(statement.sentence.text):
        return [v.but(hedged=True) for v in votes]
    return [v.but(hedged=True) if v.rule == "rhetorical" else v for v in votes]
