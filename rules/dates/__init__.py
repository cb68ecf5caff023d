"""Dates in Russian text: in figures, in words, and relative to the day the mail was written.

Every expression of time that could answer "when" is found; what only hints at a day («в середине
сентября») has `certain=False` and the best guess. Telephones, IP addresses, numbers of letters and
versions of programs are not dates.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from rules.dates.resolve import Clock, Day
from rules.dates.table import IN_WORDS, RULES


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
    text: str = ""

    @property
    def is_reference(self) -> bool:
        """Whether it dates a document («письмо от 03.08.2011») rather than an event."""
        return self.lead == "от"


_HINT = re.compile(
    r"\d|янв|фев|мар[та]|апр|ма[йяюе]\b|ию[нл]|авг|сен|окт|ноя|дек|завтра|сегодн|недел|месяц|год"
    r"|квартал|кв\b|лет[оа]|осен|зим|понедельн|вторн|сред|четверг|пятниц|суббот|воскресен|ближайш|днях|выходных|\b(?:пн|вт|ср|чт|пт|сб|вс)\b"
    r"|скоро|(?:перв|втор|трет|четв|пят|шест|седьм|восьм|девят|десят|дцат)\w{2,4}\b|вот-вот|через|течени|числ|ден|дн[яейю]"
    r"|покров|успени|\bспас[ау]\b|рождеств|крещени|воздвижени|преображени"
)
"""Without any of these there is no date; most sentences end here."""


def find(text: str, today: date | None, year: int, offset: int = 0) -> tuple[DateMention, ...]:
    """The dates of a text, in order, none overlapping.

    `today` is the day the text was written (relative dates need it), `year` the year meant where
    none is said; `offset` is added to the positions. Linear in the text.
    """
    folded = _fold(text)
    if not _HINT.search(folded):
        return ()
    clock = Clock(today, year)
    found: list[DateMention] = []
    taken = [False] * (len(folded) + 1)
    rules = RULES if any(map(str.isdigit, folded)) else IN_WORDS
    for rule, resolve in rules:
        for match in rule.finditer(folded):
            if not any(taken[match.start() : match.end()]):
                mention = _mention(folded, match, resolve, clock, offset)
                if mention:
                    found.append(mention)
                    taken[match.start() : match.end()] = [True] * len(match.group())
    days = (m for m in found if not _is_counted(m, folded, offset))
    return tuple(sorted(days, key=lambda m: m.start))


_SPAN = re.compile(
    r"(?<!сегодняшний )\b(?:дн|ден|недел|месяц|сут|час|декад)|(?:дневн|недельн|месячн)"
)
_COUNTED_FROM = re.compile(
    r"[\s,(]{1,3}(?:считая\s+|начиная\s+)?(?:после|(?:со?|от)\s+(?:дня|даты|момента|времени)|по)\s+"
    r"(?!(?:\w+\s+){0,2}?(?:письм|запрос|праздни|выходн|сегодня|настоящ|ответ|обращени|звонк))"
    r"(?:(?:\w+\s+){0,2}?\w+(?:ни|ти|[бв]к|ч|дач|плат|монт|купк|пуск|ход|езд)[аеиюя]м?\b|того|как)"
)


_MONTH_OF = re.compile(r"янв|фев|март|апр|ма[яй]\b|ию[нл]|авг|сен|окт|ноя|декаб")


def _is_counted(mention: DateMention, text: str, offset: int) -> bool:
    """«в десятидневный срок со дня передачи лицензий»: a span behind an event to come is no day;
    «во второй декаде сентября» is one."""
    if not _SPAN.search(mention.text) or _MONTH_OF.search(mention.text):
        return False
    at = mention.end - offset
    return _COUNTED_FROM.match(text, at, at + 80) is not None


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
    resolve: Callable[[re.Match[str], Clock], Day | None],
    clock: Clock,
    offset: int,
) -> DateMention | None:
    lead = _LEAD.search(text, max(0, match.start() - 30), match.start())
    groups = match.groupdict()
    word = groups.get("lead") or (re.sub(r"\s+", " ", lead[1]) if lead else "")
    if "bare" in groups and (not word or word == "за"):
        return None
    try:
        day = resolve(match, clock)
    except ValueError:  # «45.13», «до 40 числа»
        return None
    return DateMention(
        match.start() + offset,
        match.end() + offset,
        day.first if day else None,
        day.last if day else None,
        day is not None and day.certain and word != "после",
        word,
        match.group(),
    )
