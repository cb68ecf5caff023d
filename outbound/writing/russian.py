"""Russian for people: dates, times, numbers with nouns, telephone numbers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

_MONTHS: Final = (
    "января", "февраля", "марта", "апреля", "мая", "июня",
    "июля", "августа", "сентября", "октября", "ноября", "декабря",
)  # fmt: skip


def day_words(day: date) -> str:
    """«25 августа 2011 года» (the genitive of the month serves after «до», «к», «от» alike)."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year} года"


def day_digits(day: date) -> str:
    """«25.08.2011»."""
    return f"{day:%d.%m.%Y}"


def moment(when: datetime, zone: ZoneInfo) -> str:
    """«22.08.2011, 17:30» in the given zone."""
    return f"{when.astimezone(zone):%d.%m.%Y, %H:%M}"


def plural(number: int, one: str, few: str, many: str) -> str:
    """The noun that goes with a number: plural(3, "письмо", "письма", "писем") → «письма»."""
    tens, units = abs(number) % 100, abs(number) % 10
    if units == 1 and tens != 11:
        return one
    return few if units in (2, 3, 4) and tens not in (12, 13, 14) else many


def counted(number: int, one: str, few: str, many: str) -> str:
    """«3 письма», the number and its noun joined by a no-break space."""
    return f"{number}\u00a0{plural(number, one, few, many)}"


_E164 = re.compile(r"\+7(\d{10})(?:;ext=(\d+))?")


_LOCAL = re.compile(r"(\d{1,3})(\d\d)(\d\d)")


def phone(number: str, codes: Collection[str] = ()) -> str:
    """A phone for reading: «+7 (85171) 5-74-12, доб. 12», a local one as «5-74-12»; anything else
    comes back as it is. `codes` are area codes that may part the number; without one of them it
    is parted «+7 927 555-74-12»."""
    match = _E164.fullmatch(number)
    if not match:
        local = _LOCAL.fullmatch(number)
        return "-".join(local.groups()) if local else number
    digits, extension = match.group(1), match.group(2)
    code = max((c for c in codes if c and digits.startswith(c)), key=len, default="")
    rest = digits[len(code) or 3 :]
    head = f"({code})" if code else digits[:3]
    text = f"+7\u00a0{head}\u00a0{rest[:-4]}-{rest[-4:-2]}-{rest[-2:]}"
    return f"{text}, доб.\u00a0{extension}" if extension else text


def one_line(text: str, limit: int = 200) -> str:
    """Text of strangers, fit for a header or a table cell: one line, without control, format
    (bidirectional, zero-width) or surrogate characters, at most `limit` characters."""
    clean = text
    if not text.isprintable():
        clean = "".join(
            " " if c.isspace() else c
            for c in text
            if c.isspace() or unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Cn")
        )
    clean = " ".join(clean.split())
    return clean if len(clean) <= limit else clean[: limit - 1].rstrip() + "…"
