"""What a sentence says: phrases and rules vote on its clauses, its structure changes the votes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from rules.document import Sentence
from rules.readiness.apart import in_pieces
from rules.readiness.asking import rhetorical
from rules.readiness.asserted import asserted
from rules.readiness.ballot import EARLIER, WHETHER
from rules.readiness.clauses import Statement
from rules.readiness.conditions import hanging
from rules.readiness.days import Setting
from rules.readiness.double_denial import TWICE
from rules.readiness.elliptic import NO, YES, elliptic
from rules.readiness.handed_over import passed_on, told_by_another
from rules.readiness.moved import moved, named_term
from rules.readiness.obstacles import NOBODY_TO_HINDER
from rules.readiness.prevents import matters_not, nothing_prevents, of_the_rest, something_prevents
from rules.readiness.repairs import mended, repair
from rules.readiness.silence import CUES, unexplained
from rules.readiness.spoken import LOOSE, spoken
from rules.readiness.stance import is_there
from rules.readiness.structure import CHANGES
from rules.readiness.verdicts import by_rules
from rules.readiness.votes import VERDICTS, Says, Vote, of_sentence
from rules.readiness.wants import UP_TO_OTHERS

_YES = YES | {"полная"}
_NO = NO | {"отсутствует"}
_LABEL = frozenset(
    {"по", "первому", "1", "1-му", "вопросу", "пункту", "п", "первое", "ответ", "на"}
)


_MOST_CLAUSES = 150
"""No sentence that people write has more."""


def read(
    statement: Statement, setting: Setting, *, asked: bool = False, bare: bool = False
) -> list[Vote]:
    """All votes of a sentence, in the order of the text.

    `asked` tells that what stands before asks of readiness, so that «Да» and «пока нет» answer it,
    `bare` that the letter begins here, so that «пока никак» answers what we asked.
    """
    if not statement.clauses:  # a dash under a question
        return [sign] if (sign := elliptic(statement, setting, asked=asked)) else []
    put_right = _put_right(statement)
    if put_right is not None:
        return read(put_right, setting, asked=asked, bare=bare)
    slip = repair(statement)
    if slip is not None:
        before = read(slip.before, setting, asked=asked, bare=bare)
        answered = any(v.says in VERDICTS for v in before)
        after = read(slip.after, setting, asked=asked or answered) if slip.after else []
        votes = mended(slip, before, after)
        if votes is not None:
            return votes
    denied = asserted(statement, lambda piece: read(piece, setting, asked=asked))
    if denied is not None:
        return denied
    apart = in_pieces(
        statement, lambda piece, told: read(piece, setting, asked=asked or told, bare=bare)
    )
    return _whole(statement, setting, asked=asked, bare=bare) if apart is None else apart


def _whole(statement: Statement, setting: Setting, *, asked: bool, bare: bool) -> list[Vote]:
    """The votes of a sentence that is of one piece."""
    if len(statement.clauses) > _MOST_CLAUSES:
        return [of_sentence(statement.sentence, Says.UNCLEAR, "too_long")]
    told = _firm(_clause_votes(statement))
    if any(m.phrase.name == "cannot_say" for m in statement.matches):
        told = [v for v in told if v.rule != "worked_on"] or told
    if any(v.says is Says.DEFERRED for v in told):
        told = [v for v in told if not _is_open_question(v)]
    short = _short(statement, setting, told, asked=asked, bare=bare)
    told = [v for v in told if not any(v.start < s.end and s.start < v.end for s in short)]
    votes = sorted([*_retraction(statement), *short, *told], key=lambda v: v.start)
    there = is_there(statement)
    if there:
        votes = [v for v in votes if v.says is not Says.UNCLEAR and v.start < there.start] + [there]
    prevented = nothing_prevents(statement) or something_prevents(statement)
    if prevented:
        votes = of_the_rest(prevented, votes)
    beside = None if prevented else matters_not(statement)
    if beside:
        votes = [v for v in votes if v.end <= beside.start or v.start >= beside.end] + [beside]
    another = moved(statement, setting) or named_term(statement, setting)
    if another:
        votes = [v for v in votes if v.says not in _OF_A_DAY] + [another]
    votes += rhetorical(statement)[: 0 if votes else 1]
    if not any(v.says is not Says.RETRACT for v in votes):
        votes += unexplained(statement, setting)
    for change in CHANGES if votes else ():
        votes = change(statement, votes, setting)
    if not any(v.says in VERDICTS for v in votes):
        votes += hanging(statement, votes) or told_by_another(statement) or passed_on(statement)
    return _without_old_words(statement, votes, setting)


def _is_open_question(vote: Vote) -> bool:
    """«вопрос о готовности не закрыт, ответ дадим позже»: what is not settled is told later."""
    return vote.rule == "in_the_system" and vote.says is Says.NOT_READY


_INSTEAD = re.compile(
    r"\bвместо\s+[«\"“].{3,200}?[»\"”],?\s+(?:следует\s+|надо\s+|нужно\s+|прошу\s+|просим\s+)?"
    r"(?:читать|считать|понимать)\s*:?\s+(?P<said>[«\"“].{3,200}?[»\"”])",
    re.IGNORECASE | re.DOTALL,
)


_READ_AS = re.compile(
    r"\bслов\w{1,2}\s+[«\"“][^»\"”]{3,80}[»\"”].{0,200}?\bчитать\s+(?:как\s+)?(?P<said>[«\"“].{3,200}?[»\"”])",
    re.IGNORECASE | re.DOTALL,
)


def _put_right(statement: Statement) -> Statement | None:
    """«Вместо "не готов" следует читать "готов"»: what should be read."""
    sentence = statement.sentence
    if not {"вместо", "читать"} & statement.forms:
        return None
    text = sentence.part.text
    found = _INSTEAD.search(text, sentence.start, sentence.end) or _READ_AS.search(
        text, sentence.start, sentence.end
    )
    if found is None:
        return None
    start, end = found.span("said")
    return Statement(Sentence(sentence.segment, start + 1, end - 1), statement.book)


_OLD_WORDS = re.compile(
    r"\b(?:(?:я|мы)\s+(?:\w+\s+)?(?:говорил|сказал)|слух|верьте|писал|сообщал|отвечал|докладывал|утвержда|знач\w+|числ\w+|было|указа)\w*"
    r"[^«»\n]{0,60}«(?P<said>[^»]{3,200})»",
    re.IGNORECASE,
)


def _without_old_words(statement: Statement, votes: list[Vote], setting: Setting) -> list[Vote]:
    """«Мы писали «готовы, если дадут канал»»: words of another day, told in quotation marks."""
    text = statement.sentence.part.text
    if not votes or "«" not in statement.sentence.text:
        return votes
    told = _OLD_WORDS.search(text, statement.sentence.start, statement.sentence.end)
    if told is None or told["said"].lower().startswith(tuple(setting.names)):
        return votes
    start, end = told.span("said")
    return [
        v.but(says=Says.NOTHING, rule=EARLIER)
        if (told.start() <= v.start < end and v.end > start) or v.rule.startswith("hanging")
        else v
        for v in votes
    ]


_OF_A_DAY = frozenset(
    {Says.READY, Says.NOT_READY, Says.FUTURE, Says.TERM, Says.WILL_DO, Says.UNCLEAR}
)
"""What a sentence that moves the day may seem to say of the day that it takes back."""


def _short(
    statement: Statement, setting: Setting, told: list[Vote], *, asked: bool, bare: bool
) -> list[Vote]:
    """An answer that leans on a question or a label, unless more is said."""
    if not told and {"раньше", "ранее"} & statement.forms and {"нет", "никак"} & statement.forms:
        return []
    if not told and not _TAKEN.isdisjoint(statement.forms):
        return []
    labelled = elliptic(statement, setting, asked=False)
    if labelled or any(v.says in VERDICTS and not v.hedged for v in told):
        return [labelled] if labelled else []
    leans = asked or bare
    found = elliptic(statement, setting, asked=True, begins=not asked) if leans else None
    if found and (asked or _is_plain(found, statement)):
        return [found]
    lone = bare and len(statement.sentence.tokens) <= 4
    return list(_short_answer(statement, asked or lone))


_TAKEN = frozenset(
    {"принято", "принял", "приняла", "приняли", "получено", "получил", "получила", "получили"}
    | {"понял", "поняла", "поняли", "понятно", "увидел", "увидела", "прочитал", "прочитала"}
)
"""«ок, принято»: our letter has come, and no more."""
_FLAT_NO = frozenset(
    {"нет", "нету", "неа", "никак", "увы", "можем", "могу", "получается", "успеваем"}
)


def _is_plain(vote: Vote, statement: Statement) -> bool:
    """Whether a letter that begins so answers our question, though nothing was asked before it."""
    said = [w for c in statement.clauses for w in c.words if vote.start <= w.token.start < vote.end]
    classes = frozenset().union(*(w.classes for w in said))
    forms = {w.form for w in said}
    if {"ready", "candidate", "people", "other"} & classes or _ASKS & forms:
        return False
    if vote.says is Says.FUTURE:
        return vote.on is not None
    if vote.says is Says.READY:
        return bool({"да", "вполне", "можем"} & forms)
    return vote.says is Says.DEFERRED or bool(vote.says is Says.NOT_READY and _FLAT_NO & forms)


def _retraction(statement: Statement) -> Iterator[Vote]:
    for match in statement.meaning("correction")[:1]:
        start = statement.sentence.tokens[match.tokens[-1]].start
        yield Vote(Says.RETRACT, "correction", statement.sentence, start, match.end)


def _short_answer(statement: Statement, asked: bool) -> Iterator[Vote]:
    """«Да», «Нет» after a question of readiness."""
    if not statement.clauses:
        return
    words = statement.clauses[0].words
    for asking, reply in pairwise(statement.clauses):
        word = reply.words[0]
        if "ли" in asking.forms and "ready" in asking.classes and word.form in _YES | _NO:
            says = Says.READY if word.form in _YES else Says.NOT_READY
            start, end = asking.start, word.token.end
            yield Vote(says, "short_answer", statement.sentence, start, end)
            return
    if statement.meaning("correction"):
        for clause in statement.clauses:
            held = [w for w in clause.words if w.form not in {"то", "увы"}]
            if len(held) == 1 and held[0].form in _YES | _NO:
                says = Says.READY if held[0].form in _YES else Says.NOT_READY
                yield Vote(says, "short_answer", statement.sentence, clause.start, clause.end)
                return
    numbered = [w for w in words if w.form not in _LABEL]
    first = words[0] if asked else numbered[0] if len(numbered) == 1 < len(words) else None
    alone = len(words) <= 5 and not CUES & statement.clauses[0].classes
    if alone and first and first.form in _YES | _NO:
        says = Says.READY if first.form in _YES else Says.NOT_READY
        yield Vote(says, "short_answer", statement.sentence, first.token.start, first.token.end)


_ASKS = frozenset(
    {"ли", "когда", "куда", "где", "как", "что", "кто", "кому", "кого", "сколько", "какой", "какая"}
    | {"какие", "каком", "почему", "зачем", "нужно", "можно", "чем", "чей", "или"}
)


def lone_answer(statement: Statement) -> bool:
    """Whether the sentence is «Да.» or «Нет.» and no more."""
    if len(statement.sentence.tokens) > 3:
        return False
    words = [w for clause in statement.clauses for w in clause.words]
    return len(words) == 1 and words[0].form in {"да", "нет"}


def in_question(statement: Statement, setting: Setting) -> list[Vote]:
    """A question that asks whether one is ready is no answer, and not nothing either.

    What stands before the asking clause is said, not asked: «Мы готовы, когда приедете?»
    """
    if not {"ready", "connect"} & statement.classes:
        return []
    sentence = statement.sentence
    asking = next((c.start for c in statement.clauses if _ASKS & c.forms), sentence.start)
    heard = read(statement, setting)
    said = [v for v in heard if v.end <= asking and v.says in VERDICTS]
    if any(v.rule == "ready_for_another_matter" for v in heard):
        return said
    if said or "ready" not in statement.classes:
        return said
    return [of_sentence(sentence, Says.NOTHING, WHETHER)]


def _firm(votes: list[Vote]) -> list[Vote]:
    """Without loose phrases where something firmer is said."""
    firm = [v for v in votes if v.rule not in LOOSE]
    return firm if any(v.says in VERDICTS for v in firm) else votes


def _clause_votes(statement: Statement) -> list[Vote]:
    heard = list(spoken(statement))
    votes = []
    ruled_by = [by_rules(clause) for clause in statement.clauses]
    conditional = _condition_clauses(statement, ruled_by)
    for at, (clause, ruled) in enumerate(zip(statement.clauses, ruled_by, strict=True)):
        phrases = [v for v in heard if v.start < clause.end and clause.start < v.end]
        if _TO_NAME & clause.forms:
            phrases = [_term_to_come(v) for v in phrases]
        if ruled and at in conditional and not phrases and ruled.says in VERDICTS:
            continue
        refused = ruled is not None and ruled.says is Says.NOT_READY
        refused = refused and any(v.rule == "due_date" for v in phrases)
        if ruled and phrases and (refused or ruled.rule == UP_TO_OTHERS):
            votes += [ruled, *(v for v in phrases if v not in votes)]
        elif phrases and not (ruled and _outranks(ruled, phrases[0])):
            votes += [v for v in phrases if v not in votes]
        elif ruled:
            votes.append(ruled)
    return votes


_TO_NAME = frozenset({"назовем", "назову", "назовут", "уточним", "определим", "укажем"})


def _term_to_come(vote: Vote) -> Vote:
    """«сроки подключения назовём до 25-го»: the day is of the telling."""
    if vote.rule != "due_date":
        return vote
    return vote.but(says=Says.DEFERRED, rule="term_to_come", on=None)


def _outranks(ruled: Vote, phrase: Vote) -> bool:
    """Whether a rule's reading of the clause is finer: a phrase of readiness knows no tense."""
    if phrase.rule in LOOSE and ruled.says in VERDICTS and not ruled.hedged:
        return True
    if phrase.rule == "worked_on" and (ruled.rule, ruled.says) == ("ready_word", Says.NOT_READY):
        return True
    finer = {Says.FUTURE, Says.UNCLEAR if phrase.says is Says.READY else Says.NOT_READY}
    if ruled.rule in {"answer_put_off", "called_ready", "any_day", NOBODY_TO_HINDER, TWICE}:
        return True
    if phrase.rule == "due_date" and ruled.says is Says.DEFERRED:
        before = phrase.sentence.part.text[max(0, phrase.start - 3) : phrase.start]
        return _OF_IT.search(before) is not None
    if phrase.rule == "any_time" and _YOUR_CALL.search(phrase.evidence.text.lower()):
        return False
    loose = phrase.says is Says.READY or phrase.rule in {"will_be_done", "due_date"}
    return loose and ruled.says in finer


_OF_IT = re.compile(r"\b[Оо]б?\s$")
"""«о сроке готовности сообщим 25-го»: the day is of the telling."""
_YOUR_CALL = re.compile(
    r"^хоть\b|\bперв|\b(?:назначи|скаже|укаже|выбере|прикаже|вели|пожелае|позове)те\b"
)


def _condition_clauses(statement: Statement, ruled_by: list[Vote | None]) -> set[int]:
    """Clauses that only state a condition, where others say what hangs on it."""
    found = {statement.clause_at(m.start) for m in statement.meaning("explicit_condition")}
    heads = {
        at
        for at in found
        if statement.clauses[at].words[0].form in {"если", "как", "когда", "пока", "при", "в"}
    }
    said = any(vote for at, vote in enumerate(ruled_by) if at not in heads)
    return heads if said else set()
