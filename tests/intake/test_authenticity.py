"""Authentication-Results: whose are heeded, and what they say of the sender's domain."""

from __future__ import annotations

import pytest

from intake import mime
from rules.model import Proof

OURS = ("mx.astrobl.example",)


def proof(*headers: str, sender: str = "info@liman.example") -> Proof:
    head = "\r\n".join((*headers, f"From: {sender}", "Subject: x"))
    return mime.parse(f"{head}\r\n\r\ntext\r\n".encode(), authserv_ids=OURS).authenticity.proof


def results(text: str, server: str = "mx.astrobl.example") -> str:
    return f"Authentication-Results: {server}; {text}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("dmarc=pass header.from=liman.example", Proof.PASSED),
        ("dkim=pass header.d=liman.example", Proof.PASSED),
        ("dkim=pass header.i=@mail.liman.example", Proof.PASSED),
        ("spf=pass smtp.mailfrom=info@liman.example", Proof.PASSED),
        ("spf=pass smtp.mailfrom=x@evil.example", Proof.ABSENT),
        ("dkim=pass header.d=evil.example", Proof.ABSENT),
        ("dmarc=fail header.from=liman.example", Proof.FAILED),
        ("spf=pass smtp.mailfrom=liman.example; dmarc=fail", Proof.FAILED),
        ("spf=softfail smtp.mailfrom=liman.example", Proof.FAILED),
        ("spf=softfail smtp.mailfrom=liman.example; dkim=pass header.d=liman.example",
         Proof.PASSED),
        ("dkim=fail header.d=liman.example", Proof.FAILED),
        ("spf=none smtp.mailfrom=liman.example", Proof.ABSENT),
        ("dkim=temperror header.d=liman.example", Proof.ABSENT),
        ("none", Proof.ABSENT),
    ],
)  # fmt: skip
def test_what_the_results_say_of_the_senders_domain(text, expected):
    assert proof(results(text), "Received: by mx.astrobl.example") is expected


def test_a_mail_is_unchecked_where_no_server_is_trusted():
    raw = b"Authentication-Results: mx.astrobl.example; dmarc=fail\r\nFrom: a@b.example\r\n\r\nx"
    assert mime.parse(raw).authenticity.proof is Proof.UNCHECKED


def test_results_of_another_server_prove_nothing():
    assert proof(results("dmarc=pass header.from=liman.example", "mx.evil.example")) is Proof.ABSENT


def test_what_stands_below_our_servers_lines_was_written_by_the_sender():
    ours = results("dmarc=fail header.from=liman.example")
    forged = results("dmarc=pass header.from=liman.example")
    assert proof(ours, "Received: by mx.astrobl.example", forged) is Proof.FAILED


def test_several_filters_of_one_server_are_heard_together():
    assert proof(
        results("dmarc=pass header.from=liman.example"), results("dkim=none"), "Received: by mx"
    ) is Proof.PASSED  # fmt: skip


@pytest.mark.parametrize("text", ["dmarc", "=;;;=", "dmarc=pass (((", "\x00", "dkim=" * 5000])
def test_results_that_cannot_be_read_prove_nothing(text):
    assert proof(results(text)) is Proof.ABSENT


def test_the_name_of_the_server_is_compared_without_case():
    assert proof("Authentication-Results: MX.Astrobl.Example 1; dmarc=pass") is Proof.PASSED
