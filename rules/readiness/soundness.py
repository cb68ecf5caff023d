"""«компьютеров, требующих замены, нет», «неисправных узлов не имеем»: nothing faulty is there.

The clause seems to tell of a lack: what is lacking is the fault.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from rules.readiness.ballot import OF_THE_ANSWER
from rules.readiness.clauses import Clause, Statement, Word
from rules.readiness.days import Setting
from rules.readiness.votes import Says, Vote

NOTHING_FAULTY = "nothing_faulty"
_NEEDING = ("требующ", "нуждающ", "подлежащ")
_REPAIR = (
    *("замен", "ремонт", "доработ", "устран", "настро", "обновл", "модерниз", "доукомпл", "наладк"),
    *("исправл", "дооснащ", "проверк", "улучш", "починк", "восстан", "переустан"),
    *("списан", "завершен", "доделк", "вмешат", "доводк", "переделк", "дообор", "решени"),
)
_FAULTY = (
    *("неисправн", "неподключенн", "устаревш", "изношенн", "поврежденн", "незавершенн"),
    *("неработающ", "непригодн", "негодн", "сломанн", "недостающ", "нефункционир"),
    *("неустановленн", "ненастроенн", "неготовых", "неподготовленных", "необорудован"),
    *("невыполненн", "нерешенн", "неустраненн", "недоделанн", "неукомплектованн", "неоснащенн"),
    *("отстающ", "проблемн", "аварийн"),
)
_READY = frozenset({"готовых", "подготовленных", "подключенных", "оснащенных", "оборудованных"})
_NO_MORE = (
    *("име", "оста", "выявл", "числ", "обнаруж", "наблюда", "существ", "найд", "зафиксир", "знае"),
    *("виж", "види", "держ"),
)
_GENITIVE = ("их", "ых", "ого", "его", "ой", "ей", "ие", "ые")


def nothing_faulty(statement: Statement, votes: list[Vote], setting: Setting) -> list[Vote]:  # noqa: ARG001
    """The votes of a sentence with a fact to the good where it seems to tell of a lack."""
    faulty = any(form.startswith(_NEEDING + _FAULTY) for form in statement.forms)
    if not (faulty or _READY & statement.forms):
        return votes
    sound = _sound(statement)
    if sound is None:
        return votes
    rest = [v for v in votes if not (v.start < sound.end and sound.start < v.end)]
    if any(v.says is Says.READY and v not in rest for v in votes):
        return votes
    return sorted([*rest, sound], key=lambda v: v.start)


def _sound(statement: Statement) -> Vote | None:
    for at, clause in enumerate(statement.clauses):
        fault = next((n for n in range(len(clause.words)) if _is_fault(clause, n)), None)
        if fault is None:
            continue
        for words in _stretches(statement, at, fault):
            if _is_none(words, words.index(clause.words[fault])):
                start, end = words[0].token.start, words[-1].token.end
                ours = OF_THE_ANSWER & frozenset().union(*(w.classes for w in words))
                says = Says.READY if ours else Says.HAS
                return Vote(says, NOTHING_FAULTY, statement.sentence, start, end)
    return None


def _is_fault(clause: Clause, at: int) -> bool:
    """«неисправных», «требующих ремонта», «нуждающихся в доработке»."""
    word = clause.words[at]
    if not word.form.endswith((*_GENITIVE, "ихся", "егося", "ейся", "иеся")):
        return False
    unready = word.form in _READY and at > 0 and clause.words[at - 1].form == "не"
    if unready or word.form.startswith(_FAULTY):
        return True
    return word.form.startswith(_NEEDING) and any(
        w.form.startswith(_REPAIR) for w in clause.words[at + 1 : at + 5]
    )


def _stretches(statement: Statement, at: int, fault: int) -> Iterator[list[Word]]:
    """From the thing to its verb: the clause, or beyond the commas about a participle."""
    clauses = statement.clauses
    here = list(clauses[at].words)
    yield here
    if at + 1 == len(clauses):
        return
    behind = list(clauses[at + 1].words)
    if fault < 2 and at and clauses[at].opener == "," and not clauses[at - 1].has_predicate:
        yield [*clauses[at - 1].words, *here, *behind]
    elif behind[0].form in {"нет", "не", "нету"} and clauses[at + 1].opener == ",":
        yield [*here[max(0, fault - 1) :], *behind]


def _is_none(words: list[Word], fault: int) -> bool:
    """Whether a denial of being there belongs to what is faulty, not to something behind it."""
    for at, (word, after) in enumerate(pairwise([*words, words[-1]])):
        denied = word.form == "не" and after.form.startswith(_NO_MORE)
        if not (denied or word.form in {"нет", "нету"} or word.form.startswith("отсутству")):
            continue
        behind = words[at + 1 + denied : at + 3 + denied]
        if at < fault:
            return at + 4 + denied > fault
        lacking = {"наличии", "возможности"} & {w.form for w in behind}
        return not lacking and not (behind and _is_thing(behind[0]))
    return False


def _is_thing(word: Word) -> bool:
    return {"noun", "gent"} <= word.grammar and "nomn" not in word.grammar
