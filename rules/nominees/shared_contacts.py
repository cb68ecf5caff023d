"""Telephones told of several at once: «телефон один на двоих», «соответственно … и …»."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rules.contacts import ContactKind
from rules.nominees.lines import Letter, Line, Mention

_ONE = re.compile(
    r"\b(?:один|одинаков\w*|общий|общая|тот\s+же)\b.{0,40}\b(?:на\s+(?:двоих|всех|троих|обоих)|у\s+(?:них|обеих|обоих|всех))"
    r"|\b(?:них|обеих|обоих|всех)\b.{0,30}\b(?:один|одинаков\w*|общий|общая|тот\s+же)\b"
    r"|\bтел\w*\.?\s+(?:у\s+)?(?:обоих|обеих|них\s+обоих|всех)\b"
    r"|\bобщий\s+(?:\w+\s+)?(?:тел|номер)"
)
_SAME = re.compile(
    r"\b(?:тел\w*|номер|сот\w*|моб\w*|раб\w*)\.?\s*(?:у\s+(?:него|не[её])\s+)?[-–—:]?\s*"
    r"(?:тот\s+же|такой\s+же|общий|один|одинаковый|на\s+двоих)(?=\s*(?:[,.;:)+\d]|[-–—]|$))"
)
"""«Y — специалист, тел. тот же», «обе операторы, тел. общий 4-00-12»."""
_EACH = re.compile(
    r"\b(?:соответственно|по\s+порядку)\b|\b(?:у\s+)?перв(?:ого|ой)\b.{0,60}\bвтор(?:ого|ой)\b"
)
_OF_WHOM = re.compile(r"\s*[(–—-]\s*(?:у\s+)?([А-ЯЁ][а-яё]+)")


def give(letter: Letter) -> None:
    """Give a number that is said to be of all of them to all, or each his own in their order."""
    for at, line in enumerate(letter.lines):
        if not line.own or not line.contacts:
            continue
        _named(letter, line)
        low = line.text.lower()
        one, each = _ONE.search(low) or _SAME.search(low), _EACH.search(low)
        if one or each:
            people = _people(letter.lines[max(0, at - 2) : at + 1])
            _share(people, line, each=each is not None and one is None)


def _named(letter: Letter, line: Line) -> None:
    """«44-51-06 (Вартанов) и 44-51-17 (Головко)», «Анне Павловне 44-51-06, Головко 44-51-17»: each
    number with the name of whose it is."""
    nominees = [m for x in letter.lines for m in x.nominated]
    phones = [c for c in line.contacts if c.kind is ContactKind.PHONE and not c.fax]
    behind = line.sentence.start
    for contact in phones if len(phones) > 1 < len(nominees) else ():
        text = line.sentence.part.text
        told = _OF_WHOM.match(text, contact.end, line.sentence.end)
        words = [told[1]] if told else _CAPITALIZED.findall(text[behind : contact.start][-60:])
        behind = contact.end
        for mention in _meant(words, nominees):
            mention.phone = contact.value
            mention.evidence.append(
                line.sentence.evidence("nominee.contact", contact.start, contact.end)
            )


_CAPITALIZED = re.compile(r"[А-ЯЁ][а-яё-]{2,}")


def _meant(words: Sequence[str], nominees: Sequence[Mention]) -> list[Mention]:
    """The nominees whom these words name, in whatever case; none if that is not one person."""
    counted = {
        m.reading.formal: sum(any(_same(w, n) for n in m.reading.formal.split()) for w in words)
        for m in nominees
    }
    best = max(counted.values(), default=0)
    named = [name for name, count in counted.items() if count == best > 0]
    return [m for m in nominees if m.reading.formal == named[0]] if len(named) == 1 else []


def _same(word: str, name: str) -> bool:
    stem = word.lower()[: max(3, len(word) - 3)]
    return len(name) > 2 and name.lower().startswith(stem) and abs(len(word) - len(name)) < 4


def _people(lines: Sequence[Line]) -> list[Mention]:
    """The nominees of the nearest lines."""
    for line in reversed(lines):
        if line.nominated:
            return sorted(line.nominated, key=lambda m: m.person.start)
    return []


def _share(people: Sequence[Mention], line: Line, *, each: bool) -> None:
    for kind, name in ((ContactKind.PHONE, "phone"), (ContactKind.EMAIL, "email")):
        told = [c for c in line.contacts if c.kind is kind and not c.fax]
        if len(people) < 2 or not told or (each and len(told) != len(people)):
            continue
        for at, mention in enumerate(people):
            contact = told[at if each else 0]
            setattr(mention, name, contact.value)
            mention.evidence.append(
                line.sentence.evidence("nominee.contact", contact.start, contact.end)
            )
