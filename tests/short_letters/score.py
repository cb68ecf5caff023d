"""`python -m tests.short_letters.score FILE… [-v]`: what the rules make of short letters."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from intake import circulars, mime
from rules import reading
from rules.model import Circular, Kind, Nominees, Readiness, Reading

ROOT = Path(__file__).resolve().parents[2]
FIELDS = ("position", "phone", "email")


def mail(letter: dict[str, Any]) -> bytes:
    """A letter as a mail of a known recipient."""
    message = EmailMessage()
    message["From"] = "Администрация <narimanov@mo.astrobl.example>"
    message["To"] = "edo@astrobl.example"
    message["Date"] = "Mon, 15 Aug 2011 10:00:00 +0400"
    message["Subject"] = letter["subject"] or "Re: О подключении к системе «Директум»"
    message["Message-ID"] = f"<{letter['id']}@mo.astrobl.example>"
    message.set_content(letter["body"])
    return message.as_bytes()


def folded(text: str | None) -> str:
    """For comparison: without case, ё, and doubled blanks."""
    return " ".join((text or "").lower().replace("ё", "е").split())


@dataclass(frozen=True)
class Scored:
    """One letter: what was read, and whether it is right."""

    letter: dict[str, Any]
    reading: Reading

    @property
    def readiness(self) -> bool:
        """Whether the value is right, with its date."""
        answer = self.reading.of_kind(Readiness)
        if self.reading.kind is Kind.RECEIPT:  # «получили, вх. № 17»: these letters tell no kind
            return bool(self.letter["readiness"] == "unstated")
        if self.reading.kind is not Kind.REPLY or not isinstance(answer, Readiness):
            return False
        by = str(answer.by) if answer.by else None
        wanted = self.letter["ready_by"] if self.letter["readiness"] == "ready_by" else by
        return (answer.value.value, by) == (self.letter["readiness"], wanted)

    @property
    def people(self) -> dict[str, Any]:
        """Those found, by name."""
        found = self.reading.of_kind(Nominees)
        return {folded(p.name): p for p in found.people} if isinstance(found, Nominees) else {}

    @property
    def wanted(self) -> dict[str, dict[str, Any]]:
        """Those in the gold, by name."""
        return {folded(p["name"]): p for p in self.letter["nominees"]}

    @property
    def exact(self) -> bool:
        """Whether readiness and names are right."""
        return self.readiness and self.people.keys() == self.wanted.keys()


def read(path: Path, circular: Circular) -> Iterator[Scored]:
    """Each letter of a file, read."""
    for line in path.read_text(encoding="utf-8").splitlines():
        letter = json.loads(line)
        yield Scored(letter, reading.read(mime.parse(mail(letter)), [circular]))


def totals(scored: list[Scored]) -> Counter[str]:
    """Sums over the letters."""
    total: Counter[str] = Counter()
    for one in scored:
        found, wanted = one.people, one.wanted
        review = one.reading.needs_review
        total += Counter(
            letters=1, readiness=one.readiness, exact=one.exact, review=review,
            settled=one.exact and not review, silent=not one.exact and not review,
            hits=len(found.keys() & wanted.keys()), found=len(found), wanted=len(wanted),
        )  # fmt: skip
        for name in found.keys() & wanted.keys():
            for field in FIELDS:
                if wanted[name][field]:
                    right = folded(getattr(found[name], field)) == folded(wanted[name][field])
                    total += Counter({f"{field} right": right, f"{field} given": 1})
    return total


def told(total: Counter[str]) -> str:
    """One line of figures."""
    letters = total["letters"]
    both = total["found"] + total["wanted"]
    figures = {name: total[name] / letters for name in ("readiness", "exact", "review", "settled")}
    figures["F1"] = 2 * total["hits"] / both if both else 1.0
    for field in FIELDS:
        figures[field] = total[f"{field} right"] / max(1, total[f"{field} given"])
    shown = " ".join(f"{name} {value:.3f}" for name, value in figures.items())
    return f"{letters} letters: {shown}, silent errors {total['silent']}"


def main() -> int:
    """Score each file; with -v, show what is wrong or needs a person."""
    parser = argparse.ArgumentParser(prog="python -m tests.short_letters.score")
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("-v", "--verbose", action="store_true")
    arguments = parser.parse_args()
    circular = circulars.load(ROOT / "circulars" / "02-02-398")
    for path in arguments.files:
        scored = list(read(path, circular))
        for one in scored if arguments.verbose else []:
            if not one.exact or one.reading.needs_review:
                doubts = ", ".join(doubt.name for doubt in one.reading.doubts) or "SILENT"
                print(f"{one.letter['id']} {'right' if one.exact else 'WRONG'} ({doubts}): "
                      f"{' '.join(one.letter['body'].split())}")  # fmt: skip
        print(f"{path.stem}: {told(totals(scored))}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
