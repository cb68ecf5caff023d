"""Left-over clauses against the answer on readiness, and sentences that belie their answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rules.model import Doubt, Evidence, Readiness, ReadinessValue
from rules.readiness.clauses import Statement
from rules.residue.beside import is_harmless
from rules.residue.leftovers import FLAT, OF_A_JOURNEY, Rest, doubt
from rules.residue.manner import of_manner


@dataclass(frozen=True, slots=True)
class Context:
    """What else the letter does: it asks, or puts people forward from some place on."""

    asks: bool = False
    names: tuple[Evidence, ...] = ()

    def explains(self, rest: Rest) -> bool:
        """Whether a clause without a word of the matter belongs to a question, or to somebody
        already named («парень толковый», «оба операторы»)."""
        return self.asks or _follows(rest, self.names)


def doubts(
    answer: Readiness,
    statements: Sequence[Statement],
    rests: Iterable[Rest],
    context: Context = Context(),
) -> list[Doubt]:
    """At most one doubt: of what was left over, else of the manner in which the answer stands."""
    aside = [s.sentence for s in _of_the_nominee(statements, context.names)]
    left = (
        rest.evidence()
        for rest in rests
        if _bears(answer, rest, context) and rest.clause.sentence not in aside
    )
    others = [s for s in statements if s.sentence not in aside]
    found = next(left, None) or next(of_manner(answer, others), None)
    return [doubt("weak_readiness", found)] if found else []


def _bears(answer: Readiness, rest: Rest, context: Context) -> bool:
    value = answer.value
    if _is_beside(value, rest) or is_harmless(value, rest):
        return False
    supposed = "если" in rest.clause.forms  # «если нужны снимки, вышлем»
    if value is ReadinessValue.READY and _NEEDS_MORE & rest.clause.forms and not supposed:
        return not any(form.startswith(OF_A_JOURNEY) for form in rest.clause.forms)
    if value is ReadinessValue.UNSTATED and _may_be_an_answer(rest, context):
        return True
    related = any(form.startswith("котор") for form in rest.clause.forms)
    later = _follows(rest, answer.evidence) and not related
    marks = rest.marks | ({"later"} if later else set())
    if value is ReadinessValue.UNSTATED and context.asks and not marks & {"topic", "infra"}:
        return False
    return any(
        wanted <= marks and marks.isdisjoint(unwanted) for wanted, unwanted in _BEARING[value]
    )


def _of_the_nominee(
    statements: Sequence[Statement], names: Sequence[Evidence]
) -> Iterator[Statement]:
    """Sentences right behind one that puts somebody forward, with a pronoun for him and nothing of
    the matter or to come: «Не обижайте, он застенчивый», «Отбой, ему принесли повестку»."""
    for one, two in pairwise(statements):
        here, there = one.sentence, two.sentence
        if not _HIM & two.forms or two.classes & _NOT_OF_HIM or _tells_of_us(one):
            continue
        to_come = any("futr" in w.grammar for w in two.words)
        if to_come and ("condition" in two.classes or "negative" in two.classes):
            continue
        named = "training" in one.classes or any(map(here.holds, names))
        beside = here.part is there.part and not here.part.text[here.end : there.start].strip()
        if named and beside:
            yield two


def _tells_of_us(statement: Statement) -> bool:
    """Whether a sentence names the matter or a thing: «техника Зуева» is a man."""
    return any(w.classes & _OF_US and not w.form.startswith("техник") for w in statement.words)


_HIM = frozenset({"он", "она", "ему", "ей", "его", "ее"})
_OF_US = frozenset({"topic", "infra", "ready"})
_NOT_OF_HIM = _OF_US | {"elsewhere", "verdict", "promise", "need", "impossible"}


def _follows(rest: Rest, words: Iterable[Evidence]) -> bool:
    """Whether a clause stands behind the first of these words: before them stands the story."""
    part = rest.clause.sentence.part.name
    starts = [e.start for e in words if e.part == part]
    return bool(starts) and rest.clause.start > min(starts)


def _may_be_an_answer(rest: Rest, context: Context) -> bool:
    """Whether something is said that may be a yes or a no in words of its own."""
    told = _tells(rest) and not (context.explains(rest) and not rest.marks & {"topic", "infra"})
    return told or _is_technical(rest)


def _is_beside(value: ReadinessValue, rest: Rest) -> bool:
    """Whether a clause is of training, papers or persons, or only words around an answer."""
    forms = rest.clause.forms
    sends = "sending" in rest.marks and ("short" in rest.marks or _SOMEBODY & forms)
    if rest.marks & {"elsewhere", "office", "training"} or sends:  # «Но человека отправим»
        return True
    if value is ReadinessValue.UNSTATED and (_orders(rest) or _is_of_a_person(rest)):
        return True
    if any(form.startswith("нужда") for form in forms) or (len(forms) > 1 and forms <= _NOT_FOUND):
        return True
    if value is ReadinessValue.READY and (_is_assurance(rest) or _is_only_denied(rest)):
        return True
    if rest.marks & {"topic", "infra"}:
        return False
    of_life = any(form.startswith(_OF_LIFE) for form in forms)
    return bool(_SAYS & forms) or (value is ReadinessValue.UNSTATED and of_life)


_SOMEBODY = frozenset({"человека", "людей", "специалиста", "сотрудника", "сотрудницу", "слушателя"})


def _is_assurance(rest: Rest) -> bool:
    """«Тянуть не будем», «скрывать не стану»: words around a yes."""
    shall = {"будем", "буду", "станем", "стану"} & rest.clause.forms
    to_do = any("INFN" in w.grammar for w in rest.clause.words)
    return bool(shall and to_do) and not rest.marks & {"topic", "infra"}


def _is_only_denied(rest: Rest) -> bool:
    """«не бойтесь», «не подведёт», «уговаривать не пришлось»: denied, and nothing of ours."""
    words = rest.clause.words
    if rest.marks & {"topic", "infra"}:
        return False
    for one, two in pairwise(words):
        if one.form == "не" and two.form.startswith(_FEELS if "impr" in two.grammar else _FAILS):
            return True
    needless = {"придется", "пришлось", "приходится", "понадобится", "понадобилось"}
    idle = any("INFN" in w.grammar and w.form.startswith(_AT_EASE) for w in words)
    return idle and "не" in rest.clause.forms and bool(needless & rest.clause.forms)


_FEELS = (
    *("бой", "стесня", "обиж", "серд", "руга", "суди", "взыщ", "обессуд", "серча", "тяни"),
    *("забыва", "забуд", "медли", "пуга", "удивл", "смейт", "скуча", "боле", "грусти", "жале"),
    *("предлага", "звон", "гнева", "кори", "бран"),
)
_FAILS = ("подвед", "подвод", "подкач", "сломает", "обман", "пропад", "ударим", "оплоша", "заржав")
_AT_EASE = (
    *("бега", "уговар", "ждать", "проси", "искать", "заставл", "убежд", "ездить", "носить"),
    "краснеть",
)


def _tells(rest: Rest) -> bool:
    """Whether something is said of the body itself: not of a person, and not asked for."""
    if (
        rest.marks & _ASIDE
        or _PERSONAL & rest.clause.forms
        or {"undecided", "someone"} <= rest.marks
    ):
        return False
    if any({"person", "nomn"} <= w.grammar for w in rest.clause.words):
        return False
    forms = [w.form for w in rest.clause.words]
    if forms[0].startswith("котор") or any(form.startswith(_OF_LIFE) for form in forms):
        return False
    grammar = frozenset().union(*(w.grammar for w in rest.clause.words))
    if "impr" in grammar:
        return False
    return bool({"finite", "short"} & grammar) or _is_idiom(rest)


def _is_idiom(rest: Rest) -> bool:
    """«Зелёный свет», «короче гуд»: a few words without a verb, and neither a name nor a number."""
    words = rest.clause.words
    if any(w.form[0].isascii() for w in words):
        return False
    if not 1 < len(words) < 7 or rest.marks & {"someone", "official"}:
        return False
    if any(
        w.form[0].isdigit() or "person" in w.grammar or w.token.text.istitle() for w in words[1:]
    ):
        return False
    return not _POLITE & rest.clause.forms


_POLITE = frozenset(
    {"хорошего", "удачного", "район", "администрация", "вдогонку", "изменений", "дополнение"}
    | {"сельсовет", "город", "спасибо", "уважением", "пожалуйста", "добрый", "день", "вечер"}
    | {"утро", "коллеги", "уважаемый", "уважаемая", "уважаемые", "вложении", "приложении"}
    | {"отдел", "сектор", "управление", "комитет", "служба", "приемная", "канцелярия"}
    | {"файле", "благодарностью"}
)


def _orders(rest: Rest) -> bool:
    """«Вычеркните её, пожалуйста»: the administration is told what to do."""
    return not rest.marks & {"topic", "infra"} and any(
        "impr" in w.grammar and w.form.endswith("те") for w in rest.clause.words
    )


def _is_of_a_person(rest: Rest) -> bool:
    """«Готова приехать в любой день», «Петров знаком с системой»: a person, not the body."""
    grammar = [w.grammar for w in rest.clause.words]
    if FLAT & rest.clause.forms:
        topic = any("topic" in w.classes and w.form not in FLAT for w in rest.clause.words)
        return any("INFN" in g for g in grammar) and not topic and "infra" not in rest.marks
    return sum({"person", "nomn"} <= g for g in grammar) > 1


_NOT_FOUND = frozenset(
    {"не", "нет", "имеется", "усматривается", "выявлено", "установлено", "обнаружено", "вижу"}
    | {"видим", "существует", "возникло", "наблюдается", "усматриваем", "имеем"}
)
_SAYS = frozenset(
    {"сомневайтесь", "сомнений", "сомнения", "сказать", "утверждать", "волнуйтесь", "переживайте"}
    | {"беспокойтесь"}
)
"""«не сомневайтесь», «не могу сказать»: the words around an answer."""


def _is_technical(rest: Rest) -> bool:
    """«Все технические вопросы сняты», «по первому вопросу …»: whatever is said of it."""
    forms = [w.form for w in rest.clause.words]
    first = any(
        one.startswith("перв") and two.startswith(("вопрос", "пункт"))
        for one, two in pairwise(forms)
    )
    said = any({"finite", "short"} & w.grammar or w.form == "ответ" for w in rest.clause.words)
    return first or (said and any(form.startswith("техн") for form in forms))


_NEEDS_MORE = frozenset({"надо", "дайте", "нужен", "нужна", "нужны", "недостает", "нехватает"})
_OF_LIFE = (
    *("командиров", "проезд", "гостиниц", "приех", "приез", "поед", "оформ", "заяв", "отпуск"),
    *("больниц", "болезн", "более", "забол", "увол", "слома", "номер", "телефон", "писал", "звони"),
    *("извин", "вдруг", "пригод", "декрет", "замен", "сотрудниц", "учил", "учит", "обуч", "бед"),
    *("согласн", "знает", "умеет", "никого", "прошли", "прошел", "прошла", "опозда", "благодар"),
    *("прос", "жела", "возраж", "поздно", "лечен", "стационар", "повестк", "ведомств", "моб"),
    *("претендент", "опечат", "переигра", "передума"),
)
"""Beginnings of words of travel, illness, leave and letters: nothing of them is readiness."""
_ASIDE = frozenset({"sending", "official", "need", "money", "around"})
_PERSONAL = frozenset({"он", "она", "они", "его", "ее", "ему", "ей", "него", "нее", "нему", "ней"})


def _row(wanted: str, unwanted: str = "") -> tuple[frozenset[str], frozenset[str]]:
    return frozenset(wanted.split()), frozenset(unwanted.split())


_NO_NEWS = "negative training office sending official elsewhere someone need undecided obstacle"
_BEARING = {
    ReadinessValue.UNSTATED: [
        _row("topic"),
        _row("infra negative"),
        _row("infra positive"),
        _row("infra when"),
        _row("short positive"),
        _row("short negative"),
        _row("short when"),
        _row("short promise"),
    ],
    ReadinessValue.READY: [
        _row("topic negative", "obstacle objection need"),
        _row("infra negative", "obstacle objection need"),
        _row("topic condition"),
        _row("topic but"),
        _row("topic contrast future"),
        _row("infra contrast negative"),
        _row("infra but"),
        _row("topic when", "past"),
        _row("future when", "sending official"),
        _row("when negative", "past training office sending official elsewhere someone condition"),
        _row("short negative later", "obstacle objection need official someone"),
        _row("impossible", "obstacle objection need"),
    ],
    ReadinessValue.NOT_READY: [
        _row("promise"),
        _row("flat", "negative"),
        _row("topic future", "negative"),
        _row("contrast future", "negative"),
        _row("contrast positive", "negative"),
        _row("contrast past", _NO_NEWS),
    ],
    ReadinessValue.DEFERRED: [_row("topic negative", "unknown"), _row("topic positive")],
    ReadinessValue.CONDITIONAL: [
        _row("flat negative"),
        _row("flat positive", "condition"),
        _row("topic impossible"),
    ],
    ReadinessValue.READY_BY: [_row("flat")],
}
"""Which sorts of words in one left-over clause could change which answer (with, and without)."""
