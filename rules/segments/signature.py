"""Who signs, who drafted, how to reach them: the foot of a letter.

Where it is in doubt whether words are the signature's or the answer's, they are the answer's.
"""

from __future__ import annotations

import re

from rules.document import SegmentKind
from rules.segments.canvas import Canvas, Line
from rules.segments.grammar import has_predicate

_SEPARATOR = re.compile(r"\s*(?:--|—|__+|—-|- -)\s*")
_REGARDS = re.compile(
    r"\s*(?:с\s+(?:глубоким\s+|искренним\s+)?уважением|с\s+наилучшими|всего\s+доброго|best\s+regards"
    r"|kind\s+regards|regards|искренне\s+ваш|спасибо[.,!]?\s*$)",
    re.IGNORECASE,
)
_EXECUTOR = re.compile(r"\s*(?:исп\.|исполнитель|исп:|исп\s)", re.IGNORECASE)
_DEVICE = re.compile(r"\s*(?:отправлено\s+(?:с|из)|sent\s+from|послано\s+с)\b.{0,80}", re.I)
_CONTACT = re.compile(
    r"\s*(?:(?:тел|факс|т|моб|сот|раб|phone|tel|e-?mail|эл\.?\s*почта|почта|icq|skype)\w*"
    r"[.:/\s]*)*[+()\d\s.,;/-]{5,}(?:доб\.?\s*\d+)?\s*",
    re.IGNORECASE,
)
_POSITION = re.compile(
    r"\s*(?:и\.?\s?о\.?|врио|вр\.\s?и\.\s?о\.|первый\s+зам\w*|зам\w*\.?|глава|начальник|руководитель"
    r"|управляющий|председатель|секретарь|специалист|консультант|директор|мэр|системный|ведущий"
    r"|главный|старший|инженер|программист|отдел|приёмная|приемная|администрация|мо\b|делопроизводитель)",
    re.IGNORECASE,
)
_INITIALS = re.compile(r"\b[А-ЯЁ]\.\s?[А-ЯЁ]\.\s?[А-ЯЁ][а-яё]+|[А-ЯЁ][а-яё]+\s[А-ЯЁ]\.\s?[А-ЯЁ]\.")
_PATRONYMIC = re.compile(r"[А-ЯЁ][а-яё]+(?:вич|вна|чна|оглы|кызы)\b", re.IGNORECASE)
_SENTENCE = re.compile(r"(?:[:;!?]|\d\.|[а-яё]{3,}\.)\s*\Z|\S:\s")
_DEPTH = 14


def paint(canvas: Canvas) -> None:
    """Paint signatures below each stretch of own words."""
    lines = canvas.lines
    for first, last in _own_stretches(canvas):
        begin = _begin(lines, first, last)
        if begin < last:
            canvas.paint_lines(begin, last, SegmentKind.SIGNATURE)


def _own_stretches(canvas: Canvas) -> list[tuple[int, int]]:
    stretches: list[tuple[int, int]] = []
    for line in canvas.lines:
        own = not line.blank and canvas.line_kind(line) is SegmentKind.OWN
        if own and stretches and all(x.blank for x in canvas.lines[stretches[-1][1] : line.number]):
            stretches[-1] = (stretches[-1][0], line.number + 1)
        elif own:
            stretches.append((line.number, line.number + 1))
    return stretches


def _begin(lines: tuple[Line, ...], first: int, last: int) -> int:
    depth = max(first, last - _DEPTH)
    for number in range(depth, last):
        text = lines[number].text
        if _SEPARATOR.fullmatch(text) or (_REGARDS.match(text) and len(text) < 60):
            return number
    begin = last
    for number in range(last - 1, depth, -1):
        if lines[number].blank:
            continue
        if not _is_foot(lines[number].text):
            break
        begin = number
    return begin


def _is_foot(text: str) -> bool:
    if len(text) > 160 or "\t" in text or _PATRONYMIC.search(text):
        return False
    if _EXECUTOR.match(text) or _DEVICE.fullmatch(text) or _CONTACT.fullmatch(text):
        return True
    if has_predicate(text) or _SENTENCE.search(text):
        return False
    return bool(_POSITION.match(text) or _INITIALS.search(text) or _MUNICIPALITY.match(text))


_MUNICIPALITY = re.compile(r"\s*[«\"]?[А-ЯЁ][а-яё]+(?:ский|ого)?\s+район", re.IGNORECASE)
