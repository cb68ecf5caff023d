"""The service's health, for the summary, for monitors and for `check`.

All of it is read from rows, so that it tells the truth of a service that has died, too.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute, Session, defer

from intake.store import queries
from intake.store.schema import Letter, MailRow

LISTED: Final = 10
"""How many of the letters that failed are named."""

_WAITING: Final = ("due", "sending")


@dataclass(frozen=True, slots=True)
class Health:
    """How the service is at a moment: numbers of mails and letters by state, when what was done
    last (None: never), why the mailbox cannot be read now, the newest letters that failed."""

    at: datetime
    mails_by_state: dict[str, int]
    letters_by_state: dict[str, int]
    last_poll: datetime | None = None
    last_sent: datetime | None = None
    oldest_due: datetime | None = None
    trouble: str = ""
    failed: tuple[Letter, ...] = ()

    @property
    def mails(self) -> int:
        """Mails that came."""
        return sum(self.mails_by_state.values())

    @property
    def read(self) -> int:
        """Mails that were read."""
        return self.mails_by_state.get("read", 0)

    @property
    def quarantined(self) -> int:
        """Mails that could not be read: a person looks."""
        return self.mails_by_state.get("quarantined", 0)

    @property
    def too_large(self) -> int:
        """Mails whose contents were not fetched."""
        return self.mails_by_state.get("too_large", 0)

    @property
    def sent(self) -> int:
        """Letters that have left."""
        return self.letters_by_state.get("sent", 0)

    @property
    def due(self) -> int:
        """Letters that are to leave."""
        return sum(self.letters_by_state.get(state, 0) for state in _WAITING)

    @property
    def vetoed(self) -> int:
        """Letters that were forbidden, or no longer needed."""
        return self.letters_by_state.get("dropped", 0)

    @property
    def failures(self) -> int:
        """Letters that could not be sent, `failed` among them: a person looks."""
        return self.letters_by_state.get("failed", 0)

    def since(self, when: datetime | None) -> float | None:
        """Seconds from then until now."""
        return (self.at - when).total_seconds() if when else None

    @property
    def waiting(self) -> float:
        """For how many seconds the oldest letter that is to leave has waited."""
        return max(0.0, self.since(self.oldest_due) or 0.0)

    def is_late(self, alarm_after: timedelta) -> bool:
        """Whether the mailbox was not read for too long."""
        return self.last_poll is None or self.at - self.last_poll > alarm_after


def health(session: Session, now: datetime) -> Health:
    """How the service is now."""
    poll, sent = queries.pulse(session, "poll"), queries.pulse(session, "smtp")
    trouble = queries.pulse(session, "poll_error")
    lasts = trouble is not None and (poll is None or trouble.at > poll.at)
    return Health(
        at=now,
        mails_by_state=_counts(session, MailRow.state),
        letters_by_state=_counts(session, Letter.state),
        last_poll=poll.at if poll else None,
        last_sent=sent.at if sent else None,
        oldest_due=session.scalar(
            select(func.min(Letter.created_at)).where(Letter.state.in_(_WAITING))
        ),
        trouble=trouble.detail if trouble and lasts else "",
        failed=_failed(session),
    )


def _counts(session: Session, state: InstrumentedAttribute[str]) -> dict[str, int]:
    rows = session.execute(select(state, func.count()).group_by(state))
    return {name: number for name, number in rows}  # noqa: C416 (mypy: rows are no plain pairs)


def _failed(session: Session) -> tuple[Letter, ...]:
    query = select(Letter).options(defer(Letter.content)).where(Letter.state == "failed")
    return tuple(session.scalars(query.order_by(Letter.id.desc()).limit(LISTED)))
