"""What the structure of a sentence does to the votes of its clauses: conditions, parts, dates."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from rules import dates
from rules.dates import DateMention
from rules.model import Circular
from rules.readiness.clauses import Clause, Statement
from rules.readiness.verdicts import EARLIER
from rules.readiness.votes import VERDICTS, Says, Vote

OPPOSITE = {
    Says.READY: Says.NOT_READY,
    Says.NOT_READY: Says.READY,
    Says.HAS: Says.LACKS,
    Says.FUTURE: Says.NOT_READY,
}
_BUT = frozenset({"но", "однако", "только", "а", "хотя", "зато"})
_BY = frozenset({"до", "к", "ко", "не позднее", "не позже"})


@dataclass(frozen=True, slots=True)
class Setting:
    """What a sentence is read against: the mail's day and the circular's dates."""

    today: date | None
    circular: Circular
    topic: tuple[str, ...] = ()

    @property
    def names(self) -> frozenset[str]:
        """Beginnings of the names by which the question's matter goes («Директум», «СЭД»)."""
        return frozenset(
            word[:5].lower() for words in self.topic for word in words.split() if word[:1].isupper()
        )

    @property
    def milestones(self) -> frozenset[date]:
        """The circular's own dates: to repeat one is not to promise one."""
        return frozenset(m.on for m in self.circular.milestones) | {self.circular.deadline}


def mentions(statement: Statement, setting: Setting) -> list[DateMention]:
    """The dates of a sentence, without those of documents."""
    sentence = statement.sentence
    found = dates.find(
        sentence.text, setting.today, setting.circular.on.year, offset=sentence.start
    )
    return [m for m in found if not m.is_reference]


def promises(statement: Statement, setting: Setting) -> list[DateMention]:
    """The dates ahead that a sentence names."""
    return [m for m in mentions(statement, setting) if _ahead(m, setting)]


def _ahead(mention: DateMention, setting: Setting) -> bool:
    return mention.last is None or setting.today is None or mention.last >= setting.today


def _deny(statement: Statement, votes: list[Vote], setting: Setting) -> list[Vote]:  # noqa: ARG001
    """«нельзя сказать, что не готовы», «было бы преувеличением»."""
    if len(statement.meaning("denial")) % 2 == 0:
        return votes
    turned = [v.but(says=OPPOSITE.get(v.says, v.says), rule=f"{v.rule}_denied") for v in votes]
    return [v.but(hedged=v.says is Says.READY) for v in turned]


def _date(statement: Statement, votes: list[Vote], setting: Setting) -> list[Vote]:
    """Give promises their dates; a date beside «готовы» may make it a promise."""
    if not any(v.says in _DATED or v.says is Says.NOT_READY for v in votes):
        return votes
    found = mentions(statement, setting)
    return [_dated(v, found, statement, setting) for v in votes]


def _not_until(vote: Vote, own: list[DateMention], setting: Setting) -> Vote:
    """«раньше 5 сентября не получится»: no plain refusal, unless the circular's date is meant."""
    ahead = [m for m in own if m.last and setting.today and m.last > setting.today]
    days = [m for m in ahead if m.first and m.last and (m.last - m.first).days <= 31]
    beside = [m for m in days if not (m.last in setting.milestones and m.lead in _BY)]
    return vote.but(hedged=True) if beside else vote


_DATED = frozenset({Says.READY, Says.FUTURE, Says.WILL_HAVE, Says.WILL_DO})


def _dated(vote: Vote, found: list[DateMention], statement: Statement, setting: Setting) -> Vote:
    clause = statement.clauses[statement.clause_at(vote.start)]
    own = [m for m in found if clause.start <= m.start < max(clause.end, vote.end)]
    if vote.says is Says.READY:
        return _ready_on(vote, own, setting)
    if vote.says is Says.NOT_READY:
        return _not_until(vote, own, setting)
    if vote.says not in _DATED:
        return vote
    ahead = [m for m in own or found if _ahead(m, setting)]
    leading = [m for m in ahead if m.lead in _BY]
    mention = min(leading or ahead, key=lambda m: abs(m.start - vote.start), default=None)
    if mention:
        borrowed = not own and bool(statement.meaning("explicit_condition"))
        sure = mention.certain and mention.last is not None and not borrowed
        return vote.but(on=mention.last, sure_date=sure)
    loose = vote.rule == "will_be_done" or vote.says is Says.WILL_DO
    return vote.but(says=Says.NOTHING) if loose else vote


def _ready_on(vote: Vote, own: list[DateMention], setting: Setting) -> Vote:
    """«готовы с 5 сентября» is a promise; «готовы до 01.09» repeats the circular's date."""
    if vote.rule == "any_time":
        return vote
    for mention in own:
        if mention.last is None or not _ahead(mention, setting) or mention.last == setting.today:
            continue
        if mention.last in setting.milestones:
            return vote.but(hedged=mention.lead in {"к", "ко"})
        return vote.but(says=Says.FUTURE, on=mention.last, sure_date=mention.certain)
    return vote


_COUNTS = (
    ("один", "одно", "одна", "одного", "одной"),
    ("два", "две", "двух"),
    ("три", "трех", "трёх"),
    ("четыре", "четырех", "четырёх"),
    ("пять", "пяти"),
    ("шесть", "шести"),
    ("семь", "семи"),
    ("восемь", "восьми"),
    ("девять", "девяти"),
    ("десять", "десяти"),
    ("одиннадцать", "одиннадцати"),
    ("двенадцать", "двенадцати"),
)
_SPOKEN = {word: n for n, words in enumerate(_COUNTS, 1) for word in words}
_N = rf"(?:\d{{1,4}}|{'|'.join(sorted(_SPOKEN, key=len, reverse=True))})"
_SHARE = re.compile(
    rf"\b(?P<few>{_N})\b(?:\s+[^\W\d]+){{0,4}}?\s+из\s+(?P<all>{_N})\b"
    rf"|\bиз\s+(?P<all2>{_N})\b[^\d\n]{{1,60}}?\b(?P<few2>{_N})(?!\.\d)\b"
    r"|(?P<per>\d{1,3})\s?(?:%|процент)",
    re.IGNORECASE,
)


_OF_PEOPLE = re.compile(r"человек|специалист|сотрудник|слушател|кандидат|работник", re.IGNORECASE)


def share(statement: Statement) -> bool | None:
    """Whether «7 из 12» or «80 %» is less than all; None if there is no share."""
    text = statement.sentence.text
    found = _SHARE.search(text)
    if not found or _OF_PEOPLE.search(text, found.start(), found.end() + 20):
        return None
    if found["per"]:
        return int(found["per"]) < 100
    few, every = found["few"] or found["few2"], found["all"] or found["all2"]
    return _count(few) < _count(every)


def _count(word: str) -> int:
    return int(word) if word.isdecimal() else _SPOKEN[word.lower()]


def _conditions(statement: Statement, votes: list[Vote], setting: Setting) -> list[Vote]:  # noqa: ARG001
    """Readiness that hangs on something open, or is of a part."""
    idle = {m.start for m in statement.meaning("idle_if")}
    text = statement.sentence.part.text
    explicit, soft = (
        [
            m
            for m in statement.meaning(means)
            if m.start not in idle and text[max(0, m.start - 3) : m.start].lower() != "не "
        ]
        for means in ("explicit_condition", "condition")
    )
    part = share(statement)
    partial = part or (part is None and (bool(statement.meaning("partial")) or _except(statement)))
    found = [_conditional(v, bool(explicit or soft), bool(explicit), partial) for v in votes]
    if explicit or not soft or text[soft[0].start : soft[0].start + 5].lower() != "после":
        return found
    return [_fronted(v, old, soft[0].start) for v, old in zip(found, votes, strict=True)]


def _fronted(vote: Vote, before: Vote, condition: int) -> Vote:
    """«После замены сервера готовы»: the replacement may be done already."""
    turned = vote.says is Says.CONDITIONAL and before.says is Says.READY
    return vote.but(hedged=True) if turned and condition < vote.start + 1 else vote


def _except(statement: Statement) -> bool:
    """«все, кроме архива»; not «кроме того»."""
    words = [w.form for clause in statement.clauses for w in clause.words]
    return any(
        word == "кроме" and after not in {"того", "этого"} and not after.startswith("кандидат")
        for word, after in pairwise(words)
    )


def _conditional(vote: Vote, open_: bool, explicit: bool, partial: bool) -> Vote:
    if partial and vote.rule.startswith("no_obstacle"):
        return vote.but(hedged=True)
    if partial and vote.says in {Says.READY, Says.HAS}:
        return vote.but(says=Says.CONDITIONAL, rule=f"{vote.rule}_in_part")
    if vote.says is Says.READY and open_:
        return vote.but(says=Says.CONDITIONAL, rule=f"{vote.rule}_on_condition")
    if vote.says is Says.FUTURE and (explicit or (open_ and vote.on is None)):
        return vote.but(says=Says.CONDITIONAL, rule=f"{vote.rule}_on_condition")
    if vote.says is Says.DEFERRED and explicit and vote.rule == "being_worked_on":
        return vote.but(says=Says.CONDITIONAL, rule=f"{vote.rule}_on_condition")
    if vote.says is Says.NOT_READY and explicit:
        return vote.but(hedged=True)
    return vote


def _contrast(statement: Statement, votes: list[Vote], setting: Setting) -> list[Vote]:  # noqa: ARG001
    """«готовы, но нет лицензий»: ready but for something."""
    lacking = [
        v
        for v in votes
        if v.says is Says.LACKS and _opposed(statement.clauses[statement.clause_at(v.start)])
    ]
    if not lacking:
        return votes
    if not any(v.says is Says.READY for v in votes) and _NAMED & statement.classes:
        return [
            v.but(says=Says.CONDITIONAL, rule=f"{v.rule}_only") if v in lacking and _only(v) else v
            for v in votes
        ]
    return [
        v.but(says=Says.CONDITIONAL, rule=f"{v.rule}_but") if v.says is Says.READY else v
        for v in votes
    ]


_TOLD = VERDICTS | {Says.UNCLEAR}


_NAMED = frozenset({"connect", "connection", "ready", "readiness"})


def _only(vote: Vote) -> bool:
    return bool({"только", "лишь"} & set(vote.evidence.text.lower().split()))


def _opposed(clause: Clause) -> bool:
    return clause.opener in _BUT or bool(
        {"только", "лишь", "правда", "единственное"} & clause.forms
    )


def _unreal(statement: Statement, votes: list[Vote], setting: Setting) -> list[Vote]:  # noqa: ARG001
    """«подключились бы, будь лицензии»: not so."""
    if not {"бы", "б"} & statement.forms or statement.meaning("denial"):
        return votes
    unreal = {Says.READY, Says.HAS, Says.FUTURE, Says.CONDITIONAL}
    return [
        v.but(says=Says.UNCLEAR)
        if v.says in unreal
        and v.rule != "no_obstacles"
        and {"бы", "б"} & statement.clauses[statement.clause_at(v.start)].forms
        else v
        for v in votes
    ]


_NAMED_SYSTEM = re.compile(
    r"(?:систем|программ|комплекс|сервис)[а-яё]*\s+(?:[А-ЯЁA-Z]{2,6}\s+)?[«\"“](?P<name>[^»\"”\n]{2,40})"
)


def _another_system(statement: Statement, votes: list[Vote], setting: Setting) -> list[Vote]:
    """«подключены к системе «Дело»»: another system than the circular's."""
    text = statement.sentence.text
    names = {m["name"].lower()[:5] for m in _NAMED_SYSTEM.finditer(text)}
    foreign = names - setting.names if setting.names else set()
    if not foreign and "other_system" not in statement.classes:
        return votes
    if any(name in text.lower() for name in setting.names):
        return [v.but(hedged=True) if v.says in VERDICTS else v for v in votes]
    return [v.but(says=Says.NOTHING, rule=ANOTHER) if v.says in VERDICTS else v for v in votes]


ANOTHER = "another_system"
"""The rule that hears of another system: no answer, and no silence either."""


def _set_aside(statement: Statement, votes: list[Vote], setting: Setting) -> list[Vote]:  # noqa: ARG001
    """What an earlier letter said, and what others say, is no answer."""
    if statement.meaning("others"):
        votes = [v.but(says=Says.UNCLEAR, rule="others_say") for v in votes]
    told = statement.meaning("history")
    if not told:
        return votes
    since = next(
        (
            c.start
            for c in statement.clauses
            if c.start > told[0].start and (c.opener in _BUT or {"теперь", "сейчас"} & c.forms)
        ),
        None,
    )
    return [
        v
        if v.rule == "as_before" or (since is not None and v.start >= since)
        else v.but(says=Says.NOTHING, rule=EARLIER if v.says in _TOLD else v.rule)
        for v in votes
        if v.says is not Says.RETRACT or v.start > told[0].start
    ]


_EXCEPT = frozenset({"не", "нет", "ни", "без", "кроме", "лишь", "нету", "исключая", "частично"})


_ADVERSE = frozenset({"но", "однако", "хотя"})


def _leftovers(statement: Statement, votes: list[Vote], setting: Setting) -> list[Vote]:  # noqa: ARG001
    """«готовы, сельсоветы нет»: a denial beside «готовы» that no rule understood."""
    heard = {statement.clause_at(v.start) for v in votes} | {
        at
        for m in statement.matches
        for at, c in enumerate(statement.clauses)
        if m.start < c.end and c.start < m.end
    }
    unheard = [
        c
        for at, c in enumerate(statement.clauses)
        if at not in heard
        and (c.forms & _EXCEPT or (c.opener in _ADVERSE and "done" not in c.classes))
        and not {"candidate", "people", "other"} & c.classes
    ]
    if not unheard:
        return votes
    return [v.but(hedged=True) if v.says in {Says.READY, Says.FUTURE} else v for v in votes]


_PERHAPS = re.compile(
    r"(?:^|[,.;(]\s*)(?:возможно|может быть|быть может),|,\s*(?:возможно|может быть|быть может)\b",
    re.IGNORECASE,
)


def _hedges(statement: Statement, votes: list[Vote], setting: Setting) -> list[Vote]:  # noqa: ARG001
    """«вроде готовы», «наверное подключимся»: a person should look."""
    if statement.meaning("hedge", "irony") or _PERHAPS.search(statement.sentence.text):
        return [v.but(hedged=True) for v in votes]
    return [v.but(hedged=True) if v.rule == "rhetorical" else v for v in votes]


Change = Callable[[Statement, list[Vote], Setting], list[Vote]]
CHANGES: tuple[Change, ...] = (
    _deny,
    _date,
    _conditions,
    _contrast,
    _another_system,
    _unreal,
    _set_aside,
    _leftovers,
    _hedges,
)
"""In this order: a date must be known before a condition can weigh against it."""
