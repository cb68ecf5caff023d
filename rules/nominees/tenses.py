"""What was meant, sent or learnt before, told by the tenses of the verbs."""

from __future__ import annotations

import re
from functools import lru_cache

from rules.morphology import WORDS, parses
from rules.nominees.lines import Line, Mention
from rules.phrases import Match


def was_intended(cue: Match, line: Line) -> bool:
    """«Хотели отправить Курманова»: it was meant so, and then something came between."""
    near = line.tokens[max(0, cue.tokens[0] - 3) : cue.tokens[0] + 1]
    if any(
        t.text.lower() == "бы" for t in line.tokens[max(0, cue.tokens[0] - 4) : cue.tokens[0] + 4]
    ):
        return False
    return any(
        t.lemmas & _INTENDS
        and "past" in parses(t.text)[0].tag.grammemes
        and "VERB" in parses(t.text)[0].tag.grammemes
        for t in near
    )


def was_meant(mention: Mention, line: Line) -> bool:
    """«предполагалось привлечь X либо Y, но …»: a plan of before, and a contrast behind it."""
    text = line.sentence.part.text
    planned = any(
        t.end <= mention.person.start
        and t.lemmas & _INTENDS
        and {"VERB", "past"} <= parses(t.text)[0].tag.grammemes
        for t in line.tokens
    )
    return (
        planned
        and re.search(r"[,;]\s*(?:но|однако)\b", text[mention.person.end : line.end]) is not None
    )


_INTENDS_WORDS = """
хотеть думать собираться планировать предполагать предполагаться планироваться намереваться
рассчитывать прочить намечать намечаться
"""
_INTENDS = frozenset(_INTENDS_WORDS.split())


def is_past_training(cue: Match, line: Line) -> bool:
    """«обучение уже проходил Гусев»: he is trained, not sent."""
    for index in cue.tokens:
        first = parses(line.tokens[index].text)[0]
        if (
            "VERB" in first.tag.grammemes
            and "past" in first.tag.grammemes
            and (first.normal_form in _STUDIES or cue.phrase.name == "gains")
        ):
            return True
    return False


_STUDIES_WORDS = """
пройти проходить учиться обучаться участвовать посещать посетить отучиться обучиться научиться
приезжать приехать ездить прибыть приходить прийти ходить быть бывать побывать съездить
присутствовать
"""
_STUDIES = frozenset(_STUDIES_WORDS.split())


@lru_cache(maxsize=WORDS)
def tells_of_past(word: str) -> bool:
    """«участвовали», «приезжал»: what somebody did, not what he will do."""
    first = parses(word)[0]
    return (
        "VERB" in first.tag.grammemes
        and "past" in first.tag.grammemes
        and first.normal_form in _STUDIES
    )


def was_sent_earlier(cue: Match, line: Line) -> bool:
    """«направляли Зуева»: said of an earlier time."""
    tag = parses(line.tokens[cue.tokens[0]].text)[0].tag
    return "VERB" in tag and "past" in tag and "impf" in tag and cue.phrase.means == "send"
