"""A name told piece by piece: «Фамилия: …», «Имя: …» on lines of their own, «Зовут её Аиша. Фамилия
Дибирова. Отчество Омаровна», «Нуралиева. Инициалы: А. М.»."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from rules.names import NameReading, decode
from rules.nominees.lines import NOMINATIVE, Letter, Line, Mention, PersonKind
from rules.persons import Person

_WORD = r"([А-ЯЁ][а-яё]+(?:-[А-ЯЁ]?[а-яё]+)*)"
_PIECE = re.compile(
    r"(?:(?P<surname>фамили[яю])(?:\s+(?:у|по)?\s*(?:не[её]|него|его|е[её]|мужу|паспорту|ученика|ученицы"
    r"|слушателя|специалиста))*|(?P<first>имя|зовут(?:\s+(?:его|е[её]))?)"
    r"|(?P<father>отчество)|(?P<initials>инициалы))(?!\s*(?:[,и]|отчеств))\s*[:–—\t-]?\s*«?"
    r"(?:(?P<word>(?-i:" + _WORD[1:-1] + r"))(?P<more>(?-i:\s[А-ЯЁ][а-яё]+(?:вич|вна|чна|ыч|ич)))?"
    r"|(?P<letters>(?-i:[А-ЯЁ]\.?\s?[А-ЯЁ]?\.?))(?![а-яё])|(?P<none>нет|отсутствует|не\s+имеет\w*))",
    re.IGNORECASE,
)
_HINTS = ("фамили", "имя", "зовут", "отчеств", "инициал")
_WINDOW, _NEAR = 4, 400
_ALONE = (PersonKind.SURNAME, PersonKind.FIRST)


@dataclass
class _Pieces:
    """What the labels of some lines told, and where the first and the last of them stand."""

    told: dict[str, str] = field(default_factory=dict)
    line: Line | None = None
    last: Line | None = None
    start: int = 0
    end: int = 0

    def add(self, match: re.Match[str], line: Line) -> None:
        """Take in a label with its word."""
        name = next(n for n in ("surname", "first", "father", "initials") if match[n])
        value = match["word"] or match["letters"] or ""
        self.told.setdefault(name, value)
        if match["more"]:
            self.told.setdefault("father", match["more"].strip())
        if self.line is None:
            first = max(match.start("word"), match.start("letters"))
            self.line, self.start = line, line.sentence.start + max(first, match.start())
        self.last, self.end = line, line.sentence.start + match.end()


def join(letter: Letter) -> None:
    """Make one person of the pieces that labels tell on neighbouring lines."""
    at = 0
    while at < len(letter.lines):
        window = _window(letter.lines, at)
        pieces = _collected(window)
        if pieces.line is not None and _whole(pieces, window, letter.lines[max(0, at - 1) : at]):
            at += len(window)
        else:
            at += 1


def _window(lines: Sequence[Line], at: int) -> Sequence[Line]:
    first = lines[at]
    if not first.own or not any(h in first.text.lower() for h in _HINTS) or "\t" in first.text:
        return ()
    return [
        x
        for x in lines[at : at + _WINDOW]
        if x.own and x.sentence.end - first.sentence.start < _NEAR
    ]


def _collected(window: Sequence[Line]) -> _Pieces:
    pieces = _Pieces()
    for line in window:
        for match in _PIECE.finditer(line.text):
            if not _is_whole_already(line.sentence.start + match.end(), line):
                pieces.add(match, line)
    return pieces


def _is_whole_already(end: int, line: Line) -> bool:
    """«зовут Василий Андреевич Долгих»: the whole name stands behind the label."""
    parts = (*_ALONE, PersonKind.GIVEN)
    return any(
        m.person.kind not in parts and m.person.start < end <= m.person.end for m in line.mentions
    )


def _whole(pieces: _Pieces, window: Sequence[Line], above: Sequence[Line]) -> bool:
    """Put the person in the place of his pieces, if they are a surname and a first name."""
    told = pieces.told
    bare = [m for x in (*above, *window) for m in x.mentions if m.person.kind in _ALONE]
    missing = PersonKind.FIRST if "surname" in told else PersonKind.SURNAME
    known = {w[:4] for w in told.values()}
    others = [m for m in bare if m.person.kind is missing and m.person.words[:4] not in known]
    other = others[-1] if others and others[-1].person.start < pieces.end else None
    if not {"first", "initials"} & told.keys() and other is None:
        return False
    named = next(_readings(told, other), None)
    if named is None:
        return False
    _place(named, pieces, other if {"surname", "first"} - told.keys() else None, window)
    return True


def _readings(told: dict[str, str], other: Mention | None) -> Iterator[str]:
    """The names that surname, first name and patronymic give together."""
    words = other.person.words if other else ""
    father, initials = told.get("father", ""), told.get("initials", "")
    surnames = [told["surname"]] if "surname" in told else list(_nominatives(other))
    given = told.get("first", words if "surname" in told else "")
    for surname in surnames:
        letters = " ".join(f"{x}." for x in re.findall("[А-ЯЁ]", initials)) if not given else ""
        name = " ".join(x for x in (surname, given, father, letters) if x)
        reading = decode(name, cases=("nomn",))
        if surname and name != surname and reading is not None and _agrees(reading):
            yield name


def _agrees(reading: NameReading) -> bool:
    return bool(reading.surname) and reading.case == "nomn"


def _nominatives(mention: Mention | None) -> Iterator[str]:
    """A surname's own nominatives, in whatever case and gender it may stand."""
    if mention is None:
        return
    cases = ("accs", "nomn", "gent", "datv", "ablt")
    first = mention.person.read()
    yield from dict.fromkeys(
        [first.surname, *(mention.person.read({c}).surname for c in cases), *first.alternatives]
    )


def _place(name: str, pieces: _Pieces, other: Mention | None, window: Sequence[Line]) -> None:
    kind = PersonKind.FULL if len(name.split()) > 2 else PersonKind.SHORT
    kind = PersonKind.INITIALS if "." in name else kind
    line = other.line if other else pieces.line
    assert line is not None and pieces.last is not None
    start = other.person.start if other else pieces.start
    end = other.person.end if other else pieces.end
    if line is not pieces.last:
        end = min(end, line.sentence.end)
    parts = {w[:4] for w in name.split()}
    for x in {id(x): x for x in (*window, line)}.values():
        x.mentions = [m for m in x.mentions if not _is_piece(m, parts, pieces)]
    mention = Mention(Person(start, end, name, kind), line)
    if line is not pieces.last or end < pieces.end:
        rest = Person(pieces.end - 1, pieces.end, name, kind)
        mention.echo = Mention(rest, pieces.last, cases=NOMINATIVE)
    line.mentions.append(mention)
    line.mentions.sort(key=lambda m: m.person.start)


def _is_piece(mention: Mention, parts: set[str], pieces: _Pieces) -> bool:
    within = pieces.start <= mention.person.start < pieces.end
    return any(w[:4] in parts for w in mention.person.words.split()) and (
        within or mention.person.kind in _ALONE
    )
