"""A person behind a word that waits for one: «вместо Петрова», «по просьбе Зуева»."""

from __future__ import annotations

import re

from rules.morphology import parses
from rules.nominees import asides, grammar
from rules.nominees.cues import AWAY, SENDS
from rules.nominees.governed import DOCUMENT, Scope
from rules.nominees.lines import Line, Mention, PersonKind, Role, evidence_of
from rules.phrases import Match

_OF_SOMEBODY = ("order_of", "by_request_of", "relative_of")


def _only_nominative(mention: Mention) -> bool:
    return not mention.may_be("gent", "datv", "ablt") and mention.case == "nomn"


def settle(mention: Mention, line: Line, scope: Scope) -> bool:
    """Give the person the part of the word that waits for him; False if it does not mean him."""
    cue = scope.pending
    assert cue is not None
    scope.pending = None
    between = line.sentence.part.text[cue.end : mention.person.start]
    announced = scope.cue is not None and ":" in between  # «ехать мне, хоть на пенсию пора: Зуева»
    if (announced and cue.phrase.means in AWAY) or _means_another(cue, mention, line, between):
        return False
    if _stands_in(cue, mention, line, scope):
        return True
    part = _part(cue, line, between)
    if part is None:
        if cue.phrase.name == "replaces" and mention.may_be("gent"):
            mention.cases = frozenset({"gent"})
        if _OF_CANDIDATE.search(between):
            mention.cases = frozenset({"gent"})
        former = cue.phrase.means in _FORMER and not asides.is_besides(cue, line)
        part = Role.WITHDRAWN if former else Role.MENTIONED, f"next_{cue.phrase.name}"
    mention.settle(*part, evidence_of(cue, line))
    return True


def _stands_in(cue: Match, mention: Mention, line: Line, scope: Scope) -> bool:
    """«Петрову замещает Зуева»: who does another's work is no former nominee, but the other is."""
    if not (cue.phrase.name == "replaces" and asides.stands_in(cue, line)):
        return False
    verbal = {"VERB", "INFN"} & parses(line.tokens[cue.tokens[0]].text)[0].tag.grammemes
    if not verbal or mention.case != "nomn":
        return False
    for other in tuple(scope.waiting):
        if other.may_be("accs") and other.case != "nomn":
            other.settle(Role.MENTIONED, "next_replaces", evidence_of(cue, line))
            scope.waiting.remove(other)
    mention.settle(Role.MENTIONED, "subject_of_other_verb")
    return True


def _means_another(cue: Match, mention: Mention, line: Line, between: str) -> bool:
    if len(between) > 160 or ("," in between and _describes(cue, line)):
        return True
    if cue.phrase.means in AWAY and (len(between) > 60 or "," in between):
        return True
    if cue.phrase.name == "replaces":
        instead = line.tokens[cue.tokens[0]].text.lower() in {"вместо", "взамен"}
        # «вместо Полтавского Зою Ким»: the surname was not known for one
        another = (instead and _is_object(mention)) or _by_reason(cue, mention, line, between)
        return another or DOCUMENT.match(between.strip()) is not None
    if cue.phrase.name == "meanwhile":
        return "," in between or not mention.may_be("gent")
    if cue.phrase.name == "on_return":
        return not _is_of_him(mention, line, between)
    # «согласно распоряжению главы слушателем будет Иванов»
    return cue.phrase.name in _OF_SOMEBODY and _only_nominative(mention)


_REASONS = frozenset({"связи", "ввиду", "вследствие", "из-за", "причине", "силу", "учитывая"})


def _by_reason(cue: Match, mention: Mention, line: Line, between: str) -> bool:
    """«ввиду отпусков свободен один сотрудник, им является Зуев»: the verb is of who follows."""
    reason = line.tokens[cue.tokens[0]].text.lower() in _REASONS and _only_nominative(mention)
    return reason and any(map(grammar.is_finite, re.findall(r"[а-яё]+", between)))


_DOES = re.compile(
    r"\A[^,;:]{0,40},\s+[а-яё]+(?:вш|[уюая]щ|нн|т)(?:ий|его|ему|им|ем|ая|ей|ую|ый|ого|ому|ой)(?:ся)?\s[^,;:]*\Z"
)


def _describes(cue: Match, line: Line) -> bool:
    """«место Ковалёва, выбывшего по болезни, …»: the reason belongs to who is named before."""
    before = [m.person.end for m in line.mentions if m.person.end <= cue.start]
    text = line.sentence.part.text
    return bool(before) and _DOES.match(text[before[-1] : cue.start]) is not None


def _is_object(mention: Mention) -> bool:
    """Whether the whole name can stand in the accusative, and in no genitive."""
    whole = mention.person.kind is PersonKind.FULL
    return whole and mention.person.read({"gent", "accs"}).case == "accs"


def _is_of_him(mention: Mention, line: Line, between: str) -> bool:
    """«по возвращении Зуева из отпуска»; but «по возвращении Зуева А. П. пройдёт обучение»."""
    words = re.findall(r"[а-яё]+", between)
    if "," in between or any(map(grammar.is_finite, words)):
        return False
    if not mention.may_be("gent"):
        return False
    end = mention.person.end
    behind = next((t.text for t in line.tokens if t.start >= end and t.text[0].isalpha()), "")
    if "1per" in parses(behind)[0].tag:
        return True
    if {"из", "с", "со"} & set(words):
        return False  # «по возвращении из отпуска Зуевой поручено …»
    follows = _FROM.match(line.sentence.part.text, end, line.sentence.end)
    return follows is not None or mention.case != "nomn"


_FROM = re.compile(r"\.?\s*(?:$|[,;)]|(?:из|с|со|от)\s)")


def _part(cue: Match, line: Line, between: str) -> tuple[Role, str] | None:
    """The part of a person behind certain words."""
    if cue.phrase.means in SENDS:
        return Role.MENTIONED, "next_was_trained"
    if cue.phrase.name == "except" and _is_only_one(line):
        line.mentions[0].cases = frozenset({"gent"})
        return Role.NOMINATED, "nobody_but"
    if cue.phrase.name == "except" and line.has("declined"):
        return Role.WEAK, "nobody_but"
    text = line.sentence.part.text
    if cue.phrase.name == "except" and _AND_OTHERS.search(text, cue.end, line.end):
        return Role.NOMINATED, "with_others"
    if cue.phrase.name != "responsible_for":
        return None
    return _responsible(cue, line, between)


def _responsible(cue: Match, line: Line, between: str) -> tuple[Role, str] | None:
    """Who answers for something is no nominee, unless it is the training or he is both."""
    trained = _AND_TRAINED.search(between)
    if trained:
        named = re.match(r"слушател|кандидат|обучаем|участни|ученик", trained[1], re.IGNORECASE)
        return Role.NOMINATED if named else Role.WEAK, "responsible_and_trained"
    appointed = "ablt" in parses(line.tokens[cue.tokens[0]].text)[0].tag.grammemes
    if appointed and _TO_BE_TRAINED.match(between):
        return Role.NOMINATED, "for_training"  # «ответственным за прохождение обучения назначен …»
    if appointed and _FOR_TRAINING.match(between):
        return Role.WEAK, "for_training"  # «ответственным за обучение назначен …»
    return None


_NOBODY = re.compile(
    r"\b(?:(?:некого|некому|никого|никому|никто)\b|(?:не|нет|отсутству\w+)\b.*\b(?:ин(?:ой|ых|ого|ую)|друг(?:ой|их|ого|ую))\b"
    r"|(?:ин(?:ой|ых|ого|ые)|друг(?:ой|их|ого|ие))\b.*\b(?:не|нет|отсутству\w+)\b)",
    re.IGNORECASE,
)
_YET = re.compile(
    r"(?:,|\s[–—-])\s+(?:но|однако|а|да\s+и|и\s+т)\b|\bкотор|\bхотя\b|\bесли\b", re.IGNORECASE
)


def _is_only_one(line: Line) -> bool:
    """«иной кандидатуры, кроме X, не имеем», «послать некого, кроме X»: X and nobody else; not
    «некого, кроме X, но он болен»."""
    sends = line.training or line.has("nominate", "send", "send_training")
    if not sends or line.has("absent_prev", "later", "reserve") or len(line.mentions) != 1:
        return False
    if line.mentions[0].person.kind is not PersonKind.FULL:
        return False
    return _NOBODY.search(line.text) is not None and _YET.search(line.text) is None


_AND_OTHERS = re.compile(
    r",\s+(?:[\w-]+\s+){0,6}?(?:также|ещё|еще|и)\s+(?:[\w.-]+\s+){0,8}?[А-ЯЁ][\w.]", re.DOTALL
)
"""«кроме X, просим включить и Y»: X goes too."""
_FORMER = ("former_next", "recall_prev", "withdraw_next")
_OF_CANDIDATE = re.compile(r"\bкандидатур[уы]\s*$", re.IGNORECASE)
_FOR_TRAINING = re.compile(r"\s*(?:за\s+)?(?:обуч|уч[её]б|курс)", re.IGNORECASE)
_TO_BE_TRAINED = re.compile(
    r"\s*(?:за\s+)?(?:прохожден|посещен|освоен|изучен|участие\s+в)\w*\s+(?:\w+\s+){0,2}?"
    r"(?:обуч|уч[её]б|курс|заняти|программ|систем)",
    re.IGNORECASE,
)
_AND_TRAINED = re.compile(
    r"\bи\s+(?:(?:(?:он|она)\s+же|одновременно|также|заодно|вместе\s+с\s+тем)\s+)?(?:будущ\w+\s+)?(?:на\s+|для\s+)?"
    r"(слушател|кандидат|обучаем|участни[кц]|ученик|обуч|уч[её]б|курс)",
    re.IGNORECASE,
)
