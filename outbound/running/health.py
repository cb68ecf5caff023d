"""The service's health for monitors: an exit status and a line, and a text file for Prometheus.

All of it is read from rows, so that it tells the truth of a service that has died, too.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from prometheus_client import CollectorRegistry, Gauge, write_to_textfile
from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from intake.store import queries
from intake.store.schema import Letter, MailRow
from outbound.writing.russian import counted


@dataclass(frozen=True, slots=True)
class Vitals:
    """Numbers of mails and letters by state, and when what was done last. Ages are in seconds,
    None for never; `waiting` is how long the oldest letter that is due has been waiting."""

    mails: dict[str, int]
    letters: dict[str, int]
    polled: float | None
    sent: float | None
    waiting: float
    trouble: str = ""

    @property
    def quarantined(self) -> int:
        """Mails that could not be read: a person looks."""
        return self.mails.get("quarantined", 0)

    @property
    def failed(self) -> int:
        """Letters that could not be sent: a person looks."""
        return self.letters.get("failed", 0)


def vitals(session: Session, now: datetime) -> Vitals:
    """How the service is now."""
    poll, trouble = queries.pulse(session, "poll"), queries.pulse(session, "poll_error")
    smtp = queries.pulse(session, "smtp")
    oldest = session.scalar(
        select(func.min(Letter.created_at)).where(Letter.state.in_(("due", "sending")))
    )
    failing = trouble is not None and (poll is None or trouble.at > poll.at)
    return Vitals(
        mails=_counts(session, MailRow.state),
        letters=_counts(session, Letter.state),
        polled=(now - poll.at).total_seconds() if poll else None,
        sent=(now - smtp.at).total_seconds() if smtp else None,
        waiting=max(0.0, (now - oldest).total_seconds()) if oldest else 0.0,
        trouble=trouble.detail if trouble and failing else "",
    )


def _counts(session: Session, state: InstrumentedAttribute[str]) -> dict[str, int]:
    rows = session.execute(select(state, func.count()).group_by(state))
    return {name: number for name, number in rows}  # noqa: C416 (mypy: rows are no plain pairs)


def is_late(found: Vitals, alarm_after: timedelta) -> bool:
    """Whether the mailbox was not read for too long."""
    return found.polled is None or found.polled > alarm_after.total_seconds()


def line(found: Vitals, alarm_after: timedelta) -> str:
    """One line in Russian for a monitor's screen."""
    told = []
    if found.polled is None:
        told.append("почта ещё не проверялась")
    else:
        minutes = counted(int(found.polled // 60), "минуту", "минуты", "минут")
        told.append(f"почта проверена {minutes} назад")
    if is_late(found, alarm_after) and found.trouble:
        told.append(found.trouble)
    for number, what in (
        (found.quarantined, "не разобрано писем"),
        (found.failed, "не ушло писем"),
    ):
        if number:
            told.append(f"{what}: {number}")
    state = "НЕ РАБОТАЕТ" if is_late(found, alarm_after) else "работает"
    return f"{state}: {'; '.join(told)}"


def write_metrics(path: Path, found: Vitals) -> None:
    """Replace the text file that node_exporter reads. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    write_to_textfile(str(path), _registry(found))


def _registry(found: Vitals) -> CollectorRegistry:
    registry = CollectorRegistry()
    for name, told, counts in (
        ("otklik_mails", "Mails by state", found.mails),
        ("otklik_letters", "Letters of ours by state", found.letters),
    ):
        gauge = Gauge(name, told, ["state"], registry=registry)
        for state, number in counts.items():
            gauge.labels(state).set(number)
    for name, told, value in (
        ("otklik_seconds_since_poll", "Since the mailbox was read", found.polled),
        ("otklik_seconds_since_sent", "Since a letter was sent", found.sent),
        ("otklik_oldest_due_seconds", "How long the oldest letter due has waited", found.waiting),
    ):
        if value is not None:
            Gauge(name, told, registry=registry).set(value)
    return registry
