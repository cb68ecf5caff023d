"""A real Dovecot (2.3, Debian's package) on free loopback ports, for the length of a test run.

It runs as an unprivileged account when the tests run as root, with a certificate of a test
authority made for the run. Every user is let in with `PASSWORD`.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PASSWORD = "пароль dovecot"  # with a space and beyond ASCII: both must work
ACCOUNT = "mailtest"

_CONF = """\
base_dir = {home}/base
state_dir = {home}/state
log_path = {home}/log
protocols = imap
listen = 127.0.0.1
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
first_valid_uid = 1
mail_location = maildir:~/Mail
mail_max_userip_connections = 100
disable_plaintext_auth = no
ssl = yes
ssl_cert = <{home}/cert.pem
ssl_key = <{home}/key.pem
auth_mechanisms = plain login
auth_failure_delay = 0
maildir_very_dirty_syncs = no
mailbox_idle_check_interval = 1 secs
protocol imap {{
  {capability}
}}
passdb {{
  driver = passwd-file
  args = scheme=PLAIN username_format=%n {home}/passwd
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={home}/mail/%n
}}
namespace inbox {{
  inbox = yes
  separator = {separator}
  prefix = {prefix}
}}
service anvil {{
  chroot =
  # Else every login from an address that failed before is kept waiting for many seconds.
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = {imaps}
    ssl = yes
  }}
}}
"""


@dataclass(frozen=True)
class Dovecot:
    """Where the server listens, and its files. `ca` is the authority to trust."""

    imap: int
    imaps: int
    ca: Path
    home: Path


def missing() -> str:
    """Why Dovecot cannot run here, or ""."""
    if not shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin"):
        return "dovecot is not installed (Debian: dovecot-imapd)"
    if not shutil.which("openssl"):
        return "openssl is not installed"
    return ""


def _ids() -> tuple[str, int, int]:
    """The account that Dovecot runs as."""
    import grp
    import pwd

    if os.getuid() != 0:
        own = pwd.getpwuid(os.getuid())
        return own.pw_name, own.pw_uid, own.pw_gid
    try:
        entry = pwd.getpwnam(ACCOUNT)
    except KeyError:
        shell = "/usr/sbin/nologin"
        command = ["useradd", "-r", "-M", "-d", "/nonexistent", "-s", shell, ACCOUNT]
        subprocess.run(command, check=True)
        entry = pwd.getpwnam(ACCOUNT)
    return grp.getgrgid(entry.pw_gid).gr_name, entry.pw_uid, entry.pw_gid


def _user_name(uid: int) -> str:
    import pwd

    return pwd.getpwuid(uid).pw_name


def free_ports(count: int) -> list[int]:
    """Ports that nobody listens on now."""
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]


def make_certificates(folder: Path, host: str = "localhost", *, days: int = 30) -> None:
    """ca.pem, and cert.pem with key.pem that it signed for `host` and 127.0.0.1."""
    ca = ["-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=Otklik test authority"]
    _openssl(folder, "req", "-x509", *_NEW_KEY, "-days", "30", *ca)
    _openssl(
        folder, "req", *_NEW_KEY, "-keyout", "key.pem", "-out", "req.pem", "-subj", f"/CN={host}"
    )
    (folder / "ext").write_text(f"subjectAltName=DNS:{host},IP:127.0.0.1\n")
    signed = ["-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-extfile", "ext"]
    _openssl(
        folder, "x509", "-req", "-in", "req.pem", *signed, "-days", str(days), "-out", "cert.pem"
    )


_NEW_KEY = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]


def _openssl(folder: Path, *arguments: str) -> None:
    subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)


@contextlib.contextmanager
def running(
    home: Path,
    *,
    users: tuple[str, ...],
    capability: str = "",
    separator: str = "/",
    prefix: str = "",
    host: str = "localhost",
) -> Iterator[Dovecot]:
    """Dovecot for the length of the block. `home` must be short (sockets) and empty.

    `capability` replaces what the server announces after login, such as "IMAP4rev1 UIDPLUS"."""
    group, uid, gid = _ids()
    imap, imaps = free_ports(2)
    for name in ("base", "state", "mail"):
        (home / name).mkdir(parents=True)
    make_certificates(home, host)
    lines = [f"{user}:{{PLAIN}}{PASSWORD}::::::" for user in users]
    (home / "passwd").write_text("\n".join(lines) + "\n", encoding="utf-8")
    config = home / "dovecot.conf"
    values = {"home": home, "user": _user_name(uid), "group": group, "uid": uid, "gid": gid}
    values |= {"imap": imap, "imaps": imaps, "separator": separator, "prefix": prefix}
    values["capability"] = f"imap_capability = {capability}" if capability else ""
    config.write_text(_CONF.format(**values))
    _give(home, uid, gid)
    process = _start(config, uid, gid)
    try:
        _wait_for(imap, process, home / "log")
        yield Dovecot(imap, imaps, home / "ca.pem", home)
    finally:
        _stop(process)


def _give(home: Path, uid: int, gid: int) -> None:
    if os.getuid() == 0:
        for path in (home, *home.rglob("*")):
            os.chown(path, uid, gid)


def _start(config: Path, uid: int, gid: int) -> subprocess.Popen[bytes]:
    # setpriv: Dovecot ends with us even if we are killed, and runs as the account.
    command = ["setpriv", "--pdeathsig", "TERM"]
    if os.getuid() == 0:
        command += [f"--reuid={uid}", f"--regid={gid}", "--clear-groups"]
    binary = shutil.which("dovecot") or "/usr/sbin/dovecot"
    # A daemon that keeps the caller's output hangs pytest; in the foreground it can be waited for.
    return subprocess.Popen(
        [*command, "--", binary, "-F", "-c", str(config)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def _wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + 15
    while time.monotonic() < until and process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1) as sock:
            sock.settimeout(5)
            if sock.recv(4) == b"* OK":
                return
        time.sleep(0.05)
    _stop(process)
    raise RuntimeError(f"dovecot did not start: {log.read_text() if log.exists() else 'no log'}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(5)
