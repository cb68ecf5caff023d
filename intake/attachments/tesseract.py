"""The command `tesseract` and its TSV output. Needs the language data `rus`."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PIL import Image

from intake.attachments.values import UnreadableError

ADVICE = "для чтения сканов установите пакеты tesseract-ocr и tesseract-ocr-rus"
_TIMEOUT = 90.0


@dataclass(frozen=True, slots=True)
class Word:
    """A recognised word: `line` orders and groups the lines of its picture, `confidence` is in
    per cent, the box in pixels."""

    line: tuple[int, int, int]
    text: str
    confidence: float
    left: int
    top: int
    right: int
    bottom: int


@cache
def _languages() -> frozenset[bytes]:
    if shutil.which("tesseract") is None:
        return frozenset()
    command = ["tesseract", "--list-langs"]
    done = subprocess.run(command, capture_output=True, timeout=20, check=False)
    return frozenset(done.stdout.split())


def available(language: str = "rus") -> bool:
    """Whether the program is installed and knows a language."""
    return language.encode() in _languages()


def recognise(
    pictures: Sequence[Image.Image], layout: int = 3, language: str = "rus"
) -> list[list[Word]]:
    """The words of each picture, in reading order. One process for all: loading the model takes
    longer than a small picture. `layout` is tesseract's --psm.

    Raises UnreadableError if tesseract is absent, fails, or takes too long.
    """
    if not available(language):
        raise UnreadableError(ADVICE, "unreadable_scan")
    with tempfile.TemporaryDirectory(prefix="otklik-") as folder:
        paths = [Path(folder) / f"{number}.png" for number in range(len(pictures))]
        for path, picture in zip(paths, pictures, strict=True):
            picture.save(path, compress_level=1)
        source = Path(folder) / "list.txt"
        source.write_text("\n".join(map(str, paths)), "utf-8")
        settings = ["-l", language, "--dpi", "300", "--psm", str(layout), "tsv"]
        printed = _run([str(source), "-", *settings])
    pages: list[list[Word]] = [[] for _ in pictures]
    for page, word in _words(printed):
        if 0 < page <= len(pages):
            pages[page - 1].append(word)
    return pages


_TURNS = {
    "90": Image.Transpose.ROTATE_270,
    "180": Image.Transpose.ROTATE_180,
    "270": Image.Transpose.ROTATE_90,
}
_ROTATE = re.compile(r"^Rotate: (\d+)", re.M)


def orientation(picture: Image.Image) -> Image.Transpose | None:
    """How to turn a page upright, by tesseract's own test; None if it lies so, or cannot tell."""
    if not available("osd"):
        return None
    with tempfile.NamedTemporaryFile(suffix=".png", prefix="otklik-") as file:
        picture.save(file, "png", compress_level=1)
        file.flush()
        try:
            printed = _run([file.name, "-", "--dpi", "300", "--psm", "0"])
        except UnreadableError:
            return None
    found = _ROTATE.search(printed)
    return _TURNS.get(found.group(1)) if found else None


def _run(arguments: list[str]) -> str:
    try:
        done = subprocess.run(
            ["tesseract", *arguments], capture_output=True, timeout=_TIMEOUT, check=False
        )
    except subprocess.TimeoutExpired as fault:
        raise UnreadableError(
            "распознавание не закончилось в отведённое время", "unreadable_scan"
        ) from fault
    if done.returncode:
        raise UnreadableError("программа распознавания прервалась", "unreadable_scan")
    return done.stdout.decode("utf-8", "replace")


def _words(printed: str) -> Iterator[tuple[int, Word]]:
    for row in printed.splitlines():
        cells = row.split("\t")
        if len(cells) < 12 or cells[0] != "5" or not cells[11].strip():
            continue
        page, block, paragraph, line = (int(cell) for cell in cells[1:5])
        left, top, width, height = (int(cell) for cell in cells[6:10])
        box = left, top, left + width, top + height
        yield page, Word((block, paragraph, line), cells[11].strip(), float(cells[10]), *box)
