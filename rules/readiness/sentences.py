"""Rules that read a whole sentence: conditions, parts of the whole, dates, doubts of the writer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from rules import dates
from rules.dates import DateMention
from rules.model import Circular
from rules.phrases import Match
from rules.readiness.clauses import Clause, Statement
from rules.readiness.verdicts import RULES
from rules.readiness.votes import VERDICTS, Says, Vote

_CUES = frozenset({"ready", "readiness", "connect", "connection"})
_POLAR = frozenset(
    {"absent", "possible", "impossible", "obstacle", "contrast", "expected", "will", "low"}
)
_SPOKEN = {
    "ready": Says.READY,
    "not_ready": Says.NOT_READY,
    "deferred": Says.DEFERRED,
    "future": Says.FUTURE,
    "conditional": Says.CONDITIONAL,
    "has": Says.HAS,
    "lacks": Says.LACKS,
}
_OPPOSITE = {
    Says.READY: Says.NOT_READY,
    Says.NOT_READY: Says.READY,
    Says.HAS: Says.LACKS,
    Says.FUTURE: Says.NOT_READY,
}


@dataclass(frozen=True, slots=True)
class Setting:
    """What a sentence is read against: the mail's day and the circular's dates."""

    today: date | None
    circular: Circular

    @property
    def milestones(self) -> frozenset[date]:
        """The circular's own dates: to repeat one is not to promise one."""
        return frozenset(m.on for m in self.circular.milestones) | {self.circular.deadline}


def read(statement: Statement, setting: Setting) -> list[Vote]:
    """All votes of a sentence, in the order of the text."""
    votes = _clause_votes(statement)
    if not votes:
        return _unexplained(statement)
    for change in CHANGES:
        votes = change(statement, votes, setting)
    return votes


def _clause_votes(statement: Statement) -> list[Vote]:
    spoken: dict[int, Vote] = {}
    for match in statement.meaning(*_SPOKEN):
        at = statement.clause_at(match.start)
        if at not in spoken:
            spoken[at] = _spoken(statement, match)
    conditions = {
        statement.clause_at(m.start) for m in statement.meaning("condition", "explicit_condition")
    }
    votes = []
    for at, clause in enumerate(statement.clauses):
        vote = spoken.get(at) or _by_rules(clause)
        if vote and at in conditions and len(statement.clauses) > 1 and at not in spoken:
            others = [_by_rules(c) for n, c in enumerate(statement.clauses) if n != at]
            if any(v and v.says in VERDICTS for v in others) or any(n != at for n in spoken):
                continue
        if vote:
            votes.append(vote)
    return votes


def _spoken(statement: Statement, match: Match) -> Vote:
    says = _SPOKEN[match.phrase.means]
    clause = statement.clauses[statement.clause_at(match.start)]
    first = next((n for n, w in enumerate(clause.words) if w.token.start == match.start), 0)
    if clause.negated(first):
        says = _OPPOSITE.get(says, says)
    return Vote(says, match.phrase.name, statement.sentence, match.start, match.end)


def _by_rules(clause: Clause) -> Vote | None:
    for rule in RULES:
        found = rule(clause)
        if found:
            return found
    return None


def _unexplained(statement: Statement) -> list[Vote]:
    """A sentence that speaks of readiness or connection and that no rule understood."""
    if not _CUES & statement.classes or statement.meaning("neutral"):
        return []
    predicate = any(
        w.classes & {"ready", "connect"} and "INFN" not in w.grammar
        for c in statement.clauses
        for w in c.words
    )
    polar = bool(_POLAR & statement.classes) or bool({"не", "ни", "без"} & statement.forms)
    says = Says.UNCLEAR if predicate or polar else Says.NOTHING
    sentence = statement.sentence
    return [Vote(says, "unexplained", sentence, sentence.start, sentence.end)]


def _deny(statement: Statement, votes: list[Vote], setting: Setting) -> list[Vote]:  # noqa: ARG001
    """«нельзя сказать, что не готовы», «было бы преувеличением»."""
    denials = len(statement.meaning("denial"))
    if denials % 2 == 0:
        return votes
    return [v.but(says=_OPPOSITE.get(v.says, v.says), rule=f"{v.rule}_denied") for v in votes]


def _set_aside(statement: Statement, votes: list[Vote], setting: Setting) -> list[Vote]:  # noqa: ARG001
    """What an earlier letter said, and what others say, is no answer."""
    if statement.meaning("history"):
        return [
            v.but(says=Says.NOTHING, rule="earlier_letter")
            if v.start > statement.meaning("history")[0].start or len(votes) == 1
            else v
            for v in votes
        ]
    if statement.meaning("others"):
        return [v.but(says=Says.UNCLEAR, rule="others_say") for v in votes]
    return votes


def _date(statement: Statement, votes: list[Vote], setting: Setting) -> list[Vote]:
    """Give promises their dates; a date beside «готовы» may make it a promise."""
    found = [
        m
        for m in dates.find(
            statement.sentence.text,
            setting.today,
            setting.circular.on.year,
            statement.sentence.start,
        )
        if not m.is_reference
    ]
    return [_dated(v, found, statement, setting) for v in votes] if found else votes


def _dated(vote: Vote, found: list[DateMention], statement: Statement, setting: Setting) -> Vote:
    mention = _nearest(vote, found, statement)
    if mention is None:
        return vote
    if vote.says in {Says.FUTURE, Says.WILL_HAVE}:
        return vote.but(on=mention.last, sure_date=mention.certain)
    if vote.says is not Says.READY or mention.last is None:
        return vote
    past = setting.today is not None and mention.last <= setting.today
    if past or mention.last in setting.milestones:
        return vote
    if mention.lead in {"до", "к", "ко", "с", "со", "не позднее", "не позже"}:
        return vote.but(says=Says.FUTURE, on=mention.last, sure_date=mention.certain)
    return vote


def _nearest(vote: Vote, found: list[DateMention], statement: Statement) -> DateMention | None:
    """The date of the vote's own clause, else the nearest in a clause that has no vote."""
    clause = statement.clauses[statement.clause_at(vote.start)]
    own = [m for m in found if clause.start <= m.start < clause.end]
    pool = own or found
    leading = [m for m in pool if m.lead in {"до", "к", "ко", "не позднее", "не позже"}]
    return min(leading or pool, key=lambda m: abs(m.start - vote.start), default=None)


def _conditions(statement: Statement, votes: list[Vote], setting: Setting) -> list[Vote]:  # noqa: ARG001
    """Readiness that hangs on something open, or is of a part."""
    explicit = bool(statement.meaning("explicit_condition"))
    open_ = explicit or bool(statement.meaning("condition"))
    partial = bool(statement.meaning("partial"))
    return [_conditional(v, open_, explicit, partial) for v in votes]


def _conditional(vote: Vote, open_: bool, explicit: bool, partial: bool) -> Vote:
    if partial and vote.says in {Says.READY, Says.HAS}:
        return vote.but(says=Says.CONDITIONAL, rule=f"{vote.rule}_in_part")
    if vote.says is Says.READY and open_:
        return vote.but(says=Says.CONDITIONAL, rule=f"{vote.rule}_on_condition")
    if vote.says is Says.FUTURE and (explicit or (open_ and vote.on is None)):
        return vote.but(
            says=Says.CONDITIONAL, rule=f"{vote.rule}_on_condition", explicit=vote.on is not None
        )
    return vote


def _contrast(statement: Statement, votes: list[Vote], setting: Setting) -> list[Vote]:  # noqa: ARG001
    """«готовы, но нет лицензий»: ready but for something."""
    lacking = [
        v
        for v in votes
        if v.says is Says.LACKS
        and statement.clauses[statement.clause_at(v.start)].opener
        in {"но", "однако", "только", "а", "хотя", "зато"}
    ]
    if not lacking:
        return votes
    return [
        v.but(says=Says.CONDITIONAL, rule=f"{v.rule}_but") if v.says is Says.READY else v
        for v in votes
    ]


def _hedges(statement: Statement, votes: list[Vote], setting: Setting) -> list[Vote]:  # noqa: ARG001
    """«вроде готовы», «наверное подключимся»: a person should look."""
    if not statement.meaning("hedge", "irony"):
        return votes
    return [v.but(hedged=True) for v in votes]


Change = Callable[[Statement, list[Vote], Setting], list[Vote]]
CHANGES: tuple[Change, ...] = (_deny, _date, _conditions, _contrast, _set_aside, _hedges)
"""What a sentence's structure does to the votes of its clauses, in order."""
