"""A real Exim (Debian's package, unpacked) on free loopback ports, for the length of a test run.

Submission with STARTTLS and login, by AUTH LOGIN only on a port of its own, and SMTPS. What Exim
accepts goes on to a sink of the test. It runs as an unprivileged account.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from tests.outbound.scripted_smtp import ScriptedSmtp
from tests.servers import packages
from tests.servers.common import (
    PASSWORD,
    USER,
    SmtpServer,
    account,
    free_ports,
    make_certificates,
    patched,
    scratch,
    start,
    stop,
    wait_for,
)

_CONFIGURATION = """\
primary_hostname = mx.exim.example
spool_directory = {home}/spool
log_file_path = {home}/log/%slog
pid_file_path = {home}/exim.pid
local_interfaces = 127.0.0.1
daemon_smtp_ports = {submission} : {login_only} : {smtps}
tls_on_connect_ports = {smtps}
exim_user = {uid}
exim_group = {gid}
never_users =
tls_advertise_hosts = *
tls_certificate = {home}/cert.pem
tls_privatekey = {home}/key.pem
auth_advertise_hosts = ${{if eq{{$tls_in_cipher}}{{}}{{}}{{*}}}}
smtputf8_advertise_hosts = *
message_size_limit = 1000000
acl_smtp_rcpt = rcpt
acl_smtp_data = data
smtp_accept_max = 0
smtp_accept_queue_per_connection = 0
smtp_enforce_sync = true
host_lookup =
rfc1413_query_timeout = 0s
deliver_drop_privilege = true
begin acl
rcpt:
  defer recipients = later@mo.example
        message = 451 4.3.0 try later
  deny recipients = nobody@mo.example
        message = 550 5.1.1 no such user
  defer recipients = closing@mo.example
        message = 421 4.3.2 closing
  accept authenticated = *
  deny message = relay not permitted
data:
  deny condition = ${{if def:h_X-Test-Reject-After-Data:}}
       message = 550 5.7.1 refused after DATA
  accept
begin routers
all:
  driver = manualroute
  route_list = * 127.0.0.1
  self = send
  transport = sink
begin transports
sink:
  driver = smtp
  port = {sink}
  allow_localhost
  hosts_avoid_tls = *
begin authenticators
plain:
  driver = plaintext
  public_name = PLAIN
  server_condition = ${{if and{{{{eq{{$auth2}}{{{user}}}}}{{eq{{$auth3}}{{{password}}}}}}}}}
  server_advertise_condition = ${{if !eq{{$received_port}}{{{login_only}}}}}
  server_set_id = $auth2
login:
  driver = plaintext
  public_name = LOGIN
  server_prompts = Username:: : Password::
  server_condition = ${{if and{{{{eq{{$auth1}}{{{user}}}}}{{eq{{$auth2}}{{{password}}}}}}}}}
  server_set_id = $auth1
"""


def missing() -> str:
    """Why Exim cannot run here, or ""."""
    return packages.missing("exim", "usr/sbin/exim4")


@contextlib.contextmanager
def running(*, login_only: bool = False) -> Iterator[SmtpServer]:
    """The server, for the length of the block; `login_only`: no AUTH PLAIN at its submission."""
    mine = account()
    with ScriptedSmtp(extra="SMTPUTF8") as sink, scratch("exim") as home:
        ports = dict(zip(("submission", "login_only", "smtps"), free_ports(3), strict=True))
        for name in ("spool", "log"):
            (home / name).mkdir()
        make_certificates(home)
        values = {"home": home, "uid": mine.uid, "gid": mine.gid, "sink": sink.port, **ports}
        values |= {"user": USER, "password": PASSWORD}
        (home / "exim.conf").write_text(_CONFIGURATION.format(**values), encoding="utf-8")
        tree = packages.tree("exim", home)
        # Its account is compiled in; a number will do as well as a name.
        names = {b"Debian-exim\0": str(mine.uid).encode()}
        program = patched(tree / "usr/sbin/exim4", names, home)
        mine.owns(home)
        command = [*mine.command, str(program), "-C", str(home / "exim.conf"), "-bdf", "-q1m"]
        environment = {"LD_LIBRARY_PATH": packages.libraries(tree)}
        process = start(command, home / "output", env=environment)
        try:
            wait_for(ports["submission"], b"220", lambda: process.poll() is None, home / "output")
            port = ports["login_only" if login_only else "submission"]
            yield SmtpServer(port, ports["smtps"], home / "ca.pem", home, sink)
        finally:
            stop(process)
