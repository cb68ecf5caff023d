"""PDF to text: the text layer page by page; pages that are pictures are recognised."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from intake import charset
from intake.attachments import ocr, tesseract
from intake.attachments.pdfpages import page_text
from intake.attachments.values import Extracted, File, Job, UnreadableError, problem_of, text_of

_LEAST_LETTERS = 15


def read(file: File, job: Job, depth: int) -> Extracted:  # noqa: ARG001 — a reader's signature
    """The pages' text. Pages without a text layer, or with a garbled one, are recognised; the
    whole is then marked as recognised."""
    texts: list[str] = []
    scans: list[ocr.Recognised] = []
    unread = 0
    for page in _pages(file.data, job):
        text = page_text(page)
        if _is_text(text):
            texts.append(text)
        elif not _has_picture(page) and not text.strip():
            continue
        elif job.limits.ocr and tesseract.available() and job.take_picture():
            scans.append(ocr.recognised(_rendered(page)))
            texts.append(scans[-1].text)
        else:
            unread += 1
    return _result(file, texts, scans, unread)


def _result(file: File, texts: list[str], scans: list[ocr.Recognised], unread: int) -> Extracted:
    text = "\n".join(text for text in texts if text.strip())
    found = ocr.result(file, scans, clear=text) if scans else text_of(file, text)
    if scans:
        found = text_of(file, text, ocr=True) + Extracted((), found.problems)
    if unread:
        reason = tesseract.ADVICE if not tesseract.available() else "часть страниц не распознана"
        if not text:
            raise UnreadableError(reason, "unreadable_scan")
        found += problem_of(file, reason, "unreadable_scan")
    if not text.strip():
        raise UnreadableError("текста в файле нет", "unreadable_scan")
    return found


def _pages(data: bytes, job: Job) -> Iterator[Any]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as fault:
        if "assword" in str(fault):
            raise UnreadableError("файл закрыт паролем", "encrypted_attachment") from fault
        raise UnreadableError("файл повреждён") from fault
    try:
        for index in range(min(len(document), job.limits.pages)):
            page = document[index]
            yield page
            page.close()
    finally:
        document.close()


def _is_text(text: str) -> bool:
    """A text layer that can be read: letters enough, and no font without its table of signs."""
    letters = sum(c.isalpha() for c in text)
    if letters < _LEAST_LETTERS:
        return False
    odd = sum(
        c == "\ufffd" or "\ue000" <= c <= "\uf8ff" or (c < " " and c not in "\n\t") for c in text
    )
    cyrillic = sum("а" <= c <= "я" for c in text.lower())
    return odd * 10 < letters and not (cyrillic * 2 > letters and charset.russian(text) < 0)


def _has_picture(page: Any) -> bool:
    """Whether something is drawn: pictures, or text turned to shapes."""
    return any(True for _ in page.get_objects(max_depth=2))


def _rendered(page: Any) -> Any:
    width, height = page.get_size()
    scale = min(300 / 72, 4000 / max(width, height, 1))
    return page.render(scale=scale, grayscale=True).to_pil().convert("L")
