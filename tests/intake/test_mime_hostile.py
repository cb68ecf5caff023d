"""Raw mail of other projects, and mutations of it: everything becomes a Mail, quickly."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intake.limits import Limits
from intake.mime import parse
from rules.doubts import DOUBTS
from rules.model import Mail

SAMPLES = sorted((Path(__file__).parents[1] / "mail-samples").glob("*/*.eml"))
LIMITS = Limits(ocr=False)


def checked(raw: bytes) -> Mail:
    """Parse, and hold the result against what every Mail promises."""
    start = time.process_time()
    mail = parse(raw, LIMITS)
    assert time.process_time() - start < 5  # of this process
    assert mail.parts[0].name == "body"
    names = [part.name for part in mail.parts]
    assert len(set(names)) == len(names)
    for text in [mail.subject, *names, *(part.text for part in mail.parts)]:
        text.encode("utf-8")  # no lone surrogates
    for name, value in mail.headers:
        assert name == name.lower()
        assert "\n" not in value
        assert "\r" not in value
    assert all(problem.name in DOUBTS for problem in mail.problems)
    assert mail.date is None or mail.date.tzinfo is not None
    return mail


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_samples(path: Path) -> None:
    mail = checked(path.read_bytes())
    assert not [p for p in mail.problems if p.name == "unreadable_mail"]


def test_most_samples_have_sender_date_and_text() -> None:
    mails = [parse(path.read_bytes(), LIMITS) for path in SAMPLES]
    assert sum(mail.sender is not None for mail in mails) > 0.85 * len(mails)
    assert sum(mail.date is not None for mail in mails) > 0.80 * len(mails)
    assert sum(any(part.text.strip() for part in mail.parts) for mail in mails) > 0.80 * len(
        mails
    )  # some are headers only


def test_every_standard_bounce_names_whom_it_did_not_reach() -> None:
    marks = b"content-type: message/delivery-status", b"\nfinal-recipient:"
    reports = [path for path in SAMPLES if all(m in path.read_bytes().lower() for m in marks)]
    assert len(reports) > 20
    for path in reports:
        mail = parse(path.read_bytes(), LIMITS)
        assert mail.delivery_status, path.name
        assert all(status.action for status in mail.delivery_status), path.name


CHARSETS = [b"utf-16", b'"\0"', b"idna", b"punycode", b"hex", b"utf-7", b"unicode_escape", b"\xff"]
ENCODINGS = [b"x-uuencode", b"quoted-printable", b"base64", b"\xff\xfe"]
KINDS = [b"multipart/mixed", b"message/rfc822", b"text/html", b"multipart/report", b"application/x"]


def mutated(raw: bytes, seed: int, ways: list[int]) -> bytes:
    """A mail damaged in the given ways, the same for the same seed."""
    chance = random.Random(seed)
    data = bytearray(raw)
    for way in ways:
        at = chance.randrange(len(data) + 1)
        if way == 0:
            del data[at:]
        elif way == 1:
            data = bytearray(b ^ (chance.random() < 0.01) * chance.randrange(256) for b in data)
        elif way == 2:
            data[at:at] = data[at : at + 2000] * chance.randrange(1, 5)
        elif way == 3:
            rows = bytes(data).split(b"\n")
            chance.shuffle(rows)
            data = bytearray(b"\n".join(rows))
        elif way == 4:
            data = data.replace(b"charset=", b"charset=" + chance.choice(CHARSETS) + b"; x=")
        elif way == 5:
            data = data.replace(b"base64", chance.choice(ENCODINGS))
        else:
            data = data.replace(b"text/plain", chance.choice(KINDS))
    return bytes(data)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from(SAMPLES),
    st.integers(0, 2**32),
    st.lists(st.integers(0, 6), min_size=1, max_size=3),
)
def test_damaged_mail(path: Path, seed: int, ways: list[int]) -> None:
    checked(mutated(path.read_bytes(), seed, ways))


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=2000))
def test_any_bytes(raw: bytes) -> None:
    checked(raw)
    checked(b"Subject: =?" + raw + b"?=\nFrom: " + raw + b"\nContent-Type: multipart/" + raw)


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(b"Subject: " + b"=?utf-8?B?" * 100_000, id="encoded words that never end"),
        pytest.param(b"Subject: " + b"=?a?b?c?= " * 100_000, id="100,000 encoded words"),
        pytest.param(b"From: " + b"<" * 200_000, id="brackets"),
        pytest.param(b"From: " + b"(" * 200_000, id="comments"),
        pytest.param(b"To: " + b"a@b.example, " * 50_000, id="50,000 recipients"),
        pytest.param(b"References: " + b"<a@b> " * 100_000, id="100,000 references"),
        pytest.param(b"X: y\n" * 100_000, id="100,000 headers"),
        pytest.param(b"Content-Type: text/plain" + b"; a=b" * 100_000, id="100,000 parameters"),
        pytest.param(b"Content-Type: multipart/mixed; boundary=B\n\n" + b"--B\n" * 200_000, id="200,000 parts"),  # noqa: E501
        pytest.param(b"\n" + b"\xd0\xbf" * 500_000, id="one line of 1 MB"),
        pytest.param(b"\n" + b"x\n" * 500_000, id="500,000 lines"),
        pytest.param(b"\n" + b"> " * 500_000, id="quote marks"),
        pytest.param(b"Content-Transfer-Encoding: base64\n\n" + b"=" * 1_000_000, id="padding only"),  # noqa: E501
    ],
)  # fmt: skip
def test_floods(raw: bytes) -> None:
    checked(raw)
