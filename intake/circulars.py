"""The folders of the circulars: `circular.toml`, `recipients.csv`, the letter's text."""

from __future__ import annotations

import csv
import tomllib
from pathlib import Path

from rules.model import Circular, Milestone, PhraseSource, Question, Recipient


def load(folder: Path) -> Circular:
    """The circular of a folder such as `circulars/02-02-398`."""
    with (folder / "circular.toml").open("rb") as file:
        data = tomllib.load(file)
    return Circular(
        number=data["number"],
        on=data["date"],
        subject=data["subject"],
        deadline=data["deadline"],
        text=(folder / "letter.txt").read_text(encoding="utf-8"),
        timezone=data["timezone"],
        recipients=_recipients(folder / "recipients.csv"),
        questions=tuple(
            Question(**(q | {"topic": tuple(q.get("topic", ()))})) for q in data["questions"]
        ),
        milestones=tuple(Milestone(m["date"], m["title"]) for m in data.get("milestones", ())),
        message_ids=tuple(data.get("message_ids", ())),
        own_addresses=tuple(data.get("own_addresses", ())),
        officers=tuple(data.get("officers", ())),
        persons=tuple(data.get("persons", ())),
        other_matters=tuple(data.get("other_matters", ())),
        phrases=tuple(
            PhraseSource(path.stem, path.read_text(encoding="utf-8"))
            for path in sorted((folder / "phrases").glob("*.toml"))
        ),
    )


def _recipients(path: Path) -> tuple[Recipient, ...]:
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(_recipient(row) for row in csv.DictReader(file))


def _recipient(row: dict[str, str]) -> Recipient:
    def listed(column: str) -> tuple[str, ...]:
        return tuple(x.strip() for x in (row.get(column) or "").split(";") if x.strip())

    return Recipient(
        code=row["code"],
        name=row["name"],
        kind=row["kind"],
        centre=row["centre"],
        addresses=tuple(a.lower() for a in listed("email")),
        domains=tuple(d.lower() for d in listed("domain")),
        phone_code=row["phone_code"],
        aliases=listed("aliases"),
        settlements=listed("settlements"),
    )
