"""A mail's text on a terminal: whose words they are, and which were relied on.

The sender's own words stand plain, with the evidence marked; what is quoted or copied from the
circular is dim and cut short.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from rich.console import RenderableType
from rich.text import Text

from outbound.shown.screen import highlighted, in_context, line, texts_of, without_gaps
from outbound.writing.russian import counted
from rules.model import Circular, Evidence, Mail, Part

if TYPE_CHECKING:
    from rules.document import Segment

_LONG: Final = 6_000  # characters of a segment that are shown whole
_QUOTED_LINES: Final = 2  # lines of a quotation that are shown
_PARTS: Final = {"from": "отправитель", "subject": "тема", "body": "текст письма"}
_NOT_THEIRS: Final = {
    "quoted": "цитата",
    "circular": "текст циркуляра",
}


def texts(
    mail: Mail, evidence: Sequence[Evidence], circular: Circular | None
) -> Iterator[RenderableType]:
    """Every text of the mail; headers only where they were relied on."""
    from rules import segments  # for those who look at a mail

    document = segments.document(mail, [circular] if circular else [])
    for part in texts_of(mail):
        relied_on = [e for e in evidence if e.part == part.name]
        if part.name in ("from", "subject") and not relied_on:
            continue
        if part.text.strip():
            yield Text(f"── {part_words(part.name)}", style="dim")
            yield from _part(part, [s for s in document.segments if s.part is part], relied_on)


def part_words(name: str) -> str:
    """What a part is called before a person: «текст письма», or the file's name."""
    return _PARTS.get(name) or line(name)


def _part(
    part: Part, of_part: Sequence[Segment], evidence: Sequence[Evidence]
) -> Iterator[RenderableType]:
    if not of_part:
        yield from without_gaps(highlighted(part.text, evidence))
    for segment in of_part:
        inside = [e for e in evidence if segment.start <= e.start < segment.end]
        if segment.kind in _NOT_THEIRS and not inside:
            yield from _cut_short(segment)
        elif len(segment.text) <= _LONG:
            yield from without_gaps(highlighted(segment.text, inside, segment.start))
        else:
            yield from _long(segment, part, inside)


def _cut_short(segment: Segment) -> Iterator[Text]:
    lines = without_gaps(Text(highlighted(segment.text, ()).plain, style="dim"))
    filled = [one for one in lines if one.plain.strip()]
    yield from filled[:_QUOTED_LINES]
    if (rest := len(filled) - _QUOTED_LINES) > 0:
        left = counted(rest, "строка", "строки", "строк")
        yield Text(f"… {_NOT_THEIRS[segment.kind]}, ещё {left}", style="dim italic")


def _long(segment: Segment, part: Part, evidence: Sequence[Evidence]) -> Iterator[Text]:
    """Of a very long text only the lines relied on, or its beginning."""
    if not evidence:
        yield from without_gaps(highlighted(segment.text[:_LONG], ()))
    for shown, _ in in_context(part.text, evidence):
        yield shown
    left = f"{len(segment.text):,}".replace(",", "\u00a0")
    yield Text(f"… показано не всё, в тексте {left} знаков", style="dim italic")
