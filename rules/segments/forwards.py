"""Another's answer handed on: a forwarded message is the sender's answer, not a quote.

A clerk who forwards the programmer's words «мы готовы» answers with them. What comes from the
administration itself, or carries the circular, stays a quote.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rules.document import SegmentKind
from rules.model import Circular, Mail
from rules.segments import copied, quotes
from rules.segments.canvas import Canvas
from rules.segments.quotes import Block

_SUBJECT = re.compile(r"\s*(?:fwd?|пересл\S*|пересыл\S*|перенапр\S*|вн)\s*:", re.IGNORECASE)
_HEAD = re.compile(r"пересыла|пересла|переадрес|перенаправ|forward", re.IGNORECASE)
_ANNOUNCED = re.compile(
    r"\b(?:пересыла|переслал|перенаправля|переадрес|ответ\b.{0,40}\bниже|см\.? ниже"
    r"|ниже\b.{0,20}ответ)",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w.-]{1,200}")
_WORDS_OF_OWN = 40


def reclaim(
    canvas: Canvas, mail: Mail, circulars: Sequence[Circular], blocks: Sequence[Block]
) -> None:
    """Give the first forwarded block to the sender where it is an answer handed on."""
    if not blocks:
        return
    first = blocks[0]
    above = canvas.text[: first.start - len(first.head)]
    handed_on = _HEAD.search(first.head) or _SUBJECT.match(mail.subject) or _ANNOUNCED.search(above)
    if handed_on and len(above.split()) <= _WORDS_OF_OWN and _is_answer(canvas, first, circulars):
        text = canvas.text[first.start : first.end]
        closing = quotes.CLOSING.search(text)
        end = first.start + closing.start() if closing else first.end
        canvas.paint(first.start, end, SegmentKind.OWN)


def _is_answer(canvas: Canvas, block: Block, circulars: Sequence[Circular]) -> bool:
    text = canvas.text[block.start : block.end]
    return not is_ours(block.head, circulars) and not any(copied.holds(text, c) for c in circulars)


def is_ours(head: str, circulars: Sequence[Circular]) -> bool:
    """Whether the header lines name the administration as the sender, or nobody: neither by address
    nor, as within an office, as «Терновский И.В.» or «Замьяновский сельсовет»."""
    found = _ADDRESS.search(head.lower())
    if found is None:
        return not (_is_person(head, circulars) or _is_body(head, circulars))
    own = {a.rpartition("@")[2] for c in circulars for a in (*c.own_addresses, *c.officers)}
    return found.group().rpartition("@")[2] in own


_FROM = re.compile(r"^[ \t]*(?:от|from|отправитель)\s*:\s*(.{3,80})$", re.IGNORECASE | re.MULTILINE)
_NAME = re.compile(
    r"[\"'«]?[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?(?:\s+(?:[А-ЯЁ]\.\s?[А-ЯЁ]?\.?|[А-ЯЁ][а-яё]+(?:\s+[А-ЯЁ][а-яё]+)?))[\"'»]?\s*"
)


def _is_person(head: str, circulars: Sequence[Circular]) -> bool:
    """Whether the sender's line holds a name and nothing else, of nobody in our letter."""
    sender = _FROM.search(head)
    if sender is None or _NAME.fullmatch(sender[1]) is None:
        return False
    surname = sender[1].strip("\"'« ").split()[0].lower()
    return not any(surname in circular.text.lower() for circular in circulars)


_BODY = re.compile(
    r"\b(?:сельсовет|поссовет|горсовет|совет|поселени|село|района?|город|отдел|управлени|комитет"
    r"|администраци|мо|школ|центр)",
    re.IGNORECASE,
)
_LONG = re.compile(r"[а-яё]{5,}")
_STEM = 5


def _is_body(head: str, circulars: Sequence[Circular]) -> bool:
    """Whether the sender's line names a body by a word that our letter does not have."""
    sender = _FROM.search(head)
    if sender is None or _BODY.search(sender[1]) is None:
        return False
    texts = [circular.text.lower() for circular in circulars]
    names = [m.group()[:_STEM] for m in _LONG.finditer(_BODY.sub("", sender[1].lower()))]
    return any(all(name not in text for text in texts) for name in names)
