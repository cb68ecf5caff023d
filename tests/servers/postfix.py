"""A real Postfix (Debian's package) on free loopback ports, for the length of a test run.

Submission with STARTTLS and login, and SMTPS. What Postfix accepts goes on, over its own queue, to
a sink of the test, so that every letter it took can be counted. Logins are decided by a small
server of Dovecot's auth protocol. Needs root: Postfix's master must start as it.
"""

from __future__ import annotations

import base64
import contextlib
import os
import shutil
import socketserver
import subprocess
from collections.abc import Iterator
from pathlib import Path

from tests.outbound.scripted_smtp import ScriptedSmtp
from tests.servers.common import (
    PASSWORD,
    USER,
    SmtpServer,
    free_ports,
    make_certificates,
    scratch,
    served,
    wait_for,
)

__all__ = ["PASSWORD", "USER", "missing", "running"]

_MAIN = """\
compatibility_level = 3.6
config_directory = {home}/conf
queue_directory = {home}/queue
data_directory = {home}/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
maillog_file = {home}/maillog
maillog_file_prefixes = {home}
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mx.postfix.example
mydestination =
mynetworks =
alias_maps =
alias_database =
local_recipient_maps =
default_transport = smtp:[127.0.0.1]:{sink}
relay_transport = smtp:[127.0.0.1]:{sink}
smtp_tls_security_level = none
smtp_host_lookup = native
smtputf8_enable = yes
message_size_limit = 1000000
smtpd_client_connection_rate_limit = 0
smtpd_client_connection_count_limit = 0
smtpd_peername_lookup = no
smtpd_tls_security_level = may
smtpd_tls_cert_file = {home}/cert.pem
smtpd_tls_key_file = {home}/key.pem
smtpd_sasl_type = dovecot
smtpd_sasl_path = inet:127.0.0.1:{auth}
smtpd_error_sleep_time = 0
smtpd_recipient_restrictions =
  check_recipient_access inline:{{
    {{ later@mo.example = 451 4.3.0 try later }},
    {{ nobody@mo.example = 550 5.1.1 no such user }},
    {{ closing@mo.example = 421 4.3.2 closing }} }},
  permit_sasl_authenticated, reject
header_checks = regexp:{home}/conf/header_checks
milter_default_action = tempfail
"""

_MASTER = """\
127.0.0.1:{submission} inet n - n - - smtpd
  -o smtpd_tls_security_level=encrypt
  -o smtpd_sasl_auth_enable=yes
  -o smtpd_tls_auth_only=yes
127.0.0.1:{smtps} inet n - n - - smtpd
  -o smtpd_tls_wrappermode=yes
  -o smtpd_sasl_auth_enable=yes
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""

_HEADER_CHECKS = "/^X-Test-Reject-After-Data:/ REJECT 5.7.1 refused after DATA\n"


def missing() -> str:
    """Why Postfix cannot run here, or ""."""
    path = f"{os.environ.get('PATH', '')}:/usr/sbin"
    if not shutil.which("postfix", path=path):
        return "postfix is not installed (Debian: postfix)"
    if not shutil.which("openssl"):
        return "openssl is not installed"
    if os.getuid() != 0:
        return "postfix needs root: its master process starts as root"
    return ""


class _Auth(socketserver.StreamRequestHandler):
    """Dovecot's auth protocol 1.1, PLAIN only: one user is let in."""

    def handle(self) -> None:
        self.wfile.write(
            b"VERSION\t1\t1\nMECH\tPLAIN\tplaintext\nSPID\t1\nCUID\t1\nCOOKIE\t" + b"0" * 32
            + b"\nDONE\n"
        )  # fmt: skip
        for raw in self.rfile:
            fields = raw.decode().rstrip("\n").split("\t")
            if fields[0] != "AUTH":
                continue
            answer = next((f[5:] for f in fields if f.startswith("resp=")), "")
            good = base64.b64decode(answer) == f"\0{USER}\0{PASSWORD}".encode()
            verdict = f"OK\t{fields[1]}\tuser={USER}\n" if good else f"FAIL\t{fields[1]}\n"
            self.wfile.write(verdict.encode())


class _AuthServer(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False


def _configure(home: Path, ports: dict[str, int]) -> None:
    conf = home / "conf"
    for folder in (conf, home / "queue", home / "data"):
        folder.mkdir()
    shutil.chown(home / "data", "postfix")
    home.chmod(0o755)
    (conf / "main.cf").write_text(_MAIN.format(home=home, **ports))
    (conf / "master.cf").write_text(_MASTER.format(**ports))
    (conf / "header_checks").write_text(_HEADER_CHECKS)


def _postfix(home: Path, command: str) -> None:
    """`postfix start` or `stop`; its output goes to a file, for the daemon keeps what it gets."""
    with (home / f"{command}.log").open("wb") as log:
        subprocess.run(
            ["/usr/sbin/postfix", "-c", str(home / "conf"), command],
            stdin=subprocess.DEVNULL, stdout=log, stderr=log, timeout=60, check=True,
        )  # fmt: skip


@contextlib.contextmanager
def running() -> Iterator[SmtpServer]:
    """The server, for the length of the block."""
    with ScriptedSmtp(extra="SMTPUTF8") as sink, scratch("postfix") as home:
        auth = _AuthServer(("127.0.0.1", 0), _Auth)
        submission, smtps = free_ports(2)
        ports = {"submission": submission, "smtps": smtps, "sink": sink.port}
        _configure(home, {**ports, "auth": auth.server_address[1]})
        make_certificates(home)
        with served(auth):
            _postfix(home, "start")
            try:
                wait_for(submission, b"220", lambda: True, home / "maillog")
                yield SmtpServer(submission, smtps, home / "ca.pem", home, sink)
            finally:
                _postfix(home, "stop")
