"""Names that stand like a signature or a stray row: signers are no strangers, nor nominees."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rules.model import Evidence
from rules.readiness.clauses import Statement
from rules.readiness.spelling import spelt

_NAME_WORD = re.compile(r"[А-ЯЁ][а-яё]*(?:-[А-ЯЁ][а-яё]+)*")
_NOT_IN_NAME = re.compile(r"[^\W_]")
_MATTERS = frozenset({"training", "sending"})
_LONGEST_LINE = 200


def is_bare(statement: Statement) -> bool:
    """A line of two to five capitalised words and nothing else: «Лиман, Бембеев Санджи»."""
    text = statement.sentence.text
    if len(text) > _LONGEST_LINE:
        return False
    rest, words = _NAME_WORD.subn(" ", text)
    return 2 <= words <= 5 and not _NOT_IN_NAME.search(rest)


def _before(statement: Statement) -> str:
    """What stands before the line, without blanks at its end."""
    part, start = statement.sentence.part, statement.sentence.start
    return part.text[max(0, start - 200) : start].rstrip()


def _is_last(statement: Statement, statements: Sequence[Statement]) -> bool:
    """Whether nothing stands below but an office and how to reach it."""
    sentence = statement.sentence
    here = [s for s in statements if s.sentence.part is sentence.part]
    below = here[here.index(statement) + 1 :]
    return bool(_before(statement)) and not any(map(_tells, below))


def _tells(statement: Statement) -> bool:
    text = statement.sentence.text
    sorts = {"finite", "short"} if any(map(str.isdigit, text)) else {"finite", "short", "person"}
    return "\t" in text or any(sorts & w.grammar for w in statement.words)


def signs(
    statement: Statement,
    statements: Sequence[Statement],
    names: Sequence[Evidence],
    *,
    answered: bool,
) -> bool:
    """Whether a bare name ends the letter, below a finished sentence and no nominee's own line;
    where nobody is named at all, only below a question of the sender's own."""
    if not answered and not _before(statement).endswith("?"):
        return False
    if not is_bare(statement) or not _is_last(statement, statements):
        return False
    if any(map(statement.sentence.holds, names)):
        return False
    at = statements.index(statement)
    above = statements[at - 1] if at else statement
    listed = is_bare(above) and any(map(above.sentence.holds, names))
    return not listed and not _before(statement).endswith((":", "-", "–", "—", ","))


def misplaced(names: Sequence[Evidence], statements: Sequence[Statement]) -> Iterator[Evidence]:
    """Nominees who may be somebody else: below a letter that only asks, beside «пока подбираем»,
    in the one row of a table that does not speak of the training."""
    open_question = [s for s in statements if _is_undecided(s)]
    held = [(e, s) for e in names for s in statements if s.sentence.holds(e)]
    for name, statement in held:
        asked = _is_last(statement, statements) and _before(statement).endswith("?")
        undecided = bool(open_question) and not statement.classes & _MATTERS
        if (is_bare(statement) and asked) or undecided:
            yield name
    purposes = [(e, _is_purpose(e, s)) for e, s in held if "\t" in s.sentence.text]
    if any(taught for _, taught in purposes):
        yield from (name for name, taught in purposes if not taught)


def _is_purpose(name: Evidence, statement: Statement) -> bool:
    """Whether a cell behind the name tells that he is to be taught."""
    behind = (t.text for t in statement.sentence.tokens if t.start >= name.end)
    return any("training" in statement.book.classes(spelt(word)) for word in behind)


def _is_undecided(statement: Statement) -> bool:
    """«Специалиста для обучения пока подбираем»."""
    classes = statement.classes
    pending = bool({"пока", "еще"} & statement.forms)
    return pending and {"undecided", "training"} <= classes
