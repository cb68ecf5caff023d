"""A clock that was ahead and has been set right: what it stamped is brought back to now.

Else a mail of "tomorrow" would outrank the correction that comes today, and a letter would wait for
a day that is no longer due. The order of the mails is that of their ids, which no clock can change.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from sqlalchemy import CursorResult, select, update
from sqlalchemy.orm import Session

from intake.store import queries
from intake.store.schema import AnswerRow, Letter, MailRow, Pace, Pulse, Settlement

log = logging.getLogger(__name__)

SLACK = timedelta(minutes=5)
"""By so much the clocks of several machines may differ."""

_STAMPS = (
    MailRow.received_at,
    AnswerRow.accepted_at,
    Settlement.at,
    Letter.created_at,
    Letter.sent_at,
    Pulse.at,
)


def set_right(session: Session, now: datetime) -> int:
    """If the last pass was in the future, stamp its rows anew; how many there were."""
    passes = (queries.pulse(session, name) for name in ("poll", "poll_error"))
    last = max((found.at for found in passes if found), default=now)
    if last <= now + SLACK:
        return 0
    ahead = last - now
    waiting = select(Letter).where(Letter.state == "due", Letter.next_try_at > now + SLACK)
    for letter in session.scalars(waiting):
        letter.next_try_at -= ahead
    for pace in session.scalars(select(Pace).where(Pace.next_at > now + SLACK)):
        pace.next_at -= ahead
    session.flush()
    changed = 0
    for stamp in _STAMPS:
        future = update(stamp.class_).where(stamp > now + SLACK).values({stamp.key: now})
        done = session.execute(future, execution_options={"synchronize_session": False})
        assert isinstance(done, CursorResult)
        changed += done.rowcount
    session.expire_all()
    log.warning("the clock was set back by %s: %d times of the future are now", ahead, changed)
    return changed
