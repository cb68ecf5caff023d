"""What the structure of a sentence does to the votes of its clauses."""

from __future__ import annotations

import re
from collections.abc import Callable

from rules.phrases import Match
from rules.readiness.asides import another_system, leftovers, set_aside, unreal
from rules.readiness.ballot import OF_THE_ANSWER, WHETHER
from rules.readiness.clause import BUT
from rules.readiness.clauses import Clause, Statement
from rules.readiness.days import Setting
from rules.readiness.double_denial import TWICE
from rules.readiness.hanging import conditions, not_until, not_without
from rules.readiness.hedging import hedges
from rules.readiness.limits import our_side
from rules.readiness.order import after_that, first_then, or_else, so_then, told_later
from rules.readiness.others import of_others
from rules.readiness.soundness import nothing_faulty
from rules.readiness.timing import give_dates
from rules.readiness.votes import Says, Vote
from rules.readiness.whether import (
    asked_within,
    leaves_open,
    named_deferral,
    of_another_matter,
    of_another_topic,
    of_people,
    ordered_to_tell,
    unknown_when,
    will_tell_whether,
)

OPPOSITE = {
    Says.READY: Says.NOT_READY,
    Says.NOT_READY: Says.READY,
    Says.HAS: Says.LACKS,
    Says.FUTURE: Says.NOT_READY,
}


def _deny(statement: Statement, votes: list[Vote], setting: Setting) -> list[Vote]:  # noqa: ARG001
    """«нельзя сказать, что не готовы», «было бы преувеличением»."""
    denials = [m for m in _apart(statement.meaning("denial")) if _is_meant(statement, m)]
    weighed = [v for v in votes if v.rule in {"called_ready", TWICE}]
    denials = [m for m in denials if not any(v.start <= m.start < v.end for v in weighed)]
    if len(denials) % 2 == 0:
        return votes
    grounds = denials[0].phrase.name == "no_grounds"
    flatly = _FLATLY.search(statement.sentence.text) is not None
    since = denials[0].start if denials[0].phrase.name == "cannot_say" else 0
    text, said = statement.sentence.part.text, denials[0].end
    begins = denials[0].start
    until = _denied_to(statement, said, any(v.start < said for v in votes))
    votes = [v for v in votes if v.rule != "cannot_answer" or v.start > said or v.end < begins]
    told = [v for v in votes if not (v.rule == _TOO_EARLY and begins < v.end and v.start < said)]
    if not told:
        return votes
    votes = told
    if statement.words_of(denials[0]).startswith("не то"):
        return [v for v in votes if v.start >= until or v.says is not Says.NOT_READY]
    turned = [v.but(says=OPPOSITE.get(v.says, v.says), rule=f"{v.rule}_denied") for v in votes]
    return [
        old
        if old.rule.startswith(_TURNED_BEFORE)
        or ":" in text[said : max(said, old.start)]
        or old.end <= since
        or old.start >= until
        else v.but(hedged=v.says is Says.READY and not (grounds or flatly))
        for v, old in zip(turned, votes, strict=True)
    ]


_FLATLY = re.compile(
    r"\bневерн|\bне\s+(?:верн|соответству)|\bне\s+из\s+(?:тех|числа)\b", re.IGNORECASE
)
"""«неверно утверждать, что не готовы»: denied outright, not «нельзя сказать, что …»."""
_TURNED_BEFORE = (
    TWICE,
    "no_ob",
    "nothing_would",
    "cannot_cope",
    "alas",
    "spoken_of",
    "unready_unfounded",
)
_TOO_EARLY = "out_of_the_question"
"""«считать готовыми преждевременно»: the word denies, and says nothing by itself."""


def _denied_to(statement: Statement, said: int, told: bool) -> int:
    """Where what is denied ends: «не скажу, что было легко, но доделали»; behind what is denied
    already (`told`), at the next clause: «неготовыми нас назвать нельзя, подключайте»."""
    after = (
        c.start
        for c in statement.clauses
        if c.start > said
        and (
            c.opener in _TURNS
            or (told and c.has_predicate and c.words[0].form not in _WHAT_IS_SAID)
        )
    )
    return next(after, statement.sentence.end)


_WHAT_IS_SAID = frozenset({"что", "будто", "чтобы"})
_TURNS = frozenset({"но", "однако", "зато"})


def _is_meant(statement: Statement, match: Match) -> bool:
    """Not of a term, and none of what is said: «вынуждены сообщить, что район не может»."""
    if _of_the_term(statement, match):
        return False
    said = statement.words_of(match)
    inside = match.phrase.name == "cannot_say" and _IN_WHAT_IS_SAID.search(said)
    return not inside


_IN_WHAT_IS_SAID = re.compile(r"\b(?:что|будто)\s[^,;–—-]*\sне\s+\w+\Z")


def _of_the_term(statement: Statement, match: Match) -> bool:
    """«готовности ноль, сроки назвать невозможно»: no day can be told."""
    words = {statement.sentence.tokens[at].text.lower() for at in match.tokens}
    term = {"срок", "сроки", "дату", "даты"} & statement.forms
    return bool(term) and "назвать" in words


def _apart(matches: tuple[Match, ...]) -> list[Match]:
    """Without those that overlap one before: «нет оснований полагать, что не …» denies once."""
    found: list[Match] = []
    for match in matches:
        if not found or match.start >= found[-1].end:
            found.append(match)
    return found


def _contrast(statement: Statement, votes: list[Vote], setting: Setting) -> list[Vote]:  # noqa: ARG001
    """«готовы, но нет лицензий»: ready but for something."""
    lacking = [
        v
        for v in votes
        if v.says is Says.LACKS and (v.opposed or _opposed(statement.clause_of(v.start)))
    ]
    if not lacking:
        return votes
    votes = [v.but(opposed=True) if v in lacking else v for v in votes]
    lacking = [v for v in votes if v.opposed]
    if not any(v.says is Says.READY for v in votes) and OF_THE_ANSWER & statement.classes:
        return [
            v.but(says=Says.CONDITIONAL, rule=f"{v.rule}_only") if v in lacking and _only(v) else v
            for v in votes
        ]
    return [
        v.but(says=Says.CONDITIONAL, rule=f"{v.rule}_but")
        if v.says is Says.READY or (v.says is Says.FUTURE and not v.on)
        else v
        for v in votes
    ]


def _only(vote: Vote) -> bool:
    return bool({"только", "лишь"} & set(vote.evidence.text.lower().split()))


def _opposed(clause: Clause) -> bool:
    first = clause.words[0].form if clause.words else ""
    return (
        clause.opener in BUT
        or first in BUT | {"да"}
        or bool(
            {"только", "лишь", "правда", "единственное", "единственная", "единственный"}
            & clause.forms
        )
    )


Change = Callable[[Statement, list[Vote], Setting], list[Vote]]


def _either_or(statement: Statement, votes: list[Vote], setting: Setting) -> list[Vote]:  # noqa: ARG001
    """«ответим, готовы мы или не готовы»: no answer yet."""
    if "не" not in statement.forms or not leaves_open(statement):
        return votes
    return [v.but(says=Says.NOTHING, rule=WHETHER) if v.rule == "ready_word" else v for v in votes]


_NOT_TO_THIS = re.compile(
    r"\bготов\w{0,2}\b[^.;]{0,80},?\s+(?:только|но|да|а|лишь)\s+не\s+(?:к|ко|на)\s+(?:\w+\s+)?"
    r"(?:подключ|присоед|подсоед|систем|директум|«?директум|сэд)"
)


def _not_to_this(statement: Statement, votes: list[Vote], setting: Setting) -> list[Vote]:  # noqa: ARG001
    """«готовы к чему угодно, только не к подключению»."""
    if "не" not in statement.forms or not _NOT_TO_THIS.search(statement.sentence.text.lower()):
        return votes
    return [
        v.but(says=Says.NOT_READY, rule="not_to_this")
        if v.says in {Says.READY, Says.NOTHING, Says.UNCLEAR}
        else v
        for v in votes
    ]


CHANGES: tuple[Change, ...] = (
    nothing_faulty,
    _either_or,
    _not_to_this,
    _deny,
    first_then,
    or_else,
    told_later,
    give_dates,
    after_that,
    so_then,
    conditions,
    unknown_when,
    not_without,
    not_until,
    _contrast,
    our_side,
    asked_within,
    will_tell_whether,
    ordered_to_tell,
    of_another_matter,
    of_people,
    of_another_topic,
    named_deferral,
    another_system,
    unreal,
    of_others,
    set_aside,
    leftovers,
    hedges,
)
"""In this order: a date must be known before a condition can weigh against it."""
