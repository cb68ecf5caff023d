"""What the rows say of a circular's recipients: the ground of the matrix."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, defer

from intake.store import queries
from intake.store.readings import from_json
from intake.store.schema import AnswerRow, Bounce, Letter, MailRow, ReadingRow
from outbound.office import zone
from rules.doubts import sentence
from rules.model import Answer, Circular, Kind


@dataclass(frozen=True, slots=True)
class Check:
    """A mail that a person must look at: why, and the words quoted."""

    mail_id: int
    received_at: datetime
    sender: str
    subject: str
    reasons: tuple[str, ...]
    recipient: str | None = None
    quotes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rows say, by recipient's code ("" for nobody known). `heard` and `written` are the
    last mail of theirs and letter of ours; `undelivered` gives the reason."""

    circular: Circular
    today: date
    answers: Mapping[str, Mapping[str, Answer]]
    checks: Mapping[str, list[Check]]
    heard: Mapping[str, datetime]
    written: Mapping[str, datetime]
    asked: frozenset[str]
    undelivered: Mapping[str, str]


def gather(session: Session, circular: Circular, now: datetime) -> Facts:
    """Everything at `now`, in a few queries whatever the number of recipients."""
    answers: dict[str, dict[str, Answer]] = {}
    for standing in queries.answers(session, circular.number):
        answers.setdefault(standing.recipient, {})[standing.question] = standing.answer
    letters = _letters(session, circular)
    heard: dict[str, datetime] = {}
    for mail, reading in queries.latest_readings(session, circular.number):
        if reading.kind == Kind.REPLY.value:
            for code in from_json(reading.content).recipients:
                heard[code] = max(heard.get(code, mail.received_at), mail.received_at)
    return Facts(
        circular=circular,
        today=now.astimezone(zone(circular)).date(),
        answers=answers,
        checks=_checks(session, circular),
        heard=heard,
        written=_written(letters),
        asked=_asked(circular, letters),
        undelivered=_undelivered(session, circular, letters),
    )


def _letters(session: Session, circular: Circular) -> Sequence[Letter]:
    """The circular's letters, without their bytes."""
    query = select(Letter).options(defer(Letter.content)).where(Letter.circular == circular.number)
    return session.scalars(query.order_by(Letter.id)).all()


def _written(letters: Iterable[Letter]) -> dict[str, datetime]:
    found: dict[str, datetime] = {}
    for letter in letters:
        if letter.recipient and letter.sent_at:
            last = found.get(letter.recipient, letter.sent_at)
            found[letter.recipient] = max(last, letter.sent_at)
    return found


def _asked(circular: Circular, letters: Iterable[Letter]) -> frozenset[str]:
    """Who has the circular, or will have it; everybody, if it was sent before this program."""
    if circular.message_ids:
        return frozenset(recipient.code for recipient in circular.recipients)
    return frozenset(
        letter.recipient
        for letter in letters
        if letter.purpose == "circular" and letter.recipient and letter.state != "dropped"
    )


def _undelivered(session: Session, circular: Circular, letters: Iterable[Letter]) -> dict[str, str]:
    """Recipients whose address refuses mail for good, with the reason."""
    found = {
        letter.recipient: letter.error or ""
        for letter in letters
        if letter.purpose == "circular" and letter.recipient and letter.state == "failed"
    }
    bounces = session.scalars(select(Bounce).where(Bounce.permanent.is_(True)))
    reasons = {bounce.address: bounce.reason for bounce in bounces}
    for recipient in circular.recipients:
        if address := next((a for a in recipient.addresses if a in reasons), None):
            found[recipient.code] = f"{address}: {reasons[address]}".removesuffix(": ")
    return found


def _checks(session: Session, circular: Circular) -> dict[str, list[Check]]:
    """The open doubtful mails of the circular or of none, by recipient."""
    settled = set(
        session.scalars(
            select(AnswerRow.reading_id).where(
                AnswerRow.source != "reading", AnswerRow.reading_id.is_not(None)
            )
        )
    )
    found: dict[str, list[Check]] = {}
    if broken := [_unread(mail) for mail in queries.quarantined(session)]:
        found[""] = broken
    for mail, row in queries.latest_readings(session):
        if not row.needs_review or row.id in settled:
            continue
        if row.circular in (circular.number, None):
            found.setdefault(row.recipient or "", []).append(_check(mail, row))
    return found


def _unread(mail: MailRow) -> Check:
    """A mail in quarantine: the program failed on it, so a person reads it. Of a stored traceback
    the last line says what happened."""
    error = (mail.error or "").strip().splitlines()[-1:] or ["причина неизвестна"]
    return Check(
        mail_id=mail.id,
        received_at=mail.received_at,
        sender=mail.sender,
        subject=mail.subject,
        reasons=(f"Письмо не удалось разобрать: {error[0]}.",),
    )


def _tidy(text: str) -> str:
    """One full stop at the end, though a detail may bring its own («Ким Л.»)."""
    return text.removesuffix("..") + "." if text.endswith("..") else text


def _check(mail: MailRow, row: ReadingRow) -> Check:
    reading = from_json(row.content)
    quotes = [e.text for doubt in reading.doubts for e in doubt.evidence]
    if not quotes:
        quotes = [e.text for _, answer in reading.answers for e in answer.evidence]
    return Check(
        mail_id=mail.id,
        received_at=mail.received_at,
        sender=mail.sender,
        subject=mail.subject,
        recipient=row.recipient,
        reasons=tuple(dict.fromkeys(_tidy(sentence(doubt)) for doubt in reading.doubts)),
        quotes=tuple(dict.fromkeys(quotes))[:3],
    )
