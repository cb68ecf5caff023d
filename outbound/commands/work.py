"""The work itself: poll, serve, send, read again, try again."""

from __future__ import annotations

import contextlib
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from outbound.commands.common import (
    BUSY,
    DONE,
    PERSON,
    UNREACHABLE,
    chosen,
    config_option,
    console,
    json_option,
    load,
    opened,
    print_json,
)

if TYPE_CHECKING:
    from intake.worker import Worker
    from outbound.running.service import PassReport
    from outbound.running.wiring import Loaded


@click.command()
@config_option
@click.option("--dry-run", is_flag=True, help="Прочитать ящик, ничего не меняя и не отправляя.")
@json_option
def poll(config: Path, dry_run: bool, as_json: bool) -> None:
    """Один проход: принять, прочитать, ответить (для cron или таймера)."""
    from outbound.running.wiring import running

    settings, loaded = load(config)
    with running(settings, loaded) as all_of_it:
        if dry_run:
            _preview(all_of_it.worker, loaded, as_json=as_json)
            return
        report = all_of_it.service.poll()
    _tell(report, as_json=as_json)
    sys.exit(_pass_status(report))


def _preview(worker: Worker, loaded: Loaded, *, as_json: bool) -> None:
    from intake.store.readings import as_contract
    from outbound.shown import terminal

    known = {circular.number: circular for _, circular in loaded}
    for one in worker.preview():
        name = f"UID {one.fetched.uid}"
        if as_json:
            click.echo(json.dumps(as_contract(one.reading, name), ensure_ascii=False))
        else:
            about = known.get(one.reading.circular or "")
            console().print(terminal.read(name, one.mail, one.reading, about))


def _tell(report: PassReport, *, as_json: bool) -> None:
    from outbound.shown import report as reports

    if as_json:
        print_json(reports.pass_values(report))
    else:
        console().print(reports.passed(report))


def _pass_status(report: PassReport) -> int:
    if report.intake.busy or report.busy:
        return BUSY
    if not report.is_good:
        return UNREACHABLE
    return PERSON if report.awaits_person else DONE


@click.command()
@config_option
def serve(config: Path) -> None:
    """Работать постоянно: отвечать, как только приходит письмо."""
    from outbound.running import service
    from outbound.running.wiring import running

    settings, loaded = load(config)
    stop = service.Stop()
    with stop.on_signals(), running(settings, loaded, stopping=stop) as all_of_it:
        service.serve(all_of_it.service, all_of_it.mailbox, settings.service.poll_seconds, stop)


@click.command()
@click.option(
    "--config",
    "configs",
    type=click.Path(path_type=Path, dir_okay=False),
    multiple=True,
    default=("otklik.toml",),
    show_default=True,
    help="Файл настроек; несколько — для нескольких ящиков, у каждого своя база.",
)
@click.option(
    "--processes", type=click.IntRange(min=1), default=os.cpu_count() or 1,
    help="Сколько процессов запустить; без этого — по числу ядер.",
)  # fmt: skip
def worker(configs: tuple[Path, ...], processes: int) -> None:
    """Работать вместе с другими: на нескольких машинах, по очереди заданий в PostgreSQL.

    Запустите по одной такой команде на скольких угодно машинах с одной базой. Ящик проверяет один
    из процессов; читают, отвечают и отправляют все. «serve» при этом не нужен.

    Ящиков может быть несколько: по файлу настроек на каждый. Работники делят время между ними
    поровну, как бы ни была длинна очередь у одного из них.
    """
    from outbound.running import fleet, prefork, service

    accounts = [load(config) for config in configs]
    stop = service.Stop()

    def one() -> None:
        with contextlib.ExitStack() as stack:
            opened = (fleet.opened(*account, stop) for account in accounts)
            fleet.work([stack.enter_context(member) for member in opened], stop)

    with stop.on_signals():
        for settings, loaded in accounts:
            fleet.check(settings)
            fleet.warm(settings, loaded)
        sys.exit(prefork.keep_running(one, processes, stop))


@click.command("send-circular")
@click.argument("number", required=False)
@config_option
@click.option("--yes", is_flag=True, help="Не спрашивать подтверждения.")
@click.option("--preview", is_flag=True, help="Только показать, что и кому уйдёт.")
def send_circular(number: str | None, config: Path, yes: bool, preview: bool) -> None:
    """Разослать циркуляр тем, кому он ещё не отправлен."""
    from outbound.campaign import letters
    from outbound.running.wiring import running
    from outbound.shown import report as reports

    settings, loaded = load(config)
    circular = chosen(loaded, number)
    with running(settings, loaded) as all_of_it:
        service = all_of_it.service
        with service.database.reading() as session:
            waiting = letters.addressees(session, circular)
        console().print(reports.addressees(circular, waiting))
        if preview or not any(not one.problem for one in waiting):
            return
        if not yes:
            click.confirm("Отправить?", abort=True)
        with service.database.session() as session:
            letters.make_circular_letters(session, service.office, circular, service.clock())
        carried = service.carry()
    if carried is None:
        sys.exit(BUSY)
    console().print(reports.carried(carried))
    sys.exit(UNREACHABLE if carried.down else PERSON if carried.failed else DONE)


@click.command()
@config_option
@click.option("--apply", is_flag=True, help="Записать новые прочтения.")
@json_option
def replay(config: Path, apply: bool, as_json: bool) -> None:
    """Прочитать все письма заново нынешними правилами и показать, что изменится."""
    from intake.replay import replayed
    from outbound.office import wall_clock
    from outbound.running.wiring import trust
    from outbound.shown import report as reports

    with opened(config) as (settings, loaded, database):
        circulars = [circular for _, circular in loaded]
        proofs = trust(settings)
        changes = replayed(database, circulars, wall_clock, apply=apply, trust=proofs)
    if as_json:
        print_json(reports.replay_values(changes))
    else:
        console().print(reports.replayed(changes, circulars, applied=apply))


@click.command()
@config_option
def retry(config: Path) -> None:
    """Вернуть в работу письма, которые не удалось прочитать, и письма, которые не ушли."""
    from intake.store.mails import retry_quarantined
    from outbound.office import wall_clock
    from outbound.sending.outbox import retry_failed

    with opened(config) as (_, _, database), database.session() as session:
        read_again, send_again = retry_quarantined(session), retry_failed(session, wall_clock())
    click.echo(f"Прочитать снова: {read_again}, отправить снова: {send_again}. Дальше — «poll».")


@click.command()
@config_option
@json_option
def recover(config: Path, as_json: bool) -> None:
    """После восстановления базы из копии: принять снова то, что было принято позже копии.

    Письма берутся из папки принятых. Ответ, копия которого лежит в папке отправленных, второй раз
    не уйдёт; если копии не хранятся, каждый такой ответ ждёт решения человека.
    """
    from outbound.running import recovery
    from outbound.running.wiring import running

    settings, loaded = load(config)
    with running(settings, loaded) as all_of_it:
        found = recovery.recover(all_of_it, settings)
    told = {"new": found.taken.new, "known": found.taken.duplicates,
            "already_sent": found.sent, "held": found.held}  # fmt: skip
    if found.busy:
        click.echo("Ящик или исходящие заняты: остановите службу и повторите.", err=True)
        sys.exit(BUSY)
    if as_json:
        print_json(told)
    else:
        click.echo(
            "Принято снова: {new}, уже известно: {known}. Ответы, ушедшие раньше: {already_sent}, "
            "ждут человека: {held}. Дальше — «poll».".format_map(told)
        )
    sys.exit(PERSON if found.held else DONE)
