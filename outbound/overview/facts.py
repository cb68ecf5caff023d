"""What the rows say of a circular's recipients: the ground of the matrix."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import Session, defer

from intake.store import codec, queries, skipping
from intake.store.readings import from_json
from intake.store.schema import Letter, MailRow, ReadingRow, Settlement
from outbound.campaign.delivery import Bounces, Delivery, bounces, deliveries
from outbound.office import zone
from rules.doubts import sentence
from rules.model import Answer, Circular, Doubt, Kind


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
    last mail of theirs and letter of ours; `deliveries` are the letters that carried the circular,
    `undelivered` gives the reason where all of them are lost."""

    circular: Circular
    today: date
    answers: Mapping[str, Mapping[str, Answer]]
    checks: Mapping[str, list[Check]]
    heard: Mapping[str, datetime]
    written: Mapping[str, datetime]
    asked: frozenset[str]
    undelivered: Mapping[str, str]
    deliveries: Mapping[str, tuple[Delivery, ...]]


_EVER: Final = datetime(9999, 1, 1, tzinfo=UTC)


def gather(
    session: Session, circular: Circular, now: datetime, until: datetime | None = None
) -> Facts:
    """Everything at `now`, in a few queries whatever the number of recipients. With `until`, only
    what the rows of that time and before say, by the readings that stand now."""
    until = until or _EVER
    answers: dict[str, dict[str, Answer]] = {}
    for (recipient, question), given in queries.standing(session, circular.number, until).items():
        answers.setdefault(recipient, {})[question] = given.answer
    doubtful = _doubtful(session, circular, until)
    circulars = _circular_letters(session, circular, until)
    returned = bounces(session, until)
    sent = deliveries(circulars, returned)
    return Facts(
        circular=circular,
        today=now.astimezone(zone(circular)).date(),
        answers=answers,
        checks=_checks(session, doubtful, until),
        heard=_heard(session, circular, doubtful, until),
        written=_written(session, circular, until),
        asked=_asked(circular, circulars),
        undelivered=_undelivered(circular, sent, returned),
        deliveries=sent,
    )


Doubtful = Sequence[tuple[MailRow, ReadingRow]]


def _settled(until: datetime) -> ColumnElement[bool]:
    """For a query over readings: whether an officer had settled the mail by then."""
    return exists().where(Settlement.mail_id == ReadingRow.mail_id, Settlement.at <= until)


def _doubtful(session: Session, circular: Circular, until: datetime) -> Doubtful:
    """The doubtful mails of this circular or of none that no officer settled, oldest first."""
    query = queries.open_doubts(MailRow, ReadingRow) if until == _EVER else _doubtful_then(until)
    return [
        (mail, row)
        for mail, row in session.execute(query.order_by(MailRow.id))
        if row.needs_review and row.circular in (None, circular.number)
    ]


def _doubtful_then(until: datetime) -> Select[MailRow, ReadingRow]:
    """Those of an earlier moment are looked for among all that ever were."""
    return (
        select(MailRow, ReadingRow)
        .join(ReadingRow, ReadingRow.mail_id == MailRow.id)
        .where(
            ReadingRow.needs_review.is_(True),
            queries.is_latest(),
            ~_settled(until),
            MailRow.received_at <= until,
        )
    )


def _heard(
    session: Session, circular: Circular, doubtful: Doubtful, until: datetime
) -> dict[str, datetime]:
    """The last reply of each, found by index. That a mail speaks for several is always a doubt, so
    the others than the first are looked for among the doubtful only."""
    of_circular = ReadingRow.circular == circular.number
    each = skipping.each("each", ReadingRow.recipient, where=of_circular)
    last = (
        select(MailRow.received_at)
        .join(ReadingRow, ReadingRow.mail_id == MailRow.id)
        .where(
            of_circular,
            ReadingRow.recipient == each.c.recipient,
            ReadingRow.kind == Kind.REPLY.value,
            queries.is_latest(),
            ~_settled(until),
            MailRow.received_at <= until,
        )
        .order_by(ReadingRow.mail_id.desc())
        .limit(1)
        .correlate(each)
        .scalar_subquery()
    )
    rows = session.execute(select(each.c.recipient, last))
    found = {str(code): at for code, at in rows if code and at}
    for code, at in _heard_by_officers(session, circular, until):
        found[code] = max(found.get(code, at), at)
    for mail, row in doubtful:
        if row.circular == circular.number and row.kind == Kind.REPLY.value:
            for code in row.content["recipients"][1:]:
                found[code] = max(found.get(code, mail.received_at), mail.received_at)
    return found


def _heard_by_officers(
    session: Session, circular: Circular, until: datetime
) -> Iterator[tuple[str, datetime]]:
    """Whose answers officers took the mails for, which may be others than was read; the last mail
    of each, found by index."""
    of_circular = Settlement.circular == circular.number
    each = skipping.each("each", Settlement.about, where=of_circular)
    last = (
        select(MailRow.received_at)
        .join(Settlement, Settlement.mail_id == MailRow.id)
        .where(of_circular, Settlement.about == each.c.about, Settlement.at <= until)
        .order_by(Settlement.mail_id.desc())
        .limit(1)
        .correlate(each)
        .scalar_subquery()
    )
    for about, at in session.execute(select(each.c.about, last)):
        if at is not None:
            for code in json.loads(about):
                yield code, at


def _circular_letters(session: Session, circular: Circular, until: datetime) -> Sequence[Letter]:
    """The letters that carried the circular itself, without their bytes. The moment is no part of
    the query: SQLite would rather look through all letters before it than through these few."""
    query = select(Letter).options(defer(Letter.content))
    letters = session.scalars(
        query.where(Letter.circular == circular.number, Letter.purpose == "circular")
    )
    return [letter for letter in letters if letter.created_at <= until]


def _written(session: Session, circular: Circular, until: datetime) -> dict[str, datetime]:
    """When the last letter to each left, found by index."""
    of_circular = Letter.circular == circular.number
    each = skipping.each("each", Letter.recipient, where=of_circular)
    theirs = of_circular & (Letter.recipient == each.c.recipient)
    last = (
        select(func.max(Letter.sent_at))
        .where(theirs, Letter.sent_at <= until)
        .correlate(each)
        .scalar_subquery()
    )
    rows = session.execute(select(each.c.recipient, last))
    return {str(code): at for code, at in rows if at}


def _asked(circular: Circular, letters: Iterable[Letter]) -> frozenset[str]:
    """Who has the circular, or will have it; everybody, if it was sent before this program."""
    if circular.message_ids:
        return frozenset(recipient.code for recipient in circular.recipients)
    return frozenset(
        letter.recipient for letter in letters if letter.recipient and letter.state != "dropped"
    )


def _undelivered(
    circular: Circular, sent: Mapping[str, tuple[Delivery, ...]], found: Bounces
) -> dict[str, str]:
    """Recipients whom nothing reached, with the reason: every letter is lost, or, of a circular
    that was sent before this program, an address refuses mail for good."""
    told: dict[str, str] = {}
    for recipient in circular.recipients:
        letters = sent.get(recipient.code, ())
        if letters:
            if all(letter.is_lost for letter in letters):
                told[recipient.code] = letters[-1].told
        elif address := next((a for a in recipient.addresses if a in found.permanent), None):
            told[recipient.code] = f"{address}: {found.permanent[address]}".removesuffix(": ")
    return told


def _checks(session: Session, doubtful: Doubtful, until: datetime) -> dict[str, list[Check]]:
    """What a person must look at, by recipient ("" for nobody known): the doubtful mails that no
    officer has settled, and those that could not be read."""
    found: dict[str, list[Check]] = {}
    broken = queries.quarantined(session)
    of_them = Settlement.mail_id.in_([mail.id for mail in broken])
    settled = set(
        session.scalars(select(Settlement.mail_id).where(of_them, Settlement.at <= until))
    )
    unread = [mail for mail in broken if mail.id not in settled and mail.received_at <= until]
    if unread:
        found[""] = [_unread(mail) for mail in unread]
    for mail, row in doubtful:
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
    doubts = codec.decode(row.content["doubts"], tuple[Doubt, ...])
    quotes = [e.text for doubt in doubts for e in doubt.evidence]
    if not quotes:
        answers = from_json(row.content).answers
        quotes = [e.text for _, answer in answers for e in answer.evidence]
    return Check(
        mail_id=mail.id,
        received_at=mail.received_at,
        sender=mail.sender,
        subject=mail.subject,
        recipient=row.recipient,
        reasons=tuple(dict.fromkeys(_tidy(sentence(doubt)) for doubt in doubts)),
        quotes=tuple(dict.fromkeys(quotes))[:3],
    )
