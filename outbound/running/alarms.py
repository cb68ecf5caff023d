"""Alarms by mail: the mailbox could not be read for too long; and then, that it can be again.

One letter for each outage and one for its end, however many passes fail in between: an outage is
named by the last good pass before it. An alarm that has not left when the outage ends is dropped,
and nobody hears of its end.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from intake.store import queries
from intake.store.schema import Letter
from outbound.campaign.letters import Due
from outbound.office import Office, zone
from outbound.sending.rows import added, row_of
from outbound.writing import compose
from outbound.writing.message import Draft, new_message_id
from outbound.writing.russian import moment
from rules.model import Address

ALARM: Final = "alarm"
OVER: Final = "alarm_over"


def make_alarms(session: Session, office: Office, now: datetime) -> Due:
    """Put into the outbox what is due: an alarm, or the news that it is over."""
    last = queries.pulse(session, "poll")
    trouble = queries.pulse(session, "poll_error")
    if trouble is None or office.alarm_after is None:
        return Due()
    since = last.at if last else _first_seen(session, now)
    if last is None or trouble.at > last.at:
        if now - since < office.alarm_after:
            return Due()
        news = list(_begun(office, since, trouble.detail))
    else:
        news = list(_ended(session, office))
    return Due(sum(_added(session, office, now, one) for one in news))


def _first_seen(session: Session, now: datetime) -> datetime:
    """When a mailbox that was never read was first found unreadable."""
    seen = queries.pulse(session, "never_polled")
    if seen is None:
        queries.beat(session, "never_polled", now)
    return seen.at if seen else now


def still_due(session: Session, row: Letter, _now: datetime) -> str | None:
    """Asked when an alarm is about to leave."""
    last = queries.pulse(session, "poll")
    return "почта уже проверяется" if last and last.at > row.created_at else None


def _addresses(office: Office) -> tuple[str, ...]:
    """Whoever is named, else every officer."""
    officers = (address for circular in office.circulars for address in circular.officers)
    return office.alarm_to or tuple(dict.fromkeys(officers))


@dataclass(frozen=True, slots=True)
class _News:
    """What is told to whom; `context` is the template's."""

    key: str
    purpose: str
    to: str
    subject: str
    context: dict[str, Any]


def _begun(office: Office, since: datetime, why: str) -> Iterator[_News]:
    context = {"since": moment(since, _zone(office)), "why": why, "over": False}
    for to in _addresses(office):
        key = f"{ALARM}:{since:%Y%m%dT%H%M%S}:{to}"
        yield _News(key, ALARM, to, "Почта не проверяется", context)


def _ended(session: Session, office: Office) -> Iterator[_News]:
    """For each alarm that somebody has got and whose end nobody has told him."""
    told = set(session.scalars(select(Letter.key).where(Letter.purpose == OVER)))
    for row in session.scalars(
        select(Letter).where(Letter.purpose == ALARM, Letter.state == "sent")
    ):
        key = f"{OVER}:{row.key.removeprefix(f'{ALARM}:')}"
        if key not in told:
            context = {"since": moment(row.created_at, _zone(office)), "over": True}
            yield _News(key, OVER, row.to_address, "Почта снова проверяется", context)


def _zone(office: Office) -> ZoneInfo:
    return zone(office.circulars[0] if office.circulars else None)


def _added(session: Session, office: Office, now: datetime, news: _News) -> int:
    if session.scalar(select(Letter.id).where(Letter.key == news.key)) is not None:
        return 0
    context = {**compose.base(office, news.subject), **news.context}
    text, html = compose.render("alarm", None, context)
    letter = compose.composed(
        Draft(
            sender=office.sender,
            to=Address("", news.to),
            subject=news.subject,
            text=text,
            html=html,
            message_id=new_message_id(office.domain),
            date=now.astimezone(_zone(office)),
            auto_submitted="auto-generated",
        )
    )
    return int(added(session, row_of(letter, news.key, news.purpose, None, now)))
