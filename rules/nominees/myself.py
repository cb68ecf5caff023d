"""«Поеду я», «прошу включить меня», «исполнитель настоящего письма»: the writer is the nominee."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rules import positions
from rules.document import Document, SegmentKind, whole
from rules.model import Evidence, Part
from rules.nominees import first_person, settle
from rules.nominees.grammar import is_finite
from rules.nominees.items import is_sentence
from rules.nominees.lines import FULL, NOMINATIVE, Letter, Line, Mention, Role, evidence_of
from rules.persons import find

_EXECUTOR = re.compile(r"\b(?:исп\b|исполнител|отпечатал|подготовил)", re.IGNORECASE)


def read(parts: Sequence[Letter], document: Document, context: bool) -> None:
    """Where a writer names himself, nominate whoever signs; `context` tells that the mail answers
    the circular or speaks of the training."""
    for letter in parts:
        for at, line in enumerate(letter.lines):
            if not line.own:
                continue
            together = _TOGETHER.search(line.text.lower()) is not None
            if not together and line.nominated:
                continue
            executor = line.find("executor_self")
            cue = evidence_of(executor, line) if executor else _sent(line, context, together)
            cue = cue or _answers_who(line, letter.lines[at - 1] if at else line)
            if cue:
                best = _writer(letter, parts, line, document, executor=executor is not None)
                if best is not None and best.role is not Role.NOMINATED:
                    best.settle(Role.NOMINATED, cue.rule.removeprefix("nominee."), cue)
                    best.cases = NOMINATIVE
                    describe(best, letter)
                return


def _sent(line: Line, context: bool, together: bool) -> Evidence | None:
    """The words that send the writer, where the training or sending is spoken of."""
    cue = _self(line)
    if cue is None and together:
        told = line.find("send", "send_training")
        cue = evidence_of(told, line) if told else None
    if cue is None or line.training:
        return cue
    return cue if (_said(line) or context) and not _rides(cue, line) else None


_TOGETHER = re.compile(
    r"\bмы\s+с\s+[^.;,]{2,60}?\b(?:(?:по|при)?ед|пойд|буд|явимся|прибуд|запис|уч|пройд|оба|вдво)"
    r"|\b(?:(?:по|при)?едем|будем|вдво[её]м|двое|оба)\b[^.;]{0,20}\b(?:я\s+и|мы\s+с)\s"
)


def _answers_who(line: Line, above: Line) -> Evidence | None:
    """«Кого учить? Меня.»"""
    if not above.asks or len(line.tokens) > 4 or not above.has("training", "send", "nominate"):
        return None
    words = [t.text.lower() for t in line.tokens]
    named = first_person.names_only(words) and _ASKS_WHO.search(above.text)
    return line.sentence.evidence("nominee.myself") if named else None


_ASKS_WHO = re.compile(r"\bк(?:то|ого|ому)\b", re.IGNORECASE)


def _said(line: Line) -> bool:
    """Whether the sentence asks to be taken, whatever for: «Запишите меня»."""
    return line.has("send", "nominate")


_RIDE = re.compile(
    r"\s(?:сейчас\s|как\sраз\s|домой\s|ещ[её]\s)?(?:в|на)\s(?:\w+(?:ом|ем|ой)\s)?"
    r"(?:маршрутк|автобус|поезд|электричк|трамва|троллейбус|такси|метро|машин|вагон|катер|паром"
    r"|газел|купе|плацкарт|работ|дач|объект|вызов|совещани|планерк|отпуск)",
    re.IGNORECASE,
)


def _rides(cue: Evidence, line: Line) -> bool:
    """«Еду в маршрутке, пишу с телефона»: where he writes from, not whom he sends."""
    return _RIDE.search(line.sentence.part.text, cue.start, line.sentence.end) is not None


def _self(line: Line) -> Evidence | None:
    """The words that really speak of the writer, and no denial."""
    if line.training and _PUT_DOWN.search(line.text):
        told = line.find("training")
    elif (
        (line.training or _said(line)) and _WRITER.search(line.text) and not _NOT.search(line.text)
    ):
        told = line.find("training", "nominate", "send", "send_training")
    else:
        told = None
    return evidence_of(told, line) if told else first_person.goes(line)


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
    if best is not None and settle.alike(best.reading, named.reading):
        _carry(best, named, letter)
    # He stands in no line of the letter: let the sentence that speaks of him carry him.
    line.mentions.append(named)
    return named


def _carry(short: Mention, full: Mention, letter: Letter) -> None:
    """What his signature tells beside a shorter name is his."""
    describe(short, letter)
    short.settle(Role.MENTIONED, "signs")
    full.position, full.phone, full.email = short.position, short.phone, short.email
    full.evidence += short.evidence


_INTRODUCES = re.compile(
    r"\b(?:меня\s+зовут|зовут\s+меня|пишет(?:\s+вам)?|вас\s+беспокоит|вам\s+пишет"
    r"|мои\s+(?:\w+\s+){0,2}(?:данные|реквизиты|координаты|контакты|сведения|фио|инициалы)"
    r"|мо[её]\s+(?:\w+\s+)?(?:имя|фио)|моя\s+(?:полная\s+)?фамилия|(?:коротко\s+)?(?:обо\s+мне|о\s+себе))\b"
    r"[^.;!?]{0,60}$|\bя\b\s*[,–—-]?\s*(?:[а-яё][\w-]*\s+){0,6}$",
    re.IGNORECASE,
)


def _introduced(letter: Letter, line: Line) -> Iterator[Mention]:
    """«Меня зовут Зуева Анна Петровна», «я, завхоз Зуева», above the sentence or not far below."""
    for other in letter.lines:
        if other.number > line.number + 2 or not other.own:
            continue
        for mention in other.mentions:
            told = mention.rule == "named_after_colon"
            if mention.role not in (Role.UNKNOWN, Role.MENTIONED) and not told:
                continue
            lead = other.lead(mention)
            at_once = other is line and _ME_AT_ONCE.search(lead) is not None
            if (at_once or _introduces(lead)) and mention.may_be("nomn"):
                yield mention


_ME_AT_ONCE = re.compile(r"\b(?:я|меня|мне|мной|себя|сам|сама)\W{1,4}$", re.IGNORECASE)
"""«выбрали меня: Зуев»"""


def _introduces(lead: str) -> bool:
    """Whether the words before a name tell that it is the writer's: no verb, as in «я выбрал …»."""
    found = _INTRODUCES.search(lead)
    words = found[0].split() if found else []
    return bool(words) and not any(is_finite(w) for w in words[2:])


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
    if _introduces(own.lead(mention)):
        limit = own.sentence.end  # what follows tells of others, too
    post = positions.after(text, mention.person.end, limit, "nomn") or positions.before(
        text, mention.person.start, own.sentence.start, "nomn"
    )
    if post is None and at and _may_be_post(letter.lines[at - 1]):
        above = _CLOSING.sub("", letter.lines[at - 1].text).strip(" ,.\n")
        mention.position = positions.nominative(above)
    if post:
        mention.take_post(post, own)
    for contact in found:
        if not contact.fax:
            mention.take_contact(contact, own)


def _may_be_post(line: Line) -> bool:
    """Whether the line above a name may be his post: it says nothing, and no stop ends it."""
    return not (line.mentions or is_sentence(line) or line.text.rstrip().endswith((".", "!", "?")))
