"""What a rule of readiness can say of a clause."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from rules.document import Sentence
from rules.model import Doubt, Evidence


class Says(StrEnum):
    """What a clause says of readiness."""

    READY = "ready"
    FUTURE = "future"  # not yet; `on` tells by when, if it is told
    CONDITIONAL = "conditional"
    NOT_READY = "not_ready"
    DEFERRED = "deferred"
    HAS = "has"  # something that is needed is there or done
    LACKS = "lacks"  # something that is needed is missing or broken
    WILL_HAVE = "will_have"  # something that is needed will be there
    WILL_DO = "will_do"  # somebody promises to get it done; a promise of readiness with a date
    WORKING = "working"  # it is being done
    TERM = "term"  # a day and no more: when, if the letter says that it is not yet
    RETRACT = "retract"  # what was said above is taken back
    UNCLEAR = "unclear"  # speaks of readiness, and the rules do not understand it
    NOTHING = "nothing"  # understood: no answer to the question (another matter, a heading)


VERDICTS = frozenset(
    {Says.READY, Says.FUTURE, Says.CONDITIONAL, Says.NOT_READY, Says.DEFERRED},
)
TELLING = VERDICTS | {Says.TERM, Says.WILL_DO, Says.LACKS, Says.HAS, Says.WILL_HAVE}
"""What tells something of readiness: a verdict, a fact, a day, a promise."""


@dataclass(frozen=True, slots=True)
class Vote:
    """A rule's opinion of `part.text[start:end]` of a sentence.

    `on` is the date by which readiness is promised, `sure_date` whether it can be relied on.
    `hedged` says that a person should look although the meaning is clear. `count` tells how many
    things a fact is about. `elsewhere` says that the text had gone over to another matter, `since`
    that it has been so since a day past, `unit` that a part of the body is meant (a village, an
    office), `opposed` that «но» or the like stands before, `repeats` that the day is one of the
    circular's own, `early` that it stands at the letter's beginning, where the first question is
    answered, `implied_topic` that the matter is not named.
    """

    says: Says
    rule: str
    sentence: Sentence
    start: int
    end: int
    on: date | None = None
    sure_date: bool = True
    hedged: bool = False
    count: int = 1
    implied_topic: bool = False
    elsewhere: bool = False
    since: bool = False
    unit: bool = False
    opposed: bool = False
    repeats: bool = False
    early: bool = False

    @property
    def evidence(self) -> Evidence:
        """The words, with the rule's name."""
        return self.sentence.evidence(f"readiness.{self.rule}", self.start, self.end)

    def but(self, **changes: object) -> Vote:
        """The same vote with other fields."""
        return replace(self, **changes)  # type: ignore[arg-type]


def of_sentence(sentence: Sentence, says: Says, rule: str) -> Vote:
    """A vote whose evidence is the whole sentence."""
    return Vote(says, rule, sentence, sentence.start, sentence.end)


def doubt(name: str, votes: Iterable[Vote], detail: str = "") -> Doubt:
    """A doubt on these votes; without a detail, it quotes the first of them."""
    evidence = tuple(v.evidence for v in votes)
    return Doubt(name, detail or (f"«{_short(evidence[0].text)}»" if evidence else ""), evidence)


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 120 else flat[:119] + "…"
