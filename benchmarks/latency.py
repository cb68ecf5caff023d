"""Seconds from a mail's delivery to its confirmation at the sink, while `serve` waits by IDLE.

A server may hold back what it tells by IDLE (Dovecot: half a second after a change). So a second
connection waits beside the program's, and its news divide the time into the server's and ours.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import time
from dataclasses import dataclass

from imapclient import IMAPClient

from benchmarks import letters
from benchmarks.installation import Outgoing, install
from benchmarks.measured import Bench, markdown
from benchmarks.processes import ROOT, Sink, python, sink

_MAILS = 20
_QUIET = 1.2
"""Seconds between mails, so that what a server held back of one is not told with the next."""
_PATIENCE = 30.0


@dataclass(frozen=True)
class _Wait:
    """Seconds from the delivery to the server's word of it, and to the letter at the sink."""

    told: float
    answered: float

    @property
    def ours(self) -> float:
        return self.answered - self.told


def table(bench: Bench) -> str:
    """Median and worst of some mails, one after another."""
    user = bench.server.filled(())
    with sink() as taker:
        stays = {"imap": {"after": "leave"}}  # else it may be gone before the watcher is told
        given = install(bench.folder("serve"), bench.server, user, Outgoing(taker.port), more=stays)
        serving = subprocess.Popen(
            python(str(ROOT / "run.py"), "serve", "--config", str(given.config)),
            env={**os.environ, **given.environ},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            with bench.server.watching(user) as watcher:
                waits = _waits(bench, user, taker, watcher)
        finally:
            serving.terminate()
            serving.wait(30)
    if not waits:
        return f"no confirmation within {_PATIENCE:.0f} s"
    return markdown(
        (f"{len(waits)} mails", "median s", "worst s"),
        [
            _row("delivery to the server's word by IDLE", [w.told for w in waits]),
            _row("from then to the confirmation", [w.ours for w in waits]),
            _row("together", [w.answered for w in waits]),
        ],
    )


def _row(name: str, seconds: list[float]) -> tuple[str, str, str]:
    return name, f"{statistics.median(seconds):.2f}", f"{max(seconds):.2f}"


def _waits(bench: Bench, user: str, taker: Sink, watcher: IMAPClient) -> list[_Wait]:
    """The first mails only warm the dictionaries."""
    found = []
    warm = 10
    for number, letter in enumerate(letters.letters(bench.circular, _MAILS + warm, seed=9)):
        before, _ = taker.taken()
        began = time.time()
        bench.server.add(user, [letter], since=number + 1)
        told = _told_after(watcher, began)
        last = _taken_after(taker, before, began)
        if number >= warm and last and told:
            found.append(_Wait(told - began, last - began))
        time.sleep(_QUIET)
    return found


def _told_after(watcher: IMAPClient, began: float) -> float:
    while time.time() - began < _PATIENCE:
        if any(b"EXISTS" in news for news in watcher.idle_check(timeout=1)):
            return time.time()
    return 0.0


def _taken_after(taker: Sink, before: int, began: float) -> float:
    while time.time() - began < _PATIENCE:
        count, last = taker.taken()
        if count > before:
            return last
        time.sleep(0.02)
    return 0.0
