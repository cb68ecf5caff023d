"""Scans: recognised upright, straight, with their tables; what is weak is a doubt.

Needs tesseract with `rus`, and the font DejaVu that Debian's desktop packages bring.
"""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

from intake.attachments import File, extract, pictures, tesseract
from intake.attachments.ocr import Recognised, repaired, result
from intake.attachments.pictures import Grid
from intake.attachments.wraps import one_line, rejoined
from intake.limits import Limits
from intake.mime import parse

FONT = Path("/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf")
needs_tesseract = pytest.mark.skipif(
    not (tesseract.available() and FONT.exists()), reason="needs tesseract-ocr-rus and DejaVu"
)
CORPUS = Path(__file__).parents[1] / "corpus"

LETTER = [
    "АДМИНИСТРАЦИЯ МО «ЛИМАНСКИЙ РАЙОН»",
    "25.08.2011 № 3190",
    "Сообщаем, что администрация района к подключению готова.",
    "Просим включить в группу Очирову Гиляну Борисовну,",
    "ведущего инженера, e-mail ochirova@liman.example",
    "Глава района                    С.С. Манджиев",
]
CELLS = [
    ["№", "Фамилия", "Телефон"],
    ["1", "Убушаев Арслан", "2-14-81"],
    ["2", "Очирова Гиляна", "2-14-90"],
]
WIDTHS = (60, 420, 320)


def page(lines: list[str] = LETTER, cells: list[list[str]] | None = None) -> Image.Image:
    """A letter at about 200 dpi."""
    picture = Image.new("L", (1654, 1400), 245)
    pen = ImageDraw.Draw(picture)
    font = ImageFont.truetype(str(FONT), 34)
    for number, line in enumerate(lines):
        pen.text((160, 120 + 70 * number), line, fill=20, font=font)
    for number, row in enumerate(cells or []):
        left, top = 160, 640 + 80 * number
        for width, content in zip(WIDTHS, row, strict=True):
            pen.rectangle((left, top, left + width, top + 80), outline=20, width=3)
            pen.text((left + 14, top + 18), content, fill=20, font=font)
            left += width
    return picture


def png(picture: Image.Image) -> File:
    target = io.BytesIO()
    picture.save(target, "png")
    return File("scan.png", target.getvalue())


def words(text: str) -> set[str]:
    return set(text.split())


@needs_tesseract
@pytest.mark.parametrize("angle", [0, 2.5, 90, 180, 270])
def test_a_scan_is_read_whichever_way_it_lies(angle: float) -> None:
    turned = page().rotate(angle, expand=True, fillcolor=245, resample=Image.Resampling.BICUBIC)
    found = extract(png(turned), Limits())
    assert not found.problems
    assert found.parts[0].ocr
    wanted = words(" ".join(LETTER))
    assert len(wanted & words(found.parts[0].text)) >= len(wanted) - 2


@needs_tesseract
def test_addresses_are_read_as_latin() -> None:
    assert "ochirova@liman.example" in extract(png(page()), Limits()).parts[0].text


@needs_tesseract
def test_a_ruled_table_is_read_by_its_cells() -> None:
    text = extract(png(page(cells=CELLS)), Limits()).parts[0].text
    rows = [line.split("\t") for line in text.splitlines() if "\t" in line]
    assert [row[1:] for row in rows] == [row[1:] for row in CELLS]


@needs_tesseract
def test_a_pdf_that_is_a_picture_is_recognised() -> None:
    target = io.BytesIO()
    page().save(target, "pdf", resolution=200)
    found = extract(File("scan.pdf", target.getvalue()), Limits())
    assert found.parts[0].ocr
    assert "Очирову Гиляну Борисовну" in found.parts[0].text


@needs_tesseract
def test_a_blurred_scan_is_a_doubt() -> None:
    blurred = page().resize((420, 356)).filter(ImageFilter.GaussianBlur(1.6))
    assert {p.name for p in extract(png(blurred), Limits()).problems} <= {
        "weak_scan",
        "unreadable_scan",
    }
    assert extract(png(blurred), Limits()).problems


@needs_tesseract
def test_a_photo_with_a_shadow_on_a_dark_desk_is_read_whole() -> None:
    letter = page()
    shadow = Image.linear_gradient("L").rotate(90).resize(letter.size)
    shaded = ImageChops.multiply(letter, shadow.point([int(100 + 0.6 * v) for v in range(256)]))
    photo = Image.new("L", (2400, 2200), 80)
    photo.paste(shaded, (350, 400))
    found = extract(png(photo), Limits())
    assert not found.problems
    assert "Очирову Гиляну Борисовну" in found.parts[0].text


def test_a_page_that_is_read_in_part_is_a_doubt() -> None:
    half = Recognised("Сообщаем, что", confidence=95.0, words=70, missed=0.5)
    found = result(png(page([])), [half])
    assert [problem.name for problem in found.problems] == ["weak_scan"]


def test_text_in_which_no_word_was_found_is_measured() -> None:
    lines = ["Сообщаем, что администрация района готова"] * 14
    ready = pictures.prepared(page(lines))
    width, height = ready.size
    assert pictures.text_outside(ready, []) == 1.0
    assert 0.3 < pictures.text_outside(ready, [(0, 0, width, height * 2 // 5)]) < 0.8
    assert pictures.text_outside(ready, [(0, 0, width, height)]) == 0.0


def test_the_desk_around_a_page_is_no_text() -> None:
    lines = ["Сообщаем, что администрация района готова"] * 6
    photo = Image.new("L", (2480, 3508), 80)
    photo.paste(page(lines).resize((2200, 3100)), (150, 200))
    ready = pictures.prepared(photo)
    width, height = ready.size
    assert pictures.text_outside(ready, [(0, 0, width, height * 2 // 5)]) < 0.1
    assert pictures.text_outside(ready, []) == 1.0


@needs_tesseract
def test_a_picture_without_text_is_a_doubt_unless_it_adorns_the_message() -> None:
    sky = Image.effect_noise((900, 900), 6)
    ImageDraw.Draw(sky).ellipse((300, 300, 700, 700), fill=30)
    attached = png(sky)
    assert [p.name for p in extract(attached, Limits()).problems] == ["unreadable_scan"]
    shown = extract(replace(attached, inline=True), Limits())
    assert not shown.problems
    assert not shown.parts


@needs_tesseract
def test_a_scan_of_the_corpus() -> None:
    mail = parse((CORPUS / "d089.eml").read_bytes())
    scan = next(part for part in mail.parts if part.ocr)
    assert "Бисенгалиева Нурлана Куанышевича" in " ".join(scan.text.split())


def test_without_tesseract_a_person_is_asked_and_told_why(monkeypatch: pytest.MonkeyPatch) -> None:
    from intake.attachments import ocr
    from intake.attachments.readers import read
    from intake.attachments.values import Job

    monkeypatch.setattr(ocr.tesseract, "available", lambda language="rus": False)
    (problem,) = read(png(page([])), Job(Limits())).problems
    assert problem.name == "unreadable_scan"
    assert "tesseract-ocr-rus" in problem.detail


# What is done to pictures and words without tesseract


def test_ruled_tables_are_found_and_text_is_not_taken_for_one() -> None:
    (table,) = pictures.ruled_tables(pictures.prepared(page(cells=CELLS)))
    assert (len(table.columns), len(table.rows)) == (4, 4)
    assert pictures.ruled_tables(pictures.prepared(page())) == []


def test_cells_lie_between_the_lines() -> None:
    grid = Grid((0, 10, 30), (0, 5, 9))
    assert grid.cells() == [[(0, 0, 10, 5), (10, 0, 30, 5)], [(0, 5, 10, 9), (10, 5, 30, 9)]]


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("К.3. Шантимирову", "К.З. Шантимирову"),
        ("К.3З. Шантимирову", "К.З. Шантимирову"),
        ("3.А. Иванова", "З.А. Иванова"),
        ("0.П. Гречишкин", "О.П. Гречишкин"),
        ("N° 3190", "№ 3190"),
        ("тел. 2-14-30. Итого 3.", "тел. 2-14-30. Итого 3."),
        ("п. 3.1. Положения", "п. 3.1. Положения"),
    ],
)
def test_confusions_of_figures_and_letters(read: str, meant: str) -> None:
    assert repaired(read) == meant


@pytest.mark.parametrize(
    ("lines", "whole"),
    [
        (["Сайфутдинов", "а Ф.Ф."], "Сайфутдинова Ф.Ф."),
        (["ведущий", "инженер"], "ведущий инженер"),
        (["инженер-", "программист"], "инженер-программист"),
        (["Иванов Иван", "Петрович"], "Иванов Иван Петрович"),
        (["приём", "и учёт"], "приём и учёт"),
        (["специа", "лист"], "специа лист"),
        (["делопроизводи", "тель"], "делопроизводитель"),
    ],
)
def test_words_cut_by_a_narrow_cell(lines: list[str], whole: str) -> None:
    assert one_line(lines) == whole


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("докумен\ufffe\nтооборот", "документооборот"),
        ("инженер\ufffe\nпрограммист", "инженер-программист"),
        ("Ростов\ufffe\nДон", "Ростов-Дон"),
    ],
)
def test_hyphens_at_line_ends(text: str, whole: str) -> None:
    assert rejoined(text) == whole


# The text layer of a PDF


def test_a_pdf_with_a_password_is_a_doubt() -> None:
    document = pypdfium2.PdfDocument.new()
    document.new_page(100, 100).close()
    target = io.BytesIO()
    document.save(target)
    document.close()
    data = target.getvalue().replace(
        b"trailer\r\n<<",
        b"trailer\r\n<</Encrypt <</Filter/Standard/V 1/R 2/O("
        + b"x" * 32
        + b")/U("
        + b"y" * 32
        + b")/P -4>>/ID[(a)(b)]",
    )
    found = extract(File("a.pdf", data), Limits(ocr=False))
    assert [problem.name for problem in found.problems] == ["encrypted_attachment"]
