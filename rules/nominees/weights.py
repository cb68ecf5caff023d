"""What speaks for an unaccounted person, by the words around his name."""

from __future__ import annotations

import re

from rules import positions
from rules.nominees import brackets, tenses, verbs
from rules.nominees.cues import COMPANION
from rules.nominees.denied import infinitive as is_denied
from rules.nominees.lines import FULL, NOMINATIVE, Line, Mention

_ONE_OF_US = re.compile(
    r"\b(?:кандидат\w*|слушател\w*|участни[кц]\w*|обуча\w+|специалист\w*|сотрудни[кц]\w*"
    r"|работни[кц]\w*"
    r"|человек\w*|представител\w*|лиц[оау]|особ[ауы]|персон[ау]|доброво\w+|учени[кц]\w*|курсант\w*"
    r"|студент\w*|фамили[яю]|имя|знакомьтесь|встречайте|принимайте)\b",
    re.IGNORECASE,
)
NAMED_FOR = re.compile(
    r"\b(?:на|для|за)\s+(?:уч[её]б[уы]|обучени[ея]|курсы|курсов"
    r"|заняти[яй])\W{0,3}(?:\w+\W{1,2}){0,4}$",
    re.IGNORECASE,
)
AWAY_NOW = re.compile(
    r"\b(?:на|в)\s+(?:уч[её]бе|курсах|обучении|занятиях)\b.*\b(?:сейчас|уже|пока)\b"
    r"|\b(?:сейчас|уже|пока)\s+(?:на|в)\s+(?:уч[её]бе|курсах|обучении|занятиях)\b",
    re.IGNORECASE,
)
"""«на учёбе в Москве сейчас Гаев»: he is away."""
_TO_STUDY = r"(?:(?:на|для)\s+(?:уч[её]б|обучени|курс|заняти)|в\s+групп)\w*"
_NAMED_AFTER = re.compile(
    r"\s*(?:\([^()\n]{0,60}\)|,[^.;:()\n]{3,60},)?[\s,]*"
    rf"(?:[-–—]\s*{_TO_STUDY}|(?:к\s+вам\s+|от\s+нас\s+)?{_TO_STUDY}\W*$)",
    re.IGNORECASE,
)
PLACE_OF_HIM = re.compile(
    r"\b(?:вместо|взамен)\s+(?:него|не[её]|них|меня|нас)\b"
    r"|\b(?:(?:его|е[её]|их)\s+место|мест[оа]\s+(?:его|е[её]|их))\s+(?:[а-яё]+\s+){0,3}?"
    r"(?:зай?м|зан|закреп|отда|предостав|уступ|пере[йх]|достан|возьм|остав|переда|полож)\w+",
    re.IGNORECASE,
)
"""«вместо него поедет …», «его место займёт …»."""
_SENT_BY_US = re.compile(
    r"\b(?:от|с)\s+(?:нас|наше\w+\s+сторон\w+|(?:\w+\s+)?(?:район|город|администраци|отдел|сел)\w*)"
    r"\s*(?:\w*будет|[-–—:])?\s*(?:[\w-]+\s+){0,3}$",
    re.IGNORECASE,
)
_SECOND = re.compile(
    r"(?:^\s*2\s?[.)]|\b(?:по\s+)?(?:второму|п\.?\s?2|пункту\s+2|вопросу\s+2)(?:\s+(?:вопросу|пункту))?)"
    r"\s*[:–—-]?\s*$",
    re.IGNORECASE,
)
"""«2. Берсенева …»: the circular asks about the person second."""
_TO_YOU = re.compile(r"\b(?:к|у)\s+вам|\bу\s+вас\b|\bв\s+ваш\w*\s+класс", re.IGNORECASE)
_FROM_US = re.compile(r"\b(?:от|у|с)\s+(?:нас|район\w*|город\w*|админ\w+|наше\w+)\b|\bнаш", re.I)
CHIEF = re.compile(r"глав[аы]\b|заместител|начальник|управляющ|руководител|директор|председател")
_THEREFORE = re.compile(r",\s*(?:а\s+)?(?:поэтому|потому|так\s+что|значит|стало\s+быть)\s", re.I)
_SOFT = (";", ":", "(", "–", "—")
_ASSENTS = re.compile(
    r"не\s+возраж|не\s+против|возражений|не\s+мешает|не\s+препятств|не\s+отказ", re.IGNORECASE
)
_HE_WILL_BE = re.compile(
    r"\b(?:им|ею|ей|таков\w+|слушател\w+|кандидат\w+)\s+"
    r"(?:станет|будет|является|стал\w?|утвержд[её]н\w?|назначен\w?|определ[её]н\w?|избран\w?)\s[^.;:]{0,80}$",
    re.IGNORECASE,
)
_SECONDLY = re.compile(
    r"^\W*(?:2\s?[.)]|(?:по|на)\s+(?:второму|п\.?\s?2|(?:вопросу|пункту)\s+(?:2|втор)))", re.I
)
_NOW = re.compile(
    r"\b(?:теперь|отныне|в\s+итоге)\s+(?:[а-яё]+\s+)?(?:будет|станет)\b", re.IGNORECASE
)
"""«от района теперь будет …»."""
_FOR_HIM = (
    (_HE_WILL_BE, 3.0), (_SECONDLY, 1.5), (_NOW, 1.5),
    (_ASSENTS, 2.0), (PLACE_OF_HIM, 4.0), (COMPANION, 4.0), (_SENT_BY_US, 2.0),
)  # fmt: skip


def clause(mention: Mention, line: Line) -> tuple[int, int]:
    """The stretch of the sentence around a person without «;», «:», brackets and dashes."""
    text = line.text
    begin = line.sentence.start
    start, end = mention.person.start - begin, mention.person.end - begin
    if is_gloss(mention, line):
        start = text.rindex("(", 0, start)
    left = max((text.rfind(sign, max(0, start - 200), start) for sign in _SOFT), default=-1) + 1
    for therefore in _THEREFORE.finditer(text, left, start):
        left = therefore.end()
    ends = [at for sign in (";", "(", ":", ")") if (at := text.find(sign, end, end + 200)) >= 0]
    return begin + left, begin + min(ends, default=len(text))


INSTEAD_OF = re.compile(r"\b(?:вместо|взамен)\s+(?:[А-ЯЁ][а-яё-]+\s+){1,3}$")
"""«вместо Полтавского Зою Ким»: the surname was not known for one."""


def comes_instead(mention: Mention, line: Line) -> bool:
    """«Вместо X (она в декрете) приедет Y»: another stands between «вместо» and him."""
    text = line.lead(mention)
    if INSTEAD_OF.search(text):
        return True
    gone = next((c for c in reversed(line.cues) if c.phrase.name == "replaces"), None)
    return gone is not None and any(
        gone.end <= m.person.start and m.person.end <= mention.person.start for m in line.mentions
    )


def is_gloss(mention: Mention, line: Line) -> bool:
    """«отпускаем Наташу из приёмной (Колесникова Наталья …)»: the bracket begins with the name of
    whom the words before it describe."""
    text, start = line.sentence.part.text, mention.person.start
    opened = brackets.opened(start, line.sentence)
    if opened is None or text[opened + 1 : start].strip(' «"') or opened == line.sentence.start:
        return False
    return not any(
        m.person.end <= opened and m.person.kind in FULL and m is not mention for m in line.mentions
    )


def governed(mention: Mention, line: Line) -> tuple[float, frozenset[str]]:
    """How surely a verb of sending or going in the sentence governs this person."""
    left, right = clause(mention, line)
    best: tuple[float, frozenset[str]] = (0.0, frozenset())
    gloss = is_gloss(mention, line)
    for index, token in enumerate(line.tokens):
        wanted = verbs.cases(token.text)
        denied = index and line.tokens[index - 1].text.lower() in ("не", "нельзя")
        if not wanted or denied or tenses.tells_of_past(token.text) or is_denied(index, line):
            continue
        if not gloss and not mention.may_be(*wanted):
            continue
        inside = left <= token.start < right
        weak = verbs.needs_training(token.text) and not line.training
        comes = 2.5 if verbs.will_come(token.text) else 1.5
        near = inside and token.start - mention.person.end <= 160
        worth = (comes if weak else 3.0) if near else 1.0
        if worth > best[0]:
            best = worth, NOMINATIVE if gloss else wanted
    return best


def surroundings(mention: Mention, line: Line, previous: Line | None, context: bool) -> float:
    """The training, a post, a number, words for a person who is sent, a colon."""
    text, person = line.sentence.part.text, mention.person
    lead = text[line.sentence.start : person.start]
    worth = 0.5 if context else 0.0
    worth += 3.0 if mention.rule == "answer_to_question" else 0.0
    bare = _without_post(lead, mention, line)
    worth += sum(gain for pattern, gain in _FOR_HIM if pattern.search(lead) or pattern.search(bare))
    if context and (_SECOND.search(lead) or _SECOND.search(bare)):
        worth += 2.5
    if line.training:
        worth += 2.0
    elif _TO_YOU.search(line.text) and not line.has("attends"):
        worth += 1.5
    sent = governed(mention, line)[0] > 0
    told = (*(previous.cues if previous else ()), *line.cues)
    if sent and any(c.phrase.means in _TAKEN_BACK for c in told):
        worth += 3.0  # «X не пишите, пишите Y»
    if sent and comes_instead(mention, line):
        worth += 3.0
    named = NAMED_FOR.search(lead[-60:]) or NAMED_FOR.search(bare[-60:])
    if named and not line.has("other_next", "declined"):
        worth += 2.0
    elif previous is not None and (previous.training or previous.has("nominate", "later")):
        worth += 1.0
    elif previous is not None and len(previous.text) < 60 and _SECONDLY.match(previous.text):
        worth += 1.5  # «По пункту второму письма. Назначен …»
    elif previous is not None and any(m.rule == "intended" for m in previous.mentions):
        worth += 1.5  # «Хотели послать Ахмедову. Остаётся Долгова»
    worth += 1.0 if _ONE_OF_US.search(lead[-200:]) else 0.0
    if _FROM_US.search(line.text):
        worth += 1.0 if sent and context else 0.5
    worth += 1.0 if any(0 <= c.start - person.end < 160 for c in line.contacts) else 0.0
    worth += 1.0 if has_post(mention, line) else 0.0
    if _NAMED_AFTER.match(line.text, person.end - line.sentence.start):
        worth += 2.0
    if _ANNOUNCED.search(bare) and mention.may_be("nomn"):
        worth += 2.5 if _ONE_OF_US.search(bare[-40:]) else 1.5
    return worth


_ANNOUNCED = re.compile(r"(?:[:–—-]|\bэто)\s*$")


def _without_post(lead: str, mention: Mention, line: Line) -> str:
    """The words before a person, without those of his post."""
    start, begin = mention.person.start, line.sentence.start
    if not lead[-2:].strip() or lead[-2] in ":–—-":
        return lead
    found = positions.before(line.sentence.part.text, start, begin, mention.case)
    return lead if found is None else lead[: found.start - begin]


_TAKEN_BACK = frozenset({"withdraw_next", "recall_prev"})


def has_post(mention: Mention, line: Line) -> bool:
    """Whether a post stands behind his name or before it."""
    text, person = line.sentence.part.text, mention.person
    case = mention.case
    end = min([m.person.start for m in line.mentions if m.person.start > person.end] + [line.end])
    return (
        positions.after(text, person.end, end, case) is not None
        or positions.before(text, person.start, line.sentence.start, case) is not None
    )
