"""Sentences of a segment: by punctuation, list items, table rows."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rules.document import Segment, Sentence
from rules.morphology import parses
from rules.segments.grammar import has_predicate, is_surname
from rules.segments.paragraphs import Layout

_LONGEST = 1500
_END = re.compile(  # its first character is one that the engine can skip to
    r"[.!?…тТPР](?:(?<=[.!?…])[.!?…]*[»\"”)]*(?=[\s\u2028]+[«\"“(–—-]{0,2}[\s\u2028]?[^\sа-яё])"
    r"|(?<=[!?])[!?]*(?=[А-ЯЁ])|(?<=[а-яё]{3}\.)(?=[А-ЯЁ][а-яё])"
    r"|(?<=[а-яё]{2}\.)(?=[ \n](?:[а-яё]{2}|[авикосу] ))"
    r"|(?<=\bт)чк\b\.?|(?<=\bТ)ЧК\b\.?|(?<=\b[PР])\.\s?[SЅ]\.:?)"
)
_SHORT_FORMS = """
ул тел доб им исп гл зам нач спец вед моб сот раб каб кв обл пос пгт пл пер просп наб корп оф вн
внутр эл адм мун ст инж см ср стр руб тыс млн гг янв февр авг сент окт нояб дек подп отп т е д п
с р н к вр врио исх вх рег прим тов гр проф акад ф о зав респ муниц сек тех юр физ пом секр чел
"""
_SHORT = frozenset(_SHORT_FORMS.split())
_CHAIN = re.compile(r"(?:[а-яё]{1,2}\.)+[а-яё]{1,2}")
_LAST_WORD = re.compile(r"[^\s\u2028«\"(,;:]*\Z")
_INITIALS = re.compile(r"(?:[А-ЯЁA-Z]\.[\s-]?)?[А-ЯЁA-Z]")
_NUMBERED = re.compile(r"(?<=[\s.;,:])(\d{1,2})[.)]\s?(?=[«\"]?[А-ЯЁа-яё]{2})")
_SOME_NUMBER = re.compile(r"\d[.)]")
_OPENING = re.compile(r"\s*(\d{1,2})[.)]\s?")
_FIRST_LETTER = re.compile(r"[^\W\d_]")
_NEXT_WORD = re.compile(r"[\s\u2028]*([А-ЯЁ][а-яё]+)")


def sentences(segment: Segment) -> Iterator[Sentence]:
    """The sentences of a segment, in order, without the white space around them."""
    text = segment.part.text
    layout = Layout(text, segment.start, segment.end, segment.part.ocr)
    for start, end in layout.paragraphs():
        for first, last in _split(text, start, end):
            yield from _trimmed(segment, first, last)


def _trimmed(segment: Segment, first: int, last: int) -> Iterator[Sentence]:
    text = segment.part.text
    piece = text[first:last]
    first += len(piece) - len(piece.lstrip())
    last -= len(piece) - len(piece.rstrip())
    while last - first > _LONGEST and "\t" not in text[first:last]:
        cut = text.rfind(" ", first + 1, first + _LONGEST)
        cut = cut if cut > first else first + _LONGEST
        yield Sentence(segment, first, cut)
        first = cut + (text[cut] == " ")
    if first < last:
        yield Sentence(segment, first, last)


def _split(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    if "\t" in text[start:end]:
        yield start, end
        return
    here = start
    items = dict(_enumerated(text, start, end))
    stops = (stop for stop in _stops(text, start, end) if stop not in items.values())
    for cut in sorted({*stops, *items}):
        yield here, cut
        here = cut
    yield here, end


def _stops(text: str, start: int, end: int) -> Iterator[int]:
    begun = start
    for match in _END.finditer(text, start, end):
        if _ends(text, begun, match):
            begun = match.end()
            yield begun


def _enumerated(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where «2.» follows «1.» within one line: the number's start, and the end of its sign."""
    if not _SOME_NUMBER.search(text, start, end):
        return
    opening = _OPENING.match(text, start, end)
    expected = int(opening.group(1)) + 1 if opening else 1
    found = list(_NUMBERED.finditer(text, start, end))
    numbers = {int(m.group(1)) for m in found}
    for match in found:
        if int(match.group(1)) == expected and (expected > 1 or 2 in numbers):
            expected += 1
            yield match.start(), match.end(1) + 1


def _ends(text: str, begun: int, match: re.Match[str]) -> bool:
    """Whether the sign at `match` ends the sentence that began at `begun`."""
    if match.group()[0] != ".":
        return True
    if _inside(text, begun, match):
        return False
    found = _LAST_WORD.search(text[max(begun, match.start() - 40) : match.start()])
    word = found.group() if found else ""
    small = (
        text[match.end() : match.end() + 1].isspace()
        and text[match.end() + 1 : match.end() + 2].islower()
    )
    return _typed_small(text, begun, word) if small else _is_last(text, begun, match, word)


def _is_last(text: str, begun: int, match: re.Match[str], word: str) -> bool:
    """Whether this word before the full stop can end a sentence: no abbreviation, no initials."""
    if word.lower() == "г":
        before = text[max(begun, match.start() - 300) : match.start() - 1].rstrip()
        return before[-1:].isdigit() and has_predicate(before)
    if word.isdigit() and len(word) < 3:
        return match.start() - begun > 8 or text[begun : match.start()].strip() != word
    if _INITIALS.fullmatch(word):
        return _surname_before(text, begun, match.start() - len(word), match.end())
    return word.lower() not in _SHORT and not _CHAIN.fullmatch(word.lower())


def _typed_small(text: str, begun: int, word: str) -> bool:
    """«готовы к подключению. если что звоните»: who begins small goes on small, and a whole word
    of the dictionary (or a name, by its length or ending) before the stop is no abbreviation.
    Behind a capital («Добрый день. мы готовы») it must be a long word of the dictionary."""
    if word.lower() in _SHORT:
        return False
    known = bool(parses(word)[0].is_known)
    first = _FIRST_LETTER.search(text, begun, begun + 20)
    if first is None or not first.group().islower():
        return known and len(word) > 4 and word.islower()
    return known or len(word) > 6 or (len(word) > 4 and word[-1] in "аеиоуыюя")


def _inside(text: str, begun: int, match: re.Match[str]) -> bool:
    """Whether a bracket that opened shortly before is still open behind the sign."""
    piece = text[max(begun, match.start() - 160) : match.end()]
    return piece.count("(") > piece.count(")") and ")" in text[match.end() : match.end() + 160]


def _surname_before(text: str, begun: int, initials: int, end: int) -> bool:
    """«Иванов И.И. Готовность …» ends; «К.З. Иванов» and «глава И.И. Иванов» do not."""
    before = text[max(begun, initials - 60) : initials].rstrip(" .").rsplit(maxsplit=1)[-1:]
    after = _NEXT_WORD.match(text, end)
    if not before or not before[0][:1].isupper() or len(before[0]) < 3 or not after:
        return False
    return not is_surname(after.group(1))
