"""Draw the papers that hang on a letter: Word, OpenDocument, RTF, PDF, spreadsheets, scans, photos.

Every maker takes the attachment's table from cases.toml and returns the file's bytes.
"""

import io
import math
import os
import random
import subprocess
import tempfile
import textwrap
import zipfile
from pathlib import Path
from typing import Any

import docx
import openpyxl
from docx.shared import Pt
from odf import teletype
from odf.opendocument import OpenDocumentText
from odf.table import Table, TableCell, TableColumn, TableRow
from odf.text import P
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

Spec = dict[str, Any]
DPI = 150
A4 = (1240, 1754)
FONT = "/usr/share/fonts/truetype/liberation/LiberationSerif-Regular.ttf"
MARGIN = 120
BLACK = 25


def lines(spec: Spec) -> list[str]:
    return spec.get("text", "").strip("\n").split("\n")


def word(spec: Spec) -> bytes:
    document = docx.Document()
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Liberation Serif", Pt(12)
    for line in lines(spec):
        document.add_paragraph(line).paragraph_format.space_after = Pt(0)
    rows = spec.get("table", [])
    if rows:
        table = document.add_table(len(rows), len(rows[0]), style="Table Grid")
        for y, row in enumerate(rows):
            for x, text in enumerate(row):
                table.cell(y, x).text = text
    return saved(document)


def saved(document: Any) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def opendocument(spec: Spec) -> bytes:
    document = OpenDocumentText()
    for line in lines(spec):
        paragraph = P()
        teletype.addTextToElement(paragraph, line)
        document.text.addElement(paragraph)
    rows = spec.get("table", [])
    if rows:
        table = Table()
        table.addElement(TableColumn(numbercolumnsrepeated=len(rows[0])))
        for row in rows:
            line_ = TableRow()
            for text in row:
                cell = TableCell()
                cell.addElement(P(text=text))
                line_.addElement(cell)
            table.addElement(line_)
        document.text.addElement(table)
    return saved(document)


def rich_text(spec: Spec) -> bytes:
    def escaped(text: str) -> str:
        text = text.replace("\\", r"\\").replace("{", r"\{").replace("}", r"\}")
        raw = text.encode("windows-1251")
        return "".join(chr(b) if b < 128 else f"\\'{b:02x}" for b in raw)

    head = (
        r"{\rtf1\ansi\ansicpg1251\deff0\deflang1049"
        r"{\fonttbl{\f0\froman\fcharset204 Times New Roman;}}"
        r"{\info{\author Administrator}{\company Home}}\f0\fs24 "
    )
    return (head + "\\par\r\n".join(map(escaped, lines(spec))) + "\\par}").encode("ascii")


def workbook(spec: Spec) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Лист1"
    for row in spec["table"]:
        sheet.append(row)
    for column in "BCDE":
        sheet.column_dimensions[column].width = 28
    return saved(book)


def office(source: bytes, extension: str, filter_name: str) -> bytes:
    """Convert a docx by LibreOffice Writer; $SOFFICE names the program if it isn't `soffice`."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "letter.docx"
        path.write_bytes(source)
        subprocess.run(
            [os.environ.get("SOFFICE", "soffice"), f"-env:UserInstallation=file://{folder}/profile",
             "--headless", "--convert-to", f"{extension}:{filter_name}", "--outdir", folder, path],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip
        return path.with_suffix(f".{extension}").read_bytes()


def zipped(spec: Spec) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        # Windows Explorer of 2011 wrote names in cp866 without the flag of UTF-8.
        name = zipfile.ZipInfo(spec["inner"], (2011, 8, 25, 18, 0, 0))
        archive.writestr(name, word(spec))
    return buffer.getvalue()


def page(spec: Spec) -> Image.Image:
    sheet = Image.new("L", A4, 252)
    draw = ImageDraw.Draw(sheet)
    font = ImageFont.truetype(FONT, 27)
    y = MARGIN
    for line in lines(spec):
        indent = " " * 60 if line.isspace() else ""
        for piece in textwrap.wrap(line, 76, drop_whitespace=False) or [""]:
            draw.text((MARGIN, y), indent + piece, font=font, fill=BLACK)
            y += 36
    if spec.get("table"):
        grid(draw, spec["table"], y + 150, font)
    if spec.get("stamp"):
        stamp(sheet, (int(A4[0] * 0.42), y + 45))
    return sheet


def grid(
    draw: ImageDraw.ImageDraw, rows: list[list[str]], y: int, font: ImageFont.FreeTypeFont
) -> int:
    width = (A4[0] - 2 * MARGIN) // len(rows[0])
    for row in rows:
        cells = [textwrap.wrap(text, 22) or [""] for text in row]
        height = 36 * max(map(len, cells)) + 14
        for x, cell in enumerate(cells):
            left = MARGIN + x * width
            draw.rectangle((left, y, left + width, y + height), outline=BLACK, width=2)
            for number, piece in enumerate(cell):
                draw.text((left + 10, y + 6 + 36 * number), piece, font=font, fill=BLACK)
        y += height
    return y


def stamp(sheet: Image.Image, centre: tuple[int, int]) -> None:
    """A round seal and a signature's flourish, pale enough to be read through."""
    layer = Image.new("L", sheet.size, 255)
    draw = ImageDraw.Draw(layer)
    x, y = centre
    for radius in (118, 112, 70):
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), outline=150, width=3)
    font = ImageFont.truetype(FONT, 18)
    ring = "АСТРАХАНСКАЯ ОБЛАСТЬ * АДМИНИСТРАЦИЯ * "
    for number, letter in enumerate(ring):
        angle = 2 * math.pi * number / len(ring)
        draw.text((x + 91 * math.cos(angle) - 6, y + 91 * math.sin(angle) - 9), letter,
                  font=font, fill=150)  # fmt: skip
    flourish = [(x - 60 + 6 * t, y - 30 + 34 * math.sin(t / 1.7)) for t in range(26)]
    draw.line(flourish, fill=90, width=4)
    sheet.paste(ImageChops.multiply(sheet, layer))


def worn(sheet: Image.Image, spec: Spec) -> Image.Image:
    noise = random.Random(spec["name"]).randbytes(sheet.width * sheet.height)
    grain = Image.frombytes("L", sheet.size, noise).filter(ImageFilter.GaussianBlur(0.8))
    sheet = Image.blend(sheet, grain, 0.07).filter(ImageFilter.GaussianBlur(0.6))
    return sheet.rotate(spec.get("skew", 0), Image.Resampling.BICUBIC, fillcolor=235)


def scan(spec: Spec) -> bytes:
    buffer = io.BytesIO()
    worn(page(spec), spec).save(buffer, "PDF", resolution=DPI, quality=58)
    return buffer.getvalue()


def photo(spec: Spec) -> bytes:
    sheet = page(spec)
    shade = Image.linear_gradient("L").resize((512, 512)).rotate(115)
    shade = shade.crop((140, 140, 372, 372)).resize(sheet.size)
    light = shade.point(lambda v: 175 + v // 4)
    sheet = ImageChops.multiply(worn(sheet, spec), light)
    frame = Image.new("L", (A4[0] + 160, A4[1] + 140), 88)
    frame.paste(sheet, (70, 60))
    buffer = io.BytesIO()
    frame.save(buffer, "JPEG", quality=62, dpi=(DPI, DPI))
    return buffer.getvalue()


def logo() -> bytes:
    """The small emblem that Outlook hangs on every signature."""
    sheet = Image.new("P", (96, 64), 0)
    sheet.putpalette([255, 255, 255, 31, 73, 125, 200, 160, 40])
    draw = ImageDraw.Draw(sheet)
    draw.ellipse((4, 4, 92, 60), outline=1, fill=2)
    draw.line((4, 32, 92, 32), fill=1, width=3)
    buffer = io.BytesIO()
    sheet.save(buffer, "GIF")
    return buffer.getvalue()


MAKERS = {
    "docx": (word, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "odt": (opendocument, "application/vnd.oasis.opendocument.text"),
    "rtf": (rich_text, "application/rtf"),
    "doc": (lambda s: office(word(s), "doc", "MS Word 97"), "application/msword"),
    "pdf": (lambda s: office(word(s), "pdf", "writer_pdf_Export"), "application/pdf"),
    "xlsx": (workbook, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "zip-docx": (zipped, "application/zip"),
    "scan": (scan, "application/pdf"),
    "jpg": (photo, "image/jpeg"),
    "txt": (lambda s: s["text"].encode("windows-1251"), "text/plain"),
}
