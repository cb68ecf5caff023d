"""To try the program, to set it up, to check it."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from outbound.commands.common import (
    HOME,
    config_option,
    console,
    json_option,
    load,
    print_json,
)

if TYPE_CHECKING:
    from intake.secrets import Secret


@click.command()
def demo() -> None:
    """Показать главное на учебной почте.

    Поднимает на этой машине почтовый сервер, рассылает циркуляр, принимает четыре десятка ответов,
    читает их, отвечает и составляет сводку. Всё, что получилось, остаётся в папке demo.
    """
    from tests.demo import play

    play(HOME, console())


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def test(arguments: tuple[str, ...]) -> None:
    """Прогнать тесты; аргументы передаются pytest."""
    sys.exit(
        subprocess.run(
            [sys.executable, "-m", "pytest", *arguments], cwd=HOME, check=False
        ).returncode
    )


@click.command()
@config_option
@click.option("--imap-host", prompt="Сервер входящей почты (IMAP)", help="Сервер IMAP.")
@click.option("--imap-user", prompt="Имя пользователя", help="Имя пользователя IMAP.")
@click.option("--smtp-host", prompt="Сервер исходящей почты (SMTP)", help="Сервер SMTP.")
@click.option("--from", "sender", prompt="Адрес, с которого отвечать", help="Адрес отправителя.")
@click.option(
    "--security", type=click.Choice(["tls", "starttls", "plain"]), default="tls",
    show_default=True, help="Защита соединений; plain — только на этой машине.",
)  # fmt: skip
@click.option("--imap-port", type=int, default=0, help="Порт IMAP, если необычный.")
@click.option("--smtp-port", type=int, default=0, help="Порт SMTP, если необычный.")
@click.option("--force", is_flag=True, help="Записать поверх прежнего файла.")
def init(config: Path, force: bool, **answers: Any) -> None:
    """Записать файл настроек и попробовать соединения."""
    from intake import settings

    if config.exists() and not force:
        raise click.UsageError(f"{config} уже есть; чтобы записать заново, добавьте --force")
    security, user = answers["security"], answers["imap_user"]
    imap = {"host": answers["imap_host"], "port": answers["imap_port"], "security": security}
    smtp = {"host": answers["smtp_host"], "port": answers["smtp_port"], "security": security}
    text = settings.template(
        {
            "": {"circulars": sorted(str(p) for p in (HOME / "circulars").iterdir() if p.is_dir())},
            "imap": imap | {"user": user},
            "smtp": smtp | {"user": user, "from": answers["sender"]},
        }
    )
    config.parent.mkdir(parents=True, exist_ok=True)
    config.write_text(text, encoding="utf-8")
    click.echo(f"Записано: {config}. Каждая строка в нём объяснена. Проверка:\n")
    sys.exit(_examine(config, as_json=False))


@click.command()
@config_option
@json_option
def check(config: Path, as_json: bool) -> None:
    """Проверить всё: настройки, почту, базу, шаблоны; сказать, что поправить."""
    sys.exit(_examine(config, as_json=as_json))


def _examine(config: Path, *, as_json: bool) -> int:
    from outbound.shown import doctor
    from outbound.shown import report as reports

    screen, findings = console(), []
    for finding in doctor.examine(config):
        findings.append(finding)
        if not as_json:
            screen.print(reports.finding(finding))
    if as_json:
        print_json([dataclasses.asdict(finding) for finding in findings])
    return doctor.exit_status(findings)


@click.group()
def db() -> None:
    """База данных."""


@db.command("copy")
@click.argument("source")
@click.argument("target")
def db_copy(source: str, target: str) -> None:
    """Перенести установку из одной базы в другую, обычно из SQLite в PostgreSQL.

    \b
    SOURCE и TARGET — адреса, как в разделе [database]:
      sqlite:////var/lib/otklik/otklik.sqlite3
      postgresql+psycopg://otklik@db.example/otklik
    Пароль PostgreSQL — в переменной OTKLIK_DATABASE_PASSWORD. Служба должна быть остановлена, новая
    база — пустой. Переносится всё или ничего.
    """
    import os

    from intake import secrets
    from intake.store import copying, database
    from outbound.office import wall_clock

    password = secrets.find("database_password", os.environ)
    if source == target:
        raise click.UsageError("Базы должны быть разными.")
    if source.startswith("sqlite:///") and not Path(source.removeprefix("sqlite:///")).is_file():
        raise click.UsageError(f"Нет файла {source.removeprefix('sqlite:///')}.")
    with (
        database.connect(source, _password_for(source, password)) as old,
        database.connect(target, _password_for(target, password)) as new,
    ):
        database.upgrade(new)
        for copied in copying.copy(old, new, wall_clock()):
            click.echo(f"{copied.table}: {copied.rows}")
    click.echo("Перенесено. Укажите новую базу в otklik.toml и запустите службу.")
    key = Path(source.removeprefix("sqlite:///")).with_name("token_key")
    if key.is_file():
        click.echo(f"Ключ уведомлений {key} скопируйте в папку, где лежит otklik.toml.")


def _password_for(url: str, password: Secret | None) -> Secret | None:
    return None if url.startswith("sqlite") else password


@db.command("driver")
def db_driver() -> None:
    """Установить всё, что нужно для PostgreSQL (сделает сам запуск этой команды)."""
    import procrastinate
    import psycopg

    click.echo(f"PostgreSQL: psycopg {psycopg.__version__}, {procrastinate.__name__} — на месте.")


@db.command("upgrade")
@config_option
def db_upgrade(config: Path) -> None:
    """Создать таблицы или привести их к этой версии программы."""
    from intake.store import database

    settings, _ = load(config, need_passwords=False)
    with database.connect(settings.database.url, settings.database.password) as opened:
        before = database.upgrade(opened).current
        after = database.revision(opened).current
    click.echo(
        f"Таблицы: {before or 'не было'} → {after}" if before != after else "Таблицы в порядке."
    )
