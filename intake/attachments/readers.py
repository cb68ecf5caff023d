"""The table of readers. Runs inside the sandbox's child; also reads what stands inside a file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from intake.attachments import archives, envelopes, legacy, ocr, office, outlook, pdf, rtf
from intake.attachments.extract import extract_plain
from intake.attachments.kinds import FileKind, kind_of
from intake.attachments.values import (
    NOTHING,
    Extracted,
    File,
    Job,
    UnreadableError,
    problem_of,
    text_of,
)
from rules.model import Part, PartRole


def read(file: File, job: Job, depth: int = 0) -> Extracted:
    """Read one file, whatever it holds. Raises only MemoryError; the rest is a Problem."""
    plain = extract_plain(file, job.limits)
    if plain is not None:
        return plain
    try:
        return READERS[kind_of(file)](file, job, depth)
    except UnreadableError as fault:
        return problem_of(file, fault.reason, fault.problem)
    except MemoryError:
        raise
    except Exception as fault:  # noqa: BLE001 — parsers of foreign formats raise anything
        return problem_of(file, f"файл повреждён ({type(fault).__name__})")


def _single(reader: Callable[[bytes, Job], str]) -> Callable[[File, Job, int], Extracted]:
    """A reader of a format that holds one text and no other files."""

    def read_one(file: File, job: Job, depth: int) -> Extracted:  # noqa: ARG001
        text = reader(file.data, job)[: job.limits.part_text]
        if not text.strip():
            raise UnreadableError("текста в файле нет")
        return text_of(file, text)

    return read_one


def _members(file: File, members: list[File], job: Job, depth: int) -> Extracted:
    """Read the files that stood in another, under "outer/inner"."""
    if depth >= job.limits.archive_depth:
        raise UnreadableError("архивы вложены друг в друга слишком глубоко")
    found = Extracted()
    for member in members:
        named = replace(member, name=f"{file.name}/{member.name}")
        found += read(named, job, depth + 1)
    return found


def _zip(file: File, job: Job, depth: int) -> Extracted:
    office_kind = archives.office_kind(file.data)
    if office_kind is None:
        return _members(file, archives.unzip(file.data, job), job, depth)
    text = office.READERS[office_kind](file.data, job)
    if not text.strip():
        scans = archives.pictures(file.data, job)
        if not scans:
            raise UnreadableError("текста в файле нет")
        return ocr.read_pictures(file, scans, job)
    return text_of(file, text[: job.limits.part_text])


def _ole(file: File, job: Job, depth: int) -> Extracted:
    if legacy.is_outlook(file.data):
        return _outlook(file, job, depth)
    return _single(legacy.text)(file, job, depth)


def _outlook(file: File, job: Job, depth: int) -> Extracted:
    letter = outlook.letter(file.data)
    heads = (("От", letter.sender), ("Тема", letter.subject))
    heading = "".join(f"{name}: {value}\n" for name, value in heads if value)
    name, text = f"{file.name}/body", f"{heading}\n{letter.text}"[: job.limits.part_text]
    found = Extracted((Part(name, text, PartRole.FORWARDED),))
    return found + _members(file, list(letter.files), job, depth)


def _tnef(file: File, job: Job, depth: int) -> Extracted:
    return _members(file, envelopes.tnef_files(file.data, job), job, depth)


def _message(file: File, job: Job, depth: int) -> Extracted:
    from intake import mime

    def inner(member: File) -> Extracted:
        return read(member, job, depth + 1)

    if depth >= job.limits.archive_depth:
        raise UnreadableError("письма вложены друг в друга слишком глубоко")
    return mime.nested(file, job.limits, inner)


def _signed(file: File, job: Job, depth: int) -> Extracted:
    content = envelopes.signed_content(file.data)
    if content is None:
        reason = "содержимое зашифровано или повреждено"
        raise UnreadableError(reason, "encrypted_attachment")
    return read(File(_inner_name(file), content), job, depth + 1)


def _signature(file: File, job: Job, depth: int) -> Extracted:
    content = envelopes.signed_content(file.data)
    return read(File(_inner_name(file), content), job, depth + 1) if content else NOTHING


def _inner_name(file: File) -> str:
    """The signed file's name: «Ответ.docx.sig» signs «Ответ.docx»."""
    stem, dot, _ = file.name.rpartition(".")
    return stem if dot and stem else file.name


READERS: dict[FileKind, Callable[[File, Job, int], Extracted]] = {
    FileKind.PDF: pdf.read,
    FileKind.RTF: _single(rtf.text),
    FileKind.WORD_XML: _single(office.flat_text),
    FileKind.ZIP: _zip,
    FileKind.OLE: _ole,
    FileKind.IMAGE: ocr.read_image,
    FileKind.TNEF: _tnef,
    FileKind.MESSAGE: _message,
    FileKind.SIGNED: _signed,
    FileKind.SIGNATURE: _signature,
}
