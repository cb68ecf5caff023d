"""Questionnaires: rows of a label and a value, numbered or not."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rules.contacts import ContactKind, contacts
from rules.morphology import parses
from rules.names import decode
from rules.nominees import cells, verbs
from rules.nominees.cells import Cell, Row
from rules.nominees.lines import FULL, NOMINATIVE, Line, Mention, PersonKind, Role
from rules.persons import Person, find
from rules.positions import nominative

_WHO = re.compile(
    r"ф\.?\s?и\.?\s?о|фамили|\bкого\b|\bкто\b|обуч|уч[её]б|слушател|кандидат|специалист|сотрудник"
    r"|работник|участник|курс|персон|учащ|учени[кц]|стаж[её]р",
    re.IGNORECASE,
)
_NOT_HE = re.compile(
    r"руководител|ответствен|отвеча|исполнител|заполн|\bглав[аы]|подпис|контактн\w+\s+лиц|комисси|составил"
    r"|направил|отправил|внес|внёс|сообщил|отправител|автор"
    r"|подготов|адресат|куратор|началь|координат|преподав",
    re.IGNORECASE,
)


def is_form(rows: Sequence[Row]) -> bool:
    """Whether each row has a label and at most one value, and no label is a person."""
    told = [r.filled for r in rows if r.filled]
    if not told or any(len(filled) > 2 for filled in told):
        return False
    return not any(p.kind in FULL for filled in told for p in find(filled[0].text))


def read(rows: Sequence[Row], context: bool) -> None:
    """The person of a row that asks for one, with post and contacts from the rows below."""
    current: list[Mention] = []
    pieces: dict[str, tuple[Line, Cell]] = {}
    for row in rows:
        if len(row.filled) != 2:
            continue
        label, value = row.filled
        piece = _PIECE.fullmatch(label.text)
        if piece:
            pieces[piece[1].lower()] = row.line, value
            current = _joined(pieces, label) or current
            continue
        people = _within(row.line, value)
        if _NOT_HE.search(label.text) or _does_otherwise(label.text):
            for mention in people:
                mention.settle(Role.MENTIONED, "form_filled")
            current = current if not people else []
        elif people and _WHO.search(label.text) and (context or row.line.training):
            current = _nominate(people, row.line, label)
        elif len(current) == 1 and not people:
            _describe(current[0], row.line, label, value)


_PIECE = re.compile(r"\W*(фамилия|имя|отчество)\W*", re.IGNORECASE)


def _joined(pieces: dict[str, tuple[Line, Cell]], label: Cell) -> list[Mention]:
    """The person whose surname, first name and patronymic stand in rows of their own."""
    if pieces.keys() != set(_ORDER):
        return []
    words = " ".join(cell.text.strip() for _, cell in map(pieces.__getitem__, _ORDER))
    line, surname = pieces[_ORDER[0]]
    for other, _ in pieces.values():
        other.mentions = []
    if decode(words, cases=("nomn",)) is None:
        return []
    mention = Mention(Person(surname.start, surname.end, words, PersonKind.FULL), line)
    line.mentions = [mention]
    pieces.clear()
    return _nominate([mention], line, label)


_ORDER = ("фамилия", "имя", "отчество")


_DOES = re.compile(r"\bкто\s+([а-яё]+)", re.IGNORECASE)
_LEARNS = re.compile(r"обуч|уч[аеиёу]|курс|заняти|\bбуд", re.IGNORECASE)


def _does_otherwise(label: str) -> bool:
    """«Кто отвечает за выборы», «кто заполнил»: whoever does something else than to go or learn."""
    does = _DOES.search(label)
    if does is None or _LEARNS.search(label):
        return False
    return "VERB" in parses(does[1])[0].tag.grammemes and not verbs.cases(does[1])


def _within(line: Line, cell: Cell) -> list[Mention]:
    return [
        m
        for m in line.mentions
        if cell.start <= m.person.start <= cell.end and m.role is Role.UNKNOWN
    ]


def _nominate(people: Sequence[Mention], line: Line, label: Cell) -> list[Mention]:
    full = [m for m in people if m.person.kind in FULL]
    for mention in full:
        cue = line.sentence.evidence("nominee.form_row", label.start, label.end)
        mention.settle(Role.NOMINATED, "form_row", cue)
        mention.cases = NOMINATIVE
    return full


def _describe(mention: Mention, line: Line, label: Cell, value: Cell) -> None:
    """Post, telephone or e-mail told in a row of its own."""
    text = " ".join(value.text.replace("\u2028", " ").split())
    told = {c.kind: c.value for c in reversed(contacts(value.text))}
    rule = "nominee.contact"
    if cells.POST.search(label.text) and mention.position is None and text:
        mention.position = nominative(text, "nomn") or text[:1].lower() + text[1:]
        rule = "nominee.position"
    elif cells.EMAIL.search(label.text) and ContactKind.EMAIL in told:
        mention.email = mention.email or told[ContactKind.EMAIL]
    elif cells.PHONE.search(label.text) and mention.phone is None:
        mention.phone = told.get(ContactKind.PHONE) or cells.short_number(text)
    else:
        return
    mention.evidence.append(line.sentence.evidence(rule, value.start, value.end))
