"""The manner of an answer: what in its own sentences, or in others, does not go with it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from rules.model import Evidence, Readiness, ReadinessValue
from rules.phrases import Match
from rules.readiness.asserted import CALLED_FALSE
from rules.readiness.clauses import Clause, Statement
from rules.readiness.double_denial import TWICE
from rules.readiness.limits import ONLY_IF
from rules.readiness.prevents import SOMETHING_PREVENTS
from rules.readiness.waiting import waits_for_you
from rules.residue.leftovers import DAY, FLAT, SHORT, relies


def of_manner(answer: Readiness, statements: Sequence[Statement]) -> Iterator[Evidence]:
    """The answer's own sentence waits for something, denies twice, is not meant seriously; or
    another sentence says the contrary, although it was understood."""
    if answer.value is ReadinessValue.CONDITIONAL:
        yield from (e for e in answer.evidence if _has_other_days(e, answer))
    own = [s for s in statements if relies([answer], s.sentence)]
    contrast = any("contrast" in statement.classes for statement in own)
    plain = (s for s in own if not _is_weighed(answer, s))
    twisted = [statement for statement in plain if _is_twisted(answer.value, statement)]
    if answer.value is ReadinessValue.CONDITIONAL and len(twisted) < len(own):
        # What is there and what it hangs on may stand in two sentences.
        twisted = [s for s in twisted if _in_jest(s) or s.meaning("impossible", "unready")]
    for statement in twisted:
        yield statement.sentence.evidence("residue.manner")
    limited = any(e.rule == f"readiness.{ONLY_IF}" for e in answer.evidence)
    for statement in statements if not (contrast or limited) else ():
        if statement not in own and _is_counter(answer.value, statement):
            yield statement.sentence.evidence("residue.counter")


_WEIGHED = tuple(f"readiness.{rule}" for rule in (TWICE, CALLED_FALSE, SOMETHING_PREVENTS))


def _is_weighed(answer: Readiness, statement: Statement) -> bool:
    """Whether the rule that read the sentence has weighed its denials against each other."""
    return any(e.rule in _WEIGHED and statement.sentence.holds(e) for e in answer.evidence)


def _is_twisted(value: ReadinessValue, statement: Statement) -> bool:
    """Whether the sentence that the answer rests on has words that do not go with it."""
    twisted = _TWISTS.get(value)
    plain = value is ReadinessValue.NOT_READY and statement.meaning("unready")
    jest = _in_jest(statement) and not plain  # «не готовы, смех один» is a no
    return jest or (twisted is not None and twisted(statement))


def _in_jest(statement: Statement) -> bool:
    """Whether it is not meant seriously; what stands behind «если серьёзно» is."""
    jests = statement.meaning("irony")
    turns = statement.meaning("earnest")
    return bool(jests) and not (turns and max(m.start for m in turns) >= jests[-1].start)


def _ready_twisted(statement: Statement) -> bool:
    flat = sum(t.text.lower() in FLAT for t in statement.sentence.tokens)
    denied = sum(not _is_elsewhere(statement, m) for m in statement.meaning("unready"))
    promises = "promise" in statement.classes and "training" not in statement.classes
    if _MORALLY & statement.forms or (_STORY & statement.forms and not _TELL_US & statement.forms):
        denied = 0  # «писал вам, что не готовы: забудьте»
    if _TELL_US & statement.forms:
        return 0 < denied >= flat
    if any(form.startswith(_OUR_WORD) for form in statement.forms):
        return promises  # «сразу по получении от Вас указания»
    waits = promises or _is_part(statement) or _waits(statement) or _stands_behind(statement)
    return waits or 0 < denied >= flat


_BEHIND = re.compile(
    r"\b(?:готов|возможн|подключ|можем|можно)[^.;!?]{0,60}?\b(?:после|с\s+момента|вслед\s+за|следом\s+за)\s+"
    r"(?!обед|отпуск|праздн|выходн|совещ|планерк|письм|звонк|подключ|присоед|обуч|учеб|курс|заняти|эт|то|те|чего"
    r"|рассмотр|получени\w+\s+(?:ваш|письм|настоящ|данн|этого\s)|ознаком|изуч|провер|осмотр|обсужд|слов)[а-я]{4,}"
)


def _stands_behind(statement: Statement) -> bool:
    """«можем подключиться (после постройки вышки)»: whatever comes first, it may be open."""
    text = statement.sentence.text.lower()
    if "после" not in text and "момента" not in text and " за " not in text:
        return False
    found = _BEHIND.search(text.replace("ё", "е"))
    if found is None:
        return False
    clause = statement.clause_of(statement.sentence.start + found.end() - 1)
    return not any({"past", "finite"} <= w.grammar for w in clause.words)


def _waits(statement: Statement) -> bool:
    """«готовы, как только …», «с этого дня»; not «сервер заменён, и с этого дня готовы»."""
    text = statement.sentence.part.text
    waiting = [m for m in statement.meaning("waiting") if not waits_for_you(text, m)]
    first = statement.sentence.tokens[waiting[0].tokens[0]].text.lower() if waiting else ""
    if len(waiting) == 1 and first == "после":
        return not _is_over(statement.clause_of(waiting[0].start))
    if len(waiting) != 1 or first != "с":
        return bool(waiting)
    before = [w.grammar for w in statement.words if w.token.end <= waiting[0].start]
    over = any({"past", "PRTS"} <= g or {"past", "finite"} <= g for g in before)
    return not over or any("futr" in g and "past" not in g for g in before)


def _is_over(clause: Clause) -> bool:
    """«после того как нам поставили сервер»: told as done."""
    told = [w.grammar for w in clause.words if "finite" in w.grammar]
    done = any("PRTS" in w.grammar and "1per" not in w.grammar for w in clause.words)
    over = all({"past", "perf"} <= g for g in told)
    return (bool(told) or done) and over and "не" not in clause.forms


def _is_elsewhere(statement: Statement, match: Match) -> bool:
    """«Котельные не готовы, с Директумом порядок»: what is unready is another matter."""
    return "elsewhere" in statement.clause_of(match.start).classes


def _is_part(statement: Statement) -> bool:
    """«местами», «отчасти»; not «двумя рабочими местами»."""
    parts = {w.form for w in statement.words if "part" in w.classes}
    desks = any(form.startswith("рабоч") for form in statement.forms)
    return bool(parts - ({"местами"} if desks else set()))


_TELL_US = frozenset({"скажите", "сообщите", "подскажите", "напишите", "ждем", "звоните"})
"""«готовы, только скажите, когда вас ждать»: nothing of ours is waited for."""
_STORY = frozenset({"писал", "писала", "писали", "сообщали", "говорили", "докладывали"})
_OUR_WORD = ("указани", "отмашк", "сигнал")
_MORALLY = frozenset({"морально", "психологически", "духовно", "духом"})
"""«не готовы только морально»: a jest beside readiness in fact."""


def _conditional_twisted(statement: Statement) -> bool:
    if statement.meaning("unready") and "unknown" in statement.classes:
        return True  # «не готовы, и когда будем, не знаю»: a question, no condition
    if statement.meaning("impossible") and not _HINGES & statement.forms:
        return True
    future = any("futr" in g and "pres" not in g for g in _grammar(statement))
    waits = future or statement.meaning("waiting")
    counts = "%" in statement.sentence.text
    needs = any(form.startswith(_NEEDS) for form in statement.forms) or "бы" in statement.forms
    needs |= any("impr" in g for g in _grammar(statement))
    return not (waits or counts or needs) and not statement.classes & _CONDITIONS


_NEEDS = (
    *("требу", "необходим", "остальн", "нужн", "надо", "понадоб", "подготовлен"),
    *("неполн", "условн", "частичн"),
)


_DAY_OF_MONTH = re.compile(r"\b(\d{1,2})(?:-?го)?(?:\.\d\d\b|\s+(?:август|сентябр|октябр|ноябр))")


def _has_other_days(relied: Evidence, answer: Readiness) -> bool:
    """«По получении до 22.08 ключей район подключится 29.08»: the term is the last of them."""
    days = _DAY_OF_MONTH.findall(relied.text.lower())
    return len(set(days)) > 1 and (answer.by is None or int(days[-1]) != answer.by.day)


_HINGES = frozenset(
    {"без", "пока", "если", "кроме", "только", "лишь", "при", "после", "иначе", "прежде", "раньше"}
)


def _deferred_twisted(statement: Statement) -> bool:
    return "positive" in statement.classes and bool(statement.meaning("waiting"))


def _not_ready_twisted(statement: Statement) -> bool:
    classes = statement.classes
    objects = {"topic", "objection", "negative"} <= classes
    objects |= any(form.startswith(_HINDERS) for form in statement.forms)
    overcome = "overcome" in classes and "negative" not in classes
    unknown = statement.meaning("unready") and "unknown" in classes
    told = _TELL & statement.forms  # «не могу не сообщить, что …»
    doubled = (statement.meaning("doubled") and not (unknown or told)) or _would_not(statement)
    then = _THEN_YES.search(statement.sentence.text) is not None
    return objects or overcome or _is_until(statement) or bool(doubled) or then


_THEN_YES = re.compile(
    r"[–—-]\s*(?:пожалуйста|милости|запросто|легко|с\s+радостью)\b", re.IGNORECASE
)
"""«до этого подключать нечего, после – пожалуйста»."""
_TELL = frozenset({"сообщить", "признать", "отметить", "сказать", "доложить", "упомянуть"})
_HINDERS = ("препятствующ", "препятствовал", "помешал", "мешал", "мешающ", "затрудняющ")
"""«нет причин, которые помешали бы»: what hinders may itself be denied."""


def _would_not(statement: Statement) -> bool:
    """«Нет обстоятельств, которые не позволили бы …»: what is denied would itself prevent."""
    denied = False
    for clause in statement.clauses:
        related = any(form.startswith("котор") for form in clause.forms)
        if denied and related and {"не", "бы"} <= clause.forms:
            return True
        denied |= "negative" in clause.classes
    return False


def _is_until(statement: Statement) -> bool:
    """«Пока не дадите сервер» is a condition; «пока не готовы» is none."""
    words = statement.words
    return any(
        (one.form, two.form) == ("пока", "не") and "futr" in three.grammar
        for one, two, three in zip(words, words[1:], words[2:], strict=False)
    )


def _ready_by_twisted(statement: Statement) -> bool:
    if "promise" in statement.classes:
        return True
    grammar = _grammar(statement)
    told = any(g >= {"past", "finite"} for g in grammar)
    if not told or any({"futr", "pres", "INFN"} & g for g in grammar):
        return False
    done = any({"past", "finite"} <= w.grammar and "topic" in w.classes for w in statement.words)
    named = statement.classes & {"topic", "infra"} or {"было", "стало"} <= statement.forms
    return (done or not named) and not statement.classes & {"future", "negative"}


def _grammar(statement: Statement) -> list[frozenset[str]]:
    return [w.grammar for w in statement.words]


_TWISTS: dict[ReadinessValue, Callable[[Statement], bool]] = {
    ReadinessValue.READY: _ready_twisted,
    ReadinessValue.CONDITIONAL: _conditional_twisted,
    ReadinessValue.DEFERRED: _deferred_twisted,
    ReadinessValue.NOT_READY: _not_ready_twisted,
    ReadinessValue.READY_BY: _ready_by_twisted,
}


def _is_coming(clause: Clause) -> bool:
    """«29-го ставят роутер»: a day, something technical, and nothing of the past."""
    if not clause.classes & {"infra", "topic"}:
        return False
    text = clause.sentence.part.text[clause.start : clause.end]
    told = any({"past", "PRTS", "short"} & w.grammar for w in clause.words)
    return not told and clause.has_predicate and DAY.search(text) is not None


def _is_counter(value: ReadinessValue, statement: Statement) -> bool:
    """A promise to report later beside a flat no; a flat yes beside a condition."""
    if statement.classes & {"training", "office", "elsewhere"}:
        return False
    if statement.meaning("retract"):
        return not statement.meaning("past")  # «Ранее писали …, это была ошибка»
    if value is ReadinessValue.NOT_READY:
        return "promise" in statement.classes
    if value is ReadinessValue.READY:
        return any(_is_coming(clause) for clause in statement.clauses)
    if value is ReadinessValue.READY_BY and "negative" in statement.classes:
        return (
            any("futr" in g for g in _grammar(statement))
            and DAY.search(statement.sentence.text) is not None
        )
    short = len(statement.forms) <= SHORT and "\t" not in statement.sentence.text
    flat = short and FLAT & statement.forms and not statement.classes & _CONDITIONS
    return value is ReadinessValue.CONDITIONAL and bool(flat)


_CONDITIONS = frozenset({"condition", "contrast", "negative", "part", "hinge"})
