"""Charsets: what the bytes are, whatever the label says."""

from __future__ import annotations

import time

import pytest

from intake.charset import codec_of, decode, html_charset

SENTENCES = [
    "Администрация района к подключению готова.",
    "Добрый день. К подключению готовы.",
    "Направляем на обучение Утегенову Айгуль Маратовну, специалиста, тел. 8 (85171) 5-74-12",
    "ТЕХНИЧЕСКОЙ ВОЗМОЖНОСТИ НЕТ",
    "Ответ на № 02-02-398 от 03.08.2011",
    "О подключении к системе «Директум»",
    "Re: О подключении",
    "FYI: письмо главы, см. attachment",
    "Иванова Мария Петровна",
    "Исп. Щукина Ю. Э.",
    "готовы",
    "Ответ",
    "Да",
]
CYRILLIC = ["windows-1251", "koi8-r", "cp866", "iso-8859-5"]
NO_EVIDENCE = [None, "us-ascii", "x-unknown", "utf-8"]


@pytest.mark.parametrize("sentence", SENTENCES)
@pytest.mark.parametrize("label", [*CYRILLIC, *NO_EVIDENCE, "iso-8859-1"])
def test_utf8_is_utf8_under_any_label(sentence: str, label: str | None) -> None:
    assert decode(sentence.encode(), label).text == sentence


@pytest.mark.parametrize("sentence", SENTENCES)
@pytest.mark.parametrize("charset", CYRILLIC)
def test_a_true_label_is_believed(sentence: str, charset: str) -> None:
    data = sentence.replace("«", '"').replace("»", '"').replace("№", "N").encode(charset)
    assert decode(data, charset).text.encode(charset) == data


@pytest.mark.parametrize("sentence", SENTENCES)
@pytest.mark.parametrize("label", NO_EVIDENCE)
@pytest.mark.parametrize("charset", CYRILLIC)
def test_without_evidence_letter_pairs_decide(
    sentence: str, charset: str, label: str | None
) -> None:
    if len(sentence) < 5 and charset in ("cp866", "iso-8859-5"):
        pytest.skip("two letters are read in the likelier charset")
    plain = sentence.replace("«", '"').replace("»", '"').replace("№", "N")
    assert decode(plain.encode(charset), label).text == plain


@pytest.mark.parametrize("sentence", [s for s in SENTENCES if len(s) > 5])
@pytest.mark.parametrize("label", [*CYRILLIC, "iso-8859-1", "windows-1252"])
@pytest.mark.parametrize("charset", ["windows-1251", "koi8-r"])
def test_a_wrong_label_is_seen_through(sentence: str, charset: str, label: str) -> None:
    plain = sentence.replace("«", '"').replace("»", '"').replace("№", "N")
    assert decode(plain.encode(charset), label).text == plain


@pytest.mark.parametrize(
    ("garbled", "label"),
    [
        pytest.param(
            lambda s: s.encode().decode("cp1251", "replace").encode(), "utf-8", id="as cp1251"
        ),
        pytest.param(lambda s: s.encode().decode("latin-1").encode(), "utf-8", id="as latin-1"),
        pytest.param(
            lambda s: s.encode("cp1251").decode("latin-1").encode(), "utf-8", id="cp1251 as latin-1"
        ),
        pytest.param(
            lambda s: s.encode("koi8-r").decode("cp1251").encode(), "utf-8", id="koi8-r as cp1251"
        ),
        pytest.param(
            lambda s: s.encode("cp1251").decode("koi8-r").encode(), "utf-8", id="cp1251 as koi8-r"
        ),
    ],
)
def test_text_garbled_before_it_was_sent_is_read_back(garbled, label) -> None:
    sentence = "Сообщаем, что все рабочие места подготовлены и подключены"
    assert decode(garbled(sentence), label).text == sentence


@pytest.mark.parametrize("data", [b"caf\xe9, na\xefve", b"Stra\xdfe", b"Fran\xe7ais"])
def test_western_text_stays_western(data: bytes) -> None:
    assert decode(data, "iso-8859-1").text == data.decode("latin-1")


def test_capitals_typed_by_mistake_are_not_taken_for_another_charset() -> None:
    assert decode("пРИВЕТ ВСЕМ, мЫ ГОТОВЫ".encode(), "utf-8").text == "пРИВЕТ ВСЕМ, мЫ ГОТОВЫ"


@pytest.mark.parametrize("codec", ["utf-16", "utf-8-sig", "utf-16-le"])
def test_wide_and_marked_text(codec: str) -> None:
    assert decode("Готовы к работе".encode(codec)).text == "Готовы к работе"


def test_a_footer_in_another_charset_is_read_by_its_lines() -> None:
    body = "Администрация готова к подключению.\nС уважением, глава района.\n".encode()
    footer = "Проверено антивирусом, письмо безопасно".encode("cp1251")
    assert decode(body + footer, "utf-8").text.endswith("Проверено антивирусом, письмо безопасно")


def test_what_fits_nothing_is_uncertain() -> None:
    assert not decode(bytes(range(128, 256)) * 3, None).certain
    assert decode("Готовы".encode("cp1251"), "windows-1251").certain


def test_text_lost_to_question_marks_is_uncertain() -> None:
    assert not decode(b"?????? ??????? ? ??????????? ??????.", "us-ascii").certain
    assert decode(b"Really??? When? Why?", "us-ascii").certain


@pytest.mark.parametrize(
    ("label", "codec"),
    [
        ("cp-1251", "cp1251"), ("x-cp1251", "cp1251"), ("WINDOWS-1251", "cp1251"),
        ('"windows-1251"', "cp1251"), ("win1251", "cp1251"), ("koi8", "koi8-r"),
        ("KOI8-R; format=flowed", "koi8-r"), ("utf8", "utf-8"), ("x-mac-cyrillic", "mac-cyrillic"),
        ("base64", None), ("hex", None), ("rot13", None), ("", None), (None, None), ("a\0b", None),
    ],
)  # fmt: skip
def test_labels_in_the_wild(label: str | None, codec: str | None) -> None:
    assert codec_of(label) == codec


@pytest.mark.parametrize(
    "head",
    [
        b'<meta http-equiv="Content-Type" content="text/html; charset=koi8-r">',
        b"<meta charset='koi8-r'>",
        b'<?xml version="1.0" encoding="koi8-r"?>',
    ],
)
def test_html_names_its_charset(head: bytes) -> None:
    assert html_charset(b"<html><head>" + head) == "koi8-r"


@pytest.mark.parametrize("data", [b"\xc3" * 1_000_000, b"\xe0\xe1 " * 300_000, b"=" * 1_000_000])
def test_a_megabyte_is_quick(data: bytes) -> None:
    start = time.process_time()
    decode(data, None)
    assert time.process_time() - start < 1
