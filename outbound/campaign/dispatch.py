"""The circular itself on its way: to everybody once, and to a next address where one refuses it.

Nothing is remembered apart from the letters: an address has had the circular if a letter says so.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, defer

from intake.store.schema import Bounce, Letter
from outbound.office import Office
from outbound.sending.rows import added, row_of
from outbound.sending.still_due import not_answered
from outbound.writing import compose
from outbound.writing.message import AddressError, Attachment
from rules.model import Address, Circular, Recipient

log = logging.getLogger(__name__)

PURPOSE = "circular"


@dataclass(frozen=True, slots=True)
class Addressee:
    """A recipient for the circular letter; `problem` (Russian) says why it cannot be sent."""

    recipient: Recipient
    address: str
    problem: str = ""


@dataclass(frozen=True)
class Sent:
    """The letters of a circular so far, but for answers to mails, without their bytes; and the
    addresses that bounce or that the server refuses."""

    letters: Sequence[Letter]
    refusing: frozenset[str]

    def to(self, recipient: Recipient) -> Iterator[Letter]:
        """What went, or is to go, to a recipient; what came back does not count."""
        for letter in self.letters:
            stands = letter.state != "dropped" and letter.to_address not in self.refusing
            if letter.recipient == recipient.code and stands:
                yield letter


def sent(session: Session, circular: Circular) -> Sent:
    """The letters of the circular that no mail has caused, and those that failed: found by index
    among however many answers."""
    ours = select(Letter).options(defer(Letter.content)).where(Letter.circular == circular.number)
    unasked = session.scalars(ours.where(Letter.mail_id.is_(None)))
    broken = session.scalars(ours.where(Letter.state == "failed"))
    letters = sorted({*unasked, *broken}, key=lambda letter: letter.id)
    bounced = session.scalars(select(Bounce.address).where(Bounce.permanent.is_(True)))
    failed = (letter.to_address for letter in letters if letter.state == "failed")
    return Sent(letters, frozenset((*bounced, *failed)))


def addressees(session: Session, circular: Circular) -> tuple[Addressee, ...]:
    """Who has not been sent the circular yet: the preview of `send-circular`."""
    asked = set(
        session.scalars(
            select(Letter.recipient).where(
                Letter.purpose == PURPOSE, Letter.circular == circular.number
            )
        )
    )
    return tuple(
        Addressee(r, r.addresses[0] if r.addresses else "", "" if r.addresses else "нет адреса")
        for r in circular.recipients
        if r.code not in asked
    )


def make_circular_letters(
    session: Session, office: Office, circular: Circular, now: datetime
) -> tuple[Addressee, ...]:
    """Put the circular letter for everybody not yet asked into the outbox, in the caller's
    transaction. Returns all who were looked at, with what is wrong with the rest."""
    files = compose.letter_files(office.folder(circular.number))
    done = []
    for addressee in addressees(session, circular):
        problem = addressee.problem
        if not problem:
            try:
                row = _row(office, circular, addressee, now, files=files)
            except AddressError as error:
                problem = str(error)
            else:
                added(session, row)
        done.append(Addressee(addressee.recipient, addressee.address, problem))
    return tuple(done)


def _row(
    office: Office,
    circular: Circular,
    to: Addressee,
    now: datetime,
    *,
    files: Sequence[Attachment],
    serial: int = 0,
) -> Letter:
    """The circular letter for an address; of a recipient's first the key has no address."""
    code = to.recipient.code
    letter = compose.circular_letter(
        office,
        circular,
        Address(to.recipient.name, to.address),
        now,
        files,
        recipient=code,
        serial=serial,
    )
    again = f":{to.address}" if serial else ""
    row = row_of(letter, f"{PURPOSE}:{circular.number}:{code}{again}", PURPOSE, circular, now)
    row.recipient = code
    return row


def refused(
    session: Session, office: Office, circular: Circular
) -> Iterator[tuple[Addressee, int]]:
    """Recipients all of whose circular letters came back for good, with their next address and how
    many letters they were sent; those who have no other address are left to a person."""
    letters = sent(session, circular)
    for recipient in circular.recipients:
        own = [x for x in letters.letters if x.purpose == PURPOSE and x.recipient == recipient.code]
        if not own or any(x.to_address not in letters.refusing for x in own):
            continue
        tried = {x.to_address for x in own} | letters.refusing | office.own_addresses
        address = next((a for a in recipient.addresses if a not in tried), "")
        if address:
            yield Addressee(recipient, address), len(own)


def make_resends(session: Session, office: Office, circular: Circular, now: datetime) -> int:
    """Send the circular to the next address where it came back, once an address, in the caller's
    transaction; how many letters. Never to one who has answered."""
    files = compose.letter_files(office.folder(circular.number))
    made = 0
    for addressee, serial in refused(session, office, circular):
        try:
            row = _row(office, circular, addressee, now, files=files, serial=serial)
        except AddressError as error:
            log.warning("no circular to %s: %s", addressee.recipient.code, error)
            continue
        if not_answered(session, row, now) is None:
            made += added(session, row)
    return made
