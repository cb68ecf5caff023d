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
from itertools import groupby
from typing import NamedTuple

from rules.model import Evidence, Mail, Part
from rules.morphology import fold, lemmas


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

    def evidence(self, rule: str, start: int, end: int) -> Evidence:
        """Evidence from `self.text[start:end]`."""
        first, last = self.start + start, self.start + end
        return Evidence(self.part.name, first, last, self.part.text[first:last], rule)


class Token(NamedTuple):
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
        found = _TOKEN.finditer(self.part.text, self.start, self.end)
        return tuple([Token(m.group(), *m.span()) for m in found])

    @cached_property
    def places(self) -> tuple[int, ...]:
        """The indexes of the tokens that are words or numbers, not signs."""
        return tuple([i for i, token in enumerate(self.tokens) if token[0][0].isalnum()])

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Those words, folded as patterns see them."""
        tokens = self.tokens
        return tuple([fold(tokens[i][0]) for i in self.places])

    @property
    def is_question(self) -> bool:
        """Whether it ends in a question mark."""
        return self.text.rstrip(" !").endswith("?")

    def holds(self, evidence: Evidence) -> bool:
        """Whether the evidence begins in this sentence."""
        return evidence.part == self.part.name and self.start <= evidence.start < self.end

    def evidence(self, rule: str, start: int | None = None, end: int | None = None) -> Evidence:
        """Evidence from this sentence, whole or the given stretch (offsets into the part)."""
        first = self.start if start is None else start
        last = self.end if end is None else end
        return Evidence(self.part.name, first, last, self.part.text[first:last], rule)


def whole(part: Part, kind: SegmentKind = SegmentKind.OWN) -> Sentence:
    """All of a part as one sentence: a header, an example, a text put into other letters."""
    return Sentence(Segment(part, kind, 0, len(part.text)), 0, len(part.text))


@dataclass(frozen=True)
class Document:
    """All texts of a mail, segmented, in the order body, attachments."""

    mail: Mail
    segments: tuple[Segment, ...]
    sentences: tuple[Sentence, ...]

    def of(self, *kinds: SegmentKind) -> Iterator[Sentence]:
        """Sentences of segments of these kinds, in order."""
        return (s for s in self.sentences if s.segment.kind in kinds)

    def question(self, sentence: Sentence) -> str:
        """What somebody else's words ask that this sentence of the sender answers, or "".

        Between quoted lines it is the quoted sentence right above («> о готовности …» / «Да»);
        above a quote, the quote's own questions («Готовы ли Вы …? Кто поедет?»), unless that
        sentence stands too far from it. Quote marks and line breaks are left out.
        """
        for start, end, asked in self._asked.get(sentence.part.name, ()):
            if start <= sentence.start < end:
                return asked
        return ""

    @cached_property
    def _asked(self) -> dict[str, list[tuple[int, int, str]]]:
        """Stretches of the sender's words in each part, with what they answer."""
        found: dict[str, list[tuple[int, int, str]]] = {}
        for part in self.mail.parts:
            runs = list(self._runs(part))
            for number, (own, start, end) in enumerate(runs):
                if own:
                    above = part.text[slice(*runs[number - 1][1:])] if number else ""
                    below = part.text[end : end + _QUESTIONS_WITHIN]
                    inline = number > 1 or number + 1 < len(runs)
                    asked = _answered(above, below, inline=inline)
                    found.setdefault(part.name, []).append((start, end, asked))
        return found

    def _runs(self, part: Part) -> Iterator[tuple[bool, int, int]]:
        """The part in stretches of the sender's words and of others', in turn."""
        here = (segment for segment in self.segments if segment.part is part)
        for own, run in groupby(here, lambda s: s.kind not in _OTHERS):
            stretch = list(run)
            yield own, stretch[0].start, stretch[-1].end


_OTHERS = (SegmentKind.QUOTED, SegmentKind.CIRCULAR)
_QUESTIONS_WITHIN = 3_000
_QUOTE_MARK = re.compile(r"(?m)^[ \t>|]*>[ \t]?")
_LONG_WORD = re.compile(r"[^\W\d_]{4,}")
_STOP = re.compile(r"(?<=[.!?;])\s+|\n[ \t]*\n")


def _sentences(quote: str) -> list[str]:
    """Sentences of a quote, roughly, without quote marks and line breaks."""
    return [" ".join(x.split()) for x in _STOP.split(_QUOTE_MARK.sub("", quote)) if x.strip()]


def _answered(above: str, below: str, *, inline: bool) -> str:
    """What words between a quote `above` and a quote `below` answer."""
    if not above.strip():
        return _questions(below)
    return _last_asked(above) if inline else _questions(above) or _last_asked(above)


def _last_asked(quote: str) -> str:
    """The last sentence of a quote that says something (a signer's name does not): what words
    right below it answer."""
    found = _sentences(quote[-_QUESTIONS_WITHIN:])
    telling = (x for x in reversed(found) if x.endswith("?") or len(_LONG_WORD.findall(x)) > 2)
    return next(telling, found[-1] if found else "")


def _questions(quote: str) -> str:
    """The questions that a quote asks."""
    return " ".join(x for x in _sentences(quote) if x.endswith("?"))
