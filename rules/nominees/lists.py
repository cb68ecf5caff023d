"""Who is nominated across lines: lists under a heading, tables, answers under a quoted question."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rules import positions
from rules.document import SegmentKind
from rules.model import Evidence
from rules.nominees import anaphora, hindsight, named, own_words, scope, signers, tables, things
from rules.nominees.governed import Scope
from rules.nominees.headings import Heading, heading_for, heading_of_letterhead
from rules.nominees.items import (
    ANNOUNCES,
    ASKED_FOR,
    GREETING,
    OFFICE,
    TRAINS,
    is_sentence,
    is_verbless,
    labels_other,
    stands_in_bracket,
    starts_with_person,
)
from rules.nominees.lines import FULL, NOMINATIVE, Letter, Line, Mention, PersonKind, Role
from rules.person_words import is_title


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
            if not _in_signature(line, heading, previous, letter, asked=asked):
                heading = None
            elif heading:
                previous = line
            asked = asked and not line.mentions
            continue
        opened = scope.read(line, context or asked or heading is not None)
        named.for_training(line)
        if heading and _is_item(line) and not signers.signs_below(line, group, letter):
            _carry(line, heading.evidence, cases=heading.cases)
            _may_sign(line, previous, letter)
        else:
            if heading and not is_sentence(line):
                _half_read(line, heading.evidence)
            _alone(line, opened, letter, asked=asked, context=context, previous=previous)
        named.labelled(line, context, letter)
        named.not_he_but(line, context)
        if context:
            anaphora.taken_up(line, letter)
        hindsight.refused(line)
        signed = bool(heading and line.mentions) and signers.below_office(line, letter)
        before, heading = heading, None if signed else heading_for(line, opened, heading, context)
        if before is not heading:
            hindsight.agree(group)
            group = []
        group += line.nominated
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


def _is_item(line: Line) -> bool:
    """Whether a line begins with a person, of whom it denies nothing: «Гаев И. И. занятий не
    посещает»."""
    if not starts_with_person(line):
        return False
    text, end = line.sentence.part.text, line.mentions[0].person.end
    return _DOES_NOT.match(text, end, line.sentence.end) is None or not is_sentence(line)


_DOES_NOT = re.compile(r"\.?\s+(?:[а-яё]+\s+){0,5}не\s+[а-яё]{4}")


def _is_further_item(line: Line, previous: Line) -> bool:
    """A row below the others that looks like a signature, but is numbered like them."""
    between = line.sentence.part.text[previous.sentence.end : line.sentence.start]
    numbered = re.match(r"\s*\|?\s*(?:\(?\d{1,2}(?:[.)]|\s{2,}|\s*\|)|[-–—•*]|[а-я]\))", line.text)
    listed = previous.text.rstrip().endswith(";")
    goes_on = numbered is not None or listed or _GOES_ON.search(previous.text) is not None
    near = between.count("\n") <= (3 if listed else 1)
    return near and goes_on and starts_with_person(line)


_GOES_ON = re.compile(r"(?:,|;|\bи|\bтакже)(?:\s+(?:а\s+)?также|\s+и)?(?:\s+[а-яё«»-]+){0,6}\s*$")
"""«X, тел. …, а также экономиста»: a line that waits for the next name."""


def _in_signature(
    line: Line, heading: Heading | None, previous: Line | None, letter: Letter, *, asked: bool
) -> bool:
    """Carry what is an item of a list or an answer though it looks like a signature."""
    if asked and _answers_above_signature(line, letter):
        _carry(line, line.sentence.evidence("nominee.answer_to_question"), "answer_to_question")
        return True
    goes_on = heading and previous and _is_further_item(line, previous)
    below = heading and _is_first_below(line, previous, letter)
    if not heading or not (goes_on or below or _is_row_of(line, letter)):
        return False
    _carry(line, heading.evidence, cases=heading.cases)
    return True


def _answers_above_signature(line: Line, letter: Letter) -> bool:
    """The first words below the quoted question are a person, and another signs below him."""
    named = starts_with_person(line) and not is_sentence(line)
    return named and any(x.mentions for x in letter.lines if x.number > line.number)


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
    r"\b(?:будет|это|поедет|едет|пойд[её]т|ид[её]т|приедет|поедут|пойдут|наш\w*|у\s+нас|да|давайте|пусть|думаем|предлага\w+|решили|(?:за)?пиш[иу]\w*|записыва\w+)\b",
    re.IGNORECASE,
)


def _answered(line: Line) -> None:
    """The first words under the quoted question: «Иванова …», «это будет Иванова»."""
    if line.has("later", "declined", "other_next", "former_next") or line.asks:
        return
    cue = line.sentence.evidence("nominee.answer_to_question")
    if (starts_with_person(line) and is_verbless(line)) or _SAYS_WHO.search(line.text):
        _carry(line, cue, "answer_to_question")
    else:
        for mention in line.mentions:
            if mention.role is Role.UNKNOWN and mention.person.kind in FULL:
                mention.settle(Role.WEAK, "answer_to_question", cue)


_BY_MATTER = re.compile(
    r"\W*(?:по|насч[её]т)\s+(?!перв|втор|трет|пункт|п\b|обуч|уч[её]б|кандидат|курс|заняти|слуш|групп|вопрос)"
    r"(?:[\w-]+\s+){0,2}[\w-]+\s*[:–—-]\s*",
    re.IGNORECASE,
)
"""«По котельным - X»: whom to ask of another matter."""


def _after_colon(line: Line, previous: Line | None) -> None:
    """«Кандидатуру обещали позже. Сообщаем: Рогов …»: a person directly behind a colon."""
    unknown = [m for m in line.mentions if m.role is Role.UNKNOWN and m.person.kind in FULL]
    if not unknown:
        return
    lead = line.lead(unknown[0])
    if labels_other(lead) or _BY_MATTER.fullmatch(lead) or own_words.names_role(lead):
        _reached(unknown, line)
        return
    if line.has("other_next", "other_list", "withdraw_next"):
        return
    called = _IT_IS.fullmatch(lead) is not None
    if not (called or ANNOUNCES.search(lead)) or OFFICE.search(lead):
        return
    if _AGREED.match(line.text) and not ASKED_FOR.search(lead):
        return
    cue = line.sentence.evidence("nominee.named_after_colon")
    near = previous is not None and _leads_on(previous, called=called)
    told = near or ASKED_FOR.search(lead)
    if near and _is_put_off(previous) and _is_post(lead):
        told = ASKED_FOR.search(lead)  # «Слушателя назовём позже. Техник - Корнев П. И.»
    for mention in unknown:
        nominative = mention.may_be("nomn") and mention.case == "nomn"
        sure = told and nominative and not named.has_own_purpose(mention, line)
        mention.settle(Role.NOMINATED if sure else Role.WEAK, "named_after_colon", cue)
        mention.cases = NOMINATIVE if nominative else frozenset()


def _reached(people: Sequence[Mention], line: Line) -> None:
    """«Финансовые вопросы – X, организационные – Y»: whom to ask; of the training, perhaps more."""
    cue = line.sentence.evidence("nominee.reached")
    for mention in people:
        lead = line.lead(mention)
        near = named.OF_TRAINING.search(lead) or ASKED_FOR.search(lead)
        mention.settle(Role.WEAK if near else Role.MENTIONED, "reached", cue)


def _leads_on(previous: Line, *, called: bool) -> bool:
    """Whether the line above speaks of the training or of sending, and not of somebody who is sent
    already, beside whom this one stands under a label of his own."""
    if not called and previous.nominated:
        return False
    speaks = previous.training or previous.has("nominate", "later")
    speaks = speaks or (previous.has("send") and not things.are_sent(previous))
    return bool(speaks or (called and _ONE.search(previous.text)))


def _is_put_off(previous: Line | None) -> bool:
    return previous is not None and previous.has("later", "declined")


def _is_post(lead: str) -> bool:
    """«Техник - », «Оператор связи: »."""
    first = re.match(r"\W*([а-яё-]+)(?:\s+[а-яё-]+){0,3}\s*[:–—-]\s*\Z", lead, re.IGNORECASE)
    return first is not None and is_title(first[1])


_AGREED = re.compile(
    r"\W*(?:ответ|письмо|проект|документ)\w*\s+\w*(?:согласован|подписан)", re.IGNORECASE
)


_IT_IS = re.compile(
    r"\W*(?:(?:(?:теперь|сейчас|ныне|отныне|значит|итак|стало\s+быть|в\s+итоге)\s+)?это|зовут|(?:е[её]|его)\s+зовут|имя|фио)\W*",
    re.IGNORECASE,
)
_ONE = re.compile(r"человек|специалист|сотрудник|работник|кандидат", re.IGNORECASE)


_WHO = re.compile(
    r"\b(?:кого|кому|кто)\b.{0,40}\b(?:уч|обуч|поед|ед[еу]|посл|посыл|направ|отправ|пойд|запис)"
    r"|\bкто\s*\?|\bкого\s*\?",
    re.IGNORECASE,
)


def _asks_who(previous: Line | None) -> bool:
    """«Кого учить? Давайте Абакарова»: the writer asks himself and answers."""
    return previous is not None and previous.asks and _WHO.search(previous.text) is not None


def _asks(line: Line) -> bool:
    """Whether a quoted line is the question about the candidate."""
    return TRAINS.search(line.text) is not None


def _carry(
    line: Line,
    cue: Evidence,
    rule: str = "list_item",
    cases: frozenset[str] = NOMINATIVE,
) -> None:
    """The people of an item: the first, and those in a row with him."""
    for mention in line.mentions:
        if mention.role is not Role.UNKNOWN:
            continue
        if mention.person.kind not in FULL:
            continue
        if stands_in_bracket(mention, line):
            continue
        mention.settle(Role.NOMINATED, rule, cue)
        mention.cases = cases
        if mention.reading.case not in cases:
            mention.cases = frozenset()


def _half_read(line: Line, cue: Evidence) -> None:
    """«Дикая Оксана Павловна» below a heading: a surname that is a plain word is not found."""
    for mention in line.mentions[:1]:
        lead = line.lead(mention)
        open_yet = mention.role is Role.UNKNOWN and mention.person.kind is PersonKind.GIVEN
        if open_yet and len(lead.split()) < 2 and "," not in lead:
            mention.settle(Role.WEAK, "list_item", cue)


_PAPER = re.compile(
    r"\b(?:приказ|распоряжени|анкет|письм|справк|документ|заявк|заявлени|ходатайств|копи|скан|бумаг)"
    r"\w{0,3}\b.*[.!…]\s*$",
    re.IGNORECASE | re.DOTALL,
)


def _may_sign(line: Line, previous: Line | None, letter: Letter) -> None:
    """«Приказ пришлём.» / «Инна Руденко»: where a paper is sent, the name that ends the letter is
    likelier its signer's."""
    if previous is None or not (_PAPER.search(previous.text) and signers.signs(line, letter)):
        return
    for mention in line.mentions:
        if mention.rule == "list_item":
            mention.role = Role.WEAK
