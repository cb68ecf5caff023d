"""The workbook: a table that can be printed, and in which no stranger's words become a formula."""

from __future__ import annotations

import dataclasses
import io
from datetime import UTC, datetime

import pytest
from openpyxl import load_workbook

from outbound.overview import table
from outbound.overview.matrix import Line, Matrix, State
from outbound.overview.workbook import attachment, workbook
from rules.model import Nominee, Nominees, Readiness, ReadinessValue
from tests.outbound.campaign import CIRCULAR, NAMED, READY

AT = datetime(2011, 8, 22, 13, 30, tzinfo=UTC)  # 17:30 in Astrakhan
LUG, BOR, POL = CIRCULAR.recipients
EVIL = Nominee(
    '=HYPERLINK("http://x.example","Иванов")', "@SUM(1+1)", "+78514757412", "-1@mo.example"
)
BY = Readiness(ReadinessValue.READY_BY, datetime(2011, 9, 1).date())
MATRIX = Matrix(
    CIRCULAR,
    AT,
    (
        Line(LUG, State.SETTLED, {"readiness": READY, "nominee": NAMED}, (), AT, None, False, "—"),
        Line(
            BOR,
            State.PARTIAL,
            {"readiness": BY, "nominee": Nominees((EVIL, NAMED.people[0]))},
            (),
            AT,
            AT,
            False,
            "=1+1",
        ),
        Line(POL, State.ASKED, {}, (), None, None, True, "Позвонить: ответа нет"),
    ),
)


@pytest.fixture(scope="module")
def book():
    return load_workbook(io.BytesIO(workbook(MATRIX)))


@pytest.fixture(scope="module")
def sheet(book):
    return book["Сводка"]


def test_the_title_says_as_of_when(sheet):
    assert sheet["A1"].value == (
        "Ответы на письмо № 07-11 от 03.08.2011 «О подключении к системе „Заря“» "
        "по состоянию на 22.08.2011, 17:30"
    )
    assert sheet["A2"].value.startswith("Ответили 2 из 3, готовы 1, просрочено 1, проверить 0.")


def test_it_is_a_page_of_a4_across_with_its_heading_repeated(sheet, book):
    for one in book.worksheets:
        assert (one.page_setup.orientation, one.page_setup.paperSize) == ("landscape", 9)
        assert (one.page_setup.fitToWidth or 1, one.page_setup.fitToHeight) == (1, 0)
        assert one.sheet_properties.pageSetUpPr.fitToPage
        assert one.print_title_rows == "$3:$3"
    assert sheet.freeze_panes == "C4"
    assert sheet.auto_filter.ref == "A3:K6"


def test_the_heading_and_a_row(sheet):
    assert [cell.value for cell in sheet[3]] == list(table.HEADINGS)
    assert [cell.value for cell in sheet[4]] == [
        1,
        "Луговской район",
        "ответ получен",
        "готовы",
        None,
        "Ковыльная Айгуль Маратовна",
        "ведущий специалист",
        "8 (85147) 5-74-12",
        None,
        datetime(2011, 8, 22, 17, 30),
        None,
    ]


def test_dates_are_dates(sheet):
    assert sheet["E5"].value == datetime(2011, 9, 1)
    assert sheet["E5"].number_format == "dd.mm.yyyy"


def test_a_silent_one_past_the_deadline_is_called_so(sheet):
    assert sheet["C6"].value == "ответа нет, срок истёк"


def test_words_of_strangers_become_no_formula_and_no_link(book):
    for one in book.worksheets:
        for row in one.iter_rows():
            assert all(cell.data_type != "f" and cell.hyperlink is None for cell in row)
    lines = book["Сводка"]["F5"].value.splitlines()
    assert lines == [f"1. {EVIL.name}", "2. Ковыльная Айгуль Маратовна"]
    assert book["Сводка"]["K5"].value == "=1+1"


def test_the_group_stands_on_the_second_sheet(book):
    assert book.sheetnames == ["Сводка", "Группа для обучения"]
    names = [row[1].value for row in book["Группа для обучения"].iter_rows(min_row=4)]
    assert names == ["Ковыльная Айгуль Маратовна", EVIL.name, "Ковыльная Айгуль Маратовна"]


def test_a_group_of_nobody_is_a_sheet_all_the_same():
    nobody = dataclasses.replace(MATRIX, lines=MATRIX.lines[2:])
    group = load_workbook(io.BytesIO(workbook(nobody)))["Группа для обучения"]
    assert group["A2"].value == "Человек: 0."


def test_the_files_name_is_plain_whatever_the_circulars_number():
    odd = dataclasses.replace(CIRCULAR, number="07/11-К")
    named = attachment(dataclasses.replace(MATRIX, circular=odd)).name
    assert named == "svodka-07-11-2011-08-22.xlsx"


def test_the_teachers_file_has_the_group_alone():
    book = load_workbook(io.BytesIO(workbook(MATRIX, group_only=True)))
    assert book.sheetnames == ["Группа для обучения"]
