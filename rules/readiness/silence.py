"""Sentences that no rule understood: what of them must not be passed over in silence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from rules.dates import DateMention
from rules.readiness.asides import ANOTHER
from rules.readiness.ballot import EARLIER, ELSEWHERE, NEED, WHETHER
from rules.readiness.clauses import Statement
from rules.readiness.conditions import names_a_condition
from rules.readiness.days import Setting, promises
from rules.readiness.shares import share
from rules.readiness.votes import Says, Vote, of_sentence

CUES = frozenset({"ready", "readiness", "unready", "connect", "connection"})

_POLAR = frozenset(
    {"absent", "possible", "impossible", "obstacle", "contrast", "expected", "will", "low", "done"}
)


def unexplained(statement: Statement, setting: Setting) -> Iterator[Vote]:
    """Votes of a sentence that speaks of readiness, or may, and that no rule understood."""
    whole = of_sentence(statement.sentence, Says.NOTHING, "mentioned")
    if "готов" in "".join(form for form in statement.forms_in_order if len(form) == 1):
        yield whole.but(says=Says.UNCLEAR, rule="spaced_out")
    ready_ones = any(f.startswith("готовы") or f == "готовую" for f in statement.forms)
    if ready_ones and not {"ready", "papers"} & statement.classes:
        yield whole.but(rule=WHETHER)
    if (
        _ARISES & statement.forms
        and statement.meaning("idle_if")
        and not statement.meaning("ready")
    ):
        yield whole
    elif CUES & statement.classes:
        yield (
            _in_part(statement, whole)
            or _hanging(statement, whole)
            or _by_a_date(statement, setting, whole)
            or _mention(statement, whole)
        )
    else:
        yield from _without_cue(statement, setting, whole)


_ARISES = frozenset({"возникнут", "возникнет", "появятся", "обнаружатся", "встретятся"})
"""«Если при подключении возникнут вопросы, звоните»: nothing is said of readiness."""


def _without_cue(statement: Statement, setting: Setting, whole: Vote) -> Iterator[Vote]:
    """Words that may be about readiness though they do not name it."""
    if "preparing" in statement.classes and not {"other", "other_subject"} & statement.classes:
        yield whole.but(says=Says.UNCLEAR, rule="preparing")
    elif _at_once(statement) and not ELSEWHERE & statement.classes:
        yield whole.but(says=Says.CONDITIONAL, rule="at_once")
    elif "other_subject" not in statement.classes and share(statement) is False:
        yield whole.but(says=Says.HAS, rule="all_of_them")
    elif _lists_equipment(statement) or (_bare_term(statement) and promises(statement, setting)):
        yield whole.but(rule=WHETHER)
    elif _is_all_a_part_has(statement):
        yield whole.but(says=Says.UNCLEAR, rule="part_has_only")
    elif _promises(statement) and promises(statement, setting):
        yield whole.but(says=Says.UNCLEAR, rule="promise")
    elif _names_the_system(statement, setting):
        yield whole.but(rule=ANOTHER)


def _at_once(statement: Statement) -> bool:
    """«После заключения договора - сразу»."""
    if not {"сразу", "тотчас", "немедленно", "незамедлительно"} & statement.forms:
        return False
    counted = any(
        a == "сразу" and b.startswith(_HOW_MANY) for a, b in pairwise(statement.forms_in_order)
    )
    return not counted and bool(statement.meaning("condition", "explicit_condition"))


def _is_all_a_part_has(statement: Statement) -> bool:
    """«В сельсоветах только модемы»: maybe too little for that part."""
    only = not {"только", "лишь", "одни"}.isdisjoint(statement.forms)
    return only and {"unit", "infra"} <= statement.classes and len(statement.forms) < 9


_HOW_MANY = ("дв", "тр", "четвер", "пят", "об", "нескольк", "все")
"""«сразу двоих»: how many, not when."""


def _in_part(statement: Statement, whole: Vote) -> Vote | None:
    """«Готовность 70 %»."""
    part = share(statement)
    if part is None or not _degree(statement):
        return None
    return whole.but(says=Says.CONDITIONAL if part else Says.READY, rule="share")


NEEDS = "needs"
"""The rule that hears «для подключения необходим сервер»: it may be there already."""


def _hanging(statement: Statement, whole: Vote) -> Vote | None:
    """«Готовность при условии …», «подключение после …»."""
    if _at_once(statement):
        return whole.but(says=Says.CONDITIONAL, rule="at_once")
    if statement.meaning("condition") and NEED & statement.forms and "для" in statement.forms:
        return whole.but(says=Says.CONDITIONAL, rule=NEEDS)
    if statement.meaning("idle_if") or not (
        names_a_condition(statement) or statement.meaning("partial")
    ):
        return None
    connection = "connection" in statement.classes and not statement.meaning("partial")
    if connection or {"ready", "readiness", "unready"} & statement.classes:
        return whole.but(says=Says.CONDITIONAL, rule="hangs_on")
    return None


def _by_a_date(statement: Statement, setting: Setting, whole: Vote) -> Vote | None:
    """«Готовность - к 5 сентября»."""
    ahead = _of_connection(statement, promises(statement, setting))
    told = {"matter", "report_later", "working"} & statement.classes
    if len(ahead) != 1 or told or statement.meaning("neutral", "others"):
        return None
    says = Says.UNCLEAR if denies(statement.forms_in_order) else Says.FUTURE
    return whole.but(says=says, rule="dated", on=ahead[0].last, sure_date=ahead[0].certain)


def _of_connection(statement: Statement, ahead: list[DateMention]) -> list[DateMention]:
    """«Оборудование придёт 26-го, подключение - 30-го»: the day said of the connection itself."""
    if len(ahead) < 2:
        return ahead
    text = statement.sentence.part.text
    found = []
    for mention in ahead:
        start = max(text.rfind(sign, statement.sentence.start, mention.start) for sign in ",;(")
        if _ITSELF.search(text, max(start, statement.sentence.start), mention.start):
            found.append(mention)
    return found


_ITSELF = re.compile(r"(?:готовность|подключение)\b", re.IGNORECASE)


def denies(forms: Sequence[str]) -> bool:
    """Whether a «не» or «ни» stands here that is none of «не позднее»."""
    return any(
        form in {"не", "ни"} and (forms[at + 1 : at + 2] or [""])[0] not in _BOUND
        for at, form in enumerate(forms)
    )


_BOUND = frozenset({"раньше", "ранее", "позднее", "позже", "только", "более", "менее"})


def _mention(statement: Statement, whole: Vote) -> Vote:
    """A mention: harmless in «о подключении», unclear beside a denial or as a subject."""
    if _assents(statement):
        return whole.but(says=Says.UNCLEAR)
    if statement.meaning("neutral"):
        return whole
    if statement.meaning("history"):
        return whole.but(rule=EARLIER)
    cue = bool({"ready", "readiness", "unready", "connect"} & statement.classes)
    polar = bool(_POLAR & statement.classes) or bool({"не", "ни", "без"} & statement.forms)
    unclear = cue or polar or _said_of_connection(statement)
    return whole.but(says=Says.UNCLEAR if unclear else Says.NOTHING)


def _assents(statement: Statement) -> bool:
    """«сообщаем о согласии на подключение и просим включить в группу …»: whoever agrees may not be
    able to."""
    if not {"connect", "connection"} & statement.classes:
        return False
    return any(form.startswith(("соглас", "одобр")) for form in statement.forms - _ACCORDING)


_ACCORDING = frozenset({"согласно", "согласованию", "согласования", "согласованы", "согласован"})


def _promises(statement: Statement) -> bool:
    """«1 сентября будем в строю»: something of ours is promised."""
    elsewhere = {"candidate", "people", "other", "report_later", "papers"} & statement.classes
    return bool({"будем", "сможем", "успеем"} & statement.forms) and not elsewhere


_REQUESTS = frozenset({"подскажите", "просим", "прошу", "уточните", "пришлите", "сообщите"})


def _lists_equipment(statement: Statement) -> bool:
    """«железо на местах, каналы прозвонили»: equipment, of which no rule knows what is said."""
    if {"candidate", "people", "other", "works"} & statement.classes or _REQUESTS & statement.forms:
        return False
    words = [w for clause in statement.clauses for w in clause.words]
    if any("person" in w.grammar and w.token.text.istitle() for w in words):
        return False
    return sum("infra" in w.classes for w in words) > 1


def _bare_term(statement: Statement) -> bool:
    """«Срок - 8 сентября», «Не раньше 8 сентября» and no more."""
    term = "term" in statement.classes or {"раньше", "ранее"} & statement.forms
    return bool(term) and len(statement.forms) < 7


def _names_the_system(statement: Statement, setting: Setting) -> bool:
    """«С Директумом у нас всё нормально»: the system by name, and neither training nor papers."""
    if {*ELSEWHERE, "papers", "request", "matter"} & statement.classes:
        return False
    if {"запишите", "записать", "включите", "включить"} & statement.forms:
        return False
    if not any(clause.has_predicate for clause in statement.clauses):
        return False
    text = statement.sentence.text.lower()
    return any(name in text for name in setting.names) and not is_for_somebody(text)


_GOES_TO_IT = re.compile(
    r"\b(?:на|по)\s+(?:ваш\w*\s+|эт\w+\s+)?[«\"]?дир|\b(?:осваива|осво|изуча|изучи|уч[аи]|обуча|постига)"
)
_PATRONYMIC = re.compile(r"[а-яё](?:[вкмньт]ич|вн|ичн)(?:[ауеыо]|ем|ой|у)?\b")


def is_for_somebody(text: str) -> bool:
    """«на Директум записывайте Зуева Илью Олеговича»: by whom it is learned."""
    return _GOES_TO_IT.search(text) is not None and _PATRONYMIC.search(text) is not None


def _degree(statement: Statement) -> bool:
    """Whether the word «готовность» stands here outside «о готовности»."""
    named = any(form.endswith("готовность") for form in statement.forms)
    return named or bool({"степень", "процент"} & statement.forms)


_BEFORE = frozenset({"о", "об", "для", "к", "после", "до"})


def _said_of_connection(statement: Statement) -> bool:
    """Whether something is said of the connection: «с подключением беда»; not «о подключении»."""
    for clause in statement.clauses:
        for at in clause.where("connection"):
            before = clause.words[max(0, at - 3) : at]
            owned = at > 0 and "noun" in before[-1].grammar and clause.words[at].form.endswith("ия")
            owned |= at > 1 and before[-1].form in {"по", "на"} and "noun" in before[-2].grammar
            apart = len(before) == 3 and before[1].form in {"по", "на"}
            owned |= apart and "noun" in before[0].grammar and "ADJF" in before[2].grammar
            if not owned and not _BEFORE & {w.form for w in before}:
                return True
    return False
