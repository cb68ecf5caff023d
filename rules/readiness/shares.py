"""Parts of the whole: «из 12 мест готовы 7», «80 %», «все, кроме архива»."""

from __future__ import annotations

import re
from itertools import pairwise

from rules.readiness.clauses import Clause, Statement, Word
from rules.readiness.votes import Says, Vote

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


_SPOKEN = {"ноль": 0} | {word: n for n, words in enumerate(_COUNTS, 1) for word in words}
_N = rf"(?:\d{{1,4}}|{'|'.join(sorted(_SPOKEN, key=len, reverse=True))})"


_SHARE = re.compile(
    rf"\b(?P<few>{_N})\b(?:\s+[^\W\d]+){{0,4}}?\s+(?:из|вместо|против)\s+(?P<all>{_N})\b"
    rf"|\bиз\s+(?P<all2>{_N})\b[^\d\n]{{1,110}}?\b(?P<few2>{_N})(?!\.\d)\b"
    rf"|\b(?P<all3>{_N})\s+(?:рабочи\w+\s+)?(?:мест|компьют|машин|станци|пк\b|арм\b|комп)\w*[^.\d\n]{{0,40}}?"
    rf"(?:готов|настро|подключ|установ|работа)\w*\s+(?:только\s+|лишь\s+|пока\s+)?(?P<few3>{_N})(?!\.\d)\b"
    r"|(?P<per>\d{1,3}|ноль)\s?(?:%|процент)",
)


_OF_PEOPLE = re.compile(r"человек|специалист|сотрудник|слушател|кандидат|работник", re.IGNORECASE)


def share(statement: Statement) -> bool | None:
    """Whether «7 из 12» or «80 %» is less than all; None if there is no share."""
    counted = portion(statement.sentence.text)
    return None if counted is None else counted[0] < counted[1]


def portion(said: str) -> tuple[int, int] | None:
    """How many of how many a text tells, per cents of a hundred; None of people and of wear."""
    text = said.lower()
    found = _SHARE.search(text)
    if not found or _OF_PEOPLE.search(text, found.start(), found.end() + 20):
        return None
    if found["per"] and "износ" in text:
        return None
    return (_count(found["per"]), 100) if found["per"] else _both(found)


_COUNTED = frozenset({Says.READY, Says.HAS, Says.NOT_READY})


def by_numbers(statement: Statement, vote: Vote) -> Vote:
    """«не готово одно место из десяти», «подключено 0 из 20»: by the numbers of the clause."""
    clause = statement.clause_of(vote.start)
    text = clause.sentence.part.text[clause.start : clause.end + 2]
    told = vote.says in _COUNTED or (vote.says is Says.LACKS and vote.rule == "ready_word")
    numbers = portion(text) if told else None
    if numbers is None:
        return vote
    few, every = numbers
    if vote.says not in {Says.NOT_READY, Says.LACKS}:
        return vote if few else vote.but(says=Says.NOT_READY, rule=f"{vote.rule}_of_none")
    some = 0 < few < every and every != _PER_CENT and not _ONLY.search(text)
    return vote.but(says=Says.CONDITIONAL, rule=f"{vote.rule}_in_part") if some else vote


_PER_CENT = 100
_ONLY = re.compile(r"\b(?:только|лишь|всего)\b", re.IGNORECASE)


def count_of(text: str) -> tuple[int, int] | None:
    """«9 из 10»: how many, and of how many."""
    found = _SHARE.search(text)
    return None if found is None or found["per"] else _both(found)


def _both(found: re.Match[str]) -> tuple[int, int]:
    name = next(name for name in ("few", "few2", "few3") if found[name])
    none = found.string[: found.start(name)].endswith("ни ")
    every = found["all"] or found["all2"] or found["all3"]
    return 0 if none else _count(found[name]), _count(every)


def _count(word: str) -> int:
    return int(word) if word.isdecimal() else _SPOKEN[word.lower()]


def halves(text: str) -> bool:
    """«половина в сети, половина пока нет», «два места готовы, с третьим беда»."""
    return _HALVES.search(text.lower()) is not None or _ONE_NOT.search(text.lower()) is not None


_HALVES = re.compile(
    r"\b(?:пол|половин\w|часть|треть)\b[^.!?\n]{0,80}\b(?:пол|половин\w|друг\w{2,3}|остальн\w{2,3}|втор\w{2,3})\b"
    r"[^.!?\n]{0,20}\b(?:нет|нельзя|не\s|никак)"
)
"""«пол-администрации можно, пол – нельзя», «половина в сети, половина нет»."""
_NOT_THINGS = r"(?!вопрос|пункт|специалист|слушател|человек|кандидат|раз\b)"
_ONE_NOT = re.compile(
    rf"\b(?:од(?:ин|н[аои])|дв[ае]|об[ае]|три|четыре|пять|перв(?:ый|ая|ое)|несколько|\d+)\s+{_NOT_THINGS}"
    r"[^.!?\n]{0,60}(?:,|;|\s[–—-])\s*(?:а\s+|но\s+|вот\s+){0,2}(?:[су]о?\s+)?"
    rf"(?:втор|трет|четв[её]рт|пят|друг|последн)\w{{1,4}}\s+{_NOT_THINGS}(?:\w+\s+)?"
    r"(?:(?:пока\s+|ещ[её]\s+)?(?:нет\b|нельзя|никак|не\s(?!нужн|треб|понадоб))|слаб|бед[аы]|без\s|слома|стар)"
)
"""«первый этаж готов, второй пока нет»."""
_ALONE = frozenset({"только", "лишь", "одну", "один"})


def _only_some(clause: Clause) -> bool:
    """«подключать можно только приёмную», «готова лишь районная администрация»."""
    if not _ALONE & clause.forms or not any(map(_is_unit, clause.words)):
        return False
    if any({"short", "finite"} & w.grammar and not _JOINED & w.classes for w in clause.words):
        return False
    return any(
        one.form in _ALONE
        and (not at or clause.words[at - 1].form != "не")
        and any(map(_is_unit, clause.words[at + 1 : at + 4]))
        for at, one in enumerate(clause.words)
    )


def _is_unit(word: Word) -> bool:
    seat = word.form.startswith(("администрац", "аппарат", "офис", "райцентр"))
    return "unit" in word.classes or seat


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
