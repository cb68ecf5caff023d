"""A name told in pieces made whole: «Бурцева Наталья (отчество Олеговна)», «Иванова М. П.» who
signs in full, «Голиков. Голиков Сергей Степанович»."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rules.document import Document, SegmentKind
from rules.names import NameReading, decode
from rules.nominees import myself, settle
from rules.nominees.lines import NOMINATIVE, Letter, Line, Mention, PersonKind, Role
from rules.persons import Person

_WORD = (
    r"([А-ЯЁ][а-яё]+(?:(?:овн|евн|ичн|ович|евич|ьич|[кмт]ич)[а-яё]{0,2}"
    r"|[\s-](?:оглы|кызы|гызы|улы)))\b"
)
_PATRONYMIC = re.compile(
    r"\b(?:(?:по\s+)?(?:отчеств[оуа]м?|батюшке|отцу)|то\s+есть|вернее|точнее)\s*[:–—-]?\s*"
    rf"{_WORD}|\b{_WORD}\s+по\s+(?:отчеству|батюшке|отцу)\b",
    re.IGNORECASE,
)
_FATHERS = ("отчеств", "батюшке", "отцу", "то есть", "вернее", "точнее")
"""Without one of these the pattern need not be tried."""
_NEAR = 120
_ENDINGS = {
    "а": {"gent": "ы", "datv": "е", "accs": "у", "ablt": "ой"},
    "ч": {"gent": "ча", "datv": "чу", "accs": "ча", "ablt": "чем"},
}
_WITH_FIRST_NAME = (PersonKind.FULL, PersonKind.SHORT)
_JOINS = (Role.UNKNOWN, Role.WEAK, Role.MENTIONED)
_OTHERS = frozenset({"person_of_circular", "next_relative_of", "table_cell"})


def add_patronymics(letters: Sequence[Letter]) -> None:
    """Join a patronymic told apart to the name shortly before."""
    for letter in letters:
        for at, line in enumerate(letter.lines):
            said = line.text.lower()
            told = (line.own or at) and any(x in said for x in _FATHERS)
            found = _PATRONYMIC.search(line.text) if told else None
            if found:
                _add(found, line, letter.lines[max(0, at - 2) : at + 1])


def _add(found: re.Match[str], line: Line, lines: Sequence[Line]) -> None:
    label = line.sentence.start + found.start()
    told = found.lastindex or 0
    near = [
        m
        for x in lines
        for m in x.mentions
        if m.person.kind is PersonKind.SHORT and 0 <= label - m.person.end <= _NEAR
    ]
    if not near:
        return
    mention = near[-1]
    person = mention.person
    # «Сулейманова Наиля» alone may be a woman in the nominative; with «Рашидович» it is not.
    plain = person.read()
    named = _surname_first(person.words, plain)
    for case in (plain.case, "gent"):
        words = f"{named} {_in_case(found[told], case)}"
        reading = decode(words)
        if reading is not None and reading.patronymic:
            break
    if reading is not None and reading.patronymic:
        mention.person = Person(person.start, person.end, words, PersonKind.FULL)
        start = line.sentence.start
        wrong = [m for m in line.mentions if person.end <= m.person.start < start + found.end()]
        line.mentions = [m for m in line.mentions if m not in wrong]
        mention.evidence.append(
            line.sentence.evidence(
                "nominee.patronymic", start + found.start(told), start + found.end()
            )
        )


def _surname_first(words: str, reading: NameReading) -> str:
    """A patronymic follows the first name: «Анну Козлову» is put the other way round."""
    first, _, surname = words.partition(" ")
    turned = surname and reading.nominative.startswith(f"{reading.first_name} ")
    return f"{surname} {first}" if turned else words


def _in_case(patronymic: str, case: str) -> str:
    """A patronymic in the nominative put into the case of the name before it."""
    last = patronymic[-1]
    ending = _ENDINGS.get(last, {}).get(case)
    return patronymic[:-1] + ending if ending else patronymic


def join(letters: Sequence[Letter], document: Document) -> None:
    """Nominate the fuller namings of whoever is nominated by less than his whole name."""
    everyone = [(m, x) for x in letters for line in x.lines for m in line.mentions]
    for mention, _ in everyone:
        if mention.role is not Role.NOMINATED or mention.person.kind is PersonKind.GIVEN:
            continue
        first = mention.person.kind is PersonKind.FIRST
        fuller = list((_called_so if first else _fuller)(mention, everyone))
        if len({other.reading.nominative for other, _ in fuller}) == 1:
            for other, letter in fuller:
                _take(other, mention, letter)
            if first:
                _call_whole(mention, fuller[0][0])
        elif not fuller and not _complete(mention, everyone):
            _from_header(mention, document)


def _complete(mention: Mention, everyone: Sequence[tuple[Mention, Letter]]) -> bool:
    """«На учёбу Джангирова Вову. Владимир Аббасович, техник»: the rest of the name is told next."""
    if mention.person.kind is not PersonKind.SHORT:
        return False
    plain = mention.person.read()
    told = [
        other
        for other, _ in everyone
        if other.person.kind is PersonKind.GIVEN
        and other.role in _JOINS
        and 0 <= other.line.number - mention.line.number <= 2
        and other.person.start > mention.person.end
        and settle.given_alike(plain, other.reading)
    ]
    words = f"{plain.surname} {told[0].reading.nominative}" if len(told) == 1 else ""
    whole = decode(words, cases=("nomn",)) if words else None
    if whole is None or not whole.patronymic:
        return False
    mention.person = Person(
        mention.person.start, mention.person.end, whole.nominative, PersonKind.FULL
    )
    mention.cases = NOMINATIVE
    rest = told[0].person
    again = Person(rest.start, rest.end, whole.nominative, PersonKind.FULL)
    mention.echo = Mention(again, told[0].line, cases=mention.cases)
    told[0].line.mentions.remove(told[0])
    return True


def _fuller(
    mention: Mention, everyone: Sequence[tuple[Mention, Letter]]
) -> Iterator[tuple[Mention, Letter]]:
    """Mentions of the same person under a fuller name that have no other part for certain."""
    for other, letter in everyone:
        if (
            _is_fuller(other, mention)
            and other.role in _JOINS
            and other.rule not in _OTHERS
            and settle.alike(mention.reading, other.reading)
        ):
            yield other, letter


def _is_fuller(other: Mention, mention: Mention) -> bool:
    """Whether the other tells more of a name than surname and initials, and more than this one."""
    return other.person.kind in _WITH_FIRST_NAME and other.fullness > mention.fullness


def _called_so(
    mention: Mention, everyone: Sequence[tuple[Mention, Letter]]
) -> Iterator[tuple[Mention, Letter]]:
    """«Едет Саид. Саид Мусаевич Гойтиев, …»: his whole name in the same or the next sentence."""
    for other, letter in everyone:
        if (
            other.person.kind in _WITH_FIRST_NAME
            and other.role in (Role.UNKNOWN, Role.WEAK, Role.NOMINATED)
            and 0 <= other.line.number - mention.line.number <= 2
            and other.reading.first_name
            and settle.given_alike(mention.reading, other.reading)
        ):
            yield other, letter


def _call_whole(mention: Mention, other: Mention) -> None:
    """Give a first name the whole name of the same person, so that the two count as one."""
    person, whole = mention.person, other.reading.nominative
    mention.person = Person(person.start, person.end, whole, PersonKind.SHORT)
    mention.cases = NOMINATIVE


def _take(other: Mention, mention: Mention, letter: Letter) -> None:
    other.settle(Role.NOMINATED, "named_in_full", mention.cue)
    if other.reading.case == "nomn":
        other.cases = NOMINATIVE
    if other.line.kind is SegmentKind.SIGNATURE:
        myself.describe(other, letter)


def _from_header(mention: Mention, document: Document) -> None:
    """The sender's display name, where it is the nominee's in full."""
    if mention.person.kind not in (PersonKind.INITIALS, PersonKind.SHORT):
        return
    named = myself.from_header(document)
    if (
        named is not None
        and _is_fuller(named, mention)
        and settle.alike(mention.reading, named.reading)
    ):
        named.settle(Role.NOMINATED, "named_in_full", mention.cue)
        mention.line.mentions.append(named)
