"""Votes of sentences that speak of another matter, of people, or only ask whether."""

from __future__ import annotations

from rules.readiness.ballot import NAMED, WHETHER
from rules.readiness.clauses import Clause, Statement
from rules.readiness.days import Setting
from rules.readiness.votes import VERDICTS, Says, Vote
from rules.readiness.wants import NOT_WITHOUT

_OTHER = frozenset({"ready_for_another_matter", "readiness_of_another_matter"})
_WILL = frozenset({Says.WILL_DO, Says.WILL_HAVE, Says.TERM, Says.WORKING})
_OF_IT = _WILL | {Says.HAS, Says.LACKS}


def of_another_matter(
    statement: Statement,
    votes: list[Vote],
    setting: Setting,  # noqa: ARG001
) -> list[Vote]:
    """«Котельные не готовы, паспорта получим до 15.09»: the promise is of the boilers too."""
    if (
        not any(v.rule in _OTHER for v in votes)
        or {"connect", "connection", "system"} & statement.classes
    ):
        return votes
    kinds = _OF_IT if "other_subject" in statement.classes else _WILL
    return [
        v.but(says=Says.NOTHING)
        if (v.says in kinds or (v.rule == "readiness_noun" and kinds is _OF_IT))
        and not {"мы", "нас", "нам", "наш"} & statement.clauses[statement.clause_at(v.start)].forms
        else v
        for v in votes
    ]


_PEOPLE = (
    "кадр",
    "отчеств",
    "инициал",
    "должност",
    "телефон",
    "паспорт",
    "кандидат",
    "человек",
    "людей",
    "людях",
    "обучен",
    "учеб",
    "слушател",
    "фамили",
    "замен",
)
_BOTH = frozenset({"выводах", "обоим", "обоих", "оба", "результатах", "итогах"})


def named_deferral(
    statement: Statement,
    votes: list[Vote],
    setting: Setting,  # noqa: ARG001
) -> list[Vote]:
    """«СЭД «Директум»: изучаем, доложим»: the sentence names the matter that is put off."""
    if not {"system", "connect", "connection"} & statement.classes:
        return votes
    return [
        v.but(implied_topic=False) if v.says is Says.DEFERRED and v.implied_topic else v
        for v in votes
    ]


def of_people(
    statement: Statement,
    votes: list[Vote],
    setting: Setting,  # noqa: ARG001
) -> list[Vote]:
    """«Кого направить, решит глава, тогда и напишем»: what is put off is the name."""
    people = {"кого", "кто", "кем", "куда", "где"} & statement.forms or any(
        form.startswith(_PEOPLE) for form in statement.forms
    )
    if (
        not people
        or _BOTH & statement.forms
        or NAMED & statement.classes
        or "system" in statement.classes
    ):
        return votes
    return [
        v.but(says=Says.NOTHING, rule="deferral_elsewhere")
        if (v.says is Says.DEFERRED and v.implied_topic) or v.rule == NOT_WITHOUT
        else v
        for v in votes
    ]


_SHOWS = ("выясн", "покаж", "определ", "реш", "узна", "проясн", "устан", "подскаж", "провер")


def _will_show(clause: Clause) -> bool:
    """«выяснится после осмотра», «покажет проверка», «решит комиссия»."""
    return any(
        {"futr", "perf"} <= w.grammar and "2per" not in w.grammar and w.form.startswith(_SHOWS)
        for w in clause.words
    )


def will_tell_whether(
    statement: Statement,
    votes: list[Vote],
    setting: Setting,  # noqa: ARG001
) -> list[Vote]:
    """«Готовы или нет – скажем завтра», «выясняем, можем ли подключиться»."""
    if not votes or any(v.says in VERDICTS for v in votes):
        return votes
    asked = [v for v in votes if v.rule in {WHETHER, "asks_whether"}]
    telling = any(
        "report_later" in w.classes or ("working" in w.classes and {"finite", "1per"} <= w.grammar)
        for c in statement.clauses
        for w in c.words
    )
    telling |= "will" in statement.classes and any(
        form.startswith(("уведомлен", "извещен", "проинформирован")) for form in statement.forms
    )
    clear = {"ясно", "понятно", "видно", "известно"} & statement.forms
    telling |= bool(clear and {"станет", "будет"} & statement.forms)
    telling |= bool(
        {"знаем", "знаю", "неизвестно", "непонятно", "могу", "можем"} & statement.forms
    ) and bool(
        {"не", "неизвестно", "непонятно"} & statement.forms
        and {"пока", "ждем", "жду", "еще", "сейчас"} & statement.forms
    )
    telling |= any(map(_will_show, statement.clauses))
    whether = {"ли", "или", "насколько", "какой"} & statement.forms
    if not (asked and telling and whether) or "candidate" in statement.classes:
        return votes
    return [
        v.but(says=Says.DEFERRED, rule="will_tell_whether") if v is asked[0] else v for v in votes
    ]
