"""Our own letters pasted back without quote marks: a confirmation, a reminder, a question.

Their sentences are known, but for what changes in them; two of them make a letter of ours. Between
the first and the last, lines of facts («Телефон: …», and what stands below a label) are ours too;
any other line there is the sender's, who wrote between our lines.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path

from rules.document import SegmentKind
from rules.folded import Word, words
from rules.model import Circular
from rules.segments.canvas import Canvas, Line
from rules.segments.grammar import has_predicate

_FILE = Path(__file__).with_name("ours.toml")
_HOLES = {"…": 25, "‥": 5}
"""Words that may stand where a sentence leaves a hole: something named, and a date."""
_FACTS = 5
"""Lines below a label that may hold its facts."""
_GREETING = re.compile(
    r"\W*(?:уважаемые коллеги|здравствуйте)(?:, [^.!?\n]{1,60})?\W*", re.IGNORECASE
)
_SIGNS = re.compile(
    r"(?:[\s—-]*\d{1,2}(?:\.\d\d\.\d{4}\b|\s+[а-я]{3,8}\s+\d{4}(?:\s+года)?))?(?:\s+№\s*[\w./-]+)?"
    r"(?:\s*\([^()\n]{1,200}\))?[»\")\s.,;:!?]*"
)
"""Behind a sentence: a date, the circular's number and subject, signs."""
_LEAST = 2
"""Sentences of ours that make a letter of ours."""


_Frame = tuple[tuple[int, tuple[str, ...]], ...]
"""A sentence of ours as pieces of words, each with the room for other words before it."""


def paint(canvas: Canvas, circulars: Sequence[Circular]) -> None:
    """Paint as quoted what the sender's words repeat of a letter of ours."""
    low = canvas.text.lower()
    if "письм" not in low or not any(word in low for word in ("ответ", "обучен")):
        return
    hits = [
        hit for hit in _hits(list(words(canvas.text))) if canvas.kind(hit[0]) is SegmentKind.OWN
    ]
    if len(hits) < _LEAST:
        return
    for start, end in (*hits, *_between(canvas, hits, circulars)):
        canvas.paint(start, end, SegmentKind.QUOTED)


def _hits(said: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """Stretches that are sentences of ours, in order."""
    known, here = _frames(), 0
    while here < len(said):
        ends = (_match(frame, said, here) for frame in known.get(said[here].folded, ()))
        last = max(ends, default=0)
        if last:
            yield said[here].start, said[last - 1].end
        here = last or here + 1


def _match(frame: _Frame, said: Sequence[Word], here: int) -> int:
    """The word behind the frame that begins at word `here`, or 0."""
    for room, piece in frame:
        begins = range(here, min(here + room, len(said) - len(piece)) + 1)
        found = next((at for at in begins if _stands(piece, said, at)), None)
        if found is None:
            return 0
        here = found + len(piece)
    return here


def _stands(piece: tuple[str, ...], said: Sequence[Word], at: int) -> bool:
    return all(said[at + n].folded == word for n, word in enumerate(piece))


def _between(
    canvas: Canvas, hits: Sequence[tuple[int, int]], circulars: Sequence[Circular]
) -> Iterator[tuple[int, int]]:
    """What else is ours from the greeting above the first sentence to the last: signs behind the
    sentences, labels with their facts, what was asked, who signs."""
    questions = [question for circular in circulars for question in circular.questions]
    labels = _labels(tuple(question.title for question in questions))
    asked = _asked(tuple(question.missing for question in questions))
    visible = [line for line in canvas.lines if not line.blank]
    starts = [line.start for line in visible]
    first, last = (bisect_right(starts, hit[0]) - 1 for hit in (hits[0], hits[-1]))
    if first and _GREETING.fullmatch(visible[first - 1].text):
        yield visible[first - 1].start, visible[first - 1].end
    room = 0
    for above, line in pairwise((visible[max(0, first - 1)], *visible[first : last + 1])):
        ends = _ends(hits, line)
        gap = above.number + 1 < line.number
        if ends:
            room = 0
            yield from ((end, _through_signs(canvas.text, end)) for end in ends)
        elif labels.match(line.text):
            room = _FACTS
            yield line.start, line.end
        elif item := asked.match(line.text):
            yield line.start, line.start + item.end()
        elif _GREETING.fullmatch(line.text):
            yield line.start, line.end
        elif room and not (gap and room < _FACTS):
            room -= 1
            yield line.start, line.end
        elif line.end <= hits[-1][0] and line is visible[last - 1] and _may_sign(line.text):
            yield line.start, line.end


def _ends(hits: Sequence[tuple[int, int]], line: Line) -> list[int]:
    """Where the sentences of ours end that stand in a line, in part or whole."""
    behind = bisect_left(hits, (line.end, 0))
    found = []
    while behind and hits[behind - 1][1] > line.start:
        behind -= 1
        found.append(hits[behind][1])
    return found


def _through_signs(text: str, end: int) -> int:
    match = _SIGNS.match(text, end)
    return match.end() if match else end


def _may_sign(text: str) -> bool:
    return not has_predicate(text) and not any(map(str.isdigit, text))


@cache
def _data() -> dict[str, list[str]]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


@cache
def _frames() -> dict[str, tuple[_Frame, ...]]:
    """The sentences of our letters, by their first words."""
    found: dict[str, tuple[_Frame, ...]] = {}
    for text in _data()["frames"]:
        frame = tuple(_pieces(text))
        first = frame[0][1][0]
        found[first] = (*found.get(first, ()), frame)
    return found


def _pieces(text: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    room = 0
    for piece in re.split(r"([…‥])", text):
        told = tuple(word.folded for word in words(piece))
        if told:
            yield room, told
            room = 0
        room = max(room, _HOLES.get(piece, 0))


@lru_cache(maxsize=16)
def _labels(titles: tuple[str, ...]) -> re.Pattern[str]:
    names = "|".join(re.escape(name) for name in (*_data()["labels"], *titles))
    return re.compile(rf"[ \t]*(?:{names})[ \t]*(?::|\t|№|\Z)", re.IGNORECASE)


@lru_cache(maxsize=16)
def _asked(texts: tuple[str, ...]) -> re.Pattern[str]:
    """An item of what was asked: «— сведения о готовности»; an answer may stand behind it."""
    names = "|".join(re.escape(text) for text in texts) or r"\Z"
    return re.compile(rf"[ \t]*[-–—•*]?[ \t]*(?:{names})[;.:]?", re.IGNORECASE)
