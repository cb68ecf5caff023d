"""Who signs in the sender's own words, where no line is taken for a signature."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rules import positions
from rules.document import SegmentKind
from rules.morphology import parses
from rules.nominees import first_person, weights
from rules.nominees.governed import DOCUMENT
from rules.nominees.items import is_sentence
from rules.nominees.lines import Letter, Line, Mention, Role
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


_CALLED = re.compile(
    r"\b(?:будет|станет|зовут|звать|зовётся|кличут|величают|именуется)\b", re.IGNORECASE
)


def _is_called(line: Line) -> bool:
    """«Курсанта зовут Чернов …», «От района теперь будет Чернов»: he is presented; none who signs
    tells his name so."""
    return _CALLED.search(line.text) is not None


_ASKED_HERE = re.compile(r"кандидатур|для\s+обучения|в\s+группу", re.IGNORECASE)


def _stands_apart(line: Line) -> bool:
    """«Управделами Р. Кабиев» between blank lines: what follows is a postscript."""
    below = line.sentence.part.text[line.sentence.end :].lstrip(" ")
    return line.apart and below.startswith("\n\n") and _POST.match(line.text) is not None


def _tells(line: Line) -> bool:
    """Whether something is said or asked for: «Его и обучайте.»"""
    verbs = [parses(t.text)[0].tag.grammemes for t in line.tokens]
    asked = any({"impr", "1per", "PRED"} & grammemes for grammemes in verbs)
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
        x.own and not x.mentions and x.has("send", "nominate", "list") and not names_later(x)
        for x in letter.lines
    )


_LATER = re.compile(
    r"\bне\s+(?!только\b|просто\b|позднее\b|позже\b|ранее\b|менее\b|более\b|возраж|против\b|откаж)"
    r"|\b(?:нет|нету|нельзя|поздно|рано|не(?:кого|кому|когда|чего|зачем)|ни(?:кто|кого|кому|чего)|бы)\b"
    r"|\b(?:отдельн\w+|дополнительн\w+|без\s+(?:меня|нас)|неизвестн\w+|молч\w+|(?:пере|раз)дума\w+|запро[сш]\w*|решат)\b"
    r"|\bжд(?:у|[её]м|ать)\b|(?<!не )\bпротив\b|\bинтересу\w+"
    r"|\b(?:прилага|прилож|вложен|привед[её]н)|\b(?:приш|выш|направ|перешл|отправ)л[иь]те\b"
    r"|\b(?:назов|скаж|сообщ|определ|реш|подбер|подыщ|выбер|отпиш|напиш|ответ|отвеч|доложи|уточн|узна"
    r"|соглас[ую]|пришл|вышл|утверд)(?:у|ю|им|ем|[её]м|ит|ет|[её]т|ят|ут|ают|ает)(?:ся)?\b",
    re.IGNORECASE,
)


_WHO_GOES = re.compile(
    r"(?![^.]*\b(?:прос|спраш|спрос|запр[ао]|вопрос|интерес|ниже|следующ))(?:[^.?:]*(?<!тем)(?<!тех)(?<!тот)(?<!того)(?<!те),\s+|[^,.?:]*)\b(?:кто|кого|кому|где|сколько|куда)\b[^?:]*$",
    re.DOTALL,
)
"""«кто поедет, не сообщили»; not «просили сообщить, кто поедет»."""


def names_later(line: Line) -> bool:
    """«слушателя не даём», «анкету слушателя прилагаю», «Приказ пришлём», «ответит кадровик»: a
    word of sending after which nobody is to be named."""
    if line.text.rstrip().endswith((":", "-", "–", "—")):
        return False
    if _LATER.search(line.text) or _WHO_GOES.match(line.text.lower()):
        return True
    document = DOCUMENT.search(line.text) is not None and not line.has("nominate")
    return document or first_person.speaks(line)


def is_signer(mention: Mention, line: Line, letter: Letter) -> bool:
    """Whether he signs, and nobody waits to be named."""
    last = line.mentions[-1] is mention
    return last and line.apart and signs(line, letter) and not _awaits(letter)


def sign_off(letters: Sequence[Letter]) -> None:
    """Whoever stands below a letter that has spoken of the training and waits for no name signs."""
    for letter in letters:
        own = [x for x in letter.lines if x.own]
        named = [x for x in own if x.mentions]
        if not named or any(x.nominated for x in letter.lines):
            continue
        line = named[-1]
        above = own[: own.index(line)]
        if not _has_post_alone(line):
            continue
        if any(map(_is_answered, above)) and signs(line, letter) and not _awaits(letter):
            for mention in line.mentions:
                if mention.role in (Role.UNKNOWN, Role.WEAK):
                    mention.settle(Role.MENTIONED, "signs")


def _has_post_alone(line: Line) -> bool:
    """Whether nothing but a post stands before the first name: «Им является Зуев» tells of him."""
    lead = line.lead(line.mentions[0])
    if not lead.strip(" ,.–—-") or _POST.match(lead) or _DEGREE.match(lead):
        return True
    start = line.sentence.start
    found = positions.before(line.sentence.part.text, start + len(lead), start)
    return found is not None and not line.text[: found.start - start].strip(" ,.–—-")


_DEGREE = re.compile(r"\s*(?:кандидат|доктор)\s+\w+\s+наук\s*$", re.IGNORECASE)


def _is_answered(line: Line) -> bool:
    """Whether a finished sentence tells of the training and waits for no name below it."""
    told = line.training or line.has("nominate", "send", "later", "declined")
    sends = line.has("nominate", "send", "send_training", "list")
    finished = _ENDS.search(line.text) is not None
    return bool(told) and finished and (names_later(line) or (_tells(line) and not sends))


def is_put_off(line: Line) -> bool:
    """Whether a finished sentence of the training waits for no name below it."""
    told = line.training or line.has("nominate", "send", "send_training", "list")
    return bool(told) and _ENDS.search(line.text) is not None and names_later(line)


_SEVERAL = re.compile(
    r"\b(?:дво(?:е|их|им|ими)|дв(?:а|ух|умя)|тро(?:е|их)|тр[её]х|следующ(?:их|ие)|спис(?:ок|к\w)"
    r"|(?:по|при|вы)?едут|пойдут|пройдут|будут|обучатся|направляются|специалистов|их)\b",
    re.IGNORECASE,
)


_ONE = re.compile(
    r"\W*(?:наш\w?\s+)?(?:кандидат(?:ура|ка)?|слушатель(?:ница)?|обучаем(?:ый|ая)|учени(?:к|ца)|специалист"
    r"|представитель|участни(?:к|ца))\b[^:–—\n]{0,30}(?:[:–—]|\s-)\s",
    re.IGNORECASE,
)
"""«Слушатель: …»: one is asked for, and one is told."""


def names_one(above: Line, mention: Mention) -> bool:
    """«На учёбу направляем Зуеву Анну. ⏎ Дежурный Тихон Котов»: a finished sentence that sends
    one, and he who follows does not go on with it."""
    ended = above.text.rstrip().endswith((".", "!", ")"))
    one = is_sentence(above) or _ONE.match(above.text) is not None
    if not (ended and one) or _SEVERAL.search(above.text):
        return False
    firm = len(above.mentions) == 1 and above.nominated and not above.nominated[0].doubted
    return bool(firm) and mention.may_be("nomn")
