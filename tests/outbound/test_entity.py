"""Entities as bytes: what the standard library reads back is what was put in."""

from __future__ import annotations

import email
import email.header
import email.policy
from email.message import EmailMessage

import pytest

from outbound.writing import entity
from outbound.writing.message import Attachment, Draft, build
from rules.model import Address
from tests.messages import parsed
from tests.outbound.test_message import NOW


def draft(**fields: object) -> Draft:
    given = {
        "sender": Address("", "edo@adm.example"),
        "to": Address("", "glava@rayon.example"),
        "subject": "О готовности",
        "text": "Получено.\n",
        "html": "<p>Получено.</p>",
        "message_id": "<1@adm.example>",
        "date": NOW,
    }
    return Draft(**{**given, **fields})


def read_back(one: Draft) -> EmailMessage:
    message = parsed(build(one))
    assert [part.defects for part in message.walk()] == [[] for _ in message.walk()]
    return message


@pytest.mark.parametrize(
    "subject",
    [
        "Re: plain",
        "Re: О готовности",
        "О " * 120,
        "x" * 200,
        "=?utf-8?b?0JA=?= is said as it is",
        "a  b",
        "Ё\N{WOMAN}\N{ZERO WIDTH JOINER}" * 40,
    ],
)
def test_any_subject_comes_back(subject):
    value = entity.text_value(subject, "Subject")
    folded = value.split("\r\n ")
    assert all(len(line) <= 78 - len("Subject: ") for line in folded)
    decoded = email.header.decode_header(" ".join(folded))
    text = "".join(p.decode(c or "ascii") if isinstance(p, bytes) else p for p, c in decoded)
    assert text == subject


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Ivan Petrov", "Ivan Petrov <a@b.example>"),
        ("Petrov, Ivan", '"Petrov, Ivan" <a@b.example>'),
        ('He said "no" \\', '"He said \\"no\\" \\\\" <a@b.example>'),
        ("", "a@b.example"),
        ("Ёж", "=?utf-8?b?0IHQtg==?= <a@b.example>"),
    ],
)
def test_a_name_stands_as_plainly_as_it_can(name, value):
    assert entity.address_value(name, "a@b.example", "To") == value


def test_a_long_name_leaves_the_address_a_line_of_its_own():
    value = entity.address_value("Администрация муниципального образования", "a@b.example", "From")
    assert value.endswith("?=\r\n <a@b.example>")
    assert max(map(len, value.split("\r\n"))) <= 78


@pytest.mark.parametrize(
    "name", ["report.pdf", "Сводка за 25 августа.xlsx", 'a "b" \\ c.txt', "Ж" * 90 + ".docx"]
)
def test_a_file_comes_back_under_its_name(name):
    content = bytes(range(256)) * 3
    message = read_back(draft(attachments=(Attachment(name, "application/pdf", content),)))
    assert message.get_content_type() == "multipart/mixed"
    (file,) = message.iter_attachments()
    assert (file.get_filename(), file.get_content()) == (name, content)
    assert max(map(len, build(draft()).split(b"\r\n"))) <= 78


def test_a_media_type_keeps_its_parameters():
    calendar = Attachment("a.ics", "text/calendar; method=PUBLISH; charset=utf-8", b"BEGIN\r\n")
    (file,) = read_back(draft(attachments=(calendar,))).iter_attachments()
    assert file.get_content_type() == "text/calendar"
    assert (file.get_param("method"), file.get_param("charset")) == ("PUBLISH", "utf-8")


def test_texts_come_back_with_the_line_ends_of_mail():
    text = "Первая\nвторая\r\nтретья\rчетвёртая\u2028всё ещё она"
    plain = read_back(draft(text=text)).get_body(("plain",))
    lines = plain.get_payload(decode=True).decode().split("\r\n")
    assert lines == ["Первая", "вторая", "третья", "четвёртая\u2028всё ещё она", ""]


@pytest.mark.parametrize("evil", ["x\r\nBcc: a@b", "x\nBcc: a@b", "x\rBcc: a@b", "x\r\n\r\nbody"])
def test_a_line_break_that_came_so_far_is_stopped(evil):
    with pytest.raises(ValueError, match="line break"):
        entity.header([("X-Any", evil)])
