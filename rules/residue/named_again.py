"""A nominee who is named again further down, beside a word that takes back: «P.S. Кима вычеркните»,
«с Пак погорячились», «в списке лишняя фамилия: Цой»."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from rules.document import Document, SegmentKind, Sentence
from rules.model import Doubt, Nominee, Nominees, PartRole
from rules.morphology import fold
from rules.readiness.repairs import SLIPS
from rules.residue.crosscheck_people import is_name
from rules.residue.crosscheck_words import grammar
from rules.residue.leftovers import doubt

_TAKES_BACK = re.compile(
    r"\b(?:не\b(?!\s+(?:пут|спут|забу|забы|только|возраж|против|меша))|(?:ни|нет|нельзя|минус|без|кроме|вместо|зря|мимо)\b"
    r"|вычерк|исключ|убер|убра|убир|сним|снят|отзыв|отозв|отмен|аннулир|забуд|забыв|удал|выкин|выброс|выбыва|выбыл"
    r"|вычит|вычесть|стер|замен|подмен|перед?ум|переигр|погоряч|поспеш|поторопил|ошиб|оговор|опечат|лишн|напрасн"
    r"|отпад|отказ|забол|болен|больн|болеет|отпуск|декрет|увол|уехал|уедет|командиров|призва|перев[ео]д|перевел"
    r"|переш|умер|резерв|запас|отбой|пропус|отклад|отлож|придерж|сомн|занят|открепл|уступ"
    r"|освоб|некстати|рановато|преждеврем|неверн|неправ|случайн|под вопросом|пуска|пусть"
    r"|запре[тщ]|забра|забир|сборы|пас\b|сокра[тщ]"
    r"|оста(?:в\w+|нется|ется)\s+(?:\w+\s+)?(?:дома|здесь|работа|у нас"
    r"|на (?:месте|работе|хозяйстве|дежурстве)|в (?:районе|отделе|покое)))",
)
_OF_ONE = re.compile(r"\b(?:одн(?:ого|у|а|ой|ому)|один|только|лишь|единствен)")
_STRIKES = re.compile(
    r"\b(?:вычерк|зачерк|исключ|убер|убра|убир|отзыв|отозв|отмен|аннулир|лишн|ошибочн|по ошибке"
    r"|сним(?:ем|ите|аем)|остав(?:ьте|им|ить|ляем)"
    r"|не (?:учит|счита|вно[ис]|впис|включ|едет|поед|сможет))",
)
_POINTS = re.compile(
    r"\b(?:втор(?:ой|ая|ого|ую|ому)|перв(?:ый|ая|ого|ую|ому)|трет(?:ий|ья|ьего|ью)|последн(?:ий|яя|его|юю|ей)"
    r"|пункт|строк|позици|фамили|кандидатур|обоих|обеих|оба|обе|его|ее|их|он|она|ему|ей)\b",
)
_OOPS = re.compile(r"\b(?:ой|упс|стоп|отбой|поправка|ошиб(?:ся|лась|лись)|(?:с|по)путал[аи]?)\b")
_AT_FIRST = re.compile(r"\b(?:сперва|сначала|вначале|поначалу|первоначально|изначально)\b")
_IN_THE_END = re.compile(r"\b(?:теперь|в итоге|окончательн|в конечном|в результате|в конце концов)")
_MOST = 300
"""So many sentences are looked at."""
_SHORT = 5
_ENDINGS = frozenset(
    {"", "а", "у", "ом", "ем", "е", "ы", "и", "ой", "ей", "ою", "ую", "ю", "я", "ого", "ому", "ым"}
    | {"им", "ых", "их", "ий", "ый", "ая", "ь", "й"}
)
_LAST = (re.compile(r"(?<=..)(?:ый|ий|ой|ая)$"), re.compile(r"(?<=.)[аяйь]$"))


def doubts(answer: Nominees, document: Document) -> list[Doubt]:
    """At most one, of the sentence in which a nominee may be taken back."""
    several = len(answer.people) > 1
    found = (
        sentence.evidence("residue.named_again")
        for sentence in (islice(document.of(SegmentKind.OWN), _MOST) if answer.people else ())
        if _may_take_back(sentence, answer.people, several=several)
    )
    return [doubt("weak_nominee", words) for words in islice(found, 1)]


def _may_take_back(sentence: Sentence, people: Sequence[Nominee], *, several: bool) -> bool:
    said = fold(sentence.text)
    here = [p for p in people if any(map(sentence.holds, p.evidence))]
    if several and here and (_has_slip(said) or _turns(said)):
        return len(here) > 1 or any(_stands_before(p, sentence) for p in people if p not in here)
    above = [p for p in people if _stands_before(p, sentence)]
    if not above:
        return False
    points = not here and _STRIKES.search(said) is not None and _POINTS.search(said) is not None
    if points and not _names_another(sentence):
        return True
    takes_back = _TAKES_BACK.search(said) or (several and _OF_ONE.search(said))
    return bool(takes_back) and any(_names(p, sentence) for p in above)


def _has_slip(said: str) -> bool:
    """«ой, перепутала, едет Y»."""
    return SLIPS.search(said) is not None or _OOPS.search(said) is not None


def _turns(said: str) -> bool:
    """«сперва записали X, затем Y, теперь окончательно Z»."""
    return _AT_FIRST.search(said) is not None and _IN_THE_END.search(said) is not None


def _stands_before(nominee: Nominee, sentence: Sentence) -> bool:
    """Whether he is named above the sentence, or in a letter that it covers."""
    names = nominee.name.split()
    named = (e for e in nominee.evidence if any(_is_form(w, names[0]) for w in e.text.split()))
    here = [e.start for e in named if e.part == sentence.part.name]
    if here:
        return min(here) < sentence.start
    return sentence.part.role is PartRole.BODY and bool(nominee.evidence)


def _names_another(sentence: Sentence) -> bool:
    """«Депутаты просят за Кулакова, его не включать»: of somebody who is named there."""
    return any(
        token.text.istitle() and len(token.text) > 2 and is_name(token.text, given=False)
        for token in sentence.tokens[1:]
    )


def _names(nominee: Nominee, sentence: Sentence) -> bool:
    """Whether he stands there by his surname or first name, and no namesake."""
    words = [word for word in nominee.name.split() if "." not in word]
    tokens = sentence.tokens
    for at, token in enumerate(tokens):
        if not (token.text[0].isupper() and any(_is_form(token.text, w) for w in words)):
            continue
        beside = [t.text for t in (*tokens[max(0, at - 1) : at], *tokens[at + 1 : at + 2])]
        given = [w for w in beside if w.istitle() and "Name" in grammar(fold(w))]
        if all(any(_is_form(w, own) for own in words) for w in given):
            return True
    return False


def _is_form(word: str, name: str) -> bool:
    """Whether a word may be a case of a name: short ones are compared with their endings."""
    told, known = fold(word), fold(name)
    if len(known) > _SHORT:
        return told[: _SHORT - 1] == known[: _SHORT - 1] and abs(len(told) - len(known)) < 4
    stems = {ending.sub("", known) for ending in _LAST}
    return any(told.startswith(stem) and told[len(stem) :] in _ENDINGS for stem in stems)
