"""Other people's mail inside a mail: quote marks and the heads that clients put above a quote."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rules.document import SegmentKind
from rules.segments.canvas import Canvas, Line

_MARK = re.compile(r"[ \t]{0,3}(?:[A-ZА-ЯЁ]{1,3} ?)?>")

_SEPARATOR = re.compile(
    r"[\s>*_]*(?:-{2,}|={2,}|_{2,}|\*{2,})?\s*"
    r"(?:original (?:message|appointment)|(?:begin )?forwarded message"
    r"|(?:исходное|пересылаемое|пересланное|переадресованное|перенаправленное) (?:сообщение|письмо)"
    r"|начало (?:пересылаемого|переадресованного|перенаправленного) (?:сообщения|письма)"
    r"|forwarded by\b.{0,80}|переслано\b.{0,80})"
    r"(?:\s+от\b.{0,80})?\s*:?\s*(?:-{2,}|={2,}|_{2,}|\*{2,})?\s*",
    re.IGNORECASE,
)
_RULE = re.compile(r"\s*[_=*-]{5,}\s*")
_ENDS = (
    r"[ \t*_]{0,8}-{2,}[ \t]*(?:конец|end of)[ \t][^-\n]{0,60}(?:сообщения|письма|message)"
    r"[ \t]*-{2,}\s*"
)
_END = re.compile(_ENDS, re.IGNORECASE)
CLOSING = re.compile(rf"(?:\A|\n){_ENDS}\Z", re.IGNORECASE)
"""The line that closes a forwarded message, at the end of its text."""
_FIELD = re.compile(
    r"[\s*_]{0,4}(?P<name>от|from|кому|to|дата|отправлено|отправлен|sent|date|тема|subject"
    r"|копия|cc|скрытая копия|bcc|reply-to|ответить|куда|важность|importance|вложения"
    r"|attachments|послано|получено)[ \t*_]{0,4}:",
    re.IGNORECASE,
)
_FLAT = re.compile(
    r"[\s*_]{0,4}(?:от|from)[*_]{0,2}:.{1,120}(?:отправлено|sent|дата|date)[*_]{0,2}:.{1,80}"
    r"(?:кому|to|тема|subject)[*_]{0,2}:",
    re.IGNORECASE,
)
"""A header block that a conversion made one line."""
_SENDER = {"от", "from"}
_DATES = {"дата", "отправлено", "отправлен", "sent", "date", "послано", "получено"}
_WRITTEN = (
    r"(?:написал|написала|написано|написал\(а\)|пишет|писал|писала|писал\(а\)|wrote|writes|schrieb)"
)
_CLOCK = r"\d{1,2}[:.]\d{2}"
_DAY = (
    r"(?:\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}-\d{2}-\d{2}"
    r"|\d{1,2} [а-яё]{3,9}\.?,? (?:\d{4}|\d{1,2}:\d{2})"
    r"|[A-Z][a-z]{2,8}\.? \d{1,2},? \d{4}|\d{1,2} [A-Z][a-z]{2,8}\.?,? \d{4})"
)
_WEEKDAY = (
    r"(?:понедельник|вторник|среда|четверг|пятница|суббота|воскресенье|пн|вт|ср|чт|пт|сб|вс"
    r"|mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\.?"
)
_FIRST = re.compile(r"\d|@|писа|пишет|wrote|writes", re.IGNORECASE)
_SAID = re.compile(r"напис|писа|пишет|wrote|writes|schrieb")
_CLOCK_BEFORE = re.compile(r"\d[:.]\d{2}\b.{0,200}(?: от |@)")
_ATTRIBUTIONS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\s*вы (?:писали|написали)\b.{0,80}:\s*",
        r"\s*(?:on|в|во)\b.{0,120}\byou wrote:\s*",
        rf"(?=.{{0,200}}(?:{_DAY}|{_CLOCK})).{{0,300}}\b{_WRITTEN}(?=[\s:,(]).{{0,160}}:\s*",
        rf".{{0,200}}[<(][^<>()\s]{{1,80}}@[^<>()\s]{{1,80}}[>)],? {_WRITTEN}:\s*",
        rf"\s*{_WEEKDAY},? {_DAY}(?:,| г\.?,?)?(?: в)? {_CLOCK}.{{0,20}} от .{{1,200}}",
        rf"\s*(?:{_WEEKDAY},? )?{_DAY}(?: г\.?)?,?(?: в)? {_CLOCK}.{{0,20}}[,;]? .{{0,160}}"
        r"[<(]?[^<>()\s]{1,80}@[^<>()\s]{1,80}[>)]?:?\s*",
        rf".{{0,200}}\b{_WRITTEN} (?:on|в)? ?{_DAY}.{{0,60}}:?\s*",
    )
)
_GREETS = re.compile(
    r"\s*(?:здравствуйте|hello)\W{1,3}[^\s@]{1,64}@[^\s@]{1,200}\s*", re.IGNORECASE
)
"""«Здравствуйте, priemnaya@rayon.example.» above «Вы писали …»: a client's words."""


@dataclass(frozen=True, slots=True)
class Block:
    """A quote `text[start:end]` that no marks but only the `head` above it tells quoted."""

    head: str
    start: int
    end: int


def paint(canvas: Canvas, start: int = 0) -> tuple[Block, ...]:
    """Paint what is quoted from `start` on; return the quotes without marks."""
    lines, blocks = canvas.lines, []
    number = next((line.number for line in lines if line.start >= start), len(lines))
    while number < len(lines):
        line = lines[number]
        if _MARK.match(line.text):
            canvas.paint_lines(number, number + 1, SegmentKind.QUOTED)
            number += 1
        elif height := _head(lines, number):
            below = number + height
            end = below if _marks_follow(lines, below) else _block_end(lines, below)
            canvas.paint_lines(number, end, SegmentKind.QUOTED)
            if end > below:
                head = canvas.text[line.start : lines[below - 1].end]
                blocks.append(Block(head, lines[below].start, lines[end - 1].end))
            number = end
        else:
            number += 1
    return tuple(blocks)


def _head(lines: tuple[Line, ...], number: int) -> int:
    """How many lines a quote's head at this line takes; 0 where there is none."""
    text = lines[number].text
    if len(text) > 400 or not text.strip():
        return 0
    if _SEPARATOR.fullmatch(text):
        below = _next_visible(lines, number + 1)
        return below - number + _fields(lines, below)
    for above, rest in ((_RULE, _header_block), (_GREETS, _attribution)):
        if above.fullmatch(text):
            below = _next_visible(lines, number + 1)
            height = rest(lines, below) if below < len(lines) else 0
            return below - number + height if height else 0
    if _FLAT.match(text):
        return 1
    return _header_block(lines, number) or _attribution(lines, number)


def _header_block(lines: tuple[Line, ...], number: int) -> int:
    names = list(_field_names(lines, number))
    found = {name for name, _ in names}
    if (not found & _SENDER and len(found) < 3) or len(found) < 2:
        return 0
    height = names[-1][1] - number + 1
    block = "\n".join(line.text for line in lines[number : number + height])
    above = lines[max(0, number - 12) : number]
    below = any(not line.blank and not _FIELD.match(line.text) for line in above)
    dated = found & _DATES and (below or re.search(r"\d:\d{2}", block))
    return height if dated or "@" in block else 0


def _fields(lines: tuple[Line, ...], number: int) -> int:
    names = list(_field_names(lines, number))
    return names[-1][1] - number + 1 if names else 0


def _field_names(lines: tuple[Line, ...], number: int) -> Iterator[tuple[str, int]]:
    """Fields of a header block that begins here: name and line. Values may be wrapped."""
    wrapped = 0
    for line in lines[number : number + 24]:
        match = _FIELD.match(line.text)
        if match:
            wrapped = 0
            yield match["name"].lower(), line.number
        elif line.number == number:
            return
        elif not line.blank:
            wrapped += 1
            if wrapped > 1 or not _continues(line.text):
                return


def _continues(text: str) -> bool:
    return "@" in text or text[:1].isspace()


def _attribution(lines: tuple[Line, ...], number: int) -> int:
    if not _FIRST.search(lines[number].text):
        return 0
    joined = ""
    for height in (1, 2, 3):
        if number + height > len(lines) or lines[number + height - 1].blank:
            return 0
        joined = f"{joined} {lines[number + height - 1].text.strip()}".strip()
        if len(joined) > 400:
            return 0
        small = joined.lower()
        hinted = _SAID.search(small) or _CLOCK_BEFORE.search(small)
        if hinted and any(pattern.fullmatch(joined) for pattern in _ATTRIBUTIONS):
            return height
    return 0


def _next_visible(lines: tuple[Line, ...], number: int) -> int:
    while number < len(lines) and lines[number].blank:
        number += 1
    return number


def _marks_follow(lines: tuple[Line, ...], number: int) -> bool:
    below = _next_visible(lines, number)
    return below < len(lines) and _MARK.match(lines[below].text) is not None


def header(text: str) -> int:
    """The end of the header lines («От: …») that stand above a nested message's text; 0 if none."""
    lines = Canvas(text).lines
    height = _fields(lines[:12], 0)
    return lines[height - 1].end if height else 0


def _block_end(lines: tuple[Line, ...], number: int) -> int:
    """The line behind an unmarked quote: the part's end, a closing line, or the next head."""
    for line in lines[number:]:
        if _END.fullmatch(line.text):
            return line.number + 1
        if _head(lines, line.number):
            return line.number
    return len(lines)
