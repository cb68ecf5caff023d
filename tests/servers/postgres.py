"""A real PostgreSQL (Debian's package) on a socket of its own, for the length of a test run.

It runs as an unprivileged account when the tests run as root, without fsync: what is tested is
what the database says, not whether its disks hold. Each test gets a database of its own.
"""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

USER = "otklik"

_BINARIES = Path("/usr/lib/postgresql")
_CONF = """\
listen_addresses = ''
unix_socket_directories = '{home}'
max_connections = 60
shared_buffers = 64MB
fsync = {fsync}
synchronous_commit = {fsync}
full_page_writes = {fsync}
autovacuum = {fsync}
# So that nothing leans on the sorting or the clock of the machine.
timezone = 'Asia/Vladivostok'
"""


@dataclass(frozen=True)
class Postgres:
    """Where the server's socket is."""

    home: Path

    def url(self, name: str) -> str:
        """The address of a database."""
        return f"postgresql+psycopg://{USER}@/{name}?host={self.home}"

    def run(self, statement: str) -> None:
        """One statement outside any transaction, such as CREATE DATABASE."""
        with self._connect() as connection:
            connection.execute(statement)

    def _connect(self) -> Any:
        import psycopg

        return psycopg.connect(host=str(self.home), user=USER, dbname="postgres", autocommit=True)

    @contextlib.contextmanager
    def database(self, name: str, template: str = "template1") -> Iterator[str]:
        """A database for the length of the block; its URL."""
        self.run(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY')
        try:
            yield self.url(name)
        finally:
            self.run(f'DROP DATABASE "{name}" WITH (FORCE)')


def missing() -> str:
    """Why PostgreSQL cannot run here, or ""."""
    if _binary("postgres") is None:
        return "postgresql is not installed (Debian: postgresql)"
    if os.getuid() == 0 and _account() is None:
        return "postgresql does not run as root, and there is no account postgres or nobody"
    return ""


def _binary(name: str) -> Path | None:
    found = sorted(_BINARIES.glob(f"*/bin/{name}"), key=lambda p: float(p.parts[-3]))
    return found[-1] if found else None


def _account() -> pwd.struct_passwd | None:
    """The account that runs it for root."""
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    return None


@contextlib.contextmanager
def running(*, fsync: bool = False) -> Iterator[Postgres]:
    """PostgreSQL for the length of the block. With `fsync`, as it runs in earnest."""
    home = Path(tempfile.mkdtemp(prefix="otklik-pg-", dir="/tmp"))  # a socket's path is short
    account = _account() if os.getuid() == 0 else None
    if account is not None:
        os.chown(home, account.pw_uid, account.pw_gid)
    data = home / "data"
    options = ["-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
    made = subprocess.run(
        [*_as(account), str(_binary("initdb")), "-D", str(data), *options],
        cwd=home, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if made.returncode:
        raise RuntimeError(f"initdb: {made.stderr}")
    with (data / "postgresql.conf").open("a") as conf:
        conf.write(_CONF.format(home=home, fsync="on" if fsync else "off"))
    process = _start(home, data, account)
    try:
        _wait_for(home, process)
        yield Postgres(home)
    finally:
        _stop(process)
        shutil.rmtree(home, ignore_errors=True)


def _as(account: pwd.struct_passwd | None) -> list[str]:
    if account is None:
        return []
    ids = [f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}", "--clear-groups"]
    return ["setpriv", *ids, "--"]


def _start(home: Path, data: Path, account: pwd.struct_passwd | None) -> subprocess.Popen[bytes]:
    # It ends with us even if we are killed, and keeps none of our output.
    command = ["setpriv", "--pdeathsig", "INT", *_as(account)[1:]]
    if account is None:
        command.append("--")
    with (home / "log").open("wb") as log:
        return subprocess.Popen(
            [*command, str(_binary("postgres")), "-D", str(data)],
            cwd=home,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )


def _wait_for(home: Path, process: subprocess.Popen[bytes]) -> None:
    import psycopg

    until = time.monotonic() + 30
    while time.monotonic() < until and process.poll() is None:
        with contextlib.suppress(psycopg.OperationalError):
            Postgres(home).run("SELECT 1")
            return
        time.sleep(0.05)
    raise RuntimeError(f"postgresql did not start: {(home / 'log').read_text()}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGINT)  # ends it at once, but in order
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(5)
