"""Rules that read one clause. Each votes or abstains; the first that votes decides the clause."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from rules.readiness.clauses import Clause
from rules.readiness.votes import Says, Vote

Rule = Callable[[Clause], Vote | None]

_ON_TOPIC = frozenset({"connect", "connection", "start", "system", "works", "readiness"})
WHETHER = "whether"
"""The rule that hears «готовы ли мы»: no answer, and no silence either."""
EARLIER = "earlier_letter"
"""The rule that hears what was so once, or what an earlier letter said."""
_NAMED = frozenset({"connect", "connection", "system", "readiness"})


def vote(clause: Clause, says: Says, rule: str, *, implied: bool = False) -> Vote:
    """A vote whose evidence is the clause."""
    count = len(clause.where("infra"))
    return Vote(
        says, rule, clause.sentence, clause.start, clause.end, None, True, False, count, implied
    )


def unready(clause: Clause) -> Vote | None:
    """«неготовность»."""
    return vote(clause, Says.NOT_READY, "unready") if "unready" in clause.classes else None


def ready_word(clause: Clause) -> Vote | None:
    """«готовы», «не готовы», «будем готовы», «сервер готов», «готовы к отопительному сезону»."""
    index = clause.first("ready")
    if index is None:
        return None
    head = complement(clause, index)
    if _subject(clause, index) == "other" and clause.words[index].form.startswith("подг"):
        return None
    if head == "other" or (_subject(clause, index) == "other" and head != "topic"):
        return vote(clause, Says.NOTHING, "ready_for_another_matter")
    if head == "none" and _subject(clause, index) == "person":
        return vote(clause, Says.NOTHING, WHETHER)
    if head == "unknown" and not _ON_TOPIC & clause.classes:
        return vote(clause, Says.UNCLEAR, "ready_for_something")
    if "ли" in clause.forms or {"или", "нет"} <= clause.forms:
        return vote(clause, Says.NOTHING, WHETHER)
    if any("was" in w.classes for w in clause.words[max(0, index - 3) : index + 3]):
        return vote(clause, Says.NOTHING, EARLIER)
    says = _sign_and_tense(clause, index)
    if _subject(clause, index) == "equipment" and says in _AS_FACT:
        says = _AS_FACT[says]
    return vote(clause, says, "ready_word", implied=head == "none")


_AS_FACT = {
    Says.READY: Says.HAS,
    Says.NOT_READY: Says.LACKS,
    Says.FUTURE: Says.WILL_HAVE,
}


def _sign_and_tense(clause: Clause, index: int) -> Says:
    if clause.partly(index):
        return Says.CONDITIONAL
    after = clause.words[index + 1 : index + 5]
    late = any(w.form in {"не", "ни"} for w in after) and any("will" in w.classes for w in after)
    declined = clause.words[index].form.endswith(("ыми", "ым", "ой")) and clause.denied
    if clause.negated(index) or late or declined:
        return Says.NOT_READY
    if clause.future(index):
        return Says.FUTURE
    if "чтобы" in clause.forms:
        return Says.UNCLEAR
    near = clause.words[max(0, index - 3) : index + 3]
    if any(word.form in {"бы", "б"} for word in near):
        return Says.UNCLEAR
    return Says.READY


def complement(clause: Clause, index: int, *, noun: bool = False) -> str:
    """What the word «готов» or «готовность» is said of: topic, other, unknown, none."""
    heads = sorted(_heads(clause, index, noun), key=lambda at: (at < index, abs(at - index)))
    if not _NAMED & (clause.classes - {"readiness"}) and any(
        "other" in word.classes for head in heads for word in clause.words[head : head + 3]
    ):
        return "other"
    for head in heads:
        for word in clause.words[head : head + 6]:
            if "other" in word.classes and "connection" not in word.classes:
                return "other"
            if _ON_TOPIC & word.classes:
                return "topic"
        return "unknown"
    return "none"


def _heads(clause: Clause, index: int, noun: bool) -> list[int]:
    """Where complements of the word at `index` begin: nouns after «к», and infinitives."""
    heads = []
    for at, word in enumerate(clause.words):
        near = 1 <= at - index < 3 if noun else -3 <= at - index < 9
        if near and "INFN" in word.grammar:
            heads.append(at)
        if word.form in {"к", "ко"} and at + 1 < len(clause.words) and abs(at - index) < 14:
            following = clause.words[at + 1]
            dated = following.form[0].isdigit() or "term" in following.classes
            if not dated and not _is_time(following.form):
                heads.append(at + 1)
    return heads


_TIME = (
    "момент",
    "срок",
    "дат",
    "врем",
    "началу",
    "утр",
    "вечер",
    "обед",
    "понедельн",
    "вторник",
    "сред",
    "четверг",
    "пятниц",
    "суббот",
    "воскресен",
    "конц",
)
_ORDINAL = ("ого", "ому", "ему")


def _is_time(form: str) -> bool:
    return form.startswith(_TIME) or form in {"этому", "тому", "сожалению", "счастью", "вам"}


_AGREES = {"готов": "masc", "готова": "femn", "готово": "neut", "готовы": "plur"}
_AGREES |= {"подготовлен" + end: _AGREES["готов" + end] for end in ("", "а", "о", "ы")}


def _subject(clause: Clause, index: int) -> str:
    """Whose readiness is meant: "equipment", "other" (papers, people, other matters) or "we"."""
    if "other_subject" in clause.classes:
        return "other"
    if {"мы", "район", "администрация", "все", "я"} & clause.forms:
        return "we"
    agrees = _AGREES.get(clause.words[index].form)
    for at, word in enumerate(clause.words):
        if at == index or abs(at - index) > 10 or not {agrees, "nomn"} <= word.grammar:
            continue
        if at > 0 and clause.words[at - 1].form in {"в", "на", "к", "с", "для", "по", "из", "о"}:
            continue
        if {"papers", "people"} & word.classes:
            return "other"
        if "person" in word.grammar and word.token.text.istitle() and at + 2 > index - 2:
            return "person"
        if "infra" in word.classes and "system" not in word.classes:
            return "equipment"
    return "we"


def readiness_noun(clause: Clause) -> Vote | None:
    """«готовность есть», «готовность: нет», «сообщаем о готовности», «о готовности сообщим»."""
    index = clause.first("readiness")
    if index is None:
        return None
    if "other_subject" in clause.classes or complement(clause, index, noun=True) == "other":
        return vote(clause, Says.NOTHING, "readiness_of_another_matter")
    says = _readiness_state(clause, index)
    if says is Says.NOT_READY and "term" in clause.classes:
        says = Says.FUTURE
    if says is None:
        return None
    return vote(clause, says, "readiness_noun")


def _readiness_state(clause: Clause, index: int) -> Says | None:
    governed = (
        "none" if clause.words[index].form.endswith("готовность") else _governed(clause, index)
    )
    if governed == "none" and "report_now" in clause.classes:
        governed = "report"
    if "report_later" in clause.classes and governed != "request":
        return Says.DEFERRED
    if clause.first("working") is not None or _will_be_told(clause):
        return Says.DEFERRED
    if governed in {"request", "matter"}:
        plain = not {"absent", "low", "impossible"} & clause.classes
        return Says.NOTHING if plain else Says.UNCLEAR
    if governed == "report":
        return Says.NOT_READY if clause.denied else Says.READY
    return _state_of(clause, index)


def _will_be_told(clause: Clause) -> bool:
    """«будет направлена», «будут представлены дополнительно»."""
    ahead = "will" in clause.classes or any(w.form.startswith("смо") for w in clause.words)
    return "report_done" in clause.classes and ahead


def _governed(clause: Clause, index: int) -> str:
    """What stands before «о готовности»: "report" (сообщаем), "matter" (сведения), "request"."""
    before = clause.words[max(0, index - 7) : index]
    prepositions = [n for n, w in enumerate(before) if w.form in {"о", "об", "по", "части", "про"}]
    if not prepositions:
        return "none"
    head = before[: prepositions[-1]]
    if any("request" in w.classes for w in head):
        return "request"
    heading = any("matter" in w.classes for w in head) or "следующее" in clause.forms
    if any("report_now" in w.classes for w in head) and not heading:
        return "report"
    return "matter"


def _state_of(clause: Clause, index: int) -> Says | None:
    """The predicate that a noun («готовность», «подключение») has in its clause."""
    absent = clause.first("absent")
    named = absent is not None and absent > index and "noun" in clause.words[absent].grammar
    if absent is not None and not named:
        return Says.READY if clause.negated(absent) else Says.NOT_READY
    for at in clause.where("full", "done", "present"):
        word = clause.words[at]
        if at != index and "INFN" not in word.grammar and "expected" not in word.classes:
            return _done_state(clause, at)
    if clause.first("low") is not None:
        return Says.NOT_READY
    if {"expected", "will", "term"} & clause.classes:
        return Says.FUTURE
    return Says.READY if {"100", "+"} & clause.forms else None


def _done_state(clause: Clause, at: int) -> Says:
    if clause.partly(at):
        return Says.CONDITIONAL
    if clause.negated(at):
        return Says.NOT_READY
    return Says.FUTURE if clause.future(at) else Says.READY


def later_then(clause: Clause) -> Vote | None:
    """«…, будем 15.09»: the word «готовы» is left out."""
    rest = [w for w in clause.words if "will" not in w.classes]
    bare = all(w.form[0].isdigit() or w.form in {"к", "до", "с", "мы", "только"} for w in rest)
    if "will" not in clause.classes or not bare or len(rest) == 0:
        return None
    return vote(clause, Says.WILL_DO, "later_then")


def connect_modal(clause: Clause) -> Vote | None:
    """«можем подключиться», «подключение невозможно», «нет возможности подключиться»."""
    index = _cue(clause)
    if index is None:
        return None
    if _joins(clause):
        return vote(clause, Says.NOTHING, "joins_the_group")
    hard = clause.first("impossible")
    if hard is not None:
        says = Says.READY if clause.negated(hard) else Says.NOT_READY
        return vote(clause, says, "connect_impossible")
    able = clause.first("possible", "able")
    if able is None:
        return None
    if clause.negated(able) or clause.denied:
        return vote(clause, Says.NOT_READY, "connect_cannot")
    future = clause.future(able)
    return vote(clause, Says.FUTURE if future else Says.READY, "connect_can")


def _cue(clause: Clause) -> int | None:
    """Where the clause names the connection, or work in the system."""
    index = clause.first("connect", "connection")
    if index is None and "system" in clause.classes:
        elsewhere = {"candidate", "people", "other"} & clause.classes
        return None if elsewhere else clause.first("start")
    return index


def to_the_net(clause: Clause) -> Vote | None:
    """«подключены к интернету», «подключение к сети отсутствует»: a fact, not the answer."""
    index = clause.first("connect", "connection")
    if index is None or {"system", "ready"} & clause.classes:
        return None
    to = [w.form for w in clause.words[index + 1 : index + 4]]
    wires = any("net" in w.classes for w in clause.words[index + 1 : index + 6])
    if not wires or not {"к", "ко"} & set(to):
        return None
    lacks = clause.denied or "impossible" in clause.classes or clause.negated(index)
    return vote(clause, Says.LACKS if lacks else Says.HAS, "to_the_net")


def hangs(clause: Clause) -> Vote | None:
    """«подключение зависит от лицензий»."""
    depends = any(word.form.startswith("завис") for word in clause.words)
    if depends and {"connection", "readiness"} & clause.classes and not clause.denied:
        return vote(clause, Says.CONDITIONAL, "hangs")
    return None


def please_connect(clause: Clause) -> Vote | None:
    """«просим подключить нас»: ready, it seems; a person should look."""
    index = clause.first("connect")
    asks = {"просим", "прошу", "просит", "просьба"} & clause.forms
    if index is None or not asks or clause.denied or "не" in clause.forms:
        return None
    return vote(clause, Says.READY, "please_connect").but(hedged=True)


def connect_verb(clause: Clause) -> Vote | None:
    """«подключены», «подключимся», «будет подключён», «подключайте», «не подключены»."""
    for index in clause.where("connect"):
        if "INFN" in clause.words[index].grammar:
            continue
        if _joins(clause):
            return vote(clause, Says.NOTHING, "joins_the_group")
        says = _connected(clause, index)
        if says:
            return vote(clause, says, "connect_verb")
    return None


def _joins(clause: Clause) -> bool:
    """«подключится к группе», «подключимся к занятиям»: people, not the body's computers."""
    if {"system", "infra"} & clause.classes:
        return False
    joined = any(
        word.form in {"к", "ко"}
        and any("other" in w.classes for w in clause.words[at + 1 : at + 3])
        for at, word in enumerate(clause.words)
    )
    return joined or bool({"people", "candidate"} & clause.classes)


def _connected(clause: Clause, index: int) -> Says | None:
    marks = clause.words[index].grammar
    if clause.negated(index):
        return Says.NOT_READY
    if clause.future(index) and "impr" not in marks - {"futr"}:
        return Says.FUTURE
    if {"PRTS", "past"} & marks:
        return Says.READY
    if "futr" in marks:
        return Says.FUTURE
    return Says.READY if "impr" in marks else None


def connect_plan(clause: Clause) -> Vote | None:
    """«планируем подключиться», «подключение ожидается», «подключение состоялось»."""
    index = clause.first("connect", "connection")
    if index is None:
        return None
    planned = clause.first("expected")
    if planned is not None and "past" not in clause.words[planned].grammar:
        says = Says.NOT_READY if clause.negated(planned) else Says.FUTURE
        return vote(clause, says, "connect_plan")
    if "connection" not in clause.words[index].classes:
        return None
    before = clause.words[index - 1].form if index else ""
    if not clause.words[index].form.endswith(("ие", "ия")) or before in {"на", "за", "о", "про"}:
        return None
    if clause.words[index].form.endswith("ия") and before:
        return None
    says_state = _state_of(clause, index)
    return vote(clause, says_state, "connection_state") if says_state else None


def obstacle(clause: Clause) -> Vote | None:
    """«проблем нет», «замечания устранены», «есть сложности»."""
    index = clause.first("obstacle")
    if index is None:
        return None
    if {"other", "office"} & clause.classes and not _ON_TOPIC & clause.classes:
        return vote(clause, Says.NOTHING, "obstacle_elsewhere")
    if clause.denied or "без" in clause.forms:
        return vote(clause, Says.READY if _firm(clause, index) else Says.HAS, "no_obstacle")
    if clause.where("done"):
        return vote(clause, Says.HAS, "obstacle_removed")
    if clause.words[index].form.startswith("замечани"):
        return None
    return vote(clause, Says.LACKS, "obstacle")


def _firm(clause: Clause, index: int) -> bool:
    """Whether the lack of an obstacle is an answer by itself: it is said of the connection."""
    return bool(_NAMED & clause.classes) or clause.words[index].form.startswith("препятств")


def works(clause: Clause) -> Vote | None:
    """«работы завершены», «требования выполнены», «условия отсутствуют», «закончим 5 сентября»."""
    index = clause.first("works")
    done = [at for at in clause.where("done") if "INFN" not in clause.words[at].grammar]
    if index is None or ("other" in clause.classes and not _ON_TOPIC & clause.classes - {"works"}):
        return None
    absent = clause.first("absent")
    if absent is not None:
        return vote(clause, Says.LACKS, "works_absent")
    for at in done:
        if clause.negated(at):
            return vote(clause, Says.LACKS, "works_undone")
        future = clause.future(at)
        if {"connection", "readiness"} & clause.classes:
            return vote(clause, Says.FUTURE if future else Says.READY, "works_done")
        return vote(clause, Says.WILL_HAVE if future else Says.HAS, "works_done")
    return None


def set_up(clause: Clause) -> Vote | None:
    """«до 20.08 подниму и настрою», «5 сентября закончим»: a promise to get it done."""
    for at in clause.where("done"):
        if {"futr", "1per"} <= clause.words[at].grammar and not clause.negated(at):
            return vote(clause, Says.WILL_DO, "will_set_up")
    return None


def equipment(clause: Clause) -> Vote | None:
    """«сервер установлен», «нет канала», «лицензии не получены», «сервер будет к пятнице»."""
    if clause.first("infra") is None or "office" in clause.classes:
        return None
    absent = clause.first("absent")
    if "ни" in clause.forms or (absent is not None and not clause.negated(absent)):
        return vote(clause, Says.LACKS, "equipment_absent")
    for at in clause.where("done", "present", "able"):
        word = clause.words[at]
        if {"INFN", "noun"} & word.grammar and not {"finite", "short"} & word.grammar:
            continue
        if clause.negated(at):
            return vote(clause, Says.LACKS, "equipment_lacking")
        future = clause.future(at)
        return vote(clause, Says.WILL_HAVE if future else Says.HAS, "equipment_there")
    broken = clause.first("broken")
    if broken is not None and not clause.negated(broken):
        return vote(clause, Says.LACKS, "equipment_broken")
    return None


def deferral(clause: Clause) -> Vote | None:
    """«сообщим дополнительно», «вопрос прорабатывается», «ответ будет направлен позже»."""
    later = clause.first("report_later")
    told = _will_be_told(clause)
    busy = clause.first("working")
    if later is None and not told and busy is None:
        return None
    on_topic = bool({"connect", "connection", "readiness"} & clause.classes)
    if not on_topic and {"candidate", "people"} & clause.classes:
        return vote(clause, Says.NOTHING, "deferral_elsewhere")
    paper = {"письмо", "оригинал", "подлинник"} & clause.forms
    if not on_topic and paper and not {"ответ", "информация", "сведения"} & clause.forms:
        return vote(clause, Says.NOTHING, "paper_later")
    matter = bool({"matter", "later"} & clause.classes)
    answers = later is not None and (
        len(clause.words) < 4 or clause.words[later].form.startswith(("ответ", "отпиш", "отве"))
    )
    if busy is not None and not told and later is None:
        if not ({"matter"} & clause.classes or on_topic):
            return None
        found = vote(clause, Says.DEFERRED, "being_worked_on", implied=not on_topic)
        return found.but(hedged=not on_topic and _question_of(clause))
    if matter or on_topic or answers:
        return vote(clause, Says.DEFERRED, "answer_later", implied=not on_topic)
    return None


def _question_of(clause: Clause) -> bool:
    """«вопрос оплаты решается»: which question, the clause says, and it is not ours."""
    for word, after in pairwise(clause.words):
        if word.form.startswith("вопрос"):
            return after.form in {"о", "об", "по", "с"} or "gent" in after.grammar
    return False


RULES: tuple[Rule, ...] = (
    unready,
    hangs,
    ready_word,
    readiness_noun,
    obstacle,
    to_the_net,
    please_connect,
    connect_modal,
    connect_verb,
    connect_plan,
    deferral,
    works,
    equipment,
    later_then,
    set_up,
)
"""In order: what is said outright, what is said of the connection, what is put off, facts."""
