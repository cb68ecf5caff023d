"""Decoding a whole name: one gender and one case must agree over all its words."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rules.names.lexicon import COSTS, DAUGHTER, JOINED, first_names
from rules.names.paradigms import CASES, HARD, VOWELS, guesses
from rules.names.words import Word, recase, split

Slot = tuple[str, str]  # gender, case
Choice = tuple[float, str]  # cost, nominative

_CASE_COST = {"nomn": 0.0, "gent": 1.5, "datv": 1.5, "accs": 1.5, "ablt": 1.5, "loct": 2.1}
_UNEXPECTED = 3.0
_MARGIN = 1.6
"""Another reading that costs no more than so much beyond the best makes it uncertain."""
_TWIN = 0.5
"""The same, where gender and case agree and only the word's nominative is in doubt."""
_FAR = 2.5
"""Readings beyond this are no alternatives."""
_NO_NAME = 0.2
_IMPOSSIBLE = 12.0
_SHAPES: dict[int, tuple[tuple[str, float], ...]] = {
    1: (("S", 0.3), ("F", 0.0), ("P", 1.0)),
    2: (("SF", 0.0), ("FS", 0.1), ("FP", 0.0), ("PS", 2.0), ("SP", 2.5)),
    3: (("SFP", 0.0), ("FPS", 0.1), ("SFF", 3.5), ("FFS", 3.7)),
    4: (("SFFP", 0.5), ("FFPS", 0.6), ("SSFP", 0.8), ("FPSS", 1.5)),
}
_INITIALS: dict[int, tuple[tuple[str, float], ...]] = {
    1: (("S", 0.0), ("F", 1.0)),
    2: (("SF", 1.0), ("FS", 1.0), ("SS", 1.5)),
}


@dataclass(frozen=True, slots=True)
class NameReading:
    """A name decoded. Parts are in the nominative, with the capitals of the text.

    `gender` is "masc", "femn" or None where nothing tells it; `case` is one of CASES;
    `alternatives` are other nominatives that fit the same words, likeliest first; `certain` is
    False if one of them is about as likely. `score` (0 to 1) tells how much like a person's name
    the words are: above 0.5 something other than an ending spoke for it.
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
        return " ".join(p for p in (self.surname, given or self.initials) if p)


@dataclass(frozen=True, slots=True)
class _Path:
    cost: float
    gender: str
    case: str
    shape: str
    words: tuple[str, ...]


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
    return _decode(text, frozenset(cases), gender)


@lru_cache(maxsize=10_000)
def _decode(text: str, cases: frozenset[str], gender: str | None) -> NameReading | None:
    if len(text) > 200:
        return None
    words = split(text)
    places = [i for i, w in enumerate(words) if w.kind == "word"]
    names, frozen = _set_apart(words, places)
    initials = any(w.kind == "initial" for w in words)
    shapes = _shapes(len(names), initials, bool(frozen))
    if not shapes or any(w.kind == "mark" and w.text not in _MARKS for w in words):
        return None
    told = None if gender is None else gender[0]
    if frozen and told is None:
        told = "f" if words[frozen[-1]].lower in DAUGHTER else "m"
    paths = _paths([words[i].lower for i in names], shapes, cases, told)
    return _reading(words, names, frozen, paths) if paths else None


_MARKS = {" ", ".", ",", "(", ")"}


def _set_apart(words: Sequence[Word], places: list[int]) -> tuple[list[int], list[int]]:
    """Places of the words that decline, and of «Гасан оглы», which does not."""
    for n, place in enumerate(places):
        if words[place].lower in JOINED and n > 0:
            frozen = places[n - 1 : n + 1]
            return [p for p in places if p not in frozen], frozen
    return places, []


def _shapes(count: int, initials: bool, frozen: bool) -> tuple[tuple[str, float], ...]:
    if initials:
        return _INITIALS.get(count, ())
    if frozen:
        return {1: (("F", 0.0),), 2: (("SF", 0.0), ("FS", 0.1))}.get(count, _SHAPES.get(count, ()))
    return _SHAPES.get(count, ())


def _paths(
    words: list[str],
    shapes: tuple[tuple[str, float], ...],
    cases: frozenset[str],
    gender: str | None,
) -> list[_Path]:
    found = []
    sexes = "mf" if gender is None else gender
    for shape, shape_cost in shapes:
        first, *rest = [choices(w, role) for w, role in zip(words, shape, strict=True)]
        for slot, (cost, form) in first.items():
            others = [table[slot] for table in rest if slot in table]
            if slot[0] not in sexes or len(others) < len(rest):
                continue
            total = shape_cost + _case_cost(slot[1], cases) + cost + sum(c for c, _ in others)
            if total < _IMPOSSIBLE + 3 * len(words):
                found.append(_Path(total, *slot, shape, (form, *(n for _, n in others))))
    return sorted(found, key=_rank)


def _rank(path: _Path) -> tuple[float, str, int]:
    return path.cost, path.gender, CASES.index(path.case)


def _case_cost(case: str, cases: frozenset[str]) -> float:
    if not cases:
        return _CASE_COST[case]
    if case in cases:
        return 0.0
    return 2.5 if case == "nomn" else _UNEXPECTED


@lru_cache(maxsize=20_000)
def choices(word: str, role: str) -> dict[Slot, Choice]:
    """The cheapest nominative of a lower-case word in a role, for each gender and case."""
    return {slot: ranked[0] for slot, ranked in _ranked(word, role).items()}


@lru_cache(maxsize=20_000)
def _ranked(word: str, role: str) -> dict[Slot, list[Choice]]:
    """Every nominative of a lower-case word in a role, cheapest first; on a tie, a declined one."""
    table: dict[Slot, dict[str, float]] = {}
    for slot, (cost, form) in _options(word, role):
        costs = table.setdefault(slot, {})
        costs[form] = min(cost, costs.get(form, cost))
    return {
        slot: sorted(((c, f) for f, c in costs.items()), key=lambda x: (x[0], x[1] == word, x[1]))
        for slot, costs in table.items()
    }


def _options(word: str, role: str) -> Iterator[tuple[Slot, Choice]]:
    head, hyphen, last = word.rpartition("-")
    if hyphen and len(last) > 1 and head:
        yield from _hyphenated(head, last, role)
        return
    yield from _simple(word, role)


def _simple(word: str, role: str) -> Iterator[tuple[Slot, Choice]]:
    for guess in guesses(word, role):
        cost = guess.cost + COSTS[role](guess.nominative, guess.gender)
        yield (guess.gender, guess.case), (cost, guess.nominative)
    for gender in "mf":
        cost = _undeclined(word, role, gender)
        base = COSTS[role](word, gender)
        yield (gender, "nomn"), (base + min(cost, 0.6), word)
        for case in CASES[1:]:
            yield (gender, case), (base + cost, word)


def _hyphenated(head: str, last: str, role: str) -> Iterator[tuple[Slot, Choice]]:
    first = choices(head, "F" if role == "P" else role)
    for slot, (cost, form) in choices(last, role).items():
        kept = (_kept(head, role), head)
        alone = role == "P" or head in _PREFIXES.split()
        part = kept if alone else min(kept, first.get(slot, kept))
        name = f"{part[1]}-{form}"
        listed = first_names(slot[0]).get(name) if role == "F" else None
        yield slot, (cost + part[0] / 2 if listed is None else listed, name)


def _kept(head: str, role: str) -> float:
    """Cost of keeping the first part of a hyphenated name as it is in every case."""
    if head in _PREFIXES.split():
        return 0.3
    if role == "P" or head.endswith(("и", "о")):
        return 1.5
    return 0.3 + min(COSTS[role](head, "m"), COSTS["F"](head, "m") + 1.0)


_PREFIXES = (
    "ага гаджи хаджи ходжа ходжи лиджи санджи сангаджи таджи кази гази абдул абдель тер мир али "
    "эль аль хан хас хож саид сайд бек шах нур церен очир магомед ахмед султан"
)
"""First parts of double names that are words of honour, or half a name, and do not decline."""
_UNCHANGED = frozenset({"шота", "дюма", "золя", "гарсиа", "моруа", "шато", "бенуа"})
_INDECLINABLE = ("о", "е", "э", "и", "у", "ю", "ы", "ых", "их", "ө", "ү", "ә")


def _undeclined(word: str, role: str, gender: str) -> float:
    """Cost of a word's keeping its form in an oblique case."""
    if role == "P":
        return 0.0 if word.endswith(JOINED) else 6.0
    if word.endswith(_INDECLINABLE):
        return 0.0
    if word in _UNCHANGED or (role == "S" and len(word) < 4 and word[-1] in VOWELS):
        return 0.3
    if gender == "f":
        if word[-1] in HARD or word[-1] == "й" or (role == "S" and word[-1] == "ь"):
            return 0.0
        return 1.0 if word[-1] == "ь" else 5.0
    return 4.0 if word[-1] in HARD else 5.0


def _reading(
    words: list[Word], names: list[int], frozen: list[int], paths: list[_Path]
) -> NameReading:
    best = paths[0]
    text = _render(words, names, best.words)
    rivals = _rivals(words, names, paths)
    others = [other for other in rivals if other != text]
    near = [other for other in others if rivals[other] < best.cost + _MARGIN]
    parts = dict.fromkeys("SFP", "")
    for role, place, form in zip(best.shape, names, best.words, strict=True):
        parts[role] = f"{parts[role]} {recase(form, words[place].text)}".strip()
    if frozen:
        parts["P"] = " ".join(words[i].text for i in frozen)
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
        certain=not near,
        score=_score(best, words, frozen),
    )


def _rivals(words: list[Word], names: list[int], paths: list[_Path]) -> dict[str, float]:
    """Every name that the words may be, likeliest first, with its cost."""
    best = paths[0]
    found = [(p.cost, p.words) for p in paths if p.cost < best.cost + _FAR]
    for at, (place, role) in enumerate(zip(names, best.shape, strict=True)):
        ranked = _ranked(words[place].lower, role)[best.gender, best.case]
        for cost, form in ranked[1:2]:
            extra = cost - ranked[0][0]
            if extra < _TWIN:
                forms = (*best.words[:at], form, *best.words[at + 1 :])
                found.append((best.cost + extra, forms))
    rivals: dict[str, float] = {}
    for cost, forms in sorted(found):
        rivals.setdefault(_render(words, names, forms), cost)
    return rivals


def _render(words: list[Word], names: list[int], forms: tuple[str, ...]) -> str:
    new = dict(zip(names, forms, strict=True))
    return "".join(
        recase(new[i], word.text) if i in new else word.text for i, word in enumerate(words)
    )


def _score(best: _Path, words: list[Word], frozen: list[int]) -> float:
    """1 for «Иванов Иван Иванович», falling with the cost of the words."""
    per_word = best.cost / (len(best.words) + 1)
    score = 1.0 / (1.0 + 0.35 * math.pow(max(per_word, 0.0), 1.5))
    sure = "P" in best.shape or frozen or any(w.kind == "initial" for w in words)
    if len(best.words) == 1 and not sure:
        score *= 0.5
    capitals = all(w.text[:1].isupper() or w.lower in JOINED for w in words if w.kind == "word")
    return round(score if capitals else score * 0.3, 3)
