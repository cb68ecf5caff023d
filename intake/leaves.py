"""One leaf of the MIME tree: its parameters, its bytes, its text, its file's name."""

from __future__ import annotations

import binascii
import re
from email.message import Message
from urllib.parse import unquote_to_bytes

from intake import charset, headers, html
from intake.attachments.extract import lines

_BASE64 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="
_WHITE = b" \t\r\n"
_FORGOTTEN_QP = re.compile(rb"(?:=[0-9A-F]{2}){8}")
_FORGOTTEN_BASE64 = re.compile(rb"\s*[A-Za-z0-9+/]{60,80}\r?\n")
_PADDED_BREAK = re.compile(rb"=[ \t]+\r?\n")
"""A soft line break with white space added on the way (RFC 2045 §6.7), which `binascii` keeps."""
_PERCENT = re.compile(r"(?:%[0-9A-Fa-f]{2}){2}")
_FORBIDDEN = re.compile(r'[<>:"|?*\x00-\x1f\x7f]')
_HTML = re.compile(rb"\s*(?:<!doctype html|<html)\b", re.I)
_MAX_NAME = 120
_MAX_HEADER = 8000  # the standard library takes parameters apart in the square of their length


def parameter(leaf: Message, name: str, header: str = "content-type") -> str:
    """A decoded parameter: RFC 2231, RFC 2047 (against RFC 2047 §5, but usual), raw 8-bit."""
    try:
        value = _header_only(leaf, header).get_param(name, "", header)
    except (ValueError, TypeError, IndexError, LookupError, AttributeError):
        return ""
    if isinstance(value, tuple):
        label, _, given = value
        octets = (given or "").encode("latin-1", "replace")
        return headers.clean(charset.decode(octets, label).text)
    return headers.decode_value(value or "")


def _header_only(leaf: Message, header: str) -> Message:
    """A message with this one header, raw 8-bit text in it decoded by our own guess: the standard
    library would replace it."""
    raw = next((str(v) for k, v in leaf.raw_items() if k.lower() == header), None)
    if raw is None or (raw.isascii() and len(raw) < _MAX_HEADER):
        return leaf
    copy = Message()
    octets = raw[:_MAX_HEADER].encode("utf-8", "surrogateescape")
    copy[header] = headers.clean(charset.decode(octets).text)
    return copy


def file_name(leaf: Message) -> str:
    """The file's name without a path, or "" if the leaf has none."""
    given = parameter(leaf, "filename", "content-disposition") or parameter(leaf, "name")
    return safe_name(given)


def safe_name(given: str) -> str:
    """A name as a person would know it: no path, no signs a file cannot have, not too long."""
    if _PERCENT.search(given):
        given = charset.decode(unquote_to_bytes(given)).text
    base = _FORBIDDEN.sub("", re.split(r"[/\\]", given)[-1]).strip(" .\t")
    if len(base) <= _MAX_NAME:
        return base
    stem, dot, extension = base.rpartition(".")
    return stem[: _MAX_NAME - 10] + dot + extension[:9] if dot else base[:_MAX_NAME]


def is_body(leaf: Message) -> bool:
    """Text shown as part of the message: plain or HTML, no attachment, no name."""
    if leaf.get_content_type() not in ("text/plain", "text/html", "text/enriched"):
        return False
    disposition = str(leaf.get("content-disposition", "")).strip().lower()
    return not disposition.startswith("attachment") and not file_name(leaf)


def payload(leaf: Message) -> bytes:
    """The decoded bytes of a leaf, whatever its transfer encoding is, or pretends to be."""
    encoding = str(leaf.get("content-transfer-encoding", "")).strip(" \t\"'").lower()
    if encoding.startswith("base64") or encoding == "b":
        armoured = stored(leaf)
        return _base64(armoured.encode("ascii", "ignore")) if isinstance(armoured, str) else b""
    try:
        data = leaf.get_payload(decode=True)
    except (ValueError, LookupError, AttributeError, TypeError):
        return b""
    if not isinstance(data, bytes):
        return b""
    if encoding.startswith("quoted"):
        return _PADDED_BREAK.sub(b"", data)
    return _forgotten(leaf, data)


def stored(leaf: Message) -> object:
    """What the parser stored: parts, or text as it came. The standard library decodes raw 8-bit
    text by the declared charset even here, and some charsets raise at that."""
    try:
        return leaf.get_payload()
    except (ValueError, LookupError):
        return ""


def _base64(data: bytes) -> bytes:
    """Base64, and what a list's software appended to it in clear."""
    if not data.translate(None, _BASE64 + _WHITE):
        return headers.lenient_base64(data)
    good: list[bytes] = []
    rows = data.splitlines(keepends=True)
    for index, row in enumerate(rows):
        if row.translate(None, _BASE64 + _WHITE) and good:
            return headers.lenient_base64(b"".join(good)) + b"\n" + b"".join(rows[index:])
        good.append(row)
    return headers.lenient_base64(data)


def _forgotten(leaf: Message, data: bytes) -> bytes:
    """Text whose transfer encoding was not declared, but is plain to see."""
    if leaf.get_content_maintype() != "text" or not data.isascii():
        return data
    if _FORGOTTEN_QP.search(data):
        return binascii.a2b_qp(data)
    if _FORGOTTEN_BASE64.match(data) and not data.translate(None, _BASE64 + _WHITE):
        return headers.lenient_base64(data)
    return data


def text(leaf: Message) -> tuple[str, bool]:
    """The text of a leaf, and whether its charset was certain."""
    data = payload(leaf)
    label = parameter(leaf, "charset") or None
    if leaf.get_content_type() == "text/html" or _HTML.match(data):
        decoded = charset.decode(data, label_of_html(data, label))
        return html.to_text(decoded.text), decoded.certain
    decoded = charset.decode(data, label)
    plain = lines(decoded.text)
    if parameter(leaf, "format").lower() == "flowed":
        plain = unflowed(plain, delsp=parameter(leaf, "delsp").lower() == "yes")
    return plain, decoded.certain


def label_of_html(data: bytes, label: str | None) -> str | None:
    """The header's charset; the document's own where the header names none or plain ASCII."""
    if charset.codec_of(label) in (None, "ascii"):
        return charset.html_charset(data) or label
    return label


def unflowed(source: str, *, delsp: bool = False) -> str:
    """Join the lines that format=flowed broke (RFC 3676 §4.1–4.5), quotes with their own."""
    joined: list[str] = []
    open_depth = -1
    for line in source.split("\n"):
        content = line.lstrip(">")
        depth = len(line) - len(content)
        stuffed = content.removeprefix(" ")
        if depth == open_depth and stuffed != "-- ":
            joined[-1] += stuffed
        else:
            joined.append(">" * depth + (" " if depth and stuffed else "") + stuffed)
        flows = stuffed.endswith(" ") and stuffed != "-- "
        if flows and delsp:
            joined[-1] = joined[-1][:-1]
        open_depth = depth if flows else -1
    return "\n".join(joined)
