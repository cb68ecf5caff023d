"""The demo does the whole job, answers no machine, and can be run again."""

from __future__ import annotations

import io
import shutil
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest
from rich.console import Console

from tests.demo import SAMPLES, play
from tests.messages import parsed

ROOT = Path(__file__).resolve().parents[1]

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    home = tmp_path_factory.mktemp("checkout")
    (home / "tests").mkdir()
    (home / "tests" / "corpus").symlink_to(ROOT / "tests" / "corpus")
    shutil.copytree(ROOT / "circulars", home / "circulars")
    for _ in range(2):  # the second run must not stumble over the first
        told = io.StringIO()
        play(home, Console(file=told, width=120))
    return home / "demo", told.getvalue()


def test_it_shows_the_table_of_all_thirteen_and_where_to_look(played):
    _, told = played
    assert "Лиманский район" in told
    assert "ЗАТО Знаменск" in told
    assert "demo/summary.html" in told


def test_every_mail_is_a_row_with_its_bytes(played):
    folder, _ = played
    with closing(sqlite3.connect(folder / "otklik.sqlite3")) as database:
        (count,) = database.execute("select count(*) from raw_mail").fetchone()
        states = {state for (state,) in database.execute("select distinct state from mail")}
    assert count == len(SAMPLES)
    assert states == {"read"}


def test_people_are_answered_and_machines_are_not(played):
    folder, _ = played
    letters = [parsed(path.read_bytes()) for path in (folder / "letters").glob("*.eml")]
    answered = {
        str(letter["In-Reply-To"]).strip("<").split(".")[0]
        for letter in letters
        if letter["Auto-Submitted"] == "auto-replied"
    }
    assert answered, "nobody was answered"
    assert not {name for name in answered if name > "d100"}
    assert sum("Сводка" in str(letter["Subject"]) for letter in letters) == 1


def test_nothing_is_left_running(played):
    assert played
    assert [thread.name for thread in threading.enumerate() if thread.name == "stage"] == []
