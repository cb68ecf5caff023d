"""`db backup`: a copy of everything while the service works."""

from __future__ import annotations

import shutil
from pathlib import Path

import click

from outbound.commands.common import config_option, load


@click.command("backup")
@click.argument("target", type=click.Path(path_type=Path, dir_okay=False))
@config_option
def db_backup(target: Path, config: Path) -> None:
    """Сделать копию базы на ходу, не останавливая службу.

    Рядом с файлом TARGET ляжет ключ уведомлений (TARGET.key): без него ответы сотрудников на
    прежние уведомления не будут приняты. Как вернуть копию — в docs/ru/установка.md.
    """
    from intake.store import backup
    from intake.tokens import key_file

    settings, _ = load(config, need_passwords=False)
    size = backup.backup(backup.sqlite_file(settings.database.url), target)
    click.echo(f"Копия: {target} ({size // 1024} КиБ), проверена.")
    key = key_file(settings)
    if key.is_file():
        kept = target.with_name(f"{target.name}.key")
        shutil.copy(key, kept)
        kept.chmod(0o600)
        click.echo(f"Ключ уведомлений: {kept}.")
