"""Outlook messages (.msg): compound files (MS-CFB) whose streams are properties (MS-OXMSG)."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from intake import charset, html
from intake.attachments.values import File, UnreadableError

_END = 0xFFFFFFF0  # sector numbers from here on are marks
_STORAGE, _STREAM = 1, 2
_MAX_ENTRIES = 20_000


@dataclass(frozen=True, slots=True)
class Letter:
    """A message: who wrote it, about what, its text, its files."""

    sender: str
    subject: str
    text: str
    files: tuple[File, ...]


def letter(data: bytes) -> Letter:
    """Read a .msg. Raises UnreadableError if its structure is broken."""
    try:
        streams = dict(_Compound(data).streams())
    except (struct.error, IndexError, ValueError) as fault:
        raise UnreadableError("письмо Outlook повреждено") from fault
    top = {path[0]: content for path, content in streams.items() if len(path) == 1}
    name, address = _text(top, "0C1A"), _text(top, "5D01") or _text(top, "0C1F")
    sender = f"{name} <{address}>" if "@" in address else name
    return Letter(sender, _text(top, "0037"), _body(top), tuple(_files(streams)))


def _text(properties: dict[str, bytes], tag: str) -> str:
    """A string property, in UTF-16 (type 001F) or in the writer's code page (001E)."""
    wide = properties.get(f"__substg1.0_{tag}001F")
    if wide is not None:
        return wide.decode("utf-16-le", "replace").strip("\0")
    return charset.decode(properties.get(f"__substg1.0_{tag}001E", b"").strip(b"\0")).text


def _body(properties: dict[str, bytes]) -> str:
    plain = _text(properties, "1000").replace("\r\n", "\n")
    rich = properties.get("__substg1.0_10130102", b"")
    if plain.strip() or not rich:
        return plain
    return html.to_text(charset.decode(rich, charset.html_charset(rich)).text)


def _files(streams: dict[tuple[str, ...], bytes]) -> Iterator[File]:
    folders: dict[str, dict[str, bytes]] = {}
    for path, content in streams.items():
        if len(path) == 2 and path[0].startswith("__attach"):
            folders.setdefault(path[0], {})[path[1]] = content
    for properties in folders.values():
        attached = properties.get("__substg1.0_37010102")
        if attached is not None:
            name = _text(properties, "3707") or _text(properties, "3704") or "file"
            shown = bool(_text(properties, "3712"))  # it has a Content-ID
            yield File(name.replace("/", "_"), attached, inline=shown)


class _Compound:
    """The streams of a compound file."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        shift, mini_shift = struct.unpack_from("<HH", data, 30)
        if shift not in (9, 12) or mini_shift != 6:
            raise ValueError("sector size")
        self._size = 1 << shift
        (directory,) = struct.unpack_from("<I", data, 48)
        (self._cutoff, mini) = struct.unpack_from("<II", data, 56)
        self._fat = self._numbers(self._fat_sectors())
        self._mini_fat = self._numbers(self._chain(mini, self._fat))
        self._entries = self._read(directory)
        root_start, root_size = struct.unpack_from("<IQ", self._entries, 116)
        self._mini = self._read(root_start)[:root_size]

    def streams(self) -> Iterator[tuple[tuple[str, ...], bytes]]:
        """(path, content) of every stream."""
        (child,) = struct.unpack_from("<I", self._entries, 76)
        pending: list[tuple[int, tuple[str, ...]]] = [(child, ())]
        seen: set[int] = set()
        while pending:
            number, path = pending.pop()
            if number >= _END or number in seen or len(seen) > _MAX_ENTRIES:
                continue
            seen.add(number)
            name, kind, left, right, below, start, size = self._entry(number)
            pending += [(left, path), (right, path)]
            if kind == _STREAM:
                yield (*path, name), self._content(start, size)
            elif kind == _STORAGE:
                pending.append((below, (*path, name)))

    def _entry(self, number: int) -> tuple[str, int, int, int, int, int, int]:
        at = number * 128
        length, kind = struct.unpack_from("<HB", self._entries, at + 64)
        left, right, below = struct.unpack_from("<III", self._entries, at + 68)
        start, size = struct.unpack_from("<IQ", self._entries, at + 116)
        name = self._entries[at : at + max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace")
        return name, kind, left, right, below, start, size

    def _content(self, start: int, size: int) -> bytes:
        if size >= self._cutoff:
            return self._read(start)[:size]
        places = self._chain(start, self._mini_fat)
        return b"".join(self._mini[n * 64 : n * 64 + 64] for n in places)[:size]

    def _sector(self, number: int) -> bytes:
        return self._data[(number + 1) * self._size : (number + 2) * self._size]

    def _read(self, start: int) -> bytes:
        return b"".join(self._sector(number) for number in self._chain(start, self._fat))

    def _numbers(self, sectors: Iterable[int]) -> list[int]:
        data = b"".join(self._sector(number) for number in sectors)
        return list(struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4]))

    def _fat_sectors(self) -> list[int]:
        """The places of the FAT: 109 in the header, more in a chain of their own (§2.5)."""
        places = list(struct.unpack_from("<109I", self._data, 76))
        (more,) = struct.unpack_from("<I", self._data, 68)
        seen: set[int] = set()
        while more < _END and more not in seen:
            seen.add(more)
            *further, more = self._numbers([more])
            places += further
        return [number for number in places if number < _END]

    @staticmethod
    def _chain(start: int, table: list[int]) -> list[int]:
        places: list[int] = []
        while start < len(table) and len(places) <= len(table):
            places.append(start)
            start = table[start]
        if len(places) > len(table):
            raise ValueError("a chain that bites its tail")
        return places
