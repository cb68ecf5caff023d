"""A second reading that knows nothing of the first: it finds no answers, but says which cannot be.

The questions' modules read what a letter answers; here the sender's own sentences are searched
for coarse signals (a day to come, a lack, a denied hindrance, a flat yes, a promise, a count of
people, a name beside the training). Where the signals do not go with the answer found, a person
looks. A signal is kept only if it catches more than it troubles: `tests/rules/test_crosscheck.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import islice, pairwise

from rules.document import Document
from rules.model import Circular, Doubt, Evidence, Opinion, Readiness, ReadinessValue
from rules.residue import crosscheck_people
from rules.residue.crosscheck_days import Day, days_to_come
from rules.residue.crosscheck_words import Piece, Saying, grammar, sayings
from rules.residue.leftovers import doubt

__all__ = ["doubts"]


def doubts(
    document: Document, circular: Circular, opinions: Sequence[Opinion]
) -> tuple[Doubt, ...]:
    """At most one doubt for each answer; none where a person looks anyway."""
    if any(opinion.doubts for opinion in opinions):
        return ()
    said = sayings(document, circular)
    found: list[Doubt] = []
    for opinion in opinions:
        answer = opinion.answer
        if isinstance(answer, Readiness):
            today = document.mail.date.date() if document.mail.date else None
            against = _against(answer, said, today, circular)
            found += [doubt("weak_readiness", e) for e in islice(against, 1)]
        else:
            found += crosscheck_people.doubts(answer, said, circular)
    return tuple(found)


def _against(
    answer: Readiness, said: Sequence[Saying], today: date | None, circular: Circular
) -> Iterator[Evidence]:
    """The words that do not go with this answer."""
    yield from _AGAINST[answer.value](answer, said)
    if today and answer.value in _OF_DAYS:
        days = list(days_to_come(said, today, circular.on.year))
        yield from _OF_DAYS[answer.value](answer, days, today)


def _pieces(said: Sequence[Saying]) -> Iterator[tuple[Saying, Piece]]:
    """The pieces that can tell of readiness, with their sentences."""
    return ((saying, piece) for saying in said for piece in saying.of_matter)


def _ready(answer: Readiness, said: Sequence[Saying]) -> Iterator[Evidence]:
    """Something lacks, is needed, is awaited or will be told; or it was said of the training."""
    for saying, piece in _pieces(said):
        classes = piece.classes
        if "lack" in classes and not classes & {"no", "device"} and not _is_fetched(piece):
            yield piece.evidence("lack")
        if "need" in classes and not {"куда", "если"} & set(piece.forms) and "no" not in classes:
            yield piece.evidence("need")
        if "promise" in classes and "system" in saying.classes:
            yield piece.evidence("promise")
        if "findings" in classes and "office" not in classes and _is_to_come(piece):
            yield piece.evidence("promise")
        if _is_unfinished(saying, piece):
            yield piece.evidence("unfinished")
    yield from (s.sentence.evidence("crosscheck.awaited") for s in said if _awaits(s))
    yield from _of_training(answer, said)


_BESIDE = frozenset({"taught", "training", "office", "human"})


def _is_unfinished(saying: Saying, piece: Piece) -> bool:
    """«… осталось доделать», «кроме приёмной», «пока не подключён»."""
    if saying.classes & _BESIDE or not saying.classes & {"matter", "infra"}:
        return False
    classes = piece.classes
    if "no" in classes:
        return "yet" in classes and not classes & {"obstacle", "flat"}
    return bool(classes & {"remains", "except"})


def _is_fetched(piece: Piece) -> bool:
    """«привезли недостающий кабель»: what lacked is there."""
    return any({"past", "VERB"} <= grammar(form) for form in piece.forms) and any(
        "PRTF" in grammar(form) for form in piece.forms
    )


def _is_to_come(piece: Piece) -> bool:
    """«заведёт», «подготовит»: a verb of what is yet to be done, by somebody."""
    forms = set(piece.forms)
    said = {"будет", "будут"} & forms
    return bool(said) or any({"futr", "perf", "3per"} <= grammar(form) for form in forms)


def _awaits(saying: Saying) -> bool:
    """«Дойдёт – запустимся», «Найдём деньги – тогда готовы»: a condition without its word."""
    if saying.aside or len(saying.pieces) < 2 or saying.classes & {"taught", "human"}:
        return False
    return any(
        _opens(one) and (two.classes & {"then", "flat"} or _opens(two))
        for one, two in pairwise(saying.pieces)
    )


def _opens(piece: Piece) -> bool:
    """Whether it begins with a verb of what is yet to be done; «доводим до сведения» does not."""
    return any(
        {"futr", "perf"} <= grammar(form) and not form.startswith(_SPEAKS)
        for form in piece.forms[:2]
    )


_SPEAKS = ("довод", "довож", "доклад", "скаж", "поясн", "добав", "замеч", "отмеч", "начн")


def _of_training(answer: Readiness, said: Sequence[Saying]) -> Iterator[Evidence]:
    """All that the answer rests on tells of the training."""
    rests = [(e, _piece_of(e, said)) for e in answer.evidence]
    if rests and all(piece and _names_the_course(piece) for _, piece in rests):
        yield rests[0][0]


def _names_the_course(piece: Piece) -> bool:
    """«в группу по курсу «Модули СЭД»»: the matter only tells what is taught."""
    if "taught" not in piece.classes or piece.classes & {"flat", "ready"}:
        return False
    telling = (w & {"taught", "matter", "infra"} for w in piece.words)
    return "taught" in next((w for w in telling if w), frozenset())


def _piece_of(evidence: Evidence, said: Sequence[Saying]) -> Piece | None:
    pieces = (p for s in said for p in s.pieces if p.sentence.part.name == evidence.part)
    return next((p for p in pieces if p.start <= evidence.start < p.end), None)


def _flat(said: Sequence[Saying]) -> Iterator[Evidence]:
    """«мы готовы» in a sentence without a negation, a condition or somebody's view of it."""
    for saying, piece in _pieces(said):
        if "no" in saying.classes or "\t" in saying.sentence.text:
            continue
        told = "что" in piece.forms or piece.classes & {"hinge", "training", "human"}
        single = len(piece.forms) == 1 and "-" not in piece.forms[0]  # a cell, a heading
        if "flat" in piece.classes and not told and not single:
            yield piece.evidence("yes")


def _not_ready(_: Readiness, said: Sequence[Saying]) -> Iterator[Evidence]:
    """A part is ready, a denial is denied, a condition is named, or the answer is put off."""
    yield from _flat(said)
    for saying, piece in _pieces(said):
        classes = piece.classes
        if "denied" in classes and "no" in saying.classes:
            yield piece.evidence("denied")
        can = {"can", "system"} <= classes
        if (can or ("system" in classes and _opens(piece))) and not classes & {"no", "hinge"}:
            yield piece.evidence("can")
        if "under" in classes and {"при", "условии"} & set(piece.forms):
            yield piece.evidence("condition")
        if classes >= {"part", "matter"}:
            yield piece.evidence("part")
        if "elsewhen" in classes and "no" not in classes:
            yield piece.evidence("later")


def _conditional(_: Readiness, said: Sequence[Saying]) -> Iterator[Evidence]:
    """«можем подключаться», and nothing in the letter that it hangs on by name."""
    pieces = list(_pieces(said))
    if any(piece.classes & {"strict", "need", "lack"} for _, piece in pieces):
        return
    for saying, piece in pieces:
        if piece.classes >= {"flat", "no"} and "hinge" not in saying.classes:
            yield piece.evidence("no")
        if piece.classes >= {"can", "system"} and not piece.classes & {"no", "hinge"}:
            yield piece.evidence("can")


def _ready_by(_: Readiness, said: Sequence[Saying]) -> Iterator[Evidence]:
    """«Подключиться не сможем», without any day."""
    for saying, piece in _pieces(said):
        cannot = piece.classes >= {"cannot", "no", "system"}
        if cannot and not any(map(str.isdigit, saying.sentence.text)):
            yield piece.evidence("no")


def _deferred(answer: Readiness, said: Sequence[Saying]) -> Iterator[Evidence]:
    """A flat yes; or only the name of a person is put off."""
    yield from _flat(said)
    held = [s for e in answer.evidence for s in said if s.holds(e)]
    if held and all("taught" in s.classes and not s.classes & {"matter", "infra"} for s in held):
        yield held[0].sentence.evidence("crosscheck.training")


def _unstated(_: Readiness, said: Sequence[Saying]) -> Iterator[Evidence]:
    """A short yes, a lack of what the connection needs, a promise to answer."""
    for saying, piece in _pieces(said):
        classes = piece.classes
        if not classes & {"office", "training", "human"} and "yes" in classes:
            yield piece.evidence("yes")
        if "promise" in classes and not classes & {"office", "no"}:
            yield piece.evidence("promise")
        if "lack" in classes and "system" in saying.classes:
            yield piece.evidence("lack")
        if "findings" in classes and classes & {"system", "ready"} and "office" not in classes:
            yield piece.evidence("findings")


_AGAINST: dict[ReadinessValue, Callable[[Readiness, Sequence[Saying]], Iterator[Evidence]]] = {
    ReadinessValue.READY: _ready,
    ReadinessValue.NOT_READY: _not_ready,
    ReadinessValue.CONDITIONAL: _conditional,
    ReadinessValue.READY_BY: _ready_by,
    ReadinessValue.DEFERRED: _deferred,
    ReadinessValue.UNSTATED: _unstated,
}


def _days_of_ready(_: Readiness, days: Sequence[Day], __: date) -> Iterator[Evidence]:
    """A day on which something is still to happen."""
    return (day.evidence() for day in days if not day.is_past and not day.is_given)


def _days_of_ready_by(answer: Readiness, days: Sequence[Day], today: date) -> Iterator[Evidence]:
    """A term that is over, or a later day than the term."""
    if answer.by and answer.by <= today:
        yield from islice(answer.evidence, 1)
    for day in days:
        later = answer.by is not None and day.last > answer.by and day.first != answer.by
        if later and "no" not in day.piece.classes and not day.is_past:
            yield day.evidence()


def _days_of_conditional(answer: Readiness, days: Sequence[Day], _: date) -> Iterator[Evidence]:
    """A day, though what was read hangs on nothing by name and has none."""
    hangs = any(day.saying.classes & {"strict"} for day in days)
    if answer.by is None and not hangs:
        yield from (day.evidence() for day in days if day.is_exact)


def _days_of_unstated(_: Readiness, days: Sequence[Day], __: date) -> Iterator[Evidence]:
    """A day of nothing else."""
    return (day.evidence() for day in days if not _is_of_people(day))


def _is_of_people(day: Day) -> bool:
    return bool("training" in day.piece.classes or "withdraws" in day.saying.classes)


_OF_DAYS: dict[ReadinessValue, Callable[[Readiness, Sequence[Day], date], Iterator[Evidence]]] = {
    ReadinessValue.READY: _days_of_ready,
    ReadinessValue.READY_BY: _days_of_ready_by,
    ReadinessValue.CONDITIONAL: _days_of_conditional,
    ReadinessValue.UNSTATED: _days_of_unstated,
}
