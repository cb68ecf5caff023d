"""The whole way from a mail to its reading."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rules.doubts import DOUBTS, sentence
from rules.model import (
    Address,
    DeliveryStatus,
    Doubt,
    Kind,
    Mail,
    Nominees,
    Part,
    PartRole,
    Problem,
    Readiness,
    ReadinessValue,
    Reply,
)
from rules.reading import read
from tests.rules.campaign import CIRCULAR, STRANGER, mail

ANSWER = (
    "Добрый день! К подключению готовы.\n"
    "На обучение направляем Петрову Анну Ивановну, инженера, тел. 8-900-000-00-01.\n"
)


def test_a_plain_reply_is_settled_without_a_person() -> None:
    reading = read(mail(ANSWER), [CIRCULAR])
    assert (reading.kind, reading.circular, reading.recipient) == (
        Kind.REPLY,
        "02-02-398",
        "ozersky",
    )
    readiness, nominees = reading.of_kind(Readiness), reading.of_kind(Nominees)
    assert isinstance(readiness, Readiness)
    assert isinstance(nominees, Nominees)
    assert readiness.value is ReadinessValue.READY
    assert [p.name for p in nominees.people] == ["Петрова Анна Ивановна"]
    assert (reading.doubts, reading.reply) == ((), Reply.CONFIRM)


def test_answers_stand_in_the_circular_s_order() -> None:
    assert [key for key, _ in read(mail(ANSWER), [CIRCULAR]).answers] == ["readiness", "nominee"]


def test_the_circular_s_own_words_are_never_evidence() -> None:
    reading = read(mail(f"Письмо передано главе.\n\n{CIRCULAR.text}"), [CIRCULAR])
    readiness = reading.of_kind(Readiness)
    assert isinstance(readiness, Readiness)
    nominees = reading.of_kind(Nominees)
    assert isinstance(nominees, Nominees)
    assert (readiness.value, nominees.people) == (ReadinessValue.UNSTATED, ())


def test_evidence_is_a_slice_of_its_part() -> None:
    letter = mail(ANSWER, attached="АДМИНИСТРАЦИЯ\n«ОЗЁРСКИЙ РАЙОН»\n\nК подключению готовы.")
    reading = read(letter, [CIRCULAR])
    texts = {part.name: part.text for part in letter.parts}
    shown = [e for _, a in reading.answers for e in a.evidence if e.part in texts]
    assert shown
    assert all(texts[e.part][e.start : e.end] == e.text and e.rule for e in shown)


def test_what_could_not_be_read_goes_to_a_person() -> None:
    problem = Problem("Скан.pdf", "unreadable_scan", "распознавание не установлено")
    reading = read(mail("См. скан.", problems=(problem,)), [CIRCULAR])
    assert [d.name for d in reading.doubts] == ["unreadable_scan"]
    assert reading.reply is Reply.ACKNOWLEDGE


def test_a_mail_without_a_word_of_its_own_goes_to_a_person() -> None:
    quoted = "\n".join(f"> {line}" for line in CIRCULAR.text.splitlines())
    assert [d.name for d in read(mail(quoted), [CIRCULAR]).doubts] == ["empty"]


def test_an_overlong_mail_goes_to_a_person() -> None:
    reading = read(mail(ANSWER + "и так далее\n" * 30_000), [CIRCULAR])
    assert "too_large" in [d.name for d in reading.doubts]


def test_each_doubt_stands_once() -> None:
    problem = Problem("a.pdf", "unreadable_attachment", "повреждён")
    reading = read(mail("См. файл.", problems=(problem, problem)), [CIRCULAR])
    assert [d.name for d in reading.doubts] == ["unreadable_attachment"]


def test_no_circular_open() -> None:
    reading = read(mail(ANSWER), [])
    assert (reading.kind, reading.circular, reading.reply) == (Kind.UNRELATED, None, Reply.NONE)


def test_a_reading_is_the_same_each_time() -> None:
    assert read(mail(ANSWER), [CIRCULAR]) == read(mail(ANSWER), [CIRCULAR])


PIECES = st.sampled_from(
    [
        ANSWER,
        CIRCULAR.text,
        "> ",
        "От: я <a@b.example>\nДата: 03.08.2011 12:00\n",
        "-----Исходное сообщение-----\n",
        "Иванов И.И.\tинженер\t8-900-000-00-01\n",
        "не готовы, если не до 31.02.2011 г.",
        "С уважением,\nГлава",
        "\u2028\x00\ufffd\u202e",
        "№ 02-02-398 от",
        "((((«««",
    ]
)
TEXTS = st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=8).map("".join))
ADDRESSES = st.builds(
    Address,
    st.text(max_size=20),
    st.sampled_from(["", "@", "a@b@c", STRANGER, "ozerki@mo.oblast.example", "MAILER-DAEMON"]),
)
MAILS = st.builds(
    Mail,
    subject=TEXTS,
    sender=st.none() | ADDRESSES,
    reply_to=st.none() | ADDRESSES,
    date=st.none() | st.just(datetime(2011, 8, 22, tzinfo=UTC)),
    in_reply_to=st.sampled_from([(), CIRCULAR.message_ids, ("", "<")]),
    return_path=st.sampled_from([None, "", "<>"]),
    headers=st.lists(
        st.tuples(
            st.sampled_from(["auto-submitted", "precedence", "x-failed-recipients", "list-id"]),
            st.sampled_from(["", "no", "auto-replied", "bulk", "a@b.example"]),
        ),
        max_size=2,
    ).map(tuple),
    report_type=st.sampled_from(["", "delivery-status", "disposition-notification", "x"]),
    parts=st.lists(
        st.builds(
            Part, st.sampled_from(["body", "a.docx"]), TEXTS, st.sampled_from(list(PartRole))
        ),
        max_size=3,
    ).map(tuple),
    problems=st.sampled_from([(), (Problem("a", "encrypted_attachment", ""),)]),
    delivery_status=st.sampled_from([(), (DeliveryStatus("", "", ""),)]),
)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(MAILS)
def test_any_mail_gives_a_reading(letter: Mail) -> None:
    reading = read(letter, [CIRCULAR])
    assert all(d.name in DOUBTS for d in reading.doubts)
    assert reading.kind is Kind.REPLY or not reading.answers
    assert reading.kind is Kind.REPLY or reading.reply is Reply.NONE
    assert not reading.doubts or reading.reply in (Reply.NONE, Reply.ACKNOWLEDGE)


@pytest.mark.parametrize("name", DOUBTS)
def test_every_doubt_has_its_russian_sentence(name: str) -> None:
    text = sentence(Doubt(name, "подробность"))
    assert text[0].isupper()
    assert text.endswith(": подробность.")
