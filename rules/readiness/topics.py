"""Of what a clause will tell: «номера кабинетов сообщим позже» puts off no answer of ours."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from rules.morphology import parses
from rules.readiness.asides import ANOTHER
from rules.readiness.ballot import NAMED
from rules.readiness.clause import MONTHS
from rules.readiness.clauses import Clause, Word
from rules.readiness.deferrals import MATTERS, REPLIES, TIMES
from rules.readiness.votes import Says, Vote
from rules.readiness.weighed import BODIES, DETAILS

_ABOUT = frozenset({"о", "об", "обо", "про", "насчет", "относительно", "касательно", "касаемо"})
_GENERAL = (
    *("решени", "остальн", "подробн", "детал", "сторон", "част", "оценк", "картин"),
    *("ясност", "перспектив", "факт", "момент", "содержани", "сут", "тем", "предмет", "раз"),
    *("анкет", "форм", "таблиц", "запрос", "письм", "район", "администрац", "город", "област"),
    *("недел", "месяц", "дн", "ден", "числ", "час", "год", "минут", "врем", "утр", "вечер"),
)
_TOLD = frozenset({"report_later", "report_done", "working", "matter"})
_OTHERS = frozenset({"other_subject", "other_system", "office", "candidate", "people"})
_OURS = NAMED | {"infra", "works", "possible"}


def unless_of_another(vote: Vote, clause: Clause) -> Vote:
    """The vote, or none where what the clause puts off is named and is nothing of ours.

    A topic that is known to be another's (the harvest, the printers) is passed over; of one that
    nobody knows a person is asked, if the mail says nothing else of readiness.
    """
    if vote.says is not Says.DEFERRED or not vote.implied_topic:
        return vote
    topics = list(_topics(clause))
    if any(_OURS & w.classes and "other_subject" not in w.classes for w in topics):
        return vote
    foreign = [w for w in topics if not _is_general(w)]
    if not foreign:
        return vote
    known = all(_OTHERS & w.classes or w.form.startswith(DETAILS) for w in foreign)
    known = known or not any("1per" in w.grammar for w in clause.words)
    return vote.but(says=Says.NOTHING, rule="deferral_elsewhere" if known else ANOTHER)


def _is(part_of_speech: str, form: str) -> bool:
    return part_of_speech in parses(form)[0].tag.grammemes


def _is_general(word: Word) -> bool:
    """«ответ», «результаты», «сроки»: whatever they are of."""
    return word.form.startswith((*REPLIES, *MATTERS, *TIMES, *_GENERAL, *BODIES, *MONTHS))


def _topics(clause: Clause) -> Iterator[Word]:
    """The nouns that say of what one tells: behind «о», «по», and the object or, of a passive
    verb, the subject."""
    we = any({"finite", "1per"} <= w.grammar for w in clause.words)
    passive = any(
        "PRTS" in w.grammar or ("impf" in w.grammar and w.form.endswith(("ется", "ются", "ится")))
        for w in clause.words
    )
    for at, word in enumerate(clause.words):
        if "noun" not in word.grammar or "person" in word.grammar or _is("NPRO", word.form):
            continue
        preposition, after_noun = _governor(clause, at)
        if preposition is None:
            case = {"accs"} if we else {"nomn"} if passive else set()
            told = not (after_noun and "gent" in word.grammar) and bool(case & word.grammar)
        else:
            by = preposition == "по" and "datv" in word.grammar and bool(_TOLD & clause.classes)
            told = by or preposition in _ABOUT
            told = told and not _is_added(clause, at)
        if told:
            yield word


def _is_added(clause: Clause, at: int) -> bool:
    """«О выводах группы, равно как и о кандидатурах»: told beside the answer, not instead of it."""
    before = [w.form for w in clause.words[max(0, at - 4) : at]]
    return any(a in {"и", "также"} and b in _ABOUT for a, b in pairwise(before))


def _governor(clause: Clause, at: int) -> tuple[str | None, bool]:
    """The preposition of a noun, or None, and whether another noun stands right before both."""
    while at and "noun" not in clause.words[at - 1].grammar:
        at -= 1
        form = clause.words[at].form
        if _is("PREP", form):
            return form, bool(at) and "noun" in clause.words[at - 1].grammar
        if not {"ADJF", "PRTF"} & clause.words[at].grammar and not form[0].isdigit():
            return None, False
    return None, bool(at)
