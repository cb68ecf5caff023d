"""The table for other programs (CSV, XLSX, JSON), and a recipient's audit trail to be printed."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Final

from intake.store.queries import Event
from intake.store.readings import answer_from_json, from_json
from outbound.office import zone
from outbound.overview import table
from outbound.overview.matrix import Matrix
from outbound.overview.table import HEADINGS
from outbound.overview.workbook import workbook
from outbound.shown import plain
from outbound.shown.names import KINDS
from outbound.shown.terminal import answer_text
from outbound.writing.russian import moment, one_line
from rules.doubts import sentence
from rules.model import Circular, Recipient

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a table program takes for the beginning of a formula."""


def as_csv(m: Matrix) -> bytes:
    """Semicolons and a byte order mark, as Russian table programs open it at a double click."""
    target = io.StringIO(newline="")
    writer = csv.writer(target, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEADINGS)
    for row in table.rows(m):
        writer.writerow([_cell(value) for value in row.values])
    return target.getvalue().encode("utf-8-sig")


def _cell(value: object) -> str:
    if isinstance(value, datetime):
        return f"{value:%d.%m.%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def as_json(m: Matrix) -> bytes:
    """The values of `status --json`."""
    return (json.dumps(plain.status(m), ensure_ascii=False, indent=2) + "\n").encode()


def trail(circular: Circular, recipient: Recipient, events: Sequence[Event], now: datetime) -> str:
    """All that happened with a recipient, as a text that can be printed."""
    here = zone(circular)
    lines = [
        f"{recipient.name}: переписка по письму № {circular.number} от {circular.on:%d.%m.%Y}",
        f"«{circular.subject}»",
        f"Составлено {moment(now, here)}.",
        "",
    ]
    for event in events:
        told = list(_event(event, circular))
        lines.append(f"{moment(event.at, here)}  {told[0]}")
        lines += [f"    {line}" for line in told[1:]]
        lines.append("")
    if not events:
        lines.append("Переписки нет.\n")
    return "\n".join(lines)


def _event(event: Event, circular: Circular) -> Iterator[str]:
    if event.letter is not None:
        row = event.letter
        yield f"Наше письмо № {row.id} ({row.purpose}), состояние: {row.state}"
        yield f"Кому: {row.to_address}. Тема: {one_line(row.subject)}"
        yield f"Message-ID: {row.message_id}"
        if row.error:
            yield f"Причина: {one_line(row.error)}"
    elif event.mail is not None and event.reading is not None:
        yield from _mail(event, circular)
    elif event.officer is not None:
        officer = event.officer
        answer = answer_text(answer_from_json(officer.value), circular)
        yield f"Решение сотрудника {officer.author}: {officer.question} — {answer}"
    elif event.settlement is not None:
        settled = event.settlement
        yield f"Письмо № {settled.mail_id} решено сотрудником {settled.author}: {settled.verdict}"
        yield f"Его слова: {one_line(settled.words, 500)}"


def _mail(event: Event, circular: Circular) -> Iterator[str]:
    assert event.mail is not None and event.reading is not None
    mail, reading = event.mail, from_json(event.reading.content)
    yield f"Письмо № {mail.id} от {one_line(mail.sender)}: {KINDS[reading.kind.value]}"
    yield f"Тема: {one_line(mail.subject)}"
    yield f"SHA-256 исходного письма: {mail.sha256}"
    for key, answer in reading.answers:
        yield f"Понято ({key}): {one_line(str(answer_text(answer, circular)))}"
        for evidence in answer.evidence:
            yield f"    «{one_line(evidence.text)}» ({evidence.part}, правило {evidence.rule})"
    for doubt in reading.doubts:
        yield f"Сомнение: {one_line(sentence(doubt), 300)}"
    read_at = moment(event.reading.made_at, zone(circular))
    yield f"Прочитано {read_at}, правила версии {reading.rules_version}"


FORMATS: Final[Mapping[str, Callable[[Matrix], bytes]]] = {
    "csv": as_csv,
    "xlsx": workbook,
    "json": as_json,
}
