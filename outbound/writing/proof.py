"""Message-IDs and reply addresses that prove what an answer is about, by the tokens in them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Final

from intake import thread_tokens
from intake.thread_tokens import ThreadToken
from outbound.office import Office, zone
from outbound.writing.message import ascii_domain, new_message_id
from rules.model import Circular

_LOCAL_PART: Final = 64  # octets, RFC 5321 §4.5.3.1.1
_HOLDS: Final = timedelta(days=180)
"""So long after a campaign's end an answer to its letters still proves whose it is."""


def last_day(circular: Circular) -> date:
    """When a campaign ends: its last date."""
    training = circular.training.days if circular.training else ()
    return max([circular.deadline, *(m.on for m in circular.milestones), *training])


def thread_token(
    office: Office, circular: Circular, recipient: str, serial: int = 0
) -> ThreadToken | None:
    """The token of a recipient's letter; None where there is no key."""
    if office.token_key is None:
        return None
    ends = datetime.combine(last_day(circular), time(), zone(circular)) + _HOLDS
    expires = int(ends.timestamp())
    return thread_tokens.issue(office.token_key, circular.number, recipient, serial, expires)


def message_id(office: Office, token: str) -> str:
    """A Message-ID that bears the token; a random one without."""
    if not token:
        return new_message_id(office.domain)
    return f"<{token}@{ascii_domain(office.domain)}>"


def reply_to(office: Office, token: str) -> str:
    """The plus-address with the token, where the server knows such and it is not too long; else
    the address that is set for answers ("": none)."""
    address = office.reply_to or office.sender.address
    local, _, domain = address.rpartition("@")
    if not token or not office.plus_address:
        return office.reply_to
    tagged = f"{local}+{token}"
    return f"{tagged}@{domain}" if len(tagged.encode()) <= _LOCAL_PART else office.reply_to


def reply_to_of(office: Office, circular: Circular | None, recipient: str | None) -> str:
    """The reply address of a letter to a recipient."""
    token = thread_token(office, circular, recipient) if circular and recipient else None
    return reply_to(office, token.text if token else "")
