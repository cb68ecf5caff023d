"""Changes of mind within a letter: a name put right, a nominee who is replaced further down."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from rules.names import decode
from rules.nominees import settle
from rules.nominees.lines import Letter, Line, Mention, PersonKind, Role
from rules.persons import Person

_LABELS = re.compile(
    r"[\s,;:–—-]*(?:(?:а\s+)?зовут|имя[\s,-]*(?:и\s+)?отчество|имя|и\.\s?о\.)\s*[:–—-]?\s*",
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
_FULL = (PersonKind.FULL, PersonKind.SHORT, PersonKind.INITIALS)


def put_names_right(letters: Sequence[Letter]) -> None:
    """«Фамилия Тулеева, зовут Асель Маратовна»; «Ким Сергей, то есть Семён Петрович»: one."""
    for letter in letters:
        _by_labels(letter)
        _across_stops(letter)
        for line in letter.lines:
            if len(line.mentions) > 1:
                line.mentions = list(_joined(line))


_PIECES = (
    re.compile(r"\W*(?:\d+[.)]\s*)?фамилия\s*[:–—\t-]\s*([А-ЯЁ][\w-]+)\W*$", re.IGNORECASE),
    re.compile(r"\W*(?:\d+[.)]\s*)?имя\s*[:–—\t-]\s*([А-ЯЁ][\w-]+)\W*$", re.IGNORECASE),
    re.compile(
        r"\W*(?:\d+[.)]\s*)?отчество\s*[:–—\t-]\s*([А-ЯЁ][\w-]+(?:\s\w+)?)\W*$", re.IGNORECASE
    ),
)


def _by_labels(letter: Letter) -> None:
    """«Фамилия: …», «Имя: …», «Отчество: …» on three lines are one person, on the first of them."""
    for lines in zip(letter.lines, letter.lines[1:], letter.lines[2:], strict=False):
        found = [p.match(x.text) for p, x in zip(_PIECES, lines, strict=True)]
        if not all(found):
            continue
        words = " ".join(m[1] for m in found if m)
        if decode(words) is None:
            continue
        for line in lines:
            line.mentions = []
        start = lines[0].sentence.start + (found[0].start(1) if found[0] else 0)
        person = Person(start, lines[2].sentence.end, words, PersonKind.FULL)
        lines[0].mentions = [Mention(person, lines[0])]


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
            labelled = in_bracket or (
                mention.person.kind is PersonKind.SURNAME
                and (_LABELS.fullmatch(between) or _FORMER_SURNAME.fullmatch(between))
            )
            if whole and (labelled or (len(between) < 60 and _CORRECTS.search(between))):
                rest = [m for m in rest if m.person.start > following.person.start]
                mention = Mention(whole, line)
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


_APART = re.compile(r"(?:\s+[а-яё]{3,15})?,\s*")


def _apart(first: Mention, rest: Sequence[Mention], text: str) -> Person | None:
    """«учиться Лену пошлём, Гусеву»: the first name, then the surname put right after it."""
    if not rest or first.person.kind is not PersonKind.FIRST:
        return None
    surname = rest[0].person
    between = text[first.person.end : surname.start]
    if surname.kind is not PersonKind.SURNAME or not _APART.fullmatch(between):
        return None
    words = f"{surname.words} {first.person.words}"
    if (
        decode(words) is None
        or first.person.read().case != surname.read({first.person.read().case}).case
    ):
        return None
    return Person(first.person.start, surname.end, words, PersonKind.SHORT)


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


def follow(letters: Sequence[Letter]) -> None:
    """Take back nominees of whom the letter says further on that others go in their place."""
    _intended(letters)
    for letter in letters:
        for at, line in enumerate(letter.lines):
            _called_off(line, letter.lines[at + 1 :])
            if line.own and line.mentions:
                _replaced(letter, at)


def _nominated(lines: Sequence[Line]) -> list[Mention]:
    return [m for x in lines for m in x.mentions if m.role is Role.NOMINATED]


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
    anew = [m for m in _nominated(letter.lines[at:]) if m.person.kind in _FULL]
    if _PLACE_OF_HIM.search(line.text) and len(before) == 1 and _nominated([line]):
        before[0].settle(Role.WITHDRAWN, "replaced_below", before[0].cue)
        return
    afterwards = any(_LATER.match(x.text) for x in letter.lines[max(0, at - 2) : at + 1])
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


def _same_surname(one: Mention, two: Mention) -> bool:
    if two.person.kind in _FULL and not settle.given_alike(one.reading, two.reading):
        return False  # «Замещать её будет Нестеров Э.Э.»
    first, second = one.reading.surname.lower(), two.reading.surname.lower()
    return bool(first) and first[:5] == second[:5] and abs(len(first) - len(second)) < 3
