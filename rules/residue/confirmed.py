"""Doubts of the questions' modules that a second reading dissolves.

A module doubts where its words are weak: a single cue, somebody whom no cue explains. Read again by
coarse classes of words alone, most such letters have nothing that speaks against the answer, and
something that speaks for it; then no person need look. Whatever is less plain keeps its doubt, and
what dissolves one is looked at by the cross-check as every other answer is.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from rules import phrases
from rules.document import Document
from rules.model import Circular, Evidence, Nominee, Nominees, Opinion, Readiness
from rules.morphology import fold
from rules.persons import find as find_persons
from rules.readiness.clauses import Statement
from rules.readiness.hedging import is_unsure
from rules.residue import crosscheck, crosscheck_names, crosscheck_people
from rules.residue.crosscheck_days import Day, days_to_come
from rules.residue.crosscheck_people import LONG_WORD, is_any_of
from rules.residue.crosscheck_words import Piece, Saying, grammar, sayings
from rules.residue.plain import PLAIN

Keyed = tuple[str, Opinion]
"""A question's key with what its module found."""


@dataclass(frozen=True)
class _Letter:
    """The letter as the second reader sees it."""

    document: Document
    circular: Circular

    @cached_property
    def said(self) -> Sequence[Saying]:
        """The sender's own sentences."""
        return sayings(self.document, self.circular)

    @property
    def today(self) -> date | None:
        """The day on which it was written."""
        return self.document.mail.date.date() if self.document.mail.date else None

    @cached_property
    def days(self) -> Sequence[Day]:
        """The days to come that may tell of readiness."""
        year = self.circular.on.year
        return list(days_to_come(self.said, self.today, year)) if self.today else []

    def holding(self, found: Iterable[Evidence]) -> Iterator[int]:
        """The numbers of the sentences in which these words stand."""
        words = list(found)
        return (at for at, saying in enumerate(self.said) if any(map(saying.holds, words)))


def opinions(
    document: Document, circular: Circular, found: Iterable[Keyed]
) -> tuple[tuple[str, Opinion], ...]:
    """The opinions, without the doubts that a second reading dissolves."""
    letter = _Letter(document, circular)
    return tuple((key, _settled(opinion, letter)) for key, opinion in found)


def _settled(opinion: Opinion, letter: _Letter) -> Opinion:
    if not opinion.doubts:
        return opinion
    answer = opinion.answer
    if isinstance(answer, Readiness):
        weak = all(doubt.name == "weak_readiness" for doubt in opinion.doubts)
        sure = weak and _is_plain(answer, letter)
    else:
        sure = _are_explained(answer, opinion, letter)
    return dataclasses.replace(opinion, doubts=()) if sure else opinion


# people


def _are_explained(answer: Nominees, opinion: Opinion, letter: _Letter) -> bool:
    """Whether those whom no cue explained are all that are named, each in full and with a post or
    a number, beside words of the training."""
    rules = {doubt.evidence[0].rule if doubt.evidence else "" for doubt in opinion.doubts}
    names = {nominee.name for nominee in answer.people}
    if rules != {"nominee.unexplained"} or answer.declined or answer.later or answer.withdrawn:
        return False
    if not {doubt.detail for doubt in opinion.doubts} <= names:
        return False
    if not all(_is_told_in_full(nominee) for nominee in answer.people):
        return False
    if any(saying.asks and "?" in saying.sentence.text for saying in letter.said):
        return False
    places = all(_stands_well(nominee, letter) for nominee in answer.people)
    return places and not _others_named(names, letter) and not _second_doubts(answer, letter)


def _second_doubts(answer: Nominees, letter: _Letter) -> bool:
    said = letter.said
    return bool(
        crosscheck_people.doubts(answer, said, letter.circular)
        or crosscheck_names.doubts(answer, said, letter.document)
    )


def _is_told_in_full(nominee: Nominee) -> bool:
    """A surname with a first name or a patronymic, and a post, a telephone or an address."""
    words = nominee.name.split()
    if len(words) < 2 or "." in nominee.name:
        return False
    named = any("Name" in grammar(fold(word)) for word in words[1:])
    return (named or any("Patr" in grammar(fold(word)) for word in words)) and bool(
        nominee.position or nominee.phone or nominee.email
    )


_OF_TRAINING = frozenset({"taught", "training", "enrol", "named"})
_SURELY_TAUGHT = frozenset({"taught", "enrol", "named"})
_EARLIER = re.compile(r"ранее|прежн|раньше|\bбыл[аио]?\b|ответ", re.IGNORECASE)


def _stands_well(nominee: Nominee, letter: _Letter) -> bool:
    """Whether the sentence denies nothing, and the training is spoken of there or just before."""
    for at in letter.holding(nominee.evidence[:1]):
        saying = letter.said[at]
        near = frozenset().union(*(s.classes for s in letter.said[max(0, at - 2) : at + 1]))
        near |= _told_around(letter.said, at)
        if _against(saying, nominee.evidence[0]) & {"no", "withdraws", "signed", "strict"}:
            return False
        if _EARLIER.search(saying.sentence.text) or not near & (_OF_TRAINING | {"people"}):
            return False
        last = at == len(letter.said) - 1 and not (nominee.phone or nominee.email)
        if not saying.classes & _OF_TRAINING and (last or _is_apart(saying)):
            return False
        if not (near & _SURELY_TAUGHT or _says(saying)):
            return False  # «Готовы. ⏎ Специалист Зуев П.П., 5-12-12»: he may be who wrote it
    return True


def _told_around(said: Sequence[Saying], at: int) -> frozenset[str]:
    """The training where the place of the name tells it: «На 2 вопрос: Зуев …» answers who will
    learn; «человека даю сразу. Зуев …»; «По людям: Зуев …»; «Зуев … В группу.»."""
    behind = said[at + 1 : at + 2]
    taught = any(s.classes & _SURELY_TAUGHT and _is_curt(s) for s in behind)
    given = (p for s in said[max(0, at - 1) : at] for p in s.pieces if "people" in p.classes)
    before = any(_is_given(p) and not p.classes & {"no", "withdraws"} for p in given)
    text = said[at].sentence.text
    if taught or _SECOND.match(text) or _OF_PEOPLE.match(text):
        return _OF_TRAINING
    return _OF_TRAINING if before else frozenset()


def _is_given(piece: Piece) -> bool:
    """«человека даю», «специалисты отобраны»; not «люди у нас хорошие»."""
    return _tells(piece) and (piece.has_stem(_GIVEN) or not {"есть", "даю"}.isdisjoint(piece.forms))


_GIVEN = ("дадим", "даем", "назнач", "выбра", "отобра", "определил", "определен", "наш", "назыв")


def _is_curt(saying: Saying) -> bool:
    """«В группу.», «Прошу обучить.»: a few words that only go on."""
    denied = saying.classes & {"no", "withdraws"} or saying.forms & {"некого", "некому", "никого"}
    return len(saying.forms) < 4 and not denied and not saying.sentence.is_question


_SECOND = re.compile(
    r"\s*(?i:на |по )?(?i:(?:п(?:\.|ункт\w*)|вопр\w*\.?)\s*)?(?:№ ?)?(?i:2|два|втор\w+)"
    r"(?:\s*[-–—.):](?=\s)|\s+(?:вопр|пункт|письм|п\.|[А-ЯЁ]))"
)
_OF_PEOPLE = re.compile(
    r"\s*(?:по |из |насчет |насчёт )?(?:люд\w+|человек\w*|кадр\w+|специалисты)\s*[:–—-]",
    re.IGNORECASE,
)


def _is_apart(saying: Saying) -> bool:
    """Whether a line stands below a finished sentence and a blank line, as a signature does."""
    text, start = saying.sentence.part.text, saying.sentence.start
    return _FINISHED.search(text[max(0, start - 80) : start]) is not None


_FINISHED = re.compile(r"[.!?…)][ \t]*\n[ \t]*\n\s*\Z")


def _says(saying: Saying) -> bool:
    return any(map(_tells, saying.pieces))


def _tells(piece: Piece) -> bool:
    return any({"VERB", "PRTS"} & grammar(form) for form in piece.forms)


def _against(saying: Saying, name: Evidence) -> frozenset[str]:
    """The sorts of the words around a name: of his piece alone if it tells of the training, or
    comes after «не Носов, а», else of the whole sentence."""
    here = saying.piece_at(name.start)
    if here is None:
        return saying.classes
    lead = saying.sentence.part.text[max(saying.sentence.start, here.start - 3) : here.start]
    told = here.classes & _OF_TRAINING or lead.strip() == "а"
    return here.classes if told else saying.classes


_GREETING = re.compile(r"\s*(?:уважаем|здравств|добр|дорог)", re.IGNORECASE)


def _others_named(names: Iterable[str], letter: _Letter) -> bool:
    """Whether anybody else is named in the letter, whoever is greeted apart."""
    known = [*names, *letter.circular.persons]
    for saying in letter.said:
        sentence = saying.sentence
        if _GREETING.match(sentence.text):
            continue
        for person in find_persons(sentence.part.text, sentence.start, sentence.end):
            words = LONG_WORD.findall(sentence.part.text[person.start : person.end])
            if not (person.kind.is_lone or is_any_of(words, known)):
                return True
    return False


# readiness


def _is_plain(answer: Readiness, letter: _Letter) -> bool:
    """Whether nothing in the letter speaks against the value, and something for it."""
    relied = [letter.said[at] for at in letter.holding(answer.evidence)]
    check = PLAIN.get(answer.value)
    if check is None or not relied or any(saying.aside for saying in relied):
        return False
    if any("elsewhere" in s.classes and not s.names_us for s in relied):
        return False
    if any("elsewhere" in s.classes for s in letter.said) and not any(s.names_us for s in relied):
        return False
    if not all(_is_meant(saying, letter) for saying in relied):
        return False
    if next(crosscheck.against(answer, letter.said, letter.today, letter.circular), None):
        return False
    return check(answer, _telling(relied, letter), letter.days)


def _is_meant(saying: Saying, letter: _Letter) -> bool:
    """Neither in jest nor with words of doubt: these need a person, however plain the rest is."""
    book = phrases.load("readiness", letter.circular.phrases)
    jest = _JEST.search(saying.sentence.text) is not None
    return not (jest or is_unsure(Statement(saying.sentence, book)))


_JEST = re.compile(r"\bшут|[:;]-?\)|\)\)", re.IGNORECASE)
_TELLING = frozenset(
    {"matter", "infra", "flat", "yes", "can", "promise", "findings", "lack", "need", "broken"}
    | {"ordered"}
)


def _telling(relied: Sequence[Saying], letter: _Letter) -> list[Piece]:
    """The pieces that may tell of readiness, and all those of the sentences relied on."""
    return [
        piece
        for saying in letter.said
        for piece in saying.of_matter
        if piece.classes & _TELLING or saying in relied
    ]
