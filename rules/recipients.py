"""Which recipient speaks: a ladder of proof."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rules.document import Document
from rules.model import Circular, Doubt, Evidence, Thread


@dataclass(frozen=True, slots=True)
class Identity:
    """Codes of the recipients this mail answers for, the writer's own first."""

    codes: tuple[str, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    evidence: tuple[Evidence, ...] = ()


def identify(document: Document, circular: Circular, threads: Mapping[str, Thread]) -> Identity:
    """Who answers, by the strongest proof there is."""
    for message_id in document.mail.in_reply_to:
        thread = threads.get(message_id)
        if thread and thread.recipient and circular.recipient(thread.recipient):
            return Identity((thread.recipient,))
    sender = document.mail.sender
    address = sender.address if sender else ""
    domain = address.partition("@")[2]
    for recipient in circular.recipients:
        if address in recipient.addresses or domain in recipient.domains:
            return Identity((recipient.code,))
    return Identity(doubts=(Doubt("unknown_recipient"),))
