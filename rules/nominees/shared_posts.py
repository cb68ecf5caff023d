"""One post told of several: «ведущих специалистов X и Y», «оба техники», «первая - …»."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rules import positions
from rules.nominees.lines import Line, Mention
from rules.nominees.post_beside import tells_of_several


def shared_post(nominated: list[Mention], line: Line, below: Sequence[Line]) -> None:
    """«ведущих специалистов Иванову и Петрова», «…, оба техники»: one post for all of them."""
    first, last = nominated[0], nominated[-1]
    text = line.sentence.part.text
    if len(nominated) < 2:
        return
    stretch = text[max(line.sentence.start, first.person.start - 80) : first.person.start]
    if first.position is not None and tells_of_several(stretch):
        for mention in nominated[1:]:
            mention.position = mention.position or first.position
    end = below[0].sentence.end if below and below[0].own and not below[0].mentions else line.end
    _of_all(nominated, line, last.person.end, end)
    _in_order(nominated, line, last.person.end, end)


_ALL = re.compile(
    r"\b(?:оба|обе|обои|все\s+(?:двое|трое|четверо|пятеро|они)|все)\s*[-–—:]?\s+(?=[а-яё])",
    re.IGNORECASE,
)
_ORDER = re.compile(
    r"\bперв(?:ый|ая)\s*[-–—:,]\s*(?P<one>[^,;.]{4,80})[,;.]\s*(?:а\s+)?втор(?:ой|ая)\s*[-–—:,]?\s*",
    re.IGNORECASE,
)


def _of_all(nominated: list[Mention], line: Line, start: int, end: int) -> None:
    text = line.sentence.part.text
    told = _ALL.search(text, start, end)
    found = positions.after(text, told.end(), end) if told else None
    if found is None or not tells_of_several(text[found.start : found.end]):
        return
    for mention in nominated:
        mention.take_post(found, line)


def _in_order(nominated: list[Mention], line: Line, start: int, end: int) -> None:
    """«X и Y, первая - заведующая складом, второй - диспетчер»."""
    text = line.sentence.part.text
    told = _ORDER.search(text, start, end) if len(nominated) == 2 else None
    if told is None:
        return
    for mention, at, stop in (
        (nominated[0], told.start("one"), told.end("one")),
        (nominated[1], told.end(), end),
    ):
        found = positions.after(text, at, stop, "nomn")
        if found:
            mention.take_post(found, line)
