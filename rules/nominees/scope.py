"""Who is nominated within one sentence: cues and people are read from left to right.

A verb or noun that nominates opens a scope; people in it, in a case that it governs, are nominated.
Words like «вместо» or «по просьбе» take the next person out of it; «не поедет» or «в отпуске», the
person before. A finite verb of other matters closes the scope.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from rules.document import Token
from rules.morphology import parses
from rules.nominees import grammar, hindsight
from rules.nominees.lines import Line, Mention, PersonKind, Role, evidence_of
from rules.phrases import Match

_NUDGES = frozenset({"send", "send_training", "nominate"})


_ONE_SHOT = frozenset({"other_next", "former_next"})


_JOINED = re.compile(r"[\s,]*(?:и|или|либо|а\s+также|,)?[\s,]*$")


_PLAIN = re.compile(r"\s*(?:,|и|,\s*и|а\s+также|,\s*а\s+также)\s*$")


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
    closed: Token | None = None
    aside: Token | None = None
    last: Mention | None = None
    waiting: list[Mention] = field(default_factory=list)
    others: list[Mention] = field(default_factory=list)


def read(line: Line, context: bool) -> Scope:
    """Give the mentions of one sentence their roles; returns the scope left open at its end.

    `context` tells that the letter speaks of the training, so that «Поедет Иванов» is enough.
    """
    scope = Scope(added=line.has("addition"))
    events: list[tuple[int, int, Match | Mention | Token]] = []
    blocked = _blocked(line)
    events += [(c.start, 0, c) for c in line.cues]
    events += [(m.person.start, 1, m) for m in line.mentions]
    events += [(t.start, 2, t) for t in _closers(line)]
    for _, _, event in sorted(events, key=lambda e: e[:2]):
        if isinstance(event, Match):
            _cue(event, line, scope, blocked, context)
        elif isinstance(event, Mention):
            _person(event, line, scope)
        else:
            _close(event, line, scope)
    hindsight.settle(line, scope.others, reserve=scope.reserve)
    return scope


def _blocked(line: Line) -> frozenset[int]:
    """Token indexes taken by cues that deny or take back."""
    return frozenset(i for c in line.cues if c.phrase.means in _DENIALS for i in c.tokens)


_DENIALS = ("withdraw_next", "void_prev", "stays_prev", "absent_prev", "recall_prev", "declined")


def _closers(line: Line) -> list[Token]:
    """Finite verbs of no cue: another action begins."""
    if not line.mentions:
        return []
    taken = {i for c in line.cues for i in c.tokens}
    return [
        t
        for i, t in enumerate(line.tokens)
        if i not in taken
        and grammar.is_finite(t.text)
        and not grammar.is_modal(t.text, line.tokens[i + 1 : i + 4])
    ]


_SUBORDINATE = re.compile(
    r"\b(?:котор\w+|она|он|оно|они)\b|^\s*(?:как|что|чтобы|если|когда|поскольку|так\s+как|потому\s+что|где|куда)\b",
    re.IGNORECASE,
)


def _close(token: Token, line: Line, scope: Scope) -> None:
    before = line.sentence.part.text[max(line.sentence.start, token.start - 40) : token.start]
    clause = re.split(r"[,;:(–—]", before)[-1]
    if _SUBORDINATE.search(clause):
        scope.aside = token
        return
    subject = scope.last
    _drop_subject(token.start, line, scope)
    if (
        subject
        and subject.role is Role.UNKNOWN
        and grammar.is_near(subject.person.end, token.start, line)
    ):
        _act_otherwise([*scope.waiting, subject], line, scope)
    scope.closed = token
    scope.cue = None


def _drop_subject(verb: int, line: Line, scope: Scope) -> None:
    """«направить Петрову глава Калинин подпишет»: a nominative before a verb is its subject."""
    last = scope.last
    if (
        last
        and last.role is Role.NOMINATED
        and scope.cases & {"accs", "gent"}
        and grammar.is_nominative(last)
        and grammar.is_near(last.person.end, verb, line)
    ):
        last.settle(Role.MENTIONED, "subject_of_other_verb")


def _act_otherwise(people: Sequence[Mention], line: Line, scope: Scope) -> None:
    """People who do something else. Where the training is spoken of too, that is not sure yet."""
    if line.training:
        scope.others += people
        return
    for mention in people:
        mention.settle(Role.MENTIONED, "subject_of_other_verb")
        if mention in scope.waiting:
            scope.waiting.remove(mention)


def _cue(cue: Match, line: Line, scope: Scope, blocked: frozenset[int], context: bool) -> None:
    means = cue.phrase.means
    if means in _NUDGES:
        _open(cue, line, scope, blocked, context)
    elif means in _ONE_SHOT:
        if grammar.is_finite(line.tokens[cue.tokens[0]].text):
            _drop_subject(cue.start, line, scope)
        if not (
            scope.cue and cue.phrase.name == "responsible_for" and grammar.is_apposition(cue, line)
        ):
            scope.pending = None if grammar.is_besides(cue, line) else cue
    elif means == "reserve":
        scope.reserve = True
    elif means == "withdraw_next":
        scope.withdraws, scope.cue, scope.cases = True, cue, frozenset()
    elif means == "void_prev":
        for mention in line.mentions:
            if mention.person.end <= cue.start:
                mention.settle(Role.WITHDRAWN, cue.phrase.name, evidence_of(cue, line))
        scope.cue = None
    elif means in ("stays_prev", "recall_prev", "absent_prev"):
        _takes_back(cue, line, scope)


def _open(cue: Match, line: Line, scope: Scope, blocked: frozenset[int], context: bool) -> None:
    """A nominating word: open a scope, and take the people before it whom it speaks of."""
    if not blocked.isdisjoint(cue.tokens) or _is_past_participle(cue, line, scope):
        return
    if grammar.is_negated(cue, line):
        _takes_back(cue, line, scope)
    elif _is_off_topic(cue, line, context):
        if cue.phrase.means == "send" or grammar.is_predicate(cue, line):
            scope.closed = line.tokens[cue.tokens[0]]
    elif grammar.is_past_training(cue, line):
        _was_trained(cue, scope)
    elif grammar.in_relative_clause(cue, line) and not scope.waiting:
        scope.cue = None
    elif cue.phrase.means != "nominate" or not grammar.only_spoken_of(cue, line):
        _nominates(cue, line, scope)


def _is_off_topic(cue: Match, line: Line, context: bool) -> bool:
    """Whether the verb sends, gives or decides something else than people to the training."""
    means = cue.phrase.means
    if means == "send":
        return not (line.training or context)
    return means == "send_training" and not (line.training and grammar.near_training(cue, line))


def _nominates(cue: Match, line: Line, scope: Scope) -> None:
    if scope.pending is not None and grammar.supersedes(cue, line, scope.pending):
        scope.pending = None
    if scope.withdraws:
        _ends_withdrawal(line, scope)
    goes_on = scope.cue is not None and not grammar.is_predicate(cue, line)
    kept = scope.cases if goes_on else frozenset()
    scope.cases = kept | grammar.expected(cue, line)
    scope.cue = cue
    scope.doubted = scope.doubted or grammar.is_doubted(cue, line)
    _take_waiting(cue, line, scope)


def _ends_withdrawal(line: Line, scope: Scope) -> None:
    """«исключить X, Y оставить»: the last before the new verb is no longer sure."""
    scope.withdraws, scope.cue = False, None
    gone = [m for m in line.mentions if m.role is Role.WITHDRAWN]
    if len(gone) > 1 and scope.last is gone[-1]:
        gone[-1].settle(Role.WEAK, "withdrawn_or_not")


def _is_past_participle(cue: Match, line: Line, scope: Scope) -> bool:
    """«вместо направленной ранее Петровой»: the verb only describes."""
    tag = parses(line.tokens[cue.tokens[0]].text)[0].tag
    return "PRTF" in tag and (
        ("past" in tag and cue.phrase.means != "nominate") or scope.pending is not None
    )


def _was_trained(cue: Match, scope: Scope) -> None:
    for mention in scope.waiting:
        mention.settle(Role.MENTIONED, "was_trained")
    scope.waiting.clear()
    scope.pending = cue


def _take_waiting(cue: Match, line: Line, scope: Scope) -> None:
    """People named before the verb: «Петрова направляется», «Петрову просим включить»."""
    cases = grammar.expected(cue, line)
    verb = line.tokens[cue.tokens[0]].text.lower()
    active = "nomn" not in grammar.governs(verb) and cue.phrase.means != "nominate"
    speaks = grammar.is_first_person(cue, line)
    if active:
        cases = cases - {"nomn"}
    for mention in scope.waiting:
        if grammar.is_added_to(mention, cue, line):
            _nominate(mention, cue, frozenset({"datv"}), line, scope)
            continue
        reading = mention.person.read(cases)
        if mention.person.kind in (PersonKind.FIRST, PersonKind.SURNAME) and not grammar.direct(
            mention, cue, line
        ):
            continue
        if grammar.is_taken_up(cue, line):
            _nominate(mention, cue, frozenset(), line, scope)
        elif active and not speaks and grammar.is_nominative(mention):
            mention.settle(Role.MENTIONED, "subject_of_sending")
        elif reading.case in cases:
            _nominate(mention, cue, cases, line, scope)
    scope.waiting.clear()


def _person(mention: Mention, line: Line, scope: Scope) -> None:
    text = line.sentence.part.text
    previous, scope.last = scope.last, mention
    if mention.role is not Role.UNKNOWN:
        return
    if _is_subject_of(scope.aside, mention, line):
        mention.settle(Role.MENTIONED, "subject_of_clause")
    elif scope.pending is not None:
        _one_shot(mention, line, scope)
    elif (
        previous
        and previous.rule.startswith(("next_", "subject_of_"))
        and _PLAIN.match(text[previous.person.end : mention.person.start])
    ):
        mention.settle(previous.role, previous.rule, previous.cue)
    elif scope.cue is not None and scope.withdraws:
        stays = _REMAINS.match(text, mention.person.end, line.sentence.end)
        role = Role.WEAK if stays else Role.WITHDRAWN
        mention.settle(role, scope.cue.phrase.name, evidence_of(scope.cue, line))
    elif scope.cue is not None:
        _in_scope(mention, line, scope)
    elif _is_subject_of(scope.closed, mention, line):
        mention.settle(Role.MENTIONED, "subject_of_other_verb")
    else:
        scope.waiting.append(mention)


_REMAINS = re.compile(r"[\s,–—-]*(?:просим\s+)?(?:оста\w+|сохран\w+)", re.IGNORECASE)


def _is_subject_of(verb: Token | None, mention: Mention, line: Line) -> bool:
    """«сопровождает её водитель Мамедов»: the verb of another action, then its subject."""
    if verb is None or not grammar.is_nominative(mention):
        return False
    return grammar.is_near(verb.end, mention.person.start, line)


def _one_shot(mention: Mention, line: Line, scope: Scope) -> None:
    cue = scope.pending
    assert cue is not None
    scope.pending = None
    between = line.sentence.part.text[cue.end : mention.person.start]
    if len(between) > 160 or (cue.phrase.name == "replaces" and _DOCUMENT.match(between.strip())):
        _person(mention, line, scope)
        return
    if cue.phrase.means in ("stays_prev", "absent_prev", "recall_prev") and (
        len(between) > 60 or "," in between
    ):
        _person(mention, line, scope)
        return
    if cue.phrase.means in _NUDGES:
        mention.settle(Role.MENTIONED, "next_was_trained")
        return
    if cue.phrase.name == "except" and line.has("declined"):
        mention.settle(Role.WEAK, "nobody_but", evidence_of(cue, line))
        return
    if cue.phrase.name == "responsible_for" and _AND_TRAINED.search(between):
        mention.settle(Role.WEAK, "responsible_and_trained", evidence_of(cue, line))
        return
    if cue.phrase.name == "replaces" and mention.person.read({"gent"}).case == "gent":
        mention.cases = frozenset({"gent"})
    role = Role.WITHDRAWN if cue.phrase.means == "former_next" else Role.MENTIONED
    mention.settle(role, f"next_{cue.phrase.name}", evidence_of(cue, line))


_AND_TRAINED = re.compile(
    r"\bи\s+(?:на\s+|для\s+)?(?:слушател|кандидат|обуч|уч[её]б|курс)", re.IGNORECASE
)


def _in_scope(mention: Mention, line: Line, scope: Scope) -> None:
    """A person after a nominating word: his case must be one that the word governs."""
    cue = scope.cue
    assert cue is not None
    text = line.sentence.part.text
    between = text[cue.end : mention.person.start]
    if mention.person.kind in (PersonKind.FIRST, PersonKind.SURNAME) and any(
        m.person.kind not in (PersonKind.FIRST, PersonKind.SURNAME) for m in line.mentions
    ):
        return
    if _in_bracket_of_nominee(mention, line):
        mention.settle(Role.WEAK, "in_brackets")
        return
    cases = _allowed(mention, scope, between)
    lead = text[line.sentence.start : mention.person.start]
    if _DUTIES.search(lead):
        mention.settle(Role.MENTIONED, "whose_duties", evidence_of(cue, line))
    elif _ABOUT.search(lead):
        corrected = line.training and _MISPRINT.search(line.text)
        role = Role.NOMINATED if corrected else Role.WEAK
        mention.settle(role, "told_about", evidence_of(cue, line))
        mention.cases = frozenset({"gent"})
    elif re.search(r"\bне\s*$", lead):
        mention.settle(Role.WITHDRAWN, "not_he", evidence_of(cue, line))
    elif mention.person.read(cases).case not in cases and not _follows_nominee(mention, line):
        mention.settle(Role.WEAK, "case_disagrees", evidence_of(cue, line))
    elif (
        cue.phrase.means == "send"
        and "accs" in scope.cases
        and not line.training
        and _DOCUMENT.search(line.text)
    ):
        mention.settle(Role.MENTIONED, "of_a_document")
    else:
        _nominate(mention, cue, cases, line, scope)


_DUTIES = re.compile(r"\b(?:обязанност|функци)\w+\s+$", re.IGNORECASE)
_MISPRINT = re.compile(r"опечатк|ошиб|неверн|неправильн|перепута", re.IGNORECASE)
_ABOUT = re.compile(
    r"\b(?:телефон\w*|номер\w*|адрес\w*|отчеств\w+|имени|почт\w+|стаж\w*)\s+$", re.IGNORECASE
)


def _allowed(mention: Mention, scope: Scope, between: str) -> frozenset[str]:
    """The cases in which this person can depend on the cue; in a list, the nominative also."""
    told = grammar.case_of_list(between)
    if told:
        return frozenset({told, "nomn"})
    strict = (
        scope.cases - {"nomn"} if "accs" in scope.cases or "gent" in scope.cases else scope.cases
    )
    if (
        strict
        and mention.person.read(strict).case in strict
        and not re.search(r"[:\n\t]|\s[-–—]\s", between)
    ):
        return strict
    return scope.cases | {"nomn"}


_DOCUMENT = re.compile(
    r"\b(?:письм\w+|ответ(?:а|у|ы|ом|ов)?\b|копи[яюийе]\b|документ\w*|сведени\w+|информаци\w+|скан\w*|файл\w*"
    r"|подлинник\w*|оригинал\w*|заявк\w+|отч[её]т\w*)",
    re.IGNORECASE,
)


def _follows_nominee(mention: Mention, line: Line) -> bool:
    """Whether he stands in a row with a nominee and in a case that fits him too."""
    nominated = [m for m in line.mentions if m.role is Role.NOMINATED and m is not mention]
    if not nominated:
        return False
    case = mention.person.read().case
    return nominated[-1].person.read({case}).case == case and case != "nomn"


def _in_bracket_of_nominee(mention: Mention, line: Line) -> bool:
    """Whether the person stands in brackets that belong to a nominee."""
    text = line.sentence.part.text
    opened = text.rfind("(", line.sentence.start, mention.person.start)
    if opened < 0 or ")" in text[opened : mention.person.start]:
        return False
    return any(m.role is Role.NOMINATED and m.person.end <= opened for m in line.mentions)


def _nominate(
    mention: Mention, cue: Match, cases: frozenset[str], line: Line, scope: Scope
) -> None:
    if "datv" in cases and grammar.is_entrusted_other(cue, line):
        another = any(m.rule == "entrusted_other" for m in line.mentions)
        role = Role.WEAK if another else Role.MENTIONED
        mention.settle(role, "entrusted_other", evidence_of(cue, line))
        return
    if grammar.was_sent_earlier(cue, line) or grammar.may_be_subject(cue, line):
        mention.settle(Role.WEAK, "sent_earlier", evidence_of(cue, line))
        return
    if scope.reserve or scope.doubted:
        mention.settle(Role.WEAK, "reserve", evidence_of(cue, line))
        return
    mention.settle(Role.NOMINATED, cue.phrase.name, evidence_of(cue, line))
    mention.cases = cases
    mention.added = scope.added


def _takes_back(cue: Match, line: Line, scope: Scope) -> None:
    """«X не поедет», «X отказалась»; before the person: «уволившегося X»."""
    word = line.tokens[cue.tokens[0]].text
    describes = "PRTF" in parses(word)[0].tag
    target = scope.last
    if scope.pending is not None:
        return
    if target is None or (describes and not grammar.after_comma(cue, line)):
        scope.pending = cue if target is None or describes else scope.pending
        return
    evidence = evidence_of(cue, line)
    means = cue.phrase.means
    if target.rule == "next_except" or target.rule == "nobody_but":
        target.settle(Role.WEAK, "nobody_but", evidence)
        return
    same = scope.cue is not None and 0 <= cue.start - scope.cue.end <= 12
    if target.role is Role.NOMINATED and means != "recall_prev" and not same:
        target.settle(Role.WEAK, cue.phrase.name, evidence)
    elif means == "absent_prev":
        _is_away(target, cue, line)
        return
    else:
        target.settle(Role.WITHDRAWN, cue.phrase.name, evidence)
    if target in scope.waiting:
        scope.waiting.remove(target)


def _is_away(target: Mention, cue: Match, line: Line) -> None:
    """Somebody on leave is no nominee; where nobody else is named, that may be meant otherwise."""
    others = any(m.role is Role.NOMINATED for m in line.mentions)
    if target.role is Role.UNKNOWN and (
        others or not line.training or line.has("declined", "later")
    ):
        target.settle(Role.MENTIONED, cue.phrase.name, evidence_of(cue, line))
