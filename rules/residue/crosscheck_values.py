"""The second reading of readiness: words that cannot stand beside a value."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from rules.model import Evidence, Readiness, ReadinessValue
from rules.residue.crosscheck_words import Piece, Saying, grammar

Signal = Callable[[Readiness, Sequence[Saying]], Iterator[Evidence]]
"""The words that speak against an answer, if any."""

_BESIDE = frozenset({"taught", "training", "office", "human"})
_OF_US = frozenset({"matter", "infra"})
_BE = frozenset({"будет", "будут", "будем"})


def _pieces(said: Sequence[Saying]) -> Iterator[tuple[Saying, Piece]]:
    """The pieces that can tell of readiness, with their sentences."""
    return ((saying, piece) for saying in said for piece in saying.of_matter)


def lacking(_: Readiness, said: Sequence[Saying]) -> Iterator[Evidence]:
    """READY, though something lacks: «модуль шифрования застрял на почте»."""
    for _saying, piece in _pieces(said):
        lacks = "lack" in piece.classes and not piece.classes & {"no", "device"}
        if any(form.startswith(_LESS) for form in piece.forms) and "no" not in piece.classes:
            yield piece.evidence("lack")
        if lacks and not _is_fetched(piece):
            yield piece.evidence("lack")


_LESS = ("неполн", "увязан", "отказыва")


def needed(_: Readiness, said: Sequence[Saying]) -> Iterator[Evidence]:
    """READY, though something is needed: «лицензия одна, а надо три»; not «всё, что требуется»."""
    for _saying, piece in _pieces(said):
        if "need" not in piece.classes or "no" in piece.classes:
            continue
        if not _NOTHING_LACKS & set(piece.forms):
            yield piece.evidence("need")


_NOTHING_LACKS = frozenset(
    {"куда", "если", "что", "чего", "он", "она", "они"}
    | {"команда", "отмашка", "сигнал", "звонок", "решение", "приезд", "согласие", "добро"}
)
"""«всё, что нужно», «нужна только Ваша команда», «он нужен здесь»: nothing is missing."""


def on_condition(_: Readiness, said: Sequence[Saying]) -> Iterator[Evidence]:
    """READY, though a condition is named beside the equipment: «в случае выделения сервера»."""
    for _saying, piece in _pieces(said):
        beside = piece.classes & {"no", "office", "human"}
        if "strict" in piece.classes and piece.classes & _OF_US and not beside:
            yield piece.evidence("condition")


def put_off(_: Readiness, said: Sequence[Saying]) -> Iterator[Evidence]:
    """READY, though the answer is only promised: «ответ о подключении подготовит отдел связи»."""
    for saying, piece in _pieces(said):
        if "promise" in piece.classes and "system" in saying.classes:
            yield piece.evidence("promise")
        told = {"о", "об", "по"} & set(piece.forms) or piece.classes & _OF_US
        answers = "findings" in piece.classes and "office" not in piece.classes
        if told and answers and _is_to_come(piece):
            yield piece.evidence("promise")


def unfinished(_: Readiness, said: Sequence[Saying]) -> Iterator[Evidence]:
    """READY, though a part is not: «осталось доделать», «кроме приёмной», «пока не подключён»."""
    for saying, piece in _pieces(said):
        if saying.classes & _BESIDE or not saying.classes & _OF_US:
            continue
        denied = "no" in piece.classes
        yet = "yet" in piece.classes and not piece.classes & {"obstacle", "flat"}
        if yet if denied else piece.classes & {"remains", "except"}:
            yield piece.evidence("unfinished")


def awaited(_: Readiness, said: Sequence[Saying]) -> Iterator[Evidence]:
    """READY or NOT_READY, though it hangs on something, said without «если»: «Дадут – готовы»,
    «подпишет – будет»."""
    for saying in said:
        if saying.aside or saying.classes & {"taught", "human"}:
            continue
        if any(_opens(one) and _follows(one, two) for one, two in pairwise(saying.pieces)):
            yield saying.sentence.evidence("crosscheck.awaited")


def _follows(one: Piece, two: Piece) -> bool:
    if "no" in one.classes | two.classes or "когда" in one.forms:
        return bool("then" in two.classes and "no" not in two.classes)
    return bool(two.classes & {"then", "flat"} or _BE & set(two.forms) or _opens(two))


def _is_fetched(piece: Piece) -> bool:
    """«привезли недостающий кабель»: what lacked is there."""
    return any({"past", "VERB"} <= grammar(form) for form in piece.forms) and any(
        "PRTF" in grammar(form) for form in piece.forms
    )


def _is_to_come(piece: Piece) -> bool:
    """«заведёт», «подготовит»: a verb of what is yet to be done, by somebody."""
    said = {"будет", "будут"} & set(piece.forms)
    return bool(said) or any({"futr", "perf", "3per"} <= grammar(form) for form in piece.forms)


def _opens(piece: Piece) -> bool:
    """Whether it begins with a verb of what is yet to be done; «доводим до сведения» does not."""
    return any(_is_coming(form) and "2per" not in grammar(form) for form in piece.forms[:2])


_SPEAKS = ("довод", "довож", "доклад", "скаж", "поясн", "добав", "замеч", "отмеч", "начн")


def flat_no(_: Readiness, said: Sequence[Saying]) -> Iterator[Evidence]:
    """READY or DEFERRED, though «к подключению не готовы», «подключение исключено»."""
    for saying, piece in _pieces(said):
        forms = piece.forms
        quoted = "«" in piece.text or "что" in forms or "ли" in forms
        if "system" not in piece.classes or quoted or "elsewhere" in saying.classes:
            continue
        unready = any(one == "не" and two in _FLAT for one, two in pairwise(forms))
        if unready or _IMPOSSIBLE & set(forms) or ("не", "в", "состоянии") in _threes(forms):
            yield piece.evidence("no")


def _threes(forms: Sequence[str]) -> list[tuple[str, ...]]:
    return list(zip(forms, forms[1:], forms[2:], strict=False))


_FLAT = frozenset({"готов", "готова", "готово", "готовы"})
_IMPOSSIBLE = frozenset({"невозможно", "невозможна", "исключено", "исключена"})


def of_training(answer: Readiness, said: Sequence[Saying]) -> Iterator[Evidence]:
    """READY, though all that it rests on tells of the training: «в группу по курсу «СЭД»»."""
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


def flat_yes(_: Readiness, said: Sequence[Saying]) -> Iterator[Evidence]:
    """NOT_READY or DEFERRED, though «мы готовы» stands without a negation or a condition."""
    for saying, piece in _pieces(said):
        if "no" in saying.classes or "\t" in saying.sentence.text:
            continue
        other = "к" in piece.forms and "system" not in piece.classes  # «к зиме готовы»
        told = other or "что" in piece.forms or piece.classes & {"hinge", "training", "human"}
        single = len(piece.forms) == 1 and "-" not in piece.forms[0]  # a cell, a heading
        if "flat" in piece.classes and not told and not single:
            yield piece.evidence("yes")


def denied_hindrance(_: Readiness, said: Sequence[Saying]) -> Iterator[Evidence]:
    """NOT_READY, though what is denied would hinder: «вопросов, препятствующих …, нет»."""
    for saying, piece in _pieces(said):
        if "denied" in piece.classes and "no" in saying.classes:
            yield piece.evidence("denied")


def able(_: Readiness, said: Sequence[Saying]) -> Iterator[Evidence]:
    """NOT_READY, though «подключиться можем», «подключимся»."""
    for _saying, piece in _pieces(said):
        if "system" not in piece.classes or piece.classes & {"no", "hinge"}:
            continue
        if "can" in piece.classes or _opens(piece):
            yield piece.evidence("can")


def in_part(_: Readiness, said: Sequence[Saying]) -> Iterator[Evidence]:
    """NOT_READY, though a part is ready, or it hangs on a condition or on what is under way:
    «половина в сети», «при соблюдении трёх условий», «бухта заказана»."""
    flat = any(piece.classes >= {"flat", "no"} for _, piece in _pieces(said))
    for _saying, piece in _pieces(said):
        forms = set(piece.forms)
        if "under" in piece.classes and {"при", "условии"} & forms:
            yield piece.evidence("condition")
        if piece.classes >= {"part", "matter"}:
            yield piece.evidence("part")
        less = flat or piece.classes & {"no", "lack", "broken"}
        if piece.classes & {"half", "ordered"} and not less:
            yield piece.evidence("part")


def needless_wait(_: Readiness, said: Sequence[Saying]) -> Iterator[Evidence]:
    """NOT_READY, though it is waiting that is denied: «откладывать незачем», «ждать нечего»."""
    for _saying, piece in _pieces(said):
        forms = piece.forms
        if {"незачем", "нечего"} & set(forms) and any(f.startswith(_WAITS) for f in forms):
            yield piece.evidence("no_wait")


_WAITS = ("откладыв", "тяну", "медли", "ждать", "тормоз", "задержив", "отсрочив", "оттяг")


def told_later(_: Readiness, said: Sequence[Saying]) -> Iterator[Evidence]:
    """NOT_READY, though the answer is put off: «заключение направим дополнительно», «о готовности
    сообщим»."""
    for _saying, piece in _pieces(said):
        told = "promise" in piece.classes and piece.classes & {"ready", *_OF_US}
        if ("elsewhen" in piece.classes or told) and "no" not in piece.classes:
            yield piece.evidence("later")


def put_right(answer: Readiness, said: Sequence[Saying]) -> Iterator[Evidence]:
    """Any value, read from the words that are put right: «вместо «не готов» читать «готов»»."""
    for saying in said:
        forms = {form for piece in saying.pieces for form in piece.forms}
        held = {"вместо", "читать"} <= forms and any(map(saying.holds, answer.evidence))
        if held and "matter" in saying.classes:
            yield saying.sentence.evidence("crosscheck.put_right")


def unhinged(answer: Readiness, said: Sequence[Saying]) -> Iterator[Evidence]:
    """CONDITIONAL, though «можем подключаться» (or flatly not) and nothing to hang on by name, or
    conditions or troubles are denied: «никаких условий не выдвигаем», «без единого сбоя»."""
    pieces = list(_pieces(said))
    for _saying, piece in pieces:
        if "никаких" in piece.forms and any(f.startswith("услови") for f in piece.forms):
            yield piece.evidence("no_condition")
        if "без" in piece.forms and any(f.startswith(_TROUBLES) for f in piece.forms):
            yield piece.evidence("no_condition")
    if any(piece.classes & {"strict", "need", "lack"} for _, piece in pieces):
        return
    if next(awaited(answer, said), None):
        return
    for saying, piece in pieces:
        if piece.classes >= {"flat", "no"} and "hinge" not in saying.classes:
            yield piece.evidence("no")
        can = piece.classes >= {"can", "system"} and not piece.classes & {"no", "hinge"}
        if can and not any("hinge" in p.classes for p in saying.pieces if p.start > piece.start):
            yield piece.evidence("can")


_TROUBLES = ("отказа", "замечан", "сбо", "нарекан", "перебо", "ошиб", "нарушен")


def at_will(_: Readiness, said: Sequence[Saying]) -> Iterator[Evidence]:
    """CONDITIONAL, though we are asked in without a condition: «берите нас», «в любое время»."""
    for saying, piece in _pieces(said):
        forms = {form for one in saying.pieces for form in one.forms}
        if _IF & forms or any(map(_is_coming, forms)):
            continue
        asked_in = _COME & set(piece.forms)
        if asked_in or (_ANY & set(piece.forms) and "system" in piece.classes):
            yield piece.evidence("at_will")


def _is_coming(form: str) -> bool:
    """«привезут», «оплатят»; not «скажу», «доложу»."""
    return {"futr", "perf"} <= grammar(form) and not form.startswith(_SPEAKS)


_IF = frozenset({"если", "когда", "после", "тогда", "пока", "без"})
_ANY = frozenset({"любое", "любой", "любую"})
_COME = frozenset(
    {"берите", "принимайте", "впускайте", "заводите", "подключайте", "включайте", "запускайте"}
    | {"присоединяйте", "завод", "подсоединяйте", "цепляйте"}
)


def promised(_: Readiness, said: Sequence[Saying]) -> Iterator[Evidence]:
    """CONDITIONAL, though what comes afterwards is only the answer: «тогда напишем про технику»,
    «без него не знаю …, дозвонюсь, напишу»."""
    unknown = any({"не", "знаю"} <= set(piece.forms) for _, piece in _pieces(said))
    for _saying, piece in _pieces(said):
        tells = "promise" in piece.classes or {"напишем", "напишу"} & set(piece.forms)
        if tells and (piece.classes & _OF_US or unknown):
            yield piece.evidence("promise")


def cannot(_: Readiness, said: Sequence[Saying]) -> Iterator[Evidence]:
    """READY_BY, though «подключиться не сможем», without any day."""
    for saying, piece in _pieces(said):
        told = piece.classes >= {"cannot", "no", "system"}
        if told and not any(map(str.isdigit, saying.sentence.text)):
            yield piece.evidence("no")


def decided(answer: Readiness, said: Sequence[Saying]) -> Iterator[Evidence]:
    """READY_BY, though on that day it is only decided: «соберёмся 18-го, там и решим»."""
    for saying in said:
        forms = [form for piece in saying.pieces for form in piece.forms]
        decides = any(form.startswith(_DECIDES) for form in forms)
        if decides and any(map(saying.holds, answer.evidence)):
            yield saying.sentence.evidence("crosscheck.decided")


_DECIDES = ("соберет", "собирае", "решим", "решат", "заседан", "совещан", "рассмотр")


def name_put_off(answer: Readiness, said: Sequence[Saying]) -> Iterator[Evidence]:
    """DEFERRED, though only the name of a person is put off."""
    held = [s for e in answer.evidence for s in said if s.holds(e)]
    if held and all("taught" in s.classes and not s.classes & _OF_US for s in held):
        yield held[0].sentence.evidence("crosscheck.training")


def hopeless(_: Readiness, said: Sequence[Saying]) -> Iterator[Evidence]:
    """DEFERRED, though it is a no («ничего не выйдет», «вся техника списана») or a term («23-го
    доложим о полной готовности»)."""
    for _saying, piece in _pieces(said):
        cannot_tell = any(form.startswith(_TELLS) for form in piece.forms)
        if piece.classes >= {"cannot", "no"} and not cannot_tell:
            yield piece.evidence("hopeless")
        if piece.classes >= {"infra", "broken"} or {"полной", "готовности"} <= set(piece.forms):
            yield piece.evidence("hopeless")


_TELLS = ("провер", "сказ", "ответ", "сообщ", "назв", "подтверд", "оцен", "дать", "определ")


def unheard(_: Readiness, said: Sequence[Saying]) -> Iterator[Evidence]:
    """UNSTATED, though a short yes, something of the system or the equipment, or a promise to
    answer stands there."""
    for saying, piece in _pieces(said):
        classes = piece.classes
        if not classes & {"office", "training", "human"} and _is_yes(saying, piece):
            yield piece.evidence("yes")
        if "promise" in classes and not classes & {"office", "no"}:
            yield piece.evidence("promise")
        if _is_of_equipment(saying, piece):
            yield piece.evidence("infra")
        if "findings" in classes and classes & {"system", "ready"} and "office" not in classes:
            yield piece.evidence("findings")


def _is_of_equipment(saying: Saying, piece: Piece) -> bool:
    """«недостатков в техническом плане не числится»: whatever is said of it; no question."""
    connects = any(form.startswith(("подключ", "присоедин")) for form in piece.forms)
    if piece.classes >= {"ready", "system"} and connects and "ли" not in piece.forms:
        return not saying.sentence.text.rstrip().endswith("?")
    before = {form for one in saying.pieces for form in one.forms} & _TOLD_BEFORE
    if not piece.classes & {"infra", "system"} or saying.asks or before:
        return False
    if piece.classes & {"taught", "training", "office", "human"}:
        return False
    told = piece.classes & {"no", "lack", "flat", "yes"}
    return bool(told) or any(_SAID & grammar(form) for form in piece.forms)


_TOLD_BEFORE = frozenset(
    {"говорили", "писали", "сообщали", "докладывали", "обсуждали", "сообщалось", "прошлом"}
)
_SAID = frozenset({"VERB", "ADJS", "PRTS", "PRED"})


def _is_yes(saying: Saying, piece: Piece) -> bool:
    """«да», «вполне», «всё работает»; not «да он отказался», «не можем», «сын работает»."""
    if "yes" not in piece.classes or piece.classes & {"no"} or "withdraws" in saying.classes:
        return False
    others = set(piece.forms) - {"да"}
    if others != set(piece.forms) and len(others) > 1 and not piece.classes & {"flat", "system"}:
        return any("yes" in w for f, w in zip(piece.forms, piece.words, strict=True) if f != "да")
    return "работает" not in piece.forms or not _is_a_persons(saying)


def _is_a_persons(saying: Saying) -> bool:
    """Whether somebody in the sentence works as something: «работает статистиком»."""
    forms = {form for piece in saying.pieces for form in piece.forms}
    somebody = any({"anim", "nomn"} <= grammar(form) for form in forms)
    return somebody or any({"anim", "ablt"} <= grammar(form) for form in forms)


AGAINST: dict[ReadinessValue, tuple[Signal, ...]] = {
    ReadinessValue.READY: (
        lacking, flat_no, needed, on_condition, put_off, unfinished, awaited, of_training,
        put_right,
    ),
    ReadinessValue.NOT_READY: (
        flat_yes, denied_hindrance, needless_wait, able, in_part, told_later, awaited, put_right,
    ),
    ReadinessValue.CONDITIONAL: (unhinged, at_will, promised, put_right),
    ReadinessValue.READY_BY: (cannot, decided),
    ReadinessValue.DEFERRED: (flat_yes, flat_no, name_put_off, hopeless),
    ReadinessValue.UNSTATED: (unheard,),
}  # fmt: skip
"""In the order in which they are asked; the first that speaks is shown."""
