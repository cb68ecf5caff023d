"""What all servers of the tests need: an account, ports, certificates, a process that ends."""

from __future__ import annotations

import contextlib
import functools
import os
import pwd
import shutil
import signal
import socket
import socketserver
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.outbound.scripted_smtp import ScriptedSmtp

USER = "edo"
PASSWORD = "пароль сервера"  # with a space and beyond ASCII: both must work
ACCOUNT = "otktest"  # no longer than "courier", see there

_NEW_KEY = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]


@dataclass(frozen=True)
class ImapServer:
    """Where an IMAP server listens, and its files. `ca` is the authority to trust.

    `delimiter` and `prefix` are those of its personal namespace; `quota_user` is the one who may
    keep 100 kB only, "" if there is none.
    """

    imap: int
    imaps: int
    ca: Path
    home: Path
    delimiter: str = "/"
    prefix: str = ""
    quota_user: str = ""

    def folder(self, name: str) -> str:
        """How the server calls the folder that our settings call so."""
        return name if name == "INBOX" else self.prefix + name.replace("/", self.delimiter)


@dataclass(frozen=True)
class SmtpServer:
    """Where a submission server listens; `ca` is the authority to trust; `sink` counts what it
    passed on. `smtps` is 0 where there is no TLS, `user` is "" where there is no login."""

    submission: int
    smtps: int
    ca: Path
    home: Path
    sink: ScriptedSmtp
    user: str = USER
    smtputf8: bool = True

    def passed_on(self, count: int, seconds: float = 20) -> list[bytes]:
        """What has reached the sink, once there are so many or the time is up."""
        end = time.monotonic() + seconds
        while len(self.sink.accepted) < count and time.monotonic() < end:
            time.sleep(0.02)
        return list(self.sink.accepted)


@dataclass(frozen=True)
class Account:
    """The account that servers run as: unprivileged, also when the tests run as root."""

    name: str
    uid: int
    gid: int

    @property
    def command(self) -> list[str]:
        """What to put before a command: it runs as the account, and ends with us even if we are
        killed."""
        found = ["setpriv", "--pdeathsig", "TERM"]
        if os.getuid() == 0:
            found += [f"--reuid={self.uid}", f"--regid={self.gid}", "--clear-groups"]
        return [*found, "--"]

    def owns(self, home: Path) -> None:
        """Give it a folder and all that is in it."""
        if os.getuid() == 0:
            for path in (home, *home.rglob("*")):
                os.chown(path, self.uid, self.gid, follow_symlinks=False)


@functools.cache
def account() -> Account:
    """The one to run servers as: our own, or `ACCOUNT` when we are root."""
    if os.getuid() != 0:
        own = pwd.getpwuid(os.getuid())
        return Account(own.pw_name, own.pw_uid, own.pw_gid)
    made = named_account(ACCOUNT)
    return Account(ACCOUNT, made.pw_uid, made.pw_gid)


def patched(program: Path, places: Mapping[bytes, bytes], home: Path) -> Path:
    """A copy of a program with other names compiled in; each at least as long as what replaces it.

    Servers insist on the accounts and folders of their packages, which these tests do not make."""
    content = program.read_bytes()
    for name, place in places.items():
        if name not in content or len(place) > len(name.rstrip(b"\0")):
            raise RuntimeError(f"{program.name} has no place for {place!r} at {name!r}")
        content = content.replace(name, place.ljust(len(name), b"\0"))
    copy = home / program.name
    copy.write_bytes(content)
    copy.chmod(0o755)
    return copy


def named_account(name: str) -> pwd.struct_passwd:
    """An account of this name without a login; made if absent, which takes root."""
    command = ["useradd", "-r", "-M", "-d", "/nonexistent", "-s", "/usr/sbin/nologin", name]
    for attempt in range(10):  # another run may be making it, and holds the lock
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
        subprocess.run(command, check=attempt == 9, capture_output=True)
        time.sleep(0.1)
    return pwd.getpwnam(name)


def must_have(reason: str) -> None:
    """Skip if a server is missing, saying why; under CI, fail. What only root can start is skipped
    there, too, unless the run is root's."""
    if not reason:
        return
    if os.environ.get("CI") == "true" and not (os.getuid() != 0 and "root" in reason):
        pytest.fail(f"under CI no server may be missing: {reason}")
    pytest.skip(reason)


@contextlib.contextmanager
def scratch(name: str) -> Iterator[Path]:
    """An empty folder that the account can reach, with a short name: sockets go into it."""
    home = Path(tempfile.mkdtemp(prefix=f"otk-{name[:4]}-"))
    home.chmod(0o755)
    try:
        yield home
    finally:
        shutil.rmtree(home, ignore_errors=True)


def free_ports(count: int) -> list[int]:
    """Ports that nobody listens on now."""
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]


def make_certificates(folder: Path, host: str = "localhost", *, days: int = 30) -> None:
    """ca.pem, and cert.pem with key.pem that it signed for `host` and 127.0.0.1. With negative
    `days` it has expired."""
    ca = ["-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=Otklik test authority"]
    _openssl(folder, "req", "-x509", *_NEW_KEY, "-days", "30", *ca)
    subject = ["-subj", f"/CN={host}"]
    _openssl(folder, "req", *_NEW_KEY, "-keyout", "key.pem", "-out", "req.pem", *subject)
    (folder / "ext").write_text(f"subjectAltName=DNS:{host},IP:127.0.0.1\n")
    signed = ["-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-extfile", "ext"]
    request = ["-req", "-in", "req.pem", *signed, "-days", str(days)]
    _openssl(folder, "x509", *request, "-out", "cert.pem")


def _openssl(folder: Path, *arguments: str) -> None:
    subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)


@contextlib.contextmanager
def served(server: socketserver.BaseServer) -> Iterator[None]:
    """A server in a thread of ours, for the length of the block."""
    with server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield
        finally:
            server.shutdown()
            thread.join()


def start(
    command: Sequence[str],
    log: Path,
    *,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
) -> subprocess.Popen[bytes]:
    """A server in the foreground: it can be waited for, and holds no output of pytest's open."""
    with log.open("ab") as output:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
            env={**os.environ, **(env or {})},
            cwd=cwd,
        )


def wait_for(port: int, greeting: bytes, alive: Callable[[], bool], log: Path) -> None:
    """Return when the server greets; RuntimeError with its log if it does not."""
    until = time.monotonic() + 20
    while time.monotonic() < until and alive():
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1) as sock:
            sock.settimeout(5)
            if sock.recv(len(greeting)) == greeting:
                return
        time.sleep(0.05)
    text = log.read_text(errors="replace") if log.exists() else "no log"
    raise RuntimeError(f"nothing greets on port {port}: {text}")


def stop(process: subprocess.Popen[bytes], patience: float = 3) -> None:
    """End a server and whatever it started."""
    if process.poll() is None:
        process.terminate()
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(patience)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(5)
