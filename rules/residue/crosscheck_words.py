"""The second reader's text: the sender's own sentences cut into pieces with coarse word classes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rules import phrases
from rules.document import Document, SegmentKind, Sentence, Token
from rules.model import Circular, Evidence
from rules.morphology import WORDS, fold, parses
from rules.other_matters import sorts
from rules.phrases import PhraseBook
from rules.residue.leftovers import CONTRASTS

BOOK = "crosscheck"
_LIMIT = 20_000
"""Characters of own text that are read twice: a letter has a tenth of that."""
_SIGNS = frozenset(",;:()—–-.!?…\u2028")
_OF_MATTER = frozenset({"matter", "infra"})
_PLAINLY_OURS = frozenset({"system", "computing"})


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch between two signs: its folded words with the classes of each. `run` counts the
    full stops before it: who writes small letters leaves several sentences in one."""

    sentence: Sentence
    run: int
    start: int
    end: int
    forms: tuple[str, ...]
    words: tuple[frozenset[str], ...]
    classes: frozenset[str]

    @property
    def text(self) -> str:
        """The words themselves."""
        return self.sentence.part.text[self.start : self.end]

    def evidence(self, signal: str) -> Evidence:
        """The words, under the signal that took them."""
        return self.sentence.evidence(f"crosscheck.{signal}", self.start, self.end)

    def holds(self, evidence: Evidence) -> bool:
        """Whether the evidence begins in it."""
        return evidence.part == self.sentence.part.name and self.start <= evidence.start < self.end

    def has_stem(self, stems: str | tuple[str, ...]) -> bool:
        """Whether one of its words begins so."""
        return any(form.startswith(stems) for form in self.forms)

    def says(self, *words: str) -> bool:
        """Whether these very words stand in it, one behind the other."""
        rows = zip(*(self.forms[at:] for at in range(len(words))), strict=False)
        return words in rows


_ASKS = re.compile(r"уточни|сообщите|разъясн|подскаж|поясни|скажите|прос(?:им|ьба)|прошу", re.I)


@dataclass(frozen=True, slots=True)
class Saying:
    """A sentence of the sender's own, in pieces; `aside` if it is of another matter or asks."""

    sentence: Sentence
    pieces: tuple[Piece, ...]
    classes: frozenset[str]
    aside: bool

    @property
    def forms(self) -> frozenset[str]:
        """The folded words of all its pieces."""
        return frozenset(form for piece in self.pieces for form in piece.forms)

    @property
    def asks(self) -> bool:
        """Whether it asks, or asks to tell."""
        return self.sentence.is_question or _ASKS.search(self.sentence.text) is not None

    @property
    def names_us(self) -> bool:
        """Whether the matter's own name stands there, beside whatever else is told of."""
        return self.has_stem(_OUR_NAMES)

    def has_stem(self, stems: str | tuple[str, ...]) -> bool:
        """Whether one of its words begins so."""
        return any(piece.has_stem(stems) for piece in self.pieces)

    def holds(self, evidence: Evidence) -> bool:
        """Whether the evidence begins in this sentence."""
        return self.sentence.holds(evidence)

    def piece_at(self, offset: int) -> Piece | None:
        """The piece in which this place of the part lies."""
        return next((p for p in self.pieces if p.start <= offset < p.end), None)

    @property
    def of_days(self) -> Iterator[Piece]:
        """The pieces in which a day can tell of readiness."""
        if "office" in self.classes and not self.classes & _OF_MATTER:
            return
        mixed = "elsewhere" in self.classes  # «школу сдадим к 1-му, а Директум позже, к 5-му»
        for piece in self.of_matter:
            if not mixed or piece.classes & _PLAINLY_OURS:
                yield piece

    @property
    def of_matter(self) -> Iterator[Piece]:
        """The pieces that can tell of readiness: not of training, not asked, no other matter."""
        if self.aside:
            return
        taught = {piece.run for piece in self.pieces if "taught" in piece.classes}
        for piece in self.pieces:
            firm = bool(piece.classes & _OF_MATTER)
            if not (piece.classes & {"taught"} or (piece.run in taught and not firm)):
                yield piece


_OUR_NAMES = ("директум", "directum", "сэд", "эдо", "документооборот")


@lru_cache(maxsize=WORDS)
def grammar(form: str) -> frozenset[str]:
    """The grammemes of the likeliest parse of a folded word."""
    found = parses(form)
    return frozenset(found[0].tag.grammemes) if found else frozenset()


def is_left_to_you(piece: Piece) -> bool:
    """«осталось вам нажать кнопку»; not «осталось вам прислать ключи»."""
    yours = _YOURS & set(piece.forms) and not {"нам", "мне"} & set(piece.forms)
    return bool(yours) and "remains" in piece.classes and piece.has_stem(_PRESSES)


_YOURS = frozenset({"вам", "вами", "вашей", "вашего", "вашу"})
_PRESSES = ("кноп", "тумбл", "рубильн", "нажа", "щелк", "команд", "отмаш", "подключ", "включ")


def sayings(document: Document, circular: Circular) -> list[Saying]:
    """The sender's own sentences in order; what lies beyond the limit is left out."""
    book = phrases.load(BOOK, circular.phrases)
    found: list[Saying] = []
    read = 0
    for sentence in document.of(SegmentKind.OWN):
        read += sentence.end - sentence.start
        if read > _LIMIT:
            break
        pieces = tuple(_pieces(sentence, book))
        classes = frozenset().union(*(piece.classes for piece in pieces))
        found.append(Saying(sentence, pieces, classes, _is_aside(sentence, classes)))
    return found


def _is_aside(sentence: Sentence, classes: frozenset[str]) -> bool:
    if sentence.is_question:
        return True
    return bool(classes & {"elsewhere", "sorry"}) and not classes & _PLAINLY_OURS


def _pieces(sentence: Sentence, book: PhraseBook) -> Iterator[Piece]:
    forms: list[str] = []
    words: list[frozenset[str]] = []
    start = end = run = 0
    others = sorts(sentence.tokens, book.classes)
    for token in sentence.tokens:
        form = fold(token.text)
        if form in CONTRASTS or (token.text in _SIGNS and _parts(token, sentence)):
            if forms:
                yield _piece(sentence, run, (start, end), forms, words)
            run += token.text == "." and bool(forms) and _ends(forms[-1])
            forms, words = [], []
            continue
        if not forms:
            start = token.start
        end = token.end
        if form[0].isalnum():
            forms.append(form)
            words.append(others[token.start] if token.start in others else book.classes(form))
    if forms:
        yield _piece(sentence, run, (start, end), forms, words)


def _parts(token: Token, sentence: Sentence) -> bool:
    """Whether a sign parts words: not the hyphen of «18-го», nor the points of «П.Н.»."""
    text = sentence.part.text
    if token.text == "." and text[max(0, token.start - 2) : token.start].strip(" .").isupper():
        return len(text[max(0, token.start - 2) : token.start].strip(" .")) > 1
    return token.text != "-" or " " in text[max(0, token.start - 1) : token.end + 1]


def _is_a_reason(forms: Sequence[str], at: int) -> bool:
    """«в связи с её увольнением»: a preposition, and nothing of ours."""
    return at > 0 and tuple(forms[at - 1 : at + 2]) in _BECAUSE


_BECAUSE = {("в", "связи", "с"), ("в", "связи", "со")}


def _ends(form: str) -> bool:
    """Whether a full stop behind this word ends a sentence: «зав.», «2-30.» do not."""
    return len(form) > 3 and form.isalpha()


def _piece(
    sentence: Sentence,
    run: int,
    span: tuple[int, int],
    forms: list[str],
    words: list[frozenset[str]],
) -> Piece:
    if "связи" in forms:
        words = [
            frozenset() if _is_a_reason(forms, at) else classes for at, classes in enumerate(words)
        ]
    return Piece(sentence, run, *span, tuple(forms), tuple(words), frozenset().union(*words))
