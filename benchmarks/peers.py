"""Other programs on the same letters: each in its own process, the Python ones in `.peers`.

mbsync is Debian's `isync`. The Python ones are installed from the package index at first need. Who
cannot be had is left out, with the reason.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
import venv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks import mailboxes
from benchmarks.mailboxes import Mailboxes
from benchmarks.processes import FailedError, Run, run
from run import installer

PEERS = Path(__file__).with_name(".peers")
_SCRIPTS = Path(__file__).parent
_PATIENCE = 120.0
_PACKAGES = {
    "mailbox": ("django-mailbox==4.10.1", "django<5", "setuptools<81"),
    "helpdesk": ("django-helpdesk==1.6.0", "django<5", "setuptools<81", "packaging"),
    "names": ("natasha==1.6.0", "yargy==0.16.0", "setuptools<81"),
}


class AbsentError(Exception):
    """The peer cannot be had here; the message says why."""


@dataclass(frozen=True)
class Peer:
    """A program to compare with. `run` works on one user's mailbox; a sink's port may matter."""

    name: str
    does: str
    run: Callable[[Mailboxes, str, int, Path], Run]


def _mbsync(server: Mailboxes, user: str, _sink: int, folder: Path) -> Run:
    program = shutil.which("mbsync")
    if program is None:
        raise AbsentError("mbsync is not installed (Debian: isync)")
    target = folder / "mail"
    target.mkdir(parents=True)
    config = folder / "mbsyncrc"
    config.write_text(
        f"""IMAPStore far
Host localhost
Port {server.imaps}
User {user}
Pass {mailboxes.PASSWORD}
SSLType IMAPS
CertificateFile {server.ca}
SystemCertificates no

MaildirStore near
Path {target}/
Inbox {target}/INBOX

Channel all
Far :far:INBOX
Near :near:INBOX
Sync Pull
SyncState *
"""
    )
    return run([program, "-q", "-c", str(config), "all"])


def python_with(name: str) -> str:
    """The Python of a peer's environment. Raises AbsentError if it cannot be installed."""
    place = PEERS / name
    python = place / "bin" / "python"
    stamp = place / "installed"
    if not stamp.exists():
        venv.create(place, clear=True)
        try:
            with tempfile.TemporaryDirectory() as scratch:
                command = [*installer(python, Path(scratch)), *_PACKAGES[name]]
                done = subprocess.run(
                    command, capture_output=True, text=True, check=False, timeout=_PATIENCE
                )
        except subprocess.TimeoutExpired as late:
            raise AbsentError(f"not installed within {_PATIENCE:.0f} s") from late
        if done.returncode:
            raise AbsentError(f"pip: {done.stderr.strip().splitlines()[-1:]}")
        stamp.touch()
    return str(python)


def _django(which: str) -> Callable[[Mailboxes, str, int, Path], Run]:
    def measured(server: Mailboxes, user: str, sink: int, folder: Path) -> Run:
        folder.mkdir(parents=True)
        script = str(_SCRIPTS / f"peer_{which}.py")
        given = [str(server.server.imap), user, mailboxes.PASSWORD, str(sink), str(folder)]
        return run([python_with(which), script, *given], folder=folder)

    return measured


MBSYNC = Peer("mbsync", "download to a Maildir, with fsync", _mbsync)
MAILBOX = Peer("django-mailbox", "fetch, store", _django("mailbox"))
HELPDESK = Peer("django-helpdesk", "fetch, store as tickets, notify", _django("helpdesk"))


def unthreaded(letter: bytes) -> bytes:
    """The letter as the beginning of a thread: django-helpdesk would take all of them, which answer
    one circular, for additions to one ticket."""
    return re.sub(rb"(?im)^(?:in-reply-to|references):[^\n]*\n", b"", letter, count=2)


def mail_parser(files: Path) -> Run:
    """mail-parser alone over a folder of files, in our own Python."""
    code = (
        "import json, sys, time, pathlib, mailparser\n"
        "raws = [p.read_bytes() for p in sorted(pathlib.Path(sys.argv[1]).iterdir())]\n"
        "[mailparser.parse_from_bytes(raw).body for raw in raws[:50]]\n"
        "began = time.perf_counter()\n"
        "for raw in raws:\n"
        "    mail = mailparser.parse_from_bytes(raw)\n"
        "    mail.subject, mail.from_, mail.text_plain, mail.attachments\n"
        "print(json.dumps({'seconds': time.perf_counter() - began}))\n"
    )
    return run([sys.executable, "-c", code, str(files)])


def tried(peer: Peer, server: Mailboxes, user: str, sink: int, folder: Path) -> Run | str:
    """What it did, or why it could not."""
    try:
        return peer.run(server, user, sink, folder)
    except (AbsentError, FailedError) as error:
        return str(error)
