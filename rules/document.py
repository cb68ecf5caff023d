"""A mail's texts as sentences and tokens with offsets: what the question modules read.

`Document` is made once a mail, by `rules.segments`. Only sentences whose segment is OWN (or
SIGNATURE, where a rule asks for it) can be evidence; quoted text and the circular's own words are
there for context only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from rules.model import Evidence, Mail, Part
from rules.morphology import lemmas


class SegmentKind(StrEnum):
    """Whose words a stretch of text is."""

    OWN = "own"  # the sender's words
    QUOTED = "quoted"  # somebody else's mail, quoted
    CIRCULAR = "circular"  # the circular's own words, quoted or copied without marks
    LETTERHEAD = "letterhead"  # heading of a letter on paper: sender, number and date, addressee
    SIGNATURE = "signature"  # who signs, executor, contacts below the letter


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch `part.text[start:end]` of one kind. The segments of a part tile its text."""

    part: Part
    kind: SegmentKind
    start: int
    end: int

    @property
    def text(self) -> str:
        """The words themselves."""
        return self.part.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number or sign; `start` and `end` are offsets into the part's text."""

    text: str
    start: int
    end: int

    @property
    def lemmas(self) -> frozenset[str]:
        """Dictionary forms of the word (see `rules.morphology.lemmas`)."""
        return lemmas(self.text)


_TOKEN = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*|\d+(?:[.,/:]\d+)*|[^\w\s]|_+")


@dataclass(frozen=True)
class Sentence:
    """One sentence (or table row, or list item) of a segment; offsets are into the part's text."""

    segment: Segment
    start: int
    end: int

    @property
    def part(self) -> Part:
        """The part this sentence stands in."""
        return self.segment.part

    @property
    def text(self) -> str:
        """The words themselves."""
        return self.segment.part.text[self.start : self.end]

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """Words, numbers and signs in order."""
        return tuple(
            Token(m.group(), self.start + m.start(), self.start + m.end())
            for m in _TOKEN.finditer(self.text)
        )

    def evidence(self, rule: str, start: int | None = None, end: int | None = None) -> Evidence:
        """Evidence from this sentence, whole or the given stretch (offsets into the part)."""
        first = self.start if start is None else start
        last = self.end if end is None else end
        return Evidence(self.part.name, first, last, self.part.text[first:last], rule)


@dataclass(frozen=True)
class Document:
    """All texts of a mail, segmented, in the order body, attachments."""

    mail: Mail
    segments: tuple[Segment, ...]
    sentences: tuple[Sentence, ...]

    def of(self, *kinds: SegmentKind) -> Iterator[Sentence]:
        """Sentences of segments of these kinds, in order."""
        return (s for s in self.sentences if s.segment.kind in kinds)
