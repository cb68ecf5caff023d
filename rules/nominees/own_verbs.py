"""What a word can say of the writer of a letter: that he goes, is sent, or is given leave to."""

from __future__ import annotations

from functools import lru_cache

from rules.morphology import WORDS, Parse, parses
from rules.nominees import verbs

_WRITES_TOO = frozenset({"писать", "поставить", "ставить", "считать"})
"""«пишите меня», «ставьте меня»: as good as putting down."""
_TAKES_OFF = frozenset({
    "вычеркнуть", "исключить", "исключать", "убрать", "отозвать", "снять", "удалить", "освободить",
    "выписать", "вычеркивать", "уволить", "избавить",
})  # fmt: skip


@lru_cache(maxsize=WORDS)
def is_mine(word: str) -> bool:
    """Whether a word is a verb of the first person: «поеду», «записываюсь»."""
    if not word.endswith(("у", "ю", "усь", "юсь")) or len(word) < 3:
        return False
    return any({"VERB", "1per", "sing"} <= p.tag.grammemes for p in parses(word)[:3])


@lru_cache(maxsize=WORDS)
def as_verb(word: str) -> Parse:
    """The word as a verb, if it may be one: «пройду» is no «пройда»."""
    found = parses(word)
    return next((p for p in found[:3] if _VERBS & p.tag.grammemes), found[0])


_VERBS = frozenset({"VERB", "INFN", "PRTS"})


def _lemma(parse: Parse) -> str:
    lemma: str = parse.normal_form
    return lemma.replace("ё", "е")


@lru_cache(maxsize=WORDS)
def is_going(word: str) -> bool:
    """Whether the verb, in whatever form, says that its subject goes or learns."""
    first = as_verb(word)
    if not {"VERB", "INFN"} & first.tag.grammemes or "past" in first.tag:
        return False
    lemma = _lemma(first)
    if lemma in verbs.GO - _MANAGES or lemma in _LEARNS:
        return True
    return lemma.endswith("ся") and lemma.removesuffix("ся") in verbs.PUT


_LEARNS = frozenset({"прокатиться", "сгонять", "махнуть"})
_MANAGES = frozenset({
    "заниматься", "заняться", "представить", "представлять", "остаться", "оставаться", "возглавить",
    "укрепить", "усилить", "значиться", "числиться",
})  # fmt: skip
"""«обучением занимаюсь я», «кандидата представлю лично»: who sees to it."""
_HELPERS = frozenset({
    "быть", "мочь", "смочь", "хотеть", "собираться", "намерен", "намереваться", "готов", "готова",
    "согласен", "согласна", "рад", "рада", "должен", "должна", "согласиться", "вызваться",
    "решиться", "решить", "планировать", "готовиться", "обещать", "обязаться", "собраться",
})  # fmt: skip
"""Words that lead a subject to an infinitive."""


@lru_cache(maxsize=WORDS)
def is_sending(word: str) -> bool:
    first = as_verb(word)
    if not {"VERB", "INFN"} & first.tag.grammemes:
        return False
    lemma = _lemma(first)
    return lemma in verbs.PUT or (lemma in _WRITES_TOO and "impr" in first.tag)


@lru_cache(maxsize=WORDS)
def is_giving(word: str) -> bool:
    first = as_verb(word)
    if not {"VERB", "INFN", "PRTS"} & first.tag.grammemes:
        return False
    lemma = _lemma(first)
    return lemma in verbs.DATIVE or lemma in _GIVES


@lru_cache(maxsize=WORDS)
def is_telling(word: str) -> bool:
    """«мне сказали ехать»."""
    first = as_verb(word)
    return bool(_VERBS & first.tag.grammemes) and _lemma(first) in _TELLS


_TELLS = frozenset({
    "прийтись", "приходиться", "остаться", "сказать", "предложить", "предлагать", "посоветовать",
    "рекомендовать",
})  # fmt: skip
_GIVES = frozenset({
    "выписать", "выписывать", "оформить", "оформлять", "дать", "выдать", "выделить", "оставить",
    "забронировать", "зарезервировать", "отдать", "определить", "назначить", "закрепить",
})  # fmt: skip


@lru_cache(maxsize=WORDS)
def is_noun(word: str, case: str | None) -> bool:
    return any({"NOUN", case} <= p.tag.grammemes for p in parses(word)[:3])


@lru_cache(maxsize=WORDS)
def helps(word: str) -> bool:
    first = as_verb(word)
    fits = not {"3per", "2per", "plur", "impr"} & first.tag.grammemes
    fits = fits and not {"past", "impf"} <= first.tag.grammemes  # «хотел пойти я, но …»
    return fits and (_lemma(first) in _HELPERS or word in _HELPERS)


def is_writing(word: str) -> bool:
    """«пишите меня», «считать меня слушателем»."""
    return _lemma(as_verb(word)) in _WRITES_TOO


def is_taking_off(word: str) -> bool:
    """«вычеркните меня»."""
    return _lemma(as_verb(word)) in _TAKES_OFF


def was(word: str) -> bool:
    """«предлагали»; but «утвердил» holds."""
    return bool(as_verb(word).tag.grammemes.issuperset({"past", "impf"}))


def is_put(word: str) -> bool:
    """«назначен», «рекомендована»: what was done with one person."""
    first = as_verb(word)
    done = {"PRTS", "sing"} <= first.tag.grammemes
    return done and _lemma(first) in verbs.PUT
