"""Old binary Office files (OLE): by catdoc and xls2csv where they are installed."""

from __future__ import annotations

import shutil
import subprocess
import tempfile

from intake.attachments.values import Job, UnreadableError

_ADVICE = "файлы старого Word и Excel читает программа catdoc; установите пакет catdoc"


def _stream(name: str) -> bytes:
    return name.encode("utf-16-le")


_WORD, _BOOK, _BOOK5 = _stream("WordDocument"), _stream("Workbook"), _stream("Book")
_ENCRYPTED = _stream("EncryptedPackage")
_OUTLOOK = _stream("__substg1.0_")


def is_outlook(data: bytes) -> bool:
    """Whether an OLE file is a message of Outlook's."""
    return _OUTLOOK in data


def text(data: bytes, job: Job) -> str:
    """The text of a .doc or .xls. Raises UnreadableError with the reason."""
    if _ENCRYPTED in data:
        raise UnreadableError("документ закрыт паролем", "encrypted_attachment")
    if _WORD in data:
        return _doc(data, job)
    if _BOOK in data or _BOOK5 in data:
        return _xls(data, job)
    raise UnreadableError("формат не распознан; попросите прислать письмо файлом docx или pdf")


def _doc(data: bytes, job: Job) -> str:
    printed = _run(["catdoc", "-d", "utf-8", "-w"], data, job)
    return printed.replace("\x07", "\t").strip("\n")


def _xls(data: bytes, job: Job) -> str:
    printed = _run(["xls2csv", "-d", "utf-8", "-c\t", "-q0", "-g15"], data, job)
    rows = (row.rstrip("\t\x0c ") for row in printed.replace("\x0c", "").split("\n"))
    return "\n".join(row for row in rows if row.strip())


def _run(command: list[str], data: bytes, job: Job) -> str:
    if shutil.which(command[0]) is None:
        raise UnreadableError(_ADVICE)
    with tempfile.NamedTemporaryFile(suffix=".bin") as file:
        file.write(data)
        file.flush()
        try:
            done = subprocess.run(
                [*command, file.name], capture_output=True, timeout=job.limits.seconds, check=False
            )
        except subprocess.TimeoutExpired as fault:
            raise UnreadableError("чтение файла не закончилось в отведённое время") from fault
    printed = done.stdout[: 4 * job.limits.part_text].decode("utf-8", "replace")
    if not printed.strip():
        raise UnreadableError("файл повреждён или закрыт паролем")
    return printed
