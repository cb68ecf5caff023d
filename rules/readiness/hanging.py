"""Readiness that hangs on something open, or is of a part: «без ключей …», «пока не …»."""

from __future__ import annotations

import re
from itertools import pairwise

from rules.phrases import Match
from rules.readiness.ballot import OF_THE_ANSWER, WHETHER
from rules.readiness.clause import BUT
from rules.readiness.clauses import Clause, Statement
from rules.readiness.conditions import is_conditional, of_people
from rules.readiness.days import Setting, mentions, promises
from rules.readiness.idle import IFS, NOW, hangs_on_nothing
from rules.readiness.order import after_work
from rules.readiness.prevents import NOTHING_NEEDED
from rules.readiness.said import UNKNOWING
from rules.readiness.shares import by_numbers, exception, halves, share
from rules.readiness.votes import Says, Vote
from rules.readiness.waiting import awaits_the_whole, waits_for_you
from rules.readiness.wants import ON_US
from rules.readiness.would import MEANS


def conditions(statement: Statement, votes: list[Vote], setting: Setting) -> list[Vote]:
    """Readiness that hangs on something open, or is of a part."""
    text = statement.sentence.part.text
    explicit, soft = (
        [m for m in statement.meaning(means) if _is_open(statement, m, setting)]
        for means in ("explicit_condition", "condition")
    )
    given = is_conditional(statement)
    part = share(statement)
    partial = part or (part is None and (_names_a_part(statement) or exception(statement)))
    partial = partial and not ON_US.search(statement.sentence.text)
    votes = [by_numbers(statement, v) for v in votes]
    refused = any(v.says is Says.NOT_READY for v in votes)
    open_ = bool(explicit or soft or given)
    timed = all(statement.words_of(m).startswith("когда") for m in explicit)
    found = [
        v
        if _already(v)
        or (timed and explicit and v.on and v.sure_date)
        or (refused and partial and v.says is Says.HAS)
        else _conditional(v, open_ or after_work(statement, v), bool(explicit), partial)
        for v in votes
    ]
    if not IFS.isdisjoint(statement.forms):
        found = [_of_the_outcome(statement, v) for v in found]
    if soft and not explicit and any(m.last != setting.today for m in promises(statement, setting)):
        found = [
            v.but(hedged=True) if v.rule.endswith("_on_condition") and not v.on else v
            for v in found
        ]
    if explicit or not soft or text[soft[0].start : soft[0].start + 5].lower() != "после":
        return found
    return [_fronted(v, old, soft[0].start) for v, old in zip(found, votes, strict=True)]


def _of_the_outcome(statement: Statement, vote: Vote) -> Vote:
    """«Премию выпишем, если подключение пройдёт гладко»: another outcome hangs on it, no answer."""
    at = statement.clause_at(vote.start)
    told = statement.clauses[at]
    supposed = told.words[0].form in IFS and {"то", "тогда"}.isdisjoint(told.forms)
    if supposed and vote.says in _FACTS and not hangs_on_nothing(statement, told.start):
        return vote.but(says=Says.NOTHING, rule=WHETHER)
    if not vote.rule.endswith("_on_condition"):
        return vote
    if not supposed or {"то", "тогда"} & statement.forms:
        return vote
    main = [c for n, c in enumerate(statement.clauses) if n != at and c.has_predicate]
    if not main or any((OF_THE_ANSWER | MEANS | _GOES) & c.classes for c in main):
        return vote
    return vote.but(says=Says.NOTHING, rule=WHETHER)


_FACTS = frozenset({Says.HAS, Says.LACKS, Says.WILL_HAVE, Says.WORKING})
"""What an if supposes is no fact: «запишите Гурова, если места есть»."""
_GOES = frozenset({"start", "takeoff", "system", "stance", "possible", "yes", "all"})


def _is_open(statement: Statement, match: Match, setting: Setting) -> bool:
    """Whether the words of a condition name something on which readiness hangs still: not what is
    over, nor what only the administration has to say."""
    if hangs_on_nothing(statement, match.start) or _when(statement, match):
        return False
    if waits_for_you(statement.sentence.part.text, match) or _is_over(statement, match):
        return False
    return not (_of_training(statement, match) or _is_past(statement, match, setting))


def _names_a_part(statement: Statement) -> bool:
    """«лишь один отдел»; not «не только канал, но и места»."""
    text = statement.sentence.part.text
    return any(
        "не только" not in text[max(0, m.start - 3) : m.end].lower()
        for m in statement.meaning("partial")
    )


def _is_over(statement: Statement, match: Match) -> bool:
    """«всё, что требовалось», «ждать нечего», «нужно 5, получено 5»: nothing is open."""
    text, start, end = statement.sentence.part.text, match.start, match.end
    return (
        (text[max(0, start - 3) : start].lower() == "не " and text[start:end] != "иначе")
        or _was_so(statement, match)
        or _WAS.search(text, start, end) is not None
        or _NOTHING_TO.search(text, start, end) is not None
        or _NO_MORE_NEEDED.search(text, start, end + 40) is not None
        or ON_US.match(text, start) is not None
        or _before_the_report(statement, match)
        or awaits_the_whole(statement, match)
    )


def _is_past(statement: Statement, match: Match, setting: Setting) -> bool:
    """«как только получили письмо, всё сделали», «после установки, выполненной 11 августа»."""
    clause = statement.clause_of(match.start)
    behind = statement.clause_of(match.end - 1)
    if behind is not clause and behind.opener in BUT:
        return True
    first = statement.words_of(match).split()[:1]
    opener = bool({"как", "когда", "после"} & {clause.words[0].form, *first})
    verbs = [w.grammar for w in clause.words if {"finite", "PRTS"} & w.grammar]
    told = bool(verbs) and all(_is_done(g) for g in verbs)
    told = told and "бы" not in statement.forms
    told = told and "не" not in clause.forms
    if opener and told and not {"connect", "ready"} & clause.classes:
        return True
    if match.phrase.means != "condition":
        return False
    days = mentions(statement, setting)
    return bool(days) and all(
        m.last and setting.today and m.last < setting.today and m.start > match.start for m in days
    )


def _is_done(grammar: frozenset[str]) -> bool:
    """«получили», «получены»; not «считаем», that has the letters of a participle."""
    return {"past", "perf"} <= grammar or ("PRTS" in grammar and "1per" not in grammar)


def _was_so(statement: Statement, match: Match) -> bool:
    """«без сервера мы были не готовы, теперь …»: so once."""
    if NOW.isdisjoint(statement.forms):
        return False
    clause = statement.clause_of(match.start)
    return "was" in clause.classes and NOW.isdisjoint(clause.forms)


_WAS = re.compile(r"требовал|зависел|нуждал|ждал[аи]?\b|хватало|доставало|упирал", re.IGNORECASE)
"""«всё, что от нас требовалось»: open no more."""


_NOTHING_TO = re.compile(r"\bне(?:чего|кого)\b", re.IGNORECASE)
"""«ждать больше нечего, всё на месте»: nothing is open."""


_NO_MORE_NEEDED = re.compile(
    r"(?:нужно|нужны|надо|требу\w+|положено)\s+(?P<n>\d+)\W+\w+\s+(?P=n)\b", re.IGNORECASE
)
"""«нужно 5, получено 5»."""


def _before_the_report(statement: Statement, match: Match) -> bool:
    """«После устранения течи сообщаем: готовы»: it is over when one writes."""
    if match.phrase.means != "condition":
        return False
    clause = statement.clause_of(match.start)
    return any("report_now" in w.classes and w.token.start > match.start for w in clause.words)


def _of_training(statement: Statement, match: Match) -> bool:
    """«кандидатура будет внесена по мере подбора»."""
    at = statement.clause_at(match.start)
    clause = statement.clauses[at]
    if OF_THE_ANSWER & clause.classes:
        return False
    if any(w.form.startswith(_TRAINING) for w in clause.words):
        return True
    opens = clause.words[0].form in {"если", "когда", "как", "что"}
    return (not opens and of_people(clause)) or (
        opens and at > 0 and of_people(statement.clauses[at - 1])
    )


_TRAINING = ("кандидат", "обучени", "учеб", "слушател", "курс", "заняти")


def _when(statement: Statement, match: Match) -> bool:
    """«когда будем готовы, не знаем»: no condition."""
    words = statement.words_of(match)
    return words.startswith("когда") and bool(UNKNOWING & statement.forms)


def _already(vote: Vote) -> bool:
    """«готовы с 20 июля, ждём вас»: ready long since, whatever else is waited for."""
    return vote.says is Says.READY and (vote.since or vote.rule == NOTHING_NEEDED)


def _fronted(vote: Vote, before: Vote, condition: int) -> Vote:
    """«После замены сервера готовы»: the replacement may be done already."""
    turned = vote.says is Says.CONDITIONAL and before.says is Says.READY
    return vote.but(hedged=True) if turned and condition < vote.start + 1 else vote


def _conditional(vote: Vote, open_: bool, explicit: bool, partial: bool) -> Vote:
    text = vote.sentence.text
    some = vote.says is Says.LACKS and (_SOME.search(text) or halves(text))
    if partial and (some or (vote.says is Says.NOT_READY and _of_some(vote))):
        return vote.but(says=Says.CONDITIONAL, rule=f"{vote.rule}_in_part")
    if partial and vote.says in {Says.READY, Says.HAS}:
        if vote.rule.startswith("no_obstacle"):
            return vote.but(hedged=True)
        reserved = "оговорк" in vote.evidence.text
        return vote.but(
            says=Says.CONDITIONAL, rule=f"{vote.rule}_in_part", hedged=vote.hedged or reserved
        )
    if open_ and not explicit and vote.says is Says.READY and vote.on:
        return vote.but(says=Says.FUTURE)
    span = not vote.sure_date and _TAKES.search(vote.evidence.text) is not None
    hangs = (
        (explicit and vote.says is Says.HAS and vote.rule.startswith("no_obstacle"))
        or (vote.says is Says.READY and open_)
        or (vote.says is Says.FUTURE and (explicit or (open_ and (vote.on is None or span))))
        or (vote.says is Says.WILL_HAVE and open_ and vote.rule == "ready_word")
        or (vote.says is Says.DEFERRED and explicit and _will_begin(vote))
    )
    if hangs:
        loose = vote.hedged and vote.says is not Says.DEFERRED
        on = None if span else vote.on
        return vote.but(
            says=Says.CONDITIONAL, rule=f"{vote.rule}_on_condition", hedged=loose, on=on
        )
    return _not_but(vote) if vote.says is Says.NOT_READY and explicit else vote


_TAKES = re.compile(r"\bв\s+течение\b|\bза\s+\w+|\w+дневн|\bнедельн", re.IGNORECASE)
"""«по их получении в течение двух дней»: how long it takes then, no date."""


def _will_begin(vote: Vote) -> bool:
    """«как только сдадут канал, приступим к подключению»: no work in hand yet."""
    said = vote.evidence.text.lower()
    begins = vote.rule == "in_progress" and _BEGINS.match(said) is not None
    return vote.rule == "being_worked_on" or begins


_BEGINS = re.compile(
    r"(?:приступ(?:им|ит|ят|ить|лю)|начн[её]|начать)\w*\b.*(?:подключ|присоед|подсоед|внедр)"
)


def _not_but(vote: Vote) -> Vote:
    """A refusal beside a condition: unsure, unless it says that the condition is all it takes."""
    if _NOT_BUT.search(vote.sentence.text):
        return vote.but(says=Says.CONDITIONAL, rule="not_but_on_condition")
    return vote.but(hedged=True)


_NOT_BUT = re.compile(
    r"\bиначе,?\s+(?:как|чем|нежели)\b|\bне\s+иначе\b"
    r"|(?:\A|,\s*)до\s+(?:\w+\s+)?\w+(?:ния|тия|ки|чи|жи|ы|а)\s+(?:[^\W\d]+\s+){1,5}?(?:не\b|невозможн)",
    re.IGNORECASE,
)
"""«не иначе как после прокладки», «до прокладки канала подключиться не сможем»."""


_SOME = re.compile(r"\bиз\b[^.]*\bостальн|\bостальн[^.]*\bиз\b", re.IGNORECASE)


def _of_some(vote: Vote) -> bool:
    """«не готовы лишь два отдела из десяти»: the rest are."""
    words = vote.evidence.text.lower().split()
    return bool({"лишь", "только", "всего"} & set(words)) and "бумаге" not in words


def not_without(statement: Statement, votes: list[Vote], setting: Setting) -> list[Vote]:  # noqa: ARG001
    """«без ключей не подключимся»: it hangs on the keys; a person should look."""
    return [
        v.but(says=Says.CONDITIONAL, rule=f"{v.rule}_without", hedged=True)
        if v.says is Says.NOT_READY and _without_help(statement, statement.clause_at(v.start))
        else v
        for v in votes
    ]


def _without_help(statement: Statement, at: int) -> bool:
    """«без ключей не подключимся», «без ключей, которых у нас нет, не подключимся»."""
    before = statement.clauses[at - 1] if at else None
    return _lacks_help(statement.clauses[at]) or (
        before is not None
        and before.words[0].form == "без"
        and any(w.form.startswith("котор") for w in before.words)
        and _lacks_help(before)
    )


def not_until(statement: Statement, votes: list[Vote], setting: Setting) -> list[Vote]:  # noqa: ARG001
    """«пока не поставят сервер, подключиться не сможем»: it hangs on the server."""
    if not {"пока", "покуда", "до"} & statement.forms:
        return votes
    until = [n for n, clause in enumerate(statement.clauses) if _waits_for_others(clause)]
    if not until or _twice_no(statement, votes, until):
        return votes
    rest = any(v.says in {Says.HAS, Says.READY} for v in votes)
    return [
        v.but(
            says=Says.CONDITIONAL,
            rule=f"{v.rule}_until",
            hedged=(v.hedged and not rest)
            or not any(MEANS & statement.clauses[n].classes for n in until),
        )
        if v.says is Says.NOT_READY and statement.clause_at(v.start) not in until
        else v
        for v in votes
    ]


def _twice_no(statement: Statement, votes: list[Vote], until: list[int]) -> bool:
    """«не готовы, и пока не дадут техники, готовы не будем»: a plain no, and when it may end."""
    noes = [statement.clause_at(v.start) for v in votes if v.says is Says.NOT_READY]
    return any(at < min(until) for at in noes) and any(at > max(until) for at in noes)


def _waits_for_others(clause: Clause) -> bool:
    """«пока не дадут», «покуда не закупим»: not «пока не готовы», «пока не сможем»."""
    for at, word in enumerate(clause.words[:-2]):
        if word.form not in {"пока", "покуда"} or at > 1:
            continue
        for no, verb in pairwise(clause.words[at + 1 : at + 8]):
            own = {"connect", "ready", "possible", "takeoff", "will"} & verb.classes
            if no.form == "не" and {"futr", "perf"} <= verb.grammar and "pres" not in verb.grammar:
                return not own
    return False


def _lacks_help(clause: Clause) -> bool:
    for at, word in enumerate(clause.words):
        lacks = word.form == "без" and not (at and clause.words[at - 1].form == "ни")
        after = clause.words[at + 1 : at + 4] if lacks else ()
        for needed in after:
            if "infra" in needed.classes or needed.form in _HELP:
                return True
            if not {"ADJF", "PRTF"} & needed.grammar:
                break
    return False


_HELP = frozenset(
    {"помощи", "содействия", "поддержки", "договора", "согласования", "решения", "акта"}
    | {"допуска", "нее", "него", "них", "этого", "разрешения", "аттестата", "приказа", "регламента"}
    | {"оплаты", "бумаги", "санкции", "печати"}
)
