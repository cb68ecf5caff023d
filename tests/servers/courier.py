"""A real Courier (Debian's package, unpacked) on free loopback ports, for the length of a test run.

Everybody is let in with `PASSWORD`: a thread of ours plays authdaemon, whose socket has a path that
is compiled in. Where the kernel allows it the server sees a `/run` of its own, else it must be
root's run, one at a time.
"""

from __future__ import annotations

import contextlib
import fcntl
import functools
import os
import shlex
import socketserver
import subprocess
from collections.abc import Iterator
from pathlib import Path

from tests.servers import packages
from tests.servers.common import (
    PASSWORD,
    Account,
    ImapServer,
    account,
    free_ports,
    make_certificates,
    patched,
    served,
    start,
    stop,
    wait_for,
)

_CAPABILITY = (
    "IMAP4rev1 UIDPLUS CHILDREN NAMESPACE THREAD=ORDEREDSUBJECT THREAD=REFERENCES SORT QUOTA IDLE"
)
"""Debian's /etc/courier/imapd."""

_SOCKET = "courier/authdaemon/socket"

QUOTA_USER = "quota"
_QUOTA = "100000S"


def missing() -> str:
    """Why Courier cannot run here, or ""."""
    if reason := packages.missing("courier", "usr/bin/imapd"):
        return reason
    if os.getuid() != 0 and not _has_namespaces():
        return "courier needs root here: /run/courier is compiled in, and user namespaces are off"
    if os.getuid() != 0 and len(account().name) > len("courier"):
        return "courier needs root, or an account with a name no longer than its own"
    return ""


@functools.cache
def _has_namespaces() -> bool:
    attempt = [*_namespace(), "mount", "--bind", "/tmp", "/run"]
    return not subprocess.run(attempt, capture_output=True).returncode


def _namespace() -> list[str]:
    if os.getuid() == 0:
        return ["unshare", "-m"]
    return ["unshare", "-Um", "--map-current-user", "--keep-caps"]


class _Auth(socketserver.StreamRequestHandler):
    """authdaemon's protocol: AUTH lets in whoever knows the password, PRE tells of any user."""

    server: _AuthServer

    def handle(self) -> None:
        line = self.rfile.readline().decode().split()
        while line and "=" in line[0]:  # TCPREMOTEIP=…
            line = self.rfile.readline().decode().split()
        if line[:1] == ["AUTH"]:
            given = self.rfile.read(int(line[1])).decode().split("\n")
            user = given[2] if given[1:4:2] == ["login", PASSWORD] else ""
        else:
            user = line[3] if line[:1] == ["PRE"] else ""
        self.wfile.write(self.server.answer(user) if user else b"FAIL\n")


class _AuthServer(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def __init__(self, path: Path, mine: Account, homes: Path) -> None:
        self.mine, self.homes = mine, homes
        super().__init__(str(path), _Auth)
        path.chmod(0o777)

    def answer(self, user: str) -> bytes:
        """Who this user is; the first time he gets a Maildir."""
        home = self.homes / user
        if not home.exists():
            for name in ("cur", "new", "tmp"):
                (home / "Maildir" / name).mkdir(parents=True)
            if user == QUOTA_USER:
                (home / "Maildir/maildirsize").write_text(f"{_QUOTA}\n0 0\n")
            self.mine.owns(home)
        fields = {"GID": self.mine.gid, "HOME": home, "ADDRESS": user, "UID": self.mine.uid}
        fields["MAILDIR"] = home / "Maildir"
        return "".join(f"{key}={value}\n" for key, value in fields.items()).encode() + b".\n"


@contextlib.contextmanager
def _own_run(home: Path) -> Iterator[tuple[list[str], Path]]:
    """What to put before a command so that it finds our socket, and where the socket is to be."""
    if _has_namespaces():
        (home / "run" / _SOCKET).parent.mkdir(parents=True)
        script = f'mount --bind {shlex.quote(str(home / "run"))} /run && exec "$@"'
        yield [*_namespace(), "sh", "-c", script, "sh"], home / "run" / _SOCKET
        return
    path = Path("/run", _SOCKET)
    path.parent.mkdir(parents=True, exist_ok=True)
    with (path.parent / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        path.unlink(missing_ok=True)
        yield [], path


@contextlib.contextmanager
def running(home: Path, *, host: str = "localhost") -> Iterator[ImapServer]:
    """Courier for the length of the block. `home` must be short (sockets) and empty."""
    mine = account()
    imap, imaps = free_ports(2)
    (home / "homes").mkdir(parents=True)
    make_certificates(home, host)
    (home / "both.pem").write_bytes(
        (home / "key.pem").read_bytes() + (home / "cert.pem").read_bytes()
    )
    tree = packages.tree("courier", home)
    mine.owns(home)
    with contextlib.ExitStack() as stack:
        inside, path = stack.enter_context(_own_run(home))
        stack.enter_context(served(_AuthServer(path, mine, home / "homes")))
        login = _login(tree, home, mine)
        for port, command, environment in _daemons(tree, home, login, imap, imaps):
            process = start(
                [*inside, *mine.command, *command], home / "log", env=environment, cwd=home
            )
            stack.callback(stop, process, 0.3)
            if port:
                greeting = b"* OK" if port == imap else b""
                wait_for(port, greeting, lambda p=process: p.poll() is None, home / "log")
        yield ImapServer(imap, imaps, home / "ca.pem", home, ".", "INBOX.", QUOTA_USER)


def _login(tree: Path, home: Path, mine: Account) -> Path:
    """The program that people log in to; its STARTTLS runs as an account that is compiled in."""
    program = tree / "usr/lib/courier/courier/imaplogin"
    return patched(program, {b"\0courier\0": b"\0" + mine.name.encode()}, home)


def _daemons(
    tree: Path, home: Path, login_program: Path, imap: int, imaps: int
) -> Iterator[tuple[int, list[str], dict[str, str]]]:
    """Port, command and environment of what is to run; port 0 is none."""
    programs = tree / "usr"
    base = {
        "LD_LIBRARY_PATH": packages.libraries(tree),
        "COURIERTLS": str(programs / "bin/couriertls"),
        "TLS_CERTFILE": str(home / "both.pem"),
        "TLS_VERIFYPEER": "NONE",
        "IMAP_TLS_REQUIRED": "0",
        "IMAP_CAPABILITY": _CAPABILITY,
        "IMAP_CAPABILITY_TLS": f"{_CAPABILITY} AUTH=PLAIN",
        "IMAP_KEYWORDS": "1",
        "IMAP_ACL": "0",
        "IMAP_IDLE_TIMEOUT": "1",
        "IMAP_ENHANCEDIDLE": "1",
        "IMAP_USELOCKS": "1",
        "IMAP_UMASK": "022",
        "IMAP_MAILBOX_SANITY_CHECK": "0",
        "IMAP_CHECK_ALL_FOLDERS": "0",
        "GAM_CLIENT_ID": home.parent.name,
    }
    listen = [str(programs / "sbin/couriertcpd"), "-address=127.0.0.1", "-maxprocs=40"]
    listen += ["-maxperip=40", "-nodnslookup", "-noidentlookup"]
    login = [
        str(login_program),
        str(programs / "bin/imapd"),
        "Maildir",
    ]
    tls = [base["COURIERTLS"], "-server", "-tcpd"]
    # Without the watcher of files every command waits a second for it. It is Debian's default.
    yield 0, [str(programs / "libexec/gam_server"), "--notimeout", home.parent.name], base
    yield imap, [*listen, str(imap), *login], {**base, "IMAP_STARTTLS": "YES"}
    yield (
        imaps,
        [*listen, str(imaps), *tls, *login],
        {**base, "IMAP_STARTTLS": "NO", "IMAP_TLS": "1"},
    )
