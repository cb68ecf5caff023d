"""Cue words that only belong to a person's post: «секретарь приёмной», «отдел кадров»."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rules import positions
from rules.document import Sentence
from rules.persons import Person
from rules.phrases import Match

_IN_POSTS = frozenset({
    "other_next", "former_next", "other_list", "reserve", "attends", "absent_prev", "along",
    "addition", "alternative",
})  # fmt: skip


def outside_posts(
    cues: tuple[Match, ...], people: Sequence[Person], sentence: Sentence
) -> tuple[Match, ...]:
    """The cues without those that only belong to a person's post: «секретарь приёмной», «инспектор
    по работе с населением», «ответственного секретаря комиссии»; the head of a post stays one."""
    suspects = [c for c in cues if c.phrase.means in _IN_POSTS]
    if not suspects:
        return cues
    spans = list(_complements(suspects, people, sentence))
    dropped = {c for c in suspects if any(a <= c.start and c.end <= b for a, b in spans)}
    return tuple(c for c in cues if c not in dropped) if dropped else cues


_NEAR = 150


def _complements(
    suspects: Sequence[Match], people: Sequence[Person], sentence: Sentence
) -> Iterator[tuple[int, int]]:
    """The words of posts that stand beside the people, without the head of each."""
    text = sentence.part.text
    order = sorted(people, key=lambda p: p.start)
    for at, person in enumerate(order):
        case = person.read().case
        left = order[at - 1].end if at else sentence.start
        right = order[at + 1].start if at + 1 < len(order) else sentence.end
        if any(left <= c.start < person.start <= c.end + _NEAR for c in suspects):
            found = positions.before(text, person.start, left, case)
            yield from _around_head(found, sentence) if found else ()
        if any(person.end <= c.start < min(right, person.end + _NEAR) for c in suspects):
            found = positions.after(text, person.end, right, case)
            yield from _around_head(found, sentence) if found else ()


def _around_head(found: positions.Position, sentence: Sentence) -> Iterator[tuple[int, int]]:
    for token in sentence.tokens:
        if found.start <= token.start < found.end and positions.head_forms(token.text):
            yield found.start, token.start
            yield token.end, found.end
            return


_DEGREE = re.compile(
    r"\s+(?:[а-яё-]+\s+){1,2}наук\b|\s+в\s+(?:депутат|мастера\b|члены\b|президент|главы\b|губернатор)",
    re.IGNORECASE,
)


def is_degree(cue: Match, sentence: Sentence) -> bool:
    """«кандидат экономических наук», «кандидат в депутаты», «кандидат в мастера спорта»: what
    somebody is, not whom we propose."""
    return _DEGREE.match(sentence.part.text, cue.end, sentence.end) is not None
