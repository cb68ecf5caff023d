"""Changes of mind further down: «Поедет X… стоп, он на сборах. Тогда не он, а Y»."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rules.nominees.cues import AWAY
from rules.nominees.lines import FULL, NOMINATIVE, Letter, Line, Mention, Role

_REACH = 3
"""So many sentences below a nominee he can be taken back by whoever wrote them in haste."""
_TURN = re.compile(
    r"\b(?:тогда|значит|выходит|получается|прид[её]тся|давай(?:те)?|лучше|пусть|а)\b",
    re.IGNORECASE,
)
_ACCUSES = re.compile(
    r"\b(?:давай(?:те)?|лучше|(?:за|в|пере)?пиш(?:ем|ите)|бер(?:ем|ите))\b", re.IGNORECASE
)
_AT_ONCE = re.compile(
    r"\b(?:стоп|отбой|отставить|передумали?|переиграли|(?:хотя|ой)[\s,]+нет)\b", re.IGNORECASE
)
"""Words after which whoever is sent comes instead, though no «тогда» is said."""
_IN_HIS_PLACE = re.compile(
    r"\b(?:вместо|взамен|за)\s+(?:него|не[её])\s*[-–—:,]?\s*(?:\w+\s+){0,3}$", re.IGNORECASE
)
_STOPS = re.compile(
    r"\b(?:ой|упс|стоп|погоди(?:те)?|подожди(?:те)?|минут(?:ку|очку)|отбой|отставить|передумал\w*"
    r"|переиграл\w*|отменя\w+|(?:хотя|а|но|ой|ах|вернее)[\s,]+нет|не\s+(?:он|она|его|е[её]|ему|ей)\b"
    r"|не\s+(?:с?мо(?:жет|гут)|поедет|пойд[её]т|отпуска\w+|отпустят|получ[аи]\w+))\b"
    r"|\b(?:у\s+(?:него|не[её])|он|она)\b[^.!?]{0,30}\b(?:сесси|сбор|отпуск|больничн|свадьб|экзамен|декрет"
    r"|дежур|вахт|увол)",
    re.IGNORECASE,
)
_TAKES_BACK = (*AWAY, "void_prev", "withdraw_next")
_KEEPS = (
    *AWAY, "addition", "along", "reserve", "alternative", "other_next", "former_next", "other_list",
    "later", "declined",
)  # fmt: skip
_SUPPOSES = re.compile(r"\b(?:если|вдруг|в\s+случае|коли)\b", re.IGNORECASE)
_NOT_HE = re.compile(
    r"\bне\s+(?:он|она|они|его|е[её]|ему|ей|им|[А-ЯЁ][\w.-]+(?:\s+[А-ЯЁ][\w.-]+){0,2})\s*,?\s+а\s+"
    r"(?:\w+\s+){0,3}$"
)


def follow(letter: Letter) -> None:
    """Put whoever is named last in the place of whom the letter named before and took back."""
    for at, line in enumerate(letter.lines):
        if not line.own or not line.mentions or line.asks:
            continue
        for mention in line.mentions:
            before = _before(mention, letter.lines[max(0, at - _REACH) : at + 1])
            if before and _is_put_in(mention, before, line, letter.lines[max(0, at - _REACH) : at]):
                _exchange(mention, before, line)
    only_one(letter)


_ONLY = re.compile(
    r"(?<!не )\b(?:только|лишь|исключительно|одн(?:у|ого))\s+(?:[а-яё-]+\s+){0,4}$", re.IGNORECASE
)


def only_one(letter: Letter) -> None:
    """«Отобраны X и Y. Y увольняется, просим включить только X»: the other is taken back, for
    certain where why is told."""
    for at, line in enumerate(letter.lines):
        if not (line.own and line.mentions and ("только" in line.text or "лишь" in line.text)):
            continue
        for mention in line.nominated:
            if _ONLY.search(line.lead(mention)[-60:]) and not _SUPPOSES.search(line.text):
                _leave_only(mention, line, letter.lines[:at])


def _leave_only(mention: Mention, line: Line, above: Sequence[Line]) -> None:
    told = {m.reading.surname[:5].lower() for m in line.mentions}
    for other in (m for x in above for m in x.nominated):
        surname = other.reading.surname[:5].lower()
        if surname[:4] != mention.reading.surname[:4].lower():
            role = Role.WITHDRAWN if surname in told else Role.WEAK
            other.settle(role, "only_another", mention.cue)


def _before(mention: Mention, lines: Sequence[Line]) -> list[Mention]:
    """Who was nominated shortly above, or before him in the sentence."""
    return [m for x in lines for m in x.nominated if m.person.end <= mention.person.start]


def _is_put_in(
    mention: Mention, before: Sequence[Mention], line: Line, above: Sequence[Line]
) -> bool:
    """Whether he is named instead: «не он, а Y»; or «тогда Y» after a word that takes back."""
    open_yet = mention.role in (Role.UNKNOWN, Role.WEAK, Role.NOMINATED)
    if not open_yet or mention.person.kind not in FULL or len(before) != 1:
        return False
    part = line.sentence.part
    same = before[0].reading.surname[:4].lower() == mention.reading.surname[:4].lower()
    if same or before[0].line.sentence.part is not part:
        return False
    told = part.text[before[0].person.end : mention.person.start]
    lead = part.text[max(line.sentence.start, before[0].person.end) : mention.person.start]
    if _NOT_HE.search(lead):
        return True
    if _SUPPOSES.search(told):
        return False
    in_his_place = _IN_HIS_PLACE.search(lead) is not None and not _BUSY.search(lead)
    return in_his_place or (
        _comes_next(mention, line, lead, told) and _takes_back(before[0], told, above)
    )


def _comes_next(mention: Mention, line: Line, lead: str, told: str) -> bool:
    """«тогда Y», «лучше запишите Y»; or Y is sent anyway, behind «отбой»."""
    sent = mention.role is Role.NOMINATED
    turns = _TURN.search(lead) or (sent and _AT_ONCE.search(told))
    if line.has(*_KEEPS) or not turns:
        return False
    return sent or mention.case == "nomn" or _is_taken(mention, lead)


_BUSY = re.compile(r"\b(?:работа|подпис|отвеча|остан|остал|дежур|приказ|бумаг|звон)", re.IGNORECASE)


def _is_taken(mention: Mention, lead: str) -> bool:
    """«Давайте Сычёва», «лучше запишите Сычёву»."""
    return bool(_ACCUSES.search(lead)) and mention.may_be("accs")


def _takes_back(before: Mention, told: str, above: Sequence[Line]) -> bool:
    """Whether it is told between the two that the first is away, or that it was a mistake."""
    if _STOPS.search(told):
        return True
    surname = before.reading.surname[:4].lower()
    lines = (x for x in above if x is not before.line and x.has(*_TAKES_BACK))
    return any(surname in x.text.lower() for x in lines)


_TAKEN = frozenset({"accs"})


def _exchange(mention: Mention, before: Sequence[Mention], line: Line) -> None:
    cue = line.sentence.evidence("nominee.instead", line.sentence.start, mention.person.end)
    if mention.role is not Role.NOMINATED:
        mention.settle(Role.NOMINATED, "instead", cue)
        mention.cases = NOMINATIVE if mention.case == "nomn" else _TAKEN
    for one in before:
        one.settle(Role.WITHDRAWN, "replaced_below", one.cue)


_MEANT = re.compile(
    r"\b(?:(?:собирал|рвал|вызывал|просил|намеревал|соглашал|согласил)(?:ся|ась|ись)"
    r"|(?:хотел|планировал|думал|мечтал)[аи]?|был[аи]?\s+(?:\w+\s+)?(?:записан|намечен|выбран|заявлен"
    r"|утвержд[её]н|назначен|внес[её]н|определ[её]н|указан|выдвинут|запланирован)[аы]?)\b",
    re.IGNORECASE,
)
_BUT = re.compile(r"\A[^;:.]{0,80}?(?:,\s*(?:но|однако|да)|;\s*(?:но|однако))\s([^;.]*)")
_AFTER_ALL = re.compile(
    r"\b(?:[её]дет|поед|ид[её]т|пойд|направ|отправ|согласил|учит|обуч|пош|включ|запис|вс[её])", re.I
)


def gave_up(line: Line) -> None:
    """«X собирался, но раздумал», «был записан X, но его забирают»: perhaps he goes no more."""
    people = line.nominated
    meant = _MEANT.search(line.text) if people else None
    if meant is None:
        return
    start, text = line.sentence.start, line.sentence.part.text
    for mention in people:
        behind = [m.person.start for m in line.mentions if m.person.start > mention.person.end]
        end = min(behind, default=line.sentence.end)
        plan = _MEANT.search(text, mention.person.end, end)
        if plan is None and not text[start + meant.end() : mention.person.start].isspace():
            continue
        but = _BUT.match(text[plan.end() if plan else mention.person.end : end])
        if but and not _AFTER_ALL.search(but[1]):
            mention.settle(Role.WEAK, "intended", mention.cue)
