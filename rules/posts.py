"""The words of a post («ведущего специалиста отдела кадров»): its head, its case, its nominative.

The head of a post is an animate common noun, or a participle that serves as one (заведующая,
управляющий). Words before the head agree with it and are inflected; what follows it stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from rules.morphology import parses
from rules.names.words import fold
from rules.post_heads import (
    ABBREVIATED,
    ABBREVIATED_ADJECTIVES,
    Form,
    bare,
    head_forms,
    is_adjective,
    yo,
)

_PRAISE = re.compile(
    r"(?:лучш|единственн|опытн|толков|наш|самого$|саму$|самому$|самой$|самим$|сама$|сам$)"
    r"(?:$|ий|ый|ая|его|ого|ему|ому|им|ым|ую|ей|ой)$",
    re.IGNORECASE,
)
_HIS = frozenset({"его", "её", "ее", "их"})
_OUR_WORDS = "мой моя моего мою моей моему моим наш наша нашего нашу нашей нашему нашим"
_OURS = frozenset(_OUR_WORDS.split())


_ACTING = re.compile(r"[ив]\.\s+о\.\s+\w", re.IGNORECASE)


def nominative(phrase: str, case: str | None = None) -> str | None:
    """A post in any case or number → nominative singular; None if the phrase is no post.

    `case` (a pymorphy case name) is that of the person's name beside it and settles ambiguity.
    """
    plain = phrase.replace("\u00a0", " ").strip(" \t\n\u2028.,;:–—-")
    words = [fold(word) for word in plain.split()]
    while words and words[-1].lower() in _OURS:
        words.pop()
    while words and (_PRAISE.match(words[0]) or words[0].lower() in _HIS | _OURS):
        words.pop(0)
    words = _without_our_office(words)
    if not words:
        return None
    told = " ".join(words)
    found = told if _ACTING.match(told) else _inflected(tuple(_lower(told).split()), case)
    return None if found is None else _without_body(found)


def _without_our_office(words: list[str]) -> list[str]:
    """«ведущий инженер нашего сектора» → ведущий инженер."""
    at = next((i for i, w in enumerate(words) if w.lower() in ("нашего", "нашей", "моего")), 0)
    return words[:at] if at and at >= len(words) - 2 else words


@lru_cache(maxsize=2_000)
def _inflected(words: tuple[str, ...], case: str | None) -> str | None:
    """The phrase with its head and the words that agree with it in the nominative."""
    at = head_at(words)
    if at is None:
        return None
    form = _likeliest(head_forms(words[at]), words[:at], case)
    before = [_adjective(w, form.case, form.plural) for w in words[:at]]
    return " ".join([*before, form.nominative, *words[at + 1 :]])


def cases_of(phrase: str) -> frozenset[str]:
    """The cases in which a post can stand as written; empty if it is none, or does not decline."""
    words = tuple(_lower(" ".join(phrase.split())).split())
    at = head_at(words) if words else None
    if at is None:
        return frozenset()
    return frozenset(
        f.case
        for f in head_forms(words[at])
        if f.case and all(agrees(w, f.case, f.plural) for w in words[:at])
    )


def head_at(words: Sequence[str]) -> int | None:
    """Index of the head: the first word that can be one, after at most four that describe it."""
    first = 1 if words and words[0].lower() == "временно" else 0
    for index, word in enumerate(words[first:5], first):
        if head_forms(word) and not _is_modifier(word, words[index + 1 :]):
            return index
        if not (is_adjective(word) or word.lower() in ABBREVIATED_ADJECTIVES):
            return None
    return None


def _is_modifier(word: str, rest: Sequence[str]) -> bool:
    """Whether a word that could be a head describes the next one («старший инженер»)."""
    if word.lower() in ("зам.", "зам", "зав.", "и.о.", "ио", "врио"):
        return False
    if not rest or not is_adjective(word):
        return False
    nouns = [
        p for p in parses(bare(word)) if "NOUN" in p.tag.grammemes and "Subx" not in p.tag.grammemes
    ]
    heads = rest[1:2] if len(rest) > 1 and is_adjective(rest[0]) else rest[:1]
    return bool(head_forms(heads[0])) and (
        not nouns or any("ADJF" in p.tag.grammemes for p in parses(bare(word)))
    )


def _likeliest(forms: Sequence[Form], adjectives: Sequence[str], case: str | None) -> Form:
    """The likeliest reading of the head: nominative, then the name's case, then the likeliest."""

    def rank(form: Form) -> tuple[bool, bool, bool, bool, float]:
        fits = all(agrees(a, form.case, form.plural) for a in adjectives)
        return (
            fits,
            form.case in ("nomn", "") and not form.plural,
            form.case == case,
            not form.plural,
            form.score,
        )

    return max(forms, key=rank)


def agrees(word: str, case: str, plural: bool) -> bool:
    """Whether an adjective can stand beside a head of this case and number."""
    if not case or word.lower() in ABBREVIATED_ADJECTIVES:
        return True
    return any(
        case in p.tag.grammemes and ("plur" in p.tag.grammemes) == plural
        for p in parses(bare(word))
        if {"ADJF", "PRTF"} & p.tag.grammemes
    )


def _adjective(word: str, case: str, plural: bool) -> str:
    """A word before the head, in the nominative singular of its own gender."""
    if not case or word.endswith(".") or (case == "nomn" and not plural):
        return word
    fitting = [
        p
        for p in parses(bare(word))
        if {"ADJF", "PRTF"} & p.tag.grammemes
        and case in p.tag.grammemes
        and ("plur" in p.tag.grammemes) == plural
    ]
    if not fitting:
        return word
    feminine = not plural and not any("masc" in p.tag.grammemes for p in fitting)
    found = fitting[0].inflect({"nomn", "sing", "femn" if feminine else "masc"})
    return yo(found.word, word.lower()) if found else word


def _lower(phrase: str) -> str:
    """Lower-case first letter, unless that is an acronym's; a phrase in capitals, all of it."""
    letters = [c for c in phrase if c.isalpha()]
    if len(letters) > 6 and all(c.isupper() for c in letters):
        phrase = " ".join(w if _acronym(w) else w.lower() for w in phrase.split())
    first = phrase.split(maxsplit=1)[0].split("-")[0]
    if _acronym(first) or not re.match("[А-Яа-яЁё]", first):
        return phrase
    return phrase[:1].lower() + phrase[1:]


def _acronym(word: str) -> bool:
    plain = bare(word)
    if plain in ABBREVIATED:
        return False
    return (
        2 <= len(plain) <= 5
        and word.strip(".,").isupper()
        and not any(p.is_known and "Abbr" not in p.tag.grammemes for p in parses(plain))
    )


_NAME_OF_BODY = (
    r"(?:\s+(?:МО|МР|ГО|муниципального\s+(?:образования|района|округа)|ЗАТО|города|г\.|села|с\."
    r"|пос[её]лка|п\.|станицы|хутора)\s*[«\"]?[А-ЯЁ][^,;]*"
    r"|\s+(?!(?:Совета|Думы|Собрания)\b)[А-ЯЁ][а-яё]+(?:-[А-ЯЁ]?[а-яё]+)?(?:ского|цкого|ой|ого)\s+(?:муниципального\s+|городского\s+|сельского\s+)?"
    r"(?:района|р-на|округа|сельсовета|поселения|области)\b[^,;]*"
    r"|\s+[«\"][А-ЯЁ][^»\"]*(?:район|сельсовет|округ|село|город)[^»\"]*[»\"]?[^,;]*)"
)


_BODY_AFTER_TITLE = re.compile(
    rf"(?:(?<=\bглав[аы])|(?<=\bаппарата))(\s+администрации)?{_NAME_OF_BODY}$"
)
_BODY = re.compile(rf"(?:\s+администрации)?{_NAME_OF_BODY}$")
_OWN_TOWN = re.compile(r"(?<=\w)\s+администрации\s+(?:города|района|г\.|пос[её]лка|села)$")
_OWN_OFFICE = re.compile(r"(?<=администрации)\s+(?:города|г\.)\s*[А-ЯЁ][а-яё]+$")


def _without_body(phrase: str) -> str:
    """A post without the name of the municipality that is appended to it."""
    titled = _BODY_AFTER_TITLE.search(phrase)
    if titled:
        return phrase[: titled.start()] + (titled[1] or "")
    if _OWN_OFFICE.search(phrase) and re.search(r"[а-яё]+ой администрации\b", phrase):
        # An office that has a name of its own: «инспектор Трусовской районной администрации».
        return _OWN_OFFICE.sub("", phrase)
    cut = _BODY.sub("", phrase)
    cut = _OWN_TOWN.sub("", cut) if " отдел" in phrase else cut
    return cut if cut.strip() else phrase
