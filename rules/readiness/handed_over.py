"""Somebody else is to answer: «передан администратору», «про готовность ответит Юшин»."""

from __future__ import annotations

from itertools import pairwise

from rules.readiness.ballot import NAMED, OURS, TO_TELL
from rules.readiness.clauses import Statement
from rules.readiness.votes import Says, Vote, of_sentence
from rules.readiness.words import Word

_MAY = frozenset({"должен", "должна", "должны", "компетентен", "уполномочен", "поручено", "может"})


_SEASONS = ("отопит", "зим", "котельн", "школ", "паводк", "уборк", "выбор")


def told_by_another(statement: Statement) -> list[Vote]:
    """«про готовность ответит Юшин», «ответ о готовности ожидайте от центра», «вопрос передала»."""
    if not {"readiness", "connection"} & statement.classes or _CANDIDATE & statement.forms:
        return []
    if not OURS & statement.classes and any(form.startswith(_SEASONS) for form in statement.forms):
        return []
    answers = {"report_later", "report_done", "matter"} & statement.classes
    words = [w for clause in statement.clauses for w in clause.words]
    will = any(
        "report_later" in w.classes and "1per" not in w.grammar and not clause.negated(at)
        for clause in statement.clauses
        for at, w in enumerate(clause.words)
    )
    may = _MAY & statement.forms and any(w.form in _TO_PREPARE for w in words)
    await_ = {"ожидайте", "ждите"} & statement.forms
    ours = not {"вы", "нам", "вами"} & statement.forms
    passed = ours and any(w.form.startswith(_PASSED) and "past" in w.grammar for w in words)
    late = any(w.form.startswith(("задерж", "отклад", "позже")) for w in words)
    if not answers or not (will or may or await_ or passed or late):
        return []
    vote = of_sentence(statement.sentence, Says.DEFERRED, "told_by_another")
    return [vote.but(hedged=not (will or late))]


_TO_PREPARE = TO_TELL | {"подготовить"}
_CANDIDATE = frozenset(
    {"кандидатура", "кандидатуре", "кандидате", "кандидатуры", "фамилия", "фамилию"}
)


_ASKED = ("запрос", "письм", "вопрос", "обращени", "поручени", "циркуляр", "тем", "задани", "пункт")
_PASSED = ("переда", "пересла", "переадрес", "перенаправ", "отпис", "распис", "поруч", "адресова")
_BUSY_WITH = frozenset(
    {"работе", "проработке", "рассмотрении", "изучении", "исполнении", "контроле"}
)


def passed_on(statement: Statement) -> list[Vote]:
    """«Ваш запрос передан администратору», «технический вопрос в работе», «тема у главы»."""
    if {"candidate", "other_subject", "office"} & statement.classes and not (
        NAMED & statement.classes
    ):
        return []
    words = [w for clause in statement.clauses for w in clause.words]
    at = next((n for n, w in enumerate(words) if _is_asked(w)), None)
    if at is None or {"вы", "нам", "вами", "не", "ли", "мне", "кому", "кто"} & statement.forms:
        return []
    to_answer = "для" in statement.forms and any(
        w.form.startswith(("ответ", "проработк", "исполнени", "рассмотрени"))
        for w in words[at + 1 :]
    )
    given = any(w.form.startswith(_PASSED) and {"past", "PRTS", "pres"} & w.grammar for w in words)
    busy = any(a.form in {"в", "на"} and b.form in _BUSY_WITH for a, b in pairwise(words[at:]))
    told = any("report_later" in w.classes for w in words)
    if not busy and not (given and (told or to_answer)):
        return []
    found = of_sentence(statement.sentence, Says.DEFERRED, "passed_on")
    return [found.but(implied_topic=not NAMED & statement.classes)]


def _is_asked(word: Word) -> bool:
    return word.form.startswith(_ASKED) and bool({"nomn", "accs"} & word.grammar)
