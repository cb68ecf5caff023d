"""Reports that machines send: delivery status (RFC 3464) and read receipts (RFC 8098)."""

from __future__ import annotations

import email
import re
from email.message import Message

from intake import headers, leaves
from rules.model import DeliveryStatus

_BLANK_LINES = re.compile(rb"(?:\r?\n[ \t]*){2,}")


def delivery_status(leaf: Message) -> tuple[DeliveryStatus, ...]:
    """The per-recipient blocks of a message/delivery-status part."""
    found = []
    for block in blocks(leaf):
        fields = {
            name.lower(): headers.decode_value(str(value)) for name, value in block.raw_items()
        }
        recipient = _address(fields.get("original-recipient", "")) or _address(
            fields.get("final-recipient", "")
        )
        if recipient or "action" in fields:
            status = re.search(r"\d\.\d{1,3}\.\d{1,3}", fields.get("status", ""))
            found.append(
                DeliveryStatus(
                    recipient,
                    fields.get("action", "").split(" ")[0].lower(),
                    status.group() if status else fields.get("status", ""),
                    fields.get("diagnostic-code", ""),
                )
            )
    return tuple(found)


def blocks(leaf: Message) -> list[Message]:
    """The blocks of fields in a report part, however it is encoded or spaced."""
    parsed = leaves.stored(leaf)
    found = [b for b in parsed if isinstance(b, Message)] if isinstance(parsed, list) else []
    if any(block.keys() for block in found):
        # a block that follows more than one blank line is left in its forerunner's body
        late = [leaves.payload(block) for block in found]
        return found + [block for data in late for block in _split(data)]
    return _split(inner_bytes(leaf))


def _split(data: bytes) -> list[Message]:
    pieces = [piece.strip() for piece in _BLANK_LINES.split(data)][:500]
    return [email.message_from_bytes(piece + b"\n\n") for piece in pieces if b":" in piece]


def inner_bytes(leaf: Message) -> bytes:
    """The bytes inside a message/* part that was encoded, which RFC 2046 §5.2 forbids: the
    parser took the encoded text for a message without a header."""
    inner = leaves.stored(leaf)
    first = inner[0] if isinstance(inner, list) and inner else inner
    body = leaves.stored(first) if isinstance(first, Message) else first
    carrier = Message()
    carrier["Content-Transfer-Encoding"] = str(leaf.get("content-transfer-encoding", ""))
    carrier.set_payload(body if isinstance(body, str) else "")
    return leaves.payload(carrier)


def _address(value: str) -> str:
    """`rfc822; <name@host>` → name@host."""
    bare = value.rpartition(";")[2].strip().strip("<>").strip()
    return bare.lower() if "@" in bare else ""
