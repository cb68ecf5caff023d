"""The daily summary: where a circular stands, for the officers, as a letter and as a page.

It is due once a working day at the set time, by rows and the clock: after an outage the latest
one is sent, once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from intake.store.schema import Letter
from outbound.campaign.workdays import last_workday
from outbound.office import Office, zone
from outbound.overview import regions, workbook
from outbound.overview.changes import Change, changes, last_summary_at
from outbound.overview.health import Health, health
from outbound.overview.matrix import NOTHING, Line, Matrix, State, earlier, matrix
from outbound.sending.rows import added, row_of
from outbound.writing import compose
from outbound.writing.compose import Composed
from outbound.writing.message import Draft, new_message_id
from outbound.writing.russian import counted, day_digits, moment
from outbound.writing.wording import Person, area_codes, person, readiness_brief
from rules.model import Address, Circular

WIDTH: Final = 860
"""Of the page, in pixels; narrower windows get a narrower page."""

COLOURS: Final = {
    State.SETTLED: "#1e7b3a",
    State.PARTIAL: "#9a5b00",
    State.TO_CHECK: "#b03a00",
    State.BOUNCED: "#b3261e",
    State.ASKED: "#5a6776",
    State.NOT_ASKED: "#5a6776",
}


@dataclass(frozen=True, slots=True)
class Bar:
    """A total: `done` of `of`, the same as a percentage, the gain since the last summary."""

    title: str
    done: int
    of: int
    gain: int = 0

    @property
    def percent(self) -> int:
        """0…100."""
        return round(100 * self.done / self.of) if self.of else 0


@dataclass(frozen=True, slots=True)
class Row:
    """A recipient as the table shows it: all text."""

    name: str
    state: str
    colour: str
    readiness: str
    nominees: str
    last_contact: str
    to_do: str


@dataclass(frozen=True, slots=True)
class Trainee:
    """A member of the training group and who sends them."""

    recipient: str
    person: Person


@dataclass(frozen=True, slots=True)
class Summary:
    """All that a summary says; `before` is how things stood at the last one."""

    matrix: Matrix
    health: Health
    before: Matrix | None = None

    @property
    def subject(self) -> str:
        """«Сводка 22.08: ответили 9 из 13, готовы 6, просрочено 0, проверить 2»."""
        m = self.matrix
        day = m.at.astimezone(zone(m.circular))
        return (
            f"Сводка {day:%d.%m}: ответили {m.answered} из {len(m.lines)}, готовы {m.ready}, "
            f"просрочено {m.overdue}, проверить {len(m.checks)}"
        )

    @property
    def calls(self) -> tuple[Line, ...]:
        """Whom to call today."""
        return tuple(line for line in self.matrix.lines if line.reason_to_call)

    @property
    def bars(self) -> tuple[Bar, ...]:
        """The totals."""
        now = _totals(self.matrix)
        before = _totals(self.before) if self.before else now
        of = len(self.matrix.lines)
        return tuple(Bar(title, done, of, done - before[title]) for title, done in now.items())

    @property
    def changes(self) -> tuple[Change, ...]:
        """What is new since the matrix `before`."""
        return changes(self.before, self.matrix) if self.before else ()

    @property
    def trainees(self) -> tuple[Trainee, ...]:
        """The training group, in the order of the recipients."""
        codes = area_codes(self.matrix.circular)
        return tuple(
            Trainee(line.recipient.name, person(nominee, codes))
            for line in self.matrix.lines
            for nominee in line.nominees
        )


def _totals(m: Matrix) -> dict[str, int]:
    return {
        "Ответили": m.answered,
        "Ответили полностью": sum(line.state is State.SETTLED for line in m.lines),
        "Готовы": m.ready,
        "Назвали специалиста": sum(bool(line.nominees) for line in m.lines),
    }


def summarise(session: Session, circular: Circular, now: datetime) -> Summary:
    """The state of a circular and of the service at `now`."""
    before = earlier(session, circular, last_summary_at(session, circular, now))
    return Summary(matrix(session, circular, now), health(session, now), before)


def rows(m: Matrix) -> tuple[Row, ...]:
    """The table of all recipients, as text."""
    return tuple(_row(line, m) for line in m.lines)


def _row(line: Line, m: Matrix) -> Row:
    last = line.last_contact
    return Row(
        name=line.recipient.name,
        state=line.state_words,
        colour=COLOURS[State.BOUNCED] if line.overdue else COLOURS[line.state],
        readiness=readiness_brief(line.readiness),
        nominees=", ".join(nominee.name for nominee in line.nominees) or NOTHING,
        last_contact=f"{last.astimezone(zone(m.circular)):%d.%m %H:%M}" if last else NOTHING,
        to_do=line.to_do,
    )


def render(summary: Summary, office: Office) -> tuple[str, str]:
    """The summary as (text, HTML)."""
    return compose.render(
        "summary", office.folder(summary.matrix.circular.number), _context(summary, office)
    )


def _context(summary: Summary, office: Office) -> dict[str, Any]:
    circular, at = summary.matrix.circular, summary.matrix.at
    here = zone(circular)
    today = at.astimezone(here).date()
    return {
        **compose.base(office, summary.subject),
        "width": WIDTH,
        "summary": summary,
        "circular": circular,
        "at": moment(at, here),
        "deadline": _deadline_words(circular.deadline, today),
        "rows": () if regions.is_long(summary.matrix) else rows(summary.matrix),
        "limit": regions.LISTED if regions.is_long(summary.matrix) else None,
        "regions": regions.by_region(summary.matrix) if regions.is_long(summary.matrix) else (),
        "region_headings": regions.HEADINGS,
        "local": lambda when: moment(when, here) if when else "ещё не было",
        "names": {r.code: r.name for r in circular.recipients},
    }


def _deadline_words(deadline: date, today: date) -> str:
    days = (deadline - today).days
    if days > 0:
        return f"срок {day_digits(deadline)}, осталось {counted(days, 'день', 'дня', 'дней')}"
    if days == 0:
        return f"срок {day_digits(deadline)}, сегодня"
    return f"срок {day_digits(deadline)} истёк {counted(-days, 'день', 'дня', 'дней')} назад"


def write_page(path: Path, summary: Summary, office: Office) -> None:
    """The summary as an HTML page in a file."""
    path.write_text(render(summary, office)[1], encoding="utf-8")


def letter(office: Office, summary: Summary, to: Address) -> Composed:
    """The summary as a letter. Raises AddressError."""
    text, html = render(summary, office)
    return compose.composed(
        Draft(
            sender=office.sender,
            to=to,
            subject=summary.subject,
            text=text,
            html=html,
            message_id=new_message_id(office.domain),
            date=summary.matrix.at.astimezone(zone(summary.matrix.circular)),
            auto_submitted="auto-generated",
            attachments=(workbook.attachment(summary.matrix),),
        )
    )


def due_day(session: Session, office: Office, circular: Circular, now: datetime) -> date | None:
    """The working day whose summary is due and not made yet, or None.

    The latest day whose hour has come counts; earlier ones that were missed are not made up for.
    Where no summary was ever made, days before today are none of ours.
    """
    local = now.astimezone(zone(circular))
    day = local.date() if local.time() >= office.summary_at else local.date() - timedelta(days=1)
    day = last_workday(day)
    keys = [_key(circular, day, officer.lower()) for officer in circular.officers]
    if session.scalar(select(Letter.id).where(Letter.key.in_(keys)).limit(1)) is not None:
        return None
    return day if day == local.date() or _was_ever_made(session, circular) else None


def _key(circular: Circular, day: date, to: str) -> str:
    return f"summary:{circular.number}:{day.isoformat()}:{to}"


def _was_ever_made(session: Session, circular: Circular) -> bool:
    query = select(Letter.id).where(Letter.purpose == "summary", Letter.circular == circular.number)
    return session.scalar(query.limit(1)) is not None


def make_summaries(session: Session, office: Office, now: datetime) -> int:
    """Put the summaries that are due into the outbox, in the caller's transaction; how many."""
    made = 0
    for circular in office.circulars:
        if day := due_day(session, office, circular, now):
            made += len(add_summary(session, office, circular, now, day))
    return made


def add_summary(
    session: Session, office: Office, circular: Circular, now: datetime, day: date
) -> Sequence[Letter]:
    """A summary for each officer, as that of `day`; those that exist are left as they are."""
    summary = summarise(session, circular, now)
    letters = (letter(office, summary, Address("", officer)) for officer in circular.officers)
    made = [row_of(one, _key(circular, day, one.to), "summary", circular, now) for one in letters]
    return [row for row in made if added(session, row)]
