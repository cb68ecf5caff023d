"""Mail of officers: never a recipient's answer, whatever it says; set aside as it is read."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy.orm import Session

from intake import tokens
from intake.store.queries import OurLetter
from intake.store.schema import OfficerMail
from rules.answers import says_something
from rules.model import Circular, Doubt, Kind, Mail, Reading, Reply

TO_OFFICERS = ("notice", "unclear", "refused")
"""Purposes of the letters that only officers get, besides the summary."""

_MACHINES = (Kind.BOUNCE, Kind.AUTO_REPLY, Kind.RECEIPT)


def addresses(circulars: Sequence[Circular]) -> frozenset[str]:
    """The officers' addresses, lower case."""
    return frozenset(address.lower() for c in circulars for address in c.officers)


def set_aside(
    reading: Reading,
    mail: Mail,
    circulars: Sequence[Circular],
    known: Mapping[str, OurLetter],
) -> Reading:
    """The reading, without consequences where the mail answers a letter of ours to an officer;
    with a doubt where an officer's address sends what looks like a recipient's answer. `known` are
    our letters that the mail refers to."""
    if reading.kind in _MACHINES or not is_of_officers(mail, circulars, known):
        return reading
    silent = not any(says_something(answer) for _, answer in reading.answers)
    if silent or answers_us(mail, circulars, known):
        return Reading(Kind.UNRELATED, reply=Reply.NONE, rules_version=reading.rules_version)
    doubts = (*reading.doubts, Doubt("from_officer"))
    return dataclasses.replace(reading, doubts=doubts, reply=Reply.NONE)


def is_of_officers(
    mail: Mail, circulars: Sequence[Circular], known: Mapping[str, OurLetter]
) -> bool:
    """Whether the mail comes from an officer, or claims to: it answers a notice or bears a token,
    and its sender is no recipient."""
    sender = mail.sender.address.lower() if mail.sender else ""
    if sender in addresses(circulars):
        return True
    from rules import clues  # loaded with the first mail that is read

    if any(clues.by_address(sender, circular) for circular in circulars):
        return False
    if any(tokens.find(to.address) for to in mail.to):
        return True
    return any(letter.purpose in TO_OFFICERS for letter in _referred(mail, known))


def answers_us(mail: Mail, circulars: Sequence[Circular], known: Mapping[str, OurLetter]) -> bool:
    """Whether the mail answers a letter of ours to an officer, or bears a token."""
    if any(tokens.find(text) for text in (*mail.in_reply_to, *(to.address for to in mail.to))):
        return True
    officers = addresses(circulars)
    return any(
        letter.purpose in TO_OFFICERS or letter.to_address in officers
        for letter in _referred(mail, known)
    )


def _referred(mail: Mail, known: Mapping[str, OurLetter]) -> Iterator[OurLetter]:
    """The letters of ours that the mail refers to."""
    for message_id in {*mail.in_reply_to, *mail.references}:
        if message_id in known:
            yield known[message_id]


def note(session: Session, mail_id: int) -> None:
    """Leave a row for mail of officers, so that somebody hears it; in the caller's transaction."""
    if session.get(OfficerMail, mail_id) is None:
        session.add(OfficerMail(mail_id=mail_id))
