"""Faults on the line to the mailbox, and of the mailbox itself.

Whatever happens, the pass ends in time with an error that says what it is; what was stored is
stored; and when all is well again the next pass takes in the rest: every mail one row, with the
bytes that the server has.
"""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime
from typing import Any

import pytest
from imapclient.exceptions import IMAPClientError
from sqlalchemy import func, select

from intake.imap import ImapMailbox
from intake.mailbox import (
    MailboxCertificateError,
    MailboxError,
    MailboxLostError,
    MailboxRefusedError,
    MailboxTimeoutError,
)
from intake.settings import Limits
from intake.store.database import Database
from intake.store.schema import MailRow
from tests.intake.fakes import eml, stored
from tests.servers import dovecot
from tests.servers.common import ImapServer, free_ports, must_have, scratch
from tests.servers.conftest import IMAP_SERVERS, imap_server
from tests.servers.fault_proxy import FaultProxy, How, fault_proxy
from tests.servers.mailboxes import Open, contents, deliver, imap, person, told, worker

pytestmark = pytest.mark.server

AT = datetime(2011, 8, 22, tzinfo=UTC)
MAILS = [eml(n, "слово " * 2000) for n in range(4)]


def spoilt(box: Open, server: ImapServer, proxy: FaultProxy, **changes: Any) -> ImapMailbox:
    """A mailbox behind the proxy, with little patience."""
    given = {"security": "plain", "port": proxy.port, "read_seconds": 0.7, "pass_seconds": 5.0}
    return box(server, Limits(batch_mails=2), **given | changes)


def assert_all_is_well(server: ImapServer, user: str, db: Database, mailbox: ImapMailbox) -> None:
    """After the fault: one more pass, and nothing is lost, doubled or left behind."""
    result = worker(db, mailbox).run_pass()
    assert (result.error, result.settle_error) == (None, None)
    assert sorted(stored(db)) == sorted(MAILS)
    assert contents(server, user, "INBOX") == []
    assert set(contents(server, user, "Принято")) == set(MAILS)


COMMANDS = [
    b"AUTHENTICATE",
    b"LIST",
    b"SELECT",
    b"SEARCH",
    b"RFC822.SIZE",
    rb"BODY.PEEK\[\]",
    b"MOVE",
]


@pytest.mark.parametrize("how", ["reset", "end", "silence"])
@pytest.mark.parametrize("command", COMMANDS, ids=lambda c: c.decode().strip("\\[]"))
def test_the_line_fails_at_any_command(
    one_server: ImapServer, user: str, box: Open, db: Database, command: bytes, how: How
) -> None:
    deliver(one_server, user, *MAILS)
    with fault_proxy(one_server.imap, upon=command, how=how) as proxy:
        mailbox = spoilt(box, one_server, proxy)
        began = time.monotonic()
        result = worker(db, mailbox).run_pass()
        assert time.monotonic() - began < 5
        assert proxy.fired == 1
        error = result.error or result.settle_error
        assert type(error) is (MailboxTimeoutError if how == "silence" else MailboxLostError)
        assert error.temporary
        assert_all_is_well(one_server, user, db, mailbox)


@pytest.mark.parametrize("how", ["reset", "end", "silence"])
def test_the_line_fails_in_the_middle_of_a_literal(
    server: ImapServer, user: str, box: Open, db: Database, how: How
) -> None:
    deliver(server, user, *MAILS)
    with fault_proxy(server.imap, upon=rb"BODY.PEEK\[\]", after=30_000, how=how) as proxy:
        mailbox = spoilt(box, server, proxy)
        result = worker(db, mailbox).run_pass()
        assert isinstance(result.error, MailboxTimeoutError | MailboxLostError)
        assert set(stored(db)) <= set(MAILS), "half a mail is no mail"
        assert_all_is_well(server, user, db, mailbox)


def test_a_byte_now_and_then_ends_at_the_passs_deadline(one_server: ImapServer, box: Open) -> None:
    with fault_proxy(one_server.imap, trickle=0.2) as proxy:
        mailbox = spoilt(box, one_server, proxy, read_seconds=5.0, pass_seconds=1.5)
        began = time.monotonic()
        text = told(mailbox, MailboxTimeoutError)
        assert time.monotonic() - began < 5
        assert "не уложился" in text


def test_also_within_the_handshake(one_server: ImapServer, box: Open) -> None:
    with fault_proxy(one_server.imaps, trickle=0.2) as proxy:
        told(box(one_server, port=proxy.port, pass_seconds=1.0), MailboxTimeoutError)


def test_silence_is_told_as_such(one_server: ImapServer, box: Open) -> None:
    with fault_proxy(one_server.imap, deaf=b"SEARCH") as proxy:
        mailbox = spoilt(box, one_server, proxy)
        mailbox.open()
        with pytest.raises(MailboxTimeoutError, match="не отвечает"):
            mailbox.uids_after(0)
        mailbox.open()
        assert mailbox.uids_after(0) == []


def test_a_move_whose_answer_was_lost_is_harmless(
    server: ImapServer, user: str, box: Open, db: Database
) -> None:
    """Where there is no MOVE the copies may be made twice; the rows never are."""
    deliver(server, user, *MAILS)
    with fault_proxy(server.imap, swallow=b"UID (MOVE|COPY)") as proxy:
        mailbox = spoilt(box, server, proxy)
        first = worker(db, mailbox).run_pass()
        assert isinstance(first.settle_error, MailboxLostError)
        assert worker(db, mailbox).run_pass().settled == 4
    assert set(contents(server, user, "Принято")) == set(MAILS)
    assert contents(server, user, "INBOX") == []
    assert stored(db) == MAILS


class TestServerGone:
    def test_refused_then_back(self, user: str, db: Database) -> None:
        must_have(dovecot.missing())
        imap_port, imaps_port = free_ports(2)
        ports = (imap_port, imaps_port)
        with scratch("again") as home:
            with dovecot.running(home / "d", ports=ports) as server:
                deliver(server, user, *MAILS)
                mailbox = ImapMailbox(imap(server, user), Limits())
                mailbox.open()
            result = worker(db, mailbox).run_pass()
            assert type(result.error) is MailboxRefusedError
            assert result.error.temporary
            with dovecot.running(home / "d", ports=ports) as server:
                assert_all_is_well(server, user, db, mailbox)
                mailbox.close()

    def test_bye_in_idle(self, user: str, db: Database) -> None:
        must_have(dovecot.missing())
        imap_port, imaps_port = free_ports(2)
        ports = (imap_port, imaps_port)
        with scratch("bye") as home:
            with dovecot.running(home / "d", ports=ports) as server:
                deliver(server, user, *MAILS)
                mailbox = ImapMailbox(imap(server, user), Limits())
                mailbox.open()
                ended: list[Exception] = []
                waiting = threading.Thread(target=_wait, args=(mailbox, ended))
                waiting.start()
                time.sleep(0.3)
            waiting.join(10)
            assert [type(error) for error in ended] == [MailboxLostError]
            with dovecot.running(home / "d", ports=ports) as server:
                assert_all_is_well(server, user, db, mailbox)
                mailbox.close()


def _wait(mailbox: ImapMailbox, ended: list[Exception]) -> None:
    try:
        mailbox.wait(60, lambda: False)
    except MailboxError as error:
        ended.append(error)


class TestCertificate:
    def test_expired(self, user: str, db: Database) -> None:
        with imap_server("dovecot", days=-1) as server:
            mailbox = ImapMailbox(imap(server, user), Limits())
            result = worker(db, mailbox).run_pass()
            assert type(result.error) is MailboxCertificateError
            assert "срок действия сертификата истёк" in str(result.error)


class TestMailboxUnderUs:
    def test_emptied_between_listing_and_fetching(
        self, server: ImapServer, user: str, box: Open
    ) -> None:
        deliver(server, user, *MAILS)
        mailbox = box(server)
        mailbox.open()
        uids = mailbox.uids_after(0)
        _empty(server, user)
        batches = list(mailbox.fetch(uids))
        assert not any(batch.mails for batch in batches), "Courier gives a mail of its own making"
        mailbox.open()
        assert mailbox.uids_after(0) == []

    def test_emptied_between_storing_and_moving(
        self, server: ImapServer, user: str, db: Database
    ) -> None:
        class Emptied(ImapMailbox):
            def settle(self, uids: Any, tried: Any = ()) -> None:
                _empty(server, user)
                super().settle(uids, tried)

        deliver(server, user, *MAILS)
        with Emptied(imap(server, user), Limits()) as mailbox:
            result = worker(db, mailbox).run_pass()
        assert (result.error, result.settle_error, result.new) == (None, None, 4)
        assert stored(db) == MAILS

    def test_uidvalidity_changed_by_a_server_restored_from_its_files(
        self, user: str, db: Database
    ) -> None:
        """Same mails, no memory: the server numbers them anew."""
        must_have(dovecot.missing())
        with scratch("uids") as home:
            ports = tuple(free_ports(2))
            with dovecot.running(home / "d", ports=ports) as server:
                deliver(server, user, *MAILS[:3])
                with ImapMailbox(imap(server, user, after="leave"), Limits()) as mailbox:
                    before = mailbox.open()
                    worker(db, mailbox).run_pass()
            for path in (home / "d/mail" / user / "Mail").glob("dovecot*"):
                path.unlink()
            time.sleep(1.1)  # UIDVALIDITY is the time in seconds
            with dovecot.running(home / "d", ports=ports) as server:
                deliver(server, user, MAILS[3])
                with ImapMailbox(imap(server, user, after="leave"), Limits()) as mailbox:
                    assert mailbox.open() != before
                    result = worker(db, mailbox).run_pass()
        assert (result.new, result.duplicates) == (1, 3)
        assert sorted(stored(db)) == sorted(MAILS)


def _empty(server: ImapServer, user: str) -> None:
    with person(server, user) as client:
        client.delete_messages(client.search())
        client.expunge()


@pytest.mark.parametrize("name", IMAP_SERVERS)
class TestFolderFull:
    """The quota is reached: Dovecot and Cyrus still move, Courier (which copies) does not."""

    def test_what_is_stored_is_stored_and_the_moving_is_told(
        self, name: str, user: str, db: Database
    ) -> None:
        with imap_server(name, **_small(name)) as server:
            owner = server.quota_user or user
            mails = _fill(server, owner)
            with ImapMailbox(imap(server, owner), Limits()) as mailbox:
                result = worker(db, mailbox).run_pass()
                assert (result.error, stored(db)) == (None, mails)
                there = contents(server, owner, "INBOX")
                assert bool(result.settle_error) == bool(there)
                if result.settle_error is not None:
                    assert "quota" in str(result.settle_error).lower()
                    with person(server, owner) as client:  # makes room
                        client.delete_messages(client.search()[:1])
                        client.expunge()
                    again = worker(db, mailbox).run_pass()
                    assert (again.new, again.settle_error) == (0, None)
                assert contents(server, owner, "INBOX") == []
            with db.reading() as session:
                assert session.scalar(select(func.count()).select_from(MailRow)) == len(mails)

    def test_a_copy_of_our_letter_that_does_not_fit_is_told(self, name: str, user: str) -> None:
        with imap_server(name, **_small(name)) as server:
            owner = server.quota_user or user
            _fill(server, owner)
            with ImapMailbox(imap(server, owner), Limits()) as mailbox:
                with pytest.raises(MailboxRefusedError, match=r"(?i)quota"):
                    mailbox.append("Отправленные", _large(9), AT)
                mailbox.open()
                assert mailbox.uids_after(0), "the connection goes on"


def _small(name: str) -> dict[str, int]:
    return {"quota": 100} if name == "cyrus" else {}


def _large(n: int) -> bytes:
    return eml(n, ("y" * 70 + "\r\n") * 560)


def _fill(server: ImapServer, user: str) -> list[bytes]:
    """Deliver until the server takes no more; what it took."""
    taken: list[bytes] = []
    for n in range(9):
        try:
            deliver(server, user, _large(n))
        except IMAPClientError:
            return taken
        taken.append(_large(n))
    raise AssertionError("no quota here")
