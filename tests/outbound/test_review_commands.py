"""`review` and `correct` as an officer types them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from intake.store import database as databases
from intake.store import readings
from intake.store.database import Database
from intake.store.schema import AnswerRow, MailRow, RawMail, Settlement
from outbound.commands import main
from outbound.office import wall_clock
from rules.model import Doubt, Reply
from tests.outbound.campaign import BOTH, CIRCULAR, raw_mail, reading

SETTINGS = """
circulars = ["circular"]
[imap]
host = "localhost"
user = "edo"
[smtp]
host = "localhost"
from = "edo@adm.example"
[database]
url = "{url}"
"""
TOML = """
number = "07-11"
date = 2011-08-03
subject = "О подключении к системе «Заря»"
deadline = 2011-08-25
timezone = "Europe/Astrakhan"
officers = ["chief@adm.example"]
[[questions]]
key = "readiness"
kind = "readiness"
title = "Готовность к подключению"
missing = "сведения о готовности"
[[questions]]
key = "nominee"
kind = "nominee"
title = "Специалист для обучения"
missing = "кандидатура специалиста"
"""
Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, database_url: str) -> Run:
    folder = tmp_path / "circular"
    folder.mkdir()
    (tmp_path / "otklik.toml").write_text(SETTINGS.replace("{url}", database_url), encoding="utf-8")
    (folder / "circular.toml").write_text(TOML, encoding="utf-8")
    (folder / "letter.txt").write_text(CIRCULAR.text, encoding="utf-8")
    rows = [f"{r.code},{r.name},{r.addresses[0]},{r.phone_code}" for r in CIRCULAR.recipients]
    table = "\n".join(["code,name,email,phone_code", *rows])
    (folder / "recipients.csv").write_text(table, encoding="utf-8")

    def run(*arguments: str) -> Result:
        config = ["--config", str(tmp_path / "otklik.toml")]
        return CliRunner().invoke(main, [*arguments, *config], catch_exceptions=False)

    return run


@pytest.fixture
def stored(database_url: str) -> Iterator[Database]:
    """The installation's database with a doubtful mail, № 1."""
    with databases.connect(database_url) as database:
        with database.session() as session:
            mail = MailRow(
                sha256="0" * 64, size=1, received_at=wall_clock(), state="read",
                sender="lug@mo.example", subject="О готовности",
            )  # fmt: skip
            session.add(mail)
            session.flush()
            session.add(RawMail(mail_id=mail.id, content=raw_mail()))
            doubtful = reading(Reply.ACKNOWLEDGE, doubts=(Doubt("weak_readiness"),))
            readings.record(session, mail.id, doubtful, wall_clock())
        yield database


def test_the_list_names_the_mail_and_the_reason(run: Run, stored: Database) -> None:
    done = run("review", "list")
    assert done.exit_code == 1, "somebody has to look"
    assert "Луговской район" in done.output
    (one,) = json.loads(run("review", "list", "--json").output)
    assert (one["mail"], one["recipients"]) == (1, ["lug"])
    assert one["doubts"] == [
        {"name": "weak_readiness", "text": "О готовности сказано неоднозначно."}
    ]


def test_a_mail_is_shown_with_its_reading(run: Run, stored: Database) -> None:
    shown = run("review", "show", "1").output
    assert "готовность подтверждена" in shown
    assert "О готовности сказано неоднозначно" in shown
    assert json.loads(run("review", "show", "1", "--json").output)["settled"] is None


def test_settling_says_what_was_understood_and_keeps_who_and_when(
    run: Run, stored: Database
) -> None:
    done = run("review", "settle", "1", "верно", "готовы с 01.09.2011", "--by", "Петрова")
    assert done.exit_code == 0
    assert "готовность ожидается к 1 сентября 2011 года" in done.output
    with stored.reading() as session:
        row = session.scalars(select(Settlement)).one()
        assert (row.author, row.words) == ("Петрова", "верно\nготовы с 01.09.2011")
    shown = run("show", "lug").output
    assert "письмо № 1 решено, принято: Петрова" in shown
    assert run("review", "list").exit_code == 0
    told = json.loads(run("review", "show", "1", "--json").output)["settled"]
    assert (told["author"], told["verdict"]) == ("Петрова", "answer")


def test_a_mail_is_not_settled_twice(run: Run, stored: Database) -> None:
    run("review", "settle", "1", "верно", "--by", "Петрова")
    done = run("review", "settle", "1", "не наше")
    assert done.exit_code == 2
    assert "Письмо № 1 уже решено: Петрова" in done.output


def test_what_is_not_understood_is_asked_back(run: Run, stored: Database) -> None:
    done = run("review", "settle", "1", "готовы с 01.09", "специалист: Петрову А. А.")
    assert done.exit_code == 2
    assert "не понято: «специалист: Петрову А. А.» — имя можно прочитать по-разному" in done.output
    assert "понято: Готовность к подключению: готовность ожидается к 1 сентября" in done.output
    with stored.reading() as session:
        assert session.scalars(select(Settlement)).all() == []
    values = json.loads(run("review", "settle", "1", "почти готовы", "--json").output)
    assert values["settled"] is False


def test_not_ours(run: Run, stored: Database) -> None:
    assert "не относится к циркуляру" in run("review", "settle", "1", "не наше").output
    assert "письмо № 1 решено, не относится к циркуляру" in run("show", "lug").output


def test_a_correction_without_a_mail(run: Run, stored: Database) -> None:
    done = run("correct", "Боровской", "готовы", "специалист: Ивановой Марии Петровне, инженеру")
    assert done.exit_code == 0
    assert "Иванова Мария Петровна, инженер" in done.output
    shown = run("show", "bor").output
    assert "внёс сотрудник:" in shown
    assert "готовность подтверждена" in shown
    again = run("correct", "bor", "готовы")
    assert "ничего не изменилось" in again.output


def test_a_correction_that_is_no_fact_is_refused(run: Run, stored: Database) -> None:
    for words in ("верно", "не наше", "это Луговской район", "почти готовы"):
        assert run("correct", "bor", words).exit_code == 2
    with stored.reading() as session:
        assert session.scalars(select(AnswerRow)).all() == []


def test_a_mail_that_there_is_not(run: Run, stored: Database) -> None:
    done = run("review", "show", "77")
    assert done.exit_code == 2
    assert "Письма № 77 нет" in done.output


def test_the_answers_of_a_settled_mail_are_those_of_the_table(run: Run, stored: Database) -> None:
    run("review", "settle", "1", "верно")
    lug = json.loads(run("status", "--json").output)["recipients"][0]
    assert (lug["state"], lug["readiness"]) == ("settled", "ready")
    assert [n["name"] for n in lug["nominees"]] == [BOTH[1][1].people[0].name]
