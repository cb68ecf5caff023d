"""Reading stored mail again under the present rules.

A reading is never edited: what changes is added as a new reading of the same mail, and what
officers said stays (`readings.heed_officers`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from intake.interpret import NOTHING, Interpreter, Trust, returned_ids
from intake.store import mails, queries, readings
from intake.store.context import in_context
from intake.store.database import Database
from intake.store.schema import MailRow
from rules.answers import bare
from rules.model import Circular, Mail, Reading


@dataclass(frozen=True, slots=True)
class Change:
    """A mail that the present rules read otherwise than the reading that stands."""

    mail_id: int
    subject: str
    before: Reading
    after: Reading


def replayed(
    database: Database,
    circulars: Sequence[Circular],
    clock: Callable[[], datetime],
    *,
    apply: bool = False,
    trust: Trust = NOTHING,
) -> list[Change]:
    """The mails whose reading changes, in the order of arrival; with `apply`, made so.

    Mails that were too large are left out: of them only the header is stored, and a person looks.
    """
    interpreter = Interpreter(database, circulars, trust=trust)
    changes: list[Change] = []
    for mail_id, subject, before in _standing(database):
        mail, after = _read_again(database, interpreter, mail_id)
        if _says(after) == _says(before):
            continue
        changes.append(Change(mail_id, subject, before, after))
        if apply:
            with database.session() as session:
                readings.record(session, mail_id, after, clock(), returned_ids(mail))
    return changes


def _standing(database: Database) -> Iterator[tuple[int, str, Reading]]:
    with database.reading() as session:
        rows = [
            (mail.id, mail.subject, readings.from_json(row.content))
            for mail, row in queries.latest_readings(session)
            if mail.state == "read"
        ]
    yield from rows


def _read_again(database: Database, interpreter: Interpreter, mail_id: int) -> tuple[Mail, Reading]:
    with database.reading() as session:
        content = mails.raw(session, mail_id)
        came_at = session.get_one(MailRow, mail_id).received_at
    mail = interpreter.parse(content)
    reading = interpreter.interpret(mail, came_at)
    with database.reading() as session:
        circulars = interpreter.circulars
        reading = in_context(session, reading, circulars, came_at=came_at, mail_id=mail_id)
        return mail, readings.heed_officers(session, reading, came_at)


def _says(reading: Reading) -> object:
    """What a reading tells, without the words it relied on and the version of the rules."""
    return (
        reading.kind,
        reading.circular,
        reading.recipients,
        tuple((key, bare(answer)) for key, answer in reading.answers),
        tuple((doubt.name, doubt.detail) for doubt in reading.doubts),
        reading.reply,
    )
