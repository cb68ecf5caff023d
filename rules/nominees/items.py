"""What a line of a list is by its looks: does it begin with a person, does it say something."""

from __future__ import annotations

import re

from rules import positions
from rules.nominees import brackets, grammar
from rules.nominees.lines import Line, Mention
from rules.phrases import Match

_ITEM = re.compile(
    r"\s*(?:(?:а\s+)?также|и|плюс|ещё|еще)?\s*\|?\s*(?:[-–—•*·]|\(?\d{1,2}(?:[.)]|\s{2,}|\s*\|)|[а-яa-z]\)|№\s*\d+)?\s*[-–—.)]?\s*(?:(?:(?:а\s+)?также|и|плюс)\s+)?(?:(?:от|из)\s[^,:]{2,40}[:–—-]\s*)?"
)
_LEAD = re.compile(
    r"(?:.{0,40}?(?:фио|ф\.\s?и\.\s?о\.?|фамили\w+|специалист\w*|сотрудник\w*|работник\w*)[\w\s,().]{0,40}[:–—-]\s*)",
    re.IGNORECASE,
)
TRAINS = re.compile(r"обуч|уч[её]б|курс|слушател|кандидат", re.IGNORECASE)
"""Words by which a heading, a label or a question speaks of those who are to learn."""
ANNOUNCES = re.compile(r"[:–—-]\s*$")


ASKED_FOR = re.compile(
    r"\b(?:человек|люд(?:и|ям|ей|ях|ьми)\b|спец(?:иалист|-т|ы\b|ам\b|\b)|сотрудни|работни|кандидат|слушател"
    r"|ученик|учениц|студент|курсант|участник|представител|персон|делегат|кадр(?:ы|ам|ов)|фамили"
    r"|втор(?:ому|ой|ое|ая)\b|к\s+вам|от\s+нас|с\s+наше[йю]|кого\b|уч[её]б)",
    re.IGNORECASE,
)
"""Words that announce the person whom the circular asked for."""
OFFICE = re.compile(
    r"\b(?:руководител|глава|главы|начальник|директор|исполн|подпис|ответствен|контакт|копи|экз|рассылк|адресат|админ|вход|исх|тел)\w*",
    re.IGNORECASE,
)
OTHER_LABEL = re.compile(
    r"\W*(?:\d{1,2}[.)]\s*)?(?:за\s+|для\s+)?(?:(?:по\s+)?(?:\w+\s+)?вопрос(?:ам|ы)\b(?!\s+\w+ем\b)"
    r"|справк(?!а\b)\w*|связь\b|контакт\w*|консультац\w*|разъяснен\w*|пояснен\w*|подробност\w*"
    r"|информаци\w*|телефон\w*|обращ\w*|звон\w*|при[её]мная|бухгалтерия|договор\w*|закупк\w*"
    r"|аукцион\w*|торги|поставк\w*|сч[её]т\w*|оплат\w*|дежурн\w*|диспетчер\w*|провайдер\w*|факс)"
    r"(?:\s+[\w«»-]+){0,5}\s*[:–—-]\s",
    re.IGNORECASE,
)
"""«Вопросы по аукциону: …», «Справки по подключению – …»: whom to ask, in answer to none of ours;
in doubt where nobody else is nominated."""


_ABOUT = re.compile(
    r"\W*(?:\d{1,2}[.)]\s*)?(?:за\s+|для\s+|по\s+)?(?:\w+\s+)?(?:вопросам|справк|консультаци)",
    re.IGNORECASE,
)


def labels_other(lead: str) -> bool:
    """Whether the words before a name, «Справки по подключению – », tell whom to ask, and are no
    label of him who was asked for: «Телефон слушателя: »."""
    if not OTHER_LABEL.match(lead):
        return False
    return not ASKED_FOR.search(lead) or _ABOUT.match(lead) is not None


_ENDS_LABEL = re.compile(r"(?:\s+[\w«»-]+){0,4}\s*[:–—-]\s")


def is_asked_about(cue: Match, line: Line) -> bool:
    """«По вопросам проезда слушателя – …»: the word stands within the label of whom to ask."""
    lead = line.text[: cue.start - line.sentence.start]
    if not _ABOUT.match(lead) or re.search(r"[:–—,]", lead):
        return False
    return _ENDS_LABEL.match(line.text, cue.end - line.sentence.start) is not None


def starts_with_person(line: Line) -> bool:
    """Whether a line is an item that begins with a person, or with his post and then him."""
    if not line.mentions:
        return False
    first = line.mentions[0].person
    text = line.sentence.part.text
    lead = text[line.sentence.start : first.start]
    item = _ITEM.match(lead.lower())
    rest = lead[item.end() if item else 0 :]
    if re.fullmatch(r"[^,:;.]{2,40}\s[–—-]\s*|(?:от|из|с)\s+(?:[\w«»-]+\s+){1,3}", rest):
        return True
    if not rest.strip(' –—-:«"') or _LEAD.fullmatch(rest):
        return True
    begin = line.sentence.start + (item.end() if item else 0)
    found = positions.before(text, first.start, begin)
    return found is not None and not text[begin : found.start].strip(
        " –—-•*·0123456789.)абвгдежabc:\t"
    )


def is_verbless(line: Line) -> bool:
    """Whether a line has no finite verb but of sending, and asks nothing."""
    taken = {i for c in line.cues if c.phrase.means in ("send", "send_training") for i in c.tokens}
    return (
        not any(grammar.is_finite(t.text) for i, t in enumerate(line.tokens) if i not in taken)
        and not line.asks
    )


def stands_in_bracket(mention: Mention, line: Line) -> bool:
    """Whether a person stands in brackets behind another."""
    opened = brackets.opened(mention.person.start, line.sentence)
    return opened is not None and any(m.person.end <= opened for m in line.mentions)


def is_sentence(line: Line) -> bool:
    """Whether a line says something, rather than names something."""
    return any(grammar.is_finite(t.text) for t in line.tokens)


GREETING = re.compile(r"\s*(?:здравствуй|добр|уважаем|привет|коллег|приветств)", re.IGNORECASE)
