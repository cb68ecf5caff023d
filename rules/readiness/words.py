"""Words of a clause: their classes in the book and their grammar."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from rules.document import Token
from rules.morphology import WORDS, parses


@lru_cache(maxsize=WORDS)
def grammar(word: str) -> frozenset[str]:
    """Parts of speech and marks of a folded word: "INFN", "finite", "short", "nomn", "datv",
    "futr", "past", "impr", "1per"; of nominatives the number or gender.
    Unlikely parses are left out."""
    if word == "есть":  # "to be" here, never "to eat"
        return frozenset({"finite", "pres"})
    if word == "три":  # the number, never "rub!"
        return frozenset()
    found: set[str] = set()
    known = parses(word)
    if {"PREP", "CONJ", "PRCL"} & set(known[0].tag.grammemes):
        return frozenset()
    for parse in known:
        if parse.score < 0.04 and found:
            continue
        tag = parse.tag
        grammemes = set(tag.grammemes)
        if "VERB" in grammemes or "PRED" in grammemes:
            found.add("finite")
        if "ADJS" in grammemes or "PRTS" in grammemes:
            found.add("short")
        if {"NOUN", "NPRO"} & grammemes:
            found |= {"noun"} | (grammemes & {"nomn", "datv", "gent", "accs"})
            if "nomn" in grammemes:
                found.add("plur" if "plur" in grammemes else str(tag.gender))
        if "Name" in grammemes or "Surn" in grammemes or "Patr" in grammemes:
            found.add("person")
        found |= grammemes & {"INFN", "futr", "past", "impr", "pres", "1per", "ADJF", "PRTS"}
        found |= grammemes & {"perf", "impf", "2per", "3per", "PRTF", "GRND"}
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a clause: folded form, classes of the book, token."""

    form: str
    classes: frozenset[str]
    token: Token

    @property
    def grammar(self) -> frozenset[str]:
        """See `grammar`."""
        return grammar(self.form)
