#!/usr/bin/env python3
"""Otklik's command line: sets up `.venv` from the lock, then runs a command in it.

What stands here needs nothing but Python 3.11. The commands themselves are in `outbound/commands/`.
"""

from __future__ import annotations

import gc
import gettext
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path

HOME = Path(__file__).resolve().parent
VENV = HOME / ".venv"
PYTHON = VENV / "bin" / "python"
SYSTEM_PYTHON = "/usr/bin/python3"
BUILD_LOCK = HOME / "requirements-build.lock"  # what builds the packages that come as source alone
RUN_LOCK = HOME / "requirements.lock"
POSTGRES_LOCK = HOME / "requirements-postgres.lock"  # all of requirements.lock, and PostgreSQL's
TEST_LOCK = HOME / "requirements-test.lock"  # all of both, and the test tools


def enter_environment(lock: Path) -> None:
    """Go on inside `.venv`, made from `lock` if it is missing or out of date."""
    if not _is_current(lock):
        _make_environment(lock)
    if Path(sys.prefix).resolve() != VENV.resolve():
        # Compiled modules are kept inside .venv, also where the shell forbids them elsewhere.
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ["PYTHONPYCACHEPREFIX"] = str(VENV / "pycache")
        os.execv(PYTHON, [str(PYTHON), *sys.argv])  # noqa: S606


def _stamp(lock: Path) -> Path:
    return VENV / f"{lock.name}.{hashlib.sha256(lock.read_bytes()).hexdigest()[:16]}"


def _is_current(lock: Path) -> bool:
    larger = {RUN_LOCK: {POSTGRES_LOCK, TEST_LOCK}, POSTGRES_LOCK: {TEST_LOCK}}
    return any(_stamp(made).exists() for made in {lock} | larger.get(lock, set()))


def _lock(arguments: list[str]) -> Path:
    """What a command needs: PostgreSQL's packages once they were asked for."""
    if arguments[:1] == ["test"]:
        return TEST_LOCK
    wanted = arguments[:2] == ["db", "driver"] or any(VENV.glob(f"{POSTGRES_LOCK.name}.*"))
    return POSTGRES_LOCK if wanted else RUN_LOCK


def _make_environment(lock: Path) -> None:
    if sys.version_info < (3, 11):  # noqa: UP036 (this check is for those who have older ones)
        sys.exit(f"Нужен Python 3.11 или новее, а запущен {sys.version.split()[0]}.")
    print("Подготовка окружения .venv (только при первом запуске)…", file=sys.stderr, flush=True)
    if not PYTHON.exists():
        subprocess.run([_python(), "-m", "venv", "--without-pip", str(VENV)], check=True)
    with tempfile.TemporaryDirectory() as scratch:
        # An isolated build would fetch tools that no lock holds.
        install = [*installer(PYTHON, Path(scratch)), "--require-hashes", "--no-build-isolation"]
        for packages in (BUILD_LOCK, lock):
            if subprocess.run([*install, "-r", str(packages)], check=False).returncode:
                sys.exit(
                    "Не удалось установить пакеты: сообщение установщика — выше. "
                    "Проверьте доступ к хранилищу пакетов Python и повторите команду."
                )
    _stamp(lock).touch()


def _python() -> str:
    """The Python of `.venv`: this one; but the system's, if that can be used and this one was built
    without profiles. Distributions build theirs with them: a tenth to a quarter less time."""
    configured = str(sysconfig.get_config_var("CONFIG_ARGS"))
    if sys.base_prefix == "/usr" or "--enable-optimizations" in configured:
        return sys.executable
    needs = "import sys, ctypes, sqlite3, ssl, venv, zlib; sys.exit(sys.version_info < (3, 11))"
    try:
        usable = subprocess.run([SYSTEM_PYTHON, "-c", needs], capture_output=True, check=False)
    except OSError:
        return sys.executable
    return sys.executable if usable.returncode else SYSTEM_PYTHON


def installer(python: Path, scratch: Path) -> list[str]:
    """A command that installs into the environment of `python`: pip of the Python that runs this,
    or of the one that its environment was made from, uv, or pip of the Debian package.

    The last way serves a Debian that has none of them: the package is unpacked, not installed.
    """
    options = [
        "--quiet",
        "--no-compile",
        "--use-pep517",
        "--no-warn-script-location",
        "--disable-pip-version-check",
    ]
    if pip := _python_with_pip():
        return [pip, "-m", "pip", "--python", str(python), "install", *options]
    if uv := shutil.which("uv"):
        return [uv, "pip", "install", "--python", str(python), "--quiet"]
    if shutil.which("apt-get") and shutil.which("dpkg-deb"):
        fetch = ["apt-get", "download", "-qq", "python3-pip-whl"]
        if not subprocess.run(fetch, cwd=scratch, check=False).returncode:
            package = next(scratch.glob("*.deb"))
            subprocess.run(["dpkg-deb", "-x", str(package), str(scratch)], check=True)
            wheel = next(scratch.glob("usr/share/python-wheels/pip-*.whl"))
            return [
                sys.executable,
                str(wheel / "pip"),
                "--python",
                str(python),
                "install",
                *options,
            ]
    sys.exit("Нечем установить пакеты. Установите pip (в Debian: apt-get install python3-pip) "
             "и повторите команду.")  # fmt: skip


def _python_with_pip() -> str | None:
    if importlib.util.find_spec("pip"):
        return sys.executable
    base = str(Path(sys.base_prefix, "bin", "python3"))
    asked = subprocess.run([base, "-m", "pip", "--version"], capture_output=True, check=False)
    return None if asked.returncode else base


def main() -> None:
    """Run the command of this process's arguments."""
    os.environ.setdefault("LANGUAGE", "ru")
    gettext.bindtextdomain("messages", str(HOME / "outbound" / "locale"))
    # Word lists and regular expressions are many small objects that live for ever: at Python's own
    # thresholds, looking through them for garbage takes a quarter of a run.
    gc.set_threshold(30_000, 50, 50)
    from outbound.commands import main as command

    command(prog_name="run.py")


if __name__ == "__main__":
    enter_environment(_lock(sys.argv[1:]))
    main()
