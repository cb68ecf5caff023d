"""Sentences of letters without capitals: «… заработает. на учёбу иванова» says two things."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rules.document import Sentence
from rules.morphology import parses

_STOP = re.compile(
    r"(?<![а-яё])([а-яё]{2,})(?:[.!?]|[.!?]?\)+)\s+(?=[а-яё])|\d{2}[.!?]\s+(?=[а-яё]{4})", re.I
)
_LONGEST = 3_000
_SHORT_FORMS = """
тел доб исп зам нач спец вед моб сот раб каб обл пос пер корп оф вн отд адм мун инж см ср стр руб
тыс млн янв февр авг сент окт дек отп исх вх рег тов проф зав респ тех юр физ пом секр сек чел
рук дир кат кан техн комп сис сист прогр бух эк пр др им ст гл ул дом орг метод инф упр ком конт
канд науч общ главн мл эл почт сост пред хоз соц мат
"""
_SHORT = frozenset(_SHORT_FORMS.split())


def pieces(sentence: Sentence) -> Iterator[Sentence]:
    """The sentence, or where stops without a capital behind them part it, its pieces."""
    text, start, end = sentence.part.text, sentence.start, sentence.end
    if end - start > _LONGEST or "\t" in sentence.text:
        yield sentence
        return
    first = start
    for match in _STOP.finditer(text, start, end):
        if _ends(match, text[first : match.end()]):
            yield Sentence(sentence.segment, first, match.end() - _blanks(match.group()))
            first = match.end()
    yield Sentence(sentence.segment, first, end) if first > start else sentence


def _ends(match: re.Match[str], piece: str) -> bool:
    """Whether a sentence ends here: no short form, and no bracket is left open or closed."""
    smiles = piece.rstrip().endswith(")")
    if "(" in piece if smiles else piece.count("(") > piece.count(")"):
        return False
    word = match[1]
    return word is None or (word.lower() not in _SHORT and parses(word)[0].is_known)


def _blanks(stop: str) -> int:
    return len(stop) - len(stop.rstrip())
