"""Letters that are nothing but a person, and letters in Latin transliteration."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rules.document import SegmentKind
from rules.nominees.items import (
    ANNOUNCES,
    GREETING,
    OFFICE,
    is_sentence,
    stands_in_bracket,
    starts_with_person,
)
from rules.nominees.lines import FULL, NOMINATIVE, Letter, Line, Role
from rules.nominees.signers import says

_IN_LATIN = re.compile(
    r"obuch|u[ch]eb|uch[io]|kurs|edet|edut|napravl|komandir|zapish|vkluch|vklyuch", re.IGNORECASE
)


def in_latin(letters: Sequence[Letter]) -> None:
    """Letters in Latin transliteration: their few words of sending are looked for as such."""
    for letter in letters:
        for line in letter.lines:
            found = [m for m in line.mentions if m.person.latin and m.role is Role.UNKNOWN]
            if not found or line.kind is not SegmentKind.OWN:
                continue
            cue = line.sentence.evidence("nominee.in_latin_letters")
            role = Role.NOMINATED if _IN_LATIN.search(line.text) else Role.WEAK
            for mention in found:
                mention.settle(role, "in_latin_letters", cue)


_LONG = 200
"""A letter of more lines is not «nothing but a person»."""


def bare(letters: Sequence[Letter]) -> None:
    """A letter that is nothing but a person: «Иванова Мария Петровна, программист, 8-927-…»."""
    settled = (Role.NOMINATED, Role.WEAK, Role.WITHDRAWN)
    if any(m.role in settled for x in letters for line in x.lines for m in line.mentions):
        return
    for letter in letters:
        if len(letter.lines) > _LONG or any(
            x.own and x.has("declined", "later") for x in letter.lines
        ):
            continue
        for line in letter.lines:
            if line.own and line.mentions and not is_sentence(line) and not _is_away(line):
                _bare(line, letter)


def _is_away(line: Line) -> bool:
    """«Фирсов О. Л. сейчас на курсах в Самаре, других кандидатур нет»: why nobody is sent."""
    return line.has("declined", "later", "absent_prev")


def _bare_point(line: Line) -> None:
    """«По п. 2 - Рагимов А.Г., программист»: perhaps an answer, so somebody must look."""
    mention = line.mentions[0]
    lead = line.lead(mention)
    unknown = mention.role is Role.UNKNOWN and mention.person.kind in FULL
    if (
        unknown
        and ANNOUNCES.search(lead)
        and not OFFICE.search(lead)
        and not line.has("other_next")
    ):
        mention.settle(Role.WEAK, "bare_point", line.sentence.evidence("nominee.bare_point"))


def _bare(line: Line, letter: Letter) -> None:
    alone = all(x is line or GREETING.match(x.text) or not says(x) for x in letter.lines if x.own)
    described = bool(line.contacts) or "," in line.text
    if not alone and line is [x for x in letter.lines if x.own][-1]:
        return  # the last line of a letter is who writes it
    if not starts_with_person(line):
        _bare_point(line)
        return
    for mention in line.mentions:
        if mention.person.kind not in FULL or stands_in_bracket(mention, line):
            continue
        if mention.role is not Role.UNKNOWN:
            continue
        sure = alone and described and "," in line.text
        sure = sure and not (_answered(line, letter) or _may_sign(line, letter))
        role = Role.NOMINATED if sure else Role.WEAK
        if role is Role.WEAK and not described:
            continue
        mention.settle(role, "bare_reply", line.sentence.evidence("nominee.bare_reply"))
        mention.cases = NOMINATIVE


def _may_sign(line: Line, letter: Letter) -> bool:
    """«Готовы. ⏎ Зуев Пётр Ильич, завхоз»: behind another answer he may be who wrote it, unless a
    telephone stands with him in the same paragraph."""
    others = [x for x in letter.lines if x.own and x is not line and not GREETING.match(x.text)]
    if not others or others[-1].number > line.number:
        return False
    before = line.sentence.part.text[: line.sentence.start].rstrip(" \t\xa0")
    return not line.contacts or before.endswith(("\n", "\u2028"))


def _answered(line: Line, letter: Letter) -> bool:
    """«По учёбе всё решат кадры.»: a sentence has spoken of the training already."""
    others = (x for x in letter.lines if x.own and x is not line)
    return any(x.training and _ENDED.search(x.text) for x in others)


_ENDED = re.compile(r"\S\s+\S.*[.!]\s*$", re.DOTALL)
