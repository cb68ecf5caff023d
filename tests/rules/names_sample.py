"""Full names put together from `data/names.txt`, in every case, for tests and benchmarks.

The parts fall into two halves by their spelling. The rules' costs were tuned on half 0; only half 1
says how good they are.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import md5
from pathlib import Path

TUNED, UNSEEN = 0, 1
_PATH = Path(__file__).parent / "data" / "names.txt"

Forms = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FullName:
    """One name in its six cases (nominative, genitive, dative, accusative, instrumental,
    prepositional); `order` says which part stands where ("SFP", "FS", …)."""

    group: str
    gender: str
    order: str
    forms: Forms


@cache
def parts() -> dict[tuple[str, str], dict[str, list[Forms]]]:
    """(group, gender) → role → the forms of each part."""
    found: dict[tuple[str, str], dict[str, list[Forms]]] = {}
    rows: list[Forms] = []
    for line in _PATH.read_text("utf-8").splitlines():
        if line.startswith("["):
            group, gender, role = line.strip("[]").split()
            rows = found.setdefault((group, gender), {}).setdefault(role, [])
        elif not line.startswith("#"):
            stem, endings = line.split("|")
            rows.append(tuple(stem + ending for ending in endings.split(",")))
    return found


def half(part: Forms) -> int:
    """Which half a part belongs to."""
    return md5(part[0].encode(), usedforsecurity=False).digest()[0] & 1


def full_names(which: int, each: int, seed: int = 1) -> Iterator[FullName]:
    """`each` names a group and gender with a patronymic, and as many without, of one half."""
    rng = random.Random(seed)
    for (group, gender), roles in parts().items():
        pools = {r: [p for p in ps if r == "P" or half(p) == which] for r, ps in roles.items()}
        for _ in range(each):
            picked = {role: rng.choice(pool) for role, pool in pools.items()}
            for order in (rng.choice(("SFP", "SFP", "FPS")), rng.choice(("SF", "SF", "FS"))):
                forms = zip(*(picked[role] for role in order), strict=True)
                yield FullName(group, gender, order, tuple(" ".join(f) for f in forms))
