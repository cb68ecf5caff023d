"""Days to come that the sender's own sentences name, beside training, papers and other matters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from rules import dates
from rules.model import Evidence
from rules.residue.crosscheck_words import Piece, Saying, grammar


@dataclass(frozen=True, slots=True)
class Day:
    """A day (or the days from `first` to `last`) with the piece and the sentence it stands in."""

    first: date | None
    last: date
    piece: Piece
    saying: Saying
    lead: str
    is_exact: bool

    @property
    def is_past(self) -> bool:
        """«идёт с понедельника», «в пятницу отправили», «хоть завтра»: nothing to come."""
        told = any({"past", "VERB"} <= grammar(form) for form in self.piece.forms)
        return told or self.lead in {"с", "со"} or "хоть" in self.piece.forms

    @property
    def is_given(self) -> bool:
        """«поручено до 01.09 подключиться»: the administration's own term."""
        return "given" in self.saying.classes

    def evidence(self) -> Evidence:
        """The sentence."""
        return self.saying.sentence.evidence("crosscheck.day")


def days_to_come(said: Sequence[Saying], today: date, year: int) -> Iterator[Day]:
    """The days after `today` that can tell of readiness; `year` where none is said."""
    for saying in said:
        pieces = list(saying.of_days)
        if not pieces:
            continue
        sentence = saying.sentence
        for mention in dates.find(sentence.text, today, year, sentence.start):
            if mention.is_reference or mention.last is None or mention.last <= today:
                continue
            piece = next((p for p in pieces if p.start <= mention.start < p.end), None)
            if piece and not piece.classes & {"office", "human"}:
                words = sentence.part.text[mention.start : mention.end]
                if words.startswith("недел"):
                    continue  # «отпустить на неделю»
                exact = any(map(str.isdigit, words)) or mention.certain
                yield Day(mention.first, mention.last, piece, saying, mention.lead, exact)
