"""Telephones that the end of a line parts: «Её телефон: +7 922⏎555-83-77»."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from rules.nominees.lines import Line, contacts_within

_OPEN = re.compile(
    r"(?:[+(]?\d[\d\s()–-]{0,14}[\d)]|\b[78]|\b(?:тел|телефон\w?|моб|сот|т|e-?mail|почта)\.?:?)[\s–-]*\Z",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r"\s*[\d(+]|\s*[\w.+-]{1,64}@")


def join(lines: Sequence[Line]) -> None:
    """Give the line in which a number begins the whole of it, and the line below what is left."""
    for one, two in pairwise(lines):
        text, end = one.sentence.part.text, one.sentence.end
        gap = text[end : two.sentence.start]
        if gap.strip(" ") != "\n" or not _GOES_ON.match(two.text) or not _OPEN.search(one.text):
            continue
        found = contacts_within(text, one.sentence.start, two.sentence.end)
        across = [c for c in found if c.end > two.sentence.start]
        if not across or "\t" in one.text + two.text or len(one.tokens) < 3:
            continue
        label = one.text.rstrip(" :.")[-1:].isalpha()
        if label or across[0].start < end:
            one.contacts = tuple(c for c in found if c.start <= across[0].start)
            one.joined = max(one.joined, across[0].end)
            two.contacts = tuple(c for c in two.contacts if c.start >= across[0].end)
