"""The commands: one function each, thin; the floors do the work.

What is slow to import is imported by the command that needs it, so that `--help` is quick.
"""

from __future__ import annotations

import os
import sys
from typing import Any

import click

from outbound.commands import backup, campaign, personal, phrases, review, setup, views, work
from outbound.commands.common import CONFIGURATION, DONE, UNREACHABLE

EXIT_STATUSES = """\
\b
Код завершения:
  0  сделано
  1  сделано, но что-то ждёт человека (или проверка не пройдена)
  2  команда набрана неверно
  3  настройки заданы неверно
  4  почтовый сервер или база данных недоступны
  5  ящик сейчас обслуживает другой процесс

Подсказки в bash: eval "$(_RUN_PY_COMPLETE=bash_source ./run.py)"
"""


class Commands(click.Group):
    """The commands, in the order of this file; faults that people can mend end as a message."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """In the order in which a new user meets them."""
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; turn the errors of the floors into a message and an exit status."""
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.Abort, click.exceptions.Exit):
            raise
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(DONE)
        except Exception as error:
            if refusal := _database_refusal(error):
                click.secho(refusal, err=True, fg="red")
                sys.exit(UNREACHABLE)
            status = _status_of(error)
            if status is None:
                raise
            click.secho(str(error), err=True, fg="red")
            sys.exit(status)


def _database_refusal(error: Exception) -> str:
    """What to do when the database fails in the midst of work: a full disk, a file that may only
    be read, a server gone. SQLAlchemy's own words would quote rows. "" for any other error."""
    from sqlalchemy.exc import DatabaseError, InterfaceError, OperationalError

    if type(error) not in (DatabaseError, InterfaceError, OperationalError):
        return ""
    first: BaseException = error  # SQLite forgets the savepoints: rolling back fails once more
    while isinstance(first.__context__, DatabaseError | InterfaceError):
        first = first.__context__
    assert isinstance(first, DatabaseError | InterfaceError)
    return (
        f"База данных отказала: {first.orig}. Проверьте место на диске и права на файл; всё "
        "записанное прежде цело, и следующий запуск продолжит работу."
    )


def _status_of(error: Exception) -> int | None:
    from intake.faults import FaultsError
    from intake.mailbox import MailboxError
    from intake.store.database import DatabaseError

    if isinstance(error, FaultsError):
        return CONFIGURATION
    return UNREACHABLE if isinstance(error, MailboxError | DatabaseError | OSError) else None


@click.group(
    cls=Commands,
    epilog=EXIT_STATUSES,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
def main() -> None:
    """Отклик: читает ответы на циркуляр, ведёт таблицу и отвечает.

    Начните с «./run.py demo»: показ на учебной почте, ничего настраивать не нужно.
    """


setup.db.add_command(backup.db_backup)
for _command in (
    setup.demo, setup.test, setup.init, setup.check, setup.db,
    work.poll, work.serve, work.worker, work.send_circular,
    views.read, views.status, views.show, views.outbox, views.summary, views.raw,
    review.review, review.correct,
    work.replay, work.retry, work.recover, phrases.rules, campaign.rehearse, campaign.export,
    personal.purge, personal.person,
):  # fmt: skip
    main.add_command(_command)
