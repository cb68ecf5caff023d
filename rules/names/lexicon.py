"""Which names are known: the word lists of this package, and the dictionary."""

from __future__ import annotations

from functools import cache, lru_cache
from importlib import resources

from rules.morphology import NAMES, analyzer, parses

_TAGS = {"Surn": "S", "Name": "F", "Patr": "P", "NOUN": "noun", "ADJF": "adjective"}


@cache
def _listed(name: str) -> dict[str, float]:
    """A word list of this package, ё folded: word → cost. A line's leading figure is its cost."""
    text = resources.files("rules.names").joinpath("data", name).read_text("utf-8")
    costs: dict[str, float] = {}
    for line in text.splitlines():
        cost, _, words = line.partition(" ")
        if cost != "#":
            for word in words.split():
                costs.setdefault(plain(word.lower()), float(cost))
    return costs


_PLAIN_LETTERS = str.maketrans("ёәіңғүұқөһї", "еаингуукохи")


def plain(word: str) -> str:
    """A word as the lists have it: without ё and the letters that Russian lacks."""
    return word.translate(_PLAIN_LETTERS)


@cache
def first_names(gender: str) -> dict[str, float]:
    """Our own list of first names of a gender."""
    return _listed("male.txt" if gender == "m" else "female.txt")


def surnames() -> dict[str, float]:
    """Our own list of surnames that their endings would mislead."""
    return _listed("surnames.txt")


@lru_cache(maxsize=NAMES)
def known(word: str) -> frozenset[tuple[str, str]]:
    """As what, and in which genders, the dictionary knows a word as a nominative singular."""
    if not analyzer().word_is_known(word):
        return frozenset()
    found: set[tuple[str, str]] = set()
    for parse in parses(word):
        tag = parse.tag
        if not parse.is_known or tag.case != "nomn" or tag.number == "plur":
            continue
        genders = {"masc": "m", "femn": "f", "neut": "n"}.get(tag.gender, "mf")
        proper = any(g in tag for g in ("Name", "Surn", "Patr"))
        for grammeme, role in _TAGS.items():
            if grammeme in tag and not (proper and role == "noun"):
                found.update((role, gender) for gender in genders)
    return frozenset(found)
