"""Which nominatives a word can come from, and which readings of several words agree: one gender and
one case over the whole name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from rules.morphology import NAMES
from rules.names.costs import COSTS, JOINED, surname_cost
from rules.names.lexicon import first_names
from rules.names.paradigms import CASES, HARD, VOWELS, guesses

Slot = tuple[str, str]  # gender, case
Choice = tuple[float, str]  # cost, nominative
Shapes = tuple[tuple[str, float], ...]  # roles of the words in order, and their cost

_CASE_COST = {"nomn": 0.0, "gent": 1.5, "datv": 1.5, "accs": 1.5, "ablt": 1.5, "loct": 2.1}
_UNEXPECTED = 3.0
_IMPOSSIBLE = 12.0
_LONGEST_WORD = 60
_HARD_TO_BELIEVE = 4.5
"""A reading that costs more than so much lets slips of agreement be considered."""
_SLIP_GAIN = 1.0
_SLIP_OF_CASE = 2.2
_SLIP_OF_GENDER = 1.5
FAR = 2.5
"""Readings that cost so much beyond the best are no alternatives; nobody asks for them."""
_LEAST = -0.1
"""No word costs less."""


@dataclass(frozen=True, slots=True)
class Path:
    """One reading of the words of a name: who, in which case, and how much must be believed."""

    cost: float
    gender: str
    case: str
    shape: str
    words: tuple[str, ...]
    agrees: bool = True  # False: the surname stands in another case, or in the other gender's form


def paths_of(
    words: list[str],
    shapes: Shapes,
    cases: frozenset[str],
    gender: str | None,
) -> list[Path]:
    """The readings of lower-case words in these shapes, the likeliest first; some that lie `FAR`
    behind it are left out. `cases` are those that the context allows, if it is known; `gender` is
    "m", "f" or None."""
    found = _agreeing(words, shapes, cases, gender)
    best = min((path.cost for path in found), default=_IMPOSSIBLE)
    if best > _HARD_TO_BELIEVE:
        loose = _disagreeing(words, shapes, cases, gender)
        found += [path for path in loose if path.cost < best - _SLIP_GAIN]
    return sorted(found, key=_rank)


def _agreeing(
    words: list[str], shapes: Shapes, cases: frozenset[str], gender: str | None
) -> list[Path]:
    found: list[Path] = []
    sexes = "mf" if gender is None else gender
    limit = _IMPOSSIBLE + 3 * len(words)
    for shape, shape_cost in shapes:
        best = min([path.cost for path in found], default=limit)
        if shape_cost + _LEAST * len(words) > best + FAR or _lacks_father(words, shape, limit):
            continue
        first, *rest = [choices(w, role) for w, role in zip(words, shape, strict=True)]
        for slot, (cost, form) in first.items():
            total = shape_cost + cost
            if slot[0] not in sexes or total >= limit:
                continue
            others = [table[slot] for table in rest if slot in table]
            if len(others) < len(rest):
                continue
            total += _case_cost(slot[1], cases) + sum([c for c, _ in others])
            if total < limit:
                found.append(Path(total, *slot, shape, (form, *(n for _, n in others))))
    return found


def _lacks_father(words: list[str], shape: str, limit: float) -> bool:
    """Whether the word in the patronymic's place can be none: no need to weigh the others."""
    at = shape.find("P")
    return at >= 0 and all(c + 1.0 > limit for c, _ in choices(words[at], "P").values())


def _disagreeing(
    words: list[str], shapes: Shapes, cases: frozenset[str], gender: str | None
) -> list[Path]:
    """Readings of slips like «Петрова Ивану Сергеевичу», «Саркисяну Гаянэ Арменовне»: all words
    agree but the surname."""
    found = []
    for shape, cost in shapes:
        if shape.count("S") != 1 or len(shape) < 2:
            continue
        at = shape.index("S")
        others, roles = words[:at] + words[at + 1 :], shape[:at] + shape[at + 1 :]
        for path in _agreeing(others, ((roles, cost),), cases, gender):
            for extra, form in _surname_alone(words[at], path.gender):
                forms = (*path.words[:at], form, *path.words[at:])
                found.append(Path(path.cost + extra, path.gender, path.case, shape, forms, False))
    return found


def _surname_alone(word: str, gender: str) -> list[Choice]:
    """The likeliest nominative of a surname whose case says nothing."""
    found = []
    for (sex, _), (cost, form) in choices(word, "S").items():
        if sex == gender:
            found.append((cost + _SLIP_OF_CASE, form))
        elif gender == "f" and form[-1] in HARD + "йь":
            found.append((cost + surname_cost(form, "f") + _SLIP_OF_GENDER, form))
    return sorted(found)[:1]


def _rank(path: Path) -> tuple[float, str, int]:
    return path.cost, path.gender, CASES.index(path.case)


def _case_cost(case: str, cases: frozenset[str]) -> float:
    if not cases:
        return _CASE_COST[case]
    if case in cases:
        return 0.0
    return 2.5 if case == "nomn" else _UNEXPECTED


@lru_cache(maxsize=NAMES)
def choices(word: str, role: str) -> dict[Slot, Choice]:
    """The cheapest nominative of a lower-case word in a role, for each gender and case."""
    return {slot: found[0] for slot, found in ranked(word, role).items()}


@lru_cache(maxsize=NAMES)
def ranked(word: str, role: str) -> dict[Slot, list[Choice]]:
    """Every nominative of a lower-case word in a role, cheapest first; on a tie, a declined one."""
    table: dict[Slot, dict[str, float]] = {}
    options = _options(word, role) if 0 < len(word) <= _LONGEST_WORD else ()
    for slot, (cost, form) in options:
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
        alone = role == "P" or head in _PREFIXES
        part = kept if alone else min(kept, first.get(slot, kept))
        name = f"{part[1]}-{form}"
        listed = first_names(slot[0]).get(name) if role == "F" else None
        yield slot, (cost + part[0] / 2 if listed is None else listed, name)


def _kept(head: str, role: str) -> float:
    """Cost of keeping the first part of a hyphenated name as it is in every case."""
    if head in _PREFIXES:
        return 0.3
    if role == "P" or head.endswith(("и", "о")):
        return 1.5
    return 0.3 + min(COSTS[role](head, "m"), COSTS["F"](head, "m") + 1.0)


_PREFIX_WORDS = """
ага гаджи хаджи ходжа ходжи лиджи санджи сангаджи таджи кази гази абдул абдель тер мир али эль аль
хан хас хож саид сайд бек шах нур церен очир магомед ахмед султан
"""
_PREFIXES = frozenset(_PREFIX_WORDS.split())
"""First parts of double names that are words of honour, or half a name, and do not decline."""
_UNCHANGED = frozenset({"шота", "дюма", "золя", "гарсиа", "моруа", "шато", "бенуа"})
_INDECLINABLE = ("о", "е", "э", "и", "у", "ю", "ы", "ых", "их", "ө", "ү", "ә")


def _undeclined(word: str, role: str, gender: str) -> float:
    """Cost of a word's keeping its form in an oblique case."""
    if role == "P":
        return 0.0 if word.endswith(JOINED) else 6.0
    if word.endswith(_INDECLINABLE) or (role == "S" and word.endswith(("уа", "иа", "оа"))):
        return 0.0
    if word in _UNCHANGED or (role == "S" and len(word) < 4 and word[-1] in VOWELS):
        return 0.3
    return _unlike_womans(word, role) if gender == "f" else _unlike_mans(word, role)


def _unlike_womans(word: str, role: str) -> float:
    """Cost of leaving a woman's name undeclined: none if it ends in a consonant."""
    if word[-1] in HARD or word[-1] == "й" or (role == "S" and word[-1] == "ь"):
        return 0.0
    return 1.0 if word[-1] == "ь" else 5.0


def _unlike_mans(word: str, role: str) -> float:
    """Cost of leaving a man's name undeclined; «Ким Виктору» is often written."""
    if word[-1] in HARD:
        return 2.0 if role == "S" and len(word) < 5 else 4.0
    return 5.0
