"""What an officer entered without a mail (`correct`), told to the recipient as it stands now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from intake.store import mails, queries
from intake.store.schema import Letter, MailRow, ReadingRow
from outbound.campaign.dispatch import sent
from outbound.office import Office
from outbound.sending.rows import added, row_of
from outbound.sending.still_due import undeliverable
from outbound.writing import compose
from outbound.writing.compose import Theirs, Understanding
from outbound.writing.message import AddressError
from outbound.writing.veto import envelope, veto
from rules.model import Address, Answer, Circular, Kind, Recipient

PURPOSE = "corrected"


@dataclass(frozen=True, slots=True)
class Entered:
    """What was entered for a recipient: the answers that changed, by question's key."""

    circular: Circular
    recipient: Recipient
    changed: Sequence[tuple[str, Answer]]


def make_letter(session: Session, office: Office, entered: Entered, now: datetime) -> Letter | None:
    """Put a letter with the answers that stand now into the outbox, in the caller's transaction;
    None if nothing changed, or there is nobody to write to."""
    circular, recipient, changed = entered.circular, entered.recipient, entered.changed
    theirs = _answerable(session, office, circular, recipient)
    if not changed or theirs is None:
        return None
    given = queries.standing(session, circular.number)
    earlier = {
        key: one.answer
        for (code, key), one in given.items()
        if code == recipient.code and key not in dict(changed)
    }
    about = Understanding(circular, recipient, dict(changed), earlier)
    try:
        letter = compose.reply(PURPOSE, office, theirs, about, now)
    except AddressError:
        return None
    key = f"{PURPOSE}:{circular.number}:{recipient.code}:{now.isoformat()}"
    row = row_of(letter, key, PURPOSE, circular, now)
    row.recipient = recipient.code
    refused = undeliverable(session, row, now) is not None
    return row if not refused and added(session, row) else None


def _answerable(
    session: Session, office: Office, circular: Circular, recipient: Recipient
) -> Theirs | None:
    """Whom to write to: the author of the recipient's last mail, if a person, else the address
    that is known; in the thread of that mail or of the circular's letter."""
    mail = session.scalar(
        select(MailRow)
        .join(ReadingRow, ReadingRow.mail_id == MailRow.id)
        .where(
            ReadingRow.circular == circular.number,
            ReadingRow.recipient == recipient.code,
            ReadingRow.kind == Kind.REPLY.value,
            queries.is_latest(),
        )
        .order_by(MailRow.id.desc())
        .limit(1)
    )
    if mail is not None:
        theirs = envelope(mails.raw(session, mail.id))
        if theirs.reply_to is not None and veto(theirs, office.own_addresses) is None:
            return Theirs(
                theirs.reply_to,
                mail.subject,
                mail.sent_at,
                theirs.message_id,
                theirs.references,
                theirs.in_reply_to,
            )
    return _by_address(session, circular, recipient)


def _by_address(session: Session, circular: Circular, recipient: Recipient) -> Theirs | None:
    letters = sent(session, circular)
    address = next((a for a in recipient.addresses if a not in letters.refusing), "")
    if not address:
        return None
    own = [x.message_id for x in letters.to(recipient) if x.purpose == "circular"]
    thread = next(iter((*own, *circular.message_ids)), "")
    to = Address(recipient.name, address)
    return Theirs(to, circular.subject, None, thread, "", "")
