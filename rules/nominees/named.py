"""People whom a label or a piece without a verb names for the training: «На учёбу - Бадмаева»,
«ФИО: Иванова …», «не Громов, а Лапшина»."""

from __future__ import annotations

import re

from rules.nominees import grammar, weights
from rules.nominees.items import ANNOUNCES, ASKED_FOR, OTHER_LABEL, is_verbless, stands_in_bracket
from rules.nominees.lines import FULL, NOMINATIVE, Letter, Line, Mention, PersonKind, Role

_TRAINING = (
    r"(?:обуч\w*|уч[её]б[уеыа]\w*|курс\w*|заняти\w*|семинар\w*|(?<!рабочую )групп[уы](?:\s+\w+)?)"
)
OF_TRAINING = re.compile(rf"\b{_TRAINING}", re.IGNORECASE)
_NAMED_FOR = re.compile(
    rf"\b(?:на|для|в|по|за)\s+(?!врем|период|срок)(?:\w+\s+){{0,3}}{_TRAINING}|^\W*(?:\d+[.)]?\s*)?{_TRAINING}(?:\s+\w+){{0,3}}\s*[:–—\t-]",
    re.IGNORECASE,
)
_THERE_IS = re.compile(r"\b(?:есть|нет|нету|был\w?|имеется)\b", re.IGNORECASE)


def for_training(line: Line) -> None:
    """«На учебу - Бадмаева», «обучение: Глотова»: no verb, the training, then the person."""
    if not line.training:
        return
    start = line.sentence.start
    if not is_verbless(line):
        start = _last_stop(line)
        behind = [t for t in line.tokens if t.start >= start]
        if start == line.sentence.start or any(grammar.is_finite(t.text) for t in behind):
            return
    other = OTHER_LABEL.match(line.text)
    start = max(start, line.sentence.start + other.end()) if other else start
    for mention in line.mentions:
        before_stop = start > line.sentence.start and mention.rule == "subject_of_other_verb"
        if mention.role is Role.UNKNOWN or mention.rule == "case_disagrees" or before_stop:
            _named_for(mention, line, start)
        if mention.role is not Role.NOMINATED:
            start = mention.person.end


_STOP = re.compile(r"[.;!?]\s+|\n\s*")


def _last_stop(line: Line) -> int:
    """Where the words before the first person begin, behind a stop within the line."""
    end = min((m.person.start for m in line.mentions), default=line.sentence.start)
    text = line.sentence.part.text
    stops = [m.end() for m in _STOP.finditer(text, line.sentence.start, end)]
    return stops[-1] if stops else line.sentence.start


def _named_for(mention: Mention, line: Line, start: int) -> None:
    text = line.sentence.part.text
    lead = text[start : mention.person.start]
    found = _NAMED_FOR.search(lead)
    others = [c for c in line.cues if c.phrase.means in ("other_next", "withdraw_next")]
    if not found or any(start <= c.start < mention.person.start for c in others):
        return
    if (
        _THERE_IS.search(lead, found.end())
        or weights.AWAY_NOW.search(lead)
        or not (mention.person.kind in FULL or _is_sole_surname(mention, line))
        or stands_in_bracket(mention, line)
    ):
        return
    if has_own_purpose(mention, line):
        return
    cue = line.sentence.evidence(
        "nominee.named_for_training", start + found.start(), start + found.end()
    )
    mention.settle(Role.NOMINATED, "named_for_training", cue)
    mention.cases = NOMINATIVE


_OWN_LABEL = re.compile(
    r"[А-ЯЁ][^,;]*[,;]\s+(?:а\s+)?((?:на|по|за|для|в|с)\s+(?:[\w-]+\s+){0,3}?[\w-]+)\s*[-–—:]\s*\Z"
)
_OWN_PURPOSE = re.compile(
    r"\.?\s*(?:\([^()\n]{0,60}\)\s*)?[-–—]\s*((?:на|по|за|для|в)\s+(?:[\w-]+\s+){0,3}?[\w-]+)"
)


def has_own_purpose(mention: Mention, line: Line) -> bool:
    """«На учёбу - X, на связи - Y», «X - на учёбу, Y - на связи»: Y is told for something else."""
    lead = line.lead(mention)
    behind = line.text[mention.person.end - line.sentence.start :]
    told = _OWN_LABEL.search(lead) or _OWN_PURPOSE.match(behind)
    return told is not None and OF_TRAINING.search(told[1]) is None


def _is_sole_surname(mention: Mention, line: Line) -> bool:
    """«На обучение: Тюрин.»: nobody else is named, and a sign of announcing stands before him."""
    lead = line.lead(mention)
    surname = mention.person.kind is PersonKind.SURNAME
    return surname and len(line.mentions) == 1 and ANNOUNCES.search(lead) is not None


_NOT_HE = re.compile(r"(?:^|[\s:(–—-])не\s+(?:[А-ЯЁ][\w.-]*\s*){1,3},\s+а\s+$")


def not_he_but(line: Line, context: bool) -> None:
    """«По человеку поменялось: не Громов, а Лапшина Вера Павловна»: who is put right."""
    if not context or line.has("other_next", "other_list"):
        return
    for mention in line.mentions:
        lead = line.lead(mention)
        open_yet = mention.role in (Role.UNKNOWN, Role.WEAK) and mention.person.kind in FULL
        told = line.training or ASKED_FOR.search(lead)
        if open_yet and told and _NOT_HE.search(lead) and mention.case == "nomn":
            cue = line.sentence.evidence("nominee.not_he_but")
            mention.settle(Role.NOMINATED, "not_he_but", cue)
            mention.cases = NOMINATIVE


_LABEL = re.compile(r"\s*(?:[-–—•*·]|\d{1,2}[.)])?\s*([^:\t\n]{2,60})[:\t]\s*")


def labelled(line: Line, context: bool, letter: Letter) -> None:
    """«ФИО: Иванова …» in a form that is about the training, or where nothing else is asked for."""
    label = _LABEL.match(line.text) or _NAME_AND_DASH.match(line.text)
    if not label or not context or not line.has("list"):
        return
    for mention in line.mentions[:1]:
        after_colon = mention.role is Role.WEAK and mention.rule == "named_after_colon"
        asked = after_colon and _OF_NOBODY_ELSE.fullmatch(label[1]) and _begins_form(line, letter)
        if (mention.role is Role.UNKNOWN or asked) and mention.person.kind in FULL:
            end = line.sentence.start + label.end()
            cue = line.sentence.evidence("nominee.name_label", line.sentence.start, end)
            mention.settle(Role.NOMINATED, "name_label", cue)
            mention.cases = NOMINATIVE


_NAME_AND_DASH = re.compile(r"\s*(?:\d{1,2}[.)])?\s*(ф\.?\s?и\.?\s?о\.?)\s+[-–—]\s", re.IGNORECASE)
_OF_NOBODY_ELSE = re.compile(
    r"\W*(?:\d\W+)?(?:ф\.?\s?и\.?\s?о\.?|фамили\w+\W+имя\W+(?:и\s+)?отчество)"
    r"(?:\s+(?:специалист|слушател|кандидат|сотрудник|работник|обуча)\w+)?\W*",
    re.IGNORECASE,
)
_NEXT_FIELD = re.compile(
    r"\W*(?:\d\W+)?(?:(?:занимаем|контактн)\w+\s+)?(?:должность|тел|e-?mail)", re.I
)


def _begins_form(line: Line, letter: Letter) -> bool:
    """Whether post or telephone follow as fields, and no heading above tells whose form it is."""
    at = letter.lines.index(line)
    above = letter.lines[at - 1].text.rstrip() if at else ""
    below = letter.lines[at + 1].text if at + 1 < len(letter.lines) else ""
    return not above.endswith(":") and _NEXT_FIELD.match(below) is not None
