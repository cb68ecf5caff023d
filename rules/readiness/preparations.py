"""Rules of one clause: works that are done, equipment that is there or missing."""

from __future__ import annotations

from itertools import pairwise

from rules.readiness.ballot import (
    NAMED,
    ON_TOPIC,
    OTHERS,
    is_fetched,
    is_stored,
    names_another,
    vote,
)
from rules.readiness.clause import MONTHS
from rules.readiness.clauses import SPOKEN_DAY, Clause, Word
from rules.readiness.predicates import is_thing, stands_still
from rules.readiness.votes import Says, Vote

_ENDING = ("завершается", "завершаются", "заканчива", "оканчива")
_ENDS = frozenset({"завершение", "окончание"})


def works_end(clause: Clause) -> Vote | None:
    """«завершение работ намечено на 05.09», «подготовка не начата»: a promise if a day is told."""
    index = clause.first("works")
    if index is None or {"other", "other_subject", "candidate", "people"} & clause.classes:
        return None
    for at in clause.where("start", "done"):
        word = clause.words[at]
        begun = word.form.startswith(("нач", "провод", "вед", "приступ"))
        if begun and {"finite", "PRTS"} & word.grammar and clause.negated(at):
            return vote(clause, Says.NOT_READY, "not_begun").but(
                hedged=not {"connection", "readiness"} & clause.classes
                and not clause.words[index].form.startswith("подготовк")
            )
    ends = any(w.form.startswith(_ENDING) and "pres" in w.grammar for w in clause.words)
    ahead = {"expected", "will"} & clause.classes or clause.has_a_day
    if (_ENDS & clause.forms and ahead) or (ends and clause.has_a_day):
        return vote(clause, Says.WILL_DO, "works_end")
    return None


def _undone(clause: Clause, index: int) -> Vote:
    if clause.words[index].form in _STUDIES:
        return vote(clause, Says.DEFERRED, "study_undone", implied=True)
    goes_on = "комиссия" in clause.forms
    return vote(clause, Says.WORKING if goes_on else Says.LACKS, "works_undone")


_STUDIES = frozenset(
    {"обследование", "осмотр", "инвентаризация", "диагностика", "экспертиза", "ревизия"}
)
"""«обследование не закончено»: how things are is not known yet."""


def works(clause: Clause) -> Vote | None:
    """«работы завершены», «требования выполнены», «условия отсутствуют», «закончим 5 сентября»."""
    index = next((at for at in clause.where("works") if not _is_ground(clause, at)), None)
    done = [
        at
        for at in clause.where("done")
        if "INFN" not in clause.words[at].grammar
        and not ("PRTF" in clause.words[at].grammar and "PRTS" not in clause.words[at].grammar)
    ]
    other = any("other" in w.classes and "done" not in w.classes for w in clause.words)
    told = any(
        w.form.startswith(("получил", "прочита", "изучил", "прочл", "увидел")) for w in clause.words
    )
    told |= index is not None and bool(_SET & clause.forms) and not clause.denied
    heard = index is not None and clause.words[index].form.startswith(_TASKS) and told
    heard = heard or _nobody_for_it(clause) or _is_drawn_up(clause)
    heard = heard or bool(_SETS & clause.forms)
    if heard or index is None or (other and not ON_TOPIC & clause.classes - {"works"}):
        return None
    if clause.first("absent") is not None or _fell_through(clause):
        return _works_absent(clause) if "absent" in clause.classes else _failed(clause)
    for at in done:
        if clause.negated(at):
            return _undone(clause, index)
        future = clause.future(at)
        whole = {"полном", "поручение", "указание", "задание"} & clause.forms
        if whole or {"connection", "readiness"} & clause.classes:
            return vote(clause, Says.FUTURE if future else Says.READY, "works_done")
        return vote(clause, Says.WILL_HAVE if future else Says.HAS, "works_done")
    return vote(clause, Says.LACKS, "equipment_broken") if _stopped(clause, index) else None


def _stopped(clause: Clause, index: int) -> bool:
    """«работы заглохли», «закупка отменена»: the work itself, in the nominative."""
    if "nomn" not in clause.words[index].grammar:
        return False
    return any(
        ("broken" in w.classes or stands_still(clause, at))
        and {"past", "short"} & w.grammar
        and not clause.negated(at)
        for at, w in enumerate(clause.words)
    )


def _is_drawn_up(clause: Clause) -> bool:
    """«Утверждён план мероприятий», «определён перечень работ»: what is to be done is known."""
    verbs = any("PRTS" in w.grammar and w.form.startswith(_DRAWS_UP) for w in clause.words)
    return verbs and any(w.form.startswith(_PLANS) and "nomn" in w.grammar for w in clause.words)


_DRAWS_UP = ("утвержд", "разработ", "составл", "согласов", "подготов", "принят", "определ")
_PLANS = ("план", "график", "перечень", "перечни", "программ", "смет", "список", "дорожн")


def _nobody_for_it(clause: Clause) -> bool:
    """«других людей под эту работу нет»: who is taught, not what is there."""
    if "absent" not in clause.classes or NAMED & clause.classes:
        return False
    return any(w.form.startswith(_HANDS) and "noun" in w.grammar for w in clause.words)


_HANDS = ("люд", "человек", "кадр", "сотрудник", "работник", "специалист", "желающ")


_NOTHING_TO = frozenset({"нечего", "незачем"})
_FINISHES = (
    *("доделы", "доделать", "устран", "добав", "улучш", "исправ", "дорабат", "доработ"),
    *("докуп", "дооснащ", "дооснаст", "донастр", "решать", "согласов"),
)


def nothing_to_finish(clause: Clause, at: int) -> bool:
    """«доделывать для подключения нечего»; not «подключать нечего»."""
    return clause.words[at].form in _NOTHING_TO and any(
        "INFN" in w.grammar and w.form.startswith(_FINISHES) for w in clause.words
    )


def _fell_through(clause: Clause) -> bool:
    """«подготовка к подключению сорвана»."""
    return "connection" in clause.classes and any(
        "broken" in w.classes and {"short", "past"} & w.grammar and not clause.negated(at)
        for at, w in enumerate(clause.words)
    )


def _failed(clause: Clause) -> Vote:
    return vote(clause, Says.NOT_READY, "works_failed")


_SETS = frozenset({"ставим", "ставит", "выдвигаем", "выдвигает", "выставляем", "предъявляем"})
"""«никаких условий не ставим»: what is asked of others."""
_TASKS = ("требовани", "задач", "задани", "поручени")
_SET = frozenset({"поставлена", "поставлены", "поставил", "поставили", "дано", "дана", "поручена"})
"""«Вами поставлена задача»: set, not done."""


def _is_ground(clause: Clause, at: int) -> bool:
    """«по поручению главы», «почта на работе», «переведён на иную работу», «письмо передано в
    работу»: why, by whom or where, not what is done."""
    before = clause.words[at - 1].form if at else ""
    if before in {"по", "во", "о", "об"}:
        return True
    near = {w.form for w in clause.words[max(0, at - 2) : at]}
    if "в" in near and "infra" not in clause.classes and clause.words[at].form == "работу":
        return True
    return "на" in near and clause.words[at].form in {"работе", "работу"}


_LEFT_TO_DO = ("остаток", "остатк", "недодел", "задолженност", "потребност", "необходимост", "нужд")


def _works_absent(clause: Clause) -> Vote:
    """«условия отсутствуют»; «никакой подготовки не нужно», «остаток работ: нет»."""
    if any(w.form.startswith(_LEFT_TO_DO) for w in clause.words):
        return vote(clause, Says.HAS, "nothing_needed")
    needed = {"connection", "connect"} & clause.classes and _NEEDED & clause.forms
    if {"нужно", "надо", "требуется", "нужна", "нужны", "требуют"} & clause.forms:
        return vote(clause, Says.HAS, "nothing_needed")
    return vote(clause, Says.NOT_READY if needed else Says.LACKS, "works_absent")


_TROUBLES = (
    *("потер", "сбо", "обрыв", "перебо", "ошиб", "отказ"),
    *("просто", "задерж", "изъян", "помех", "долг", "задолж", "авари", "утеч"),
)
_SHORT_OF = ("нехватк", "недостат", "недостач", "дефицит")
_WISHES = frozenset(
    {"вопросов", "проблем", "претензий", "замечаний", "жалоб", "трудностей", "сложностей"}
    | {"нареканий"}
)
_NEEDED = frozenset({"необходимые", "нужные", "требуемые", "необходимое", "необходимых", "нужных"})
_ASKING = frozenset({"где", "куда", "ли", "кто", "когда", "сколько", "какие", "какой"})


def equipment(clause: Clause) -> Vote | None:
    """«сервер установлен», «нет канала», «лицензии не получены», «сервер будет к пятнице»."""
    aside = OTHERS & clause.classes or (_ASKING & clause.forms and "absent" not in clause.classes)
    if any(a.form == "за" and "infra" in b.classes for a, b in pairwise(clause.words)):
        return None
    aside = (aside and "ни" not in clause.forms) or _is_drawn_up(clause)
    means = any(is_thing(clause, at) for at in clause.where("infra"))
    if not means or is_fetched(clause) or aside:
        return None
    return _absent(clause) or _there(clause)


_MADE_UP = (
    *("устран", "восполн", "ликвид", "снят", "закры"),
    *("преодол", "покры", "компенс", "исправл"),
)
"""«нехватка портов устранена»."""


def _absent(clause: Clause) -> Vote | None:
    """«нет канала», «ни сервера, ни сети»; «со стороны железа вопросов нет»."""
    found = [at for at in clause.where("absent") if "PRTF" not in clause.words[at].grammar]
    gone = bool(found) and not clause.negated(found[0])
    if gone and any("PRTS" in w.grammar and w.form.startswith(_MADE_UP) for w in clause.words):
        return vote(clause, Says.HAS, "made_up_for")
    if gone and (untroubled := _untroubled(clause, twice=len(found) > 1)):
        return untroubled
    listed = any(
        word.form == "ни" and any("infra" in w.classes for w in clause.words[at + 1 : at + 4])
        for at, word in enumerate(clause.words)
    )
    if listed or gone:
        needed = {"connection", "connect"} & clause.classes and _NEEDED & clause.forms
        return vote(clause, Says.NOT_READY if needed else Says.LACKS, "equipment_absent")
    return None


def _untroubled(clause: Clause, *, twice: bool = False) -> Vote | None:
    """«обрывов нет», «вопросов не имеем», of a lack «нехватки мест нет» (`twice` denied)."""
    troubles = (*_TROUBLES, *_SHORT_OF) if twice else _TROUBLES
    if any(w.form.startswith(troubles) for w in clause.words):
        return vote(clause, Says.HAS, "no_trouble")
    return vote(clause, Says.READY, "no_questions") if _WISHES & clause.forms else None


def _lacking(clause: Clause, word: Word) -> Vote | None:
    """«сервер не стоит», «вопросов не имеем»; not «не хватало»."""
    if word.form in {"хватало", "доставало"}:
        return None
    untroubled = _untroubled(clause) if "present" in word.classes else None
    return untroubled or vote(clause, Says.LACKS, "equipment_lacking")


def _there(clause: Clause) -> Vote | None:
    """«сервер установлен», «сервер будет к пятнице», «роутер сломан»."""
    for at in clause.where("done", "present", "able"):
        word = clause.words[at]
        if at and clause.words[at - 1].form == "ни":
            continue
        if (word.form == "да" and at == 0 and len(clause.words) > 2) or _is_ordered(word):
            continue
        if {"INFN", "noun", "PRTF"} & word.grammar and not {"finite", "short"} & word.grammar:
            continue
        if clause.negated(at) and word.form.startswith("подве"):
            return vote(clause, Says.HAS, "equipment_there")
        theirs = "outsiders" in clause.classes or {"комиссия", "бригада", "фирма"} & clause.forms
        if theirs and {"pres", "finite"} <= word.grammar:
            return vote(clause, Says.WORKING, "worked_at")
        if clause.negated(at):
            return _lacking(clause, word)
        future = clause.future(at)
        return vote(clause, Says.WILL_HAVE if future else Says.HAS, "equipment_there")
    broken = next((at for at in clause.where("broken") if _is_out(clause, at)), None)
    linked = "на" in clause.forms and not _LINK.isdisjoint(clause.forms)
    if broken is not None and not linked and not clause.negated(broken):
        return vote(clause, Says.LACKS, "equipment_broken")
    return None


_LINK = frozenset({"связи", "связь"})


def _is_out(clause: Clause, at: int) -> bool:
    """«сервер вышел из строя»; not «лежит на складе», «техник вышел из серверной»."""
    went = clause.words[at].form.startswith("выш") and "строя" not in clause.forms
    return not went and not is_stored(clause, at)


def _is_ordered(word: Word) -> bool:
    """«Обеспечьте нас лицензиями»: asked for, not there."""
    return "impr" in word.grammar and word.form.endswith("те")


def later_then(clause: Clause) -> Vote | None:
    """«…, будем 15.09»: the word «готовы» is left out."""
    rest = [w for w in clause.words if "will" not in w.classes]
    bare = all(
        w.form[0].isdigit()
        or w.form in {"к", "до", "с", "мы", "только", "уже", "точно"}
        or SPOKEN_DAY.fullmatch(w.form)
        or w.form.startswith(MONTHS)
        for w in rest
    )
    if "will" not in clause.classes or not bare or len(rest) == 0:
        return None
    return vote(clause, Says.WILL_DO, "later_then")


_OF_OURS = frozenset({"infra", "connection", "connect", "readiness", "system", "works"})


def set_up(clause: Clause) -> Vote | None:
    """«до 20.08 подниму и настрою», «5 сентября закончим»: a promise to get it done."""
    if {"кого", "кто", "кому", "кем"} & {t.text.lower() for t in clause.sentence.tokens}:
        return None
    if "papers" in clause.classes and not _OF_OURS & clause.classes:
        return None  # «отчёт по форме 3 сдадим до 25.08»
    if any(map(names_another, clause.words)) and not _OF_OURS & clause.classes:
        return None  # «командировку подпишем, когда узнаем даты»
    for at in clause.where("done"):
        told = "report_later" in clause.words[at].classes and "infra" not in clause.classes
        if {"futr", "1per"} <= clause.words[at].grammar and not (told or clause.negated(at)):
            return vote(clause, Says.WILL_DO, "will_set_up")
    return None
