"""Which of the open circulars a mail is about: by thread, number, recipient and topic, subject."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from rules.document import Document, SegmentKind
from rules.model import Circular, Doubt, Evidence, Mail, Thread
from rules.threads import answered, references

_SENTENCES = 300
_WORD = re.compile(r"[^\W\d_]{3,}")


@dataclass(frozen=True, slots=True)
class Choice:
    """The circular found, or None, and what is doubtful about it. `thread` tells that the mail
    answers a letter of ours."""

    circular: Circular | None
    doubts: tuple[Doubt, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    thread: bool = False


def choose(
    document: Document, circulars: Sequence[Circular], threads: Mapping[str, Thread]
) -> Choice:
    """The circular this mail is about; None with a doubt where several could be meant."""
    threaded = by_thread(document.mail, circulars, threads)
    if threaded:
        return threaded
    numbered = _by_number(document, circulars)
    if len(numbered) == 1:
        return numbered[0]
    if len(circulars) == 1:
        return Choice(circulars[0])
    candidates = [choice.circular for choice in numbered if choice.circular]
    return _by_content(document, candidates or list(circulars))


def by_thread(
    mail: Mail, circulars: Sequence[Circular], threads: Mapping[str, Thread]
) -> Choice | None:
    """The circular whose letter this mail answers, the nearest first."""
    ours = dict(answered(mail, threads))
    for reference in references(mail):
        thread = ours.get(reference)
        for circular in circulars:
            if reference in circular.message_ids or (thread and thread.circular == circular.number):
                evidence = Evidence("in-reply-to", 0, len(reference), reference, "circular.thread")
                return Choice(circular, (), (evidence,), thread=True)
    return None


def _by_number(document: Document, circulars: Sequence[Circular]) -> list[Choice]:
    """Circulars whose number stands in the sender's own words; else in what he quotes."""
    own = (SegmentKind.OWN, SegmentKind.LETTERHEAD, SegmentKind.SIGNATURE)
    for kinds in (own, (SegmentKind.QUOTED, SegmentKind.CIRCULAR)):
        found = [c for circular in circulars if (c := _numbered(document, circular, kinds))]
        if found:
            return found
    return []


def _numbered(
    document: Document, circular: Circular, kinds: tuple[SegmentKind, ...]
) -> Choice | None:
    pattern = number_pattern(circular.number)
    match = pattern.search(document.mail.subject)
    if match and SegmentKind.OWN in kinds:
        words = Evidence("subject", match.start(), match.end(), match.group(), "circular.number")
        return Choice(circular, (), (words,))
    for sentence in islice(document.of(*kinds), _SENTENCES):
        match = pattern.search(sentence.text)
        if match:
            start = sentence.start + match.start()
            words = sentence.evidence("circular.number", start, sentence.start + match.end())
            return Choice(circular, (), (words,))
    return None


@lru_cache(maxsize=64)
def number_pattern(number: str) -> re.Pattern[str]:
    """The circular's number in every spelling: «02-02/398», «№02-02-398», «02 - 02 - 398»."""
    pieces = [re.escape(piece) for piece in re.split(r"[-/.\s]+", number)]
    return re.compile(r"(?<![\d/-])" + r"\s?[-–—−/.]\s?".join(pieces) + r"(?!\d)(?!-\d)")


def _by_content(document: Document, circulars: list[Circular]) -> Choice:
    """The circular whose own text is quoted, or whose recipients and topic fit best."""
    scores = sorted(((_fit(document, c), n) for n, c in enumerate(circulars)), reverse=True)
    if not scores or scores[0][0] == 0:
        return _by_sender(document.mail, circulars)
    best = circulars[scores[0][1]]
    if len(scores) > 1 and scores[1][0] * 2 > scores[0][0]:
        rivals = ", ".join(f"№ {circulars[n].number}" for _, n in scores[:3])
        return Choice(best, (Doubt("unknown_circular", rivals),))
    return Choice(best)


def _by_sender(mail: Mail, circulars: list[Circular]) -> Choice:
    """The circular that the sender was asked, where his words fit none."""
    asked = sorted((c for c in circulars if _was_asked(mail, c)), key=lambda c: c.on)
    if len(asked) < 2:
        return Choice(asked[0] if asked else None)
    rivals = ", ".join(f"№ {circular.number}" for circular in asked)
    return Choice(asked[-1], (Doubt("unknown_circular", rivals),))


def _fit(document: Document, circular: Circular) -> int:
    """How many of the circular's topic words the mail uses; more if the sender was asked."""
    words = {w for q in circular.questions for t in q.topic for w in _stems(t)} | set(
        _stems(circular.subject)
    )
    own = (SegmentKind.OWN, SegmentKind.LETTERHEAD)
    texts = [document.mail.subject, *(s.text for s in islice(document.of(*own), _SENTENCES))]
    said = {w for text in texts for w in _stems(text[:2_000])}
    return len(words & said) * (2 if _was_asked(document.mail, circular) else 1)


def _stems(text: str) -> set[str]:
    return {w.lower().replace("ё", "е")[:6] for w in _WORD.findall(text)}


def _was_asked(mail: Mail, circular: Circular) -> bool:
    address = mail.sender.address if mail.sender else ""
    domain = address.rpartition("@")[2]
    return any(address in r.addresses or domain in r.domains for r in circular.recipients)
