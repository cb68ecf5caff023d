"""A reading in the light of what stands when its mail came: asked of rows as it is recorded."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from intake.store import queries
from rules.amendments import amended
from rules.model import Answer, Circular, Kind, Reading


def in_context(
    session: Session,
    reading: Reading,
    circulars: Sequence[Circular],
    *,
    came_at: datetime,
    mail_id: int | None = None,
) -> Reading:
    """The reading with what it leaves of its recipient's answers that stood when the mail came;
    `mail_id` is the mail itself, whose own answers do not count, None if it is not stored."""
    circular = next((c for c in circulars if c.number == reading.circular), None)
    if circular is None or reading.kind is not Kind.REPLY:
        return reading
    standing: dict[str, Answer] = {}
    if reading.recipient:
        for given in queries.answers(session, circular.number, reading.recipient):
            if given.mail_id != mail_id and given.accepted_at <= came_at:
                standing[given.question] = given.answer
    return amended(reading, standing, circular)
