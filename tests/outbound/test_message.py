"""Messages as bytes: safe headers, threads, 7 bits, addresses beyond ASCII."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from outbound.writing.message import (
    AddressError,
    Draft,
    build,
    message_ids,
    new_message_id,
    reply_references,
    reply_subject,
    wire_address,
)
from rules.model import Address
from tests.messages import parsed

NOW = datetime(2011, 8, 22, 9, 0, tzinfo=UTC)


def draft(**fields: object) -> Draft:
    given = {
        "sender": Address("Администрация области", "edo@adm.example"),
        "to": Address("Глава района", "glava@rayon.example"),
        "subject": "Re: О готовности",
        "text": "Получено.\n",
        "html": "<p>Получено.</p>",
        "message_id": "<1@adm.example>",
        "date": NOW,
    }
    return Draft(**{**given, **fields})


def test_a_letter_is_text_and_html_in_seven_bits_with_short_lines():
    content = build(draft(subject="Ж" * 200, text="Ж" * 5000))
    assert content.isascii()
    assert max(len(line) for line in content.split(b"\r\n")) <= 78
    assert b"\n" not in content.replace(b"\r\n", b"")
    message = parsed(content)
    assert message.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]


def test_an_automatic_answer_says_that_it_is_one():
    message = parsed(build(draft()))
    assert message["Auto-Submitted"] == "auto-replied"
    assert message["X-Auto-Response-Suppress"] == "All"
    assert message["Precedence"] is None


@pytest.mark.parametrize("field", ["subject", "to", "sender"])
@pytest.mark.parametrize("evil", ["a\r\nBcc: v@x.example", "a\nBcc: v@x.example", "a\u2028Bcc: b"])
def test_a_line_break_in_a_name_or_subject_makes_no_header(field, evil):
    value = evil if field == "subject" else Address(evil, "a@b.example")
    content = build(draft(**{field: value}))
    message = parsed(content)
    assert message["Bcc"] is None
    assert message.defects == []


def test_names_with_quotes_commas_and_brackets_stay_one_address():
    message = parsed(build(draft(to=Address('ООО "Ёж", <отдел>; (связь)', "a@b.example"))))
    (address,) = message["To"].addresses
    assert address.addr_spec == "a@b.example"
    assert address.display_name == 'ООО "Ёж", <отдел>; (связь)'


def test_long_message_ids_are_folded_and_never_encoded():
    long = f"<{'x' * 200}@mail.example>"
    content = build(draft(in_reply_to=long, references=(long, long, "<2@b>")))
    assert f"In-Reply-To: {long}\r\n".encode() in content
    assert f"References: {long}\r\n {long}\r\n <2@b>\r\n".encode() in content


def test_message_ids_of_strangers_are_taken_only_if_they_are_message_ids():
    assert message_ids("<a@b> junk <c d> <é@x> <a@b> <e@f>") == ("<a@b>", "<e@f>")
    assert message_ids(f"<{'x' * 5000}@b>") == ()


@pytest.mark.parametrize(
    ("references", "in_reply_to", "expected"),
    [
        pytest.param("<a@x> <b@x>", "<b@x>", ("<a@x>", "<b@x>", "<m@x>"), id="theirs and their id"),
        pytest.param("", "<b@x>", ("<b@x>", "<m@x>"), id="one In-Reply-To serves as References"),
        pytest.param("", "<a@x> <b@x>", ("<m@x>",), id="several In-Reply-To do not"),
        pytest.param("", "", ("<m@x>",), id="a first letter"),
    ],
)
def test_references_of_an_answer(references, in_reply_to, expected):
    assert reply_references(references, in_reply_to, "<m@x>") == expected


def test_of_an_endless_thread_the_first_and_the_latest_stay():
    chain = " ".join(f"<{n}@x>" for n in range(100))
    kept = reply_references(chain, "", "<m@x>")
    assert (kept[0], kept[-2:], len(kept)) == ("<0@x>", ("<99@x>", "<m@x>"), 20)


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("О готовности", "Re: О готовности"),
        ("Re: О готовности", "Re: О готовности"),
        ("RE: Отв: Re[2]: FW: О готовности", "Re: О готовности"),
        ("Ответ: готовы", "Re: готовы"),
        ("Реестр: список", "Re: Реестр: список"),
        ("", "Re: ваше письмо"),
        ("Re:", "Re: ваше письмо"),
    ],
)
def test_the_subject_of_an_answer_has_one_prefix(theirs, ours):
    assert reply_subject(theirs) == ours


def test_domains_beyond_ascii_go_in_their_ascii_form():
    assert wire_address("glava@почта.рф") == "glava@xn--80a1acny.xn--p1ai"
    assert (
        parsed(build(draft(to=Address("", "glava@почта.рф"))))["To"].addresses[0].domain.isascii()
    )


def test_a_local_part_beyond_ascii_makes_a_message_in_utf8():
    content = build(draft(to=Address("Глава", "глава@rayon.example")))
    assert "глава@rayon.example".encode() in content


@pytest.mark.parametrize(
    "address", ["", "glava", "a b@x.example", "a@b@c", "<a@b.example>", "a@", "@b", "a@b..c"]
)
def test_what_is_no_address_is_refused(address):
    with pytest.raises(AddressError):
        wire_address(address)


def test_message_ids_of_ours_differ_and_tell_nothing():
    first, second = new_message_id("adm.example"), new_message_id("adm.example")
    assert first != second
    assert first.endswith("@adm.example>")
