"""Answers that lean on what was asked: «Да», «пока нет», «будет к 5-му», «готовность: нет».

Such an answer has no subject of its own. It counts under a question of readiness, or behind a label
that names the matter or the number of the question.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rules.dates import DateMention
from rules.readiness.ballot import ASIDE, WHETHER
from rules.readiness.brief import in_brief
from rules.readiness.clauses import Statement
from rules.readiness.days import Setting, promises
from rules.readiness.postponed import introduces
from rules.readiness.silence import denies
from rules.readiness.votes import Says, Vote
from rules.readiness.words import Word

SHORT_ANSWER = "short_answer"
LABEL_ANSWER = "label_answer"

_NUMBER = re.compile(
    r"\s*(?:(?:ответ\w*|отвеча\w+)\s+)?(?:(?:на|по)\s+)?(?:(?:вопрос\w*|пункт\w*|п\.?)\s*)?(?:№\s*)?"
    r"(?:1(?:-?(?:му|й|ый|ое))?|перв(?:ое|ый|ому))(?:\s+(?:вопрос\w*|пункт\w*))?\s*[:.)–—-]+\s*",
    re.IGNORECASE,
)
_FIRST = re.compile(r"\s*(?:на|по)\s+перв(?:ый|ому)(?:\s+(?:вопрос|пункт)\w*)?\s+", re.IGNORECASE)
"""«по первому да, по второму …»: without a sign, where the second follows."""
_SECOND = re.compile(r"[,;.]?\s+(?:а\s+)?(?:на|по|во)\s+втор|[,;]\s+2\s*[-–—.)]", re.IGNORECASE)
"""Where the answer to the other question begins."""
_LABEL = re.compile(r"\s*(?P<head>[^:–—\n]{3,90}?)\s*(?::|\s[–—-])\s+")
_GAP = re.compile(r"[,;:.()!?–—\n\u2028]|\s-\s")

NO = frozenset({"минус", "ноль", "нет", "нету", "неа", "никак", "увы"})
YES = frozenset(
    {"вполне", "безусловно", "разумеется", "да", "+", "ага", "конечно", "есть", "имеется", "ок"}
    | {"так", "точно"}
)
_NOT_TO = frozenset(
    {"рано", "рановато", "преждевременно", "поздно", "нельзя", "незачем", "нечего", "некуда"}
    | {"негде", "нечем", "некому", "бессмысленно", "бесполезно", "невозможно"}
)
"""«1. Подключать нас рано»: what an infinitive is denied with."""
_OF = frozenset({"по", "с", "со", "насчет", "про", "относительно", "касательно", "о"})
_REPLY = frozenset(
    {"докладываю", "докладываем", "сообщаю", "сообщаем", "пишем", "пишу", "подтверждаю"}
    | {"подтверждаем", "ответ", "отвечаем", "отвечаю", "отвечает", "коротко", "кратко", "статус"}
    | {"итог", "вывод", "результат"}
)
_PART = frozenset({"частично", "наполовину", "местами", "отчасти"})
_LIGHT = frozenset(
    {"between", "will", "yes", "absent", "present", "possible", "takeoff", "working", "later"}
    | {"report_later", "full", "degree", "ready", "readiness", "term", "all", "done", "low"}
    | {"connect"}
)
_HEAVY = ASIDE | {"other", "infra"}
_ENDINGS = frozenset({"го", "му", "ого", "ому"})
_PLAIN = frozenset(
    {"ее", "таковой", "такой", "этого", "сожалению", "счастью", "нас", "нам", "мы", "вы", "вас"}
    | {"лет", "года", "году"}
)
_MONTH = re.compile(
    r"(?:янв|фев|март|апр|мая|июн|июл|авг|сен|окт|ноя|дек|понедельн|вторн|сред|четверг|пятниц|суббот|числ"
    r"|недел|месяц|срок|перв|втор|трет|четверт|пят|шест|седьм|восьм|девят|десят|двадцат|пятнадцат"
    r"|началу|конц|середин)"
)


_Told = tuple[Says, DateMention | None, int]


def elliptic(
    statement: Statement, setting: Setting, *, asked: bool, begins: bool = False
) -> Vote | None:
    """The answer that a sentence is or begins with, if it leans on a question or a label.

    `asked` tells that it stands under a question of readiness, `begins` that it stands there only
    because the letter begins with it.
    """
    text = statement.sentence.text
    label = _label_end(statement, text)
    if label is None and not asked:
        return None
    start = statement.sentence.start + (label or 0)
    pieces = list(_pieces(statement, start))
    told = _told(statement, setting, pieces)
    if told is None and (label or not begins):
        told = _in_few_words(statement, start, labelled=label is not None)
    if told is None and label and pieces and pieces[0][0].form in {"жду", "ждем", "ожидаем"}:
        told = Says.DEFERRED, None, pieces[0][-1].token.end
    if told is None:
        return None
    says, mention, end = told
    rule = SHORT_ANSWER if label is None else LABEL_ANSWER
    rule = WHETHER if says is Says.NOTHING else rule
    vote = Vote(says, rule, statement.sentence, statement.sentence.start if label else start, end)
    if mention is None:
        return vote
    return vote.but(on=mention.last, sure_date=mention.certain and mention.last is not None)


_ANSWER = re.compile(r"\s*(?P<said>[^\s.;!?\u2028][^.;!?\n\u2028]*)")
_OTHERS = frozenset({"candidate", "people", "other_subject"})
_BRIEF_VERBS = frozenset(
    {"знаем", "знаю", "подтверждаем", "ждем", "жду", "известно", "неизвестно", "скажем"}
)
_FEW = 6
"""Words of a longest answer that is no sentence."""


def _in_few_words(statement: Statement, start: int, *, labelled: bool) -> _Told | None:
    """«положительно», «9 из 10», «отдельным письмом»: to the end of the sentence, or to where the
    other question is answered. What has a verb is a sentence, unless it stands behind a label."""
    text = statement.sentence.part.text
    second = _SECOND.search(text, start, statement.sentence.end)
    found = _ANSWER.match(text, start, second.start() if second else statement.sentence.end)
    if found is None or len(found["said"].split()) > _FEW:
        return None
    words = [w for w in statement.words if start <= w.token.start < found.end()]
    tells = any("finite" in w.grammar and w.form not in _BRIEF_VERBS | YES | NO for w in words)
    if (tells and not labelled) or any(_OTHERS & word.classes for word in words):
        return None
    says = in_brief(found["said"])
    lacks = says is Says.NOT_READY and any("infra" in w.classes for w in words)
    later = says is Says.CONDITIONAL and "ответ" in statement.forms
    return (says, None, found.end()) if says and not (lacks or later) else None


def _label_end(statement: Statement, text: str) -> int | None:
    """Where the answer begins behind «1 –», «по первому вопросу:», «готовность:»."""
    number = _NUMBER.match(text) or (_SECOND.search(text) and _FIRST.match(text))
    if number:
        return number.end()
    found = _LABEL.match(text)
    if not found or "\t" in text:
        return None
    end = statement.sentence.start + found.end()
    words = [w for c in statement.clauses for w in c.words if w.token.end <= end]
    return found.end() if 0 < len(words) <= 8 and _is_label(words, found.group()) else None


def _is_label(words: Sequence[Word], text: str) -> bool:
    """Whether words name our matter, or say that an answer comes, and say nothing else."""
    classes = frozenset().union(*(w.classes for w in words if w.form not in _REPLY))
    forms = {w.form for w in words}
    ours = bool({"readiness", "connection", "ready"} & classes or _REPLY & forms)
    ours |= _numbers_ours(words)
    if not ours and not ("system" in classes and words[0].form in _OF):
        return False
    if {"candidate", "other", "people", "other_subject", "term", "infra"} & classes:
        return False
    if "ready" in classes and (":" not in text or {"не", "ни"} & forms):
        return False
    said = any(
        {"finite", "short"} & w.grammar and "ready" not in w.classes and w.form not in _REPLY
        for w in words
    )
    return not said and not any("absent" in w.classes and "PRTF" not in w.grammar for w in words)


def _numbers_ours(words: Sequence[Word]) -> bool:
    """«отчёт по пункту 1 циркуляра», «по первому вопросу»."""
    forms = [w.form for w in words]
    asked = any(f.startswith(("пункт", "вопрос")) for f in forms)
    return asked and any(f == "1" or f.startswith("перв") for f in forms)


def _pieces(statement: Statement, start: int) -> Iterator[tuple[Word, ...]]:
    """The words from an offset on, in stretches between signs."""
    text = statement.sentence.part.text
    held: list[Word] = []
    for clause in statement.clauses:
        for word in clause.words:
            if word.token.start < start:
                continue
            if held and _GAP.search(text, held[-1].token.end, word.token.start):
                yield tuple(held)
                held = []
            held.append(word)
    if held:
        yield tuple(held)


def _is_light(word: Word) -> bool:
    if _HEAVY & word.classes:
        return False
    return (
        not word.grammar
        or word.form[0].isdigit()
        or bool(_LIGHT & word.classes)
        or word.form in _PLAIN | _ENDINGS | _PART | YES | NO
        or _MONTH.match(word.form) is not None
    )


def _told(
    statement: Statement, setting: Setting, pieces: Sequence[tuple[Word, ...]]
) -> _Told | None:
    """What the first stretches say, their date, and where they end."""
    if (
        not pieces
        or len(pieces[0]) > 8
        or _is_open(pieces[0])
        or introduces(statement.sentence, pieces[0][-1])
        or not all(map(_is_light, pieces[0]))
    ):
        return None
    words = list(pieces[0])
    denied = _denies(words)
    for piece in pieces[1:3]:
        if len(piece) > 6 or not all(map(_is_light, piece)) or (denied and _denies(piece)):
            break
        if _is_second(piece):
            break
        words += piece
    ahead = [
        m
        for m in promises(statement, setting)
        if m.last != setting.today
        if words[0].token.start <= m.start < words[-1].token.end
    ]
    says = _says(words, ahead)
    if says is None:
        return None
    dated = ahead[-1] if ahead and says is Says.FUTURE else None
    return says, dated, words[-1].token.end


def _is_second(words: Sequence[Word]) -> bool:
    """«2 –», «по второму –»: there the other question is answered."""
    alone = len(words) == 1 and words[0].form.isdigit()
    return alone or any(w.form.startswith("втор") for w in words[:3])


def _is_open(words: Sequence[Word]) -> bool:
    """«ни да, ни нет»."""
    return "ни" in {w.form for w in words}


def _denies(words: Sequence[Word]) -> bool:
    forms = [w.form for w in words]
    cannot = any("INFN" in w.grammar for w in words) and not _NOT_TO.isdisjoint(forms)
    return cannot or bool(NO & set(forms)) or denies(forms)


def _says(words: Sequence[Word], ahead: Sequence[DateMention]) -> Says | None:
    """Put off, by a day, no, in part, yes; a day behind «нет» is when."""
    classes = frozenset().union(*(w.classes for w in words))
    forms = {w.form for w in words}
    plans = any("INFN" in w.grammar for w in words)
    past = any("working" in w.classes and "past" in w.grammar for w in words)
    # «снимите с контроля»; «закончим» may be an order too, but is none.
    ordered = any("impr" in w.grammar and w.form.endswith("те") for w in words)
    if "report_later" in classes or ("working" in classes and not (plans or past or ordered)):
        return Says.DEFERRED
    denied = _denies(words)
    if ahead:
        no = max((w.token.end for w in words if w.form in NO), default=0)
        late = no and ahead[-1].start >= no
        verb = any(w.form in {"не", "ни"} for w in words) and denied and not late
        return Says.NOT_READY if verb or (no and not late) else Says.FUTURE
    if _PART & forms or (denied and "degree" in classes):
        return Says.CONDITIONAL
    if denied:
        return Says.NOT_READY
    if "will" in classes or any("futr" in w.grammar for w in words):
        return Says.FUTURE
    able = any("possible" in w.classes and {"1per", "pres"} <= w.grammar for w in words)
    there = any("present" in w.classes and {"pres", "finite"} <= w.grammar for w in words)
    positive = there or YES & forms or {"full", "ready", "done", "connect"} & classes
    return Says.READY if positive or able else None
