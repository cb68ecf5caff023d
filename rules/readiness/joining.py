"""Pieces of a sentence joined: what only names something, to what says something of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rules.readiness.clause import DASHES, SPOKEN_DAY, Clause
from rules.readiness.words import Word

JOINTS = frozenset(
    {"зпт", "тчк", "но", "однако", "зато", "хотя", "причем", "а", "поэтому", "либо"}
    | {"значит", "следовательно"}
)


_OURS = frozenset({"connect", "connection", "readiness", "ready", "system"})
_TRAINING = frozenset({"candidate", "other", "other_subject"})


_NEW_TERM = frozenset({"реальный", "новый", "окончательный", "верный", "настоящий", "точный"})


def _turns(held: Clause, piece: Clause) -> bool:
    """Whether the piece names another matter: «к подключению готовы, к обучению …»."""
    subject = piece.words[1:2] if "ADJF" in piece.words[0].grammar else piece.words[:1]
    if any(w.form in {"готовность", "техготовность"} for w in subject):
        return True
    if piece.words[0].form in _NEW_TERM and "term" in piece.classes:
        return True
    if piece.words[0].form not in {"к", "по", "на", "насчет", "про", "для"}:
        return False
    ours, theirs = bool(_OURS & piece.classes), bool(_TRAINING & piece.classes)
    ours |= "infra" in piece.classes and "report_later" in piece.classes
    return (theirs and not ours and bool(_OURS & held.classes)) or (
        ours and not theirs and bool(_TRAINING & held.classes)
    )


_GREETING = frozenset(
    {"коллеги", "уважаемые", "уважаемый", "уважаемая", "добрый", "доброе", "доброго", "день"}
    | {"дня", "утро", "утра", "вечер", "вечера", "здравствуйте", "приветствую", "привет", "господа"}
    | {"друзья", "и", "всем", "еще", "раз", "дорогие", "здрасьте", "времени", "суток", "хай"}
    | {"утречко", "веч"}
)


def _is_greeting(piece: Clause) -> bool:
    """«Коллеги, …», «Добрый вечер, …»."""
    return all(word.form in _GREETING for word in piece.words)


def _is_whole(held: Clause) -> bool:
    """«всё заработает. учиться …»: a full stop, though no capital follows."""
    told = held.has_predicate or {"stance", "good", "fine"} & held.classes
    return bool(told) and len(held.words[-1].form) > 3


def _is_fine(held: Clause) -> bool:
    """«с Директумом у нас порядок: …»: said already."""
    return len(held.words) < 8 and bool({"порядок", "порядке", "норме", "ажуре"} & held.forms)


def _is_heading(held: Clause, piece: Clause) -> bool:
    """«На запрос о готовности: сервера нет»."""
    prepositions = {"на", "по", "насчет", "о", "об", "касательно", "относительно"}
    headed = piece.opener == ":" and held.words[0].form in prepositions
    return headed and piece.has_predicate and len(piece.words) > 1


_NO = frozenset({"нет", "нельзя", "никак", "не"})
_LIGHT = frozenset({"пока", "еще", "увы", "к", "сожалению", "уже", "сегодня", "сейчас"})


def _is_a_no(words: Sequence[Word]) -> bool:
    """«районные администрации пока нет»: whom, and no."""
    if len(words) > 2 and words[-2].form == "не" and "ready" in words[-1].classes:
        words = (*words[:-2], words[-2])
    if not 1 < len(words) < 8 or words[-1].form not in _NO:
        return False
    whom = next((at for at, w in enumerate(words) if "ADJF" not in w.grammar), 0)
    rest = words[whom + 1 : -1]
    return {"noun", "nomn"} <= words[whom].grammar and all(
        w.form in _LIGHT or "gent" in w.grammar for w in rest
    )


def _begins_a_no(piece: Clause, after: Sequence[Clause]) -> bool:
    """«…, районные администрации – пока нет»: the first of two pieces that say it."""
    if piece.opener != "," or piece.has_predicate or not after:
        return False
    return after[0].opener in DASHES and _is_a_no(piece.words + after[0].words)


def _is_relative(piece: Clause) -> bool:
    """«…, без которых вход не осуществляется»."""
    return piece.has_predicate and any(w.form.startswith("котор") for w in piece.words[:2])


def _without_insertions(pieces: list[Clause]) -> list[Clause]:
    """«компьютер, который не включался, отремонтирован»: what stands within a clause is no more
    than its background."""
    inside: set[int] = set()
    for at in range(1, len(pieces) - 1):
        asked = _as_asked(pieces[at])
        if not asked and not (_is_background(pieces[at]) and _is_open(pieces[at - 1])):
            continue
        end = at + 1
        dated = asked and _is_a_day(pieces[end])
        while not dated and end < len(pieces) - 1 and _is_list(pieces[end]):
            end += 1
        if pieces[end].opener == "," and (dated or _goes_on(pieces[end])):
            inside.update(range(at, end))
    return [piece for at, piece in enumerate(pieces) if at not in inside]


def _is_background(piece: Clause) -> bool:
    """A relative clause that names no day."""
    dated = any(w.form[0].isdigit() or SPOKEN_DAY.fullmatch(w.form) for w in piece.words)
    return _is_relative(piece) and not dated


def _as_asked(piece: Clause) -> bool:
    """«как Вы просили», «как указано в письме»."""
    return piece.words[0].form == "как" and any(
        w.form.startswith(("прос", "предпис", "указ", "треб", "обещ", "сообщ", "договар", "писал"))
        for w in piece.words[1:5]
    )


def _is_a_day(piece: Clause) -> bool:
    """«…, к 1 сентября»."""
    return piece.words[0].form in {"к", "ко", "до", "с", "со"} and any(
        w.form[0].isdigit() or SPOKEN_DAY.fullmatch(w.form) for w in piece.words[1:3]
    )


def _is_open(piece: Clause) -> bool:
    """Whether a predicate is still to come, and the piece names no grounds."""
    return not piece.has_predicate and not any(w.form.startswith(_GROUNDS) for w in piece.words)


def _is_list(piece: Clause) -> bool:
    return piece.opener == "," and not piece.has_predicate


_GROUNDS = ("обстоятельств", "причин", "основан", "фактор", "услови", "препятств", "повод", "помех")
"""What is denied of them («причин, которые не позволили бы, нет») is the answer itself."""


def _goes_on(piece: Clause) -> bool:
    """Whether it has a predicate and no subject of its own."""
    for word in piece.words:
        if {"finite", "short"} & word.grammar:
            return True
        if {"noun", "nomn"} <= word.grammar and "gent" not in word.grammar:
            return False
    return False


def _opens_its_own(held: Clause, piece: Clause, after: Sequence[Clause]) -> bool:
    """«В связи с тем, что торги завершены, обеспечить готовность в срок, указанный в письме, район
    не может»: the infinitive belongs to the verb that follows."""
    if "INFN" not in piece.words[0].grammar or piece.has_predicate or not held.has_predicate:
        return False
    return any(c.has_predicate and _MAY & c.classes for c in after)


_MAY = frozenset({"possible", "able", "impossible"})


def _is_headed(held: Clause) -> bool:
    """«По кандидатуре ответ в приложении»: whole without a verb."""
    return len(held.words) > 2 and held.words[0].form in {"по", "насчет", "про"}


_FAULTS = ("ошибка", "ошибки", "опечатк", "описк", "неточност", "поправк", "путаниц")


def _tells_a_fault(held: Clause) -> bool:
    """«В письме ошибка в сроке готовности»: whole without a verb."""
    return any(w.form.startswith(_FAULTS) and "nomn" in w.grammar for w in held.words)


def _both_told(held: Clause, piece: Clause) -> bool:
    return held.has_predicate and piece.has_predicate | _turns(held, piece)


def _is_nominal(held: Clause, piece: Clause) -> bool:
    """«Готовность к 25-му, как просили, обеспечена»: a noun with a day, then its participle."""
    told = any({"finite", "short"} & w.grammar for w in held.words)
    return not told and "readiness" in held.classes and "PRTS" in piece.words[0].grammar


def merged(pieces: list[Clause]) -> Iterator[Clause]:
    """Join what only names something to the clause that says something of it."""
    held: Clause | None = None
    if len(pieces) > 1 and _is_greeting(pieces[0]):
        pieces = pieces[1:]
    if len(pieces) > 2:
        pieces = _without_insertions(pieces)
    for at, piece in enumerate(pieces):
        told = held is not None and "report_now" in held.classes
        if held and told and (piece.opener == ":" or piece.words[0].form == "что"):
            yield held
            held = None
        joint = piece.opener in JOINTS or piece.opener in {";", "|"}
        joint |= held is not None and piece.opener in {".", "!", "?"} and _is_whole(held)
        joint |= held is not None and (_is_heading(held, piece) or _is_a_no(held.words))
        joint |= _begins_a_no(piece, pieces[at + 1 : at + 2])
        joint |= held is not None and piece.opener == ":" and _is_fine(held)
        joint |= held is not None and _is_relative(piece) and "possible" in held.classes
        joint |= held is not None and _opens_its_own(held, piece, pieces[at + 1 : at + 3])
        if held is None:
            held = piece
        elif (_is_headed(held) and _turns(held, piece)) or _tells_a_fault(held):
            yield held
            held = piece
        elif not joint and (_is_nominal(held, piece) or not _both_told(held, piece)):
            held = Clause(held.sentence, held.words + piece.words, held.opener)
        else:
            yield held
            held = piece
    if held is not None:
        yield held
