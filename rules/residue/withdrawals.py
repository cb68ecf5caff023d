"""Where people are only taken back and nobody is named in their place, somebody may be overlooked:
a substitute read as withdrawn too, or a nominee whom a neighbouring word made a former one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from rules.model import Doubt, Evidence, Nominees
from rules.persons import PersonKind
from rules.persons import find as find_persons
from rules.readiness.clauses import Statement
from rules.residue.leftovers import doubt

_TAKEN_BACK = re.compile(
    r"\bне\b|\bнет\b|исключ|сним|снят|отзыв|отозв|вычерк|вычёрк|отмен|убрать|убер|убир|увол|отказ"
    r"|больн|болез|забол|декрет|переве[дл]|уеха|ушл|уш[её]л|нельзя|невозможн|прежн|ранее|назначенн",
    re.IGNORECASE,
)
_NAMED = frozenset({PersonKind.FULL, PersonKind.SHORT})
_STEM = 4


def doubts(answer: Nominees, statements: Sequence[Statement]) -> list[Doubt]:
    """At most one doubt, where the answer withdraws people and names nobody."""
    if not answer.withdrawn or answer.people or answer.declined or answer.later:
        return []
    return [doubt("weak_nominee", words) for words in islice(_overlooked(answer, statements), 1)]


def _overlooked(answer: Nominees, statements: Sequence[Statement]) -> Iterator[Evidence]:
    """Names beside the withdrawn one, several withdrawn, nothing that takes anybody back."""
    stems = {word[:_STEM].lower() for word in answer.withdrawn[0].split() if len(word) >= _STEM}
    former: list[Evidence] = []
    taken = False
    for statement in statements:
        sentence = statement.sentence
        for person in find_persons(sentence.part.text, sentence.start, sentence.end):
            words = sentence.evidence("residue.withdrawn", person.start, person.end)
            if any(word.startswith(tuple(stems)) for word in words.text.lower().split()):
                former.append(words)
                taken |= _TAKEN_BACK.search(sentence.text) is not None
            elif person.kind in _NAMED:
                yield words
    if not taken or len(answer.withdrawn) > 1:
        yield from former[:1]
