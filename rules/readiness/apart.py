"""Pieces of a sentence read each for itself: another matter, what is conceded or withdrawn.

What stands in one piece changes nothing of the others: «готовы, а к зиме будем готовы, если …»
hangs on nothing, «готовы, даже если …» neither.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from rules.document import Sentence
from rules.readiness.ballot import INSTITUTIONS, OURS, PEOPLE
from rules.readiness.clauses import Clause, Statement
from rules.readiness.votes import Says, Vote, of_sentence
from rules.readiness.words import grammar

APART = "another_matter_beside"


def part_of(statement: Statement, start: int, end: int) -> Statement:
    """The stretch of a sentence between two offsets of its part, read for itself."""
    return Statement(Sentence(statement.sentence.segment, start, end), statement.book)


Read = Callable[[Statement, bool], list[Vote]]
"""Reads a piece; the flag tells that an answer without a subject is one («а к Директуму – нет»)."""


def in_pieces(statement: Statement, read: Read) -> list[Vote] | None:
    """The votes of a sentence whose pieces are read each for itself, or None if it is of one."""
    pieces = beside(statement)
    if pieces is not None:
        own = [vote for piece, other in pieces if not other for vote in read(piece, True)]
        return [
            *(of_another(piece) for piece, other in pieces if other),
            *(v.but(hedged=v.hedged and v.rule != "name_answer") for v in own),
        ]
    taken = withdrawn(statement)
    if taken is not None:
        return [taken[0], *(read(taken[1], True) if taken[1] else ())]
    source = sourced(statement)
    if source is not None:
        told, said, heard = source
        return [told, *(v.but(hedged=v.hedged or heard) for v in read(said, False))]
    left = conceded(statement)
    if left is None:
        return None
    return [left[0], *(vote for piece in left[1] for vote in read(piece, False))]


# another matter

_TURNS = frozenset({"а", ";", "но", "однако", "зато"})


def beside(statement: Statement) -> list[tuple[Statement, bool]] | None:
    """The pieces of a sentence that goes over to another matter, and whether each is of it."""
    if not ({"other_subject", "other_system"} & statement.classes or _has_neighbours(statement)):
        return None
    runs = list(_runs(statement))
    if len({foreign for _, _, foreign in runs}) < 2:
        return None
    return [(part_of(statement, start, end), foreign) for start, end, foreign in runs]


def _runs(statement: Statement) -> Iterator[tuple[int, int, bool]]:
    """Stretches between «а», «;» and the like: start, end, whether of another matter."""
    group: list[Clause] = []
    run: tuple[int, int, bool] | None = None
    clauses = statement.clauses
    for at, clause in enumerate(clauses):
        group.append(clause)
        turns = at + 1 == len(clauses) or _is_turn(clauses[at + 1])
        if not turns or (at + 1 < len(clauses) and not any(c.has_predicate for c in group)):
            continue
        first = group[0].words[:2]
        start = first[-1] if first[0].form == "вот" else first[0]
        here = (start.token.start, group[-1].end, _is_foreign(group))
        if run and run[2] is here[2]:
            run = (run[0], here[1], run[2])
        else:
            if run:
                yield run
            run = here
        group = []
    if run:
        yield run


WE = frozenset({"мы", "нас", "нам", "сами", "наш", "наша", "наше"})
_NEIGHBOURS = ("сосед", *INSTITUTIONS)


def _has_neighbours(statement: Statement) -> bool:
    return any(form.startswith(_NEIGHBOURS) for form in statement.forms)


def _is_turn(clause: Clause) -> bool:
    """«…, а котельные …», «соседи готовы, мы нет»."""
    return clause.opener in _TURNS or bool(WE & {w.form for w in clause.words[:2]})


def _is_of_neighbours(clause: Clause) -> bool:
    """Whether the subject is one of those beside or below: «соседний район», «школа № 3»."""
    if WE & clause.forms:
        return False
    subject = next((w for w in clause.words if {"noun", "nomn"} <= w.grammar), None)
    before = clause.words[: clause.words.index(subject)] if subject else ()
    named = [w.form for w in (*before, subject) if w] if subject else []
    return bool(named) and any(form.startswith(_NEIGHBOURS) for form in named[-3:])


def _is_foreign(group: list[Clause]) -> bool:
    if _is_of_neighbours(group[0]):
        return True
    classes = frozenset().union(*(c.classes for c in group))
    if "other_system" in classes:
        return "system" not in classes
    if "infra" in classes and not {"ready", "readiness"} & classes:
        return False
    return "other_subject" in classes and OURS.isdisjoint(classes)


def of_another(piece: Statement) -> Vote:
    """That a piece speaks of another matter."""
    return of_sentence(piece.sentence, Says.NOTHING, APART)


# a concession

_HINTS = frozenset(
    {"отличие", "даже", "несмотря", "смотря", "невзирая", "независимо", "зависимости", "вопреки"}
    | {"всей", "или", "всем", "всех", "любых", "любом", "любой", "пусть", "пускай", "хотя", "хоть"}
    | {"бы", "том"}
)
_WHATEVER = re.compile(
    r"\b(?:даже\s+(?:если|когда|без|при)|не\s?смотря\s+на|невзирая\s+на|независимо\s+от"
    r"|вне\s+зависимости|вопреки|в\s+отличие\s+от|при\s+(?:вс(?:ей|[её]м|ех)|люб(?:ых|ом|ой))|пус(?:ть|кай)\s+(?:и|не)"
    r"|(?:как|что|кто|где|сколько|как\w{2})\s+бы\s+(?!то\s)(?:\w+\s+){0,2}ни)\b",
    re.IGNORECASE,
)
"""«даже если», «несмотря на», «при любых»: nothing hangs on what follows, whatever it is."""
_THOUGH = re.compile(
    r"\b(?:хотя(?!\s+бы\b)|хоть\s+(?:\w+\s+){0,3}?и|при\s+том,?\s+что)\b", re.IGNORECASE
)
_EITHER_WAY = re.compile(
    r"\W*\w+(?:[ую]т|[её]т|[ия]т|ит|ла|ло|ли|л)\s[^,.;:\n]{0,60}?(?:\s|,\s)или\s+(?:нет|не\s+\w+)(?=,\s)",
    re.I,
)
"""«Дадут деньги или не дадут, мы готовы»: nothing hangs on it."""


def _either_way(statement: Statement) -> re.Match[str] | None:
    """Words at the sentence's beginning after which it is so all the same."""
    if "или" not in statement.forms or "ready" not in statement.classes:
        return None
    sentence = statement.sentence
    found = _EITHER_WAY.match(sentence.part.text, sentence.start, sentence.end)
    if (
        found is None
        or (_WEIGHTY - {"absent", "will"}) & part_of(statement, found.start(), found.end()).classes
    ):
        return None
    return found


_STOP = re.compile(r"[,;)]|\s[–—-]\s")
_THAT = re.compile(r"(?:что|котор\w+|чтобы)\b|\s*(?:что|котор\w+|чтобы)\b")
_IN_ALL = re.compile(
    r"при\s+\w+\s+(?:\w+(?:[оеыи][йхм])\s+)?\w+(?:\s+\w+(?:ей|ов|ев)\b)?", re.IGNORECASE
)
_EDGES = " ,;(–—-\n"


def conceded(statement: Statement) -> tuple[Vote, list[Statement]] | None:
    """What a sentence concedes, and what is left of it, or None."""
    if _HINTS.isdisjoint(statement.forms):
        return None
    sentence = statement.sentence
    text = sentence.part.text
    found = _WHATEVER.search(text, sentence.start, sentence.end)
    whatever = found is not None
    found = found or _THOUGH.search(text, sentence.start, sentence.end)
    found = found or _either_way(statement)
    whatever = whatever or (found is not None and "или" in found.group().lower())
    if found is None:
        return None
    start, end = found.start(), _end_of(text, found, sentence.end)
    if end < sentence.end and not _tells(text[end : sentence.end]):
        end = sentence.end if text[end : sentence.end].strip(").!… ") == "" else end
    runs_on = end == sentence.end and bool(OURS & part_of(statement, start, end).classes)
    if runs_on or (not whatever and not _is_harmless(part_of(statement, start, end))):
        return None
    front = start - (
        len(text[sentence.start : start]) - len(text[sentence.start : start].rstrip(_EDGES))
    )
    pieces = [(sentence.start, front), (min(end + 1, sentence.end), sentence.end)]
    parts = [part_of(statement, a, b) for a, b in pieces if a < b]
    left = [piece for piece in parts if _OF_MATTER & piece.classes or _tells(piece.sentence.text)]
    return (_said_aside(statement, start, end), left) if left else None


def _said_aside(statement: Statement, start: int, end: int) -> Vote:
    """That these words are understood, and say nothing of readiness."""
    return Vote(Says.NOTHING, "said_aside", statement.sentence, start, end)


def _end_of(text: str, found: re.Match[str], end: int) -> int:
    """Where a concession ends: at a sign, but not before «что» («несмотря на то, что …»)."""
    for stop in _STOP.finditer(text, found.end(), end):
        if _THAT.match(text, stop.end()) is None:
            return stop.start()
    in_all = _IN_ALL.match(text, found.start(), end)
    return in_all.end() if in_all else end


_OF_MATTER = frozenset({"ready", "readiness", "connect", "connection", "possible", "absent"})
_WORD = re.compile(r"[^\W\d_]+")


def _tells(text: str) -> bool:
    """Whether something is said there, or only begun («Администрация, несмотря на …»)."""
    return any(
        {"finite", "short", "PRED", "INFN"} & grammar(m.group().lower())
        for m in _WORD.finditer(text)
    )


_OPEN = frozenset({"не", "нет", "ни", "без", "нету", "бы", "если", "пока", "когда", "кроме"})
_WEIGHTY = frozenset({"ready", "readiness", "connect", "possible", "impossible", "absent", "will"})


def _is_harmless(piece: Statement) -> bool:
    """«хотя сервер у нас старый», «хоть компьютеры и не новые»: nothing lacks, or is to come."""
    if _WEIGHTY & piece.classes:
        return False
    if PEOPLE & piece.classes and "infra" not in piece.classes:
        return True
    words = [w for clause in piece.clauses for w in clause.words]
    for at, word in enumerate(words):
        plain = word.form == "не" and at + 1 < len(words) and "ADJF" in words[at + 1].grammar
        if word.form in _OPEN and not plain:
            return False
        if "futr" in word.grammar or word.form[0].isdigit():
            return False
    return any({"finite", "short", "ADJF", "PRED"} & w.grammar for w in words)


# what is withdrawn

_WITHDRAWN = re.compile(
    r"\b(?:письм|ответ|сообщени|сведени|информаци|уведомлени)\w*[^:;\n]{0,140}?"
    r"\b(?:счита[тй]\w*|призна\w+|полага\w+)\s+(?:\w+\s+)?"
    r"(?:ошибочн|недействительн|неактуальн|недостоверн|устаревш|утративш|отозванн|аннулирован|неверн)"
    r"\w*(?:\s+силу)?\s*(?::|[–—-]|$|[.!])\s*"
    r"|\b(?:письм|ответ|сообщени|сведени|информаци)\w*[^:;,\n]{0,90}?\b(?:отзыва|аннулиру|дезавуиру)\w+"
    r"\s*(?:[:,;.!]|[–—-]|$)\s*",
    re.IGNORECASE,
)


_TAKES_BACK = frozenset(
    {"считать", "считайте", "признать", "полагать", "отзываем", "отзываю", "отзывается"}
    | {"отзывает", "аннулируем", "аннулирую", "аннулируется", "дезавуируем"}
)


def withdrawn(statement: Statement) -> tuple[Vote, Statement | None] | None:
    """«Письмо о готовности просим считать ошибочным: …»: that it is withdrawn, what follows."""
    if _TAKES_BACK.isdisjoint(statement.forms):
        return None
    sentence = statement.sentence
    found = _WITHDRAWN.search(sentence.part.text, sentence.start, sentence.end)
    if found is None:
        return None
    vote = Vote(Says.RETRACT, "withdrawn", sentence, sentence.start, found.end())
    rest = part_of(statement, found.end(), sentence.end)
    return vote, rest if rest.clauses else None


# who says so

_SOURCE = re.compile(
    r"\b(?:(?P<heard>(?:по\s+(?:\w+\s+){0,2}?(?:словам|сообщени\w+|уверени\w+|заверени\w+|утверждени\w+)"
    r"|со\s+слов|как\s+(?:нам\s+|мне\s+)?(?:говор|сообща|утвержда|уверя|заверя|доложи|сказа)\w*))"
    r"|по\s+(?:\w+\s+){0,2}?(?:информации|данным|сведениям|мнению|оценк\w+|прогноз\w+)"
    r"|насколько\s+(?:нам\s+|мне\s+|я\s+|мы\s+)?(?:известно|зна\w+|понима\w+)"
    r"|как\s+(?:нам\s+|мне\s+)?(?:известно|вид\w+|(?:мы\s+|я\s+)?понима\w+|(?:мы\s+|я\s+)?счита\w+)"
    r"|по\s+сути(?:\s+дела)?|по\s+существу|по\s+факту|на\s+деле|фактически)\b"
    r"(?P<rest>[^,.;:()\n]{0,60}),\s*",
    re.IGNORECASE,
)
"""«по словам программиста, …»: whose words these are; `heard` if another's than the writer's."""
_LEADS = frozenset(
    {"словам", "слов", "информации", "данным", "сведениям", "насколько", "как", "сути", "существу"}
    | {"сообщению", "мнению", "оценке", "оценкам", "прогнозам", "заверению", "уверениям"}
    | {"заверениям", "утверждению", "факту", "деле", "фактически"}
)


def sourced(statement: Statement) -> tuple[Vote, Statement, bool] | None:
    """The words that tell who says so, what is said, and whether it is hearsay; or None."""
    if _LEADS.isdisjoint(statement.forms):
        return None
    sentence = statement.sentence
    found = _SOURCE.search(sentence.part.text, sentence.start, sentence.end)
    if found is None or OURS & part_of(statement, found.start(), found.end()).classes:
        return None
    lead = sentence.part.text[sentence.start : found.start()].strip().lower()
    if lead and not lead.endswith(("что", ":", "но", "и", "теперь", ",", "а")):
        return None
    if found["heard"] is None and _tells(found["rest"]):
        return None
    rest = part_of(statement, found.end(), sentence.end)
    told = _said_aside(statement, found.start(), found.end())
    return (told, rest, found["heard"] is not None) if rest.clauses else None
