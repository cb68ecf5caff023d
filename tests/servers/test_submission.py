"""Letters through real servers: STARTTLS, SMTPS, login, refusals, many on one connection."""

from __future__ import annotations

import dataclasses
import email
import email.policy
from collections.abc import Iterator

import pytest

from intake.secrets import Secret
from intake.settings import Smtp
from outbound.sending.smtp import Fate, SmtpSender
from outbound.sending.smtp_client import ServerDownError
from outbound.writing.compose import Theirs, Understanding, reply
from rules.model import Address
from tests.messages import parsed, text_of
from tests.outbound.campaign import BOTH, CIRCULAR, OFFICE, FakeClock
from tests.servers import exim
from tests.servers.common import SmtpServer, must_have
from tests.servers.mailboxes import submission

pytestmark = pytest.mark.server


@pytest.fixture
def settings(smtp_server: SmtpServer) -> Smtp:
    smtp_server.sink.accepted.clear()
    return submission(smtp_server)


@pytest.fixture
def secure(settings: Smtp) -> Smtp:
    if settings.security == "plain":
        pytest.skip("OpenSMTPD of Debian 12 has no working TLS, and so no login")
    return settings


@pytest.fixture
def sender(settings: Smtp) -> Iterator[SmtpSender]:
    sender = SmtpSender(settings)
    yield sender
    sender.close()


def letter(subject: str, *headers: str) -> bytes:
    head = "\r\n".join(["From: edo@adm.example", f"Subject: {subject}", *headers])
    return f"{head}\r\n\r\ntext\r\n.\r\n.. dots\r\n".encode()


def subjects(contents: list[bytes]) -> list[str]:
    return sorted(email.message_from_bytes(content)["Subject"] for content in contents)


def test_the_letter_goes_on_whole(smtp_server, sender):
    assert sender.send("lug@mo.example", letter("one")).fate is Fate.ACCEPTED
    (content,) = smtp_server.passed_on(1)
    assert content.endswith(b"\r\n\r\ntext\r\n..\r\n... dots\r\n"), "stuffed once, by the server"


def test_tls_from_the_first_byte(smtp_server, secure):
    settings = dataclasses.replace(secure, security="tls", port=smtp_server.smtps)
    sender = SmtpSender(settings)
    assert sender.send("lug@mo.example", letter("tls")).fate is Fate.ACCEPTED
    sender.close()
    assert subjects(smtp_server.passed_on(1)) == ["tls"]


def test_fifty_letters_over_one_connection_are_fifty_letters(smtp_server, sender):
    for n in range(50):
        assert sender.send(f"p{n}@mo.example", letter(f"{n:02}")).fate is Fate.ACCEPTED
    assert subjects(smtp_server.passed_on(50)) == [f"{n:02}" for n in range(50)]


@pytest.mark.parametrize(
    ("to", "fate", "words"),
    [
        ("later@mo.example", Fate.LATER, "451 4.3.0"),
        ("nobody@mo.example", Fate.NEVER, "550 5.1.1"),
        ("closing@mo.example", Fate.LATER, "421 4.3.2"),
    ],
)
def test_a_refused_address_leaves_the_way_free_for_the_next(smtp_server, sender, to, fate, words):
    verdict = sender.send(to, letter("refused"))
    assert verdict.fate is fate
    assert words in verdict.reason
    assert sender.send("lug@mo.example", letter("next")).fate is Fate.ACCEPTED
    assert subjects(smtp_server.passed_on(1)) == ["next"]


def test_a_letter_refused_after_its_last_dot_is_refused_for_good(secure, sender):
    verdict = sender.send("lug@mo.example", letter("x", "X-Test-Reject-After-Data: 1"))
    assert (verdict.fate, "5.7.1" in verdict.reason) == (Fate.NEVER, True)


def test_a_letter_over_the_servers_limit_is_refused_for_good(sender):
    big = letter("big") + (b"x" * 70 + b"\r\n") * 16_000
    verdict = sender.send("lug@mo.example", big)
    assert (verdict.fate, "message" in verdict.reason.lower()) == (Fate.NEVER, True)


def test_a_domain_beyond_ascii(smtp_server, sender):
    assert sender.send("glava@район.рф", letter("idn")).fate is Fate.ACCEPTED
    assert subjects(smtp_server.passed_on(1)) == ["idn"]


def test_an_address_beyond_ascii_needs_a_server_with_smtputf8(smtp_server, sender):
    verdict = sender.send("глава@район.рф", letter("utf8"))
    if smtp_server.smtputf8:
        assert verdict.fate is Fate.ACCEPTED
        assert subjects(smtp_server.passed_on(1)) == ["utf8"]
    else:
        assert (verdict.fate, "SMTPUTF8" in verdict.reason) == (Fate.NEVER, True)


def test_a_wrong_password_is_told(secure):
    sender = SmtpSender(dataclasses.replace(secure, password=Secret("wrong")))
    with pytest.raises(ServerDownError, match="не принял имя пользователя или пароль"):
        sender.open()


def test_an_unknown_authority_is_told_and_nothing_is_sent(secure):
    sender = SmtpSender(dataclasses.replace(secure, ca_file=None))
    with pytest.raises(ServerDownError, match="Сертификат"):
        sender.open()


def test_a_certificate_of_another_name_is_told(secure):
    sender = SmtpSender(dataclasses.replace(secure, host="127.0.0.2"))
    with pytest.raises(ServerDownError):
        sender.open()


def test_tls_where_the_server_speaks_starttls_is_told(secure):
    with pytest.raises(ServerDownError, match="шифрование"):
        SmtpSender(dataclasses.replace(secure, security="tls")).open()


def test_without_login_nothing_is_relayed_and_no_letter_fails(secure):
    sender = SmtpSender(dataclasses.replace(secure, user=""))
    assert sender.send("lug@mo.example", letter("relay")).fate is Fate.REFUSED_US
    sender.close()


def test_a_confirmation_arrives_as_it_was_composed(smtp_server, sender):
    theirs = Theirs(
        Address("Глава", "lug@mo.example"), "О готовности", None, "<1@mo.example>", "", ""
    )
    about = Understanding(CIRCULAR, CIRCULAR.recipients[0], dict(BOTH), {})
    made = reply("confirm", OFFICE, theirs, about, FakeClock()())
    assert sender.send(made.to, made.content).fate is Fate.ACCEPTED
    (content,) = smtp_server.passed_on(1)
    message = parsed(content)
    assert message["Message-ID"] == made.message_id
    assert message["Auto-Submitted"] == "auto-replied"
    assert text_of(message).startswith("Уважаемые коллеги!")
    assert "готовность подтверждена" in text_of(message)
    assert message.defects == []


def test_login_where_the_server_knows_no_auth_plain():
    must_have(exim.missing())
    with exim.running(login_only=True) as server:
        sender = SmtpSender(submission(server))
        assert sender.send("lug@mo.example", letter("login")).fate is Fate.ACCEPTED
        sender.close()
        assert subjects(server.passed_on(1)) == ["login"]
