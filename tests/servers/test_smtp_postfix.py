"""Letters through a real Postfix: STARTTLS, SMTPS, login, refusals, many on one connection."""

from __future__ import annotations

import dataclasses
import email
import email.policy
import os
from collections.abc import Iterator

import pytest

from intake.secrets import Secret
from intake.settings import Smtp
from outbound.compose import Theirs, Understanding, reply
from outbound.smtp import Fate, SmtpSender
from outbound.smtp_client import ServerDownError
from rules.model import Address
from tests.outbound.campaign import BOTH, CIRCULAR, OFFICE, FakeClock
from tests.servers import postfix as server
from tests.servers.postfix import Postfix

pytestmark = pytest.mark.server


@pytest.fixture(scope="module")
def postfix() -> Iterator[Postfix]:
    if reason := server.missing():
        if os.environ.get("CI") == "true" and "root" not in reason:
            pytest.fail(f"under CI no server may be missing: {reason}")
        pytest.skip(reason)
    with server.postfix() as running:
        yield running


@pytest.fixture
def settings(postfix: Postfix) -> Smtp:
    postfix.sink.accepted.clear()
    return Smtp(
        host="localhost",
        port=postfix.submission,
        security="starttls",
        user=server.USER,
        password=Secret(server.PASSWORD),
        ca_file=postfix.ca,
        from_address="edo@adm.example",
        read_seconds=10,
    )


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


def test_starttls_and_login_then_the_letter_goes_on_whole(postfix, sender):
    assert sender.send("lug@mo.example", letter("one")).fate is Fate.ACCEPTED
    (content,) = postfix.passed_on(1)
    assert content.endswith(b"\r\n\r\ntext\r\n..\r\n... dots\r\n"), "stuffed once, by Postfix"


def test_tls_from_the_first_byte(postfix, settings):
    sender = SmtpSender(dataclasses.replace(settings, security="tls", port=postfix.smtps))
    assert sender.send("lug@mo.example", letter("tls")).fate is Fate.ACCEPTED
    sender.close()
    assert subjects(postfix.passed_on(1)) == ["tls"]


def test_fifty_letters_over_one_connection_are_fifty_letters(postfix, sender):
    for n in range(50):
        assert sender.send(f"p{n}@mo.example", letter(f"{n:02}")).fate is Fate.ACCEPTED
    assert subjects(postfix.passed_on(50)) == [f"{n:02}" for n in range(50)]


@pytest.mark.parametrize(
    ("to", "fate", "words"),
    [
        ("later@mo.example", Fate.LATER, "451 4.3.0"),
        ("nobody@mo.example", Fate.NEVER, "550 5.1.1"),
        ("closing@mo.example", Fate.LATER, "421 4.3.2"),
    ],
)
def test_a_refused_address_leaves_the_way_free_for_the_next(postfix, sender, to, fate, words):
    verdict = sender.send(to, letter("refused"))
    assert verdict.fate is fate
    assert words in verdict.reason
    assert sender.send("lug@mo.example", letter("next")).fate is Fate.ACCEPTED
    assert subjects(postfix.passed_on(1)) == ["next"]


def test_a_letter_refused_after_its_last_dot_is_refused_for_good(sender):
    verdict = sender.send("lug@mo.example", letter("x", "X-Test-Reject-After-Data: 1"))
    assert (verdict.fate, "5.7.1" in verdict.reason) == (Fate.NEVER, True)


def test_a_letter_over_the_servers_limit_is_refused_before_it_is_sent(sender):
    verdict = sender.send("lug@mo.example", letter("big") + b"x" * 1_100_000)
    assert (verdict.fate, "552" in verdict.reason) == (Fate.NEVER, True)


def test_addresses_beyond_ascii(postfix, sender):
    assert sender.send("глава@район.рф", letter("utf8")).fate is Fate.ACCEPTED
    assert sender.send("glava@район.рф", letter("idn")).fate is Fate.ACCEPTED


def test_a_wrong_password_is_told(settings):
    sender = SmtpSender(dataclasses.replace(settings, password=Secret("wrong")))
    with pytest.raises(ServerDownError, match="не принял имя пользователя или пароль"):
        sender.open()


def test_an_unknown_authority_is_told_and_nothing_is_sent(settings):
    sender = SmtpSender(dataclasses.replace(settings, ca_file=None))
    with pytest.raises(ServerDownError, match="Сертификат"):
        sender.open()


def test_a_certificate_of_another_name_is_told(settings):
    sender = SmtpSender(dataclasses.replace(settings, host="127.0.0.2"))
    with pytest.raises(ServerDownError):
        sender.open()


def test_tls_where_the_server_speaks_starttls_is_told(settings):
    with pytest.raises(ServerDownError, match="шифрование"):
        SmtpSender(dataclasses.replace(settings, security="tls")).open()


def test_without_login_postfix_relays_nothing_and_no_letter_fails(settings):
    sender = SmtpSender(dataclasses.replace(settings, user=""))
    assert sender.send("lug@mo.example", letter("relay")).fate is Fate.REFUSED_US
    sender.close()


def test_a_confirmation_arrives_as_it_was_composed(postfix, sender):
    theirs = Theirs(
        Address("Глава", "lug@mo.example"), "О готовности", None, "<1@mo.example>", "", ""
    )
    about = Understanding(CIRCULAR, CIRCULAR.recipients[0], dict(BOTH), {})
    made = reply("confirm", OFFICE, theirs, about, FakeClock()())
    assert sender.send(made.to, made.content).fate is Fate.ACCEPTED
    (content,) = postfix.passed_on(1)
    message = email.message_from_bytes(content, policy=email.policy.default)
    assert message["Message-ID"] == made.message_id
    assert message["Auto-Submitted"] == "auto-replied"
    assert message.get_body(("plain",)).get_content().startswith("Уважаемые коллеги!")
    assert "готовность подтверждена" in message.get_body(("plain",)).get_content()
    assert message.defects == []
