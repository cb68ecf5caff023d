"""A real Dovecot (2.3, Debian's package) on free loopback ports, for the length of a test run.

It runs as an unprivileged account when the tests run as root, with a certificate of a test
authority made for the run. Every user is let in with `PASSWORD`.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from tests.servers.common import (
    PASSWORD,
    ImapServer,
    account,
    free_ports,
    make_certificates,
    start,
    stop,
    wait_for,
)

__all__ = ["PASSWORD", "Dovecot", "free_ports", "make_certificates", "missing", "running"]

Dovecot = ImapServer

USERS = ("edo", *(f"u{n}" for n in range(500)))
QUOTA_USER = "quota"
_QUOTA = "userdb_quota_rule=*:storage=100k"

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
mail_plugins = quota
protocol imap {{
  {capability}
}}
plugin {{
  quota = count:User quota
  quota_vsizes = yes
  quota_grace = 0
}}
passdb {{
  driver = passwd-file
  args = scheme=PLAIN username_format=%n {home}/passwd
}}
userdb {{
  driver = passwd-file
  args = username_format=%n {home}/passwd
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


def missing() -> str:
    """Why Dovecot cannot run here, or ""."""
    if not shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin"):
        return "dovecot is not installed (Debian: dovecot-imapd)"
    return "" if shutil.which("openssl") else "openssl is not installed"


@contextlib.contextmanager
def running(
    home: Path,
    *,
    users: tuple[str, ...] = USERS,
    capability: str = "",
    separator: str = "/",
    prefix: str = "",
    host: str = "localhost",
    days: int = 30,
    ports: tuple[int, int] | None = None,
) -> Iterator[Dovecot]:
    """Dovecot for the length of the block. `home` must be short (sockets) and empty, or what an
    earlier run on the same `ports` has left.

    `capability` replaces what the server announces after login, such as "IMAP4rev1 UIDPLUS"."""
    mine = account()
    imap, imaps = ports or free_ports(2)
    if not home.exists():
        for name in ("base", "state", "mail"):
            (home / name).mkdir(parents=True)
        make_certificates(home, host, days=days)
    values = {"home": home, "user": mine.name, "group": _group(mine.gid), "uid": mine.uid}
    values |= {"imap": imap, "imaps": imaps, "separator": separator, "prefix": prefix}
    values["capability"] = f"imap_capability = {capability}" if capability else ""
    (home / "dovecot.conf").write_text(_CONF.format(**values))
    _write_users(home, users)
    mine.owns(home)
    binary = shutil.which("dovecot") or "/usr/sbin/dovecot"
    command = [*mine.command, binary, "-F", "-c", str(home / "dovecot.conf")]
    process = start(command, home / "output")
    try:
        wait_for(imap, b"* OK", lambda: process.poll() is None, home / "log")
        yield Dovecot(imap, imaps, home / "ca.pem", home, separator, prefix, QUOTA_USER)
    finally:
        stop(process)


def _group(gid: int) -> str:
    import grp

    return grp.getgrgid(gid).gr_name


def _write_users(home: Path, users: tuple[str, ...]) -> None:
    mine = account()
    lines = [
        f"{user}:{{PLAIN}}{PASSWORD}:{mine.uid}:{mine.gid}::{home}/mail/{user}::{limit}"
        for user, limit in [*((user, "") for user in users), (QUOTA_USER, _QUOTA)]
    ]
    (home / "passwd").write_text("\n".join(lines) + "\n", encoding="utf-8")
