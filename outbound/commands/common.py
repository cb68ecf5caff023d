"""What the commands share: options, exit statuses, loading, the console."""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from rich.console import Console

    from intake.settings import Settings
    from intake.store.database import Database
    from outbound.running.wiring import Loaded
    from rules.model import Circular, Recipient

HOME = Path(__file__).resolve().parents[2]
"""The checkout."""

DONE, PERSON, USAGE, CONFIGURATION, UNREACHABLE, BUSY = range(6)
"""Exit statuses; the help of `run.py` tells them."""

config_option = click.option(
    "--config",
    type=click.Path(path_type=Path, dir_okay=False),
    default="otklik.toml",
    envvar="OTKLIK_CONFIG",
    show_default=True,
    help="Файл настроек.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Вывести JSON для программ.")
circular_option = click.option("--circular", "number", help="Номер циркуляра, если их несколько.")


def load(config: Path, *, need_passwords: bool = True) -> tuple[Settings, Loaded]:
    from intake import circulars, settings

    loaded = settings.load(config, need_passwords=need_passwords)
    log(loaded)
    return loaded, list(zip(loaded.circulars, circulars.load_all(loaded.circulars), strict=True))


def log(settings: Settings) -> None:
    from intake.logs import configure

    configure(settings.log)


@contextlib.contextmanager
def opened(config: Path) -> Iterator[tuple[Settings, Loaded, Database]]:
    """Settings, circulars and database, for commands that make no connection."""
    from intake.store.database import open_database

    settings, loaded = load(config, need_passwords=False)
    with open_database(settings.database.url, settings.database.password) as database:
        yield settings, loaded, database


def chosen(loaded: Loaded, number: str | None) -> Circular:
    """The circular of this number; without one, the only circular there is."""
    known = {circular.number: circular for _, circular in loaded}
    if number is None and len(known) == 1:
        return next(iter(known.values()))
    if number not in known:
        raise click.UsageError(f"Укажите циркуляр: --circular {' | '.join(known)}")
    return known[number]


def named_recipient(circular: Circular, word: str) -> Recipient:
    """A recipient by code, address, name, or a part of the name that only it has."""
    wanted = word.casefold()
    for recipient in circular.recipients:
        if wanted in (recipient.code, recipient.name.casefold(), *recipient.addresses):
            return recipient
    near = [r for r in circular.recipients if wanted in r.name.casefold()]
    if len(near) == 1:
        return near[0]
    raise click.UsageError(
        f"Нет адресата «{word}». Есть: {', '.join(r.code for r in circular.recipients)}"
    )


def print_json(value: object) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def console() -> Console:
    """The terminal; where there is none (a file, a pipe), lines wide enough for the tables."""
    from rich.console import Console

    return Console(highlight=False, width=None if sys.stdout.isatty() else 120)
