"""Personal data: keeping times, and what is kept of one person."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from outbound.commands.common import (
    PERSON,
    chosen,
    circular_option,
    config_option,
    json_option,
    opened,
    print_json,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from sqlalchemy.orm import Session

    from intake.store.personal import Mention, Person
    from outbound.running.wiring import Loaded
    from rules.model import Circular

_WHAT = {"mail": "письмо", "letter": "наше письмо", "answer": "ответ, внесённый сотрудником"}


@click.command()
@config_option
@circular_option
@click.option("--apply", is_flag=True, help="Удалить; без этого — только посчитать.")
@click.option("--early", is_flag=True, help="Удалить и до истечения срока хранения.")
def purge(config: Path, number: str | None, apply: bool, early: bool) -> None:
    """Удалить письма и персональные данные циркуляра, срок хранения которых истёк.

    Остаются счёт писем и их контрольные суммы: то же письмо, придя снова, будет узнано. Перед
    удалением выдайте таблицу командой «export».
    """
    from intake.store import personal
    from outbound.office import wall_clock

    with opened(config) as (_, loaded, database):
        circular, now = chosen(loaded, number), wall_clock()
        if not early and not _is_over(circular, now):
            _refuse(circular)
        with database.session() as session:
            done = personal.purge(
                session, circular.number, _others_before(circular, loaded, now), apply=apply
            )
    verb = "Удалено содержание" if apply else "Будет удалено содержание"
    click.echo(f"{verb}: писем — {done.mails}, наших писем — {done.letters}, "
               f"ответов — {done.answers}.")  # fmt: skip
    if not apply:
        click.echo("Чтобы удалить, повторите команду с --apply.")


def _is_over(circular: Circular, now: datetime) -> bool:
    from outbound.office import zone

    kept = circular.keep_until
    return kept is not None and now.astimezone(zone(circular)).date() > kept


def _refuse(circular: Circular) -> None:
    kept = circular.keep_until
    told = f"истекает {kept:%d.%m.%Y}" if kept else "не задан (keep_until в circular.toml)"
    raise click.UsageError(
        f"Срок хранения циркуляра № {circular.number} {told}. Удалить раньше: --early"
    )


def _others_before(circular: Circular, loaded: Loaded, now: datetime) -> datetime | None:
    """Mails of no circular go with the last circular that they could have been about: those that
    came before any other circular that is still kept was sent."""
    from datetime import datetime as moment
    from datetime import time

    from outbound.office import zone

    kept = [c for _, c in loaded if c.number != circular.number and not _is_over(c, now)]
    first = min(kept, key=lambda c: c.on, default=None)
    return moment.combine(first.on, time(), zone(first)) if first else now


@click.group()
def person() -> None:
    """Что хранится об одном человеке: найти и удалить."""


_name = click.argument("name", metavar="«ФАМИЛИЯ ИМЯ ОТЧЕСТВО»")
_email = click.option("--email", default="", help="Его адрес, если известен.")
_phone = click.option("--phone", default="", help="Его телефон, если известен.")


@person.command("find")
@config_option
@_name
@_email
@_phone
@json_option
def person_find(config: Path, as_json: bool, **sought: str) -> None:
    """Показать всё, где назван человек: письма, наши письма, ответы."""
    who = _person(**sought)
    with opened(config) as (_, _, database), database.reading() as session:
        found = _found(session, who)
    if as_json:
        print_json([{"what": m.what, "id": m.id, "at": m.at.isoformat(), "words": m.words}
                    for m in found])  # fmt: skip
    else:
        _tell(found)


@person.command("erase")
@config_option
@_name
@_email
@_phone
@click.option("--except-mail", "kept", type=int, multiple=True, metavar="НОМЕР",
              help="Это письмо — о другом человеке с тем же именем: не трогать.")  # fmt: skip
@click.option("--apply", is_flag=True, help="Удалить; без этого — только показать.")
def person_erase(config: Path, kept: tuple[int, ...], apply: bool, **sought: str) -> None:
    """Удалить данные человека из писем, прочтений, ответов и наших писем.

    Письма, где он назван, теряют своё содержание целиком: часть письма удалить нельзя. Остальное,
    что из них прочитано, остаётся.
    """
    from intake.store import personal

    who = _person(**sought)
    with opened(config) as (_, _, database), database.session() as session:
        found = [m for m in _found(session, who) if m.what != "mail" or m.id not in kept]
        if apply:
            personal.erase(session, who, found)
    _tell(found)
    if apply:
        click.echo("Удалено. Прежние резервные копии базы данных удалите сами.")
    elif found:
        click.echo("Чтобы удалить, повторите команду с --apply.")
    if found and not apply:
        raise SystemExit(PERSON)


def _person(name: str, email: str, phone: str) -> Person:
    from intake.store.personal import Person as Sought

    if len(name.split()) < 2:
        raise click.UsageError("Нужны фамилия и имя: по одной фамилии нашлись бы другие люди.")
    return Sought(name, email, phone)


def _found(session: Session, who: Person) -> list[Mention]:
    from intake.store.personal import mentions

    return list(mentions(session, who, _texts()))


def _texts() -> Callable[[bytes], Iterable[str]]:
    from intake import mime

    def texts(raw: bytes) -> Iterable[str]:
        mail = mime.parse(raw)
        if mail.sender:
            yield f"{mail.sender.name} {mail.sender.address}"
        yield mail.subject
        yield from (part.text for part in mail.parts)

    return texts


def _tell(found: list[Mention]) -> None:
    from outbound.writing.russian import one_line

    if not found:
        click.echo("Ничего не найдено.")
    for one in found:
        click.echo(f"{one.at:%d.%m.%Y}  {_WHAT[one.what]} {one.id}: {one_line(one.words)}")
