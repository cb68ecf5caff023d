"""An invitation as a calendar file (RFC 5545), published for information (RFC 5546 §3.2.1)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Final

from outbound.office import Office, zone
from outbound.writing.message import Attachment
from outbound.writing.russian import one_line
from rules.campaign import Training
from rules.model import Circular

_OCTETS: Final = 75
"""Of a line without its break (RFC 5545 §3.1)."""


def calendar_file(office: Office, circular: Circular, training: Training, now: datetime) -> str:
    """The days of the training, an event each, in UTC; lines end in CRLF."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Otklik//RU", "METHOD:PUBLISH"]
    for day in training.days:
        lines += _event(office, circular, training, day, now)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded}\r\n" for line in lines for folded in _folded(line))


def attachment(office: Office, circular: Circular, training: Training, now: datetime) -> Attachment:
    """The file as it goes with a letter."""
    content = calendar_file(office, circular, training, now).encode()
    return Attachment("obuchenie.ics", "text/calendar; method=PUBLISH; charset=utf-8", content)


def _event(
    office: Office, circular: Circular, training: Training, day: date, now: datetime
) -> Iterator[str]:
    """UID stays the same for a day of a circular, so that a later file replaces an earlier one."""
    digest = hashlib.sha256(f"{circular.number}\0{day}".encode()).hexdigest()[:24]
    yield "BEGIN:VEVENT"
    yield f"UID:{digest}@{office.domain}"
    yield f"DTSTAMP:{_utc(now)}"
    yield from _span(circular, training, day)
    yield f"SUMMARY:{_text(training.title)}"
    if training.place:
        yield f"LOCATION:{_text(training.place)}"
    yield f"DESCRIPTION:{_text(f'Письмо № {circular.number} от {circular.on:%d.%m.%Y}')}"
    yield f'ORGANIZER;CN="{_parameter(office.sender.name)}":mailto:{office.sender.address}'
    yield "STATUS:CONFIRMED"
    yield "END:VEVENT"


def _span(circular: Circular, training: Training, day: date) -> Iterator[str]:
    """The hours of a day, or the whole day where none are set (DTEND is exclusive)."""
    here = zone(circular)
    if training.starts is None:
        yield f"DTSTART;VALUE=DATE:{day:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}"
        return
    starts = datetime.combine(day, training.starts, here)
    yield f"DTSTART:{_utc(starts)}"
    if training.ends is not None:
        yield f"DTEND:{_utc(datetime.combine(day, training.ends, here))}"


def _utc(when: datetime) -> str:
    return f"{when.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(value: str) -> str:
    """RFC 5545 §3.3.11."""
    clean = one_line(value, 500)
    return clean.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")


def _parameter(value: str) -> str:
    """A quoted parameter has no DQUOTE and no escape for one (RFC 5545 §3.2)."""
    return one_line(value).replace('"', "'")


def _folded(line: str) -> Iterator[str]:
    """Pieces of at most 75 octets, characters kept whole; all but the first begin with a space."""
    piece = ""
    for char in line:
        if len((piece + char).encode()) > _OCTETS:
            yield piece
            piece = " "
        piece += char
    yield piece
