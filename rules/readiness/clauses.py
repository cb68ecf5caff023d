"""Sentences cut into clauses, and words with the classes that the rules of readiness ask for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from rules.dates import DateMention
from rules.document import Sentence, Token
from rules.other_matters import sorts
from rules.phrases import Match, PhraseBook
from rules.readiness.boxes import unsaid
from rules.readiness.clause import DAYS, SPOKEN_DAY, Clause
from rules.readiness.joining import JOINTS, merged
from rules.readiness.runon import split
from rules.readiness.spelling import spelt
from rules.readiness.words import Word, grammar

__all__ = ["SPOKEN_DAY", "Clause", "Statement", "Word", "grammar"]

_SIGNS = frozenset(",;:()—–-.!?…\u2028|=/")
_SO = frozenset({"значит", "следовательно"})


@dataclass(eq=False)
class Statement:
    """A sentence as the rules see it: its clauses and the phrases found in it, made when asked.

    `days` keeps the dates it names once they have been looked for.
    """

    sentence: Sentence
    book: PhraseBook
    days: list[DateMention] | None = None

    @cached_property
    def clauses(self) -> tuple[Clause, ...]:
        """Its clauses, in order."""
        return tuple(merged(list(_cut(self.sentence, self.book, self.others))))

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """The words of its clauses, in order."""
        return tuple([word for clause in self.clauses for word in clause.words])

    @cached_property
    def matches(self) -> tuple[Match, ...]:
        """The phrases in it, in order."""
        found = self.book.find(self.sentence)
        offered = unsaid(self.sentence.text) if found else ()
        return tuple([m for m in found if not self._is_within(m, offered)]) if offered else found

    def _is_within(self, match: Match, stretches: Sequence[tuple[int, int]]) -> bool:
        """Whether a word of a phrase stands in one of these stretches."""
        starts = (self.sentence.tokens[at].start - self.sentence.start for at in match.tokens)
        return any(a <= start < b for start in starts for a, b in stretches)

    @cached_property
    def classes(self) -> frozenset[str]:
        """All classes of its words."""
        others = self.others
        if not others:
            return frozenset().union(*map(self.book.classes, self.forms))
        plain = (t for t in self.sentence.tokens if t.start not in others)
        told = (self.book.classes(spelt(token.text)) for token in plain)
        return frozenset().union(*told, *others.values())

    @cached_property
    def others(self) -> dict[int, frozenset[str]]:
        """The sorts of the words of other matters, by where they begin."""
        return sorts(self.sentence.tokens, self.book.classes)

    @cached_property
    def forms(self) -> frozenset[str]:
        """All its words, folded."""
        return frozenset(map(spelt, [token.text for token in self.sentence.tokens]))

    @property
    def forms_in_order(self) -> list[str]:
        """All its words, folded, as they stand."""
        return [spelt(token.text) for token in self.sentence.tokens]

    @property
    def matters(self) -> bool:
        """Whether any rule could have something to say of it."""
        spaced = sum(len(form) == 1 for form in self.forms) > 4
        spaced |= any(form.startswith("готовы") for form in self.forms)
        return spaced or bool(_TRIGGERS & self.classes) or bool(self.matches) or self._is_a_day

    @property
    def _is_a_day(self) -> bool:
        """Whether it is short and may be no more than a date: «eta 29.08»."""
        tokens = self.sentence.tokens
        return len(tokens) < 14 and any(
            token.text[0].isdigit()
            or token.text.lower().startswith(DAYS)
            or SPOKEN_DAY.fullmatch(token.text.lower())
            for token in tokens
        )

    @property
    def is_question(self) -> bool:
        """Whether it ends in a question mark."""
        return self.sentence.text.rstrip().rstrip("!").endswith("?")

    def meaning(self, *means: str) -> tuple[Match, ...]:
        """The phrases that mean one of these."""
        return tuple([m for m in self.matches if m.phrase.means in means]) if self.matches else ()

    def words_of(self, match: Match) -> str:
        """The words of a phrase as they stand, with what is between them, in small letters."""
        return self.sentence.part.text[match.start : match.end].lower()

    def clause_at(self, offset: int) -> int:
        """Index of the clause that holds this offset (or the nearest before)."""
        return max((i for i, c in enumerate(self.clauses) if c.start <= offset), default=0)

    def clause_of(self, offset: int) -> Clause:
        """The clause that holds this offset (or the nearest before)."""
        return self.clauses[self.clause_at(offset)]


_TRIGGERS = frozenset(
    {"ready", "readiness", "unready", "connect", "connection", "infra", "obstacle", "works"}
    | {"report_later", "report_done", "working", "system", "will", "done", "yes", "preparing"}
    | {"possible", "term", "weigh", "matter", "all", "takeoff", "stance", "invites", "runs"}
    | {"impossible", "flows", "delay"}
)


def _cut(
    sentence: Sentence, book: PhraseBook, others: Mapping[int, frozenset[str]]
) -> Iterator[Clause]:
    """Pieces between signs and joining words. «В связи с» is no link, «ЗАТО» no conjunction."""
    words: list[Word] = []
    opener = ""
    text = sentence.part.text
    typed = sentence.text[:1].islower()
    title = _course(sentence)
    empty = unsaid(sentence.text)
    for token in sentence.tokens:
        if title and title[0] <= token.start < title[1]:
            continue
        if empty and any(a <= token.start - sentence.start < b for a, b in empty):
            continue
        form = spelt(token.text)
        cuts = token[0] in _SIGNS and not _glued(text, token)
        joins = form in JOINTS and token.text != "ЗАТО" and (bool(words) or form not in _SO)
        joins = joins and not (form == "а" and _ALSO.match(text, token.end) is not None)
        if cuts or joins or _is_cell(text, token, sentence):
            for piece in split(words, typed=typed) if words else ():
                yield Clause(sentence, tuple(piece), opener)
                opener = "|"
            kept = not words and cuts and opener in JOINTS
            words, opener = [], opener if kept else (form if cuts or joins else "\t")
            if cuts or joins:
                continue
        if form == "есть" and words and words[-1].form == "то":
            continue
        if token.text[0].isalnum() or token.text == "+":
            since = form == "связи" and words and words[-1].form == "в"
            silent = since or token.text == "Е"  # an initial, no «е» for «есть»
            kinds = others[token.start] if token.start in others else book.classes(form)
            if "absent" in kinds and form.startswith(_WANTING):
                kinds -= {"absent"}
            words.append(Word(form, frozenset() if silent else kinds, token))
    for piece in split(words, typed=typed) if words else ():
        yield Clause(sentence, tuple(piece), opener)
        opener = "|"


_WANTING = ("недостающ", "отсутствующ")
"""«после передачи недостающих лицензий»: what a thing is called denies nothing."""
_ALSO = re.compile(r"\s+также\b")
_COURSE = re.compile(
    r"(?:курс|тем[еау]|программ)\w*(?:\s+обучения)?\s+[«\"](?P<title>\w+(?:\s+\w+){2}[^\n]{0,140}?)[»\"]{1,2}(?!\w)",
    re.IGNORECASE,
)


def _course(sentence: Sentence) -> tuple[int, int] | None:
    """Where the title of a course stands («Использование возможностей …»): it says nothing."""
    if "«" not in sentence.text and '"' not in sentence.text:
        return None
    found = _COURSE.search(sentence.part.text, sentence.start, sentence.end)
    return found.span("title") if found else None


def _glued(text: str, token: Token) -> bool:
    """Whether a dash or slash stands inside a word or number."""
    if token.text not in "-/.=":
        return False
    before, after = text[token.start - 1 : token.start], text[token.end : token.end + 1]
    return before.isalnum() and after.isalnum()


def _is_cell(text: str, token: Token, sentence: Sentence) -> bool:
    """Whether this token begins a cell of a table row."""
    before = text[max(sentence.start, token.start - 2) : token.start]
    return "\t" in before
