"""Rules of one clause: what is said of the connection."""

from __future__ import annotations

from rules.readiness.ballot import (
    ELSEWHERE,
    PEOPLE,
    WHETHER,
    by_us,
    exchanges_papers,
    state_of,
    vote,
)
from rules.readiness.clause import DASHES
from rules.readiness.clauses import Clause
from rules.readiness.preparations import nothing_to_finish
from rules.readiness.votes import Says, Vote


def connect_modal(clause: Clause) -> Vote | None:
    """«можем подключиться», «подключение невозможно», «нет возможности подключиться»."""
    if _cue(clause) is None:
        return None
    found = _no_answer(clause) or _flatly_not(clause)
    if found:
        return found
    able = next((at for at in clause.where("possible", "able") if _is_able(clause, at)), None)
    return None if able is None else _possible(clause, able)


def _no_answer(clause: Clause) -> Vote | None:
    """What is studied, of people, asked, or said in jest."""
    if _is_studied(clause):
        return vote(clause, Says.DEFERRED, "possibility_studied")
    technical = any(w.form.startswith(("техническ", "техн")) for w in clause.words)
    if not technical and _joins(clause):
        return vote(clause, Says.NOTHING, "joins_the_group")
    if "разве" in clause.forms:
        return vote(clause, Says.NOTHING, "irony")
    if "или" in clause.forms and {"нет", "не"} & clause.forms:
        return vote(clause, Says.NOTHING, WHETHER)
    return None


_EXCLUDED = frozenset({"исключена", "исключается", "исключаем"})
"""«невозможность подключения исключена»"""


def _flatly_not(clause: Clause) -> Vote | None:
    """«подключение невозможно», «подключиться пока не выходит»."""
    hard = clause.first("impossible")
    if hard is not None and nothing_to_finish(clause, hard):
        return vote(clause, Says.READY, "nothing_left")
    if hard is not None and clause.words[hard].form in _NEEDLESS and _AGAIN & clause.forms:
        return vote(clause, Says.READY, "joined_already")
    if hard is not None:
        words = {t.text.lower() for t in clause.sentence.tokens}
        excluded = "невозможность" in words and not _EXCLUDED.isdisjoint(words)
        denied = clause.negated(hard) or excluded
        says = Says.READY if denied else Says.NOT_READY
        return vote(clause, says, "connect_impossible")
    fails = any(w.form in _COMES_OFF and clause.negated(at) for at, w in enumerate(clause.words))
    if fails and any("INFN" in clause.words[at].grammar for at in clause.where("connect")):
        return vote(clause, Says.NOT_READY, "connect_cannot")
    return None


def _is_studied(clause: Clause) -> bool:
    """«возможность подключения изучает наш специалист», «… будет оценена комиссией»."""
    if not any(w.form.startswith("возможност") for w in clause.words):
        return False
    studies = (w for w in clause.words if {"working", "weigh"} & w.classes)
    return any({"finite", "pres"} <= w.grammar or "futr" in w.grammar for w in studies)


_NEEDLESS = frozenset({"незачем", "нечего", "нецелесообразно"})
_AGAIN = frozenset({"второй", "повторно", "повторное", "заново", "снова", "опять", "вторично"})
"""«второй раз подключать незачем»: it was done before."""
_COMES_OFF = frozenset(
    {"выходит", "выйдет", "складывается", "клеится", "вышло", "светит", "доводится"}
)
"""«подключиться пока не выходит»."""


def _is_able(clause: Clause, at: int) -> bool:
    """«в состоянии подключиться»; not «о состоянии дел»."""
    before = clause.words[at - 1].form if at else ""
    if not clause.words[at].form.startswith("состоян"):
        return before != "мере"
    return before == "в"


def _possible(clause: Clause, able: int) -> Vote | None:
    """What is said of the possibility: there, to come, denied, or only studied."""
    if clause.words[able].form.startswith("возможност"):
        if "working" in clause.classes or any(w.form.startswith("определ") for w in clause.words):
            return vote(clause, Says.DEFERRED, "possibility_studied")
        if _is_matter(clause, able):
            open_ = any("futr" in w.grammar for w in clause.words) or _is_unsaid(clause, able)
            return vote(clause, Says.DEFERRED if open_ else Says.NOTHING, "possibility_matter")
    if clause.negated(able) or _coordinate(clause, able).denied:
        return vote(clause, Says.NOT_READY, "connect_cannot")
    future = clause.future(able)
    return vote(clause, Says.FUTURE if future else Says.READY, "connect_can")


def _coordinate(clause: Clause, at: int) -> Clause:
    """The part of a clause behind «и»: «затрат не потребует и может быть произведено»."""
    for back in range(at - 1, 0, -1):
        if clause.words[back].form != "и":
            continue
        if any("finite" in w.grammar for w in clause.words[:back]):
            return Clause(clause.sentence, clause.words[back + 1 :], "и")
    return clause


def technical_possibility(clause: Clause) -> Vote | None:
    """«техническая возможность имеется», «технической возможности нет», «технически можем»."""
    if len(clause.words) < 4 and {"технически", "физически"} & clause.forms:
        at = clause.first("possible")
        if at is not None and {"pres", "finite"} <= clause.words[at].grammar:
            says = Says.NOT_READY if clause.negated(at) else Says.READY
            return vote(clause, says, "technical_possibility")
    for at, word in enumerate(clause.words):
        if word.form in {"возможность", "возможности"} and at:
            kind = clause.words[at - 1].form
            if not (kind.startswith("техн") or kind == "тех"):
                continue
            if {"candidate", "people", "other", "other_subject"} & clause.classes:
                return None
            if clause.denied or clause.negated(at):
                return vote(clause, Says.NOT_READY, "technical_possibility")
            if {"expected", "will"} & clause.classes or any(
                "futr" in w.grammar for w in clause.words
            ):
                return vote(clause, Says.FUTURE, "technical_possibility")
            there = {"present", "done"} & clause.classes
            return vote(clause, Says.READY, "technical_possibility") if there else None
    return None


def _is_unsaid(clause: Clause, named: int) -> bool:
    """«дать ответ о возможности подключения пока не можем», «… затруднительно»."""
    others = (at for at in clause.where("possible", "able") if at != named)
    return "impossible" in clause.classes or any(map(clause.negated, others))


def _is_matter(clause: Clause, able: int) -> bool:
    """«ответ о возможности подключения подготовит отдел»."""
    before = clause.words[max(0, able - 4) : able]
    governed = any(w.form in {"о", "об"} for w in before[-2:])
    return governed and any("matter" in w.classes for w in before)


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


def _cue(clause: Clause) -> int | None:
    """Where the clause names the connection, or work in the system."""
    index = clause.first("connect", "connection")
    if index is None and {"possible", "able", "impossible"} & clause.classes:
        ours = any(w.form.startswith(_OF_THE_SYSTEM) for w in clause.words)
        ours = ours or exchanges_papers(clause)
        aside = {"candidate", "people", "other_subject"} & clause.classes
        index = clause.first("start") if ours and not aside else None
    if index is None and "system" in clause.classes:
        index = next((n for n, w in enumerate(clause.words) if w.form.startswith(_LET_IN)), None)
    if index is None and "system" in clause.classes:
        elsewhere = ELSEWHERE & clause.classes
        return None if elsewhere else clause.first("start")
    return index


_LET_IN = ("введен", "внесены", "включат", "приняты", "заведены", "пущены")
_OF_THE_SYSTEM = ("обмен", "документооборот", "эксплуатац", "систем", "электронн")


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
        if _joins(clause):
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
        if not {"futr", "past"} & marks:
            continue
        if person:
            return vote(clause, Says.NOTHING, WHETHER)
        if clause.negated(index):
            return vote(clause, Says.NOT_READY, "started")
        return vote(clause, Says.FUTURE if "futr" in marks else Says.READY, "started")
    return None


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


def _joins(clause: Clause) -> bool:
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
            return None if _joins(clause) else vote(clause, Says.WILL_DO, "joins_then")
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
    before = clause.words[index - 1].form if index else ""
    form = clause.words[index].form
    named = form.endswith("ие") and before not in {"на", "за", "о", "про"}
    if not named and not (form.endswith("ия") and not before):
        return None
    says_state = state_of(clause, index)
    return vote(clause, says_state, "connection_state") if says_state else None
