"""The same things as `outbound.shown.terminal` shows, as plain values for `--json`.

Names of keys are stable. Times are ISO 8601 with their zone (UTC), dates ISO 8601.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from intake.store.queries import Event
from intake.store.readings import answer_to_json
from intake.store.schema import Letter
from outbound.campaign.delivery import Delivery
from outbound.overview.facts import Check
from outbound.overview.health import Health
from outbound.overview.matrix import Line, Matrix
from outbound.overview.summary import Summary
from rules.model import Nominee


def status(matrix: Matrix) -> dict[str, Any]:
    """The matrix: totals, recipients in the circular's order, doubtful mails of nobody known."""
    return {
        "circular": matrix.circular.number,
        "at": matrix.at.isoformat(),
        "recipients_total": len(matrix.lines),
        "answered": matrix.answered,
        "ready": matrix.ready,
        "overdue": matrix.overdue,
        "to_check": len(matrix.checks),
        "recipients": [_line(entry) for entry in matrix.lines],
        "unplaced": [check(c) for c in matrix.unplaced],
    }


def _line(entry: Line) -> dict[str, Any]:
    readiness = entry.readiness
    return {
        "code": entry.recipient.code,
        "name": entry.recipient.name,
        "state": entry.state.value,
        "readiness": readiness.value.value if readiness else None,
        "ready_by": entry.promised.isoformat() if entry.promised else None,
        "nominees": [_nominee(person) for person in entry.nominees],
        "last_heard": _time(entry.last_heard),
        "last_written": _time(entry.last_written),
        "overdue": entry.overdue,
        "to_do": entry.to_do,
        "deliveries": [_delivery(one) for one in entry.deliveries],
        "checks": [check(c) for c in entry.checks],
    }


def _delivery(one: Delivery) -> dict[str, Any]:
    return {
        "address": one.address,
        "fate": one.fate.value,
        "at": _time(one.at),
        "reason": one.reason,
    }


def _nominee(person: Nominee) -> dict[str, Any]:
    return {
        "name": person.name,
        "position": person.position,
        "phone": person.phone,
        "email": person.email,
    }


def check(one: Check) -> dict[str, Any]:
    """A mail that a person must look at."""
    return {
        "mail": one.mail_id,
        "received_at": one.received_at.isoformat(),
        "from": one.sender,
        "subject": one.subject,
        "recipient": one.recipient,
        "reasons": list(one.reasons),
        "quotes": list(one.quotes),
    }


def letter(row: Letter) -> dict[str, Any]:
    """A letter of the outbox, without its content."""
    return {
        "id": row.id,
        "key": row.key,
        "purpose": row.purpose,
        "circular": row.circular,
        "recipient": row.recipient,
        "mail": row.mail_id,
        "to": row.to_address,
        "subject": row.subject,
        "message_id": row.message_id,
        "state": row.state,
        "tries": row.tries,
        "created_at": row.created_at.isoformat(),
        "next_try_at": row.next_try_at.isoformat(),
        "sent_at": _time(row.sent_at),
        "filed_at": _time(row.filed_at),
        "error": row.error,
    }


def show(events: Sequence[Event]) -> list[dict[str, Any]]:
    """A recipient's history, oldest first: each event is a "mail", "letter", "officer"
    (an answer entered) or "settlement" (a mail judged)."""
    return [_event(event) for event in events]


def _event(event: Event) -> dict[str, Any]:
    at = {"at": event.at.isoformat()}
    if event.letter is not None:
        return at | {"what": "letter", **letter(event.letter)}
    if event.officer is not None:
        row = event.officer
        told = {"author": row.author, "question": row.question, "value": row.value}
        return at | {"what": "officer", **told}
    if event.settlement is not None:
        one = event.settlement
        ruling = {"mail": one.mail_id, "verdict": one.verdict, "author": one.author}
        return at | {"what": "settlement", **ruling, "words": one.words}
    assert event.mail is not None and event.reading is not None
    return at | {
        "what": "mail",
        "id": event.mail.id,
        "from": event.mail.sender,
        "subject": event.mail.subject,
        "reading": event.reading.content,
    }


def summary(one: Summary) -> dict[str, Any]:
    """A summary: the status, the subject, whom to call, the service's health."""
    return {
        "subject": one.subject,
        "status": status(one.matrix),
        "calls": [{"code": c.recipient.code, "to_do": c.to_do} for c in one.calls],
        "answers": {
            entry.recipient.code: {key: answer_to_json(a) for key, a in entry.answers.items()}
            for entry in one.matrix.lines
        },
        "health": health(one.health),
    }


def health(one: Health) -> dict[str, Any]:
    """The service's own state."""
    return {
        "last_poll": _time(one.last_poll),
        "mails": one.mails,
        "read": one.read,
        "quarantined": one.quarantined,
        "too_large": one.too_large,
        "letters_sent": one.sent,
        "letters_due": one.due,
        "letters_dropped": one.vetoed,
        "letters_failed": [letter(row) for row in one.failed],
    }


def vitals(one: Health, alarm_after: timedelta) -> dict[str, Any]:
    """What a monitor asks for. Ages in seconds, null for never; `waiting` is the oldest letter's
    that is to leave."""
    return {
        "mails": one.mails_by_state,
        "letters": one.letters_by_state,
        "polled": one.since(one.last_poll),
        "sent": one.since(one.last_sent),
        "waiting": one.waiting,
        "trouble": one.trouble,
        "late": one.is_late(alarm_after),
    }


def _time(when: datetime | None) -> str | None:
    return when.isoformat() if when else None
