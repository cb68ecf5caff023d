"""Files to text, format by format. "→" stands for a tab, "⏎" for a line break within a cell."""

from __future__ import annotations

import base64
import io
import shutil
import struct
import zipfile

import pytest
from asn1crypto import cms
from PIL import Image

from intake.attachments import File, extract
from intake.attachments.kinds import FileKind, is_ornament, kind_of, picture_size
from intake.limits import Limits

LIMITS = Limits(ocr=False)
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
ODF = (
    'xmlns:office="urn:o" xmlns:text="urn:t" xmlns:table="urn:b" xmlns:draw="urn:d"'
    ' xmlns:style="urn:s"'
)


def zipped(**members: str | bytes) -> bytes:
    """A ZIP; "__" in a name stands for "/", "_" for "."."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    return target.getvalue()


def p(*texts: str) -> str:
    runs = "".join(f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>' for text in texts)
    return f"<w:p>{runs}</w:p>"


def docx(body: str, **more: str) -> bytes:
    return zipped(
        word__document_xml=f"<w:document {W}><w:body>{body}</w:body></w:document>", **more
    )


def text(data: bytes, name: str, **more: object) -> str:
    found = extract(File(name, data, **more), LIMITS)  # type: ignore[arg-type]
    assert not found.problems
    assert [part.name for part in found.parts] == [name]
    return found.parts[0].text.replace("\t", "→").replace("\u2028", "⏎")


def problem(data: bytes, name: str, limits: Limits = LIMITS, **more: object) -> str:
    found = extract(File(name, data, **more), limits)  # type: ignore[arg-type]
    assert not found.parts
    (only,) = found.problems
    assert only.part == name
    assert name in only.detail
    return only.name


# Word


def row(*cells: str) -> str:
    return "<w:tr>" + "".join(f"<w:tc>{cell}</w:tc>" for cell in cells) + "</w:tr>"


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        pytest.param(p("Раз") + p("Два"), "Раз\nДва", id="paragraphs"),
        pytest.param(p("го", "тов"), "готов", id="runs"),
        pytest.param(
            "<w:p><w:ins><w:r><w:t>да</w:t></w:r></w:ins><w:del><w:r><w:delText>нет</w:delText></w:r></w:del></w:p>",
            "да",
            id="tracked changes",
        ),
        pytest.param(
            "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>нет</w:t></w:r><w:r><w:t>да</w:t></w:r></w:p>",
            "да",
            id="hidden text",
        ),
        pytest.param("<w:p><w:r><w:t>Глава</w:t><w:tab/><w:t>Ли А.</w:t></w:r></w:p>", "Глава    Ли А.", id="tabs"),  # noqa: E501
        pytest.param(f"<w:sdt><w:sdtContent>{p('Раз')}</w:sdtContent></w:sdt>", "Раз", id="content control"),  # noqa: E501
        pytest.param(
            f"<w:p><w:r><w:t>Раз</w:t></w:r><w:r><w:pict><w:txbxContent>{p('Врезка')}</w:txbxContent></w:pict></w:r></w:p>",
            "Раз\nВрезка",
            id="text box",
        ),
        pytest.param(
            p("До") + "<w:tbl>" + row(p("ФИО"), p("Тел.")) + row(p("Ли"), p("5-11") + p("5-12")) + "</w:tbl>" + p("После"),  # noqa: E501
            "До\nФИО→Тел.\nЛи→5-11⏎5-12\nПосле",
            id="table in its place",
        ),
        pytest.param(
            "<w:tbl>"
            + row("<w:tcPr><w:gridSpan w:val='2'/></w:tcPr>" + p("а"), p("б"))
            + row(p("в"), p("г"), p("д"))
            + "</w:tbl>",
            "а→→б\nв→г→д",
            id="merged cells keep columns in their places",
        ),
        pytest.param(
            "<w:tbl>" + row(p("Отдел") + p("приёмная") + p("тел."), p("Кому")) + "</w:tbl>",
            "Отдел\nприёмная\nтел.\nКому",
            id="a letterhead side by side",
        ),
    ],
)  # fmt: skip
def test_docx(body: str, shown: str) -> None:
    assert text(docx(body), "Ответ.docx") == shown


def test_docx_headers_and_footers_stand_around_the_body() -> None:
    edges = {f"word__{e}1_xml": f"<w:hdr {W}>{p(e)}</w:hdr>" for e in ("header", "footer")}
    assert text(docx(p("Готовы"), **edges), "a.docx") == "header\nГотовы\nfooter"


def test_docx_numbers_that_word_counts() -> None:
    def item(content: str) -> str:
        number = '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="7"/></w:numPr></w:pPr>'
        return f"<w:p>{number}<w:r><w:t>{content}</w:t></w:r></w:p>"

    numbering = (
        f'<w:numbering {W}><w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/>'  # noqa: E501
        '</w:lvl></w:abstractNum><w:num w:numId="7"><w:abstractNumId w:val="1"/></w:num></w:numbering>'  # noqa: E501
    )
    data = docx(item("Ли А.") + item("Цой В."), word__numbering_xml=numbering)
    assert text(data, "a.docx") == "1. Ли А.\n2. Цой В."


def test_a_docx_under_another_name() -> None:
    assert text(docx(p("Готовы")), "Ответ") == "Готовы"


# Other formats


def test_odt() -> None:
    body = (
        '<text:p>Глава <text:s text:c="2"/>района<text:line-break/>готов</text:p>'
        "<table:table><table:table-row><table:table-cell><text:p>ФИО</text:p></table:table-cell>"
        "<table:table-cell><text:p>Тел.</text:p></table:table-cell></table:table-row>"
        "<table:table-row><table:table-cell><text:p>Ли</text:p></table:table-cell>"
        "<table:table-cell><text:p>5-11</text:p></table:table-cell></table:table-row></table:table>"
        "<text:list><text:list-item><text:p>пункт</text:p></text:list-item></text:list>"
    )
    content = f"<office:doc {ODF}><office:body>{body}</office:body></office:doc>"
    assert text(zipped(content_xml=content), "a.odt") == (
        "Глава   района\nготов\nФИО→Тел.\nЛи→5-11\n- пункт"
    )


def test_an_odt_with_a_password_is_a_doubt() -> None:
    data = zipped(content_xml="\x01\x02", **{"META-INF__manifest_xml": "<a><encryption-data/></a>"})
    assert problem(data, "a.odt") == "encrypted_attachment"


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        pytest.param(rb"{\rtf1\ansi\ansicpg1251 \'c4\'e0\par \'cd\'e5\'f2}", "Да\nНет", id="octets"),  # noqa: E501
        pytest.param(rb"{\rtf1\ansi\uc1 \u1044?\u1072?}", "Да", id="unicode"),
        pytest.param(
            rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fcharset204 Times;}}\f0 \'c4\'e0}", "Да", id="charset of the font"  # noqa: E501
        ),
        pytest.param(rb"{\rtf1{\*\generator Word}{\info{\author X}}\ansicpg1251 ok}", "ok", id="what is no text"),  # noqa: E501
        pytest.param(rb"{\rtf1 a\{b\}\\c\~d\line e}", "a{b}\\c d\ne", id="signs"),
        pytest.param(
            rb"{\rtf1 \trowd\intbl a\cell b\cell\row\trowd\intbl c\cell d\par e\cell\row\pard f\par}",  # noqa: E501
            "a→b\nc→d⏎e\nf", id="table",
        ),
        pytest.param(rb"{\rtf1 yes{\v no}}", "yes", id="hidden"),
    ],
)  # fmt: skip
def test_rtf(source: bytes, shown: str) -> None:
    assert text(source, "a.rtf") == shown


def test_xlsx_shows_values_as_a_sheet_does() -> None:
    import datetime

    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append([None, None, None])
    sheet.append([None, "ФИО", "Тел.", "Дата", "Доля"])
    sheet.append([None, "Ли\nАнна", 89275550101, datetime.date(2011, 8, 22), 0.5])
    hidden = book.create_sheet("скрыт")
    hidden.sheet_state = "hidden"
    hidden.append(["нет"])
    target = io.BytesIO()
    book.save(target)
    assert text(target.getvalue(), "Список.xlsx") == (
        "ФИО→Тел.→Дата→Доля\nЛи⏎Анна→89275550101→22.08.2011→0.5"
    )


@pytest.mark.parametrize("charset", ["utf-8", "windows-1251", "koi8-r", "cp866"])
def test_txt_in_any_charset(charset: str) -> None:
    assert text("Мы готовы.\r\nГлава".encode(charset), "a.txt") == "Мы готовы.\nГлава"


def test_html_under_the_name_of_a_doc() -> None:
    assert text("<html><meta charset=utf-8><p>Да<p>Готовы".encode(), "Ответ.doc") == "Да\n\nГотовы"


@pytest.mark.skipif(shutil.which("catdoc") is None, reason="needs catdoc")
def test_a_broken_doc_is_a_doubt() -> None:
    data = bytes.fromhex("d0cf11e0a1b11ae1") + "WordDocument".encode("utf-16-le") + b"\0" * 600
    assert problem(data, "Ответ.doc") == "unreadable_attachment"


# Archives and envelopes


def test_zip_members_stand_under_the_archives_name() -> None:
    data = zipped(Ответ_txt="Готовы", папка__list_docx=docx(p("Ли А.")))
    found = extract(File("a.zip", data), LIMITS)
    assert [(x.name, x.text) for x in found.parts] == [
        ("a.zip/Ответ.txt", "Готовы"),
        ("a.zip/папка/list.docx", "Ли А."),
    ]


def test_zip_names_in_cp866() -> None:
    data = zipped(XXXXX_txt="Готовы").replace(b"XXXXX", "Ответ".encode("cp866"))
    assert extract(File("a.zip", data), LIMITS).parts[0].name == "a.zip/Ответ.txt"


def test_zip_names_with_paths_up() -> None:
    data = zipped(**{"..____etc__a_txt": "x"})
    assert extract(File("a.zip", data), LIMITS).parts[0].name == "a.zip/etc/a.txt"


def test_a_zip_with_a_password_is_a_doubt() -> None:
    data = bytearray(zipped(a_txt="x"))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert problem(bytes(data), "a.zip") == "encrypted_attachment"


def test_a_message_in_an_archive() -> None:
    inner = "From: v@a.example\nContent-Type: text/plain; charset=utf-8\n\nГотовы"
    found = extract(File("a.zip", zipped(letter_eml=inner)), LIMITS)
    assert [(x.name, x.role.value) for x in found.parts] == [("a.zip/letter.eml/body", "forwarded")]
    assert found.parts[0].text.endswith("Готовы")


def signed(content: bytes | None) -> bytes:
    info = {"content_type": "data"} | ({"content": content} if content is not None else {})
    data = cms.SignedData(
        {"version": "v1", "digest_algorithms": [], "encap_content_info": info, "signer_infos": []}
    )
    return bytes(cms.ContentInfo({"content_type": "signed_data", "content": data}).dump())


def test_a_signed_file_is_read_from_its_envelope() -> None:
    data = signed("Готовы".encode())
    for form in (data, base64.encodebytes(data)):
        found = extract(File("Ответ.txt.p7m", form, "application/pkcs7-mime"), LIMITS)
        assert [(x.name, x.text) for x in found.parts] == [("Ответ.txt", "Готовы")]


def tnef(name: bytes, content: bytes) -> bytes:
    """A winmail.dat with one attachment (MS-OXTNEF §2.1.3)."""

    def attribute(level: int, number: int, data: bytes) -> bytes:
        head = struct.pack("<BII", level, number, len(data))
        return head + data + struct.pack("<H", sum(data) & 0xFFFF)

    return (
        struct.pack("<IH", 0x223E9F78, 1)
        + attribute(2, 0x00069002, b"\0" * 14)
        + attribute(2, 0x00018010, name + b"\0")
        + attribute(2, 0x0006800F, content)
    )


def test_winmail_dat_gives_its_files() -> None:
    data = tnef("Ответ.txt".encode("cp1251"), "Готовы".encode())
    found = extract(File("winmail.dat", data, "application/ms-tnef"), LIMITS)
    assert [(x.name, x.text) for x in found.parts] == [("winmail.dat/Ответ.txt", "Готовы")]


def compound(streams: dict[str, bytes]) -> bytes:
    """A compound file (MS-CFB) of streams "name" and "storage/name", each in sectors of its own."""
    none, end = 0xFFFFFFFF, 0xFFFFFFFE
    names = ["Root Entry", *dict.fromkeys(k.split("/")[0] for k in streams if "/" in k), *streams]
    sectors: list[bytes] = []
    table: list[int] = []

    def put(content: bytes) -> int:
        first = len(sectors)
        pieces = [content[i : i + 512].ljust(512, b"\0") for i in range(0, len(content), 512)]
        sectors.extend(pieces)
        table.extend([*range(first + 1, first + len(pieces)), end])
        return first

    def entry(number: int, name: str) -> bytes:
        path, _, last = name.rpartition("/")
        peers = [n for n in names[1:] if n.rpartition("/")[0] == path]
        following = [n for n in peers if names.index(n) > number]
        below = [n for n in names[1:] if n.rpartition("/")[0] == ("" if number == 0 else name)]
        kind = 5 if number == 0 else 2 if name in streams else 1
        right = names.index(following[0]) if number and following else none
        child = names.index(below[0]) if kind != 2 and below else none
        content = streams.get(name, b"").ljust(4096, b" ") if kind == 2 else b""
        head = last.encode("utf-16-le").ljust(64, b"\0")
        length = 2 * len(last) + 2
        links = struct.pack("<HBBIII", length, kind, 1, none, right, child)
        place = struct.pack("<IQ", put(content) if content else end, len(content))
        return head + links + b"\0" * 36 + place

    directory = put(b"".join(entry(number, name) for number, name in enumerate(names)))
    fat = len(sectors)
    numbers = [*table, 0xFFFFFFFD]
    assert len(numbers) <= 128
    sectors.append(struct.pack("<128I", *numbers, *[none] * (128 - len(numbers))))
    head = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 16
    head += struct.pack(
        "<HHHHH6xIII4xIIIII", 62, 3, 0xFFFE, 9, 6, 0, 1, directory, 4096, end, 0, end, 0
    )
    return head + struct.pack("<109I", fat, *[none] * 108) + b"".join(sectors)


def test_a_message_of_outlook() -> None:
    def wide(text: str) -> bytes:
        return text.encode("utf-16-le").ljust(4096, b"\0")

    data = compound(
        {
            "__substg1.0_0037001F": wide("Кандидатура"),
            "__substg1.0_0C1A001F": wide("Вера"),
            "__substg1.0_5D01001F": wide("vera@a.example"),
            "__substg1.0_1000001F": wide("Посылаем Ли А."),
            "__attach_version1.0_#00000000/__substg1.0_3707001F": wide("list.txt"),
            "__attach_version1.0_#00000000/__substg1.0_37010102": "Ли А., 5-11".encode(),
        }
    )
    found = extract(File("a.msg", data), LIMITS)
    assert not found.problems
    assert [(x.name, x.text.strip(), x.role.value) for x in found.parts] == [
        (
            "a.msg/body",
            "От: Вера <vera@a.example>\nТема: Кандидатура\n\nПосылаем Ли А.",
            "forwarded",
        ),
        ("a.msg/list.txt", "Ли А., 5-11", "attachment"),
    ]


@pytest.mark.parametrize("cut", [100, 600, 1500, 4000])
def test_a_cut_message_of_outlook_is_a_doubt_or_read(cut: int) -> None:
    data = compound({"__substg1.0_1000001F": "Готовы".encode("utf-16-le")})[:-cut]
    found = extract(File("a.msg", data), LIMITS)
    assert found.parts or found.problems


def test_a_signature_that_holds_its_file() -> None:
    found = extract(File("Ответ.docx.sig", signed(docx(p("Готовы")))), LIMITS)
    assert [(x.name, x.text) for x in found.parts] == [("Ответ.docx", "Готовы")]


@pytest.mark.parametrize(
    ("name", "data", "media_type"),
    [
        ("smime.p7s", signed(None), "application/pkcs7-signature"),
        ("Ответ.docx.sig", signed(None), "application/octet-stream"),
        ("Ответ.docx.sig", b"MII broken", "application/octet-stream"),
        ("sign.asc", b"-----BEGIN PGP SIGNATURE-----", "application/pgp-signature"),
        ("contact.vcf", b"BEGIN:VCARD", "text/x-vcard"),
    ],
)
def test_detached_signatures_and_cards_are_passed_over(
    name: str, data: bytes, media_type: str
) -> None:
    found = extract(File(name, data, media_type), LIMITS)
    assert not found.parts
    assert not found.problems


# What cannot be read


@pytest.mark.parametrize(
    ("name", "data", "doubt"),
    [
        ("a.rar", b"Rar!\x1a\x07\0" + b"x" * 50, "unreadable_attachment"),
        ("a.7z", b"7z\xbc\xaf\x27\x1c" + b"x" * 50, "unreadable_attachment"),
        ("voice.ogg", b"OggS" + b"\0" * 50, "unreadable_attachment"),
        ("a.docx", b"", "unreadable_attachment"),
        ("a.docx", b"PK\x03\x04" + b"x" * 50, "unreadable_attachment"),
        ("a.pdf", b"%PDF-1.4 nothing", "unreadable_attachment"),
        ("a.bin", bytes(range(32)) * 20, "unreadable_attachment"),
        ("scan.jpg", b"\xff\xd8\xff\xe0" + b"x" * 60_000, "unreadable_scan"),
    ],
)
def test_what_cannot_be_read_is_a_doubt(name: str, data: bytes, doubt: str) -> None:
    assert problem(data, name) == doubt


def test_a_scan_without_the_means_to_read_it_is_a_doubt() -> None:
    target = io.BytesIO()
    Image.effect_noise((1200, 1600), 90).save(target, "png")
    assert problem(target.getvalue(), "scan.png") == "unreadable_scan"


# What a file is


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.txt", b"text", FileKind.TEXT), ("a", b"text", FileKind.TEXT), ("a.pdf", b"%PDF-1", FileKind.PDF),  # noqa: E501
        ("a.txt", b"junk\n%PDF-1.4", FileKind.PDF), ("a.doc", b"{\\rtf1 x}", FileKind.RTF),
        ("a.doc", b"PK\x03\x04", FileKind.ZIP), ("a.eml", b"From: x", FileKind.MESSAGE),
        ("winmail.dat", b"\x78\x9f\x3e\x22", FileKind.TNEF), ("a.p7s", b"x", FileKind.IGNORED),
        ("a.doc", b"MIME-Version: 1.0\nContent-Type: x", FileKind.MESSAGE),
        ("a.doc", b"<html>", FileKind.HTML), ("a", b"BM" + b"\0" * 12 + b"(\0\0\0" + b"\0" * 20, FileKind.IMAGE),  # noqa: E501
        ("a", bytes(range(30)), FileKind.UNKNOWN), ("a", b" \n", FileKind.EMPTY),
    ],
)  # fmt: skip
def test_kinds(name: str, data: bytes, kind: FileKind) -> None:
    assert kind_of(File(name, data)) is kind


@pytest.mark.parametrize("form", ["png", "gif", "bmp", "jpeg"])
def test_sizes_of_pictures_from_their_headers(form: str) -> None:
    target = io.BytesIO()
    Image.new("RGB", (321, 123)).save(target, form)
    assert picture_size(target.getvalue()) == (321, 123)


@pytest.mark.parametrize(
    ("size", "inline", "ornament"),
    [
        ((90, 90), False, True),
        ((600, 150), True, True),
        ((1200, 1600), True, False),
        ((1200, 1600), False, False),
    ],
)
def test_logos_are_told_from_letters(size: tuple[int, int], inline: bool, ornament: bool) -> None:
    target = io.BytesIO()
    Image.effect_noise(size, 60).save(target, "png")
    assert is_ornament(File("image001.png", target.getvalue(), inline=inline)) is ornament
