"""A day that is taken back for another: «1-го не получится, 15-го – да», «не к 5-му, а к 10-му»."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rules.dates import DateMention
from rules.readiness.ballot import NAMED, OTHERS
from rules.readiness.clauses import Clause, Statement
from rules.readiness.days import Setting, is_ahead, mentions, promises
from rules.readiness.votes import Says, Vote, of_sentence

ANOTHER_DAY = "another_day"
NAMED_TERM = "named_term"
MOVED = frozenset({ANOTHER_DAY, NAMED_TERM})
"""The rules that hear which day stands, where another was told before."""

_LONGEST = 2_000
"""Characters of a sentence in which a day is moved; people write shorter ones."""
_FIGURES = re.compile(
    r"\d+|[ое](?:го|му|е)\b|завтра|сегодня|дельник|вторник|сред[ау]|четверг|пятниц|суббот|середин|начал|кон[ец]ц?",
)
_BEFORE = re.compile(r"\b(?:не|вместо|взамен)\s+(?:(?:к|ко|до|с|со|на|в|по)\s+)?$")
_STOPS = re.compile(r"[,;:()]|\.\s|[–—]|\s-\s|\b(?:а|но|однако|зато|теперь)\s")
_DENIES = re.compile(
    r"\bне(?!\s+(?:позднее|позже|раньше|ранее|менее|более|только))\s+\w|\bнет\b|\bникак|\bнельзя\b|\bувы\b"
    r"|\bневозмож|\bнереал|\bнеосуществ|\bмаловероят|\bсорва|\bсрыва|\bпросроч"
)
_PAST = re.compile(
    r"\bран(?:ее|ьше)\b|\bсначала|\bвначале|\bпервоначальн|\bпрежн|\bдумал|\bсчитал|\bобеща[лн]|\bназыва[лн]|\bназва"
    r"|\bпланирова[лн]|\bрассчитывал|\bпредполага[лн]|\bсобирал|\bхотел|\bнадеял|\bнамеча[лн]|\bуказ(?:ал|ыв|анн)|\bпис(?:ал|ьме)"
    r"|\bзаявля|\bговорил|\bобознач|\bбыл[аио]?\b|\bваш\w*\b|\bциркуляр|\bустановлен|\bхотелось|\bжела"
)
_EARLY = re.compile(r"\bне\s+(?:раньше|ранее)\b")
_NO_TROUBLE = re.compile(
    r"\b(?:помех|препятстви|проблем|возражени|вопрос|сложност|затруднени)\w*\s+(?:\w+\s+)?не\w*"
)
_TRAINING = (
    *("приех", "приед", "учеб", "обуч", "занят", "курс", "семинар", "экзамен", "командир", "выех"),
    *("прибы", "участ", "поед", "совещан"),
)


_PUT_INSTEAD = re.compile(
    r"\b(?:вместо|взамен)\s[^,;.]{2,25}?\s(?:пишите|запишите|считайте|читайте|ставьте|поставьте|берите)\s+(?:к\s+|до\s+)?\d"
)
"""«вместо 12-го пишите 20 сентября»: of the answer, whatever else the sentence tells."""


def moved(statement: Statement, setting: Setting) -> Vote | None:
    """A promise for the day that stands, where the sentence takes another day back."""
    text = statement.sentence.text
    if len(text) > _LONGEST or len(_FIGURES.findall(text.lower())) < 2:
        return None
    ahead = [m for m in promises(statement, setting) if m.last]
    put = _PUT_INSTEAD.search(text.lower())
    people = any(form.startswith(_TRAINING) for form in statement.forms)
    classes = frozenset().union(*(clause.classes for clause in statement.clauses))
    aside = (people or {"report_later", *OTHERS} & classes) and not NAMED & classes
    if len({m.last for m in ahead}) < 2 or (aside and not put):
        return None
    kept = [m for m in ahead if not _is_dropped(m, ahead, statement)]
    days = {m.last for m in kept}
    if len(days) != 1 or len(kept) == len(ahead) or _is_denied(statement, kept[-1]):
        return None
    things = _is_aside(statement, kept[-1]) and put is None
    if things and not _is_ours(statement, kept[-1]):
        return None
    day = kept[-1]
    if day.last == setting.today:
        return None
    vote = of_sentence(statement.sentence, Says.FUTURE, ANOTHER_DAY)
    hedged = things or (put is None and bool(_strange(statement)))
    return vote.but(on=day.last, sure_date=day.certain, hedged=hedged)


_TERM = re.compile(
    r"\b(?:реальн|наш|нов|точн|окончательн|честн|крайн|планов|планируем|ожидаем|верн|правильн|настоящ"
    r"|предполагаем|последн)\w*\s+(?:\w+\s+)?(?:срок|дата|день)\b[^.;\n]{0,40}?(?:[—–:-]|\bэто)\s*"
    r"(?:(?:к|до|с)\s+)?$|(?<!\w\s)\b(?:итого|выходит|получается)\s*[,—–:-]?\s*(?:(?:к|на|до|с)\s+)?$"
    r"|\b(?:верн|правильн|действительн|окончательн|актуальн|реальн)\w+\s+(?:\w+\s+){0,2}считать:?\s*$"
    r"|\b(?:счита|запиш|пиш|став|бер)[а-яё]+\s+(?:наш|нов|реальн|верн)\w+\s+(?:датой|сроком|дн[её]м)\s*[–—-]?\s*$"
    r"|\b(?:наш|нов)\w+\s+(?:датой|сроком|дн[её]м)\s+(?:счита|запиш|пиш)[а-яё]+\s*[–—-]?\s*(?:на\s+)?$"
    r"|\bсчитать\s+(?:\w+\s+){0,2}(?:срок|дат)\w*\s+(?:\w+\s+){0,3}[—–:-]?\s*(?:(?:к|до|с)\s+)?$",
    re.IGNORECASE,
)


_SUMS_UP = frozenset({"итого", "выходит", "получается", "считать"})


def named_term(statement: Statement, setting: Setting) -> Vote | None:
    """«Реальная дата, за которую ручаемся, - 15 сентября», «наш срок - 7 сентября»."""
    sums_up = not _SUMS_UP.isdisjoint(statement.forms)
    if not (sums_up or "term" in statement.classes or "день" in statement.forms):
        return None
    text, sentence = statement.sentence.part.text, statement.sentence
    for day in mentions(statement, setting):
        clause = statement.clause_of(day.start)
        since = max(sentence.start, day.start - 90)
        found = _TERM.search(text, since, day.start)
        found = found or _kept_term(text, sentence.start, day)
        if found is None or _is_of_another(clause, found.start()):
            continue
        if day.last and is_ahead(day, setting):
            vote = of_sentence(sentence, Says.FUTURE, NAMED_TERM)
            return vote.but(on=day.last, sure_date=day.certain)
    return None


_BEFORE_A_DAY = re.compile(r"\b(?:срок|дата)\s*[(–—-]?\s*$", re.IGNORECASE)
_KEPT = re.compile(
    r"[)»]?,?\s+(?:\w+\s+)?(?:окончательн|неизмен|оста[её]тся\s+(?:в\s+силе|прежн|неизмен)|не\s+измен)"
)


def _kept_term(text: str, start: int, day: DateMention) -> re.Match[str] | None:
    """«названный срок (12 сентября) окончательный», «… остаётся в силе»."""
    if not _KEPT.match(text, day.end):
        return None
    return _BEFORE_A_DAY.search(text, max(start, day.start - 30), day.start)


def _is_of_another(clause: Clause, since: int) -> bool:
    """Whether the term is of people or papers: what stands before a colon («Справка:») is not."""
    words = (w for w in clause.words if w.token.start >= since)
    return any({"candidate", "papers", "other"} & w.classes for w in words)


_PUT_OFF = re.compile(
    r"[)»\"]?,?\s+(?:\w+\s+){0,2}?(?:перен[ео]с|отклад|отлож|сдвиг|сдвин|продл|отодви)"
)
"""«срок, указанный в письме (29 августа), переносится на 8 сентября»."""


def _is_dropped(day: DateMention, days: Sequence[DateMention], statement: Statement) -> bool:
    text = statement.sentence.text.lower().replace("ё", "е")
    at, end = day.start - statement.sentence.start, day.end - statement.sentence.start
    if _BEFORE.search(text[max(0, at - 16) : at]):
        return True
    after = next((m for m in days if m.start > day.start), None)
    if after and day.lead in {"с", "со"} and after.lead == "на":
        return True
    if after and after.lead == "на" and _PUT_OFF.match(text, end, end + 60):
        return True
    stretch = _stretch(text, at, end)
    if _DENIES.search(_NO_TROUBLE.sub(" ", _EARLY.sub(" ", stretch))):
        return True
    return after is not None and _PAST.search(stretch) is not None


def _stretch(text: str, at: int, end: int) -> str:
    """What is said of the day between two signs; «15-го – да» is one stretch."""
    starts = [0, *(m.end() for m in _STOPS.finditer(text, 0, at))]
    start = starts[-1]
    if text[start:].lstrip().startswith("что ") and len(starts) > 1:
        start = starts[-2]
    stop = _STOPS.search(text, end)
    if stop and stop.group().strip() in {"–", "—", "-"} and stop.start() - start < 30:
        stop = _STOPS.search(text, stop.end())
    return text[start : stop.start() if stop else len(text)]


def _is_aside(statement: Statement, day: DateMention) -> bool:
    """Whether the day that stands is of equipment or people, not of readiness."""
    clause = statement.clause_of(day.start)
    return bool({"infra", *OTHERS} & clause.classes) and not NAMED & clause.classes


def _is_ours(statement: Statement, day: DateMention) -> bool:
    """«выйдем на связь 23-го»: what we shall do ourselves."""
    clause = statement.clause_of(day.start)
    return any({"futr", "1per"} <= w.grammar for w in clause.words)


def _is_denied(statement: Statement, day: DateMention) -> bool:
    """«… никуда не присоединимся, во всяком случае в этом году»: a time of no."""
    at = statement.clause_at(day.start)
    return not day.certain and any(
        clause.denied for clause in statement.clauses[max(0, at - 1) : at + 1]
    )


_PLAIN = frozenset(
    {"мы", "середина", "конец", "начало", "район", "администрация", "город", "прощения"}
    | {"извинения"}
)


def _strange(statement: Statement) -> list[str]:
    """Nouns that are the sentence's subject and none of ours: another matter may be moved."""
    return [
        w.form
        for c in statement.clauses
        for w in c.words
        if {"noun", "nomn"} <= w.grammar
        and not {"accs", "gent"} & w.grammar
        and not w.classes
        and not w.token.text.istitle()
        and w.form not in _PLAIN
    ]
