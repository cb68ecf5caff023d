"""Lines and paragraphs: a line that the writer's program broke goes on, one he broke does not."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from rules.segments.grammar import is_given_name, is_proper, is_surname

_LINE = re.compile(r"[^\n]+")
_ITEM = re.compile(
    r"\s*(?:[-–—•*·▪+]\s?(?=[^\s\d-])|\d{1,2}(?:\.\d{1,2})?[.)]\s?(?=[^\W\d])|[а-яa-z]\)\s)"
)
_LABEL = re.compile(r"\s*[А-ЯЁ][^.!?:;|\n]{1,48}(?::|\s\|)\s?\S")
_OPENER = re.compile(
    r"\s*(?:\d{1,2}\.\d{2}\.\d{4}\b|(?:г|с|п|пос|пгт|ул)\.\s|№|исх\b|исп\b|тел\b|факс\b|моб\b|глава\s|и\.о\.|врио\s"
    r"|первый зам|заместитель\s(?:главы|руков)|руководител[ья]\s|управляющий\s|с уважением)",
    re.IGNORECASE,
)
_TERMINAL = re.compile(r"[.!?…:;]+[»\")]*\s*\Z")
_HANGING = re.compile(
    r"(?:,|[^\s-]-|[«(№]|\b(?:и|в|во|на|по|к|с|со|о|об|от|до|для|из|за|не|при|или|а|но|что|без)"
    r"|\b(?:г|ул|тел|им|пос|обл|доб|каб|стр|зам|гл)\.?|(?:\A|\s[а-яё]+,?\s)(?:[А-ЯЁ]\.\s?){1,2})\Z"
)
_UNFINISHED = re.compile(
    r"\b(?:г|ул|тел|им|пос|обл|доб|каб|стр|т|факс|зам|гл|вед|зав|нач|спец|инж|секр|пом|№)\.\s*\Z",
    re.I,
)
_DRAWN = re.compile(r"[|+](?:[-=+|\s]+\Z|.*\|\s*\Z)")
_TAIL = 60
_WIDEST = 130
_NARROWEST = 40


@dataclass(frozen=True)
class Layout:
    """How the lines of `text[start:end]` are broken."""

    text: str
    start: int
    end: int
    scanned: bool = False
    """Recognised from a picture: blank lines may stand within a paragraph."""

    @cached_property
    def lines(self) -> tuple[tuple[int, int], ...]:
        """Spans of the lines that hold something, without their newlines."""
        return tuple(m.span() for m in _LINE.finditer(self.text, self.start, self.end))

    @cached_property
    def width(self) -> int:
        """The column at which a program breaks the lines, or 0."""
        lengths = [last - first for first, last in self.lines if not self.is_row((first, last))]
        fitting = [n for n in lengths if n <= _WIDEST]
        if len(fitting) < 2 or 4 * (len(lengths) - len(fitting)) > len(lengths):
            return 0
        return max(fitting) if max(fitting) >= _NARROWEST else 0

    @cached_property
    def is_wrapped(self) -> bool:
        """Whether some line surely goes on in the next: it is long, and that begins small, or
        with a quotation mark; or several lines are full and break before names."""
        pairs = list(pairwise(self.lines))
        if any(self._goes_on_small(one, two) for one, two in pairs):
            return True
        full = [self._follows(two) for one, two in pairs if self._is_long(one, two)]
        return any(begin in '«("“' for begin in full) or len([b for b in full if b]) > 2

    def _is_long(self, one: tuple[int, int], two: tuple[int, int]) -> bool:
        """Whether line `one` has no end of its own and no room for the next word."""
        before, after = self.text[one[0] : one[1]].rstrip(), self.text[two[0] : two[1]].split()
        return (
            two[0] - one[1] == 1
            and len(before) >= _NARROWEST
            and bool(after)
            and len(before) + 1 + len(after[0]) > self.width - 2
            and not _TERMINAL.search(before)
        )

    def _follows(self, two: tuple[int, int]) -> str:
        """The first letter of line `two` if a sentence may go on there, else ""."""
        after = self.text[two[0] : two[1]].lstrip()
        return after[0] if _may_continue(after.split(maxsplit=1)[0]) else ""

    @cached_property
    def begins_small(self) -> bool:
        """Whether the writer begins sentences with small letters: they then prove nothing."""
        starts = [
            self.text[two[0] : two[1]].lstrip()[:1]
            for one, two in pairwise((self.lines[0], *self.lines))
            if two[0] - one[1] != 1 or _TERMINAL.search(self.text[one[0] : one[1]])
        ]
        return sum(letter.islower() for letter in starts) * 2 > len(starts)

    def is_row(self, line: tuple[int, int]) -> bool:
        """Whether a line is a row of a table, or of one drawn with bars and dashes."""
        return "\t" in self.text[line[0] : line[1]] or (
            self.text[line[0]] in "|+" and bool(_DRAWN.match(self.text, *line))
        )

    def _goes_on_small(self, one: tuple[int, int], two: tuple[int, int]) -> bool:
        text = self.text[one[0] : one[1]].rstrip()
        return (
            not self.begins_small
            and two[0] - one[1] == 1
            and self.text[two[0]].islower()
            and len(text) > 0.55 * self.width >= 22
            and not _TERMINAL.search(text[-_TAIL:])
        )

    def goes_on(self, one: tuple[int, int], two: tuple[int, int]) -> bool:
        """Whether line `two` continues the sentence of line `one`."""
        before, after = self.text[one[0] : one[1]].rstrip(), self.text[two[0] : two[1]]
        if not before or not after.strip() or _ITEM.match(after):
            return False
        if self.is_row(one) or self.is_row(two):
            return False
        if two[0] - one[1] > 1 and not self._only_spaced(before, after, two[0] - one[1]):
            return False
        tail = before[-_TAIL:]  # patterns for the end need not try every letter before
        unfinished = tail.endswith(".") and _UNFINISHED.search(tail) is not None
        unfinished = unfinished or _splits_initials(before, after)
        if not unfinished and _TERMINAL.search(tail):
            return False
        if unfinished or _HANGING.search(tail):
            return True
        opens = _OPENER.match(after) or _LABEL.match(after)
        return not opens and (
            two[0] - one[1] > 1
            or self._goes_on_small(one, two)
            or self._is_full(before, after)
            or _splits_name(before, after)
        )

    def _only_spaced(self, before: str, after: str, gap: int) -> bool:
        """Whether a blank line of a scan stands between a full line without an end and its rest."""
        cut = self.scanned and _HANGING.search(before[-_TAIL:]) is not None
        return (
            self.scanned
            and gap < 4
            and len(before) >= max(_NARROWEST, (0.6 if cut else 0.8) * self.width)
            and (not _TERMINAL.search(before) or _UNFINISHED.search(before) is not None)
            and _may_continue(after.split(maxsplit=1)[0])
        )

    def _is_full(self, before: str, after: str) -> bool:
        word = after.split(maxsplit=1)[0]
        full = len(before) + 1 + len(word) > self.width - 2
        shouted = before.isupper() and after.isupper() and self.width > 0
        return full and (shouted or self.is_wrapped) and _may_continue(word)

    def paragraphs(self) -> tuple[tuple[int, int], ...]:
        """Spans of lines joined where a program broke them."""
        found: list[tuple[int, int]] = []
        last: tuple[int, int] | None = None
        for line in self.lines:
            if last and self.goes_on(last, line):
                found[-1] = (found[-1][0], line[1])
            else:
                found.append(line)
            last = line
        return tuple(found)


_POLITE = re.compile(
    r"(?:Ваш|Вам|Вас|Губернатор|Президент|Правительств|Министерств|Российск|Федера)"
)
_LETTERS = re.compile(r"[А-ЯЁ][а-яё]+")


def _may_continue(word: str) -> bool:
    """Whether a line that begins with this word can go on with a sentence: a name can, a common
    word with a capital begins a new one."""
    found = _LETTERS.match(word)
    if not found or not word[0].isupper():
        return True
    return _POLITE.match(word) is not None or is_proper(found.group())


_NAME_BEFORE = re.compile(r"\S\s+([А-ЯЁ][а-яё-]{2,})\Z")
_NAME_BEHIND = re.compile(r"\s*([А-ЯЁ][а-яё-]{2,})\b")
_INITIAL_BEFORE = re.compile(r"[А-ЯЁ][а-яё-]{2,}\s[А-ЯЁ]\.\Z")
_INITIALS_BEFORE = re.compile(r"[А-ЯЁ][а-яё-]{2,}\s(?:[А-ЯЁ]\.\s?){1,2}\Z")
_BRACKET_BEHIND = re.compile(r"\s*\([а-яё]")
_INITIAL_BEHIND = re.compile(r"\s*[А-ЯЁ]\.(?!\s?[А-ЯЁ])")


def _splits_initials(before: str, after: str) -> bool:
    """«… направляем Иванова И.» / «И., техника»; «… Иванова И. И.» / «(техник)»."""
    if _BRACKET_BEHIND.match(after):
        return _INITIALS_BEFORE.search(before[-_TAIL:]) is not None
    return bool(_INITIAL_BEFORE.search(before[-_TAIL:]) and _INITIAL_BEHIND.match(after))


def _splits_name(before: str, after: str) -> bool:
    """«… направляем Иванова» / «Ивана Ивановича»."""
    one, two = _NAME_BEFORE.search(before), _NAME_BEHIND.match(after)
    if not one or not two or not is_given_name(two.group(1)):
        return False
    return is_surname(one.group(1)) or is_given_name(one.group(1))
