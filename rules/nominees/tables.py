"""People in tables: columns known by their headings, or by what stands in them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from rules.contacts import Contact, contacts
from rules.morphology import parses
from rules.names import JOINED, decode
from rules.nominees import cells, forms, verbs
from rules.nominees.cells import Cell, Row
from rules.nominees.items import TRAINS, is_sentence
from rules.nominees.lines import FULL, NOMINATIVE, Letter, Line, Mention, PersonKind, Role
from rules.persons import Person, find
from rules.positions import nominative

_COLUMNS = (
    ("surname", re.compile(r"^\W*фамилия\W*$", re.IGNORECASE)),
    ("first", re.compile(r"^\W*имя(?:\W+(?:и\s+)?отчество)?\W*$", re.IGNORECASE)),
    ("patronymic", re.compile(r"^\W*отчество\W*$", re.IGNORECASE)),
    ("name", re.compile(r"ф\.?\s?и\.?\s?о|фамили|сотрудник|слушател|кандидат|обуча|работник"
                        r"|специалист|участник|имя", re.IGNORECASE)),
    ("position", cells.POST),
    ("email", cells.EMAIL),
    ("phone", cells.PHONE),
    ("department", re.compile(r"отдел|подразделен|управлен|организац|учрежден|район|место",
                              re.IGNORECASE)),
    ("number", re.compile(r"^\W*(?:№.*|п/п|n)\W*$", re.IGNORECASE)),
)  # fmt: skip
_EMPTY = re.compile(r"[\s\-–—_/.]*$")
_PLAN = re.compile(
    r"мероприяти|исполнител|ответствен|\bработ[аы]?\b|этап|задач|закупк|вид\s|комисси",
    re.IGNORECASE,
)
_REFUSED = re.compile(
    r"\bне\s+(?:едет|поедет|направля|направл|обуча|участв|включ|смо|мо[гж]|требу|нужда|нужно)"
    r"|уже\s+обуч|отказ|в\s+отпуске|уволен|куратор\b|больн",
    re.IGNORECASE,
)
_RESERVE = re.compile(r"резерв|запасн|при\s+необходимости|под\s+вопрос", re.IGNORECASE)


def read(letter: Letter, context: bool) -> None:
    """Find the tables of a letter and give their people role, post and contacts."""
    for lines, leads in _tables(letter.lines):
        _read_table(cells.rows(lines), lines, leads, context)


def _tables(lines: Sequence[Line]) -> Iterator[tuple[list[Line], list[Line]]]:
    """The lines of each table, and the two lines that stand before it."""
    table: list[Line] = []
    leads: list[Line] = []
    for line in lines:
        if line.own and cells.is_row(line):
            table.append(line)
            continue
        if table:
            yield table, leads
            table, leads = [], []
        if line.own:
            leads = [*leads[-1:], line]
    if table:
        yield table, leads


def _read_table(
    rows: list[Row], lines: Sequence[Line], leads: Sequence[Line], context: bool
) -> None:
    if not rows:
        return
    columns = _headings(rows[0])
    if columns is None and forms.is_form(rows):
        forms.read(rows, context)
        return
    listing = _is_listing(rows, leads, context)
    if columns is None and _is_plan(rows):
        listing = Role.MENTIONED
    named = [
        (mention, row)
        for row in (rows[1:] if columns else rows)
        if (mention := _person(row, columns or {}))
    ]
    others = _of_other_purpose([row for _, row in named], columns or {})
    for mention, row in named:
        _describe(mention, row, columns or {})
        if row in others:
            mention.settle(Role.MENTIONED, "row_of_other_purpose")
            continue
        role, rule = _role_of_row(row, mention, listing, columns or {})
        mention.settle(role, rule, row.line.sentence.evidence("nominee.table_row"))
    if named:
        _replace(lines, [m for m, _ in named], whole=columns is not None)


def _replace(lines: Sequence[Line], named: Sequence[Mention], *, whole: bool) -> None:
    """Put the people of the rows in the place of what was found in the running text."""
    for line in lines:
        mine = [m for m in named if m.line is line]
        line.mentions = [
            m
            for m in line.mentions
            if not any(
                m.person.start < x.person.end and x.person.start < m.person.end for x in mine
            )
        ]
        for other in line.mentions:
            if mine or whole:
                other.settle(Role.MENTIONED, "table_cell")
        line.mentions += mine


def _of_other_purpose(rows: Sequence[Row], columns: dict[int, str]) -> list[Row]:
    """Rows whose note tells another purpose, where the same note sends the others to training."""
    width = max((len(r.cells) for r in rows), default=0)
    for index in range(width):
        if index in columns:
            continue
        notes = [r.cells[index].text if index < len(r.cells) else "" for r in rows]
        if columns and any(TRAINS.search(n) and not _REFUSED.search(n) for n in notes):
            pairs = zip(rows, notes, strict=True)
            return [r for r, n in pairs if len(n.strip()) > 3 and not TRAINS.search(n)]
    return []


def _is_plan(rows: Sequence[Row]) -> bool:
    """Whether the first row names the columns of a plan: work, date, who does it."""
    told = rows[0].filled
    plain = not any(find(c.text) or re.search(r"\d{3}", c.text) for c in told)
    return plain and len(told) > 1 and any(_PLAN.search(c.text) or _is_done(c.text) for c in told)


def _is_done(heading: str) -> bool:
    """«Обследовал», «Кто проверил»: a column of those who did something."""
    words = heading.split()
    if not 0 < len(words) < 3:
        return False
    first = parses(words[-1])[0]
    return {"VERB", "past"} <= first.tag.grammemes and not verbs.cases(first.word)


def _role_of_row(
    row: Row, mention: Mention, listing: Role, columns: dict[int, str]
) -> tuple[Role, str]:
    """The role of the list, unless a note in the row says otherwise."""
    notes = [c for i, c in enumerate(row.cells) if columns.get(i) not in ("name", "position")]
    told = " ".join(c.text for c in notes if c.start > mention.person.start)
    if listing is not Role.MENTIONED and _REFUSED.search(told):
        return Role.MENTIONED, "row_refused"
    if listing is Role.NOMINATED and _RESERVE.search(told):
        return Role.WEAK, "row_reserve"
    return listing, "table_row"


def _headings(row: Row) -> dict[int, str] | None:
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


def _is_listing(rows: list[Row], leads: Sequence[Line], context: bool) -> Role:
    """Whether the table lists those who are sent, or others, or it is not told."""
    if any(x.has("other_list") and not x.training and _announces(x) for x in leads):
        return Role.MENTIONED
    told = context or rows[0].line.training
    if told or any(x.training or x.has("nominate", "list") for x in leads):
        return Role.NOMINATED
    return Role.WEAK


def _from_columns(row: Row, parts: Sequence[Cell]) -> Mention | None:
    """The name that stands in columns of its own: surname, first name and patronymic."""
    words = " ".join(" ".join(_unwrapped(c.text) for c in parts).split())
    reading = decode(words, cases=("nomn",))
    if reading is None or not (reading.surname and reading.first_name) or "." in words:
        return None
    kind = PersonKind.FULL if reading.patronymic else PersonKind.SHORT
    start, end = min(c.start for c in parts), max(c.end for c in parts)
    return _named(row, Person(start, end, words, kind))


def _named(row: Row, person: Person) -> Mention:
    """Whoever is named in a cell is so in the nominative."""
    return Mention(person, row.line, cases=NOMINATIVE)


def _announces(line: Line) -> bool:
    """«Состав комиссии:», no sentence about something else: «Рабочие места готовы.»"""
    return (
        not is_sentence(line) and not line.text.rstrip().endswith(".")
    ) or line.text.rstrip().endswith(":")


def _person(row: Row, columns: dict[int, str]) -> Mention | None:
    wanted = [i for i, role in columns.items() if role in ("surname", "first", "patronymic")]
    parts = [row.cells[i] for i in sorted(wanted) if i < len(row.cells)] if len(wanted) > 1 else []
    told = _from_columns(row, parts) if len(parts) > 1 else None
    if told is not None:
        return told
    if not parts:
        names = [i for i, role in columns.items() if role in ("name", "surname")]
        parts = [row.cells[i] for i in names if i < len(row.cells)][:1]
    if parts:
        return _from_cells(row, parts)
    for cell in row.cells:
        found = [p for p in find(cell.text) if p.kind in FULL]
        if found and found[0].start <= 4:
            return _named(row, _moved(found[0], cell.start))
    return None


def _moved(person: Person, by: int) -> Person:
    return replace(person, start=person.start + by, end=person.end + by)


def _from_cells(row: Row, parts: list[Cell]) -> Mention | None:
    """The name of one cell, or of the three columns of surname, name, patronymic."""
    text = " ".join(_unwrapped(c.text) for c in parts).strip()
    if _EMPTY.match(text) or re.search(r"\d{2}", text):
        return None
    start, end = parts[0].start, parts[-1].end
    found = find(text)
    if found and found[0].kind is not PersonKind.SURNAME:
        person = found[0]
        if len(parts) == 1 and person.words in parts[0].text:
            at = start + parts[0].text.find(person.words)
            return _named(row, _moved(person, at - person.start))
        return _named(row, replace(person, start=start, end=end))
    words = " ".join(text.split())
    small = any(w[:1].islower() and w not in JOINED for w in words.split())
    if len(words.split()) <= 4 and not small and decode(words, cases=("nomn",)):
        kind = PersonKind.SHORT if " " in words else PersonKind.SURNAME
        return _named(row, Person(start, end, words, kind))
    return None


_WRAP = re.compile(r"(?<=[А-ЯЁа-яё])[-‐]?\u2028(?=[а-яё]{1,5}(?:\s|\u2028|$))")


def _unwrapped(text: str) -> str:
    """A narrow cell that broke a word («Сайфутдинов/а») made whole."""
    return _WRAP.sub("", text).replace("\u2028", " ")


def _describe(mention: Mention, row: Row, columns: dict[int, str]) -> None:
    # A post stands behind a name more often than before it; before it may stand the row's heading.
    order = sorted(range(len(row.cells)), key=lambda i: row.cells[i].end <= mention.person.start)
    for index in order:
        cell, role = row.cells[index], columns.get(index, "")
        if role == "position" or (role in ("", "name") and mention.position is None):
            _position(mention, row, cell, sure=role == "position")
    for contact in _contacts(row):
        mention.take_contact(contact, row.line)
    if mention.phone is None:
        _plain_phone(mention, row, columns)


def _contacts(row: Row) -> Iterator[Contact]:
    """The numbers and addresses of a row, at their places, or that of a cell of several lines."""
    for cell in row.cells:
        for contact in contacts(cell.text):
            start, end = cell.start + contact.start, cell.start + contact.end
            if "\u2028" in cell.text:
                start, end = cell.start, cell.end
            if not contact.fax:
                yield replace(contact, start=start, end=end)


def _position(mention: Mention, row: Row, cell: Cell, *, sure: bool) -> None:
    told = min([c.start for c in contacts(cell.text)], default=len(cell.text))
    text = " ".join(_unwrapped(cell.text[:told]).split()).rstrip(" ,;(–—-")
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


def _plain_phone(mention: Mention, row: Row, columns: dict[int, str]) -> None:
    """A number without any shape, in the column of telephones."""
    for index, cell in enumerate(row.cells):
        number = cells.short_number(cell.text) if columns.get(index) == "phone" else None
        if number:
            mention.phone = number
            mention.evidence.append(
                row.line.sentence.evidence("nominee.contact", cell.start, cell.end)
            )
