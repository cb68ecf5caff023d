"""Rules of one clause: what stands in the way, or does not, and what came of it."""

from __future__ import annotations

import re

from rules.readiness.ballot import EARLIER, NAMED, ON_TOPIC, OTHERS, names_another, vote
from rules.readiness.called import absence_barred
from rules.readiness.clauses import Clause
from rules.readiness.prevents import REMOVED
from rules.readiness.votes import Says, Vote

_CONDITIONS = ("услови", "предпосыл")


def no_conditions(clause: Clause) -> Vote | None:
    """«технических условий для подключения администрация не имеет», «об отсутствии … условий»."""
    if {"candidate", "people", "other_subject"} & clause.classes or "без" in clause.forms:
        return None
    for at, word in enumerate(clause.words):
        if not word.form.startswith(_CONDITIONS):
            continue
        technical = at > 0 and clause.words[at - 1].form.startswith("техн")
        needed = technical or {"connection", "connect"} & clause.classes
        lacking = any(not clause.negated(n) for n in clause.where("absent"))
        lacking |= any(w.form in _HAVE and clause.negated(n) for n, w in enumerate(clause.words))
        return vote(clause, Says.NOT_READY, "no_conditions") if needed and lacking else None
    return None


_HAVE = frozenset({"имеет", "имеем", "имеется", "имеются", "созданы", "обеспечены", "располагает"})


def cannot_meet(clause: Clause) -> Vote | None:
    """«выполнить требования не имеем возможности», «обеспечить условия не можем»."""
    if "works" not in clause.classes or {"candidate", "people", "other_subject"} & clause.classes:
        return None
    to_do = any({"INFN", "perf"} <= w.grammar and "done" in w.classes for w in clause.words)
    unable = any(clause.negated(at) for at in clause.where("possible", "able"))
    unable |= any(w.form in _HAVE and clause.negated(at) for at, w in enumerate(clause.words))
    able = {"possible", "able"} & clause.classes
    return vote(clause, Says.NOT_READY, "cannot_meet") if to_do and able and unable else None


_REMOVING = re.compile(
    r"\b(?:после|до|по\s+мере|по(?=\s+\w+ии))\s+(?:\w+\s+)?(?:устранени|снят|преодолени|исправлени|ликвидаци)"
)


def _is_planned(clause: Clause) -> bool:
    """«планируем осуществить после устранения замечаний»: they stand as yet."""
    return any(
        "expected" in w.classes or {"futr", "finite"} <= w.grammar or "possible" in w.classes
        for w in clause.words
    )


NOBODY_TO_HINDER = "nobody_to_hinder"
_TO_HINDER = ("меша", "помеша", "препятств", "задерж", "тормоз", "тяну")
_NOTHING = frozenset({"нечему", "нечем", "некому", "незачем", "чего"})


def nothing_to_hinder(clause: Clause) -> Vote | None:
    """«мешать подключению нечему», «задерживать подключение не из-за чего»."""
    hinders = any("INFN" in w.grammar and w.form.startswith(_TO_HINDER) for w in clause.words)
    if not hinders or not ON_TOPIC & clause.classes or not _NOTHING & clause.forms:
        return None
    if "чего" in clause.forms and not {"из-за", "из"} & clause.forms:
        return None
    return vote(clause, Says.READY, NOBODY_TO_HINDER)


def obstacle(clause: Clause) -> Vote | None:
    """«проблем нет», «замечания устранены», «есть сложности»."""
    index = clause.first("obstacle")
    if index is None or _is_an_apology(clause) or _is_impossible(clause):
        return None
    if clause.words[index].form.startswith(_PETTY):
        return _no_trouble(clause, index)
    aside = "office" in clause.classes or any(map(names_another, clause.words))
    aside = aside or ("candidate" in clause.classes and "infra" not in clause.classes)
    if aside and not ON_TOPIC & clause.classes:
        return vote(clause, Says.NOTHING, "obstacle_elsewhere")
    barred = absence_barred(clause) or _is_unremoved(clause)
    if barred or _none(clause, index):
        says = Says.READY if _firm(clause, index) else Says.HAS
        return vote(clause, Says.NOT_READY if barred else says, "no_obstacle")
    if _is_gone(clause):
        to_come = _REMOVING.search(clause.sentence.text.lower()) and _is_planned(clause)
        return None if to_come else vote(clause, Says.HAS, "obstacle_removed")
    return None if clause.words[index].form.startswith("замечани") else _in_the_way(clause)


_CAUSED = ("вызван", "обусловлен", "объясня", "связан", "произошл", "случил")


def _is_explained(clause: Clause) -> bool:
    """«задержка вызвана переездом»: whence it came, not that it stands in the way."""
    delay = any(w.form.startswith("задержк") and "nomn" in w.grammar for w in clause.words)
    return delay and any(w.form.startswith(_CAUSED) for w in clause.words)


_FOUND = ("установ", "провер", "подтвер")
"""«установлено несоответствие»: it is there."""


def _is_impossible(clause: Clause) -> bool:
    """«в связи с ограничениями подключение невозможно»: said outright."""
    joins = {"connect", "connection"} & clause.classes
    return (
        bool(joins) and bool({"невозможно", "невозможность"} & clause.forms) and not clause.denied
    )


def _is_gone(clause: Clause) -> bool:
    """«замечания устранены», «сложности позади»; not «ограничения, установленные приказом»."""
    done = (
        clause.words[at].grammar
        for at in clause.where("done")
        if not clause.words[at].form.startswith(_FOUND)
    )
    told = any("short" in marks or "PRTF" not in marks for marks in done)
    return told or any(w.form.startswith(_OVER) for w in clause.words)


def _is_unremoved(clause: Clause) -> bool:
    """«замечания не устранены»; not «замечаний, которые не устранены, нет»."""
    left = any(
        w.form.startswith(REMOVED) and clause.negated(at) and {"short", "past"} & w.grammar
        for at, w in enumerate(clause.words)
    )
    return left and not {"нет", "нету", "отсутствуют"} & clause.forms


def _is_an_apology(clause: Clause) -> bool:
    """«Извините за задержку»."""
    return any(w.form.startswith(("извин", "прост", "прощ")) for w in clause.words)


def _in_the_way(clause: Clause) -> Vote:
    if _is_explained(clause) or ("was" in clause.classes and not clause.denied):
        return vote(clause, Says.NOTHING, EARLIER)
    only = bool(_ONLY & clause.forms)
    return vote(
        clause,
        Says.CONDITIONAL if only else Says.LACKS,
        "only_obstacle" if only else "obstacle",
    )


_PETTY = (
    *("претенз", "нарекан", "вмешательств", "потер", "ошиб", "дефект", "изъян", "авари", "поломк"),
    *("неисправн", "сбо", "обрыв", "перебо", "затык", "косяк", "глюк", "огрех", "недочет"),
    *("недодел", "недостат"),
)
"""Troubles that say something only where they are denied."""


_OVER = ("кончил", "исчез", "отпал", "ушл", "вышл", "вышел", "пропал", "позади", "преодол")


def _no_trouble(clause: Clause, index: int) -> Vote | None:
    """«сбоев не было», «недостатков не числится»."""
    aside = OTHERS & clause.classes
    said = not aside and _none(clause, index) and not _is_governed(clause, index)
    return vote(clause, Says.HAS, "no_trouble") if said else None


def _is_governed(clause: Clause, index: int) -> bool:
    """«срок устранения недостатков»: what is denied is another noun."""
    for word in reversed(clause.words[:index]):
        if not {"ADJF", "PRTF"} & word.grammar:
            return word.form.endswith(("ния", "ние", "нию", "нием", "тия"))
    return False


_ONLY = frozenset(
    {"вся", "весь", "единственная", "единственное", "единственный", "одна", "одно", "лишь"}
)


def _none(clause: Clause, index: int) -> bool:
    """Whether the obstacle is denied; «препятствием является отсутствие ключей» is not that."""
    absent = clause.first("absent")
    if _MANY & clause.forms or (absent and _is_of_a_thing(clause, index, absent)):
        return False
    if absent == index:
        return bool({"не", "нет", "нету", "без"} & clause.forms)
    names = absent is not None and absent > index and "noun" in clause.words[absent].grammar
    names = names and clause.words[absent or 0].form not in {"ноль", "нуль", "0"}
    return "без" in clause.forms or (clause.denied and not names)


_MANY = frozenset({"много", "масса", "куча", "полно", "хватает", "море", "вагон", "тьма"})


def _is_of_a_thing(clause: Clause, index: int, absent: int) -> bool:
    """«проблема одна: нет сервера»: the trouble is there."""
    after = clause.words[absent + 1 : absent + 2]
    thing = bool(after) and "infra" in after[0].classes and "gent" in after[0].grammar
    single = any(w.form in _ONLY for w in clause.words[index + 1 : absent])
    return (thing or single) and index < absent - 1


def _firm(clause: Clause, index: int) -> bool:
    """Whether the lack of an obstacle is an answer by itself: it is said of the connection."""
    named = {"infra", *NAMED} & clause.classes or "никаких" in clause.forms
    return bool(named) or clause.words[index].form.startswith("препятств")


_TURNS = re.compile(r"оказал|оказыва|выяснил|на\s+деле|фактически|обнаружил", re.IGNORECASE)


def turned_out(clause: Clause) -> Vote | None:
    """«думали, что готовы, а оказалось, что нет»."""
    if clause.words[-1].form != "нет" or len(clause.words) > 6:
        return None
    ours = any(t.text.lower().startswith(_OURS) for t in clause.sentence.tokens)
    before = clause.sentence.part.text[clause.sentence.start : clause.end]
    light = all(
        not w.grammar or "absent" in w.classes or _TURNS.match(w.form) for w in clause.words
    )
    if ours and light and _TURNS.search(before):
        return vote(clause, Says.NOT_READY, "turned_out")
    return None


_OURS = ("готов", "подключ", "систем", "директум", "сэд")
_CAME_OFF = frozenset({"possible", "takeoff", "broken"})


def fell_through(clause: Clause) -> Vote | None:
    """«но не смогли», «не успели», «не получается»; «но справились»."""
    light = all(not w.grammar or _CAME_OFF & w.classes or w.form == "мы" for w in clause.words)
    if not light or not any(t.text.lower().startswith(_OURS) for t in clause.sentence.tokens):
        return None
    for at in clause.where(*_CAME_OFF):
        marks = clause.words[at].grammar
        if "finite" in marks and clause.negated(at):
            failed = "past" in marks or clause.opener in {"но", "однако"}
            failed = failed or clause.words[at].form in {"получается", "удается", "выходит"}
            return vote(clause, Says.NOT_READY, "fell_through") if failed else None
        if {"finite", "past"} <= marks:
            return vote(clause, Says.HAS, "came_off")
    return None
