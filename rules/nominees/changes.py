"""Changes of mind within a letter: a nominee who is called off or replaced further down, «Поедет X…
стоп, он на сборах. Тогда не он, а Y»."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rules.nominees import named_earlier, settle
from rules.nominees.cues import AWAY
from rules.nominees.lines import FULL, NOMINATIVE, Letter, Line, Mention, Role

_REACH = 3
"""So many sentences below a nominee he can be taken back by whoever wrote them in haste."""
_TURN = re.compile(
    r"\b(?:тогда|значит|выходит|получается|прид[её]тся|давай(?:те)?|лучше|пусть|а)\b",
    re.IGNORECASE,
)
_AT_LAST = re.compile(
    r"\A\W*(?:(?:тогда|лучше)\s+)?(?:будет|пишите|запишите|записывайте|впишите|поедет|едет|шл[её]м"
    r"|учите|берите)\s+\Z",
    re.IGNORECASE,
)
"""«Будет X», «Пишите X»: said again, behind what was taken back."""
_ACCUSES = re.compile(
    r"\b(?:давай(?:те)?|лучше|(?:за|в|пере)?пиш(?:ем|ите)|бер(?:ем|ите))\b", re.IGNORECASE
)
_AT_ONCE = re.compile(
    r"\b(?:стоп|отбой|отставить|передумали?|переиграли|(?:хотя|ой)[\s,]+нет)\b", re.IGNORECASE
)
"""Words after which whoever is sent comes instead, though no «тогда» is said."""
_STOPS = re.compile(
    r"(?:\.\.|…|\s[–—-])\s*нет\b|\b(?:ой|упс|стоп|погоди(?:те)?|подожди(?:те)?|минут(?:ку|очку)|отбой|отставить|передумал\w*"
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
_INSTEAD_OF_HIM = r"\b(?:вместо|взамен|за)\s+(?:него|не[её]|них)\b"
_PLACE_OF_HIM = re.compile(
    rf"{_INSTEAD_OF_HIM}|\bзамен\w+\s+(?:ему|ей|его|е[её]|них)\b", re.IGNORECASE
)
_IN_HIS_PLACE = re.compile(rf"{_INSTEAD_OF_HIM}\s*[-–—:,]?\s*(?:\w+\s+){{0,3}}$", re.IGNORECASE)
_CALLED_OFF = re.compile(
    r"[\s.…,–—-]*(?:ой,?\s*)?(?:(?:вернее|точнее|хотя|а"
    r"|но)[,\s]+)?нет\b(?!\s*,?\s*не\b.{0,20}возраж)"
    r"|[^.;]{0,30}?[\s,–—-](?:но\s+)?(?:его|е[её]|ему|ей|он"
    r"|она)\b[^.;]{0,30}\bне\s+(?:отпуска|отпусти|мож|смож"
    r"|поед|ед[еу]|да[дёеюс]|хоч|получ)",
    re.IGNORECASE,
)
_LATER = re.compile(r"^\W*(?:P\.?\s?S|З\.?\s?Ы|пост\s?скриптум|пока\s+писал|стоп)", re.IGNORECASE)


def follow(letters: Sequence[Letter]) -> None:
    """Take back nominees of whom the letter says further on that others go in their place."""
    for letter in letters:
        for line in letter.lines:
            _gave_up(line)
    _intended(letters)
    for letter in letters:
        named_earlier.withdraw(letter)
        named_earlier.stand_in(letter)
        _exchanged(letter)
        _only_one(letter)
        for at, line in enumerate(letter.lines):
            _called_off(line, letter.lines[at + 1 :])
            if line.own and line.mentions:
                _replaced(letter, at)


def _nominated(lines: Sequence[Line]) -> list[Mention]:
    return [m for x in lines for m in x.nominated]


def _intended(letters: Sequence[Letter]) -> None:
    """«Хотели отправить Курманова, но …, запишите Фёдорову»: the plan was given up."""
    lines = [line for x in letters for line in x.lines]
    for mention in (m for x in lines for m in x.mentions) if _nominated(lines) else ():
        if mention.rule == "intended":
            mention.settle(Role.WITHDRAWN, "intended", mention.cue)


def _called_off(line: Line, below: Sequence[Line]) -> None:
    """«Поедет Лобанов… нет, его не отпускают»."""
    _besides(line, below)
    text = line.sentence.part.text
    for mention in line.nominated:
        if _CALLED_OFF.match(text, mention.person.end, line.until_next(mention)):
            others = [m for m in _nominated([line, *below]) if m is not mention]
            others = [m for m in others if not _same_surname(m, mention)]
            role = Role.WITHDRAWN if others else Role.WEAK
            for one in (mention, *_named_again(mention, line)):
                one.settle(role, "called_off", one.cue)


def _named_again(mention: Mention, line: Line) -> list[Mention]:
    """«Едет Лиджиев... нет, Лиджиева зачеркни»."""
    behind = [m for m in line.nominated if m.person.start > mention.person.end]
    return [m for m in behind if _same_surname(m, mention)]


def _besides(line: Line, below: Sequence[Line]) -> None:
    """«Помимо X, просим добавить Y. Едут оба»: who was named before stays."""
    for mention in line.mentions:
        if mention.rule == "next_except" and line.has("addition") and line.nominated:
            both = any(_BOTH.search(x.text) for x in (line, *below[:1]))
            role = Role.NOMINATED if both else Role.WEAK
            mention.settle(role, "besides", mention.cue)
            mention.cases = frozenset({"gent"})


_BOTH = re.compile(r"\b(?:оба|обе|обоих|двое|двоих|вдво[её]м|вместе)\b", re.IGNORECASE)


def _replaced(letter: Letter, at: int) -> None:
    """«Пишите вместо него X»; «P.S. Власов сломал ногу. Едет Y»."""
    line, above = letter.lines[at], letter.lines[:at]
    before = _nominated(above)
    if not before:
        return
    if _PLACE_OF_HIM.search(line.text) and len(before) == 1 and line.nominated:
        before[0].settle(Role.WITHDRAWN, "replaced_below", before[0].cue)
        return
    afterwards = any(_LATER.match(x.text) for x in letter.lines[max(0, at - 2) : at + 1])
    afterwards = afterwards and _KEPT.search(line.text) is None
    anew = [m for m in _nominated(letter.lines[at:]) if m.person.kind in FULL]
    away = [c.start for c in line.cues if c.phrase.means in _TAKES_BACK]
    for mention in (m for m in line.mentions if m.role is not Role.NOMINATED):
        gone = mention.role is Role.WITHDRAWN or afterwards
        if gone or any(0 < start - mention.person.end < 60 for start in away):
            for one in (m for m in before if _same_surname(m, mention)):
                others = any(not _same_surname(m, one) for m in anew)
                one.settle(Role.WITHDRAWN if others else Role.WEAK, "replaced_below", one.cue)


_KEPT = re.compile(
    r"(?<!\bне )\b(?:оставьте|оставляем|оставить)\b(?!\s+(?:дома|в покое))|\bв\s+силе\b"
    r"|\bоста[её]тся\s+(?:слушател|кандидат|участни|в\s+(?:группе|списке|силе)|прежн)"
    r"|\bне\s+(?:меня|трога|касается|вычерк|исключа|снима)\w*",
    re.IGNORECASE,
)
"""«P.S. … Власова оставьте»: nothing is taken back of him."""


def _same_surname(one: Mention, two: Mention) -> bool:
    """Whether two names can be of one person, in whatever case the second stands."""
    if two.person.kind in FULL and not settle.given_alike(one.reading, two.reading):
        return False  # «Замещать её будет Нестеров Э.Э.»
    first = one.reading.surname.lower()
    second = (two.reading.surname or two.person.words).lower()  # «Кима» may be a first name
    if first == second:
        return bool(first)
    stem = min(len(first), len(second), 5)
    longer = abs(len(first) - len(second))
    return stem > 2 and first[:stem] == second[:stem] and longer < (3 if stem > 3 else 2)


def _exchanged(letter: Letter) -> None:
    """Put whoever is named last in the place of whom the letter named before and took back."""
    for at, line in enumerate(letter.lines):
        if not line.own or not line.mentions or line.asks:
            continue
        above = letter.lines[max(0, at - _REACH) : at]
        for mention in line.mentions:
            before = _standing([*above, line], mention)
            if len(before) == 1 and _is_put_in(mention, before[0], line, above):
                _exchange(mention, before[0], line)


def _standing(lines: Sequence[Line], mention: Mention) -> list[Mention]:
    """Whoever was put forward before him, or was to be; each counted once."""
    found: list[Mention] = []
    for one in (m for x in lines for m in x.mentions):
        planned = one.role is Role.WEAK and one.rule == "intended"
        if (one.role is Role.NOMINATED or planned) and one.person.end <= mention.person.start:
            found += [] if any(_same_surname(one, m) for m in found) else [one]
    return found


_ONLY = re.compile(
    r"(?<!не )\b(?:только|лишь|исключительно|одн(?:у|ого))\s+(?:[а-яё-]+\s+){0,4}$", re.IGNORECASE
)


def _only_one(letter: Letter) -> None:
    """«Отобраны X и Y. Y увольняется, просим включить только X»: the other is taken back, for
    certain where why is told."""
    for at, line in enumerate(letter.lines):
        if not (line.own and line.mentions and ("только" in line.text or "лишь" in line.text)):
            continue
        for mention in line.nominated:
            if _ONLY.search(line.lead(mention)[-60:]) and not _SUPPOSES.search(line.text):
                _leave_only(mention, line, letter.lines[:at])


def _leave_only(mention: Mention, line: Line, above: Sequence[Line]) -> None:
    for other in _nominated(above):
        if not _same_surname(other, mention):
            told = any(_same_surname(other, m) for m in line.mentions)
            other.settle(Role.WITHDRAWN if told else Role.WEAK, "only_another", mention.cue)


def _is_put_in(mention: Mention, before: Mention, line: Line, above: Sequence[Line]) -> bool:
    """Whether he is named instead: «не он, а Y»; or «тогда Y» after a word that takes back."""
    open_yet = mention.role in (Role.UNKNOWN, Role.WEAK, Role.NOMINATED)
    if not open_yet or mention.person.kind not in FULL or _same_surname(before, mention):
        return False
    text = line.sentence.part.text
    if before.line.sentence.part is not line.sentence.part:
        return False  # who is known by the header alone
    told = text[before.person.end : mention.person.start]
    lead = text[max(line.sentence.start, before.person.end) : mention.person.start]
    sent = mention.role is Role.NOMINATED
    if _NOT_HE.search(lead) or (sent and named_earlier.gave_up(told)):
        return True
    if _SUPPOSES.search(told):
        return False
    in_his_place = _IN_HIS_PLACE.search(lead) is not None and not _BUSY.search(lead)
    return in_his_place or (
        _comes_next(mention, line, lead, told) and _takes_back(before, told, above)
    )


def _comes_next(mention: Mention, line: Line, lead: str, told: str) -> bool:
    """«тогда Y», «лучше запишите Y»; or Y is sent anyway, behind «отбой»."""
    sent = mention.role is Role.NOMINATED
    turns = _TURN.search(lead) or _AT_LAST.match(lead) or (sent and _AT_ONCE.search(told))
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


def _exchange(mention: Mention, before: Mention, line: Line) -> None:
    cue = line.sentence.evidence("nominee.instead", line.sentence.start, mention.person.end)
    if mention.role is not Role.NOMINATED:
        mention.settle(Role.NOMINATED, "instead", cue)
        mention.cases = NOMINATIVE if mention.case == "nomn" else frozenset({"accs"})
    for one in (before, *_named_again(before, before.line)):
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


def _gave_up(line: Line) -> None:
    """«X собирался, но раздумал», «был записан X, но его забирают»: perhaps he goes no more."""
    people = line.nominated
    meant = _MEANT.search(line.text) if people else None
    if meant is None:
        return
    start, text = line.sentence.start, line.sentence.part.text
    for mention in people:
        end = line.until_next(mention)
        plan = _MEANT.search(text, mention.person.end, end)
        if plan is None and not text[start + meant.end() : mention.person.start].isspace():
            continue
        but = _BUT.match(text[plan.end() if plan else mention.person.end : end])
        if but and not _AFTER_ALL.search(but[1]):
            mention.settle(Role.WEAK, "intended", mention.cue)
