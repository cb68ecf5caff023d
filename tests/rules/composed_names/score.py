"""`python -m tests.rules.composed_names.score a|b [-n N] [-v] [--pairs]`: how the rules read them.

An outcome is right or wrong (names, posts, telephones, e-mails), undoubted or doubted; wrong and
undoubted is a silent error. A doubt that is in place is none too many.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import combinations

from intake import circulars
from rules import reading
from rules.model import Address, Circular, Mail, Nominees, Part, Reading
from tests.rules.composed_names.compose import Expected, Letter, letters
from tests.short_letters.score import ROOT, folded

CIRCULAR = "02-02-398"
OUTCOMES = ("right", "right doubted", "wrong doubted", "SILENT", "silent details")


def circular() -> Circular:
    """The circular that all these letters answer."""
    return circulars.load(ROOT / "circulars" / CIRCULAR)


def read(letter: Letter, asked: Circular) -> Reading:
    """The letter as a mail of a known recipient."""
    mail = Mail(
        subject=letter.subject,
        sender=Address("Администрация", "narimanov@mo.astrobl.example"),
        date=datetime(2011, 8, 15, 6, tzinfo=UTC),
        in_reply_to=asked.message_ids[:1],
        parts=(Part("body", letter.text),),
    )
    return reading.read(mail, [asked])


@dataclass(frozen=True)
class Outcome:
    """One letter and its reading."""

    letter: Letter
    reading: Reading

    @property
    def found(self) -> tuple[Expected, ...]:
        """Whom the rules found."""
        answer = self.reading.of_kind(Nominees)
        people = answer.people if isinstance(answer, Nominees) else ()
        return tuple(Expected(p.name, p.position, p.phone, p.email) for p in people)

    @property
    def names(self) -> bool:
        """Whether the people are those meant."""
        return {folded(p.name) for p in self.found} == {
            folded(p.name) for p in self.letter.nominees
        }

    @property
    def details(self) -> list[str]:
        """Which details of people rightly named are wrong."""
        wanted = {folded(p.name): p for p in self.letter.nominees}
        return [
            detail
            for p in self.found
            for detail in ("position", "phone", "email")
            if folded(p.name) in wanted
            and _plain(getattr(p, detail)) != _plain(getattr(wanted[folded(p.name)], detail))
        ]

    @property
    def told(self) -> str:
        """One of `OUTCOMES`."""
        doubted = self.reading.needs_review
        if self.letter.doubt == "must":
            return "right" if doubted else "SILENT"
        if not self.names:
            return "wrong doubted" if doubted else "SILENT"
        if self.details:
            return "wrong doubted" if doubted else "silent details"
        return "right doubted" if doubted and self.letter.doubt == "none" else "right"


def _plain(text: str | None) -> str:
    return folded(text).replace(". ", ".").strip(" .")


def outcomes(family: str, number: int, seed: int = 1) -> Iterator[Outcome]:
    """The letters of a family, read."""
    asked = circular()
    for letter in letters(family, number, seed):
        yield Outcome(letter, read(letter, asked))


def table(found: Iterable[Outcome], *, pairs: bool, least: int = 12) -> str:
    """Outcomes by each part of which letters are made, or by pairs of parts, the worst first."""
    cells: dict[str, Counter[str]] = {}
    for one in found:
        parts = [f"{k}={v[:60]}" for k, v in sorted(one.letter.made_of.items())]
        keys = [" & ".join(p) for p in combinations(parts, 2)] if pairs else parts
        for key in ["all", *keys]:
            cells.setdefault(key, Counter())[one.told] += 1
    rows = [(k, c) for k, c in cells.items() if c.total() >= least or (k == "all")]
    rows.sort(key=lambda r: (r[0] != "all", r[1]["right"] / r[1].total()))
    shown = [f"{'letters':>8}" + "".join(f"{o:>15}" for o in OUTCOMES)]
    for key, cell in rows[:60] if pairs else rows:
        shares = "".join(f"{cell[o] / cell.total():15.3f}" for o in OUTCOMES)
        shown.append(f"{cell.total():8}{shares}  {key}")
    return "\n".join(shown)


def main() -> int:
    """Score a family."""
    parser = argparse.ArgumentParser(prog="python -m tests.rules.composed_names.score")
    parser.add_argument("family", choices=("a", "b"))
    parser.add_argument("-n", type=int, default=1500)
    parser.add_argument("-v", "--verbose", action="store_true", help="show what is not right")
    parser.add_argument("--pairs", action="store_true", help="by pairs of parts")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    found = list(outcomes(given.family, given.n, given.seed))
    for one in found if given.verbose else []:
        if one.told != "right":
            doubts = ", ".join(f"{d.name} {d.detail}" for d in one.reading.doubts)
            print(f"--- {one.letter.id} {one.told} {one.details} ({doubts})\n{one.letter.text}")
            print(f"   want {one.letter.nominees}\n   have {one.found}\n")
    print(table(found, pairs=given.pairs))
    return 0


if __name__ == "__main__":
    sys.exit(main())
