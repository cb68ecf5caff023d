"""People in tables: columns known by their headings, or by what stands in them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rules.contacts import ContactKind
from rules.names import decode
from rules.nominees.lines import Letter, Line, Mention, PersonKind, Role
from rules.persons import Person, find
from rules.positions import nominative

_COLUMNS = (
    ("surname", re.compile(r"^\W*фамилия\W*$", re.IGNORECASE)),
    ("first", re.compile(r"^\W*имя\W*$", re.IGNORECASE)),
    ("patronymic", re.compile(r"^\W*отчество\W*$", re.IGNORECASE)),
    ("name", re.compile(r"ф\.?\s?и\.?\s?о|фамили|сотрудник|слушател|кандидат|обуча|работник"
                        r"|специалист|участник|имя", re.IGNORECASE)),
    ("position", re.compile(r"должност|кем работает|чин\b|професси", re.IGNORECASE)),
    ("email", re.compile(r"e-?mail|почт|@|эл\.", re.IGNORECASE)),
    ("phone", re.compile(r"тел|моб|сот|контакт|номер|связ", re.IGNORECASE)),
    ("department", re.compile(r"отдел|подразделен|управлен|организац|учрежден|район|место",
                              re.IGNORECASE)),
    ("number", re.compile(r"^\W*(?:№.*|п/п|n)\W*$", re.IGNORECASE)),
)  # fmt: skip
_EMPTY = re.compile(r"[\s\-–—_/.]*$")
_FORMS = re.compile(
    r"(?:руководител|ответствен|исполнител|заполнил|глава|подпис|контакт|комисси)\w*", re.IGNORECASE
)


@dataclass(frozen=True)
class _Cell:
    text: str
    start: int
    end: int


@dataclass
class _Row:
    line: Line
    cells: list[_Cell]


def read(letter: Letter, context: bool) -> None:
    """Find the tables of a letter and give their people role, post and contacts."""
    for rows, leads in _tables(letter.lines):
        _read_table(rows, leads, context)


def _tables(lines: Sequence[Line]) -> Iterator[tuple[list[_Row], list[Line]]]:
    """The rows of each table, and the two lines that stand before it."""
    rows: list[_Row] = []
    leads: list[Line] = []
    for line in lines:
        if line.own and "\t" in line.text.strip():
            rows.extend(_split(line))
            continue
        if rows:
            yield rows, leads
            rows, leads = [], []
        if line.own:
            leads = [*leads[-1:], line]
    if rows:
        yield rows, leads


def _split(line: Line) -> Iterator[_Row]:
    at = line.sentence.start
    for text in line.text.split("\n"):
        cells, start = [], at
        for cell in text.split("\t"):
            cells.append(_Cell(cell, start, start + len(cell)))
            start += len(cell) + 1
        at += len(text) + 1
        yield _Row(line, cells)


def _read_table(rows: list[_Row], leads: Sequence[Line], context: bool) -> None:
    columns = _headings(rows[0])
    body = rows[1:] if columns else rows
    if columns is None:
        if len(rows) > 0 and all(len([c for c in r.cells if c.text.strip()]) <= 2 for r in rows):
            _form(rows, context)
            return
        columns = {}
    listing = _is_listing(rows, leads, context)
    for row in body:
        mention = _person(row, columns)
        if mention is None:
            continue
        _describe(mention, row, columns)
        cue = row.line.sentence.evidence("nominee.table_row")
        mention.settle(listing, "table_row", cue)
        row.line.mentions = [
            m
            for m in row.line.mentions
            if m.person.end <= mention.person.start or m.person.start >= mention.person.end
        ]
        for other in row.line.mentions:
            other.settle(Role.MENTIONED, "table_cell")
        row.line.mentions.append(mention)


def _headings(row: _Row) -> dict[int, str] | None:
    """Column roles by the words of the first row; None if it is no heading."""
    found: dict[int, str] = {}
    for index, cell in enumerate(row.cells):
        if any(p.kind in (PersonKind.FULL, PersonKind.INITIALS) for p in find(cell.text)):
            return None
        if re.search(r"\d{3}", cell.text) or len(cell.text) > 60:
            return None
        role = next((name for name, pattern in _COLUMNS if pattern.search(cell.text)), None)
        if role:
            found[index] = role
    named = {"name", "surname"} & set(found.values())
    return found if named and len(found) >= 2 else None


def _is_listing(rows: list[_Row], leads: Sequence[Line], context: bool) -> Role:
    """Whether the table lists those who are sent, or others, or it is not told."""
    if any(x.has("other_list") and not x.training for x in leads):
        return Role.MENTIONED
    told = context or rows[0].line.training
    if told or any(x.training or x.has("nominate", "list") for x in leads):
        return Role.NOMINATED
    return Role.WEAK


def _person(row: _Row, columns: dict[int, str]) -> Mention | None:
    wanted = [i for i, role in columns.items() if role in ("surname", "first", "patronymic")]
    cells = [row.cells[i] for i in sorted(wanted) if i < len(row.cells)] if len(wanted) > 1 else []
    if not cells:
        names = [i for i, role in columns.items() if role in ("name", "surname")]
        cells = [row.cells[i] for i in names if i < len(row.cells)][:1]
    if cells:
        return _from_cells(row, cells)
    for cell in row.cells:
        found = [
            p
            for p in find(cell.text)
            if p.kind in (PersonKind.FULL, PersonKind.SHORT, PersonKind.INITIALS)
        ]
        if found and found[0].start <= 4:
            return _mention(row, found[0], cell.start)
    return None


def _mention(row: _Row, person: Person, offset: int) -> Mention:
    moved = Person(
        offset + person.start, offset + person.end, person.words, person.kind, person.latin
    )
    return Mention(moved, row.line, cases=frozenset({"nomn"}))


def _from_cells(row: _Row, cells: list[_Cell]) -> Mention | None:
    """The name of one cell, or of the three columns of surname, name, patronymic."""
    text = " ".join(_unwrapped(c.text) for c in cells).strip()
    if _EMPTY.match(text) or re.search(r"\d{2}", text):
        return None
    start, end = cells[0].start, cells[-1].end
    found = find(text)
    if found and found[0].kind is not PersonKind.SURNAME:
        person = found[0]
        if len(cells) == 1 and person.words in cells[0].text:
            return _mention(
                row, person, cells[0].start + cells[0].text.find(person.words) - person.start
            )
        return Mention(
            Person(start, end, person.words, person.kind, person.latin),
            row.line,
            cases=frozenset({"nomn"}),
        )
    words = " ".join(text.split())
    if len(words.split()) <= 4 and words[:1].isupper() and decode(words, cases=("nomn",)):
        kind = PersonKind.SHORT if " " in words else PersonKind.SURNAME
        return Mention(Person(start, end, words, kind), row.line, cases=frozenset({"nomn"}))
    return None


_WRAP = re.compile(r"(?<=[А-ЯЁа-яё])[-‐]?\u2028(?=[а-яё]{1,5}(?:\s|\u2028|$))")


def _unwrapped(text: str) -> str:
    """A narrow cell that broke a word («Сайфутдинов/а») made whole."""
    return _WRAP.sub("", text).replace("\u2028", " ")


def _describe(mention: Mention, row: _Row, columns: dict[int, str]) -> None:
    for index, cell in enumerate(row.cells):
        role = columns.get(index, "")
        if role == "position" or (role in ("", "name") and mention.position is None):
            _position(mention, row, cell, sure=role == "position")
    for contact in row.line.contacts:
        if not row.cells[0].start <= contact.start < row.cells[-1].end + 1 or contact.fax:
            continue
        if contact.kind is ContactKind.EMAIL and mention.email is None:
            mention.email = contact.value
        elif contact.kind is ContactKind.PHONE and mention.phone is None:
            mention.phone = contact.value
        else:
            continue
        mention.evidence.append(
            row.line.sentence.evidence("nominee.contact", contact.start, contact.end)
        )
    if mention.phone is None:
        _plain_phone(mention, row, columns)


def _position(mention: Mention, row: _Row, cell: _Cell, *, sure: bool) -> None:
    text = " ".join(_unwrapped(cell.text).split())
    if _EMPTY.match(text) or (mention.person.start < cell.end and cell.start < mention.person.end):
        if not (cell.start <= mention.person.start and mention.person.end < cell.end):
            return
        text = row.line.sentence.part.text[mention.person.end : cell.end].strip(" ,–—-(\u2028")
    found = nominative(text, "nomn") if text else None
    if found is None and sure and text and not _EMPTY.match(text):
        found = text[:1].lower() + text[1:]
    if found:
        mention.position = found
        mention.evidence.append(
            row.line.sentence.evidence("nominee.position", cell.start, cell.end)
        )


def _plain_phone(mention: Mention, row: _Row, columns: dict[int, str]) -> None:
    """A number without any shape, in the column of telephones."""
    for index, role in columns.items():
        if role == "phone" and index < len(row.cells):
            digits = re.sub(r"\D", "", row.cells[index].text)
            if 3 <= len(digits) <= 7:
                mention.phone = digits
                cell = row.cells[index]
                mention.evidence.append(
                    row.line.sentence.evidence("nominee.contact", cell.start, cell.end)
                )


def _form(rows: list[_Row], context: bool) -> None:
    """Two columns, label and value: the value of a label that nominates, or «ФИО»."""
    for row in rows:
        cells = [c for c in row.cells if c.text.strip()]
        if len(cells) != 2 or _FORMS.search(cells[0].text):
            continue
        line = row.line
        label = any(
            c.phrase.means in ("nominate", "list", "training") and c.start < cells[0].end
            for c in line.cues
        )
        if not label or (not context and not line.training):
            continue
        for mention in line.mentions:
            if mention.person.start >= cells[1].start and mention.role is Role.UNKNOWN:
                cue = line.sentence.evidence("nominee.form_row", cells[0].start, cells[0].end)
                mention.settle(Role.NOMINATED, "form_row", cue)
                mention.cases = frozenset({"nomn"})
