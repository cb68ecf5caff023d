"""Sentences that ask: of readiness, of another readiness, or for show."""

from __future__ import annotations

from rules.readiness.ballot import PEOPLE
from rules.readiness.clauses import Statement
from rules.readiness.subjects import complement
from rules.readiness.votes import Says, Vote


def rhetorical(statement: Statement) -> list[Vote]:
    """«О каком подключении может идти речь?»"""
    sentence = statement.sentence
    if _ASKED & statement.forms:
        return []
    return [
        Vote(
            Says.NOT_READY, "rhetorical", sentence, m.start, m.end, hedged="?" not in sentence.text
        )
        for m in statement.meaning("rhetorical")[:1]
    ]


_ASKED = frozenset(
    {"уточнить", "уточните", "пояснить", "поясните", "разъяснить", "подскажите", "сообщите"}
)
_NAMING = ("готов", "подключ", "подсоедин", "присоедин", "включ")


def asks(statement: Statement, before: bool) -> bool:
    """Whether the text up to here asks of readiness («Готовы ли мы?», the circular's own line).

    `before` is the answer for the lines above: a line on another matter ends it.
    """
    text = statement.sentence.text.lower()
    if not before and not any(stem in text for stem in _NAMING):
        return False
    if {"ready", "readiness"} & statement.classes:
        return True
    if statement.is_question and {"connect", "connection"} & statement.classes:
        return True
    return before and not PEOPLE & statement.classes


def asks_of_another(statement: Statement) -> bool:
    """«Готов ли район к зиме?»"""
    for clause in statement.clauses:
        index = clause.first("ready")
        if index is not None and "ли" in clause.forms:
            return complement(clause, index) == "other"
    return False
