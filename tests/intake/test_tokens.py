"""Tokens of notices, and the key that makes them."""

from __future__ import annotations

import dataclasses
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from intake import settings, tokens
from intake.secrets import Secret
from intake.settings import Settings, SettingsError

KEY = Secret("k" * 32)
END = datetime(2011, 9, 1, tzinfo=UTC)
CHIEF = "chief@adm.example"
TOKEN = tokens.issue(KEY, tokens.NOTICE, (41, 57), CHIEF, int(END.timestamp()))


def test_a_token_is_found_in_a_message_id_and_in_a_plus_address() -> None:
    assert tokens.find(f"<{TOKEN.text}@adm.example>") == TOKEN
    assert tokens.find(f"Edo+{TOKEN.text.upper()}@adm.example") == TOKEN


@pytest.mark.parametrize(
    "text",
    ["", "<abc@adm.example>", "<n.1.2.3.short@adm.example>", f"x{TOKEN.text}@a", TOKEN.text],
)
def test_what_is_no_token(text: str) -> None:
    assert tokens.find(text) is None


def test_only_this_key_and_this_officer_make_it() -> None:
    assert TOKEN.is_genuine(KEY, CHIEF)
    assert TOKEN.is_genuine(KEY, CHIEF.upper())
    assert not TOKEN.is_genuine(KEY, "other@adm.example")
    assert not TOKEN.is_genuine(Secret("z" * 32), CHIEF)


@pytest.mark.parametrize(
    "change",
    [{"kind": "u"}, {"mail_id": 42}, {"reading_id": 58}, {"expires": 9}, {"mark": "a" * 26}],
)
def test_no_part_of_it_can_be_changed(change: dict[str, object]) -> None:
    assert not dataclasses.replace(TOKEN, **change).is_genuine(KEY, CHIEF)


def test_its_time_ends() -> None:
    assert not TOKEN.is_over(END)
    assert TOKEN.is_over(END + timedelta(seconds=1))


@pytest.fixture
def installation(tmp_path: Path) -> Settings:
    (tmp_path / "circular").mkdir()
    (tmp_path / "circular" / "circular.toml").touch()
    path = tmp_path / "otklik.toml"
    path.write_text(
        'circulars = ["circular"]\n[imap]\nhost = "localhost"\nuser = "u"\n'
        '[smtp]\nhost = "localhost"\nfrom = "edo@adm.example"\n',
        encoding="utf-8",
    )
    return settings.load(path, {}, need_passwords=False)


def test_a_key_is_made_once_and_kept_beside_the_database(installation: Settings) -> None:
    first = tokens.installed_key(installation).reveal()
    kept = installation.path.parent / "var" / "token_key"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert len(first) == 64
    assert tokens.installed_key(installation).reveal() == first
    assert [path.name for path in kept.parent.iterdir()] == ["token_key"]


def test_a_key_that_is_set_counts(installation: Settings) -> None:
    path = installation.path
    given = settings.load(path, {"OTKLIK_TOKEN_KEY": "s" * 20}, need_passwords=False)
    assert tokens.installed_key(given).reveal() == "s" * 20
    assert not (path.parent / "var").exists()
    short = settings.load(path, {"OTKLIK_TOKEN_KEY": "s"}, need_passwords=False)
    with pytest.raises(SettingsError, match="не меньше 16 знаков"):
        tokens.installed_key(short)


def test_an_empty_key_file_is_told(installation: Settings) -> None:
    kept = installation.path.parent / "var" / "token_key"
    kept.parent.mkdir()
    kept.touch()
    with pytest.raises(SettingsError, match="OTKLIK_TOKEN_KEY"):
        tokens.installed_key(installation)
