"""A raw mail to its MIME tree, as the standard library builds it, whatever the mail is.

The parser goes line by line, and looks at each line once for every open boundary. So the long runs
of base64 lines that files are carried in are taken out before it, and put back into its tree.
"""

from __future__ import annotations

import email
import re
import secrets
from collections.abc import Callable
from email.feedparser import BytesFeedParser
from email.message import Message

_PIECE = 1 << 16
_MAX_NESTING = 100
_ENDLESS_TYPE = re.compile(rb"^content-type:(?:[^\n]|\n[ \t]){8000}", re.I | re.M)
_BLANK_LINE = re.compile(rb"\n\r?\n")
_RUN = re.compile(rb"[A-Za-z0-9+/]{56,76}(?:\r?\n[A-Za-z0-9+/]{56,76}){30,2000}(?=\r?\n)")
"""Whole lines of base64: none of them can be a header, a boundary, or blank."""
_MARK = re.compile(r"Otklik([0-9a-f]{32})(\d{8})")
_END_OF_LINE = re.compile(rb"\r?\n")


def parse(raw: bytes) -> tuple[Message, str]:
    """The tree, and what is wrong with it (Russian) or "". Never raises.

    The library recurses, and takes long parameters apart in the square of their length; so absurd
    nesting is read flat.
    """
    source = raw.lstrip(b"\r\n\0\xef\xbb\xbf")
    fault = "слишком много вложенных частей"
    pieces, runs = _without_runs(source)
    if not _is_absurd(pieces):
        try:
            return _tree(pieces, runs), ""
        except Exception as error:  # noqa: BLE001 — RecursionError, ValueError and others
            fault = type(error).__name__
    head, _, rest = re.sub(rb"\r\n?", b"\n", source[:2_000_000]).partition(b"\n\n")
    plain = re.sub(rb"(?im)^content-(?:type|transfer-encoding):", b"X-Was-\\g<0>", head)
    return email.message_from_bytes(plain + b"\n\n" + rest[:200_000]), fault


class _Runs:
    """The runs that were taken out, each under a line that is base64 too and in no mail."""

    def __init__(self) -> None:
        self._mark = secrets.token_hex(16)
        self._kept: list[memoryview] = []

    def keep(self, run: memoryview) -> bytes:
        """The line that stands for the run."""
        self._kept.append(run)
        return b"Otklik%s%08d" % (self._mark.encode(), len(self._kept) - 1)

    def put_back(self, text: str) -> str:
        """The text with its runs."""
        return _MARK.sub(self._run, text) if self._mark in text else text

    def _run(self, line: re.Match[str]) -> str:
        if line.group(1) != self._mark:
            return line.group()
        return str(self._kept[int(line.group(2))], "ascii")

    def __bool__(self) -> bool:
        return bool(self._kept)


def _without_runs(source: bytes) -> tuple[bytes, _Runs]:
    """The mail without the runs that follow the headers which tell of base64."""
    runs, view = _Runs(), memoryview(source)
    pieces: list[bytes | memoryview] = []
    taken = position = 0
    while (position := source.find(b"base64", position)) >= 0:
        blank = _BLANK_LINE.search(source, position)
        if blank is None:
            break
        position = blank.end()
        while run := _RUN.match(source, position):
            pieces += [view[taken:position], runs.keep(view[position : run.end()])]
            taken = run.end()
            ending = _END_OF_LINE.match(source, taken)
            position = ending.end() if ending else taken
    return (b"".join([*pieces, view[taken:]]) if runs else source), runs


class _Node(Message):
    """A node of the tree that can take its runs back."""

    _payload: object

    def put_back(self, whole: Callable[[str], str]) -> None:
        """Make the text of this node whole."""
        if isinstance(self._payload, str):
            self._payload = whole(self._payload)


def _tree(source: bytes, runs: _Runs) -> Message:
    """Piece by piece: `message_from_bytes` would hold the whole mail at four bytes a character."""
    parser: BytesFeedParser[_Node] = BytesFeedParser(_Node)
    for start in range(0, len(source), _PIECE):
        parser.feed(source[start : start + _PIECE])
    message = parser.close()
    for node in message.walk() if runs else ():
        if isinstance(node, _Node):
            node.put_back(runs.put_back)
    return message


def _is_absurd(source: bytes) -> bool:
    if source.lower().count(b"boundary") > _MAX_NESTING * 4:
        return True
    return source.count(b";") > 2000 and _ENDLESS_TYPE.search(source) is not None
