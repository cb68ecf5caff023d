"""What dates do to the votes of a sentence."""

from __future__ import annotations

import re

from rules.dates import DateMention
from rules.readiness.asides import NOTHING_PREVENTS
from rules.readiness.ballot import WHETHER
from rules.readiness.clauses import Statement
from rules.readiness.days import (
    PROMISED,
    Setting,
    heads_a_line,
    is_ahead,
    is_weekday,
    leans_on_a_day,
    mentions,
)
from rules.readiness.moved import MOVED
from rules.readiness.votes import Says, Vote

_BY = frozenset({"до", "к", "ко", "не позднее", "не позже"})


def give_dates(statement: Statement, votes: list[Vote], setting: Setting) -> list[Vote]:
    """Give promises their dates; a date beside «готовы» may make it a promise."""
    found = mentions(statement, setting) if votes else []
    dated = [_dated(v, found, statement, setting) for v in votes]
    return [_to_the_last_stage(v, found, statement, setting) for v in dated]


def _to_the_last_stage(
    vote: Vote, found: list[DateMention], statement: Statement, setting: Setting
) -> Vote:
    """«серверную подготовим к 1 сентября, а рабочие места к 12-му»: the verb is not said again."""
    if vote.says is not Says.FUTURE or not vote.on or len(found) < 2:
        return vote
    at = statement.clause_at(vote.start)
    for clause in statement.clauses[at + 1 : at + 2]:
        bare = not any({"finite", "short", "INFN"} & w.grammar for w in clause.words)
        if clause.opener != "а" or not bare or "infra" not in clause.classes:
            continue
        stages = [m for m in found if clause.start <= m.start < clause.end and m.lead in _BY]
        if (
            stages
            and stages[-1].last
            and stages[-1].last > vote.on
            and is_ahead(stages[-1], setting)
        ):
            return vote.but(on=stages[-1].last, end=max(vote.end, stages[-1].end))
    return vote


def _that_day(statement: Statement, vote: Vote) -> bool:
    """«с этого дня считайте нас готовыми»: the date stands in another clause."""
    return leans_on_a_day(statement.clause_of(vote.start))


_PUT_OFF = re.compile(r"перен[ео]с|отлож|отсроч|сдви|продл|отодви", re.IGNORECASE)


_NO_SOONER = re.compile(r"\bран(?:ьше|ее)\s+(?:\w+\s+)?(?:не\b|никак|нельзя)")


def _not_until(
    vote: Vote, own: list[DateMention], before: list[DateMention], setting: Setting
) -> Vote:
    """«раньше 5 сентября не получится», «ремонт продлится до 15-го, раньше не сможем»: no plain
    refusal, unless the circular's date is meant."""
    ahead = [m for m in own if m.last and setting.today and m.last > setting.today]
    put_off = [m for m in ahead if m.lead in {"на", "до", "к", "ко"}]
    if put_off and vote.rule == "out_of_the_question" and _PUT_OFF.search(vote.evidence.text):
        return vote.but(
            says=Says.FUTURE, on=put_off[-1].last, sure_date=put_off[-1].certain, hedged=False
        )
    days = [m for m in ahead if m.first and m.last and (m.last - m.first).days <= 31]
    earliest = [m for m in days if m.lead in {"раньше", "ранее"}]
    words = vote.evidence.text.lower()
    if (
        not earliest
        and vote.rule in {"ready_word", "connect_cannot", "connect_verb"}
        and "усп" not in words
    ):
        earliest = [m for m in days if m.lead == "до" and m.last not in setting.milestones]
    if earliest:
        return vote.but(says=Says.FUTURE, on=earliest[0].last, sure_date=earliest[0].certain)
    if not own and before and before[-1].last and _NO_SOONER.search(words):
        return vote.but(says=Says.FUTURE, on=before[-1].last, sure_date=before[-1].certain)
    beside = [m for m in days if not (m.last in setting.milestones and m.lead in _BY)]
    return vote.but(hedged=True) if beside else vote


def _planned(vote: Vote, own: list[DateMention], setting: Setting) -> Vote:
    """«расписано так: 24 августа – розетки, 2 сентября – пуск»: done on a day to come is a plan."""
    ahead = [
        m
        for m in own
        if m.last
        and setting.today
        and m.certain
        and m.last > setting.today
        and not (m.last in setting.milestones and m.lead in _BY)
        and m.lead not in {"до", "по", "раньше", "ранее"}
    ]
    if not ahead:
        return vote
    return vote.but(says=Says.WILL_HAVE, on=max(m.last for m in ahead if m.last))


_DATED = frozenset({Says.READY, Says.FUTURE, Says.WILL_HAVE, Says.WILL_DO, Says.TERM, Says.WORKING})


def _dated(vote: Vote, found: list[DateMention], statement: Statement, setting: Setting) -> Vote:
    if vote.rule in MOVED | {"dated"}:
        return vote
    clause = statement.clause_of(vote.start)
    end = clause.end
    if vote.rule == "no_doubts":
        end = statement.clause_of(vote.end - 1).end
    own = [m for m in found if clause.start <= m.start < max(end, vote.end)]
    if not own and vote.rule in {"any_time", "ready_word"} and not _that_day(statement, vote):
        own = [m for m in found if 0 <= vote.start - m.end <= 8 or heads_a_line(m, statement)]
    if not own and _that_day(statement, vote):
        own = [m for m in found if m.last]
        if vote.says is Says.READY and own:
            return _since_that_day(vote, own[-1], setting)
    if vote.says in {Says.READY, Says.NOT_READY}:
        before = [m for m in found if m.end <= vote.start and is_ahead(m, setting)]
        ready = vote.says is Says.READY
        return _ready_on(vote, own, setting) if ready else _not_until(vote, own, before, setting)
    if vote.says is Says.HAS:
        done = any({"finite", "past", "perf"} <= w.grammar for w in clause.words)
        # «с понедельника переключили на оптику»: since the last one, where it is done
        since = [m for m in own if done and m.lead in _SINCE and is_weekday(m)]
        return _planned(vote, [m for m in own if m not in since], setting)
    if vote.says is Says.NOTHING and vote.rule == "readiness_noun":
        return vote.but(rule=WHETHER) if any(is_ahead(m, setting) for m in own) else vote
    return _by(vote, own, found, statement, setting) if vote.says in _DATED else vote


def _since_that_day(vote: Vote, day: DateMention, setting: Setting) -> Vote:
    if not is_ahead(day, setting):
        return vote.but(since=True)
    return vote.but(says=Says.FUTURE, on=day.last, sure_date=day.certain)


def _by(
    vote: Vote,
    own: list[DateMention],
    found: list[DateMention],
    statement: Statement,
    setting: Setting,
) -> Vote:
    """A promise with its date: of its own clause, else the nearest; «до», «к» before others."""
    borrows = vote.says is not Says.TERM and (vote.says is not Says.WORKING or len(found) == 1)
    nearby = [m for m in found if not _of_what_was(m, statement)] if borrows else []
    ahead = [m for m in own or nearby if is_ahead(m, setting)]
    ahead = [m for m in ahead if not _of_condition(m, vote, statement)] or ahead
    leading = [m for m in ahead if m.lead in _BY]
    if vote.rule == "due_date":
        text = statement.sentence.part.text
        ahead = [m for m in ahead if m.start >= vote.end] or ahead
        ahead = [m for m in ahead if m in own or ":" not in text[vote.end : m.start]]
        leading = [m for m in leading if m in ahead]
    if vote.rule == "not_before":
        ahead, leading = ahead[-1:], []
    nearest = _nearest(leading or ahead, vote)
    if len(own) > 1 and len(ahead) > 1 and not leading:
        mention = _beside_its_word(ahead, vote, statement) or nearest
    else:
        mention = nearest
    if mention is None:
        return _undated(vote, statement)
    if vote.says is Says.WORKING and (mention.last == setting.today or mention.lead in _SINCE):
        return vote
    if mention.last == setting.today and vote.says is Says.TERM:
        return vote.but(says=Says.NOTHING)
    if mention.last == setting.today and _AT_ONCE.search(statement.sentence.text):
        return vote.but(says=Says.READY) if vote.says is Says.FUTURE else vote
    borrowed = not own and bool(statement.meaning("explicit_condition"))
    sure = mention.certain and mention.last is not None and not borrowed
    sure = sure and not _has_a_later_stage(mention, found, statement)
    return vote.but(on=mention.last, sure_date=sure, repeats=mention.last in setting.milestones)


_ITSELF = ("ready", "readiness", "connect", "connection")
_CUES = ("ready", "readiness", "connect", "connection", "start", "takeoff", "system")


def _nearest(days: list[DateMention], vote: Vote) -> DateMention | None:
    """The day that stands nearest, a sure one («24-го») before a guess («за пару дней»)."""
    sure = [m for m in days if m.certain] or days
    return min(sure, key=lambda m: abs(m.start - vote.start), default=None)


_AT_ONCE = re.compile(r"\b(?:хоть|прямо|уже)\s+сегодня\b|\bсегодня\s+же\b", re.IGNORECASE)
"""«сможем, причём сегодня же»: ready now."""


def _beside_its_word(
    days: list[DateMention], vote: Vote, statement: Statement
) -> DateMention | None:
    """«аукцион 2 сентября, поставка 9-го, готовность – 16-го»: the day in the same stretch."""
    text = statement.sentence.part.text
    clause = statement.clause_of(vote.start)
    for at in clause.where(*_ITSELF) or clause.where(*_CUES):
        cue = clause.words[at].token.start
        beside = [m for m in days if not _STRETCH.search(text, *sorted((cue, m.start)))]
        if beside and len(beside) < len(days):
            return min(beside, key=lambda m: abs(m.start - cue))
    return None


_STRETCH = re.compile(r"[,;(]")


def _undated(vote: Vote, statement: Statement) -> Vote:
    """A promise without a day: none, unless something else is told that must come first."""
    if vote.rule == "starts" and statement.meaning("condition", "explicit_condition"):
        return vote.but(says=Says.FUTURE)
    if vote.rule == "will_be_done":
        return vote.but(says=Says.NOTHING, rule=WHETHER)
    if vote.rule == "joins_then":
        return vote.but(says=Says.READY, hedged=True)
    loose = vote.rule == "due_date" or vote.says in {Says.WILL_DO, Says.TERM}
    return vote.but(says=Says.NOTHING) if loose else vote


_PEOPLE = frozenset({"candidate", "people", "other", "papers"})


def _has_a_later_stage(
    mention: DateMention, found: list[DateMention], statement: Statement
) -> bool:
    """«Первая управится к 25 августа, вторая - к 12 сентября»: which day is meant is not sure."""
    return any(
        m.last and mention.last and m.last > mention.last and m.certain
        for m in found
        if not _PEOPLE & statement.clause_of(m.start).classes
    )


def _of_what_was(mention: DateMention, statement: Statement) -> bool:
    """«второй ключ: тот, что выдали в июле»: the day stands beside what was done."""
    clause = statement.clause_of(mention.start)
    marks = [w.grammar for w in clause.words]
    promised = any(w.form.startswith(PROMISED) for w in clause.words)
    over = any({"past", "finite"} <= g for g in marks) and not any("futr" in g for g in marks)
    return (over and not promised) or (clause.denied and not mention.certain)


def _of_condition(mention: DateMention, vote: Vote, statement: Statement) -> bool:
    """«при условии получения ключей до 22 августа подключимся 29-го»: the condition's own day."""
    clause = statement.clause_of(vote.start)
    said = [
        clause.words[at].token.start
        for at in clause.where("connect", "ready", "takeoff", "done", "start")
        if {"finite", "short"} & clause.words[at].grammar
    ]
    for match in statement.meaning("explicit_condition"):
        until = min((at for at in said if at > match.start), default=clause.end)
        if clause.start <= match.start < mention.start < until:
            return True
    return False


_DONE = frozenset({"connect_verb", "connection_state", "works_done", "started"})
"""Rules that hear what is done: a weekday beside it («в пятницу») is past."""


_STATE = frozenset(
    {"in_the_system", "system_runs", "all_said", "nothing_left", "all_well", "no_problem"}
)
"""Rules that hear what is so now."""


_SINCE = frozenset({"с", "со", "начиная с"})


def _ready_on(vote: Vote, own: list[DateMention], setting: Setting) -> Vote:
    """«готовы с 5 сентября» is a promise; «готовы до 01.09» repeats the circular's date."""
    own = [m for m in own if "той недел" not in m.text]
    soonest = [m for m in own if m.lead in {"не раньше", "не ранее"} and is_ahead(m, setting)]
    if soonest or _needs_no_day(vote, own):
        then = soonest[0] if soonest else _untroubled_since(vote, own, setting)
        return vote.but(says=Says.FUTURE, on=then.last, sure_date=then.certain) if then else vote
    if vote.rule in _DONE | _STATE and any(m.lead in _SINCE and is_weekday(m) for m in own):
        return vote.but(since=True)
    if vote.rule in _DONE:
        late = [m for m in own if m.last and setting.today and m.last > setting.today]
        since = [m for m in late if m.lead in _SINCE and not is_weekday(m)]
        if since:
            return vote.but(says=Says.FUTURE, on=since[0].last, sure_date=since[0].certain)
        return vote.but(hedged=any(m.certain and m.lead not in {"в", "во"} for m in late))
    if any(m.lead == "с" and m.last and not is_ahead(m, setting) for m in own):
        return vote.but(since=True)
    return _from_a_day(vote, own, setting)


_UNHINDERED = ("no_obstacle", NOTHING_PREVENTS)
_SINCE_A_DAY = re.compile(
    r"\bсо?\s+(?:понедельника|вторника|среды|четверга|пятницы|субботы|воскресенья),?\s*\Z",
    re.IGNORECASE,
)


def _untroubled_since(vote: Vote, own: list[DateMention], setting: Setting) -> DateMention | None:
    """«препятствий не будет с 12 сентября»: till then there are; but not of the circular's day."""
    if not vote.rule.startswith(_UNHINDERED):
        return None
    text = vote.sentence.part.text
    late = (
        m
        for m in own
        if m.last
        and (
            (m.lead in _SINCE and not is_weekday(m))
            or _SINCE_A_DAY.search(text[max(0, m.start - 20) : m.start])
        )
    )
    none = {*setting.milestones, setting.today}
    return next((m for m in late if m.last not in none and is_ahead(m, setting)), None)


def _needs_no_day(vote: Vote, own: list[DateMention]) -> bool:
    """«подключайте хоть завтра», «препятствий для подключения 1 сентября нет»,
    «просим подключить до 29 августа»."""
    dated = any(m.lead in _SINCE or m.start < vote.start for m in own)
    if vote.rule == "please_connect" and any(m.lead in _BY for m in own):
        return True
    return (vote.rule == "any_time" and not dated) or vote.rule.startswith(_UNHINDERED)


def _from_a_day(vote: Vote, own: list[DateMention], setting: Setting) -> Vote:
    ahead = [m for m in own if m.last and is_ahead(m, setting) and m.last != setting.today]
    text = vote.sentence.part.text
    ahead = [m for m in ahead if "хоть" not in text[max(0, m.start - 9) : m.start].lower()]
    if not ahead:
        return vote
    anchor = vote.start + max(0, vote.evidence.text.lower().find("готов"))
    mention = min(ahead, key=lambda m: abs(m.start - anchor))
    fronted = mention.start < anchor
    counted = mention.lead in _SINCE and (vote.rule != "ready_word" or fronted)
    if mention.last in setting.milestones and mention.lead and not counted:
        if "гарантир" in vote.evidence.text.lower():
            return vote.but(says=Says.FUTURE, on=mention.last, sure_date=mention.certain)
        plain = not {"как", "уже"}.isdisjoint(vote.evidence.text.lower().split())
        return vote.but(hedged=mention.lead in {"к", "ко"} and not plain)
    return vote.but(says=Says.FUTURE, on=mention.last, sure_date=mention.certain)
