"""A real Cyrus (Debian's package, unpacked) on free loopback ports, for the length of a test run.

Everybody is let in with `PASSWORD`: a thread of ours plays saslauthd. A new user gets an INBOX, and
one of them a small quota.
"""

from __future__ import annotations

import contextlib
import socketserver
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from tests.servers import packages
from tests.servers.common import (
    PASSWORD,
    ImapServer,
    account,
    free_ports,
    make_certificates,
    served,
    start,
    stop,
    wait_for,
)

BINARIES = "usr/lib/cyrus/bin"

_IMAPD = """\
configdirectory: {home}/conf
defaultpartition: default
partition-default: {home}/spool
master_pid_file: {home}/run/master.pid
cyrus_user: {user}
sasl_pwcheck_method: saslauthd
sasl_saslauthd_path: {home}/run/auth
sasl_mech_list: PLAIN
allowplaintext: yes
unixhierarchysep: yes
altnamespace: yes
virtdomains: off
autocreate_quota: {quota}
autocreate_post: yes
tls_server_cert: {home}/cert.pem
tls_server_key: {home}/key.pem
tls_session_timeout: 0
idlesocket: {home}/run/idle
notifysocket: {home}/run/notify
lmtpsocket: {home}/run/lmtp
conversations: 0
expunge_mode: immediate
delete_mode: immediate
duplicatesuppression: no
servername: localhost
failedloginpause: 0
maxlogins_per_user: 0
"""

_MASTER = """\
START {{
  recover cmd="{bin}/ctl_cyrusdb -C {home}/imapd.conf -r"
}}
SERVICES {{
  imap  cmd="{bin}/imapd -C {home}/imapd.conf -U 30" listen="127.0.0.1:{imap}" prefork=1
  imaps cmd="{bin}/imapd -C {home}/imapd.conf -s -U 30" listen="127.0.0.1:{imaps}" prefork=0
}}
DAEMON {{
  idled cmd="{bin}/idled -C {home}/imapd.conf"
}}
"""

_FOLDERS = ("socket", "db", "proc", "log", "msg", "user", "quota")


def missing() -> str:
    """Why Cyrus cannot run here, or ""."""
    return packages.missing("cyrus", f"{BINARIES}/imapd")


class _Auth(socketserver.StreamRequestHandler):
    """saslauthd's protocol: four counted strings in, one out."""

    def handle(self) -> None:
        _user, password, _service, _realm = [_counted(self.rfile) for _ in range(4)]
        answer = b"OK" if password == PASSWORD.encode() else b"NO"
        self.wfile.write(struct.pack(">H", len(answer)) + answer)


def _counted(stream: BinaryIO) -> bytes:
    (length,) = struct.unpack(">H", stream.read(2))
    return stream.read(length)


class _AuthServer(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64


@contextlib.contextmanager
def running(home: Path, *, quota: int = 0, host: str = "localhost") -> Iterator[ImapServer]:
    """Cyrus for the length of the block. `home` must be short (sockets) and empty. Every user gets
    so many KB of `quota`; 0 is none."""
    mine = account()
    imap, imaps = free_ports(2)
    for name in (*(f"conf/{folder}" for folder in _FOLDERS), "spool", "run"):
        (home / name).mkdir(parents=True)
    make_certificates(home, host)
    tree = packages.tree("cyrus", home)
    values = {"home": home, "user": mine.name, "bin": tree / BINARIES, "quota": quota}
    values |= {"imap": imap, "imaps": imaps}
    (home / "imapd.conf").write_text(_IMAPD.format(**values))
    (home / "cyrus.conf").write_text(_MASTER.format(**values))
    mine.owns(home)
    command = [str(tree / BINARIES / "master"), "-C", str(home / "imapd.conf")]
    command += ["-M", str(home / "cyrus.conf"), "-p", str(home / "run/master.pid")]
    environment = {"LD_LIBRARY_PATH": packages.libraries(tree)}
    if plugins := next(tree.glob("usr/lib/*/sasl2"), None):
        environment["SASL_PATH"] = str(plugins)
    with served(_AuthServer(str(home / "run/auth"), _Auth)):
        (home / "run/auth").chmod(0o777)
        process = start([*mine.command, *command], home / "log", env=environment)
        try:
            wait_for(imap, b"* OK", lambda: process.poll() is None, home / "log")
            yield ImapServer(imap, imaps, home / "ca.pem", home)
        finally:
            stop(process)
