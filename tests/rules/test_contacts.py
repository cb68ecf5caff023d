"""Telephone numbers and e-mail addresses as people write them."""

from __future__ import annotations

import pytest

from rules.contacts import contacts


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("рабочий телефон 8 (85171) 5-74-12.", ["+78517157412"]),
        ("сот. 8-961-555-40-17.", ["+79615554017"]),
        ("Её номер +7 961 555 33 19.", ["+79615553319"]),
        ("тел.89275556078. Командировку", ["+79275556078"]),
        ("(8512) 22-47-45", ["+78512224745"]),
        ("тел. 8/85171/ 5-74-12", ["+78517157412"]),
        ("Звонить ей: 574-12", ["57412"]),
        ("телефон для связи 5 74 12", ["57412"]),
        ("тел 8(85147)21433", ["+78514721433"]),
        ("тел.(85171)57318", ["+78517157318"]),
        ("т. 8.927.555.01.01", ["+79275550101"]),
        ("8-85171-5-74-12", ["+78517157412"]),
        ("5-17-62", ["51762"]),
        ("тел. 5 17 62", ["51762"]),
        ("инженер, 40-52-66", ["405266"]),
        ("внутр. 2-17", ["217"]),
        ("(85144) 2-14-66 доб. 12", ["+78514421466;ext=12"]),
        ("+7 (8512) 39-00-11 (доб. 104)", ["+78512390011;ext=104"]),
        ("внутр. 118 через (8512) 22-47-30", ["+78512224730;ext=118"]),
        ("доб. 7 по номеру 8 (85144) 2-14-66", ["+78514421466;ext=7"]),
        ("номер восемь, девятьсот пять, 555-14-08", ["+79055551408"]),
        ("плюс семь девятьсот два 555 13 60", ["+79025551360"]),
        (
            "восемь девятьсот двадцать семь пятьсот пятьдесят пять восемнадцать ноль шесть",
            ["+79275551806"],
        ),
        ("тел. (85171) 5-74-12, 5-74-13", ["+78517157412", "57413"]),
        ("почта ivanova @ narimanov.example. Тел.", ["ivanova@narimanov.example"]),
        ("ivanova (собака) mail.example", ["ivanova@mail.example"]),
        ("ivanova собака mail точка example", ["ivanova@mail.example"]),
        ("mailto:a.b@c.example, ждём", ["a.b@c.example"]),
    ],
)
def test_found(text: str, wanted: list[str]) -> None:
    assert [c.value for c in contacts(text)] == wanted


def test_letter_o_read_for_nought() -> None:
    assert [c.value for c in contacts("8-9O6-555-27-19")] == ["+79065552719"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("от 19.08.2011 № 1-14/2231", id="date and number of a letter"),
        pytest.param("исх. № 02-06-1177", id="number like a telephone's"),
        pytest.param("от 22-08-11", id="date with hyphens"),
        pytest.param("416540, г. Знаменск", id="postcode"),
        pytest.param("ИНН 3015012345", id="tax number"),
        pytest.param("с 9-00 до 18-00", id="hours"),
        pytest.param("в восемь 30 утра, машин восемь, девять столов", id="numerals"),
        pytest.param("собака лает", id="a dog"),
    ],
)
def test_no_contact(text: str) -> None:
    assert contacts(text) == ()


def test_offsets_lead_back_to_the_text() -> None:
    text = "Тел. (85144) 2-14-66 доб. 12, почта a@b.example"
    assert [text[c.start : c.end] for c in contacts(text)] == [
        "(85144) 2-14-66 доб. 12",
        "a@b.example",
    ]


def test_fax_is_told_from_telephone_with_fax() -> None:
    assert [c.fax for c in contacts("факс 5-12-13, тел./факс 5-12-14")] == [True, False]


def test_figures_told_in_words_belong_to_the_number() -> None:
    text = "звонить: восемь девятьсот два, 555-13-60"
    (found,) = contacts(text)
    assert text[found.start : found.end] == "восемь девятьсот два, 555-13-60"
