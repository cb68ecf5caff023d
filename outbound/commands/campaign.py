"""The campaign as a whole: rehearse it, export what came of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import IO

import click

from outbound.commands.common import (
    chosen,
    circular_option,
    config_option,
    console,
    json_option,
    opened,
)


@click.command()
@click.argument("circular_dir", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("mails", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--summaries", is_flag=True, help="Показать и тексты сводок.")
@json_option
def rehearse(circular_dir: Path, mails: tuple[Path, ...], summaries: bool, as_json: bool) -> None:
    """Проиграть всю кампанию по файлам .eml на условных часах; ничего не отправляется.

    \b
    CIRCULAR_DIR  папка циркуляра, например circulars/02-02-398
    MAILS         файлы .eml или папки с ними; письмо приходит в день из его заголовка Date
    """
    from intake import circulars
    from outbound.campaign.rehearsal import Rehearsal
    from outbound.shown import diary, terminal

    circular = circulars.load(circular_dir)
    played = Rehearsal(circular, circular_dir, mails, with_summaries=summaries)
    days = []
    for day in played.days():
        days.append(day)
        if as_json:
            click.echo(json.dumps(diary.value(day), ensure_ascii=False))
        else:
            for shown in diary.day(day, circular, summaries=summaries):
                console().print(shown, soft_wrap=True)
    if not as_json and played.found is not None:
        console().print(diary.totals(days))
        console().print(terminal.status(played.found))


@click.command()
@config_option
@circular_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["csv", "xlsx", "json"]),
    default="csv",
    show_default=True,
    help="В каком виде выдать таблицу.",
)
@click.option("--recipient", help="Вместо таблицы — вся переписка с адресатом, текстом.")
@click.option("-o", "--output", type=click.File("wb"), default="-", help="Файл вместо вывода.")
def export(
    config: Path, number: str | None, form: str, recipient: str | None, output: IO[bytes]
) -> None:
    """Выдать таблицу адресатов (CSV, XLSX, JSON) или переписку с одним из них."""
    from intake.store import queries
    from outbound.commands.common import named_recipient
    from outbound.office import wall_clock
    from outbound.overview import export as exports
    from outbound.overview.matrix import matrix

    with opened(config) as (_, loaded, database), database.reading() as session:
        circular, now = chosen(loaded, number), wall_clock()
        if recipient is None:
            content = exports.FORMATS[form](matrix(session, circular, now))
        else:
            body = named_recipient(circular, recipient)
            events = queries.history(session, circular.number, body.code)
            content = exports.trail(circular, body, events, now).encode()
    output.write(content)
