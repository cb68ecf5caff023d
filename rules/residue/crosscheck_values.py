"""The second reading of readiness: words that cannot stand beside a yes or a no."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from rules.model import Evidence, Readiness
from rules.readiness.prevents import tells_it_is_over
from rules.residue.crosscheck_words import Piece, Saying, grammar, is_left_to_you
from rules.residue.leftovers import FLAT, OF_A_JOURNEY

Signal = Callable[[Readiness, Sequence[Saying]], Iterator[Evidence]]
"""The words that speak against an answer, if any."""

BESIDE = frozenset({"taught", "training", "office", "human"})
"""Classes of what is told of people and papers."""
OF_US = frozenset({"matter", "infra"})
_BE = frozenset({"будет", "будут", "будем"})


def pieces(said: Sequence[Saying]) -> Iterator[tuple[Saying, Piece]]:
    """The pieces that can tell of readiness, with their sentences."""
    return ((saying, piece) for saying in said for piece in saying.of_matter)


def lacking(_: Readiness, said: Sequence[Saying]) -> Iterator[Evidence]:
    """READY, though something lacks: «модуль шифрования застрял на почте»."""
    for _saying, piece in pieces(said):
        lacks = "lack" in piece.classes and not piece.classes & {"no", "device"}
        lacks = lacks and _OF_BODY.isdisjoint(piece.forms) and not _is_figure(piece)
        if piece.has_stem(_LESS) and "no" not in piece.classes:
            yield piece.evidence("lack")
        if lacks and not _is_fetched(piece):
            yield piece.evidence("lack")


def _is_figure(piece: Piece) -> bool:
    """«канцелярия утонула в бумагах»: busy, and nothing of ours is under water."""
    return piece.has_stem(_DROWNS) and piece.has_stem(_IN_PAPERS) and "infra" not in piece.classes


_DROWNS = ("утон", "утопа", "затон", "потон", "завал", "застря")
_IN_PAPERS = ("бумаг", "отчет", "справк", "письм", "запрос", "жалоб", "делах", "работ", "папк")
_OF_BODY = frozenset({"руку", "ногу", "руки", "ноги", "палец", "шею", "ключицу", "ребро"})
"""«он сломал руку»: nothing of ours is broken."""
_LESS = ("неполн", "увязан", "отказыва")


def needed(_: Readiness, said: Sequence[Saying]) -> Iterator[Evidence]:
    """READY, though something is needed: «лицензия одна, а надо три»; not «всё, что требуется»."""
    for saying, piece in pieces(said):
        if "need" not in piece.classes or "no" in piece.classes or "ли" in piece.forms:
            continue
        if piece.has_stem(OF_A_JOURNEY) and not piece.classes & OF_US:
            continue
        if not (_NOTHING_LACKS & set(piece.forms) or _heads_columns(saying)):
            yield piece.evidence("need")


def _heads_columns(saying: Saying) -> bool:
    """«Показатель | Требуется | Имеется»: two columns to compare, and nothing told yet."""
    cells = [cell.strip().lower() for cell in saying.sentence.text.split("\t")]
    return (
        len(cells) > 1
        and all(len(cell.split()) < 4 for cell in cells)
        and any(cell.startswith(_OF_HAVING) for cell in cells)
    )


_OF_HAVING = ("имеется", "есть", "факт", "в наличии", "наличие", "по факту", "у нас")
_NOTHING_LACKS = frozenset(
    {"куда", "если", "что", "чего", "он", "она", "они"}
    | {"команда", "отмашка", "сигнал", "звонок", "решение", "приезд", "согласие", "добро"}
)
"""«всё, что нужно», «нужна только Ваша команда», «он нужен здесь»: nothing is missing."""


def put_off(_: Readiness, said: Sequence[Saying]) -> Iterator[Evidence]:
    """READY, though the answer is only promised: «ответ о подключении подготовит отдел связи»."""
    for saying, piece in pieces(said):
        if "promise" in piece.classes and "system" in saying.classes:
            yield piece.evidence("promise")
        told = {"о", "об", "по"} & set(piece.forms) or piece.classes & OF_US
        answers = "findings" in piece.classes and not piece.classes & {"office", "people"}
        if told and answers and _is_to_come(piece):
            yield piece.evidence("promise")


def unfinished(_: Readiness, said: Sequence[Saying]) -> Iterator[Evidence]:
    """READY, though a part is not: «осталось доделать», «кроме приёмной», «пока не подключён»."""
    for saying, piece in pieces(said):
        before = "частично" in piece.forms and {"ранее", "раньше"} & saying.forms
        if saying.classes & BESIDE or not saying.classes & OF_US or before:
            continue
        if piece.has_stem("котор") or _is_over(saying, piece):
            continue
        if is_left_to_you(piece):
            continue
        denied = "no" in piece.classes
        yet = "yet" in piece.classes and not piece.classes & {"obstacle", "flat"}
        if yet if denied else piece.classes & {"remains", "except"}:
            yield piece.evidence("unfinished")


def _is_over(saying: Saying, piece: Piece) -> bool:
    """«готовности не было, теперь …», «портал пока не подключён»: so once, or of another matter."""
    once = _WAS & set(piece.forms) and _NOW & saying.forms and not _NOW & set(piece.forms)
    return bool(once) or ("foreign" in saying.classes and not saying.names_us)


_WAS = frozenset({"было", "был", "была", "были", "могли", "мог", "могла"})
_NOW = frozenset({"теперь", "сейчас", "сегодня", "ныне"})


def idle(_: Readiness, said: Sequence[Saying]) -> Iterator[Evidence]:
    """READY, though «однако лежит на складе, монтировать некому», «ставить не на чем»."""
    for _saying, piece in pieces(said):
        short = _IDLE & set(piece.forms) or piece.says("не", "на", "чем")
        short = short and not piece.has_stem(_OF_LIVING)
        if short and not piece.classes & BESIDE and "больше" not in piece.forms:
            yield piece.evidence("idle")


_OF_LIVING = ("дыша", "дохну", "корми", "ехать", "поехать", "доехать", "возраз", "крыть", "добав")
"""«дышать нечем», «ехать не на чем»: nothing of ours stands still."""
_IDLE = frozenset({"некому", "нечем", "негде", "неоткуда", "складе", "коробках", "упаковке"})


def awaited(_: Readiness, said: Sequence[Saying]) -> Iterator[Evidence]:
    """READY or NOT_READY, though it hangs on something, said without «если»: «Дадут – готовы»,
    «подпишет – будет»."""
    for saying in said:
        if saying.aside or saying.classes & {"taught", "human"}:
            continue
        if _waits_and_sees(saying):
            yield saying.sentence.evidence("crosscheck.awaited")
        kind = not saying.classes & OF_US and "ли" not in saying.forms
        coming = [p for p in saying.pieces if not (kind and p.has_stem(_HOSPITABLE))]
        if any(_opens(one) and _follows(one, two) for one, two in pairwise(coming)):
            yield saying.sentence.evidence("crosscheck.awaited")


def _waits_and_sees(saying: Saying) -> bool:
    """«посмотрим, что скажет провайдер», «увидим, дадут ли канал»."""
    return any(
        _SEE & set(one.forms) and (two.forms[0] in _WHAT or "ли" in two.forms)
        for one, two in pairwise(saying.pieces)
    )


_SEE = frozenset({"посмотрим", "увидим", "поглядим"})
_WHAT = frozenset({"что", "как", "когда", "чем", "кто", "куда"})
_HOSPITABLE = ("встрет", "покаж", "угост", "напо", "накорм", "пожив", "увид", "посмотр", "поглядим")
"""«встретим, покажем», «поживём – увидим»: nothing hangs on it."""


def _follows(one: Piece, two: Piece) -> bool:
    if "no" in one.classes | two.classes or "когда" in one.forms:
        return bool("then" in two.classes and "no" not in two.classes)
    sends = two.has_stem(_SENDS)  # «если понадобится акт, пришлём»
    return bool(
        two.classes & {"then", "flat"} or _BE & set(two.forms) or (_opens(two) and not sends)
    )


_SENDS = ("пришлем", "пришлю", "вышл", "отправ", "предост", "предст", "направ", "сообщ", "перешл")


def _is_fetched(piece: Piece) -> bool:
    """«привезли недостающий кабель», «проложены недостающие участки»: what lacked is there."""
    done = any({"past", "VERB"} <= (g := grammar(form)) or "PRTS" in g for form in piece.forms)
    return done and any("PRTF" in grammar(form) for form in piece.forms)


def _is_to_come(piece: Piece) -> bool:
    """«заведёт», «подготовит»: a verb of what is yet to be done, by somebody."""
    said = {"будет", "будут"} & set(piece.forms)
    return bool(said) or any({"futr", "perf", "3per"} <= grammar(form) for form in piece.forms)


def _opens(piece: Piece) -> bool:
    """Whether it begins with a verb of what is yet to be done; «доводим до сведения» does not."""
    return any(is_coming(form) for form in piece.forms[:2])


_SPEAKS = ("довод", "довож", "доклад", "скаж", "поясн", "добав", "замеч", "отмеч", "начн")
_SPEAKING = ("судить", "вывод", "заключени", "отвечать", "ответить", "сказать")


def flat_no(_: Readiness, said: Sequence[Saying]) -> Iterator[Evidence]:
    """READY or DEFERRED, though «к подключению не готовы», «подключение исключено»."""
    for saying, piece in pieces(said):
        forms = piece.forms
        if forms[0] == "без" and any(f.startswith("котор") for f in forms[1:2]):
            continue  # what is needed, not what is there
        if any(f.startswith("котор") for f in forms[:2]) and tells_it_is_over(saying.forms):
            continue
        if "отсутствует" in forms and piece.has_stem("готовност"):
            yield piece.evidence("no")
        quoted = "«" in piece.text or "что" in forms or "ли" in forms
        if "system" not in piece.classes or quoted or "elsewhere" in saying.classes:
            continue
        if "foreign" in piece.classes and not saying.names_us:
            continue
        unready = any(piece.says("не", form) for form in FLAT) or piece.says("не", "в", "состоянии")
        if unready or _IMPOSSIBLE & set(forms):
            yield piece.evidence("no")


_IMPOSSIBLE = frozenset({"невозможно", "невозможна", "исключено", "исключена"})


def of_training(answer: Readiness, said: Sequence[Saying]) -> Iterator[Evidence]:
    """READY, though all that it rests on tells of the training: «в группу по курсу «СЭД»»."""
    rests = [_piece_of(evidence, said) for evidence in answer.evidence]
    if rests and all(piece and _names_the_course(piece) for piece in rests):
        yield answer.evidence[0]


def _names_the_course(piece: Piece) -> bool:
    """«в группу по курсу «Модули СЭД»»: the matter only tells what is taught."""
    if "taught" not in piece.classes or piece.classes & {"flat", "ready"}:
        return False
    telling = (w & {"taught", "matter", "infra"} for w in piece.words)
    return "taught" in next((w for w in telling if w), frozenset())


def _piece_of(evidence: Evidence, said: Sequence[Saying]) -> Piece | None:
    return next((s.piece_at(evidence.start) for s in said if s.holds(evidence)), None)


def flat_yes(_: Readiness, said: Sequence[Saying]) -> Iterator[Evidence]:
    """NOT_READY or DEFERRED, though «мы готовы» stands without a negation or a condition."""
    for saying, piece in pieces(said):
        ours = "system" in piece.classes and "no" not in piece.classes
        if ("no" in saying.classes and not ours) or "\t" in saying.sentence.text:
            continue
        other = "к" in piece.forms and "system" not in piece.classes  # «к зиме готовы»
        other |= "foreign" in piece.classes
        other |= bool({"ли", "насколько", "если"} & set(piece.forms))
        told = other or "что" in piece.forms or piece.classes & {"hinge", "training", "human"}
        single = len(piece.forms) == 1 and "-" not in piece.forms[0]  # a cell, a heading
        if "flat" in piece.classes and not told and not single:
            yield piece.evidence("yes")


def denied_hindrance(_: Readiness, said: Sequence[Saying]) -> Iterator[Evidence]:
    """NOT_READY, though what is denied would hinder: «вопросов, препятствующих …, нет»."""
    for saying, piece in pieces(said):
        if "denied" in piece.classes and "no" in saying.classes:
            yield piece.evidence("denied")


def able(_: Readiness, said: Sequence[Saying]) -> Iterator[Evidence]:
    """NOT_READY, though «подключиться можем», «подключимся»."""
    for _saying, piece in pieces(said):
        if "system" not in piece.classes or piece.classes & {"no", "hinge"}:
            continue
        if "can" in piece.classes or _opens(piece):
            yield piece.evidence("can")


def in_part(_: Readiness, said: Sequence[Saying]) -> Iterator[Evidence]:
    """NOT_READY, though a part is ready, or it hangs on a condition or on what is under way:
    «половина в сети», «при соблюдении трёх условий», «бухта заказана»."""
    flat = any(piece.classes >= {"flat", "no"} for _, piece in pieces(said))
    for _saying, piece in pieces(said):
        forms = set(piece.forms)
        if "under" in piece.classes and {"при", "условии"} & forms:
            yield piece.evidence("condition")
        prepared = piece.has_stem(_PREPARED)
        if prepared and "system" in piece.classes and "no" not in piece.classes:
            yield piece.evidence("part")
        if piece.classes >= {"part", "matter"}:
            yield piece.evidence("part")
        less = flat or piece.classes & {"no", "lack", "broken"}
        if piece.classes & {"half", "ordered"} and not less:
            yield piece.evidence("part")


_PREPARED = ("подготовленн", "подключенн", "оснащенн")


def needless_wait(_: Readiness, said: Sequence[Saying]) -> Iterator[Evidence]:
    """NOT_READY, though it is waiting that is denied: «откладывать незачем», «ждать нечего»."""
    for _saying, piece in pieces(said):
        if {"незачем", "нечего"} & set(piece.forms) and piece.has_stem(_WAITS):
            yield piece.evidence("no_wait")


def at_once(_: Readiness, said: Sequence[Saying]) -> Iterator[Evidence]:
    """NOT_READY, though «может быть произведено незамедлительно», «хоть сейчас»."""
    for _saying, piece in pieces(said):
        if _AT_ONCE & set(piece.forms) and piece.classes & {"system", "ready"}:
            yield piece.evidence("at_once")


_AT_ONCE = frozenset({"незамедлительно", "немедленно", "безотлагательно", "хоть"})
_WAITS = ("откладыв", "тяну", "медли", "ждать", "тормоз", "задержив", "отсрочив", "оттяг")


def told_later(_: Readiness, said: Sequence[Saying]) -> Iterator[Evidence]:
    """NOT_READY, though the answer is put off: «заключение направим дополнительно», «о готовности
    сообщим»."""
    for saying, piece in pieces(said):
        copies = piece.has_stem(_COPIES) and not piece.classes & OF_US
        if copies or (names_another(saying) and not piece.has_stem(("срок", "дат"))):
            continue  # «подлинник вышлем позже», «отчёт по форме 3 сдадим отдельно»
        told = "promise" in piece.classes and piece.classes & {"ready", *OF_US}
        if ("elsewhen" in piece.classes or told) and "no" not in piece.classes:
            yield piece.evidence("later")
        early = {"рано", "преждевременно", "затруднительно"} & set(piece.forms)
        if early and piece.has_stem(_SPEAKING):
            yield piece.evidence("later")


_COPIES = ("скан", "подлинник", "оригинал", "бумажн", "копи", "экземпляр")


def put_right(answer: Readiness, said: Sequence[Saying]) -> Iterator[Evidence]:
    """Any value, read from the words that are put right: «вместо «не готов» читать «готов»»."""
    for saying in said:
        held = {"вместо", "читать"} <= saying.forms and any(map(saying.holds, answer.evidence))
        if held and "matter" in saying.classes:
            yield saying.sentence.evidence("crosscheck.put_right")


def is_coming(form: str) -> bool:
    """«привезут», «оплатят»; not «скажу», «доложу», nor «предупредите»."""
    told = form.startswith(_SPEAKS) or "2per" in grammar(form)
    return not told and {"futr", "perf"} <= grammar(form)


def names_another(saying: Saying) -> bool:
    """Whether a sentence names a topic that is not ours: «по видеонаблюдению», «по форме 3»."""
    if saying.classes & {*OF_US, "ready", "findings", "office", "given", "people", "taught"}:
        return False
    follow = (two for p in saying.pieces for one, two in pairwise(p.forms) if one in _ABOUT)
    return any("NOUN" in grammar(form) and not form.startswith(_VAGUE) for form in follow)


_ABOUT = frozenset({"по", "о", "об", "про", "насчет"})
_VAGUE = (
    *("итог", "результат", "вопрос", "пункт", "существ", "мер", "телефон", "возвращ", "приезд"),
    *("окончан", "заверш", "получен", "решен", "готовност", "техн", "поручен", "дел", "состоян"),
)
