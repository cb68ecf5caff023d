"""The mailbox on real servers: TLS, folders, reading, settling, IDLE; the same on each of them."""

from __future__ import annotations

import sys
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from intake.mailbox import (
    MailboxCertificateError,
    MailboxFolderError,
    MailboxLoginError,
    MailboxLostError,
    MailboxRefusedError,
    MailboxSecurityError,
    MailboxTimeoutError,
)
from intake.secrets import Secret
from intake.settings import Limits
from tests.intake.fakes import eml
from tests.servers.common import ImapServer, free_ports, make_certificates
from tests.servers.fault_proxy import fault_proxy
from tests.servers.mailboxes import Open, contents, deliver, person, told

pytestmark = pytest.mark.server


class TestConnecting:
    @pytest.mark.parametrize("security", ["tls", "starttls", "plain"])
    def test_each_way_works(self, server: ImapServer, box: Open, security: str) -> None:
        assert box(server, security=security).open() > 0

    def test_an_unknown_authority_is_refused_with_advice(
        self, server: ImapServer, box: Open
    ) -> None:
        text = told(box(server, ca_file=None), MailboxCertificateError)
        assert "неизвестным центром" in text or "самоподписанный" in text
        assert "imap.ca_file" in text

    def test_also_after_starttls(self, server: ImapServer, box: Open) -> None:
        told(box(server, ca_file=None, security="starttls"), MailboxCertificateError)

    def test_another_authority(self, server: ImapServer, box: Open, tmp_path: Path) -> None:
        make_certificates(tmp_path)
        told(box(server, ca_file=tmp_path / "ca.pem"), MailboxCertificateError)

    def test_clear_text_beyond_loopback_is_refused_before_a_byte_is_sent(
        self, server: ImapServer, box: Open
    ) -> None:
        text = told(box(server, security="plain", host="mail.invalid"), MailboxSecurityError)
        assert "без шифрования" in text

    def test_tls_where_the_server_speaks_clear_text(self, server: ImapServer, box: Open) -> None:
        text = told(box(server, port=server.imap), MailboxSecurityError)
        assert "imap.port и imap.security" in text

    def test_clear_text_where_the_server_speaks_tls(self, server: ImapServer, box: Open) -> None:
        wrong = {"security": "starttls", "port": server.imaps, "connect_seconds": 0.5}
        told(box(server, **wrong), MailboxTimeoutError)

    def test_a_wrong_password(self, server: ImapServer, box: Open) -> None:
        text = told(box(server, password=Secret("нет"), read_seconds=10.0), MailboxLoginError)
        assert "OTKLIK_IMAP_PASSWORD" in text

    def test_xoauth2_refused_says_so(self, server: ImapServer, box: Open) -> None:
        command = (sys.executable, "-c", "print('token')")
        slow = {"read_seconds": 10.0}  # Courier thinks for five seconds about a wrong password
        told(box(server, auth="xoauth2", token_command=command, **slow), MailboxLoginError)

    def test_a_token_command_that_fails(self, server: ImapServer, box: Open) -> None:
        command = (sys.executable, "-c", "raise SystemExit('срок вышел')")
        text = told(box(server, auth="xoauth2", token_command=command), MailboxLoginError)
        assert "вернула код 1: срок вышел" in text

    def test_nobody_listens(self, server: ImapServer, box: Open) -> None:
        (port,) = free_ports(1)
        told(box(server, port=port), MailboxRefusedError)

    def test_a_name_that_does_not_exist(self, server: ImapServer, box: Open) -> None:
        text = told(box(server, host="imap.invalid"), MailboxRefusedError)
        assert "imap.invalid не найдено" in text

    def test_a_connection_cut_between_passes_is_made_anew(
        self, server: ImapServer, user: str, box: Open
    ) -> None:
        with fault_proxy(server.imap, deaf=b"NOOP") as proxy:
            mailbox = box(server, security="plain", port=proxy.port, read_seconds=0.5)
            first = mailbox.open()
            assert mailbox.open() == first


class TestFolders:
    def test_an_absent_folder_is_told_with_those_that_exist(
        self, server: ImapServer, user: str, box: Open
    ) -> None:
        with person(server, user, None) as client:
            client.create_folder(server.folder("Ответы"))
        text = told(box(server, folder="Отвты"), MailboxFolderError)
        assert "нет папки «Отвты»" in text
        assert f"«{server.folder('Ответы')}»" in text

    def test_beyond_ascii_and_nested(self, server: ImapServer, user: str, box: Open) -> None:
        with person(server, user, None) as client:
            client.create_folder(server.folder("Ответы & отклики/2011"))
        deliver(server, user, eml(1), folder="Ответы & отклики/2011")
        mailbox = box(server, folder="Ответы & отклики/2011", done_folder="Принято/Август")
        mailbox.open()
        uids = mailbox.uids_after(0)
        mailbox.settle(uids)
        assert contents(server, user, "Принято/Август") == [eml(1)]
        assert mailbox.uids_after(0) == []

    def test_letters_of_ours_are_filed_as_seen(
        self, server: ImapServer, user: str, box: Open
    ) -> None:
        box(server).append("Отправленные", eml(1), datetime(2011, 8, 22, tzinfo=UTC))
        with person(server, user, "Отправленные") as client:
            ((_, found),) = client.fetch(client.search(), ["FLAGS", "INTERNALDATE"]).items()
        assert b"\\Seen" in found[b"FLAGS"]


class TestReading:
    def test_bytes_arrive_as_they_are_and_unseen(
        self, server: ImapServer, user: str, box: Open
    ) -> None:
        odd = b"Subject: \xd0\xe5\r\n\r\n\x80\x00\r\nbare\r\n.\r\n" + b"x" * 5000 + b"\r\n"
        odd = odd.replace(b"\x00", b"\x01")  # NUL is no IMAP literal
        deliver(server, user, eml(1), odd)
        mailbox = box(server)
        mailbox.open()
        batches = list(mailbox.fetch(mailbox.uids_after(0)))
        found = [m.content for batch in batches for m in batch.mails]
        assert found == contents(server, user, "INBOX"), "Cyrus puts an X for 8-bit in headers"
        assert found[0] == eml(1)
        assert found[1].partition(b"\r\n")[2] == odd.partition(b"\r\n")[2]
        with person(server, user) as client:
            assert client.search("SEEN") == []

    def test_only_uids_above_the_last(self, server: ImapServer, user: str, box: Open) -> None:
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
        self, server: ImapServer, user: str, box: Open, limits: Limits, sizes: list[int]
    ) -> None:
        deliver(server, user, *(eml(n, "x" * 900) for n in range(5)))
        mailbox = box(server, limits)
        mailbox.open()
        batches = list(mailbox.fetch(mailbox.uids_after(0)))
        assert [len(batch.mails) for batch in batches] == sizes

    def test_of_a_mail_too_large_only_the_header(
        self, server: ImapServer, user: str, box: Open
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
        self, server: ImapServer, user: str, box: Open
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
        withheld = {uid for batch in rest for uid in batch.failed}
        assert withheld <= {uids[2]}, "Courier still lists it: it is asked for once more"


class TestSettling:
    def test_move(self, server: ImapServer, user: str, box: Open) -> None:
        deliver(server, user, eml(1), eml(2))
        mailbox = box(server)
        mailbox.open()
        mailbox.settle(mailbox.uids_after(0)[:1])
        assert contents(server, user, "Принято") == [eml(1)]
        assert contents(server, user, "INBOX") == [eml(2)]

    def test_flag(self, server: ImapServer, user: str, box: Open) -> None:
        deliver(server, user, eml(1), eml(2))
        mailbox = box(server, after="flag")
        mailbox.open()
        first, _ = mailbox.uids_after(0)
        mailbox.settle([first])
        with person(server, user) as client:
            assert client.search("SEEN") == [first]
        assert server.folder("Принято") not in mailbox.folders()

    def test_leave(self, server: ImapServer, user: str, box: Open) -> None:
        deliver(server, user, eml(1))
        mailbox = box(server, after="leave")
        mailbox.open()
        mailbox.settle(mailbox.uids_after(0))
        assert contents(server, user, "INBOX") == [eml(1)]
        assert mailbox.folders() == ["INBOX"]

    def test_what_is_gone_is_no_error(self, server: ImapServer, user: str, box: Open) -> None:
        deliver(server, user, eml(1))
        mailbox = box(server)
        mailbox.open()
        uids = mailbox.uids_after(0)
        mailbox.settle(uids)
        mailbox.settle([*uids, uids[-1] + 7])
        assert contents(server, user, "Принято") == [eml(1)]

    def test_a_done_folder_deleted_meanwhile_is_made_again(
        self, server: ImapServer, user: str, box: Open
    ) -> None:
        mailbox = box(server)
        deliver(server, user, eml(1))
        mailbox.open()
        mailbox.settle(mailbox.uids_after(0))
        with person(server, user, None) as client:
            client.delete_folder(server.folder("Принято"))
        deliver(server, user, eml(2))
        mailbox.open()
        mailbox.settle(mailbox.uids_after(0))
        assert contents(server, user, "Принято") == [eml(2)]

    def test_also_one_for_letters_of_ours(self, server: ImapServer, user: str, box: Open) -> None:
        mailbox = box(server)
        mailbox.append("Отправленные", eml(1), datetime(2011, 8, 22, tzinfo=UTC))
        with person(server, user, None) as client:
            client.delete_folder(server.folder("Отправленные"))
        mailbox.append("Отправленные", eml(2), datetime(2011, 8, 22, tzinfo=UTC))
        assert contents(server, user, "Отправленные") == [eml(2)]


class TestWaiting:
    def test_idle_wakes_on_delivery(self, server: ImapServer, user: str, box: Open) -> None:
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

    def test_idle_ends_in_time_and_the_connection_goes_on(
        self, server: ImapServer, box: Open
    ) -> None:
        mailbox = box(server)
        mailbox.open()
        assert not mailbox.wait(0.3, lambda: False)
        assert mailbox.uids_after(0) == []

    def test_idle_ends_when_the_service_stops(self, server: ImapServer, box: Open) -> None:
        mailbox = box(server)
        mailbox.open()
        stopped = threading.Event()
        threading.Timer(0.3, stopped.set).start()
        began = time.monotonic()
        assert not mailbox.wait(60, stopped.is_set)
        assert time.monotonic() - began < 5

    def test_a_server_that_goes_away_ends_the_wait(self, server: ImapServer, box: Open) -> None:
        with fault_proxy(server.imap) as proxy:
            mailbox = box(server, security="plain", port=proxy.port)
            mailbox.open()
            threading.Timer(0.3, proxy.close).start()
            began = time.monotonic()
            with pytest.raises(MailboxLostError):
                mailbox.wait(60, lambda: False)
            assert time.monotonic() - began < 10
