"""People whom nobody accounts for, and nominees who stand where others are named."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from rules.document import Sentence
from rules.model import Doubt, Evidence, Nominees
from rules.morphology import parses
from rules.persons import Person, PersonKind
from rules.persons import find as find_persons
from rules.readiness.clauses import Statement
from rules.readiness.words import Word
from rules.residue.leftovers import Known, Rest, doubt
from rules.residue.signers import is_bare, misplaced, signs


def doubts(
    answer: Nominees, statements: Sequence[Statement], known: Known, rests: Iterable[Rest]
) -> list[Doubt]:
    """At most one doubt: a person without a role, a gap in a list, a nominee in a wrong place."""
    answered = bool(answer.people or answer.declined or answer.later or answer.withdrawn)
    names = list(_names(answer))
    signers = [s for s in statements if signs(s, statements, names, answered=answered)]
    strange = (s for s in statements if s not in signers)
    candidates = chain(
        (e for s in strange for e in _strangers(s, known, answered=answered)),
        _gaps(statements, answer),
        (e for e in names if _is_uneasy(e, statements)),
        misplaced(names, statements),
        () if answered else (r.evidence() for r in rests if _asserts(r)),
    )
    found = next(candidates, None)
    return [doubt("weak_nominee", found)] if found else []


def _asserts(rest: Rest) -> bool:
    """Whether somebody may be named: «Учиться некому», «персонал обучен» name nobody."""
    if not rest.marks & {"training", "sending"} or rest.marks & {"negative", "office"}:
        return False
    start = rest.clause.sentence.start
    capitals = rest.clause.sentence.text.isupper()
    return any(
        {"person", "finite"} & w.grammar == {"person"}
        or w.form in _MYSELF
        or (w.token.start > start and not w.classes and _may_be_a_name(w, capitals=capitals))
        for w in rest.clause.words
    )


def _may_be_a_name(word: Word, *, capitals: bool) -> bool:
    """Whether it has a capital letter and is no place; where all letters are capitals, it must be
    a word that can name: «НАЗОВЕМ», «НАСЧЕТ» cannot."""
    likeliest = parses(word.form)[0]
    if capitals and likeliest.is_known and _NO_NAMES & likeliest.tag.grammemes:
        return False
    return word.token.text[0].isupper() and "Geox" not in likeliest.tag.grammemes


_NO_NAMES = frozenset({"VERB", "INFN", "PREP", "ADVB", "CONJ", "PRCL", "NPRO", "inan"})


_MYSELF = frozenset({"я", "меня", "сам", "сама", "лично", "мне"})


def _names(answer: Nominees) -> Iterator[Evidence]:
    return (person.evidence[0] for person in answer.people if person.evidence)


def _is_uneasy(name: Evidence, statements: Iterable[Statement]) -> bool:
    """Whether a nominee stands where forms are signed, nobody is sent, or a name is put right."""
    for statement in statements:
        if statement.sentence.holds(name):
            classes = statement.classes
            drafts = _is_drafting(statement) and not classes & {"training", "sending"}
            nobody = _NOBODY & statement.forms and not _NOBODY_ELSE.search(statement.sentence.text)
            return drafts or bool(nobody) or bool(statement.meaning("retract"))
    return False


_NOBODY = frozenset({"некого", "некому", "никого"})
_NOBODY_ELSE = re.compile(r"\bбольше\s+(?:\w+\s+)?(?:некого|некому|никого|никто)\b", re.IGNORECASE)
"""«включите меня, больше некого»: the one who is named is meant all the more."""
_OF_CHIEF = frozenset({"руководителя", "руководителю", "руководителем", "руководителей"})


def _is_drafting(statement: Statement) -> bool:
    """A form is signed here; «секретарь руководителя» is a post."""
    book = statement.book
    return any("drafting" in book.classes(form) for form in statement.forms - _OF_CHIEF)


def _strangers(statement: Statement, known: Known, *, answered: bool) -> Iterator[Evidence]:
    """People in the sender's own words whose role nobody knows."""
    sentence = statement.sentence
    part = sentence.part
    training = bool(statement.classes & {"training", "sending"})
    if not training and (
        (answered and not is_bare(statement)) or statement.classes & {"official", "elsewhere"}
    ):
        return
    for person in find_persons(part.text, sentence.start, sentence.end):
        if person.kind.is_lone or _is_addressed(statement, person):
            continue
        if _CONTACT.search(part.text[sentence.start : person.start]):
            continue
        if not training and (
            _is_signer(statement, person) or (answered and _in_brackets(sentence, person))
        ):
            continue
        if not known.person(part.name, person.start, person.end) or (training and not answered):
            yield sentence.evidence("residue.person", person.start, person.end)


_CONTACT = re.compile(r"\b(?:вопрос\w*|справк\w+|контакт\w*|связ\w+)\b[^:.]{0,30}[:–—-]\s*$", re.I)
"""«Вопросы: Лидия Павловна, 5-11-11» names whom to call."""


def _is_addressed(statement: Statement, person: Person) -> bool:
    """«Андрей Борисович!» at the head of a sentence."""
    sentence = statement.sentence
    text = sentence.part.text
    behind = text[person.end : person.end + 1]
    return (
        person.kind is PersonKind.GIVEN and person.start == sentence.start and behind in {"!", ","}
    )


def _in_brackets(sentence: Sentence, person: Person) -> bool:
    """«Ростелеком (менеджер Аникина Вера) обещает»: an aside tells who somebody else is."""
    lead = sentence.part.text[sentence.start : person.start]
    return lead.rfind("(") > lead.rfind(")")


def _is_signer(statement: Statement, person: Person) -> bool:
    """Initials are how officials are named: beside another verb, or at the end of a line; whoever
    is not named in full beside a telephone or a letter is to be called or signs."""
    told = any({"finite", "short"} & w.grammar for w in statement.words)
    if "office" in statement.classes and person.kind is not PersonKind.FULL and not told:
        return True
    if person.kind is not PersonKind.INITIALS:
        return False
    if told:
        return True
    rest = statement.sentence.part.text[person.end : statement.sentence.end]
    return not any(letter.isalpha() for letter in rest)


_ITEM = re.compile(r"\s*(?:\d{1,2}\s?[.)]|[-–—•*])\s*([А-ЯЁ][а-яё]+)\s+([А-ЯЁ][а-яё]+)")


def _gaps(statements: Sequence[Statement], answer: Nominees) -> Iterator[Evidence]:
    """An item of a list of nominees in which nobody was found, though two words are names."""
    names = list(_names(answer))
    held = [any(map(s.sentence.holds, names)) for s in statements]
    for at, statement in enumerate(statements):
        sentence = statement.sentence
        if not held[at] and any(held[max(0, at - 1) : at + 2]) and _ITEM.match(sentence.text):
            yield sentence.evidence("residue.item")
