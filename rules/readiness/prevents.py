"""«нет причин, которые помешали бы», «недостатков, способных повлиять, не выявлено».

What would hinder is named by a participle or a relative clause; whether it exists, the words around
tell. A denial outside of what hinders denies the hindrance.
"""

from __future__ import annotations

from rules.readiness.asides import NOTHING_PREVENTS
from rules.readiness.clauses import Statement, Word
from rules.readiness.votes import Says, Vote

_ASIDE = frozenset({"candidate", "people", "other_subject"})
_OURS = frozenset({"connect", "connection", "readiness", "ready", "system", "start"})
_LINKS = ("котор", "способн", "могущ")
_NO = frozenset({"не", "нет", "ни", "ничто", "ничего"})
_ANYTHING = frozenset({"ничего", "такого", "того", "нечего", "либо", "нибудь"})
_REACH = 9
"""Words between «которые» and what they hinder."""


def nothing_prevents(statement: Statement) -> Vote | None:
    """That nothing hinders the connection, or None if the sentence does not say so."""
    classes = statement.classes
    relative = any(f.startswith("котор") for f in statement.forms)
    if not (relative or "hinders" in classes) or (_ASIDE & classes and not _OURS & classes):
        return None
    words = [w for clause in statement.clauses for w in clause.words]
    span = _hindering(words) or _unmet(words)
    if span is None or not _denied_outside(words, *span):
        return None
    sentence = statement.sentence
    start, end = words[0].token.start, words[-1].token.end
    return Vote(Says.READY, NOTHING_PREVENTS, sentence, start, end)


def _hindering(words: list[Word]) -> tuple[int, int] | None:
    """Where a participle or a relative clause that hinders begins, and where its verb stands."""
    for at, word in enumerate(words):
        if at == 0 or "hinders" not in word.classes:
            continue
        before = words[at - 1]
        if "PRTF" in word.grammar:
            return (at - 1 if before.form == "не" else at), at
        for back in range(at - 1, max(-1, at - _REACH), -1):
            form = words[back].form
            of_nothing = form in {"что", "чего"} and words[back - 1].form in _ANYTHING
            if words[back - 1].form == "без":
                break  # «средств, без которых подключение невозможно»: needed, no hindrance
            if form.startswith(_LINKS) or of_nothing:
                return back, at
    return None


def _unmet(words: list[Word]) -> tuple[int, int] | None:
    """«ни одного требования, которому администрация не отвечала бы»."""
    for at, word in enumerate(words):
        if not word.form.startswith("котор") or not any(map(_is_ground, words[:at])):
            continue
        for no in range(at + 1, min(at + _REACH, len(words) - 1)):
            if words[no].form == "не" and "finite" in words[no + 1].grammar:
                return at, no + 1
    return None


def _is_ground(word: Word) -> bool:
    grounds = ("обстоятельств", "причин", "основани", "фактор", "услови")
    plain = word.form.startswith(grounds) and word.form != "причине"
    return plain or "works" in word.classes


def _denied_outside(words: list[Word], start: int, end: int) -> bool:
    """Whether the words around what hinders deny it."""
    around = (*words[:start], *words[end + 1 :])
    return any(
        w.form in _NO or ("absent" in w.classes and not w.form.startswith("недостат"))
        for w in around
    )


def of_the_rest(vote: Vote, votes: list[Vote]) -> list[Vote]:
    """The votes of a sentence that says that nothing hinders: without what seemed adverse."""
    adverse = {Says.NOT_READY, Says.LACKS, Says.UNCLEAR, Says.HAS, Says.NOTHING, Says.READY}
    return [v for v in votes if v.says not in adverse] + [vote]
