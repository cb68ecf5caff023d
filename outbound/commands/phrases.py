"""The rules and their phrases: test them, see how they read a mail."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from outbound.commands.common import DONE, HOME, PERSON, console


@click.group()
def rules() -> None:
    """Правила чтения."""


@rules.command("test")
@click.option(
    "--circular", "folders", multiple=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path), help="Папка циркуляра.",
)  # fmt: skip
def rules_test(folders: tuple[Path, ...]) -> None:
    """Проверить фразы на их примерах."""
    from intake import circulars
    from rules import phrases

    known = circulars.load_all(folders or circulars.folders_in(HOME / "circulars"))
    wrong = phrases.failures(tuple(source for circular in known for source in circular.phrases))
    for failure in wrong:
        click.echo(failure)
    books = [phrases.load(name) for name in phrases.names()]
    click.echo(f"Фраз: {sum(len(b.phrases) for b in books)}, ошибок: {len(wrong)}")
    sys.exit(PERSON if wrong else DONE)


@rules.command("explain")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--circular", "folder", type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Папка циркуляра; без ключа — тот, на который отвечает письмо.",
)  # fmt: skip
def rules_explain(path: Path, folder: Path | None) -> None:
    """Показать по предложениям, какое правило что решило."""
    from intake import circulars, offline
    from outbound.shown import report as reports
    from rules.explain import explain

    known = circulars.load_all([folder] if folder else circulars.folders_in(HOME / "circulars"))
    (one,) = offline.read_files([path], known)
    about = next((c for c in known if c.number == one.reading.circular), known[0])
    console().print(reports.explanation(explain(one.mail, about)))
