"""Whether a person's mail answers the circular, or is about something else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from rules import clues, machines
from rules.circulars import number_pattern
from rules.document import Document, SegmentKind, Sentence
from rules.model import Circular, Evidence, PartRole
from rules.morphology import lemmas

_SENTENCES = 300
_SHORT = 25
_LONG = 40
_STRANGE = ("advert", "congratulation", "complaint", "application", "invoice")
_ENDING = re.compile(r"(?:ение|ание|ация|ость|[аыоеиьйя])\Z")
_WORD = re.compile(r"[^\W\d_]+")
_ANSWER = re.compile(r"готов|подключ|кандидат|направ|обуч", re.IGNORECASE)
_REFERENCE = re.compile(
    r"\b(?:на\s+(?:ваш\w*\s+)?(?:исх\w*\.?\s*|письмо\s+|запрос\s+|обращение\s+|телеграмму\s+)?"
    r"(?:от\s+[\d.]{6,10}\s*(?:г\.?\s*)?)?№|(?:ваш\w*|вашего|вашему)\s+(?:исх\w*\.?\s*|письм\w+\s+)"
    r"(?:от\s+[\d.]{6,10}\s*(?:г\.?\s*)?)?№)\s?(\d[\d/-]{2,20}\d)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Relevance:
    """What ties a mail to the circular, and what speaks against it."""

    thread: bool  # it answers a letter of ours
    numbered: bool  # it names the circular's number
    proven: bool  # a recipient's address or domain
    told: clues.Weight  # how plainly its words name a recipient
    topic: int  # how much it speaks of what was asked
    answers: bool  # some sentence answers, were it ever so short
    elsewhere: bool  # it answers another number, or speaks of another matter
    strange: tuple[Evidence, ...]  # advertising, complaint, congratulation, …
    words: int
    attached: bool
    unreadable: bool

    @property
    def tied(self) -> bool:
        """Whether it refers to the circular itself."""
        return self.thread or self.numbered


def weigh(document: Document, circular: Circular, *, thread: bool) -> Relevance:
    """Gather what speaks for and against this mail's being a reply."""
    sentences = [machines.subject(document.mail), *_own(document)]
    own = sentences[1:]
    numbered = any(_names_circular(s.text, circular) for s in sentences)
    relevant = [s for s in sentences if not _is_other(s, circular)]
    return Relevance(
        thread=thread,
        numbered=numbered,
        proven=clues.by_address(machines.sender(document.mail), circular) is not None,
        told=_told(document, circular),
        topic=_topic(relevant[_repeats(document.mail.subject, circular) :], circular),
        answers=any(_ANSWER.search(s.text) for s in relevant[1:]),
        elsewhere=len(relevant) < len(sentences)
        or (not numbered and _other_number(sentences, circular)),
        strange=tuple(e for means in _STRANGE for e in machines.cues(document, means, circular)),
        words=sum(len(s.text.split()) for s in own),
        attached=any(p.role is not PartRole.BODY for p in document.mail.parts)
        or bool(document.mail.problems),
        unreadable=bool(document.mail.problems),
    )


def _own(document: Document) -> list[Sentence]:
    kinds = (SegmentKind.OWN, SegmentKind.LETTERHEAD, SegmentKind.SIGNATURE)
    return list(islice(document.of(*kinds), _SENTENCES))


def _repeats(subject: str, circular: Circular) -> int:
    """1 where the subject only repeats the circular's («Re: О подключении …»), else 0."""
    said = set(_WORD.findall(subject.lower())) - {"re", "fw", "fwd", "отв", "ответ"}
    return int(bool(said) and said <= set(_WORD.findall(circular.subject.lower())))


def _told(document: Document, circular: Circular) -> clues.Weight:
    found = (*clues.of_text(document, circular), *clues.of_headers(document, circular))
    return max((clue.weight for clue in found), default=clues.Weight.NOTHING)


_MONTHS = (
    *("января", "февраля", "марта", "апреля", "мая", "июня"),
    *("июля", "августа", "сентября", "октября", "ноября", "декабря"),
)


def _names_circular(text: str, circular: Circular) -> bool:
    """Whether a text names the circular by its number or by its date («от 3 августа»)."""
    if number_pattern(circular.number).search(text):
        return True
    on = circular.on
    figures = rf"0?{on.day}\.0?{on.month}\.(?:{on.year}|{on.year % 100})"
    dated = rf"\bот\s+(?:{figures}|0?{on.day}\s+{_MONTHS[on.month - 1]})"
    return re.search(dated, text[:2_000]) is not None


def _other_number(sentences: list[Sentence], circular: Circular) -> bool:
    pattern = number_pattern(circular.number)
    return any(
        not pattern.search(match.group(1))
        for sentence in sentences
        for match in _REFERENCE.finditer(sentence.text[:2_000])
    )


def _is_other(sentence: Sentence, circular: Circular) -> bool:
    """Whether the sentence speaks of another matter that the circular warns of."""
    if not circular.other_matters:
        return False
    words = _sentence_lemmas(sentence.text[:1_000])
    return any(matter <= words for matter in _matters(circular.other_matters))


@lru_cache(maxsize=2_000)
def _sentence_lemmas(text: str) -> frozenset[str]:
    return frozenset(lemma for m in _WORD.finditer(text) for lemma in lemmas(m.group()))


@lru_cache(maxsize=16)
def _matters(matters: tuple[str, ...]) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(sorted(lemmas(word))[0] for word in _WORD.findall(m)) for m in matters)


def _topic(sentences: list[Sentence], circular: Circular) -> int:
    """Names («Директум», «СЭД») count twice, common words («обучение») once, each one only once."""
    topic = [word for question in circular.questions for word in question.topic]
    stems = _stems(tuple(topic))
    found = {
        stem
        for sentence in sentences
        for m in _WORD.finditer(sentence.text[:2_000])
        for stem in stems
        if m.group().lower().replace("ё", "е").startswith(stem)
    }
    return sum(stems[stem] for stem in found)


@lru_cache(maxsize=16)
def _stems(topic: tuple[str, ...]) -> dict[str, int]:
    stems: dict[str, int] = {}
    for phrase in topic:
        word = phrase.split()[-1]
        name = word[0].isupper()
        stem = word.lower().replace("ё", "е")
        stems[_ENDING.sub("", stem) if len(stem) > 4 else stem] = 2 if name or " " in phrase else 1
    return stems


def decide(found: Relevance) -> tuple[bool, bool]:
    """Whether the mail is a reply, and whether that is sure."""
    if found.strange and not found.numbered:
        return _decide_strange(found)
    if found.tied:
        return _decide_tied(found)
    if found.proven:
        return _decide_proven(found)
    return _decide_stranger(found)


def _decide_strange(found: Relevance) -> tuple[bool, bool]:
    if found.proven or found.told >= clues.Weight.HINTED:
        enough = found.topic >= 2 and found.answers
        return enough, enough or not found.thread or found.topic == 0
    return found.thread and found.topic >= 3, not (found.thread and found.topic >= 3)


def _decide_tied(found: Relevance) -> tuple[bool, bool]:
    if found.elsewhere and found.topic < 2 and not found.numbered:
        return False, True
    spoken = found.topic > 0 or found.answers or found.attached or found.numbered
    return True, spoken or found.words <= _LONG


def _decide_proven(found: Relevance) -> tuple[bool, bool]:
    if found.elsewhere:
        return found.topic >= 3, found.topic < 2
    if found.topic >= 2 or (found.topic and found.answers):
        return True, True
    if found.answers or (found.attached and found.words <= _SHORT):
        return True, found.attached
    return False, False


def _decide_stranger(found: Relevance) -> tuple[bool, bool]:
    if found.elsewhere:
        return False, found.topic < 2
    plain = found.told >= clues.Weight.NAMED
    if (found.topic >= 2 and found.told >= clues.Weight.HINTED) or (
        found.topic and plain and found.answers
    ):
        return True, True
    silent = found.unreadable or (found.attached and found.words <= 5)
    if silent and (found.topic or found.told):
        return True, False
    return found.topic >= 2 and found.answers, found.topic == 0
