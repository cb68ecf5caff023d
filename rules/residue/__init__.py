"""What a reply says and no rule accounted for: the net below the questions' modules.

Every clause of the sender's own must be accounted for: some rule understood it, or it is harmless
by its sort (courtesy, a covering note, a request, a question, the past, another matter). What
remains is weighed against the answers: what could be an answer where none was found, or what could
change the one found (the opposite, a condition, a contrast, a correction), goes before a person.
The net knows sorts of words only and finds no answers, so that it fails apart from the rules.
"""

from __future__ import annotations

from collections.abc import Sequence

from rules.document import Document
from rules.model import Circular, Doubt, Opinion, Readiness, ReadinessValue
from rules.residue import nominees, readiness
from rules.residue.leftovers import known, leftovers, own

__all__ = ["doubts"]


def doubts(
    document: Document, circular: Circular, opinions: Sequence[Opinion]
) -> tuple[Doubt, ...]:
    """Doubts about what was said and nobody accounted for; none where a person looks anyway."""
    if any(opinion.doubts for opinion in opinions):
        return ()
    understood = known(opinions)
    statements = list(own(document, circular, [opinion.answer for opinion in opinions]))
    rests = list(leftovers(statements, understood))
    found: list[Doubt] = []
    for opinion in opinions:
        answer = opinion.answer
        if not isinstance(answer, Readiness):
            found += nominees.doubts(answer, statements, understood, rests)
        elif answer.value is ReadinessValue.UNSTATED:
            # Where no answer was found, what some rule made of a clause does not excuse it.
            all_rests = list(leftovers(statements, understood.of_people()))
            found += readiness.doubts(answer, statements, all_rests)
        else:
            found += readiness.doubts(answer, statements, rests)
    return tuple(found)
