"""A real OpenSMTPD (Debian's package, unpacked) on a free loopback port, for a test run's length.

In clear and without login: Debian 12's build has no working TLS (OpenSSL 3), and login without TLS
it does not offer. What it accepts goes on to a sink of the test. Needs root: it starts as root and
becomes two accounts of its own.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.outbound.scripted_smtp import ScriptedSmtp
from tests.servers import packages
from tests.servers.common import (
    SmtpServer,
    free_ports,
    named_account,
    patched,
    start,
    stop,
    wait_for,
)

_CONFIGURATION = """\
table later {{ "later@mo.example" }}
table nobody {{ "nobody@mo.example" }}
table closing {{ "closing@mo.example" }}
smtp max-message-size "1000000"
filter "later" phase rcpt-to match rcpt-to <later> reject "451 4.3.0 try later"
filter "nobody" phase rcpt-to match rcpt-to <nobody> reject "550 5.1.1 no such user"
filter "closing" phase rcpt-to match rcpt-to <closing> disconnect "421 4.3.2 closing"
filter "all" chain {{ "later" "nobody" "closing" }}
listen on 127.0.0.1 port {port} hostname mx.opensmtpd.example filter "all"
action "out" relay host smtp://127.0.0.1:{sink}
match from any for any action "out"
"""

_ACCOUNTS = ("opensmtpd", "opensmtpq")


def missing() -> str:
    """Why OpenSMTPD cannot run here, or ""."""
    if reason := packages.missing("opensmtpd", "usr/sbin/smtpd"):
        return reason
    return "" if os.getuid() == 0 else "opensmtpd needs root: it starts as root"


def _binary(home: Path) -> Path:
    """OpenSMTPD with its compiled-in paths below `home`, so that several can run at once."""
    places = {
        b"/var/spool/smtpd": home,
        b"/var/run/smtpd.sock": home / "s",
        b"/var/lib/opensmtpd/empty": home / "empty",
    }
    program = packages.unpacked("opensmtpd") / "usr/sbin/smtpd"
    return patched(program, {k: str(v).encode() for k, v in places.items()}, home)


def _make_spool(home: Path) -> None:
    owners = {"corrupt": 0o700, "purge": 0o700, "queue": 0o700, "temporary": 0o700}
    for name, mode in {**owners, "incoming": 0o700}.items():
        (home / name).mkdir(mode=mode)
        shutil.chown(home / name, "opensmtpq")
    (home / "offline").mkdir()
    shutil.chown(home / "offline", group="opensmtpq")
    (home / "offline").chmod(0o770)
    (home / "empty").mkdir(mode=0o711)
    home.chmod(0o711)


@contextlib.contextmanager
def running() -> Iterator[SmtpServer]:
    """The server, for the length of the block."""
    for name in _ACCOUNTS:
        named_account(name)
    # As long as the path that it replaces.
    home = Path(tempfile.mkdtemp(prefix="otk", dir="/tmp"))
    try:
        with ScriptedSmtp() as sink:
            _make_spool(home)
            program = _binary(home)
            (port,) = free_ports(1)
            (home / "smtpd.conf").write_text(_CONFIGURATION.format(port=port, sink=sink.port))
            (home / "smtpd.conf").chmod(0o600)
            command = [str(program), "-f", str(home / "smtpd.conf"), "-F"]
            process = start(["setpriv", "--pdeathsig", "TERM", *command], home / "output")
            try:
                wait_for(port, b"220", lambda: process.poll() is None, home / "output")
                yield SmtpServer(port, 0, home / "ca.pem", home, sink, user="", smtputf8=False)
            finally:
                stop(process)
    finally:
        shutil.rmtree(home, ignore_errors=True)
