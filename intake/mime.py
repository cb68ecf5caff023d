"""A raw mail to the values that the rules read. `parse` never raises, on any bytes."""

from __future__ import annotations

import binascii
import email
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from email.message import Message
from typing import Any

from intake import charset, headers, html
from intake.attachments import Extracted, File, extract
from intake.limits import DEFAULT, Limits
from rules.model import DeliveryStatus, Mail, Part, PartRole, Problem

_log = logging.getLogger(__name__)

UNNAMED = "Вложение"


def parse(raw: bytes, limits: Limits = DEFAULT) -> Mail:
    """Parse a raw mail (RFC 5322, 2045–2047, 2231, 3464, 3676, as they are broken in practice).

    Never raises. What cannot be read stands in `Mail.problems`. The text of a nested message is a
    part "NAME.eml/body" that begins with its "От: …", "Тема: …", "Дата: …" and an empty line.
    """
    message, problems = _message(raw)
    head = headers.read(message)
    walk = _Walk(limits)
    walk.problems.extend(problems)
    try:
        walk.message(message, "", PartRole.BODY, 0)
    except Exception as fault:  # noqa: BLE001 — a mail must never stop the intake
        _log.exception("mail %s could not be walked", head.message_id)
        walk.problems.append(Problem("body", "unreadable_mail", type(fault).__name__))
    return Mail(
        subject=head.subject, sender=head.sender, reply_to=head.reply_to, to=head.to,
        date=head.date, message_id=head.message_id, in_reply_to=head.in_reply_to,
        references=head.references, return_path=head.return_path, headers=head.headers,
        media_type=message.get_content_type(),
        report_type=_report_type(message),
        parts=tuple(walk.parts), problems=tuple(walk.problems),
        delivery_status=tuple(walk.delivery_status),
    )  # fmt: skip


def _message(raw: bytes) -> tuple[Message, list[Problem]]:
    source = raw.lstrip(b"\r\n\0\xef\xbb\xbf")
    try:
        return email.message_from_bytes(source), []
    except Exception as fault:  # noqa: BLE001 — RecursionError, ValueError and others
        head, _, rest = re.sub(rb"\r\n?", b"\n", source).partition(b"\n\n")
        plain = re.sub(rb"(?im)^content-(?:type|transfer-encoding):", b"X-Was-\\g<0>", head)
        message = email.message_from_bytes(plain + b"\n\n" + rest[:100_000])
        return message, [Problem("body", "unreadable_mail", type(fault).__name__)]


def _report_type(message: Message) -> str:
    value = _parameter(message, "report-type", "content-type")
    return value.lower()


def _parameter(message: Message, name: str, header: str) -> str:
    try:
        value = message.get_param(name, "", header)
    except Exception:  # noqa: BLE001 — broken RFC 2231 continuations
        return ""
    return headers.decode_value(value if isinstance(value, str) else value[2] or "")


@dataclass
class _Walk:
    """The state of one walk through a mail's tree."""

    limits: Limits
    parts: list[Part] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    delivery_status: list[DeliveryStatus] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    seen: int = 0

    def message(
        self, message: Message, prefix: str, role: PartRole, depth: int, heading: str = ""
    ) -> None:
        """Texts of one message: its body first, then what it carries."""
        leaves = list(self._leaves(message, depth))
        bodies = [text for leaf in leaves if _is_body(leaf) and (text := self._text(leaf))]
        body = heading + "\n\n".join(bodies)
        if body or not prefix:
            self.parts.append(
                Part(prefix + "body", body[: self.limits.part_text], role, _body_type(leaves))
            )
        self.names.add(prefix + "body")
        for leaf in leaves:
            if not _is_body(leaf):
                self._carried(leaf, prefix, role, depth)

    def _leaves(self, message: Message, depth: int) -> Iterator[Message]:
        self.seen += 1
        if self.seen > self.limits.parts or depth > self.limits.depth:
            return
        payload = message.get_payload()
        if not message.is_multipart() or not isinstance(payload, list):
            yield message
        elif message.get_content_maintype() == "message":
            yield message
        elif message.get_content_subtype() == "alternative":
            yield from self._alternative(payload, depth)
        else:
            for part in payload:
                yield from self._leaves(part, depth + 1)

    def _alternative(self, payload: Any, depth: int) -> Iterator[Message]:
        leaves = [leaf for part in payload for leaf in self._leaves(part, depth + 1)]
        bodies = [leaf for leaf in leaves if _is_body(leaf)]
        plain = next(
            (x for x in bodies if x.get_content_subtype() != "html" and self._text(x).strip()), None
        )
        rich = next((x for x in bodies if x.get_content_subtype() == "html"), None)
        chosen = plain or rich
        yield from (leaf for leaf in leaves if leaf is chosen or not _is_body(leaf))

    def _text(self, leaf: Message) -> str:
        data = payload_of(leaf)
        label = _parameter(leaf, "charset", "content-type") or None
        if leaf.get_content_subtype() == "html":
            return html.to_text(charset.decode(data, label or charset.html_charset(data)).text)
        text = charset.decode(data, label).text.replace("\r\n", "\n").replace("\r", "\n")
        return text

    def _carried(self, leaf: Message, prefix: str, role: PartRole, depth: int) -> None:
        kind = leaf.get_content_type()
        if kind == "message/delivery-status":
            return
        if leaf.get_content_maintype() == "message" and leaf.is_multipart():
            name = self._unique(prefix + (_file_name(leaf) or "Письмо.eml"))
            for inner in leaf.get_payload():  # type: ignore[union-attr]
                head = headers.read(inner)
                sender = head.sender
                heading = f"От: {sender.name} <{sender.address}>\n" if sender else ""
                heading += f"Тема: {head.subject}\n\n"
                self.message(inner, name + "/", PartRole.FORWARDED, depth + 1, heading)
            return
        name = self._unique(prefix + (_file_name(leaf) or UNNAMED))
        label = _parameter(leaf, "charset", "content-type") or None
        found = extract(File(name, payload_of(leaf), kind, label), self.limits)
        self._take(found, role)

    def _take(self, found: Extracted, role: PartRole) -> None:
        self.parts.extend(
            replace(p, role=role) if role is PartRole.RETURNED else p for p in found.parts
        )
        self.problems.extend(found.problems)

    def _unique(self, name: str) -> str:
        candidate, count = name, 1
        while candidate in self.names:
            count += 1
            candidate = f"{name} ({count})"
        self.names.add(candidate)
        return candidate


def _is_body(leaf: Message) -> bool:
    if leaf.get_content_type() not in ("text/plain", "text/html") or leaf.is_multipart():
        return False
    return leaf.get_content_disposition() != "attachment" and not _file_name(leaf)


def _body_type(leaves: list[Message]) -> str:
    return next((x.get_content_type() for x in leaves if _is_body(x)), "text/plain")


def _file_name(leaf: Message) -> str:
    name = _parameter(leaf, "filename", "content-disposition") or _parameter(
        leaf, "name", "content-type"
    )
    return re.split(r"[/\\]", name)[-1].strip()[:150]


def payload_of(leaf: Message) -> bytes:
    """The decoded bytes of a leaf, whatever its transfer encoding is."""
    try:
        data = leaf.get_payload(decode=True)
    except (ValueError, binascii.Error, LookupError, AttributeError):
        data = None
    return data if isinstance(data, bytes) else b""
