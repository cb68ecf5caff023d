"""`python -m tests.rules.composed.score [A|B] [COUNT] [-v CLASS]`: what the rules make of them."""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path

from intake import circulars
from rules import reading
from rules.model import Address, Circular, Kind, Mail, Part, Readiness
from tests.rules.composed.compose import letters
from tests.rules.composed.meaning import DIMENSIONS, Letter

ROOT = Path(__file__).resolve().parents[3]
CLASSES = ("right", "right doubted", "wrong doubted", "SILENT")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a letter was read as."""

    letter: Letter
    value: str
    doubts: tuple[str, ...]

    @property
    def name(self) -> str:
        """One of CLASSES."""
        letter = self.letter
        right = self.value in letter.accepted or (self.doubts and self.value in letter.if_doubted)
        undated = {a.split()[0] for a in letter.accepted} if self.value == "ready_by" else set()
        right = right or (bool(self.doubts) and "ready_by" in undated and letter.unsure)
        if right:
            return "right doubted" if self.doubts else "right"
        return "wrong doubted" if self.doubts else "SILENT"

    @property
    def needless(self) -> bool:
        """Whether a person is asked though nothing is unsure."""
        return self.name == "right doubted" and not self.letter.unsure


def circular() -> Circular:
    """The circular that the letters answer."""
    return circulars.load(ROOT / "circulars" / "02-02-398")


def read(letter: Letter, asked: Circular) -> Outcome:
    """A letter as the answer of a known recipient, written on Monday, 15 August 2011."""
    mail = Mail(
        subject="Re: О подключении к системе «Директум»",
        sender=Address("", "narimanov@mo.astrobl.example"),
        in_reply_to=("<20110803.02-02-398@astrobl.example>",),
        date=datetime(2011, 8, 15, 9, tzinfo=UTC),
        parts=(Part("body", letter.text),),
    )
    found = reading.read(mail, [asked])
    answer = found.of_kind(Readiness)
    doubts = tuple(doubt.name for doubt in found.doubts)
    if found.kind is not Kind.REPLY or not isinstance(answer, Readiness):
        return Outcome(letter, "none", doubts)
    day = answer.by if answer.value.value == "ready_by" else None
    return Outcome(letter, answer.value.value + (f" {day}" if day else ""), doubts)


def rates(outcomes: list[Outcome], least: int = 12) -> list[tuple[float, str]]:
    """By pair of dimensions' values: the share that is wrong, silent ones counted thrice."""
    seen: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for outcome in outcomes:
        tags = [f"{d}={outcome.letter.tags[d]}" for d in DIMENSIONS]
        tags = [tag for tag in tags if not tag.endswith("=-")]
        name = "needless" if outcome.needless else outcome.name
        for pair in [*combinations(tags, 2), *((tag,) for tag in tags)]:
            seen[pair][name] += 1
    told = []
    for pair, count in seen.items():
        total = count.total()
        if total >= least:
            bad = 3 * count["SILENT"] + count["wrong doubted"] + count["needless"] / 3
            shown = f"{' × '.join(pair):55} n={total:4} silent={count['SILENT']:3} "
            shown += f"wrong={count['wrong doubted']:3} needless={count['needless']:3}"
            told.append((bad / total, shown))
    return sorted(told, reverse=True)


def summary(outcomes: list[Outcome]) -> str:
    """The classes' shares."""
    count = Counter(outcome.name for outcome in outcomes)
    shares = ", ".join(f"{name} {count[name] / len(outcomes):.3f}" for name in CLASSES)
    needless = sum(outcome.needless for outcome in outcomes) / len(outcomes)
    return f"{len(outcomes)} letters: {shares}; needless doubts {needless:.3f}"


def main() -> int:
    """Score a half; with --show, show its letters of a class; with --pairs, the worst pairs."""
    parser = argparse.ArgumentParser(prog="python -m tests.rules.composed.score")
    parser.add_argument("family", choices=("A", "B"))
    parser.add_argument("count", type=int, nargs="?", default=1500)
    parser.add_argument("--show", choices=(*CLASSES, "needless"))
    parser.add_argument("--pairs", type=int, default=0)
    arguments = parser.parse_args()
    asked = circular()
    outcomes = [read(letter, asked) for letter in letters(arguments.family, arguments.count)]
    for one in outcomes if arguments.show else ():
        if arguments.show == (one.name if arguments.show != "needless" else "") or (
            arguments.show == "needless" and one.needless
        ):
            tags = " ".join(v for v in one.letter.tags.values() if v not in {"-", "plain"})
            print(f"{'|'.join(one.letter.accepted)} ≠ {one.value} {list(one.doubts)} [{tags}]\n"
                  f"    {one.letter.text}")  # fmt: skip
    for _, shown in rates(outcomes)[: arguments.pairs]:
        print(shown)
    print(f"{arguments.family}: {summary(outcomes)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
