"""«Утверждать, что район готов, было бы преждевременно»: what may not be said is not so.

The sentence opens with an infinitive of saying and what is said; its own predicate stands behind.
"""

from __future__ import annotations

import re

from rules.readiness.called import BARRED
from rules.readiness.clauses import Statement
from rules.readiness.days import Setting
from rules.readiness.votes import Says, Vote

_SAY = (
    *("утверждать", "говорить", "сказать", "полагать", "считать", "заявлять", "заявить", "думать"),
    *("докладывать", "доложить", "сообщать", "сообщить", "рапортовать", "уверять", "признать"),
    *("констатировать", "заверять", "надеяться", "рассчитывать", "обещать", "гарантировать"),
)
_OPENS = re.compile(
    r"\W*(?:(?:пока|однако|поэтому|сегодня|сейчас|вместе|с|тем|но|и|а|же|ещё|еще|таким|образом),?\s+){0,3}"
    rf"(?P<say>{'|'.join(_SAY)})\b[^.;:,]{{0,50}},\s+(?:что|будто)\s",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    r",\s+(?:(?:было\s+бы|будет|пока|ещё|еще|значило\s+бы|означало\s+бы|явно|крайне|весьма)\s+){0,3}"
    rf"(?:(?P<early>преждеврем|рано\b)|{'|'.join(BARRED)}|значило|означало|выдавать"
    r"|(?:оснований|причин|повода)\s+(?:нет|не\b)|нет\s+(?:\w+\s+)?(?:оснований|причин|повода))",
    re.IGNORECASE,
)
_TURNED = {Says.READY: Says.NOT_READY, Says.HAS: Says.LACKS, Says.FUTURE: Says.NOT_READY}


def asserted(statement: Statement, votes: list[Vote], setting: Setting) -> list[Vote]:  # noqa: ARG001
    """The votes of what may not be said turned round; those of what one is not to deny doubted."""
    if statement.forms.isdisjoint(_SAY) or not {"что", "будто"} & statement.forms:
        return votes
    text = statement.sentence.part.text
    opens = _OPENS.match(text, statement.sentence.start, statement.sentence.end)
    if opens is None or text[: opens.start("say")].rstrip().lower().endswith(" не"):
        return votes
    behind = _BEHIND.search(text, opens.end(), statement.sentence.end)
    if behind is None:
        return votes
    early = behind["early"] is not None
    return [_turned(v, early=early) if opens.end() <= v.end <= behind.end() else v for v in votes]


def _turned(vote: Vote, *, early: bool) -> Vote:
    if vote.rule.endswith("_denied") or vote.says not in {*_TURNED, Says.NOT_READY}:
        return vote
    says = _TURNED.get(vote.says, Says.READY)
    doubtful = early or says is Says.READY
    return vote.but(says=says, rule=f"{vote.rule}_denied", hedged=vote.hedged or doubtful, on=None)
