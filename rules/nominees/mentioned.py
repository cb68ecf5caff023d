"""Which part a person has where something else is told of than the training: only mentioned.

An official letter names many people before it puts one forward: members of a commission, authors
of an act, who did the work, with whom it was agreed, to whom it was sent. What they are is told by
grammar: a clause whose verb does something with a thing («акт подписан …», «договор подписал …»,
«копия направлена …») speaks of nobody's training, in whatever case its people stand; nor does a
bracket behind a thing, or the list behind a body of people.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rules import positions
from rules.document import SegmentKind
from rules.morphology import parses
from rules.nominees import asides, clauses, grammar
from rules.nominees.clauses import PREPOSITIONS, Clause
from rules.nominees.items import FULL
from rules.nominees.left_over import OPEN_RULES
from rules.nominees.lines import Letter, Line, Mention, Role

_OPEN = frozenset({
    "", "case_disagrees", "in_brackets", "reserve", "subject_of_other_verb", "subject_of_clause",
    "send", "send_training", "enlist", "chosen", "exchanged", "training", "sending",
})  # fmt: skip
"""Parts that the words near a name suggested."""


def settle(letters: Sequence[Letter]) -> None:
    """Give people of other business their part."""
    for letter in letters:
        for line in letter.lines:
            if line.kind is SegmentKind.OWN and any(map(_is_open, line.mentions)):
                _settle(line)


def _is_open(mention: Mention) -> bool:
    """Whether only the words near his name gave him his part; of whom another verb tells, the whole
    letter may tell otherwise."""
    if mention.role is Role.MENTIONED:
        return mention.rule in OPEN_RULES or mention.rule.startswith("next_")
    return mention.rule in _OPEN and mention.role is not Role.WITHDRAWN


def _settle(line: Line) -> None:
    found = clauses.clauses(line)
    for mention in line.mentions:
        if not _is_open(mention):
            continue
        rule = part(mention, line, found)
        if rule:
            mention.settle(Role.MENTIONED, rule, line.sentence.evidence(f"nominee.{rule}"))


def part(mention: Mention, line: Line, found: Sequence[Clause]) -> str | None:
    """The name of his part on other business, if the words around him tell one for certain."""
    at = next((i for i, c in enumerate(found) if c.holds(mention.person.start)), None)
    if at is None:
        return None
    bracket = _bracket(mention, line)
    if bracket and _explains(mention, line, bracket):
        return "in_brackets_of_thing"
    if _is_member(mention, line):
        return "member_of_body"
    if _stands_by(mention, found[at]) or _is_agent(mention, found[at]):
        return "stands_by"
    clause = _own(mention, found, at)
    return _of_clause(clause, mention, found) if clause else None


_BESIDE = {
    "с": "ablt", "со": "ablt", "перед": "ablt", "у": "gent", "от": "gent", "против": "gent",
    "к": "datv", "ко": "datv", "благодаря": "datv", "согласно": "datv", "при": "loct",
    "через": "accs",
}  # fmt: skip
"""Prepositions behind which nobody is put forward, but by a word that governs them."""


def _stands_by(mention: Mention, clause: Clause) -> bool:
    """«согласовано с начальником Зуевым», «ключи у Минина»."""
    if clause.has(*_NUDGES, "send") or clause.line.has("addition"):
        return False
    before = [t.text.lower() for t in clause.tokens if t.end <= _begins(mention, clause)]
    case = _BESIDE.get(before[-1]) if before else None
    return case is not None and mention.person.read({case}).case == case


def _begins(mention: Mention, clause: Clause) -> int:
    """Where his name begins, or the post before it."""
    text, person = mention.line.sentence.part.text, mention.person
    post = positions.before(text, person.start, clause.start)
    return post.start if post else person.start


def _is_agent(mention: Mention, clause: Clause) -> bool:
    """«заданием, разработанным Ситниковой», «проверке, проводившейся Зуевым»."""
    first = clause.tokens[0].text.lower() if clause.tokens else ""
    if clause.verb is not None or clause.has(*_NUDGES, "send") or len(first) < 5:
        return False
    tag = parses(first)[0].tag
    passive = "PRTF" in tag and ("pssv" in tag or first.endswith("ся"))
    return passive and mention.person.read({"ablt"}).case == "ablt"


def _of_clause(clause: Clause, mention: Mention, found: Sequence[Clause]) -> str | None:
    if _is_of_training(clause, mention):
        return None
    if _goes_elsewhere(clause):
        return "goes_elsewhere"
    return "in_clause_of_thing" if _of_thing(clause, mention, found) else None


_NUDGES = ("training", "nominate")
_ASKED = ("send", "send_training", "list")


def _own(mention: Mention, found: Sequence[Clause], at: int) -> Clause | None:
    """The clause in which he has a part: his own, or behind his post that of which he may be the
    subject."""
    if found[at].verb is not None:
        return found[at]
    if not grammar.is_nominative(mention):
        return None
    for clause in found[at + 1 : at + 4]:
        if asides.bracket_end(clause.start, mention.line) > 0:
            continue
        if any(clause.holds(m.person.start) for m in mention.line.mentions):
            return None
        if clause.verb is not None:
            first = clause.tokens[0].text.lower()
            return None if first.startswith(_SUBORDINATE) or _has_subject(clause) else clause
    return None


_SUBORDINATE = ("котор", "что", "чтобы", "если", "так", "поскольку", "о", "где", "когда", "а", "но")


def _has_subject(clause: Clause) -> bool:
    """Whether somebody or something else stands before the verb as its subject."""
    assert clause.verb is not None
    for token in clause.line.tokens[clause.first : clause.verb]:
        tag = parses(token.text)[0].tag
        if "nomn" in tag and {"NOUN", "NPRO"} & tag.grammemes:
            return True
    return False


def _is_of_training(clause: Clause, mention: Mention) -> bool:
    """Whether the clause speaks of who learns, or names him by a word that announces him."""
    if clause.has(*_NUDGES):
        return True
    lead = clause.line.sentence.part.text[clause.start : mention.person.start].lower()
    words = re.findall(r"[а-яё]+", lead)
    return any(w in _FOR_HIM for w in words[-6:]) and not re.search(r"\bпо\s+согласованию\b", lead)


_FOR_HIM = frozenset({"на", "для", "за", "лице", "пользу", "кандидатуре"})


def _goes_elsewhere(clause: Clause) -> bool:
    """«избрана в состав комиссии», «выехал за пределы области», «призван на военные сборы»."""
    if clause.verb is None:
        return False
    text = clause.line.sentence.part.text
    return _ELSEWHERE.search(text, clause.start, clause.end) is not None


_ELSEWHERE = re.compile(
    r"\b(?:в|на|за|из|к)\s+(?:[\w-]+\s+){0,4}?"
    r"(?:комисси[юи]|комитет|дум[уы]|предел\w*|жительств\w*|пмж|отпуск|больничн\w+|лечени[ея]"
    r"|больниц[уы]|госпитал\w+|пенси[юи]|сесси[юи]|арми[юи]|служб[уы]|работ[уые]|должност[ьи]"
    r"|сборы|объект\w*|исполнени\w+|обязанност\w+|правительств\w+|школ[уы]\s+№)\b"
    r"|\b(?:депутатом|главой|начальником|директором|председателем|заместителем|руководителем)\b"
    r"(?=\W*(?:$|[,;.)]|и\b|район|город|сел|област))",
    re.IGNORECASE,
)


def _of_thing(clause: Clause, mention: Mention, found: Sequence[Clause]) -> bool:
    """Whether the clause tells what is done with a thing, and he is the doer or stands by."""
    assert clause.verb is not None
    if clause.line.tokens[clause.verb].lemmas & _DESCRIBES:
        return False
    verb = clause.line.tokens[clause.verb].text
    passive = clauses.is_passive(verb)
    thing = clauses.subject_thing(clause) if passive else clauses.object_thing(clause)
    if thing is None and passive:
        thing = _subject_before(clause, found)
    if thing is None:
        return False
    kind = clause.line.tokens[thing].text.lower()[:6]
    if kind in _PLACES or (kind in _WISHES and not (passive and clause.has("send"))):
        return False
    if passive:
        return not _is_nominative(mention, clause)
    tag = parses(verb)[0].tag
    cases = {mention.person.read().case}
    if "nomn" in cases:
        return "1per" not in tag and not clause.has("send")
    return not cases & {"accs", "gent"} and "1per" not in tag


def _subject_before(clause: Clause, found: Sequence[Clause]) -> int | None:
    """«Ревизия техники - проведена Зуевым»: the subject stands before the sign."""
    at = found.index(clause)
    before = found[at - 1] if at else None
    if before is None or before.verb is not None:
        return None
    return clauses.subject_thing(Clause(clause.line, before.first, clause.stop, clause.verb))


def _is_nominative(mention: Mention, clause: Clause) -> bool:
    """Whether his name stands in the nominative; a name without cases, by the post before it."""
    if mention.person.read().case != "nomn":
        return False
    start = _begins(mention, clause)
    post = mention.line.sentence.part.text[start : mention.person.start]
    cases = positions.cases_of(post) if post else frozenset()
    return not cases or "nomn" in cases


_DESCRIBES = frozenset({
    "занимать", "замещать", "иметь", "окончить", "закончить", "знать", "владеть", "носить",
})  # fmt: skip
"""What somebody is, not what he did."""
_PLACES = frozenset({
    "место", "места", "вызов", "пригла", "путевк", "путёвк", "направ", "команд", "обязан", "право",
    "возмож", "очеред", "выбор", "жребий", "учеба", "учёба", "учебу", "учёбу", "обучен", "пропус",
    "группу", "группа", "компан", "состав", "ряды",
})  # fmt: skip
_WISHES = frozenset({
    "заявка", "заявку", "заявле", "соглас", "желани", "участи", "интере", "анкета", "анкету", "имя",
    "фамили", "кандид",
})  # fmt: skip
"""Beginnings of things by which somebody may be put forward; who sends them on is not meant."""


def _bracket(mention: Mention, line: Line) -> tuple[int, int] | None:
    """The bracket in which he stands, without its signs."""
    text = line.sentence.part.text
    opened = text.rfind("(", line.sentence.start, mention.person.start)
    if opened < 0 or ")" in text[opened : mention.person.start]:
        return None
    closed = text.find(")", mention.person.end, line.sentence.end)
    return opened + 1, closed if closed >= 0 else line.sentence.end


def _explains(mention: Mention, line: Line, bracket: tuple[int, int]) -> bool:
    """Whether a bracket tells who did, leads or keeps the thing before it, or has a clause of its
    own; not whom the words before it announce."""
    start, end = bracket
    if any(c.phrase.means in (*_NUDGES, "list") and start <= c.start < end for c in line.cues):
        return False
    return _says_of_him(mention, line, end) or _is_behind_thing(line, start - 1)


_SAYS = re.compile(
    r"\s*(?:не\s+)?(?:против|возража\w+|соглас\w+|в\s+курсе|поддерж\w+)\b|\s+(?:не\s+)?[а-яё]+л[аи]?(?:с[ья])?\b"
)


def _says_of_him(mention: Mention, line: Line, end: int) -> bool:
    """«(начальник Гусев не против)», «(Зуев выехал)»: said of him, and of nobody else."""
    text = line.sentence.part.text
    return grammar.is_nominative(mention) and _SAYS.match(text, mention.person.end, end) is not None


def _is_behind_thing(line: Line, opened: int) -> bool:
    """Whether the words before a bracket are a thing, or somebody behind a preposition."""
    living, named = False, False
    for token in reversed([t for t in line.tokens if t.end <= opened]):
        word = token.text.lower()
        if any(m.person.start <= token.start < m.person.end for m in line.mentions):
            return False
        if any(c.start <= token.start < c.end and c.phrase.means in _ASKS for c in line.cues):
            return False
        if word in PREPOSITIONS:
            pool = word == "из" and living  # «из трёх работников (X, Y, Z) выбран …»
            return named and (pool or word not in (_OF_US if living else _FROM))
        first = parses(word)[0]
        grammemes = first.tag.grammemes
        if not {"NOUN", "ADJF", "PRTF", "NUMR"} & grammemes or _NAMES & grammemes:
            break
        if token.text[0].isupper() and token is not line.tokens[0]:
            return False  # «Рустик (Каримов Рустам …)»
        if first.normal_form in _TIMES:
            return False
        named = named or "NOUN" in grammemes
        living = living or not first.is_known or bool(_LIVING & grammemes)
    return named and not living


_ASKS = ("training", "nominate", "list")
_TIMES = frozenset({"раз", "время", "год", "месяц", "неделя", "день", "срок", "число"})
_LIVING = frozenset({"anim", "NUMR", "Subx"})
_NAMES = frozenset({"Name", "Surn", "Patr"})
_FROM = frozenset({"от", "из", "с", "со"})
_OF_US = _FROM | {"на", "за", "для", "в"}
_BODY = re.compile(
    r"\b(?:комисси[яюией]\w*|рабоч\w+\s+групп[аыуе]\w*|штаб\w*|бригад[аыуе]\w*|коллеги[яюией]\w*|оргкомитет\w*)\b"
    r"[^.;:(]{0,100}?(?::|\bв\s+составе\b:?|\()",
    re.IGNORECASE,
)


def _is_member(mention: Mention, line: Line) -> bool:
    """«комиссия в составе: X, Y»; up to the next predicate all are its members."""
    text, person = line.sentence.part.text, mention.person
    bodies = list(_BODY.finditer(text, line.sentence.start, person.start))
    body = bodies[-1] if bodies else None
    if body is None or person.kind not in FULL:
        return False
    between = [t for t in line.tokens if body.end() <= t.start < person.start]
    told = any(body.end() <= c.start < person.start and c.phrase.means in _ASKS for c in line.cues)
    parted = ";" in text[body.end() : person.start] and "(" not in text[body.start() : body.end()]
    closed = text[body.end() - 1] == "(" and ")" in text[body.end() : person.start]
    return not (told or closed or parted) and not any(grammar.is_finite(t.text) for t in between)
