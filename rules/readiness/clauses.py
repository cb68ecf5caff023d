"""Sentences cut into clauses, and words with the classes that the rules of readiness ask for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from rules.document import Sentence, Token
from rules.phrases import Match, PhraseBook
from rules.readiness.runon import split
from rules.readiness.spelling import spelt
from rules.readiness.words import Word, grammar

__all__ = ["Clause", "Statement", "Word", "grammar"]

_SIGNS = frozenset(",;:()—–-.!?…\u2028|=/")
_JOINTS = frozenset(
    {"зпт", "тчк", "но", "однако", "зато", "хотя", "причем", "а", "поэтому", "либо"}
)
_NOT = frozenset({"не", "ни"})


@dataclass(frozen=True)
class Clause:
    """Words that belong to one predicate. `opener` is the sign or conjunction before it."""

    sentence: Sentence
    words: tuple[Word, ...]
    opener: str

    @property
    def start(self) -> int:
        """Offset of the first word in the part."""
        return self.words[0].token.start

    @property
    def end(self) -> int:
        """Offset behind the last word in the part."""
        return self.words[-1].token.end

    @cached_property
    def classes(self) -> frozenset[str]:
        """All classes of its words."""
        return frozenset().union(*(word.classes for word in self.words))

    @cached_property
    def forms(self) -> frozenset[str]:
        """All its words, folded."""
        return frozenset(word.form for word in self.words)

    def where(self, *classes: str) -> list[int]:
        """Indexes of the words of any of these classes."""
        wanted = self.classes.intersection(classes)
        if not wanted:
            return []
        return [i for i, word in enumerate(self.words) if not wanted.isdisjoint(word.classes)]

    def first(self, *classes: str) -> int | None:
        """Index of the first word of any of these classes."""
        found = self.where(*classes)
        return found[0] if found else None

    def negation(self, index: int) -> int | None:
        """Index of the «не» or «ни» that negates this word, or None.

        Between may stand adverbs and the like (class `between`), and the auxiliary «быть».
        """
        for back in range(index - 1, max(-1, index - 6), -1):
            word = self.words[back]
            if word.form in _NOT:
                return back
            if not {"between", "will", "was"} & word.classes:
                return None
        return None

    def negated(self, index: int) -> bool:
        """Whether the word is negated. «не … не» is an assertion; «ни … не» denies once."""
        found = self.negation(index)
        if found is None or self.words[found + 1].form in {"просто", "только"}:
            return False
        outer = self.negation(found)
        return outer is None or outer == found - 1 or self.words[outer].form == "ни"

    def partly(self, index: int) -> bool:
        """Whether it is «не вполне», «не полностью» rather than flatly not."""
        found = self.negation(index)
        return found is not None and any(
            "degree" in word.classes for word in self.words[found + 1 : index]
        )

    def future(self, index: int) -> bool:
        """Whether an auxiliary («будем», «станет») or the word itself puts it in the future."""
        near = self.words[max(0, index - 5) : index + 4]
        return "futr" in self.words[index].grammar or any("will" in w.classes for w in near)

    @cached_property
    def denied(self) -> bool:
        """Whether the clause denies what it names: «нет …», «не имеется», «не вызывает …»."""
        absent = self.first("absent")
        if absent is not None and not self.negated(absent):
            return True
        cannot_but = {
            at + 2
            for at, (word, after) in enumerate(pairwise(self.words))
            if word.form in {"не", "нельзя"} and "possible" in after.classes | word.classes
        }
        if any(self.words[at].form == "не" for at in cannot_but if at < len(self.words)):
            return False
        return any(
            word.form == "не"
            and {"finite", "PRTS"} & after.grammar
            and "ready" not in after.classes
            for word, after in pairwise(self.words)
        )

    @cached_property
    def has_a_day(self) -> bool:
        """Whether a day is told: «8 сентября», «05.09.2011»."""
        return any(
            word.form.startswith(_DAYS) or (word.form[0].isdigit() and "." in word.form)
            for word in self.words
        )

    @property
    def has_predicate(self) -> bool:
        """Whether something is said here, or only named."""
        return any(
            {"finite", "short"} & word.grammar
            or {"ready", "absent", "yes", "impossible", "able"} & word.classes
            or (word.form.endswith("готовность") and self.has_a_day)
            for word in self.words
        )


@dataclass(frozen=True)
class Statement:
    """A sentence as the rules see it: its clauses and the phrases found in it, made when asked."""

    sentence: Sentence
    book: PhraseBook

    @cached_property
    def clauses(self) -> tuple[Clause, ...]:
        """Its clauses, in order."""
        return tuple(_merged(list(_cut(self.sentence, self.book))))

    @cached_property
    def matches(self) -> tuple[Match, ...]:
        """The phrases in it, in order."""
        return self.book.find(self.sentence)

    @cached_property
    def classes(self) -> frozenset[str]:
        """All classes of its words."""
        return frozenset().union(*map(self.book.classes, self.forms))

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
            or token.text.lower().startswith(_DAYS)
            or SPOKEN_DAY.fullmatch(token.text.lower())
            for token in tokens
        )

    @property
    def is_question(self) -> bool:
        """Whether it ends in a question mark."""
        return self.sentence.text.rstrip().rstrip("!").endswith("?")

    def meaning(self, *means: str) -> tuple[Match, ...]:
        """The phrases that mean one of these."""
        return tuple(m for m in self.matches if m.phrase.means in means)

    def clause_at(self, offset: int) -> int:
        """Index of the clause that holds this offset (or the nearest before)."""
        return max((i for i, c in enumerate(self.clauses) if c.start <= offset), default=0)


SPOKEN_DAY = re.compile(
    r"(?:перв|втор|четв|пят|шест|седьм|восьм|девят|десят|[а-я]+дцат)[ое][гм][оу]"
)
_DAYS = (
    *("январ", "феврал", "марта", "апрел", "июн", "июл", "август", "сентябр", "октябр"),
    *(
        "ноябр",
        "декабр",
        "завтра",
        "послезавтра",
        "понедельн",
        "вторн",
        "сред",
        "четверг",
        "пятниц",
    ),
)
_TRIGGERS = frozenset(
    {
        *("ready", "readiness", "unready", "connect", "connection", "infra", "obstacle", "works"),
        *(
            "report_later",
            "report_done",
            "working",
            "system",
            "will",
            "done",
            "yes",
            "preparing",
            "possible",
            "term",
            "all",
            "takeoff",
            "impossible",
            "flows",
        ),
    }
)


def _cut(sentence: Sentence, book: PhraseBook) -> Iterator[Clause]:
    """Pieces between signs and joining words. «В связи с» is no link, «ЗАТО» no conjunction."""
    words: list[Word] = []
    opener = ""
    text = sentence.part.text
    typed = sentence.text[:1].islower()
    for token in _without_choices(sentence.tokens):
        form = spelt(token.text)
        cuts = token.text in _SIGNS and not _glued(text, token)
        joins = form in _JOINTS and token.text != "ЗАТО"
        if cuts or joins or _is_cell(text, token, sentence):
            for piece in split(words, typed=typed) if words else ():
                yield Clause(sentence, tuple(piece), opener)
                opener = "|"
            words, opener = [], (form if cuts or joins else "\t")
            if cuts or joins:
                continue
        if token.text[0].isalnum() or token.text == "+":
            since = form == "связи" and words and words[-1].form == "в"
            words.append(Word(form, frozenset() if since else book.classes(form), token))
    for piece in split(words, typed=typed) if words else ():
        yield Clause(sentence, tuple(piece), opener)
        opener = "|"


def _without_choices(tokens: tuple[Token, ...]) -> Iterator[Token]:
    """The tokens without the choice of a form: «(да/нет)»."""
    if not any(token.text == "/" for token in tokens):
        yield from tokens
        return
    skip = 0
    for at, token in enumerate(tokens):
        here = [t.text.lower() for t in tokens[at : at + 3]]
        if here in (["да", "/", "нет"], ["имеется", "/", "отсутствует"], ["есть", "/", "нет"]):
            skip = 3
        if skip:
            skip -= 1
        else:
            yield token


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


_OURS = frozenset({"connect", "connection", "readiness", "ready", "system"})
_TRAINING = frozenset({"candidate", "other"})


_NEW_TERM = frozenset({"реальный", "новый", "окончательный", "верный", "настоящий", "точный"})


def _turns(held: Clause, piece: Clause) -> bool:
    """Whether the piece names another matter: «к подключению готовы, к обучению …»."""
    if piece.words[0].form in {"готовность", "техготовность"}:
        return True
    if piece.words[0].form in _NEW_TERM and "term" in piece.classes:
        return True
    if piece.words[0].form not in {"к", "по", "на", "насчет", "про", "для"}:
        return False
    ours, theirs = bool(_OURS & piece.classes), bool(_TRAINING & piece.classes)
    return (theirs and not ours and bool(_OURS & held.classes)) or (
        ours and not theirs and bool(_TRAINING & held.classes)
    )


def _is_relative(piece: Clause) -> bool:
    """«…, без которых вход не осуществляется»."""
    return piece.has_predicate and any(w.form.startswith("котор") for w in piece.words[:2])


def _merged(pieces: list[Clause]) -> Iterator[Clause]:
    """Join what only names something to the clause that says something of it."""
    held: Clause | None = None
    for piece in pieces:
        if held and piece.opener == ":" and "report_now" in held.classes:
            yield held
            held = None
        joint = piece.opener in _JOINTS or piece.opener in {";", "|"}
        joint |= held is not None and _is_relative(piece) and "possible" in held.classes
        if held is None:
            held = piece
        elif not joint and not (held.has_predicate and piece.has_predicate | _turns(held, piece)):
            held = Clause(held.sentence, held.words + piece.words, held.opener)
        else:
            yield held
            held = piece
    if held is not None:
        yield held
