"""A raw mail to the values that the rules read. `parse` never raises, on any bytes."""

from __future__ import annotations

import email
import logging
import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field, replace
from email.message import Message

from intake import authenticity, headers, leaves, reports, tree, uuencoded
from intake.attachments import Extracted, File, extract, sandbox
from intake.attachments.kinds import FileKind, kind_of
from intake.bodies import Body, best, joined
from intake.legible import legible
from intake.limits import DEFAULT, Limits
from rules.model import DeliveryStatus, Mail, Part, PartRole, Problem

_log = logging.getLogger(__name__)

Extractor = Callable[[File], Extracted]

_MESSAGE = "Письмо.eml"
_UNNAMED = "Вложение"
_EXTENSIONS = {
    "application/pdf": ".pdf", "application/msword": ".doc", "application/rtf": ".rtf",
    "text/plain": ".txt", "text/html": ".html", "image/jpeg": ".jpg", "image/png": ".png",
    "application/zip": ".zip", "application/ms-tnef": ".dat",
}  # fmt: skip
_ANSWERED = re.compile(r"\s*(?:re|fwd?|ha|отв(?:ет)?|на|пересл\w*)\s*(?:\[\d+\])?:", re.I)
_DAEMONS = ("mailer-daemon@", "postmaster@", "mail-daemon@", "maildaemon@")


def parse(raw: bytes, limits: Limits = DEFAULT, authserv_ids: Collection[str] = ()) -> Mail:
    """Parse a raw mail (RFC 5322, 2045–2047, 2231, 3464, 3676, as they are broken in practice).

    Never raises; what cannot be read stands in `Mail.problems`. Texts are as their readers see
    them (`intake.legible`). The first part is the body, "" if there is none; where nothing has a
    word, a subject of the sender's own is a part "subject". A nested message's text is a part
    "NAME.eml/body" (FORWARDED, or RETURNED within a report) that begins with "От: …", "Тема: …",
    "Дата: …" and an empty line, for the rules want to know who wrote it; files that it carried are
    ATTACHMENT under "NAME.eml/…".
    `authserv_ids` are our mail server's names, under which it says whether senders are genuine.
    """
    mail = _parsed(raw, limits, lambda file: extract(file, limits))
    return replace(mail, authenticity=authenticity.check(mail, authserv_ids))


def nested(file: File, limits: Limits, extractor: Extractor) -> Extracted:
    """Texts of a message that is itself a file, in an archive for instance."""
    mail = _parsed(file.data, limits, extractor)
    sender = f"{mail.sender.name} <{mail.sender.address}>" if mail.sender else ""
    heading = _heading(
        sender, mail.subject, mail.date.strftime("%d.%m.%Y %H:%M") if mail.date else ""
    )
    parts = tuple(_renamed(part, f"{file.name}/{part.name}", heading) for part in mail.parts)
    problems = tuple(replace(p, part=f"{file.name}/{p.part}") for p in mail.problems)
    return Extracted(parts, problems)


def _renamed(part: Part, name: str, heading: str) -> Part:
    if part.role is PartRole.BODY:
        return replace(part, name=name, text=heading + part.text, role=PartRole.FORWARDED)
    return replace(part, name=name)


def _parsed(raw: bytes, limits: Limits, extractor: Extractor) -> Mail:
    message, problems = _message(raw)
    head = _head(message, problems)
    walk = _Walk(limits, extractor, problems=problems)
    try:
        walk.whole(message, head)
    except Exception as fault:  # noqa: BLE001 — a mail must never stop the intake; it is put before a person
        _log.exception("mail %s could not be walked", head.message_id)
        walk.problem("body", f"разбор прервался ({type(fault).__name__})", "unreadable_mail")
        if "body" not in (part.name for part in walk.parts):
            walk.parts.insert(0, Part("body", ""))
    if not any(part.text.strip() for part in walk.parts) and not _ANSWERED.match(head.subject):
        walk.parts.append(Part("subject", legible(head.subject)))
    return Mail(
        subject=head.subject, sender=head.sender, reply_to=head.reply_to, to=head.to,
        date=head.date, message_id=head.message_id, in_reply_to=head.in_reply_to,
        references=head.references, return_path=head.return_path, headers=head.headers,
        media_type=message.get_content_type(),
        report_type=leaves.parameter(message, "report-type").lower(),
        parts=tuple(walk.parts), problems=tuple(dict.fromkeys(walk.problems)),
        delivery_status=tuple(walk.delivery_status),
    )  # fmt: skip


def _head(message: Message, problems: list[Problem]) -> headers.Headers:
    try:
        return headers.read(message)
    except Exception as fault:  # noqa: BLE001 — as for the walk
        _log.exception("a header could not be read")
        problems.append(Problem("body", "unreadable_mail", f"заголовок: {type(fault).__name__}"))
        return headers.read(Message())


def _message(raw: bytes) -> tuple[Message, list[Problem]]:
    """The parsed tree, and what is wrong with it."""
    message, fault = tree.parse(raw)
    return message, [Problem("body", "unreadable_mail", fault)] if fault else []


def _heading(sender: str, subject: str, date: str) -> str:
    named = (("От", sender), ("Тема", subject), ("Дата", date))
    return "".join(f"{name}: {value}\n" for name, value in named if value) + "\n"


@dataclass(frozen=True, slots=True)
class _Carried:
    """A leaf that is not body text; `inline` if the message shows it within its text."""

    leaf: Message
    inline: bool


@dataclass
class _Walk:
    """One walk through a mail's tree, with what it found and what is left of the bounds."""

    limits: Limits
    extractor: Extractor
    parts: list[Part] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    delivery_status: list[DeliveryStatus] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    seen: int = 0
    files: int = 0
    text_left: int = 0

    def whole(self, message: Message, head: headers.Headers) -> None:
        """The mail from its root."""
        self.text_left = self.limits.text
        daemon = head.return_path == "" or (
            head.sender is not None and head.sender.address.startswith(_DAEMONS)
        )
        report = message.get_content_type() == "multipart/report"
        self.message(message, "", returned=report or daemon, depth=0)

    def message(self, message: Message, prefix: str, *, returned: bool, depth: int) -> None:
        """One message: its body first, then what it carries. `returned` holds for what a report
        carries; `prefix` is "" for the mail itself."""
        bodies, carried = self._content(message, depth, inline=False)
        role = PartRole.BODY
        heading = ""
        if prefix:
            role = PartRole.RETURNED if returned else PartRole.FORWARDED
            heading = _heading_of(message)
        body = joined(bodies)
        self._add(Part(self._unique(prefix + "body"), heading + body.text, role, body.media_type))
        if not body.certain:
            self.problem(prefix + "body", "кодировка письма неясна", "unreadable_text")
        for item in carried:
            self._carry(item, prefix, returned=returned, depth=depth)

    def problem(self, part: str, detail: str, name: str = "unreadable_attachment") -> None:
        """Note something that a person must look at."""
        self.problems.append(Problem(part, name, detail))

    # The tree: body texts and leaves in order

    def _content(
        self, node: Message, depth: int, *, inline: bool
    ) -> tuple[list[Body], list[_Carried]]:
        self.seen += 1
        if self.seen > self.limits.parts or depth > self.limits.depth:
            self.problem("body", "слишком много частей", "unreadable_mail")
            return [], []
        children = _children(node)
        if children is None:
            return self._leaf(node, depth, inline=inline)
        kind = node.get_content_type()
        if kind == "multipart/encrypted":
            self.problem("body", "письмо зашифровано", "encrypted_attachment")
        branches = [
            self._content(
                child, depth + 1, inline=inline or (kind == "multipart/related" and number > 0)
            )
            for number, child in enumerate(children)
            if not (kind == "multipart/signed" and _is_signature(child))
        ]
        carried = [item for _, items in branches for item in items]
        if kind == "multipart/alternative":
            carried = [c for c in carried if not _is_bare_text(c.leaf)]
            return best([joined(bodies) for bodies, _ in branches if bodies]), carried
        return [body for bodies, _ in branches for body in bodies], carried

    def _leaf(
        self, leaf: Message, depth: int, *, inline: bool
    ) -> tuple[list[Body], list[_Carried]]:
        if leaf.get_content_type() in ("application/pkcs7-mime", "application/x-pkcs7-mime"):
            opened = sandbox.unwrap(File("smime.p7m", leaves.payload(leaf)), self.limits)
            if opened is not None:
                return self._content(_message(opened)[0], depth + 1, inline=inline)
        if leaf.get_content_maintype() == "multipart" or leaves.is_body(leaf):
            text, certain = leaves.text(leaf)
            text, files = uuencoded.taken_out(text)
            body = Body(text, leaf.get_content_type(), certain)
            return [body], [_Carried(file, inline=False) for file in files]
        shown = inline or leaf.get("content-id") is not None
        return [], [_Carried(leaf, shown)]

    # What is carried

    def _carry(self, item: _Carried, prefix: str, *, returned: bool, depth: int) -> None:
        leaf, kind = item.leaf, item.leaf.get_content_type()
        if kind.endswith("delivery-status"):
            self.delivery_status.extend(reports.delivery_status(leaf))
        elif kind in ("message/disposition-notification", "message/feedback-report"):
            fields = [f"{k}: {v}" for block in reports.blocks(leaf) for k, v in block.items()]
            name = self._unique(prefix + kind.partition("/")[2])
            self._add(Part(name, "\n".join(fields), PartRole.RETURNED, kind))
        elif kind in ("text/rfc822-headers", "message/rfc822-headers"):
            text, _ = leaves.text(leaf)
            self._add(Part(self._unique(prefix + "rfc822-headers"), text, PartRole.RETURNED, kind))
        elif leaf.get_content_maintype() == "message":
            name = self._unique(prefix + (leaves.file_name(leaf) or _MESSAGE))
            for inner in _inner_messages(leaf):
                self.message(inner, name + "/", returned=returned, depth=depth + 1)
        else:
            self._file(item, prefix, returned=returned, depth=depth)

    def _file(self, item: _Carried, prefix: str, *, returned: bool, depth: int) -> None:
        self.files += 1
        if self.files > self.limits.attachments:
            self.problem("body", "слишком много вложений", "unreadable_mail")
            return
        leaf, media_type = item.leaf, item.leaf.get_content_type()
        name = leaves.file_name(leaf) or _UNNAMED + _EXTENSIONS.get(media_type, "")
        label = leaves.parameter(leaf, "charset") or None
        file = File(prefix + name, leaves.payload(leaf), media_type, label, item.inline)
        if kind_of(file) is FileKind.MESSAGE and depth < self.limits.archive_depth:
            inner, problems = _message(file.data)
            self.problems.extend(problems)
            self.message(inner, self._unique(file.name) + "/", returned=returned, depth=depth + 1)
            return
        found = self.extractor(replace(file, name=self._unique(file.name)))
        for part in found.parts:
            self._add(replace(part, role=PartRole.RETURNED) if returned else part)
        self.problems.extend(found.problems)

    def _add(self, part: Part) -> None:
        whole = legible(part.text)
        text = whole[: min(self.limits.part_text, max(self.text_left, 0))]
        if len(text) < len(whole):
            self.problem(part.name, "текст прочитан не до конца", "too_large")
        self.text_left -= len(text)
        self.parts.append(replace(part, text=text))

    def _unique(self, name: str) -> str:
        candidate, count = name, 1
        stem, dot, extension = name.rpartition(".")
        while candidate in self.names:
            count += 1
            candidate = f"{stem} ({count}).{extension}" if dot and stem else f"{name} ({count})"
        self.names.add(candidate)
        return candidate


_FIRST_BOUNDARY = re.compile(rb"\s*--(\S[^\r\n]{0,69})\r?\n[A-Za-z-]+:")


def _children(node: Message) -> list[Message] | None:
    """The parts of a multipart; None for a leaf. A multipart whose boundary never comes is
    parted by the boundary that does."""
    if node.get_content_maintype() != "multipart":
        return None
    if not node.is_multipart():
        data = leaves.payload(node)
        found = _FIRST_BOUNDARY.match(data)
        if found is None:
            return None
        boundary = found.group(1).strip().replace(b'"', b"")
        head = b'Content-Type: multipart/mixed; boundary="' + boundary + b'"\n\n'
        node = email.message_from_bytes(head + data)
    parts = leaves.stored(node)
    return [p for p in parts if isinstance(p, Message)] if isinstance(parts, list) else None


def _inner_messages(leaf: Message) -> Iterator[Message]:
    """The message inside a message/* part, also where it was encoded: the parser then took the
    encoded text for the body of a message without a header."""
    inner = leaves.stored(leaf)
    parsed = [m for m in inner if isinstance(m, Message)] if isinstance(inner, list) else []
    encoded = str(leaf.get("content-transfer-encoding", "")).strip().lower()
    if encoded in ("base64", "quoted-printable") and not any(m.keys() for m in parsed):
        yield _message(reports.inner_bytes(leaf))[0]
    elif isinstance(inner, str) and inner.strip():
        yield _message(inner.encode("utf-8", "surrogateescape"))[0]
    else:
        yield from parsed


def _heading_of(message: Message) -> str:
    head = headers.read(message)
    sender = f"{head.sender.name} <{head.sender.address}>".strip() if head.sender else ""
    return _heading(sender, head.subject, head.date.strftime("%d.%m.%Y %H:%M") if head.date else "")


def _is_signature(leaf: Message) -> bool:
    return leaf.get_content_type().endswith(("-signature", "pgp-keys"))


def _is_bare_text(leaf: Message) -> bool:
    """A further alternative that is no body: a calendar entry, AMP."""
    return leaf.get_content_maintype() == "text" and not leaves.file_name(leaf)
