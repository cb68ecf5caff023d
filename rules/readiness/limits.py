"""What limits an answer: «Но только если дадут сервер.», «со стороны района всё готово»."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rules.readiness.clauses import Statement
from rules.readiness.conditions import is_conditional
from rules.readiness.days import Setting
from rules.readiness.idle import hangs_on_nothing
from rules.readiness.votes import Says, Vote, of_sentence
from rules.readiness.waiting import asks_you, waits_for_you
from rules.readiness.would import is_unreal

ONLY_IF = "only_if"
_BELOW = r"\W*(?:(?:p|п|р)\.?\s?(?:s|с)\.?|постскриптум)[.:,)]*\s*"
"""«P.S.»: it limits what is said above, however far."""
_ONLY_IF = re.compile(
    rf"(?:{_BELOW})?\W*(?:(?:но|и|однако|правда|только|лишь|исключительно|естественно|разумеется|конечно|это|то"
    r"|вс[её]|при\s+этом|опять\s+же|на\s+(?:самом\s+)?деле|фактически|реально|юридически|формально"
    r"|практически|по\s+факту|официально)[\s,–—-]+){0,4}"
    r"(?P<opener>если|ежели|когда|как\s+только|(?:при|после|по|с|со|без)\s|в\s+случае)",
    re.IGNORECASE,
)
_WAITS = re.compile(
    rf"(?:{_BELOW})?\W*(?:(?:но|и|однако|правда|только|лишь|пока|сейчас|теперь|нам|всё|все|вопрос)[\s,]+){{0,3}}"
    r"(?:жд[её]м|ожида(?:ем|ется)|дожида|оста(?:л[оа]сь|лся|[её]тся|ются)\b|дело\s|упира|зависит|услови[ея]\s|единственн"
    r"|(?:сначала|сперва|ещ[её])\s+(?:надо|нужн|необходим|предстоит)|не\s+хвата|недоста[её]т|нужн|требу)",
    re.IGNORECASE,
)
_BELOW_ALL = re.compile(_BELOW, re.IGNORECASE)
_OF_TRAINING = (
    *("кандидат", "обуч", "учеб", "учит", "слушател", "курс", "заняти", "командиров", "расписани"),
    *("методич", "инструкц", "бланк", "программа", "программу", "программы", "приглаш", "ответ"),
    *("письм", "ваш", "вас"),
)
"""What else is waited for, and hinders nothing; «ждём ваши ключи» does."""
_TELLS = frozenset({"finite", "short", "PRED", "INFN", "impr"})


_IT_ONLY = re.compile(
    r"\W*(?:(?:вместе\s+с\s+тем|при\s+этом|в\s+то\s+же\s+время|тем\s+не\s+менее|между\s+тем|однако|но)"
    r",?\s+)?(?:оно|это|таковое|последнее|указанное|данное)\s+(?:же\s+)?(?:\w+\s+){0,4}?"
    r"(?:только|лишь|исключительно|не\s+ранее|не\s+раньше)\s+(?:после|при|по|с|чем|как)\b",
    re.IGNORECASE,
)
"""«Вместе с тем оно может состояться только после …»"""


def is_below(statement: Statement, above: Sequence[Statement]) -> bool:
    """«P.S. …», or what stands behind it: of the whole letter."""
    texts = [statement.sentence.text, *(s.sentence.text for s in above[-1:] if len(s.forms) < 5)]
    return any(_BELOW_ALL.match(text) is not None for text in texts)


def waits(statement: Statement) -> Vote | None:
    """«Ждём только решения Совета.», «Осталось найти сервер.»: what is still wanting."""
    sentence = statement.sentence
    aside = statement.is_question or "other_subject" in statement.classes
    if aside or _WAITS.match(sentence.text) is None:
        return None
    open_ = [
        m
        for m in statement.meaning("explicit_condition", "condition")
        if not waits_for_you(sentence.part.text, m)
    ]
    means = bool({"infra", "outsiders", "works"} & statement.classes)
    yours = any(form.startswith(("вас", "ваш", "вами")) for form in statement.forms)
    aside = any(form.startswith(_OF_TRAINING) for form in statement.forms) and not means
    aside |= yours
    asks = "ли" in statement.forms or {"не", "нечего"} <= statement.forms
    if not open_ or aside or len(statement.clauses) > 3 or asks:
        return None
    return of_sentence(sentence, Says.CONDITIONAL, ONLY_IF)


def only_if(statement: Statement) -> Vote | None:
    """«Но только если дадут сервер.»: a condition alone, of what the sentence above says."""
    sentence = statement.sentence
    found = _ONLY_IF.match(sentence.text)
    if _IT_ONLY.match(sentence.text) and not statement.is_question:
        return Vote(Says.CONDITIONAL, ONLY_IF, sentence, sentence.start, sentence.end)
    if found is None or len(statement.clauses) > 3 or statement.is_question:
        return None
    if statement.meaning("idle_if") or is_unreal(statement):
        return None
    if not _is_a_condition(statement):
        return _set_against(statement)
    told = [c for c in statement.clauses if any(_TELLS & w.grammar for w in c.words)]
    by_verb = found["opener"].lower().startswith(("если", "ежели", "когда", "как"))
    by_verb |= "что" in statement.forms or "того" in statement.forms
    if len(told) > by_verb or asks_you(statement):
        return None
    return of_sentence(sentence, Says.CONDITIONAL, ONLY_IF)


def _is_a_condition(statement: Statement) -> bool:
    told = statement.meaning("explicit_condition", "condition")
    open_ = any(not hangs_on_nothing(statement, m.start) for m in told)
    return open_ or is_conditional(statement)


_AGAINST = re.compile(r"\W*(?:но|однако|правда)\b[^.!?]*\b(?:после|при|без)\s", re.IGNORECASE)


def _set_against(statement: Statement) -> Vote | None:
    """«Но на деле – после перевода субсидии.»: it limits a yes, whatever it names."""
    told = any({"finite", "short", "impr"} & w.grammar for w in statement.words)
    aside = _BESIDE & statement.classes or any(f.startswith(_OF_TRAINING) for f in statement.forms)
    if told or aside or _AGAINST.match(statement.sentence.text) is None:
        return None
    return of_sentence(statement.sentence, Says.CONDITIONAL, ONLY_IF).but(hedged=True)


_BESIDE = frozenset({"candidate", "people", "office", "papers", "report_later", "obstacle"})
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
