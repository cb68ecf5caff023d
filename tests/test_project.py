"""The project as a whole: its gates, its files, its deployment."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


def tool(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True
    )


@pytest.mark.slow
@pytest.mark.parametrize("arguments", [["check"], ["format", "--check"]], ids=["check", "format"])
def test_ruff_is_content(arguments):
    done = tool("ruff", *arguments, ".")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_types_hold():
    done = tool("mypy")
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_file_names_a_registry_or_a_place_outside_the_project():
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    names = listed.stdout.decode().split("\0")
    hosts = r"py" r"pi\.org|python" r"hosted\.org|npm" r"js\.(?:org|com)|\.\./" r"shared"
    pattern = re.compile(hosts.encode())
    told = [
        name
        for name in names
        if (path := ROOT / name).is_file() and pattern.search(path.read_bytes())
    ]
    assert told == []


def test_the_locks_pin_every_package_by_hash():
    locks = {lock.name: lock for lock in ROOT.glob("*.lock")}
    assert len(locks) == 4
    for name, lock in locks.items():
        text = lock.read_text()
        pinned = re.findall(r"^[\w.-]+==\S+.*\\$", text, re.MULTILINE)
        assert len(pinned) > (0 if name == "requirements-build.lock" else 20)
        assert len(pinned) == len(re.findall(r"^[\w.-]+==", text, re.MULTILINE))


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not installed")
def test_the_units_are_valid(tmp_path):
    for unit in (ROOT / "deploy").glob("otklik*"):
        text = unit.read_text(encoding="utf-8").replace("/opt/otklik/run.py", str(ROOT / "run.py"))
        (tmp_path / unit.name).write_text(text, encoding="utf-8")
    units = sorted(str(path) for path in tmp_path.iterdir())
    assert len(units) == 4
    done = subprocess.run(["systemd-analyze", "verify", *units], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "otklik" not in done.stderr.replace("otklik.service: Unit", ""), done.stderr
