"""What reading a letter costs and finds, beside natasha and yargy on the same letters in one run.

    .venv/bin/python -m benchmarks.reading

The letters are the development corpus' replies; texts are taken before the clock starts. Ours does
the whole reading (kind, recipient, readiness, nominees); the peers only look for names. A name
counts as found where a peer gives it in the nominative, letter for letter, anywhere among its
finds; whatever else it finds is a name that a person would have to sort out. The peers are
installed into `benchmarks/.peers`.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.peers import AbsentError, python_with
from intake import circulars, mime
from rules import reading
from rules.model import Mail, Nominees, PartRole

ROOT = Path(__file__).resolve().parents[1]
CORPUS = ROOT / "tests" / "corpus"


@dataclass(frozen=True)
class Result:
    """Of one program: seconds to start and to read all letters, names found in each letter."""

    start: float
    seconds: float
    names: list[list[str]]


def ours(mails: list[Mail]) -> Result:
    """The whole reading of each mail."""
    known = circulars.load_all(circulars.folders_in(ROOT / "circulars"))
    began = time.perf_counter()
    for mail in mails[:3]:
        reading.read(mail, known)
    start = time.perf_counter() - began
    for mail in mails:  # dictionaries and caches are warm in a service
        reading.read(mail, known)
    began = time.perf_counter()
    readings = [reading.read(mail, known) for mail in mails]
    seconds = time.perf_counter() - began
    nominees = [r.of_kind(Nominees) for r in readings]
    return Result(start, seconds, [[p.name for p in n.people] if isinstance(n, Nominees) else []
                                   for n in nominees])  # fmt: skip


def peer(name: str, texts: list[str]) -> Result | None:
    """The same of natasha or yargy, in its own environment; None if it cannot be installed."""
    try:
        python = python_with("names")
    except AbsentError as absent:
        print(f"{name}: {absent}", file=sys.stderr)
        return None
    lines = "\n".join(json.dumps(text) for text in texts)
    script = ROOT / "benchmarks" / "peer_names.py"
    done = subprocess.run(
        [python, str(script), name], input=lines, capture_output=True, text=True, check=False
    )
    if done.returncode:
        print(done.stderr, file=sys.stderr)
        return None
    return Result(**json.loads(done.stdout))


def _row(name: str, result: Result, base: Result, wanted: list[list[str]]) -> str:
    right = sum(name in found for found, all_ in zip(result.names, wanted, strict=True)
                for name in all_)  # fmt: skip
    named, found = sum(map(len, wanted)), sum(map(len, result.names))
    each = result.seconds / len(wanted) * 1000
    return (
        f"{name:<10}{each:>10.2f}{result.seconds / base.seconds:>9.1f}{result.start:>9.2f}"
        f"{right / named:>12.1%}{right / max(1, found):>14.1%}"
    )


def main() -> None:
    """Measure and print."""
    gold = [json.loads(line) for line in (CORPUS / "gold.jsonl").open(encoding="utf-8")]
    replies = [g for g in gold if g["kind"] == "reply"]
    mails = [mime.parse((CORPUS / f"{g['id']}.eml").read_bytes()) for g in replies]
    texts = [
        "\n\n".join(p.text for p in mail.parts if p.role is not PartRole.RETURNED) for mail in mails
    ]
    wanted = [[n["name"] for n in g["nominees"]] for g in replies]
    base = ours(mails)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    mean = sum(map(len, texts)) / len(texts)
    print(f"{len(mails)} letters of {mean:.0f} characters (with quotes and attachments)\n")
    print(
        f"{'':<10}{'ms each':>10}{'times':>9}{'start s':>9}{'names found':>12}{'of its finds':>14}"
    )
    print(_row("otklik", base, base, wanted))
    for name in ("yargy", "natasha"):
        result = peer(name, texts)
        print(_row(name, result, base, wanted) if result else f"{name}: could not be installed")
    print(f"\nmemory of this process: {memory:.0f} MB")


if __name__ == "__main__":
    main()
