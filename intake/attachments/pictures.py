"""Pictures of letters, made ready to be recognised: upright, straight, tables found.

Only Pillow: what looks at single pixels is done by its resampling, on small copies.
"""

from __future__ import annotations

import io
import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from PIL import (
    Image,
    ImageChops,
    ImageDraw,
    ImageFilter,
    ImageMath,
    ImageOps,
    UnidentifiedImageError,
)

from intake.attachments.values import Job, UnreadableError

MAX_PIXELS = 60_000_000
_WIDTH = 2480  # A4 at 300 dpi
_RUN = 24  # pixels looked at together when lines are sought
_LEVEL, _UPRIGHT = 240, 110  # pixels of ink without a gap that no letter has
_INK = 150  # darker is ink
_PATCH = 24  # pixels looked at together when text is sought
_DARK = 160  # of 255: a patch with so much ink is no text
_LEAST_PATCHES = 100  # a page with fewer that look like text has next to none


def opened(data: bytes, job: Job) -> Iterator[Image.Image]:
    """The pages of a picture file (a TIFF may have many), upright by their EXIF, grey.

    Raises UnreadableError for what is no picture, or too large a one.
    """
    try:
        with Image.open(io.BytesIO(data)) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise UnreadableError("изображение слишком велико", "unreadable_scan")
            for number in range(min(getattr(picture, "n_frames", 1), job.limits.ocr_pages)):
                picture.seek(number)
                turned = ImageOps.exif_transpose(picture) or picture
                yield _grey(turned)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError) as fault:
        raise UnreadableError("изображение не открывается", "unreadable_scan") from fault
    except Image.DecompressionBombError as fault:
        raise UnreadableError("изображение слишком велико", "unreadable_scan") from fault


def _grey(picture: Image.Image) -> Image.Image:
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        layered = picture.convert("RGBA")
        ground = Image.new("RGBA", layered.size, "white")
        picture = Image.alpha_composite(ground, layered)
    return picture.convert("L")


def prepared(picture: Image.Image) -> Image.Image:
    """About 300 dpi of a page, evenly lit, full contrast."""
    longest = max(picture.size)
    factor = _WIDTH * 1.414 / longest
    if factor > 1.15 or factor < 0.7:
        factor = min(factor, 3.0)
        size = (max(1, round(picture.width * factor)), max(1, round(picture.height * factor)))
        picture = picture.resize(size, Image.Resampling.LANCZOS)
    return ImageOps.autocontrast(_evenly_lit(picture), cutoff=1)


def _evenly_lit(picture: Image.Image) -> Image.Image:
    """Each pixel as a share of the paper's brightness around it: photographs have shadows, in
    which recognition would silently find nothing."""
    paper = picture.reduce(16).filter(ImageFilter.MaxFilter(5)).filter(ImageFilter.GaussianBlur(4))
    ground = paper.resize(picture.size, Image.Resampling.BILINEAR)
    even: Image.Image = ImageMath.lambda_eval(
        lambda known: known["min"](known["page"] * 255 / (known["ground"] + 1), 255),
        page=picture,
        ground=ground,
    )
    return even.convert("L")


def straightened(picture: Image.Image) -> Image.Image:
    """Turned by up to 6° so that its lines lie level; unchanged if they do."""
    small = picture.copy()
    small.thumbnail((900, 900))
    ink = ImageOps.invert(small)
    coarse = max((_sharpness(ink, a), -abs(a), a) for a in range(-6, 7))[2]
    fine = [coarse + step / 4 for step in range(-3, 4)]
    angle = max((_sharpness(ink, a), -abs(a), a) for a in fine)[2]
    if abs(angle) < 0.4 or _sharpness(ink, angle) < 1.02 * _sharpness(ink, 0):
        return picture
    return picture.rotate(angle, Image.Resampling.BICUBIC, expand=True, fillcolor=255)


def _sharpness(ink: Image.Image, angle: float) -> float:
    """How much the rows' ink varies: most where lines of text lie level."""
    turned = ink.rotate(angle, Image.Resampling.BILINEAR) if angle else ink
    rows = turned.resize((1, turned.height), Image.Resampling.BOX).tobytes()
    return sum((a - b) ** 2 for a, b in itertools.pairwise(rows))


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table: the places of its lines, in pixels; cells are what lies between them."""

    columns: tuple[int, ...]
    rows: tuple[int, ...]

    @property
    def box(self) -> tuple[int, int, int, int]:
        """Left, top, right, bottom."""
        return self.columns[0], self.rows[0], self.columns[-1], self.rows[-1]

    def cells(self) -> list[list[tuple[int, int, int, int]]]:
        """The boxes of the cells, row by row."""
        sides = list(zip(self.columns, self.columns[1:], strict=False))
        levels = list(zip(self.rows, self.rows[1:], strict=False))
        return [[(left, top, right, bottom) for left, right in sides] for top, bottom in levels]


def ruled_tables(picture: Image.Image) -> list[Grid]:
    """Tables with ruling lines, from top to bottom, of at least two columns and two rows."""
    ink = picture.point([255 if level < _INK else 0 for level in range(256)])
    level = _segments(ink.reduce((_RUN, 1)), _LEVEL)
    upright = _segments(ink.reduce((1, _RUN)).transpose(Image.Transpose.TRANSPOSE), _UPRIGHT)
    return grids(level, upright)


def _segments(reduced: Image.Image, least: int) -> list[tuple[int, int, int]]:
    """(place, from, to) of runs of full ink in the rows of a picture reduced along its rows."""
    full = reduced.point([255 if level > 190 else 0 for level in range(256)]).tobytes()
    width = reduced.width
    found = []
    for place in range(reduced.height):
        row = full[place * width : (place + 1) * width]
        start = row.find(255)
        while start >= 0:
            stop = row.find(0, start)
            stop = width if stop < 0 else stop
            if (stop - start + 1) * _RUN >= least:
                found.append((place, start * _RUN, stop * _RUN))
            start = row.find(255, stop)
    return found


def grids(level: list[tuple[int, int, int]], upright: list[tuple[int, int, int]]) -> list[Grid]:
    """Tables that level lines (y, x0, x1) and upright ones (x, y0, y1) make together."""
    tables = []
    bands = _bands([(y0, y1) for _, y0, y1 in upright])
    for top, bottom in bands:
        near = 2 * _RUN
        sides = [(x, y0, y1) for x, y0, y1 in upright if y0 >= top - near and y1 <= bottom + near]
        lines = [(y, x0, x1) for y, x0, x1 in level if top - near <= y <= bottom + near]
        columns = _places(sides, (bottom - top) * 0.4)
        rows = _places(lines, (columns[-1] - columns[0]) * 0.4) if len(columns) > 2 else ()
        if len(rows) > 2:
            tables.append(Grid(columns, rows))
    return tables


def _bands(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans that overlap, as one."""
    merged: list[tuple[int, int]] = []
    for start, stop in sorted(spans):
        if merged and start <= merged[-1][1] + 2 * _RUN:
            merged[-1] = merged[-1][0], max(stop, merged[-1][1])
        else:
            merged.append((start, stop))
    return merged


def _places(lines: list[tuple[int, int, int]], least: float, near: int = 25) -> tuple[int, ...]:
    """Where lines lie that, with those beside them, are long enough; each place once."""
    groups: list[tuple[list[int], float]] = []
    for place, start, stop in sorted(lines):
        if groups and place - groups[-1][0][-1] <= near:
            groups[-1][0].append(place)
            groups[-1] = groups[-1][0], groups[-1][1] + stop - start
        else:
            groups.append(([place], stop - start))
    return tuple(round(sum(p) / len(p)) for p, length in groups if length >= least)


def without(picture: Image.Image, tables: list[Grid]) -> Image.Image:
    """The picture with its tables painted over."""
    rest = picture.copy()
    pen = ImageDraw.Draw(rest)
    for table in tables:
        left, top, right, bottom = table.box
        pen.rectangle((left - 12, top - 12, right + 12, bottom + 12), fill=255)
    return rest


def cropped(picture: Image.Image, box: tuple[int, int, int, int]) -> Image.Image:
    """A cell without its ruling lines, on a white ground wide enough to be recognised."""
    left, top, right, bottom = box
    edge = 7
    inner = picture.crop(
        (
            left + edge,
            top + edge,
            max(right - edge, left + edge + 1),
            max(bottom - edge, top + edge + 1),
        )
    )
    return ImageOps.expand(inner, 30, fill=255)


def is_blank(picture: Image.Image) -> bool:
    """Whether a cell holds no ink to speak of."""
    dark = picture.histogram()[:_INK]
    return sum(dark) < 40


def text_outside(picture: Image.Image, boxes: Iterable[tuple[int, int, int, int]]) -> float:
    """The share, 0 to 1, of a page's patches that look like text and lie outside the boxes. Text
    inks a patch in part; what is wholly dark, such as the desk under a page, is none, nor is what
    borders on it: there the page ends."""
    ink = picture.point([255 if level < _INK else 0 for level in range(256)])
    total = _textual_patches(ink)
    pen = ImageDraw.Draw(ink)
    for box in boxes:
        pen.rectangle(box, fill=0)
    return _textual_patches(ink) / total if total > _LEAST_PATCHES else 0.0


def _textual_patches(ink: Image.Image) -> int:
    patches = ink.reduce(_PATCH)
    desk = patches.point([255 if level >= _DARK else 0 for level in range(256)])
    desk = ImageOps.expand(desk, 1, fill=255).filter(ImageFilter.MaxFilter(3))
    page = ImageChops.subtract(patches, ImageOps.crop(desk, 1))
    return sum(page.histogram()[25:_DARK])
