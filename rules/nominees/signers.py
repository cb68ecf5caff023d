"""Who signs in the sender's own words, where no line is taken for a signature."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rules.document import SegmentKind
from rules.morphology import parses
from rules.nominees import weights
from rules.nominees.governed import DOCUMENT
from rules.nominees.items import is_sentence
from rules.nominees.lines import Letter, Line, Mention
from rules.nominees.weights import CHIEF

_ENDS = re.compile(r"[.!?…)»]\s*$")
_SIGNED = re.compile(r"\S\s{3,}(?:[А-ЯЁ]\.\s?){1,2}[А-ЯЁ]|уважением|почтением")
_NUMBERED = re.compile(r"^\W*(?:\d{1,2}\s?[.)]|[-–—•*])")


def signs(line: Line, letter: Letter) -> bool:
    """Whether a line is a name, perhaps with a post, at the end of a letter that has been said."""
    if not line.mentions or is_sentence(line) or line.training or _NUMBERED.match(line.text):
        return False
    if weights.governed(line.mentions[0], line)[0] or _is_called(line):
        return False  # «Пишите Зуева Тимура, он у нас связист»
    if _answers(line, letter):
        return False
    own = [x for x in letter.lines if x.own]
    at = own.index(line) if line in own else 0
    if at == 0 or ":" in line.text:
        return False
    if any(_goes_on(x) for x in own[at + 1 :]) and not _stands_apart(line):
        return False
    above = own[at - 1]
    said = _ENDS.search(above.text) is not None or _SIGNED.search(above.text) is not None
    return said and (_tells(above) or _SIGNED.search(above.text) is not None)


def _answers(line: Line, letter: Letter) -> bool:
    """Whether he stands right below our own question about the candidate."""
    at = letter.lines.index(line)
    above = letter.lines[at - 1] if at else line
    quoted = above.kind in (SegmentKind.QUOTED, SegmentKind.CIRCULAR)
    return quoted and _ASKED_HERE.search(above.text) is not None


_CALLED = re.compile(r"\b(?:зовут|звать|зовётся|кличут|величают|именуется)\b", re.IGNORECASE)


def _is_called(line: Line) -> bool:
    """«Курсанта зовут Чернов …»: he is presented; none who signs tells his name so."""
    return _CALLED.search(line.text) is not None


_ASKED_HERE = re.compile(r"кандидатур|для\s+обучения|в\s+группу", re.IGNORECASE)


def _stands_apart(line: Line) -> bool:
    """«Управделами Р. Кабиев» between blank lines: what follows is a postscript."""
    below = line.sentence.part.text[line.sentence.end :].lstrip(" ")
    return line.apart and below.startswith("\n\n") and _POST.match(line.text) is not None


def _tells(line: Line) -> bool:
    """Whether something is said or asked for: «Его и обучайте.»"""
    verbs = [parses(t.text)[0].tag.grammemes for t in line.tokens]
    asked = any({"impr", "1per"} & grammemes for grammemes in verbs)
    ordered = any("INFN" in grammemes for grammemes in verbs) and not line.has(
        "send", "send_training", "nominate", "list"
    )
    return says(line) or asked or ordered  # «Кормить два раза в день.»


def says(line: Line) -> bool:
    """Whether a line is a sentence or asks something («Учиться с проживанием?»); but «Кто поедет?»
    waits for a name."""
    if line.asks:
        return _WHO.search(line.text) is None
    return is_sentence(line)


_WHO = re.compile(r"\b(?:кто|кого|кем|ком|кому|чьих|фио|ф\.\s?и\.\s?о|фамили\w+)\b", re.IGNORECASE)


def _goes_on(line: Line) -> bool:
    """Whether a line is more than a number, an address or the post of who signs."""
    return is_sentence(line) or not (
        line.contacts or (_POST.match(line.text) and not line.mentions)
    )


_POST = re.compile(
    r"\W*(?:и\.?\s?о\.?\s|врио\s|зам|перв\w+\s|глав|начальни|руководител|управ(?:ляющ|дел)|председател"
    r"|завед|секретар|специалист|ведущ|старш|инженер|программист|администратор|делопроизв)",
    re.IGNORECASE,
)


def signs_below(line: Line, group: Sequence[Mention], letter: Letter) -> bool:
    """Whether a name at the end is no item of the list above, but who signs."""
    if below_office(line, letter):
        return True
    person, text = line.mentions[0].person, line.sentence.part.text
    rest = text[line.sentence.start : person.start] + text[person.end : line.sentence.end]
    if line.apart and signs(line, letter) and (group or not _awaits(letter)):
        return True
    last = line is [x for x in letter.lines if x.own][-1]
    before = letter.lines[: letter.lines.index(line)]
    settled = any(x.nominated for x in before)
    if last and line.apart and settled and _BEGINS_WITH_INITIALS.match(line.text):
        return True  # «Т. Жуков, управделами»: items of a list begin with the surname
    if not last or rest.strip(" .,-–—"):
        return False
    if settled and signs(line, letter):
        return True
    table = any("\t" in x.text for x in before)
    described = table or any(m.line.contacts or "," in m.line.text for m in group)
    return line.apart and described


_BEGINS_WITH_INITIALS = re.compile(r"\s*(?:[А-ЯЁ]\.\s?){1,2}\s?[А-ЯЁ][а-яё-]+\s*,")
_WIDE = re.compile(r"\S\s{3,}(?:[А-ЯЁ]\.\s?){1,2}\s?[А-ЯЁ][\w-]+\s*$")
_INITIALS_FIRST = re.compile(r"\s*(?:[А-ЯЁ]\.\s?){1,2}\s?[А-ЯЁ][\w-]+\s*$")


def below_office(line: Line, letter: Letter) -> bool:
    """«Управляющий делами» / «Е.И. Ткаченко»; «Глава района         Е.И. Ткаченко»."""
    if _WIDE.search(line.text) and CHIEF.search(line.text.lower()):
        return True
    at = letter.lines.index(line)
    if not at or not _INITIALS_FIRST.match(line.text):
        return False
    above = letter.lines[at - 1]
    office = CHIEF.search(above.text.lower()[:40]) is not None
    return office and not above.text.rstrip().endswith(":") and not is_sentence(above)


def has_office(line: Line) -> bool:
    """«Глава района                    Е.И. Ткаченко»: a chief's post, and then his name."""
    lead = line.lead(line.mentions[0]).lower()
    return CHIEF.search(lead) is not None and not is_sentence(line)


def _awaits(letter: Letter) -> bool:
    """Whether somebody is sent and nobody named: «Отправим бухгалтера.»"""
    named = any(x.nominated for x in letter.lines)
    return not named and any(
        x.own and not x.mentions and x.has("send", "nominate", "list") and not _names_later(x)
        for x in letter.lines
    )


_LATER = re.compile(
    r"\bне\s+(?:буд|да[её]|мож|планиру|направ|посыл|пош|выдел|предлаг|им)\w*"
    r"|\b(?:прилага|прилож|вложен|привед[её]н)|\b(?:приш|выш|направ|перешл|отправ)л[иь]те\b",
    re.IGNORECASE,
)


def _names_later(line: Line) -> bool:
    """«слушателя не даём», «анкету слушателя прилагаю», «Приказ пришлём», «Пришлите, пожалуйста»:
    a word of sending after which nobody is to be named."""
    found = _LATER.search(line.text) or (DOCUMENT.search(line.text) and not line.has("nominate"))
    return bool(found) and not line.text.rstrip().endswith(":")


def is_signer(mention: Mention, line: Line, letter: Letter) -> bool:
    """Whether he signs, and nobody waits to be named."""
    last = line.mentions[-1] is mention
    return last and line.apart and signs(line, letter) and not _awaits(letter)
