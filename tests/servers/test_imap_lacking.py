"""Dovecot that announces less than it can: what other servers lack, told apart from the rest."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from intake.mailbox import MailboxCertificateError
from tests.intake.fakes import eml
from tests.servers.common import ImapServer
from tests.servers.conftest import imap_server
from tests.servers.mailboxes import Open, contents, deliver, person, told

pytestmark = pytest.mark.server


@pytest.fixture(scope="module")
def old_server() -> Iterator[ImapServer]:
    """Like Courier: no MOVE, folders below "INBOX.", delimiter "."; a certificate of other name."""
    how = {"separator": ".", "prefix": "INBOX.", "host": "other.example"}
    with imap_server("dovecot", capability="IMAP4rev1 NAMESPACE UIDPLUS", **how) as server:
        yield server


@pytest.fixture(scope="module")
def oldest_server() -> Iterator[ImapServer]:
    """IMAP4rev1 and nothing else."""
    with imap_server("dovecot", capability="IMAP4rev1") as server:
        yield server


class TestConnecting:
    def test_another_name(self, old_server: ImapServer, box: Open) -> None:
        text = told(box(old_server), MailboxCertificateError)
        assert "выдан на другое имя" in text
        assert "imap.host" in text


class TestFolders:
    def test_delimiter_and_prefix_of_the_server_are_its_own_affair(
        self, old_server: ImapServer, user: str, box: Open
    ) -> None:
        deliver(old_server, user, eml(1))
        mailbox = box(old_server, host="127.0.0.1", done_folder="Принято/Август")
        mailbox.open()
        mailbox.settle(mailbox.uids_after(0))
        assert contents(old_server, user, "Принято/Август") == [eml(1)]
        again = box(old_server, host="127.0.0.1", folder="Принято/Август")
        again.open()
        assert len(again.uids_after(0)) == 1


class TestSettling:
    def test_without_move_others_deleted_mail_stays(
        self, old_server: ImapServer, user: str, box: Open
    ) -> None:
        deliver(old_server, user, eml(1), eml(2))
        mailbox = box(old_server, host="127.0.0.1")
        mailbox.open()
        ours, theirs = mailbox.uids_after(0)
        with person(old_server, user) as client:
            client.delete_messages([theirs])
        mailbox.settle([ours])
        assert contents(old_server, user, "Принято") == [eml(1)]
        assert contents(old_server, user, "INBOX") == [eml(2)]

    def test_without_move_what_was_copied_before_a_death_gets_no_second_copy(
        self, old_server: ImapServer, user: str, box: Open
    ) -> None:
        mails = [eml(1), eml(2), eml(10)]
        deliver(old_server, user, *mails)
        with person(old_server, user) as client:
            client.create_folder(old_server.folder("Принято"))
            client.copy(client.search()[:1], old_server.folder("Принято"))
        mailbox = box(old_server, host="127.0.0.1")
        mailbox.open()
        uids = mailbox.uids_after(0)
        mailbox.settle(uids, uids[:2])
        assert contents(old_server, user, "Принято") == mails
        assert contents(old_server, user, "INBOX") == []

    def test_without_uidplus_nothing_is_expunged(
        self, oldest_server: ImapServer, user: str, box: Open
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


class TestWaiting:
    def test_without_idle_it_waits_and_is_polled(
        self, oldest_server: ImapServer, user: str, box: Open
    ) -> None:
        mailbox = box(oldest_server)
        mailbox.open()
        deliver(oldest_server, user, eml(1))
        assert not mailbox.wait(0.2, lambda: False)
        mailbox.open()
        assert len(mailbox.uids_after(0)) == 1
