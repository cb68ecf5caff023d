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

from rules.document import SegmentKind
from rules.morphology import parses
from rules.nominees import brackets, clauses, enclosed, things, verbs
from rules.nominees.clauses import OF_TRAINING, Clause
from rules.nominees.left_over import OPEN_RULES
from rules.nominees.lines import Letter, Line, Mention, PersonKind, Role

_OPEN = frozenset({
    "", "case_disagrees", "in_brackets", "reserve", "subject_of_other_verb", "subject_of_clause",
    "send", "send_training", "enlist", "chosen", "exchanged", "training", "sending", "place_for",
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
        told = mention.rule.startswith("next_") and mention.rule != "next_on_return"
        return told or mention.rule in OPEN_RULES
    if mention.rule == "named_after_colon":
        return mention.role is Role.WEAK
    if mention.role is Role.NOMINATED and (
        _is_sent_from_outside(mention) or _is_given_apart(mention)
    ):
        return True
    return mention.rule in _OPEN and mention.role is not Role.WITHDRAWN


def _is_sent_from_outside(mention: Mention) -> bool:
    """«на заседании комиссии (председатель Зуев) рассмотрены кандидаты»: what stands outside the
    bracket of a body of people is not of its members."""
    inside = enclosed.bracket(mention, mention.line)
    if inside is None or mention.cue is None or not enclosed.is_member(mention, mention.line):
        return False
    return not inside[0] <= mention.cue.start < inside[1]


def _is_given_apart(mention: Mention) -> bool:
    """«Обучение пройдёт Зуева, лицензии отдайте Корневу»: a verb of giving, and its own thing."""
    found = clauses.clauses(mention.line) if mention.rule == "send_to_training" else ()
    return any(c.holds(mention.person.start) and things.is_sent_to(c, mention) for c in found)


def _settle(line: Line) -> None:
    found = clauses.clauses(line)
    for mention in line.mentions:
        if not _is_open(mention):
            continue
        rule = part(mention, found)
        if rule:
            mention.settle(Role.MENTIONED, rule, line.sentence.evidence(f"nominee.{rule}"))


def part(mention: Mention, found: Sequence[Clause]) -> str | None:
    """The name of his part on other business, if the words around him tell one for certain."""
    at = next((i for i, c in enumerate(found) if c.holds(mention.person.start)), None)
    if at is None:
        return None
    for rule, test in _TESTS:
        if test(mention, found[at]):
            return rule
    clause = _own(mention, found, at)
    told = _of_clause(clause, mention, found) if clause else None
    if told is None and mention.role is Role.NOMINATED and _is_by_mistake(mention, found):
        return "in_clause_of_thing"
    return told


def _in_bracket(mention: Mention, clause: Clause) -> bool:
    bracket = enclosed.bracket(mention, clause.line)
    return bracket is not None and enclosed.explains(mention, clause.line, bracket)


def _is_member(mention: Mention, clause: Clause) -> bool:
    return enclosed.is_member(mention, clause.line)


def _is_sent_something(mention: Mention, clause: Clause) -> bool:
    return things.is_sent_to(clause, mention)


def _is_addressed(mention: Mention, clause: Clause) -> bool:
    """«Павел Николаевич, сервер включён»: who is written to."""
    line, end = clause.line, mention.person.end
    if mention.person.kind is not PersonKind.GIVEN or mention.person.start != line.sentence.start:
        return False
    rest = line.sentence.part.text[end : line.sentence.end]
    following = [c for c in clauses.clauses(line) if c.start > end and c.verb is not None]
    return rest.startswith((",", "!")) and bool(following) and _has_subject(following[0])


def _is_by_mistake(mention: Mention, found: Sequence[Clause]) -> bool:
    """Whether the word that nominated him is denied, or the verb of a thing: «лицензии внесены»."""
    cue = mention.cue
    by = next((c for c in found if cue and c.holds(cue.start)), None)
    if cue is None or by is None or mention.rule not in _BY_VERB:
        return False
    text = mention.line.sentence.part.text
    if _RULED_OUT.search(text[by.start : cue.start]):
        return True
    if by.verb is None or by.has(*OF_TRAINING) or by.line.tokens[by.verb].start != cue.start:
        return False
    return clauses.is_passive(by.line.tokens[by.verb].text) and things.is_moved(by)


_BY_VERB = frozenset({"send", "send_training", "enlist", "place_for"})
_RULED_OUT = re.compile(
    r"\bне\s+(?:представляется\s+возможн\w+|име(?:ем|ется)\s+возможности|планируем|намерены)\s+(?!не\b)"
    r"(?:\w+\s+){0,2}$|(?<!не )\b(?:запреща\w+|отказыва\w+|нельзя|невозможно)\s+"
    r"(?!не\b)(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)
"""«не представляется возможным направить …», «запрещаю записывать …»."""


_ACTS = frozenset({
    "подписью", "председательством", "руководством", "контролем", "присутствии", "поручению",
    "распоряжению", "просьбе", "указанию", "предложению", "инициативе", "ходатайству", "имени",
})  # fmt: skip
"""«за подписью главы Зуева»: whose act it is."""
_BESIDE = {
    "с": "ablt", "со": "ablt", "перед": "ablt", "у": "gent", "от": "gent", "против": "gent",
    "к": "datv", "ко": "datv", "благодаря": "datv", "согласно": "datv", "при": "loct",
    "через": "accs", "до": "gent", "включая": "accs", "о": "loct", "об": "loct",
}  # fmt: skip
"""Prepositions behind which nobody is put forward, but by a word that governs them."""


def _stands_by(mention: Mention, clause: Clause) -> bool:
    """«согласовано с начальником Зуевым», «ключи у Минина»."""
    words = [t.text.lower() for t in clause.tokens if t.end <= mention.person.start]
    if not any(w in _BESIDE or w in _ACTS or w == "имя" for w in words):
        return False  # a post before the name need not be sought
    before = [t.text.lower() for t in clause.tokens if t.end <= things.begins(mention, clause)]
    if before[-2:] == ["на", "имя"] or (before and before[-1] in _ACTS):
        return mention.may_be("gent")
    if clause.has(*OF_TRAINING, "send") or clause.line.has("addition"):
        return False
    case = _BESIDE.get(before[-1]) if before else None
    return case is not None and mention.may_be(case)


def _is_agent(mention: Mention, clause: Clause) -> bool:
    """«заданием, разработанным Ситниковой», «проверке, проводившейся Зуевым»."""
    first = clause.tokens[0].text.lower() if clause.tokens else ""
    if clause.verb is not None or clause.has(*OF_TRAINING, "send") or len(first) < 5:
        return False
    tag = parses(first)[0].tag
    passive = "PRTF" in tag and ("pssv" in tag or first.endswith("ся"))
    return passive and mention.may_be("ablt")


_SPEAK_WITH = re.compile(
    r",?\s*(?:с\s+(?:ней|ним|нею)|к\s+(?:ней|нему))\s+(?:\w+\s+)?(?:можно|следует|просим|прошу|надо|говор|связ|обра)"
)


def _is_contact(mention: Mention, clause: Clause) -> bool:
    """«бухгалтер Зуева Л. М., с ней можно говорить напрямую»; not of who is sent."""
    line = clause.line
    if line.training or line.has("send", "send_training", "nominate", "list"):
        return False
    return _SPEAK_WITH.match(line.sentence.part.text, mention.person.end) is not None


_LABEL = re.compile(
    r"\b(?:председател|докладчик|содокладчик|составител|куратор|прораб|член\w*\s+комисси"
    r"|секретар\w+\s+комисси)\w*\b[^:–—.;]{0,40}(?:[:–—]|\s-)\s*$",
    re.IGNORECASE,
)


def _is_labelled(mention: Mention, clause: Clause) -> bool:
    """«Председатель комиссии – Зуев И. С.», «Докладчик: …»."""
    line = clause.line
    lead = line.lead(mention)
    return not line.training and _LABEL.search(lead) is not None


_TESTS = (
    ("in_brackets_of_thing", _in_bracket), ("member_of_body", _is_member),
    ("addressed", _is_addressed), ("gets_a_thing", _is_sent_something), ("stands_by", _stands_by),
    ("stands_by", _is_agent), ("stands_by", _is_contact), ("stands_by", _is_labelled),
)  # fmt: skip


def _of_clause(clause: Clause, mention: Mention, found: Sequence[Clause]) -> str | None:
    if things.of_its_complement(clause, mention):
        return "in_clause_of_thing"
    if _is_of_training(clause, mention):
        return None
    if _goes_elsewhere(clause):
        return "goes_elsewhere"
    if _does_otherwise(clause, mention):
        return "does_otherwise"
    return "in_clause_of_thing" if things.of_thing(clause, mention, found) else None


def _own(mention: Mention, found: Sequence[Clause], at: int) -> Clause | None:
    """The clause in which he has a part: his own, or behind his post that of which he may be the
    subject."""
    if found[at].verb is not None:
        return found[at]
    if mention.case != "nomn":
        return None
    for clause in found[at + 1 : at + 4]:
        if brackets.closed(clause.start, mention.line.sentence) > 0:
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
    if clause.has(*OF_TRAINING):
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
    verb = clause.line.tokens[clause.verb]
    if verb.lemmas & _ELECTS and _TO_OFFICE.search(text, clause.start, clause.end):
        return True
    ours = "1per" in parses(verb.text)[0].tag
    return not ours and _ELSEWHERE.search(text, clause.start, clause.end) is not None


def _does_otherwise(clause: Clause, mention: Mention) -> bool:
    """«согласилась помогать», «уполномочен разъяснять», «Лариса отправила»: he is to do something
    else, or sends another."""
    assert clause.verb is not None
    verb = clause.line.tokens[clause.verb]
    tag = parses(verb.text)[0].tag
    if mention.case != "nomn":
        return "VERB" in tag and not verbs.cases(verb.text) and _has_doer(clause, mention)
    if verb.lemmas & _TURNS_TO and not clause.has("send"):
        return True
    sends = verb.lemmas & verbs.PUT and not verbs.needs_training(verb.text)
    if sends and {"VERB", "tran"} <= tag.grammemes and "1per" not in tag:
        return mention.person.read({"accs", "gent", "datv"}).case == "nomn"
    asked = "PRTS" in tag and verb.lemmas & verbs.PUT
    if not (asked or verbs.is_volition(verb.text, denied=False)) or clause.has("send"):
        return False
    behind = [parses(t.text)[0] for t in clause.line.tokens[clause.verb + 1 : clause.verb + 4]]
    return any("INFN" in p.tag.grammemes and p.normal_form not in verbs.GO for p in behind)


_TURNS_TO = frozenset({
    "связаться", "связываться", "позвонить", "перезвонить", "обратиться", "забрать", "завезти",
    "доложить", "уточнить", "напомнить", "разъяснить", "пояснить",
})  # fmt: skip


def _has_doer(clause: Clause, mention: Mention) -> bool:
    """«сотрудник Аюпова уведомила Очирову»: somebody else is the subject, before the verb."""
    assert clause.verb is not None
    verb = clause.line.tokens[clause.verb].start
    return mention.person.start > verb and any(
        clause.start <= m.person.start < verb and m.case == "nomn"
        for m in clause.line.mentions
        if m is not mention
    )


_ELSEWHERE = re.compile(
    r"\b(?:в|на|за|из|к)\s+(?:[\w-]+\s+){0,4}?"
    r"(?:комисси[юи]|комитет|дум[уы]|предел\w*|жительств\w*|пмж|отпуск|больничн\w+|лечени[ея]"
    r"|больниц[уы]|госпитал\w+|пенси[юи]|сесси[юи]|арми[юи]|служб[уы]|работ[уые]|должност[ьи]"
    r"|сборы|объект\w*|исполнени\w+|обязанност\w+|правительств\w+|школ[уы]\s+№)\b",
    re.IGNORECASE,
)


_ELECTS = frozenset({"избрать", "избирать", "назначить", "утвердить", "стать", "перевести"})
_TO_OFFICE = re.compile(
    r"\b(?:депутатом|главой|начальником|директором|председателем|заместителем|руководителем)\b",
    re.IGNORECASE,
)
