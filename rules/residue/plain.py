"""Whether nothing in a letter speaks against a value, and something for it: value by value."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from rules.model import Readiness, ReadinessValue
from rules.residue.crosscheck_days import Day
from rules.residue.crosscheck_words import Piece, grammar, is_left_to_you

Check = Callable[[Readiness, Sequence[Piece], Sequence[Day]], bool]
"""The answer, the pieces that may tell of readiness, and the days to come."""

_HINGES = frozenset({"когда", "после", "пока", "если", "бы", "кроме"})
_LIMITS = _HINGES | {"как", "чтобы", "только", "лишь"}
_SHORT_OF = frozenset(
    {"lack", "need", "strict", "promise", "except", "remains", "under", "half", "part", "ordered"}
    | {"broken", "elsewhen", "findings"}
)


def _is_short(piece: Piece) -> bool:
    """Whether something is lacking or open; not «недостатков не выявлено», «отсрочка не нужна»,
    «осталось вам нажать кнопку», nor where only a paper is spoken of («ответ на все вопросы»)."""
    short = piece.classes & _SHORT_OF
    if "no" in piece.classes and not piece.classes & {"broken", "strict"}:
        short -= {"lack"} if piece.has_stem(_FAULTS) else set()
        short -= {"remains"} if piece.has_stem(("замечан", "вопрос", "препятств")) else set()
    short -= {"need"} if _is_needless(piece) else set()
    short -= {"remains"} if _is_left_to_you(piece) else set()
    paper = piece.has_stem(_OF_PAPERS) or piece.forms[:2] == ("ответ", "на")
    return bool(short - ({"findings"} if paper and "no" not in piece.classes else set()))


def _is_needless(piece: Piece) -> bool:
    """«подключать второй раз не надо», «отсрочка не нужна»; not «система не нужна»."""
    ours = piece.has_stem(("систем", "директ", "подключ")) or "system" in piece.classes
    if _WAITING & set(piece.forms) or (ours and not _is_to_do(piece)):
        return False
    return any(one == "не" and two in _NEEDED for one, two in pairwise(piece.forms))


def _is_to_do(piece: Piece) -> bool:
    return any("INFN" in grammar(form) for form in piece.forms)


_FAULTS = ("недостат", "задерж", "нарушен", "дефект", "недочет")
_NEEDED = frozenset({"надо", "нужно", "нужен", "нужна", "нужны", "требуется"})
_WAITING = frozenset({"пока", "еще", "только", "сейчас"})
_OF_PAPERS = (
    *(
        "прилага",
        "прилож",
        "вложен",
        "подтвержда",
        "довож",
        "довод",
        "просили",
        "вопрос",
        "примите",
    ),
    "запрос",
)


def _is_left_to_you(piece: Piece) -> bool:
    """«осталось вам щёлкнуть тумблером», «подключение проводите в любой день», «ждать нас не
    придётся»: nothing of ours is to come."""
    forms = piece.forms
    waits = "ждать" in forms and any(one == "не" and two in _SHALL for one, two in pairwise(forms))
    told = any({"futr", "2per", "plur"} <= grammar(form) for form in forms)
    return waits or is_left_to_you(piece) or (told and "no" not in piece.classes)


_SHALL = frozenset({"придется", "надо", "нужно", "понадобится"})


def _is_to_come(piece: Piece) -> bool:
    return any(
        "futr" in grammar(form) and not form.startswith(("довод", "довож", "доклад"))
        for form in piece.forms
    )


def _plainly_ready(_: Readiness, pieces: Sequence[Piece], days: Sequence[Day]) -> bool:
    """Nothing lacks, is denied (but hindrances), limited, or to come."""
    # «Ок» alone may only mean that our letter was read.
    if len(pieces) == 1 and pieces[0].forms == ("ок",):
        return False
    for piece in pieces:
        if _is_short(piece) or (piece.classes & _BEARS and _LIMITS & set(piece.forms)):
            return False
        if _is_denied(piece) or (_is_to_come(piece) and not _is_left_to_you(piece)):
            return False
    return all(day.is_past for day in days)


_BEARS = frozenset({"matter", "infra", "flat", "can", "ready"})
_SMOOTH = ("отказ", "замечан", "сбо", "нарекан", "перебо", "ошиб", "разрыв", "приключен", "вопрос")


def _is_denied(piece: Piece) -> bool:
    """Whether something of ours is denied, but hindrances, or «без сбоев»."""
    if "no" not in piece.classes or "obstacle" in piece.classes or not piece.classes & _BEARS:
        return False
    if _is_left_to_you(piece) or piece.has_stem(_FAULTS) or _is_needless(piece):
        return False
    without = "без" in piece.forms and piece.has_stem(_SMOOTH)
    return not without or "не" in piece.forms


def _plainly_not(_: Readiness, pieces: Sequence[Piece], days: Sequence[Day]) -> bool:
    """Something is denied or lacks, and nothing is there, promised, awaited or to come."""
    for piece in pieces:
        denied = "no" in piece.classes
        if piece.classes & {"strict", "under", "then", "promise", "ordered", "half", "part"}:
            return False
        if piece.classes & {"elsewhen", "findings", "obstacle", "denied"}:
            return False
        there = piece.classes & {"flat", "can", "yes"} or _is_to_come(piece)
        if (there and not denied) or _HINGES & set(piece.forms):
            return False
    return not days and any(p.classes & {"no", "lack", "broken"} for p in pieces)


def _plainly_later(_: Readiness, pieces: Sequence[Piece], days: Sequence[Day]) -> bool:
    """An answer is promised or not ripe, and neither a yes, a no nor a day of work is given."""
    if any(day.is_exact and "promise" not in day.piece.classes for day in days):
        return False
    for piece in pieces:
        there = piece.classes & {"flat", "can", "yes"} and "no" not in piece.classes
        if there or piece.classes & {"lack", "broken", "need", "strict"} or "полной" in piece.forms:
            return False
    return any(piece.classes & {"promise", "findings", "yet", "elsewhen"} for piece in pieces)


def _plainly_by(answer: Readiness, pieces: Sequence[Piece], days: Sequence[Day]) -> bool:
    """The term is the only day to come, and nothing is denied, promised or a condition."""
    coming = {day.last for day in days if not day.is_past}
    if coming != {answer.by} or any(map(_is_ordered, days)):
        return False
    if any("no" in day.piece.classes for day in days):
        return False
    against = {"promise", "strict", "elsewhen", "findings", "broken", "lack"}
    return not any(piece.classes & against for piece in pieces)


def _is_ordered(day: Day) -> bool:
    """«поручено до 01.09 подключиться»; not «в срок до 1 сентября», «по Вашему запросу: …»."""
    return day.is_given and day.saying.has_stem(_ORDERED)


_ORDERED = ("поруч", "надлежит", "установленн", "предпис", "обязал", "просите", "требуете")


def _plainly_if(_: Readiness, pieces: Sequence[Piece], days: Sequence[Day]) -> bool:
    """A condition is named, no term is, no answer is promised, and the connection is not denied."""
    for piece in pieces:
        if piece.classes & {"promise", "elsewhen"} or piece.classes >= {"no", "system"}:
            return False
    if any(day.is_exact for day in days):
        return False
    hinges = _HINGES | {"при", "получении", "как"}
    return any(p.classes & {"strict", "under", "then"} or hinges & set(p.forms) for p in pieces)


PLAIN: dict[ReadinessValue, Check] = {
    ReadinessValue.READY: _plainly_ready,
    ReadinessValue.NOT_READY: _plainly_not,
    ReadinessValue.DEFERRED: _plainly_later,
    ReadinessValue.READY_BY: _plainly_by,
    ReadinessValue.CONDITIONAL: _plainly_if,
}
"""Which check a value has to pass."""
