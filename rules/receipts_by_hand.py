"""What a secretary writes in place of a machine's receipt: «Получено, вх. № 1740. Катя, приёмная».

It has come, and nothing more: whoever writes a word beyond that is answering, if only later.
"""

from __future__ import annotations

import re

from rules.document import Document, SegmentKind, Sentence
from rules.morphology import parses

_RECEIVING = """
получено получен получена получены получили получил получила прочитано прочитан прочитали прочтено
прочитал прочитала зарегистрировано зарегистрирован зарегистрировали зарегистрировал пришло дошло
зарегистрировала поступило доставлено принято приняли принял приняла ознакомлен ознакомлена
ознакомлены ознакомились ознакомился ознакомилась записано
"""
_TOLD = frozenset({"подтверждаем", "подтверждаю", "сообщаем", "сообщаю", "уведомляем"})
_RECEPTION = frozenset({"получение", "получения", "прочтение", "поступление", "доставку", "факт"})
_LETTERS = """
ваше вашего вами данное это настоящее письмо письма запрос запроса циркуляр циркуляра обращение
сообщение почта почту документ приложение приложения вложение вложения от за под вх входящий
входящее входящим номер номером исх исходящий и с со что о об n № no рег мы нами у нас на всё все
администрацией районом года год г время числа сегодня вчера утром уже успешно благополучно исправно
спасибо благодарим благодарю ок окей хорошо ага к сведению вниманию
"""
_RECEIVED = frozenset(_RECEIVING.split())
_KNOWN = _RECEIVED | _TOLD | _RECEPTION | {*_LETTERS.split()}
_MONTHS = ("янв", "фев", "мар", "апр", "мая", "июн", "июл", "авг", "сен", "окт", "ноя", "дек")
_GREETING = re.compile(
    r"(?:(?:добр\w+|здравствуйте|приветствую|привет|день|дня|утро|утра|вечер\w*|времени|суток"
    r"|с\s+уважением|всего|хорошего|удачи|спасибо|благодар\w+|уважаем\w+|коллеги|за\s+письмо)\W*)+",
    re.IGNORECASE,
)
_LONGEST = 30
"""Words of the whole; beyond that somebody explains something."""
_SIGNED = 8
_PREDICATES = frozenset({"VERB", "INFN", "PRTS", "ADJS", "GRND", "PRED"})
_SAYS = re.compile(r"[?:]|\s[-–—]\s|(?:вич|вна|чна|оглы|кызы)(?!\w)", re.IGNORECASE)
_SAYING = frozenset({"да", "нет", "не", "ни", "без", "есть"})


def is_receipt_by_hand(document: Document) -> bool:
    """Whether the sender's own words tell only that our letter has come."""
    if document.mail.problems or any(part.name != "body" for part in document.mail.parts):
        return False
    own = list(document.of(SegmentKind.OWN))
    if sum(len(sentence.words) for sentence in own) > _LONGEST:
        return False
    told = [s for s in own if not _GREETING.fullmatch(s.text.strip())]
    rest = [s for s in told if not _tells_receipt(s)]
    return len(rest) < len(told) and all(map(_signs, rest))


def _tells_receipt(sentence: Sentence) -> bool:
    words = set(sentence.words)
    came = words & _RECEIVED or (words & _TOLD and words & _RECEPTION)
    return bool(came) and "?" not in sentence.text and all(w in _KNOWN or _dates(w) for w in words)


def _dates(word: str) -> bool:
    return word[0].isdigit() or word.startswith(_MONTHS)


def _signs(sentence: Sentence) -> bool:
    """«Катя, приёмная», «Чеботарь Н.Н.»: a name with its post or office, of which nothing is said.
    Who is named in full may be the one that is sent."""
    words = sentence.words
    return (
        len(words) < _SIGNED
        and _SAYS.search(sentence.text) is None
        and not any(w in _SAYING or _is_predicate(w) for w in words)
    )


def _is_predicate(word: str) -> bool:
    """Whether it can be nothing else; the surname «Чеботарь» has the letters of a verb."""
    return all(parse.tag.POS in _PREDICATES for parse in parses(word))
