"""Words of other matters in a sentence: a feast's name is one, «после выборов» only tells when."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from rules.document import Token
from rules.morphology import fold, parses

_SORTS = frozenset({"other_subject", "elsewhere"})
"""What the books call the words of other matters (`phrases/common.toml`)."""
_FEAST = "праздник"
"""A feast's name is of the sorts of this word."""


def sorts(
    tokens: tuple[Token, ...], classes: Callable[[str], frozenset[str]]
) -> dict[int, frozenset[str]]:
    """The words (by their starts) whose sorts are not those of their form alone: a feast's name,
    and a word of another matter that only tells when or why something is done."""
    found: dict[int, frozenset[str]] = {}
    feasts = _feasts(tokens)
    for at, token in enumerate(tokens):
        here = classes(_FEAST if token in feasts else fold(token.text))
        if _SORTS & here:
            found[token.start] = here - _SORTS if _is_circumstance(tokens, at) else here
    return found


_DAY = frozenset({"День", "Дня", "Дню", "Днём", "Днем", "Дне", "Дни", "Дней"})
_OURS = (
    *("пуск", "запуск", "подключ", "включ", "готовн", "старт", "начал", "сдач", "постав", "ввод"),
    *("привоз", "завоз", "монтаж", "установ", "настрой", "провер", "тест", "приезд", "недел"),
    *("директум", "переход", "отправ", "получ", "заезд", "учеб", "обуч", "занят"),
)


def _feasts(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """The words that open a feast's name: a capital «День» before a genitive, none of ours."""
    return tuple(
        token
        for token, following in pairwise(tokens)
        if token.text in _DAY and _names_feast(fold(following.text))
    )


def _names_feast(following: str) -> bool:
    if not following[0].isalpha() or following.startswith(_OURS):
        return False
    grammar = (p.tag.grammemes for p in parses(following))
    return any("gent" in g and {"NOUN", "ADJF"} & g for g in grammar)


_WHEN = frozenset({"после", "до", "от", "перед", "накануне", "из-за", "ввиду", "вследствие", "как"})
_TO = frozenset({"к", "ко"})
_ON = frozenset({"в", "во", "к", "ко", "на", "с", "со"})
_PARTS = ("конц", "начал", "серед", "окончан", "заверш", "закрыт", "открыт", "наступлен")
_PREPARED = ("готов", "подготов", "техготов", "приготов")
_REACH = 5


def _is_in_brackets(tokens: tuple[Token, ...], at: int) -> bool:
    """«все, кроме отдела ЗАГС (там капремонт)»: said beside, and not what is spoken of."""
    signs = [t.text for t in tokens[:at] if t.text in {"(", ")"}]
    return bool(signs) and signs[-1] == "(" and tokens[0].text != "("


def _is_circumstance(tokens: tuple[Token, ...], at: int) -> bool:
    """«после выборов», «до конца сезона», «ко Дню знаний управимся»; not «готовы к выборам»."""
    if _is_in_brackets(tokens, at):
        return True
    feast = tokens[at].text in _DAY
    for place in range(at - 1, max(-1, at - 1 - _REACH), -1):
        form = fold(tokens[place].text)
        if form in _WHEN or (feast and form in _ON):
            return True
        if form in _TO:
            if place and fold(tokens[place - 1].text).startswith(_PREPARED):
                continue
            return not any(fold(t.text).startswith(_PREPARED) for t in tokens)
        known = parses(form)[0].tag.grammemes
        if not ({"ADJF", "PRTF"} & known or form.startswith((*_PARTS, *_PREPARED))):
            return False
    return False
