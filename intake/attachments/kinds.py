"""What a file is: by its first bytes, then by its name and declared type."""

from __future__ import annotations

import struct
from enum import StrEnum

from intake.attachments.values import File


class FileKind(StrEnum):
    """The kinds that have a reader, or a reason for having none."""

    TEXT = "text"
    HTML = "html"
    MESSAGE = "message"
    PDF = "pdf"
    RTF = "rtf"
    ZIP = "zip"  # also docx, odt, xlsx: told apart by their members
    OLE = "ole"  # doc, xls, msg, encrypted docx
    IMAGE = "image"
    TNEF = "tnef"
    SIGNED = "signed"  # opaque PKCS#7
    SIGNATURE = "signature"  # PKCS#7 that may hold the signed file, or only sign another
    WORD_XML = "word-xml"  # Word 2003 XML, flat OpenDocument
    ARCHIVE = "archive"  # rar, 7z and others that nothing here unpacks
    SOUND = "sound"
    IGNORED = "ignored"  # detached signatures, contact cards, calendars
    EMPTY = "empty"
    UNKNOWN = "unknown"


_MAGIC: tuple[tuple[bytes, FileKind], ...] = (
    (b"%PDF-", FileKind.PDF),
    (b"{\\rt", FileKind.RTF),
    (b"PK\x03\x04", FileKind.ZIP),
    (b"PK\x05\x06", FileKind.ZIP),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", FileKind.OLE),
    (b"\x89PNG\r\n", FileKind.IMAGE),
    (b"\xff\xd8\xff", FileKind.IMAGE),
    (b"GIF8", FileKind.IMAGE),
    (b"II*\0", FileKind.IMAGE),
    (b"MM\0*", FileKind.IMAGE),
    (b"\x78\x9f\x3e\x22", FileKind.TNEF),
    (b"Rar!\x1a\x07", FileKind.ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", FileKind.ARCHIVE),
    (b"\x1f\x8b", FileKind.ARCHIVE),
    (b"BZh", FileKind.ARCHIVE),
    (b"\xfd7zXZ", FileKind.ARCHIVE),
    (b"`\xea", FileKind.ARCHIVE),  # arj
    (b"OggS", FileKind.SOUND),
    (b"#!AMR", FileKind.SOUND),
    (b"ID3", FileKind.SOUND),
)
_EXTENSIONS: dict[str, FileKind] = {
    "txt": FileKind.TEXT, "text": FileKind.TEXT, "log": FileKind.TEXT, "csv": FileKind.TEXT,
    "md": FileKind.TEXT, "htm": FileKind.HTML, "html": FileKind.HTML, "mht": FileKind.MESSAGE,
    "mhtml": FileKind.MESSAGE, "eml": FileKind.MESSAGE, "p7s": FileKind.IGNORED,
    "sig": FileKind.IGNORED, "sgn": FileKind.IGNORED, "asc": FileKind.IGNORED,
    "vcf": FileKind.IGNORED, "ics": FileKind.IGNORED, "p7m": FileKind.SIGNED,
    "heic": FileKind.IMAGE, "heif": FileKind.IMAGE, "lha": FileKind.ARCHIVE,
    "lzh": FileKind.ARCHIVE, "tar": FileKind.ARCHIVE, "mp3": FileKind.SOUND,
    "m4a": FileKind.SOUND, "wav": FileKind.SOUND, "aac": FileKind.SOUND, "mp4": FileKind.SOUND,
}  # fmt: skip
_MEDIA_TYPES: dict[str, FileKind] = {
    "text/html": FileKind.HTML,
    "application/xhtml+xml": FileKind.HTML,
    "message/rfc822": FileKind.MESSAGE,
    "message/global": FileKind.MESSAGE,
    "application/pkcs7-signature": FileKind.IGNORED,
    "application/x-pkcs7-signature": FileKind.IGNORED,
    "application/pgp-signature": FileKind.IGNORED,
    "application/pgp-keys": FileKind.IGNORED,
    "text/vcard": FileKind.IGNORED,
    "text/x-vcard": FileKind.IGNORED,
    "text/directory": FileKind.IGNORED,
    "text/calendar": FileKind.IGNORED,
    "application/ics": FileKind.IGNORED,
    "application/pkcs7-mime": FileKind.SIGNED,
    "application/x-pkcs7-mime": FileKind.SIGNED,
    "application/ms-tnef": FileKind.TNEF,
    "application/vnd.ms-tnef": FileKind.TNEF,
}
_SIGNED_DATA = bytes.fromhex("2a864886f70d010702")  # the OID 1.2.840.113549.1.7.2
_TEXTUAL_CONTROLS = frozenset(b"\t\n\r\f\x1a\x1b")


def kind_of(file: File) -> FileKind:
    """The kind of a file. A detached signature is told before its DER is looked at."""
    if not file.data.strip():
        return FileKind.EMPTY
    named = _EXTENSIONS.get(file.extension) or _MEDIA_TYPES.get(file.media_type)
    if named is FileKind.IGNORED:
        return FileKind.SIGNATURE if _may_hold_content(file) else named
    return _by_magic(file.data) or _by_markup(file) or named or _by_content(file)


def _may_hold_content(file: File) -> bool:
    """Programs of signing put the document into its .sig as often as beside it. A signature of
    the mail itself (multipart/signed) never holds it."""
    if file.extension not in ("sig", "sgn", "p7s") or "signature" in file.media_type:
        return False
    return file.data[:1] == b"0" or file.data.lstrip().startswith((b"MII", b"-----BEGIN"))


def _by_magic(data: bytes) -> FileKind | None:  # noqa: PLR0911 — a case for each mark
    head = data[:1024].lstrip(b"\r\n \xef\xbb\xbf\0")
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if b"%PDF-" in head:
        return FileKind.PDF
    if data.startswith(b"BM") and len(data) > 26 and data[14:18] in (b"(\0\0\0", b"\x0c\0\0\0"):
        return FileKind.IMAGE
    if data[:4] == b"RIFF":
        return FileKind.IMAGE if data[8:12] == b"WEBP" else FileKind.SOUND
    if data[4:8] == b"ftyp":
        return FileKind.IMAGE if data[8:11] in (b"hei", b"mif", b"avi") else FileKind.SOUND
    if data[:1] == b"0" and _SIGNED_DATA in data[:64]:
        return FileKind.SIGNED
    return FileKind.ARCHIVE if data[257:262] == b"ustar" else None


def _by_markup(file: File) -> FileKind | None:
    """HTML and MHTML also stand under names like «Ответ.doc»."""
    head = file.data[:2048].lstrip(b"\r\n\t \xef\xbb\xbf").lower()
    if head.startswith(b"<?xml") and (b"worddocument" in head or b"office:document" in head):
        return FileKind.WORD_XML
    if head.startswith((b"<!doctype html", b"<html")) or b"<html" in head[:1024]:
        return FileKind.HTML
    if head.startswith((b"mime-version:", b"from: ")) and b"content-type:" in head:
        return FileKind.MESSAGE
    return None


def _by_content(file: File) -> FileKind:
    """Text is told from what is not by its control signs; what is said of the file comes last."""
    sample = file.data[:4096]
    controls = sum(byte < 32 and byte not in _TEXTUAL_CONTROLS for byte in sample)
    if controls * 100 <= len(sample) or sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        return FileKind.TEXT
    if file.media_type.startswith("image/"):
        return FileKind.IMAGE
    if file.media_type.startswith(("audio/", "video/")):
        return FileKind.SOUND
    return FileKind.UNKNOWN


def picture_size(data: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG, GIF, BMP or JPEG in pixels, from its header alone."""
    try:
        if data.startswith(b"\x89PNG"):
            return struct.unpack(">II", data[16:24])
        if data.startswith(b"GIF8"):
            return struct.unpack("<HH", data[6:10])
        if data.startswith(b"BM"):
            width, height = struct.unpack("<ii", data[18:26])
            return width, abs(height)
        return _jpeg_size(data) if data.startswith(b"\xff\xd8") else None
    except struct.error:
        return None


def _jpeg_size(data: bytes) -> tuple[int, int] | None:
    position = 2
    for _ in range(200):
        if data[position : position + 1] != b"\xff":
            return None
        marker = data[position + 1]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", data[position + 5 : position + 9])
            return width, height
        (length,) = struct.unpack(">H", data[position + 2 : position + 4])
        position += 2 + length
        if position + 4 > len(data):
            return None
    return None


def is_ornament(file: File) -> bool:
    """A logo, a smiley, a pixel that counts readers: too small to be a letter.

    Shown inline, a picture is a letter only from 400 pixels on its shorter side and 25 KB on; one
    that was attached on purpose is taken for a letter unless it is tiny.
    """
    size = picture_size(file.data)
    if size is None:
        return len(file.data) < (25_000 if file.inline else 4_000)
    if file.inline:
        return min(size) < 400 or len(file.data) < 25_000
    return min(size) < 100 or len(file.data) < 2_000
