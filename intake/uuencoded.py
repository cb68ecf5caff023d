"""Files that old mailers put into the text itself (uuencode, POSIX.1 `uuencode`)."""

from __future__ import annotations

import binascii
import re
from email.message import Message

_FILE = re.compile(r"^begin [0-7]{3,4} (\S[^\n]{0,200})\n((?:[ -`]{1,61}\n)+)\n?end *$", re.M)


def taken_out(text: str) -> tuple[str, list[Message]]:
    """The text without its files, and the files as leaves. What does not decode stays text."""
    if "\nend" not in text or "begin " not in text:
        return text, []
    leaves: list[Message] = []

    def take(found: re.Match[str]) -> str:
        try:
            data = b"".join(binascii.a2b_uu(line) for line in found[2].splitlines())
        except binascii.Error:
            return found[0]
        leaves.append(_leaf(found[1].strip(), data))
        return ""

    return _FILE.sub(take, text), leaves


def _leaf(name: str, data: bytes) -> Message:
    leaf = Message()
    leaf["Content-Type"] = "application/octet-stream"
    leaf.add_header("Content-Disposition", "attachment", filename=name)
    leaf["Content-Transfer-Encoding"] = "base64"
    leaf.set_payload(binascii.b2a_base64(data).decode("ascii"))
    return leaf
