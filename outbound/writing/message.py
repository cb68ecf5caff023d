"""An outbound message as bytes: multipart/alternative, 7-bit, headers that nobody can inject into.

What strangers wrote passes `one_line`; how headers and bodies are encoded stands in `entity.py`.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime

from outbound.writing import entity
from outbound.writing.entity import Field
from outbound.writing.russian import one_line
from rules.model import Address

_MESSAGE_ID = re.compile(r"<[!-;=?-~]{1,250}>")  # RFC 5322 §3.6.4, and never longer than a line
_ADDRESS = re.compile(r"""[^\s@<>()\[\],;:\\"]{1,64}@[^\s@<>()\[\],;:\\"]{1,255}""")
_REFERENCES_KEPT = 20


class AddressError(ValueError):
    """An address that no letter can be sent to."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file to go with a letter; the media type may have parameters ("text/calendar; …")."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Draft:
    """All that makes a message. `in_reply_to` and `references` are Message-IDs as received:
    what is not one is left out. `auto_submitted` is a keyword of RFC 3834 §5, or "" for none."""

    sender: Address
    to: Address
    subject: str
    text: str
    html: str
    message_id: str
    date: datetime
    reply_to: str = ""
    in_reply_to: str = ""
    references: Sequence[str] = ()
    auto_submitted: str = "auto-replied"
    suppress: str = "All"
    attachments: tuple[Attachment, ...] = ()


def new_message_id(domain: str) -> str:
    """A Message-ID that says nothing about this machine."""
    return f"<{secrets.token_hex(16)}@{ascii_domain(domain)}>"


def message_ids(text: str) -> tuple[str, ...]:
    """The well-formed Message-IDs in a header's value, in order."""
    return tuple(dict.fromkeys(_MESSAGE_ID.findall(text)))


def ascii_domain(domain: str) -> str:
    """A domain in its ASCII form (IDNA): «почта.рф» → "xn--80a1acny.xn--p1ai"."""
    try:
        return domain.encode("idna").decode("ascii").lower()
    except UnicodeError as error:
        raise AddressError(f"домен «{one_line(domain)}» записан неверно") from error


def wire_address(address: str) -> str:
    """The address as SMTP takes it: domain in ASCII; the local part may be beyond ASCII (then the
    server must offer SMTPUTF8). Raises AddressError."""
    if not _ADDRESS.fullmatch(address):
        raise AddressError(f"адрес «{one_line(address)}» записан неверно")
    local, _, domain = address.rpartition("@")
    return f"{local}@{ascii_domain(domain)}"


def reply_references(references: str, in_reply_to: str, message_id: str) -> tuple[str, ...]:
    """References of an answer (RFC 5322 §3.6.4): theirs, or else their only In-Reply-To, then
    their Message-ID. Of an overlong thread the first and the latest stay."""
    parents = message_ids(references)
    if not parents and len(ids := message_ids(in_reply_to)) == 1:
        parents = ids
    chain = tuple(dict.fromkeys((*parents, *message_ids(message_id))))
    if len(chain) > _REFERENCES_KEPT:
        return (chain[0], *chain[1 - _REFERENCES_KEPT :])
    return chain


_PREFIX = re.compile(r"(?:re|fwd?|aw|wg|отв|ответ|на|fw)\s*(?:\[\d+\]|\(\d+\))?\s*:\s*", re.I)


def reply_subject(subject: str) -> str:
    """«Re: …» once, whatever prefixes theirs had."""
    rest = one_line(subject, 150)
    while match := _PREFIX.match(rest):
        rest = rest[match.end() :]
    return f"Re: {rest or 'ваше письмо'}"


def build(draft: Draft) -> bytes:
    """The message as it goes to the server. Raises AddressError for an impossible addressee."""
    fields = [*_fields(draft), ("MIME-Version", "1.0")]
    texts = [entity.text_leaf("plain", draft.text), entity.text_leaf("html", draft.html)]
    if not draft.attachments:
        return entity.multipart("alternative", texts, fields)
    files = [_file(file) for file in draft.attachments]
    return entity.multipart("mixed", [entity.multipart("alternative", texts), *files], fields)


def _fields(draft: Draft) -> list[Field]:
    """The header, but for what tells of MIME. Message-IDs are folded between them, and never
    encoded."""
    subject = one_line(draft.subject, 250)
    fields = [
        ("From", _mailbox("From", draft.sender)),
        ("To", _mailbox("To", draft.to)),
        ("Reply-To", _mailbox("Reply-To", Address("", draft.reply_to)) if draft.reply_to else ""),
        ("Subject", entity.text_value(subject, "Subject")),
        ("Date", format_datetime(draft.date)),
        ("Message-ID", draft.message_id),
        ("In-Reply-To", draft.in_reply_to),
        ("References", "\r\n ".join(draft.references)),
        ("Auto-Submitted", draft.auto_submitted),
        ("X-Auto-Response-Suppress", draft.suppress),
        ("Content-Language", "ru"),
    ]
    return [(name, value) for name, value in fields if value]


def _file(file: Attachment) -> bytes:
    disposition = "attachment" + entity.file_name(one_line(file.name))
    return entity.leaf(file.media_type, file.content, [("Content-Disposition", disposition)])


def _mailbox(name: str, address: Address) -> str:
    return entity.address_value(one_line(address.name, 100), wire_address(address.address), name)
