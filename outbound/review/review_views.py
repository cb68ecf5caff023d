"""What an officer is shown: doubtful mails on a terminal and as values, corrections in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from intake.store.readings import answer_to_json, from_json
from intake.store.schema import Settlement
from outbound.office import zone
from outbound.review.settling import Case
from outbound.shown import terminal
from outbound.shown.screen import line
from outbound.writing.russian import moment, phone
from outbound.writing.wording import area_codes, understood
from rules.answers import says_something
from rules.doubts import sentence
from rules.model import Answer, Circular, Kind, Mail, Reading

if TYPE_CHECKING:
    from rules.officer import Correction
    from rules.officer_words import Detail

_DETAILS: Final = {"position": "должность", "phone": "телефон", "email": "эл. почта"}


def answer_line(circular: Circular, key: str, answer: Answer) -> str:
    """«Готовность к подключению: готовность подтверждена», people after one another."""
    question = next((q for q in circular.questions if q.key == key), None)
    if question is None:
        return key
    told = understood(circular, question, answer)
    people = [
        ", ".join(part for part in (p.name, p.position, p.phone, p.email) if part)
        for p in told.people
    ]
    words = "; ".join(part for part in (told.value, *people) if part)
    return f"{told.title}: {words or 'не указано'}"


def reading_lines(circular: Circular, reading: Reading) -> list[str]:
    """What a reading, or an officer's ruling, says: whose, and each answer."""
    if reading.kind is Kind.UNRELATED and not reading.answers:
        return ["Письмо не относится к циркуляру"]
    names = [r.name if (r := circular.recipient(c)) else c for c in reading.recipients]
    lines = [f"Кто отвечает: {', '.join(names) or 'не установлен'}"]
    return lines + [
        answer_line(circular, key, answer)
        for key, answer in reading.answers
        if says_something(answer)
    ]


def correction_lines(circular: Circular, said: Correction) -> list[str]:
    """What of an officer's words was understood."""
    return list(_correction(circular, said))


def _correction(circular: Circular, said: Correction) -> Iterator[str]:
    if said.accept:
        yield "прочитано верно"
    if said.not_ours:
        yield "письмо не относится к циркуляру"
    if recipient := circular.recipient(said.recipient):
        yield f"Кто отвечает: {recipient.name}"
    for key, answer in said.answers:
        yield answer_line(circular, key, answer)
    yield from (detail_line(circular, one) for one in said.details)


def detail_line(circular: Circular, detail: Detail) -> str:
    """«телефон: +7 927 555-66-77»."""
    value = detail.value
    if detail.name == "phone":
        value = phone(value, area_codes(circular))
    return f"{_DETAILS[detail.name]}: {value}"


def case_values(case: Case, settled: Settlement | None = None) -> dict[str, Any]:
    """A doubtful mail for `--json`."""
    return {
        "mail": case.mail.id,
        "circular": case.circular.number,
        "received_at": case.mail.received_at.isoformat(),
        "from": case.mail.sender,
        "subject": case.mail.subject,
        "recipients": list(case.reading.recipients),
        "answers": answers_values(case.reading.answers),
        "doubts": [{"name": d.name, "text": sentence(d)} for d in case.reading.doubts],
        "evidence": [e.text for e in terminal.evidence_of(case.reading)],
        "settled": settlement_values(settled) if settled else None,
    }


def answers_values(answers: Iterable[tuple[str, Answer]]) -> dict[str, Any]:
    """Answers by question's key, as plain values."""
    return {key: answer_to_json(answer) for key, answer in answers}


def settlement_values(row: Settlement) -> dict[str, Any]:
    """An officer's ruling as plain values."""
    ruling = from_json(row.content)
    return {
        "verdict": row.verdict,
        "author": row.author,
        "at": row.at.isoformat(),
        "words": row.words,
        "recipients": list(ruling.recipients),
        "answers": answers_values(ruling.answers),
    }


def listed(cases: Sequence[Case]) -> RenderableType:
    """The table of the mails that wait."""
    if not cases:
        return Text("Сомнительных писем нет.")
    table = Table(pad_edge=False)
    for heading in ("№", "Пришло", "Кто отвечает", "От кого, тема", "Почему смотреть"):
        table.add_column(heading, overflow="fold")
    for case in cases:
        names = [
            r.name if (r := case.circular.recipient(c)) else c for c in case.reading.recipients
        ]
        table.add_row(
            str(case.mail.id),
            moment(case.mail.received_at, zone(case.circular)),
            Text(", ".join(names) or "не установлен"),
            Text(line(f"{case.mail.sender}: {case.mail.subject}")),
            Text("\n".join(line(sentence(doubt)) for doubt in case.reading.doubts)),
        )
    hint = Text("Решить: ./run.py review settle НОМЕР верно (или как правильно)", style="dim")
    return Group(table, hint)


def shown(case: Case, mail: Mail, settled: Settlement | None) -> RenderableType:
    """A mail with its reading and, if there is one, the ruling on it."""
    panel = terminal.read(f"Письмо № {case.mail.id}", mail, case.reading, case.circular)
    return Group(panel, *ruling(settled, case.circular)) if settled else panel


def ruling(row: Settlement, circular: Circular) -> Iterator[Text]:
    """Who decided what, and when."""
    at = moment(row.at, zone(circular))
    yield Text(f"{at}  письмо № {row.mail_id} решено: {line(row.author)}", style="magenta")
    for told in reading_lines(circular, from_json(row.content)):
        yield Text(f"  {line(told)}", style="magenta")
    if row.words:
        yield Text(f"  слова: {line(row.words)}", style="dim")
