"""How many full names in an oblique case come back in the nominative, and how fast.

    .venv/bin/python -m benchmarks.names [--each N] [--wrong N]

A table of per cents by people, for the half of the sample that the costs were tuned on and for the
half that they never saw. With pytrovich or pymorphy3 there is nothing to compare on equal terms:
neither restores a whole name of unknown gender, so the peer shown is pymorphy3's `normal_form`.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Callable, Iterable

from rules.morphology import parses
from rules.names import decode, nominative
from tests.rules.names_sample import TUNED, UNSEEN, FullName, full_names

KINDS = ("full", "short", "nominative")


def kind_of(name: FullName, case: int) -> str:
    """Which per cent a form counts for."""
    if case == 0:
        return "nominative"
    return "full" if "P" in name.order else "short"


def per_cents(
    names: Iterable[FullName], restore: Callable[[str], str], wrong: int
) -> dict[tuple[str, str], float]:
    """(kind, group) → per cent right; prints the first `wrong` that are not."""
    right: Counter[tuple[str, str]] = Counter()
    asked: Counter[tuple[str, str]] = Counter()
    for name in names:
        for case, form in enumerate(name.forms):
            got = restore(form)
            for group in (name.group, "all"):
                key = kind_of(name, case), group
                asked[key] += 1
                right[key] += got == name.forms[0]
            if got != name.forms[0] and wrong > 0:
                wrong -= 1
                print(f"    {form} → {got}, not {name.forms[0]}")
    return {key: 100 * right[key] / asked[key] for key in asked}


def dictionary(text: str) -> str:
    """What pymorphy3 alone makes of a name, word by word."""
    return " ".join(parses(word)[0].normal_form.title() for word in text.split())


def show(title: str, table: dict[tuple[str, str], float]) -> None:
    """One block of the table."""
    groups = list(dict.fromkeys(group for _, group in table))
    print(f"{title:22}" + "".join(f"{g:>7}" for g in groups))
    for kind in KINDS:
        print(f"  {kind:20}" + "".join(f"{table[kind, g]:7.1f}" for g in groups))


def speed(names: list[FullName]) -> None:
    """Milliseconds a name: new names of known words, then names seen before."""
    forms = [form for name in names for form in name.forms]
    for title in ("new", "seen before"):
        began = time.process_time()
        for form in forms:
            decode(form)
        print(f"{title}: {1000 * (time.process_time() - began) / len(forms):.3f} ms a name")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--each", type=int, default=110, help="names a people, gender and shape")
    parser.add_argument("--wrong", type=int, default=0, help="show so many mistakes of each block")
    args = parser.parse_args()
    for title, which in (("tuned on", TUNED), ("never seen", UNSEEN)):
        show(title, per_cents(full_names(which, args.each), nominative, args.wrong))
    show("pymorphy3 alone", per_cents(full_names(UNSEEN, 20), dictionary, 0))
    speed(list(full_names(UNSEEN, 20, seed=99)))


if __name__ == "__main__":
    main()
