"""The stage speaks real IMAP and SMTP, and leaves nothing behind."""

from __future__ import annotations

import smtplib
import threading

import pytest
from imapclient import IMAPClient

from tests.stage import PASSWORD, USER, stage


def test_a_mail_put_into_the_inbox_is_fetched_byte_for_byte() -> None:
    raw = b"Subject: one\r\n\r\nbody\r\n"
    with stage() as servers, IMAPClient("127.0.0.1", servers.imap_port, ssl=False) as client:
        client.login(USER, PASSWORD)
        client.append("INBOX", raw)
        client.select_folder("INBOX")
        (uid,) = client.search("ALL")
        assert client.fetch([uid], ["BODY.PEEK[]"])[uid][b"BODY[]"] == raw


def test_the_sink_keeps_what_it_accepts_and_refuses_what_it_is_told_to() -> None:
    with stage() as servers, smtplib.SMTP("127.0.0.1", servers.smtp_port) as client:
        client.ehlo()
        client.login(USER, PASSWORD)
        client.sendmail("edo@a.example", ["clerk@b.example"], b"Subject: hi\r\n\r\nhello\r\n")
        servers.refuse = lambda _address: "550 5.1.1 no such user"
        with pytest.raises(smtplib.SMTPRecipientsRefused):
            client.sendmail("edo@a.example", ["gone@b.example"], b"Subject: x\r\n\r\n")
        assert [letter.recipients for letter in servers.delivered] == [("clerk@b.example",)]


def test_nothing_is_left_running() -> None:
    with stage():
        pass
    assert [t.name for t in threading.enumerate() if t.name == "stage"] == []
