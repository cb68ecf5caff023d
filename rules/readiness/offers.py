"""What the sender offers: «подключайте нас», «назначайте день», «тянуть незачем»."""

from __future__ import annotations

from rules.readiness.ballot import ASIDE, plain_vote
from rules.readiness.clauses import Clause
from rules.readiness.votes import Says, Vote

_BEG = (
    *("забуд", "забыв", "теря", "извин", "поним", "пойм", "поддерж", "ждите", "руга", "уведом"),
    *("информ", "извест", "предупред", "выруч", "исключ", "вычерк", "убер", "науч", "обуч"),
    *("оставьт", "пощад", "пожал", "поздрав", "сообщ", "прос", "благодар", "держит", "пригла"),
    *("вызыва", "вызов", "спас", "помог", "жале", "спраш", "пугай", "тороп", "дерга", "трогай"),
    *("беспок", "учит", "снабд", "обеспеч"),
)


def invites(clause: Clause) -> Vote | None:
    """«берите нас», «смело прописывайте нас у себя», «вводите»: we may be joined."""
    if ASIDE & clause.classes:
        return None
    for at, word in enumerate(clause.words):
        told = "impr" in word.grammar or word.form in _LAUNCH
        if not told or not word.form.endswith(("те", "тесь")):
            continue
        if word.form.startswith(_BEG):
            return None
        us = any(w.form in {"нас", "район", "администрацию"} for w in clause.words[at + 1 : at + 3])
        alone = word.form in _LAUNCH and not any("noun" in w.grammar for w in clause.words)
        if us or alone:
            no = clause.negated(at)
            return plain_vote(clause, Says.NOT_READY if no else Says.READY, "invites").but(
                hedged=no
            )
    return None


_SET = (
    *("назнач", "выбир", "выбер", "называйт", "назовит", "определ", "говорит", "скажит", "пишит"),
    *("установи", "согласова", "намети", "утверди"),
)
_WHEN = frozenset({"день", "дату", "время", "час", "число", "срок", "сроки"})
_FINISHED = ("заверш", "оконч", "готовн")
"""«сообщая о завершении работ, просим назначить день»"""
_ANY = frozenset({"любой", "любая", "любое", "любую", "любом", "любые"})


def any_day(clause: Clause) -> Vote | None:
    """«назначайте день подключения, удобен любой»: it is up to you."""
    if ASIDE & clause.classes or clause.denied or "people" in clause.classes:
        return None
    told = {t.text.lower() for t in clause.sentence.tokens}
    joins = bool({"connect", "connection", "start"} & clause.classes)
    asked = any(
        w.form.startswith(_SET) and (w.form.endswith("те") or "INFN" in w.grammar)
        for w in clause.words
    )
    asked = asked and not _WHEN.isdisjoint(clause.forms)
    if asked and joins and not clause.has_a_day:
        sure = not _ANY.isdisjoint(told) or any(form.startswith(_FINISHED) for form in told)
        return plain_vote(clause, Says.READY, "any_day").but(hedged=not sure)
    return None


_LAUNCH = frozenset(
    {"вводите", "прописывайте", "вписывайте", "врубайте", "коннектьте", "стыкуйте", "запускайте"}
    | {"включайте", "заводите", "подключайте", "начинайте", "пускайте", "стартуйте", "жмите"}
)
_DELAY = ("тянуть", "откладыв", "отложить", "медлить", "ждать", "затягив", "переносить", "задержив")
_NEEDLESS = frozenset({"незачем", "нечего", "причин", "нужды", "смысла", "нету", "будем", "станем"})


def no_delay(clause: Clause) -> Vote | None:
    """«тянуть с присоединением незачем», «откладывать нечего», «медлить не станем»."""
    if ASIDE & clause.classes or not _NEEDLESS & clause.forms:
        return None
    delays = any(w.form.startswith(_DELAY) and "INFN" in w.grammar for w in clause.words)
    plain = not {"будем", "станем"} & clause.forms or "не" in clause.forms
    own = {"connect", "connection", "start", "system"} & clause.classes
    if not delays or not plain:
        return None
    return plain_vote(clause, Says.READY if own else Says.HAS, "no_delay")
