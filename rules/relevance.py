"""Whether a person's mail answers the circular, or is about something else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from rules import clues, latin, machines, matter
from rules.document import Document, SegmentKind, Sentence
from rules.model import Circular, Evidence, Mail, PartRole
from rules.morphology import lemmas

_SENTENCES = 300
_STRANGE = ("advert", "congratulation", "complaint", "application", "invoice")
_OTHERS = ("other_business", "purpose")
_WORD = re.compile(r"[^\W\d_]+")
_REPORT = re.compile(
    r"\b(?:(?<!под )отч[её]т\w*|сводк\w+|сведени\w+|реестр\w*|протокол\w*"
    r"|проект\w* (?:постан|распор|согл)\w*"
    r"|списк\w+|график\w*|заявк\w+|мониторинг\w*|анкет\w+|статистик\w+|показател\w+)\b",
)
_TOUCHED = re.compile(r"специалист|кандидат|лиценз|\bключ|сервер|сотрудник|замен[аяиу]|письм|ответ")
_PLEDGED = re.compile(
    r"\b(?:дадим|ответим|сообщим|доложим|напишем|отпишемся|расскажем|пришлем|пришлём|направим|проинформируем)\b"
)
_JOURNEY = re.compile(
    r"командировоч|гостиниц|проживани|размещени|ночлег|проезд|поехать|приехать|приезжать"
)
_TECHNICAL = re.compile(
    r"лиценз|сервер|компьютер|\bпк\b|канал|интернет|\bэцп\b|\bключ|рабочи\w+ мест|\bсети?\b"
)
_RECEIVED = re.compile(
    r"(?:письмо|циркуляр|запрос)\w*\s(?:[^.!?\n]{0,40}\s)?(?:получ|принят|зарегистр|поступил|дошло"
    r"|передан|распис)|(?:получил|приняли|зарегистрировали)\w*[^.!?\n]{0,20}\s(?:письмо|циркуляр)"
    r"|\bвх(?:одящий)?\.?\s?(?:№|n|\d)",
)
"""«Ваше письмо принято, вх. № 2760»: whoever tells this answers our letter."""


_CIVILITIES = """
спасибо большой огромный благодарить благодарность заранее принять получить понятно хорошо ок окей
ладно верно правильно все весь подтверждать ясно добрый день утро вечер здравствуйте здравствовать
коллега уважаемый вы за и ваш ответ письмо оперативность помощь взаимно так точно с уважение
"""
_CIVIL = frozenset(_CIVILITIES.split())


def is_small_talk(document: Document) -> bool:
    """Whether the sender's own words are but thanks and courtesies, which want no letter back."""
    own = list(islice(document.of(SegmentKind.OWN), 8))
    own = own or list(islice(document.of(SegmentKind.SIGNATURE), 1))  # «Спасибо!» alone
    words = [m.group() for s in own for m in _WORD.finditer(s.text[:300])]
    if not 0 < len(words) <= 12 or any("?" in s.text for s in own):
        return False
    return all(not _CIVIL.isdisjoint(lemmas(word)) for word in words)


_SAID = {
    "pledges": _PLEDGED,
    "journey": _JOURNEY,
    "received": _RECEIVED,
    "acknowledges": matter.ACKNOWLEDGED,
    "report": _REPORT,
    "touches": _TOUCHED,
    "cited": re.compile("циркуляр"),
}
_IN_SUBJECT = frozenset({"report", "touches", "cited"})
"""What a subject tells too."""


@dataclass(frozen=True, slots=True)
class Substance:
    """How many questions the mail answers, and how many of them beyond doubt. A promise to answer
    later is only `promised`: answering machines promise too."""

    answered: int = 0
    firm: int = 0
    promised: int = 0
    people: bool = False
    """Whether it puts people forward."""
    words: tuple[Evidence, ...] = ()
    """The words that answer on readiness."""


NOTHING = Substance()


@dataclass(frozen=True, slots=True)
class Relevance:
    """What ties a mail to the circular, and what speaks against it."""

    thread: bool  # it answers a letter of ours
    numbered: bool  # it names the circular's number or date
    proven: bool  # a recipient's address or domain
    told: clues.Weight  # how plainly its words name a recipient
    topic: int  # how much it speaks of what was asked
    named: bool  # its own words, not only its subject, name the matter
    matter: int  # words by which the circular asks: readiness, specialist, candidate
    learner: bool  # it tells who will learn or come
    substance: Substance  # what the question modules found in it
    elsewhere: bool  # it answers another number, or speaks of another matter
    asks: bool  # a sentence of its own is a question
    technical: bool  # it counts computers, licences, channels
    strange: tuple[Evidence, ...]  # advertising, complaint, congratulation, …
    listed: bool  # it came over a mailing list
    misplaced: bool  # the writer says that this is not for us, or not about our letter
    foreign: int  # words of other business: schools, harvest, feasts, awards
    purpose: bool  # somebody is put forward or invited for something else: a jury, a contest
    apart: bool  # it answers in a sentence of its own, without such words
    renamed: bool  # its subject has words of its own that are not the circular's
    titled: bool  # its subject names what was asked, or an answer: «О готовности», «Ответ»
    said: frozenset[str]  # the sorts of its words, by `_SAID`
    words: int
    attached: bool
    unreadable: bool

    @property
    def pledges(self) -> bool:
        """Whether «дадим», «сообщим»: a body promises, a machine speaks for one person."""
        return "pledges" in self.said

    @property
    def report(self) -> bool:
        """Whether it reports something, lists something."""
        return "report" in self.said

    @property
    def acknowledges(self) -> bool:
        """Whether it speaks of a letter, an answer, or asks."""
        return "acknowledges" in self.said

    @property
    def cited(self) -> bool:
        """Whether it speaks of a circular."""
        return "cited" in self.said

    @property
    def touches(self) -> bool:
        """Whether it uses a word of the matter's surroundings."""
        return "touches" in self.said

    @property
    def received(self) -> bool:
        """Whether it tells that our letter has come."""
        return "received" in self.said

    @property
    def journey(self) -> bool:
        """Whether it speaks of travelling and lodging, as who is to be trained must."""
        return "journey" in self.said

    @property
    def speaks(self) -> bool:
        """Whether a word of the matter or of its surroundings stands here: a machine has none."""
        return self.named or self.matter > 0 or self.technical or self.pledges

    @property
    def tied(self) -> bool:
        """Whether it refers to the circular itself."""
        return self.thread or self.numbered


def weigh(
    document: Document,
    circular: Circular,
    cues: machines.Cues,
    *,
    thread: bool,
    substance: Substance = NOTHING,
    told: clues.Weight = clues.Weight.NOTHING,
) -> Relevance:
    """Gather what speaks for and against this mail's being a reply."""
    sentences = [machines.subject(document.mail), *_own(document)]
    own = sentences[1:]
    numbered = any(matter.names_circular(s.text, circular) for s in sentences)
    proven = clues.by_address(machines.sender(document.mail), circular) is not None
    relevant = [s for s in sentences if not matter.is_other(s, circular)]
    # In a thread the subject is the circular's own («Re: О подключении …») and proves nothing.
    repeated = int(thread and matter.repeats(document.mail.subject, circular))
    headed_other = any(e.part == "subject" for means in _OTHERS for e in cues.get(means, ()))
    return Relevance(
        thread=thread,
        numbered=numbered,
        proven=proven,
        told=told,
        topic=matter.weight(relevant[repeated:], circular),
        named=matter.weight(own, circular) > 0,
        matter=len(matter.asked(circular) & matter.long_words(matter.unquoted(own, circular))),
        learner="learner" in cues,
        substance=substance,
        elsewhere=len(relevant) < len(sentences)
        or (not numbered and matter.other_number(sentences, circular)),
        asks=any("?" in s.text for s in own),
        technical=len({m for s in own for m in _TECHNICAL.findall(s.text[:2_000].lower())}) > 1,
        strange=_strange(cues, known=proven or thread),
        listed=machines.has_list_header(document.mail),
        said=_said(own) | (_said(sentences[:1]) & _IN_SUBJECT),
        misplaced="misplaced" in cues,
        foreign=len({e.text.lower()[:5] for e in cues.get("other_business", ())}),
        purpose="purpose" in cues,
        apart=_is_apart(sentences, substance.words, cues.get("other_business", ())),
        renamed=matter.is_renamed(document.mail.subject, circular) or headed_other,
        titled=not headed_other and matter.is_titled(document.mail.subject, circular),
        words=sum(len(s.text.split()) for s in own),
        attached=_has_files(document.mail),
        unreadable=bool(document.mail.problems),
    )


def _strange(cues: machines.Cues, *, known: bool) -> tuple[Evidence, ...]:
    """Words of strangers; whoever was asked may well speak of timetables and teachers."""
    means = _STRANGE if known else (*_STRANGE, "supplier")
    return tuple(evidence for meaning in means for evidence in cues.get(meaning, ()))


def _said(sentences: Sequence[Sentence]) -> frozenset[str]:
    """Of what sorts, by `_SAID`, the words of these sentences are."""
    # One text in small letters, divided by what no pattern takes for a blank.
    text = "\0".join([sentence.text[:2_000] for sentence in sentences]).lower()
    return frozenset(name for name, pattern in _SAID.items() if pattern.search(text))


def _has_files(mail: Mail) -> bool:
    return bool(mail.problems) or any(p.role is not PartRole.BODY for p in mail.parts)


def _is_apart(
    sentences: list[Sentence], words: Sequence[Evidence], foreign: Sequence[Evidence]
) -> bool:
    """Whether some words that answer stand in a sentence without words of other business, or in
    a piece of one: «не готовы, а к зиме готовы»."""
    return any(
        _holds(sentence, word)
        and not any(
            _holds(sentence, other) and not _turns(sentence, word, other) for other in foreign
        )
        for sentence in sentences
        for word in words
    )


_TURN = re.compile(r",\s+(?:а|но|однако|зато)\s|;")


def _turns(sentence: Sentence, word: Evidence, other: Evidence) -> bool:
    """Whether the sentence turns to something else between two stretches of it."""
    first, last = sorted((word, other), key=lambda evidence: evidence.start)
    return _TURN.search(sentence.part.text, first.end, last.start) is not None


def _holds(sentence: Sentence, words: Evidence) -> bool:
    same = sentence.segment.part.name == words.part
    return same and sentence.start <= words.start < sentence.end


def _own(document: Document) -> list[Sentence]:
    kinds = (SegmentKind.OWN, SegmentKind.LETTERHEAD, SegmentKind.SIGNATURE)
    return [_legible(sentence) for sentence in islice(document.of(*kinds), _SENTENCES)]


def _legible(sentence: Sentence) -> Sentence:
    """The sentence in Cyrillic, where the whole text is typed in Latin letters."""
    return latin.in_cyrillic(sentence) if latin.is_latin(sentence.part.text) else sentence
