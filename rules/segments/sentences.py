"""Sentences of a segment: by punctuation, list items, table rows; hard-wrapped lines are joined."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rules.document import Segment, Sentence
from rules.segments.grammar import has_predicate

_LONGEST = 1500
_LINE = re.compile(r"[^\n]+")
_ITEM = re.compile(r"\s*(?:[-–—•*·▪+]\s|\d{1,2}(?:\.\d{1,2})?[.)]\s|[а-яa-z]\)\s)")
_HANGING = re.compile(
    r"(?:,|-|[«(]|\b(?:и|в|во|на|по|к|с|со|о|об|от|до|для|из|за|не|при|или|а|но|что|г|ул|тел|им|№"
    r"|[А-ЯЁ])\.?)\Z",
    re.IGNORECASE,
)
_TERMINAL = re.compile(r"[.!?…:;][»\")]*\s*\Z")
_END = re.compile(r"[.!?…]+[»\"”)]*(?=[\s\u2028]+[«\"“(]?[^\sа-яё])")
_SHORT_FORMS = """
ул тел доб им исп гл зам нач спец вед моб сот раб каб кв обл пос пгт пл пер просп наб корп оф вн
внутр эл адм мун ст инж см ср стр руб тыс млн гг янв февр авг сент окт нояб дек т е д п с р н к
т.е т.к т.н и.о вр врио исх вх рег прим тов гр проф акад ф о зав респ
"""
_SHORT = frozenset(_SHORT_FORMS.split())
_LAST_WORD = re.compile(r"[^\s\u2028«\"(,;:]*\Z")
_NUMBERED = re.compile(r"(?<=[\s.;,])(\d{1,2})[.)]\s+(?=[«\"А-ЯЁа-яё])")


def sentences(segment: Segment) -> Iterator[Sentence]:
    """The sentences of a segment, in order, without the white space around them."""
    for start, end in _paragraphs(segment.text):
        for first, last in _split(segment.text, start, end):
            yield from _trimmed(segment, first, last)


def _trimmed(segment: Segment, first: int, last: int) -> Iterator[Sentence]:
    text = segment.text[first:last]
    first += len(text) - len(text.lstrip())
    last -= len(text) - len(text.rstrip())
    while last - first > _LONGEST:
        cut = segment.text.rfind(" ", first, first + _LONGEST)
        cut = cut if cut > first else first + _LONGEST
        yield Sentence(segment, segment.start + first, segment.start + cut)
        first = cut + (segment.text[cut] == " ")
    if first < last:
        yield Sentence(segment, segment.start + first, segment.start + last)


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Lines, joined where the writer's program broke them and not the writer."""
    lines = [(m.start(), m.end()) for m in _LINE.finditer(text)]
    width = _width(text, lines)
    start = None
    for number, (first, last) in enumerate(lines):
        start = first if start is None else start
        after = lines[number + 1] if number + 1 < len(lines) else None
        if after is None or not _wrapped(text, (first, last), after, width):
            yield start, last
            start = None


def _width(text: str, lines: list[tuple[int, int]]) -> int:
    """The column at which lines are broken, or 0 where they are not."""
    lengths = sorted(
        (last - first for first, last in lines if "\t" not in text[first:last]), reverse=True
    )
    if len(lengths) < 2 or not 40 <= lengths[0] <= 130:
        return 0
    return lengths[0]


def _wrapped(text: str, line: tuple[int, int], after: tuple[int, int], width: int) -> bool:
    one, two = text[line[0] : line[1]].rstrip(), text[after[0] : after[1]]
    if not one or not two.strip() or after[0] - line[1] > 1 or "\t" in one or "\t" in two:
        return False
    if _ITEM.match(two) or (_TERMINAL.search(one) and not _abbreviated(one)):
        return False
    if _HANGING.search(one):
        return True
    word = two.split(maxsplit=1)[0]
    full = width and len(one) + 1 + len(word) > width - 2
    return bool(full or (width and two[:1].islower() and len(one) > 0.55 * width))


def _abbreviated(text: str) -> bool:
    word = _LAST_WORD.search(text.rstrip(".").lower())
    return text.endswith(".") and word is not None and word.group() in _SHORT | {"г"}


def _split(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    if "\t" in text[start:end]:
        yield start, end
        return
    here = start
    cuts = sorted({*_stops(text, start, end), *_enumerated(text, start, end)})
    for cut in cuts:
        yield here, cut
        here = cut
    yield here, end


def _stops(text: str, start: int, end: int) -> Iterator[int]:
    begun = start
    for match in _END.finditer(text, start, end):
        if _ends(text, begun, match):
            begun = match.end()
            yield begun


def _enumerated(text: str, start: int, end: int) -> Iterator[int]:
    """Where «2.» follows «1.» within one line."""
    opening = re.match(r"\s*(\d{1,2})[.)]\s", text[start:end])
    expected = int(opening.group(1)) + 1 if opening else 1
    for match in _NUMBERED.finditer(text, start, end):
        if int(match.group(1)) == expected and (expected > 1 or _has_next(text, match, end)):
            expected += 1
            yield match.start()


def _has_next(text: str, match: re.Match[str], end: int) -> bool:
    return any(m.group(1) == "2" for m in _NUMBERED.finditer(text, match.end(), end))


def _ends(text: str, begun: int, match: re.Match[str]) -> bool:
    """Whether the sign at `match` ends the sentence that began at `begun`."""
    if match.group()[0] != ".":
        return True
    found = _LAST_WORD.search(text[max(begun, match.start() - 40) : match.start()])
    word = found.group() if found else ""
    if word.lower() in _SHORT:
        return False
    if word.lower() == "г":
        before = text[begun : match.start() - 1].rstrip()
        return before[-1:].isdigit() and has_predicate(before)
    if re.fullmatch(r"\d{1,2}", word):
        return text[begun : match.start()].strip() != word
    return not re.fullmatch(r"(?:[А-ЯЁA-Z]\.)?[А-ЯЁA-Z]", word)
