"""Scans and photos to text: tesseract's words, put in lines, tables by their cells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from PIL import Image, ImageOps

from intake.attachments import pictures, tesseract
from intake.attachments.kinds import picture_size
from intake.attachments.pictures import Grid
from intake.attachments.tesseract import Word
from intake.attachments.values import (
    NOTHING,
    Extracted,
    File,
    Job,
    UnreadableError,
    problem_of,
    text_of,
)
from intake.attachments.wraps import one_line

WEAK = 72.0
"""Mean confidence, in per cent, below which a person should compare the text with the scan."""

MISSED = 0.4
"""Share of missed text from which on a page counts as read in part only; a stamp and a signature
make 0.1 to 0.3, half a letter 0.5."""

_UPRIGHT_ENOUGH = 80.0
_FEW_WORDS = 5


@dataclass(frozen=True, slots=True)
class Recognised:
    """The text of a page, its mean confidence in per cent, its number of words, and the share of
    what looks like text (0 to 1) in which no word was found."""

    text: str
    confidence: float
    words: int
    missed: float = 0.0


class NoTextError(UnreadableError):
    """A picture on which there is next to no text."""


def read_image(file: File, job: Job, depth: int) -> Extracted:  # noqa: ARG001 — a reader's signature
    """Recognise a picture file, all its pages. A picture without text that a message shows within
    its own is an ornament, unless it has the shape of a page."""
    try:
        return _read_pages(file, pictures.opened(file.data, job), job)
    except NoTextError:
        if file.inline and not _is_page(picture_size(file.data)):
            return NOTHING
        raise


def _is_page(size: tuple[int, int] | None) -> bool:
    return size is None or (min(size) >= 900 and 1.2 <= max(size) / min(size) <= 1.7)


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
        raise NoTextError("на изображении не найдено текста", "unreadable_scan")
    found = text_of(file, text, ocr=True)
    confidence = sum(page.confidence * page.words for page in pages) / max(words, 1)
    if confidence < WEAK:
        reason = f"распознано с уверенностью {confidence:.0f} %"
        found += problem_of(file, reason, "weak_scan")
    elif any(page.missed > MISSED for page in pages):
        found += problem_of(file, "распознана только часть страницы", "weak_scan")
    return found


def recognised(picture: Image.Image) -> Recognised:
    """The text of one page, whichever way it lies."""
    page = pictures.straightened(pictures.prepared(picture))
    words, tables = _outside(page)
    if not _is_upright(words):
        page, words, tables = _turned(page, words, tables)
    boxes = [(w.left - 4, w.top - 4, w.right + 4, w.bottom + 4) for w in words]
    missed = pictures.text_outside(page, [*boxes, *(table.box for table in tables)])
    lines = list(_lines(with_addresses(page, words)))
    for table in tables:
        text, in_cells = _table(page, table)
        at = next((i for i, (top, _) in enumerate(lines) if top >= table.box[1]), len(lines))
        lines.insert(at, (table.box[1], text))
        words = words + in_cells
    text = repaired("\n".join(text for _, text in lines))
    return Recognised(text, _mean(words), len(words), missed)


def _outside(page: Image.Image) -> tuple[list[Word], list[Grid]]:
    """The words of a page that stand in no ruled table, and the tables."""
    tables = pictures.ruled_tables(page)
    found = tesseract.recognise([pictures.without(page, tables)])[0]
    return [word for word in found if not _is_speck(word)], tables


def _is_upright(words: list[Word]) -> bool:
    return len(words) >= _FEW_WORDS and _mean(words) >= _UPRIGHT_ENOUGH and _is_level(words)


def _is_level(words: list[Word]) -> bool:
    """Whether words are wider than high: tesseract reads lines that run upwards, too, but the
    cells of tables have to be cut out upright."""
    long = [word for word in words if len(word.text) > 3]
    return 2 * sum(w.right - w.left > w.bottom - w.top for w in long) >= len(long)


def _turned(
    page: Image.Image, words: list[Word], tables: list[Grid]
) -> tuple[Image.Image, list[Word], list[Grid]]:
    """The page, its words and tables the way it reads best; the way that tesseract's own test
    tells first."""
    best = page, words, tables
    ways = [Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_270]
    told = tesseract.orientation(page)
    for way in sorted(ways, key=lambda way: way != told):
        other = pictures.straightened(page.transpose(way))
        found = other, *_outside(other)
        if _worth(found[1]) > _worth(best[1]):
            best = found
        if _is_upright(best[1]):
            break
    return best


def _worth(words: list[Word]) -> float:
    return _mean(words) * min(len(words), 30) * (1.0 if _is_level(words) else 0.9)


_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)


def with_addresses(page: Image.Image, words: list[Word]) -> list[Word]:
    """The words, e-mail addresses read again as English: the Russian model knows no Latin."""
    places = [i for i, word in enumerate(words) if "@" in word.text]
    if not places or not tesseract.available("eng"):
        return words
    crops = [_margin(page, words[i]) for i in places]
    again = tesseract.recognise(crops, layout=7, language="eng")
    read = list(words)
    for place, found in zip(places, again, strict=True):
        match = _ADDRESS.search("".join(word.text for word in found))
        if match:
            read[place] = replace(words[place], text=match.group())
    return read


def _margin(page: Image.Image, word: Word) -> Image.Image:
    crop = page.crop((word.left - 8, word.top - 8, word.right + 8, word.bottom + 8))
    return ImageOps.expand(crop, 20, fill=255)


def _is_speck(word: Word) -> bool:
    """A stain, a stamp's edge or a signature taken for a sign or two."""
    return (word.confidence < 30 and len(word.text) < 3) or (
        not re.search(r"\w", word.text) and word.confidence < 50
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
    for before, word in pairwise(words):
        height = max(before.bottom - before.top, 12)
        text += ("    " if word.left - before.right > 4 * height else " ") + word.text
    return text


def _table(page: Image.Image, table: Grid) -> tuple[str, list[Word]]:
    """A ruled table's rows, each cell recognised by itself, and all its words."""
    crops = [[pictures.cropped(page, box) for box in row] for row in table.cells()]
    filled = [crop for row in crops for crop in row if not pictures.is_blank(crop)]
    read = iter(tesseract.recognise(filled, layout=6) if filled else [])
    rows, words = [], []
    for row in crops:
        cells = []
        for crop in row:
            found = [] if pictures.is_blank(crop) else with_addresses(crop, next(read))
            words += found
            cells.append(one_line([text for _, text in _lines(found) if text]))
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
