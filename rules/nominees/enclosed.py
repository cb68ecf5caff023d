"""Who stands in a bracket behind a thing, or in the list of a body of people: only mentioned."""

from __future__ import annotations

import re

from rules.morphology import parses
from rules.nominees import brackets, grammar
from rules.nominees.clauses import OF_TRAINING, PREPOSITIONS
from rules.nominees.lines import FULL, Line, Mention


def bracket(mention: Mention, line: Line) -> tuple[int, int] | None:
    """The bracket in which he stands, without its signs."""
    opened = brackets.opened(mention.person.start, line.sentence)
    if opened is None:
        return None
    return opened + 1, brackets.closed(mention.person.end, line.sentence) or line.sentence.end


def explains(mention: Mention, line: Line, stretch: tuple[int, int]) -> bool:
    """Whether a bracket tells who did, leads or keeps the thing before it, or has a clause of its
    own; not whom the words before it announce. `stretch` is what `bracket` found."""
    start, end = stretch
    if any(c.phrase.means in _ASKS and start <= c.start < end for c in line.cues):
        return False
    return _says_of_him(mention, line, end) or _is_behind_thing(line, start - 1)


_SAYS = re.compile(
    r"\s*(?:не\s+)?(?:против|возража\w+|соглас\w+|в\s+курсе|поддерж\w+)\b|\s+(?:не\s+)?[а-яё]+л[аи]?(?:с[ья])?\b"
)


def _says_of_him(mention: Mention, line: Line, end: int) -> bool:
    """«(начальник Гусев не против)», «(Зуев выехал)»: said of him, and of nobody else."""
    text = line.sentence.part.text
    return mention.case == "nomn" and _SAYS.match(text, mention.person.end, end) is not None


def _is_behind_thing(line: Line, opened: int) -> bool:
    """Whether the words before a bracket are a thing, or somebody behind a preposition."""
    living, named = False, False
    for token in reversed([t for t in line.tokens if t.end <= opened]):
        word = token.text.lower()
        if any(m.person.start <= token.start < m.person.end for m in line.mentions):
            return False
        if any(c.start <= token.start < c.end and c.phrase.means in _ASKS for c in line.cues):
            return False
        if word in PREPOSITIONS:
            pool = word == "из" and living  # «из трёх работников (X, Y, Z) выбран …»
            return named and (pool or word not in (_OF_US if living else _FROM))
        first = parses(word)[0]
        grammemes = first.tag.grammemes
        if not {"NOUN", "ADJF", "PRTF", "NUMR"} & grammemes or _NAMES & grammemes:
            break
        if not named and token.text[0].isupper() and token is not line.tokens[0]:
            return False  # «Рустик (Каримов Рустам …)»
        if first.normal_form in _TIMES:
            return False
        named = named or "NOUN" in grammemes
        living = living or not first.is_known or bool(_LIVING & grammemes)
    return named and not living


_ASKS = (*OF_TRAINING, "list")
_TIMES = frozenset({"раз", "время", "год", "месяц", "неделя", "день", "срок", "число"})
_LIVING = frozenset({"anim", "NUMR", "Subx"})
_NAMES = frozenset({"Name", "Surn", "Patr"})
_FROM = frozenset({"от", "из", "с", "со"})
_OF_US = _FROM | {"на", "за", "для", "в"}
_BODY = re.compile(
    r"\b(?:комисси[яюией]\w*|рабоч\w+\s+групп[аыуе]\w*|штаб\w*|бригад[аыуе]\w*|коллеги[яюией]\w*|оргкомитет\w*)\b"
    r"(?:[^.;:(]|(?<=\d)\.(?=\d)){0,100}?(?::|\bв\s+составе\b:?|\b(?:входят|входит|вошли)\b|\()",
    re.IGNORECASE,
)


def is_member(mention: Mention, line: Line) -> bool:
    """«комиссия в составе: X, Y»; up to the next predicate all are its members."""
    text, person = line.sentence.part.text, mention.person
    bodies = list(_BODY.finditer(text, line.sentence.start, person.start))
    body = bodies[-1] if bodies else None
    if body is None or person.kind not in FULL:
        return False
    between = [t for t in line.tokens if body.end() <= t.start < person.start]
    told = any(body.end() <= c.start < person.start and c.phrase.means in _ASKS for c in line.cues)
    parted = ";" in text[body.end() : person.start] and "(" not in text[body.start() : body.end()]
    closed = text[body.end() - 1] == "(" and ")" in text[body.end() : person.start]
    return not (told or closed or parted) and not any(grammar.is_finite(t.text) for t in between)
