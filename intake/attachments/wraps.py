"""Words that a page broke at the end of a line, made whole again."""

from __future__ import annotations

import re
from functools import lru_cache

HYPHEN = "\ufffe"  # pdfium's sign for a hyphen at the end of a line, of either sort

_BROKEN = re.compile(r"(\w+)\ufffe\s*(\w+)")
_LAST = re.compile(r"[а-яё]+$")
_FIRST = re.compile(r"[а-яё]+(?![\w.])")


def rejoined(text: str) -> str:
    """Line-end hyphens taken out where the whole is a word («доку-/мент»), kept where it is not
    («инженер-/программист»)."""
    return _BROKEN.sub(_whole, text).replace(HYPHEN, "-") if HYPHEN in text else text


def _whole(match: re.Match[str]) -> str:
    first, second = match.groups()
    if not second[0].islower():
        return f"{first}-{second}"
    if _known(first + second) or not (_known(first) and _known(second)):
        return first + second
    return f"{first}-{second}"


def one_line(lines: list[str]) -> str:
    """The lines of a narrow cell as one: its line ends are the column's, not the writer's. A word
    that was cut without a hyphen («Сайфутдинов/а») is made whole."""
    text = ""
    for line in (" ".join(line.split()) for line in lines):
        if not text or not line:
            text += line
        elif text.endswith("-") and text[-2:-1].isalpha() and line[0].isalpha():
            text = rejoined(text[:-1] + HYPHEN + line)
        else:
            text += line if _is_tail(text, line) else " " + line
    return text


def _is_tail(text: str, line: str) -> bool:
    """Whether a line begins with the rest of the word before it: small letters that are no word,
    or that only together with it are one."""
    last, first = _LAST.search(text), _FIRST.match(line)
    if last is None or first is None:
        return False
    word = re.split(r"[^\w]", text)[-1]
    if len(first.group()) <= 2:
        return not _known(first.group()) or (
            word[:1].isupper() and first.group() in ("а", "у", "я")
        )
    return not _known(first.group()) and _known(word + first.group())


@lru_cache(maxsize=2000)
def _known(word: str) -> bool:
    from rules.morphology import analyzer

    return bool(analyzer().word_is_known(word.lower()))
