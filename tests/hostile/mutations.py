"""Mails that nobody would send and somebody will: mutations of real ones, the same for a seed."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
LARGEST = 400_000
"""Octets: so many mutations of large files would only measure the disk."""

_NOISE = (
    b"\x00", b"\r", b"\n\n", b"=?utf-8?b?", b"=?koi8-r?q?=C1?=", b"Content-Type: multipart/mixed;",
    b'boundary="x"', b"--", b"\xff\xfe", b"\xd0", b"<", b">" * 50, b"<table>" * 40, b"<div>" * 200,
    b"Content-Transfer-Encoding: base64\r\n", b"=" * 70, b"(" * 300, b'"' * 99, b"From: ", b"\t;",
    "готовы".encode("cp866"), "Иванова ".encode() * 50, b"http://x.example/" * 20, b"%s%n{{7*7}}",
    b"=cmd|'/c calc'!A1", b"\x1b[2J", "\u202e".encode(), b"begin 644 a\n", b"a" * 5000,
)  # fmt: skip


def originals() -> list[bytes]:
    """All sample mails, and the letters of the corpora."""
    folders = ("mail-samples/*", "corpus", "corpus-blind")
    paths = sorted(path for folder in folders for path in TESTS.glob(f"{folder}/*.eml"))
    return [path.read_bytes() for path in paths if path.stat().st_size < LARGEST]


def hostile(count: int, seed: int = 398) -> Iterator[bytes]:
    """So many different mails: each original as it is, then mutations of them."""
    chance = random.Random(seed)
    known = originals()
    for number in range(count):
        raw = known[number % len(known)]
        if number >= len(known):
            for _ in range(chance.randint(1, 4)):
                raw = chance.choice(_WAYS)(raw, chance)
            raw = raw[:LARGEST]
        yield b"X-Number: %d\r\n" % number + raw


Way = Callable[[bytes, random.Random], bytes]


def _cut(raw: bytes, chance: random.Random) -> bytes:
    return raw[: chance.randint(0, len(raw))]


def _flip(raw: bytes, chance: random.Random) -> bytes:
    octets = bytearray(raw)
    for _ in range(min(len(octets), 30)):
        octets[chance.randrange(len(octets))] = chance.randrange(256)
    return bytes(octets)


def _insert(raw: bytes, chance: random.Random) -> bytes:
    at = chance.randint(0, len(raw))
    return raw[:at] + chance.choice(_NOISE) + raw[at:]


def _into_header(raw: bytes, chance: random.Random) -> bytes:
    head, gap, body = raw.partition(b"\r\n\r\n" if b"\r\n\r\n" in raw else b"\n\n")
    lines = head.split(b"\n")
    at = chance.randrange(len(lines))
    lines[at] += chance.choice(_NOISE)
    return b"\n".join(lines) + gap + body


def _swap(raw: bytes, chance: random.Random) -> bytes:
    lines = raw.split(b"\n")
    one, two = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[one], lines[two] = lines[two], lines[one]
    return b"\n".join(lines)


def _repeat(raw: bytes, chance: random.Random) -> bytes:
    start = chance.randint(0, len(raw))
    piece = raw[start : start + chance.randint(1, 400)]
    return raw[:start] + piece * chance.randint(2, 200) + raw[start:]


def _drop(raw: bytes, chance: random.Random) -> bytes:
    lines = raw.split(b"\n")
    del lines[chance.randrange(len(lines))]
    return b"\n".join(lines)


def _nest(raw: bytes, chance: random.Random) -> bytes:
    for _ in range(chance.randint(1, 12)):
        raw = b"From: a@b.example\r\nContent-Type: message/rfc822\r\n\r\n" + raw
    return raw


def _relabel(raw: bytes, chance: random.Random) -> bytes:
    charset = chance.choice((b"utf-7", b"utf-16", b"hz", b"x-unknown", b"cp866", b"'; drop"))
    return raw.replace(b"utf-8", charset).replace(b"windows-1251", charset)


_WAYS: tuple[Way, ...] = (
    _cut, _flip, _insert, _into_header, _swap, _repeat, _drop, _nest, _relabel,
)  # fmt: skip
