"""A country's circular: 20,000 recipients, 1,000,000 mails; the matrix, the summary, the workbook.

python -m benchmarks.country [--mails N] [--recipients N] [--postgres] [--keep FILE]
"""

from __future__ import annotations

import argparse
import contextlib
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TypeVar

from sqlalchemy import text

from intake.store import database as databases
from intake.store.database import Database
from outbound.office import Office
from outbound.overview import summary, workbook
from outbound.overview.matrix import matrix
from rules.model import Address, Circular, Question, Recipient
from tests.servers import postgres

Result = TypeVar("Result")

_NOW = datetime(2011, 8, 24, 13, tzinfo=UTC)
_READY = '{"type":"readiness","value":"ready","by":null,"evidence":[{"part":"body","start":10,'
_READY += '"end":60,"text":"Техническая готовность обеспечена","rule":"readiness.ready"}]}'
_NAMED = '{"type":"nominees","people":[{"name":"Иванова Анна Петровна","position":"ведущий '
_NAMED += 'специалист","phone":"+78517221122","email":null,"evidence":[]}],"evidence":[]}'
_DOUBT = '{"kind":"reply","recipients":[],"answers":[],"doubts":[{"name":"weak_readiness",'
_DOUBT += '"detail":"","evidence":[]}],"reply":"acknowledge"}'


def circular(count: int) -> Circular:
    """So many recipients, in districts of thirty and regions of six hundred."""
    recipients = tuple(
        Recipient(
            f"r{n}", f"Поселение № {n}", addresses=(f"r{n}@mo.example",),
            district=f"Район № {n // 30}", region=f"Область № {n // 600}",
        )
        for n in range(count)
    )  # fmt: skip
    return Circular(
        number="1-К", on=date(2011, 8, 3), subject="О подключении", deadline=date(2011, 8, 25),
        text="Прошу сообщить о готовности.", timezone="Europe/Moscow", recipients=recipients,
        questions=(
            Question("readiness", "readiness", "Готовность", "сведения о готовности"),
            Question("nominee", "nominee", "Специалист", "кандидатура специалиста"),
        ),
        message_ids=("<circular@adm.example>",), officers=("chief@adm.example",),
    )  # fmt: skip


@dataclass(frozen=True)
class _Dialect:
    """What SQLite and PostgreSQL write differently: the numbers 1 to `mails`, the moment of the nth
    mail, yes and no, the type of bytes."""

    numbers: str
    at: str
    yes: str = "1"
    no: str = "0"
    as_bytes: str = ""


_SQLITE = _Dialect(
    numbers="(WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < {mails}) "
    "SELECT n FROM c)",
    at="strftime('%Y-%m-%d %H:%M:%f000', '2011-08-03 06:00:00', '+'||(n*1.5)||' seconds')",
)
_POSTGRES = _Dialect(
    numbers="generate_series(1, {mails}) AS s(n)",
    at="timestamp '2011-08-03 06:00:00' + n * interval '1.5 seconds'",
    yes="TRUE",
    no="FALSE",
    as_bytes="::bytea",
)


def fill(database: Database, mails: int, recipients: int) -> None:
    """Every mail is a reply that was answered; of five hundred one is doubtful."""
    dialect = _POSTGRES if database.engine.dialect.name == "postgresql" else _SQLITE
    numbers = dialect.numbers.format(mails=mails)
    with database.session() as session:
        for into, columns, values, where in _rows(dialect, recipients):
            told = f"INSERT INTO {into} ({columns}) SELECT {values} FROM {numbers} {where}"
            session.execute(text(told.replace(":", "\\:")))
    with database.engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("ANALYZE"))


def _rows(dialect: _Dialect, recipients: int) -> Iterator[tuple[str, str, str, str]]:
    """Table, columns, their values for the nth mail, and for which mails."""
    at, doubtful, who = dialect.at, "n % 500 = 0", f"'r' || (n % {recipients})"
    yield (
        "mail",
        "id,sha256,size,received_at,state,tries,message_id,sender,sender_name,subject,reply_pending",
        f"n,'s'||n,2000,{at},'read',1,'<'||n||'@x>',{who}||'@mo.example','','О готовности',"
        f"{dialect.no}",
        "",
    )
    yield (
        "reading",
        "id,mail_id,made_at,rules_version,kind,circular,recipient,needs_review,reply,content",
        f"n,n,{at},'1','reply','1-К',{who},CASE WHEN {doubtful} THEN {dialect.yes} "
        f"ELSE {dialect.no} END,'confirm','{_DOUBT}'",
        "",
    )
    for question, value in (("readiness", _READY), ("nominee", _NAMED)):
        yield (
            "answer",
            "circular,recipient,question,value,source,author,reading_id,accepted_at",
            f"'1-К',{who},'{question}','{value}','reading','',n,{at}",
            f"WHERE NOT {doubtful}",
        )
    yield (
        "letter",
        "id,key,purpose,circular,recipient,mail_id,to_address,subject,message_id,content,"
        "state,tries,created_at,next_try_at,sent_at",
        f"n,'confirm:mail:'||n,'confirm','1-К',{who},n,{who}||'@mo.example','s','<l'||n||'@x>',"
        f"'x'{dialect.as_bytes},'sent',1,{at},{at},{at}",
        "",
    )


def timed(name: str, make: Callable[[], Result]) -> Result:
    """Make it, and print how long that took."""
    began, used = time.perf_counter(), time.process_time()
    made = make()
    clock, cpu = time.perf_counter() - began, time.process_time() - used
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{name:20} {clock:6.2f} s by the clock, {cpu:6.2f} s of us, peak {peak:4.0f} MB",
        flush=True,
    )
    return made


def main() -> None:
    """Fill, then make each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mails", type=int, default=1_000_000)
    parser.add_argument("--recipients", type=int, default=20_000)
    parser.add_argument("--postgres", action="store_true")
    parser.add_argument("--keep", type=Path)
    given = parser.parse_args()
    about = circular(given.recipients)
    office = Office(Address("Администрация", "edo@adm.example"), (about,))
    with _database(postgres_wanted=given.postgres, keep=given.keep) as database:
        if not given.keep or not _is_full(database):
            timed("fill", lambda: fill(database, given.mails, given.recipients))
        with database.reading() as session:
            table = timed("matrix", lambda: matrix(session, about, _NOW))
            assert len(table.lines) == given.recipients
            whole = timed("summary", lambda: summary.summarise(session, about, _NOW))
        timed("page", lambda: summary.render(whole, office))
        timed("workbook", lambda: workbook.workbook(table))
        letter = timed(
            "letter", lambda: summary.letter(office, whole, Address("", "chief@adm.example"))
        )
        print(f"the letter: {len(letter.content) / 1e6:.1f} MB")


def _is_full(database: Database) -> bool:
    with database.reading() as session:
        return session.execute(text("SELECT 1 FROM mail LIMIT 1")).first() is not None


@contextlib.contextmanager
def _database(*, postgres_wanted: bool, keep: Path | None) -> Iterator[Database]:
    with contextlib.ExitStack() as stack:
        if postgres_wanted:
            url = stack.enter_context(stack.enter_context(postgres.running()).database("country"))
        else:
            folder = stack.enter_context(tempfile.TemporaryDirectory())
            url = f"sqlite:///{keep or Path(folder) / 'country.sqlite3'}"
        database = stack.enter_context(databases.connect(url))
        databases.upgrade(database)
        yield database


if __name__ == "__main__":
    main()
