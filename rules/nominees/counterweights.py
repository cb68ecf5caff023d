"""What speaks against an unaccounted person: words of another part, or another action of his."""

from __future__ import annotations

import re

from rules import positions
from rules.document import Token
from rules.morphology import parses
from rules.nominees import grammar, predicates, tenses, verbs
from rules.nominees.cues import COMPANION
from rules.nominees.items import ASKED_FOR, OTHER_LABEL
from rules.nominees.lines import Line, Mention
from rules.nominees.weights import (
    CHIEF,
    INSTEAD_OF,
    NAMED_FOR,
    PLACE_OF_HIM,
    clause,
    comes_instead,
    is_gloss,
)

_BY_NUMBER = re.compile(
    r"\b(?:по|на)\s+(?:(?:перв|втор)\w+\s+(?:вопрос|пункт)\w*|(?:вопрос|пункт)\w*\s+(?:перв|втор)\w+)",
    re.IGNORECASE,
)
_IN_EXCHANGE = re.compile(r"\bвзамен\s*[:–—-]?\s*$", re.IGNORECASE)
"""«возьмите взамен Петрова»: an unaccounted person behind it is no former one."""
_AS_BEFORE = re.compile(
    r"\bпрежн\w{2,3}(?=\s*(?:[:(–—-]|$))|\bпрежн(?:ий|яя|ее|ие)(?=\s*,)", re.IGNORECASE
)
"""«кандидатура прежняя: …» is no former one."""
_SETTLED = re.compile(
    r"\bвопрос\w*\s+(?:\w+\s+){0,3}(?:закры|реш[её]н|решил|снят|улаж|утряс)\w*", re.IGNORECASE
)
"""«вопрос с учёбой закрыт: …»: he is no one to be asked."""
_BY_ORDER = re.compile(
    r"\b(?:во\s+исполнение|согласно|в\s+соответствии\s+с|на\s+основании|по)\s+(?:[^\s,;:]+\s+){0,5}?"
    r"(?:поручени|приказ|распоряжени|просьб)\w+"
    r"|\b(?:приказ|распоряжени|решени|постановлени|протокол)(?:ом|ем|ями|ами)\b",
    re.IGNORECASE,
)
"""«во исполнение поручения … включается Петрова», «приказом назначена Петрова»: an order, of nobody
who is named."""
_OTHER_PART = re.compile(
    r"\b(?:преподавател\w+|лектор\w*|тренер\w*|инструктор\w*|подрядчик\w*|провайдер\w*|поставщик\w*"
    r"|компани\w+|фирм\w+|ооо|зао|оао|«?ростелеком\w*|«?айсиэл\w*|руководител\w+"
    r"|ответственн\w+|куратор\w*"
    r"|координатор\w*|комисси(?!ей\s+(?:из|вы|ото|опр|утв|рек))\w+|исп(?:олнитель|олнил\w?)?|подпис\w+|заполнил\w?|готовил\w?"
    r"|составил\w?"
    r"|контактн\w+\s+лиц\w+|вопрос\w*|сопровожда\w+|водител\w+|прежн\w+|бывш\w+|предыдущ\w+"
    r"|запасн\w+"
    r"|резерв\w*|вместо|взамен|муж\w?|жен[ауы]|сын\w?|дочь|брат\w?|сестр\w|копи[яюие]|спасибо|при[её]мн\w+"
    r"|кабинет\w*|имени"
    r"|мой\s+(?:тел\w*|номер|мобильн\w+|сотов\w+|адрес)"
    r"|докладчик\w*|разъяснени\w+|пояснени\w+|консультаци\w+"
    r"|глава:|главой|адрес\w*|контакт\w*|я|началь\w+ой|директором|уважаем\w+|господин\w*"
    r"|доверенност\w+|приказ(?:а|у|ом)?|распоряжени\w+"
    r"|согласовани\w+|согласован(?:о|\w*\s+с)|поручени\w+|просьб\w+|звонк\w+|слов(?:а|ам)|после\s+(?:обуч|уч|курс)\w+"
    r"|со\s+стороны|для|через)(?!\w)",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"\b(?:глава|контакт\w*|докладчик\w*|руководител\w+|ответственн\w+|исп\w*|куратор|комисси\w+|вопрос\w*"
    r"|преподавател\w+"
    r"|провайдер|поставщик|подрядчик|директор|начальник)(?!\w)[^:–—]{0,20}[:–—]$",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"\b(?:на\s+(?:совещани|заседани|коллеги|собрани|встреч|сесси|конференци|выставк|при[её]м\b|съезд|форум"
    r"|праздн|конкурс|соревновани|переговор|суд\b)"
    r"|за\s+(?:лицензи|документ|ключ|оборудовани|диск|бумаг|пакет|договор|письм|бланк))",
    re.IGNORECASE,
)
"""«на совещание приедет X», «за ключами приедет X»: he comes for something else."""
_HANDED = re.compile(
    r"\b(?:на|для|в|под)\s+(?:исполнени|рассмотрени|работу|контрол|согласовани|подпис|проработк|визу|резолюци)"
    r"|\b(?:отписан|расписан|адресован|переадресован|визирован)",
    re.IGNORECASE,
)
"""«письмо передано на исполнение X», «отписано X»: who deals with the letter."""
_OF_THEIRS = re.compile(
    r"(?:\b(?:[ОЗ]АО|ООО|МКУ|МБУ|ГУП|МУП|ИП)\b|\b(?:учрежден|предприяти|компани|фирм|министерств|провайдер|подрядчик)\w+)"
    r"[^()]{0,40}\((?:[а-яё]+\s+){1,3}$"
)
"""«передано МКУ «Центр» (директор X)», «ООО «Щит» (эксперт X)»: of another body."""
_AFTER_OTHER = re.compile(r"\s*(?:\(|,|–|-)?\s*(?:из|от)\s+[«\"А-ЯЁ]|\s*,?\s*(?:преподават|лектор)")


def against(mention: Mention, line: Line) -> float:
    """Another action whose subject he is, and words that give him another part."""
    text, person = line.sentence.part.text, mention.person
    left, right = clause(mention, line)
    others = [m.person.end for m in line.mentions if left <= m.person.end <= person.start]
    lead = text[left : person.start]
    if others and re.search(r",\s+что\b", text[others[-1] : person.start]):
        lead = text[others[-1] : person.start]
    instead = comes_instead(mention, line)
    if instead:
        lead = INSTEAD_OF.sub(" ", text[others[-1] : person.start] if others else lead)
    label = re.split(r"[\n;.)]", text[max(line.sentence.start, left - 40) : left])[-1]
    place = PLACE_OF_HIM.search(lead) or _IN_EXCHANGE.search(lead)
    replaces = instead or place is not None
    if place:  # «X уволилась, взамен неё Y»: the verb is hers
        left = person.start - len(lead) + place.end()
    lead = _without_harmless(lead, mention)
    worth = 4.0 if _OTHER_PART.search(_without_post(lead, text, mention, left)[-90:]) else 0.0
    if text[left - 1 : left] == "(" and _OTHER_PART.search(label[-30:]):
        worth += 4.0
    said = any(map(grammar.is_finite, re.findall(r"[а-яё]+", label)))
    labelled = _LABEL.search(label) is not None and not said and not _BY_NUMBER.search(label)
    if text[left - 1 : left] in ":–—" and left > line.sentence.start and labelled:
        worth += 4.0
    if OTHER_LABEL.match(line.text) and not ASKED_FOR.search(line.text[:60]):
        worth += 4.0
    worth += 4.0 if _AFTER_OTHER.match(text, person.end, line.sentence.end) else 0.0
    if acts_otherwise(mention, line, left, right):
        worth += 2.5 if _may_go(mention, line, left, right) else 4.0
    worth += (
        4.0 if _OF_THEIRS.search(text[max(line.sentence.start, left - 60) : person.start]) else 0.0
    )
    if line.has("other_next", "former_next", "other_list") and not replaces:
        worth += 1.0
    if _stands_like_signer(mention, line):
        worth += 3.0
    if not line.training and (_ELSEWHERE.search(line.text) or _HANDED.search(lead)):
        worth += 4.0
    return worth


def _without_harmless(lead: str, mention: Mention) -> str:
    """The words before a name without those that only seem to give him another part."""
    named = (_BY_ORDER,) if mention.case == "nomn" else ()
    for harmless in (
        PLACE_OF_HIM, COMPANION, _IN_EXCHANGE, _AS_BEFORE, _BY_NUMBER, _SETTLED, *named,
    ):  # fmt: skip
        lead = harmless.sub(" ", lead)
    return lead


def _without_post(lead: str, text: str, mention: Mention, left: int) -> str:
    """«помощник руководителя X»: who stands within the name of his post is nobody else."""
    if not _OTHER_PART.search(lead[-90:]):
        return lead
    found = positions.before(text, mention.person.start, left, mention.case)
    if found is None or _OTHER_PART.match(found.value) or CHIEF.match(found.value):
        return lead
    return text[left : found.start]


def acts_otherwise(mention: Mention, line: Line, left: int, right: int) -> bool:
    """Whether a finite verb of no class stands in his clause and he can be its subject."""
    if is_gloss(mention, line) and (line.training or line.has("nominate")):
        return False
    if _is_agent(mention, line, left):
        return True
    if not mention.may_be("nomn"):
        return False
    nearest = _own_verb(mention, line, left, right)
    if nearest is None or _leads(nearest, line):
        return False
    if tenses.tells_of_past(nearest.text):
        return True
    wanted = verbs.cases(nearest.text)
    return not mention.may_be(*wanted)


def acts_harmlessly(mention: Mention, line: Line) -> bool:
    """«просит место в группе», «к лекциям представляется»: what he wishes, or a verb of no class
    that does nothing with a thing."""
    left, right = clause(mention, line)
    own = _own_verb(mention, line, left, right)
    if own is None or _is_agent(mention, line, left) or predicates.is_denied(own, line):
        return False
    if "past" in parses(own.text)[0].tag.grammemes:
        return False
    wishes = verbs.is_volition(own.text, denied=False) or "ждать" in own.lemmas
    return wishes or not (verbs.is_other(own.text) or predicates.has_object(own, line))


def _may_go(mention: Mention, line: Line, left: int, right: int) -> bool:
    """Whether his verb is of no class and the training is spoken of in its own clause."""
    own = _own_verb(mention, line, left, right)
    if own is None or verbs.is_other(own.text) or _is_agent(mention, line, left):
        return False
    start, end = predicates.clause(own, line)
    told = any(start <= c.start < end for c in line.cues if c.phrase.means == "training")
    tag = parses(own.text)[0].tag
    done_with = predicates.has_object(own, line)
    return told and not done_with and not ("past" in tag and "impf" in tag)


def _own_verb(mention: Mention, line: Line, left: int, right: int) -> Token | None:
    """The finite verb whose subject he may be: the nearest in his clause."""
    start = mention.person.start
    first = max(line.sentence.start, start - 60)
    named = NAMED_FOR.search(line.sentence.part.text[first:start])
    if named:
        left, right = first + named.start(), min(right, mention.person.end + 40)
    finite = [
        t
        for i, t in enumerate(line.tokens)
        if left <= t.start < right and _acts(i, line) and not _stands_aside(t, mention, line)
    ]
    head = _head_of_row(mention, line)
    return min(finite, key=lambda t: _distance(t, head), default=None)


_SUBORDINATE = re.compile(
    r"[,(]\s*(?:и\s+)?(?:как|котор\w+|чь\w+|если|когда|пока|поскольку|хотя|раз|где)\b[^,;:.]*$",
    re.IGNORECASE,
)


def _stands_aside(verb: Token, mention: Mention, line: Line) -> bool:
    """«…, как думали на планёрке, а Лаврик»: the verb of a clause in which he is not named."""
    text, start = line.sentence.part.text, line.sentence.start
    inside = _SUBORDINATE.search(text[start : verb.start])
    between = text[min(verb.end, mention.person.end) : max(verb.start, mention.person.start)]
    return inside is not None and "," in between


def _head_of_row(mention: Mention, line: Line) -> Mention:
    """«участвовали Калинин и Зуев»: the verb of the first is that of the others."""
    text = line.sentence.part.text
    for other in line.mentions:
        between = text[other.person.end : mention.person.start]
        if other is not mention and re.fullmatch(r"\s*(?:,|и)\s*", between):
            return other
    return mention


def _is_agent(mention: Mention, line: Line, left: int) -> bool:
    """«лицензии получены Сомовым», «отдел, возглавляемый Самсоновым»: who did something else."""
    if not mention.may_be("ablt"):
        return False
    sure = mention.case == "ablt"
    for token in reversed(line.tokens):
        if not left <= token.start < mention.person.start:
            continue
        tag = parses(token.text)[0].tag
        if "PRTS" in tag or ("PRTF" in tag and "pssv" in tag):
            between = line.sentence.part.text[token.end : mention.person.start]
            return (sure or not between.strip()) and "ablt" not in verbs.cases(token.text)
        if grammar.is_finite(token.text):
            return False
    return False


_DECIDES = frozenset({"решить", "решать", "просить", "попросить", "считать", "полагать", "сообщать",
                      "сообщить", "информировать", "уведомлять", "докладывать"})  # fmt: skip


def _acts(index: int, line: Line) -> bool:
    """A finite verb, or an infinitive behind «будет» or shortly before it: «изучать её будет»."""
    word = line.tokens[index].text
    if grammar.is_finite(word):
        return True
    if "INFN" not in parses(word)[0].tag.grammemes:
        return False
    near = line.tokens[max(0, index - 1) : index + 3]
    return any("быть" in t.lemmas for t in near)


def _distance(token: Token, mention: Mention) -> int:
    return max(token.start - mention.person.end, mention.person.start - token.end)


def _leads(token: Token, line: Line) -> bool:
    """«станет слушателем», «будет учиться», «сообщаем»: the verb itself says nothing."""
    at = line.tokens.index(token)
    modal = grammar.is_modal(token.text, line.tokens[at + 1 : at + 4])
    first = parses(token.text)[0].tag
    return (modal and ("1per" in first or not token.lemmas & _DECIDES)) or bool(
        token.lemmas & {"стать", "становиться", "являться"}
        or (COMPANION.search(line.text) and "составить" in token.lemmas)
    )


_PLACE_AND_COMMA = re.compile(r"\s*[А-ЯЁ][а-яё-]+(?: [А-ЯЁ]?[а-яё-]+)?,\s*")
"""«Устье, Бадмаев Тарас»: from where, and who signs."""


def _stands_like_signer(mention: Mention, line: Line) -> bool:
    """«Глава района   Иванов И.И.», a line by itself without a number."""
    rest = line.text[mention.person.end - line.sentence.start :].strip(" .,")
    lead = line.lead(mention)
    verbless = not any(grammar.is_finite(t.text) for t in line.tokens)
    placed = _PLACE_AND_COMMA.fullmatch(lead) is not None
    short = not rest and (not lead.strip() or placed or CHIEF.search(lead.lower()) is not None)
    return verbless and not line.contacts and short and not line.training
