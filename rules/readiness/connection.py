"""Rules of one clause: what is done to join, «подключены», «подключимся», «начали работу»."""

from __future__ import annotations

import re

from rules.readiness.ballot import ELSEWHERE, PEOPLE, WHETHER, by_us, state_of, vote
from rules.readiness.clause import DASHES
from rules.readiness.clauses import Clause
from rules.readiness.predicated import predicated
from rules.readiness.votes import Says, Vote


def no_objection(clause: Clause) -> Vote | None:
    """«возражений против подключения не имеет»; «не возражаем против подключения» says less."""
    eased = {"ничем", "никак", "ничто"} & clause.forms and any(
        map(clause.negated, clause.where("hinders"))
    )
    if eased and {"connection", "connect"} & clause.classes:
        return vote(clause, Says.READY, "no_objection")
    if "objection" not in clause.classes or not clause.denied:
        return None
    if {"connection", "connect"} & clause.classes:
        return vote(clause, Says.READY, "no_objection")
    terms = {"start", "term"} & clause.classes
    return vote(clause, Says.NOTHING, "no_objection") if terms else None


def to_the_net(clause: Clause) -> Vote | None:
    """«подключены к интернету», «подключение к сети отсутствует»: a fact, not the answer."""
    index = clause.first("connect", "connection")
    if index is None or {"system", "ready"} & clause.classes:
        return None
    to = [w.form for w in clause.words[index + 1 : index + 4]]
    wires = any("net" in w.classes for w in clause.words[index + 1 : index + 6])
    if not wires or not {"к", "ко"} & set(to):
        return None
    if {"possible", "expected"} & clause.classes:
        return None
    lacks = clause.denied or "impossible" in clause.classes or clause.negated(index)
    if not lacks and {"futr", "finite"} <= clause.words[index].grammar:
        return vote(clause, Says.WILL_HAVE, "to_the_net")
    return vote(clause, Says.LACKS if lacks else Says.HAS, "to_the_net")


_CARRY_OUT = frozenset({"осуществить", "произвести", "провести", "выполнить", "предусмотреть"})
_SCHEDULE = frozenset({"график", "план", "очередь", "перечень", "список"})


def please_connect(clause: Clause) -> Vote | None:
    """«просим подключить нас»: ready, it seems; a person should look."""
    index = clause.first("connect")
    scheduled = "включить" in clause.forms and _SCHEDULE & clause.forms
    if index is None and (scheduled or any(w.form in _CARRY_OUT for w in clause.words)):
        index = clause.first("connection")
    asks = {"просим", "прошу", "просит", "просьба"} & clause.forms
    if index is None or not asks or clause.denied or "не" in clause.forms:
        return None
    return vote(clause, Says.READY, "please_connect").but(hedged=True)


def connect_verb(clause: Clause) -> Vote | None:
    """«подключены», «подключимся», «будет подключён», «подключайте», «не подключены»."""
    for index in clause.where("connect"):
        if "INFN" in clause.words[index].grammar:
            if _shall(clause) and not clause.denied:
                return vote(clause, Says.FUTURE, "connect_verb")
            refuses = any(
                "1per" in w.grammar and clause.negated(n) for n, w in enumerate(clause.words)
            )
            if refuses and not _shall(clause):
                return vote(clause, Says.NOT_READY, "not_to_connect").but(hedged=True)
            if clause.negation(index) == index - 1:
                settled = {"решили", "решено", "решение"} & clause.forms
                return vote(clause, Says.NOT_READY, "not_to_connect").but(hedged=not settled)
            continue
        if joins_others(clause):
            return vote(clause, Says.NOTHING, "joins_the_group")
        if _is_listed(clause, index):
            continue
        says = _connected(clause, index)
        if says:
            return vote(clause, says, "connect_verb")
    return None


def _is_listed(clause: Clause, index: int) -> bool:
    """«вопрос о подключении включён в повестку»: the question is, not the body."""
    return clause.words[index].form.startswith("включ") and (
        bool({"вопрос", "тема", "пункт"} & {w.form for w in clause.words[:index]})
        or any(w.form.startswith("повестк") for w in clause.words)
    )


def _is_a_thing(clause: Clause, index: int) -> bool:
    """«порт не включён»: a thing is not, and the body may be."""
    if not clause.words[index].form.startswith("включ") or "system" in clause.classes:
        return False
    return any({"noun", "nomn"} <= w.grammar and "infra" in w.classes for w in clause.words[:index])


def _shall(clause: Clause) -> bool:
    """«подключаться будем после заседания»."""
    return bool({"будем", "буду", "станем"} & clause.forms) and not {"не", "ли"} & clause.forms


def asks_whether(clause: Clause) -> Vote | None:
    """«войдёт ли в систему …», «нужно ли подключать …»."""
    named = {"connect", "connection", "start"} & clause.classes
    if named and "ли" in clause.forms and "ready" not in clause.classes:
        return vote(clause, Says.NOTHING, "asks_whether")
    return None


def started(clause: Clause) -> Vote | None:
    """«перейдём на «Директум» 15 сентября», «начали работу в системе»."""
    aside = ELSEWHERE & clause.classes
    if "system" not in clause.classes or aside or _study_begun(clause):
        return None
    person = any({"person", "nomn"} <= w.grammar and w.token.text.istitle() for w in clause.words)
    for index in clause.where("start"):
        marks = clause.words[index].grammar
        if "INFN" in marks and _shall(clause) and not person:
            return vote(clause, Says.FUTURE, "started")
        if not {"futr", "past"} & marks or _is_the_beginning(clause, index):
            continue
        if person:
            return vote(clause, Says.NOTHING, WHETHER)
        if clause.negated(index):
            return vote(clause, Says.NOT_READY, "started")
        return vote(clause, Says.FUTURE if "futr" in marks else Says.READY, "started")
    return None


_TO_A_TIME = frozenset({"моменту", "момента", "дате", "даты", "дню", "дня", "до", "с", "сроку"})


def _is_the_beginning(clause: Clause, index: int) -> bool:
    """«к моменту начала тестирования»: the noun, no verb."""
    noun = clause.words[index].form == "начала" and index > 0
    return noun and clause.words[index - 1].form in _TO_A_TIME


def starts(clause: Clause) -> Vote | None:
    """«приступим по факту поставки», «стартуем 5-го»: a promise, with a day or a condition."""
    if {"candidate", "people", "other", "other_subject", "papers"} & clause.classes:
        return None
    for at in clause.where("start"):
        if {"futr", "1per"} <= clause.words[at].grammar and not clause.negated(at):
            return vote(clause, Says.WILL_DO, "starts")
    return None


def _study_begun(clause: Clause) -> bool:
    """«по СЭД обследование начато»."""
    return any({"noun", "nomn"} <= clause.words[at].grammar for at in clause.where("working"))


def joins_others(clause: Clause) -> bool:
    """«подключится к группе», «подключимся к занятиям»: people, not the body's computers."""
    if {"system", "infra"} & clause.classes:
        return False
    words = [w for at, w in enumerate(clause.words) if not _is_of_a_time(clause, at)]
    joined = any(
        word.form in {"к", "ко"} and any("other" in w.classes for w in words[at + 1 : at + 3])
        for at, word in enumerate(words)
    )
    ours = {"смогу", "сможем", "можем", "будем", "мы", "району", "нас", "нам"} & clause.forms
    ours |= {w.form for w in clause.words if {"futr", "1per"} <= w.grammar}
    of_people = any(PEOPLE & w.classes for w in words)
    return joined or (of_people and not ours)


_DAYS = frozenset({"день", "дню", "началу", "начала", "старту", "старта", "моменту", "открытию"})


def _is_of_a_time(clause: Clause, at: int) -> bool:
    """«к началу занятий», «в день обучения»: when, and not who."""
    return bool(_DAYS & {w.form for w in clause.words[max(0, at - 2) : at]})


def _connected(clause: Clause, index: int) -> Says | None:
    marks = clause.words[index].grammar
    if clause.negated(index):
        return Says.LACKS if _is_a_thing(clause, index) else Says.NOT_READY
    if clause.future(index) and "impr" not in marks - {"futr"}:
        return Says.FUTURE
    if {"pres", "3per"} <= marks and "уже" in clause.forms:
        return Says.READY
    if {"PRTS", "past"} & marks:
        return Says.READY
    if "futr" in marks:
        return Says.FUTURE
    return Says.READY if "impr" in marks else None


def joins_then(clause: Clause) -> Vote | None:
    """«включаемся в тот же час»: at once, when something has come; on its own it says nothing."""
    for at in clause.where("connect", "takeoff"):
        if {"pres", "1per"} <= clause.words[at].grammar and not clause.negated(at):
            return None if joins_others(clause) else vote(clause, Says.WILL_DO, "joins_then")
    return None


def works_then(clause: Clause) -> Vote | None:
    """«получим - работаем»: says something only behind what must come first."""
    if len(clause.words) > 3 or clause.opener not in DASHES:
        return None
    for at in clause.where("start"):
        if {"pres", "1per"} <= clause.words[at].grammar and not clause.negated(at):
            return vote(clause, Says.WILL_DO, "works_then")
    return None


_OTHERS = frozenset({"иных", "других", "прочих", "дополнительных", "остальных"})
"""«иных подразделений подключать не планируется»"""


def connect_plan(clause: Clause) -> Vote | None:
    """«планируем подключиться», «подключение ожидается», «подключение состоялось»."""
    index = clause.first("connect", "connection")
    if index is None:
        return None
    planned = clause.first("expected")
    if planned is not None and "past" not in clause.words[planned].grammar:
        denied = Says.NOT_READY if _OTHERS.isdisjoint(clause.forms) else Says.NOTHING
        says = denied if clause.negated(planned) else Says.FUTURE
        return vote(clause, says, "connect_plan")
    if "connection" not in clause.words[index].classes:
        return None
    for at in clause.where("start", "done"):
        weighed = "weigh" in clause.words[at].classes and not clause.has_a_day
        ours = by_us(clause, at) and not weighed
        if ours and not clause.negated(at):
            return vote(clause, Says.FUTURE, "connect_plan")
    return _connection_state(clause, index)


def _connection_state(clause: Clause, index: int) -> Vote | None:
    """«подключение состоялось», «подключение невозможно»: the noun and its predicate."""
    before = clause.words[index - 1].form if index else ""
    form = clause.words[index].form
    named = form.endswith("ие") and before not in {"на", "за", "о", "про"}
    if not named and not (form.endswith("ия") and not before):
        return None
    told, hedged = predicated(clause, index) or (None, False)
    says_state = told or _behind_the_bracket(clause, index) or state_of(clause, index)
    if says_state is Says.READY and "стоит" in clause.forms:
        says_state = Says.UNCLEAR  # «подключение стоит»: it has come to a halt, or has a price
    if says_state is None:
        return None
    return vote(clause, says_state, "connection_state").but(hedged=hedged)


_CANNOT = re.compile(
    r"(?<!не )\b(?:невозможн|нереальн|неосуществим|исключен)"
    r"|\bне (?:представляется|видится|кажется|считаем) (?:\w+ )?возможн|\bне возможн"
)
_BEHIND = re.compile(r"\),?[^,.;:!?()]{0,80}")
_UNTIL = re.compile(r"\d|\b(?:до|раньше|ранее|прежде|без)\b")


def _behind_the_bracket(clause: Clause, index: int) -> Says | None:
    """«Подключение (отсутствует канал) пока невозможно»: the verb stands behind the bracket, and
    what is absent explains it."""
    absent = clause.first("absent")
    if absent is None:
        return None
    text = clause.sentence.part.text
    opened = text.find("(", clause.words[index].token.end, clause.words[absent].token.start)
    behind = _BEHIND.match(text, clause.end, clause.sentence.end) if opened >= 0 else None
    if behind is None or ("возможн" not in behind[0] and not _CANNOT.search(behind[0])):
        return None
    flatly = _CANNOT.search(behind[0]) and not _UNTIL.search(behind[0])
    return Says.NOT_READY if flatly else Says.UNCLEAR
