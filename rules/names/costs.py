"""How likely a nominative is as a surname, a first name or a patronymic: the lists, the dictionary,
and where both are silent the ending. A cost, roughly a negative logarithm of frequency: 0 is a name
that everybody knows, 5 one that is hard to believe."""

from __future__ import annotations

import re
from functools import lru_cache

from rules.morphology import NAMES
from rules.names.lexicon import first_names, known, plain, surnames
from rules.names.paradigms import HARD, VOWELS, guesses

_OTHER = {"m": "f", "f": "m"}

Endings = tuple[tuple[tuple[str, ...], float], ...]

_INDECLINABLE_SURNAMES: Endings = (
    (("швили", "дзе", "енко", "ко", "заде"), 0.7),
    (("ых", "их"), 1.2),
    (("ково", "аго", "яго", "ово", "оглы", "улы", "ұлы", "кызы", "қызы", "гельды", "берды"), 1.2),
    (("казы", "газы", "ли", "ани", "они"), 2.2),
    (("овне", "евне", "ичне", "вичу", "виче", "овну", "евну", "ичну"), 8.0),
    (("ого", "его", "ому", "ему", "ую", "юю", "ы"), 6.0),
    (("у", "ю", "ии"), 5.5),
    (("о",), 3.0),
    (("и",), 3.7),
    (("е", "э"), 4.5),
)
_SURNAME_ENDINGS: dict[str, Endings] = {
    "m": (
        (("ов", "ев", "ёв", "ин", "ский", "цкий", "ской", "цкой"), 0.7),
        (("ян", "янц", "ук", "юк", "вич"), 0.9),
        (("ын", "чак", "ник", "ец", "ич", "ман", "берг", "штейн"), 1.5),
        (("ик", "ак", "як"), 1.8),
        (("овой", "евой", "иной"), 5.5),
        (("ом", "ем", "ым", "им"), 4.5),
        (("унц", "анц", "инц"), 1.6),
        (("ный", "вый", "лый", "тый", "ной", "хой", "кий", "гий", "хий"), 2.2),
        (("ый", "ий"), 3.3),
        (("ой",), 4.2),
        (("льц", "рц", "тц", "дт"), 1.6),
        (("ель", "аль", "арь", "ай"), 2.2),
        *_INDECLINABLE_SURNAMES,
    ),
    "f": (
        (("ова", "ева", "ёва", "ина", "ская", "цкая"), 0.7),
        (("ян", "янц", "ук", "юк", "вич"), 0.9),
        (("ына", "чак", "ник", "ец", "ич", "ман", "берг", "штейн"), 1.5),
        (("ик", "ак", "як"), 1.8),
        (("овна", "евна", "ична"), 6.0),
        (("ная", "няя", "вая", "лая", "тая", "хая", "кая", "гая"), 2.2),
        (("ая", "яя"), 3.5),
        (("овой", "евой", "иной", "ской", "цкой", "ый", "ий"), 6.0),
        (("ой", "ов", "ев", "ёв"), 5.0),
        (("ей",), 3.6),
        (("унц", "анц", "инц"), 1.6),
        (("ом", "ем", "ым", "им"), 4.5),
        (("льц", "рц", "тц", "дт"), 1.6),
        *_INDECLINABLE_SURNAMES,
    ),
}
_BY_LAST = {"ь": 2.6, "й": 2.8, "а": 2.6, "я": 3.0}
_IN_BOTH: Endings = ((("ия", "ава", "ка", "ица"), 2.0),)
_COMMON_WORD = 1.2
_GOOD = 1.9


@lru_cache(maxsize=NAMES)
def surname_cost(word: str, gender: str) -> float:
    """Cost of a nominative as a surname."""
    own = surnames().get(plain(word))
    if own is not None and (gender == "m" or len(word) < 5 or not word.endswith("ой")):
        return own
    if word.endswith("ная") and ("P", "f") in known(word[:-2] + "а"):
        return 6.0
    cost = _surname_ending(word, gender)
    stressed = _stressed_adjective(word)
    if stressed is not None:
        return stressed
    seen = known(word)
    if ("S", gender) in seen:
        return min(0.2, cost)
    if cost < 2.0 and _oblique(word):  # Якова, Константина look like women's surnames
        return 3.0
    return _as_common_word(word, gender, cost)


def _as_common_word(word: str, gender: str, cost: float) -> float:
    """A surname that is also a noun or an adjective is likelier than its ending tells; a case form
    of another name is not."""
    seen = known(word)
    common = any(role == "noun" for role, _ in seen) or ("adjective", gender) in seen
    if _COMMON_WORD < cost < 6.0 and common:
        return _COMMON_WORD
    if cost >= 2.0 and (_oblique(word) or _surname_in_genitive(word)):
        return max(cost, 4.2)
    return cost


def _surname_in_genitive(word: str) -> bool:
    """Гаврилюка, Циммермана, Рейхардта: forms of surnames with a well-known ending."""
    return word.endswith("а") and len(word) > 4 and _surname_ending(word[:-1], "m") < _GOOD


def _stressed_adjective(word: str) -> float | None:
    """Полевой, Полевая: an adjective with the stress on its ending, unlike сосновый, which leaves
    «Сосновой» to Соснова."""
    stem = word.removesuffix("ой") if word.endswith("ой") else word.removesuffix("ая")
    if not stem.endswith(("ов", "ев", "ин")) or stem == word:
        return None
    if stem + "ой" in surnames():
        return 0.1
    return 0.3 if known(stem + "ой") and ("S", "m") not in known(stem) else None


def _surname_ending(word: str, gender: str) -> float:
    if len(word) > 3:
        for endings, cost in _SURNAME_ENDINGS[gender] + _IN_BOTH:
            if word.endswith(endings):
                return cost + _awkward(word)
    short = 1.0 if len(word) < 2 else 0.0
    return _BY_LAST.get(word[-1], 2.3 if word[-1] in HARD else 3.0) + _awkward(word) + short


def _awkward(word: str) -> float:
    """A nominative whose last consonants nobody could say lacks a vowel."""
    if not any(c in VOWELS for c in word):
        return 6.0
    tail = word.removesuffix("ь")
    if len(tail) > 2 and tail[-1] in "лнцвмк" and tail[-2] in HARD and tail[-2] not in "рйл":
        return 1.0
    return 0.0


_FIRST_NAME_ENDINGS: dict[str, Endings] = {
    "m": (
        (("улла", "олла", "алла", "юлла", "гали", "али", "мирза", "хаджи", "лды", "льды"), 1.2),
        (("бь", "вь", "мь", "пь", "фь", "гь", "кь", "хь"), 6.0),
    ),
    "f": (
        (("гуль", "гюль", "гюл", "гул", "наз", "слу", "сылу", "бике", "бану", "ханум"), 1.5),
        (("нур", "жан", "зат", "мат", "шат", "дат", "кыз", "гиз", "зада", "ият", "арат"), 2.5),
        (("лды", "льды", "рды"), 2.0),
        (("у", "ы"), 5.5),
        (("ия", "йя", "ея", "ья"), 2.8),
        (("ля", "ся"), 3.4),
        (("бь", "вь", "мь", "пь", "фь", "гь", "кь", "хь"), 6.0),
    ),
}
_FIRST_NAME_LAST = {
    "m": {"а": 4.5, "я": 4.5, "й": 3.2, "ь": 3.5, "у": 6.0, "ю": 6.0, "ы": 6.0, "е": 5.5},
    "f": {"а": 3.0, "я": 3.4, "ю": 6.0, "ь": 3.4},
}


@lru_cache(maxsize=NAMES)
def first_name_cost(word: str, gender: str) -> float:
    """Cost of a nominative as a first name."""
    folded = plain(word)
    own = first_names(gender).get(folded)
    if own is not None:
        return own
    another = _other_gender(folded, gender) or _oblique(word)
    if ("F", gender) in known(word):
        return 2.8 if another else 1.2
    if gender == "m" and ("P", "m") in known(_son_of(word)):
        return 2.8 if another else 1.3
    if len(word) < 2:
        return 8.0
    if _LIKE_PATRONYMIC.search(word):
        return 8.0
    return _first_name_ending(word, gender) + (2.0 if another else 0.0)


def _son_of(father: str) -> str:
    """The usual patronymic of a man's name, for asking the dictionary."""
    if father.endswith(("й", "ь")):
        return father[:-1] + "евич"
    return father + "ович" if father[-1] in HARD else father + "евич"


def _other_gender(word: str, gender: str) -> bool:
    """Whether this is the other gender's common name with an ending more, or less."""
    others = first_names(_OTHER[gender])
    stem = word[:-1]
    if gender == "m":
        pairs = (word + "а", stem + "я") if word[-1] in "йь" else (word + "а",)
    elif word[-1] in "ая":
        pairs = (stem,) if word[-1] == "а" else (stem + "й", stem + "ь")
        if _MANS_NAME.search(stem):
            return True
    else:
        return False
    return any(others.get(other, 9.0) < 1.0 for other in pairs)


@lru_cache(maxsize=NAMES)
def _oblique(word: str) -> bool:
    """Whether a word is a common first name in another case: then it is hardly a nominative."""
    return any(
        guess.case != "nomn"
        and guess.nominative != word
        and first_names(guess.gender).get(plain(guess.nominative), 9.0) <= 0.5
        for guess in guesses(word, "F")
    )


_MANS_NAME = re.compile(
    r"(?:бек|хан|жан|мура[тд]|магомед|дин|слав|болат|ахме[тд]|султан|берген|тай|сейт|хамм?ед|улла)$"
    r"|^(?:аман|бек|абдул?|мухтар|магомед|шейх|сейт|тлеу|досу?м|ер[бжкслмн])"
)


def _first_name_ending(word: str, gender: str) -> float:
    if gender == "m" and len(word) > 4 and word[-1] in HARD and _MANS_NAME.search(word):
        return 1.3
    if len(word) > 4:
        for endings, cost in _FIRST_NAME_ENDINGS[gender]:
            if word.endswith(endings):
                return cost
    usual = (3.0 if gender == "m" else 3.4) if word[-1] in HARD else 4.2
    return _FIRST_NAME_LAST[gender].get(word[-1], usual) + _awkward(word)


_LIKE_PATRONYMIC = re.compile(r"(?:(?:ов|ев|ь)ич(?:а|у|ем|ом|е)?|(?:ов|ев|ич)н(?:а|ы|е|у|ой|ою))$")
_PATRONYMIC = {"m": ("ович", "евич", "ьич"), "f": ("овна", "евна", "ична")}
_SHORT = {"лукич", "кузьмич", "ильич", "фомич", "савич", "саввич", "никитич", "фокич", "силыч"}
JOINED = ("оглы", "оглу", "углы", "улы", "ұлы", "уулу", "кызы", "қызы", "гызы", "кизи")
"""Turkic words for son and daughter, written apart or joined to the father's name."""
DAUGHTER = ("кызы", "қызы", "гызы", "кизи")


@lru_cache(maxsize=NAMES)
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
