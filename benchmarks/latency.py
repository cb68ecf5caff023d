"""Seconds from a mail's delivery to its confirmation at the sink, while `serve` waits by IDLE."""

from __future__ import annotations

import statistics
import subprocess
import time

from benchmarks import letters
from benchmarks.installation import Outgoing, install
from benchmarks.measured import Bench, markdown
from benchmarks.processes import ROOT, Sink, python, sink

_MAILS = 30
_PATIENCE = 30.0


def table(bench: Bench) -> str:
    """Median and worst of some mails, one after another."""
    user = bench.server.filled(())
    with sink() as taker:
        given = install(bench.folder("serve"), bench.server, user, Outgoing(taker.port))
        serving = subprocess.Popen(
            python(str(ROOT / "run.py"), "serve", "--config", str(given.config)),
            env={**__import__("os").environ, **given.environ},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            waits = _waits(bench, user, taker)
        finally:
            serving.terminate()
            serving.wait(30)
    median, worst = statistics.median(waits), max(waits)
    row = (str(len(waits)), f"{median:.2f}", f"{worst:.2f}")
    return markdown(("mails", "median s", "worst s"), [row])


def _waits(bench: Bench, user: str, taker: Sink) -> list[float]:
    """The first mails only warm the dictionaries."""
    found = []
    warm = 10
    for number, letter in enumerate(letters.letters(bench.circular, _MAILS + warm, seed=9)):
        before, _ = taker.taken()
        began = time.time()
        bench.server.add(user, [letter], since=number + 1)
        last = _taken_after(taker, before, began)
        if number >= warm and last:
            found.append(last - began)
        time.sleep(0.3)
    return found or [float("nan")]


def _taken_after(taker: Sink, before: int, began: float) -> float:
    while time.time() - began < _PATIENCE:
        count, last = taker.taken()
        if count > before:
            return last
        time.sleep(0.02)
    return 0.0
