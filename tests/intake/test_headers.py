"""Headers as they arrive: encoded, raw, broken, repeated, absent."""

from __future__ import annotations

import base64
import email
from datetime import UTC, datetime, timedelta, timezone

import mailparser
import pytest

from intake import headers
from rules.model import Address


def read(*lines: str | bytes) -> headers.Headers:
    raw = b"\r\n".join(x.encode() if isinstance(x, str) else x for x in lines)
    return headers.read(email.message_from_bytes(raw + b"\r\n\r\nx"))


def word(text: str, charset: str, label: str | None = None) -> str:
    return f"=?{label or charset}?B?{base64.b64encode(text.encode(charset)).decode()}?="


SUBJECT = "О подключении к системе «Директум»"
PLAIN = "О подключении к системе"


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(word(PLAIN, "utf-8"), id="utf-8"),
        pytest.param(word(PLAIN, "koi8-r"), id="koi8-r"),
        pytest.param(word(PLAIN, "koi8-r", "windows-1251"), id="koi8-r called cp1251"),
        pytest.param(word(PLAIN, "windows-1251", "koi8-r"), id="cp1251 called koi8-r"),
        pytest.param(word(PLAIN, "windows-1251", "utf-8"), id="cp1251 called utf-8"),
        pytest.param(word(PLAIN, "windows-1251", "x-unknown"), id="unknown label"),
        pytest.param(PLAIN.encode("windows-1251"), id="raw cp1251"),
        pytest.param(PLAIN.encode("koi8-r"), id="raw koi8-r"),
        pytest.param(PLAIN.encode(), id="raw utf-8"),
        pytest.param(
            word(PLAIN, "utf-8").replace("==?=", "?=").replace("=?=", "?="), id="no padding"
        ),
        pytest.param(f" \t{word(PLAIN, 'utf-8')} \t", id="blanks around"),
    ],
)
def test_a_subject_is_read_whatever_its_encoding(raw: str | bytes) -> None:
    octets = raw.encode() if isinstance(raw, str) else raw
    assert read(b"Subject: " + octets).subject == PLAIN


def test_letters_cut_between_encoded_words_are_whole() -> None:
    octets = SUBJECT.encode()
    words = [base64.b64encode(octets[i : i + 11]).decode() for i in range(0, len(octets), 11)]
    folded = "\r\n ".join(f"=?utf-8?B?{w}?=" for w in words)
    assert read(f"Subject: {folded}").subject == SUBJECT


def test_quoted_printable_words_with_blanks_in_them() -> None:
    assert read("Subject: =?utf-8?Q?=D0=94=D0=B0, =D0=B4=D0=B0?=").subject == "Да, да"


def test_text_between_encoded_words_stays() -> None:
    assert (
        read(f"Subject: Re: {word('Ответ', 'utf-8')} (2) {word('да', 'utf-8')}").subject
        == "Re: Ответ (2) да"
    )


def test_control_signs_and_line_breaks_go() -> None:
    assert read(
        f"Subject: {word('Тема' + chr(10) + 'Bcc: x@y.example' + chr(0), 'utf-8')}"
    ).subject == ("Тема Bcc: x@y.example")


@pytest.mark.parametrize(
    ("raw", "name", "address"),
    [
        ("=?utf-8?B?0JLQtdGA0LA=?= <VERA@Example.Example>", "Вера", "vera@example.example"),
        ('"=?utf-8?B?0JLQtdGA0LA=?=" <vera@a.example>', "Вера", "vera@a.example"),
        ('"Вера, приёмная" <vera@a.example>', "Вера, приёмная", "vera@a.example"),
        (
            f"{word('Отдел, приёмная <1>', 'utf-8')} <a@a.example>",
            "Отдел, приёмная <1>",
            "a@a.example",
        ),
        ('"МО \\"Икрянинский район\\"" <a@a.example>', 'МО "Икрянинский район"', "a@a.example"),
        ("vera@a.example (Вера)", "Вера", "vera@a.example"),
        ("<vera@a.example>", "", "vera@a.example"),
        ("vera@a.example", "", "vera@a.example"),
        ("Вера [vera@a.example]", "", "vera@a.example"),
        ("Вера <vera@a.example", "Вера", "vera@a.example"),
        (word("Вера <vera@a.example>", "koi8-r"), "Вера", "vera@a.example"),
        ("a@b.example <vera@a.example>", "a@b.example", "vera@a.example"),
    ],
)
def test_the_sender(raw: str, name: str, address: str) -> None:
    assert read(f"From: {raw}").sender == Address(name, address)


@pytest.mark.parametrize("raw", ["", "Администрация", "<>", "undisclosed-recipients:;"])
def test_no_sender(raw: str) -> None:
    assert read(f"From: {raw}", "Subject: x").sender is None


def test_a_raw_cyrillic_name() -> None:
    sender = read("From: Администрация <a@a.example>".encode("koi8-r")).sender
    assert sender == Address("Администрация", "a@a.example")


def test_sender_header_stands_in_for_from() -> None:
    assert read("Sender: a@a.example").sender == Address("", "a@a.example")


def test_the_first_of_repeated_headers_counts() -> None:
    head = read("Subject: first", "Subject: second", "From: a@a.example", "From: b@b.example")
    assert (head.subject, head.sender) == ("first", Address("", "a@a.example"))
    assert [v for k, v in head.headers if k == "subject"] == ["first", "second"]


def test_all_who_were_written_to() -> None:
    head = read('To: "А, Б" <a@a.example>, b@b.example', "Cc: c@c.example", "Reply-To: r@r.example")
    assert [to.address for to in head.to] == ["a@a.example", "b@b.example", "c@c.example"]
    assert head.reply_to == Address("", "r@r.example")


@pytest.mark.parametrize(
    ("raw", "path"),
    [
        ("Return-Path: <>", ""),
        ("Return-Path:", ""),
        ("Return-Path: <A@a.example>", "a@a.example"),
        ("X: y", None),
    ],
)
def test_return_path_absent_differs_from_null(raw: str, path: str | None) -> None:
    assert read(raw).return_path == path


def test_message_ids() -> None:
    head = read(
        "Message-ID: <a@x.example> (comment)",
        "In-Reply-To: Your message of Monday <b@x.example>",
        "References: <c@x.example><d@\r\n x.example> <c@x.example>",
    )
    assert head.message_id == "<a@x.example>"
    assert head.in_reply_to == ("<b@x.example>",)
    assert head.references == ("<c@x.example>", "<d@x.example>")
    assert read("Message-ID: a@x.example").message_id == "<a@x.example>"


MOMENT = datetime(2011, 8, 22, 10, 15, tzinfo=timezone(timedelta(hours=4)))


@pytest.mark.parametrize(
    "raw",
    [
        "Mon, 22 Aug 2011 10:15:00 +0400",
        "22 Aug 2011 10:15 +0400",
        "Tue, 22 Aug 2011 10:15:00 +0400 (MSD)",
        "2011-08-22T10:15:00+04:00",
        "Пн, 22 авг 2011 10:15:00 +0400",
        "22.08.2011 10:15:00 +0400",
    ],
)
def test_dates_keep_the_senders_zone(raw: str) -> None:
    date = read(f"Date: {raw}").date
    assert date == MOMENT
    assert date.utcoffset() == timedelta(hours=4)


def test_a_date_without_a_zone_is_aware() -> None:
    assert read("Date: Mon, 22 Aug 2011 10:15:00 -0000").date == datetime(
        2011, 8, 22, 10, 15, tzinfo=UTC
    )


@pytest.mark.parametrize(
    "raw", ["", "yesterday", "Mon, 99 Aug 2011 10:15:00 +0400", "9" * 5000, "32.13.2011"]
)
def test_broken_dates_are_none(raw: str) -> None:
    assert read(f"Date: {raw}", "X: y").date is None


def test_mail_parser_failing_costs_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(message: object) -> None:
        raise AttributeError("a truncated bounce")

    monkeypatch.setattr(mailparser, "MailParser", fail)
    head = read("From: =?utf-8?B?0JLQtdGA0LA=?= <vera@a.example>", "To: b@b.example")
    assert head.sender == Address("Вера", "vera@a.example")
    assert head.to == (Address("", "b@b.example"),)


def test_a_flood_of_headers_is_bounded() -> None:
    head = read("From: a@a.example", *(f"X-{n}: y" for n in range(5000)))
    assert len(head.headers) == headers.MAX_HEADERS
