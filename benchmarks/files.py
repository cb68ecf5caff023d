"""Files to hang on a letter: real ones, with a text to be read and ballast that nobody reads."""

from __future__ import annotations

import io
import zipfile
from xml.sax.saxutils import escape

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType='
    '"application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="odttf" ContentType='
    '"application/vnd.openxmlformats-officedocument.obfuscatedFont"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/officeDocument" Target="word/document.xml"/></Relationships>'
)


def docx(text: str, ballast: bytes) -> bytes:
    """A Word document of these lines; the ballast is an embedded font."""
    body = "".join(
        f'<w:p><w:r><w:t xml:space="preserve">{escape(line)}</w:t></w:r></w:p>'
        for line in text.splitlines()
    )
    document = (
        f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{_WORD}">'
        f"<w:body>{body}<w:sectPr/></w:body></w:document>"
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content, method in (
            ("[Content_Types].xml", _TYPES.encode(), zipfile.ZIP_DEFLATED),
            ("_rels/.rels", _RELATIONS.encode(), zipfile.ZIP_DEFLATED),
            ("word/document.xml", document.encode(), zipfile.ZIP_DEFLATED),
            ("word/fonts/font1.odttf", ballast, zipfile.ZIP_STORED),
        ):
            package.writestr(zipfile.ZipInfo(name), content, method)
    return buffer.getvalue()


def pdf(text: str, ballast: bytes) -> bytes:
    """A page of these lines; the ballast is a stream that nothing refers to."""
    letters = sorted(set(text) - {"\n"})
    code = {letter: index + 32 for index, letter in enumerate(letters)}
    shown = "".join(
        f"<{''.join(f'{code[c]:02x}' for c in line)}> Tj T*\n" for line in text.splitlines()
    )
    page = f"BT /F1 9 Tf 11 TL 40 800 Td\n{shown}ET".encode()
    pairs = "".join(f"<{code[c]:02x}> <{ord(c):04x}>\n" for c in letters)
    unicode_map = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "/CMapName /Text def /CMapType 2 def\n"
        "1 begincodespacerange <00> <ff> endcodespacerange\n"
        f"{len(letters)} beginbfchar\n{pairs}endbfchar endcmap end end"
    ).encode()
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        _stream(page),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 6 0 R >>",
        _stream(unicode_map),
        _stream(ballast),
    )
    return _assembled(objects)


def _stream(data: bytes) -> bytes:
    return b"<< /Length %d >>\nstream\n%b\nendstream" % (len(data), data)


def _assembled(objects: tuple[bytes, ...]) -> bytes:
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for place in places:
        out += b"%010d 00000 n \n" % place
    out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        table,
    )
    return bytes(out)
