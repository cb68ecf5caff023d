"""A second reading that knows nothing of the first: it finds no answers, but says which cannot be.

The questions' modules read what a letter answers; here the sender's own sentences are searched
for coarse signals (a day to come, a lack, a denied hindrance, a flat yes, a promise, a count of
people, a name beside the training). Where the signals do not go with the answer found, a person
looks. Each signal tells in its first line which class of error it is there for, and is kept only
if it catches more than it troubles: `tests/rules/test_crosscheck.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import chain, islice

from rules.document import Document
from rules.model import Circular, Doubt, Evidence, Nominees, Opinion, Readiness, ReadinessValue
from rules.readiness.asides import NOTHING_PREVENTS
from rules.readiness.asserted import CALLED_FALSE
from rules.readiness.double_denial import TWICE
from rules.readiness.soundness import NOTHING_FAULTY
from rules.residue import crosscheck_names, crosscheck_people
from rules.residue.crosscheck_days import AGAINST_DAYS, days_to_come
from rules.residue.crosscheck_others import by_another
from rules.residue.crosscheck_signals import AGAINST
from rules.residue.crosscheck_words import Saying, sayings
from rules.residue.leftovers import doubt

__all__ = ["against", "doubts"]


def doubts(
    document: Document, circular: Circular, opinions: Sequence[Opinion]
) -> tuple[Doubt, ...]:
    """At most one doubt for each answer; none where a person looks anyway."""
    if any(opinion.doubts for opinion in opinions):
        return ()
    said = sayings(document, circular)
    found: list[Doubt] = []
    for opinion in opinions:
        answer = opinion.answer
        if isinstance(answer, Readiness):
            today = document.mail.date.date() if document.mail.date else None
            found_words = against(answer, said, today, circular)
            if answer.value is ReadinessValue.DEFERRED and any(_names(o) for o in opinions):
                found_words = chain(found_words, by_another(said))
            found += [doubt("weak_readiness", e) for e in islice(found_words, 1)]
        else:
            people = crosscheck_people.doubts(answer, said, circular, opinion.accounted)
            found += people or crosscheck_names.doubts(answer, said, document)
    return tuple(found)


def _names(opinion: Opinion) -> bool:
    return isinstance(opinion.answer, Nominees) and bool(opinion.answer.people)


_WEIGHED = tuple(
    f"readiness.{rule}" for rule in (NOTHING_PREVENTS, TWICE, CALLED_FALSE, NOTHING_FAULTY)
)


def _is_weighed(answer: Readiness, against: Evidence) -> bool:
    """«недостатков, способных помешать, не обнаружено»: a lack within words that deny it."""
    if against.rule not in {"crosscheck.lack", "crosscheck.no"}:
        return False
    return any(
        e.rule in _WEIGHED and e.part == against.part and e.start <= against.start < e.end
        for e in answer.evidence
    )


def against(
    answer: Readiness, said: Sequence[Saying], today: date | None, circular: Circular
) -> Iterator[Evidence]:
    """The words that do not go with this answer."""
    for signal in AGAINST.get(answer.value, ()):
        yield from (e for e in signal(answer, said) if not _is_weighed(answer, e))
    if today and answer.value in AGAINST_DAYS:
        days = list(days_to_come(said, today, circular.on.year))
        yield from AGAINST_DAYS[answer.value](answer, days, today)
