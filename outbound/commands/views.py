"""To look: tables, histories, letters, the summary, the mail itself."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import IO

import click

from outbound.commands.common import (
    DONE,
    HOME,
    PERSON,
    UNREACHABLE,
    chosen,
    circular_option,
    config_option,
    console,
    json_option,
    named_recipient,
    opened,
    print_json,
)


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option(
    "--circular", "folders", multiple=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Папка циркуляра; без ключа — все из папки circulars.",
)  # fmt: skip
@json_option
def read(paths: tuple[Path, ...], folders: tuple[Path, ...], as_json: bool) -> None:
    """Прочитать письма из файлов .eml или папок с ними, без почты и базы."""
    from intake import circulars, offline
    from intake.store.readings import as_contract

    known = circulars.load_all(folders or circulars.folders_in(HOME / "circulars"))
    for one in offline.read_files(paths, known):
        if as_json:
            click.echo(json.dumps(as_contract(one.reading, one.path.name), ensure_ascii=False))
        else:
            from outbound.shown import terminal

            about = next((c for c in known if c.number == one.reading.circular), None)
            console().print(terminal.read(one.path.name, one.mail, one.reading, about))


@click.command()
@config_option
@circular_option
@json_option
@click.option("--health", is_flag=True, help="Только здоровье службы; код 0, 1 или 4.")
def status(config: Path, number: str | None, as_json: bool, health: bool) -> None:
    """Таблица адресатов: кто что ответил и что делать."""
    from outbound.office import wall_clock
    from outbound.overview.matrix import matrix
    from outbound.shown import plain, terminal

    if health:
        sys.exit(_health(config, as_json=as_json))
    with opened(config) as (_, loaded, database), database.reading() as session:
        found = matrix(session, chosen(loaded, number), wall_clock())
        if as_json:
            print_json(plain.status(found))
        else:
            console().print(terminal.status(found))


def _health(config: Path, *, as_json: bool) -> int:
    """4: the mailbox was not read for too long; 1: something waits for a person; else 0."""
    from datetime import timedelta

    from outbound.office import wall_clock
    from outbound.overview.health import health
    from outbound.shown import plain, terminal

    with opened(config) as (settings, _, database), database.reading() as session:
        found = health(session, wall_clock())
    after = timedelta(minutes=settings.service.alarm_minutes)
    if as_json:
        print_json(plain.vitals(found, after))
    else:
        click.echo(terminal.health(found, after))
    if found.is_late(after):
        return UNREACHABLE
    return PERSON if found.quarantined or found.failures else DONE


@click.command()
@click.argument("recipient")
@config_option
@circular_option
@json_option
def show(recipient: str, config: Path, number: str | None, as_json: bool) -> None:
    """История одного адресата с выдержками из его писем (код или название)."""
    from intake import mime
    from intake.store import mails, queries
    from outbound.shown import plain, terminal

    with opened(config) as (_, loaded, database), database.reading() as session:
        circular = chosen(loaded, number)
        body = named_recipient(circular, recipient)
        events = queries.history(session, circular.number, body.code)
        if as_json:
            print_json(plain.show(events))
            return
        letters = {e.mail.id: mime.parse(mails.raw(session, e.mail.id)) for e in events if e.mail}
        console().print(terminal.show(circular, body, events, letters))


@click.command()
@config_option
@click.option("--state", type=click.Choice(["due", "sending", "sent", "failed", "dropped"]))
@json_option
def outbox(config: Path, state: str | None, as_json: bool) -> None:
    """Наши письма: что ждёт отправки, что отправлено, что не удалось."""
    from outbound.office import zone
    from outbound.sending.outbox import listed
    from outbound.shown import plain, terminal

    with opened(config) as (_, loaded, database), database.reading() as session:
        rows = listed(session, state)
        if as_json:
            print_json([plain.letter(row) for row in rows])
        else:
            console().print(terminal.outbox(rows, zone(loaded[0][1] if loaded else None)))
    sys.exit(PERSON if any(row.state == "failed" for row in rows) else DONE)


@click.command()
@config_option
@circular_option
@click.option("--send", is_flag=True, help="Поставить в очередь на отправку, не дожидаясь часа.")
@click.option("--page", type=click.Path(path_type=Path), help="Записать страницей HTML.")
@json_option
def summary(config: Path, number: str | None, send: bool, page: Path | None, as_json: bool) -> None:
    """Сводка на сейчас: показать, записать страницей или отправить."""
    from outbound.office import wall_clock, zone
    from outbound.overview import summary as summaries
    from outbound.running import wiring
    from outbound.shown import plain

    with opened(config) as (settings, loaded, database):
        circular, now = chosen(loaded, number), wall_clock()
        office = wiring.office(settings, loaded)
        with database.reading() as session:
            found = summaries.summarise(session, circular, now)
        if page:
            summaries.write_page(page, found, office)
        if send:
            today = now.astimezone(zone(circular)).date()
            with database.session() as session:
                made = summaries.add_summary(session, office, circular, now, today)
            click.echo(f"Поставлено в очередь: {len(made)}. Отправит «poll» или «serve».")
        elif as_json:
            print_json(plain.summary(found))
        elif not page:
            click.echo(summaries.render(found, office)[0])


@click.command()
@click.argument("mail", type=int)
@config_option
@click.option("-o", "--output", type=click.File("wb"), default="-", help="Файл вместо вывода.")
def raw(mail: int, config: Path, output: IO[bytes]) -> None:
    """Выдать исходное письмо байт в байт (номер — из status и show)."""
    from intake.store import mails

    with opened(config) as (_, _, database), database.reading() as session:
        content = mails.raw(session, mail)
    if not content:
        raise click.UsageError(f"Содержание письма № {mail} удалено с персональными данными.")
    output.write(content)
