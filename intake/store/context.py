"""A reading in the light of what stands when its mail came: asked of rows as it is recorded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from intake.store import queries, readings
from rules.answers import says_something
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
        asked = [question.key for question in circular.questions]
        standing = queries.answers_before(
            session, circular.number, reading.recipient, asked, mail_id=mail_id, until=came_at
        )
    return _amended(reading, standing, circular)


def _amended(reading: Reading, standing: Mapping[str, Answer], circular: Circular) -> Reading:
    from rules.amendments import amended  # loaded with the first mail that is read

    return amended(reading, standing, circular)


class Recording:
    """What recipients' answers are while the mails of one moment are recorded one after another:
    asked once for each recipient, and kept in step with what is recorded."""

    def __init__(self, session: Session, circulars: Sequence[Circular], came_at: datetime) -> None:
        self._session, self._came_at = session, came_at
        self._circulars = {circular.number: circular for circular in circulars}
        self._standing: dict[tuple[str, str], dict[str, Answer]] = {}

    def in_context(self, reading: Reading) -> Reading:
        """`in_context` for a mail that has no answers of its own yet."""
        circular = self._circulars.get(reading.circular or "")
        if circular is None or reading.kind is not Kind.REPLY:
            return reading
        standing = self._of(circular, reading.recipient) if reading.recipient else {}
        return _amended(reading, standing, circular)

    def heard(self, reading: Reading) -> None:
        """The reading's answers stand from now on."""
        circular = self._circulars.get(reading.circular or "")
        if circular is None or not readings.is_accepted(reading):
            return
        for recipient in reading.recipients:
            known = self._of(circular, recipient)
            known.update((q, a) for q, a in reading.answers if says_something(a))

    def _of(self, circular: Circular, recipient: str) -> dict[str, Answer]:
        key = circular.number, recipient
        if key not in self._standing:
            self._standing[key] = queries.answers_before(
                self._session,
                circular.number,
                recipient,
                [question.key for question in circular.questions],
                until=self._came_at,
            )
        return self._standing[key]
