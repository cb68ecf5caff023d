"""RTF 1.9 to text: escapes of every charset a font names, tables, headers, text boxes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from intake.attachments.values import Job, UnreadableError
from intake.tables import spaced, table_lines

_TOKEN = re.compile(
    rb"\\'([0-9a-fA-F]{2})"  # 1 an octet
    rb"|\\([a-zA-Z]{1,32})(-?\d{1,10})? ?"  # 2, 3 a control word
    rb"|\\([^a-zA-Z])"  # 4 a control sign
    rb"|([{}])"  # 5 a group
    rb"|([^\\{}\r\n]+)"  # 6 text
    rb"|[\r\n]+|\\",
    re.S,
)
_SKIPPED = frozenset(
    b"fonttbl colortbl stylesheet info pict object themedata colorschememapping datastore listtable"
    b" listoverridetable rsidtbl generator xmlnstbl latentstyles filetbl revtbl fldinst footnote"
    b" annotation atnid atnauthor bkmkstart bkmkend pgptbl mmathPr nonshppict sp wgrffmtfilter"
    b" pnseclvl listtext_ objdata docvar template operator".split()
)
_SIGNS = {
    b"tab": "\t", b"emdash": "—", b"endash": "–", b"lquote": "‘", b"rquote": "’",
    b"ldblquote": "“", b"rdblquote": "”", b"bullet": "•", b"emspace": " ", b"enspace": " ",
    b"qmspace": " ", b"nestcell": " ", b"nestrow": " ",
}  # fmt: skip
_BREAKS = frozenset((b"par", b"line", b"sect", b"page", b"column"))
_CHARSETS = {
    0: "cp1252", 2: "cp1252", 77: "mac-roman", 128: "cp932", 129: "cp949", 134: "gbk",
    136: "big5", 161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256",
    186: "cp1257", 204: "cp1251", 238: "cp1250", 254: "cp437", 255: "cp850",
}  # fmt: skip
_MAX_DEPTH = 2000


@dataclass(frozen=True, slots=True)
class _State:
    """What a group inherits and restores."""

    skipped: bool = False
    codec: str = "cp1251"
    skip_after_unicode: int = 1
    in_fonts: bool = False
    hidden: bool = False


@dataclass
class _Reader:
    limit: int
    default: str = "cp1251"
    fonts: dict[int, str] = field(default_factory=dict)
    font: int = 0
    state: _State = field(default_factory=_State)
    stack: list[_State] = field(default_factory=list)
    octets: bytearray = field(default_factory=bytearray)
    line: list[str] = field(default_factory=list)
    cell: list[str] = field(default_factory=list)
    row: list[list[str]] = field(default_factory=list)
    rows: list[list[list[str]]] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    in_table: bool = False
    pending_star: bool = False
    to_skip: int = 0
    size: int = 0


def text(data: bytes, job: Job) -> str:
    """The text of an RTF document; the tables' cells parted by "\\t"."""
    reader = _Reader(job.limits.part_text)
    for match in _TOKEN.finditer(data):
        _token(reader, match)
        if reader.size > reader.limit:
            break
    _flush(reader)
    if reader.line:
        _break(reader)
    _end_table(reader)
    return "\n".join(reader.lines).strip("\n")


def _token(reader: _Reader, match: re.Match[bytes]) -> None:
    octet, word, number, sign, brace, plain = match.groups()
    if brace:
        _group(reader, brace)
    elif word:
        _word(reader, word, int(number) if number else None)
    elif octet:
        _octets(reader, bytes([int(octet, 16)]))
    elif plain:
        _octets(reader, plain)
    elif sign:
        _sign(reader, sign)


def _group(reader: _Reader, brace: bytes) -> None:
    _flush(reader)
    reader.pending_star = False
    reader.to_skip = 0
    if brace == b"{":
        if len(reader.stack) > _MAX_DEPTH:
            raise UnreadableError("файл вложен слишком глубоко")
        reader.stack.append(reader.state)
    elif reader.stack:
        reader.state = reader.stack.pop()


def _octets(reader: _Reader, octets: bytes) -> None:
    reader.pending_star = False
    if reader.to_skip:
        skipped = min(reader.to_skip, len(octets))
        reader.to_skip -= skipped
        octets = octets[skipped:]
    if not (reader.state.skipped or reader.state.hidden):
        reader.octets += octets


def _flush(reader: _Reader) -> None:
    if reader.octets:
        _add(reader, reader.octets.decode(reader.state.codec, "replace"))
        reader.octets.clear()


def _add(reader: _Reader, piece: str) -> None:
    if not (reader.state.skipped or reader.state.hidden):
        reader.line.append(piece)
        reader.size += len(piece)


def _sign(reader: _Reader, sign: bytes) -> None:
    if sign == b"*":
        reader.pending_star = True
    elif sign in b"\\{}":
        _octets(reader, sign)
    elif sign == b"~":
        _octets(reader, b" ")
    elif sign == b"_":
        _octets(reader, b"-")
    elif sign in b"\r\n" and not reader.state.skipped:
        _flush(reader)
        _break(reader)


def _word(reader: _Reader, word: bytes, number: int | None) -> None:
    _flush(reader)
    starred, reader.pending_star = reader.pending_star, False
    if word == b"u" and number is not None:
        _unicode(reader, number)
        return
    reader.to_skip = 0
    if word in _SKIPPED or (starred and word not in (b"shpinst", b"shptxt")):
        reader.state = replace(reader.state, skipped=True, in_fonts=word == b"fonttbl")
    elif word == b"shpinst":
        reader.state = replace(reader.state, skipped=True)
    elif word == b"shptxt":
        reader.state = replace(reader.state, skipped=False)
    elif word in (b"f", b"fcharset", b"ansicpg", b"uc", b"v", b"plain", b"mac", b"pca", b"cpg"):
        _setting(reader, word, number)
    elif not reader.state.skipped:
        _content(reader, word)


def _setting(reader: _Reader, word: bytes, number: int | None) -> None:
    state = reader.state
    if word == b"uc":
        reader.state = replace(state, skip_after_unicode=min(max(number or 0, 0), 10))
    elif word in (b"v", b"plain"):
        reader.state = replace(state, hidden=word == b"v" and number != 0)
    elif word == b"ansicpg" and number:
        reader.default = _known(f"cp{number}") or "cp1251"
        reader.state = replace(state, codec=reader.default)
    elif word == b"f" and number is not None:
        reader.font = number
        if not state.in_fonts:
            reader.state = replace(state, codec=reader.fonts.get(number, reader.default))
    elif word == b"fcharset" and state.in_fonts and number in _CHARSETS:
        # fonts of "ANSI" carry whatever code page the document has
        reader.fonts[reader.font] = reader.default if number == 0 else _CHARSETS[number]


def _known(codec: str) -> str | None:
    try:
        b"".decode(codec)
    except LookupError:
        return None
    return codec


def _unicode(reader: _Reader, number: int) -> None:
    point = number + 65536 if number < 0 else number
    reader.to_skip = reader.state.skip_after_unicode
    if 0 < point < 0xD800 or 0xE000 <= point < 0xF000 or 0xF900 <= point < 0x10000:
        _add(reader, chr(point))


def _content(reader: _Reader, word: bytes) -> None:
    if word in _SIGNS:
        _add(reader, _SIGNS[word])
    elif word in _BREAKS:
        _break(reader)
    elif word == b"intbl":
        reader.in_table = True
    elif word == b"pard":
        reader.in_table = False
    elif word == b"cell":
        _take_cell(reader)
    elif word == b"row":
        reader.rows.append(reader.row)
        reader.row = []
        reader.in_table = False


def _take_cell(reader: _Reader) -> None:
    reader.row.append([*reader.cell, "".join(reader.line)])
    reader.line.clear()
    reader.cell = []


def _break(reader: _Reader) -> None:
    line = "".join(reader.line)
    reader.line.clear()
    if reader.in_table:
        reader.cell.append(line)
        return
    if reader.rows:
        _end_table(reader)
    reader.lines.append(spaced(line))


def _end_table(reader: _Reader) -> None:
    if reader.cell or reader.row:
        reader.rows.append([*reader.row, reader.cell])
    reader.lines.extend(table_lines(reader.rows))
    reader.rows, reader.row, reader.cell = [], [], []
