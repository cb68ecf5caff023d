"""Clauses that nobody accounted for and that bear on no answer: nothing is wanted, nothing is told
but that something is told, or only people are meant."""

from __future__ import annotations

import re
from itertools import pairwise

from rules.model import ReadinessValue
from rules.residue.leftovers import Rest

_OF_US = frozenset({"topic", "infra"})


def is_harmless(value: ReadinessValue, rest: Rest) -> bool:
    """Whether a clause says nothing that could change an answer of this value, or be one."""
    if _is_a_choice(rest) or _has_no_relation(rest):
        return True
    if value is ReadinessValue.READY:
        return _is_needless(rest) or _is_of_people(rest) or _is_fetched(rest)
    if value is ReadinessValue.NOT_READY:
        return _only_finds(rest) or _is_the_only_one(rest)
    if value is ReadinessValue.DEFERRED:
        return _denies_telling(rest)
    if value is ReadinessValue.UNSTATED:
        needless = _is_needless(rest) and "ничего" not in rest.clause.forms
        return needless or _only_tells(rest) or _is_of_the_rest(rest) or _tells_nothing(rest)
    return False


_CHOICE = re.compile(
    r"\bготов\w*\s*/\s*(?:не\s*готов|нет)|\b(?:да|есть)\s*/\s*нет\b", re.IGNORECASE
)


def _is_a_choice(rest: Rest) -> bool:
    """«Готовность (готов / не готов)»: what a form lets one choose from."""
    text = rest.clause.sentence.part.text
    line = text.rfind("\n", 0, rest.clause.start) + 1
    return any(
        m.start() <= rest.clause.start < m.end() for m in _CHOICE.finditer(text, line, line + 400)
    )


def _has_no_relation(rest: Rest) -> bool:
    """«к «Директуму» она отношения не имеет»."""
    return rest.clause.forms >= {"отношения", "не"} and any(
        form.startswith(("имее", "имею")) for form in rest.clause.forms
    )


# nothing is wanted


_WANTED = frozenset(
    {"надо", "нужно", "нужен", "нужна", "нужны", "обязательно", "требуется", "требуют", "просит"}
    | {"просят", "требует"}
)


def _is_needless(rest: Rest) -> bool:
    """«ждать не надо», «больше ничего не просит», «кормить не обязательно»; not «не только надо»,
    nor what will not be («работать не придётся») or is still to be had."""
    forms = [w.form for w in rest.clause.words]
    denied = any(one == "не" and two in _WANTED for one, two in pairwise(forms))
    if not denied or _YET & set(forms):
        return False
    return not _OF_US & rest.marks or bool({"ничего", "больше"} & set(forms))


_YET = frozenset({"пока", "еще", "сейчас", "раньше", "если"})


# people


def _is_of_people(rest: Rest) -> bool:
    """«не хочет», «не опоздаем», «чтобы не пропустить срок»: denied of somebody, or a purpose;
    not of what works, is given or can be («не включается», «не дают», «не успеем»)."""
    if _is_versed(rest):
        return True
    if _OF_US & rest.marks:
        return False
    words = rest.clause.words
    if rest.clause.opener in _SO_THAT or _SO_THAT & {w.form for w in words[:2]}:
        return True
    behind = [two for one, two in pairwise(words) if one.form == "не"]
    if not behind or any(w.form in {"нет", "нету", "ни", "без"} for w in words):
        return False
    return all(_is_done(w.grammar) and not w.form.startswith(_OF_WORKING) for w in behind)


def _is_done(grammar: frozenset[str]) -> bool:
    return bool({"finite", "INFN", "impr"} & grammar) and "short" not in grammar


_SO_THAT = frozenset({"чтобы", "чтоб", "дабы"})
_OF_WORKING = (
    *("работ", "включ", "подключ", "соедин", "откры", "запус", "пуск", "груз", "паш", "фурыч"),
    *("тян", "потян", "стои", "дае", "даю", "дал", "дад", "выдел", "хват", "достав", "пришл"),
    *("приш", "прие", "прид", "прив", "постав", "устан", "закуп", "куп", "смо", "мож", "мог"),
    *("успе", "успев", "зна", "вид", "ид", "пошл", "шл", "пуст", "пуска", "пропуск", "ход", "быва"),
    *("буд", "был", "стан", "стал", "выйд", "вышл", "выход", "получ", "склад", "заверш", "оконч"),
    *("закон", "доде", "дела", "сдел", "сда", "ясн", "решен", "выполн", "готов", "увер", "руч"),
    *("отвеч", "пинг", "светит", "гори", "жив", "держ", "оплат", "финанс", "есть", "имее", "пасс"),
    *("перед", "соглас", "подпис", "разреш", "позвол", "провер", "испыт", "оправд", "соотв"),
)
"""Beginnings of what a thing does or gets, and of what one can: it may be the matter's."""


def _is_versed(rest: Rest) -> bool:
    """«я в компьютерах не понимаю», «иного грамотного в технике человека нет»."""
    versed = any(form.startswith(_VERSED) for form in rest.clause.forms)
    return versed and "topic" not in rest.marks and "в" in rest.clause.forms


_VERSED = ("понима", "разбира", "смысл", "грамотн", "соображ", "силен", "сильн", "сведущ")


def _is_fetched(rest: Rest) -> bool:
    """«Коммутаторы, отсутствовавшие вчера, сегодня доставлены»: what lacked is there."""
    words = rest.clause.words
    if any(w.form in {"не", "нет", "нету", "ни", "без"} for w in words):
        return False
    lacked = any("PRTF" in w.grammar and "past" in w.grammar for w in words)
    there = any("PRTS" in w.grammar and "negative" not in w.classes for w in words)
    return lacked and there


# beside a no


def _only_finds(rest: Rest) -> bool:
    """«однако при установке выяснилось, (что сеть непригодна)»: what is found comes behind, and is
    bad news."""
    clause = rest.clause
    text = clause.sentence.part.text[clause.start : clause.sentence.end].lower()
    finds = any(form.startswith(_FOUND) for form in clause.forms)
    return finds and _BAD.search(text) is not None


_BAD = re.compile(r"\b(?:не|нет|без|зря)")
_FOUND = ("выяснил", "оказал", "обнаружил")


def _is_the_only_one(rest: Rest) -> bool:
    """«единственный участник заявку отозвал»: no contrast, and nothing of ours comes of it."""
    if rest.marks & {"but", "topic"} or rest.clause.opener in {"но", "а", "однако", "зато"}:
        return False
    return any(form.startswith("единственн") for form in rest.clause.forms) and any(
        form.startswith(_LEFT) for form in rest.clause.forms
    )


_LEFT = ("увол", "отозв", "отказ", "уш", "уех", "забол", "умер", "снял")


# beside a promise, and where nothing is answered


def _denies_telling(rest: Rest) -> bool:
    """«про подключение писать не велено», «не подтверждая и не отрицая», «годимся или нет»."""
    forms = [w.form for w in rest.clause.words]
    if any((one, two) == ("или", "нет") for one, two in pairwise(forms)):
        return True
    return any(form.startswith(_TELLS) for form in forms) and not {"готов", "готовы"} & set(forms)


def _tells_nothing(rest: Rest) -> bool:
    """«Про компьютеры меня не спрашивайте», «писать о готовности не уполномочен»: nobody answers,
    nor promises to («пока ничего не скажу»)."""
    forms = rest.clause.forms
    return "не" in forms and not _YET & forms and not _LATER & forms and _denies_telling(rest)


_LATER = frozenset({"позже", "потом", "рано", "раньше", "теперь", "сегодня", "завтра", "или"})
_TELLS = (
    "писа",
    "запис",
    "отвеча",
    "ответ",
    "говор",
    "сказ",
    "подтвержд",
    "отриц",
    "утвержд",
    "спраш",
)


def _only_tells(rest: Rest) -> bool:
    """«На № 02-02-398 сообщаем», «переправляю от кадров», «пишу из Икряного»: only that something
    is told, and of nothing of ours; what is told stands in clauses of its own."""
    if rest.marks & {"infra", "flat", "ready", "impossible"} or rest.clause.opener == "что":
        return False
    if "topic" in rest.marks and "training" not in rest.clause.classes:
        return False
    telling = [w for w in rest.clause.words if {"finite", "short"} & w.grammar]
    return bool(telling) and all(w.form.startswith(_TOLD) for w in telling)


_TOLD = (
    *("сообща", "довож", "довод", "доклад", "информир", "уведомл", "извеща", "переда", "пересыл"),
    *("переправл", "вставл", "прилага", "прикладыв", "пишу", "пишем", "переслал", "узнал"),
    "представляете",
)


def _is_of_the_rest(rest: Rest) -> bool:
    """«Остальное без изменений», «про остальное ответит другой отдел»: it leaves the rest open."""
    forms = rest.clause.forms
    rest_of_it = {"остальное", "остальном", "остальному", "остальным"} & forms
    return bool(rest_of_it) and any(form.startswith(_OF_OTHERS) for form in forms)


_OF_OTHERS = (
    "друг",
    "изменен",
    "прежн",
    "верно",
    "компетенц",
    "ответ",
    "отвеч",
    "сам",
    "коллег",
    "займ",
)
