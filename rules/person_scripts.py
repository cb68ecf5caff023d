"""Names without capitals, and names in Latin letters: rarer writings, each with a strict test."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from rules.morphology import WORDS, parses
from rules.names import decode
from rules.names.diminutives import full
from rules.person_words import Person, PersonKind, cost, is_common, is_noun

_LOWER_PATRONYMIC = re.compile(
    r"(?<![А-Яа-яЁё-])[а-яё]{2,}(?:ович|евич|ьич|овн|евн|ичн)(?:а|у|ем|ом|е|ы|ой)?(?![а-яё-])"
)
_TWO_BEFORE = re.compile(
    r"(?:(?<![А-Яа-яЁё-])([А-ЯЁа-яё][а-яё]+(?:-[А-ЯЁа-яё]+)?)\s)?"
    r"(?<![А-Яа-яЁё-])([А-ЯЁа-яё][а-яё]+)\s$"
)
_ONE_BEHIND = re.compile(r"\s([а-яё]{2,}(?:-[а-яё]+)?)(?![А-Яа-яЁё-])")
_LOWER_INITIALS = re.compile(
    r"(?<![А-Яа-яёЁ-])([а-яё]{4,}(?:-[а-яё]{3,})?)\s([а-яё])\.\s?([а-яё])\.(?![а-яё])"
)


def lower_case(text: str, start: int, stop: int) -> Iterator[Person]:
    """«иванова мария петровна», «Иванова мария петровна»: only with a known first name."""
    for match in _LOWER_PATRONYMIC.finditer(text, start, stop):
        before = _TWO_BEFORE.search(text[max(start, match.start() - 60) : match.start()])
        if before is None:
            continue
        since = match.start() - len(before.group().lstrip()) if before[1] else 0
        surname, given = before[1], before[2]
        if surname and _is_listed(given.lower(), surname.lower()):
            name = _named(surname, given, match.group())
            if name:
                yield Person(since, match.end(), name, PersonKind.FULL)
                continue
        behind = _ONE_BEHIND.match(text, match.end(), stop)
        surname = behind[1] if behind and not is_common(behind[1]) else ""
        if behind and surname and given[0].islower() and _is_listed(given, surname):
            name = _named(given, match.group(), surname)
            if name:
                begins = match.start() - len(given) - 1
                yield Person(begins, behind.end(), name, PersonKind.FULL)


def _is_listed(given: str, surname: str) -> bool:
    """Whether the word is a known first name, or one that no list has beside a sure surname."""
    if cost(given, "F") <= 1.0 and not is_common(given):
        return True
    return _is_unknown_between(given, surname)


def _named(*words: str) -> str:
    """The words with capitals, or "" if they are nobody's name."""
    name = " ".join("-".join(p.capitalize() for p in w.split("-")) for w in words)
    return name if decode(name) and not any(is_common(w) and not is_noun(w) for w in words) else ""


def _is_unknown_between(given: str, surname: str) -> bool:
    """«халитова фирюза наильевна»: a word that no list has, between a sure surname and a father."""
    return not is_common(given) and not is_common(surname) and cost(surname, "S") <= 0.9


def lower_initials(text: str, start: int, stop: int) -> Iterator[Person]:
    """«прокопенко л.д.»: only a word that nothing but a surname can be."""
    for match in _LOWER_INITIALS.finditer(text, start, stop):
        surname, first, second = match.groups()
        if cost(surname, "S") <= 0.9 and not is_common(surname):
            words = f"{surname.title()} {first.upper()}. {second.upper()}."
            if decode(words):
                yield Person(match.start(), match.end(), words, PersonKind.INITIALS)


_LOWER_WORD = re.compile(r"(?<![А-Яа-яЁё-])[А-ЯЁа-яё][а-яё]{2,}(?:-[а-яё]{3,})?(?![А-Яа-яЁё-])")
_PROPER = frozenset({"Name", "Geox", "Surn", "Patr"})


@lru_cache(maxsize=WORDS)
def _is_sure_first(word: str) -> bool:
    """Whether a word in small letters is a first name and nothing else: «руслан», not «роза»."""
    likely = [p for p in parses(word) if p.is_known and p.score >= 0.05]
    other = any(not _PROPER & p.tag.grammemes for p in likely)
    return not other and not is_common(word) and (cost(word, "F") <= 0.5 or bool(full(word)))


@lru_cache(maxsize=WORDS)
def _is_sure_surname(word: str) -> bool:
    """Whether nothing but a surname can be the word: «куанышев»; «фогель», which no list has."""
    if is_common(word) or len(word) < 4:
        return False
    if cost(word, "S") <= 0.9:
        return True
    guessed = parses(word)[:2]
    named = all(
        not p.is_known and "NOUN" in p.tag.grammemes and "plur" not in p.tag.grammemes
        for p in guessed
    )
    return cost(word, "S") <= 2.3 and named and not word.endswith(_OF_TRADES)


_OF_TRADES = ("ер", "ор", "ист", "ник", "тель", "щик", "чик", "мин")
"""«инжинер», «сисдмин»: a misspelt trade is nobody's surname."""


def lower_pair(text: str, start: int, stop: int) -> Iterator[Person]:
    """«куанышев руслан», «Куанышев руслан»: a sure first name beside what only a surname can be,
    one of them at least without a capital."""
    words = list(_LOWER_WORD.finditer(text, start, stop))
    for at, match in enumerate(words):
        first_name = match.group().lower()
        if not _is_sure_first(first_name):
            continue
        for other in (*words[max(0, at - 1) : at], *words[at + 1 : at + 2]):
            pair = sorted((match, other), key=re.Match.start)
            small = any(m.group()[0].islower() for m in pair)
            if not small or text[pair[0].end() : pair[1].start()] != " ":
                continue
            surname = other.group().lower()
            name = f"{surname.title()} {first_name.title()}"
            if _is_sure_surname(surname) and decode(name):
                yield Person(pair[0].start(), pair[1].end(), name, PersonKind.SHORT)
                break


_LATIN_NAME = re.compile(
    r"(?<![\w@.-])(?:[A-Z][a-z’']{1,20}(?:-[A-Z][a-z]{1,20})?\s){1,2}"
    r"[A-Z][a-z’']{1,20}(?:\s[a-z]{3,5}\b)?(?![\w@])"
)
_LATIN_PATRONYMIC = re.compile(
    r"\b[A-Z][a-z’']+(?:ovich|evich|ovna|evna|ichna|ich|inichna)[aue]?[m]?\b|\b(?:ogly|oglu|kyzy)\b"
)
_PAIRS = """
shch=щ sch=щ yo=ё zh=ж kh=х ts=ц ch=ч sh=ш yu=ю ya=я iu=ю ia=ия ju=ю ja=я ye=е iy=ий yy=ый
"""
_SYLLABLES = tuple(pair.split("=") for pair in _PAIRS.split())
_LETTERS = str.maketrans("abcdefghijklmnopqrstuvwyz’'", "абцдефгхийклмнопкрстуввызьь")
_LATIN_INITIALS = re.compile(
    r"(?<![\w@.-])([A-Z][a-z’']{2,20}(?:ov|ev|in|yn|sky|skij|skiy|enko|uk|yuk|yan|ian|dze|shvili|ich|ko)"
    r"[a]?(?:aya|oj|oy)?)\s((?:[A-Z][a-z]?\.\s?){2})(?!\w)"
)


def latin(text: str, start: int, stop: int) -> Iterator[Person]:
    """«Ivanova Maria Petrovna», «Ivanov A.B.»: with a patronymic or initials, and never certain."""
    yield from _latin_initials(text, start, stop)
    for match in _LATIN_NAME.finditer(text, start, stop):
        if not _LATIN_PATRONYMIC.search(match.group()):
            continue
        name = " ".join(transliterated(w) for w in match.group().split())
        if decode(name):
            yield Person(match.start(), match.end(), name, PersonKind.FULL, latin=True)


def _latin_initials(text: str, start: int, stop: int) -> Iterator[Person]:
    for match in _LATIN_INITIALS.finditer(text, start, stop):
        letters = [transliterated(x.strip()).upper() for x in match[2].split(".") if x.strip()]
        name = f"{transliterated(match[1])} {' '.join(f'{x[:1]}.' for x in letters)}"
        if decode(name):
            end = match.start(2) + len(match[2].rstrip())
            yield Person(match.start(), end, name, PersonKind.INITIALS, latin=True)


def transliterated(word: str) -> str:
    """A Russian name in Latin letters → Cyrillic, as well as that can be told."""
    low, out, at = word.lower(), "", 0
    while at < len(low):
        pair = next(((a, b) for a, b in _SYLLABLES if low.startswith(a, at)), None)
        if pair:
            out += pair[1]
            at += len(pair[0])
            continue
        out += _y(low, at) if low[at] == "y" else low[at].translate(_LETTERS)
        at += 1
    return "-".join(p.capitalize() for p in out.split("-"))


def _y(low: str, at: int) -> str:
    """«y» is й beside a vowel or at the end, else ы."""
    beside = low[max(0, at - 1) : at] + low[at + 1 : at + 2]
    return "й" if at == len(low) - 1 or any(c in "aeiou" for c in beside) else "ы"
