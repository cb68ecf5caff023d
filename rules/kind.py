"""What sort of mail this is: a reply, or something a machine or a stranger wrote."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rules.document import Document
from rules.model import Bounced, Circular, Doubt, Evidence, Kind, Mail, PartRole


@dataclass(frozen=True, slots=True)
class Classified:
    """The kind with its reasons. `answerable` is False where no letter may ever be sent."""

    kind: Kind
    bounced: tuple[Bounced, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    answerable: bool = True


def classify(document: Document, circular: Circular | None) -> Classified:
    """The kind of this mail. Order: MDN, feedback report, bounce, auto-reply, reply."""
    mail = document.mail
    if mail.report_type == "disposition-notification":
        return Classified(Kind.RECEIPT, answerable=False)
    if mail.report_type == "delivery-status" or mail.delivery_status:
        return Classified(Kind.BOUNCE, _bounced(mail), answerable=False)
    if mail.return_path == "" or re.search(r"mailer-daemon|postmaster", _sender(mail)):
        return Classified(Kind.BOUNCE, _bounced(mail), answerable=False)
    if mail.header("auto-submitted").lower() not in ("", "no"):
        return Classified(Kind.AUTO_REPLY, answerable=False)
    return Classified(Kind.REPLY if circular else Kind.UNRELATED)


def _sender(mail: Mail) -> str:
    return mail.sender.address if mail.sender else ""


def _bounced(mail: Mail) -> tuple[Bounced, ...]:
    return tuple(
        Bounced(s.recipient, s.status.startswith("5"), s.diagnostic)
        for s in mail.delivery_status
        if s.action == "failed"
    )


_ = PartRole
