"""The days that a sentence names: past if its verbs are, of the month named before them."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

from rules import dates
from rules.dates import DateMention
from rules.model import Circular
from rules.readiness.clauses import Clause, Statement


@dataclass(frozen=True)
class Setting:
    """What a sentence is read against: the mail's day and the circular's dates."""

    today: date | None
    circular: Circular
    topic: tuple[str, ...] = ()

    @cached_property
    def names(self) -> frozenset[str]:
        """Beginnings of the names by which the question's matter goes («Директум», «СЭД»)."""
        return frozenset(
            word[:5].lower() for words in self.topic for word in words.split() if word[:1].isupper()
        )

    @cached_property
    def milestones(self) -> frozenset[date]:
        """The circular's own dates: to repeat one is not to promise one."""
        return frozenset(m.on for m in self.circular.milestones) | {self.circular.deadline}


def mentions(statement: Statement, setting: Setting) -> list[DateMention]:
    """The dates of a sentence, without those of documents; found once."""
    if statement.days is None:
        statement.days = _mentions(statement, setting)
    return statement.days


def _mentions(statement: Statement, setting: Setting) -> list[DateMention]:
    sentence = statement.sentence
    found = dates.find(
        sentence.text, setting.today, setting.circular.on.year, offset=sentence.start
    )
    text = sentence.part.text
    dated = _in_order(
        [m for m in found if not m.is_reference and not _AS_OF.search(text, 0, m.start)]
        if "состояни" in text
        else [m for m in found if not m.is_reference]
    )
    told = [
        _gone_by(m, statement, setting)
        for m in dated
        if not (_LASTED.search(m.text) and _is_over(statement, m))
    ]
    named = [m for m in told if m.last and _MONTHS.search(m.text)]
    whole = [_of_the_same_day(m, named) for m in told] if named else told
    days = [m for m in whole if m in named or not WEEKDAY.search(m.text)]
    at_will = "хоть" in statement.forms
    return [
        _led(m, whole[at - 1]) if at else m
        for at, m in enumerate(whole)
        if not (_restated(m, days) or (at_will and _AT_WILL.search(text, 0, m.start)))
    ]


_AS_OF = re.compile(r"состоянию\s+(?:на\s+)?$")
_AT_WILL = re.compile(r"\bхоть\s+(?:\w{1,2}\s+)?$", re.IGNORECASE)
"""«хоть завтра»: no day, but any."""
_LASTED = re.compile(r"^за\s|\bтой недел")
_BARE = re.compile(r"\d{1,2}\s?-?\s?о?го(?:\s+числа)?|[а-я ]+[ое]го|числ[ао]")
PROMISED = ("обяз", "обеща", "пообеща", "взял", "клял", "покля", "заверил", "назнач", "наметил")
"""«закончить обязался 30 августа»: what was promised is to come."""
_FORESEES = frozenset({"thought", "expected", "will", "expects"})


def _gone_by(mention: DateMention, statement: Statement, setting: Setting) -> DateMention:
    """«18-го мы его запустили», «в среду поставили»: the day is past if what was done on it is."""
    if setting.today is None or mention.last is None or mention.last <= setting.today:
        return mention
    weekday = mention.lead in {"в", "во"} and WEEKDAY.search(mention.text)
    bare = mention.lead in {"", "с", "со"} and _BARE.fullmatch(mention.text)
    if not (weekday or bare) or not _is_over(statement, mention):
        return mention
    if weekday:
        day = mention.last - timedelta(days=7)
    else:
        month = mention.last.replace(day=1) - timedelta(days=1)
        if month.day < mention.last.day:
            return mention
        day = month.replace(day=mention.last.day)
    return replace(mention, first=day, last=day) if day <= setting.today else mention


def _in_order(found: list[DateMention]) -> list[DateMention]:
    """«привезут 9 сентября, 16-го подключайте»: a bare day behind a date is of its month."""
    days: list[DateMention] = []
    for mention in found:
        days.append(_later_than(days[-1].last, mention) if days else mention)
    return days


def _later_than(before: date | None, mention: DateMention) -> DateMention:
    bare = _BARE.fullmatch(mention.text)
    if not (before and mention.last and bare and mention.last < before):
        return mention
    if not before.day < mention.last.day <= _days_of(before):
        return mention
    day = before.replace(day=mention.last.day)
    return replace(mention, first=day, last=day)


def _days_of(day: date) -> int:
    return monthrange(day.year, day.month)[1]


def _is_over(statement: Statement, mention: DateMention) -> bool:
    """Whether the verbs of the day's clause tell what was done, and none what is to come."""
    clause = statement.clause_of(mention.start)
    promised = any(w.form.startswith(PROMISED) for w in clause.words)
    if promised or clause.denied or _FORESEES & clause.classes:
        return False
    marks = [w.grammar for w in clause.words]
    done = any(
        {"past", "perf", "finite"} <= g or ("PRTS" in g and "pres" not in g and "perf" in g)
        for g in marks
    )
    return done and not any({"futr", "finite"} <= g for g in marks)


_MONTHS = re.compile(r"\d[./-]\d|янв|фев|мар[та]|апр|ма[йяюе]\b|ию[нл]|авг|сен|окт|ноя|дек")
WEEKDAY = re.compile(
    r"дельник|вторник|сред|четверг|пятниц|суббот|воскресен|\b(?:пн|вт|ср|чт|пт|сб|вс)\b"
)


def _restated(mention: DateMention, days: list[DateMention]) -> bool:
    """Whether a weekday stands beside its date: «к понедельнику, 5 сентября»."""
    if mention.first is None or not WEEKDAY.search(mention.text):
        return False
    return any(m.last and m.last.weekday() == mention.first.weekday() for m in days)


def _led(mention: DateMention, before: DateMention) -> DateMention:
    """«на понедельник, 19 сентября»: the preposition is of the date too."""
    beside = 0 < mention.start - before.end < 4 and WEEKDAY.search(before.text)
    return replace(mention, lead=before.lead) if beside and not mention.lead else mention


def _of_the_same_day(mention: DateMention, named: list[DateMention]) -> DateMention:
    """«срок - 25 сентября: к двадцать пятому будем готовы»: of the month that is named."""
    if mention.last is None or WEEKDAY.search(mention.text) or mention in named:
        return mention
    same = {m.last for m in named if m.last and m.last.day == mention.last.day}
    bare = mention.first == mention.last and _ORDINAL.search(mention.text)
    return replace(mention, first=min(same), last=min(same)) if bare and len(same) == 1 else mention


_ORDINAL = re.compile(r"(?:го|му|е|числ\w+)$")


_THAT = frozenset(
    {"этого", "этому", "этой", "того", "тому", "той", "указанного", "указанному", "указанной"}
)
_DAY = frozenset(
    {"дня", "дню", "даты", "дате", "числа", "числу", "момента", "моменту", "времени", "сроку"}
)


def leans_on_a_day(clause: Clause) -> bool:
    """«с этого дня», «к указанной дате»: the day itself stands elsewhere."""
    return bool(_THAT & clause.forms and _DAY & clause.forms)


def promises(statement: Statement, setting: Setting) -> list[DateMention]:
    """The dates ahead that a sentence names."""
    return [m for m in mentions(statement, setting) if is_ahead(m, setting)]


def is_ahead(mention: DateMention, setting: Setting) -> bool:
    """Whether a day is to come, as far as one knows."""
    return mention.last is None or setting.today is None or mention.last >= setting.today


def heads_a_line(mention: DateMention, statement: Statement) -> bool:
    """«10 сентября – узел сдан, можно подключать»: a line of a plan."""
    sentence = statement.sentence
    before = sentence.part.text[sentence.start : mention.start].strip(" \t-–—•*")
    return not before and sentence.part.text[mention.end :].lstrip()[:1] in {"-", "–", "—"}


def is_weekday(mention: DateMention) -> bool:
    """Whether a day of the week is named."""
    return WEEKDAY.search(mention.text) is not None
