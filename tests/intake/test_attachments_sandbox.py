"""Bombs, crashes and hangs cost one attachment, never the program."""

from __future__ import annotations

import io
import os
import random
import struct
import threading
import zipfile
import zlib

import pypdfium2
import pytest

from intake.attachments import File, extract, sandbox
from intake.limits import Limits

LIMITS = Limits(ocr=False)
DOCUMENT = (
    '<w:document xmlns:w="urn:w"><w:body><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:body></w:document>'
)
TABLES = DOCUMENT.replace("{}", "").replace(
    "</w:p>", "</w:p>" + "<w:tbl><w:tr><w:tc>" * 5000 + "</w:tc></w:tr></w:tbl>" * 5000
)


def zipped(name: str, content: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return target.getvalue()


def docx(text: str) -> File:
    return File("a.docx", zipped("word/document.xml", DOCUMENT.format(text).encode()))


def png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
    body = chunk(b"IDAT", zlib.compress(b"\0" * 100_000))
    return b"\x89PNG\r\n\x1a\n" + head + body + chunk(b"IEND", b"") + b"\0" * 5000


def pages(count: int) -> bytes:
    document = pypdfium2.PdfDocument.new()
    for _ in range(count):
        document.new_page(600, 800).close()
    target = io.BytesIO()
    document.save(target)
    document.close()
    return target.getvalue()


def entities() -> bytes:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY a{n} "{f"&a{n - 1 or str()};" * 10}">' for n in range(1, 10)
    )
    return zipped("word/document.xml", (bomb + "]>" + DOCUMENT.format("&a9;")).encode())


def nested_zip(depth: int) -> bytes:
    data = zipped("a.txt", b"x")
    for _ in range(depth):
        data = zipped("a.zip", data)
    return data


@pytest.mark.parametrize(
    ("name", "data", "doubt"),
    [
        pytest.param("a.docx", entities(), "unreadable_attachment", id="entities"),
        pytest.param("a.zip", zipped("a.txt", b"\0" * 90_000_000), "too_large", id="zip bomb"),
        pytest.param("a.docx", zipped("word/document.xml", b" " * 90_000_000), "too_large", id="docx bomb"),  # noqa: E501
        pytest.param("a.zip", nested_zip(20), "unreadable_attachment", id="zip in zip"),
        pytest.param("a.png", png(60_000, 60_000), "unreadable_scan", id="huge picture"),
        pytest.param("a.pdf", pages(3000), "unreadable_scan", id="3,000 pages"),
        pytest.param("a.rtf", b"{\\rt" + b"{" * 500_000, "unreadable_attachment", id="500,000 groups"),  # noqa: E501
        pytest.param(
            "a.docx", zipped("word/document.xml", b"<a>" * 100_000), "unreadable_attachment", id="open elements"  # noqa: E501
        ),
        pytest.param(
            "a.docx",
            zipped("word/document.xml", TABLES.encode()),
            "unreadable_attachment",
            id="5,000 tables",
        ),
    ],
)  # fmt: skip
@pytest.mark.parametrize("ocr", [False, True])
@pytest.mark.timeout(30)
def test_a_bomb_is_a_doubt(name: str, data: bytes, doubt: str, ocr: bool) -> None:
    found = extract(File(name, data), Limits(ocr=ocr))
    assert not found.parts
    assert [problem.name for problem in found.problems] == [doubt]


def test_a_hang_is_ended_and_the_next_file_is_read() -> None:
    hung = extract(docx("Готовы"), Limits(ocr=False, seconds=0.0))
    assert [problem.name for problem in hung.problems] == ["unreadable_attachment"]
    assert extract(docx("Готовы"), LIMITS).parts[0].text == "Готовы"


def test_a_reader_out_of_memory_is_a_doubt_and_the_next_file_is_read() -> None:
    starved = extract(
        docx(random.Random(1).randbytes(1_000_000).hex()), Limits(ocr=False, memory=1)
    )
    assert [problem.name for problem in starved.problems] == ["unreadable_attachment"]
    assert extract(docx("Готовы"), LIMITS).parts[0].text == "Готовы"


def test_a_child_that_died_in_between_is_replaced() -> None:
    box = sandbox.Sandbox()
    box.call("extract", docx("Раз"), LIMITS)
    assert box._child is not None
    os.kill(box._child.pid, 9)
    assert box.call("extract", docx("Два"), LIMITS)["parts"][0][1] == "Два"
    box.close()


def test_the_child_is_collected_when_closed() -> None:
    box = sandbox.Sandbox()
    box.call("extract", docx("Раз"), LIMITS)
    child = box._child
    assert child is not None
    box.close()
    assert child.returncode is not None
    box.close()


def test_threads_take_turns() -> None:
    texts: dict[int, str] = {}

    def work(number: int) -> None:
        texts[number] = extract(docx(f"Текст {number}"), LIMITS).parts[0].text

    threads = [threading.Thread(target=work, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert texts == {n: f"Текст {n}" for n in range(8)}


def test_a_child_does_not_retire_for_what_its_parent_holds() -> None:
    held = bytearray(700_000_000)
    held[::4096] = b"x" * len(held[::4096])  # resident, not only promised
    box = sandbox.Sandbox()
    try:
        box.call("extract", docx("Готовы"), LIMITS)
        assert box._child is not None
    finally:
        box.close()
    del held


def test_one_child_serves_many_files() -> None:
    box = sandbox.Sandbox()
    children = set()
    try:
        for _ in range(10):
            box.call("extract", docx("Готовы"), LIMITS)
            assert box._child is not None
            children.add(box._child.pid)
    finally:
        box.close()
    assert len(children) == 1
