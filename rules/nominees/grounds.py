"""«Не усматриваем оснований не включать X»: what is denied without grounds is meant."""

from __future__ import annotations

import re

from rules.document import Sentence
from rules.phrases import Match

_GROUNDS = re.compile(
    r"(?P<no>\b(?:нет|нету|не\s+[а-яё]+|отсутству\w+|лишен\w+)\s+(?:[а-яё]+\s+){0,2}?)?"
    r"(?:основани|причин|повод|препятстви|резон)\w*\s+(?:[а-яё]+\s+){0,2}$",
    re.IGNORECASE,
)
_DENIED_LAST = re.compile(
    r"\b(?:нет|нету|не\s+(?:име|ви[дж]|усм|наход|наш|существ)[а-яё]*|отсутству\w+)\W*$",
    re.IGNORECASE,
)


def lacks_grounds(sentence: Sentence, start: int) -> bool:
    """Whether there are no grounds for what is denied at `start`: «не вижу причин не …»."""
    found = _GROUNDS.search(sentence.text[: start - sentence.start])
    return found is not None and bool(found["no"] or _DENIED_LAST.search(sentence.text))


_BEFORE = re.compile(
    r"\b(?:раньше|ранее|прежде)\b(?!\s+(?:названн|заявленн|указанн))", re.IGNORECASE
)


def is_not_before(cue: Match, sentence: Sentence) -> bool:
    """Whether the word tells only when, and not sooner: «раньше сентября её не ждите»."""
    text = sentence.part.text
    if not re.search(r"\bне\b", text[max(sentence.start, cue.start - 3) : cue.end], re.IGNORECASE):
        return False
    start, end = max(sentence.start, cue.start - 40), min(sentence.end, cue.end + 30)
    return _BEFORE.search(text, start, end) is not None
