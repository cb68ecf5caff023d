"""The worker on real servers: the main way, a new UIDVALIDITY, and death at any moment."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import textwrap
import time
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from intake.settings import Limits
from intake.store.database import Database
from intake.store.schema import MailRow, ReadingRow
from intake.worker import utc_now
from tests.intake.fakes import eml, stored
from tests.servers.common import ImapServer
from tests.servers.mailboxes import Open, contents, deliver, person, worker

pytestmark = pytest.mark.server

KILLED_CHILD = """
    import os, signal, sys
    from pathlib import Path
    from intake.imap import ImapMailbox
    from intake.reader import Reader
    from intake.secrets import Secret
    from intake.settings import Imap, Limits
    from intake.store import database
    from intake.worker import Worker, utc_now
    from tests.intake.fakes import CIRCULAR, parse, read
    from tests.servers.common import PASSWORD

    url, port, ca, user, when = sys.argv[1:]

    class Dying(ImapMailbox):
        def settle(self, uids, tried):
            if when == "after":
                super().settle(uids, tried)
            os.kill(os.getpid(), signal.SIGKILL)

    settings = Imap(host="localhost", port=int(port), user=user, ca_file=Path(ca),
                    password=Secret(PASSWORD))
    with database.open_database(url) as db, Dying(settings, Limits(batch_mails=2)) as mailbox:
        Worker(db, mailbox, Reader(db, [CIRCULAR], utc_now, parse=parse, read=read)).run_pass()
"""


RESTLESS_CHILD = """
    import os, sys
    from datetime import timedelta
    from pathlib import Path
    from intake.imap import ImapMailbox
    from intake.reader import Reader
    from intake.secrets import Secret
    from intake.settings import Imap, Limits
    from intake.store import database
    from intake.worker import Worker, utc_now
    from tests.intake.fakes import CIRCULAR, parse, read
    from tests.servers.common import PASSWORD

    url, port, ca, user = sys.argv[1:]
    settings = Imap(host="localhost", port=int(port), user=user, ca_file=Path(ca),
                    password=Secret(PASSWORD))

    def live(hours):
        clock = lambda: utc_now() + timedelta(hours=hours)  # the killed one's lease has ended
        with database.open_database(url) as db, ImapMailbox(settings, Limits(batch_mails=1)) as box:
            reader = Reader(db, [CIRCULAR], clock, parse=parse, read=read, tries=99)
            while True:
                Worker(db, box, reader, clock=clock).run_pass()

    for line in sys.stdin:  # one life for each line, without the price of starting Python
        pid = os.fork()
        if not pid:
            live(int(line))
        print(pid, flush=True)
        os.waitpid(pid, 0)
        print("dead", flush=True)
"""


class TestWorker:
    def test_main_way(self, server: ImapServer, user: str, box: Open, db: Database) -> None:
        mails = [eml(n) for n in range(7)]
        deliver(server, user, *mails)
        mailbox = box(server, Limits(batch_mails=3))
        result = worker(db, mailbox).run_pass()
        assert (result.new, result.settled, result.reading.read) == (7, 7, 7)
        assert stored(db) == mails
        assert contents(server, user, "Принято") == mails
        assert contents(server, user, "INBOX") == []

    def test_a_new_uidvalidity_stores_nothing_twice(
        self, server: ImapServer, user: str, box: Open, db: Database
    ) -> None:
        mails = [eml(n) for n in range(3)]
        for _ in range(2):
            with person(server, user, None) as client:
                client.create_folder(server.folder("Ответы"))
            deliver(server, user, *mails, folder="Ответы")
            result = worker(db, box(server, folder="Ответы", after="leave")).run_pass()
            with person(server, user, None) as client:
                client.delete_folder(server.folder("Ответы"))
        assert (result.fetched, result.new, result.duplicates) == (3, 0, 3)
        assert stored(db) == mails

    @pytest.mark.slow
    @pytest.mark.parametrize("when", ["before", "after"])
    def test_killed_before_or_after_the_move_each_mail_is_one_row(
        self, server: ImapServer, user: str, box: Open, db: Database, when: str
    ) -> None:
        mails = [eml(n) for n in range(5)]
        deliver(server, user, *mails)
        url = db.engine.url.render_as_string(hide_password=False)
        arguments = [url, str(server.imaps), str(server.ca), user, when]
        script = textwrap.dedent(KILLED_CHILD)
        child = subprocess.run([sys.executable, "-c", script, *arguments], check=False, timeout=60)
        assert child.returncode == -9
        assert stored(db) == mails, "everything is safe at the moment of death"
        later = utc_now() + timedelta(minutes=10)
        worker(db, box(server), clock=lambda: later).run_pass()
        assert stored(db) == mails
        with db.reading() as session:
            assert set(session.scalars(select(MailRow.state))) == {"read"}
            assert session.scalars(select(func.count()).select_from(ReadingRow)).one() == 5
        assert contents(server, user, "Принято") == mails
        assert contents(server, user, "INBOX") == []

    @pytest.mark.slow
    def test_killed_again_and_again_anywhere_each_mail_is_one_row(
        self, server: ImapServer, user: str, box: Open, db: Database
    ) -> None:
        mails = [eml(n) for n in range(60)]
        url = db.engine.url.render_as_string(hide_password=False)
        command = [sys.executable, "-c", textwrap.dedent(RESTLESS_CHILD)]
        command += [url, str(server.imaps), str(server.ca), user]
        chance = random.Random(20110803)
        pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        with subprocess.Popen(command, **pipes) as mother:
            assert mother.stdin
            assert mother.stdout
            for life in range(6):
                deliver(server, user, *mails[life * 10 : life * 10 + 10])
                print(life, file=mother.stdin, flush=True)
                pid = int(mother.stdout.readline())
                time.sleep(chance.uniform(0.1, 0.5))
                os.kill(pid, signal.SIGKILL)
                assert mother.stdout.readline() == "dead\n"
                time.sleep(1)  # as its lease would: the server still does what the dead one asked
            mother.stdin.close()
        later = utc_now() + timedelta(hours=7)
        result = worker(db, box(server), clock=lambda: later).run_pass()
        assert result.error is None
        assert sorted(stored(db)) == sorted(mails)
        with db.reading() as session:
            assert set(session.scalars(select(MailRow.state))) == {"read"}
            assert session.scalars(select(func.count()).select_from(ReadingRow)).one() == 60
        assert sorted(contents(server, user, "Принято")) == sorted(mails)
        assert contents(server, user, "INBOX") == []
