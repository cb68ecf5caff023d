"""A rehearsal's diary for the terminal, and as plain values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any, Final

from rich.console import RenderableType
from rich.text import Text

from outbound.campaign.rehearsal import Arrived, Day, Written
from outbound.shown.names import KINDS, PURPOSES
from outbound.shown.screen import line
from outbound.writing.russian import counted, day_words
from rules.model import Circular

_WEEKDAYS: Final = (
    "понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье",
)  # fmt: skip


def day(one: Day, circular: Circular, *, summaries: bool = False) -> Iterator[RenderableType]:
    """The lines of a day; with `summaries`, the summary's whole text."""
    from outbound.office import zone

    here = zone(circular)
    yield Text(f"\n{day_words(one.on)}, {_WEEKDAYS[one.on.weekday()]}", style="bold")
    for mail in one.arrived:
        yield Text(f"  {mail.at.astimezone(here):%H:%M}  ← {_arrived(mail)}")
    for (purpose, reason), letters in _grouped(one.written):
        yield from _written(purpose, reason, letters)
    for trouble in one.troubles:
        yield Text(f"  ! {line(trouble)}", style="bold red")
    if summaries and one.summary:
        yield Text("\n".join(f"    │ {text}" for text in one.summary.splitlines()), style="dim")


def _arrived(mail: Arrived) -> str:
    what = KINDS.get(mail.kind, mail.kind)
    body = f", {mail.recipient}" if mail.recipient else ""
    check = "; проверить человеку" if mail.to_check else ""
    return f"{mail.file}  {line(mail.sender)}: {what}{body}{check}"


def _grouped(written: Sequence[Written]) -> Iterator[tuple[tuple[str, str], list[Written]]]:
    def key(one: Written) -> tuple[str, str]:
        return one.purpose, one.reason

    order = list(PURPOSES)
    ranked = sorted(
        written, key=lambda w: (order.index(w.purpose) if w.purpose in order else 99, w.reason)
    )
    for found, group in groupby(ranked, key=key):
        yield found, list(group)


def _written(purpose: str, reason: str, letters: Sequence[Written]) -> Iterator[Text]:
    name = PURPOSES.get(purpose, purpose)
    to = ", ".join(dict.fromkeys(line(letter.to) or "без адреса" for letter in letters))
    if reason:
        yield Text(f"         ✗ {name} не уходит ({line(reason)}): {to}", style="dim")
    elif purpose in ("summary", "escalate", "trainees", "notice"):
        for letter in letters:
            yield Text(f"         → {name} для {line(letter.to)}: {letter.subject}", style="cyan")
    else:
        number = f" ({len(letters)})" if len(letters) > 1 else ""
        yield Text(f"         → {name}{number}: {to}", style="green")


def totals(days: Sequence[Day]) -> Text:
    """How many mails came and how many letters would have left, by purpose."""
    sent = [one for each in days for one in each.written if not one.reason]
    arrived = sum(len(each.arrived) for each in days)
    by_purpose = ", ".join(
        f"{name}: {number}"
        for purpose, name in PURPOSES.items()
        if (number := sum(one.purpose == purpose for one in sent))
    )
    came = counted(arrived, "письмо", "письма", "писем")
    left = counted(len(sent), "письмо", "письма", "писем")
    return Text(f"\nПришло {came}; ушло бы {left} ({by_purpose}). Ничего не отправлено.")


def value(one: Day) -> dict[str, Any]:
    """A day for programs."""
    return {
        "date": one.on.isoformat(),
        "arrived": [
            {
                "at": mail.at.isoformat(),
                "file": mail.file,
                "from": mail.sender,
                "subject": mail.subject,
                "kind": mail.kind,
                "recipient": mail.recipient or None,
                "to_check": mail.to_check,
            }
            for mail in one.arrived
        ],
        "letters": [
            {
                "at": letter.at.isoformat(),
                "purpose": letter.purpose,
                "to": letter.to,
                "subject": letter.subject,
                "not_sent_because": letter.reason or None,
            }
            for letter in one.written
        ],
        "summary": one.summary or None,
        "troubles": list(one.troubles),
    }
