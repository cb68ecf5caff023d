"""What a sentence says of others is no answer: of neighbours, or of a thing that it names."""

from __future__ import annotations

import re

from rules.readiness.apart import WE
from rules.readiness.asides import ANOTHER
from rules.readiness.ballot import NAMED, OF_THE_ANSWER
from rules.readiness.clauses import Clause, Statement
from rules.readiness.days import Setting
from rules.readiness.terms import BARE_TERM
from rules.readiness.votes import VERDICTS, Says, Vote

_OF_NEIGHBOURS = re.compile(
    r"\W*(?:(?:а|вот|да|и|ведь|говорят|слышал[аи]?|знаю|видел[аи]?|по\s+слухам|как)\W+)*"
    r"(?:(?:у|в|во|на)\s+)?(?:наш\w+\s+)?"
    r"(?:сосед\w+|(?:друг(?:их|ие)|иных|многих|некоторых|прочих)\s+(?:\w+\s+)?"
    r"(?:район|муниципал|город|посел|администрац|субъект|област|регион)\w*)\b",
    re.IGNORECASE,
)
_WE = WE | {"нами", "наши", "я", "меня", "мне"}
_FACTS = VERDICTS | {Says.HAS, Says.LACKS, Says.WILL_HAVE, Says.WORKING}


def of_others(statement: Statement, votes: list[Vote], setting: Setting) -> list[Vote]:  # noqa: ARG001
    """«У соседей система стоит с весны», «Удостоверение просрочено, новое будет к понедельнику»."""
    if _is_of_neighbours(statement):
        return [v.but(says=Says.NOTHING, rule=ANOTHER) if v.says in _FACTS else v for v in votes]
    return [v for v in votes if v.rule != BARE_TERM or not _is_of_a_thing(statement, v)]


def _is_of_neighbours(statement: Statement) -> bool:
    """Whether the sentence opens with those beside us, and does not come to us."""
    if not any(
        form.startswith(("сосед", "друг", "ины", "мног", "некот", "проч"))
        for form in statement.forms
    ):
        return False
    opens = _OF_NEIGHBOURS.match(statement.sentence.text)
    start = statement.sentence.start
    return opens is not None and not any(
        t.text.lower() in _WE for t in statement.sentence.tokens if t.start >= start + opens.end()
    )


_OURS = NAMED | OF_THE_ANSWER | {"infra", "works", "term", "matter", "request", "outsiders"}


def _is_of_a_thing(statement: Statement, vote: Vote) -> bool:
    """Whether the clause before a bare day has a subject of its own that is none of ours."""
    at = statement.clause_at(vote.start)
    if not at or statement.clauses[at].opener != ",":
        return False
    before = statement.clauses[at - 1]
    return before.has_predicate and _OURS.isdisjoint(before.classes) and _has_subject(before)


def _has_subject(clause: Clause) -> bool:
    return any(
        {"noun", "nomn"} <= w.grammar and "person" not in w.grammar and w.form not in _WE
        for w in clause.words
    )
