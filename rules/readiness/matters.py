"""Which matter the text is on: ours, or the heating season, the elections, the budget.

A sentence of another matter turns the text to it, until ours is named again; an item of a list that
is headed so («1. По подготовке к зиме.») is of it to its end.
"""

from __future__ import annotations

import re

from rules.readiness.apart import beside
from rules.readiness.ballot import OURS, WHETHER
from rules.readiness.clauses import Statement
from rules.readiness.votes import Says, Vote

_OURS = re.compile(
    r"готовност(?!\w*\s+к\s)|подключ|подсоед|присоед|систем|директум|directum|сэд\b|02-02-398"
    r"|электронн|документооборот|техническ|лиценз"
)
_ITEM = re.compile(
    r"\W*(?:\d{1,2}(?:[.)]|\s*[–—-])|[а-яa-z]\)|(?:во-)?\w+-?(?:первых|вторых|третьих),)\s+"
)
_TOPIC = re.compile(
    r"\W*(?:(?:теперь|далее)\s+)?(?:по|о|об|обо|про|насч[её]т|касательно|относительно|в\s+части"
    r"|что\s+касается|на\s+тему)\s+(?P<topic>[^:.\n]{3,90}?)\s*(?:[:.]|\s[–—-]\s|$)",
    re.IGNORECASE,
)
_OF_THE_LETTER = re.compile(
    r"\b(?:перв|втор|треть|четв[её]рт|вопрос\w*\s*$|пункт|письм|запрос|обращени|существ|порядк|сути|сут\b"
    r"|делу|дел[аеу]?\s*$|факт|тем[еы]\b|теме|остальн|кандидат|обучен|уч[её]б|курс|слушател|специалист|люд[ия]|групп"
    r"|сотрудник|человек|ответствен|канал|связ|техник|оборудован|сервер|компьютер|мест|сет[ьи]|ваш|наш"
    r"|состояни|программ|железу|срок|срокам|дат[аеы]|кадр|персон|участник|сертификат|ключ|подпис)",
    re.IGNORECASE,
)
"""Headings of ours, of people and of the letter itself: «По второму вопросу», «По каналам»."""


def topic_of(statement: Statement) -> bool | None:
    """Whether the heading at the sentence's beginning is of another matter; None without one.

    A heading without a number counts only if it names a matter that is known.
    """
    text = statement.sentence.text
    item = _ITEM.match(text)
    if item and is_heading(statement):
        known = "other_subject" in statement.classes or _MONEY.search(text) is not None
        return known and not OURS & statement.classes
    found = _TOPIC.match(text, item.end() if item else 0)
    if found is None:
        return False if item else None
    topic = found["topic"].lower()
    if _OURS.search(topic) or OURS & statement.classes:
        return False
    known = "other_subject" in statement.classes
    if not known and (item is None or _OF_THE_LETTER.search(topic)):
        return False if item else None
    return True if item else None


_MONEY = re.compile(r"бюджет|финанс|налог|имуществ|земл|кадр\w*\.", re.IGNORECASE)


def is_heading(statement: Statement) -> bool:
    """«2) Директум.», «О подключении к СЭД.»: a few words that say nothing yet."""
    words = [w for clause in statement.clauses for w in clause.words]
    if len(words) > 7 or statement.sentence.text.rstrip().endswith("?"):
        return False
    said = any({"finite", "short", "PRED", "INFN"} & w.grammar or w.form in _SAID for w in words)
    return not said and any("noun" in w.grammar or "system" in w.classes for w in words)


_SAID = frozenset({"нет", "есть", "да", "не", "ни", "порядок", "порядке", "+", "ок", "без"})


def opens_ours(statement: Statement) -> bool:
    """Whether a heading names our matter, so that what follows answers it."""
    if not {"system", "connection"} & statement.classes or not is_heading(statement):
        return False
    text = statement.sentence.text
    return _ITEM.match(text) is not None or _TOPIC.match(text) is not None


def elsewhere(statement: Statement, before: bool) -> bool:
    """Whether the text has gone over to another matter (the heating season) and not come back."""
    if OURS & statement.classes:
        return False
    pieces = beside(statement)
    if pieces is not None and not pieces[-1][1]:
        return False
    if "readiness" in statement.classes and "other_subject" not in statement.classes:
        return False
    answers = {"weigh", "working", "report_later", "matter"} & statement.classes
    return before or ("other_subject" in statement.classes and not answers)


_NAMED = OURS | {"readiness", "infra"}
_AHEAD = frozenset({Says.FUTURE, Says.TERM, Says.WILL_DO, Says.WILL_HAVE})


def of_its_day(statement: Statement, vote: Vote) -> Vote:
    """«ремонт дороги завершим до 1 октября»: the day of another matter, and none of ours."""
    if vote.says not in _AHEAD or "other_subject" not in statement.classes:
        return vote
    clause = statement.clause_of(vote.start)
    if _NAMED & clause.classes:
        return vote
    before = [clause.words[at - 1].form if at else "" for at in clause.where("other_subject")]
    beside = not before and _NAMED & statement.classes
    if beside or any(form in _PREPOSITIONS for form in before):
        return vote
    return vote.but(says=Says.NOTHING, rule=WHETHER, on=None)


_PREPOSITIONS = frozenset(
    {"после", "до", "из-за", "у", "от", "для", "с", "к", "в", "на", "при", "из", "без", "ввиду"}
)


_ANOTHER_LABEL = re.compile(
    r"\W*(?:[^:\n]{0,30}\s)?(?:сайт|портал|бюджет|финанс|отч[её]тност|смэв|котельн|отопит|школ|выбор"
    r"|приемн\w+ граждан)\w*[^:\n]{0,30}:"
    r"|\W*по\s+(?:ваш\w+\s+)?(?:друг\w+\s+|втор\w+\s+)?(?:письм|запрос|обращени|поручени)\w{1,2}\s+(?:о|об|обо|по|про|насчет)\s[^:\n]{3,60}:",
    re.IGNORECASE,
)


def labels_another(statement: Statement) -> bool:
    """«Официальный сайт: открыт 1 августа, готовность полная»: a heading of another matter."""
    if ":" not in statement.sentence.text or {"system", "connect"} & statement.classes:
        return False
    label = _ANOTHER_LABEL.match(statement.sentence.text)
    return label is not None and _OURS.search(label.group().lower()) is None
