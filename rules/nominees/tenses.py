"""What was meant, sent or learnt before, told by the tenses of the verbs."""

from __future__ import annotations

import re
from functools import lru_cache

from rules.document import Token
from rules.morphology import WORDS, Parse, parses
from rules.nominees.lines import Line, Mention
from rules.phrases import Match


def was_intended(cue: Match, line: Line) -> bool:
    """«Хотели отправить Курманова»: it was meant so, and then something came between."""
    first = cue.tokens[0]
    around = line.tokens[max(0, first - 4) : first + 4]
    if any(t.text.lower() == "бы" for t in around):
        return False
    return any(map(_tells_intent, line.tokens[max(0, first - 3) : first + 1]))


def was_meant(mention: Mention, line: Line) -> bool:
    """«предполагалось привлечь X либо Y, но …»: a plan of before, and a contrast behind it."""
    text = line.sentence.part.text
    planned = any(t.end <= mention.person.start and _tells_intent(t) for t in line.tokens)
    return planned and _CONTRAST.search(text[mention.person.end : line.end]) is not None


_CONTRAST = re.compile(r"[,;]\s*(?:но|однако)\b")


def _tells_intent(token: Token) -> bool:
    """«хотели», «предполагалось»."""
    return bool(token.lemmas & _INTENDS) and _is_past(parses(token.text)[0])


_INTENDS_WORDS = """
хотеть думать собираться планировать предполагать предполагаться планироваться намереваться
рассчитывать прочить намечать намечаться
"""
_INTENDS = frozenset(_INTENDS_WORDS.split())


def is_past_training(cue: Match, line: Line) -> bool:
    """«обучение уже проходил Гусев»: he is trained, not sent."""
    for index in cue.tokens:
        first = parses(line.tokens[index].text)[0]
        if _is_past(first) and (first.normal_form in _STUDIES or cue.phrase.name == "gains"):
            return True
    return False


_STUDIES_WORDS = """
пройти проходить учиться обучаться участвовать посещать посетить отучиться обучиться научиться
приезжать приехать ездить прибыть приходить прийти ходить быть бывать побывать съездить
присутствовать окончить закончить завершить прослушать заниматься
"""
_STUDIES = frozenset(_STUDIES_WORDS.split())


@lru_cache(maxsize=WORDS)
def tells_of_past(word: str) -> bool:
    """«участвовали», «приезжал»: what somebody did, not what he will do."""
    first = parses(word)[0]
    return _is_past(first) and first.normal_form in _STUDIES


def _is_past(parse: Parse) -> bool:
    """Whether a reading is a finite verb of the past: «ездил», not «ездивший»."""
    return bool({"VERB", "past"} <= parse.tag.grammemes)


def was_sent_earlier(cue: Match, line: Line) -> bool:
    """«направляли Зуева»: said of an earlier time."""
    tag = parses(line.tokens[cue.tokens[0]].text)[0].tag
    return "VERB" in tag and "past" in tag and "impf" in tag and cue.phrase.means == "send"


def is_past_participle(cue: Match, line: Line, *, described: bool) -> bool:
    """«направленной ранее», «избранной депутатом»: the verb only describes somebody; `described`
    tells that a word before it waits for its person."""
    found = [p.tag for p in parses(line.tokens[cue.tokens[0]].text)]
    tag = next((t for t in found if "PRTF" in t), found[0]) if "ADJF" in found[0] else found[0]
    return "PRTF" in tag and (("past" in tag and cue.phrase.means != "nominate") or described)
