"""What the question's rules look at: each sentence with its people, cues and contacts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import Enum
from functools import cached_property

from rules.contacts import Contact, ContactKind, contacts
from rules.document import Document, SegmentKind, Sentence, Token
from rules.model import Circular, Evidence, PartRole, Question
from rules.morphology import lemmas
from rules.names import NameReading
from rules.names.costs import first_name_cost
from rules.nominees import cues, cues_in_posts
from rules.nominees.pieces import pieces
from rules.persons import Person, PersonKind, find
from rules.phrases import Match, PhraseBook, load
from rules.positions import Position

BOOK = "nominees"


NOMINATIVE = frozenset({"nomn"})
_DOUBTFUL = 0.5
"""A name that only its endings make one, if it is read in this case."""


FULL = (PersonKind.FULL, PersonKind.SHORT, PersonKind.INITIALS)
"""Names that tell a surname, and whose."""
_BY_FULLNESS = (
    PersonKind.FIRST, PersonKind.SURNAME, PersonKind.GIVEN, PersonKind.INITIALS, PersonKind.SHORT,
    PersonKind.FULL,
)  # fmt: skip


class Role(Enum):
    """What a mention of a person is."""

    UNKNOWN = "unknown"
    NOMINATED = "nominated"
    WITHDRAWN = "withdrawn"
    MENTIONED = "mentioned"  # named on other business: signer, executor, contact
    WEAK = "weak"  # near the training, but nobody says plainly that he goes


@dataclass
class Mention:
    """A person at one place, and what is found about him there."""

    person: Person
    line: Line
    role: Role = Role.UNKNOWN
    rule: str = ""
    cases: frozenset[str] = frozenset()
    cue: Evidence | None = None
    added: bool = False
    doubted: bool = False
    """Nominated because nobody else can be meant; a person must look."""
    position: str | None = None
    phone: str | None = None
    email: str | None = None
    evidence: list[Evidence] = field(default_factory=list)
    echo: Mention | None = None
    """Where the rest of his name is told, further on: what stands behind that is his too."""
    share: tuple[int, int] = (0, 0)
    """From where to where the sentence tells of him, who is named for something else; or zeros."""

    @property
    def reading(self) -> NameReading:
        """The name in the nominative, with the cases its place allows: «на учёбу Михаила Латыпова»
        has no verb, and yet no nominative."""
        told = self.person.read(self.cases)
        if told.score < _DOUBTFUL and self.cases == {"nomn"}:
            plain = self.person.read()
            first = plain.first_name.lower()
            sure = first and first_name_cost(first, "m") < 0.1  # no woman is a «Михаила»
            return plain if sure and plain.score > told.score + 0.2 else told
        return told

    @property
    def fullness(self) -> int:
        """How much of his name is told: the more, the higher."""
        return _BY_FULLNESS.index(self.person.kind)

    @property
    def case(self) -> str:
        """The case in which his name stands, as far as its endings tell."""
        return self.person.read().case

    def may_be(self, *cases: str) -> bool:
        """Whether his name can stand in one of these cases."""
        return self.person.read(cases).case in cases

    def settle(self, role: Role, rule: str, cue: Evidence | None = None) -> None:
        """Give the mention its role and remember why."""
        self.role, self.rule, self.cue = role, rule, cue

    def take_post(self, found: Position, line: Line) -> None:
        """Give him a post that stands in this line."""
        self.position = found.value
        self.evidence.append(line.sentence.evidence("nominee.position", found.start, found.end))

    def take_contact(self, contact: Contact, line: Line) -> None:
        """Give him a number or an address that stands in this line, unless he has one."""
        if contact.kind is ContactKind.PHONE and self.phone is None:
            self.phone = contact.value
        elif contact.kind is ContactKind.EMAIL and self.email is None:
            self.email = contact.value
        else:
            return
        self.evidence.append(line.sentence.evidence("nominee.contact", contact.start, contact.end))


@dataclass
class Line:
    """A sentence with what stands in it. `number` counts the lines of all parts."""

    sentence: Sentence
    number: int
    mentions: list[Mention] = field(default_factory=list)
    cues: tuple[Match, ...] = ()
    contacts: tuple[Contact, ...] = ()
    training: bool = False
    begins: int | None = None
    """Where the line above begins, if this one goes on with its sentence."""
    joined: int = 0
    """End of the lines below that belong to this one, where its sentence was broken; or 0."""

    @cached_property
    def kind(self) -> SegmentKind:
        """Whose words they are."""
        return self.sentence.segment.kind

    @property
    def own(self) -> bool:
        """Whether the sender says it."""
        if self.kind is SegmentKind.SIGNATURE:
            sends = self.has("nominate", "send") or _PROPOSES.match(self.text)
            return bool(self.mentions) and bool(sends) and not self.has("other_next")
        return self.kind is SegmentKind.OWN

    @cached_property
    def text(self) -> str:
        """The words."""
        return self.sentence.text

    @property
    def end(self) -> int:
        """Where the sentence ends, with the lines that go on with it."""
        return max(self.joined, self.sentence.end)

    @property
    def tokens(self) -> tuple[Token, ...]:
        """Words, numbers, signs."""
        return self.sentence.tokens

    @property
    def nominated(self) -> list[Mention]:
        """The people put forward here, as far as is known yet."""
        return [m for m in self.mentions if m.role is Role.NOMINATED]

    @property
    def apart(self) -> bool:
        """Whether a blank line stands above it."""
        text, start = self.sentence.part.text, self.sentence.start
        return text[max(0, start - 80) : start].rstrip(" ").endswith("\n\n")

    @property
    def asks(self) -> bool:
        """Whether it ends as a question."""
        return self.text.rstrip().endswith("?")

    def lead(self, mention: Mention) -> str:
        """The words before a name."""
        return self.text[: max(0, mention.person.start - self.sentence.start)]

    def until_next(self, mention: Mention) -> int:
        """Where the name behind this one begins, or the sentence ends."""
        behind = (m.person.start for m in self.mentions if m.person.start > mention.person.end)
        return min(behind, default=self.sentence.end)

    def has(self, *means: str) -> bool:
        """Whether a cue of one of these meanings stands here."""
        return bool(self.cues) and any(c.phrase.means in means for c in self.cues)

    def has_phrase(self, name: str) -> bool:
        """Whether the cue of this name stands here."""
        return bool(self.cues) and any(c.phrase.name == name for c in self.cues)

    def find(self, *means: str) -> Match | None:
        """The first cue of one of these meanings."""
        return next((c for c in self.cues if c.phrase.means in means), None)


_PROPOSES = re.compile(
    r"\W*(?:предлага|рекоменду|выделя|назнача|определ|представля)\w*[юе]м?\b", re.I
)


@dataclass(frozen=True)
class Letter:
    """All lines of one part of a mail."""

    name: str
    role: PartRole
    lines: tuple[Line, ...]
    ocr: bool = False


_HEAD, _TAIL = 25_000, 5_000
"""So many characters of the sender's own words are read, from the beginning and the end of a mail:
no letter is so long, and the time for what is no letter stays bounded."""
_ROW = 5_000
"""A sentence or row that is longer is not read."""
_PEOPLE = 60
"""At most so many names are looked at."""

_VAGUE = frozenset({"группа", "состав", "система", "список"})


def letters(document: Document, question: Question, circular: Circular) -> tuple[Letter, ...]:
    """The parts of a mail as lines with their people, cues and contacts."""
    book = load(BOOK, circular.phrases)
    topic = frozenset(x for word in question.topic for x in lemmas(word)) - _VAGUE
    by_part: dict[str, list[Line]] = {}
    roles = {p.name: p for p in document.mail.parts}
    written = (piece for x in _within_bounds(document) for piece in _pieces(x))
    for number, sentence in enumerate(written):
        line = _line(sentence, number, book, topic)
        by_part.setdefault(sentence.part.name, []).append(line)
    room = _PEOPLE
    for lines in by_part.values():
        room = _add_people(lines, room)
        for line in lines:
            if line.mentions and line.cues:
                line.cues = cues_in_posts.outside_posts(
                    line.cues, [m.person for m in line.mentions], line.sentence
                )
    return tuple(
        Letter(name, roles[name].role, tuple(lines), roles[name].ocr)
        for name, lines in by_part.items()
    )


def is_cut(document: Document) -> bool:
    """Whether a mail is so long that not all of it is read."""
    lengths = [s.end - s.start for s in document.sentences if _is_written(s)]
    return sum(lengths) > _HEAD + _TAIL or max(lengths, default=0) > _ROW


def _is_written(sentence: Sentence) -> bool:
    return sentence.segment.kind in (SegmentKind.OWN, SegmentKind.SIGNATURE)


def _pieces(sentence: Sentence) -> Iterator[Sentence]:
    return pieces(sentence) if sentence.segment.kind is SegmentKind.OWN else iter((sentence,))


def _within_bounds(document: Document) -> Iterator[Sentence]:
    """The sentences that are read."""
    total = sum(s.end - s.start for s in document.sentences if _is_written(s))
    passed = 0
    for sentence in document.sentences:
        if not _is_written(sentence):
            yield sentence
            continue
        fits = sentence.end - sentence.start <= _ROW
        if fits and (passed < _HEAD or total - passed <= _TAIL):
            yield sentence
        passed += sentence.end - sentence.start


def _line(sentence: Sentence, number: int, book: PhraseBook, topic: frozenset[str]) -> Line:
    line = Line(sentence, number)
    if not _is_written(sentence):
        return line
    line.cues = cues.meant(book.find(sentence), sentence)
    line.training = line.has("training") or any(
        not topic.isdisjoint(token.lemmas)
        for token in sentence.tokens
        if token.text[0].isalpha() and token.text != "курсе"  # «глава в курсе»
    )
    line.contacts = contacts_within(sentence.part.text, sentence.start, sentence.end)
    return line


def contacts_within(text: str, start: int, end: int) -> tuple[Contact, ...]:
    """The numbers and addresses of `text[start:end]`, at their places in the whole text."""
    return tuple(
        replace(c, start=c.start + start, end=c.end + start) for c in contacts(text[start:end])
    )


def _add_people(lines: list[Line], room: int) -> int:
    """Find the people, also across line breaks; returns what room is left."""
    position = 0
    for line in lines:
        if not _is_written(line.sentence) or room <= 0:
            continue
        start, end = max(line.sentence.start, position), line.sentence.end
        for person in find(line.sentence.part.text, start, _reach(line, end)):
            if person.start < end:
                line.mentions.append(Mention(person, line))
                position = max(position, person.end)
        room -= len(line.mentions)
    return room


_NEXT_LINE = re.compile(r" *\n(?! *\n)[^\n]*")
_WORD_ALONE = re.compile(r" *\n *[^\W\d_]{2,25}(?=,? *(?:\n|\Z))")


def _reach(line: Line, end: int) -> int:
    """How far a name that begins in a line may go: into the next line, if that is adjacent, and
    on, where each line is a word: «Самсонова ⏎ Ева ⏎ Тихоновна»."""
    text = line.sentence.part.text
    alone = _WORD_ALONE.match(text, end)
    if alone is not None and len(line.text.split()) == 1:
        further = _WORD_ALONE.match(text, alone.end())
        return further.end() if further else alone.end()
    following = _NEXT_LINE.match(text, end)
    return min(end + 60, following.end()) if following else end


def evidence_of(cue: Match, line: Line) -> Evidence:
    """Evidence from a cue: «nominee.<phrase>»."""
    return cue.evidence(line.sentence, BOOK.removesuffix("s"))


__all__ = [
    "BOOK",
    "FULL",
    "NOMINATIVE",
    "Letter",
    "Line",
    "Mention",
    "PersonKind",
    "Role",
    "evidence_of",
    "is_cut",
    "letters",
]
