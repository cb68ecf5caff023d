"""Parts of the whole: «из 12 мест готовы 7», «80 %», «все, кроме архива»."""

from __future__ import annotations

import re
from itertools import pairwise

from rules.readiness.clauses import Clause, Statement

_COUNTS = (
    ("один", "одно", "одна", "одного", "одной"),
    ("два", "две", "двух"),
    ("три", "трех", "трёх"),
    ("четыре", "четырех", "четырёх"),
    ("пять", "пяти"),
    ("шесть", "шести"),
    ("семь", "семи"),
    ("восемь", "восьми"),
    ("девять", "девяти"),
    ("десять", "десяти"),
    ("одиннадцать", "одиннадцати"),
    ("двенадцать", "двенадцати"),
)


_SPOKEN = {word: n for n, words in enumerate(_COUNTS, 1) for word in words}


_N = rf"(?:\d{{1,4}}|{'|'.join(sorted(_SPOKEN, key=len, reverse=True))})"


_SHARE = re.compile(
    rf"\b(?P<few>{_N})\b(?:\s+[^\W\d]+){{0,4}}?\s+(?:из|вместо|против)\s+(?P<all>{_N})\b"
    rf"|\bиз\s+(?P<all2>{_N})\b[^\d\n]{{1,110}}?\b(?P<few2>{_N})(?!\.\d)\b"
    rf"|\b(?P<all3>{_N})\s+(?:рабочи\w+\s+)?(?:мест|компьют|машин|станци|пк\b|арм\b|комп)\w*[^.\d\n]{{0,40}}?"
    rf"(?:готов|настро|подключ|установ|работа)\w*\s+(?:только\s+|лишь\s+|пока\s+)?(?P<few3>{_N})(?!\.\d)\b"
    r"|(?P<per>\d{1,3})\s?(?:%|процент)",
)


_OF_PEOPLE = re.compile(r"человек|специалист|сотрудник|слушател|кандидат|работник", re.IGNORECASE)


def share(statement: Statement) -> bool | None:
    """Whether «7 из 12» or «80 %» is less than all; None if there is no share."""
    text = statement.sentence.text.lower()
    found = _SHARE.search(text)
    if not found or _OF_PEOPLE.search(text, found.start(), found.end() + 20):
        return None
    if found["per"] and "износ" in text:
        return None
    if found["per"]:
        return int(found["per"]) < 100
    few, every = _both(found)
    return few < every


def count_of(text: str) -> tuple[int, int] | None:
    """«9 из 10»: how many, and of how many."""
    found = _SHARE.search(text)
    return None if found is None or found["per"] else _both(found)


def _both(found: re.Match[str]) -> tuple[int, int]:
    few = found["few"] or found["few2"] or found["few3"]
    return _count(few), _count(found["all"] or found["all2"] or found["all3"])


def _count(word: str) -> int:
    return int(word) if word.isdecimal() else _SPOKEN[word.lower()]


def halves(text: str) -> bool:
    """«половина в сети, половина пока нет»."""
    return _HALVES.search(text.lower()) is not None


_HALVES = re.compile(
    r"\b(?:пол|половин\w|часть|треть)\b[^.!?\n]{0,80}\b(?:пол|половин\w|друг\w{2,3}|остальн\w{2,3}|втор\w{2,3})\b"
    r"[^.!?\n]{0,20}\b(?:нет|нельзя|не\s|никак)"
)
"""«пол-администрации можно, пол – нельзя», «половина в сети, половина нет»."""
_ALONE = frozenset({"только", "лишь", "одну", "один"})


def _only_some(clause: Clause) -> bool:
    """«подключать можно только приёмную», «… но лишь второй этаж»."""
    if not _ALONE & clause.forms or "unit" not in clause.classes:
        return False
    if any({"short", "finite"} & w.grammar and not _JOINED & w.classes for w in clause.words):
        return False
    return any(
        one.form in _ALONE
        and (not at or clause.words[at - 1].form != "не")
        and any("unit" in w.classes for w in clause.words[at + 1 : at + 4])
        for at, one in enumerate(clause.words)
    )


_JOINED = frozenset({"connect", "ready", "possible", "invites"})


_NO_PART = (
    *("ваш", "понед", "вторн", "среды", "четверга", "пятниц"),
    *("суббот", "воскр", "выходн", "обед"),
)


def exception(statement: Statement) -> bool:
    """«все, кроме архива»; not «кроме того»."""
    if any(map(_only_some, statement.clauses)) or halves(statement.sentence.text):
        return True
    words = [w.form for clause in statement.clauses for w in clause.words]
    return any(
        word == "кроме"
        and not after.startswith(_NO_PART)
        and after not in {"того", "этого", "меня", "тебя", "него", "нее", "нас", "шуток"}
        and not after.startswith("кандидат")
        for word, after in pairwise(words)
    )
