"""Messages as the tests look at them."""

from __future__ import annotations

import email
import email.policy
from email.message import EmailMessage


def parsed(content: bytes) -> EmailMessage:
    """A message's bytes as a message."""
    return email.message_from_bytes(content, policy=email.policy.default)


def text_of(message: EmailMessage) -> str:
    """Its plain text."""
    return _body(message, "plain").replace("\r\n", "\n")


def page_of(message: EmailMessage) -> str:
    """Its HTML."""
    return _body(message, "html")


def _body(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    assert body is not None
    return str(body.get_content())
