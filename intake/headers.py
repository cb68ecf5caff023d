"""The header of a mail, decoded. The one module that knows mail-parser, and its faults.

mail-parser reads addresses. It is given headers whose charsets were already settled here, because
it drops raw 8-bit text that is not UTF-8 and believes every label; it is shielded by the standard
library's parser, because it raises on some hostile mail. Dates keep the sender's zone, which it
does not, so the standard library is asked first.
"""

from __future__ import annotations

import binascii
import contextlib
import logging
import re
import string
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime
from functools import lru_cache

from intake import charset
from rules.model import Address

_log = logging.getLogger(__name__)

MAX_HEADERS = 1000
MAX_VALUE = 100_000
_ADDRESS_HEADERS = ("from", "sender", "reply-to", "to", "cc")

_ENCODED = re.compile(rb"=\?([^?\s]{1,80})\?([bBqQ])\?([^?]*)\?=")
_CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060\ufeff]"
)
_SPACE = re.compile(r"[ \t\r\n\u00a0]+")


@dataclass(frozen=True, slots=True)
class Headers:
    """The fields of `rules.model.Mail` that come from the header; see there."""

    subject: str
    sender: Address | None
    reply_to: Address | None
    to: tuple[Address, ...]
    date: datetime | None
    message_id: str
    in_reply_to: tuple[str, ...]
    references: tuple[str, ...]
    return_path: str | None
    headers: tuple[tuple[str, str], ...]


def read(message: Message) -> Headers:
    """Decode the header of a parsed message (compat32). Never raises."""
    raw = list(_raw_items(message))
    decoded = tuple((name, decode_value(value)) for name, value in raw)
    first: dict[str, str] = {}
    for name, value in decoded:
        first.setdefault(name, value)
    addresses = _addresses(raw)
    senders = addresses["from"] or addresses["sender"]
    return Headers(
        subject=first.get("subject", ""),
        sender=senders[0] if senders else None,
        reply_to=next(iter(addresses["reply-to"]), None),
        to=(*addresses["to"], *addresses["cc"]),
        date=parse_date(first.get("date", "")),
        message_id=next(iter(message_ids(first.get("message-id", ""), bare=True)), ""),
        in_reply_to=message_ids(first.get("in-reply-to", ""), bare=True),
        references=message_ids(first.get("references", "")),
        return_path=_return_path(first.get("return-path")),
        headers=decoded,
    )


def _raw_items(message: Message) -> Iterator[tuple[str, bytes]]:
    for count, (name, value) in enumerate(message.raw_items()):
        if count >= MAX_HEADERS:
            return
        octets = str(value)[:MAX_VALUE].encode("utf-8", "surrogateescape")
        yield _field_name(str(name)), octets


@lru_cache(1000)
def _field_name(name: str) -> str:
    return clean(name.encode("ascii", "replace").decode()).lower()


# Values --------------------------------------------------------------------------------------


def decode_value(value: bytes | str) -> str:
    """A header's value as one line: RFC 2047 words, raw 8-bit text, broken mixtures of both."""
    octets = value.encode("utf-8", "surrogateescape") if isinstance(value, str) else value
    if octets.isascii() and b"=?" not in octets:
        return clean(octets.decode("ascii"))
    return clean("".join(text for text, _ in _runs(octets)))


def clean(text: str) -> str:
    """Without control signs, line breaks, zero-width signs; blanks joined."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    plain = _CONTROL.sub("", text.encode("utf-8", "replace").decode("utf-8"))
    return _SPACE.sub(" ", plain).strip()


def _runs(octets: bytes) -> Iterator[tuple[str, bool]]:
    """Stretches of a value with whether they stood in encoded words. Words that follow each other
    are one stretch: senders cut them within a letter, against RFC 2047 §5."""
    label = next((m.group(1).decode("ascii", "replace") for m in _ENCODED.finditer(octets)), None)
    position, pending, charset_of = 0, b"", b""
    for match in _ENCODED.finditer(octets):
        between = octets[position : match.start()]
        joined = pending and not between.strip() and match.group(1).lower() == charset_of
        if pending and not joined:
            yield _text(pending, charset_of), True
            pending = b""
        if between and (between.strip() or not position):
            yield charset.decode(between, label).text, False
        pending += _word(match)
        charset_of, position = match.group(1).lower(), match.end()
    if pending:
        yield _text(pending, charset_of), True
    if position < len(octets):
        yield charset.decode(octets[position:], label).text, False


@lru_cache(1000)
def _text(octets: bytes, label: bytes) -> str:
    """A stretch of encoded words: names of people and offices come again and again."""
    return charset.decode(octets, label.decode("ascii", "replace")).text


def _word(match: re.Match[bytes]) -> bytes:
    body = match.group(3)
    if match.group(2) in b"bB":
        return lenient_base64(body)
    return binascii.a2b_qp(body.replace(b" ", b"_"), header=True)


_FOREIGN = bytes(set(range(256)) - set(string.ascii_letters.encode() + b"0123456789+/"))


def lenient_base64(data: bytes) -> bytes:
    """Base64 with its foreign signs ignored and its missing padding supplied. A large file in good
    order is decoded without a copy of its text."""
    end = data.find(b"=")
    if end < 0 or not data[end:].strip(b"=\r\n\t "):
        with contextlib.suppress(binascii.Error):
            return binascii.a2b_base64(data)
    kept = data.translate(None, _FOREIGN)
    kept = kept[:-1] if len(kept) % 4 == 1 else kept
    return binascii.a2b_base64(kept + b"=" * (-len(kept) % 4))


# Addresses -----------------------------------------------------------------------------------


def _addresses(raw: list[tuple[str, bytes]]) -> dict[str, tuple[Address, ...]]:
    """Addresses of each header, by mail-parser; what it finds nothing in, by others."""
    values: dict[str, list[str]] = {name: [] for name in _ADDRESS_HEADERS}
    for name, octets in raw:
        if name in values and octets.strip():
            values[name].append(_structured(octets))
    return {
        name: (_by_mail_parser(texts[0]) if texts else ())
        or next(filter(None, map(_by_hand, texts)), ())
        for name, texts in values.items()
    }


def _structured(octets: bytes) -> str:
    """An address header with its encoded words read, and quoted so that its structure stays."""
    if octets.isascii() and b"=?" not in octets:
        return clean(octets.decode("ascii"))
    built = ""
    runs = list(_runs(octets))
    if not any("@" in text for text, encoded in runs if not encoded):
        return clean(
            "".join(text for text, _ in runs)
        )  # the address was encoded along with the name
    for text, encoded in runs:
        if not encoded:
            built += text
        elif built.count('"') % 2:
            built += _escaped(text)
        else:
            built += f' "{_escaped(text)}" '
    return clean(built.replace('" "', " "))


def _escaped(text: str) -> str:
    return clean(text).replace("\\", "\\\\").replace('"', '\\"')


@lru_cache(1000)
def _by_mail_parser(text: str) -> tuple[Address, ...]:
    """The addresses of a header, by the function with which mail-parser reads them: its
    `MailParser` would take apart all the rest of the message too."""
    from mailparser.utils import get_addresses

    try:
        found = get_addresses(text, decode_names=True)
    except Exception as fault:  # noqa: BLE001 — it is known to raise bare errors on hostile mail
        _log.info("mail-parser failed on a header: %s", type(fault).__name__)
        return ()
    return _made([("" if name == address else name, address) for name, address in found])


def _made(pairs: list[tuple[str, str]]) -> tuple[Address, ...]:
    made = (
        Address(_display_name(name), address.strip().lower())
        for name, address in pairs
        if "@" in address
    )
    return tuple(dict.fromkeys(made))


def _display_name(name: str) -> str:
    plain = clean(decode_value(name) if "=?" in name else name)
    while len(plain) > 1 and plain[0] == plain[-1] and plain[0] in "\"'":
        plain = plain[1:-1].strip()
    return plain if plain.count('"') % 2 == 0 else plain.strip('" ')


_BARE_ADDRESS = re.compile(r"[^\s<>\"'(),;:@\[\]]{1,64}@[^\s<>\"'(),;:@\[\]]{1,255}")


def _by_hand(text: str) -> tuple[Address, ...]:
    """Addresses of a header that is no address list: the standard library, then what looks like
    an address, the last in angle brackets first."""
    try:
        found = _made(getaddresses([text[:5000]]))
    except Exception:  # noqa: BLE001 — recursion and index errors of the old parser
        found = ()
    if found:
        return found
    bare = _BARE_ADDRESS.findall(text)
    name = text.split("<", maxsplit=1)[0] if "<" in text else ""
    return (Address(_display_name(name), bare[-1].lower()),) if bare else ()


_FROM = re.compile(rb"^from:((?:[^\n]|\n[ \t]){0,2000})", re.I | re.M)


def sender_at_first_sight(raw: bytes) -> str:
    """The address in a raw mail's From, in lower case, "" if none is plain to see; the header is
    not parsed for it."""
    head = raw[:16_384].replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    found = _FROM.search(head)
    bare = _BARE_ADDRESS.findall(found.group(1).decode("latin-1")) if found else []
    return bare[-1].lower() if bare else ""


def _return_path(value: str | None) -> str | None:
    if value is None:
        return None
    found = _BARE_ADDRESS.search(value)
    return found.group().lower() if found else ""


# Message-IDs ---------------------------------------------------------------------------------

_ID = re.compile(r"<([^<>]{1,998})>")


def message_ids(value: str, *, bare: bool = False) -> tuple[str, ...]:
    """Message-IDs with angle brackets, in order, each once (RFC 5322 §3.6.4). With `bare`, one
    without brackets is taken too, if it is the whole value."""
    found = ["<" + re.sub(r"\s+", "", inner) + ">" for inner in _ID.findall(value)[:500]]
    if not found and bare and (word := value.strip("<> \t")) and " " not in word:
        found = [f"<{word}>"]
    return tuple(dict.fromkeys(found))


# Dates ---------------------------------------------------------------------------------------

_MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan янв", "feb фев", "mar мар", "apr апр", "may мая май", "jun июн", "jul июл",
         "aug авг", "sep сен", "oct окт", "nov ноя", "dec дек"), 1)
    for name in names.split()
}  # fmt: skip
_WORDY = re.compile(
    r"(\d{1,2})[ .-]+([^\W\d_]{3,9})[ .-]+(\d{4})(?:\D{1,6}(\d{1,2}):(\d\d)(?::(\d\d))?)?"
)
_NUMERIC = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})(?:\D{1,3}(\d{1,2}):(\d\d)(?::(\d\d))?)?")
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d))?)?")
_ZONE = re.compile(r"(?:\d |:\d\d|GMT|UTC) ?([+-])(\d\d):?(\d\d)\b")


def parse_date(value: str) -> datetime | None:
    """A Date header as an aware time in the sender's zone (UTC if it names none), else None."""
    if not value:
        return None
    try:
        parsed = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return _odd_date(value[:200])
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)


def _odd_date(value: str) -> datetime | None:
    for pattern, order in ((_ISO, (0, 1, 2)), (_WORDY, (2, 1, 0)), (_NUMERIC, (2, 1, 0))):
        if match := pattern.search(value):
            year, month, day = (match.group(1 + position) for position in order)
            hour, minute, second = (int(x or 0) for x in match.groups()[3:])
            number = _MONTHS.get(month[:3].lower()) or (int(month) if month.isdecimal() else 0)
            try:
                moment = datetime(int(year), number, int(day), hour, minute, second)
                return moment.replace(tzinfo=_zone(value))
            except ValueError:
                return None
    return None


def _zone(value: str) -> timezone:
    match = _ZONE.search(value)
    if not match:
        return UTC
    offset = timedelta(hours=int(match.group(2)), minutes=int(match.group(3)))
    return (
        timezone(-offset if match.group(1) == "-" else offset)
        if offset < timedelta(days=1)
        else UTC
    )
