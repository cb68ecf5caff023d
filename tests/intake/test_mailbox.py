"""The mailbox against the embedded server, and against servers that say one thing each."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from base64 import b64decode
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from intake import oauth
from intake.imap import ImapMailbox
from intake.mailbox import (
    MailboxError,
    MailboxFolderError,
    MailboxLoginError,
    MailboxLostError,
    MailboxRefusedError,
    MailboxSecurityError,
    MailboxTimeoutError,
)
from intake.secrets import Secret
from intake.settings import Imap, Limits
from tests.intake.fakes import eml
from tests.stage import PASSWORD, USER, Stage, stage

AT = datetime(2011, 8, 22, 9, 0, tzinfo=UTC)


@pytest.fixture
def server() -> Iterator[Stage]:
    with stage() as running:
        yield running


def local(port: int, **changes: Any) -> Imap:
    given: dict[str, Any] = {
        "host": "127.0.0.1",
        "port": port,
        "security": "plain",
        "user": USER,
        "password": Secret(PASSWORD),
        "connect_seconds": 2.0,
        "read_seconds": 2.0,
    }
    return Imap(**given | changes)


@pytest.fixture
def box(server: Stage) -> Iterator[ImapMailbox]:
    with ImapMailbox(local(server.imap_port), Limits()) as mailbox:
        yield mailbox


class TestEmbedded:
    def test_mails_come_and_go(self, box: ImapMailbox) -> None:
        box.open()
        for number in (1, 2):
            box.append("INBOX", eml(number), AT)
        box.open()
        uids = box.uids_after(0)
        (batch,) = box.fetch(uids)
        assert [mail.content for mail in batch.mails] == [eml(1), eml(2)]
        box.settle(uids)
        assert box.uids_after(0) == []
        assert "Принято" in box.folders()

    def test_uids_after_the_last_are_none(self, box: ImapMailbox) -> None:
        box.open()
        box.append("INBOX", eml(1), AT)
        box.open()
        (uid,) = box.uids_after(0)
        assert box.uids_after(uid) == []

    def test_an_absent_folder(self, server: Stage) -> None:
        with (
            ImapMailbox(local(server.imap_port, folder="Ответы"), Limits()) as mailbox,
            pytest.raises(MailboxFolderError, match=r"нет папки «Ответы».*«INBOX»"),
        ):
            mailbox.open()

    def test_a_wrong_password_is_told_and_not_shown(self, server: Stage) -> None:
        settings = local(server.imap_port, password=Secret("неверный"))
        with (
            ImapMailbox(settings, Limits()) as mailbox,
            pytest.raises(MailboxLoginError) as caught,
        ):
            mailbox.open()
        assert "OTKLIK_IMAP_PASSWORD" in str(caught.value)
        assert "неверный" not in str(caught.value)

    def test_closing_twice_is_closing(self, box: ImapMailbox) -> None:
        box.open()
        box.close()
        box.close()
        assert box.open() > 0


Script = Callable[[bytes, bytes], bytes | None]


@contextlib.contextmanager
def scripted(greeting: bytes, answer: Script) -> Iterator[int]:
    """A server that greets, and answers each command by `answer(tag, rest)`; None hangs up."""
    listener = socket.create_server(("127.0.0.1", 0))
    connections: list[socket.socket] = []

    def serve() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            connections.append(connection)
            with contextlib.suppress(OSError):
                _converse(connection, greeting, answer)
            connection.close()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        with contextlib.suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        for connection in connections:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        thread.join(5)


def _converse(connection: socket.socket, greeting: bytes, answer: Script) -> None:
    connection.sendall(greeting)
    with connection.makefile("rb") as lines:
        for line in lines:
            tag, _, rest = line.strip().partition(b" ")
            reply = answer(tag, rest)
            if reply is None:
                return
            connection.sendall(reply)


def server_of(**answers: bytes) -> Script:
    """Answers by the command's first word (after UID); others are simply OK. "%t" is the tag."""

    def answer(tag: bytes, rest: bytes) -> bytes | None:
        words = rest.upper().removeprefix(b"UID ").split(b" ")
        text = answers.get(words[0].decode(), b"%t OK done\r\n")
        return text.replace(b"%t", tag) or None

    return answer


READY = {
    "CAPABILITY": b"* CAPABILITY IMAP4rev1 MOVE\r\n%t OK done\r\n",
    "SELECT": b"* 3 EXISTS\r\n* OK [UIDVALIDITY 7] x\r\n%t OK done\r\n",
}
HELLO = b"* OK hello\r\n"


def error_of(greeting: bytes, act: Callable[[ImapMailbox], object], **how: Any) -> MailboxError:
    answers = READY | how.pop("answers", {})
    with (
        scripted(greeting, server_of(**answers)) as port,
        ImapMailbox(local(port, **how), Limits()) as mailbox,
        pytest.raises(MailboxError) as caught,
    ):
        act(mailbox)
    return caught.value


class TestSecurity:
    def test_a_server_without_starttls_gets_no_password(self) -> None:
        said: list[bytes] = []

        def answer(tag: bytes, rest: bytes) -> bytes:
            said.append(rest)
            return b"* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n" + tag + b" OK done\r\n"

        with (
            scripted(HELLO, answer) as port,
            ImapMailbox(local(port, security="starttls"), Limits()) as mailbox,
            pytest.raises(MailboxSecurityError, match="STARTTLS"),
        ):
            mailbox.open()
        assert {line.split()[0] for line in said} <= {b"CAPABILITY", b"LOGOUT"}

    def test_a_server_that_refuses_starttls(self) -> None:
        answers = {
            "CAPABILITY": b"* CAPABILITY IMAP4rev1 STARTTLS\r\n%t OK done\r\n",
            "STARTTLS": b"%t NO not today\r\n",
        }
        error = error_of(HELLO, ImapMailbox.open, security="starttls", answers=answers)
        assert isinstance(error, MailboxSecurityError)

    def test_preauth_does_not_get_around_starttls(self) -> None:
        answers = {"CAPABILITY": b"* CAPABILITY IMAP4rev1 STARTTLS\r\n%t OK done\r\n"}
        error = error_of(
            b"* PREAUTH welcome\r\n", ImapMailbox.open, security="starttls", answers=answers
        )
        assert isinstance(error, MailboxSecurityError)

    def test_mail_bodies_and_passwords_reach_no_log(
        self, server: Stage, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level(0)
        with ImapMailbox(local(server.imap_port), Limits()) as mailbox:
            mailbox.open()
            mailbox.append("INBOX", eml(1, "секретное слово"), AT)
            mailbox.open()
            list(mailbox.fetch(mailbox.uids_after(0)))
        ours = [r.getMessage() for r in caplog.records if not r.name.startswith("pymap")]
        assert ours, "the log was listened to"
        words = (PASSWORD, "секретное", repr("секретное".encode())[2:-1])
        assert not [line for line in ours if any(word in line for word in words)]


class TestLogin:
    def said(self, capability: bytes, **how: Any) -> list[bytes]:
        """What the client says to a server of these capabilities until it is logged in."""
        lines: list[bytes] = []

        def answer(tag: bytes, rest: bytes) -> bytes | None:
            lines.append(rest or tag)  # an answer to a challenge is one word
            if rest.startswith(b"AUTHENTICATE"):
                self.tag = tag
                return b"+ \r\n"
            if not rest:
                return self.tag + b" OK in\r\n"
            hello = b"* CAPABILITY IMAP4rev1 %b\r\n%%t OK done\r\n" % capability
            return server_of(**READY | {"CAPABILITY": hello})(tag, rest)

        with scripted(HELLO, answer) as port, ImapMailbox(local(port, **how), Limits()) as mailbox:
            mailbox.open()
        return lines

    def test_xoauth2_sends_the_token_of_the_command(self) -> None:
        lines = self.said(
            b"AUTH=XOAUTH2", auth="xoauth2", token_command=("printf", "abc"), password=None
        )
        at = lines.index(b"AUTHENTICATE XOAUTH2")
        assert b64decode(lines[at + 1]) == b"user=edo\x01auth=Bearer abc\x01\x01"

    def test_plain_where_the_server_has_it(self) -> None:
        lines = self.said(b"AUTH=PLAIN")
        at = lines.index(b"AUTHENTICATE PLAIN")
        assert b64decode(lines[at + 1]) == f"\0{USER}\0{PASSWORD}".encode()

    def test_else_login_with_name_and_password_quoted(self) -> None:
        lines = self.said(b"", user='a "b" \\', password=Secret('c "d"'))
        assert b'LOGIN "a \\"b\\" \\\\" "c \\"d\\""' in lines

    def test_beyond_ascii_only_plain_will_do(self) -> None:
        lines = self.said(b"", password=Secret("пароль"))
        at = lines.index(b"AUTHENTICATE PLAIN")
        assert b64decode(lines[at + 1]) == f"\0{USER}\0пароль".encode()


class TestOddServers:
    def test_silence_after_the_connection(self) -> None:
        error = error_of(b"", ImapMailbox.open, connect_seconds=0.3)
        assert isinstance(error, MailboxTimeoutError)

    def test_a_server_that_is_none(self) -> None:
        error = error_of(b"220 mail ESMTP\r\n", ImapMailbox.open)
        assert isinstance(error, MailboxLostError | MailboxRefusedError)

    def test_too_many_connections(self) -> None:
        error = error_of(b"* BYE too many connections\r\n", ImapMailbox.open)
        assert "too many connections" in str(error)
        assert error.temporary

    def test_a_login_that_is_impossible_just_now_is_temporary(self) -> None:
        error = error_of(
            HELLO, ImapMailbox.open, answers={"LOGIN": b"%t NO [UNAVAILABLE] later\r\n"}
        )
        assert isinstance(error, MailboxRefusedError)
        assert error.temporary

    def test_no_uidvalidity(self) -> None:
        error = error_of(HELLO, ImapMailbox.open, answers={"SELECT": b"%t OK done\r\n"})
        assert isinstance(error, MailboxFolderError)
        assert "UIDVALIDITY" in str(error)

    def test_a_line_that_is_no_imap(self) -> None:
        def search(mailbox: ImapMailbox) -> None:
            mailbox.open()
            mailbox.uids_after(0)

        error = error_of(HELLO, search, answers={"SEARCH": b"\x00\xff garbage\r\n"})
        assert isinstance(error, MailboxLostError)

    def test_the_server_hangs_up(self) -> None:
        def search(mailbox: ImapMailbox) -> None:
            mailbox.open()
            mailbox.uids_after(0)

        assert isinstance(error_of(HELLO, search, answers={"SEARCH": b""}), MailboxLostError)

    def test_one_mail_that_cannot_be_given_out_keeps_back_no_other(self) -> None:
        def answer(tag: bytes, rest: bytes) -> bytes | None:
            ok = tag + b" OK done\r\n"
            if rest.startswith(b"UID FETCH") and b"SIZE" in rest:
                sizes = (b"* %d FETCH (UID %d RFC822.SIZE 4)\r\n" % (n, n) for n in (1, 2, 3))
                return b"".join(sizes) + ok
            if rest.startswith(b"UID FETCH"):
                asked = rest.split()[2]
                if b"2" in asked:
                    return tag + b" NO [SERVERBUG] corrupt\r\n"
                return b"* %b FETCH (UID %b BODY[] {4}\r\nmail)\r\n" % (asked, asked) + ok
            if rest.startswith(b"UID SEARCH"):
                return b"* SEARCH 1 2 3\r\n" + ok if b"*" in rest else b"* SEARCH 2\r\n" + ok
            return server_of(**READY)(tag, rest)

        with scripted(HELLO, answer) as port, ImapMailbox(local(port), Limits()) as mailbox:
            mailbox.open()
            (batch,) = mailbox.fetch(mailbox.uids_after(0))
        assert [mail.uid for mail in batch.mails] == [1, 3]
        assert batch.failed == (2,)

    def test_a_mail_whose_size_is_withheld_is_not_taken_for_gone(self) -> None:
        answers = {
            "FETCH": b"* 1 FETCH (UID 1 RFC822.SIZE 4 BODY[] {4}\r\nmail)\r\n%t OK done\r\n",
            "SEARCH": b"* SEARCH 2\r\n%t OK done\r\n",
        }
        with (
            scripted(HELLO, server_of(**READY | answers)) as port,
            ImapMailbox(local(port), Limits()) as mailbox,
        ):
            mailbox.open()
            withheld, good = mailbox.fetch([1, 2])
        assert withheld.failed == (2,)
        assert [mail.uid for mail in good.mails] == [1]

    def test_an_answer_that_the_parser_chokes_on_ends_the_connection_only(self) -> None:
        def fetch(mailbox: ImapMailbox) -> None:
            mailbox.open()
            list(mailbox.fetch([1]))

        for nonsense in (b"* 1 FETCH ((((\r\n", b"* x FETCH (UID \r\n", b'* 1 FETCH (UID "\r\n'):
            error = error_of(HELLO, fetch, answers={"FETCH": nonsense + b"%t OK done\r\n"})
            assert isinstance(error, MailboxLostError | MailboxRefusedError)

    def test_in_a_huge_folder_uids_are_asked_for_in_windows(self) -> None:
        asked: list[bytes] = []

        def answer(tag: bytes, rest: bytes) -> bytes | None:
            if rest.startswith(b"UID SEARCH"):
                asked.append(rest.removeprefix(b"UID SEARCH UID "))
                first = asked[-1].partition(b":")[0]
                return b"* SEARCH " + first + b"\r\n" + tag + b" OK done\r\n"
            return server_of(
                CAPABILITY=READY["CAPABILITY"],
                SELECT=b"* 120000 EXISTS\r\n* OK [UIDVALIDITY 7] x\r\n%t OK done\r\n",
                STATUS=b'* STATUS "INBOX" (UIDNEXT 130001)\r\n%t OK done\r\n',
            )(tag, rest)

        with scripted(HELLO, answer) as port, ImapMailbox(local(port), Limits()) as mailbox:
            mailbox.open()
            uids = mailbox.uids_after(10)
        assert asked == [b"11:50010", b"50011:100010", b"100011:*"]
        assert uids == [11, 50011, 100011]

    def test_unasked_for_flags_are_no_mail(self) -> None:
        answers = {
            "FETCH": b"* 1 FETCH (UID 1 RFC822.SIZE 4 BODY[] {4}\r\nmail)\r\n"
            b"* 2 FETCH (FLAGS (\\Seen))\r\n%t OK done\r\n",
            "SEARCH": b"* SEARCH 1\r\n%t OK done\r\n",
        }
        with (
            scripted(HELLO, server_of(**READY | answers)) as port,
            ImapMailbox(local(port), Limits()) as mailbox,
        ):
            mailbox.open()
            (batch,) = mailbox.fetch([1])
        assert [mail.content for mail in batch.mails] == [b"mail"]

    def test_over_quota_stops_the_moving_and_says_so(self) -> None:
        def settle(mailbox: ImapMailbox) -> None:
            mailbox.open()
            mailbox.settle([1])

        answers = {
            "LIST": b'* LIST () "/" INBOX\r\n%t OK done\r\n',
            "MOVE": b"%t NO [OVERQUOTA] full\r\n",
            "SEARCH": b"* SEARCH 1\r\n%t OK done\r\n",
        }
        error = error_of(HELLO, settle, answers=answers)
        assert isinstance(error, MailboxRefusedError)
        assert "OVERQUOTA" in str(error)

    def test_a_refusal_to_move_what_is_gone_is_none(self) -> None:
        answers = {
            "LIST": b'* LIST () "/" INBOX\r\n%t OK done\r\n',
            "MOVE": b"%t NO no such message\r\n",
            "SEARCH": b"* SEARCH\r\n%t OK done\r\n",
        }
        with (
            scripted(HELLO, server_of(**READY | answers)) as port,
            ImapMailbox(local(port), Limits()) as mailbox,
        ):
            mailbox.open()
            mailbox.settle([1])


class TestDeadline:
    def test_it_holds_for_the_whole_pass(self) -> None:
        def slow(tag: bytes, rest: bytes) -> bytes | None:
            time.sleep(0.2)
            return server_of(**READY | {"SEARCH": b"* SEARCH\r\n%t OK done\r\n"})(tag, rest)

        with (
            scripted(HELLO, slow) as port,
            ImapMailbox(local(port, pass_seconds=1.5), Limits()) as mailbox,
        ):
            mailbox.open()
            began = time.monotonic()
            with pytest.raises(MailboxTimeoutError, match="не уложился"):
                for _ in range(20):
                    mailbox.uids_after(0)
            assert time.monotonic() - began < 3
            assert mailbox.open() == 7, "the next pass has its own time"


class TestToken:
    def test_the_first_line_is_the_token(self) -> None:
        assert oauth.token(["printf", "abc\nsecond\n"], 5).reveal() == "abc"

    @pytest.mark.parametrize(
        ("command", "part"),
        [
            (["/no/such/command"], "не выполнена"),
            (["false"], "вернула код 1"),
            (["true"], "ничего не напечатала"),
            (["sleep", "9"], "не закончилась за 0.2 с"),
        ],
    )
    def test_none(self, command: list[str], part: str) -> None:
        with pytest.raises(oauth.TokenError, match=part):
            oauth.token(command, 0.2)

    def test_xoauth2(self) -> None:
        expected = b"user=edo@example.ru\x01auth=Bearer abc\x01\x01"
        assert oauth.xoauth2("edo@example.ru", Secret("abc")) == expected
