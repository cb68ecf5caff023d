"""What limits an answer: «Но только если дадут сервер.», «со стороны района всё готово»."""

from __future__ import annotations

import re

from rules.readiness.clauses import Statement
from rules.readiness.conditions import asks_you, is_conditional, is_unreal
from rules.readiness.days import Setting
from rules.readiness.votes import Says, Vote, of_sentence

ONLY_IF = "only_if"
_ONLY_IF = re.compile(
    r"\W*(?:(?:но|и|однако|правда|только|лишь|исключительно|естественно|разумеется|конечно|это|то"
    r"|вс[её]|при\s+этом|опять\s+же)[\s,]+){0,4}"
    r"(?P<opener>если|ежели|когда|как\s+только|(?:при|после|по|с|со|без)\s|в\s+случае)",
    re.IGNORECASE,
)
_TELLS = frozenset({"finite", "short", "PRED", "INFN", "impr"})


_IT_ONLY = re.compile(
    r"\W*(?:(?:вместе\s+с\s+тем|при\s+этом|в\s+то\s+же\s+время|тем\s+не\s+менее|между\s+тем|однако|но)"
    r",?\s+)?(?:оно|это|таковое|последнее|указанное|данное)\s+(?:же\s+)?(?:\w+\s+){0,4}?"
    r"(?:только|лишь|исключительно|не\s+ранее|не\s+раньше)\s+(?:после|при|по|с|чем|как)\b",
    re.IGNORECASE,
)
"""«Вместе с тем оно может состояться только после …»"""


def only_if(statement: Statement) -> Vote | None:
    """«Но только если дадут сервер.»: a condition alone, of what the sentence above says."""
    sentence = statement.sentence
    found = _ONLY_IF.match(sentence.text)
    if _IT_ONLY.match(sentence.text) and not statement.is_question:
        return Vote(Says.CONDITIONAL, ONLY_IF, sentence, sentence.start, sentence.end)
    if found is None or len(statement.clauses) > 3 or statement.is_question:
        return None
    explicit = bool(statement.meaning("explicit_condition", "condition"))
    if not (explicit or is_conditional(statement)) or statement.meaning("idle_if"):
        return None
    if is_unreal(statement):
        return None
    told = [c for c in statement.clauses if any(_TELLS & w.grammar for w in c.words)]
    by_verb = found["opener"].lower().startswith(("если", "ежели", "когда", "как"))
    by_verb |= "что" in statement.forms or "того" in statement.forms
    if len(told) > by_verb or asks_you(statement):
        return None
    return of_sentence(sentence, Says.CONDITIONAL, ONLY_IF)


_OUR_SIDE = re.compile(
    r"\b(?:со?\s+(?:\w+\s+)?сторон[ыу]\s+(?:\w+\s+)?(?:район|администрац|город|округ|муниципал)"
    r"|со?\s+(?:нашей|своей)\s+сторон|(?:наш\w+|сво\w+)\s+(?:сторон|част|участ)\w+)"
)


def our_side(statement: Statement, votes: list[Vote], setting: Setting) -> list[Vote]:  # noqa: ARG001
    """«ключи не переданы, подключить нельзя; со стороны района всё готово»: it hangs on others."""
    lacking = any(v.says in {Says.LACKS, Says.NOT_READY} for v in votes)
    if not lacking or not _OUR_SIDE.search(statement.sentence.text.lower()):
        return votes
    return [
        v.but(says=Says.CONDITIONAL, rule=f"{v.rule}_our_side")
        if v.says is Says.READY and _is_of_our_side(statement, v)
        else v
        for v in votes
    ]


def _is_of_our_side(statement: Statement, vote: Vote) -> bool:
    clause = statement.clause_of(vote.start)
    text = clause.sentence.part.text[clause.start : clause.end]
    return _OUR_SIDE.search(text.lower()) is not None
