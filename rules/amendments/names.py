"""Names set against each other: whether two are one person's, and a name with a part corrected."""

from __future__ import annotations

from collections.abc import Sequence

from rules.amendments.words import PARTS
from rules.model import Nominee, Remark
from rules.names.decode import decode

_NEAR = 2


def same_person(one: Nominee, other: Nominee) -> bool:
    """Whether two names, one perhaps with initials or a surname alone, are of the same person."""
    mine, theirs = _words(one.name), _words(other.name)
    if not mine or not theirs:
        return False
    if len(theirs) == 1 or len(mine) == 1:
        return _may_be(other.name, mine[0])
    if not (_is_near(mine[0], theirs[0]) or mine[0] == _decoded(other.name)):
        return False
    return all(_fits(a, b) for a, b in zip(mine[1:3], theirs[1:3], strict=False))


def _words(name: str) -> list[str]:
    return [w.strip(".").lower().replace("ё", "е") for w in name.replace(".", ". ").split()]


def _may_be(said: str, surname: str) -> bool:
    """Whether what is said may be a surname in some case («Утегенову»)."""
    word = _words(said)[0]
    return surname in (word, _decoded(said)) or _is_form(word, surname)


def _decoded(name: str) -> str:
    found = decode(name)
    return _words(found.formal)[0] if found else ""


def _is_form(word: str, surname: str) -> bool:
    """Whether a word may be a case of a surname: the same but for its last letters."""
    stem = surname[: max(4, len(surname) - 2)]
    return word.startswith(stem) and abs(len(word) - len(surname)) <= 2


def _fits(one: str, other: str) -> bool:
    """Whether two first names or patronymics, perhaps initials, can be the same."""
    if len(one) == 1 or len(other) == 1:
        return one[:1] == other[:1]
    return _is_near(one, other)


def _is_near(one: str, other: str) -> bool:
    """Whether a slip of the pen makes one word the other: few letters differ."""
    if one == other:
        return True
    if min(len(one), len(other)) < 5 or abs(len(one) - len(other)) > _NEAR:
        return False
    head = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), -1)
    if head < 0:
        return True  # one goes on where the other ends
    tail = next(
        (i for i, (a, b) in enumerate(zip(one[::-1], other[::-1], strict=False)) if a != b), -1
    )
    longest = max(len(one), len(other))
    return longest - head - max(tail, 0) <= _NEAR


def renamed(name: str, remark: Remark) -> str | None:
    """A name «Фамилия Имя Отчество» with the part corrected that the remark means; None where it
    fits no part, or not the part that it says is wrong."""
    parts = name.replace(".", ". ").split()
    new, old = remark.value.split(), [w.lower() for w in remark.instead_of.split()]
    if len(new) == 3 and not (old and len(old) < len(new)):
        return _whole(parts, new)
    if old:
        return _instead(parts, new, old, remark.part)
    if len(new) == 2 and len(parts) > 1:
        return _whole(parts, [parts[0], *new])
    if remark.part and len(new) == 1:
        return _put(parts, PARTS.index(remark.part), new)
    return None


def _whole(parts: Sequence[str], new: Sequence[str]) -> str | None:
    """A whole name instead: it must be like the one that stands, or it is another person's."""
    alike = sum(_fits(a.strip(".").lower(), b.lower()) for a, b in zip(parts, new, strict=False))
    return " ".join(new) if alike >= len(new) - 1 else None


def _instead(parts: Sequence[str], new: Sequence[str], old: Sequence[str], part: str) -> str | None:
    lower = [p.lower() for p in parts]
    if len(old) != len(new):
        return None
    for at in range(len(parts) - len(old) + 1):
        if lower[at : at + len(old)] == list(old):
            if part and at != PARTS.index(part):
                return None
            return _put(parts, at, new)
    return None


def _put(parts: Sequence[str], at: int, new: Sequence[str]) -> str | None:
    if at >= len(parts):
        return None
    return " ".join((*parts[:at], *new, *parts[at + len(new) :]))
