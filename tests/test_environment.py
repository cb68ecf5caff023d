"""Which packages a command is started with: PostgreSQL's only where they were asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

import run


@pytest.fixture
def venv(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(run, "VENV", tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "lock"),
    [
        pytest.param(["poll"], run.RUN_LOCK, id="what most need"),
        pytest.param([], run.RUN_LOCK, id="no command"),
        pytest.param(["test", "-k", "x"], run.TEST_LOCK, id="the tests"),
        pytest.param(["db", "driver"], run.POSTGRES_LOCK, id="asked for"),
        pytest.param(["db", "upgrade"], run.RUN_LOCK, id="another command of db"),
    ],
)
def test_a_command_tells_its_lock(venv: Path, arguments: list[str], lock: Path) -> None:
    assert run._lock(arguments) == lock


def test_once_asked_for_they_stay(venv: Path) -> None:
    (venv / "requirements-postgres.lock.of-an-older-version").touch()
    assert run._lock(["poll"]) == run.POSTGRES_LOCK
    assert not run._is_current(run.POSTGRES_LOCK), "the new version's are to be installed"


def test_a_larger_lock_holds_the_smaller(venv: Path) -> None:
    assert not run._is_current(run.RUN_LOCK)
    run._stamp(run.POSTGRES_LOCK).touch()
    assert run._is_current(run.RUN_LOCK)
    assert not run._is_current(run.TEST_LOCK)
    run._stamp(run.TEST_LOCK).touch()
    assert run._is_current(run.POSTGRES_LOCK)
