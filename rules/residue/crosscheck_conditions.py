"""The second reading of a condition: words beside which nothing hangs, or will never be."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from rules.model import Evidence, Readiness
from rules.residue.crosscheck_values import OF_US, awaited, is_coming, pieces
from rules.residue.crosscheck_words import Piece, Saying, grammar


def unhinged(answer: Readiness, said: Sequence[Saying]) -> Iterator[Evidence]:
    """CONDITIONAL, though «можем подключаться» and nothing to hang on by name, or conditions or
    troubles are denied: «никаких условий не выдвигаем», «без единого сбоя»."""
    telling = list(pieces(said))
    for saying, piece in telling:
        if "никаких" in piece.forms and piece.has_stem("услови"):
            yield piece.evidence("no_condition")
        if "без" in piece.forms and piece.has_stem(_TROUBLES):
            yield piece.evidence("no_condition")
        if _is_settled(piece) and not _IF & saying.forms:
            yield piece.evidence("settled")
    if not any(piece.classes & _LIMITS for _, piece in telling):
        yield from (
            p.evidence("yes")
            for _, p in telling
            if p.classes >= {"flat", "system"} and not _SHARE.search(p.text)
        )
    if any(piece.classes & {"strict", "need", "lack"} for _, piece in telling):
        return
    if next(awaited(answer, said), None):
        return
    for saying, piece in telling:
        if piece.classes & {"part", "half"} or _SHARE.search(piece.text):
            return
        can = piece.classes >= {"can", "system"} and not piece.classes & {"no", "hinge"}
        behind = (p.classes & {"hinge", "no"} for p in saying.pieces if p.start > piece.start)
        if can and not any(behind):
            yield piece.evidence("can")


_SHARE = re.compile(r"\b(?:\d+|один|одно|одна|дв[ае]|три|четыре|\w+ть|много)\b.*\bиз\s+\w+")
"""«три места из пяти»."""


def _is_settled(piece: Piece) -> bool:
    """«вы сами подсоединили нас», «об отсутствии технических условий»: done, or denied."""
    absent = piece.has_stem("отсутств")
    if absent and piece.has_stem(("услови", "возможност")):
        return True
    joined = any(
        f.startswith(_JOINED) and {"past", "VERB", "perf"} <= grammar(f) for f in piece.forms
    )
    return joined and not piece.classes & {"no", "hinge"} and "system" in piece.classes


_JOINED = ("подключил", "подсоедин", "присоедин")
_LIMITS = frozenset(
    {"strict", "need", "lack", "no", "hinge", "part", "half", "except", "remains", "yet", "ordered"}
    | {"broken", "under", "then"}
)
_TROUBLES = (
    *("оговор", "ограничен", "отказа", "замечан", "сбо", "нарекан", "перебо", "ошиб"),
    "нарушен",
)


def at_will(_: Readiness, said: Sequence[Saying]) -> Iterator[Evidence]:
    """CONDITIONAL, though we are asked in without a condition: «берите нас», «в любое время»."""
    limited = any(piece.classes & {"no", "lack", "half", "part"} for _, piece in pieces(said))
    for saying, piece in pieces(said):
        if _at_our_word(piece):
            yield piece.evidence("at_will")
        if _IF & saying.forms or any(map(is_coming, saying.forms)):
            continue
        asked_in = _COME & set(piece.forms) or (_lets_in(piece) and not limited)
        if asked_in or (_ANY & set(piece.forms) and "system" in piece.classes):
            yield piece.evidence("at_will")


def _at_our_word(piece: Piece) -> bool:
    """«сразу по получении от Вас указания»: what it hangs on is ours to say."""
    word = piece.has_stem(_WORD_OF_OURS)
    return word and bool({"вас", "вашей", "вашему", "вашего", "ваших"} & set(piece.forms))


_WORD_OF_OURS = ("указани", "команд", "отмашк", "сигнал", "возможност", "удобств")


def _lets_in(piece: Piece) -> bool:
    """«можете включать нас в систему»; not «не можете»."""
    allowed = {"можете", "можно"} & set(piece.forms) and "no" not in piece.classes
    return bool(allowed) and piece.has_stem(_LETS)


_LETS = ("подключать", "включать", "присоединять", "заводить", "запускать", "заходить", "начинать")
_IF = frozenset({"если", "когда", "после", "тогда", "пока", "без"})
_ANY = frozenset({"любое", "любой", "любую"})
_COME = frozenset(
    {"берите", "принимайте", "впускайте", "заводите", "подключайте", "включайте", "запускайте"}
    | {"присоединяйте", "завод", "подсоединяйте", "цепляйте"}
)


def never(_: Readiness, said: Sequence[Saying]) -> Iterator[Evidence]:
    """CONDITIONAL, though what it hangs on will never be: «когда рак свистнет», «денег нет и не
    будет», «взять негде»."""
    for saying in said:
        open_ = _UNLESS & saying.forms
        for piece in saying.pieces:
            forms = set(piece.forms)
            lost = "нет" in forms or (piece.classes & OF_US and not open_)
            lost = bool(lost) and _is_hopeless(piece)
            if lost or any(one <= forms for one in _NEVER) or piece.says("нет", "и", "не"):
                yield piece.evidence("never")


def _is_hopeless(piece: Piece) -> bool:
    """«не предвидится», «не дадут»: nobody gives it."""
    return any(one == "не" and two in _HOPED for one, two in pairwise(piece.forms))


_UNLESS = frozenset({"если", "без", "пока", "покуда", "иначе", "когда", "раньше", "ранее"})
_NEVER = (
    *map(frozenset, ({"рак", "свистнет"}, {"никогда"}, {"чудо"}, {"чуда"}, {"чудом"})),
    *map(frozenset, ({"дождичка", "четверг"}, {"следующей", "жизни"}, {"взять", "негде"})),
    *map(frozenset, ({"взять", "неоткуда"}, {"заговенья"}, {"пришествия"}, {"отказано"})),
)
_HOPED = frozenset(
    {"предвидится", "предвидятся", "ожидается", "ожидаются", "намечается", "планируется", "светит"}
    | {"дадут", "даст", "обещают", "будет", "предусмотрено", "предусмотрены", "выделят"}
)


def on_nothing_named(answer: Readiness, said: Sequence[Saying]) -> Iterator[Evidence]:
    """CONDITIONAL, though a yes or a no stands elsewhere, and nothing is named on which it hangs:
    «Не готовы. Подключимся в другой раз, если он будет»."""
    relied = [at for at, saying in enumerate(said) if any(map(saying.holds, answer.evidence))]
    near = {*relied, *(at - 1 for at in relied if at)}
    if any("infra" in said[at].classes or said[at].has_stem(_WANTED) for at in near):
        return
    if any(_SHARE.search(said[at].sentence.text) for at in relied):
        return
    for at, saying in enumerate(said):
        if at not in relied:
            yield from (p.evidence("flat") for p in saying.of_matter if "flat" in p.classes)


_WANTED = (
    *(
        "договор",
        "решен",
        "решит",
        "разреш",
        "согла",
        "ден",
        "средств",
        "субсид",
        "утвер",
        "ремонт",
    ),
    *(
        "финанс",
        "лиценз",
        "ставк",
        "бюджет",
        "электр",
        "свет",
        "програм",
        "инжен",
        "монт",
        "постав",
    ),
    *(
        "закуп",
        "купи",
        "заказ",
        "оплат",
        "пришл",
        "дад",
        "выд",
        "привез",
        "получ",
        "област",
        "связ",
    ),
    *("част", "полов", "кром", "исключ", "остальн", "одн", "кабинет", "отдел", "сел", "техник"),
    *("подпис", "печат", "аттест", "сертиф", "комисс", "совет", "дум", "депутат", "глав", "губерн"),
)
"""Beginnings of words for what a connection can want: things, money, consent, who gives it."""


def supposed(_: Readiness, said: Sequence[Saying]) -> Iterator[Evidence]:
    """CONDITIONAL, though it hangs on what one calls it: «если это называется готовностью, то
    готовы», «если этого достаточно»."""
    for _saying, piece in pieces(said):
        called = piece.forms[:1] == ("если",) and {"это", "этого"} & set(piece.forms)
        if called and "infra" not in piece.classes:
            yield piece.evidence("supposed")


def on_condition(_: Readiness, said: Sequence[Saying]) -> Iterator[Evidence]:
    """READY, though a condition is named beside the equipment: «в случае выделения сервера»."""
    for _saying, piece in pieces(said):
        beside = piece.classes & {"no", "office", "human"}
        beside = beside or _ARISE & set(piece.forms)
        if "strict" in piece.classes and piece.classes & OF_US and not beside:
            yield piece.evidence("condition")


_ARISE = frozenset(
    {"возникнут", "возникнет", "возникновения", "возникновении", "понадобится", "понадобятся"}
    | {"потребуется", "потребуются", "говорить", "речь"}
)
"""«если при подключении возникнут вопросы»: nothing hangs on it."""
