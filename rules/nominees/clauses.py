"""The clauses of a sentence: stretches between signs, what each predicates, and of which thing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from rules.document import Token
from rules.morphology import WORDS, Parse, parses
from rules.nominees import grammar
from rules.nominees.lines import Line

_SIGNS = frozenset(",;:()–—-!?\t…")
_JOINTS = frozenset({"и", "а", "но"})
_PREPOSITION_WORDS = """
в во на к ко с со у о об от до из за по под над при про для без через перед между около после среди
против согласно вместо кроме благодаря
"""
PREPOSITIONS = frozenset(_PREPOSITION_WORDS.split())


OF_TRAINING = ("training", "nominate")
"""Meanings of words by which a clause speaks of the training, or of who goes there."""


@dataclass(frozen=True)
class Clause:
    """The tokens `first` to `stop` of a line, of which `verb` predicates; without one, a piece."""

    line: Line
    first: int
    stop: int
    verb: int | None

    @property
    def tokens(self) -> tuple[Token, ...]:
        """The words and signs."""
        return self.line.tokens[self.first : self.stop]

    @property
    def start(self) -> int:
        """Where it begins in the part's text."""
        tokens = self.line.tokens
        return tokens[self.first].start if self.first < len(tokens) else self.line.sentence.end

    @property
    def end(self) -> int:
        """Where it ends in the part's text."""
        return self.line.tokens[self.stop - 1].end if self.stop > self.first else self.start

    def holds(self, at: int) -> bool:
        """Whether this place of the part's text lies in it."""
        return self.start <= at < self.end

    def has(self, *means: str) -> bool:
        """Whether a cue of one of these meanings begins in it."""
        return any(c.phrase.means in means and self.holds(c.start) for c in self.line.cues)


def clauses(line: Line) -> list[Clause]:
    """The stretches between signs, parted once more where «и» joins two predicates."""
    found: list[Clause] = []
    for first, stop in _stretches(line):
        verbs = [i for i in range(first, stop) if _predicates(line, i)]
        begin = first
        for one, two in pairwise(verbs):
            joint = next((i for i in range(one + 1, two) if _lower(line, i) in _JOINTS), None)
            if joint is not None:
                found.append(Clause(line, begin, joint, one))
                begin = joint + 1
        found.append(Clause(line, begin, stop, verbs[-1] if verbs else None))
    return found


def _stretches(line: Line) -> Iterator[tuple[int, int]]:
    begin = 0
    for index, token in enumerate(line.tokens):
        if token.text in _SIGNS and not _in_name(token, line):
            yield begin, index
            begin = index + 1
    yield begin, len(line.tokens)


def _in_name(token: Token, line: Line) -> bool:
    return any(m.person.start <= token.start < m.person.end for m in line.mentions)


def _lower(line: Line, index: int) -> str:
    return line.tokens[index].text.lower()


def _predicates(line: Line, index: int) -> bool:
    """Whether a finite verb stands here; the first word of a sentence has a capital of its own."""
    word = line.tokens[index].text
    return grammar.is_finite(word.lower() if not index and word[1:].islower() else word)


def is_passive(word: str) -> bool:
    """«проведена», «проводится»: what is told of is done by another."""
    tag = parses(word)[0].tag
    return "PRTS" in tag or ("VERB" in tag and word.lower().endswith(("ся", "сь")))


def subject_thing(clause: Clause) -> int | None:
    """The thing that a passive verb tells of: a noun in the nominative that agrees with it."""
    if clause.verb is None:
        return None
    verb = parses(clause.line.tokens[clause.verb].text)[0].tag
    return next((i for i in things(clause, "nomn") if _agrees(clause.line, i, verb)), None)


def object_thing(clause: Clause) -> int | None:
    """The thing with which an active verb does something."""
    if clause.verb is None:
        return None
    tag = parses(clause.line.tokens[clause.verb].text)[0].tag
    return next(things(clause, "accs"), None) if "tran" in tag else None


def things(clause: Clause, case: str) -> Iterator[int]:
    """The nouns without life of a clause that may stand in this case, and depend on no other."""
    for index in range(clause.first, clause.stop):
        word = _lower(clause.line, index)
        if not _is_thing(word, case) or word in _BODIES:
            continue
        if not _depends(clause.line.tokens[clause.first : index]):
            yield index


@lru_cache(maxsize=WORDS)
def _is_thing(word: str, case: str) -> bool:
    """Whether a noun of something without life may stand in this case, and not only by chance."""
    if len(word) < 3 or not word[0].isalpha():
        return False
    return any(
        "NOUN" in p.tag.grammemes and "inan" in p.tag.grammemes and p.tag.case == case
        for p in parses(word)[:3]
        if not {"Name", "Surn", "Patr", "Geox"} & p.tag.grammemes
    )


def _depends(lead: Sequence[Token]) -> bool:
    """Whether the words before a noun govern it: a preposition, or a noun right before."""
    for token in reversed(lead):
        word = token.text.lower()
        if word in PREPOSITIONS:
            return True
        grammemes = parses(word)[0].tag.grammemes
        if "NOUN" in grammemes:
            return True
        if not {"ADJF", "PRTF", "NUMR", "NPRO"} & grammemes:
            return False
    return False


def may_be_subject(line: Line, index: int, verb: Token) -> bool:
    """Whether the thing may as well be who sends, «хутор Зелёный отправляет»; one verb of many
    («ключи передали») has another subject."""
    tag = parses(verb.text)[0].tag
    told = {"VERB", "sing"} <= tag.grammemes and not {"1per", "impr"} & tag.grammemes
    return told and _agrees(line, index, tag)


def _agrees(line: Line, index: int, verb: Parse) -> bool:
    for parse in parses(line.tokens[index].text)[:3]:
        tag = parse.tag
        same = verb.gender is None or tag.gender == verb.gender or tag.number == "plur"
        if tag.case == "nomn" and tag.number == verb.number and same:
            return True
    return False


_BODY_WORDS = """
администрация район отдел управление комитет город село сельсовет поселение министерство служба
учреждение организация департамент дума сектор аппарат муниципалитет округ мэрия руководство
начальство коллектив комиссия совет
"""
_BODIES = frozenset(_BODY_WORDS.split())
"""Bodies that act like persons."""
