"""Who is nominated across lines: lists under a heading, tables, answers under a quoted question."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rules import positions
from rules.document import SegmentKind
from rules.model import Evidence
from rules.nominees import grammar, hindsight, scope, tables
from rules.nominees.lines import Letter, Line, Mention, PersonKind, Role, evidence_of
from rules.phrases import Match

_ITEM = re.compile(
    r"\s*\|?\s*(?:[-–—•*·]|\(?\d{1,2}(?:[.)]|\s{2,}|\s*\|)|[а-яa-z]\)|№\s*\d+)?\s*[-–—.)]?\s*(?:(?:от|из)\s[^,:]{2,40}[:–—-]\s*)?"
)
_LEAD = re.compile(
    r"(?:.{0,40}?(?:фио|ф\.\s?и\.\s?о\.?|фамили\w+|специалист\w*|сотрудник\w*|работник\w*)[\w\s,().]{0,40}[:–—-]\s*)",
    re.IGNORECASE,
)
_FULL = (PersonKind.FULL, PersonKind.SHORT, PersonKind.INITIALS)
_TRAINING = r"(?:обуч\w*|уч[её]б[уеы]\w*|курс\w*|заняти\w*|семинар\w*|групп[уы]\s+\w+)"
_NAMED_FOR = re.compile(
    rf"\b(?:на|для|в|по)\s+(?:\w+\s+){{0,3}}{_TRAINING}|^\W*(?:\d+[.)]?\s*)?{_TRAINING}(?:\s+\w+){{0,3}}\s*[:–—\t-]",
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
            heading = _heading_of_letterhead(line) or heading
            continue
        if not line.own:
            if heading and previous and _is_further_item(line, previous):
                _carry(line, heading.evidence, cases=heading.cases)
                previous = line
            else:
                heading = None
            continue
        opened = scope.read(line, context or asked or heading is not None)
        _named_for_training(line)
        if heading and _starts_with_person(line):
            _carry(line, heading.evidence, cases=heading.cases)
        elif opened.cue and not line.mentions:
            _anaphora(line, opened.cue.evidence(line.sentence, "nominee"), letter)
        elif asked:
            _answered(line)
        elif context:
            _after_colon(line, previous)
        _labelled(line, context)
        hindsight.refused(line)
        before, heading = heading, _heading(line, opened, heading)
        if before is not heading:
            hindsight.agree(group)
            group = []
        group += [m for m in line.mentions if m.role is Role.NOMINATED]
        asked = asked and bool(_GREETING.match(line.text))
        previous = line
    hindsight.agree(group)


_PRONOUNS = re.compile(
    r"\b(?:он|она|они|его|её|ее|ему|ей|их|им|обоих|обоим|оба|обе|последн\w{2,3}|данн\w{2,3}\s+(?:сотрудник|специалист|работник)\w*"
    r"|эт\w{1,2}\s+же)\b",
    re.IGNORECASE,
)


def _anaphora(line: Line, cue: Evidence, letter: Letter) -> None:
    """«Он же направляется на обучение»: the person of the sentence before."""
    if not _PRONOUNS.search(line.text) or line.has("declined", "later", "stays_prev"):
        return
    at = letter.lines.index(line)
    above = [x for x in letter.lines[max(0, at - 2) : at] if x.mentions and x.own][-1:]
    people = [m for x in above for m in x.mentions if m.person.kind in _FULL]
    if any(m.role is Role.NOMINATED for m in people):
        return
    role = Role.NOMINATED if len(people) == 1 else Role.WEAK
    for mention in people:
        mention.settle(role, "he_too", cue)
        mention.cases = frozenset()


_LISTS = re.compile(r"список|перечень|состав|слушател|направляем|кандидат|обучаем", re.IGNORECASE)
_TRAINS = re.compile(r"обуч|уч[её]б|слушател|курс", re.IGNORECASE)


def _heading_of_letterhead(line: Line) -> Heading | None:
    """An appendix begins with «СПИСОК специалистов, направляемых на обучение»."""
    if _LISTS.search(line.text) and _TRAINS.search(line.text):
        return Heading(line.sentence.evidence("nominee.heading"))
    return None


def _is_further_item(line: Line, previous: Line) -> bool:
    """A row below the others that looks like a signature, but is numbered like them."""
    between = line.sentence.part.text[previous.sentence.end : line.sentence.start]
    numbered = re.match(r"\s*\|?\s*(?:\(?\d{1,2}(?:[.)]|\s{2,}|\s*\|)|[-–—•*])", line.text)
    return between.count("\n") <= 1 and numbered is not None and _starts_with_person(line)


_SAYS_WHO = re.compile(
    r"\b(?:будет|это|поедет|едет|пойд[её]т|ид[её]т|приедет|поедут|пойдут|наш\w*|у\s+нас|да)\b",
    re.IGNORECASE,
)


def _answered(line: Line) -> None:
    """The first words under the quoted question: «Иванова …», «это будет Иванова»."""
    if line.has("later", "declined", "other_next", "former_next") or line.text.rstrip().endswith(
        "?"
    ):
        return
    cue = line.sentence.evidence("nominee.answer_to_question")
    if (_starts_with_person(line) and _is_verbless(line)) or _SAYS_WHO.search(line.text):
        _carry(line, cue, "answer_to_question")
    else:
        for mention in line.mentions:
            if mention.role is Role.UNKNOWN and mention.person.kind in _FULL:
                mention.settle(Role.WEAK, "answer_to_question", cue)


_ANNOUNCES = re.compile(r"[:–—-]\s*$")


def _after_colon(line: Line, previous: Line | None) -> None:
    """«Кандидатуру обещали позже. Сообщаем: Рогов …»: a person directly behind a colon."""
    unknown = [m for m in line.mentions if m.role is Role.UNKNOWN and m.person.kind in _FULL]
    if not unknown or line.has("other_next", "other_list", "withdraw_next"):
        return
    lead = line.sentence.part.text[line.sentence.start : unknown[0].person.start]
    named = _IT_IS.fullmatch(lead) is not None
    if not (named or _ANNOUNCES.search(lead)) or _OFFICE.search(lead):
        return
    cue = line.sentence.evidence("nominee.named_after_colon")
    near = previous is not None and (
        previous.training
        or previous.has("nominate", "later", "send")
        or (named and _ONE.search(previous.text))
    )
    if named and previous is not None:
        _post_above(unknown[0], previous)
    told = near or re.search(r"человек|специалист|сотрудник|работник", lead, re.IGNORECASE)
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
_OFFICE = re.compile(
    r"\b(?:руководител|глава|главы|начальник|директор|исполн|подпис|ответствен|контакт|копи|экз|рассылк|адресат|админ|вход|исх|тел)\w*",
    re.IGNORECASE,
)


def _asks(line: Line) -> bool:
    """Whether a quoted line is the question about the candidate."""
    return re.search(r"кандидатур|обуч|уч[её]б", line.text, re.IGNORECASE) is not None


def _starts_with_person(line: Line) -> bool:
    """Whether a line is an item that begins with a person, or with his post and then him."""
    if not line.mentions:
        return False
    first = line.mentions[0].person
    text = line.sentence.part.text
    lead = text[line.sentence.start : first.start]
    item = _ITEM.match(lead)
    rest = lead[item.end() if item else 0 :]
    if re.fullmatch(r"[^,:;.]{2,40}\s[–—-]\s*", rest):
        return True
    if not rest.strip(' –—-:«"') or _LEAD.fullmatch(rest):
        return True
    found = positions.before(text, first.start, line.sentence.start)
    return found is not None and not text[line.sentence.start : found.start].strip(
        " –—-•*·0123456789.)абвгдежabc:\t"
    )


def _is_verbless(line: Line) -> bool:
    taken = {i for c in line.cues if c.phrase.means in ("send", "send_training") for i in c.tokens}
    return not any(
        grammar.is_finite(t.text) for i, t in enumerate(line.tokens) if i not in taken
    ) and not line.text.rstrip().endswith("?")


def _carry(
    line: Line,
    cue: Evidence,
    rule: str = "list_item",
    cases: frozenset[str] = frozenset({"nomn"}),
) -> None:
    """The people of an item: the first, and those in a row with him."""
    for mention in line.mentions:
        if mention.role is not Role.UNKNOWN or mention.person.kind not in _FULL:
            continue
        if stands_in_bracket(mention, line):
            continue
        mention.settle(Role.NOMINATED, rule, cue)
        mention.cases = cases
        if mention.reading.case not in cases:
            mention.cases = frozenset()


def stands_in_bracket(mention: Mention, line: Line) -> bool:
    """Whether a person stands in brackets behind another."""
    text = line.sentence.part.text
    opened = text.rfind("(", line.sentence.start, mention.person.start)
    return (
        opened > 0
        and ")" not in text[opened : mention.person.start]
        and any(m.person.end <= opened for m in line.mentions)
    )


@dataclass(frozen=True)
class Heading:
    """What holds for the lines below: its words, and the cases of the people who follow."""

    evidence: Evidence
    cases: frozenset[str] = frozenset({"nomn"})


def _heading(line: Line, opened: scope.Scope, before: Heading | None) -> Heading | None:
    """The heading that holds for the lines below: «На обучение направляем:»."""
    if line.has("declined", "withdraw_next", "void_prev"):
        return None
    if line.has("later") and not line.text.rstrip().endswith(":"):
        return None
    if opened.cue and not line.mentions and _breaks_off(line):
        return Heading(opened.cue.evidence(line.sentence, "nominee"), opened.cases)
    found = _plain_heading(line, opened, before.evidence if before else None)
    if found is None:
        return None
    if before and found == before.evidence:
        return before
    return Heading(found, opened.cases | {"nomn"})


def _breaks_off(line: Line) -> bool:
    """Whether a line ends in the middle of its sentence."""
    return line.text.rstrip()[-1:].isalpha()


def _plain_heading(line: Line, opened: scope.Scope, before: Evidence | None) -> Evidence | None:
    nominated = [m for m in line.mentions if m.role is Role.NOMINATED]
    people = [m for m in line.mentions if m.role is not Role.MENTIONED]
    text = line.text.rstrip()
    cue = opened.cue
    if nominated:
        goes_on = text.endswith((";", ",", ":")) or before is not None
        last = nominated[-1].cue
        return last if goes_on else None
    if people:
        return before if before and not _is_sentence(line) else None
    listing = line.find("nominate", "list") or cue
    if listing and (text.endswith(_MARKS) or line.has("nominate") or len(text) < 90):
        return _of_listing(listing, line, before)
    if line.training and text.endswith(":"):
        return line.sentence.evidence("nominee.heading")
    if before and (line.contacts or not _is_sentence(line)):
        return before
    return None


_COLUMNS = re.compile(r"должност|тел(?:ефон)?\b|e-?mail", re.IGNORECASE)


_MARKS = (":", "-", "–", "—")


def _of_listing(listing: Match, line: Line, before: Evidence | None) -> Evidence | None:
    """A line that speaks of candidates is a heading only with a colon, or as names of columns."""
    found = evidence_of(listing, line)
    if listing.phrase.name == "name_label" and _COLUMNS.search(line.text):
        return before or found
    ends = line.text.rstrip().endswith(_MARKS)
    return found if ends or listing.phrase.name not in ("candidate", "name_label") else None


def _is_sentence(line: Line) -> bool:
    """Whether a line says something, rather than names something."""
    return any(grammar.is_finite(t.text) for t in line.tokens)


def _named_for_training(line: Line) -> None:
    """«На учебу - Бадмаева», «обучение: Глотова»: no verb, the training, then the person."""
    if not line.training or not _is_verbless(line):
        return
    start = line.sentence.start
    for mention in line.mentions:
        if mention.role is Role.UNKNOWN or mention.rule == "case_disagrees":
            _named_for(mention, line, start)
        if mention.role is not Role.NOMINATED:
            start = mention.person.end


def _named_for(mention: Mention, line: Line, start: int) -> None:
    text = line.sentence.part.text
    lead = text[start : mention.person.start]
    found = _NAMED_FOR.search(lead)
    others = [c for c in line.cues if c.phrase.means in ("other_next", "withdraw_next")]
    if not found or any(start <= c.start < mention.person.start for c in others):
        return
    if (
        _THERE_IS.search(lead, found.end())
        or mention.person.kind not in _FULL
        or stands_in_bracket(mention, line)
    ):
        return
    cue = line.sentence.evidence(
        "nominee.named_for_training", start + found.start(), start + found.end()
    )
    mention.settle(Role.NOMINATED, "named_for_training", cue)
    mention.cases = frozenset({"nomn"})


_LABEL = re.compile(r"\s*(?:[-–—•*·]|\d{1,2}[.)])?\s*([^:\t\n]{2,60})[:\t]\s*")


def _labelled(line: Line, context: bool) -> None:
    """«ФИО: Иванова …» in a form that is about the training."""
    label = _LABEL.match(line.text)
    if not label or not context or not line.has("list"):
        return
    for mention in line.mentions[:1]:
        if mention.role is Role.UNKNOWN and mention.person.kind in _FULL:
            end = line.sentence.start + label.end()
            cue = line.sentence.evidence("nominee.name_label", line.sentence.start, end)
            mention.settle(Role.NOMINATED, "name_label", cue)
            mention.cases = frozenset({"nomn"})


_IN_LATIN = re.compile(
    r"obuch|u[ch]eb|uch[io]|kurs|edet|edut|napravl|komandir|zapish|vkluch|vklyuch", re.IGNORECASE
)


def in_latin(letters: Sequence[Letter]) -> None:
    """Letters in Latin transliteration: their few words of sending are looked for as such."""
    for letter in letters:
        for line in letter.lines:
            found = [m for m in line.mentions if m.person.latin and m.role is Role.UNKNOWN]
            if not found or line.kind is not SegmentKind.OWN:
                continue
            cue = line.sentence.evidence("nominee.in_latin_letters")
            role = Role.NOMINATED if _IN_LATIN.search(line.text) else Role.WEAK
            for mention in found:
                mention.settle(role, "in_latin_letters", cue)


_LONG = 200
"""A letter of more lines is not «nothing but a person»."""


def bare(letters: Sequence[Letter]) -> None:
    """A letter that is nothing but a person: «Иванова Мария Петровна, программист, 8-927-…»."""
    settled = (Role.NOMINATED, Role.WEAK, Role.WITHDRAWN)
    if any(m.role in settled for x in letters for line in x.lines for m in line.mentions):
        return
    for letter in letters:
        if len(letter.lines) > _LONG:
            continue
        for line in letter.lines:
            if line.own and line.mentions and not _is_sentence(line):
                _bare(line, letter)


def _bare_point(line: Line) -> None:
    """«По п. 2 - Рагимов А.Г., программист»: perhaps an answer, so somebody must look."""
    mention = line.mentions[0]
    lead = line.sentence.part.text[line.sentence.start : mention.person.start]
    unknown = mention.role is Role.UNKNOWN and mention.person.kind in _FULL
    if (
        unknown
        and _ANNOUNCES.search(lead)
        and not _OFFICE.search(lead)
        and not line.has("other_next")
    ):
        mention.settle(Role.WEAK, "bare_point", line.sentence.evidence("nominee.bare_point"))


_GREETING = re.compile(r"\s*(?:здравствуй|добр|уважаем|привет|коллег|приветств)", re.IGNORECASE)


def _bare(line: Line, letter: Letter) -> None:
    alone = all(
        x is line or _GREETING.match(x.text) or not _is_sentence(x) for x in letter.lines if x.own
    )
    described = bool(line.contacts) or "," in line.text
    if not alone and line is [x for x in letter.lines if x.own][-1]:
        return  # the last line of a letter is who writes it
    if not _starts_with_person(line):
        _bare_point(line)
        return
    for mention in line.mentions:
        if mention.person.kind not in _FULL or stands_in_bracket(mention, line):
            continue
        if mention.role is not Role.UNKNOWN:
            continue
        role = Role.NOMINATED if alone and described and "," in line.text else Role.WEAK
        if role is Role.WEAK and not described:
            continue
        mention.settle(role, "bare_reply", line.sentence.evidence("nominee.bare_reply"))
        mention.cases = frozenset({"nomn"})
