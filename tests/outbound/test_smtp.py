"""Handing over: the verdict on each letter, whatever the server does."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Iterator

import pytest

from intake.secrets import Secret
from intake.settings import Smtp
from outbound.sending.smtp import Fate, SmtpSender
from outbound.sending.smtp_client import ServerDownError
from tests.outbound.scripted_smtp import Plan, ScriptedSmtp

LETTER = b"Subject: x\r\n\r\nfirst\r\n.dot\r\n"


def settings(port: int, **fields: object) -> Smtp:
    given = Smtp(
        host="127.0.0.1",
        port=port,
        security="plain",
        from_address="edo@adm.example",
        connect_seconds=10.0,
        read_seconds=10.0,
    )
    return dataclasses.replace(given, **fields)


@pytest.fixture(params=["HELP", "PIPELINING"])
def server(request) -> Iterator[ScriptedSmtp]:
    with ScriptedSmtp(extra=request.param) as server:
        yield server


@pytest.fixture
def sender(server) -> Iterator[SmtpSender]:
    sender = SmtpSender(settings(server.port))
    yield sender
    sender.close()


def at(step: str, reply: str, first: int = 1) -> Plan:
    """The reply at a step of the first transaction only."""
    return lambda n, s: reply if s == step and n == first else None


def test_a_letter_arrives_as_it_was(server, sender):
    assert sender.send("a@b.example", LETTER).fate is Fate.ACCEPTED
    assert server.accepted == [LETTER.replace(b"\r\n.dot", b"\r\n..dot")]


def test_many_letters_go_over_one_connection(server, sender):
    for n in range(5):
        assert sender.send(f"a{n}@b.example", LETTER).fate is Fate.ACCEPTED
    assert server.connections == 1


def test_after_so_many_letters_a_new_connection_is_made(server):
    sender = SmtpSender(settings(server.port, letters_per_connection=2))
    for _ in range(5):
        sender.send("a@b.example", LETTER)
    sender.close()
    assert server.connections == 3


@pytest.mark.parametrize(
    ("step", "reply", "fate"),
    [
        ("rcpt", "451 4.3.0 later", Fate.LATER),
        ("rcpt", "550 5.1.1 no such user", Fate.NEVER),
        ("data", "451 4.3.0 later", Fate.LATER),
        ("data", "554 5.5.1 no valid recipients", Fate.NEVER),
        ("end", "452 4.3.1 no space", Fate.LATER),
        ("end", "554 5.7.1 refused as spam", Fate.NEVER),
        ("mail", "451 4.3.0 later", Fate.LATER),
        ("mail", "552 5.3.4 too big", Fate.NEVER),
    ],
)
def test_a_refusal_is_of_that_letter_and_the_connection_goes_on(server, sender, step, reply, fate):
    server.plan = at(step, reply)
    verdict = sender.send("a@b.example", LETTER)
    assert (verdict.fate, verdict.reason) == (fate, f"сервер ответил: {reply}")
    assert sender.send("b@b.example", LETTER).fate is Fate.ACCEPTED
    assert server.connections == 1


@pytest.mark.parametrize("step", ["mail", "rcpt", "data", "end"])
def test_421_postpones_the_letter_and_the_next_goes_over_a_new_connection(server, sender, step):
    server.plan = at(step, "421 4.3.2 closing")
    assert sender.send("a@b.example", LETTER).fate is Fate.LATER
    assert sender.send("b@b.example", LETTER).fate is Fate.ACCEPTED
    assert server.connections == 2


@pytest.mark.parametrize("step", ["mail", "rcpt", "data"])
def test_a_connection_lost_before_the_letter_left_is_made_anew(server, sender, step):
    server.plan = at(step, "close")
    assert sender.send("a@b.example", LETTER).fate is Fate.ACCEPTED
    assert server.connections == 2
    assert len(server.accepted) == 1


def test_a_connection_that_the_server_closed_while_idle_is_made_anew(server, sender):
    sender.open()
    server.plan = lambda n, step: "close" if step == "mail" and n == 1 else None
    assert sender.send("a@b.example", LETTER).fate is Fate.ACCEPTED


@pytest.mark.parametrize("end", ["close", "hang"])
def test_no_answer_after_the_whole_letter_left_means_that_nobody_knows(server, end):
    server.plan = at("end", end)
    sender = SmtpSender(settings(server.port, read_seconds=0.3))
    verdict = sender.send("a@b.example", LETTER)
    assert verdict.fate is Fate.UNKNOWN
    assert "сервер не подтвердил приём" in verdict.reason
    assert len(server.accepted) == 1, "and it is not sent a second time at once"


def test_a_server_that_refuses_us_is_down_for_all_letters(server, sender):
    server.plan = at("mail", "530 5.7.0 Authentication required")
    with pytest.raises(ServerDownError, match="не принимает писем от нас: 530"):
        sender.send("a@b.example", LETTER)


@pytest.mark.parametrize(
    "reply",
    [
        "553 5.7.1 <edo@adm.example>: Sender address rejected: not owned by user edo",
        "554 5.7.1 <a@b.example>: Relay access denied",
        "454 4.7.1 <a@b.example>: Relay access denied",
        "554 5.7.1 <a@b.example>: Recipient address rejected: Access denied",
    ],
)
def test_a_refusal_at_rcpt_that_is_about_us_is_told_apart(server, sender, reply):
    server.plan = at("rcpt", reply)
    assert sender.send("a@b.example", LETTER).fate is Fate.REFUSED_US


def test_an_unknown_recipient_of_a_cloud_server_is_not_about_us(server, sender):
    server.plan = at("rcpt", "550 5.4.1 Recipient address rejected: Access denied.")
    assert sender.send("a@b.example", LETTER).fate is Fate.NEVER


def test_nobody_listening_is_told_with_the_address():
    with pytest.raises(ServerDownError, match=r"127\.0\.0\.1:1: соединение отклонено"):
        SmtpSender(settings(1)).open()


def test_a_server_that_says_nothing_is_given_up():
    with ScriptedSmtp(lambda _n, step: "hang" if step == "connect" else None) as server:
        began = time.monotonic()
        with pytest.raises(ServerDownError):
            SmtpSender(settings(server.port, connect_seconds=0.2, read_seconds=0.2)).open()
        assert time.monotonic() - began < 3


def test_a_server_without_starttls_is_never_spoken_to_in_clear(server):
    sender = SmtpSender(settings(server.port, security="starttls"))
    with pytest.raises(ServerDownError, match="STARTTLS"):
        sender.open()
    assert not any(command.startswith(("AUTH", "MAIL")) for command in server.commands)


def test_a_server_without_login_gets_no_password(server):
    sender = SmtpSender(settings(server.port, user="edo", password=Secret("geheim")))
    with pytest.raises(ServerDownError, match="вход"):
        sender.open()
    assert not any("geheim" in command for command in server.commands)


def test_clear_text_is_for_this_machine_only():
    with pytest.raises(ServerDownError, match="незашифрованная"):
        SmtpSender(settings(25, host="mail.example")).open()


def test_a_refused_password_is_told_in_russian():
    plan = lambda _n, step: "535 5.7.8 bad credentials" if step == "auth" else None  # noqa: E731
    with ScriptedSmtp(plan, extra="AUTH PLAIN") as server:
        sender = SmtpSender(settings(server.port, user="edo", password=Secret("x")))
        with pytest.raises(ServerDownError, match=r"не принял имя пользователя или пароль.*535"):
            sender.open()


def test_xoauth2_logs_in_with_the_token_of_a_command():
    with ScriptedSmtp(extra="AUTH XOAUTH2") as server:
        server.plan = lambda _n, step: "235 ok" if step == "auth" else None
        command = ("printf", "token-1")
        sender = SmtpSender(
            settings(server.port, user="edo", auth="xoauth2", token_command=command)
        )
        sender.open()
        sender.close()
    (auth,) = [c for c in server.commands if c.startswith("AUTH")]
    assert auth.startswith("AUTH XOAUTH2 ")


def test_an_address_beyond_ascii_needs_a_server_that_takes_it(server, sender):
    verdict = sender.send("глава@rayon.example", LETTER)
    assert verdict.fate is Fate.NEVER
    assert "SMTPUTF8" in verdict.reason
    server.extra = "SMTPUTF8"
    sender.close()
    assert sender.send("глава@rayon.example", LETTER).fate is Fate.ACCEPTED
    assert any("TO:<глава@rayon.example>" in command for command in server.commands)


def test_a_domain_beyond_ascii_goes_to_any_server(server, sender):
    assert sender.send("glava@почта.рф", LETTER).fate is Fate.ACCEPTED
    assert "glava@xn--80a1acny.xn--p1ai" in server.commands[-3] + server.commands[-2]


def test_an_impossible_address_never_reaches_the_server(server, sender):
    assert sender.send("no address", LETTER).fate is Fate.NEVER
    assert server.connections == 0
