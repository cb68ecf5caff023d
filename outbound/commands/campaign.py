"""The campaign as a whole: rehearse it, export what came of it."""

from __future__ import annotations

import json
from pathlib import Path

import click

from outbound.commands.common import console, json_option


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
    from outbound import diary, terminal
    from outbound.rehearsal import Rehearsal

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
