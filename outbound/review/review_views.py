"""What an officer is told: doubtful mails as values, corrections in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Final

from intake.store.readings import answer_to_json, from_json
from intake.store.schema import Settlement
from outbound.review.settling import Case
from outbound.shown.evidence import evidence_of
from outbound.writing.russian import phone
from outbound.writing.wording import area_codes, understood
from rules.answers import says_something
from rules.doubts import sentence
from rules.model import Answer, Circular, Kind, Reading

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
        "evidence": [e.text for e in evidence_of(case.reading)],
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
