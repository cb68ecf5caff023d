"""Office formats that are XML in a ZIP: docx, odt and ods, pptx, xlsx; and their flat forms."""

from __future__ import annotations

import io
from collections.abc import Callable
from xml.etree.ElementTree import Element, ParseError, fromstring

from intake.attachments import archives
from intake.attachments.odf import odf_lines
from intake.attachments.values import Job, UnreadableError
from intake.attachments.word import WordReader, child, numbering_formats


def parsed(data: bytes) -> Element:
    """The root of an XML text. Document types, the way of entity bombs, are refused: no office
    format has one."""
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise UnreadableError("файл содержит недопустимые определения XML")
    try:
        return fromstring(data)  # noqa: S314 — no document type, and the sandbox bounds the rest
    except (ParseError, ValueError, LookupError) as fault:
        raise UnreadableError("файл повреждён") from fault


def docx_text(data: bytes, job: Job) -> str:
    """Word: headers, the body's paragraphs and tables in order, text boxes, footers."""
    archive = archives.opened(data)
    names = sorted(archive.namelist()[:5000])
    root = parsed(archives.member(archive, "word/document.xml", job))
    formats: dict[tuple[str, str], str] = {}
    if "word/numbering.xml" in names:
        formats = numbering_formats(parsed(archives.member(archive, "word/numbering.xml", job)))
    body = WordReader(formats).lines(root)
    edges: dict[str, list[str]] = {"header": [], "footer": []}
    for name in names:
        for edge, lines in edges.items():
            if name.startswith(f"word/{edge}") and name.endswith(".xml"):
                found = WordReader({}).lines(parsed(archives.member(archive, name, job)))
                lines.extend(line for line in found if line.strip() and line not in lines)
    return "\n".join([*edges["header"], *body, *edges["footer"]]).strip("\n")


def odf_text(data: bytes, job: Job) -> str:
    """OpenDocument text, sheet or slides: page headers, then the content in order."""
    archive = archives.opened(data)
    names = archive.namelist()
    if "META-INF/manifest.xml" in names:
        manifest = archives.member(archive, "META-INF/manifest.xml", job)
        if b"encryption-data" in manifest:
            raise UnreadableError("документ закрыт паролем", "encrypted_attachment")
    content = parsed(archives.member(archive, "content.xml", job))
    lines = odf_lines(content, "body")
    # sheets have page headers too, but those are the program's, not the writer's
    if "styles.xml" in names and child(content, "body", "text") is not None:
        styles = parsed(archives.member(archive, "styles.xml", job))
        lines = odf_lines(styles, "master-styles") + lines
    return "\n".join(lines).strip("\n")


def pptx_text(data: bytes, job: Job) -> str:
    """The paragraphs of all slides, in the order of the slides' files."""
    archive = archives.opened(data)
    slides = [n for n in archive.namelist() if n.startswith("ppt/slides/slide")]
    lines = []
    for name in sorted(slides, key=lambda n: (len(n), n))[: job.limits.pages]:
        for element in parsed(archives.member(archive, name, job)).iter():
            if element.tag.endswith("}p"):
                lines.append("".join(t.text or "" for t in element.iter() if t.tag.endswith("}t")))
    return "\n".join(lines)


def flat_text(data: bytes, job: Job) -> str:  # noqa: ARG001 — a reader's signature
    """Word 2003 XML and flat OpenDocument."""
    root = parsed(data)
    if root.tag.endswith("}wordDocument"):
        return "\n".join(WordReader({}).lines(root)).strip("\n")
    return "\n".join(odf_lines(root, "body")).strip("\n")


def xlsx_text(data: bytes, job: Job) -> str:
    """Visible sheets as rows, values as shown, a sheet after the other."""
    from intake.attachments.sheets import xlsx_lines

    archive = archives.opened(data)
    if sum(info.file_size for info in archive.infolist()) > job.limits.archive_bytes:
        raise UnreadableError("таблица слишком велика", "too_large")
    if any(b"<!DOCTYPE" in archives.member(archive, n, job)[:2000] for n in archive.namelist()
           if n.endswith(".xml")):  # fmt: skip
        raise UnreadableError("файл содержит недопустимые определения XML")
    return "\n".join(xlsx_lines(io.BytesIO(data)))


READERS: dict[str, Callable[[bytes, Job], str]] = {
    "docx": docx_text,
    "odf": odf_text,
    "pptx": pptx_text,
    "xlsx": xlsx_text,
}
