"""Nominees of an earlier letter, or who refused since: «в письме от 10-го названа X», «X
отказалась, её подменит Y»."""

from __future__ import annotations

import re

from rules.nominees.lines import NOMINATIVE, Letter, Mention, Role

_GAVE_UP = re.compile(
    r"(?:[.!?…,;]\s*|\n\s*)(?:(?:но|однако|увы|к\s+сожалению|да\s+вот|только)[,\s]+)?(?:он|она)\s+"
    r"(?:[\w-]+\s+){0,3}?(?:отказал|заболел|раздумал|передумал|уволил|уволен|уехал|пока\s+не"
    r"|не\s+(?:с?мож|поед|хоч|отпус))",
    re.IGNORECASE,
)
_EARLIER = re.compile(
    r"\b(?:в|во)\s+(?:[\w-]+\s+){0,3}письме\b|\b(?:ранее|раньше|прежде|накануне|первоначально"
    r"|изначально)\b|\bв\s+прошлый\s+раз\b|\bна\s+прошлой\s+неделе\b",
    re.IGNORECASE,
)
_WAS_NAMED = re.compile(
    r"\b(?:назва[нл]|называл|указ(?:ан|ал|ыва)|заявлен|заявлял|заявил|сообщал|сообщил|писал"
    r"|написал|предлагал|предложен|предложил|направлял|был[аи]?\s+(?:назначен|определ|выбран))",
    re.IGNORECASE,
)
_HOLDS = re.compile(
    r"\b(?:в\s+силе|оста[её]тся|оба|обе|подтвержда|двое|обоих|кроме|помимо"
    r"|дополн|вдобавок)",
    re.IGNORECASE,
)
_HER_PLACE = re.compile(
    r"\b(?:его|е[её])\s+(?:под|за)мен(?:ит|яет|ят)\s+(?:[а-яё-]+\s+){0,5}\Z", re.IGNORECASE
)


def gave_up(told: str) -> bool:
    """«(Собиралась X.) Однако она отказалась, и поедет (Y)»: what is told between the two names."""
    return _GAVE_UP.search(told) is not None


def withdraw(letter: Letter) -> None:
    """«В письме от 10-го слушателем названа X. Просим считать слушателем Y»: Y goes."""
    for at, line in enumerate(letter.lines):
        named = line.nominated if line.own and line.mentions else []
        told = named and _EARLIER.search(line.text) and _WAS_NAMED.search(line.text)
        if not told or _HOLDS.search(line.text):
            continue
        below = [x for x in letter.lines[at + 1 :] if x.own and x.nominated]
        kept = any(x.has("addition", "along", "reserve") or _HOLDS.search(x.text) for x in below)
        surnames = {m.reading.surname[:5].lower() for x in below for m in x.nominated}
        for mention in named if below and not kept else ():
            if mention.reading.surname[:5].lower() not in surnames:
                mention.settle(Role.WITHDRAWN, "named_earlier", mention.cue)


def stand_in(letter: Letter) -> None:
    """«X отказалась от учёбы. Её подменит Y»: Y goes, where X was taken back for certain."""
    last: Mention | None = None
    for line in letter.lines:
        for mention in line.mentions if line.own else ():
            refused = last is not None and last.role is Role.WITHDRAWN and last.rule == "stays"
            open_yet = mention.role in (Role.UNKNOWN, Role.WEAK)
            if refused and open_yet and _HER_PLACE.search(line.lead(mention)):
                cue = line.sentence.evidence("nominee.instead", line.sentence.start)
                mention.settle(Role.NOMINATED, "instead", cue)
                mention.cases = NOMINATIVE
            last = mention
