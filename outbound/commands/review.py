"""An officer's work at the terminal: doubtful mails listed, shown, settled; answers corrected."""

from __future__ import annotations

import contextlib
import getpass
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from outbound.commands.common import (
    DONE,
    PERSON,
    USAGE,
    chosen,
    circular_option,
    config_option,
    console,
    json_option,
    named_recipient,
    opened,
    print_json,
)

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from outbound.review.settling import Case
    from outbound.running.wiring import Loaded
    from rules.model import Circular
    from rules.officer import Correction

by_option = click.option("--by", help="Кто решил; без ключа — имя пользователя этой машины.")
yes_option = click.option("--yes", is_flag=True, help="Не спрашивать подтверждения.")


@click.group()
def review() -> None:
    """Письма, которые должен посмотреть человек."""


@review.command("list")
@config_option
@circular_option
@json_option
def review_list(config: Path, number: str | None, as_json: bool) -> None:
    """Какие письма ждут решения и почему."""
    from outbound.review import review_screen, review_views, settling

    with opened(config) as (_, loaded, database), database.reading() as session:
        about = chosen(loaded, number) if number else None
        ids = settling.open_cases(session, about)
        cases = [_case(session, loaded, mail_id, number) for mail_id in ids]
        if as_json:
            print_json([review_views.case_values(case) for case in cases])
        else:
            console().print(review_screen.listed(cases))
    sys.exit(PERSON if ids else DONE)


@review.command("show")
@click.argument("mail", type=int)
@config_option
@circular_option
@json_option
def review_show(mail: int, config: Path, number: str | None, as_json: bool) -> None:
    """Письмо целиком: что прочитано, на каких словах, в чём сомнение, что решено."""
    from intake import mime
    from intake.store import mails, settlements
    from outbound.review import review_screen, review_views

    with opened(config) as (_, loaded, database), database.reading() as session:
        case = _case(session, loaded, mail, number)
        settled = settlements.of_mail(session, mail)
        if as_json:
            print_json(review_views.case_values(case, settled))
        else:
            text = mime.parse(mails.raw(session, mail))
            console().print(review_screen.shown(case, text, settled))


@review.command("settle")
@click.argument("mail", type=int)
@click.argument("words", nargs=-1, required=True)
@config_option
@circular_option
@by_option
@yes_option
@json_option
def review_settle(
    mail: int, words: tuple[str, ...], config: Path, number: str | None, **options: Any
) -> None:
    """Решить сомнительное письмо простыми словами.

    \b
    ./run.py review settle 41 верно
    ./run.py review settle 41 "готовы с 01.09" "специалист: Иванова Мария Петровна, программист"
    ./run.py review settle 41 "это Лиманский район" верно
    ./run.py review settle 41 "не наше"

    Чего вы не поправили, принимается как прочитано. Автору письма уйдёт подтверждение.
    """
    from outbound.office import wall_clock
    from outbound.review import review_views, settling

    text, as_json = "\n".join(words), options["as_json"]
    with opened(config) as (_, loaded, database):
        with database.reading() as session:
            case = _case(session, loaded, mail, number)
            said = settling.parse(text, case.circular, wall_clock())
            with _asking_back(case.circular, said, as_json=as_json):
                ruled = settling.ruled(case, said)
                settling.require_open(session, case)
        _agree(review_views.reading_lines(case.circular, ruled), options)
        author = settling.Author(_author(options["by"]), text)
        with database.session() as session, _asking_back(case.circular, said, as_json=as_json):
            settling.settle(session, case, said, author, wall_clock())
    if as_json:
        understood = review_views.answers_values(ruled.answers)
        print_json({"mail": mail, "settled": True, "understood": understood})
    else:
        click.echo(f"Письмо № {mail} решено. Подтверждение автору отправит «poll» или «serve».")


@click.command()
@click.argument("recipient")
@click.argument("words", nargs=-1, required=True)
@config_option
@circular_option
@by_option
@click.option("--no-letter", is_flag=True, help="Не писать об этом адресату.")
@yes_option
@json_option
def correct(
    recipient: str, words: tuple[str, ...], config: Path, number: str | None, **options: Any
) -> None:
    """Внести или исправить ответ адресата простыми словами (например, после звонка).

    \b
    ./run.py correct лиманский "готовы с 01.09"
    ./run.py correct limansky "специалист: Иванова Мария Петровна, программист, 8-927-555-66-77"
    ./run.py correct limansky "телефон: 8-927-555-66-77"

    Внесённое держится, пока адресат сам не напишет другое: тогда письмо покажут вам. Адресату
    уйдёт письмо с тем, что теперь записано.
    """
    from outbound.office import wall_clock
    from outbound.review import corrected, review_views, settling
    from outbound.running import wiring

    as_json = options["as_json"]
    with opened(config) as (settings, loaded, database):
        circular = chosen(loaded, number)
        body = named_recipient(circular, recipient)
        said = settling.parse("\n".join(words), circular, wall_clock())
        with _asking_back(circular, said, as_json=as_json):
            settling.require_facts(said)
        _agree([body.name, *review_views.correction_lines(circular, said)], options)
        author = _author(options["by"])
        with database.session() as session, _asking_back(circular, said, as_json=as_json):
            now = wall_clock()
            changed = settling.correct(session, circular, body, said, author=author, now=now)
            letter = None
            if not options["no_letter"]:
                us = wiring.office(settings, loaded)
                letter = corrected.make_letter(
                    session, us, corrected.Entered(circular, body, changed), now
                )
            to = letter.to_address if letter else None
    if as_json:
        values = review_views.answers_values(changed)
        print_json({"recipient": body.code, "changed": values, "letter_to": to})
    else:
        click.echo(_entered(changed=bool(changed), to=to))


def _entered(*, changed: bool, to: str | None) -> str:
    if not changed:
        return "Так уже и записано, ничего не изменилось."
    told = f"Письмо об этом ({to}) отправит «poll» или «serve»." if to else "Письма об этом нет."
    return f"Записано. {told}"


def _case(session: Session, loaded: Loaded, mail_id: int, number: str | None) -> Case:
    from outbound.review import settling

    circulars = [circular for _, circular in loaded]
    try:
        return settling.find_case(session, circulars, mail_id, number=number)
    except settling.UnsettledError as error:
        raise click.UsageError(str(error)) from error


def _agree(understood: Sequence[str], options: dict[str, Any]) -> None:
    """Show what was understood; go on if a person, or a key, says yes."""
    if options["as_json"]:
        return
    click.echo("Понято так:")
    for line in understood:
        click.echo(f"  {line}")
    if not options["yes"] and sys.stdin.isatty():
        click.confirm("Записать?", default=True, abort=True)


@contextlib.contextmanager
def _asking_back(circular: Circular, said: Correction, *, as_json: bool) -> Iterator[None]:
    """Where the block cannot settle, say what was understood and what was not, and leave."""
    from outbound.review import review_views, settling

    try:
        yield
    except settling.UnsettledError as error:
        understood = review_views.correction_lines(circular, said)
        if as_json:
            problems = list(error.problems)
            print_json({"settled": False, "problems": problems, "understood": understood})
        else:
            click.echo("Ничего не записано.", err=True)
            for problem in error.problems:
                click.echo(f"  не понято: {problem}", err=True)
            for told in understood:
                click.echo(f"  понято: {told}", err=True)
        sys.exit(USAGE)


def _author(by: str | None) -> str:
    return by or f"{getpass.getuser()} (командой)"
