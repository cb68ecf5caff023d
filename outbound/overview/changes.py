"""What has changed since an earlier moment: two matrices, side by side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from intake.store.schema import Letter
from outbound.campaign.workdays import last_workday
from outbound.office import zone
from outbound.overview.matrix import NOTHING, STATE_WORDS, Line, Matrix
from outbound.writing.wording import readiness_brief
from rules.model import Circular


@dataclass(frozen=True, slots=True)
class Change:
    """What is new of one recipient: «ответа нет → ответ получен», «готовность: к 01.09.2011»."""

    name: str
    news: tuple[str, ...]


def last_summary_at(session: Session, circular: Circular, now: datetime) -> datetime:
    """When the last summary of an earlier day was made; without one, this hour of the last working
    day."""
    local = now.astimezone(zone(circular))
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    made = session.scalar(
        select(func.max(Letter.created_at)).where(
            Letter.purpose == "summary",
            Letter.circular == circular.number,
            Letter.created_at < midnight,
        )
    )
    if made is not None:
        return made
    day = last_workday(local.date() - timedelta(days=1))
    return datetime.combine(day, local.timetz())


def changes(before: Matrix, after: Matrix) -> tuple[Change, ...]:
    """The recipients of whom something is new, in the circular's order."""
    pairs = zip(before.lines, after.lines, strict=True)
    found = (Change(new.recipient.name, tuple(_news(old, new))) for old, new in pairs)
    return tuple(change for change in found if change.news)


def _news(old: Line, new: Line) -> Iterator[str]:
    if old.state is not new.state:
        yield f"{STATE_WORDS[old.state]} → {STATE_WORDS[new.state]}"
    was, now = readiness_brief(old.readiness), readiness_brief(new.readiness)
    if was != now:
        yield f"готовность: {now}" if was == NOTHING else f"готовность: {was} → {now}"
    before, after = ([person.name for person in line.nominees] for line in (old, new))
    named = [name for name in after if name not in before]
    if named:
        yield f"специалист: {', '.join(named)}"
    if gone := [name for name in before if name not in after]:
        yield f"больше не значится: {', '.join(gone)}"
