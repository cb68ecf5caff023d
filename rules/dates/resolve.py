"""From what a rule matched to the days it means."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from rules.dates.words import FEASTS, MONTHS, NUMBERS, ORDINALS, WEEKDAYS, WEEKDAYS_SHORT

_LONG_PAST = timedelta(days=200)


@dataclass(frozen=True, slots=True)
class Day:
    """What a rule makes of its match: a range of days, and whether it can be relied on."""

    first: date
    last: date
    certain: bool = True


@dataclass(frozen=True, slots=True)
class Clock:
    """What relative dates lean on: the mail's day (None if unknown) and the circular's year."""

    today: date | None
    year: int


def _day(number: int, month: int, year: int) -> Day:
    """That day; of one that its month has not («31 сентября») the month's last, which is not sure.

    Raises ValueError for what is a day of no month.
    """
    if number > 31:
        raise ValueError(number)
    last = calendar.monthrange(year, month)[1]
    day = date(year, month, min(number, last))
    return Day(day, day, certain=number <= last)


def _dated(number: int, month: int, match: re.Match[str], clock: Clock) -> Day:
    """The day in the year said, else in the circular's, or the next if that is long past."""
    said = match.groupdict().get("year")
    if said:
        return _day(number, month, int(said) + (2000 if len(said) == 2 else 0))
    guess = _day(number, month, clock.year)
    past = clock.today is not None and guess.last < clock.today - _LONG_PAST
    later = past or match.groupdict().get("next")
    return _day(number, month, clock.year + 1) if later else guess


def _number_of_month(word: str) -> int:
    return next(n for n, stem in enumerate(MONTHS, 1) if word.startswith(stem))


def _number_of_day(word: str) -> int:
    figures = re.search(r"\d+", word)
    if figures:
        return int(figures.group())
    if word.startswith("тридцат") and " " not in word and not word.startswith("тридцать"):
        return 30
    *tens, unit = word.split()
    ordinal = max((s for s in ORDINALS if unit.startswith(s)), key=len)
    return {"двадцать": 20, "тридцать": 30}.get("".join(tens), 0) + 1 + ORDINALS.index(ordinal)


def in_figures(match: re.Match[str], clock: Clock) -> Day:
    return _dated(int(match["day"]), int(match["month"]), match, clock)


def in_words(match: re.Match[str], clock: Clock) -> Day:
    return _dated(_number_of_day(match["day"]), _number_of_month(match["month"]), match, clock)


def span(match: re.Match[str], clock: Clock) -> Day:
    last = in_words(match, clock).last
    return Day(last.replace(day=_number_of_day(match["from"])), last, certain=False)


def day_only(match: re.Match[str], clock: Clock) -> Day | None:
    """«до 20 числа», «к 5-му»: the next such day; «20 числа следующего месяца»."""
    if clock.today is None:
        return None
    number = _number_of_day(match["day"])
    month = clock.today.replace(day=1)
    if number <= clock.today.day or match.groupdict().get("further"):
        month = (month + timedelta(days=32)).replace(day=1)
    return _day(number, month.month, month.year)


def _month_end(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def part_of_month(match: re.Match[str], clock: Clock) -> Day:
    """«в середине сентября», «до конца августа», «в сентябре»: only "до/к концу" is a day."""
    month = _dated(1, _number_of_month(match["month"]), match, clock).first
    if clock.today and not match["year"] and _month_end(month) < clock.today:
        ahead = match["bound"] in {"до", "к", "ко"}
        month = month.replace(year=month.year + 1) if ahead else month
    place = match["place"] or ""
    last = {"нач": 10, "сер": 15, "пер": 10, "вто": 20}.get(place[:3])
    if last:
        return Day(month, month.replace(day=last), certain="декад" in place)
    ends_it = match["bound"] in {"до", "к", "ко"} and place.startswith(("кон", "исх"))
    return Day(month, _month_end(month), certain=ends_it)


def last_day(match: re.Match[str], clock: Clock) -> Day | None:
    """«в последний день августа»."""
    if match["month"]:
        day = _month_end(_dated(1, _number_of_month(match["month"]), match, clock).first)
    elif clock.today is None:
        return None
    else:
        day = _month_end(clock.today)
    return Day(day, day)


def quarter(match: re.Match[str], clock: Clock) -> Day:
    """«в IV квартале», «до конца третьего квартала»."""
    said = match["quarter"]
    roman = {"i": 1, "ii": 2, "iii": 3, "iv": 4}.get(said)
    number = int(said) if said.isdecimal() else roman or _number_of_day(said)
    last = _month_end(_dated(1, 3 * number, match, clock).first)
    return Day(last.replace(month=last.month - 2, day=1), last, certain=bool(match["end"]))


_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")


def in_roman(match: re.Match[str], clock: Clock) -> Day:
    """«1.IX.2011»."""
    return _dated(int(match["day"]), _ROMAN.index(match["roman"]) + 1, match, clock)


def about_the_weekend(match: re.Match[str], clock: Clock) -> Day | None:
    """«до выходных», «после выходных»."""
    if clock.today is None:
        return None
    friday = clock.today + timedelta(days=(4 - clock.today.weekday()) % 7)
    day = friday + timedelta(days=3 if match["side"] == "после" else 0)
    return Day(day, day, certain=False)


def feast(match: re.Match[str], clock: Clock) -> Day:
    """«ко Дню знаний», «к Покрову»: a feast whose day is the same each year."""
    said = match["feast"]
    number, month = next(day for stem, day in FEASTS.items() if said.startswith(stem))
    return _dated(number, month, match, clock)


def end_of(match: re.Match[str], clock: Clock) -> Day | None:
    """«до конца месяца», «к концу следующей недели»."""
    if clock.today is None:
        return None
    today, further = clock.today, bool(match["further"])
    unit = match["period"][:3]
    if unit == "нед":
        monday = today - timedelta(days=today.weekday() - (7 if further else 0))
        return Day(monday, monday + timedelta(days=4), certain=False)
    if unit == "мес":
        month = _month_end(today) + timedelta(days=1) if further else today
        return Day(month, _month_end(month))
    if unit == "год":
        last = date(today.year + further, 12, 31)
        return Day(last.replace(month=1, day=1), last)
    if unit == "ква":
        last = _month_end(date(today.year, 3 * ((today.month - 1) // 3) + 3, 1))
        return Day(last, last, certain=not further)
    return _season(match, clock)


def _season(match: re.Match[str], clock: Clock) -> Day:
    word = match["period"][:3]
    month, day = {"лет": (8, 31), "осе": (11, 30), "зим": (12, 31)}.get(word, (12, 31))
    last = date((clock.today or date(clock.year, 1, 1)).year, month, day)
    return Day(last, last, certain=False)


def part_of_period(match: re.Match[str], clock: Clock) -> Day | None:
    """«в начале следующей недели», «к середине будущего месяца»: no day of it is said."""
    whole = end_of(match, clock)
    if whole is None:
        return None
    days = (whole.last - whole.first).days
    share = days // 2 if match["place"].startswith("сер") else days // 3
    return Day(whole.first, whole.first + timedelta(days=share), certain=False)


def in_period(match: re.Match[str], clock: Clock) -> Day | None:
    """«на следующей неделе», «в этом месяце», «в следующем году»: no day of it is said."""
    day = end_of(match, clock)
    return Day(day.first, day.last, certain=False) if day else None


def never_a_day(match: re.Match[str], clock: Clock) -> Day | None:  # noqa: ARG001
    """«в ближайшее время», «на днях»: a time, of which no day can be told."""
    return None


_ABOUT = frozenset(
    {"пару", "пары", "несколько", "нескольких", "пол", "полтора", "полторы", "тройку"}
)


def after(match: re.Match[str], clock: Clock) -> Day | None:
    """«через две недели», «в течение 10 дней»."""
    if clock.today is None:
        return None
    said = match["count"] or "1"
    count = int(said) if said.isdecimal() else NUMBERS[said]
    unit = match["unit"]
    groups = match.groupdict()
    vague = said in _ABOUT or bool(groups.get("least") or groups.get("more"))
    working = bool(match["work"]) and match["work"].startswith("раб")
    if unit.startswith("мес"):
        month = clock.today.month - 1 + int(count)
        year, month = clock.today.year + month // 12, month % 12 + 1
        last_day = calendar.monthrange(year, month)[1]
        day = date(year, month, min(clock.today.day, last_day))
    elif working:
        day = _working_days(clock.today, int(count))
    else:
        day = clock.today + timedelta(days=int(count * (7 if unit.startswith("нед") else 1)))
    exact = match["how"] in {"через", "спустя"} and not vague and not working
    return Day(day, day, certain=exact)


def _working_days(today: date, count: int) -> date:
    day = today
    while count > 0:
        day += timedelta(days=1)
        count -= day.weekday() < 5
    return day


def named_day(match: re.Match[str], clock: Clock) -> Day | None:
    """«завтра», «послезавтра», «сегодня»."""
    if clock.today is None:
        return None
    ahead = {
        "сегодня": 0,
        "сегодняшн": 0,
        "завтра": 1,
        "завтрашн": 1,
        "послезавтра": 2,
        "вчера": -1,
    }
    day = clock.today + timedelta(days=ahead[match["named"]])
    return Day(day, day)


def weekday(match: re.Match[str], clock: Clock) -> Day | None:
    """«к понедельнику»: the next one; «в следующую среду» may be a week later."""
    if clock.today is None:
        return None
    ahead = (_number(match["weekday"]) - clock.today.weekday() - 1) % 7 + 1
    day = clock.today + timedelta(days=ahead)
    return Day(day, day, certain=not match["further"])


def weekday_of(match: re.Match[str], clock: Clock) -> Day | None:
    """«к пятнице следующей недели», «на той неделе в среду»: of a calendar week."""
    if clock.today is None:
        return None
    further = 0 if match["week"] in ("эт", "текущ") else 7
    ahead = _number(match["weekday"]) - clock.today.weekday() + further
    day = clock.today + timedelta(days=ahead)
    return Day(day, day, certain=ahead >= 0 and bool(match["week"]))


def _number(weekday: str) -> int:
    names = WEEKDAYS_SHORT if weekday in WEEKDAYS_SHORT else WEEKDAYS
    return next(n for n, stem in enumerate(names) if weekday.startswith(stem))
