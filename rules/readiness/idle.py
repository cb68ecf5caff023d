"""Ifs on which nothing hangs: «если помните», «даже если», «если раньше …, то теперь», «и если бы».

An if is a condition unless its grammar tells otherwise: it speaks of speaking, waits for the
reader's pleasure, grants what changes nothing, tells of what was once, or has a consequence of its
own that is no answer of ours.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from rules.readiness.ballot import OF_THE_ANSWER
from rules.readiness.clauses import Clause, Statement, Word
from rules.readiness.would import AT_THAT_TIME, MEANS, UNREAL

IFS = frozenset({"если", "ежели", "коли", "коль", "кабы"})


def hangs_on_nothing(statement: Statement, start: int) -> bool:
    """Whether the words of a condition that begin at this offset open none."""
    at = statement.clause_at(start)
    if _changes_nothing(statement, start) or _is_unreal_beside(statement, at):
        return True
    if any(m.start == start for m in statement.meaning("idle_if")) or is_met(statement):
        return True
    text = statement.sentence.part.text
    if _PLEASE.match(text, start) or _DIFFERENTLY.match(text, start):
        return True
    if _was_then(statement.clauses[at]):
        return True
    words = _until_then([w for w in statement.clauses[at].words if w.token.start >= start])
    if IFS.isdisjoint(w.form for w in words[:3]):
        return False
    return (
        _has_no_verb(statement, start)
        or _is_manner(words)
        or _was_once(statement, at, words)
        or _is_wanted_of_us(statement, at, words)
    )


_PLEASE = re.compile(r"(?:(?<=те )если можно\b|если можно\s*(?:[,.;:!?)–—]|$))", re.IGNORECASE)
"""«пришлите, если можно, договор»: a plea, where «если можно без него» is a condition."""
_DIFFERENTLY = re.compile(
    r"иначе(?:\s+(?:говоря|сказать|обсто\w+|выгляд\w+)|\s*(?:[:.;!)]|$))"
    r"|(?:(?<=или )|(?<=обстоит )|(?<=обстоят )|(?<=совсем )|(?<=несколько ))иначе",
    re.IGNORECASE | re.MULTILINE,
)
"""«иначе говоря», «так или иначе», «с Директумом иначе: …»: in another way than elsewhere."""


def _was_then(clause: Clause) -> bool:
    """«ещё весной без канала и думать об этом не могли»: told of a time that is over."""
    if UNREAL & clause.forms or AT_THAT_TIME.isdisjoint(clause.forms):
        return False
    verbs = [w.grammar for w in clause.words if "finite" in w.grammar]
    return bool(verbs) and all("past" in g for g in verbs)


def _changes_nothing(statement: Statement, start: int) -> bool:
    """«даже если», «без всяких «если»», «если и нужен, то …», «и без сервера»."""
    text = statement.sentence.part.text
    before = text[max(statement.sentence.start, start - _REACH) : start].lower()
    if _EVEN.search(before) or _MENTIONED.search(before):
        return True
    if text[start : start + 4].lower() == "без " and _AS_WELL.search(before):
        return True
    return _ALL_THE_SAME.search(text, start, statement.sentence.end) is not None


def _until_then(words: Sequence[Word]) -> tuple[Word, ...]:
    """The if itself, without what stands behind «то» in the same breath; not «на то»."""
    ends = (
        n
        for n, word in enumerate(words)
        if n and word.form in {"то", "тогда"} and words[n - 1].form not in {"на", "к", "о", "про"}
    )
    return tuple(words[: next(ends, len(words))])


_REACH = 80
_EVEN = re.compile(
    r"\b(?:и\s+со?\s+\w+(?:\s+\w+){0,2},?\s+(?:так\s+)?и|даже|(?:независимо|вне\s+зависимости)\s+от\s+того,?|не\s*важно,?|безразлично,?|пусть|хоть|стоило)"
    r"(?:\s+(?:и|даже))?\s+\Z"
)
"""«даже если», «независимо от того, если», «готовы и без сервера»: it changes nothing."""
_AS_WELL = re.compile(
    r"(?:готов|возможн|можем|сможем|работа)\w*\b[^,.;:()]{0,60}\s(?:и|даже|хоть\s+и)\s+\Z"
)
"""«готовы к подключению и без сервера»."""
_ALL_THE_SAME = re.compile(r"\bвс[её]\s+равно\b|\bесли\s+и\s+(?:не\s+)?\w+,\s+то\b", re.IGNORECASE)
"""«если бы и был канал, всё равно нет», «если и нужен, то для красоты»."""
_MENTIONED = re.compile(r"\b(?:всяких|никаких|этих)\s+(?:там\s+)?[«\"“]?\Z")
"""«без всяких «если»»: the word, not what it does."""


def _has_no_verb(statement: Statement, start: int) -> bool:
    """«Если прозой: всё установлено»: a manner of speaking, no verb."""
    text = statement.sentence.part.text
    colon = text.find(":", start, start + 40)
    if colon < 0 or text[start : start + 4].lower() != "если":
        return False
    return not any(
        {"finite", "INFN", "short"} & w.grammar
        for w in statement.words
        if start <= w.token.start < colon
    )


_SPOKEN = (
    *("помн", "спрос", "спраш", "интерес", "знае", "слыш", "видел", "чита", "верит", "верь", "хот"),
    *("дума", "подума", "поразмысл", "разобра", "вникн", "прикин", "учест", "учит"),
    *("захот", "жела", "пожела", "прикаж", "вели", "скаж", "сказ", "говор", "назв", "выра", "суд"),
    *("позвол", "разреш", "угод", "удоб", "надума", "соблагово", "извол", "сомнева", "назнач"),
    *("позвон", "позов", "позва", "приглас", "свистн", "вдума", "присмотр", "подытож", "обобщ"),
    *("пересказ", "коснут", "касат", "счита", "счесть", "мери", "рассужд", "призна", "заглян"),
)
"""Verbs of speaking, knowing and wishing: «если спросите», «если быть», «если вас интересует»."""
_TO_YOU = frozenset(
    {"вас", "вам", "вами", "ваша", "ваше", "ваш", "вашей", "вашему", "кому", "кого", "кто"}
)
_PLEASURE = frozenset({"воля", "желание", "милость", "охота", "интерес", "минутка", "минута"})
_TOPICS = frozenset({"речь", "вопрос", "дело", "разговор"})


def _is_manner(words: tuple[Word, ...]) -> bool:
    """«если спросите», «если говорить о технике», «если вас интересует», «если речь о линии»."""
    forms = [w.form for w in words[:3] if w.form not in IFS and w.form not in {"уж", "вдруг"}]
    verbs = [w for w in words if {"finite", "INFN", "short"} & w.grammar]
    if _names_a_topic(forms, verbs):
        return True
    means = any(MEANS & w.classes for w in words)
    if forms[:2] == ["не", "считать"]:
        return not (means and _is_discounted(words))
    yours = any(w.form in _TO_YOU for w in words)
    pleased = yours and any(w.form in _PLEASURE for w in words)
    spoken = any(
        w.form.startswith(_SPOKEN) and (yours or "INFN" in w.grammar or "2per" in w.grammar)
        for w in verbs
    )
    return not means and (pleased or spoken)


def _names_a_topic(forms: list[str], verbs: list[Word]) -> bool:
    """«если речь о линии», «если вы про компьютеры», «если говорить о технике»."""
    first, second = [*forms, "", ""][:2]
    if first in _TOPICS:
        moves = all(w.form.startswith(("идет", "зашл", "зайдет", "каса")) for w in verbs)
        return moves and "за" not in forms
    if first in {"вы", "ты", "это"}:
        return second in {"о", "об", "про"}
    return first in {"быть", "говорить", "сказать", "коснуться"}


def _is_discounted(words: tuple[Word, ...]) -> bool:
    """«если не считать канала»: it is wanting; not «если не считать пыли на мониторах»."""
    told = takewhile(lambda w: w.form not in {"на", "в", "под", "за", "у", "возле"}, words)
    return any(MEANS & w.classes for w in told)


NOW = frozenset({"теперь", "сейчас", "сегодня", "ныне", "нынче", "уже"})


def _was_once(statement: Statement, at: int, words: tuple[Word, ...]) -> bool:
    """«если раньше дело стояло за линией, то теперь …»: it was so, and is set against what is."""
    forms = {w.form for w in words}
    if forms & (UNREAL | NOW) or not any({"past", "finite"} <= w.grammar for w in words):
        return False
    now = any(NOW & c.forms for n, c in enumerate(statement.clauses) if n != at)
    return now and not any({"futr", "finite"} <= w.grammar for w in words)


_SENDS = (
    *("вышл", "пришл", "отправ", "направ", "позвон", "звон", "сообщ", "пиш", "напиш", "обращ"),
    *("обрат", "скаж", "покаж", "приезж", "приед", "объясн", "поясн", "расскаж", "перешл", "скин"),
    *("набер", "набир", "заход", "зайд", "предостав", "представ", "дополн", "уточн", "подскаж"),
    *("подтверд", "ответ", "отвеч", "повтор", "привез", "передад", "передай", "замен", "выдел"),
    "найд",
)


def _is_wanted_of_us(statement: Statement, at: int, words: tuple[Word, ...]) -> bool:
    """«а если понадобится акт, вышлем»: what follows from it is another act than the answer."""
    if any(MEANS & w.classes for w in words):
        return False
    if at > 1 and _goes_its_own_way(statement.clauses[at - 1]):
        return True
    if at + 1 >= len(statement.clauses):
        return False
    after = statement.clauses[at + 1]
    if (OF_THE_ANSWER | MEANS) & after.classes:
        return False
    return any(
        w.form.startswith(_SENDS) and ({"futr", "1per"} <= w.grammar or "impr" in w.grammar)
        for w in after.words
    )


def _goes_its_own_way(before: Clause) -> bool:
    """«готовы, а без чая не отпустим, если приедете»: the if belongs to the clause before it."""
    if before.opener not in {"и", "а", "но", ";"} or (OF_THE_ANSWER | MEANS) & before.classes:
        return False
    return any({"futr", "finite"} <= w.grammar for w in before.words)


def _is_unreal_beside(statement: Statement, at: int) -> bool:
    """«готовы, и если бы все так писали!», «готовы; если бы не мастер, сидели бы без связи»: what
    would be is told beside what is."""
    clause = statement.clauses[at]
    if UNREAL.isdisjoint(clause.forms) or {"лишь", "только"} & clause.forms:
        return False
    others = [c for n, c in enumerate(statement.clauses) if n != at]
    if not any(OF_THE_ANSWER & c.classes and UNREAL.isdisjoint(c.forms) for c in others):
        return False
    joined = _opens_anew(clause) or {"не", "ни"} & clause.forms
    return bool(joined) or any(UNREAL & c.forms for c in others)


def _opens_anew(clause: Clause) -> bool:
    return clause.opener in {"и", "а", ";", ":"} or clause.words[0].form in {"и", "а", "ах", "эх"}


_MET = re.compile(
    r"(?:\(\s*|[,–—-]\s*(?:а|и)\s+)(?:он[аио]?|вс[её]|это|так\w+)\s+(?:\w+\s+){0,3}?"
    r"(?:есть|имее?тся|имеются|в\s+наличии|выполнен\w*|соблюден\w*)\b",
    re.IGNORECASE,
)


def is_met(statement: Statement) -> bool:
    """«при наличии канала (он у нас есть)»: what it hangs on is there."""
    return _MET.search(statement.sentence.text) is not None


YOUR_WORD = (
    *("скаж", "назнач", "позвон", "вели", "прикаж", "разреш", "пожела", "захот", "позов", "сообщ"),
    *("освобод", "смож", "собер", "добер", "реши", "распоряд", "свистн", "кивн", "намекн"),
)
"""«как назначите день»: it waits for the administration's word only."""


def up_to_you(clause: Clause) -> bool:
    """«прикажете – подключимся», «когда захотите»: it waits for the reader's word alone."""
    return "infra" not in clause.classes and any(
        w.form.startswith(YOUR_WORD) and "2per" in w.grammar for w in clause.words
    )
