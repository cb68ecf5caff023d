"""Slips of the pen in the words that matter: «гтовы», «подлючению»."""

from __future__ import annotations

from functools import cache, lru_cache

from rules.morphology import WORDS, analyzer, fold, parses

_WORDS = (
    *("готовый", "готовность", "подготовить", "подключение", "препятствие", "возможность"),
    *("подключить", "подключиться", "подключаться", "подключать"),
)


_INDEFINITE = frozenset(
    {"кто", "что", "где", "как", "когда", "куда", "какой", "какая", "какие", "почему", "чего"}
    | {"кого", "чему", "какого", "зачем", "сколько"}
)


@lru_cache(maxsize=WORDS)
def spelt(word: str) -> str:
    """The word, folded; one slip away from a form of a word that matters, that form.

    Words that the dictionary knows are left alone, and names («Ботова»).
    """
    form = fold(word)
    if form.endswith("-то") and form[:-3] not in _INDEFINITE:
        form = form[:-3]
    if "-" in form and len(form) > 3:
        form = _in_syllables(form)
    if len(form) < 5 or not form.isalpha() or parses(form)[0].is_known:
        return form
    known = _misspellings()
    meant = next((known[near] for near in (form, *_without_a_letter(form)) if near in known), form)
    return form if word.istitle() and meant[0] != form[0] else meant


def _in_syllables(form: str) -> str:
    """«го-то-вы», «готовы-готовы»: the word itself."""
    pieces = form.split("-")
    if len(pieces) == 2 and pieces[0] == pieces[1]:
        return pieces[0]
    whole = "".join(pieces)
    return whole if whole in _misspellings() else form


def _without_a_letter(word: str) -> list[str]:
    return [word[:at] + word[at + 1 :] for at in range(len(word))]


@cache
def _misspellings() -> dict[str, str]:
    """Every form, and every form less a letter, to the form."""
    forms = {
        fold(parse.word)
        for word in _WORDS
        for parse in analyzer().parse(word)[0].lexeme
        if len(parse.word) > 4
    }
    less = {near: form for form in sorted(forms) for near in _without_a_letter(form)}
    return less | {form: form for form in forms}
