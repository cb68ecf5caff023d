"""Dates in Russian text, read on Monday, 22 August 2011."""

from __future__ import annotations

import time
from datetime import date

import pytest

from rules.dates import DateMention, find

MONDAY = date(2011, 8, 22)


def one(text: str) -> DateMention:
    (mention,) = find(text, MONDAY, 2011)
    return mention


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("до 1 сентября", "2011-09-01"),
        ("к 05.09", "2011-09-05"),
        ("01.09.11", "2011-09-01"),
        ("1/9/2011", "2011-09-01"),
        ("2011-09-01", "2011-09-01"),
        ("15.09.2011г.", "2011-09-15"),
        ("01. 09. 2011", "2011-09-01"),
        ("до 5.9", "2011-09-05"),
        ("«01» сентября 2011 г.", "2011-09-01"),
        ("6 сентября с.г.", "2011-09-06"),
        ("29 августа текущего года", "2011-08-29"),
        ("до 15 сент.", "2011-09-15"),
        ("1го сентября", "2011-09-01"),
        ("к 1-му октября", "2011-10-01"),
        ("первого сентября", "2011-09-01"),
        ("третьего сентября", "2011-09-03"),
        ("к пятнадцатому сентября", "2011-09-15"),
        ("до двадцать второго августа", "2011-08-22"),
        ("до тридцать первого августа 2011 года", "2011-08-31"),
        ("тридцатого августа", "2011-08-30"),
        ("до конца месяца", "2011-08-31"),
        ("до конца года", "2011-12-31"),
        ("к концу сентября", "2011-09-30"),
        ("завтра", "2011-08-23"),
        ("послезавтра", "2011-08-24"),
        ("через неделю", "2011-08-29"),
        ("через две недели", "2011-09-05"),
        ("через 10 дней", "2011-09-01"),
        ("к понедельнику", "2011-08-29"),
        ("в среду", "2011-08-24"),
        ("в среду на следующей неделе", "2011-08-31"),
        ("на той неделе, во вторник", "2011-08-30"),
        ("к пятнице этой недели", "2011-08-26"),
        ("до 20 числа", "2011-09-20"),
        ("к 25-му", "2011-08-25"),
        ("до 15 января", "2012-01-15"),
        ("к пт", "2011-08-26"),
        ("в тот же чт запуск", "2011-08-25"),
        ("двадцать шестого же подключаем", "2011-08-26"),
        ("среда, тридцать первое", "2011-08-31"),
        ("23-го проверяют", "2011-08-23"),
        ("не раньше пятого", "2011-09-05"),
        ("последнее число месяца", "2011-08-31"),
        ("31/VIII", "2011-08-31"),
        ("до конца III квартала", "2011-09-30"),
        ("ко Дню знаний", "2011-09-01"),
        ("к исходу сентября", "2011-09-30"),
    ],
)
def test_a_day(text: str, day: str) -> None:
    mention = one(text)
    assert (str(mention.last), mention.certain) == (day, True)


@pytest.mark.parametrize(
    ("text", "guess"),
    [
        ("до конца недели", "2011-08-26"),
        ("до конца следующей недели", "2011-09-02"),
        ("на следующей неделе", "2011-09-02"),
        ("в середине сентября", "2011-09-15"),
        ("в сентябре", "2011-09-30"),
        ("в конце августа", "2011-08-31"),
        ("недели через две", "2011-09-05"),
        ("дня через три", "2011-08-25"),
        ("дней через десять", "2011-09-01"),
        ("в течение ближайших двух недель", "2011-09-05"),
        ("в десятидневный срок", "2011-09-01"),
        ("на той неделе", "2011-09-02"),
        ("до выходных", "2011-08-26"),
        ("в четвёртом квартале", "2011-12-31"),
        ("к первым числам сентября", "2011-09-10"),
        ("в течение 5 рабочих дней", "2011-08-29"),
        ("с 1 по 5 сентября", "2011-09-05"),
        ("после 5 сентября", "2011-09-05"),
        ("в ближайшее время", "None"),
        ("на днях", "None"),
        ("к новому году", "None"),
    ],
)
def test_no_certain_day(text: str, guess: str) -> None:
    mention = one(text)
    assert (str(mention.last), mention.certain) == (guess, False)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("тел. 8 (85171) 5-74-12", id="telephone"),
        pytest.param("8-917-555-02-61", id="mobile"),
        pytest.param("8.917.555.02.61", id="telephone with dots"),
        pytest.param("192.168.1.10", id="IP address"),
        pytest.param("канал 2.5 Мбит", id="speed"),
        pytest.param("до 10.5 Мбит", id="speed after a preposition"),
        pytest.param("версия 3.1", id="version"),
        pytest.param("№ 02-02-398", id="number of a letter"),
        pytest.param("31.02.2011", id="no such day"),
        pytest.param("до 45.13", id="no date at all"),
        pytest.param("из 12-го кабинета", id="a room"),
        pytest.param("двадцать первого века", id="a century"),
        pytest.param("в среднем, ср. балл", id="an average"),
    ],
)
def test_not_a_date(text: str) -> None:
    assert find(text, MONDAY, 2011) == ()


def test_date_of_a_document_is_a_reference() -> None:
    assert one("на Ваш исх. от 03.08.2011 № 02-02-398").is_reference


def test_direction_is_told() -> None:
    leads = [one(text).lead for text in ("до 5.09", "к 5.09", "с 5.09", "не позднее 5.09")]
    assert leads == ["до", "к", "с", "не позднее"]


def test_offsets_lead_back() -> None:
    text = "Готовы будем к 05.09.2011 г."
    (mention,) = find(text, MONDAY, 2011, offset=100)
    assert text[mention.start - 100 : mention.end - 100].startswith("05.09.2011")


def test_relative_date_without_a_day_of_writing() -> None:
    (mention,) = find("через неделю", None, 2011)
    assert (mention.last, mention.certain) == (None, False)


@pytest.mark.parametrize("piece", ["1.", "двадцать ", "до конца ", "1 по ", "через "])
def test_time_is_linear(piece: str) -> None:
    started = time.process_time()
    find(piece * (300_000 // len(piece)), MONDAY, 2011)
    assert time.process_time() - started < 5
