"""Decoding a whole name: its words in their roles, and what else they may be."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rules.morphology import NAMES
from rules.names.agreement import FAR, Path, Shapes, paths_of, ranked
from rules.names.costs import DAUGHTER, JOINED, first_name_cost
from rules.names.paradigms import VOWELS
from rules.names.words import Word, recase, split

_MARGIN = 1.6
"""Another reading that costs no more than so much beyond the best makes it uncertain."""
_TWIN = 0.5
"""The same, where gender and case agree and only the word's nominative is in doubt."""
_NO_NAME = 0.2
"""A score up to which `nominative` leaves the words alone."""
_ENDINGS_ONLY = 0.45
"""The highest score of words that only their endings make a name."""
_LONGEST = 200

_SHAPES: dict[int, Shapes] = {
    1: (("S", 0.3), ("F", 0.0), ("P", 1.0)),
    2: (("SF", 0.0), ("FS", 0.1), ("FP", 0.0), ("PS", 2.0), ("SP", 2.5)),
    3: (("SFP", 0.0), ("FPS", 0.1), ("SFF", 3.5), ("FFS", 3.7)),
    4: (("SFFP", 0.5), ("FFPS", 0.6), ("SSFP", 0.8), ("FPSS", 1.5)),
}
_WITH_INITIALS: dict[int, Shapes] = {
    1: (("S", 0.0), ("F", 1.0)),
    2: (("SF", 1.0), ("FS", 1.0), ("SS", 1.5)),
}
_WITH_FATHER: dict[int, Shapes] = {
    1: (("F", 0.0),),
    2: (("SF", 0.0), ("FS", 0.1)),
    3: (("SFF", 1.0), ("FFS", 1.0)),
}
_MARKS = {" ", ".", ",", "(", ")"}
_PARTICLES = {
    *("фон", "фан", "ван", "де", "дер", "ди", "да", "дель", "ла", "ибн", "бин", "аль", "эль"),
}
_KOREAN_SURNAMES = """
ким пак ли и чхве чой цой чон кан чо юн чан лим им хан о со син квон хван ан сон ю хон но пэк тен
мун нам
"""
_KOREAN = frozenset(_KOREAN_SURNAMES.split())


@dataclass(frozen=True, slots=True)
class NameReading:
    """A name decoded. Parts are in the nominative, with the capitals of the text.

    `gender` is "masc", "femn" or None where nothing tells it; `case` is one of CASES;
    `alternatives` are other nominatives that fit the same words, likeliest first; `certain` is
    False if one of them is about as likely, or if the words do not agree. `score` (0 to 1) tells
    how much like a person's name the words are: above 0.5 something other than an ending spoke
    for it.
    """

    nominative: str
    surname: str
    first_name: str
    patronymic: str
    initials: str
    gender: str | None
    case: str
    alternatives: tuple[str, ...]
    certain: bool
    score: float

    @property
    def formal(self) -> str:
        """«Фамилия Имя Отчество» or «Фамилия И. О.»."""
        given = " ".join(p for p in (self.first_name, self.patronymic) if p)
        if given and self.initials and not self.patronymic:
            given = f"{given} {self.initials}"  # «Иванова Анна П.»
        return " ".join(p for p in (self.surname, given or self.initials) if p)


def nominative(text: str, *, cases: Collection[str] = (), gender: str | None = None) -> str:
    """A full name in any case → in the nominative, in the order given; capitals, initials and
    ё are kept, white space is normalised. What is no name, or stands in the nominative, comes back
    unchanged. `cases` and `gender` are what the context lets expect (see `decode`). Never raises.
    """
    reading = decode(text, cases=cases, gender=gender)
    return reading.nominative if reading and reading.score > _NO_NAME else text


def decode(
    text: str, *, cases: Collection[str] = (), gender: str | None = None
) -> NameReading | None:
    """Read a span of words as one person's name; None if it can be none.

    `cases` are the grammatical cases that the context allows ("nomn", "gent", "datv", "accs",
    "ablt", "loct"), `gender` is "masc" or "femn": hints, which outweigh what is merely likely.
    """
    return _decode(text, frozenset(cases), gender) if len(text) <= _LONGEST else None


@lru_cache(maxsize=NAMES)
def _decode(text: str, cases: frozenset[str], gender: str | None) -> NameReading | None:
    words = split(text)
    if any(w.kind == "mark" and w.text not in _MARKS for w in words):
        return None
    layout = _layout(words)
    told = gender[0] if gender else layout.gender
    lower = [words[i].lower for i in layout.names]
    if layout.korean and lower[0][-1] in VOWELS:
        cases = frozenset({"nomn"})  # «Ли Чен Су» in every case
    paths = paths_of(lower, layout.shapes, cases, told)
    return _reading(words, layout, paths) if paths else None


@dataclass(frozen=True, slots=True)
class _Layout:
    """Places of the words that decline and of those that stay as they are in every case:
    «Гасан оглы», «Ким Чен …», «фон»."""

    names: list[int]
    shapes: Shapes
    gender: str | None = None
    father: list[int] | None = None
    korean: list[int] | None = None


def _layout(words: Sequence[Word]) -> _Layout:
    places = [i for i, w in enumerate(words) if w.kind == "word" and not _is_particle(words, i)]
    if any(w.kind == "initial" for w in words):
        return _Layout(places, _WITH_INITIALS.get(len(places), ()))
    for n, place in enumerate(places):
        if n and words[place].lower in JOINED:
            names = places[: n - 1] + places[n + 1 :]
            gender = "f" if words[place].lower in DAUGHTER else "m"
            shapes = _WITH_FATHER.get(len(names), ())
            return _Layout(names, shapes, gender, father=places[n - 1 : n + 1])
    if len(places) == 3 and _is_korean([words[i].lower for i in places]):
        return _Layout(places[2:], (("F", 0.0),), korean=places[:2])
    return _Layout(places, _SHAPES.get(len(places), ()))


def _is_particle(words: Sequence[Word], i: int) -> bool:
    return words[i].text in _PARTICLES and any(w.kind == "word" for w in words[i + 1 :])


def _is_korean(words: Sequence[str]) -> bool:
    """«Ким Чен Ын»: a surname and two syllables, the last of which declines."""
    return words[0] in _KOREAN and len(words[1]) <= 4 and len(words[2]) <= 5


def _reading(words: list[Word], layout: _Layout, paths: list[Path]) -> NameReading:
    best = paths[0]
    text = _render(words, layout.names, best.words)
    rivals = _rivals(words, layout.names, paths)
    others = [other for other in rivals if other != text]
    near = [other for other in others if rivals[other] < best.cost + _MARGIN]
    parts = _parts(words, layout, best)
    sexes = {p.gender for p in paths if p.cost < best.cost + _MARGIN}
    return NameReading(
        nominative=text,
        surname=parts["S"],
        first_name=parts["F"],
        patronymic=parts["P"],
        initials=" ".join(f"{w.text}." for w in words if w.kind == "initial"),
        gender={"m": "masc", "f": "femn"}[best.gender] if len(sexes) == 1 else None,
        case=best.case,
        alternatives=tuple(others),
        certain=not near and best.agrees,
        score=_score(best, words, layout),
    )


def _parts(words: list[Word], layout: _Layout, best: Path) -> dict[str, str]:
    """Surname "S", first name "F" and patronymic "P", each in its own order of words."""
    parts: dict[str, list[str]] = {"S": [], "F": [], "P": []}
    if layout.korean:
        parts["S"], parts["F"] = [words[layout.korean[0]].text], [words[layout.korean[1]].text]
    for role, place, form in zip(best.shape, layout.names, best.words, strict=True):
        before = place - 2
        if before >= 0 and _is_particle(words, before):
            parts[role].append(words[before].text)
        parts[role].append(recase(form, words[place].text))
    if layout.father:
        parts["P"] = [words[i].text for i in layout.father]
    return {role: " ".join(found) for role, found in parts.items()}


def _rivals(words: list[Word], names: list[int], paths: list[Path]) -> dict[str, float]:
    """Every name that the words may be, likeliest first, with its cost."""
    best = paths[0]
    found = [(p.cost, p.words) for p in paths if p.cost < best.cost + FAR]
    for at, (place, role) in enumerate(zip(names, best.shape, strict=True)):
        forms = ranked(words[place].lower, role).get((best.gender, best.case), [])
        for cost, form in forms[1:2] if best.agrees else ():
            extra = cost - forms[0][0]
            if extra < _TWIN:
                twin = (*best.words[:at], form, *best.words[at + 1 :])
                found.append((best.cost + extra, twin))
    rivals: dict[str, float] = {}
    for cost, twin in sorted(found):
        rivals.setdefault(_render(words, names, twin), cost)
    return rivals


def _render(words: list[Word], names: list[int], forms: tuple[str, ...]) -> str:
    new = dict(zip(names, forms, strict=True))
    return "".join(
        recase(new[i], word.text) if i in new else word.text for i, word in enumerate(words)
    )


def _has_known_first_name(path: Path) -> bool:
    """Whether a word stands as a first name that is known, and beside a surname."""
    return len(path.words) > 1 and any(
        role == "F" and first_name_cost(form.rpartition("-")[2], path.gender) < 2.0
        for role, form in zip(path.shape, path.words, strict=True)
    )


def _score(best: Path, words: list[Word], layout: _Layout) -> float:
    """1 for «Иванов Иван Иванович», falling with the cost of the words."""
    per_word = best.cost / (len(best.words) + 1)
    score = 1.0 / (1.0 + 0.35 * math.pow(max(per_word, 0.0), 1.5))
    sure = (
        "P" in best.shape
        or layout.father
        or layout.korean
        or any(w.kind == "initial" for w in words)
    )
    if not sure and not _has_known_first_name(best):
        score = min(score, _ENDINGS_ONLY)
    named = (w for i, w in enumerate(words) if w.kind == "word" and not _is_particle(words, i))
    capitals = all(w.text[:1].isupper() or w.lower in JOINED for w in named)
    return round(score if capitals else score * 0.3, 3)
