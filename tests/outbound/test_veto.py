"""Whom we never write back to, judged by raw headers alone."""

from __future__ import annotations

import time

import pytest

from outbound.writing.veto import envelope, veto
from tests.outbound.campaign import raw_mail

OWN = frozenset({"edo@adm.example"})


def refusal(raw: bytes) -> str | None:
    return veto(envelope(raw), OWN)


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(raw_mail(), id="an ordinary clerk"),
        pytest.param(raw_mail(Auto_Submitted="no"), id="Auto-Submitted: no"),
        pytest.param(raw_mail(X_Auto_Response_Suppress="DR, RN"), id="wants no receipts"),
        pytest.param(raw_mail(Return_Path="<lug@mo.example>"), id="an ordinary return path"),
        pytest.param(raw_mail(Precedence="first-class"), id="a precedence of people"),
        pytest.param(raw_mail("reply@mo.example"), id="reply is not noreply"),
        pytest.param(raw_mail("norely@mo.example"), id="a name that looks alike"),
        pytest.param(raw_mail("abounce@mo.example"), id="a word within a word"),
        pytest.param(raw_mail("root.ivanov@mo.example"), id="a person called Root"),
        pytest.param(raw_mail("priemnaya-info@mo.example"), id="a public office"),
    ],
)
def test_people_may_be_answered(raw):
    assert refusal(raw) is None


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(raw_mail(Auto_Submitted="auto-replied"), id="an auto-reply"),
        pytest.param(raw_mail(Auto_Submitted="Auto-Generated; type=x"), id="keyword in any case"),
        pytest.param(raw_mail(Return_Path="<>"), id="null sender"),
        pytest.param(raw_mail(X_Auto_Response_Suppress="OOF, AutoReply"), id="asks for no replies"),
        pytest.param(raw_mail(X_Auto_Response_Suppress="All"), id="asks for none at all"),
        pytest.param(raw_mail(Precedence="BULK"), id="bulk mail"),
        pytest.param(raw_mail(List_Id="<news.example>"), id="a list"),
        pytest.param(raw_mail(List_Unsubscribe="<mailto:x@y>"), id="a newsletter"),
        pytest.param(raw_mail(X_Autoreply="yes"), id="an old responder"),
        pytest.param(raw_mail(X_Failed_Recipients="a@b"), id="an Exim bounce"),
        pytest.param(raw_mail(X_Spam_Flag="YES"), id="spam"),
        pytest.param(raw_mail(Content_Type="multipart/report; boundary=x"), id="a report"),
        pytest.param(raw_mail("MAILER-DAEMON@mo.example"), id="a daemon"),
        pytest.param(raw_mail("no-reply@shop.example"), id="no-reply"),
        pytest.param(raw_mail("gosuslugi.noreply@x.example"), id="noreply behind a name"),
        pytest.param(raw_mail("do_not_reply@x.example"), id="do_not_reply"),
        pytest.param(raw_mail("bounces+12-ab@x.example"), id="a bounce address"),
        pytest.param(raw_mail("owner-list@x.example"), id="a list's owner"),
        pytest.param(raw_mail("list-request@x.example"), id="a list's robot"),
        pytest.param(raw_mail("EDO@adm.example"), id="ourselves"),
        pytest.param(raw_mail(Reply_To="edo@adm.example"), id="an answer to ourselves"),
        pytest.param(raw_mail(Reply_To="noreply@x.example"), id="an answer to a robot"),
        pytest.param(raw_mail(""), id="no From"),
        pytest.param(raw_mail("undisclosed"), id="From is no address"),
        pytest.param(raw_mail("<a b@x.example>"), id="From is a broken address"),
        pytest.param(b"", id="nothing at all"),
    ],
)
def test_machines_lists_and_ourselves_are_not(raw):
    assert refusal(raw)


def test_only_the_header_counts():
    assert refusal(raw_mail() + b"\r\nAuto-Submitted: auto-replied\r\n") is None


def test_a_hostile_header_is_judged_quickly():
    evil = b"From: " + b"a," * 100_000 + b"\r\nReply-To: " + b"((((" * 50_000 + b"\r\n\r\nx"
    began = time.process_time()
    assert refusal(evil)
    assert time.process_time() - began < 2


def test_broken_encodings_of_a_name_do_not_matter():
    sender = envelope(raw_mail("=?utf-8?b?////?= <lug@mo.example>")).sender
    assert sender is not None
    assert (sender.name, sender.address) == ("", "lug@mo.example")


def test_the_name_is_decoded_and_the_address_lower_case():
    sender = envelope(raw_mail("=?utf-8?b?0JPQu9Cw0LLQsA==?= <Glava@Mo.Example>")).sender
    assert sender is not None
    assert (sender.name, sender.address) == ("Глава", "glava@mo.example")
