"""What a reply says and no rule accounted for: the net below the questions' modules.

Every clause of the sender's own must be accounted for: some rule understood it, or it is harmless
by its sort (courtesy, a covering note, a request, a question, the past, another matter). What
remains is weighed against the answers: what could be an answer where none was found, or what could
change the one found (the opposite, a condition, a contrast, a correction), goes before a person.
The net knows sorts of words only and finds no answers, so that it fails apart from the rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from rules import latin
from rules.document import Document, SegmentKind
from rules.model import (
    Answer,
    Circular,
    Doubt,
    Evidence,
    Nominees,
    Opinion,
    Readiness,
    ReadinessValue,
)
from rules.residue import crosscheck, named_again, nominees, papers, readiness, withdrawals
from rules.residue.leftovers import Rest, doubt, known, leftovers, own

__all__ = ["doubt", "doubts"]


def doubts(
    document: Document, circular: Circular, opinions: Sequence[Opinion]
) -> tuple[Doubt, ...]:
    """Doubts about what was said and nobody accounted for; none where a person looks anyway."""
    if any(opinion.doubts for opinion in opinions):
        return ()
    understood = known(opinions)
    statements = list(own(document, circular, [opinion.answer for opinion in opinions]))
    rests = list(leftovers(statements, understood))
    context = readiness.Context(_asks(document), tuple(_of_people(opinions)))
    found: list[Doubt] = []
    for opinion in opinions:
        answer = opinion.answer
        if not isinstance(answer, Readiness):
            found += nominees.doubts(answer, statements, understood, rests)
            found += withdrawals.doubts(answer, statements) if not found else []
            found += named_again.doubts(answer, document) if not found else []
        elif answer.value is ReadinessValue.UNSTATED:
            # Where no answer was found, what some rule made of a clause does not excuse it.
            all_rests = list(leftovers(statements, understood.of_people()))
            found += readiness.doubts(answer, statements, all_rests, context)
        else:
            found += readiness.doubts(answer, statements, rests, context)
    if not found and all(_is_empty(opinion.answer) for opinion in opinions):
        found += _unheard(leftovers(statements, understood), asks=context.asks)
    found += _in_latin(document, opinions) if not found else []
    found += papers.doubts(document, opinions) if not found else []
    return tuple(found) or crosscheck.doubts(document, circular, opinions)


def _asks(document: Document) -> bool:
    """Whether the letter has a question of its own, or asks for an explanation."""
    own_words = document.of(SegmentKind.OWN)
    return any(s.is_question or _ASKS.search(s.text) for s in own_words)


_ASKS = re.compile(r"\b(?:уточнит|разъяснит|поясни|подскаж)", re.IGNORECASE)


def _of_people(opinions: Sequence[Opinion]) -> Iterator[Evidence]:
    """Where people are named, or taken back."""
    for opinion in opinions:
        if isinstance(opinion.answer, Nominees):
            yield from opinion.answer.evidence
            yield from (e for person in opinion.answer.people for e in person.evidence)


def _in_latin(document: Document, opinions: Sequence[Opinion]) -> list[Doubt]:
    """A letter typed in Latin letters that seems to name nobody: names are hard to see there."""
    missing = [o for o in opinions if not isinstance(o.answer, Readiness) and _is_empty(o.answer)]
    typed = (s for s in document.of(SegmentKind.OWN) if latin.is_latin(s.part.text))
    return [doubt("weak_nominee", s.evidence("residue.latin")) for s in islice(typed, len(missing))]


def _is_empty(answer: Answer) -> bool:
    if isinstance(answer, Readiness):
        return answer.value is ReadinessValue.UNSTATED
    return not (answer.people or answer.withdrawn or answer.declined or answer.later)


_TELLING = frozenset(
    {"negative", "positive", "condition", "when", "future", "part", "promise", "obstacle"}
)
_ASIDE = frozenset({"elsewhere", "office", "official", "training"})


def _unheard(rests: Iterable[Rest], *, asks: bool) -> list[Doubt]:
    """Where a letter answers nothing at all, whatever may tell of readiness goes to a person, a
    clause without a verb too: «После заключения договора – сразу»; beside a question only what
    names the matter («канала нет, что делать?»), for the rest gives its reasons."""
    telling = (rest.evidence() for rest in rests if _may_tell(rest, asks=asks))
    return [doubt("weak_readiness", words) for words in islice(telling, 1)]


def _may_tell(rest: Rest, *, asks: bool) -> bool:
    if rest.marks & {"topic", "infra"}:
        return not rest.marks & _ASIDE - {"elsewhere"}
    if asks:
        return False
    other = any({"person", "impr"} & word.grammar for word in rest.clause.words)
    return bool(rest.marks & _TELLING) and not other and not rest.marks & _ASIDE
