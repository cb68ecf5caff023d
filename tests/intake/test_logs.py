"""The log: one line an event, the mail's number in each, nothing that a mail could forge."""

from __future__ import annotations

import json
import logging
import stat
from pathlib import Path

import pytest

from intake.interpret import Interpreter
from intake.logs import about, configure
from intake.mailbox import Fetched
from intake.settings import Log
from intake.store import mails
from intake.store.mails import Place
from tests.intake.fakes import NOW, eml

log = logging.getLogger("intake.test")


@pytest.fixture
def lines(tmp_path: Path, request):
    """The file that a log of this form is written to."""
    path = tmp_path / "var" / "otklik.log"
    root, before = logging.getLogger(), logging.getLogger().handlers[:]
    configure(Log(format=getattr(request, "param", "text"), file=path))
    yield path
    for handler in root.handlers:
        handler.close()
    root.handlers = before


def test_only_the_owner_may_read_it(lines):
    log.info("begun")
    assert stat.S_IMODE(lines.stat().st_mode) == 0o600


def test_every_line_about_a_mail_bears_its_number(lines):
    with about(41):
        log.info("read")
    log.info("done")
    first, second = lines.read_text().splitlines()
    assert first.endswith("INFO read [mail 41]")
    assert second.endswith("INFO done")


@pytest.mark.parametrize("lines", ["json"], indirect=True)
def test_json_keeps_the_number_apart(lines):
    with about(41):
        log.warning("read")
    entry = json.loads(lines.read_text())
    assert (entry["mail"], entry["level"], entry["text"]) == (41, "warning", "read")


def test_a_mail_forges_no_line_and_moves_no_terminal(lines):
    with about(7):
        log.warning("a name: %s", "x\n2011-08-22 INFO all is well\x1b[2J")
    text = lines.read_text()
    assert "\x1b" not in text
    assert [line.startswith("    ") for line in text.splitlines()] == [False, True]


def test_reading_a_mail_tells_what_was_read_and_none_of_its_words(lines, db):
    raw = eml(1, "Готовы. Направляем Иванову Марию Петровну.")
    with db.session() as session:
        (mail_id,) = mails.store_batch(
            session, Place("edo", "INBOX", 7), [Fetched(1, raw, len(raw))], NOW
        ).new
    Interpreter(db, []).attempts([mail_id], lambda: True)
    (line,) = lines.read_text().splitlines()
    assert line.endswith(f"[mail {mail_id}]")
    assert "read as" in line
    assert "Иванов" not in line
