"""The heading of a letter on paper: sender, number and date, addressee, down to the salutation."""

from __future__ import annotations

import re

from rules.document import SegmentKind
from rules.segments.canvas import Canvas
from rules.segments.grammar import has_predicate
from rules.segments.paragraphs import Layout

_LONGEST = 160
_DEEPEST = 4000
_SALUTATION = re.compile(
    r"\s*(?:глубоко)?(?:уважаем|здравствуйте|доброе утро|добрый (?:день|вечер)|коллеги)", re.I
)
_REFERENCE = re.compile(
    r"\s*на\s+(?:ваш[а-яё]*\s+)?(?:исх[а-яё]*\.?\s*|запрос\s+|письмо\s+)?(?:№|n|от)[^а-яё]{0,40}"
    r"(?:от[^а-яё]{0,20}(?:[а-яё]{3,8}\s+\d{4})?\s*(?:г\.?|года)?)?[.\s_]*",
    re.IGNORECASE,
)
_FURNITURE = re.compile(
    r"\s*(?:тел\b|факс\b|e-?mail|\d{6}\b|(?:от\s+)?[\d_«\"][^а-яё]{0,30}№|(?:исх|вх)\S*\s*(?:№|n)"
    r"|(?:г|с|п|пос|пгт|ул)\.\s|№\s*\S|от\s+[\d_«\"]|инн\b|огрн\b|окпо\b|https?:|www\.)",
    re.IGNORECASE,
)
_MARK = re.compile(
    r"\s*(?:на\s+(?:ваш[а-яё]*\s+)?(?:исх[а-яё]*\.?\s*)?№|исх(?:одящий|\.)|руководителю\s"
    r"|(?:в\s+)?администраци[яию]\s|от\s+администрации\s|муниципальное\s+образование"
    r"|российская\s+федерация|астраханская\s+область|губернатору\s)",
    re.IGNORECASE,
)


def paint(canvas: Canvas, *, on_paper: bool) -> None:
    """Paint the heading of a letter. A mail's body has one only where it is written like paper."""
    stretches = canvas.stretches(SegmentKind.OWN)
    if not stretches or canvas.text[: stretches[0][0]].strip():
        return
    start, end = stretches[0][0], min(stretches[0][1], stretches[0][0] + _DEEPEST)
    heading: list[str] = []
    behind = start
    for first, last in Layout(canvas.text, start, end).paragraphs():
        if not _is_heading(canvas.text[first:last]):
            break
        heading.append(canvas.text[first:last])
        behind = last
    if heading and (on_paper or any(_MARK.match(text) for text in heading)):
        canvas.paint(start, behind, SegmentKind.LETTERHEAD)


def _is_heading(text: str) -> bool:
    stripped = text.strip()
    if not stripped or _REFERENCE.fullmatch(stripped):
        return True
    if "\t" in stripped:
        return _is_heading_row(stripped)
    if _SALUTATION.match(stripped) or len(stripped) > _LONGEST or has_predicate(stripped):
        return False
    if _FURNITURE.match(stripped) or _ADDRESSEE.fullmatch(stripped):
        return True
    return stripped[-1] not in ".!?;:" and not _ANSWER.search(stripped)


_ADDRESSEE = re.compile(
    r"(?:г-ну\s+|господину\s+|тов\.?\s+)?(?:[А-ЯЁ][а-яё-]+\s+(?:[А-ЯЁ3]\.\s?){1,2}"
    r"|(?:[А-ЯЁ3]\.\s?){1,2}[А-ЯЁ][а-яё-]+)[,.]?"
)


def _is_heading_row(text: str) -> bool:
    """The sender on the left, the addressee on the right, as a table without lines."""
    if len(text) > 3 * _LONGEST or has_predicate(text) or _TABLE.search(text):
        return False
    lines = re.split(r"[\t\u2028]", text)
    return any(_MARK.match(x) or _FURNITURE.match(x) or _OFFICIAL.search(x) for x in lines)


_TABLE = re.compile(r"\b(?:фио|ф\.\s?и\.\s?о|фамилия|должность|телефон|п/п)\b", re.IGNORECASE)
_OFFICIAL = re.compile(r"\b(?:район|мо\b|администраци|губернатор|област|образовани)", re.IGNORECASE)
_ANSWER = re.compile(r"[^\s:]{3,}\s*:\s*\S|\s[-–—]\s")
