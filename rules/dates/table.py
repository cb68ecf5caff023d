"""Which expressions are dates, in order: an earlier rule takes its text from the later ones."""

from __future__ import annotations

import re
from collections.abc import Callable

from rules.dates.resolve import (
    Clock,
    Day,
    about_the_weekend,
    after,
    day_only,
    end_of,
    feast,
    in_figures,
    in_period,
    in_roman,
    in_words,
    last_day,
    named_day,
    never_a_day,
    part_of_month,
    part_of_period,
    quarter,
    span,
    weekday,
    weekday_of,
)
from rules.dates.words import (
    AFTER_A_DAY,
    AND_MORE,
    COUNT,
    DAY,
    FEAST,
    FURTHER,
    LEAD,
    MONTH,
    NO_DAY,
    NOT_A_UNIT,
    NUMBER,
    PERIOD,
    SPOKEN,
    TEENS,
    UNIT,
    WEEK,
    WEEKDAY,
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
            r"(?<![\d.,\-/№])(?P<day>\d{1,2})\s?[./-]\s?(?P<roman>x(?:i{1,2})?|i[xv]|vi{0,3}|i{1,3})"
            r"(?:\s?[./-]\s?(?P<year>20\d\d|\d\d))?(?![\w-])"
        ),
        in_roman,
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
            rf"(?<![\d.,:№-]){DAY}\s*(?:\(\s?{SPOKEN}\s?\)\s*|числ(?:а|о|у|ом)\s+)?{MONTH}{YEAR}"
        ),
        in_words,
    ),
    (
        re.compile(
            rf"(?P<bound>\bдо|\bко?|\bво?|\bна|\bс|\bпод|\bне\s+поз\w+)\s+(?:(?P<place>начал\w+|середин\w+|кон[ец]\w+"
            rf"|исход\w*|занавес\w*"
            rf"|перв\w+\s+(?:половин\w+|декад\w+|числ(?:а|ах|ам)\b)|втор\w+\s+(?:половин\w+|декад\w+)"
            rf"|трет\w+\s+декад\w+|последн\w+\s+числ\w+)\s+)?{MONTH}{YEAR}"
        ),
        part_of_month,
    ),
    (
        re.compile(
            rf"(?P<bound>)\b(?P<place>последн\w+\s+(?:день|дня|дню|числ[оау]))\s+"
            rf"(?:{MONTH}{YEAR}|(?:этого\s+|текущего\s+)?месяца\b)"
        ),
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
            rf"(?P<lead>\bдо|\bко?|\bв|\bна|\bпод)\s+(?:самого\s+|само\w+\s+)?"
            rf"(?:кон(?:ца|цу|це|ец)|исход[ауе]?|занавес)\s+{FURTHER}{PERIOD}"
        ),
        end_of,
    ),
    (
        re.compile(
            r"\b(?P<lead>до|ко?|во?|на)\s+(?P<end>кон\w+\s+|окончани\w+\s+|исход\w*\s+)?(?P<quarter>[1-4]|iv|i{1,3}"
            rf"|перв\w+|втор\w+|трет\w+|четверт\w+)(?:-?[а-я]{{1,3}})?\s+кв(?:артал\w*|\b\.?){YEAR}"
        ),
        quarter,
    ),
    (
        re.compile(
            r"(?<![\d.,:№-])(?P<day>\d{1,2}(?:\s?-?\s?(?:го|му|ого|ому))?|"
            + SPOKEN
            + r")\s+числ[ауо]\b(?P<further>\s+(?:следующ|будущ)\w+\s+месяц\w*)?"
        ),
        day_only,
    ),
    (
        re.compile(
            rf"(?<![\d.,:№-])\b(?P<day>\d{{1,2}}\s?-?\s?(?:го|му|е|ого|ому)|{SPOKEN})"
            r"(?P<further>\s+(?:следующ|будущ)\w+\s+месяц\w*)"
        ),
        day_only,
    ),
    (
        re.compile(
            r"(?<![\d.,:№-])\b(?P<day>\d{1,2}-(?:го|му|о?е|ого|ому)(?=\s*(?:[.,;!?)(–—-]|$))"
            rf"|\d{{1,2}}-?(?:го|му|ого|ому)(?=\s+{AFTER_A_DAY})"
            rf"|(?:1[1-9]|2\d|3[01])-?о?го\b{NO_DAY})"
        ),
        day_only,
    ),
    (
        re.compile(
            rf"(?<![\w-])(?<!из )(?<!для )(?<!без )(?P<day>(?:{TEENS})(?:[ое]го\b{NO_DAY}"
            rf"|(?:ое|е)(?=\s*(?:[.,;!?)(–—-]|$)|\s+{AFTER_A_DAY})))"
        ),
        day_only,
    ),
    (
        re.compile(
            rf"(?P<lead>\bдо|\bко?|\bс|\bраньше|\bранее|\bпозже|\bпозднее)\s+(?P<day>{SPOKEN})(?<=[ое][гм][оу])"
            rf"(?=\s*(?:[.,;!?)(–—-]|$)|\s+{AFTER_A_DAY})"
        ),
        day_only,
    ),
    (
        re.compile(
            r"(?<![\w-])(?<!из )(?<!для )(?<!от )(?<!без )(?P<day>"
            + SPOKEN
            + r")(?<=го)(?=\s+(?:не\s+(?:выйд|получ|усп|смож)|подключ|будем|включ|заработ|запуст"
            r"|старту|начн[её]м|с?мо(?:жем|жно|гу)\s+(?:старт|под?ключ|включ|запу|нач[аи]|войти|подсоед))"
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
    (re.compile(rf"\b(?P<lead>{LEAD})\s+{WEEKDAY}\s+(?:на\s+)?{WEEK}"), weekday_of),
    (re.compile(rf"\b(?:на\s+)?{WEEK},?\s+(?P<lead>{LEAD})\s+{WEEKDAY}"), weekday_of),
    (
        re.compile(
            rf"\b(?P<how>через|спустя|в\s+течени[еи]|за|в(?=\s+ближайшие\s+\w+\s+\w))\s+"
            rf"(?:ближайш\w+\s+)?{COUNT}(?:\(\w+\)\s*)?{UNIT}{AND_MORE}"
        ),
        after,
    ),
    (
        re.compile(
            rf"\b(?P<how>(?:дайте|дай|дадите)(?:\s+нам)?(?:\s+еще)?|еще|отсрочк\w\s+на)\s+{COUNT}{UNIT}"
            r"\b(?!\s+(?:назад|подряд|тому|в\s|до\b|подума))"
        ),
        after,
    ),
    (
        re.compile(
            rf"\b(?P<how>){COUNT}{UNIT}(?=\s*(?:[–—-]|,)\s*(?:и\s+)?(?:мы\s+)?(?:готов|подключ|включ))"
        ),
        after,
    ),
    (
        re.compile(
            rf"\b(?P<how>)(?P<work>)(?P<unit>дней|дн\w|деньк\w{{1,2}}|недел\w{{1,3}}|месяц\w?)\s+через\s+{COUNT}"
        ),
        after,
    ),
    (
        re.compile(
            rf"\bв\s+(?P<how>)(?P<work>)(?:(?P<count>{NUMBER})-?)?(?P<unit>дневн|недел|месяч)\w+\s+срок"
        ),
        after,
    ),
    (
        re.compile(
            r"\b(?P<lead>до|ко?|в|на|со?)\s+(?P<place>начал\w+|середин\w+|перв\w+\s+(?:числа\w*|дн\w+))\s+"
            rf"{FURTHER}{PERIOD}"
        ),
        part_of_period,
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
            rf"\b(?P<lead>{LEAD})\s+"
            r"(?P<further>следующ\w+\s+)?(?:эт\w+\s+|ближайш\w+\s+|т(?:от|у)\s+(?:же\s+)?)?"
            rf"{WEEKDAY}"
        ),
        weekday,
    ),
    (re.compile(r"\b(?P<side>до|после)\s+выходных\b"), about_the_weekend),
    (re.compile(rf"\b(?P<lead>ко?|до|в|на|после)\s+(?:(?:дн[яю]|день)\s+)?{FEAST}"), feast),
)


def _needs_a_figure(pattern: str) -> bool:
    """Whether a rule finds nothing where no figure stands."""
    by_day = "(?P<day>\\d{1,2}" in pattern and SPOKEN not in pattern
    return by_day or "(?P<year>20\\d\\d)-" in pattern


IN_WORDS = tuple(rule for rule in RULES if not _needs_a_figure(rule[0].pattern))
"""The rules that can find a date in a text without figures."""
