"""Sentences of letters without capitals: «… заработает. на учёбу иванова» says two things."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rules.document import Sentence
from rules.morphology import parses
from rules.person_words import is_title

_STOP = re.compile(
    r"(?<![а-яё])([а-яё]{2,})(?:[.!?]|[.!?]?\)+)\s+(?=[а-яё])|\d{2}[.!?]\s+(?=[а-яё]{4})", re.I
)
_SIGN = re.compile(r"[.!?)]\s")
"""Without it neither a stop nor initials end anything."""
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
    stops: list[re.Match[str]] = []
    if _SIGN.search(text, start, end):
        stops += [m for m in _STOP.finditer(text, start, end) if _ends(m, text[start : m.end()])]
        stops += [m for m in _INITIALS.finditer(text, start, end) if _begins(m, text)]
    stops += [m for m in _NUMBER.finditer(text, start, end) if _says_more(m)]
    for match in sorted(stops, key=re.Match.end):
        if match.end() > first:
            yield Sentence(sentence.segment, first, match.end() - _blanks(match.group()))
            first = match.end()
    yield Sentence(sentence.segment, first, end) if first > start else sentence


_INITIALS = re.compile(r"([А-ЯЁ][а-яё-]{2,})\s[А-ЯЁ]\.\s?[А-ЯЁ]\.\s+(?=([А-ЯЁ][а-яё]*)\s)")
_NO_NAMES = {"PREP", "CONJ", "PRCL", "NPRO", "ADVB", "VERB", "PRTS", "INFN"}
_SAID_OF = re.compile(r"(?:кандидат|специалист|слушател|обучен|уч[её]б|готовност|телефон)", re.I)


def _begins(match: re.Match[str], text: str) -> bool:
    """«смета у Громовой А. Ж. На учёбу едет …»: behind a surname and its initials stands a word
    that is no name."""
    first = parses(match[2])[0].tag.grammemes
    called = any({"Surn", "Name", "Patr"} & p.tag.grammemes for p in parses(match[2]))
    name = called and "PREP" not in first  # «По» is a surname too
    post = is_title(match[1]) or match[1].startswith("Уважаем")
    other = _NO_NAMES & first or {"ADJF", "femn"} <= first or _SAID_OF.match(match[2])
    return (
        bool(other)
        and not name
        and not post
        and text.count("(", 0, match.end()) == text.count(")", 0, match.end())
    )


_NUMBER = re.compile(
    r"\d{2}-\d{2}\s+(?=(?P<word>[А-ЯЁ][а-яё]+)(?:\s+(?P<next>[а-яё]+))?)"
    r"|(?:\d{2}-\d{2}|[А-ЯЁ]\.)\s*\n\s*"
    r"(?=(?P<post>[а-яё]{4,})\s+[А-ЯЁ][^\n\d]*(?:\n\s*\n|\Z))"
)


def _says_more(match: re.Match[str]) -> bool:
    """«тел. 5-14-72 Контролирует выполнение …», «… 5-14-72 Связь держать с …»: a verb behind a
    number without a stop; «… Х.Т. ⏎ секретарь Тимощук Р.Р.», the last line of a letter."""
    if match["post"]:
        cases = {p.tag.case for p in parses(match["post"])}
        return is_title(match["post"]) and "nomn" in cases
    first = parses(match["word"])[0].tag.grammemes
    if {"VERB", "INFN"} & first or ("PREP" in first and match["next"]):
        return True
    behind = parses(match["next"])[0].tag.grammemes if match["next"] else frozenset()
    return {"NOUN", "inan"} <= first and bool({"VERB", "INFN", "PRTS"} & behind)


def _ends(match: re.Match[str], piece: str) -> bool:
    """Whether a sentence ends here: no short form, and no bracket is left open or closed."""
    smiles = piece.rstrip().endswith(")")
    if "(" in piece if smiles else piece.count("(") > piece.count(")"):
        return False
    word = match[1]
    return word is None or (word.lower() not in _SHORT and parses(word)[0].is_known)


def _blanks(stop: str) -> int:
    return len(stop) - len(stop.rstrip())
