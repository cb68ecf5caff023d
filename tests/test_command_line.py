"""The commands as a person meets them: help, exit statuses, clear answers to wrong settings."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from outbound.commands import main

ROOT = Path(__file__).resolve().parents[1]
CORPUS = ROOT / "tests" / "corpus"


def run(*arguments: str, **environ: str) -> Result:
    return CliRunner().invoke(main, list(arguments), env=environ, catch_exceptions=False)


def test_help_names_every_command_and_every_exit_status():
    shown = run("--help").output
    for command in main.commands:
        assert command in shown
    for status in range(6):
        assert f"\n    {status}  " in shown


def test_help_and_errors_speak_russian():
    shown = subprocess.run(
        [sys.executable, "run.py", "poll", "--nope"], cwd=ROOT, capture_output=True, text=True
    )
    assert shown.returncode == 2
    assert "Нет такого ключа: --nope" in shown.stderr


def test_help_is_quick_because_it_imports_nothing_heavy():
    code = (
        "import sys; from outbound.commands import main; main(['--help'], standalone_mode=False);"
        "sys.exit(bool({'sqlalchemy', 'pymorphy3', 'rich', 'imapclient'} & set(sys.modules)))"
    )
    assert (
        subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True).returncode == 0
    )


def test_read_prints_the_contract():
    done = run("read", "--json", str(CORPUS / "d001.eml"))
    assert done.exit_code == 0
    (line,) = map(json.loads, done.output.splitlines())
    assert list(line) == [
        "file", "circular", "kind", "municipality", "readiness", "nominees", "needs_review",
        "doubts", "reply",
    ]  # fmt: skip
    assert (line["file"], line["circular"]) == ("d001.eml", "02-02-398")
    assert list(line["readiness"]) == ["value", "by", "evidence"]
    assert list(line["readiness"]["evidence"][0]) == ["part", "start", "end", "text", "rule"]
    assert list(line["nominees"][0]) == ["name", "position", "phone", "email", "evidence"]


def test_read_goes_through_a_folder_by_name(tmp_path):
    for name in ("b.eml", "a.eml"):
        (tmp_path / name).write_bytes((CORPUS / "d002.eml").read_bytes())
    lines = [json.loads(line) for line in run("read", "--json", str(tmp_path)).output.splitlines()]
    assert [line["file"] for line in lines] == ["a.eml", "b.eml"]


def test_the_view_for_people_shows_the_words_relied_on():
    shown = run("read", str(CORPUS / "d002.eml")).output
    assert "Бадмаева Кермен Саналовна" in shown
    assert "Лиманский район" in shown


@pytest.mark.parametrize(
    ("toml", "told"),
    [
        pytest.param("[imap", "не TOML", id="no TOML at all"),
        pytest.param('[imap]\nhost = "x"\nport = "y"', "imap.port", id="a word for a number"),
        pytest.param("", "imap.host", id="nothing set"),
    ],
)
def test_wrong_settings_are_told_by_name_with_status_3(tmp_path, toml, told):
    config = tmp_path / "otklik.toml"
    config.write_text(toml, encoding="utf-8")
    done = run("poll", "--config", str(config))
    assert done.exit_code == 3
    assert told in done.output


def test_absent_settings_are_told_with_what_to_do(tmp_path):
    done = run("status", "--config", str(tmp_path / "otklik.toml"))
    assert done.exit_code == 3
    assert "init" in done.output


def test_the_phrases_agree_with_their_examples():
    done = run("rules", "test")
    assert done.exit_code == 0, done.output
