"""A person behind a nominating word: whether its case is his, and which role that gives him."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from rules.document import Token
from rules.morphology import parses
from rules.nominees import brackets, government, grammar, tenses
from rules.nominees.lines import NOMINATIVE, Line, Mention, PersonKind, Role, evidence_of
from rules.phrases import Match


@dataclass
class Scope:
    """What has been opened so far in a sentence."""

    cue: Match | None = None
    cases: frozenset[str] = frozenset()
    withdraws: bool = False
    reserve: bool = False
    doubted: bool = False
    added: bool = False
    pending: Match | None = None
    bracket: int = 0
    """Where the bracket ends in which the pending word stands, or 0."""
    closed: Token | None = None
    aside: Token | None = None
    last: Mention | None = None
    waiting: list[Mention] = field(default_factory=list)
    others: list[Mention] = field(default_factory=list)


def in_scope(mention: Mention, line: Line, scope: Scope) -> None:
    """A person after a nominating word: his case must be one that the word governs."""
    cue = scope.cue
    assert cue is not None
    text = line.sentence.part.text
    between = text[cue.end : mention.person.start]
    if mention.person.kind in (PersonKind.FIRST, PersonKind.SURNAME) and any(
        m.person.kind not in (PersonKind.FIRST, PersonKind.SURNAME) for m in line.mentions
    ):
        return
    if _BECAUSE.search(between) and mention.case == "nomn":
        return  # «учиться буду я, так как Халил уехал»
    if _in_bracket_of_nominee(mention, line):
        mention.settle(Role.WEAK, "in_brackets")
        return
    cases = _allowed(mention, scope, between)
    lead = line.lead(mention)
    if _ABOUT.search(lead):
        corrected = line.training and _MISPRINT.search(line.text)
        role = Role.NOMINATED if corrected else Role.WEAK
        mention.settle(role, "told_about", evidence_of(cue, line))
        mention.cases = frozenset({"gent"})
    elif _BESIDE.search(lead):
        mention.settle(Role.MENTIONED, "beside", evidence_of(cue, line))
    elif re.search(r"\bне\s*$", lead):
        mention.settle(Role.WITHDRAWN, "not_he", evidence_of(cue, line))
    elif _place_is_for(mention, line):
        nominate(mention, cue, government.by_preposition(mention, line), line, scope)
    elif not mention.may_be(*cases) and not _follows_nominee(mention, line):
        mention.settle(Role.WEAK, "case_disagrees", evidence_of(cue, line))
    elif (
        cue.phrase.means == "send"
        and "accs" in scope.cases
        and not line.training
        and DOCUMENT.search(lead)
    ):
        mention.settle(Role.MENTIONED, "of_a_document")
    else:
        nominate(mention, cue, cases, line, scope)


_WOULD = re.compile(r"\b\w+л(?:а|и|о)?(?:с[ья])?\s+бы\b", re.IGNORECASE)
"""«поучилась бы»: who would go is to be asked about, and is nobody else."""
_UNLESS = re.compile(r"\b(?:если|но|мог\w*|однако|хотя|жаль|увы)\b", re.IGNORECASE)
_BECAUSE = re.compile(
    r",\s*(?:так\s+как|поскольку|потому\s+что|ибо|хотя|пока|раз|чтобы|ведь)\b", re.IGNORECASE
)
_BUT = re.compile(r"[,;]\s*(?:но|однако|зато|поэтому|так\s+что|а)\b", re.IGNORECASE)
_BESIDE = re.compile(r"\b(?:у|через|при|перед|против)\s+$", re.IGNORECASE)
"""«копия у Шаповала»: who stands behind these is sent nowhere."""
_MISPRINT = re.compile(r"опечатк|ошиб|неверн|неправильн|перепута", re.IGNORECASE)
_ABOUT = re.compile(
    r"\b(?:телефон\w*|номер\w*|адрес\w*|отчеств\w+|имени|почт\w+|стаж\w*)\s+$", re.IGNORECASE
)


def _place_is_for(mention: Mention, line: Line) -> bool:
    """«обучение предлагаем организовать для Зуевой»: the preposition tells his case."""
    told = government.by_preposition(mention, line) & {"gent", "ablt"}
    kept = any(c.phrase.name == "place_for" and c.end <= mention.person.start for c in line.cues)
    return kept and mention.may_be(*told)


def _allowed(mention: Mention, scope: Scope, between: str) -> frozenset[str]:
    """The cases in which this person can depend on the cue; in a list, the nominative also."""
    if _is_name_of_noun(mention, scope, between):
        return NOMINATIVE
    told = government.case_of_list(between)
    if told:
        return frozenset({told, "nomn"})
    strict = (
        scope.cases - {"nomn"} if "accs" in scope.cases or "gent" in scope.cases else scope.cases
    )
    if mention.may_be(*strict) and not re.search(r"[:\n\t]|\s[-–—]\s", between):
        return strict
    return scope.cases | {"nomn"}


def _is_name_of_noun(mention: Mention, scope: Scope, between: str) -> bool:
    """«Кандидат Фролова О.»: the noun and the name stand in the nominative both."""
    cue = scope.cue
    if cue is None or cue.phrase.name not in ("candidate", "listener"):
        return False
    line = mention.line
    first = parses(line.tokens[cue.tokens[0]].text)[0].tag
    plain = re.fullmatch(r"[^,.;]{0,40}[-–—:]\s*|\s*", between) is not None
    if re.fullmatch(r"\s*\(\s*", between):
        return mention.may_be("nomn")  # «Кандидатуру (Енина Ж.П.) …»
    alive = bool({"anim", "ADJF", "PRTF"} & first.grammemes) or not between.isspace()
    named = "nomn" in first and alive and plain
    return named and mention.may_be("nomn")


DOCUMENT = re.compile(
    r"\b(?:письм\w+|ответ(?:а|у|ы|ом|ов)?\b|копи[яюийе]\b|документ(?!овед)\w*|сведени\w+|информаци\w+|скан\w*|файл\w*"
    r"|подлинник\w*|оригинал\w*|заявк\w+|отч[её]т\w*)",
    re.IGNORECASE,
)


def _follows_nominee(mention: Mention, line: Line) -> bool:
    """Whether he stands in a row with a nominee and in a case that fits him too."""
    nominated = [m for m in line.nominated if m is not mention]
    if not nominated:
        return False
    return mention.case != "nomn" and nominated[-1].may_be(mention.case)


def _in_bracket_of_nominee(mention: Mention, line: Line) -> bool:
    """Whether the person stands in brackets that belong to a nominee."""
    opened = brackets.opened(mention.person.start, line.sentence)
    return opened is not None and any(m.person.end <= opened for m in line.nominated)


_PAPER = re.compile(
    r"\b(?:заявк|спис(?:ок|к)|анкет|фамили|приказ|распоряжени|письм|сведени|данны|бумаг|документ|ответ)\w*\b"
    r"[^,;:.]{0,60}$",
    re.IGNORECASE,
)


def _sends_paper(mention: Mention, cue: Match, line: Line) -> bool:
    """«заявку на обучение отправит Зуева»: who sends it; nobody is sent."""
    if mention.case != "nomn" or mention.may_be("accs"):
        return False
    tag = parses(line.tokens[cue.tokens[0]].text)[0].tag.grammemes
    start = line.sentence.start
    return {"VERB", "tran", "sing"} <= tag and bool(_PAPER.search(line.text[: cue.start - start]))


_NAMES_THEM = re.compile(
    r"\b(?:(?:при|вы|пере)шл[её]т|сообщит|назов[её]т|подбер[её]т|подбирает|определит|укажет|доложит|ищет|ответит)\b",
    re.IGNORECASE,
)


def _only_sees_to_it(cue: Match, line: Line) -> bool:
    """«за обучение отвечает Зуева, кандидатов пришлёт она»: who names others."""
    answers = any("отвечать" in line.tokens[at].lemmas for at in cue.tokens)
    return answers and _NAMES_THEM.search(line.text) is not None


def _did_it_herself(mention: Mention, cue: Match, line: Line) -> bool:
    """«Записала Логинова.»: she wrote it down; of «записал Логинова» it is told whom."""
    if mention.person.kind is not PersonKind.SURNAME or not mention.person.words.endswith("а"):
        return False
    verbs = [line.tokens[at].text for at in cue.tokens]
    if len(verbs) != 1 or not {"past", "femn"} <= parses(verbs[0])[0].tag.grammemes:
        return False
    first = line.text.lstrip(" «(").lower().startswith(verbs[0].lower())
    text = line.sentence.part.text
    return first and not text[cue.end : mention.person.start].strip()


def nominate(mention: Mention, cue: Match, cases: frozenset[str], line: Line, scope: Scope) -> None:
    """Settle the part of a person whom a verb of sending governs: sent, entrusted with something
    else, or perhaps who sends."""
    dative = "datv" in cases and mention.may_be("datv")
    if "datv" in cases and not dative and government.is_entrusted_other(cue, line):
        cases = frozenset({"accs", "nomn"})  # «велено вписать двоих: Зуева и Петрову»
    if dative and government.is_entrusted_other(cue, line):
        another = any(m.rule == "entrusted_other" for m in line.mentions)
        role = Role.WEAK if another else Role.MENTIONED
        mention.settle(role, "entrusted_other", evidence_of(cue, line))
        return
    if tenses.was_sent_earlier(cue, line) or grammar.may_be_subject(cue, line):
        mention.settle(Role.WEAK, "sent_earlier", evidence_of(cue, line))
        return
    if _only_sees_to_it(cue, line):
        mention.settle(Role.WEAK, "sees_to_it", evidence_of(cue, line))
        return
    if _did_it_herself(mention, cue, line) or _sends_paper(mention, cue, line):
        mention.settle(Role.MENTIONED, "subject_of_other_verb")
        return
    between = line.sentence.part.text[cue.end : mention.person.start]
    if tenses.was_intended(cue, line) and not _BUT.search(between):
        mention.settle(Role.WEAK, "intended", evidence_of(cue, line))
        return
    would = _WOULD.search(line.text) and not _UNLESS.search(line.text)
    if scope.reserve or (scope.doubted and not would):
        mention.settle(Role.WEAK, "reserve", evidence_of(cue, line))
        return
    mention.doubted = scope.doubted
    mention.settle(Role.NOMINATED, cue.phrase.name, evidence_of(cue, line))
    mention.cases = cases
    mention.added = scope.added
