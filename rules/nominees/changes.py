"""Changes of mind within a letter: a name put right, a nominee who is replaced further down."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from rules.names import decode
from rules.nominees import in_pieces, second_thoughts, settle
from rules.nominees.items import FULL
from rules.nominees.lines import Letter, Line, Mention, PersonKind, Role
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
_PLACE_OF_HIM = re.compile(
    r"\b(?:вместо|взамен|замен\w+|за)\s+(?:него|не[её]|них|ему|ей|его|е[её])\b", re.IGNORECASE
)
_CALLED_OFF = re.compile(
    r"[\s.…,–—-]*(?:ой,?\s*)?(?:(?:вернее|точнее|хотя|а"
    r"|но)[,\s]+)?нет\b(?!\s*,?\s*не\b.{0,20}возраж)"
    r"|[^.;]{0,30}?[\s,–—-](?:но\s+)?(?:его|е[её]|ему|ей|он"
    r"|она)\b[^.;]{0,30}\bне\s+(?:отпуска|отпусти|мож|смож"
    r"|поед|ед[еу]|да[дёеюс]|хоч|получ)",
    re.IGNORECASE,
)
_LATER = re.compile(r"^\W*(?:P\.?\s?S|З\.?\s?Ы|пост\s?скриптум|пока\s+писал|стоп)", re.IGNORECASE)


def put_names_right(letters: Sequence[Letter]) -> None:
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
    whole = following.person.kind in (PersonKind.FULL, PersonKind.SHORT, PersonKind.INITIALS)
    same = shared > 1 or settle.given_alike(mention.reading, following.reading)
    return whole and shared > 0 and same


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
    opened = text.rfind("(", person.start, person.end) >= 0
    ends = opened and text[person.end : person.end + 1] == ")"
    return replace(person, end=person.end + 1) if ends else person


def follow(letters: Sequence[Letter]) -> None:
    """Take back nominees of whom the letter says further on that others go in their place."""
    for letter in letters:
        for line in letter.lines:
            second_thoughts.gave_up(line)
    _intended(letters)
    for letter in letters:
        second_thoughts.follow(letter)
        for at, line in enumerate(letter.lines):
            _called_off(line, letter.lines[at + 1 :])
            if line.own and line.mentions:
                _replaced(letter, at)


def _nominated(lines: Sequence[Line]) -> list[Mention]:
    return [m for x in lines for m in x.nominated]


def _intended(letters: Sequence[Letter]) -> None:
    """«Хотели отправить Курманова, но …, запишите Фёдорову»: the plan was given up."""
    people = [m for x in letters for line in x.lines for m in line.mentions]
    if any(m.role is Role.NOMINATED for m in people):
        for mention in people:
            if mention.rule == "intended":
                mention.settle(Role.WITHDRAWN, "intended", mention.cue)


def _called_off(line: Line, below: Sequence[Line]) -> None:
    """«Поедет Лобанов… нет, его не отпускают»."""
    _besides(line, below)
    text = line.sentence.part.text
    people = sorted(line.mentions, key=lambda m: m.person.start)
    for number, mention in enumerate(people):
        end = people[number + 1].person.start if number + 1 < len(people) else line.sentence.end
        if mention.role is Role.NOMINATED and _CALLED_OFF.match(text, mention.person.end, end):
            others = [m for m in _nominated([line, *below]) if m is not mention]
            role = Role.WITHDRAWN if others else Role.WEAK
            mention.settle(role, "called_off", mention.cue)


def _besides(line: Line, below: Sequence[Line]) -> None:
    """«Помимо X, просим добавить Y. Едут оба»: who was named before stays."""
    for mention in line.mentions:
        if mention.rule == "next_except" and line.has("addition") and _nominated([line]):
            both = any(_BOTH.search(x.text) for x in (line, *below[:1]))
            role = Role.NOMINATED if both else Role.WEAK
            mention.settle(role, "besides", mention.cue)
            mention.cases = frozenset({"gent"})


_BOTH = re.compile(r"\b(?:оба|обе|обоих|двое|двоих|вдво[её]м|вместе)\b", re.IGNORECASE)


def _replaced(letter: Letter, at: int) -> None:
    """«Пишите вместо него X»; «P.S. Власов сломал ногу. Едет Y»."""
    line, above = letter.lines[at], letter.lines[:at]
    before = _nominated(above)
    if not before:
        return
    anew = [m for m in _nominated(letter.lines[at:]) if m.person.kind in FULL]
    if _PLACE_OF_HIM.search(line.text) and len(before) == 1 and _nominated([line]):
        before[0].settle(Role.WITHDRAWN, "replaced_below", before[0].cue)
        return
    afterwards = any(_LATER.match(x.text) for x in letter.lines[max(0, at - 2) : at + 1])
    afterwards = afterwards and _KEPT.search(line.text) is None
    away = [
        c.start
        for c in line.cues
        if c.phrase.means in ("absent_prev", "stays_prev", "withdraw_next", "void_prev")
    ]
    for mention in line.mentions:
        same = [m for m in before if _same_surname(m, mention)]
        if (
            same
            and mention.role is not Role.NOMINATED
            and (
                afterwards
                or any(0 < at - mention.person.end < 60 for at in away)
                or mention.role is Role.WITHDRAWN
            )
        ):
            others = [m for m in anew if not _same_surname(m, same[0])]
            for one in same:
                one.settle(Role.WITHDRAWN if others else Role.WEAK, "replaced_below", one.cue)


_KEPT = re.compile(
    r"(?<!\bне )\b(?:оставьте|оставляем|оставить)\b(?!\s+(?:дома|в покое))|\bв\s+силе\b"
    r"|\bоста[её]тся\s+(?:слушател|кандидат|участни|в\s+(?:группе|списке|силе)|прежн)"
    r"|\bне\s+(?:меня|трога|касается|вычерк|исключа|снима)\w*",
    re.IGNORECASE,
)
"""«P.S. … Власова оставьте»: nothing is taken back of him."""


def _same_surname(one: Mention, two: Mention) -> bool:
    if two.person.kind in FULL and not settle.given_alike(one.reading, two.reading):
        return False  # «Замещать её будет Нестеров Э.Э.»
    first, second = one.reading.surname.lower(), two.reading.surname.lower()
    stem = min(len(first), len(second), 5)
    longer = abs(len(first) - len(second))
    return stem > 2 and first[:stem] == second[:stem] and longer < (3 if stem > 3 else 2)
