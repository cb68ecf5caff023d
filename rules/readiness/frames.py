"""What a clause says by the sorts of its words and its grammar, where no closer rule has spoken.

A subject (all that is needed, the means, we) and a predicate: done, running, under way, to come,
broken. Whichever verb it is, its form tells which.
"""

from __future__ import annotations

from itertools import pairwise

from rules.readiness.ballot import (
    ELSEWHERE,
    NAMED,
    NEED,
    ONCE,
    PEOPLE,
    has_figure,
    is_fetched,
    tells_no_change,
    vote,
)
from rules.readiness.clauses import Clause, Word
from rules.readiness.predicates import is_foreign, is_thing, predicate, tense
from rules.readiness.votes import Says, Vote
from rules.readiness.wants import UP_TO_OTHERS

_OF_ALL = {
    Says.HAS: Says.READY,
    Says.WILL_HAVE: Says.WILL_DO,
    Says.LACKS: Says.LACKS,
    Says.WORKING: Says.WORKING,
}


_DECIDED = ("решен", "определен", "ясн", "известн", "понятн", "согласован", "утвержден")
"""«ничего пока не решено»: it is still thought about."""
_ALL_THE_SAME = frozenset({"же", "равно", "еще", "таки", "более", "время"})


def _nothing_said(clause: Clause) -> Vote | None:
    """«ничего не закуплено», «ничего покупать не нужно»; not «ничего не обещаю»."""
    speaks = {"tells", "thought", "report_now", "report_later"} & clause.classes
    if not {"ничего", "ничто", "ничем"} & clause.forms or speaks or not clause.denied:
        return None
    if tells_no_change(clause) or is_foreign(clause):
        return None
    if any(w.form.startswith(_DECIDED) and "short" in w.grammar for w in clause.words):
        return vote(clause, Says.DEFERRED, "nothing_decided", implied=True)
    if NEED & clause.forms:
        return vote(clause, Says.HAS, "nothing_needed")
    of_means = {"done", "present", "absent", "works", "infra", "able", "start"} & clause.classes
    if not of_means and not any(w.form.startswith(("дела", "сдела")) for w in clause.words):
        return None
    return vote(clause, Says.LACKS, "nothing_there").but(count=2)


def all_said(clause: Clause) -> Vote | None:
    """«всё смонтировали», «всё потребное имеется», «всё взлетит»."""
    nothing = _nothing_said(clause) or _all_that_lacks(clause)
    at = clause.first("all", "rest")
    if nothing or (at is not None and _is_idle(clause)):
        return nothing or vote(clause, Says.NOTHING, "idle")
    if at is None or is_foreign(_until_predicate(clause)) or _says_no_more(clause):
        return None
    after = clause.words[at + 1 : at + 2]
    object_ = at > 0 and "INFN" in clause.words[at - 1].grammar
    if (
        object_
        or _of_everybody(clause, at)
        or any(w.form in _ALL_THE_SAME for w in after)
        or any("noun" in w.grammar and not {"infra", "works"} & w.classes for w in after)
    ):
        return None
    says = _state_of_all(clause)
    whole = (
        not any("infra" in w.classes for w in after) or "без котор" in clause.sentence.text.lower()
    )
    whole &= "rest" not in clause.words[at].classes
    if says is None:
        return None
    if _is_fine(clause):
        return None if clause.denied else vote(clause, Says.HAS, "all_fine")
    return vote(clause, _OF_ALL[says] if whole else says, "all_said")


_WANTS = ("отделя", "меша", "держ", "тормоз", "хвата", "недоста", "нужн", "требу")


def _all_that_lacks(clause: Clause) -> Vote | None:
    """«кабель – вот всё, что отделяет нас от подключения»: one thing, and it is not there."""
    at = clause.first("all")
    if at is None or not any(
        "nomn" in w.grammar and "infra" in w.classes for w in clause.words[:at]
    ):
        return None
    behind = clause.words[at + 1 : at + 5]
    related = bool(behind) and behind[0].form in {"что", "чего"}
    wanting = any(w.form.startswith(_WANTS) and "past" not in w.grammar for w in behind)
    if not (related and wanting):
        return None
    return vote(clause, Says.LACKS, UP_TO_OTHERS).but(opposed=True)


def _was_once(clause: Clause, at: int) -> bool:
    """«всё, что было сделано, пропало»: told of what was."""
    behind = [w.form for w in clause.words[at + 1 : at + 3]]
    return len(behind) > 1 and behind[0] == "что" and behind[1] in ONCE


def _until_predicate(clause: Clause) -> Clause:
    """The clause without what is listed behind its predicate."""
    told = next((at for at in range(len(clause.words)) if tense(clause, at)), None)
    if told is None:
        return clause
    but = next((at for at, w in enumerate(clause.words) if w.form == "кроме"), told + 3)
    return Clause(clause.sentence, clause.words[: min(told + 3, but)], clause.opener)


def _says_no_more(clause: Clause) -> bool:
    """«всё сказано», «прочее остаётся прежним», «всё, что было сделано, пропало»."""
    at = clause.first("all", "rest")
    return (
        (at is not None and _was_once(clause, at))
        or "tells" in clause.classes
        or ("left" in clause.classes and not _AS_IT_WAS.isdisjoint(clause.forms))
    )


def _is_idle(clause: Clause) -> bool:
    """«остальные в работе не задействуются»: they do not matter."""
    return clause.denied and any(w.form.startswith(_TAKES_PART) for w in clause.words)


_TAKES_PART = ("задейств", "использу", "участву", "эксплуатиру", "потребу", "понадоб", "привлека")


_AS_IT_WAS = frozenset(
    {"прежним", "прежнее", "прежней", "прежними", "прежнему", "изменений", "перемен", "силе"}
)


def _of_everybody(clause: Clause, at: int) -> bool:
    """«все покивали и разошлись», «все отнекиваются»: people, not what is needed."""
    if clause.words[at].token.text.lower() != "все":
        return False
    for word in clause.words[at + 1 : at + 4]:
        marks = word.grammar
        if "finite" in marks and word.form.endswith(("ли", "лись", "ют", "ят", "ются", "ятся")):
            return not {"done", "runs", "present", "broken", "left", "works"} & word.classes
    return False


def _is_fine(clause: Clause) -> bool:
    """«всё хорошо», «всё на месте»."""
    fine = len(clause.words) < 8 and "fine" in clause.classes
    return fine and predicate(clause) in {None, Says.HAS}


def _state_of_all(clause: Clause) -> Says | None:
    there = "present" in clause.classes and not clause.denied
    return predicate(clause) or (Says.HAS if there or _is_fine(clause) else None)


_IFS = frozenset({"если", "когда", "пока", "чтобы", "раз"})


_WHOSE = frozenset({"ее", "его", "их", "чье", "это", "мое", "свое"})
"""«на её место никого не взяли»: a post."""


_OFFICES = (
    *("отдел", "управлени", "министерств", "ведомств", "начальник", "инженер", "специалист"),
    *("оператор", "администратор", "заведующ", "наладчик"),
)


def _is_means(clause: Clause, at: int) -> bool:
    """A thing that is needed; not «на её место», «отдел связи», «оператор техники»."""
    word, before = clause.words[at].form, clause.words[at - 1].form if at else ""
    if word == "техник" or (word.startswith("мест") and before in _WHOSE):
        return False
    if word.startswith("хозяйств") and (before == "на" or before.startswith(("сельск", "лесн"))):
        return False  # «Зуева остаётся на хозяйстве», «министерство сельского хозяйства»
    held = any(w.form.startswith(_OFFICES) for w in clause.words[max(0, at - 2) : at])
    if held and "gent" in clause.words[at].grammar:
        return False
    return is_thing(clause, at)


_WHERE = frozenset({"где", "куда", "откуда", "как", "кому", "каким", "какой", "какие"})
"""«не сказано, где взять дистрибутив»: nothing is told of the thing."""


def means_said(clause: Clause) -> Vote | None:
    """«учётные записи получены», «тянут провод», «роутер купили», «линию обрезали»."""
    if "feeble" in clause.classes and not (clause.denied or {"was", "ready"} & clause.classes):
        return vote(clause, Says.LACKS, "feeble")
    if not any(_is_means(clause, at) for at in clause.where("infra")):
        return None
    telling = "tells" in clause.classes and not (clause.denied and _WHERE.isdisjoint(clause.forms))
    telling |= any(
        word.form == "за" and "infra" in after.classes for word, after in pairwise(clause.words)
    )
    if "infra" not in clause.classes or is_foreign(clause) or telling or is_fetched(clause):
        return None
    if NAMED & clause.classes - {"system"} or clause.words[0].form in _IFS:
        return None
    says = Says.LACKS if any(map(_fell_through, clause.words)) else predicate(clause)
    if says is Says.WORKING and any(_is_measured(w) for w in clause.words):
        return vote(clause, Says.DEFERRED, "measured", implied=True).but(hedged=True)
    return vote(clause, says, "means_said") if says else None


def _fell_through(word: Word) -> bool:
    """«аукцион признан несостоявшимся»."""
    return word.form.startswith(("несостоявш", "сорван", "отменен"))


def _is_measured(word: Word) -> bool:
    """«связисты замеряют скорость»: how things are, one learns later."""
    stems = ("меря", "замеря", "измеря", "провер", "тестир", "обслед", "оценив", "осматр")
    return word.form.startswith(stems) and {"pres", "finite"} <= word.grammar


_GIVEN = (
    *("дал", "выдал", "присл", "предостав", "перед", "привез", "достав", "постав", "купил"),
    *("выдел", "отгруз", "сообщ"),
)


def not_given(clause: Clause) -> Vote | None:
    """«программу нам так и не дали», «третье место ждёт замены»."""
    if "infra" not in clause.classes or PEOPLE & clause.classes:
        return None
    for at, word in enumerate(clause.words):
        told = {"past", "finite"} <= word.grammar and word.form.startswith(_GIVEN)
        if told and clause.negated(at):
            return vote(clause, Says.LACKS, "not_given")
        if "expects" in word.classes and word.form in {"ждет", "ждут", "ожидает", "ожидают"}:
            waits = {"часа", "команды", "сигнала", "отмашки", "вас", "вашего", "вашей", "гостей"}
            idle = waits & clause.forms or word is clause.words[-1]
            return vote(clause, Says.HAS if idle else Says.LACKS, "awaits")
    return None


def means_fine(clause: Clause) -> Vote | None:
    """«с оборудованием порядок», «с техникой всё хорошо»."""
    fine = {"порядок", "порядке"} & clause.forms or "fine" in clause.classes
    if (
        not fine
        or _is_procedure(clause)
        or "infra" not in clause.classes
        or is_foreign(clause)
        or clause.denied
    ):
        return None
    verbs = any({"finite", "short"} & w.grammar and "runs" not in w.classes for w in clause.words)
    if verbs or len(clause.words) > 8:
        return None
    denied = any(map(clause.negated, clause.where("fine")))
    return vote(clause, Says.LACKS if denied else Says.HAS, "means_fine")


_OF_DOING = ("ния", "ции", "чи", "латы", "боты", "новки", "тройки", "тавки", "ства", "рации")


def _is_procedure(clause: Clause) -> bool:
    """«количество лицензий и порядок их получения»: how it is done."""
    at = next((n for n, w in enumerate(clause.words) if w.form == "порядок"), None)
    if at is None or "fine" in clause.classes - clause.words[at].classes:
        return False
    after = clause.words[at + 1 : at + 3]
    return any("gent" in w.grammar and w.form.endswith(_OF_DOING) for w in after)


_YOURS = frozenset(
    {"вас", "вам", "вашего", "вашей", "ваших", "вашему", "ваше", "сигнала", "отмашки"}
)


def left_to_do(clause: Clause) -> Vote | None:
    """«остался один шаг - получить сертификаты»: all else is done."""
    at = clause.first("left")
    if at is None or clause.negated(at) or is_foreign(clause):
        return None
    after = clause.words[at + 1 :]
    if _YOURS & {w.form for w in after}:
        return vote(clause, Says.READY, "up_to_you").but(hedged=True)
    to_do = any("INFN" in w.grammar and "done" in w.classes for w in after)
    if to_do and not has_figure(clause):
        return vote(clause, Says.CONDITIONAL, "left_to_do")
    return None


_CLOSED = frozenset({"нет", "нельзя", "никак"})


def unit_left_out(clause: Clause) -> Vote | None:
    """«Трусовский нельзя», «Приморский - нет»: beside others that are ready."""
    words = [w for w in clause.words if "between" not in w.classes]
    said = next((at for at, w in enumerate(words[:4]) if w.form in _CLOSED), 0)
    if not said or any("finite" in w.grammar for w in words[:said]):
        return None
    head = words[0]
    if not head.token.text.istitle() or ELSEWHERE & clause.classes:
        return None
    named = head.form.endswith(("ский", "ская", "ское")) or words[said].form == "нельзя"
    named |= any("unit" in w.classes for w in words[:said])
    return vote(clause, Says.LACKS, "unit_left_out").but(unit=True) if named else None
