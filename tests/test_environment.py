"""The environment: its Python, and the packages that a command is started with (PostgreSQL's only
where they were asked for)."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import run

Build = Callable[[str, str], None]
MakeSystem = Callable[[str], str]


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


class TestPython:
    """Which Python the environment is made with."""

    @pytest.fixture
    def built(self, monkeypatch: pytest.MonkeyPatch) -> Build:
        def build(prefix: str, configured: str) -> None:
            monkeypatch.setattr(run.sys, "base_prefix", prefix)
            monkeypatch.setattr(run.sysconfig, "get_config_var", lambda _: configured)

        return build

    @pytest.fixture
    def system(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MakeSystem:
        def make(script: str) -> str:
            path = tmp_path / "python3"
            path.write_text(f"#!/bin/sh\n{script}\n")
            path.chmod(0o755)
            monkeypatch.setattr(run, "SYSTEM_PYTHON", str(path))
            return str(path)

        return make

    def test_an_optimised_one_is_kept(self, built: Build, system: MakeSystem) -> None:
        system("exit 0")
        built("/opt/python", "'--enable-optimizations' '--with-lto'")
        assert run._python() == sys.executable

    def test_so_is_the_system_s_own(self, built: Build, system: MakeSystem) -> None:
        system("exit 0")
        built("/usr", "'--with-dtrace'")
        assert run._python() == sys.executable

    def test_else_the_system_s_is_taken(self, built: Build, system: MakeSystem) -> None:
        path = system("exit 0")
        built("/opt/python", "'--enable-shared'")
        assert run._python() == path

    def test_but_not_one_that_is_too_old_or_incomplete(
        self, built: Build, system: MakeSystem
    ) -> None:
        system("exit 1")
        built("/opt/python", "'--enable-shared'")
        assert run._python() == sys.executable

    def test_nor_one_that_is_not_there(
        self, built: Build, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        monkeypatch.setattr(run, "SYSTEM_PYTHON", str(tmp_path / "none"))
        built("/opt/python", "'--enable-shared'")
        assert run._python() == sys.executable
