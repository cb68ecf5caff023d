"""What commands say of their own work: a pass, a sending, a check, a replay."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from intake.replay import Change
from intake.store.readings import as_contract
from outbound.campaign.letters import Addressee
from outbound.running.service import PassReport
from outbound.sending.outbox import Carried
from outbound.shown.doctor import Finding, Level
from outbound.shown.names import KINDS
from outbound.shown.screen import line
from outbound.shown.terminal import answer_text
from outbound.writing.russian import counted
from rules.doubts import sentence
from rules.model import Circular, Kind, Reading

if TYPE_CHECKING:
    from rules.explain import Explanation

_MARKS = {Level.OK: ("✓", "green"), Level.WARN: ("!", "yellow"), Level.FAIL: ("✗", "bold red")}


def finding(one: Finding) -> RenderableType:
    """A line of `check`, and below it what to do."""
    mark, style = _MARKS[one.level]
    text = Text.assemble((f"{mark} ", style), (f"{line(one.subject)}: ", "bold"), line(one.text))
    if one.advice:
        text.append(f"\n    → {line(one.advice)}", style=style)
    return text


def passed(report: PassReport) -> RenderableType:
    """What one pass did, and what went wrong."""
    taken, reading = report.intake, report.intake.reading
    lines = [
        Text(
            f"Принято писем: {taken.new} (повторов {taken.duplicates}), прочитано {reading.read}, "
            f"из них проверить человеку {reading.review}, отложено {reading.quarantined}"
        )
    ]
    if taken.busy or report.busy:
        lines.append(Text("Ящик сейчас обслуживает другой процесс.", style="yellow"))
    lines.append(carried(report.carried))
    lines += [Text(line(trouble), style="bold red") for trouble in report.troubles]
    return Group(*lines)


def pass_values(report: PassReport) -> dict[str, Any]:
    """The same for programs."""
    taken, sent = report.intake, report.carried
    return {
        "fetched": taken.fetched,
        "new": taken.new,
        "duplicates": taken.duplicates,
        "too_large": taken.too_large,
        "unfetched": taken.unfetched,
        "read": taken.reading.read,
        "to_check": taken.reading.review,
        "quarantined": taken.reading.quarantined,
        "letters_made": report.due.made,
        "letters_sent": sent.sent,
        "letters_postponed": sent.postponed,
        "letters_failed": sent.failed,
        "letters_dropped": sent.dropped,
        "busy": taken.busy or report.busy,
        "troubles": list(report.troubles),
    }


def carried(sent: Carried) -> Text:
    """What became of the letters that were due."""
    text = f"Отправлено писем: {sent.sent}"
    for number, word in (
        (sent.postponed, "отложено до следующей попытки"),
        (sent.held, "ждёт очереди: сервер ограничивает отправку"),
        (sent.dropped, "стало не нужно"),
        (sent.failed, "не удалось"),
    ):
        text += f", {word} {number}" if number else ""
    return Text(text, style="bold red" if sent.failed else "")


def addressees(circular: Circular, waiting: Sequence[Addressee]) -> RenderableType:
    """Whom `send-circular` would write to."""
    table = Table(title=f"№ {circular.number}: {line(circular.subject)}", title_justify="left")
    for heading in ("Адресат", "Адрес", ""):
        table.add_column(heading, overflow="fold")
    for one in waiting:
        problem = Text(line(one.problem), style="bold red")
        table.add_row(line(one.recipient.name), line(one.address), problem)
    if not waiting:
        return Text("Циркуляр уже отправлен всем.")
    return table


def replayed(
    changes: Sequence[Change], circulars: Sequence[Circular], *, applied: bool
) -> RenderableType:
    """What the present rules read otherwise, recipient by recipient."""
    known = {circular.number: circular for circular in circulars}
    touched = {(c.after.circular, c.after.recipient) for c in changes if c.after.recipient}
    everybody = sum(len(circular.recipients) for circular in circulars)
    verb = "Изменено" if applied else "Изменится"
    blocks: list[RenderableType] = []
    for change in changes:
        blocks.append(Text(f"письмо № {change.mail_id}: {line(change.subject)}", style="bold"))
        blocks.append(_told("было ", change.before, known, "red"))
        blocks.append(_told("стало", change.after, known, "green"))
    letters = counted(len(changes), "письмо", "письма", "писем")
    blocks.append(Text(f"{verb} адресатов: {len(touched)} из {everybody} ({letters})"))
    return Group(*blocks)


def _told(label: str, reading: Reading, known: dict[str, Circular], style: str) -> Text:
    text = Text(f"  {label}  ", style=style)
    text.append(KINDS[reading.kind.value])
    circular = known.get(reading.circular or "")
    if circular is not None:
        body = circular.recipient(reading.recipient)
        text.append(f"; {body.name if body else 'адресат не установлен'}")
        for _, answer in reading.answers:
            text.append("; ").append_text(answer_text(answer, circular))
    for doubt in reading.doubts:
        text.append(f"\n         ? {line(sentence(doubt))}", style="yellow")
    return text


def replay_values(changes: Sequence[Change]) -> list[dict[str, Any]]:
    """The same for programs: the contract of `read --json`, before and after."""
    return [
        {
            "mail": change.mail_id,
            "before": as_contract(change.before, str(change.mail_id)),
            "after": as_contract(change.after, str(change.mail_id)),
        }
        for change in changes
    ]


_SEGMENT_WORDS = {
    "own": "своё",
    "quoted": "цитата",
    "circular": "циркуляр",
    "letterhead": "бланк",
    "signature": "подпись",
}


def explanation(told: Explanation) -> RenderableType:
    """Sentence by sentence: whose words, which rule said what, and (✓) what the answer rests on."""
    table = Table(pad_edge=False, show_lines=False)
    for heading in ("Чьё", "Предложение", "Правило", "Что сказало", ""):
        table.add_column(heading, overflow="fold")
    for one in told.lines:
        own = one.kind.value in ("own", "signature")
        table.add_row(
            Text(_SEGMENT_WORDS[one.kind.value], style="" if own else "dim"),
            Text(line(one.text), style="" if own else "dim"),
            Text("\n".join(ballot.rule for ballot in one.ballots)),
            Text("\n".join(ballot.says for ballot in one.ballots)),
            Text("\n".join("✓" if ballot.won else "" for ballot in one.ballots), style="green"),
        )
    given = (
        ("kind", told.kind.value),
        ("recipient", ", ".join(told.recipients)),
        *(told.answers if told.kind is Kind.REPLY else ()),
    )
    answers = [Text(f"{key}: {text or '—'}", style="bold") for key, text in given]
    doubts = [Text(f"? {line(sentence(doubt))}", style="bold yellow") for doubt in told.doubts]
    return Group(table, *answers, *doubts)
