"""The second reading of silence: words that tell of readiness after all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rules.model import Evidence, Readiness
from rules.readiness.silence import is_for_somebody
from rules.residue.crosscheck_values import BESIDE, pieces
from rules.residue.crosscheck_words import Piece, Saying, grammar


def unheard(_: Readiness, said: Sequence[Saying]) -> Iterator[Evidence]:
    """UNSTATED, though a short yes, something of the system or the equipment, or a promise to
    answer stands there."""
    for saying in said:
        yield from (p.evidence("ready") for p in saying.pieces if _is_of_readiness(saying, p))
    for saying, piece in pieces(said):
        classes = piece.classes
        if not classes & BESIDE and _is_yes(saying, piece):
            yield piece.evidence("yes")
        if "promise" in classes and not classes & {"office", "no"}:
            yield piece.evidence("promise")
        if _is_of_equipment(saying, piece):
            yield piece.evidence("infra")
        ours = "system" in classes or piece.has_stem("готовност")
        if "findings" in classes and ours and "office" not in classes:
            yield piece.evidence("findings")


def _is_of_readiness(saying: Saying, piece: Piece) -> bool:
    """«о готовности к подключению», beside the training too; no question."""
    if saying.aside or "ли" in piece.forms or not piece.classes >= {"ready", "system"}:
        return False
    return piece.has_stem(("подключ", "присоедин"))


def _is_of_equipment(saying: Saying, piece: Piece) -> bool:
    """«недостатков в техническом плане не числится»: whatever is said of it; no question."""
    if not piece.classes & {"infra", "system"} or piece.classes & BESIDE:
        return False
    if saying.asks or "ли" in piece.forms or saying.forms & _TOLD_BEFORE:
        return False
    if {"он", "она", "сколько"} & set(piece.forms) and "system" not in piece.classes:
        return False
    if is_for_somebody(saying.sentence.text.lower()):
        return False
    told = piece.classes & {"no", "lack", "flat", "yes"}
    if not told and _is_somebodys_duty(piece):
        return False
    return bool(told) or any(_SAID & grammar(form) for form in piece.forms)


def _is_somebodys_duty(piece: Piece) -> bool:
    """«Список серверов составляла Ким Алла Юрьевна», «по лицензиям ответит …»: what somebody deals
    with, where nothing is done with the thing itself."""
    if not any("Patr" in grammar(form) for form in piece.forms) or "broken" in piece.classes:
        return False
    things = [at for at, classes in enumerate(piece.words) if classes & {"infra", "system"}]
    return all(_depends(piece.forms, at) for at in things)


def _depends(forms: Sequence[str], at: int) -> bool:
    """Whether a word is governed by a noun, an adjective or a preposition, or stands in a case of
    no subject and no object."""
    if not {"nomn", "accs"} & grammar(forms[at]):
        return True
    return at > 0 and bool({"NOUN", "PREP", "ADJF"} & grammar(forms[at - 1]))


_TOLD_BEFORE = frozenset(
    {"поднимали", "поднимал", "затрагивали", "касались", "спрашивали", "спрашивайте", "трогали"}
    | {"говорили", "писали", "сообщали", "докладывали", "обсуждали", "сообщалось", "прошлом"}
)
_SAID = frozenset({"VERB", "ADJS", "PRTS", "PRED"})


def _is_yes(saying: Saying, piece: Piece) -> bool:
    """«да», «вполне», «всё работает»; not «да он отказался», «не можем», «сын работает»."""
    asked = {"ли", "насколько", "если"} & set(piece.forms)
    if asked or "yes" not in piece.classes or piece.classes & {"no"}:
        return False
    if "withdraws" in saying.classes:
        return False
    others = set(piece.forms) - {"да"}
    if others != set(piece.forms) and len(others) > 1 and not piece.classes & {"flat", "system"}:
        return any("yes" in w for f, w in zip(piece.forms, piece.words, strict=True) if f != "да")
    return "работает" not in piece.forms or not _is_a_persons(saying)


def _is_a_persons(saying: Saying) -> bool:
    """Whether somebody in the sentence works as something: «работает статистиком»."""
    marks = [grammar(form) for form in saying.forms]
    return any("anim" in mark and not mark.isdisjoint({"nomn", "ablt"}) for mark in marks)
