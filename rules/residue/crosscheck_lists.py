"""The second reading of lists: full names that stand like a nominee's, and that nobody counted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from rules.document import Document, SegmentKind
from rules.model import Evidence, Nominees
from rules.morphology import fold
from rules.residue.crosscheck_people import WORD

_FATHER = r"(?:вич|вича|вичу|вичем|вна|вны|вне|вну|вной|оглы|кызы|улы|гызы|кызи)"
_FULL = re.compile(
    rf"{WORD}\s{WORD}\s(?:{WORD}\s)?[А-ЯЁ]?[а-яё]+(?<=\w){_FATHER}\b|{WORD}\s[А-ЯЁ][а-яё]+{_FATHER}\s{WORD}"
)
_MARK = r"(?:\(?\d{1,2}\s?[.)]|[а-я]\)|[-–—•*·])"
_POST = r"(?:[А-ЯЁ]?[а-яё«»\"-]+\.?\s+|ЭВМ\s+|ИТ\s+|\d\s+){0,9}"
_TOO = r"(?:и|(?:а\s+)?также)"
_ITEM = re.compile(
    rf"(?:(?:^|\n)[ \t]*{_MARK}\s*(?:{_TOO}\s+)?|[;,]\s*(?:{_MARK}\s*|{_TOO}\s+)|;\s*|,\s*\n\s*"
    rf"|\n[ \t]*{_TOO}\s+(?:{_MARK}\s*)?|\s{_TOO}\s*\n\s*{_MARK}?\s*|\n[ \t]*(?=[а-яё])){_POST}$"
)
"""What stands before the name of a further item."""
_PUT_DOWN = re.compile(
    rf"\b(?:пиши|ставь|бери|возьми|считай|числи|фиксируй|отмечай|меняй|давай)(?:те)?\s+(?:на\s+)?{_POST}$",
    re.IGNORECASE,
)
"""«Поэтому пишите Абубакирова …»: whoever is to be put down."""
_OTHER = re.compile(
    r"уважени|исп\b|исполнител|\bглав[аы]\b|заместител|начальник|руководител|управляющ|председател|директор"
    r"|контакт|справк|вопрос|согласован|вместо|взамен|кроме|резерв|запасн|дубл[её]р|просьб|поручени|замен|подмен"
    r"|\bне\b|утвержд|подпис|подготов|уволи|отпуск|больнич",
    re.IGNORECASE,
)
_MOST = 60
"""So many names are looked at."""
_APART = 160
"""So many characters may stand between one item and the next."""


def uncounted(answer: Nominees, document: Document, known: Sequence[str]) -> Iterator[Evidence]:
    """Full names that stand like the next item behind a nominee."""
    heads = [_heads(name) for name in known]
    for part in document.mail.parts:
        names = [e for p in answer.people for e in p.evidence[:1] if e.part == part.name]
        if not names:
            continue
        spans = [
            (s.start, s.end)
            for s in document.of(SegmentKind.OWN, SegmentKind.SIGNATURE)
            if s.part.name == part.name
        ]
        last = min(e.end for e in names)
        for found in islice(_FULL.finditer(part.text, last), _MOST):
            start, end = found.span()
            near = max((e.end for e in names if e.end <= start), default=start)
            if not any(a <= start < b for a, b in spans):
                continue
            if any(len(h & _heads(found[0])) > 1 for h in heads):
                last = end
                continue
            lead = part.text[max(near, last, start - _APART) : start]
            alike = _BLOCK.match(part.text, end) and _BLOCK.match(part.text, near)
            if _is_item(
                lead,
                part.text[end : end + 60],
                start - max(near, last),
                below=bool(alike) or _OBLIQUE.search(found[0]) is not None,
            ):
                yield Evidence(part.name, start, end, found[0], "crosscheck.list")


def _heads(name: str) -> frozenset[str]:
    return frozenset(fold(word)[:4] for word in re.findall(r"[^\W\d_]{2,}", name))


_BLOCK = re.compile(r"[ \t]*\n[^\n]{0,80}\d[\d -]{3,16}\d")
"""A name, and a number on the line below."""
_BELOW = re.compile(r"\n\s*$")
_OBLIQUE = re.compile(r"(?:вича|вичу|вну|вне|вны)\b")
"""Nobody signs in the accusative."""


def _is_item(lead: str, behind: str, gap: int, *, below: bool) -> bool:
    """Whether only the end of one item stands between, and nothing tells of other matters."""
    same_line = behind.partition("\n")[0]
    if below and _PUT_DOWN.search(lead) and not _OTHER.search(same_line):
        return True
    if gap > _APART or _OTHER.search(lead) or _OTHER.search(same_line):
        return False
    item = _ITEM.search(lead) or (_BELOW.search(lead) if below else None)
    if item is None:
        return False
    before = lead[: item.start()].rstrip()
    return not before.endswith((".", "!", "?")) or lead[item.start() :].lstrip()[:1].isdigit()
