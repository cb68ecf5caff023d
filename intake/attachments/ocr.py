"""Scans and photos to text: tesseract's words, put in lines, tables by their cells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from PIL import Image

from intake.attachments import pictures, tesseract
from intake.attachments.tesseract import Word
from intake.attachments.values import Extracted, File, Job, UnreadableError, problem_of, text_of
from intake.tables import CELL_BREAK

WEAK = 72.0
"""Mean confidence, in per cent, below which a person should compare the text with the scan."""

_UPRIGHT_ENOUGH = 80.0
_FEW_WORDS = 5


@dataclass(frozen=True, slots=True)
class Recognised:
    """The text of a page, its mean confidence in per cent, and its number of words."""

    text: str
    confidence: float
    words: int


def read_image(file: File, job: Job, depth: int) -> Extracted:  # noqa: ARG001 — a reader's signature
    """Recognise a picture file, all its pages."""
    return _read_pages(file, pictures.opened(file.data, job), job)


def read_pictures(file: File, scans: list[File], job: Job) -> Extracted:
    """Recognise the pictures that stand in a document without text."""
    pages = (page for scan in scans for page in pictures.opened(scan.data, job))
    return _read_pages(file, pages, job)


def _read_pages(file: File, pages: Iterable[Image.Image], job: Job) -> Extracted:
    if not job.limits.ocr or not tesseract.available():
        raise UnreadableError(tesseract.ADVICE, "unreadable_scan")
    found = [recognised(page) for page in pages if job.take_picture()]
    return result(file, found)


def result(file: File, pages: list[Recognised], clear: str = "") -> Extracted:
    """The recognised pages as one text, with a doubt if they were hard to read; `clear` is text
    of the same file that needed no recognition."""
    words = sum(page.words for page in pages)
    text = "\n".join(page.text for page in pages if page.text)
    if words < _FEW_WORDS and not clear:
        raise UnreadableError("на изображении не найдено текста", "unreadable_scan")
    found = text_of(file, text, ocr=True)
    confidence = sum(page.confidence * page.words for page in pages) / max(words, 1)
    if confidence < WEAK:
        reason = f"распознано с уверенностью {confidence:.0f} %"
        found += problem_of(file, reason, "weak_scan")
    return found


def recognised(picture: Image.Image) -> Recognised:
    """The text of one page, whichever way it lies."""
    page = pictures.straightened(pictures.prepared(picture))
    best = _upright(page)
    if best.confidence >= _UPRIGHT_ENOUGH and best.words >= _FEW_WORDS:
        return best
    for turn in (Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_270):
        other = _upright(pictures.straightened(page.transpose(turn)))
        if _worth(other) > _worth(best):
            best = other
        if best.confidence >= _UPRIGHT_ENOUGH and best.words >= _FEW_WORDS:
            break
    return best


def _worth(page: Recognised) -> float:
    return page.confidence * min(page.words, 30)


def _upright(page: Image.Image) -> Recognised:
    tables = pictures.ruled_tables(page)
    rest = pictures.without(page, tables) if tables else page
    words = tesseract.recognise([rest])[0]
    kept = [word for word in words if not _is_speck(word)]
    rows = [_table(page, table) for table in tables]
    lines = list(_lines(kept))
    for table, (text, _) in zip(tables, rows, strict=True):
        at = next((i for i, (top, _) in enumerate(lines) if top >= table.box[1]), len(lines))
        lines.insert(at, (table.box[1], text))
    kept += [word for _, cell_words in rows for word in cell_words]
    return Recognised(repaired("\n".join(text for _, text in lines)), _mean(kept), len(kept))


def _is_speck(word: Word) -> bool:
    """A stain, a stamp's edge or a signature taken for a sign or two."""
    return (
        (word.confidence < 30
        and len(word.text) < 3)
        or (not re.search(r"\w", word.text)
        and word.confidence < 50)
    )


def _mean(words: list[Word]) -> float:
    total = sum(len(word.text) for word in words)
    return sum(word.confidence * len(word.text) for word in words) / total if total else 0.0


def _lines(words: list[Word]) -> Iterator[tuple[int, str]]:
    """Lines with their tops in reading order; an empty line between paragraphs. Words far apart
    in a line stay apart: a post and the name of who signs."""
    last: tuple[int, int] | None = None
    for (block, paragraph, _), group in groupby(words, key=lambda word: word.line):
        members = list(group)
        top = min(word.top for word in members)
        if last is not None and last != (block, paragraph):
            yield top, ""
        last = block, paragraph
        yield top, _spaced(members)


def _spaced(words: list[Word]) -> str:
    text = words[0].text
    for before, word in zip(words, words[1:], strict=False):
        height = max(before.bottom - before.top, 12)
        text += ("    " if word.left - before.right > 4 * height else " ") + word.text
    return text


def _table(page: Image.Image, table: pictures.Grid) -> tuple[str, list[Word]]:
    """A ruled table's rows, each cell recognised by itself, and all its words."""
    crops = [[pictures.cropped(page, box) for box in row] for row in table.cells()]
    filled = [crop for row in crops for crop in row if not pictures.is_blank(crop)]
    read = iter(tesseract.recognise(filled, layout=6) if filled else [])
    rows, words = [], []
    for row in crops:
        cells = []
        for crop in row:
            found = [] if pictures.is_blank(crop) else next(read)
            words += found
            cells.append(CELL_BREAK.join(text for _, text in _lines(found) if text))
        rows.append("\t".join(cells))
    return "\n".join(row for row in rows if row.strip()), words


_INITIAL_3 = re.compile(r"(?<=\b[А-ЯЁ]\.)(\s?)3З?(?=\.)")
_INITIAL_3_FIRST = re.compile(r"(?<![\w.])3(?=\.\s?[А-ЯЁ]\.\s?[А-ЯЁ][а-яё])")
_INITIAL_0 = re.compile(r"(?<![\w.])0(?=\.\s?[А-ЯЁ]\.)|(?<=\b[А-ЯЁ]\.)0(?=\.)")
_NUMBER_SIGN = re.compile(r"(?<!\w)(?:N[oоeе°]|Nº|Мо)(?=\s?\d)")


def repaired(text: str) -> str:
    """What tesseract confuses by rule: figures for letters in initials, the sign «№»."""
    text = _INITIAL_3.sub(r"\1З", text)
    text = _INITIAL_3_FIRST.sub("З", text)
    text = _INITIAL_0.sub("О", text)
    return _NUMBER_SIGN.sub("№", text)
