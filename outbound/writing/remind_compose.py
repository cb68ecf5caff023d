"""Reminders and the escalation as letters."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from outbound.campaign.occasions import Occasion, Topic
from outbound.office import Office, zone
from outbound.overview.matrix import Line, State
from outbound.writing import compose, proof
from outbound.writing.compose import Composed
from outbound.writing.message import Draft, message_ids, new_message_id
from outbound.writing.russian import day_digits
from outbound.writing.wording import put_off, readiness_words, silent
from rules.model import Address, Circular, ReadinessValue

if TYPE_CHECKING:
    from outbound.campaign.dispatch import Sent
    from outbound.campaign.reminders import Reminder

_SUPPRESS = "DR, RN, NRN, OOF, AutoReply"
"""Bounces are wanted: they prove non-delivery."""


def reminder(office: Office, circular: Circular, due: Reminder, now: datetime) -> Composed:
    """A reminder to a recipient, in the thread of the circular's letter. Raises AddressError."""
    today = now.astimezone(zone(circular)).date()
    subject = _subject(circular, due.line, due.occasion)
    context = {
        **compose.base(office, subject),
        **_context(circular, due.line, due.occasion, today),
    }
    text, html = compose.render("remind", office.folder(circular.number), context)
    thread = message_ids(due.circular_id)
    return compose.composed(
        Draft(
            sender=office.sender,
            reply_to=proof.reply_to_of(office, circular, due.line.recipient.code),
            to=Address(due.line.recipient.name, due.address),
            subject=subject,
            text=text,
            html=html,
            message_id=new_message_id(office.domain),
            date=now.astimezone(zone(circular)),
            in_reply_to=thread[0] if thread else "",
            references=thread,
            auto_submitted="auto-generated",
            suppress=_SUPPRESS,
        )
    )


def nothing_came(line: Line) -> bool:
    """Whether there is no answer at all."""
    return line.state in (State.ASKED, State.BOUNCED)


def _subject(circular: Circular, line: Line, occasion: Occasion) -> str:
    match occasion.topic:
        case Topic.PROMISE:
            told = f"Готовность, обещанная к {day_digits(occasion.on)}"
        case Topic.MILESTONE:
            told = f"Напоминание о сроке {day_digits(occasion.on)}"
        case Topic.DEADLINE if occasion.offset < 0:
            told = f"Напоминание: срок ответа {day_digits(occasion.on)}"
        case Topic.DEADLINE:
            told = "Срок истёк, ответа нет" if nothing_came(line) else "Срок истёк, ответ неполный"
    return f"{told} (письмо № {circular.number} от {day_digits(circular.on)})"


def _context(circular: Circular, line: Line, occasion: Occasion, today: date) -> dict[str, Any]:
    readiness = line.readiness
    stated = readiness is not None and readiness.value is not ReadinessValue.UNSTATED
    return {
        "circular": circular,
        "recipient": line.recipient,
        "occasion": occasion,
        "topic": occasion.topic.value,
        "past": today > occasion.on,
        "nothing_came": nothing_came(line),
        "missing": silent(circular, line.answers),
        "promised": put_off(circular, line.answers),
        "readiness": readiness_words(readiness) if readiness and stated else "",
        "conditional": readiness is not None and readiness.value is ReadinessValue.CONDITIONAL,
        "blocks": compose.blocks(circular.text) if nothing_came(line) else (),
    }


def escalation(
    office: Office,
    circular: Circular,
    lines: Sequence[Line],
    letters: Sent,
    *,
    to: Address,
    now: datetime,
) -> Composed:
    """The list of whom to call, for an officer. Raises AddressError."""
    here = zone(circular)
    subject = (
        f"Нужен звонок: нет ответа или готовности — {len(lines)} из {len(circular.recipients)} "
        f"(письмо № {circular.number})"
    )
    reminded = {
        line.recipient.code: [
            (letter.sent_at or letter.created_at).astimezone(here).date()
            for letter in letters.to(line.recipient)
            if letter.purpose == "remind"
        ]
        for line in lines
    }
    context = {
        **compose.base(office, subject),
        "circular": circular,
        "lines": lines,
        "reminded": reminded,
        "whole": len(circular.recipients),
    }
    text, html = compose.render("escalate", office.folder(circular.number), context)
    return compose.composed(
        Draft(
            sender=office.sender,
            to=to,
            subject=subject,
            text=text,
            html=html,
            message_id=new_message_id(office.domain),
            date=now.astimezone(here),
            auto_submitted="auto-generated",
        )
    )
