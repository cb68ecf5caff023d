"""The demo: the main job before the user's eyes, over real IMAP and SMTP on loopback.

The campaign is played on the circular's own days: it goes out on 03.08.2011, the replies are taken
in on the evening of the deadline. All that comes of it stays in the folder `demo`.
"""

from __future__ import annotations

import email.policy
import re
import shutil
import time
from datetime import datetime, timedelta
from email.parser import BytesParser
from pathlib import Path
from zoneinfo import ZoneInfo

from imapclient import IMAPClient
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from intake import circulars, settings
from intake.store import database
from outbound.campaign import letters
from outbound.overview import summary
from outbound.overview.matrix import matrix
from outbound.running.wiring import Running, running
from outbound.shown import terminal
from rules.model import Circular
from tests.stage import PASSWORD, USER, Delivered, Stage, stage

SAMPLES = (
    "d001 d002 d003 d004 d005 d006 d007 d008 d012 d014 d016 d019 d022 d023 d025 d026 d029 d031 "
    "d033 d035 d039 d042 d044 d049 d055 d069 d070 d091 "
    "d101 d102 d104 d106 d111 d112 d115 d117 d119 d123 d125 d128 d129"
).split()
"""A choice of all kinds: plain, HTML, every client's quotes, charsets, docx, pdf, odt, rtf, xlsx,
zip, a nested mail; out-of-office, bounces, receipts, spam, other matters."""

SENT_ON = datetime(2011, 8, 3, 15, 0, tzinfo=ZoneInfo("Europe/Astrakhan"))
EVENING = datetime(2011, 8, 25, 18, 0, tzinfo=ZoneInfo("Europe/Astrakhan"))


class Clock:
    """The demo's clock: set to a day of the campaign, it runs on from there."""

    def __init__(self, at: datetime) -> None:
        self.set(at)

    def set(self, at: datetime) -> None:
        """Set the clock."""
        self._at, self._since = at, time.monotonic()

    def __call__(self) -> datetime:
        return self._at + timedelta(seconds=time.monotonic() - self._since)


def play(home: Path, console: Console) -> None:
    """Play the demo in the checkout `home`, into `home/demo`."""
    folder = home / "demo"
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "letters").mkdir(parents=True)
    mails = [(home / "tests" / "corpus" / f"{name}.eml").read_bytes() for name in SAMPLES]
    with stage() as servers:
        config = _write_settings(home, folder, servers)
        installed = settings.load(config, {"OTKLIK_IMAP_PASSWORD": PASSWORD,
                                           "OTKLIK_SMTP_PASSWORD": PASSWORD})  # fmt: skip
        loaded = [(path, circulars.load(path)) for path in installed.circulars]
        with database.connect(installed.database.url) as opened:
            database.upgrade(opened)
        _campaign(console, servers, installed, loaded, mails, folder)
    _where_to_look(console, folder, home)


def _write_settings(home: Path, folder: Path, servers: Stage) -> Path:
    server = {"host": "127.0.0.1", "security": "plain", "user": USER}
    text = settings.template(
        {
            "": {"circulars": [str(home / "circulars" / "02-02-398")]},
            "imap": server | {"port": servers.imap_port},
            "smtp": server
            | {
                "port": servers.smtp_port,
                "from": "edo@astrobl.example",
                "name": "Администрация Губернатора Астраханской области",
            },
            "database": {"url": "sqlite:///otklik.sqlite3"},
        }
    )
    config = folder / "otklik.toml"
    config.write_text(text, encoding="utf-8")
    return config


def _campaign(
    console: Console,
    servers: Stage,
    installed: settings.Settings,
    loaded: list[tuple[Path, Circular]],
    mails: list[bytes],
    folder: Path,
) -> None:
    clock = Clock(SENT_ON)
    columns = (TextColumn("{task.description:<34}"), BarColumn(), MofNCompleteColumn())
    circular = loaded[0][1]
    with Progress(*columns, console=console) as progress:
        taken = progress.add_task("Письма приняты и прочитаны", total=len(mails), start=False)
        with running(
            installed, loaded, clock=clock,
            stored=lambda count: progress.advance(taken, count),
        ) as work:  # fmt: skip
            asked = progress.add_task("Циркуляр разослан", total=len(circular.recipients))
            progress.update(asked, completed=_send_circular(work, circular))
            arrived = progress.add_task("Ответы легли в ящик", total=len(mails))
            for _ in _deliver(servers, mails):
                progress.advance(arrived)
            clock.set(EVENING)
            progress.start_task(taken)
            report = work.service.poll()
            progress.add_task("Отправлено ответов и сводка", total=report.carried.sent,
                              completed=report.carried.sent)  # fmt: skip
            with work.service.database.reading() as session:
                found = matrix(session, circular, clock())
                page = summary.summarise(session, circular, clock())
            summary.write_page(folder / "summary.html", page, work.service.office)
    for number, letter in enumerate(servers.delivered, start=1):
        _keep(folder / "letters", number, letter)
    console.print()
    console.print(terminal.status(found))


def _send_circular(work: Running, circular: Circular) -> int:
    service = work.service
    with service.database.session() as session:
        letters.make_circular_letters(session, service.office, circular, service.clock())
    carried = service.carry()
    return carried.sent if carried else 0


def _deliver(servers: Stage, mails: list[bytes]) -> list[bytes]:
    with IMAPClient("127.0.0.1", servers.imap_port, ssl=False) as client:
        client._imap.debug = 0  # the library logs every literal otherwise
        client.login(USER, PASSWORD)
        client.multiappend("INBOX", mails)
    return mails


def _keep(folder: Path, number: int, letter: Delivered) -> None:
    """The letter as a mail program opens it, and its HTML as a browser does."""
    message = BytesParser(policy=email.policy.default).parsebytes(letter.content)
    name = f"{number:02d} {message['Subject']} — {letter.recipients[0]}"
    name = re.sub(r"[^\w@.«»—№ -]", "_", name)[:100]
    (folder / f"{name}.eml").write_bytes(letter.content)
    page = message.get_body(("html",))
    if page is not None:
        (folder / f"{name}.html").write_text(page.get_content(), encoding="utf-8")


def _where_to_look(console: Console, folder: Path, home: Path) -> None:
    shown = folder.relative_to(home)
    console.print(
        f"\n[bold]Что получилось[/bold] (почтовые серверы показа уже остановлены)\n"
        f"  сводка страницей    {shown}/summary.html\n"
        f"  письма, что ушли    {shown}/letters/\n"
        f"  база данных         {shown}/otklik.sqlite3\n"
        f"  история адресата    ./run.py show limansky --config {shown}/otklik.toml\n"
        f"  что в ящике         ./run.py outbox --config {shown}/otklik.toml\n"
        f"  как прочитано       ./run.py read tests/corpus/d007.eml",
        highlight=False,
    )
