"""The benchmarks run, on tiny sizes: what they print is looked at by people, never asserted."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import history, letters, processes
from benchmarks.measured import markdown
from intake import circulars, settings
from intake.store import database
from tests import stage as stages
from tests.messages import parsed

ROOT = Path(__file__).resolve().parents[1]
CIRCULAR = ROOT / "circulars" / "02-02-398"


def test_letters_are_real_varied_and_the_same_for_the_same_seed():
    circular = circulars.load(CIRCULAR)
    made = list(letters.letters(circular, 60))
    assert made == list(letters.letters(circular, 60))
    assert len(set(made)) == 60
    mails = [parsed(raw) for raw in made]
    assert len({str(mail["Message-ID"]) for mail in mails}) == 60
    files = [part for mail in mails for part in mail.iter_attachments()]
    assert {file.get_content_subtype() for file in files} == {
        "pdf",
        "vnd.openxmlformats-officedocument.wordprocessingml.document",
    }
    assert all(60_000 <= len(file.get_content()) <= 210_000 for file in files)


def test_a_long_past_is_rows_as_the_program_makes_them(tmp_path):
    path = tmp_path / "past.sqlite3"
    with database.connect(f"sqlite:///{path}") as opened:
        database.upgrade(opened)
    mails = history.fill(path, 74, account="edo", circular="1", recipients=["lug", "bor"])
    history.know(path, "edo", 8, 5)
    with sqlite3.connect(path) as store:
        counts = {
            name: store.execute(f"SELECT count(*) FROM {name}").fetchone()[0]
            for name in ("mail", "raw_mail", "reading", "answer", "letter", "copy", "settlement")
        }
    store.close()
    assert mails == 10
    assert counts == {"mail": 10, "raw_mail": 10, "reading": 10, "answer": 20, "letter": 12,
                      "copy": 15, "settlement": 2}  # fmt: skip


def test_a_distant_line_passes_everything_on():
    with processes.sink() as taker, processes.line(taker.port, 1) as port:
        import smtplib

        with smtplib.SMTP("127.0.0.1", port) as client:
            client.sendmail("a@b.example", ["c@d.example"], b"Subject: x\r\n\r\n.dot\r\n")
        assert taker.taken()[0] == 1


def test_tables_are_markdown():
    assert markdown(("a", "b"), [("x", 1)]) == "| a | b |\n| --- | ---: |\n| x | 1 |"


@pytest.mark.slow
def test_a_measured_pass_on_the_stage(tmp_path):
    """The job of the tables, with the embedded servers in the place of Dovecot and the sink."""
    warm = tmp_path / "warm"
    warm.mkdir()
    for number, raw in enumerate(letters.letters(circulars.load(CIRCULAR), 2, seed=2)):
        (warm / f"{number}.eml").write_bytes(raw)
    with stages.stage() as stage:
        config = tmp_path / "otklik.toml"
        config.write_text(
            settings.template(
                {
                    "": {"circulars": [str(CIRCULAR)]},
                    "imap": {"host": "127.0.0.1", "port": stage.imap_port, "user": stages.USER,
                             "security": "plain"},
                    "smtp": {"host": "127.0.0.1", "port": stage.smtp_port, "security": "plain",
                             "user": stages.USER, "from": "edo@astrobl.example",
                             "sent_folder": ""},
                    "database": {"url": f"sqlite:///{tmp_path}/otklik.sqlite3"},
                }
            ),
            encoding="utf-8",
        )  # fmt: skip
        with database.connect(f"sqlite:///{tmp_path}/otklik.sqlite3") as opened:
            database.upgrade(opened)
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.job", str(config), "--warm", str(warm), "--stages"],
            cwd=ROOT,
            env={**os.environ, "OTKLIK_IMAP_PASSWORD": stages.PASSWORD,
                 "OTKLIK_SMTP_PASSWORD": stages.PASSWORD},
            capture_output=True,
            text=True,
            check=True,
            timeout=120,
        )  # fmt: skip
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["troubles"] == []
    assert set(told["stages"]) >= {"fetch", "parse", "rules", "record", "compose", "send", "move"}
    assert len(stage.delivered) >= 2, "the answers to the letters that only warm"
