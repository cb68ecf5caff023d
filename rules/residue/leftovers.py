"""What is left of the sender's own words when understood and harmless clauses are taken away."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rules import phrases
from rules.document import Document, SegmentKind, Sentence
from rules.model import Answer, Circular, Doubt, Evidence, Nominees, Opinion, Readiness
from rules.morphology import parses
from rules.readiness.clauses import Clause, Statement

BOOK = "residue"
_LIMIT = 40_000
"""Characters of own text that are looked at: a letter has a tenth of that."""

DAY = re.compile(r"\b\d{1,2}(?:-?го|\.\d{1,2})\b")
_YEAR = re.compile(r"\b((?:19|20)\d\d)(?:\s*г|-м|-го|-й)")
_BUT = frozenset({"но", "однако", "хотя"})
"""What limits; «а», «зато» only go on."""
CONTRASTS = _BUT | {"а", "зато"}
_ALSO = frozenset({"тоже", "также"})
_ASKING = frozenset(
    {"ли", "где", "сколько", "куда", "кто", "какой", "какая", "какие", "почему", "зачем", "кому"}
)
_OF_ME = frozenset({"мне", "меня", "мной"})
FLAT = frozenset({"готов", "готова", "готово", "готовы"})
SHORT = 5
_MANY = 9
_QUOTED = 120


@dataclass(frozen=True)
class Rest:
    """A clause that nobody accounted for; `marks` are the sorts of its words."""

    clause: Clause
    marks: frozenset[str]

    def evidence(self) -> Evidence:
        """The words that are left over."""
        return self.clause.sentence.evidence("residue.clause", self.clause.start, self.clause.end)


@dataclass(frozen=True, slots=True)
class Known:
    """What the questions' modules understood: disjoint stretches, sorted, under the part's name.

    A vote on readiness accounts for its clause, a nominee only for his own words.
    """

    clauses: dict[str, list[tuple[int, int]]]
    people: dict[str, list[tuple[int, int]]]

    def clause(self, part: str, start: int, end: int) -> bool:
        """Whether a vote lies in this stretch."""
        return _overlaps(self.clauses.get(part, []), start, end)

    def person(self, part: str, start: int, end: int) -> bool:
        """Whether somebody known, or something about him, stands in this stretch."""
        return _overlaps(self.people.get(part, []), start, end)

    def of_people(self) -> Known:
        """Only what is known of people."""
        return Known({}, self.people)


def known(opinions: Iterable[Opinion]) -> Known:
    """All that the opinions account for."""
    clauses: list[Evidence] = []
    people: list[Evidence] = []
    for opinion in opinions:
        answer = opinion.answer
        spans = clauses if isinstance(answer, Readiness) else people
        spans += (*answer.evidence, *opinion.accounted, *_of_people(answer))
    return Known(_stretches(clauses), _stretches(people))


def _of_people(answer: Answer) -> Iterator[Evidence]:
    people = answer.people if isinstance(answer, Nominees) else ()
    return (e for person in people for e in person.evidence)


def _stretches(found: Iterable[Evidence]) -> dict[str, list[tuple[int, int]]]:
    stretches: dict[str, list[tuple[int, int]]] = {}
    for e in sorted(found, key=lambda e: (e.part, e.start)):
        of_part = stretches.setdefault(e.part, [])
        if of_part and e.start < of_part[-1][1]:
            of_part[-1] = (of_part[-1][0], max(e.end, of_part[-1][1]))
        else:
            of_part.append((e.start, e.end))
    return stretches


def _overlaps(spans: list[tuple[int, int]], start: int, end: int) -> bool:
    at = bisect_right(spans, (start, start))
    return (at > 0 and spans[at - 1][1] > start) or (at < len(spans) and spans[at][0] < end)


def leftovers(statements: Iterable[Statement], understood: Known) -> Iterator[Rest]:
    """The clauses that nobody accounted for. «Участки тоже готовы» speaks of what went before."""
    aside: frozenset[str] = frozenset()
    for statement in statements:
        before: frozenset[str] = frozenset()
        also = aside if _ALSO & statement.forms else frozenset()
        aside = (statement.classes | also) & {"elsewhere"}
        for at, clause in enumerate(statement.clauses):
            rest = _left_over(clause, understood)
            names = rest is clause and _announces(
                clause, statement.clauses[at + 1 : at + 3], understood
            )
            if rest and not (_ASKING & rest.forms or names or _is_personal(rest, statement)):
                marks = _marks(rest, statement, before) | also
                if rest is clause:
                    yield Rest(rest, marks)
                elif marks & {"positive", "negative"}:
                    # What stands around a nominee speaks of his training; only the rest counts.
                    yield Rest(rest, (marks - {"training"}) | {"around"})
            before = clause.classes


def _announces(clause: Clause, following: Sequence[Clause], understood: Known) -> bool:
    """«Посовещались и решили, что на учёбу поедет Зуев»: the verb only brings who is named next."""
    if clause.words[-1].form != "что" or clause.classes & _OF_THE_MATTER or FLAT & clause.forms:
        return False
    part = clause.sentence.part.name
    return any(understood.person(part, c.start, c.end) for c in following)


def _of_what_goes_before(clause: Clause) -> bool:
    """«(есть сервер,) без которого вход невозможен»: what is needed, not what is there."""
    first = [w.form for w in clause.words[:2]]
    return len(first) > 1 and first[0] == "без" and first[1].startswith("котор")


def _left_over(clause: Clause, understood: Known) -> Clause | None:
    """The clause, or what of it stands around a nominee, or nothing."""
    part = clause.sentence.part.name
    if understood.clause(part, clause.start, clause.end) or _of_what_goes_before(clause):
        return None
    if not understood.person(part, clause.start, clause.end):
        return clause
    words = [w for w in clause.words if not understood.person(part, w.token.start, w.token.end)]
    return Clause(clause.sentence, tuple(words), clause.opener) if len(words) > _MANY else None


def own(document: Document, circular: Circular, answers: Sequence[Answer]) -> Iterator[Statement]:
    """The sender's own sentences that are not harmless by their sort."""
    book = phrases.load(BOOK, circular.phrases)
    read = 0
    for sentence in document.of(SegmentKind.OWN):
        read += sentence.end - sentence.start
        if read > _LIMIT:
            return
        if not sentence.is_question:
            statement = Statement(sentence, book)
            if relies(answers, sentence) or not _is_harmless(statement, circular):
                yield statement


def relies(answers: Iterable[Answer], sentence: Sentence) -> bool:
    """Whether an answer rests on this sentence."""
    return any(sentence.holds(e) for a in answers for e in (*a.evidence, *_of_people(a)))


_ACKNOWLEDGING = """
получили получил получила получено получен приняли принято принял зарегистрировали зарегистрировано
исполняем исполним исполняется исполнению исполнение рассматриваем рассматривается работаем работу
работе сведению вниманию контроль контроле ваше письмо запрос циркуляр вас от в к и на мы нами все
"""
_ACKNOWLEDGED = frozenset(_ACKNOWLEDGING.split())
"""Words that only tell that our letter has come: «Получили, исполняем»."""
OF_A_JOURNEY = (
    *("счет", "доверенност", "приглашен", "командиров", "прожив", "гостиниц", "общежит", "пропуск"),
    *("паспорт", "реквизит", "билет", "расписан", "памятк", "справк", "образец", "образц", "бланк"),
    *("характеристик", "фотограф", "питани", "ночлег", "тетрад", "ручк"),
)
"""Beginnings of words of what somebody needs for a journey or a paper."""
_OF_THE_MATTER = frozenset({"topic", "infra", "ready"})


def _is_personal(clause: Clause, statement: Statement) -> bool:
    """«Сотрудница увольняется», «никто не спрашивал»: what happened to a person, or how people
    talked, and nothing of the matter."""
    told = _says(clause, statement, "personal", "talk")
    return told and not clause.classes & _OF_THE_MATTER


def _is_harmless(statement: Statement, circular: Circular) -> bool:
    years = (int(y) for y in _YEAR.findall(statement.sentence.text))
    if any(y < circular.on.year for y in years) or "bygone" in statement.classes:
        return True
    if statement.meaning("request"):
        return not (statement.classes & {"training", "sending"} and _names_people(statement))
    if {form for form in statement.forms if form.isalpha()} <= _ACKNOWLEDGED:
        return True
    if "verdict" in statement.classes or statement.meaning("retract"):
        return False
    return bool(statement.meaning("courtesy", "past"))


def _names_people(statement: Statement) -> bool:
    """Whether a request may put somebody forward: «Просим включить Иванову»."""
    return any(
        "person" in w.grammar or "someone" in w.classes or w.form in _OF_ME for w in statement.words
    )


def _marks(clause: Clause, statement: Statement, before: frozenset[str]) -> frozenset[str]:
    marks = set(clause.classes)
    if DAY.search(clause.sentence.part.text[clause.start : clause.end]):
        marks.add("when")
    if any({"past", "PRTS"} & w.grammar for w in clause.words):
        marks.add("past")
    elif any("futr" in w.grammar and "pres" not in w.grammar for w in clause.words):
        marks.add("future")  # not «довожу до сведения», which may also be of carting
    if clause.opener in CONTRASTS:
        marks.add("contrast")
    if clause.opener in _BUT:
        marks.add("but")
    if _is_elliptical(clause):
        marks.add("short")
        if not any("noun" in w.grammar for w in clause.words):
            marks |= statement.classes & {"obstacle", "objection"}
        marks |= statement.classes & {"office"} | before & {"training"}
    if clause.opener == "(" or _OF_ME & clause.forms:
        marks |= statement.classes & {"training"}
    if "topic" in marks and _names_the_course(clause):
        marks.discard("topic")
    if "training" in statement.classes and _names_later(clause, statement):
        marks.add("training")
    if _says(clause, statement, "impossible"):
        marks.add("impossible")
    if FLAT & clause.forms and "\t" not in clause.sentence.text:
        marks.add("flat")
    other = {"elsewhere"} & statement.classes if "computing" not in marks else frozenset()
    return frozenset(marks - {"elsewhere"}) | other


def _names_later(clause: Clause, statement: Statement) -> bool:
    """«(кто поедет, решит жребий,) победителя назову в среду»: somebody is yet to be named; not
    «(поедет Зуев,) подрядчика выберем в среду»."""
    if clause.classes & _OF_THE_MATTER or any("person" in w.grammar for w in statement.words):
        return False
    if any(w.form.startswith(_WORKERS) for w in clause.words):
        return False
    told = any("futr" in w.grammar and w.form.startswith(_NAMES) for w in clause.words)
    return told and any(
        w.form.startswith("фамили") or {"NOUN", "anim"} <= parses(w.form)[0].tag.grammemes
        for w in clause.words
    )


_WORKERS = ("подряд", "поставщ", "монт", "мастер", "электр", "исполнит", "провайд", "продав")
_NAMES = ("назов", "назнач", "объяв", "оглас", "сообщ", "выбер", "определ", "утверд", "пришл")


def _says(clause: Clause, statement: Statement, *means: str) -> bool:
    """Whether a phrase that means one of these begins in the clause."""
    return any(clause.start <= m.start < clause.end for m in statement.meaning(*means))


def _names_the_course(clause: Clause) -> bool:
    """«На курсы по «Директуму»»: our matter only tells what is taught."""
    topics = clause.where("topic")
    return all(
        any(
            "training" in w.classes and "noun" in w.grammar
            for w in clause.words[max(0, at - 4) : at]
        )
        for at in topics
    )


def _is_elliptical(clause: Clause) -> bool:
    """Few words and none that names a matter of its own: «Да, ещё с пятницы», «НЕТ.»."""
    return len(clause.words) <= SHORT and all(
        w.classes - {"ready", "someone"} or "noun" not in w.grammar or len(w.form) < 3
        for w in clause.words
    )


def doubt(name: str, evidence: Evidence) -> Doubt:
    """A doubt that quotes the words."""
    flat = " ".join(evidence.text.split())
    short = flat if len(flat) <= _QUOTED else flat[: _QUOTED - 1] + "…"
    return Doubt(name, f"«{short}»", (evidence,))
