"""What the tests of the second look share: a circular that asks nobody, and evidence."""

from __future__ import annotations

from datetime import date

from rules.model import Circular, Evidence

CIRCULAR = Circular(
    number="77-1",
    on=date(2011, 8, 3),
    subject="О подключении к системе «Нива»",
    deadline=date(2011, 8, 25),
    text="",
    timezone="Europe/Astrakhan",
    recipients=(),
    questions=(),
)


def span(text: str, words: str, rule: str) -> Evidence:
    """These words of the body, as the evidence of a rule."""
    start = text.index(words)
    return Evidence("body", start, start + len(words), words, rule)
