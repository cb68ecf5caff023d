"""Letters without signs, as typed on a phone: where one clause ends and the next begins."""

from __future__ import annotations

from collections.abc import Sequence

from rules.readiness.words import Word

_LONG = 7
"""So many words without a sign may hold more than one clause."""

_OPENERS = frozenset({"сейчас", "остальное", "остальные", "если", "когда", "поэтому", "учиться"})
_PAIRS = frozenset(
    {("у", "нас"), ("на", "учебу"), ("на", "курсы"), ("на", "обучение"), ("в", "группу")}
)
_SENDS = frozenset({"отправим", "пошлем", "направим", "поедет", "пришлем", "запишите"})


def split(words: Sequence[Word], *, typed: bool) -> list[list[Word]]:
    """The clauses of a stretch without signs, in order; one if it is short or has one verb.

    `typed` tells that the sentence begins without a capital, as on a phone.
    """
    if len(words) < _LONG or not typed:
        return [list(words)]
    pieces: list[list[Word]] = []
    held: list[Word] = []
    said = False
    for at, word in enumerate(words):
        if held and (_opens(words, at) or (said and _starts_clause(words, at))):
            pieces.append(held)
            held, said = [], False
        held.append(word)
        said = said or _is_predicate(word)
    return [*pieces, held]


def _opens(words: Sequence[Word], at: int) -> bool:
    form = words[at].form
    if form[0].isdigit() and form[-1:].isdigit() and words[at - 1].form in {"го", "числа"}:
        return True
    after = words[at + 1].form if at + 1 < len(words) else ""
    if (form, after) in _PAIRS or form in _OPENERS or form in _SENDS:
        before = words[at - 1].form if at else ""
        return before not in {"не", "к", "и"}
    if {"people", "candidate"} & words[at].classes and "noun" in words[at].grammar:
        return bool(words[at - 1].grammar)
    return form in {"как", "пока"} and any("futr" in w.grammar for w in words[at + 1 : at + 3])


def _starts_clause(words: Sequence[Word], at: int) -> bool:
    """A verb beside a verb, or a subject with its verb: «компьютерщик проверил»."""
    word = words[at]
    if _is_predicate(word) and _is_predicate(words[at - 1]) and "will" not in words[at - 1].classes:
        return True
    subject = {"noun", "nomn"} <= word.grammar and "INFN" not in word.grammar
    joined = words[at - 1].form in {"и", "что", "в", "на", "к", "с", "до"}
    verb = any(map(_is_predicate, words[at + 1 : at + 4]))
    infinitive = "INFN" in word.grammar and any(
        "possible" in w.classes for w in words[at + 1 : at + 2]
    )
    return ((subject and verb) or infinitive) and not joined


def _is_predicate(word: Word) -> bool:
    return bool({"finite", "short"} & word.grammar) and "INFN" not in word.grammar
