"""The second reading of readiness: words that cannot stand beside a condition, a term or a promise;
and the table of all signals by value."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from rules.model import Evidence, Readiness, ReadinessValue
from rules.residue.crosscheck_conditions import (
    at_will,
    never,
    on_condition,
    on_nothing_named,
    supposed,
    unhinged,
)
from rules.residue.crosscheck_silence import unheard
from rules.residue.crosscheck_values import (
    OF_US,
    Signal,
    able,
    at_once,
    awaited,
    denied_hindrance,
    flat_no,
    flat_yes,
    idle,
    in_part,
    lacking,
    names_another,
    needed,
    needless_wait,
    of_training,
    pieces,
    put_off,
    put_right,
    told_later,
    unfinished,
)
from rules.residue.crosscheck_words import Piece, Saying, grammar


def not_ours(answer: Readiness, said: Sequence[Saying]) -> Iterator[Evidence]:
    """Any value, all of whose words tell of another matter («о подготовке к зиме доложим»), or of
    another system («к видеоконференцсвязи подключены»)."""
    held = [
        (saying, piece)
        for evidence in answer.evidence
        for saying in said
        if saying.holds(evidence) and (piece := saying.piece_at(evidence.start))
    ]
    if held and all(_is_of_others(saying, piece) for saying, piece in held):
        yield held[0][1].evidence("not_ours")


def _is_of_others(saying: Saying, piece: Piece) -> bool:
    others = "elsewhere" in piece.classes or "foreign" in saying.classes
    return others and not (saying.names_us or saying.has_stem("ваш"))


def indirect(answer: Readiness, said: Sequence[Saying]) -> Iterator[Evidence]:
    """Any value, read from an indirect question: «расскажем завтра, как мы готовы»."""
    for saying in said:
        relied = (saying.piece_at(e.start) for e in answer.evidence if saying.holds(e))
        yield from (p.evidence("indirect") for p in relied if p and _asks_whether(p))


def _asks_whether(piece: Piece) -> bool:
    if piece.forms[:2] in _WHETHER or "насколько" in piece.forms:
        return True
    return "ли" in piece.forms and not _says_no_first(piece)


def _says_no_first(piece: Piece) -> bool:
    """«не готовы и непонятно будем ли», «вряд ли»."""
    forms = piece.forms
    at = forms.index("ли")
    if at and forms[at - 1] in {"вряд", "едва", "навряд"}:
        return True
    return any(
        one == "не" and two.startswith("готов") and "и" in forms[i + 2 : at]
        for i, (one, two) in enumerate(pairwise(forms[:at]))
    )


_WHETHER = (("как", "мы"), ("когда", "мы"), ("как", "готовы"), ("чем", "мы"), ("как", "у"))


def of_another_topic(answer: Readiness, said: Sequence[Saying]) -> Iterator[Evidence]:
    """DEFERRED, all of whose sentences name a topic that is not ours: «по видеонаблюдению ответит
    Хамзат»."""
    held = [s for e in answer.evidence for s in said if s.holds(e)]
    if held and all(map(names_another, held)):
        yield held[0].sentence.evidence("crosscheck.topic")


def of_the_past(answer: Readiness, said: Sequence[Saying]) -> Iterator[Evidence]:
    """CONDITIONAL, read from what was once thought, or from a question: «сначала думали, что без
    коммутатора не подключимся», «если придумаете, как подключать, скажите»."""
    for saying in said:
        if (_STORY | _ASKED) & saying.forms and any(map(saying.holds, answer.evidence)):
            yield saying.sentence.evidence("crosscheck.story")


_ASKED = frozenset({"скажите", "подскажите", "посоветуйте"})
_STORY = frozenset({"думали", "думал", "думала", "боялись", "опасались", "казалось", "считали"})


def promised(_: Readiness, said: Sequence[Saying]) -> Iterator[Evidence]:
    """CONDITIONAL, though what comes afterwards is only the answer: «тогда напишем про технику»,
    «без него не знаю …, дозвонюсь, напишу»."""
    unknown = any({"не", "знаю"} <= set(piece.forms) for _, piece in pieces(said))
    for _saying, piece in pieces(said):
        tells = "promise" in piece.classes or {"напишем", "напишу"} & set(piece.forms)
        ours = any({"futr", "1per"} <= grammar(f) for f in piece.forms if f != "доводим")
        sends = ours and "findings" in piece.classes
        if (tells and (piece.classes & OF_US or unknown)) or sends:
            yield piece.evidence("promise")


def cannot(_: Readiness, said: Sequence[Saying]) -> Iterator[Evidence]:
    """READY_BY, though «подключиться не сможем», without any day; not «сейчас не сможем»."""
    for saying, piece in pieces(said):
        told = piece.classes >= {"cannot", "no", "system"} and not _FOR_NOW & set(piece.forms)
        if told and not any(map(str.isdigit, saying.sentence.text)):
            yield piece.evidence("no")


_FOR_NOW = frozenset(
    {"сейчас", "пока", "сегодня", "завтра", "раньше", "ранее", "сразу", "немедленно", "момент"}
    | {"неделе", "месяце", "вовремя", "теперь"}
)


def decided(answer: Readiness, said: Sequence[Saying]) -> Iterator[Evidence]:
    """READY_BY, though on that day it is only decided: «соберёмся 18-го, там и решим»."""
    for saying in said:
        decides = saying.has_stem(_DECIDES)
        if decides and any(map(saying.holds, answer.evidence)):
            yield saying.sentence.evidence("crosscheck.decided")


_DECIDES = ("обсуд", "соберет", "собирае", "решим", "решат", "заседан", "совещан", "рассмотр")


def name_put_off(answer: Readiness, said: Sequence[Saying]) -> Iterator[Evidence]:
    """DEFERRED, though only the name of a person is put off."""
    held = [s for e in answer.evidence for s in said if s.holds(e)]
    interim = any(s.has_stem("промежуточн") for s in held)  # «направляем промежуточный ответ»
    told = all("taught" in s.classes and not s.classes & {*OF_US, "flat"} for s in held)
    if held and told and not interim:
        yield held[0].sentence.evidence("crosscheck.training")


def hopeless(_: Readiness, said: Sequence[Saying]) -> Iterator[Evidence]:
    """DEFERRED, though it is a no («ничего не выйдет», «вся техника списана») or a term («23-го
    доложим о полной готовности»)."""
    for _saying, piece in pieces(said):
        cannot_tell = piece.has_stem(_TELLS)
        if piece.classes >= {"cannot", "no"} and not cannot_tell:
            yield piece.evidence("hopeless")
        fits = piece.has_stem(_FITS) and "no" not in piece.classes
        if fits and piece.classes & OF_US:
            yield piece.evidence("fits")
        if piece.classes >= {"infra", "broken"} or {"полной", "готовности"} <= set(piece.forms):
            yield piece.evidence("hopeless")


_FITS = ("отвечает", "отвечают", "удовлетворя", "соответствует", "соответствуют")
_TELLS = ("провер", "сказ", "ответ", "сообщ", "назв", "подтверд", "оцен", "дать", "определ")


AGAINST: dict[ReadinessValue, tuple[Signal, ...]] = {
    ReadinessValue.READY: (
        lacking, flat_no, needed, on_condition, put_off, unfinished, awaited, of_training,
        put_right, not_ours, idle, indirect,
    ),
    ReadinessValue.NOT_READY: (
        flat_yes, denied_hindrance, needless_wait, able, at_once, in_part, told_later, awaited,
        put_right, not_ours, indirect,
    ),
    ReadinessValue.CONDITIONAL: (
        unhinged, at_will, promised, name_put_off, of_the_past, put_right, not_ours, never,
        on_nothing_named, supposed,
    ),
    ReadinessValue.READY_BY: (cannot, decided, not_ours, indirect),
    ReadinessValue.DEFERRED: (
        flat_yes, flat_no, name_put_off, hopeless, not_ours, of_another_topic,
    ),
    ReadinessValue.UNSTATED: (unheard,),
}  # fmt: skip
"""In the order in which they are asked; the first that speaks is shown."""
