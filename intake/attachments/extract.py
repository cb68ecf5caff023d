"""From a file to its texts: what is plain is read here, the rest in the sandbox."""

from __future__ import annotations

from intake import charset, html
from intake.attachments import sandbox
from intake.attachments.kinds import FileKind, is_ornament, kind_of
from intake.attachments.values import NOTHING, Extracted, File, problem_of, text_of
from intake.limits import Limits

REFUSED: dict[FileKind, str] = {
    FileKind.ARCHIVE: "архив этого вида не читается; попросите прислать письмо файлом docx или pdf",
    FileKind.SOUND: "звукозапись или видео; её нужно прослушать",
    FileKind.EMPTY: "файл пуст",
    FileKind.UNKNOWN: "формат не распознан; попросите прислать письмо файлом docx или pdf",
}


def extract(file: File, limits: Limits) -> Extracted:
    """Read one attachment. Never raises: what cannot be read is a Problem, a logo is nothing.

    Nested messages (FileKind.MESSAGE) are not read here: they are mail, see `intake.mime`.
    """
    plain = extract_plain(file, limits)
    return sandbox.run(file, limits) if plain is None else plain


def extract_plain(file: File, limits: Limits) -> Extracted | None:
    """Read what needs no foreign parser; None for all else."""
    kind = kind_of(file)
    if _meaningless(file, kind):
        return NOTHING
    if kind in REFUSED:
        return problem_of(file, REFUSED[kind])
    if len(file.data) > limits.attachment_bytes:
        return problem_of(file, "файл слишком велик", "too_large")
    if kind is FileKind.TEXT:
        return _decoded(file, charset.decode(file.data, file.charset), limits)
    if kind is FileKind.HTML:
        label = file.charset or charset.html_charset(file.data)
        return text_of(
            file, html.to_text(charset.decode(file.data, label).text)[: limits.part_text]
        )
    return None


def _meaningless(file: File, kind: FileKind) -> bool:
    ornament = kind is FileKind.IMAGE and is_ornament(file)
    return ornament or kind is FileKind.IGNORED or (kind is FileKind.EMPTY and file.inline)


def _decoded(file: File, decoded: charset.Decoded, limits: Limits) -> Extracted:
    text = lines(decoded.text)[: limits.part_text]
    found = text_of(file, text)
    if decoded.certain:
        return found
    return found + problem_of(file, "кодировка текста неясна", "unreadable_text")


def lines(text: str) -> str:
    """Line ends as "\\n", without the signs that end or mark a file."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").strip("\ufeff\x1a")
