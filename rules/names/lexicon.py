"""How likely a nominative is as a surname, a first name or a patronymic: the word lists, the
dictionary, and where both are silent the ending. A cost: 0 is a name everybody knows."""

from __future__ import annotations

from functools import cache, lru_cache
from importlib import resources

from rules.morphology import analyzer, parses
from rules.names.paradigms import HARD, VOWELS

_TAGS = {"Surn": "S", "Name": "F", "Patr": "P"}


@cache
def first_names(gender: str) -> dict[str, float]:
    """Our own list of first names of a gender, ё folded: name → cost (0 common, 1 rare)."""
    name = {"m": "male.txt", "f": "female.txt"}[gender]
    text = resources.files("rules.names").joinpath("data", name).read_text("utf-8")
    costs: dict[str, float] = {}
    for line in text.splitlines():
        cost = 1.0 if line.startswith("?") else 0.0
        for word in line.lstrip("?").partition("#")[0].split():
            costs.setdefault(word.lower().replace("ё", "е"), cost)
    return costs


@lru_cache(maxsize=50_000)
def known(word: str) -> frozenset[tuple[str, str]]:
    """Roles and genders in which the dictionary knows a word as a nominative."""
    if not analyzer().word_is_known(word):
        return frozenset()
    found: set[tuple[str, str]] = set()
    for parse in parses(word):
        tag = parse.tag
        if not parse.is_known or tag.case != "nomn" or tag.number == "plur":
            continue
        genders = {"masc": "m", "femn": "f"}.get(tag.gender, "mf")
        for grammeme, role in _TAGS.items():
            if grammeme in tag:
                found.update((role, gender) for gender in genders)
    return frozenset(found)


_SURNAME_ENDINGS: dict[str, tuple[tuple[tuple[str, ...], float], ...]] = {
    "m": (
        (("ов", "ев", "ёв", "ин", "ский", "цкий", "ской", "цкой"), 0.7),
        (("швили", "дзе", "енко", "ян", "янц"), 0.7),
        (("ын", "ук", "юк", "чак", "ик", "ец", "ых", "их", "ич", "ко", "оглы", "улы", "кызы"), 1.2),
        (("аго", "яго", "ово"), 1.5),
        (("ый", "ий", "ой"), 2.3),
        (("ия",), 2.5),
    ),
    "f": (
        (("ова", "ева", "ёва", "ина", "ская", "цкая"), 0.7),
        (("швили", "дзе", "енко", "ян", "янц"), 0.7),
        (
            ("ына", "ук", "юк", "чак", "ик", "ец", "ых", "их", "ич", "ко", "оглы", "улы", "кызы"),
            1.2,
        ),
        (("аго", "яго", "ово"), 1.5),
        (("ая", "ия"), 2.3),
        (("яя",), 3.0),
        (("ий", "ый"), 6.0),
    ),
}
_SURNAME_LAST = {"ь": 2.5, "й": 2.8, "а": 3.0, "я": 3.2, "о": 2.5, "и": 3.0, "у": 3.3}


@lru_cache(maxsize=50_000)
def surname_cost(word: str, gender: str) -> float:
    """Cost of a nominative as a surname."""
    by_ending = _surname_ending(word, gender)
    if ("S", gender) in known(word):
        return min(0.5, by_ending)
    return by_ending


def _surname_ending(word: str, gender: str) -> float:
    for endings, cost in _SURNAME_ENDINGS[gender]:
        if word.endswith(endings) and len(word) > 3:
            return cost
    cost = _SURNAME_LAST.get(word[-1], 2.3 if word[-1] in HARD else 4.0)
    return cost + _awkward(word)


def _awkward(word: str) -> float:
    """A nominative whose last consonants nobody could say lacks a vowel."""
    if not any(c in VOWELS for c in word):
        return 3.0
    tail = word.removesuffix("ь")
    if len(tail) > 2 and tail[-1] in "лнцвмк" and tail[-2] in HARD and tail[-2] not in "рйл":
        return 1.0
    return 0.0


_TURKIC_FEMALE = (
    "гуль", "гюль", "гюл", "гул", "наз", "нур", "слу", "сылу", "жан", "бике", "биби", "ханум",
    "бегим", "зат", "мат", "маржан", "шат", "нам", "нат", "зада",
)  # fmt: skip


@lru_cache(maxsize=50_000)
def first_name_cost(word: str, gender: str) -> float:
    """Cost of a nominative as a first name."""
    own = first_names(gender).get(word.replace("ё", "е"))
    if own is not None:
        return own
    if ("F", gender) in known(word):
        return 1.2
    return _first_name_ending(word, gender)


def _first_name_ending(word: str, gender: str) -> float:
    last = word[-1]
    if gender == "f":
        if word.endswith(_TURKIC_FEMALE):
            return 2.3
        return {"а": 3.0, "я": 3.0}.get(last, 4.0) + _awkward(word)
    return {"а": 5.0, "я": 5.0, "й": 3.2, "ь": 3.5}.get(last, 3.0 if last in HARD else 4.5) + (
        _awkward(word)
    )


_PATRONYMIC = {"m": ("ович", "евич", "ьич"), "f": ("овна", "евна", "ична")}
_SHORT = {"лукич", "кузьмич", "ильич", "фомич", "савич", "саввич", "никитич", "фокич", "силыч"}
JOINED = ("оглы", "оглу", "углы", "улы", "ұлы", "уулу", "кызы", "қызы", "гызы")
"""Turkic words for son and daughter, written apart or joined to the father's name."""
DAUGHTER = ("кызы", "қызы", "гызы")


@lru_cache(maxsize=50_000)
def patronymic_cost(word: str, gender: str) -> float:
    """Cost of a nominative as a patronymic; far above 5 if it cannot be one."""
    if word.endswith(_PATRONYMIC[gender]) and len(word) > 5:
        return 0.0
    if gender == "m" and word in _SHORT:
        return 0.0
    if word.endswith(JOINED) and len(word) > 5:
        return 0.3 if word.endswith(DAUGHTER) == (gender == "f") else 4.0
    if ("P", gender) in known(word):
        return 0.3
    return 3.5 if gender == "m" and word.endswith("ич") else 30.0


COSTS = {"S": surname_cost, "F": first_name_cost, "P": patronymic_cost}
