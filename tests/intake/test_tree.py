"""The tree is the standard library's, with the long runs of base64 taken past its parser."""

from __future__ import annotations

import base64
import email
import os
from email.message import Message
from pathlib import Path

import pytest

from benchmarks.letters import letters
from intake import circulars, tree

CORPUS = Path(__file__).parents[1] / "corpus"
CIRCULAR = Path(__file__).parents[2] / "circulars" / "02-02-398"
FILE = base64.encodebytes(os.urandom(9000))
CRLF = FILE.replace(b"\n", b"\r\n")

MULTIPART = (
    b'Content-Type: multipart/mixed; boundary="B"\n\n--B\n\nText\n--B\n'
    b"Content-Type: application/pdf\nContent-Transfer-Encoding: base64\n\n"
)


def said(message: Message) -> list[object]:
    """All that a tree holds."""
    nodes = []
    for node in message.walk():
        payload = node.get_payload()
        nodes.append((list(node.raw_items()), node.preamble, node.epilogue,
                      payload if isinstance(payload, str) else len(payload or ()),
                      [type(defect) for defect in node.defects]))  # fmt: skip
    return nodes


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(MULTIPART + FILE + b"--B--\n", id="a file"),
        pytest.param((MULTIPART + FILE + b"--B--\n").replace(b"\n", b"\r\n"), id="with CRLF"),
        pytest.param(MULTIPART + FILE.rstrip() + b"\n\n--B--\n", id="a blank line after it"),
        pytest.param(MULTIPART + FILE, id="the mail ends in it"),
        pytest.param(MULTIPART + FILE[:4000], id="the mail is cut off within a line"),
        pytest.param(MULTIPART + FILE * 30 + b"--B--\n", id="runs one after the other"),
        pytest.param(MULTIPART + b"\n" + FILE + b"--B--\n", id="a blank line before it"),
        pytest.param(MULTIPART + FILE[:2000] + b"\xff\n" + FILE + b"--B--\n", id="8 bit within"),
        pytest.param(MULTIPART + FILE + b"Footer of a list\n--B--\n", id="clear text after it"),
        pytest.param(b"Content-Transfer-Encoding: base64\n\n" + FILE, id="the whole mail"),
        pytest.param(b"Subject: base64\n\n" + FILE + b"Text\n", id="no file at all"),
        pytest.param(
            b"Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n" + FILE,
            id="an encoded message",
        ),
        pytest.param(b"X: base64\n\n\n" + CRLF + b"\r\nbase64\n\n" + FILE, id="mixed line ends"),
        pytest.param(MULTIPART.replace(b"B--", b"") + FILE, id="a boundary that never closes"),
    ],
)
def test_nothing_is_lost_of_what_was_taken_past_the_parser(raw: bytes) -> None:
    found, fault = tree.parse(raw)
    assert not fault
    assert said(found) == said(email.message_from_bytes(raw))


def test_the_corpus_and_letters_with_files_give_the_librarys_trees() -> None:
    raws = [path.read_bytes() for path in CORPUS.glob("*.eml")]
    raws += letters(circulars.load(CIRCULAR), 60)
    assert raws
    for raw in raws:
        assert said(tree.parse(raw)[0]) == said(email.message_from_bytes(raw))


def test_what_cannot_be_parsed_is_read_flat() -> None:
    found, fault = tree.parse(MULTIPART.replace(b"B", b"boundary") * 500)
    assert fault == "слишком много вложенных частей"
    assert not found.is_multipart()
