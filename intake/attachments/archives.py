"""ZIP files: archives, and the office formats that are archives. Bounded before unpacking."""

from __future__ import annotations

import io
import zipfile
from pathlib import PurePosixPath

from intake import charset
from intake.attachments.values import File, Job, UnreadableError

_MAX_RATIO = 200  # a letter packs 3 to 20 times; a bomb a thousand times
_UTF8_FLAG = 0x800
_JUNK = ("__macosx/", ".ds_store", "thumbs.db", "desktop.ini")
_PICTURES = (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".gif")
_OFFICE: tuple[tuple[str, str], ...] = (
    ("word/document.xml", "docx"),
    ("xl/workbook.xml", "xlsx"),
    ("ppt/presentation.xml", "pptx"),
    ("content.xml", "odf"),
)


def opened(data: bytes) -> zipfile.ZipFile:
    """The archive. Raises UnreadableError if its directory cannot be read."""
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as fault:
        raise UnreadableError("архив повреждён") from fault


def office_kind(data: bytes) -> str | None:
    """docx, xlsx, pptx or odf if the archive is one; None for an ordinary archive."""
    names = {name.lower() for name in opened(data).namelist()[:5000]}
    return next((kind for member, kind in _OFFICE if member in names), None)


def member(archive: zipfile.ZipFile, name: str, job: Job) -> bytes:
    """A member's bytes. Raises UnreadableError if it is absent, encrypted, broken or a bomb."""
    try:
        info = archive.getinfo(name)
    except KeyError as fault:
        raise UnreadableError("в файле нет текста документа") from fault
    return _content(archive, info, job)


def _content(archive: zipfile.ZipFile, info: zipfile.ZipInfo, job: Job) -> bytes:
    if info.flag_bits & 1:
        raise UnreadableError("архив закрыт паролем", "encrypted_attachment")
    bomb = info.file_size > 1_000_000 and info.file_size > _MAX_RATIO * max(info.compress_size, 1)
    if bomb or job.bytes + info.file_size > job.limits.archive_bytes:
        raise UnreadableError("архив распаковывается в слишком большой объём", "too_large")
    try:
        with archive.open(info) as stream:
            data = stream.read(info.file_size + 1)  # a false size must not matter
    except (
        zipfile.BadZipFile,
        OSError,
        EOFError,
        NotImplementedError,
        RuntimeError,
        ValueError,
    ) as fault:
        raise UnreadableError("архив повреждён") from fault
    except Exception as fault:  # zlib.error and its kin have no common base
        if type(fault).__name__ in ("error", "LZMAError"):
            raise UnreadableError("архив повреждён") from fault
        raise
    job.bytes += len(data)
    return data


def unzip(data: bytes, job: Job) -> list[File]:
    """The files of an archive, folders left out. Names in cp866 or UTF-8, without paths up."""
    archive = opened(data)
    files: list[File] = []
    for info in archive.infolist():
        name = _name(info)
        if info.is_dir() or name.lower().startswith(_JUNK) or name.lower().endswith(_JUNK[1:]):
            continue
        job.take_file(0)
        files.append(File(name, _content(archive, info, job)))
    if not files:
        raise UnreadableError("архив пуст")
    return files


def _name(info: zipfile.ZipInfo) -> str:
    name = info.filename
    if not info.flag_bits & _UTF8_FLAG:
        octets = name.encode("cp437", "replace")  # what zipfile read it as
        name = charset.decode(octets, "cp866").text
    steps = [
        step for step in PurePosixPath(name.replace("\\", "/")).parts if step not in ("/", "..")
    ]
    return "/".join(steps) or "file"


def pictures(data: bytes, job: Job) -> list[File]:
    """The pictures of an office document, in the order of their names: a pasted scan."""
    archive = opened(data)
    names = [i for i in archive.infolist() if i.filename.lower().endswith(_PICTURES)]
    files = []
    for info in sorted(names, key=lambda i: i.filename)[: job.limits.ocr_pages]:
        files.append(
            File(info.filename.rsplit("/", 1)[-1], _content(archive, info, job), inline=True)
        )
    return files
