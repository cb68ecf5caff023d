"""Envelopes around files: TNEF (winmail.dat) and opaquely signed S/MIME (p7m)."""

from __future__ import annotations

import base64
import binascii
import contextlib
import re
from typing import Any

from intake import charset
from intake.attachments.values import File, Job, UnreadableError

_PEM = re.compile(rb"-----BEGIN [A-Z0-9 ]+-----(.+?)-----END", re.S)


def signed_content(data: bytes) -> bytes | None:
    """The content of a CMS SignedData (RFC 5652 §5); None if it is detached, encrypted, broken."""
    from asn1crypto import cms

    try:
        info = cms.ContentInfo.load(_der(data))
        if info["content_type"].native != "signed_data":
            return None
        content = info["content"]["encap_content_info"]["content"].native
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    return content if isinstance(content, bytes) else None


def _der(data: bytes) -> bytes:
    """DER as it is, or out of PEM or bare base64."""
    if data[:1] == b"0":
        return data
    match = _PEM.search(data)
    try:
        return base64.b64decode(match.group(1) if match else data)
    except (binascii.Error, ValueError):
        return data


def tnef_files(data: bytes, job: Job) -> list[File]:
    """The attachments in a winmail.dat, and its body as "body.txt", "body.html" or "body.rtf"."""
    from tnefparse import TNEF

    try:
        tnef = TNEF(data, do_checksum=False)
    except Exception as fault:
        raise UnreadableError("файл winmail.dat повреждён") from fault
    files = []
    for attachment in tnef.attachments:
        content = bytes(attachment.data or b"")
        job.take_file(len(content))
        files.append(File(_plain_name(_raw_name(attachment)), content))
    if not files:
        files = _tnef_body(tnef)
    if not files:
        raise UnreadableError("в файле winmail.dat ничего нет")
    return files


def _raw_name(attachment: Any) -> str | bytes:
    """The long name, else the short one. The library reads every name as UTF-8; Outlook writes
    the short one in the sender's code page."""
    with contextlib.suppress(UnicodeError):
        return str(attachment.long_filename())
    raw = getattr(attachment, "_name", b"")
    return raw if isinstance(raw, bytes | str) else b""


def _plain_name(name: str | bytes) -> str:
    text = charset.decode(name, "cp1251").text if isinstance(name, bytes) else name
    return re.split(r"[/\\]", text.strip("\0 "))[-1] or "file"


def _tnef_body(tnef: object) -> list[File]:
    for attribute, name in (
        ("htmlbody", "body.html"),
        ("rtfbody", "body.rtf"),
        ("body", "body.txt"),
    ):
        body = getattr(tnef, attribute, None)
        if body:
            return [File(name, body if isinstance(body, bytes) else str(body).encode())]
    return []
