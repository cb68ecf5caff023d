"""What the phrases of the book say of readiness, where they stand."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from rules.morphology import fold
from rules.phrases import Match
from rules.readiness.ballot import ELSEWHERE, FAILED, NAMED, ONCE, PEOPLE
from rules.readiness.called import absence_barred
from rules.readiness.clauses import Clause, Statement, grammar
from rules.readiness.structure import OPPOSITE
from rules.readiness.subjects import complement
from rules.readiness.votes import Says, Vote
from rules.readiness.words import Word

_SPOKEN = {
    "ready": Says.READY,
    "not_ready": Says.NOT_READY,
    "deferred": Says.DEFERRED,
    "future": Says.FUTURE,
}


def spoken(statement: Statement) -> Iterator[Vote]:
    """Votes of phrases; of those that overlap the longest."""
    taken: list[Match] = []
    for match in sorted(statement.meaning(*_SPOKEN), key=lambda m: -len(m.tokens)):
        if _is_broken(statement, match) or _only_describes(statement, match):
            continue
        if not any(m.start < match.end and match.start < m.end for m in taken):
            taken.append(match)
    for match in sorted(taken, key=lambda m: m.start):
        if match.phrase.name == "out_of_the_question" and _runs_on(statement, match):
            continue
        if match.phrase.name == "nothing_left" and _was_once(statement, match):
            continue
        says, name = _meant(statement, match), match.phrase.name
        if name == "out_of_the_question" and _before_findings(statement):
            says = Says.DEFERRED
        if says is Says.NOT_READY and _is_all_that_hinders(statement, match):
            says = Says.CONDITIONAL
        if says is not Says.DEFERRED and _is_elsewhere(statement, match):
            says = Says.NOTHING
        hedged = name in LOOSE and not _of_the_first(match, statement)
        unit = "unit" in statement.clause_of(match.start).classes
        yield Vote(says, name, statement.sentence, match.start, match.end, hedged=hedged, unit=unit)


_SOLE = frozenset({"единственное", "единственная", "единственный", "лишь", "только"})


def _is_all_that_hinders(statement: Statement, match: Match) -> bool:
    """«Препятствует подключению единственное обстоятельство: …»"""
    if _SOLE.isdisjoint(statement.forms):
        return False
    return statement.sentence.part.text[match.start : match.end].lower().startswith("препятств")


_BREAKS = frozenset(
    {"теперь", "поскольку", "потому", "ибо", "хотя", "хоть", "если", "но", "однако"}
    | {"точнее", "вернее", "скорее"}
)


def _is_broken(statement: Statement, match: Match) -> bool:
    """Whether another clause begins within a gap: «есть препятствия, так как нет сервера»."""
    words = [token.text.lower() for token in statement.sentence.tokens]
    if match.phrase.name == "no_obstacles" and _names_the_one(words, match):
        return True
    of_before = match.phrase.name == "as_before"
    return any(
        words[between] in _BREAKS
        or (words[between] == ":" and of_before)
        or words[between : between + 2] == ["так", "как"]
        for at, after in pairwise(match.tokens)
        for between in range(at + 1, after)
    )


def _names_the_one(words: list[str], match: Match) -> bool:
    """«Загвоздка одна – нет договора», «Помехи есть: нет канала»: what lacks is the obstacle."""
    said = words[match.tokens[0] : match.tokens[-1]]
    turns = next((at for at, word in enumerate(said) if word in {"-", "–", "—", ":"}), 0)
    there = any(word in _STAND and said[at - 1] != "не" for at, word in enumerate(said[:turns]))
    return there or not _ONE.isdisjoint(said[:turns])


_STAND = frozenset({"имеются", "имеется", "есть", "остаются", "остается", "существуют", "возникли"})
_ONE = frozenset(
    {"один", "одна", "одно", "единственный", "единственная", "единственное", "только", "лишь"}
)


def _only_describes(statement: Statement, match: Match) -> bool:
    """«вопрос подключения … закрытого образования»: what should tell is said of a thing."""
    if match.phrase.name != "in_the_system":
        return False
    forms = (grammar(fold(statement.sentence.tokens[at].text)) for at in match.tokens)
    return any("PRTF" in form and "short" not in form for form in forms)


def _is_elsewhere(statement: Statement, match: Match) -> bool:
    """Whether the clauses in which a phrase stands name another matter, and ours not at all; who
    says «мы готовы» or answers loosely may well name people beside."""
    name = match.phrase.name
    if name == "we_ready" or (name in LOOSE and name != "question_closed"):
        return False
    covered = [c for c in statement.clauses if match.start < c.end and c.start < match.end]
    classes = frozenset().union(
        *(
            w.classes
            for c in covered
            for at, w in enumerate(c.words)
            if _names(w) and not _is_source(c, at)
        )
    )
    others = PEOPLE if name == "no_problem" else ELSEWHERE
    return bool(others & classes) and not _NAMED & classes


def _meant(statement: Statement, match: Match) -> Says:
    """What a phrase says where it stands: denied, to be done, or of somebody or something else."""
    name, says = match.phrase.name, _SPOKEN[match.phrase.means]
    if _denied(statement, match):
        says = Says.NOT_READY if name == "in_progress" else OPPOSITE.get(says, says)
    if name == "out_of_the_question" and _too_early_to_tell(statement, match):
        says = Says.DEFERRED
    if says is Says.READY and _to_be_done(statement, match):
        says = Says.WILL_DO
    if name == "no_obstacles" and _of_the_rest(statement, match):
        says = Says.HAS
    if says is Says.READY and name in _OF_ABSENCE:
        says = Says.NOT_READY if absence_barred(statement.clause_of(match.start)) else says
    aside = _of_somebody(statement, match) or _of_a_study(statement, match)
    aside = aside or (says is Says.DEFERRED and _of_people(statement, match))
    aside = aside or (name == "will_be_done" and _of_another(statement, match))
    return Says.NOTHING if aside else says


_OF_ABSENCE = frozenset({"no_obstacles", "out_of_the_question"})


def _too_early_to_tell(statement: Statement, match: Match) -> bool:
    """«делать выводы о готовности рано»: no answer yet."""
    last = statement.sentence.tokens[match.tokens[-1]].text.lower()
    clause = statement.clause_of(match.start)
    early = last.startswith(("рано", "преждевр")) or "рано" in clause.forms
    return early and any(
        w.form.startswith(("вывод", "заключени", "судить", "оценк")) for w in clause.words
    )


def _to_be_done(statement: Statement, match: Match) -> bool:
    """«закончить подготовку обязался монтажник»: to be done, not done."""
    marks = [grammar(fold(statement.sentence.tokens[at].text)) for at in match.tokens]
    if match.phrase.name != "nothing_left":
        return False
    done = any({"short", "PRTS"} & g or {"finite", "past"} <= g for g in marks)
    to_do = any(
        ({"INFN", "perf"} <= g or {"futr", "finite"} <= g)
        and "done" in statement.book.classes(fold(statement.sentence.tokens[at].text))
        for at, g in zip(match.tokens, marks, strict=True)
    )
    return to_do and not done


def _of_somebody(statement: Statement, match: Match) -> bool:
    """«Сидоров работает с Директумом», «готовность прибыть подтверждаем»: not the body."""
    clause = statement.clause_of(match.start)
    said = statement.words_of(match)
    if match.phrase.name == "in_the_system":
        theirs = said.startswith("работает") and PEOPLE & clause.classes
        return bool(theirs) or any(
            {"person", "nomn"} <= w.grammar
            and w.token.text.istitle()
            and w.token.end <= match.start
            for w in clause.words
        )
    if match.phrase.name in {"as_before", "no_doubts"}:
        at = clause.first("readiness")
        return at is not None and complement(clause, at, noun=True) in {"other", "unknown"}
    return False


def _of_people(statement: Statement, match: Match) -> bool:
    """«Кандидатура находится на согласовании», «по обучению сказать нечего»."""
    covered = statement.clauses[
        statement.clause_at(match.start) : statement.clause_at(match.end - 1) + 1
    ]
    classes = frozenset().union(*(c.classes for c in covered))
    aside = "candidate" in classes or any(
        w.form.startswith(("обучен", "учеб", "курс")) for c in covered for w in c.words
    )
    return aside and not (_NAMED | {"infra", "works"}) & classes


def _of_another(statement: Statement, match: Match) -> bool:
    """«котельные закончим к 15 сентября»."""
    classes = statement.clause_of(match.start).classes
    return "other_subject" in classes and not _NAMED & classes


_SOURCES = frozenset(
    {"слов", "словам", "сообщению", "данным", "заверению", "заверениям", "докладу", "мнению"}
    | {"оценке"}
)


def _is_source(clause: Clause, at: int) -> bool:
    """«со слов программиста»: by whom one knows it."""
    return any(w.form in _SOURCES for w in clause.words[max(0, at - 3) : at])


def _names(word: Word) -> bool:
    """Whether the word names a matter, or is ours anyway: «оплачено» names none."""
    return "other" not in word.classes or "short" not in word.grammar


_OTHERS = frozenset({"прочих", "иных", "других", "остальных", "остальном", "прочем", "больше"})


def _of_the_rest(statement: Statement, match: Match) -> bool:
    """«прочих помех не видим»: one was told before."""
    clause = statement.clause_of(match.start)
    return any(w.form in _OTHERS for w in clause.words if w.token.start <= match.end)


def _runs_on(statement: Statement, match: Match) -> bool:
    """«ждать нечего: всё на месте, можем подключаться»: the words are of two clauses."""
    first, last = statement.clause_at(match.start), statement.clause_at(match.end - 1)
    cue = statement.sentence.tokens[match.tokens[-1]].start
    goes = any(
        w.token.start == cue and {"connect", "connection"} & w.classes
        for w in statement.clauses[last].words
    )
    return first != last and goes and statement.clauses[last].has_predicate


def _was_once(statement: Statement, match: Match) -> bool:
    """«Всё, что было сделано, пропало»: told of what was, not what is."""
    words = [token.text.lower() for token in statement.sentence.tokens]
    at = next((n for n in range(match.tokens[0], match.tokens[-1]) if words[n] == "что"), None)
    return at is not None and words[at + 1] in ONCE


_FINDINGS = ("заключен", "решени", "вывод", "результат", "осмотр", "обследован", "проверк", "ответ")


def _before_findings(statement: Statement) -> bool:
    """«без её заключения говорить не о чем»: perhaps no more than that it is told later."""
    if {"без", "до"}.isdisjoint(statement.forms) or "говорить" not in statement.forms:
        return False
    return any(form.startswith(_FINDINGS) for form in statement.forms)


def _of_a_study(statement: Statement, match: Match) -> bool:
    """«Обследование закончим 25 августа»: what is known then, not what is ready."""
    clause = statement.clause_of(match.start)
    if match.phrase.name != "will_be_done":
        return False
    at = statement.clause_at(match.start)
    of_it = not any("noun" in w.grammar and "accs" in w.grammar for w in clause.words[:2])
    begun = statement.clauses[at - 1] if at and of_it else clause
    return any(_is_study(w) for c in (begun, clause) for w in c.words)


def _is_study(word: Word) -> bool:
    """«обследование», «определение готовности»."""
    working = "working" in word.classes or word.form.startswith("определени")
    return working and "noun" in word.grammar


def _of_the_first(match: Match, statement: Statement) -> bool:
    """«на первый вопрос ответ отрицательный»; «работы по подготовке не ведутся»."""
    said = statement.words_of(match)
    denied = match.phrase.name == "in_progress" and _denied(statement, match)
    firm = any(sign in said for sign in ("перв", "систем", "обоим", "строю", "деле", "распоряж"))
    hangs = match.phrase.name == "first_yes" and bool(statement.meaning("explicit_condition"))
    return denied or hangs or (match.phrase.name in {"first_yes", "first_no"} and firm)


LOOSE = frozenset(
    {"name_answer", "in_progress", "all_well", "first_yes", "first_no", "question_closed"}
)
"""Phrases that a person should confirm."""
_NAMED = NAMED | {"ready"}


def _denied(statement: Statement, match: Match) -> bool:
    """«вопрос решён быть не может»; or a «не» before one of the phrase's words."""
    clause = statement.clause_of(match.start)
    if FAILED & clause.forms:
        return True
    behind = statement.sentence.part.text[match.end : match.end + 9]
    if behind.lower().startswith(" быть не "):
        return True
    return _is_negated(statement, match)


_NO = frozenset(
    {"не", "нет", "ни", "никаких", "никакой", "нечего", "некуда", "незачем", "нечем", "некого"}
)


def _only_lacks(clause: Clause) -> bool:
    """«исключить из графика ввиду отсутствия техники»: what is denied is the ground."""
    lacks = any(w.form.startswith("отсутстви") for w in clause.words)
    return lacks and _NO.isdisjoint(clause.forms)


def _is_negated(statement: Statement, match: Match) -> bool:
    """Whether a «не» outside the phrase negates one of its words."""
    tokens = statement.sentence.tokens
    clause = statement.clause_of(match.start)
    first = next((n for n, w in enumerate(clause.words) if w.token.start == match.start), 0)
    plain = not any(tokens[at].text.lower() in _NO for at in match.tokens)
    if (
        plain
        and clause.denied
        and not _only_lacks(clause)
        and any("INFN" in grammar(fold(tokens[at].text)) for at in match.tokens)
    ):
        return True
    inside = sum(
        1
        for at in match.tokens[1:]
        if at - 1 not in match.tokens and tokens[at - 1].text.lower() == "не"
    )
    return (inside + clause.negated(first)) % 2 == 1
