"""The mailbox and the worker against a real Dovecot: TLS, folders, MOVE, IDLE, and death."""

from __future__ import annotations

import contextlib
import dataclasses
import itertools
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import textwrap
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from imapclient import IMAPClient
from sqlalchemy import func, select

from intake.imap import ImapMailbox
from intake.mailbox import (
    MailboxCertificateError,
    MailboxError,
    MailboxFolderError,
    MailboxLoginError,
    MailboxLostError,
    MailboxRefusedError,
    MailboxSecurityError,
    MailboxTimeoutError,
)
from intake.reader import Reader
from intake.secrets import Secret
from intake.settings import Imap, Limits
from intake.store import database as databases
from intake.store.database import Database
from intake.store.schema import MailRow, RawMail, ReadingRow
from intake.worker import Worker, utc_now
from tests.intake.fakes import CIRCULAR, eml, parse, read
from tests.servers import dovecot
from tests.servers.dovecot import PASSWORD, Dovecot
from tests.servers.fault_proxy import fault_proxy

pytestmark = pytest.mark.server

USERS = tuple(f"u{n}" for n in range(80))
Open = Callable[..., ImapMailbox]


def _dovecot(**how: Any) -> Iterator[Dovecot]:
    if reason := dovecot.missing():
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    # Not pytest's own folder: Dovecot's account must reach it, and socket names must be short.
    home = Path(tempfile.mkdtemp(prefix="otklik-dovecot-"))
    home.chmod(0o755)
    try:
        with dovecot.running(home / "d", users=USERS, **how) as server:
            yield server
    finally:
        shutil.rmtree(home)


@pytest.fixture(scope="module")
def server() -> Iterator[Dovecot]:
    yield from _dovecot()


@pytest.fixture(scope="module")
def old_server() -> Iterator[Dovecot]:
    """Like Courier: no MOVE, folders below "INBOX.", delimiter "."; a certificate of other name."""
    yield from _dovecot(
        capability="IMAP4rev1 NAMESPACE UIDPLUS",
        separator=".",
        prefix="INBOX.",
        host="other.example",
    )


@pytest.fixture(scope="module")
def oldest_server() -> Iterator[Dovecot]:
    """IMAP4rev1 and nothing else."""
    yield from _dovecot(capability="IMAP4rev1")


_fresh = itertools.count()


@pytest.fixture
def user() -> str:
    """An account that no other test has seen."""
    return USERS[next(_fresh)]


@pytest.fixture
def box(user: str) -> Iterator[Open]:
    """Mailboxes of this test's account, closed at its end."""
    with contextlib.ExitStack() as stack:

        def make(server: Dovecot, limits: Limits | None = None, **changes: Any) -> ImapMailbox:
            found = ImapMailbox(imap(server, user, **changes), limits or Limits())
            return stack.enter_context(found)

        yield make


def imap(server: Dovecot, user: str, **changes: Any) -> Imap:
    security = changes.get("security", "tls")
    settings = Imap(
        host="localhost",
        port=server.imaps if security == "tls" else server.imap,
        user=user,
        ca_file=server.ca,
        password=Secret(PASSWORD),
        connect_seconds=5.0,
        read_seconds=5.0,
    )
    return dataclasses.replace(settings, **changes)


@contextlib.contextmanager
def person(server: Dovecot, user: str, folder: str | None = "INBOX") -> Iterator[Any]:
    """Somebody with an ordinary mail program on the same account."""
    with IMAPClient("127.0.0.1", server.imap, ssl=False, timeout=10) as client:
        client.sasl_login("PLAIN", lambda _: f"\0{user}\0{PASSWORD}".encode())
        if folder:
            client.select_folder(folder)
        yield client


def deliver(server: Dovecot, user: str, *mails: bytes, folder: str = "INBOX") -> None:
    with person(server, user, None) as client:
        for mail in mails:
            client.append(folder, mail)


def contents(server: Dovecot, user: str, folder: str) -> list[bytes]:
    with person(server, user, folder) as client:
        found = client.fetch(client.search(), ["BODY.PEEK[]"])
        return [found[uid][b"BODY[]"] for uid in sorted(found)]


def told(mailbox: ImapMailbox, kind: type[MailboxError]) -> str:
    with pytest.raises(MailboxError) as caught:
        mailbox.open()
    assert type(caught.value) is kind, repr(caught.value)
    assert PASSWORD not in str(caught.value)
    return str(caught.value)


class TestConnecting:
    @pytest.mark.parametrize("security", ["tls", "starttls", "plain"])
    def test_each_way_works(self, server: Dovecot, box: Open, security: str) -> None:
        assert box(server, security=security).open() > 0

    def test_an_unknown_authority_is_refused_with_advice(self, server: Dovecot, box: Open) -> None:
        text = told(box(server, ca_file=None), MailboxCertificateError)
        assert "неизвестным центром" in text or "самоподписанный" in text
        assert "imap.ca_file" in text

    def test_also_after_starttls(self, server: Dovecot, box: Open) -> None:
        told(box(server, ca_file=None, security="starttls"), MailboxCertificateError)

    def test_another_authority(self, server: Dovecot, box: Open, tmp_path: Path) -> None:
        dovecot.make_certificates(tmp_path)
        told(box(server, ca_file=tmp_path / "ca.pem"), MailboxCertificateError)

    def test_another_name(self, old_server: Dovecot, box: Open) -> None:
        text = told(box(old_server), MailboxCertificateError)
        assert "выдан на другое имя" in text
        assert "imap.host" in text

    def test_clear_text_beyond_loopback_is_refused_before_a_byte_is_sent(
        self, server: Dovecot, box: Open
    ) -> None:
        text = told(box(server, security="plain", host="mail.invalid"), MailboxSecurityError)
        assert "без шифрования" in text

    def test_tls_where_the_server_speaks_clear_text(self, server: Dovecot, box: Open) -> None:
        text = told(box(server, port=server.imap), MailboxSecurityError)
        assert "imap.port и imap.security" in text

    def test_clear_text_where_the_server_speaks_tls(self, server: Dovecot, box: Open) -> None:
        wrong = {"security": "starttls", "port": server.imaps, "connect_seconds": 0.5}
        told(box(server, **wrong), MailboxTimeoutError)

    def test_a_wrong_password(self, server: Dovecot, box: Open) -> None:
        text = told(box(server, password=Secret("нет")), MailboxLoginError)
        assert "OTKLIK_IMAP_PASSWORD" in text

    def test_xoauth2_refused_says_so(self, server: Dovecot, box: Open) -> None:
        command = (sys.executable, "-c", "print('token')")
        told(box(server, auth="xoauth2", token_command=command), MailboxLoginError)

    def test_a_token_command_that_fails(self, server: Dovecot, box: Open) -> None:
        command = (sys.executable, "-c", "raise SystemExit('срок вышел')")
        text = told(box(server, auth="xoauth2", token_command=command), MailboxLoginError)
        assert "вернула код 1: срок вышел" in text

    def test_nobody_listens(self, server: Dovecot, box: Open) -> None:
        (port,) = dovecot.free_ports(1)
        told(box(server, port=port), MailboxRefusedError)

    def test_a_name_that_does_not_exist(self, server: Dovecot, box: Open) -> None:
        text = told(box(server, host="imap.invalid"), MailboxRefusedError)
        assert "imap.invalid не найдено" in text

    def test_a_connection_cut_between_passes_is_made_anew(
        self, server: Dovecot, user: str, box: Open
    ) -> None:
        with fault_proxy(server.imap, deaf=b"NOOP") as proxy:
            mailbox = box(server, security="plain", port=proxy.port, read_seconds=0.5)
            first = mailbox.open()
            assert mailbox.open() == first


class TestFolders:
    def test_an_absent_folder_is_told_with_those_that_exist(
        self, server: Dovecot, user: str, box: Open
    ) -> None:
        with person(server, user, None) as client:
            client.create_folder("Ответы")
        text = told(box(server, folder="Отвты"), MailboxFolderError)
        assert "нет папки «Отвты»" in text
        assert "«Ответы»" in text

    def test_beyond_ascii_and_nested(self, server: Dovecot, user: str, box: Open) -> None:
        with person(server, user, None) as client:
            client.create_folder("Ответы & отклики/2011")
        deliver(server, user, eml(1), folder="Ответы & отклики/2011")
        mailbox = box(server, folder="Ответы & отклики/2011", done_folder="Принято/Август")
        mailbox.open()
        uids = mailbox.uids_after(0)
        mailbox.settle(uids)
        assert contents(server, user, "Принято/Август") == [eml(1)]
        assert mailbox.uids_after(0) == []

    def test_delimiter_and_prefix_of_the_server_are_its_own_affair(
        self, old_server: Dovecot, user: str, box: Open
    ) -> None:
        deliver(old_server, user, eml(1))
        mailbox = box(old_server, host="127.0.0.1", done_folder="Принято/Август")
        mailbox.open()
        mailbox.settle(mailbox.uids_after(0))
        assert contents(old_server, user, "INBOX.Принято.Август") == [eml(1)]
        again = box(old_server, host="127.0.0.1", folder="Принято/Август")
        again.open()
        assert len(again.uids_after(0)) == 1

    def test_letters_of_ours_are_filed_as_seen(self, server: Dovecot, user: str, box: Open) -> None:
        box(server).append("Отправленные", eml(1), datetime(2011, 8, 22, tzinfo=UTC))
        with person(server, user, "Отправленные") as client:
            ((_, found),) = client.fetch(client.search(), ["FLAGS", "INTERNALDATE"]).items()
        assert b"\\Seen" in found[b"FLAGS"]


class TestReading:
    def test_bytes_arrive_as_they_are_and_unseen(
        self, server: Dovecot, user: str, box: Open
    ) -> None:
        odd = b"Subject: \xd0\xe5\r\n\r\n\x80\x00\r\nbare\r\n.\r\n" + b"x" * 5000 + b"\r\n"
        odd = odd.replace(b"\x00", b"\x01")  # NUL is no IMAP literal
        deliver(server, user, eml(1), odd)
        mailbox = box(server)
        mailbox.open()
        batches = list(mailbox.fetch(mailbox.uids_after(0)))
        assert [m.content for batch in batches for m in batch.mails] == [eml(1), odd]
        with person(server, user) as client:
            assert client.search("SEEN") == []

    def test_only_uids_above_the_last(self, server: Dovecot, user: str, box: Open) -> None:
        deliver(server, user, eml(1), eml(2))
        mailbox = box(server)
        mailbox.open()
        first, second = mailbox.uids_after(0)
        assert mailbox.uids_after(first) == [second]
        assert mailbox.uids_after(second) == []
        assert mailbox.uids_after(second + 1000) == []

    @pytest.mark.parametrize(
        ("limits", "sizes"),
        [
            (Limits(batch_mails=2), [2, 2, 1]),
            (Limits(batch_bytes=2100), [2, 2, 1]),
            (Limits(batch_bytes=1), [1, 1, 1, 1, 1]),
            (Limits(), [5]),
        ],
    )
    def test_batches_are_bounded_by_count_and_bytes(
        self, server: Dovecot, user: str, box: Open, limits: Limits, sizes: list[int]
    ) -> None:
        deliver(server, user, *(eml(n, "x" * 900) for n in range(5)))
        mailbox = box(server, limits)
        mailbox.open()
        batches = list(mailbox.fetch(mailbox.uids_after(0)))
        assert [len(batch.mails) for batch in batches] == sizes

    def test_of_a_mail_too_large_only_the_header(
        self, server: Dovecot, user: str, box: Open
    ) -> None:
        big = eml(1, "x" * 5000)
        deliver(server, user, big, eml(2))
        mailbox = box(server, Limits(max_mail_bytes=2000))
        mailbox.open()
        ((large, small),) = (batch.mails for batch in mailbox.fetch(mailbox.uids_after(0)))
        assert (large.too_large, large.size) == (True, len(big))
        assert large.content == big[: big.index(b"\r\n\r\n") + 4]
        assert (small.too_large, small.content) == (False, eml(2))

    def test_mail_expunged_under_us_is_no_error(
        self, server: Dovecot, user: str, box: Open
    ) -> None:
        deliver(server, user, *(eml(n) for n in range(4)))
        mailbox = box(server, Limits(batch_mails=2))
        mailbox.open()
        uids = mailbox.uids_after(0)
        batches = mailbox.fetch(uids)
        first = next(batches)
        with person(server, user) as client:
            client.delete_messages(uids[2:3])
            client.expunge()
        rest = list(batches)
        assert [m.content for m in first.mails] == [eml(0), eml(1)]
        assert [m.content for batch in rest for m in batch.mails][-1] == eml(3)
        assert not any(batch.failed for batch in rest)


class TestSettling:
    def test_move(self, server: Dovecot, user: str, box: Open) -> None:
        deliver(server, user, eml(1), eml(2))
        mailbox = box(server)
        mailbox.open()
        mailbox.settle(mailbox.uids_after(0)[:1])
        assert contents(server, user, "Принято") == [eml(1)]
        assert contents(server, user, "INBOX") == [eml(2)]

    def test_without_move_others_deleted_mail_stays(
        self, old_server: Dovecot, user: str, box: Open
    ) -> None:
        deliver(old_server, user, eml(1), eml(2))
        mailbox = box(old_server, host="127.0.0.1")
        mailbox.open()
        ours, theirs = mailbox.uids_after(0)
        with person(old_server, user) as client:
            client.delete_messages([theirs])
        mailbox.settle([ours])
        assert contents(old_server, user, "INBOX.Принято") == [eml(1)]
        assert contents(old_server, user, "INBOX") == [eml(2)]

    def test_without_uidplus_nothing_is_expunged(
        self, oldest_server: Dovecot, user: str, box: Open
    ) -> None:
        deliver(oldest_server, user, eml(1), eml(2))
        mailbox = box(oldest_server)
        mailbox.open()
        ours, theirs = mailbox.uids_after(0)
        with person(oldest_server, user) as client:
            client.delete_messages([theirs])
        mailbox.settle([ours])
        assert contents(oldest_server, user, "Принято") == [eml(1)]
        assert contents(oldest_server, user, "INBOX") == [eml(1), eml(2)]
        with person(oldest_server, user) as client:
            assert client.search(["DELETED", "SEEN"]) == [ours]

    def test_flag(self, server: Dovecot, user: str, box: Open) -> None:
        deliver(server, user, eml(1), eml(2))
        mailbox = box(server, after="flag")
        mailbox.open()
        first, _ = mailbox.uids_after(0)
        mailbox.settle([first])
        with person(server, user) as client:
            assert client.search("SEEN") == [first]
        assert "Принято" not in mailbox.folders()

    def test_leave(self, server: Dovecot, user: str, box: Open) -> None:
        deliver(server, user, eml(1))
        mailbox = box(server, after="leave")
        mailbox.open()
        mailbox.settle(mailbox.uids_after(0))
        assert contents(server, user, "INBOX") == [eml(1)]
        assert mailbox.folders() == ["INBOX"]

    def test_what_is_gone_is_no_error(self, server: Dovecot, user: str, box: Open) -> None:
        deliver(server, user, eml(1))
        mailbox = box(server)
        mailbox.open()
        uids = mailbox.uids_after(0)
        mailbox.settle(uids)
        mailbox.settle([*uids, uids[-1] + 7])
        assert contents(server, user, "Принято") == [eml(1)]

    def test_a_done_folder_deleted_meanwhile_is_made_again(
        self, server: Dovecot, user: str, box: Open
    ) -> None:
        mailbox = box(server)
        deliver(server, user, eml(1))
        mailbox.open()
        mailbox.settle(mailbox.uids_after(0))
        with person(server, user, None) as client:
            client.delete_folder("Принято")
        deliver(server, user, eml(2))
        mailbox.open()
        mailbox.settle(mailbox.uids_after(0))
        assert contents(server, user, "Принято") == [eml(2)]

    def test_also_one_for_letters_of_ours(self, server: Dovecot, user: str, box: Open) -> None:
        mailbox = box(server)
        mailbox.append("Отправленные", eml(1), datetime(2011, 8, 22, tzinfo=UTC))
        with person(server, user, None) as client:
            client.delete_folder("Отправленные")
        mailbox.append("Отправленные", eml(2), datetime(2011, 8, 22, tzinfo=UTC))
        assert contents(server, user, "Отправленные") == [eml(2)]


class TestWaiting:
    def test_idle_wakes_on_delivery(self, server: Dovecot, user: str, box: Open) -> None:
        mailbox = box(server)
        mailbox.open()
        later = threading.Timer(0.5, deliver, (server, user, eml(1)))
        later.start()
        began = time.monotonic()
        assert mailbox.wait(30, lambda: False)
        assert time.monotonic() - began < 10
        later.join()
        mailbox.open()
        assert len(mailbox.uids_after(0)) == 1

    def test_idle_ends_in_time_and_the_connection_goes_on(self, server: Dovecot, box: Open) -> None:
        mailbox = box(server)
        mailbox.open()
        assert not mailbox.wait(0.3, lambda: False)
        assert mailbox.uids_after(0) == []

    def test_idle_ends_when_the_service_stops(self, server: Dovecot, box: Open) -> None:
        mailbox = box(server)
        mailbox.open()
        stopped = threading.Event()
        threading.Timer(0.3, stopped.set).start()
        began = time.monotonic()
        assert not mailbox.wait(60, stopped.is_set)
        assert time.monotonic() - began < 5

    def test_without_idle_it_waits_and_is_polled(
        self, oldest_server: Dovecot, user: str, box: Open
    ) -> None:
        mailbox = box(oldest_server)
        mailbox.open()
        deliver(oldest_server, user, eml(1))
        assert not mailbox.wait(0.2, lambda: False)
        mailbox.open()
        assert len(mailbox.uids_after(0)) == 1

    def test_a_server_that_goes_away_ends_the_wait(self, server: Dovecot, box: Open) -> None:
        with fault_proxy(server.imap) as proxy:
            mailbox = box(server, security="plain", port=proxy.port)
            mailbox.open()
            threading.Timer(0.3, proxy.close).start()
            began = time.monotonic()
            with pytest.raises(MailboxLostError):
                mailbox.wait(60, lambda: False)
            assert time.monotonic() - began < 10


class TestBadNetwork:
    def test_a_byte_now_and_then_ends_at_the_passs_deadline(
        self, server: Dovecot, box: Open
    ) -> None:
        with fault_proxy(server.imap, trickle=0.2) as proxy:
            mailbox = box(server, security="plain", port=proxy.port, pass_seconds=1.5)
            began = time.monotonic()
            text = told(mailbox, MailboxTimeoutError)
            assert time.monotonic() - began < 5
            assert "не уложился" in text

    def test_also_within_the_handshake(self, server: Dovecot, box: Open) -> None:
        with fault_proxy(server.imaps, trickle=0.2) as proxy:
            mailbox = box(server, port=proxy.port, pass_seconds=1.0)
            told(mailbox, MailboxTimeoutError)

    def test_silence_ends_at_the_read_timeout(self, server: Dovecot, box: Open) -> None:
        with fault_proxy(server.imap, deaf=b"SEARCH") as proxy:
            mailbox = box(server, security="plain", port=proxy.port, read_seconds=0.5)
            mailbox.open()
            with pytest.raises(MailboxTimeoutError, match="не отвечает"):
                mailbox.uids_after(0)
            mailbox.open()
            assert mailbox.uids_after(0) == []

    def test_a_move_whose_answer_was_lost_is_harmless(
        self, server: Dovecot, user: str, box: Open, db: Database
    ) -> None:
        deliver(server, user, eml(1), eml(2))
        with fault_proxy(server.imap, swallow=b"MOVE") as proxy:
            mailbox = box(server, security="plain", port=proxy.port)
            first = worker(db, mailbox).run_pass()
            assert isinstance(first.settle_error, MailboxLostError)
            assert worker(db, mailbox).run_pass().settled == 2
        assert contents(server, user, "Принято") == [eml(1), eml(2)]
        assert contents(server, user, "INBOX") == []
        assert stored(db) == [eml(1), eml(2)]


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    with databases.connect(f"sqlite:///{tmp_path}/otklik.sqlite3") as database:
        databases.upgrade(database)
        yield database


def worker(db: Database, mailbox: ImapMailbox, **given: Any) -> Worker:
    clock = given.pop("clock", utc_now)
    return Worker(db, mailbox, Reader(db, [CIRCULAR], clock, parse=parse, read=read), clock=clock)


def stored(db: Database) -> list[bytes]:
    with db.reading() as session:
        return list(session.scalars(select(RawMail.content).order_by(RawMail.mail_id)))


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
    from tests.servers.dovecot import PASSWORD

    url, port, ca, user, when = sys.argv[1:]

    class Dying(ImapMailbox):
        def settle(self, uids):
            if when == "after":
                super().settle(uids)
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
    from tests.servers.dovecot import PASSWORD

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
    def test_main_way(self, server: Dovecot, user: str, box: Open, db: Database) -> None:
        mails = [eml(n) for n in range(7)]
        deliver(server, user, *mails)
        mailbox = box(server, Limits(batch_mails=3))
        result = worker(db, mailbox).run_pass()
        assert (result.new, result.settled, result.reading.read) == (7, 7, 7)
        assert stored(db) == mails
        assert contents(server, user, "Принято") == mails
        assert contents(server, user, "INBOX") == []

    def test_a_new_uidvalidity_stores_nothing_twice(
        self, server: Dovecot, user: str, box: Open, db: Database
    ) -> None:
        mails = [eml(n) for n in range(3)]
        for _ in range(2):
            with person(server, user, None) as client:
                client.create_folder("Ответы")
            deliver(server, user, *mails, folder="Ответы")
            result = worker(db, box(server, folder="Ответы", after="leave")).run_pass()
            with person(server, user, None) as client:
                client.delete_folder("Ответы")
        assert (result.fetched, result.new, result.duplicates) == (3, 0, 3)
        assert stored(db) == mails

    @pytest.mark.slow
    @pytest.mark.parametrize("when", ["before", "after"])
    def test_killed_before_or_after_the_move_each_mail_is_one_row(
        self, server: Dovecot, user: str, box: Open, db: Database, when: str
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
        self, server: Dovecot, user: str, box: Open, db: Database
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
