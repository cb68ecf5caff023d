"""Doubtful mails and officers' rulings on a terminal. Whoever only writes letters does not load
this: the terminal's library takes memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from intake.store.readings import from_json
from intake.store.schema import Settlement
from outbound.office import zone
from outbound.review.review_views import reading_lines
from outbound.review.settling import Case
from outbound.shown import terminal
from outbound.shown.screen import line
from outbound.writing.russian import moment
from rules.doubts import sentence
from rules.model import Circular, Mail


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
