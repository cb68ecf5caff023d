"""In which case a word lets the name of a person stand: verbs, nouns and prepositions."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from rules.morphology import WORDS, parses
from rules.nominees import verbs
from rules.nominees.lines import NOMINATIVE, Line, Mention
from rules.phrases import Match

_DATIVE_WORDS = """
выпасть предстоять надлежать поручить поручать поручаться предложить выдать выписать доверить
предоставить разрешить предписать предписывать велеть приказать вменить рекомендовать
"""
_DATIVE = frozenset(_DATIVE_WORDS.split())
_ABLATIVE_WORDS = """
оставить сохранить забронировать держать пройти проходить закрепить закреплять посетить
представить
"""
_ABLATIVE = frozenset(_ABLATIVE_WORDS.split())
_WITH_SUBJECT_WORDS = """
возглавить хотеть желать пройти проходить принять принимать посетить посещать быть готовый мочь
смочь представить представлять
"""
_WITH_SUBJECT = frozenset(_WITH_SUBJECT_WORDS.split())
"""Verbs that name who goes as their subject, though they can have an object, or are often said of
other business."""
_DONE_BY = frozenset({"прохождение", "посещение", "освоение"})
"""Nouns of what somebody does: «прохождение обучения Гладышевой» may be he who does it."""


@lru_cache(maxsize=WORDS)
def governs(word: str) -> frozenset[str]:
    """Cases in which a nominating word names the person."""
    cases: set[str] = set()
    for parse in parses(word)[:3]:
        tag, lemma = parse.tag, parse.normal_form
        if "INFN" in tag and lemma in _TO_STUDY:
            cases |= {"nomn", "datv"}  # «учиться Ивановой»
        elif lemma in _DONE_BY:
            cases |= {"gent", "ablt"}
        elif "NOUN" in tag or ("ADJF" in tag and "Subx" in tag):
            cases |= {str(tag.case)} if "anim" in tag and tag.case else {"gent"}
        elif lemma in _DATIVE and "PRTS" in tag and "neut" not in tag:
            cases |= {"nomn"}  # «рекомендован Мунтян», but «поручено Мунтяну»
        elif lemma in _DATIVE:
            cases |= {"datv", "accs"}
        elif (
            "PRTS" in tag
            or (tag.POS and word.endswith(("ся", "сь")))
            or ("intr" in tag and not verbs.is_other(word))
            or lemma in _WITH_SUBJECT
        ):
            cases |= {"nomn"}
        else:
            cases |= {"accs"}
        if lemma in _ABLATIVE:
            cases |= {"ablt"}
    return frozenset("gent" if c == "gen2" else c for c in cases)


def expected(cue: Match, line: Line) -> frozenset[str]:
    """Cases in which this cue lets a person stand; the nominative always may."""
    last = line.tokens[cue.tokens[-1]].text.lower()
    if last in _PREPOSED:
        return _PREPOSED[last] | {"nomn"}
    if cue.phrase.name in ("place_for", "place_kept", "right_for"):
        return _OF_PLACE
    if cue.phrase.name == "fill":
        return _FILLED
    if cue.phrase.name == "gains":
        return NOMINATIVE
    words = [w for i in cue.tokens if len(w := line.tokens[i].text.lower()) > 2]
    verbs_of_it = [w for w in words if len(words) > 1 and _may_be_verb(w)]
    cases: set[str] = {"nomn"}
    for word in verbs_of_it or words:
        cases |= governs(word)
    return frozenset(cases - {"gent"} if verbs_of_it else cases)


def _may_be_verb(word: str) -> bool:
    """«примет участие Петрова»: the verb tells her case, whatever else the word may be."""
    return any({"VERB", "PRTS", "INFN"} & p.tag.grammemes for p in parses(word)[:3])


def is_he_too(cue: Match, line: Line) -> bool:
    """«…, он же пройдёт обучение»: the one who was named for other work is sent as well."""
    if cue.phrase.name == "taken_up":
        return True
    near = [t.text.lower() for t in line.tokens[max(0, cue.tokens[0] - 4) : cue.tokens[0]]]
    same = any(a in _SUBJECTS and b in ("же", "и") for a, b in pairwise(near))
    return same and "nomn" in governs(line.tokens[cue.tokens[0]].text)


def is_given_to(cue: Match, line: Line) -> bool:
    """Whether a person behind the cue stands in the dative, or behind «для»."""
    behind = [m for m in line.mentions if m.person.start > cue.end]
    return any(m.case == "datv" or "gent" in by_preposition(m, line) for m in behind)


def governs_person(cue: Match, line: Line) -> bool:
    """Whether a person behind the cue stands in a case that it demands."""
    wanted = expected(cue, line) - {"nomn"}
    return any(m.person.start > cue.end and m.may_be(*wanted) for m in line.mentions)


_PREPOSED = {
    "с": frozenset({"ablt"}),
    "со": frozenset({"ablt"}),
    "за": frozenset({"ablt"}),
    "на": frozenset({"loct", "accs"}),
    "для": frozenset({"gent"}),
    "лице": frozenset({"gent"}),
    "пользу": frozenset({"gent"}),
}
"""The cases behind the word that ends a cue: «определились с», «выбор пал на», «в лице»."""
_OF_PLACE = frozenset({"datv", "ablt", "gent", "nomn"})
"""A place is kept for somebody: «оставить ей», «закрепить за ней», «место для неё»."""
_FILLED = frozenset({"ablt", "nomn"})
"""A group is filled up with somebody, or somebody fills it up."""
_PREPOSITIONS = {
    "для": "gent", "у": "gent", "от": "gent", "насчёт": "gent", "насчет": "gent", "против": "gent",
    "к": "datv", "по": "datv", "с": "ablt", "со": "ablt", "за": "ablt", "о": "loct", "об": "loct",
}  # fmt: skip


def by_preposition(mention: Mention, line: Line) -> frozenset[str]:
    """The case that a preposition right before the name demands; empty without one."""
    text = line.sentence.part.text
    lead = text[max(line.sentence.start, mention.person.start - 12) : mention.person.start]
    last = lead.lower().split()[-1:]
    return frozenset({_PREPOSITIONS[last[0]]} if last and last[0] in _PREPOSITIONS else ())


def case_of_list(between: str) -> str | None:
    """«следующим сотрудникам: …»: the people stand in the case of the noun before the colon."""
    found = re.search(r"([А-Яа-яё]+)\s*:", between)
    tags = (
        [p.tag for p in parses(found[1]) if "NOUN" in p.tag.grammemes and "anim" in p.tag.grammemes]
        if found
        else []
    )
    cases = {str(t.case) for t in tags}
    return cases.pop() if len(cases) == 1 else None


_TO_STUDY_WORDS = """
пройти проходить принять посетить посещать участвовать обучиться обучаться учиться ехать поехать
прибыть явиться прийти приехать приезжать доложить представлять
"""
_TO_STUDY = frozenset(_TO_STUDY_WORDS.split())


def is_entrusted_other(cue: Match, line: Line) -> bool:
    """«Иванову поручено организовать обучение»: he is to do something else than to study."""
    verb = line.tokens[cue.tokens[0]]
    if not verb.lemmas & _DATIVE:
        return False
    if any(t.lemmas & _TO_STUDY for t in line.tokens[: cue.tokens[0]]):
        return False  # «обучаться предложено Хамзиной, она готова выехать»
    infinitives = [
        t for t in line.tokens[cue.tokens[0] + 1 :] if "INFN" in parses(t.text)[0].tag.grammemes
    ]
    return bool(infinitives) and not infinitives[0].lemmas & _TO_STUDY


_OBJECT_WORDS = "её ее его их ей ему им обоих обеих обоим обеим двоих всех"
OBJECTS = frozenset(_OBJECT_WORDS.split())
_SUBJECTS = frozenset({"он", "она", "они", "оба", "обе"})


def is_taken_up(cue: Match, line: Line) -> bool:
    """«запишите её», «она поедет»: a pronoun at the verb stands for the one who was named."""
    span = range(max(0, cue.tokens[0] - 3), min(cue.tokens[-1] + 3, len(line.tokens)))
    near = {line.tokens[i].text.lower() for i in span if not _is_possessive(i, line)}
    if near & OBJECTS:
        return True
    return bool(near & _SUBJECTS) and "nomn" in governs(line.tokens[cue.tokens[0]].text)


def _is_possessive(index: int, line: Line) -> bool:
    """«обучить его помощника»: whose he is, not whom."""
    if line.tokens[index].text.lower() not in _WHOSE or index + 1 >= len(line.tokens):
        return False
    tag = parses(line.tokens[index + 1].text)[0].tag
    return "NOUN" in tag and "anim" in tag and "Name" not in tag and "Surn" not in tag


_WHOSE = frozenset({"его", "её", "ее", "их"})
