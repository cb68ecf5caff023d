"""Which expressions are dates, in order: an earlier rule takes its text from the later ones."""

from __future__ import annotations

import re
from collections.abc import Callable

from rules.dates.resolve import (
    Clock,
    Day,
    after,
    day_only,
    end_of,
    in_figures,
    in_period,
    in_words,
    last_day,
    named_day,
    never_a_day,
    part_of_month,
    span,
    weekday,
)
from rules.dates.words import (
    AFTER_A_DAY,
    COUNT,
    DAY,
    FURTHER,
    MONTH,
    NOT_A_UNIT,
    PERIOD,
    SPOKEN,
    UNIT,
    YEAR,
)

RULES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], Clock], Day | None]], ...] = (
    (
        re.compile(r"(?<![\d.\-/])(?P<year>20\d\d)-(?P<month>\d\d)-(?P<day>\d\d)(?![\d-])"),
        in_figures,
    ),
    (
        re.compile(
            r"(?<![\d.,\-/№])[«\"]?(?P<day>\d{1,2})[»\"]?\s?(?P<sep>[./-])\s?(?P<month>\d{1,2})"
            r"\s?(?P=sep)\s?(?P<year>20\d\d)(?!\d|[.\-/]\d)"
        ),
        in_figures,
    ),
    (
        re.compile(
            r"(?<![\d.,\-/№])(?P<day>\d{1,2})(?P<sep>[./])(?P<month>\d{1,2})"
            r"(?P=sep)(?P<year>\d\d)(?!\d|[.\-/]\d)"
        ),
        in_figures,
    ),
    (
        re.compile(
            r"(?<![\d.,\-/№])(?P<day>\d{1,2})[./](?P<month>[01]\d)(?!\d|[.\-/:]\d)" + NOT_A_UNIT
        ),
        in_figures,
    ),
    (
        re.compile(
            r"(?<![\d.,\-/№])(?P<bare>)(?P<day>\d{1,2})[./](?P<month>\d)(?!\d|[.\-/:]\d)"
            + NOT_A_UNIT
        ),
        in_figures,
    ),
    (
        re.compile(
            rf"\b(?P<from>\d{{1,2}})(?:-?го)?\s?(?:[-–—]|по|до|и|или)\s?{DAY}\s+{MONTH}{YEAR}"
        ),
        span,
    ),
    (
        re.compile(rf"\b(?P<from>{SPOKEN})\s?(?:[-–—]|по|до|и|или)\s?{DAY}\s+{MONTH}{YEAR}"),
        span,
    ),
    (
        re.compile(
            rf"(?<![\d.,:№-]){DAY}\s*(?:\(\s?{SPOKEN}\s?\)\s*|числ[ауо]м?\s+)?{MONTH}{YEAR}"
        ),
        in_words,
    ),
    (
        re.compile(
            rf"(?P<bound>\bдо|\bко?|\bво?|\bна|\bс)\s+(?:(?P<place>начал\w+|середин\w+|кон[ец]\w+"
            rf"|перв\w+\s+(?:половин\w+|декад\w+|числ(?:а|ах)\b)|втор\w+\s+(?:половин\w+|декад\w+)"
            rf"|трет\w+\s+декад\w+|последн\w+\s+числ\w+)\s+)?{MONTH}{YEAR}"
        ),
        part_of_month,
    ),
    (
        re.compile(rf"(?P<bound>)\b(?P<place>последн\w+\s+(?:день|дня|числ\w+))\s+{MONTH}{YEAR}"),
        last_day,
    ),
    (
        re.compile(
            rf"(?P<bound>)\b(?P<place>начал[оауе]|середин[ауые]|кон(?:ец|ц[ауе]))\s+{MONTH}{YEAR}"
        ),
        part_of_month,
    ),
    (
        re.compile(
            rf"(?P<lead>\bдо|\bко?|\bв)\s+(?:самого\s+)?кон(?:ца|цу|це)\s+{FURTHER}{PERIOD}"
        ),
        end_of,
    ),
    (
        re.compile(
            r"(?<![\d.,:№-])(?P<day>\d{1,2}(?:\s?-?\s?(?:го|му|ого|ому))?|"
            + SPOKEN
            + r")\s+числ[ауо]\b"
        ),
        day_only,
    ),
    (
        re.compile(
            r"(?<![\d.,:№-])\b(?P<day>\d{1,2}-(?:го|му|е|ого|ому))(?=\s*(?:[.,;!?)(–—-]|$))"
        ),
        day_only,
    ),
    (
        re.compile(rf"(?<![\d.,:№-])\b(?P<day>\d{{1,2}}-?(?:го|му|ого|ому))(?=\s+{AFTER_A_DAY})"),
        day_only,
    ),
    (
        re.compile(
            rf"(?P<lead>\bдо|\bко?|\bс)\s+(?P<day>{SPOKEN})(?<=[ое][гм][оу])"
            rf"(?=\s*(?:[.,;!?)(–—-]|$)|\s+{AFTER_A_DAY})"
        ),
        day_only,
    ),
    (
        re.compile(
            r"(?<![\w-])(?<!из )(?<!для )(?<!от )(?<!без )(?P<day>"
            + SPOKEN
            + r")(?<=го)(?=\s+(?:не\s+(?:выйд|получ|усп|смож)|подключ|будем|включ|заработ|запуст)"
            r"|\s*[-–—]\s*(?:да|нет|пожалуйста|готов|можно|подключ)\b)"
        ),
        day_only,
    ),
    (
        re.compile(
            rf"(?P<lead>\bна)\s+(?P<day>{SPOKEN})(?<=ое)(?=\s*(?:[.,;!?)(–—-]|$)|\s+(?:не|да|нет)\b)"
        ),
        day_only,
    ),
    (re.compile(r"(?P<lead>\bдо|\bк)\s(?P<day>\d{1,2}\s?-?\s?(?:го|му|ого|ому))\b"), day_only),
    (re.compile(rf"\b(?P<how>через|в\s+течени[еи]|за)\s+{COUNT}{UNIT}"), after),
    (
        re.compile(rf"\b(?P<how>)(?P<work>)(?P<unit>дн\w|недел\w|месяц\w?)\s+через\s+{COUNT}"),
        after,
    ),
    (re.compile(rf"\b(?:на|в)\s+{FURTHER}{PERIOD}\b"), in_period),
    (
        re.compile(
            r"\b(?:в\s+ближайш\w+\s+(?:врем\w+|дн\w+|срок\w*|недел\w+)|на\s+днях|вскоре|скоро"
            r"|вот-вот|осенью|зимой|(?:до|после|к)\s+нов\w+\s+год\w|(?:в|до|к)\s+20\d\d\s+год\w*)\b"
        ),
        never_a_day,
    ),
    (
        re.compile(
            r"\b(?P<named>сегодня(?!шн)|послезавтра|завтра(?!шн)|сегодняшн(?=его\s+дня)"
            r"|завтрашн(?=ему|его))"
        ),
        named_day,
    ),
    (
        re.compile(
            r"\b(?P<lead>во?|ко?|до|с|на|не\s+позже|не\s+позднее|раньше|после|утр[ауо]м?|вечер[ауо]м?)\s+"
            r"(?P<further>следующ\w+\s+)?(?:эт\w+\s+|ближайш\w+\s+)?"
            r"(?P<weekday>понедельн\w+|вторн\w+|сред[уеы]\b|четверг\w?|пятниц\w+|суббот\w+|воскресен\w+)"
        ),
        weekday,
    ),
)


def _needs_a_figure(pattern: str) -> bool:
    """Whether a rule finds nothing where no figure stands."""
    by_day = "(?P<day>\\d{1,2}" in pattern and SPOKEN not in pattern
    return by_day or "(?P<year>20\\d\\d)-" in pattern


IN_WORDS = tuple(rule for rule in RULES if not _needs_a_figure(rule[0].pattern))
"""The rules that can find a date in a text without figures."""
