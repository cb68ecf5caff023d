"""People with their names in six cases, posts, telephones; and the ways to write them."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.rules.names_sample import Forms, half, parts

CASES = "ngdaip"
"""Nominative, genitive, dative, accusative, instrumental, prepositional."""
_GROUPS = {"ru": 12, "uk": 2, "kz": 4, "tt": 3, "xal": 3, "dag": 1, "che": 1, "az": 1, "am": 1,
           "ge": 1, "ko": 1, "de": 1}  # fmt: skip
_FORMS = {"sfp": 11, "fps": 2, "s_i": 2, "si": 1, "i_s": 1, "is": 1, "sf": 1, "fs": 1, "SFP": 1,
          "Sfp": 1}  # fmt: skip
"""How names are written: s surname, f first name, p patronymic, i initials; «_» a blank between
initials, capitals for capitals."""
_LATIN = dict(zip(
    "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
    "a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh sch - y - e yu ya".split(),
    strict=True,
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Contact:
    """A telephone as written and as it is to be read, an e-mail; empty if there is none."""

    written: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """One person; each part of the name and the post in six cases."""

    group: str
    sex: str
    form: str
    surname: Forms
    first: Forms
    patronymic: Forms
    post: Forms
    contact: Contact

    def name(self, case: str) -> str:
        """The name as this letter writes it, in a case of `CASES`."""
        at = CASES.index(case)
        s, f, p = self.surname[at], self.first[at], self.patronymic[at]
        blank = " " if "_" in self.form else ""
        i = f"{self.first[0][0]}.{blank}{self.patronymic[0][0]}."
        return {
            "sfp": f"{s} {f} {p}", "fps": f"{f} {p} {s}", "s_i": f"{s} {i}", "si": f"{s} {i}",
            "i_s": f"{i} {s}", "is": f"{i}{s}", "sf": f"{s} {f}", "fs": f"{f} {s}",
            "SFP": f"{s} {f} {p}".upper(), "Sfp": f"{s.upper()} {f} {p}",
        }[self.form]  # fmt: skip

    def given(self, case: str) -> str:
        """First name and patronymic; the surname, if the letter has initials only."""
        at = CASES.index(case)
        if "i" in self.form:
            return self.surname[at]
        return self.first[at] + (f" {self.patronymic[at]}" if "p" in self.form.lower() else "")

    @property
    def formal(self) -> str:
        """The name as a reading gives it."""
        s, f, p = self.surname[0], self.first[0], self.patronymic[0]
        if "i" in self.form:
            return f"{s} {f[0]}. {p[0]}."
        return f"{s} {f} {p}" if "p" in self.form.lower() else f"{s} {f}"


@cache
def posts(family: str, kind: str) -> tuple[Forms, ...]:
    """The posts of one kind (any, m, f, head) in six cases."""
    text = Path(__file__).with_name("posts.txt").read_text("utf-8")
    block = text.split(f"[{family} {kind}]\n")[1].split("[")[0]
    return tuple(_declined(line) for line in block.splitlines())


def _declined(line: str) -> Forms:
    def form(at: int) -> str:
        return re.sub(r"(\w+)\|([\w,]+)", lambda m: m[1] + m[2].split(",")[at], line)

    return tuple(form(at) for at in range(6))


def person(rng: random.Random, family: str, *, head: bool, without: Sequence[Person]) -> Person:
    """Somebody of this family whose surname nobody in `without` has; a chief if `head`."""
    taken = {p.surname[0][:4] for p in without}
    while True:
        group, sex = rng.choices(list(_GROUPS), list(_GROUPS.values()))[0], rng.choice("mf")
        pools = parts()[group, sex]
        side = "ab".index(family)
        surname = rng.choice([s for s in pools["S"] if half(s) == side])
        if group == "ru" and rng.random() < 0.6 and not surname[0].endswith(_PLAIN):
            continue
        if surname[0][:4] in taken:
            continue
        first = rng.choice([f for f in pools["F"] if half(f) == side])
        patronymic = rng.choice(pools["P"])
        form = rng.choices(list(_FORMS), list(_FORMS.values()))[0]
        if head and rng.random() < 0.5:
            form = rng.choice(("s_i", "si", "i_s"))
        if " " in patronymic[0] and "i" in form:
            form = "sfp"
        named = (_spelled(rng, x) for x in (surname, first, patronymic))
        post = _post(rng, family, sex, head=head)
        return Person(group, sex, form, *named, post, _contact(rng, surname[0]))


_PLAIN = ("ов", "ев", "ёв", "ин", "ова", "ева", "ёва", "ина")


def _spelled(rng: random.Random, forms: Forms) -> Forms:
    """With or without the dots of ё."""
    folded = rng.random() < 0.5
    return tuple(f.replace("ё", "е").replace("Ё", "Е") if folded else f for f in forms)


def _post(rng: random.Random, family: str, sex: str, *, head: bool) -> Forms:
    kind = "head" if head else rng.choices(("any", sex), (6, 1))[0]
    return rng.choice(posts(family, kind))


def _contact(rng: random.Random, surname: str) -> Contact:
    five = f"{rng.randint(2, 9)}-{rng.randint(10, 99)}-{rng.randint(10, 99)}"
    digits = five.replace("-", "")
    area, mobile = f"851{rng.randint(40, 75)}", f"9{rng.randint(10, 69)}555{digits[:4]}"
    spelled = f"{mobile[:3]}-{mobile[3:6]}-{mobile[6:8]}-{mobile[8:]}"
    written, phone = rng.choice([
        (five, digits), (f"({area}) {five}", f"+7{area}{digits}"),
        (f"8 ({area}) {five}", f"+7{area}{digits}"), (f"8-{spelled}", f"+7{mobile}"),
        (f"+7 {spelled.replace('-', ' ')}", f"+7{mobile}"), (f"8{mobile}", f"+7{mobile}"),
        (f"8 ({area}) {five}, доб. 12", f"+7{area}{digits};ext=12"),
    ])  # fmt: skip
    latin = "".join(_LATIN.get(c, "-") for c in surname.lower()).replace("--", "-").strip("-")
    local = rng.choice((latin, f"{latin[0]}.{latin}", f"it{digits[:2]}", "kadry"))
    return Contact(written, phone, f"{local}@narimanov.example")
