"""Who is nominated across lines: lists under a heading, tables, answers under a quoted question."""

from __future__ import annotations

import re

from rules import positions
from rules.document import SegmentKind
from rules.model import Evidence
from rules.nominees import anaphora, grammar, hindsight, scope, signers, tables, weights
from rules.nominees.governed import Scope
from rules.nominees.headings import Heading, heading_for, heading_of_letterhead
from rules.nominees.items import (
    ANNOUNCES,
    ASKED_FOR,
    FULL,
    GREETING,
    OFFICE,
    REACHED,
    is_sentence,
    is_verbless,
    stands_in_bracket,
    starts_with_person,
)
from rules.nominees.lines import Letter, Line, Mention, PersonKind, Role

_TRAINING = (
    r"(?:обуч\w*|уч[её]б[уеыа]\w*|курс\w*|заняти\w*|семинар\w*|(?<!рабочую )групп[уы](?:\s+\w+)?)"
)
_OF_TRAINING = re.compile(rf"\b{_TRAINING}", re.IGNORECASE)
_NAMED_FOR = re.compile(
    rf"\b(?:на|для|в|по|за)\s+(?!врем|период|срок)(?:\w+\s+){{0,3}}{_TRAINING}|^\W*(?:\d+[.)]?\s*)?{_TRAINING}(?:\s+\w+){{0,3}}\s*[:–—\t-]",
    re.IGNORECASE,
)
_THERE_IS = re.compile(r"\b(?:есть|нет|нету|был\w?|имеется)\b", re.IGNORECASE)


def read(letter: Letter, context: bool) -> None:
    """Give the mentions of all lines of a letter their roles."""
    tables.read(letter, context)
    heading: Heading | None = None
    asked = False
    previous: Line | None = None
    group: list[Mention] = []
    for line in letter.lines:
        if line.kind in (SegmentKind.QUOTED, SegmentKind.CIRCULAR):
            asked = _asks(line) or (asked and not line.text.strip(" >\n-"))
            heading = None
            continue
        if line.kind is SegmentKind.LETTERHEAD:
            heading = heading_of_letterhead(line) or heading
            continue
        if not line.own:
            goes_on = heading and previous and _is_further_item(line, previous)
            below = heading and _is_first_below(line, previous, letter)
            if heading and (goes_on or below or _is_row_of(line, letter)):
                _carry(line, heading.evidence, cases=heading.cases)
                previous = line
            else:
                heading = None
            continue
        opened = scope.read(line, context or asked or heading is not None)
        _named_for_training(line)
        if heading and starts_with_person(line) and not signers.signs_below(line, group, letter):
            _carry(line, heading.evidence, cases=heading.cases)
            if previous and _PAPER.search(previous.text) and signers.signs(line, letter):
                _may_sign(line)
        else:
            _alone(line, opened, letter, asked=asked, context=context, previous=previous)
        _labelled(line, context, letter)
        _not_he_but(line, context)
        if context:
            anaphora.taken_up(line, letter)
        hindsight.refused(line)
        before, heading = heading, heading_for(line, opened, heading)
        if before is not heading:
            hindsight.agree(group)
            group = []
        group += [m for m in line.mentions if m.role is Role.NOMINATED]
        asked = asked and bool(GREETING.match(line.text))
        previous = line
    hindsight.agree(group)


def _alone(
    line: Line,
    opened: Scope,
    letter: Letter,
    *,
    asked: bool,
    context: bool,
    previous: Line | None,
) -> None:
    """A line that no heading holds for: it may speak of who was named, answer, or name somebody."""
    others = all(m.rule == "consents" for m in line.mentions)
    if (opened.cue or anaphora.BOTH_FOR.search(line.text)) and others:
        cue = opened.cue or line.cues[0]
        anaphora.told_of(line, cue.evidence(line.sentence, "nominee"), letter)
    elif asked or (context and _asks_who(previous)):
        _answered(line)
    elif context or _LABELS_HIM.match(line.text):
        _after_colon(line, previous)


_LABELS_HIM = re.compile(
    r"\W*(?:\d{1,2}[.)]\s*)?(?:(?:на|по)\s+вопрос\w*\s+о\s+)?(?:наш\w?\s+)?"
    r"(?:специалист|кандидат|слушател|обучаем|учени[кц])\w*(?:\s+(?:на|для)\s+\w+)?\s*[:–—-]",
    re.IGNORECASE,
)
"""«Специалист: …», «На вопрос о специалисте: …», whatever the letter is about."""


def _is_further_item(line: Line, previous: Line) -> bool:
    """A row below the others that looks like a signature, but is numbered like them."""
    between = line.sentence.part.text[previous.sentence.end : line.sentence.start]
    numbered = re.match(r"\s*\|?\s*(?:\(?\d{1,2}(?:[.)]|\s{2,}|\s*\|)|[-–—•*])", line.text)
    goes_on = numbered is not None or previous.text.rstrip().endswith(";")
    return between.count("\n") <= 1 and goes_on and starts_with_person(line)


def _is_first_below(line: Line, heading: Line | None, letter: Letter) -> bool:
    """A line right below its heading that looks like a signature, while another below it signs."""
    if heading is None or heading.mentions or not starts_with_person(line) or is_sentence(line):
        return False
    gap = line.sentence.part.text[heading.sentence.end : line.sentence.start]
    signers_below = [x for x in letter.lines if x.number > line.number and x.mentions]
    return not gap.strip() and gap.count("\n") < 3 and any(map(signers.has_office, signers_below))


def _is_row_of(line: Line, letter: Letter) -> bool:
    """«Каримова Динара - секретарь», one of several such lines below a heading: no signature."""
    return _is_plain_row(line) and any(
        x is not line and abs(x.number - line.number) == 1 and _is_plain_row(x)
        for x in letter.lines
    )


def _is_plain_row(line: Line) -> bool:
    """Whether a line is a person and then his post."""
    if not line.mentions or is_sentence(line):
        return False
    person, text = line.mentions[0].person, line.sentence.part.text
    begins = not text[line.sentence.start : person.start].strip() and person.kind in FULL
    apposed = re.match(r"\s*(?:[-–—,(]|\t)", text[person.end : line.sentence.end]) is not None
    return begins and apposed and positions.after(text, person.end, line.sentence.end) is not None


_SAYS_WHO = re.compile(
    r"\b(?:будет|это|поедет|едет|пойд[её]т|ид[её]т|приедет|поедут|пойдут|наш\w*|у\s+нас|да|давайте|пусть|думаем|предлага\w+|решили)\b",
    re.IGNORECASE,
)


def _answered(line: Line) -> None:
    """The first words under the quoted question: «Иванова …», «это будет Иванова»."""
    if line.has("later", "declined", "other_next", "former_next") or line.text.rstrip().endswith(
        "?"
    ):
        return
    cue = line.sentence.evidence("nominee.answer_to_question")
    if (starts_with_person(line) and is_verbless(line)) or _SAYS_WHO.search(line.text):
        _carry(line, cue, "answer_to_question")
    else:
        for mention in line.mentions:
            if mention.role is Role.UNKNOWN and mention.person.kind in FULL:
                mention.settle(Role.WEAK, "answer_to_question", cue)


def _after_colon(line: Line, previous: Line | None) -> None:
    """«Кандидатуру обещали позже. Сообщаем: Рогов …»: a person directly behind a colon."""
    unknown = [m for m in line.mentions if m.role is Role.UNKNOWN and m.person.kind in FULL]
    if not unknown or line.has("other_next", "other_list", "withdraw_next"):
        return
    lead = line.sentence.part.text[line.sentence.start : unknown[0].person.start]
    if REACHED.fullmatch(lead):
        role = Role.WEAK if _OF_TRAINING.search(lead) else Role.MENTIONED
        unknown[0].settle(role, "reached", line.sentence.evidence("nominee.reached"))
        return
    named = _IT_IS.fullmatch(lead) is not None
    if not (named or ANNOUNCES.search(lead)) or OFFICE.search(lead):
        return
    cue = line.sentence.evidence("nominee.named_after_colon")
    near = previous is not None and (
        previous.training
        or previous.has("nominate", "later", "send")
        or (named and _ONE.search(previous.text))
    )
    if near and not named and any(m.role is Role.NOMINATED for m in previous.mentions):
        near = False  # under a label of his own, beside somebody who is sent
    if named and previous is not None:
        _post_above(unknown[0], previous)
    told = near or ASKED_FOR.search(lead)
    for mention in unknown:
        nominative = (
            mention.person.read({"nomn"}).case == "nomn" and mention.person.read().case == "nomn"
        )
        mention.settle(
            Role.NOMINATED if told and nominative else Role.WEAK, "named_after_colon", cue
        )
        mention.cases = frozenset({"nomn"}) if nominative else frozenset()


def _post_above(mention: Mention, previous: Line) -> None:
    """«Пошлём нашего секретаря. Зовут Зуева …»: the post stands in the sentence before."""
    cue = previous.find("send", "send_training")
    if cue is None or previous.mentions:
        return
    text = previous.sentence.part.text
    found = positions.after(text, cue.end, previous.sentence.end, "accs")
    if found:
        mention.position = found.value
        mention.evidence.append(
            previous.sentence.evidence("nominee.position", found.start, found.end)
        )


_IT_IS = re.compile(r"\W*(?:это|зовут|(?:е[её]|его)\s+зовут|имя|фио)\W*", re.IGNORECASE)
_ONE = re.compile(r"человек|специалист|сотрудник|работник|кандидат", re.IGNORECASE)


_WHO = re.compile(
    r"\b(?:кого|кому|кто)\b.{0,40}\b(?:уч|обуч|поед|ед[еу]|посл|посыл|направ|отправ|пойд|запис)"
    r"|\bкто\s*\?|\bкого\s*\?",
    re.IGNORECASE,
)


def _asks_who(previous: Line | None) -> bool:
    """«Кого учить? Давайте Абакарова»: the writer asks himself and answers."""
    return (
        previous is not None
        and previous.text.endswith("?")
        and _WHO.search(previous.text) is not None
    )


def _asks(line: Line) -> bool:
    """Whether a quoted line is the question about the candidate."""
    return re.search(r"кандидатур|обуч|уч[её]б", line.text.lower()) is not None


def _carry(
    line: Line,
    cue: Evidence,
    rule: str = "list_item",
    cases: frozenset[str] = frozenset({"nomn"}),
) -> None:
    """The people of an item: the first, and those in a row with him."""
    for mention in line.mentions:
        if mention.role is not Role.UNKNOWN or mention.person.kind not in FULL:
            continue
        if stands_in_bracket(mention, line):
            continue
        mention.settle(Role.NOMINATED, rule, cue)
        mention.cases = cases
        if mention.reading.case not in cases:
            mention.cases = frozenset()


_PAPER = re.compile(
    r"\b(?:приказ|распоряжени|анкет|письм|справк|документ|заявк|заявлени|ходатайств|копи|скан|бумаг)"
    r"\w{0,3}\b.*[.!…]\s*$",
    re.IGNORECASE | re.DOTALL,
)


def _may_sign(line: Line) -> None:
    """«Приказ пришлём.» / «Инна Руденко»: where a paper is sent, the name that ends the letter is
    likelier its signer's."""
    for mention in line.mentions:
        if mention.rule == "list_item":
            mention.role = Role.WEAK


def _named_for_training(line: Line) -> None:
    """«На учебу - Бадмаева», «обучение: Глотова»: no verb, the training, then the person."""
    if not line.training or REACHED.match(line.text):
        return
    start = line.sentence.start
    if not is_verbless(line):
        start = _last_stop(line)
        behind = [t for t in line.tokens if t.start >= start]
        if start == line.sentence.start or any(grammar.is_finite(t.text) for t in behind):
            return
    for mention in line.mentions:
        if mention.role is Role.UNKNOWN or mention.rule == "case_disagrees":
            _named_for(mention, line, start)
        if mention.role is not Role.NOMINATED:
            start = mention.person.end


_STOP = re.compile(r"[.;!?]\s+")


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
    cue = line.sentence.evidence(
        "nominee.named_for_training", start + found.start(), start + found.end()
    )
    mention.settle(Role.NOMINATED, "named_for_training", cue)
    mention.cases = frozenset({"nomn"})


def _is_sole_surname(mention: Mention, line: Line) -> bool:
    """«На обучение: Тюрин.»: nobody else is named, and a sign of announcing stands before him."""
    lead = line.text[: mention.person.start - line.sentence.start]
    surname = mention.person.kind is PersonKind.SURNAME
    return surname and len(line.mentions) == 1 and ANNOUNCES.search(lead) is not None


_NOT_HE = re.compile(r"(?:^|[\s:(–—-])не\s+(?:[А-ЯЁ][\w.-]*\s*){1,3},\s+а\s+$")


def _not_he_but(line: Line, context: bool) -> None:
    """«По человеку поменялось: не Громов, а Лапшина Вера Павловна»: who is put right."""
    if not context or line.has("other_next", "other_list"):
        return
    for mention in line.mentions:
        lead = line.text[: mention.person.start - line.sentence.start]
        open_yet = mention.role in (Role.UNKNOWN, Role.WEAK) and mention.person.kind in FULL
        told = line.training or ASKED_FOR.search(lead)
        if open_yet and told and _NOT_HE.search(lead) and grammar.is_nominative(mention):
            cue = line.sentence.evidence("nominee.not_he_but")
            mention.settle(Role.NOMINATED, "not_he_but", cue)
            mention.cases = frozenset({"nomn"})


_LABEL = re.compile(r"\s*(?:[-–—•*·]|\d{1,2}[.)])?\s*([^:\t\n]{2,60})[:\t]\s*")


def _labelled(line: Line, context: bool, letter: Letter) -> None:
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
            mention.cases = frozenset({"nomn"})


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
