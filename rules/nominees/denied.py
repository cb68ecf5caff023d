"""Infinitives whose governor denies them: «X включать не просим», «направлять X незачем»."""

from __future__ import annotations

import re
from functools import lru_cache

from rules.morphology import WORDS, parses
from rules.nominees import taken_back
from rules.nominees.governed import Scope
from rules.nominees.grammar import is_finite
from rules.nominees.lines import Line, Mention
from rules.phrases import Match

_GOVERNS_WORDS = """
просить попросить предлагать предложить рекомендовать советовать планировать планироваться
намерен намереваться собираться собраться хотеть хотеться желать пожелать захотеть стать быть
надо нужно нужный следовать стоить требоваться требовать надлежать должен обязан обязать
велеть разрешить разрешать позволить позволять думать решиться решаться готовый
получиться получаться удаться удаваться полагаться приказать поручать поручить считать пытаться
вправе приходиться придтись прийтись дать давать необходимо обязательно можно целесообразно
целесообразный предполагать предполагаться рассчитывать стремиться рваться согласиться соглашаться
согласный
"""
_GOVERNS = frozenset(_GOVERNS_WORDS.split())
_DENIES_WORDS = """
незачем нельзя рано преждевременно невозможно бессмысленно бесполезно некогда поздно нецелесообразно
неуместно излишне отказываться отказаться отказать передумать раздумать воздержаться воздерживаться
запретить запрещать
"""
_DENIES = frozenset(_DENIES_WORDS.split())
_ON_THE_WAY = frozenset({"встречать", "встретить", "привезти", "провожать"})
"""«X встречать не надо»: he comes by himself."""
_NO_SENSE = re.compile(
    r"\b(?:нет|нету|не\s+(?:вид\w+|име\w+|наш\w+))\s+(?:[а-яё]+\s+){0,2}?"
    r"(?:смысл|нужд|необходимост|основани|желани|резон|толк|возможност|причин|планов)",
    re.IGNORECASE,
)
_SIGN = re.compile(r"[,;:()–—]|\s-\s")


def infinitive(at: int, line: Line) -> bool:
    """Whether the token is an infinitive that a denied verb of its clause governs, and no «не» of
    its own: «не включить не можем» asks for it."""
    tokens = line.tokens
    first_parse = parses(tokens[at].text)[0]
    if "INFN" not in first_parse.tag.grammemes or first_parse.normal_form in _ON_THE_WAY:
        return False
    if at and tokens[at - 1].text.lower() in ("не", "бы"):
        return False
    first, last = _clause(at, line)
    found = [
        (abs(i - at), i)
        for i in range(first, last)
        if i != at and _governs(tokens[i].text.lower()) is not None
    ]
    if not found:
        return _NO_SENSE.search(line.text, *_span(first, last, line)) is not None
    near = min(found)[1]
    if _governs(tokens[near].text.lower()):
        return near == 0 or tokens[near - 1].text.lower() not in ("не", "было")
    denied = near > first and tokens[near - 1].text.lower() == "не"
    beside = {t.text.lower() for t in tokens[near + 1 : near + 2]}
    return denied and not beside & {"бы", "ли", "только", "просто"}


def _clause(at: int, line: Line) -> tuple[int, int]:
    """The tokens around one up to the next signs."""
    text, tokens = line.sentence.part.text, line.tokens
    first = last = at
    while first and not _SIGN.search(text, tokens[first - 1].end, tokens[first].start):
        first -= 1
    while last + 1 < len(tokens) and not _SIGN.search(
        text, tokens[last].end, tokens[last + 1].start
    ):
        last += 1
    return first, last + 1


def _span(first: int, last: int, line: Line) -> tuple[int, int]:
    start = line.sentence.start
    return line.tokens[first].start - start, line.tokens[last - 1].end - start


@lru_cache(maxsize=WORDS)
def _governs(word: str) -> bool | None:
    """True of a word that denies the infinitive by itself, False of one that needs «не»."""
    lemma = parses(word)[0].normal_form
    if word.startswith(("намерен", "обязан", "должн", "нужн")):
        return False
    if lemma in _DENIES or word in _DENIES:
        return True
    return False if lemma in _GOVERNS or word in _GOVERNS else None


def take_back(cue: Match, line: Line, scope: Scope) -> None:
    """Whoever stands before the infinitive is taken back, else whoever stands behind it."""
    last = scope.last
    beside = last is not None and not _SIGN.search(
        line.sentence.part.text, last.person.end, cue.start
    )
    if scope.waiting or beside:
        taken_back.take_back(cue, line, scope)
        return
    scope.withdraws, scope.cue, scope.cases = True, cue, frozenset()


_REFUSED = re.compile(
    r"\.?[^.;:,()–—]{0,60}?\b(?:(?P<no>нельзя|рано|незачем|поздно|ни\s+к\s+чему|(?:смысла|резона|нужды)\s+нет)"
    r"|не\s+(?!только\b|просто\b|возраж|против|меша)(?P<verb>[а-яё]{3,}))\b"
)


def is_refused(mention: Mention, line: Line) -> bool:
    """«Зуева на курсы не отпускают», «Зуевой учиться рано»: denied behind his name."""
    end = line.until_next(mention)
    found = _REFUSED.match(line.sentence.part.text, mention.person.end, end)
    return found is not None and bool(found["no"] or is_finite(found["verb"]))
