"""What leaves the program as files: the table, and all that happened with a recipient."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime

from openpyxl import load_workbook

from intake.store import queries
from outbound.campaign.letters import make_replies
from outbound.overview import export
from outbound.overview.table import HEADINGS
from rules.model import Doubt, Evidence, Nominees, Reply
from tests.outbound.campaign import CIRCULAR, OFFICE, PERSON, READY, reading
from tests.outbound.test_workbook import MATRIX

NOW = datetime(2011, 8, 22, 13, 30, tzinfo=UTC)


def test_csv_opens_in_russian_table_programs_and_holds_no_formula():
    content = export.as_csv(MATRIX)
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    assert rows[0] == list(HEADINGS)
    assert rows[1][1:4] == ["Луговской район", "ответ получен", "готовы"]
    assert rows[2][4] == "01.09.2011"
    cells = [cell for row in rows for cell in row]
    assert "'=1+1" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


def test_xlsx_is_the_summarys_workbook():
    book = load_workbook(io.BytesIO(export.FORMATS["xlsx"](MATRIX)))
    assert book.sheetnames == ["Сводка", "Группа для обучения"]


def test_json_is_the_status():
    found = json.loads(export.as_json(MATRIX))
    assert [one["code"] for one in found["recipients"]] == ["lug", "bor", "pol"]


def test_the_trail_tells_mails_readings_evidence_and_letters(session, arrive):
    words = Evidence("body", 0, 6, "Готовы", "readiness.ready")
    ready = type(READY)(READY.value, evidence=(words,))
    mail = arrive(reading(answers=(("readiness", ready), ("nominee", Nominees((PERSON,))))))
    arrive(reading(Reply.ACKNOWLEDGE, doubts=(Doubt("weak_readiness"),)))
    make_replies(session, OFFICE, NOW)
    session.commit()
    events = queries.history(session, CIRCULAR.number, "lug")
    text = export.trail(CIRCULAR, CIRCULAR.recipients[0], events, NOW)
    assert text.startswith("Луговской район: переписка по письму № 07-11 от 03.08.2011\n")
    assert f"SHA-256 исходного письма: {mail.sha256}" in text
    assert "«Готовы» (body, правило readiness.ready)" in text
    assert "Сомнение: О готовности сказано неоднозначно" in text
    assert "Наше письмо № 1 (confirm), состояние: due" in text


def test_a_recipient_without_mails_has_an_empty_trail():
    text = export.trail(CIRCULAR, CIRCULAR.recipients[2], [], NOW)
    assert text.endswith("Переписки нет.\n")
