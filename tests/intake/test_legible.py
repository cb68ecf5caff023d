"""Texts as their readers see them, and files that stand in the text itself."""

from __future__ import annotations

import binascii

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake import mime, uuencoded
from intake.legible import legible


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("под\u00adклю\u00adчению", "подключению"),  # soft hyphens
        ("Бай\u200bрта", "Байрта"),  # a break that shows nothing
        ("\u202bготовы\u202c", "готовы"),
        ("2\u201133\u201145", "2-33-45"),
        ("Дирек\u2010\nтум». Ответ", "Директум».\nОтвет"),  # parted by a program
        ("paйoн", "район"),
        ("Kocмынин", "Космынин"),
        ("гoтoвы к сентябрю", "готовы к сентябрю"),
        ("Г О Т О В .", "ГОТОВ ."),
        ("Н Е  Г О Т О В Ы к работе", "НЕ ГОТОВЫ к работе"),
        ("г о т о в ы", "готовы"),
        ("Сервер ....... есть\nКанал ........ нет", "Сервер\tесть\nКанал\tнет"),
    ],
)
def test_what_hides_in_a_text_is_put_right(written: str, seen: str) -> None:
    assert legible(written) == seen


@pytest.mark.parametrize(
    "text",
    [
        "Готовы, каб. 12, тел. 2-33-45.",
        "Windows-совместимый сервер, e-mail: ivanov@mo.example",
        "IT-отдел, USB-токен, VipNet-координатор",
        "PowerPointом не владеем",  # not all letters look Cyrillic
        "И. О. Главы А. Б. Петров",
        "а также и в с. Икряное",
        "инженер-\nпрограммист",  # a person's own hyphen
        "1 2 3 4 5",
        "Сервер ....... есть",  # one line is no table
        "Ждали.... и дождались",
    ],
)
def test_what_is_plain_stays_as_it_is(text: str) -> None:
    assert legible(text) == text


@given(st.text(alphabet="АаБв oOcС\u00ad\u200b\u2010\n .-", max_size=40))
def test_a_second_look_changes_no_more_than_gaps(text: str) -> None:
    once = legible(text)
    assert not {"\u00ad", "\u200b", "\u2010"} & set(once)
    assert len(once) <= len(text)


def uu(name: str, data: bytes) -> str:
    rows = [data[at : at + 45] for at in range(0, len(data), 45)]
    lines = "".join(binascii.b2a_uu(row).decode("ascii") for row in rows)
    return f"begin 644 {name}\n{lines}`\nend\n"


def test_a_file_in_the_text_is_taken_out() -> None:
    text, (leaf,) = uuencoded.taken_out(
        "Ответ в файле.\n\n" + uu("otvet.txt", b"yes" * 40) + "До встречи"
    )
    assert text == "Ответ в файле.\n\n\nДо встречи"
    assert leaf.get_filename() == "otvet.txt"
    assert leaf.get_payload(decode=True) == b"yes" * 40


@given(st.binary(max_size=300))
def test_any_file_comes_back_whole(data: bytes) -> None:
    _, leaves = uuencoded.taken_out(uu("f", data))
    assert [leaf.get_payload(decode=True) for leaf in leaves] == ([data] if data else [b""])


@pytest.mark.parametrize(
    "text", ["begin 644 дела\nи end", "Мы begin 644 a\nend", "begin 644 a\n#!!!\x7f\nend\n", ""]
)
def test_what_only_begins_like_a_file_stays_text(text: str) -> None:
    assert uuencoded.taken_out(text) == (text, [])


def letter(*lines: str) -> bytes:
    return "\r\n".join(("From: a@mo.example", *lines)).encode()


def test_a_file_in_the_text_is_read_as_an_attachment() -> None:
    told = uu("otvet.txt", "Район к подключению готов.".encode("cp866")).replace("\n", "\r\n")
    mail = mime.parse(letter("", "Ответ в файле.", "", told))
    assert [(part.name, part.text.strip()) for part in mail.parts] == [
        ("body", "Ответ в файле."),
        ("otvet.txt", "Район к подключению готов."),
    ]


def test_blanks_behind_a_soft_break_are_no_text() -> None:
    quoted = (
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: quoted-printable",
    )
    mail = mime.parse(letter(*quoted, "", "=D0=B3=D0=BE=D1=82=D0=  ", "=BE=D0=B2=D1=8B"))
    assert mail.parts[0].text.strip() == "готовы"


def test_where_nothing_has_a_word_the_subject_speaks() -> None:
    mail = mime.parse(letter("Subject: Готовы, учиться едет Лаптева И. Ю.", "", ""))
    assert [part.name for part in mail.parts] == ["body", "subject"]
    assert mail.parts[1].text == "Готовы, учиться едет Лаптева И. Ю."


@pytest.mark.parametrize(
    "subject", ["Re: О подключении", "FWD: О подключении", "HA: О подключении"]
)
def test_the_subject_of_an_answer_is_another_persons(subject: str) -> None:
    mail = mime.parse(letter(f"Subject: {subject}", "", ""))
    assert [part.name for part in mail.parts] == ["body"]
