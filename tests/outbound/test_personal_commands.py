"""`purge` and `person` as an officer types them."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import update

from intake.store.schema import MailRow, RawMail
from tests.outbound.test_review_commands import TOML, run, stored

__all__ = ["run", "stored"]  # fixtures

NAMED = (
    "From: lug@mo.example\r\nSubject: Ответ\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
    "Направляем Иванову Марию Петровну, программиста.\r\n"
).encode()


@pytest.fixture
def named(stored):
    with stored.session() as session:
        session.execute(update(RawMail).values(content=NAMED))
    return stored


def test_nothing_is_purged_before_its_time(run, named):
    refused = run("purge", "--apply")
    assert refused.exit_code == 2
    assert "не задан (keep_until" in refused.output
    with named.reading() as session:
        assert session.get_one(RawMail, 1).content == NAMED


def test_the_keeping_time_of_the_circular_counts(run, named, tmp_path):
    text = TOML.replace("timezone =", "keep_until = 2012-01-01\ntimezone =")
    (tmp_path / "circular" / "circular.toml").write_text(text, encoding="utf-8")
    counted = run("purge")
    assert counted.exit_code == 0
    assert "Будет удалено содержание: писем — 1" in counted.output
    assert "Удалено содержание: писем — 1" in run("purge", "--apply").output
    with named.reading() as session:
        assert session.get_one(MailRow, 1).state == "purged"
    told = run("raw", "1")
    assert told.exit_code == 2
    assert "удалено" in told.output


def test_what_is_kept_of_a_person_is_shown_and_erased(run, named):
    shown = run("person", "find", "Иванова Мария Петровна", "--json")
    (found,) = json.loads(shown.output)
    assert (found["what"], found["id"]) == ("mail", 1)
    assert run("person", "erase", "Иванова Мария Петровна").exit_code == 1, "nothing done yet"
    erased = run("person", "erase", "Иванова Мария Петровна", "--apply")
    assert erased.exit_code == 0
    assert "Удалено." in erased.output
    assert "Ничего не найдено" in run("person", "find", "Иванова Мария Петровна").output


def test_a_namesakes_mail_stays(run, named):
    run("person", "erase", "Иванова Мария", "--except-mail", "1", "--apply")
    with named.reading() as session:
        assert session.get_one(RawMail, 1).content == NAMED


def test_a_surname_alone_is_not_enough(run, named):
    assert run("person", "find", "Иванова").exit_code == 2
