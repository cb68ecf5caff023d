"""Which way the votes of one text decide, and what beside them is doubtful."""

from __future__ import annotations

import re

from rules.model import Doubt, ReadinessValue
from rules.readiness.asserted import CALLED_FALSE
from rules.readiness.conditions import HANGING
from rules.readiness.double_denial import TWICE
from rules.readiness.facts import Decision, by_facts
from rules.readiness.silence import NEEDS
from rules.readiness.votes import VERDICTS, Says, Vote, doubt
from rules.readiness.wants import HANGS_ON_WORK, NOT_WITHOUT

_CELLS = frozenset({"table_cell", "table_date"})


def units(by: dict[Says, list[Vote]]) -> Decision | None:
    """A table by districts or villages whose rows differ: ready in part."""
    rows = [v for says in Says if says in VERDICTS for v in by[says] if v.rule in _CELLS]
    if len({(v.says, v.on) for v in rows}) < 2 or not any(v.says is Says.READY for v in rows):
        return None
    if any(v.rule not in _CELLS for says in VERDICTS for v in by[says]):
        return None
    return ReadinessValue.CONDITIONAL, rows, None, []


def decide(by: dict[Says, list[Vote]]) -> Decision:
    """The value by the strongest kind of vote (`_WAYS`), what it rests on, its day, its doubts."""
    refused = by[Says.NOT_READY]
    if refused and all(map(_too_early, refused)) and (by[Says.DEFERRED] or _is_unjudged(by)):
        by = by | {Says.NOT_READY: [], Says.DEFERRED: refused[:1] + by[Says.DEFERRED]}
    flat = [v for v in refused if _is_flat(v)]
    if flat and all(
        _is_part_of_facts(v)
        or v.rule.startswith("rhetorical")
        or (v.rule == NOT_WITHOUT and by[Says.LACKS])
        for v in by[Says.CONDITIONAL]
    ):
        by = by | {Says.CONDITIONAL: []}
    way = next((way for says, way in _WAYS if by[says]), by_facts)
    return way(by)


def _deferred(by: dict[Says, list[Vote]]) -> Decision:
    facts = [v for v in by[Says.HAS] + by[Says.LACKS] if v.rule != "means_said"]
    if facts and all(v.implied_topic for v in by[Says.DEFERRED]):
        return _told_beside(by, facts)
    votes = [v for v in by[Says.DEFERRED] if not v.hedged] or by[Says.DEFERRED]
    return ReadinessValue.DEFERRED, votes[:1], None, []


def _told_beside(by: dict[Says, list[Vote]], facts: list[Vote]) -> Decision:
    """«Канал принят, компьютеры настроены. Отчёт представим позже»: what is told later may be no
    answer of ours, as the facts may be one."""
    value, votes, on, doubts = by_facts(by)
    deferred = by[Says.DEFERRED]
    if value is ReadinessValue.UNSTATED:
        value, votes = ReadinessValue.DEFERRED, deferred[:1]
    return value, votes, on, [*doubts, doubt("contradictory_readiness", facts + deferred)]


def _is_part_of_facts(vote: Vote) -> bool:
    """«сеть связывает два этажа из трёх»: it explains a plain no."""
    of_answer = vote.rule.startswith(("ready", "readiness", "connect"))
    in_part = vote.rule.endswith("_in_part") and not of_answer
    return in_part or vote.rule == HANGS_ON_WORK


def _too_early(vote: Vote) -> bool:
    """«говорить рано», «делать выводы преждевременно»: no answer yet, rather than no."""
    words = vote.sentence.text.lower()
    speaks = "говорить" in words or _JUDGES.search(words) is not None
    return speaks and _EARLY.search(vote.evidence.text.lower()) is not None


def _is_unjudged(by: dict[Says, list[Vote]]) -> bool:
    """Whether conclusions are what is too early, and nothing is told to be missing."""
    judges = any(_JUDGES.search(v.sentence.text.lower()) for v in by[Says.NOT_READY])
    return judges and not by[Says.LACKS]


_EARLY = re.compile(r"\bрано\b|преждеврем")
_JUDGES = re.compile(r"\b(?:вывод|заключени|суди|оценива|оценк|прогноз)")


def _conditional(by: dict[Says, list[Vote]]) -> Decision:
    votes = by[Says.CONDITIONAL]
    promised = [v for v in by[Says.FUTURE] if v.on]
    if promised and all(v.rule in YIELDS for v in votes):
        return _future(by)
    votes = [v for v in votes if not (v.hedged and v.rule.endswith(_BORNE_OUT))] or votes
    dated = [v for v in votes if v.on]
    doubts = []
    if _superseded(votes, by[Says.FUTURE]):
        return _future(by)
    if by[Says.FUTURE] and any(v.on for v in by[Says.FUTURE]):
        doubts.append(doubt("contradictory_readiness", votes + by[Says.FUTURE]))
    if any(not v.sure_date and not _EVENT.search(v.evidence.text) for v in dated):
        doubts.append(doubt("unclear_date", dated))
    refused = [v for v in by[Says.NOT_READY] if _is_flat(v)]
    if refused and all(v.rule.startswith(_OF_FACTS) for v in votes):
        doubts.append(doubt("contradictory_readiness", votes + refused))
    told = refused if by[Says.LACKS] else by[Says.READY] + refused
    plain = [v for v in told if not v.hedged and not any(w.unit for w in by[Says.LACKS])]
    if plain and all(v.rule == HANGING for v in votes):
        doubts.append(doubt("contradictory_readiness", votes + plain))
    there = any(not v.rule.startswith("no_ob") for v in by[Says.HAS])
    if there and all(v.rule == NEEDS for v in votes):
        doubts.append(doubt("weak_readiness", votes))
    if by[Says.READY] and all(v.rule.endswith("_without") for v in votes):
        votes = [v.but(hedged=False) for v in votes]
    return ReadinessValue.CONDITIONAL, votes, dated[0].on if dated else None, doubts


_EVENT = re.compile(r"\bсо?\s+(?:момента|даты|дня|начала)\b|\bпосле\b", re.IGNORECASE)
"""«в течение трёх дней с момента поставки»: a span behind what it hangs on, no date."""
YIELDS = frozenset({"left_to_do", NOT_WITHOUT, HANGING})
"""Conditions that say no more than that it is not yet, where a day is promised."""
_BORNE_OUT = (HANGING, "_without", "_until")
"""Unsure by themselves; where another condition is told they need not be."""
_FLATLY = frozenset(
    {
        TWICE,
        CALLED_FALSE,
        "called_ready",
        "readiness_noun",
        "label_answer",
        "short_answer",
        "spoken_of",
        "out_of_the_question",
        "ready_word",
        "connect_cannot",
        "connect_verb",
        "connect_impossible",
    }
)


def _is_flat(vote: Vote) -> bool:
    """A plain no: «не готовы», «утверждать, что готовы, нельзя»."""
    return vote.rule.removesuffix("_denied") in _FLATLY and not vote.hedged


_OF_FACTS = ("means_", "equipment_", "works_", "all_said")


def _superseded(votes: list[Vote], promised: list[Vote]) -> bool:
    """«работы выполнены не полностью, завершение - 31 августа, после чего будем готовы»: the part
    is of the work, the day is of the whole."""
    dated = [
        v
        for v in promised
        if v.on and v.rule in {"ready_word", "readiness_noun", "connect_verb", "connection_state"}
    ]
    if dated and all(_ends_that_day(v, dated[-1]) for v in votes):
        return True
    in_part = all(
        v.rule in _OF_THE_WAY or (v.hedged and v.rule == "connection_state") for v in votes
    )
    return bool(dated) and in_part and all(v.start < dated[-1].start for v in votes)


_OF_THE_WAY = frozenset({"works_done_in_part", "works_in_part", "equipment_there_in_part"})
"""What is done or there in part so far: a day told behind it is of the whole."""
_WAITS_FOR = re.compile(r"\b(?:ранее|раньше|после|до|при)\s+([^.,;]{5,60})")
_ON_THAT_DAY = re.compile(r"\b(?:с|к|после|по)\s+(?:эт\w+|указанн\w+|данн\w+|назван\w+)\s")


def _ends_that_day(vote: Vote, dated: Vote) -> bool:
    """«не ранее прокладки канала. Работы на канале завершаются 30-го, с этой даты готовы»."""
    waits = _WAITS_FOR.search(vote.evidence.text.lower())
    told = dated.sentence.text.lower()
    if waits is None or vote.on or vote.start >= dated.start or not _ON_THAT_DAY.search(told):
        return False
    return any(word[:5] in told for word in waits[1].split() if len(word) > 4)


def _future(by: dict[Says, list[Vote]]) -> Decision:
    votes = by[Says.FUTURE]
    dated = [v for v in votes if v.on]
    doubts = []
    at_once = all(_AT_ONCE.search(v.evidence.text) for v in votes)
    pending = by[Says.LACKS] + by[Says.WILL_HAVE] + by[Says.WORKING]
    if not dated and at_once and by[Says.HAS] and not pending:
        return ReadinessValue.READY, by[Says.HAS] + votes, None, [doubt("weak_readiness", votes)]
    if not dated:
        dated_facts = [v for v in by[Says.WILL_HAVE] if v.on]
        doubts.append(doubt("unclear_date", votes))
        on = dated_facts[-1].on if dated_facts else None
        return ReadinessValue.READY_BY, votes, on, doubts
    dated = _of_the_whole(_without_guesses(dated))
    if len({v.on for v in dated}) > 1 or by[Says.READY]:
        doubts.append(doubt("contradictory_readiness", dated + by[Says.READY]))
    if any(not v.sure_date for v in dated):
        doubts.append(doubt("unclear_date", dated))
    return ReadinessValue.READY_BY, dated[-1:], dated[-1].on, doubts + _against(by, dated)


def _against(by: dict[Says, list[Vote]], told: list[Vote]) -> list[Doubt]:
    """An answer, and beside it the word that readiness will be told later."""
    explicit = [v for v in by[Says.DEFERRED] if not v.implied_topic]
    return [doubt("contradictory_readiness", told + explicit)] if explicit else []


_AT_ONCE = re.compile(r"сразу|тут же|немедлен|без (?!\w+\s+не)|легко|хоть", re.IGNORECASE)
"""«запустится сразу», «подключимся без приключений»: nothing is waited for."""


def _without_guesses(dated: list[Vote]) -> list[Vote]:
    """«поднимем за пару дней, 24-го ждём вас»: a guess yields to a later sure day."""
    sure = [v.on for v in dated if v.on and v.sure_date and v.rule in _SET_DAYS]
    return [v for v in dated if v.sure_date or not sure or (v.on and v.on > max(sure))]


_SET_DAYS = frozenset({"awaits_you", "bare_term", "named_term", "not_before", "needs_until"})


def _of_the_whole(dated: list[Vote]) -> list[Vote]:
    """«Тестирование завершим 30 августа, готовность обеспечим 8 сентября»: without the stages of
    the work that end before readiness is promised."""
    whole = [v.on for v in dated if v.on and not _is_stage(v)]
    return [v for v in dated if not (whole and _is_stage(v) and v.on and v.on <= max(whole))]


_STAGES = frozenset({"will_be_done", "works_done", "no_problem"})
_OF_ALL = re.compile(r"\b(?:вс[её]|строю|деле|срок|сроки|систем\w+|директум\w*)\b", re.IGNORECASE)


def _is_stage(vote: Vote) -> bool:
    """Whether it promises the end of some work, not readiness itself."""
    return vote.rule in _STAGES and not _OF_ALL.search(vote.evidence.text)


_THE_BODY = re.compile(r"\b(?:мы|администрация|район|округ|муниципалитет)\b", re.IGNORECASE)


def _is_of_a_unit(vote: Vote) -> bool:
    """«отдел опеки не готов»; not «без сети в здании администрация не готова»."""
    return vote.unit and _THE_BODY.search(vote.evidence.text) is None


def _not_ready(by: dict[Says, list[Vote]]) -> Decision:
    votes = by[Says.NOT_READY]
    if by[Says.READY] and any(map(_is_of_a_unit, votes + by[Says.READY])):
        return ReadinessValue.CONDITIONAL, by[Says.READY] + votes, None, []
    if by[Says.READY]:
        last = max(votes + by[Says.READY], key=lambda v: v.start)
        value = ReadinessValue.READY if last.says is Says.READY else ReadinessValue.NOT_READY
        doubts = [doubt("contradictory_readiness", by[Says.READY] + votes)]
        return value, [last], None, doubts
    promised = [v for v in by[Says.WILL_HAVE] if v.on]
    if promised:
        return (
            ReadinessValue.READY_BY,
            votes + promised[-1:],
            promised[-1].on,
            [doubt("unclear_date", promised)],
        )
    if by[Says.LACKS]:
        borne = {"first_no", "alas", "cannot_cope", "rhetorical"}
        votes = [v.but(hedged=False) if v.rule in borne else v for v in votes]
    return ReadinessValue.NOT_READY, votes, None, []


def _ready(by: dict[Says, list[Vote]]) -> Decision:
    if all(v.hedged and v.rule in _LOOSE for v in by[Says.READY]) and by[Says.DEFERRED]:
        value, votes, on, doubts = _deferred(by)
        yes = any(v.rule == "first_yes" for v in by[Says.READY])
        if yes and all(v.implied_topic for v in by[Says.DEFERRED]):
            doubts = [*doubts, doubt("contradictory_readiness", by[Says.READY] + votes)]
        return value, votes, on, doubts
    doubts = []
    first = min(v.start for v in by[Says.READY])
    if by[Says.LACKS] and any(
        v.unit or (v.opposed and v.start > first) for v in by[Says.LACKS] + by[Says.READY]
    ):
        unsure = all(v.rule == "means_said" for v in by[Says.LACKS])
        doubts = [doubt("contradictory_readiness", by[Says.LACKS])] if unsure else []
        return ReadinessValue.CONDITIONAL, by[Says.READY] + by[Says.LACKS], None, doubts
    if by[Says.LACKS]:
        doubts.append(doubt("contradictory_readiness", by[Says.READY] + by[Says.LACKS]))
    ahead = [
        v
        for says in (Says.WILL_HAVE, Says.TERM, Says.WORKING)
        for v in by[says]
        if v.on and not v.repeats
    ]
    if ahead:
        doubts.append(doubt("contradictory_readiness", by[Says.READY] + ahead))
    return ReadinessValue.READY, _borne_out(by), None, doubts + _against(by, by[Says.READY])


_LOOSE = frozenset({"all_well", "name_answer", "first_yes", "up_to_you", "our_stance"})


def _borne_out(by: dict[Says, list[Vote]]) -> list[Vote]:
    """«по Директуму всё хорошо» is enough where two facts or more bear it out."""
    borne = len(by[Says.HAS]) > 1 and not by[Says.DEFERRED]
    return [v.but(hedged=False) if borne and v.rule in _LOOSE else v for v in by[Says.READY]]


_WAYS = (
    (Says.CONDITIONAL, _conditional),
    (Says.FUTURE, _future),
    (Says.NOT_READY, _not_ready),
    (Says.READY, _ready),
    (Says.DEFERRED, _deferred),
)
"""In the order of strength."""
