"""«Поеду я», «прошу включить меня», «исполнитель настоящего письма»: the writer is the nominee."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rules import positions
from rules.document import Document, SegmentKind, whole
from rules.model import Part
from rules.morphology import parses
from rules.nominees.lines import FULL, NOMINATIVE, Letter, Line, Mention, Role, evidence_of
from rules.persons import find
from rules.phrases import Match

_FIRST_PERSON = {"я", "меня", "мне", "моя", "мою", "мной", "себя"}
_EXECUTOR = re.compile(r"\b(?:исп\b|исполнител|отпечатал|подготовил)", re.IGNORECASE)


def read(parts: Sequence[Letter], document: Document) -> None:
    """Where a writer names himself, nominate whoever signs."""
    for letter in parts:
        for line in letter.lines:
            if not line.own:
                continue
            together = _TOGETHER.search(line.text.lower()) is not None
            if not together and line.nominated:
                continue
            executor = line.find("executor_self")
            cue = (
                executor
                or _self(line)
                or (line.find("send", "send_training") if together else None)
            )
            if cue and (line.training or executor or (_said(line) and not _rides(cue, line))):
                best = _writer(letter, parts, line, document, executor=executor is not None)
                if best is not None:
                    best.settle(Role.NOMINATED, cue.phrase.name, evidence_of(cue, line))
                    best.cases = NOMINATIVE
                    describe(best, letter)
                return


_TOGETHER = re.compile(
    r"\bмы\s+с\b|\b(?:(?:по|при)?едем|будем|вдво[её]м|двое|оба)\b[^.;]{0,20}\bя\s+и\s"
)


def _said(line: Line) -> bool:
    """Whether the sentence asks to be taken, whatever for: «Запишите меня»."""
    return line.has("send", "nominate")


_RIDE = re.compile(
    r"\s(?:сейчас\s|как\sраз\s|домой\s|ещ[её]\s)?(?:в|на)\s(?:\w+(?:ом|ем|ой)\s)?"
    r"(?:маршрутк|автобус|поезд|электричк|трамва|троллейбус|такси|метро|машин|вагон|катер|паром"
    r"|газел|купе|плацкарт|работ|дач|объект|вызов|совещани|планерк|отпуск)",
    re.IGNORECASE,
)


def _rides(cue: Match, line: Line) -> bool:
    """«Еду в маршрутке, пишу с телефона»: where he writes from, not whom he sends."""
    return _RIDE.match(line.sentence.part.text, cue.end) is not None


def _self(line: Line) -> Match | None:
    """A cue that is really in the first person, and no denial."""
    if line.training and _PUT_DOWN.search(line.text):
        return line.find("training")
    told = line.find("training", "nominate", "send", "send_training")
    if told and _WRITER.search(line.text) and not _NOT.search(line.text):
        return told
    for cue in line.cues:
        if cue.phrase.means != "self" or _is_denied(cue, line):
            continue
        first = max(0, cue.tokens[0] - 3)
        words = [t.text.lower() for t in line.tokens[first : cue.tokens[-1] + 1]]
        if any(w in _FIRST_PERSON or _is_first_person(w) for w in words):
            return cue
    return None


_PUT_DOWN = re.compile(
    r"\b(?:в\s+групп\w+|на\s+(?:курсы|уч[её]бу|обучение)|слушател\w+|кандидат\w*|учени\w+)\b"
    r"(?![^.;:!?]{0,30}\b(?:не|нет|некого|некому|никого|никому)\b)[^.;:!?]{0,30}"
    r"[-–—:]\s*(?:это\s+)?(?:я|сам|сама|лично\s+я|ваш\s+покорный\s+слуга)\b",
    re.IGNORECASE,
)
"""«в группу — я сам»; «на учёбу некого: я одна» is none."""


_WRITER = re.compile(
    r"\b(?:автор\w*\s+(?:этих|данных|сих)\s+строк|нижеподписавш\w+|подписант\w*|покорн\w+\s+слуг\w+"
    r"|(?:автор|отправител|составител)\w*\s+(?:(?:этого|данного|настоящего|сего)\s+)?(?:письма|ответа|сообщения)"
    r"|(?:тот|того|тому|та|ту|той),\s+(?:кто|котор\w+)\s+(?:(?:сейчас|вам|это|эти|данное)\s+)*"
    r"(?:пишет|отвечает|подписал|подписывает|отправил|отправляет))(?!\w)",
    re.IGNORECASE,
)
"""«слушатель — автор этих строк», «учиться едет ваш покорный слуга»."""
_NOT = re.compile(r"\b(?:не|кроме)\b", re.IGNORECASE)


def _is_denied(cue: Match, line: Line) -> bool:
    before = [t.text.lower() for t in line.tokens[max(0, cue.tokens[0] - 2) : cue.tokens[-1]]]
    return "не" in before


def _is_first_person(word: str) -> bool:
    return any("1per" in p.tag.grammemes and "sing" in p.tag.grammemes for p in parses(word))


def _writer(
    letter: Letter, parts: Sequence[Letter], line: Line, document: Document, *, executor: bool
) -> Mention | None:
    """Who signs this letter, or another part of the mail, or sends the mail: the fullest name."""
    signers = [*_introduced(letter, line), *_signers(letter, line, executor)]
    if not signers:
        signers = [m for x in parts if x is not letter for m in _signers(x, line, executor)]
    best = max(signers, key=lambda m: m.fullness, default=None)
    named = from_header(document)
    if named is None or (best is not None and best.fullness >= named.fullness):
        return best
    # He stands in no line of the letter: let the sentence that speaks of him carry him.
    line.mentions.append(named)
    return named


_INTRODUCES = re.compile(
    r"\b(?:меня\s+зовут|зовут\s+меня|пишет(?:\s+вам)?|вас\s+беспокоит|вам\s+пишет)\b[^.;:!?]{0,60}$",
    re.IGNORECASE,
)


def _introduced(letter: Letter, line: Line) -> Iterator[Mention]:
    """«Меня зовут Зуева Анна Петровна», above the sentence."""
    for other in letter.lines:
        if other.number > line.number or not other.own:
            continue
        for mention in other.mentions:
            lead = other.sentence.part.text[other.sentence.start : mention.person.start]
            if mention.role in (Role.UNKNOWN, Role.MENTIONED) and _INTRODUCES.search(lead):
                yield mention


def _signers(letter: Letter, line: Line, executor: bool) -> Iterator[Mention]:
    """Those who sign below the sentence, or the executor."""
    below = [x for x in letter.lines if x.number > line.number]
    after_label = False
    for other in below:
        if other.kind in (SegmentKind.QUOTED, SegmentKind.CIRCULAR):
            return
        labelled = _EXECUTOR.search(other.text) is not None
        for mention in other.mentions:
            if (
                mention.role in (Role.UNKNOWN, Role.MENTIONED)
                and (labelled or after_label) == executor
            ) and mention.rule != "person_of_circular":
                yield mention
        after_label = labelled and not other.mentions


def from_header(document: Document) -> Mention | None:
    """The sender's display name, if it is a person's."""
    sender = document.mail.sender
    if sender is None:
        return None
    found = [p for p in find(sender.name) if p.kind in FULL]
    if not found:
        return None
    header = Line(whole(Part("from", sender.name), SegmentKind.SIGNATURE), -1)
    mention = Mention(found[0], header)
    header.mentions.append(mention)
    return mention


_CLOSING = re.compile(
    r"^\W*(?:с\s+(?:глубоким\s+|искренним\s+|большим\s+)?(?:уважением|почтением)|с\s+ув\.?)\b[\s,.!–—-]*",
    re.IGNORECASE,
)


def describe(mention: Mention, letter: Letter) -> None:
    """Post and contacts in the signature, on the lines of the name and below."""
    own = mention.line
    text = own.sentence.part.text
    if own not in letter.lines:
        return
    at = letter.lines.index(own)
    end = own.sentence.end
    for line in letter.lines[at + 1 : at + 5]:
        if line.kind is not own.kind or line.mentions:
            break
        end = line.sentence.end
    found = [
        c
        for x in letter.lines[at : at + 5]
        for c in x.contacts
        if own.sentence.start <= c.start < end
    ]
    limit = min([c.start for c in found if c.start > mention.person.end], default=end)
    if _INTRODUCES.search(text[own.sentence.start : mention.person.start]):
        limit = own.sentence.end  # what follows tells of others, too
    post = positions.after(text, mention.person.end, limit, "nomn") or positions.before(
        text, mention.person.start, own.sentence.start, "nomn"
    )
    if post is None and at and not letter.lines[at - 1].mentions:
        above = _CLOSING.sub("", letter.lines[at - 1].text).strip(" ,.\n")
        mention.position = positions.nominative(above)
    if post:
        mention.take_post(post, own)
    for contact in found:
        if not contact.fax:
            mention.take_contact(contact, own)
