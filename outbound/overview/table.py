"""The table of recipients as administrations keep it: plain rows for workbook and export."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from outbound.office import zone
from outbound.overview.matrix import Line, Matrix, State
from outbound.writing.compose import inner_quotes
from outbound.writing.russian import one_line
from outbound.writing.wording import Person, area_codes, person, readiness_brief
from rules.model import Circular

HEADINGS = (
    "№ п/п",
    "Муниципальное образование",
    "Состояние",
    "Готовность",
    "Срок готовности",
    "Специалист для обучения",
    "Должность",
    "Телефон",
    "Эл. почта",
    "Последняя связь",
    "Что делать",
)
GROUP_HEADINGS = (
    "№ п/п", "Фамилия, имя, отчество", "Должность", "Телефон", "Эл. почта", "От кого",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class TableRow:
    """A recipient. Of several people each field has a line apiece; "" where nothing is known.
    `last_contact` is naive, in the circular's zone."""

    number: int
    name: str
    state: State
    state_words: str
    readiness: str
    ready_by: date | None
    people: str
    positions: str
    phones: str
    emails: str
    last_contact: datetime | None
    to_do: str

    @property
    def values(self) -> tuple[int | str | date | datetime | None, ...]:
        """The cells under `HEADINGS`."""
        return (
            self.number, self.name, self.state_words, self.readiness, self.ready_by, self.people,
            self.positions, self.phones, self.emails, self.last_contact, self.to_do,
        )  # fmt: skip


def title(circular: Circular, at: datetime) -> str:
    """What stands above the table: «… по состоянию на 22.08.2011, 17:30»."""
    local = at.astimezone(zone(circular))
    return (
        f"Ответы на письмо № {circular.number} от {circular.on:%d.%m.%Y} "
        f"«{inner_quotes(circular.subject)}» "
        f"по состоянию на {local:%d.%m.%Y, %H:%M}"
    )


def rows(m: Matrix) -> tuple[TableRow, ...]:
    """The table in the circular's order."""
    codes = area_codes(m.circular)
    return tuple(_row(number, line, m, codes) for number, line in enumerate(m.lines, 1))


def _row(number: int, line: Line, m: Matrix, codes: frozenset[str]) -> TableRow:
    people = [person(nominee, codes) for nominee in line.nominees]
    last = line.last_contact
    readiness = readiness_brief(line.readiness)
    return TableRow(
        number=number,
        name=line.recipient.name,
        state=line.state,
        state_words=line.state_words,
        readiness="" if readiness == "—" else readiness,
        ready_by=line.promised,
        people=_lines([one.name for one in people]),
        positions=_lines([one.position for one in people]),
        phones=_lines([domestic(one.phone) for one in people]),
        emails=_lines([one.email for one in people]),
        last_contact=last.astimezone(zone(m.circular)).replace(tzinfo=None) if last else None,
        to_do="" if line.to_do == "—" else line.to_do,
    )


def _lines(values: list[str]) -> str:
    """Of several people each has a number, the same in every column: cells wrap."""
    clean = [one_line(value, 300) for value in values]
    if len(clean) > 1:
        clean = [f"{n}. {value or '—'}" for n, value in enumerate(clean, 1)] if any(clean) else []
    return "\n".join(clean) if any(clean) else ""


def domestic(phone: str) -> str:
    """«8 (85147) 5-74-12»: as it is dialled inside the country, and no table program takes it for
    a formula."""
    return f"8{phone[2:]}" if phone.startswith("+7") else phone


@dataclass(frozen=True, slots=True)
class Member:
    """One of the training group, and who sends them."""

    person: Person
    sent_by: str

    @property
    def values(self) -> tuple[str, ...]:
        """The cells under `GROUP_HEADINGS`, after the number."""
        one = self.person
        fields = (one.name, one.position, domestic(one.phone), one.email, self.sent_by)
        return tuple(one_line(value, 300) for value in fields)


def group(m: Matrix) -> tuple[Member, ...]:
    """Everybody who stands nominated, in the circular's order."""
    codes = area_codes(m.circular)
    return tuple(
        Member(person(nominee, codes), line.recipient.name)
        for line in m.lines
        for nominee in line.nominees
    )
