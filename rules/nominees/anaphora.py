"""Sentences that speak of who was named before: «Он же направляется», «ей и ехать», «обоих и шлём»,
«Едет на курсы» below a line that is a name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rules.model import Evidence
from rules.nominees import government, verbs
from rules.nominees.items import is_sentence
from rules.nominees.lines import FULL, Letter, Line, Mention, PersonKind, Role

_PRONOUNS = re.compile(
    r"\b(?:он|она|они|его|её|ее|ему|ей|их|им|обоих|обоим|оба|обе|последн\w{2,3}"
    r"|(?!данные\s+\w+(?:ка|та|ста|цы|шки)\b)(?:данн|назван|указан|упомянут|вышеназван|вышеуказан|этог|эту|эта|этот)\w*\s+"
    r"(?:сотрудни|специалист|работни|человек|кандидат|девушк|женщин)\w*"
    r"|эт\w{1,2}\s+же)\b",
    re.IGNORECASE,
)
BOTH_FOR = re.compile(
    r"\b(?:оба|обе|обоих|двое|двоих|все|всех|их)\b.{0,40}\b(?:на|для)\s+(?:обуч|уч[её]б|курс|заняти)",
    re.IGNORECASE,
)
"""«Оба на обучение, пожалуйста» below a list of names."""
_SENDS = (
    r"(?:направ|посыл|пошл|шл[её]|отправ|запи[сш]|пиши|вклю|уч|обуч|да[её]|отда|внос|впи[сш]"
    r"|командир|делегир|выдвиг)\w*"
)
_TAKEN_UP = re.compile(
    r"\b(ему|ей|им|обоим|обеим)\s+(?:же\s+|и\s+)*(?:ехать|учиться|обучаться|поехать|отправляться)\b"
    r"|\b(?:ехать|учиться|обучаться)(?:-то)?\s+(?:же\s+|и\s+)?(ему|ей|им|обоим|обеим)\b"
    rf"|\b(его|е[её]|их|обоих|обеих|эту|этого)\s+(?:мы\s+)?(?:же\s+|и\s+|всех\s+|к\s+вам\s+)+(?:\w+\s+)?{_SENDS}"
    r"|\b(он|она|они|оба|обе)\s+же\s+(?:и\s+)?(?:(?:на\s+)?(?:уч|обуч|курс)|по?ед)\w*"
)
_SEVERAL = frozenset({"им", "их", "они", "оба", "обе", "обоих", "обеих", "обоим", "обеим"})
_SHE = frozenset({"ей", "её", "ее", "она", "эту"})
_NAMED = frozenset((*FULL, PersonKind.SURNAME))


_YOU_SEND = re.compile(r"(?:присылай|пришли)те", re.IGNORECASE)
"""«присылайте инженера, условия ему обеспечим»: yours, not ours."""


def told_of(line: Line, cue: Evidence, letter: Letter) -> None:
    """«Он же направляется на обучение»: the person of the sentence before."""
    if line.has("declined", "later", "stays_prev") or _YOU_SEND.match(cue.text):
        return
    at = letter.lines.index(line)
    if not _PRONOUNS.search(line.text):
        _goes_on(line, letter.lines[max(0, at - 2) : at], cue)
        return
    several = BOTH_FOR.search(line.text) is not None
    above = [
        x for x in letter.lines[max(0, at - 4 if several else at - 2) : at] if x.mentions and x.own
    ]
    above = above if several else above[-1:]
    people = [
        m
        for x in above
        for m in x.mentions
        if m.person.kind in FULL and m.role is not Role.WITHDRAWN
    ]
    if any(m.role is Role.NOMINATED for m in people):
        return
    role = Role.NOMINATED if len(people) == 1 or several else Role.WEAK
    for mention in people:
        _nominate(mention, cue, role)


def _nominate(mention: Mention, cue: Evidence, role: Role = Role.NOMINATED) -> None:
    mention.settle(role, "he_too", cue)
    mention.cases = government.by_preposition(mention, mention.line)


def _goes_on(line: Line, above: Sequence[Line], cue: Evidence) -> None:
    """«Ольга Ким. Бухгалтер. Едет на курсы.»: the name was a sentence of its own."""
    first = line.tokens[0].text.lower() if line.tokens else ""
    named = [m for x in above if x.own for m in x.mentions]
    alone = len(named) == 1 and named[0].person.kind in FULL and named[0].role is Role.UNKNOWN
    goes = "nomn" in verbs.cases(first) and not verbs.is_other(first)
    if alone and goes and not any(is_sentence(x) for x in above if x.own):
        _nominate(named[0], cue)


def taken_up(line: Line, letter: Letter) -> None:
    """«…, ей и ехать», «обоих и шлём»: nominate those who were named right before."""
    found = _TAKEN_UP.search(line.text.lower()) if line.own else None
    if found is None or line.has("declined", "stays_prev"):
        return
    pronoun = next(g for g in found.groups() if g)
    start = line.sentence.start + found.start()
    people = [m for m in line.mentions if m.person.end <= start]
    at = letter.lines.index(line)
    for above in reversed(letter.lines[max(0, at - 2) : at]):
        people = people or [m for m in above.mentions if above.own]
    people = [m for m in people if _may_be(m, pronoun)]
    cue = line.sentence.evidence("nominee.taken_up", start, line.sentence.start + found.end())
    if not any(m.role is Role.NOMINATED for m in people):
        for mention in people if pronoun in _SEVERAL else people[-1:]:
            _nominate(mention, cue)


def _may_be(mention: Mention, pronoun: str) -> bool:
    """Whether a pronoun of this gender can speak of him, and nothing certain was told of him."""
    if mention.role is Role.WITHDRAWN or mention.rule in ("person_of_circular", "refused"):
        return False
    if mention.person.kind not in _NAMED:
        return False
    gender = mention.person.read().gender
    wanted = None if pronoun in _SEVERAL else "femn" if pronoun in _SHE else "masc"
    return wanted is None or gender is None or gender == wanted
