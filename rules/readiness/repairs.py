"""Slips that the writer himself puts right: «готовы, вру, не готовы», «26-го, ой, 29-го».

What stands before such a word is taken back by what stands behind it, in the sentence or below.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rules.document import Sentence
from rules.readiness.clauses import Statement
from rules.readiness.votes import TELLING, Says, Vote

REPAIR = "repair"

_HINTS = frozenset(
    {"вру", "соврал", "соврала", "тьфу", "ой", "ах", "упс", "хотя", "стоп", "погодите", "постойте"}
    | {"оговорился", "оговорилась", "поправлюсь", "поправляюсь", "исправлюсь", "исправляюсь"}
    | {"беру", "отставить", "перепутал", "перепутала", "точнее", "вернее", "впрочем", "виноват"}
    | {"виновата", "минутку", "ошибаюсь", "наврал", "наврала", "путаю", "напутал", "напутала"}
)
SLIPS = re.compile(
    r"\b(?:(?:на|со)?врал[аи]?|вру|тьфу|оговорил(?:ся|ась|ись)|(?:по|ис)прав(?:л(?:ю|яю)сь)|отставить"
    r"|на?пута(?:ю|л[аи]?)|перепутал[аи]?|ошибаюсь|беру\s+(?:\w+\s+)?слова\s+(?:назад|обратно)"
    r"|(?:хотя|ах|ой|а)[,\s]+(?:нет|стоп|погоди\w*|постой\w*|минутк\w)(?![\w-]))",
)
"""Words with which whoever made a slip puts himself right; in small letters, without ё."""
_WEAK = re.compile(
    r"(?<=[,.(!…–—-]\s)(?:ой|упс|точнее|вернее|впрочем|виноват[аы]?|стоп|погоди(?:те)?|постой(?:те)?"
    r"|ах\s+да)\b"
)


@dataclass(frozen=True, slots=True)
class Repair:
    """Where a sentence is put right; `sure` if the word has no other use."""

    before: Statement
    after: Statement | None
    sure: bool
    start: int
    end: int


def repair(statement: Statement) -> Repair | None:
    """The two halves of a sentence that takes itself back, or None."""
    if _HINTS.isdisjoint(statement.forms):
        return None
    sentence = statement.sentence
    text = sentence.text.lower().replace("ё", "е")
    strong = _last(SLIPS, text)
    found = strong or _last(_WEAK, text)
    if found is None or found.start() == 0:
        return None
    after = _WORD.search(text, found.end())
    start, end = sentence.start + found.start(), sentence.start + found.end()
    return Repair(
        Statement(Sentence(sentence.segment, sentence.start, start), statement.book),
        Statement(
            Sentence(sentence.segment, sentence.start + after.start(), sentence.end), statement.book
        )
        if after
        else None,
        strong is not None,
        start,
        end,
    )


def mended(found: Repair, before: Sequence[Vote], after: Sequence[Vote]) -> list[Vote] | None:
    """The votes of both halves with what takes the first back; None if nothing is taken back."""
    told = [v for v in before if v.says in TELLING], [v for v in after if v.says in TELLING]
    if not told[0] or not (found.sure or (told[1] and _differ(*told))):
        return None
    sentence = found.before.sentence
    whole = Sentence(sentence.segment, sentence.start, found.end)
    return [*before, Vote(Says.RETRACT, REPAIR, whole, found.start, found.end), *after]


def _last(sign: re.Pattern[str], text: str) -> re.Match[str] | None:
    return max(sign.finditer(text), key=re.Match.start, default=None)


_WORD = re.compile(r"\w")


def _differ(before: Sequence[Vote], after: Sequence[Vote]) -> bool:
    """Whether what comes after says something else of the same."""
    return {(v.says, v.on) for v in before} != {(v.says, v.on) for v in after}
