"""Dates in Russian text: in figures, in words, and relative to the day the mail was written.

Every expression of time that could answer "when" is found; what only hints at a day («в середине
сентября») has `certain=False` and the best guess. Telephones, IP addresses, numbers of letters and
versions of programs are not dates.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

_LONG_PAST = timedelta(days=200)


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date said in `text[start:end]`.

    `first` and `last` are the same day unless a range was given; both are None when a relative
    date has no anchor. `lead` is the word before it that gives the direction («до», «к», «с»,
    «от», «не позднее», …), lower case, or "". `certain` is False for vague expressions.
    """

    start: int
    end: int
    first: date | None
    last: date | None
    certain: bool
    lead: str

    @property
    def is_reference(self) -> bool:
        """Whether it dates a document («письмо от 03.08.2011») rather than an event."""
        return self.lead == "от"


@dataclass(frozen=True, slots=True)
class _Day:
    """What a rule makes of its match: a range of days, and whether it can be relied on."""

    first: date
    last: date
    certain: bool = True


@dataclass(frozen=True, slots=True)
class _Clock:
    """What relative dates lean on: the mail's day (None if unknown) and the circular's year."""

    today: date | None
    year: int


_MONTH = (
    r"(?P<month>янв(?:ар[а-я]{1,2})?|фев(?:р(?:ал[а-я]{1,2})?)?|мар(?:т[а-я]{0,2})?"
    r"|апр(?:ел[а-я]{1,2})?|ма[йяюе]|июн[а-я]{0,2}|июл[а-я]{0,2}|авг(?:уст[а-я]{0,2})?"
    r"|сен(?:т(?:[яе]бр[а-я]{1,2})?)?|окт(?:[яе]бр[а-я]{1,2})?|ноя(?:б(?:р[а-я]{1,2})?)?"
    r"|дек(?:абр[а-я]{1,2})?)\b\.?"
)
_MONTHS = ("янв", "фев", "мар", "апр", "ма", "июн", "июл", "авг", "сен", "окт", "ноя", "дек")
_ORDINALS = (
    *("перв", "втор", "треть", "четверт", "пят", "шест", "седьм", "восьм", "девят", "десят"),
    *("одиннадцат", "двенадцат", "тринадцат", "четырнадцат", "пятнадцат", "шестнадцат"),
    *("семнадцат", "восемнадцат", "девятнадцат", "двадцат"),
)
_ENDING = r"(?:ого|ому|его|ему|ое|ый|ым|е)"
_SPOKEN = (
    rf"(?:двадцать\s+|тридцать\s+)?(?:{'|'.join(sorted(_ORDINALS, key=len, reverse=True))}"
    rf"|тридцат){_ENDING}"
)
_DAY = rf"(?P<day>[«\"]?\d{{1,2}}[»\"]?(?:\s?-?\s?(?:го|ого|му|ому|е|ое))?|{_SPOKEN})"
_YEAR = (
    r"(?:\s*,?\s*(?:(?P<year>20\d\d|(?<=\s)\d\d(?=\s?г))(?:\s?(?:года|году|г\b\.?))?"
    r"|с\.\s?г\b\.?|сего\s+года|текущего\s+года|этого\s+года|т\.\s?г\b\.?"
    r"|(?P<next>следующего\s+года)))?"
)
_NUMBERS = {
    "один": 1, "одну": 1, "одного": 1, "два": 2, "две": 2, "двух": 2, "три": 3, "трех": 3,
    "четыре": 4, "четырех": 4, "пять": 5, "пяти": 5, "шесть": 6, "шести": 6, "семь": 7,
    "семи": 7, "десять": 10, "десяти": 10, "пару": 2, "пары": 2, "полтора": 1.5,
    "полторы": 1.5, "несколько": 3, "нескольких": 3, "пол": 0.5,
}  # fmt: skip
_COUNT = rf"(?:(?P<count>\d{{1,3}}|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})[\s-]*)?"
_UNIT = (
    r"(?P<work>рабоч\w+\s+|календарн\w+\s+)?"
    r"(?P<unit>дн\w{1,4}\b|день\b|сут\w{1,4}\b|недел\w{1,3}\b|месяц\w{0,3}\b)"
)
_WEEKDAYS = ("понедельн", "вторн", "сред", "четверг", "пятниц", "суббот", "воскресен")
_PERIOD = r"(?P<period>год\w*|квартал\w*|месяц\w*|недел\w*|лет[ао]|осен\w+|зим\w+)"


def find(text: str, today: date | None, year: int, offset: int = 0) -> tuple[DateMention, ...]:
    """The dates of a text, in order, none overlapping.

    `today` is the day the text was written (relative dates need it), `year` the year meant where
    none is said; `offset` is added to the positions. Linear in the text.
    """
    folded = _fold(text)
    clock = _Clock(today, year)
    found: list[DateMention] = []
    taken = [False] * (len(folded) + 1)
    for rule, resolve in _RULES:
        for match in rule.finditer(folded):
            if not any(taken[match.start() : match.end()]):
                mention = _mention(folded, match, resolve, clock, offset)
                if mention:
                    found.append(mention)
                    taken[match.start() : match.end()] = [True] * len(match.group())
    return tuple(sorted(found, key=lambda m: m.start))


def _fold(text: str) -> str:
    """Lower case with ё as е, of the same length as the text."""
    low = text.lower().replace("ё", "е")
    return low if len(low) == len(text) else "".join(c.lower()[:1] for c in text)


_LEAD = re.compile(
    r"(?:\b(не\s+поздн?ее|не\s+позже|не\s+ран[ьш]?\w*е|начиная\s+с|после|раньше|ранее|до|ко?|со?|от"
    r"|на|по|в|за)\s+)(?:(?:числа|срок[а-я]*|само[а-я]+|утр[а-я]+|даты?)\s*:?\s+)?[«\"]?$"
)


def _mention(
    text: str,
    match: re.Match[str],
    resolve: Callable[[re.Match[str], _Clock], _Day | None],
    clock: _Clock,
    offset: int,
) -> DateMention | None:
    lead = _LEAD.search(text, max(0, match.start() - 30), match.start())
    groups = match.groupdict()
    word = groups.get("lead") or (re.sub(r"\s+", " ", lead[1]) if lead else "")
    if "bare" in groups and (not word or word == "за"):
        return None
    try:
        day = resolve(match, clock)
    except ValueError:
        return None
    known = day is not None
    return DateMention(
        match.start() + offset,
        match.end() + offset,
        day.first if day else None,
        day.last if day else None,
        known and bool(day and day.certain) and word != "после",
        word,
    )


def _year(day: int, month: int, match: re.Match[str], clock: _Clock) -> date:
    """The date with the year said, else the circular's, or the next if that is long past."""
    said = match.groupdict().get("year")
    if said:
        return date(int(said) + (2000 if len(said) == 2 else 0), month, day)
    if match.groupdict().get("next"):
        return date(clock.year + 1, month, day)
    guess = date(clock.year, month, day)
    if clock.today and guess < clock.today - _LONG_PAST:
        return date(clock.year + 1, month, day)
    return guess


def _number_of_month(word: str) -> int:
    return next(n for n, stem in enumerate(_MONTHS, 1) if word.startswith(stem))


def _number_of_day(word: str) -> int:
    figures = re.search(r"\d+", word)
    if figures:
        return int(figures.group())
    if word.startswith("тридцат") and " " not in word and not word.startswith("тридцать"):
        return 30
    *tens, unit = word.split()
    ordinal = max((s for s in _ORDINALS if unit.startswith(s)), key=len)
    return (
        {"двадцать": 20, "тридцать": 30}.get(tens[0] if tens else "", 0)
        + 1
        + (_ORDINALS.index(ordinal))
    )


def _in_figures(match: re.Match[str], clock: _Clock) -> _Day:
    day = _year(int(match["day"]), int(match["month"]), match, clock)
    return _Day(day, day)


def _in_words(match: re.Match[str], clock: _Clock) -> _Day:
    day = _year(_number_of_day(match["day"]), _number_of_month(match["month"]), match, clock)
    return _Day(day, day)


def _span(match: re.Match[str], clock: _Clock) -> _Day:
    last = _in_words(match, clock).last
    return _Day(last.replace(day=int(match["from"])), last, certain=False)


def _day_only(match: re.Match[str], clock: _Clock) -> _Day | None:
    """«до 20 числа», «к 5-му»: the next such day."""
    if clock.today is None:
        return None
    number = _number_of_day(match["day"])
    month = clock.today.replace(day=1)
    if number < clock.today.day:
        month = (month + timedelta(days=32)).replace(day=1)
    day = month.replace(day=number)
    return _Day(day, day)


def _month_end(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _part_of_month(match: re.Match[str], clock: _Clock) -> _Day:
    """«в середине сентября», «до конца августа», «в сентябре»: only "до/к концу" is a day."""
    month = _year(1, _number_of_month(match["month"]), match, clock)
    if clock.today and not match["year"] and _month_end(month) < clock.today:
        month = month if match["bound"] == "с" else month.replace(year=month.year + 1)
    place = match["place"] or ""
    last = {"нач": 10, "сер": 15, "пер": 10, "вто": 20}.get(place[:3])
    if last:
        return _Day(month, month.replace(day=last), certain=False)
    ends_it = match["bound"] in {"до", "к", "ко"} and place.startswith("кон")
    return _Day(month, _month_end(month), certain=ends_it)


def _end_of(match: re.Match[str], clock: _Clock) -> _Day | None:
    """«до конца месяца», «к концу следующей недели»."""
    if clock.today is None:
        return None
    today, further = clock.today, bool(match["further"])
    unit = match["period"][:3]
    if unit == "нед":
        monday = today - timedelta(days=today.weekday() - (7 if further else 0))
        return _Day(monday, monday + timedelta(days=4), certain=False)
    if unit == "мес":
        month = _month_end(today) + timedelta(days=1) if further else today
        return _Day(month, _month_end(month))
    if unit == "год":
        last = date(today.year + further, 12, 31)
        return _Day(last.replace(month=1, day=1), last)
    if unit == "ква":
        last = _month_end(date(today.year, 3 * ((today.month - 1) // 3) + 3, 1))
        return _Day(last, last, certain=not further)
    return _season(match, clock)


def _season(match: re.Match[str], clock: _Clock) -> _Day:
    word = match["period"][:3]
    month, day = {"лет": (8, 31), "осе": (11, 30), "зим": (12, 31)}.get(word, (12, 31))
    last = date((clock.today or date(clock.year, 1, 1)).year, month, day)
    return _Day(last, last, certain=False)


def _in_period(match: re.Match[str], clock: _Clock) -> _Day | None:
    """«на следующей неделе», «в этом месяце», «в следующем году»: no day of it is said."""
    day = _end_of(match, clock)
    return _Day(day.first, day.last, certain=False) if day else None


def _never_a_day(match: re.Match[str], clock: _Clock) -> _Day | None:  # noqa: ARG001
    """«в ближайшее время», «на днях»: a time, of which no day can be told."""
    return None


def _after(match: re.Match[str], clock: _Clock) -> _Day | None:
    """«через две недели», «в течение 10 дней»."""
    if clock.today is None:
        return None
    said = match["count"] or "1"
    count = int(said) if said.isdecimal() else _NUMBERS[said]
    unit = match["unit"]
    vague = said in {"пару", "пары", "несколько", "нескольких", "пол", "полтора", "полторы"}
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
    exact = match["how"] == "через" and not vague and not working
    return _Day(day, day, certain=exact)


def _working_days(today: date, count: int) -> date:
    day = today
    while count > 0:
        day += timedelta(days=1)
        count -= day.weekday() < 5
    return day


def _named_day(match: re.Match[str], clock: _Clock) -> _Day | None:
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
    return _Day(day, day)


def _weekday(match: re.Match[str], clock: _Clock) -> _Day | None:
    """«к понедельнику»: the next one; «в следующую среду» may be a week later."""
    if clock.today is None:
        return None
    wanted = next(n for n, stem in enumerate(_WEEKDAYS) if match["weekday"].startswith(stem))
    ahead = (wanted - clock.today.weekday() - 1) % 7 + 1
    day = clock.today + timedelta(days=ahead)
    return _Day(day, day, certain=not match["further"])


_NOT_A_UNIT = (
    r"(?!\s*(?:[мгкт]?бит|[мгкт]б\b|%|тыс|млн|руб|г?га\b|час|мин|км\b|м\b|кг|тонн"
    r"|ггц|мгц|процент|лет\b))"
)
_FURTHER = r"(?P<further>следующ\w+\s+|будущ\w+\s+)?(?:эт\w+\s+|текущ\w+\s+|ближайш\w+\s+|сего\s+)?"

_RULES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], _Clock], _Day | None]], ...] = (
    (
        re.compile(r"(?<![\d.\-/])(?P<year>20\d\d)-(?P<month>\d\d)-(?P<day>\d\d)(?![\d-])"),
        _in_figures,
    ),
    (
        re.compile(
            r"(?<![\d.,\-/№])[«\"]?(?P<day>\d{1,2})[»\"]?\s?(?P<sep>[./-])\s?(?P<month>\d{1,2})"
            r"\s?(?P=sep)\s?(?P<year>20\d\d)(?!\d|[.\-/]\d)"
        ),
        _in_figures,
    ),
    (
        re.compile(
            r"(?<![\d.,\-/№])(?P<day>\d{1,2})(?P<sep>[./])(?P<month>\d{1,2})"
            r"(?P=sep)(?P<year>\d\d)(?!\d|[.\-/]\d)"
        ),
        _in_figures,
    ),
    (
        re.compile(
            r"(?<![\d.,\-/№])(?P<day>\d{1,2})[./](?P<month>[01]\d)(?!\d|[.\-/:]\d)" + _NOT_A_UNIT
        ),
        _in_figures,
    ),
    (
        re.compile(
            r"(?<![\d.,\-/№])(?P<bare>)(?P<day>\d{1,2})[./](?P<month>\d)(?!\d|[.\-/:]\d)"
            + _NOT_A_UNIT
        ),
        _in_figures,
    ),
    (
        re.compile(
            rf"\b(?P<from>\d{{1,2}})(?:-?го)?\s?(?:[-–—]|по|до|и|или)\s?{_DAY}\s+{_MONTH}{_YEAR}"
        ),
        _span,
    ),
    (re.compile(rf"(?<![\d.,:№-]){_DAY}\s*{_MONTH}{_YEAR}"), _in_words),
    (
        re.compile(
            rf"(?P<bound>\bдо|\bко?|\bв|\bна|\bс)\s+(?:(?P<place>начал\w+|середин\w+|кон[ец]\w+"
            rf"|перв\w+\s+(?:половин\w+|декад\w+|числ\w+)|втор\w+\s+(?:половин\w+|декад\w+)"
            rf"|трет\w+\s+декад\w+|последн\w+\s+числ\w+)\s+)?{_MONTH}{_YEAR}"
        ),
        _part_of_month,
    ),
    (
        re.compile(
            rf"(?P<bound>)\b(?P<place>начал[оауе]|середин[ауые]|кон(?:ец|ц[ауе]))\s+{_MONTH}{_YEAR}"
        ),
        _part_of_month,
    ),
    (
        re.compile(
            rf"(?P<lead>\bдо|\bко?|\bв)\s+(?:самого\s+)?кон(?:ца|цу|це)\s+{_FURTHER}{_PERIOD}"
        ),
        _end_of,
    ),
    (
        re.compile(
            r"(?<![\d.,:№-])(?P<day>\d{1,2}(?:\s?-?\s?(?:го|му|ого|ому))?|"
            + _SPOKEN
            + r")\s+числ[ауо]\b"
        ),
        _day_only,
    ),
    (re.compile(r"(?P<lead>\bдо|\bк)\s(?P<day>\d{1,2}\s?-?\s?(?:го|му|ого|ому))\b"), _day_only),
    (re.compile(rf"\b(?P<how>через|в\s+течени[еи]|за)\s+{_COUNT}{_UNIT}"), _after),
    (
        re.compile(rf"\b(?P<how>)(?P<work>)(?P<unit>дн\w|недел\w|месяц\w?)\s+через\s+{_COUNT}"),
        _after,
    ),
    (re.compile(rf"\b(?:на|в)\s+{_FURTHER}{_PERIOD}\b"), _in_period),
    (
        re.compile(
            r"\b(?:в\s+ближайш\w+\s+(?:врем\w+|дн\w+|срок\w*|недел\w+)|на\s+днях|вскоре|скоро"
            r"|вот-вот|осенью|зимой|(?:до|после|к)\s+нов\w+\s+год\w|(?:в|до|к)\s+20\d\d\s+год\w*)\b"
        ),
        _never_a_day,
    ),
    (
        re.compile(
            r"\b(?P<named>сегодня(?!шн)|послезавтра|завтра(?!шн)|сегодняшн(?=его\s+дня)"
            r"|завтрашн(?=ему|его))"
        ),
        _named_day,
    ),
    (
        re.compile(
            r"\b(?P<lead>во?|ко?|до|с|на)\s+(?P<further>следующ\w+\s+)?(?:эт\w+\s+|ближайш\w+\s+)?"
            r"(?P<weekday>понедельн\w+|вторн\w+|сред[уеы]\b|четверг\w?|пятниц\w+|суббот\w+|воскресен\w+)"
        ),
        _weekday,
    ),
)
