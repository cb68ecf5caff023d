"""Who stands on the other side of a contrast, of a mistake or of a consent: «напечатано «X», а
слушателем едет Y», «ошибочно записан X», «едет Y, начальник X не против»."""

from __future__ import annotations

import re

from rules.morphology import parses
from rules.nominees import clauses, government, grammar
from rules.nominees.cues import AWAY, SENDS
from rules.nominees.lines import FULL, Line, Mention
from rules.phrases import Match

_BUT = re.compile(r"[,;]\s*(?:а|но|однако|зато|тогда\s+как|в\s+то\s+время\s+как)\s(.*)$", re.S)
_RECORDED = re.compile(
    r"\b(?:(?:на)?печатан|указ[аы]|запис|назв|заявл|знач|фигурир|числи|внес|впис|сто(?:ит|ял)|подан"
    r"|поименов|упомян|предлаг|предполаг|планиров|ошиб|опечат|неверн)",
    re.IGNORECASE,
)
_MISTAKEN = re.compile(
    r"\b(?:ошибочн\w+|неверн\w+|неправильн\w+|по\s+ошибке|по\s+недоразумению|случайно"
    r"|по\s+оплошности)\b",
    re.IGNORECASE,
)
_NEW_CLAUSE = re.compile(r"[;:]|,\s*(?:а|но)\b")
CONSENTS = re.compile(
    r"\s+(?:(?:тоже|также|полностью|вполне|и\s+сам\w?)\s+)?(?:не\s+(?:против|возража|препятств|мешает)"
    r"|соглас(?:ен|на|ны|овал)|в\s+курсе|за\b|одобр|разреш|поддерж|благослов|дал[аи]?\s+(?:добро|соглас))",
    re.IGNORECASE,
)
_OPENS = re.compile(r"[,;(–—]\s*(?:[\w-]+\s+){0,4}$")


def parts(mention: Mention, cue: Match, line: Line) -> bool:
    """Whether a contrast stands between a person and the word behind it, whose clause has somebody
    of its own."""
    found = _BUT.search(line.sentence.part.text[mention.person.end : cue.start])
    if found is None:
        return False
    last = re.split(r"[,;]", found[1])[-1]
    if any(_is_subject(word) for word in re.findall(r"[а-яё]+", last)):
        return True
    behind = [m for m in line.mentions if m.person.start > cue.end and m.person.kind in FULL]
    return any(";" not in line.sentence.part.text[cue.end : m.person.start] for m in behind[:1])


def has_own_subject(cue: Match, line: Line) -> bool:
    """«за оплату – Ким, обучается инспектор Зуева»: one verb in the singular, one subject."""
    tag = parses(line.tokens[cue.tokens[-1]].text)[0].tag.grammemes
    if "sing" not in tag or not {"VERB", "PRTS"} & tag:
        return False
    behind = [m for m in line.mentions if m.person.start > cue.end and m.person.kind in FULL]
    named = behind and grammar.leads_to(cue.end, behind[0], line)
    return bool(named) and behind[0].case == "nomn"


def has_own_object(mention: Mention, cue: Match, line: Line) -> bool:
    """«поскольку X в отпуске, включите Y»: X has a clause of his own, and the verb its object."""
    behind = [m for m in line.mentions if m.person.start > cue.end and m.person.kind in FULL]
    if not behind or not grammar.leads_to(cue.end, behind[0], line):
        return False
    wanted = government.expected(cue, line) - {"nomn"}
    if not behind[0].may_be(*wanted):
        return False
    found = clauses.clauses(line)
    between = [c for c in found if mention.person.end < c.end <= cue.start]
    own = [c for c in found if c.holds(mention.person.start)]
    return (
        bool(own)
        and not own[0].holds(cue.start)
        and any(c.verb is not None or c.has(*AWAY) for c in (*own, *between))
    )


_CAPITAL = re.compile(r"\s+[А-ЯЁ][а-яё]")


def begins_anew(mention: Mention, cue: Match, line: Line) -> bool:
    """«смета у Громовой А. Ж. Кандидатуру внесём»: the stop of an initial ends the sentence."""
    text = line.sentence.part.text
    stopped = text[: mention.person.end].endswith(".") and not line.text.isupper()
    return stopped and _CAPITAL.match(text, mention.person.end, cue.end) is not None


def _is_subject(word: str) -> bool:
    """«вторая», «начальник»: a living noun or a numeral in the nominative."""
    grammemes = parses(word)[0].tag.grammemes
    return "nomn" in grammemes and bool({"anim", "Anum"} & grammemes)


def on_record(mention: Mention, line: Line) -> bool:
    """«напечатано «X»», «в заявке значится X»: named in an earlier paper."""
    lead = line.lead(mention)
    return _RECORDED.search(lead[-80:]) is not None


_FORMER_WORDS = """
прошлый прежний бывший предыдущий первоначальный выбывший отказавшийся
"""
_FORMER = frozenset(_FORMER_WORDS.split())
_STAYS = re.compile(
    r"\b(?:оста[её]т|остал|сохраня|подтвержда|в\s+силе|поед|ед[еу]т|без\s+изменен)", re.I
)


def is_former(cue: Match, line: Line) -> bool:
    """«прошлый кандидат, X, сломал ногу»: the one of before, unless he stays."""
    first = cue.tokens[0]
    before = line.tokens[first - 1] if first and cue.phrase.means == "nominate" else None
    return before is not None and bool(before.lemmas & _FORMER) and not _STAYS.search(line.text)


def is_mistake(cue: Match, line: Line) -> bool:
    """«ошибочно записан X», «ошибочны сведения о том, что направлен X»: the contrary is meant."""
    found = _MISTAKEN.search(line.text)
    if found is None:
        return False
    tag = parses(line.tokens[cue.tokens[0]].text)[0].tag.grammemes
    if not {"PRTS", "past"} & tag or grammar.is_negated(cue, line):
        return False
    start, end = cue.start - line.sentence.start, cue.end - line.sentence.start
    before = found.end() <= start and not _NEW_CLAUSE.search(line.text, found.end(), start)
    return before or 0 <= found.start() - end <= 3


_ANSWERS_FOR = re.compile(r"\bза\s+(?!уч|обуч|курс|парт)(?:[\w-]+\s+){1,3}[-–—:]\s*$")


def duty(mention: Mention, line: Line) -> str | None:
    """The part of who only has duties: «отвечает за технику Громов, за оплату – Зуев»,
    «исполняющей обязанности Зуевой назначена …», «а начальник у неё Громов»."""
    start = mention.person.start - line.sentence.start
    if _ANSWERS_FOR.search(line.text, 0, start):
        return "answers_for"
    over = _OVER_HIM.search(line.text, max(0, start - 40), start)
    if over and not _goes_too(over, mention, line) and mention.case == "nomn":
        return "over_him"
    if _DUTIES.search(line.text, max(0, start - 20), start) and mention.may_be("gent"):
        return "whose_duties"
    return None


def _goes_too(over: re.Match[str], mention: Mention, line: Line) -> bool:
    """«Едут X и её начальник Y»: a chief joined to whom he leads, of whom nothing else is said."""
    joined = re.search(r"[\w.)]\s+и\s+\Z", line.text[: over.start()]) is not None
    behind = (t.text for t in line.tokens if t.start >= mention.person.end)
    return joined and not any(map(grammar.is_finite, behind))


_CHIEF = r"(?:начальни|руководител|шеф|директор|завотдел|заведующ|главны|куратор)\w*"
_OF_HIM = r"(?:у\s+(?:него|не[её]|них)|его|е[её]|их)"
_OVER_HIM = re.compile(
    rf"\b(?:{_CHIEF}\s+{_OF_HIM}|{_OF_HIM}\s+(?:[а-яё]+\s+)?{_CHIEF})\s*[-–—:,]?\s*\Z",
    re.IGNORECASE,
)
_DUTIES = re.compile(r"\b(?:обязанност|функци|должност)\w+\s+\Z", re.IGNORECASE)


def consents(mention: Mention, line: Line) -> bool:
    """«едет Y (начальник X не против)», «…, X согласен»: who lets another go."""
    text = line.sentence.part.text
    if not CONSENTS.match(text, mention.person.end, line.sentence.end):
        return False
    lead = line.lead(mention)
    sends = any(c.end <= mention.person.start and c.phrase.means in SENDS for c in line.cues)
    return sends and _OPENS.search(lead) is not None
