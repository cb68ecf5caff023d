"""MIME entities written straight to bytes: headers encoded and folded, bodies in base64.

The standard library's `EmailMessage` takes twenty times as long, for it parses each header anew
and folds it token by token. What stands here writes only what our letters have; that nobody
injects a header is held by `one_line` before it and by `_checked` at the last moment.
"""

from __future__ import annotations

import base64
import re
import secrets
from collections.abc import Iterable, Sequence
from urllib.parse import quote

_WORD_OCTETS = 42
"""Octets in an encoded word: it then fits a line of 78 after any of our header names."""
_LINE = 76
_PIECE = 56
"""Characters of a file's name on one line."""
_PLAIN = re.compile(r"[!-~](?:[ -~]*[!-~])?")
_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?: [A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")

Field = tuple[str, str]
"""A header: its name, and its value encoded and folded."""


def text_value(text: str, name: str) -> str:
    """Unstructured text (RFC 5322 §3.2.5) as the value of this header: as it is, or in encoded
    words (RFC 2047)."""
    if _PLAIN.fullmatch(text) and "=?" not in text and len(name) + 2 + len(text) <= _LINE:
        return text
    return "\r\n ".join(_encoded_words(text))


def address_value(display: str, address: str, name: str) -> str:
    """One mailbox (RFC 5322 §3.4); the address stands as it is."""
    if not display:
        return address
    phrase = _phrase(display)
    value = f"{phrase} <{address}>"
    fits = "\r\n" not in phrase and len(name) + 2 + len(value) <= _LINE
    return value if fits else f"{phrase}\r\n <{address}>"


def _phrase(display: str) -> str:
    if "=?" not in display and len(display) <= 50:
        if _ATOMS.fullmatch(display):
            return display
        if _PLAIN.fullmatch(display):
            escaped = display.replace("\\", "\\\\").replace('"', '\\"')
            return f'"{escaped}"'
    return "\r\n ".join(_encoded_words(display))


def _encoded_words(text: str) -> list[str]:
    """The text in encoded words, none of which parts a character."""
    words, octets = [], b""
    for character in text:
        encoded = character.encode()
        if len(octets) + len(encoded) > _WORD_OCTETS:
            words.append(octets)
            octets = b""
        octets += encoded
    words.append(octets)
    return [f"=?utf-8?b?{base64.b64encode(word).decode()}?=" for word in words]


def file_name(name: str) -> str:
    """The parameter of Content-Disposition, with the ";" before it (RFC 2231 §3 and §4)."""
    if _PLAIN.fullmatch(name) and len(name) <= 60:
        escaped = name.replace("\\", "\\\\").replace('"', '\\"')
        return f';\r\n filename="{escaped}"'
    pieces = ["utf-8''"]
    for character in name:
        coded = quote(character, safe="")
        if len(pieces[-1]) + len(coded) > _PIECE:
            pieces.append("")
        pieces[-1] += coded
    if len(pieces) == 1:
        return f";\r\n filename*={pieces[0]}"
    return "".join(f";\r\n filename*{n}*={piece}" for n, piece in enumerate(pieces))


def leaf(media_type: str, body: bytes, fields: Iterable[Field] = ()) -> bytes:
    """An entity with this body in base64."""
    encoding = ("Content-Transfer-Encoding", "base64")
    head = header([("Content-Type", media_type), encoding, *fields])
    return head + b"\r\n" + base64.encodebytes(body).replace(b"\n", b"\r\n")


def text_leaf(subtype: str, text: str) -> bytes:
    """A text entity in UTF-8, with the line ends of the canonical form (RFC 2045 §6.8)."""
    lines = text.encode("utf-8", "replace").splitlines()
    return leaf(f'text/{subtype}; charset="utf-8"', b"\r\n".join([*lines, b""]))


def multipart(subtype: str, parts: Sequence[bytes], fields: Iterable[Field] = ()) -> bytes:
    """The parts, with a boundary that occurs in none of them: base64 has no "_"."""
    boundary = f"=_{secrets.token_hex(16)}"
    kind = ("Content-Type", f'multipart/{subtype};\r\n boundary="{boundary}"')
    delimiter = f"--{boundary}\r\n".encode()
    body = b"".join(delimiter + part for part in parts)
    return header([*fields, kind]) + b"\r\n" + body + f"--{boundary}--\r\n".encode()


def header(fields: Iterable[Field]) -> bytes:
    """Header lines."""
    return "".join(f"{name}: {_checked(value)}\r\n" for name, value in fields).encode()


_BREAK = re.compile(r"\r\n(?! )|(?<!\r)\n|\r(?!\n)")


def _checked(value: str) -> str:
    if _BREAK.search(value):
        raise ValueError("a line break in a header's value")
    return value
