"""Memory at the peak, and how soon a command answers."""

from __future__ import annotations

import base64

from benchmarks import letters
from benchmarks.installation import Outgoing, install
from benchmarks.measured import Bench, markdown
from benchmarks.processes import ROOT, python, run, sink

_MANY = 1000
"""The table of throughput tells the peak over all."""
_LARGE = 24_000_000 * 3 // 4
"""A file that makes a mail of 25 MB, the largest that is taken in whole."""


def memory_table(bench: Bench) -> str:
    """Of a worker over all the letters, and with one large mail among a few."""
    many = bench.corpus[:_MANY]
    few = list(letters.letters(bench.circular, 50, seed=8))
    rows = []
    with sink() as taker:
        for name, mails in (
            (f"{len(many)} mails", many),
            ("50 mails", few),
            ("50 mails and one of 25 MB", [*few, _large()]),
        ):
            user = bench.server.filled(mails)
            done = install(bench.folder("memory"), bench.server, user, Outgoing(taker.port)).job()
            rows.append((name, f"{done.memory:.0f}"))
    return markdown(("worker", "MB at its peak"), rows)


def _large() -> bytes:
    head = (
        b"From: user1@ahtuba.example\r\nSubject: large\r\nMessage-ID: <large@ahtuba.example>\r\n"
        b"MIME-Version: 1.0\r\nContent-Type: application/octet-stream; name=a.bin\r\n"
        b"Content-Transfer-Encoding: base64\r\n\r\n"
    )
    return head + base64.encodebytes(bytes(_LARGE)).replace(b"\n", b"\r\n")


def start_table(bench: Bench) -> str:
    """The best of five, of the command line as a person starts it."""
    command = str(ROOT / "run.py")
    user = bench.server.filled(())
    with sink() as taker:
        given = install(bench.folder("start"), bench.server, user, Outgoing(taker.port))
        rows = []
        for name, call in (
            ("--help", lambda: run(python(command, "--help"))),
            ("poll, empty inbox", lambda: given.command("poll")),
        ):
            runs = [call() for _ in range(5)]
            best = min(one.seconds for one in runs)
            rows.append((name, f"{best:.2f}", f"{min(one.cpu for one in runs):.2f}"))
    return markdown(("command", "seconds", "CPU seconds"), rows)
