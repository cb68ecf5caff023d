"""Readiness at a time told above: «после этого готовы», «к этой дате», «по завершении этапа».

Such words lean on days that stand before them; the stages of a plan are told one by one, and the
last of them is the day of the whole.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from rules.dates import DateMention
from rules.readiness.clauses import Statement
from rules.readiness.days import Setting, promises
from rules.readiness.votes import Says, Vote

AFTER_THE_PLAN = "after_the_plan"

_TIME = r"(?:д(?:ень|ня|ню)|дат[аыеу]|срок[ау]?|момент[ау]?|времени|врем|числ[аоу]|сроки)"
_THAT = (
    r"(?:эт\w{1,3}|т(?:от|ого|ому|ой|у|ем)|\w*указанн\w+|\w*назван\w+|данн\w+|\w*упомянут\w+|обозначен\w+"
    r"|как\w*ому|котор\w+)"
)
_DAY = re.compile(
    rf"\b(?:к|ко|с|со|в|на|до)\s+(?:само\w+\s+)?{_THAT}\s+(?:же\s+)?{_TIME}\b"
    rf"|\bран(?:ее|ьше)\s+{_THAT}\s+{_TIME}\b"
    r"|\bто(?:гда|й же датой|м же числом)\b|\bк\s+(?:этому|тому)\s+же\b"
)
"""«к этой дате», «с того же дня», «именно тогда»: the day told last."""
_THEN = re.compile(
    r"\b(?:после|вслед за|следом за)\s+(?:эт(?:ого|им|их)|чего|того|них|него|нее|ней|ним|сего)\b"
)
"""«после этого», «после чего»: when all that is told above is done."""
_ENDING = (
    r"(?:завершени|окончани|исполнени|выполнени|итог|результат|проведени|прохождени|сдач|выдач"
    r"|получени|ввод|приемк|подписани|поступлени|установк|доставк|реализаци)\w*"
)
_WHICH = (
    r"(?:последн\w+|все[хйм]\w*|эт(?:их|ого|ой)|данн\w+|указанн\w+|назван\w+|упомянут\w+|перечислен\w+"
    r"|его|ее|их|чего|перв\w+|втор\w+|трет\w+|четверт\w+|пят\w+|шест\w+|седьм\w+|восьм\w+)"
)
_THING = (
    r"(?:этап|стади|шаг|пункт|позици|мероприят|работ|план|график|испытан|наладк|настройк|приемк"
    r"|проверк|ремонт|монтаж|процедур|модернизац|переезд|аттестац|обследован|тестирован|ввод)\w*"
)
_LEAD = r"\b(?:по|после|с|со|при)\s+(?:момента\s+|даты\s+|дня\s+)?"
_OF_THE_PLAN = re.compile(
    rf"{_LEAD}(?:{_WHICH}\s+{_ENDING}|{_ENDING}\s+{_WHICH}|{_WHICH}\s+{_THING})\b"
)
"""«по завершении последнего этапа», «по её итогам», «после седьмого мероприятия»."""
_OF_WORK = re.compile(
    rf"{_LEAD}(?:(?:{_ENDING}\s+)?(?:\w+\s+)?(?P<thing>{_THING})\b|(?P<end>{_ENDING})(?=\s+(?:мож|готов|подкл|включ|смож|буд|в[хс])|\s*[,-]))"
)
"""«после ремонта», «по исполнении плана»: of what is told above if it is named there."""

_ENABLES = re.compile(
    rf"\b{_ENDING}\s+(?:{_WHICH}\s+)?{_THING}(?:\s+\w+){{0,3}}?"
    r"\s+(?:позвол[ия]т|обеспечит|даст|сдела[ею]т|гарантирует|созда[дс]т|приведет|будет\s+означать)\b"
)
"""«исполнение плана позволит»: when the plan is done."""

_LEANING = frozenset({Says.READY, Says.FUTURE, Says.WILL_DO, Says.CONDITIONAL})
_TURNED = ("_on_condition", "_then")
_LONGEST = 1_000
"""Characters before a promise in which the words it leans on may stand."""
_REACH = 8
"""Sentences above that a plan may take."""


def anchored(
    vote: Vote, statement: Statement, above: Sequence[Statement], setting: Setting
) -> Vote:
    """The vote with the day that its sentence leans on, if days stand above it."""
    if vote.on and not vote.sure_date and vote.says is Says.FUTURE:
        return _at_its_end(vote, statement, setting)
    if vote.on or vote.says not in _LEANING:
        return vote
    if vote.says is Says.CONDITIONAL and not vote.rule.endswith(_TURNED):
        return vote
    said = _until(statement, vote)
    leans = next((sign for sign in _SIGNS if sign.search(said)), None)
    untroubled = vote.rule.startswith("no_ob") and leans is not _THEN
    if leans is None or untroubled or _is_open(vote, statement):
        return vote
    days = list(_days(statement, above[-_REACH:], vote, setting))
    if not days:
        return _open_ended(vote, statement, above, leans)
    day = days[-1] if leans is _DAY else max(days, key=lambda m: m.last or date.min)
    sure = day.certain or (leans is not _DAY and _is_span(day))
    sure = sure and (leans is not _OF_WORK or _is_named(said, [*above, statement]))
    return vote.but(
        says=Says.FUTURE, rule=AFTER_THE_PLAN, on=day.last, sure_date=sure, hedged=False
    )


def _at_its_end(vote: Vote, statement: Statement, setting: Setting) -> Vote:
    """«Пройдёт с 15 по 19 сентября, по её итогам будем готовы»: the last day is sure."""
    if not _OF_THE_PLAN.search(_until(statement, vote)):
        return vote
    spans = [m for m in promises(statement, setting) if m.last == vote.on and _is_span(m)]
    return vote.but(sure_date=True) if spans else vote


def _until(statement: Statement, vote: Vote) -> str:
    """What the sentence says to the vote's end, folded."""
    start = max(statement.sentence.start, vote.end - _LONGEST)
    return statement.sentence.part.text[start : vote.end].lower().replace("ё", "е")


_SIGNS = (_THEN, _DAY, _OF_THE_PLAN, _OF_WORK, _ENABLES)


def _is_open(vote: Vote, statement: Statement) -> bool:
    """Whether what hangs on an open condition stays so whatever days are told."""
    return vote.says is Says.CONDITIONAL and any(
        "тогда" not in statement.words_of(m) for m in statement.meaning("explicit_condition")
    )


def _days(
    statement: Statement, above: Sequence[Statement], vote: Vote, setting: Setting
) -> list[DateMention]:
    """The days to come that stand above, and in the sentence itself before the vote."""
    own = [m for m in promises(statement, setting) if m.start < vote.start]
    told = [m for before in above for m in promises(before, setting) if _is_of_work(m, before)]
    return [m for m in told + own if m.last and m.last != setting.today]


def _is_span(day: DateMention) -> bool:
    """«с 12 по 16 сентября»: when it is over, its last day is meant."""
    return day.first != day.last and day.text[:1].isdigit()


_ASIDE = frozenset({"candidate", "people", "report_later", "request"})


def _is_of_work(day: DateMention, statement: Statement) -> bool:
    """Not a day of training, of an answer, and none that is refused."""
    clause = statement.clause_of(day.start) if statement.clauses else None
    return clause is not None and not (clause.denied or _ASIDE & clause.classes)


def _is_named(said: str, above: Sequence[Statement]) -> bool:
    """Whether the work that ends is the one spoken of above: «ремонт …, после ремонта»."""
    found = _OF_WORK.search(said)
    stem = (found["thing"] or found["end"])[:5] if found else ""
    known = [form for before in above for form in before.forms_in_order]
    return sum(form.startswith((stem, stem[:4])) for form in known) > 1 or any(
        form.startswith(stem) for before in above[:-1] for form in before.forms
    )


_PENDING = frozenset({"expects", "working", "expected"})


def _open_ended(
    vote: Vote, statement: Statement, above: Sequence[Statement], leans: re.Pattern[str]
) -> Vote:
    """«Ждём сервер. После этого готовы»: it hangs on what is awaited."""
    if leans is _ENABLES and vote.says is Says.READY:
        return vote.but(says=Says.FUTURE)
    awaited = any(_PENDING & before.classes for before in above[-2:])
    own = statement.clauses[: statement.clause_at(vote.start)]
    awaited_here = any(_PENDING & clause.classes for clause in own)
    if vote.says is Says.READY and leans is _THEN and (awaited or awaited_here):
        return vote.but(says=Says.CONDITIONAL, rule=AFTER_THE_PLAN, hedged=not awaited_here)
    return vote
