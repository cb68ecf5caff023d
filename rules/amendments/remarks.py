"""What an answer to our own letter remarks on it: found statement by statement, before it is known
what stands. A statement is understood whole or left to the questions' own rules."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from rules.amendments import words as vocabulary
from rules.amendments.values import value
from rules.document import Document, SegmentKind, Sentence
from rules.folded import Word, words
from rules.model import Mail, Part, PartRole, Remark, RemarkKind, Thread
from rules.threads import nearest

TELLS_BACK: Final = ("confirm", "clarify", "corrected", "invite")
"""Letters of ours that repeat what was understood, or rest on it."""
ANSWERED: Final = (*TELLS_BACK, "acknowledge", "remind")
"""Letters of ours whose answers are read in their context."""

_MOST: Final = 30
"""A mail of more sentences is no remark on a letter, it is a letter."""

_THEIR_QUOTE: Final = (SegmentKind.QUOTED, SegmentKind.CIRCULAR)
_QUOTE: Final = 5_000
"""So much of a quotation is looked at."""

_PIECE: Final = re.compile(r"[^,;:!?.…\n\u2028]+(?:[.,:][^\s,;:!?.…]+)*")


@dataclass(frozen=True, slots=True)
class Found:
    """The remarks of a mail; `rest` is the mail without the words that they took, to be read as
    ever; `is_all` tells that nothing is left."""

    remarks: tuple[Remark, ...] = ()
    rest: Mail | None = None
    is_all: bool = False
    in_context: bool = False


@dataclass(frozen=True, slots=True)
class _Taken:
    """A stretch of a part that is understood, and the remarks it makes."""

    sentence: Sentence
    start: int
    end: int
    remarks: tuple[Remark, ...] = ()


def find(document: Document, threads: Mapping[str, Thread]) -> Found:
    """The remarks in a mail that answers a letter of ours or quotes one, none in any other. Never
    raises."""
    purpose = _purpose(document, threads)
    if purpose not in ANSWERED:
        return Found()
    own = list(islice(_own(document), _MOST + 1))
    if not own or len(own) > _MOST:
        return Found(in_context=True)
    taken = list(_taken(document, own, purpose))
    remarks = (*(remark for one in taken for remark in one.remarks), *_cues(own))
    rest = _without(document.mail, taken)
    is_all = bool(taken) and _is_all(document, rest)
    unread = () if is_all or purpose not in TELLS_BACK else _unread(own, rest)
    return Found((*remarks, *unread), rest if taken else None, is_all, in_context=True)


_TOLD_BACK: Final = re.compile(
    r"просто\s+ответьте\s+на\s+это\s+письмо[^.]{0,40}\s+напишите,[>\s]+как\s+правильно"
)
_ASKED: Final = re.compile(r"Пока\s+нет\s+ответа\s+на\s+(?:один\s+)?вопрос")
"""How our own letters are known in a quotation (see the templates of `outbound`)."""


def _purpose(document: Document, threads: Mapping[str, Thread]) -> str:
    """Which letter of ours is answered, by its thread; where that is lost, by the quotation."""
    thread = nearest(document.mail, threads)
    if thread is not None and thread.purpose in ANSWERED:
        return thread.purpose
    for segment in document.segments:
        if segment.kind in _THEIR_QUOTE and "равильно" in segment.text:
            quoted = re.sub(r"[>\s]+", " ", segment.text[:_QUOTE])
            if _TOLD_BACK.search(quoted):
                return "clarify" if _ASKED.search(quoted) else "confirm"
    return thread.purpose if thread else ""


_MATTER: Final = re.compile(
    r"\b(?:не|нет|без|кроме|вместо)\b|\d|готов|подключ|специалист|кандидат|сотрудни|обуч|уч[её]б"
    r"|телефон|должност|срок|уволил|болен|болеет|заболел|отпуск|поед|фамили|отчеств|правильн|верн"
    r"|ошиб|исправ|измен|\bдруг(?:ой|ая|ое|ие|ого|ую)\b|замен",
    re.I,
)


def _unread(own: Sequence[Sentence], rest: Mail) -> Iterator[Remark]:
    """The first words left that seem to say something: if no rule reads them, a person does."""
    texts = {part.name: part.text for part in rest.parts}
    for sentence in own:
        left = texts[sentence.part.name][sentence.start : sentence.end]
        if sentence.segment.kind is SegmentKind.OWN and _MATTER.search(left):
            where = (sentence.evidence("amendment.unread"),)
            denied = re.search(r"\b(?:не|нет)\b", left, re.I)
            yield Remark(RemarkKind.UNREAD, denied.group() if denied else "", evidence=where)
            return


_OF_NOMINEE: Final = re.compile(
    r"\b(?:тел|телефон|почта|e-?mail|должность|фио)\w{0,2}\.?\s+(?:наш\w+\s+)?"
    r"(?:специалист|сотрудник|кандидат|участник|слушател|обучающ)\w+",
    re.I,
)
"""A line that looks like a signature and yet is about whoever is nominated."""


def _own(document: Document) -> Iterator[Sentence]:
    """The sender's sentences in the body; «Спасибо!» alone counts as a signature elsewhere."""
    own = list(islice(document.of(SegmentKind.OWN), _MOST + 1))
    signed = list(islice(document.of(SegmentKind.SIGNATURE), _MOST))
    headed = list(islice(document.of(SegmentKind.LETTERHEAD), 2))
    alone = [*signed[:1], *headed][:1] if not own else []
    of_nominee = [s for s in signed if s not in alone and _OF_NOMINEE.search(s.text)]
    found = (s for s in (*own, *alone, *of_nominee) if s.part.role is PartRole.BODY)
    yield from sorted(found, key=lambda s: s.start)


def _is_all(document: Document, rest: Mail) -> bool:
    """Whether of the sender's words in the body none is left, and nothing is attached."""
    texts = {part.name: part.text for part in rest.parts}
    if any(part.role is not PartRole.BODY for part in rest.parts) or rest.problems:
        return False
    return not any(
        any(map(str.isalnum, texts[s.part.name][s.start : s.end])) for s in _own(document)
    )


def _without(mail: Mail, taken: Sequence[_Taken]) -> Mail:
    """The mail with blanks for what is understood: every other offset stays."""
    return dataclasses.replace(mail, parts=tuple(_blanked(part, taken) for part in mail.parts))


def _blanked(part: Part, taken: Sequence[_Taken]) -> Part:
    text = part.text
    for one in taken:
        if one.sentence.part.name == part.name:
            gap = re.sub(r"[^\n\u2028]", " ", text[one.start : one.end])
            text = text[: one.start] + gap + text[one.end :]
    return part if text == part.text else dataclasses.replace(part, text=text)


def _taken(document: Document, own: Sequence[Sentence], purpose: str) -> Iterator[_Taken]:
    corrects = any(vocabulary.CORRECTS.search(_folded(s.text)) for s in own)
    theirs = (SegmentKind.OWN, SegmentKind.SIGNATURE, SegmentKind.LETTERHEAD)
    lone = len(list(islice(document.of(*theirs), 2))) == 1
    first = True
    for sentence in own:
        told = (
            sentence.segment.kind is SegmentKind.OWN
            or (lone and len(document.mail.parts) == 1)
            or _OF_NOMINEE.search(sentence.text)
        )
        made = list(_of_sentence(sentence, purpose, may_give=bool(told and (corrects or first))))
        yield from made
        # A telephone below «Спасибо!» is the writer's; below «Добрый день» it is an answer.
        first = first and not any(one.remarks for one in made) and _greets(sentence)


_GREETS: Final = re.compile(r"\s*(?:здравствуйте|добр\w+\s+(?:день|утро|вечер)|уважаем\w+)", re.I)


def _greets(sentence: Sentence) -> bool:
    return _GREETS.match(sentence.text) is not None


def _folded(text: str) -> str:
    return text[:1_000].lower().replace("ё", "е")


@dataclass(frozen=True, slots=True)
class _Piece:
    """A piece of a sentence between commas: what it says by itself, None if it has content."""

    start: int
    end: int
    remarks: tuple[RemarkKind, ...] | None


def _of_sentence(sentence: Sentence, purpose: str, *, may_give: bool) -> Iterator[_Taken]:
    """The civil and agreeing words at a sentence's ends, and what stands between if it gives a
    value and nothing else."""
    text = sentence.text
    if len(text) > 600 or "?" in text:
        return
    pieces = [_piece(text, m.start(), m.end(), purpose) for m in _PIECE.finditer(text)]
    content = [p for p in pieces if p.remarks is None]
    if not content:
        kinds = [kind for p in pieces for kind in p.remarks or ()]
        yield _take(sentence, 0, len(text), [Remark(kind) for kind in dict.fromkeys(kinds)])
        return
    yield from _around(sentence, pieces, content)
    start, end = content[0].start, content[-1].end
    given = value(_trimmed(text[start:end])) if may_give else ()
    given = given or _declines(text[start:end])
    if given:
        yield _take(sentence, start, end, given)


def _around(
    sentence: Sentence, pieces: Sequence[_Piece], content: Sequence[_Piece]
) -> Iterator[_Taken]:
    """What stands before and behind the pieces with content."""
    before = [p for p in pieces if p.end <= content[0].start]
    behind = [p for p in pieces if p.start >= content[-1].end]
    for group, start, end in (
        (before, 0, content[0].start),
        (behind, content[-1].end, len(sentence.text)),
    ):
        kinds = dict.fromkeys(kind for p in group for kind in p.remarks or ())
        if group:
            yield _take(sentence, start, end, [Remark(kind) for kind in kinds])


_JOINING: Final = re.compile(
    r"^(?:[\s–—-]|\b(?:но|а|и|только|лишь|однако|правда)\b)+|[\s–—-]+$", re.I
)


def _trimmed(text: str) -> str:
    return _JOINING.sub("", text)


def _take(sentence: Sentence, start: int, end: int, remarks: Sequence[Remark]) -> _Taken:
    start, end = sentence.start + start, sentence.start + end
    evidenced = tuple(
        dataclasses.replace(
            r, evidence=(sentence.evidence(f"amendment.{r.kind.value}", start, end),)
        )
        for r in remarks
    )
    return _Taken(sentence, start, end, evidenced)


def _piece(text: str, start: int, end: int, purpose: str) -> _Piece:
    said = list(words(text, start, end))
    return _Piece(start, end, _by_itself(said, purpose) if said else ())


def _by_itself(said: list[Word], purpose: str) -> tuple[RemarkKind, ...] | None:
    """What a piece says that gives no value: () for courtesies, None if it has content."""
    if len(said) > 14:
        return None
    if vocabulary.is_right(said):
        # «Да», «подтверждаем» may answer the question that our letter asks.
        answers = purpose in ("clarify", "remind") and vocabulary.is_plain_yes(said)
        return None if answers else (RemarkKind.RIGHT,)
    if vocabulary.is_civil(said):
        return ()
    if vocabulary.is_wrong(said):
        bare = vocabulary.joined(said) == "нет" and purpose not in TELLS_BACK
        return None if bare else (RemarkKind.WRONG,)
    return None


_DECLINE: Final = re.compile(
    r"(?:(?:к сожалению|мы|наш район|от нас|от нашего района|район) )*"
    r"(?:(?:специалист\w*|кандидат\w*|сотрудник\w*|никого|на обучение|на учебу) )*не "
    r"(?:направля(?:ем|ть)|направим|посыла(?:ем|ть)|пошлем|выдвига(?:ем|ть)|предлага(?:ем|ть)"
    r"|отправля(?:ем|ть)|отправим|команди\w+|будем (?:направлять|посылать|отправлять|выдвигать))"
    r"(?: (?:не )?будем| не планируем| не можем)?"
    r"(?: (?:специалист\w*|кандидат\w*|сотрудник\w*|никого|на обучение|на учебу))*"
)
_DECLINE_LATE: Final = re.compile(
    r"(?:(?:к сожалению|мы) )*(?:специалист\w*|кандидат\w*|сотрудник\w*|никого)"
    r"(?: на (?:обучение|учебу))? (?:направлять|посылать|отправлять|выдвигать|командировать)"
    r"(?: на (?:обучение|учебу))? не (?:будем|планируем|станем)(?: на (?:обучение|учебу))?"
)


def _declines(text: str) -> tuple[Remark, ...]:
    said = vocabulary.joined(list(words(text)))
    whom = re.search(r"специалист|кандидат|сотрудник|никого|обучени|учебу", said)
    if whom and (_DECLINE.fullmatch(said) or _DECLINE_LATE.fullmatch(said)):
        return (Remark(RemarkKind.DECLINES),)
    return ()


_REPLACES: Final = re.compile(
    r"\b(?:вместо|взамен|замен[аяиу]|заменить|заменит|заменим)\b"
    r"|\bдруг(?:ой|ая|ого|ую)\s+(?:специалист|человек|сотрудни|кандидат)"
    r"|\b(?:специалист|сотрудник|кандидатура|человек|поедет|едет)\s+(?:будет\s+)?друг(?:ой|ая)\b",
    re.I,
)
_ADDS: Final = re.compile(
    r"\b(?:дополнительно|в дополнение|помимо|также|ещё од[ниуо]\w*|еще од[ниуо]\w*"
    r"|втор(?:ого|ой|ым)\s+(?:специалист|сотрудник|кандидат|участник|слушател)\w*)\b",
    re.I,
)


def _cues(own: Sequence[Sentence]) -> Iterator[Remark]:
    """Words that tell how those named in the same mail stand to those named before; questions."""
    for kind, pattern in ((RemarkKind.REPLACES, _REPLACES), (RemarkKind.ADDS, _ADDS)):
        for sentence in own:
            if match := pattern.search(sentence.text):
                start, end = sentence.start + match.start(), sentence.start + match.end()
                where = (sentence.evidence(f"amendment.{kind.value}", start, end),)
                yield Remark(kind, evidence=where)
                break
    for sentence in own:
        if sentence.is_question:
            yield Remark(RemarkKind.ASKS, evidence=(sentence.evidence("amendment.asks"),))
