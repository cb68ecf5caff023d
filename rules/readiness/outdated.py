"""A covering mail that takes back what the attached letter says: «в части готовности устарело»."""

from __future__ import annotations

import re

from rules.document import Document, SegmentKind
from rules.model import PartRole

_PAPER = re.compile(
    r"\b(?:письм|вложен|прилож|прикрепл|прилага|документ|файл|бумаг)", re.IGNORECASE
)
_STALE = re.compile(
    r"\b(?:устаре|не\s?актуал|утратил|не\s+действу|недействит|(?:уже|больше)\s+не\s+так)",
    re.IGNORECASE,
)
_FAULT = re.compile(
    r"\b(?:поправк|исправ(?:ить|ля)|ошиб|опечат|неверн|не\s+соответству|изменил)", re.IGNORECASE
)
_OURS = re.compile(r"\b(?:готовн|готов[аы]?\b|подключ|срок|числ[оа]\b|\d)", re.IGNORECASE)
_ELSE = re.compile(
    r"\b(?:прежн|предыдущ|прошл|ранее|раньше|нов(?:ое|ый|ом)\b|взамен|фамили|отчеств|телефон|должност"
    r"|вместо\s+[А-ЯЁ])",
    re.IGNORECASE,
)
"""Another letter than the attached one, or a fault in what it says of people."""


def is_told(document: Document) -> bool:
    """Whether the body says that the letter attached to it holds no more."""
    bodies = {p.name for p in document.mail.parts if p.role is PartRole.BODY}
    return any(
        _PAPER.search(s.text) and _takes_back(s.text)
        for s in document.of(SegmentKind.OWN)
        if s.part.name in bodies
    )


def _takes_back(said: str) -> bool:
    stale = _STALE.search(said) or (_FAULT.search(said) and _OURS.search(said))
    return bool(stale) and _ELSE.search(said) is None
