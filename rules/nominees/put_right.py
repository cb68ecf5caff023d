"""Names put right within a letter: «Фамилия Тулеева, зовут Асель Маратовна», «Ким Сергей, то есть
Семён Петрович», «Кима Ларису… простите, Ким Ларису Борисовну»."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from rules.names import decode
from rules.nominees import in_pieces, settle
from rules.nominees.lines import FULL, Letter, Line, Mention, PersonKind
from rules.persons import Person

_LABELS = re.compile(
    r"[\s,;:–—-]*(?:(?:а\s+)?зовут|имя[\s,-]*(?:и\s+)?отчество|имя|и\.\s?о\.|он(?:а)?\s+же|полностью"
    r"|полное\s+имя)\s*[:–—-]?\s*|(?:\s+же)?,\s*",
    re.IGNORECASE,
)
_FORMER_SURNAME = re.compile(r"\s*\(\s*[А-ЯЁ][\w-]+\s*\)\s*")
_CORRECTS = re.compile(
    r"\b(?:то\s+есть|т\.\s?е\.|вернее|точнее|ой|прост\w+|извин\w+|правильно|поправка"
    r"|не\s+[А-ЯЁ][а-яё]+,\s+а)\b",
    re.IGNORECASE,
)


def join(letters: Sequence[Letter]) -> None:
    """«Фамилия Тулеева, зовут Асель Маратовна»; «Ким Сергей, то есть Семён Петрович»: one."""
    for letter in letters:
        in_pieces.join(letter)
        _across_stops(letter)
        for line in letter.lines:
            if len(line.mentions) > 1:
                line.mentions = list(_joined(line))


def _across_stops(letter: Letter) -> None:
    """«По кандидатуре: Зыкова. Ольга Петровна.»: the surname ends one sentence, the rest is the
    next."""
    for line, below in pairwise(letter.lines):
        if not (line.own and line.mentions and len(below.mentions) == 1) or "\t" in line.text:
            continue
        short, given = line.mentions[-1].person, below.mentions[0].person
        last = len(line.mentions) == 1 or not line.sentence.part.text[
            short.end : line.sentence.end
        ].strip(" .,")
        alone = not below.text.replace(below.sentence.part.text[given.start : given.end], "").strip(
            " .,"
        )
        pieces = short.kind is PersonKind.SURNAME and given.kind is PersonKind.GIVEN
        whole = _whole(short, given) if pieces and last and alone else None
        if whole:
            line.mentions[-1] = Mention(whole, line)
            below.mentions = []


_LESS = (PersonKind.SURNAME, PersonKind.SHORT, PersonKind.INITIALS)


def _joined(line: Line) -> Iterator[Mention]:
    text = line.sentence.part.text
    rest = sorted(line.mentions, key=lambda m: m.person.start)
    while rest:
        mention, *rest = rest
        if rest and _put_right(mention, rest[0], text):
            continue
        apart = _apart(mention, rest, text)
        if apart:
            mention, rest = Mention(apart, line), rest[1:]
        following = next((m for m in rest if m.person.kind is PersonKind.GIVEN), None)
        if following and mention.person.kind in _LESS:
            between = text[mention.person.end : following.person.start]
            whole = _whole(mention.person, following.person)
            short = mention.person.kind in (PersonKind.SHORT, PersonKind.INITIALS)
            in_bracket = short and between.strip() == "("
            whole = whole if not in_bracket or _same_first(mention, following) else None
            called = short and _ALSO.fullmatch(between) and _same_first(mention, following)
            labelled = (
                in_bracket
                or called
                or (
                    mention.person.kind is PersonKind.SURNAME
                    and (_LABELS.fullmatch(between) or _FORMER_SURNAME.fullmatch(between))
                )
            )
            if whole and (labelled or (len(between) < 60 and _CORRECTS.search(between))):
                rest = [m for m in rest if m.person.start > following.person.start]
                mention = Mention(_closed(whole, text), line)
        yield mention


def _put_right(mention: Mention, following: Mention, text: str) -> bool:
    """«Кима Ларису… простите, Ким Ларису Борисовну»: the second is what was meant."""
    between = text[mention.person.end : following.person.start]
    if len(between) > 30 or not _CORRECTS.search(between) or "(" in between:
        return False
    again = following.person.words.split()
    shared = sum(any(_like(w, x) for x in again) for w in mention.person.words.split())
    same = shared > 1 or settle.given_alike(mention.reading, following.reading)
    return following.person.kind in FULL and shared > 0 and same


def _like(one: str, two: str) -> bool:
    """Whether two words can be forms of one name."""
    return one[:3].lower() == two[:3].lower() and abs(len(one) - len(two)) < 3


_ALSO = re.compile(
    r"[\s,(]*(?:он(?:а)?\s+же|полностью|полное\s+имя|по\s+паспорту)\s*[:–—-]?\s*", re.IGNORECASE
)
_APART = re.compile(r"(?:\s+[а-яё]{3,15})?,\s*")


def _apart(first: Mention, rest: Sequence[Mention], text: str) -> Person | None:
    """«учиться Лену пошлём, Гусеву»: the first name, then the surname put right after it."""
    if not rest or {first.person.kind, rest[0].person.kind} != set(_HALVES):
        return None
    surname = rest[0].person
    if first.person.kind is PersonKind.SURNAME:
        return _surname_first(first.person, surname, text)
    between = text[first.person.end : surname.start]
    if surname.kind is not PersonKind.SURNAME or not _APART.fullmatch(between):
        return None
    words = f"{surname.words} {first.person.words}"
    if decode(words) is None or first.case != surname.read({first.case}).case:
        return None
    return Person(first.person.start, surname.end, words, PersonKind.SHORT)


_HALVES = (PersonKind.FIRST, PersonKind.SURNAME)


def _surname_first(surname: Person, first: Person, text: str) -> Person | None:
    """«Идрисов, Тимур, сисадмин»: a comma between surname and first name."""
    following = text[first.end : first.end + 1]
    words = f"{surname.words} {first.words}"
    reading = decode(words)
    if text[surname.end : first.start] != ", " or following != "," or reading is None:
        return None
    return Person(surname.start, first.end, words, PersonKind.SHORT)


def _same_first(short: Mention, given: Mention) -> bool:
    """«Власова Катя (Екатерина Игоревна)»."""
    return settle.given_alike(short.reading, given.reading)


def _whole(short: Person, given: Person) -> Person | None:
    """The surname of one and the first name and patronymic of the other."""
    surname = short.read().surname[:3].lower()
    word = next((w for w in short.words.split() if w.lower().startswith(surname)), "")
    words = f"{word} {given.words}"
    if not word or decode(words) is None:
        return None
    return Person(short.start, given.end, words, PersonKind.FULL)


def _closed(person: Person, text: str) -> Person:
    """The name with the bracket in which its rest stands: «Паша Нестеренко (Павел Григорьевич)»."""
    ends = "(" in text[person.start : person.end] and text[person.end : person.end + 1] == ")"
    return replace(person, end=person.end + 1) if ends else person
