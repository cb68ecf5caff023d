"""An outbound message as bytes: multipart/alternative, 7-bit, headers that nobody can inject into.

The standard library's `EmailMessage` refuses line breaks in headers and encodes names and subjects
(RFC 2047); identification headers are folded here, because it would encode a long Message-ID.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address as HeaderAddress
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime
from typing import Final

from outbound.russian import one_line
from rules.model import Address

_ID_HEADERS: Final = frozenset({"message-id", "in-reply-to", "references"})
_MESSAGE_ID = re.compile(r"<[!-;=?-~]{1,250}>")  # RFC 5322 §3.6.4, and never longer than a line
_ADDRESS = re.compile(r"""[^\s@<>()\[\],;:\\"]{1,64}@[^\s@<>()\[\],;:\\"]{1,255}""")
_REFERENCES_KEPT = 20


class AddressError(ValueError):
    """An address that no letter can be sent to."""


class _LetterPolicy(EmailPolicy):
    """SMTP line ends; lists of Message-IDs are folded between the IDs and never encoded."""

    def fold_binary(self, name: str, value: str) -> bytes:
        if name.lower() in _ID_HEADERS:
            folded = "\r\n ".join(str(value).split())
            return f"{name}: {folded}\r\n".encode("ascii")
        return super().fold_binary(name, value)


_POLICY = _LetterPolicy(linesep="\r\n", cte_type="7bit")
_POLICY_UTF8 = _LetterPolicy(linesep="\r\n", cte_type="8bit", utf8=True)  # RFC 6531


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
    to = _header_address(draft.to)
    message = EmailMessage(policy=_POLICY if to.addr_spec.isascii() else _POLICY_UTF8)
    message["From"] = _header_address(draft.sender)
    message["To"] = to
    if draft.reply_to:
        message["Reply-To"] = _header_address(Address("", draft.reply_to))
    message["Subject"] = one_line(draft.subject, 250)
    message["Date"] = format_datetime(draft.date)
    message["Message-ID"] = draft.message_id
    if draft.in_reply_to:
        message["In-Reply-To"] = draft.in_reply_to
    if draft.references:
        message["References"] = " ".join(draft.references)
    if draft.auto_submitted:
        message["Auto-Submitted"] = draft.auto_submitted
    if draft.suppress:
        message["X-Auto-Response-Suppress"] = draft.suppress
    message["Content-Language"] = "ru"
    message.set_content(draft.text, charset="utf-8", cte="base64")
    message.add_alternative(draft.html, subtype="html", charset="utf-8", cte="base64")
    for file in draft.attachments:
        _attach(message, file)
    return message.as_bytes()


def _attach(message: EmailMessage, file: Attachment) -> None:
    media_type, *parameters = file.media_type.split(";")
    main, _, sub = media_type.partition("/")
    pairs = (parameter.partition("=") for parameter in parameters)
    params = {name.strip(): value.strip() for name, _, value in pairs}
    message.add_attachment(
        file.content, maintype=main, subtype=sub, filename=file.name, params=params
    )


def _header_address(address: Address) -> HeaderAddress:
    local, _, domain = wire_address(address.address).rpartition("@")
    return HeaderAddress(one_line(address.name, 100), username=local, domain=domain)
