"""What a circular asks about, as words: its topic, its nouns, its number, and other matters."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from rules.circulars import number_pattern
from rules.document import Document, SegmentKind, Sentence
from rules.model import Circular
from rules.morphology import fold, parses

_WORD = re.compile(r"[^\W\d_]+")
_ENDING = re.compile(r"(?:ение|ание|ация|ость|[аыоеиьйя])\Z")
_ENDINGS = "а я у ю ы и е о ь й ой ою ей ею ом ем ью ам ям ами ями ах ях ов ев"
_NOUN_ENDS = frozenset(("", *_ENDINGS.split()))
"""What may follow a noun's stem: «систем|ой» speaks of the system, «систем|ный» of anything."""
_ANSWER = re.compile(r"\b(?:ответ|отвеча)", re.IGNORECASE)
_REFERENCE = re.compile(
    r"\b(?:на\s+(?:ваш\w*\s+)?(?:письмо|запрос|обращение|телеграмму|поручение|телефонограмму)\s+[^№;!?]{0,120}№"
    r"|на\s+(?:ваш\w*\s+)?(?:исх\w*\.?\s*|письмо\s+|запрос\s+|обращение\s+|телеграмму\s+)?"
    r"(?:от\s+[\d.]{6,10}\s*(?:г\.?\s*)?)?№|(?:ваш\w*|вашего|вашему)\s+(?:исх\w*\.?\s*|письм\w+\s+)"
    r"(?:от\s+[\d.]{6,10}\s*(?:г\.?\s*)?)?№)\s?(\d[\d/-]{2,20}\d)",
    re.IGNORECASE,
)
ACKNOWLEDGED: re.Pattern[str] = re.compile(
    r"письм|ответ|отвеч|получ|запрос|принят|\?|циркуляр|вложени|\bфайл|повторно|\bсрок|распис[ау]"
    r"|поручен|резолюци|исполнени|рассм[оа]тр|[зо]вони|уточнит|поясните|разъясн|требуется"
)
"""To be looked for in small letters."""


def repeats(subject: str, circular: Circular) -> bool:
    """Whether the subject only repeats the circular's («Re: О подключении …»)."""
    said = set(_WORD.findall(subject.lower())) - {"re", "fw", "fwd", "отв", "ответ"}
    return bool(said) and said <= set(_WORD.findall(circular.subject.lower()))


def is_renamed(subject: str, circular: Circular) -> bool:
    """Whether a subject names another matter: two words, none the circular's, none of replying."""
    said = long_words(subject)
    known = bool(said & asked(circular)) or ACKNOWLEDGED.search(subject.lower()) is not None
    return bool(said) and len(_WORD.findall(subject)) > 1 and not known


def is_titled(subject: str, circular: Circular) -> bool:
    """Whether a subject has a word of the circular's own, or says that it is an answer."""
    return bool(long_words(subject) & asked(circular)) or _ANSWER.search(subject) is not None


def asked(circular: Circular) -> frozenset[str]:
    """Beginnings of the nouns by which the circular names itself and its questions."""
    named = (text for q in circular.questions for text in (q.title, q.missing, *q.topic))
    return _long_nouns(" ".join((circular.subject, *named)))


@lru_cache(maxsize=16)
def _long_nouns(text: str) -> frozenset[str]:
    words = (m.group() for m in _WORD.finditer(text))
    nouns = (word for word in words if parses(word.lower())[0].tag.POS == "NOUN")
    return long_words(" ".join(nouns))


def unquoted(sentences: Sequence[Sentence], circular: Circular) -> str:
    """The beginning of the texts without the circular's subject, which machines repeat."""
    text = " ".join(sentence.text[:500] for sentence in sentences[:20])
    return re.sub(re.escape(circular.subject), " ", text, flags=re.IGNORECASE)


@lru_cache(maxsize=256)
def long_words(text: str) -> frozenset[str]:
    """Beginnings of a text's longer words: «включения» is no «включительно»."""
    words = _WORD.findall(text.lower().replace("ё", "е"))
    return frozenset(word[: 6 if len(word) > 7 else 5] for word in words if len(word) > 3)


_MONTHS = (
    *("января", "февраля", "марта", "апреля", "мая", "июня"),
    *("июля", "августа", "сентября", "октября", "ноября", "декабря"),
)


def names_circular(text: str, circular: Circular) -> bool:
    """Whether a text names the circular by its number or by its date («от 3 августа»)."""
    if number_pattern(circular.number).search(text):
        return True
    return _dated(circular.on).search(text[:2_000]) is not None


@lru_cache(maxsize=16)
def _dated(on: date) -> re.Pattern[str]:
    figures = rf"0?{on.day}\.0?{on.month}\.(?:{on.year}|{on.year % 100})"
    return re.compile(rf"\bот\s+(?:{figures}|0?{on.day}\s+{_MONTHS[on.month - 1]})")


def speaks(sentence: Sentence, circular: Circular) -> bool:
    """Whether a word of the matter stands in a sentence, the circular's subject apart."""
    if weight([sentence], circular) > 0:
        return True
    return bool(asked(circular) & long_words(unquoted([sentence], circular)))


def other_number(sentences: list[Sentence], circular: Circular) -> bool:
    """Whether some sentence answers a letter of another number."""
    pattern = number_pattern(circular.number)
    return any(
        not pattern.search(match.group(1))
        for sentence in sentences
        for match in _REFERENCE.finditer(sentence.text[:2_000])
    )


def is_other(sentence: Sentence, circular: Circular) -> bool:
    """Whether the sentence speaks of another matter that the circular warns of."""
    if not circular.other_matters:
        return False
    text = sentence.text[:1_000]
    if not _may_name(text.lower(), circular.other_matters):
        return False
    words = _words_of(text)
    matters = _matters(circular.other_matters)
    other = any(all(not word.isdisjoint(words) for word in matter) for matter in matters)
    return other and weight([sentence], circular) < 2


def _may_name(text: str, matters: tuple[str, ...]) -> bool:
    """Whether the beginnings of all words of some matter stand in a text: a quick look."""
    return any(all(word[:3].lower() in text for word in m.split()) for m in matters)


def _words_of(text: str) -> frozenset[str]:
    return frozenset(fold(word) for word in _WORD.findall(text))


@lru_cache(maxsize=16)
def _matters(matters: tuple[str, ...]) -> tuple[tuple[frozenset[str], ...], ...]:
    """Each matter's words, each in all its forms."""
    return tuple(tuple(_forms(word) for word in _WORD.findall(matter)) for matter in matters)


def _forms(word: str) -> frozenset[str]:
    """The forms of a word, of a plural («выборы») only the plural: «выбор главы» is no election."""
    best = parses(word.lower())[0]
    plural = best.tag.number == "plur"
    forms = (x.word for x in best.lexeme if not plural or x.tag.number == "plur")
    return frozenset(fold(form) for form in (*forms, word))


def weight(sentences: list[Sentence], circular: Circular) -> int:
    """Names («Директум», «СЭД») count twice, common words («обучение») once, each one only once."""
    topic = [word for question in circular.questions for word in question.topic]
    stems = _stems(tuple(topic))
    beginnings = tuple(stems)
    text = "\n".join([sentence.text[:2_000] for sentence in sentences]).lower()
    words = {w for w in _WORD.findall(text.replace("ё", "е")) if w.startswith(beginnings)}
    found = {stem for word in words for stem, topic in stems.items() if topic.begins(stem, word)}
    return sum(stems[stem].weight for stem in found)


@dataclass(frozen=True, slots=True)
class _Topic:
    """How much a stem tells, and whether only a noun's endings may follow it."""

    weight: int
    noun: bool

    def begins(self, stem: str, word: str) -> bool:
        return word.startswith(stem) and (not self.noun or word[len(stem) :] in _NOUN_ENDS)


@lru_cache(maxsize=16)
def _stems(topic: tuple[str, ...]) -> dict[str, _Topic]:
    stems: dict[str, _Topic] = {}
    for phrase in topic:
        word = phrase.split()[-1]
        name = word[0].isupper()
        whole = word.lower().replace("ё", "е")
        stem = _ENDING.sub("", whole) if len(whole) > 4 else whole
        noun = not name and len(whole) - len(stem) < 3
        stems[stem] = _Topic(2 if name or " " in phrase else 1, noun)
    return stems


_WILL_LEARN = re.compile(
    r"\b(?:узна(?:ю|ем)|спрошу|спросим|выясн(?:ю|им)|уточн(?:ю|им)|разбер(?:усь|[её]мся))\b"
    r"|\b(?:верн[её]тся|выйдет|приедет|возвратится|появится|прибудет)\W{1,5}(?:\w+\W{1,3}){0,3}"
    r"(?:(?:от|до|рас|под)?скажет|ответит|доложит|сообщит|напишет|решит|решим|проверит|посмотрит)\b"
    r"|\bбез\s+(?:него|не[её]|них)\b",
    re.IGNORECASE,
)
"""«Выйдет - узнаю», «вернётся, ответит»: another is away, and a person writes."""


def will_learn(document: Document) -> bool:
    """Whether the sender will ask somebody else who is away: no machine does."""
    own = document.of(SegmentKind.OWN)
    return any(_WILL_LEARN.search(segment.text) for segment in own)
