"""Whom a report of delivery says that it did not reach, why, and whether for good (RFC 3464)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rules.document import Document
from rules.machines import ARRIVED, DAEMON, SMTP_CODE, body, sender
from rules.model import Bounced, Mail

_TEMPORARY = re.compile(
    r"will keep trying|still undelivered|warning message only|delayed|not yet been delivered"
    r"|will (?:be retried|continue to)|отложен|задерж|попытки? доставки будут|временн\w+ (?:ошибк"
    r"|проблем)"
    r"|action: delayed|status: 4\.|\b4\.\d\.\d\b",
)
_PERMANENT = re.compile(
    r"permanent|fatal|given up|status: 5\.|action: failed|\b55\d\b|\b5\.\d\.\d\b|окончательн"
)
_COPY_BELOW = re.compile(
    r"^[-\s]*(?:this is a copy|below this line is a copy|copy of (?:the|your) message"
    r"|original message|это копия|копия (?:вашего )?(?:сообщения|письма)|исходное сообщение"
    r"|исходное письмо|текст (?:вашего )?(?:сообщения|письма)|message-id:)",
    re.IGNORECASE | re.MULTILINE,
)
"""Below this a report shows our own letter, whose addresses did not fail."""
_ADDRESS = re.compile(r"[\w.+=-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,6}")
_RECIPIENT_FIELD = re.compile(r"(?:final|original)-recipient:\s*rfc822;\s*(\S+)", re.IGNORECASE)


def bounced(document: Document, own: Sequence[str]) -> tuple[Bounced, ...]:
    """The recipients that a bounce says were not reached."""
    mail = document.mail
    if mail.delivery_status:
        return tuple(
            Bounced(
                status.recipient.rpartition(";")[2].strip().lower(),
                not (status.status.startswith("4") or status.action == "delayed"),
                status.diagnostic,
            )
            for status in mail.delivery_status
            if status.action not in ARRIVED
        )
    text = body(document)
    copy = _COPY_BELOW.search(text)
    text = text[: copy.start()] if copy else text
    permanent = _is_permanent(f"{mail.subject}\n{text}")
    reason = _reason(text)
    return tuple(Bounced(a, permanent, reason) for a in _unreached(mail, text, own))


def _is_permanent(text: str) -> bool:
    low = text.lower()
    return _TEMPORARY.search(low) is None or _PERMANENT.search(low) is not None


def _reason(text: str) -> str:
    match = SMTP_CODE.search(text)
    if match is None:
        return ""
    start = text.rfind("\n", 0, match.start()) + 1
    return " ".join(text[start : match.end() + 160].split())[:200]


def _unreached(mail: Mail, text: str, own: Sequence[str]) -> tuple[str, ...]:
    header = [a.lower() for a in _ADDRESS.findall(mail.header("x-failed-recipients"))]
    fields = [a.strip("<>;").lower() for a in _RECIPIENT_FIELD.findall(text)]
    if header or fields:
        return tuple(dict.fromkeys(header or fields))
    ours = {*own, *(a.address for a in mail.to), sender(mail)}
    found = (m.group().lower() for m in _ADDRESS.finditer(text))
    return tuple(dict.fromkeys(a for a in found if a not in ours and not DAEMON.match(a)))[:5]
