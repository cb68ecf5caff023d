"""Who is nominated within one sentence: cues and people are read from left to right.

A verb or noun that nominates opens a scope; people in it, in a case that it governs, are nominated.
Words like «вместо» or «по просьбе» take the next person out of it; «не поедет» or «в отпуске», the
person before. A finite verb of other matters closes the scope.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from rules.document import Token
from rules.model import Evidence
from rules.morphology import parses
from rules.nominees.lines import BOOK, Line, Mention, PersonKind, Role
from rules.phrases import Match

_DATIVE = frozenset(
    "выпасть предстоять надлежать поручить поручать поручаться предложить выдать выписать доверить предоставить разрешить".split()
)
_MODAL = frozenset(
    "просить попросить хотеть мочь смочь решить решать считать полагать планировать предстоять следовать "
    "надлежать готовиться быть стать сообщать сообщить информировать уведомлять докладывать".split()
)
_ABLATIVE = frozenset(
    "оставить сохранить забронировать держать пройти проходить закрепить закреплять посетить представить".split()
)
_INTRANSITIVE = frozenset(
    "возглавить войти хотеть желать согласиться соглашаться мечтать поехать ехать выехать приехать приезжать пройти проходить пойти идти прийти приходить явиться "
    "прибыть принять принимать участие учиться обучаться отучиться поучиться посетить посещать "
    "участвовать поучаствовать быть готовый готов мочь смочь представить представлять".split()
)
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
    if scope.reserve and not line.training:
        for mention in line.mentions:
            if mention.role is Role.UNKNOWN and mention.person.kind is not PersonKind.FIRST:
                mention.settle(Role.WEAK, "reserve")
    if any(m.role is Role.NOMINATED for m in line.mentions):
        for mention in scope.others:
            if mention.role is Role.UNKNOWN:
                mention.settle(Role.MENTIONED, "subject_of_other_verb")
    _set_apart_brackets(line)
    agree([m for m in line.mentions if m.role is Role.NOMINATED])
    _corrected(line)
    _question(line)
    _decided_later(line)
    _elsewhere(line)
    if line.has("undecided"):
        for mention in line.mentions:
            if mention.role is Role.NOMINATED:
                mention.settle(Role.WEAK, "undecided", mention.cue)
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
        and is_finite(t.text)
        and not _is_modal(t.text, line.tokens[i + 1 : i + 4])
    ]


@lru_cache(maxsize=20_000)
def is_finite(word: str) -> bool:
    """Whether a word is most likely a finite verb."""
    if not word[0].isalpha() or len(word) < 3 or word[0].isupper():
        return False
    first = parses(word)[0]
    if first.normal_form in ("быть", "являться"):
        return False
    verb = "VERB" in first.tag and "impr" not in first.tag
    return (verb or "PRTS" in first.tag) and first.score >= 0.5


@lru_cache(maxsize=20_000)
def _has_modal_lemma(word: str) -> bool:
    return any(p.normal_form in _MODAL for p in parses(word))


def _is_modal(word: str, following: Sequence[Token]) -> bool:
    """Whether a verb only leads to the next: «просим направить», «сообщаем, что»."""
    if not _has_modal_lemma(word):
        return False
    first = parses(word)[0].tag
    return "1per" in first or any("INFN" in parses(t.text)[0].tag for t in following)


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
    if subject and subject.role is Role.UNKNOWN and _is_near(subject.person.end, token.start, line):
        _act_otherwise([*scope.waiting, subject], line, scope)
    scope.closed = token
    scope.cue = None


def _is_near(end: int, start: int, line: Line) -> bool:
    """Whether at most four words and no comma stand between."""
    return re.fullmatch(r"(?:\s+[\w«»-]+){0,4}\s*", line.sentence.part.text[end:start]) is not None


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
        if not (scope.cue and cue.phrase.name == "responsible_for" and _is_apposition(cue, line)):
            scope.pending = None if _is_besides(cue, line) else cue
    elif means == "reserve":
        scope.reserve = True
    elif means == "withdraw_next":
        scope.withdraws, scope.cue, scope.cases = True, cue, frozenset()
    elif means == "void_prev":
        for mention in line.mentions:
            if mention.person.end <= cue.start:
                mention.settle(Role.WITHDRAWN, cue.phrase.name, _evidence(cue, line))
        scope.cue = None
    elif means in ("stays_prev", "recall_prev", "absent_prev"):
        _takes_back(cue, line, scope)


def _evidence(cue: Match, line: Line) -> Evidence:
    return cue.evidence(line.sentence, BOOK.removesuffix("s"))


def _is_besides(cue: Match, line: Line) -> bool:
    """«кроме того»: the word speaks of no person."""
    following = line.tokens[cue.tokens[-1] + 1 : cue.tokens[-1] + 2]
    return any(t.text.lower() in ("того", "этого", "тому") for t in following)


def _is_apposition(cue: Match, line: Line) -> bool:
    """«направляем ответственную за сайт Петрову»: an oblique adjective, not a label."""
    word = line.tokens[cue.tokens[0]].text
    return any({"ADJF"} & p.tag.grammemes and "nomn" not in p.tag for p in parses(word))


def _open(cue: Match, line: Line, scope: Scope, blocked: frozenset[int], context: bool) -> None:
    """A nominating word: open a scope, and take the people before it whom it speaks of."""
    if not blocked.isdisjoint(cue.tokens) or _is_past_participle(cue, line, scope):
        return
    means = cue.phrase.means
    if _is_negated(cue, line):
        _takes_back(cue, line, scope)
        return
    if means == "send" and not (line.training or context):
        scope.closed = line.tokens[cue.tokens[0]]
        return
    if scope.pending is not None and _supersedes(cue, line, scope.pending):
        scope.pending = None
    if means == "send_training" and not (line.training and _near_training(cue, line)):
        scope.closed = line.tokens[cue.tokens[0]] if _is_predicate(cue, line) else scope.closed
        return
    if means == "nominate" and _only_spoken_of(cue, line):
        return
    if _is_past_training(cue, line):
        _was_trained(cue, scope)
        return
    if _in_relative_clause(cue, line) and not scope.waiting:
        scope.cue = None
        return
    if scope.withdraws:
        _ends_withdrawal(line, scope)
    kept = scope.cases if scope.cue is not None and not _is_predicate(cue, line) else frozenset()
    scope.cases = kept | expected(cue, line)
    scope.cue = cue
    scope.doubted = scope.doubted or _is_doubted(cue, line)
    _take_waiting(cue, line, scope)


def _is_predicate(cue: Match, line: Line) -> bool:
    """A finite verb begins a clause of its own; an infinitive or a noun goes on with it."""
    return bool({"VERB", "PRTS"} & parses(line.tokens[cue.tokens[0]].text)[0].tag.grammemes)


def _is_doubted(cue: Match, line: Line) -> bool:
    """«включён ли», «хотел бы попасть»: asked or wished, not told."""
    near = [t.text.lower() for t in line.tokens[cue.tokens[0] : cue.tokens[-1] + 3]]
    return "ли" in near or ("бы" in near and "просил" not in line.text.lower())


def _in_relative_clause(cue: Match, line: Line) -> bool:
    """«…, который затем обучит остальных»: what a nominee does, not what is asked."""
    text = line.sentence.part.text
    before = text[max(line.sentence.start, cue.start - 60) : cue.start]
    return re.search(r"\bкотор\w+[^,;:]*$", before) is not None and any(
        m.person.end <= cue.start for m in line.mentions
    )


def _ends_withdrawal(line: Line, scope: Scope) -> None:
    """«исключить X, Y оставить»: the last before the new verb is no longer sure."""
    scope.withdraws, scope.cue = False, None
    gone = [m for m in line.mentions if m.role is Role.WITHDRAWN]
    if len(gone) > 1 and scope.last is gone[-1]:
        gone[-1].settle(Role.WEAK, "withdrawn_or_not")


def _is_negated(cue: Match, line: Line) -> bool:
    """«не явится»: the word before the verb denies it."""
    at = cue.tokens[0]
    return cue.phrase.means != "nominate" and at > 0 and line.tokens[at - 1].text.lower() == "не"


def _supersedes(cue: Match, line: Line, pending: Match) -> bool:
    """Whether a verb ends a phrase that waits for its person: «взамен направляется Сидорова»."""
    tag = parses(line.tokens[cue.tokens[0]].text)[0].tag
    if not {"VERB", "INFN", "PRTS", "ADJS"} & tag.grammemes:
        return False
    return cue.phrase.means == "send" or pending.phrase.name in ("by_request_of", "replaces")


def _is_past_participle(cue: Match, line: Line, scope: Scope) -> bool:
    """«вместо направленной ранее Петровой»: the verb only describes."""
    tag = parses(line.tokens[cue.tokens[0]].text)[0].tag
    return "PRTF" in tag and (
        "past" in tag and cue.phrase.means != "nominate" or scope.pending is not None
    )


def _only_spoken_of(cue: Match, line: Line) -> bool:
    """«о кандидатуре», «кого направить, решит глава»: none is put forward."""
    if cue.phrase.name == "who_learns":
        rest = line.sentence.part.text[cue.end : line.sentence.end]
        return re.match(r"[^,.;:?\t–—]{0,40}[:?\t–—]", rest) is None
    at = cue.tokens[0]
    before = line.tokens[at - 1].text.lower() if at else ""
    after = [t.text.lower() for t in line.tokens[cue.tokens[-1] + 1 : cue.tokens[-1] + 4]]
    return cue.phrase.name == "candidate" and (before in ("о", "об", "по") or "наук" in after)


def _is_past_training(cue: Match, line: Line) -> bool:
    """«обучение уже проходил Гусев»: he is trained, not sent."""
    for index in cue.tokens:
        first = parses(line.tokens[index].text)[0]
        if "VERB" in first.tag and "past" in first.tag and first.normal_form in _STUDIES:
            return True
    return False


_STUDIES = frozenset("пройти проходить учиться обучаться участвовать посещать посетить".split())


def _was_trained(cue: Match, scope: Scope) -> None:
    for mention in scope.waiting:
        mention.settle(Role.MENTIONED, "was_trained")
    scope.waiting.clear()
    scope.pending = cue


def _near_training(cue: Match, line: Line) -> bool:
    """Whether the training is spoken of in the cue's own clause, or before it."""
    text = line.sentence.part.text
    clause_start = max(text.rfind(sign, line.sentence.start, cue.start) for sign in ";(") + 1
    follow = [text.find(sign, cue.end, line.sentence.end) for sign in ";"]
    clause_end = min([f for f in follow if f >= 0], default=line.sentence.end)
    spots = [c.start for c in line.cues if c.phrase.means == "training"]
    if not spots or spots[0] < cue.start:
        return True
    people = [m.person.start for m in line.mentions if m.person.start > cue.start]
    reach = min([clause_end, cue.end + 120])
    return any(
        clause_start <= s <= reach and not any(cue.start < p < s for p in people[1:]) for s in spots
    )


@lru_cache(maxsize=20_000)
def _governs(word: str) -> frozenset[str]:
    """Cases in which a nominating word names the person."""
    cases: set[str] = set()
    for parse in parses(word)[:3]:
        tag, lemma = parse.tag, parse.normal_form
        if "NOUN" in tag or "ADJF" in tag and "Subx" in tag:
            cases |= {"gent"} | ({str(tag.case)} if "anim" in tag and tag.case else set())
        elif lemma in _DATIVE:
            cases |= {"datv", "accs"}
        elif "PRTS" in tag or tag.POS and word.endswith(("ся", "сь")) or lemma in _INTRANSITIVE:
            cases |= {"nomn"}
        else:
            cases |= {"accs"}
        if lemma in _ABLATIVE:
            cases |= {"ablt"}
    return frozenset("gent" if c == "gen2" else c for c in cases)


def expected(cue: Match, line: Line) -> frozenset[str]:
    """Cases in which this cue lets a person stand; the nominative always may."""
    cases: set[str] = {"nomn"}
    for index in cue.tokens:
        word = line.tokens[index].text.lower()
        if len(word) > 2:
            cases |= _governs(word)
    if cue.phrase.name == "in_person_of":
        cases = {"gent", "nomn"}
    return frozenset(cases)


def _take_waiting(cue: Match, line: Line, scope: Scope) -> None:
    """People named before the verb: «Петрова направляется», «Петрову просим включить»."""
    cases = expected(cue, line)
    verb = line.tokens[cue.tokens[0]].text.lower()
    active = "nomn" not in _governs(verb) and cue.phrase.means != "nominate"
    speaks = _is_first_person(cue, line)
    if active:
        cases = cases - {"nomn"}
    for mention in scope.waiting:
        if _is_added_to(mention, cue, line):
            _nominate(mention, cue, frozenset({"datv"}), line, scope)
            continue
        reading = mention.person.read(cases)
        if mention.person.kind in (PersonKind.FIRST, PersonKind.SURNAME) and not _direct(
            mention, cue, line
        ):
            continue
        if _is_taken_up(cue, line):
            _nominate(mention, cue, frozenset(), line, scope)
        elif active and not speaks and _is_nominative(mention):
            mention.settle(Role.MENTIONED, "subject_of_sending")
        elif reading.case in cases:
            _nominate(mention, cue, cases, line, scope)
    scope.waiting.clear()


def _is_taken_up(cue: Match, line: Line) -> bool:
    """«запишите её»: a pronoun at the verb stands for the one who was named."""
    near = line.tokens[max(0, cue.tokens[0] - 2) : cue.tokens[-1] + 2]
    return any(t.text.lower() in ("её", "ее", "его", "их", "ей", "ему", "им") for t in near)


def _is_added_to(mention: Mention, cue: Match, line: Line) -> bool:
    """«к Петрову добавить ещё Сидорову»: he was named before and stays."""
    text = line.sentence.part.text
    before = text[max(line.sentence.start, mention.person.start - 60) : mention.person.start]
    verb = line.tokens[cue.tokens[0]]
    return bool(
        re.search(r"\bк\s+(?:[\w-]+\s+){0,4}$", before)
        and verb.lemmas & {"добавить", "добавлять", "дополнить", "присоединить", "включить"}
        and mention.person.read({"datv"}).case == "datv"
    )


def _is_first_person(cue: Match, line: Line) -> bool:
    """Whether «we» or «I» send: then a name beside the verb is never its subject."""
    near = line.tokens[max(0, cue.tokens[0] - 4) : cue.tokens[-1] + 3]
    return any("1per" in p.tag for t in near if len(t.text) > 3 for p in parses(t.text)[:1])


def _is_nominative(mention: Mention) -> bool:
    return mention.person.read().case == "nomn"


def _direct(mention: Mention, cue: Match, line: Line) -> bool:
    between = line.sentence.part.text[mention.person.end : cue.start]
    return re.fullmatch(r"[\s\w]{0,40}", between) is not None


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
        mention.settle(role, scope.cue.phrase.name, _evidence(scope.cue, line))
    elif scope.cue is not None:
        _in_scope(mention, line, scope)
    elif _is_subject_of(scope.closed, mention, line):
        mention.settle(Role.MENTIONED, "subject_of_other_verb")
    else:
        scope.waiting.append(mention)


_REMAINS = re.compile(r"[\s,–—-]*(?:просим\s+)?(?:оста\w+|сохран\w+)", re.IGNORECASE)


def _is_subject_of(verb: Token | None, mention: Mention, line: Line) -> bool:
    """«сопровождает её водитель Мамедов»: the verb of another action, then its subject."""
    if verb is None or not _is_nominative(mention):
        return False
    return _is_near(verb.end, mention.person.start, line)


def _one_shot(mention: Mention, line: Line, scope: Scope) -> None:
    cue = scope.pending
    assert cue is not None
    scope.pending = None
    between = line.sentence.part.text[cue.end : mention.person.start]
    if len(between) > 160 or (cue.phrase.name == "replaces" and _DOCUMENT.match(between.strip())):
        _person(mention, line, scope)
        return
    if cue.phrase.means in _NUDGES:
        mention.settle(Role.MENTIONED, "next_was_trained")
        return
    if cue.phrase.name == "except" and line.has("declined"):
        mention.settle(Role.WEAK, "nobody_but", _evidence(cue, line))
        return
    role = Role.WITHDRAWN if cue.phrase.means == "former_next" else Role.MENTIONED
    mention.settle(role, f"next_{cue.phrase.name}", _evidence(cue, line))


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
    if _ABOUT.search(lead):
        mention.settle(Role.WEAK, "told_about", _evidence(cue, line))
    elif re.search(r"\bне\s*$", lead):
        mention.settle(Role.WITHDRAWN, "not_he", _evidence(cue, line))
    elif mention.person.read(cases).case not in cases and not _follows_nominee(mention, line):
        mention.settle(Role.WEAK, "case_disagrees", _evidence(cue, line))
    elif (
        cue.phrase.means == "send"
        and "accs" in scope.cases
        and not line.training
        and _DOCUMENT.search(line.text)
    ):
        mention.settle(Role.MENTIONED, "of_a_document")
    else:
        _nominate(mention, cue, cases, line, scope)


def _case_of_list(between: str) -> str | None:
    """«следующим сотрудникам: …»: the people stand in the case of the noun before the colon."""
    found = re.search(r"([А-Яа-яё]+)\s*:", between)
    tags = [p.tag for p in parses(found[1]) if "NOUN" in p.tag and "anim" in p.tag] if found else []
    cases = {str(t.case) for t in tags}
    return cases.pop() if len(cases) == 1 else None


_ABOUT = re.compile(
    r"\b(?:телефон\w*|номер\w*|адрес\w*|отчеств\w+|имени|почт\w+|стаж\w*)\s+$", re.IGNORECASE
)


def _allowed(mention: Mention, scope: Scope, between: str) -> frozenset[str]:
    """The cases in which this person can depend on the cue; in a list, the nominative also."""
    told = _case_of_list(between)
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
    if "datv" in cases and _is_entrusted_other(cue, line):
        another = any(m.rule == "entrusted_other" for m in line.mentions)
        role = Role.WEAK if another else Role.MENTIONED
        mention.settle(role, "entrusted_other", _evidence(cue, line))
        return
    if scope.reserve or scope.doubted:
        mention.settle(Role.WEAK, "reserve", _evidence(cue, line))
        return
    mention.settle(Role.NOMINATED, cue.phrase.name, _evidence(cue, line))
    mention.cases = cases
    mention.added = scope.added


_TO_STUDY = frozenset(
    "пройти проходить принять посетить посещать участвовать обучиться обучаться учиться ехать поехать "
    "прибыть явиться прийти доложить представлять".split()
)


def _is_entrusted_other(cue: Match, line: Line) -> bool:
    """«Иванову поручено организовать обучение»: he is to do something else than to study."""
    verb = line.tokens[cue.tokens[0]]
    if not verb.lemmas & _DATIVE:
        return False
    infinitives = [t for t in line.tokens[cue.tokens[0] + 1 :] if "INFN" in parses(t.text)[0].tag]
    return bool(infinitives) and not infinitives[0].lemmas & _TO_STUDY


def _takes_back(cue: Match, line: Line, scope: Scope) -> None:
    """«X не поедет», «X отказалась»; before the person: «уволившегося X»."""
    word = line.tokens[cue.tokens[0]].text
    describes = "PRTF" in parses(word)[0].tag
    target = scope.last
    if scope.pending is not None:
        return
    if target is None or (describes and not _after_comma(cue, line)):
        scope.pending = cue if target is None or describes else scope.pending
        return
    evidence = _evidence(cue, line)
    means = cue.phrase.means
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
        target.settle(Role.MENTIONED, cue.phrase.name, _evidence(cue, line))


def _after_comma(cue: Match, line: Line) -> bool:
    before = line.sentence.part.text[max(0, cue.start - 3) : cue.start].rstrip()
    return before.endswith((",", "("))


def _decided_later(line: Line) -> None:
    """«Кого направить, решит глава Калинин»: he decides; else what comes later is not sure."""
    later = [c for c in line.cues if c.phrase.means == "later"]
    for mention in line.mentions:
        if later and mention.role is Role.NOMINATED:
            gaps = [line.sentence.part.text[c.end : mention.person.start] for c in later]
            if any(re.search(r"[:–—-]\s*$", gap) for gap in gaps):
                continue
            decides = any(0 < len(gap) <= 40 for gap in gaps)
            mention.settle(Role.MENTIONED if decides else Role.WEAK, "later", mention.cue)


def _elsewhere(line: Line) -> None:
    """«…, а у нас пока никого нет»: who was named goes from elsewhere."""
    if line.has("declined") and re.search(
        r"\bу\s+нас\b.{0,30}\b(?:нет|никого|некого)\b", line.text
    ):
        for mention in line.mentions:
            if mention.role is Role.NOMINATED:
                mention.settle(Role.WEAK, "elsewhere", mention.cue)


def _set_apart_brackets(line: Line) -> None:
    """«техник отдела (начальник Гусев Н.Н.) Лопатин Ю.Ю.»: the one in brackets explains."""
    text = line.sentence.part.text
    nominated = [m for m in line.mentions if m.role is Role.NOMINATED]
    for one, two in zip(nominated, nominated[1:], strict=False):
        between = text[one.person.end : two.person.start]
        opened = text.rfind("(", line.sentence.start, one.person.start)
        enclosed = opened >= 0 and ")" not in text[opened : one.person.start]
        if enclosed and re.fullmatch(r"\)[\s\w-]*", between):
            one.settle(Role.MENTIONED, "in_brackets")


_CASES = ("accs", "gent", "datv", "ablt", "nomn")


def agree(nominees: Sequence[Mention]) -> None:
    """All nominees of a sentence or list stand in one case: what one tells settles the others."""
    nominated = [m for m in nominees if len(m.cases) > 1]
    if len(nominated) < 2:
        return
    shared = [
        c for c in _CASES if all(c in m.cases and m.person.read({c}).case == c for m in nominated)
    ]
    if len(shared) == 1:
        for mention in nominated:
            mention.cases = frozenset(shared)


def _corrected(line: Line) -> None:
    """«Вместо «Петрова» следует читать: Петренко …»."""
    cue = next((c for c in line.cues if c.phrase.name == "read_as"), None)
    if cue is None or not line.tokens[cue.tokens[0]].lemmas & {"читать"}:
        return
    for mention in line.mentions:
        if mention.person.start > cue.start and mention.person.kind is not PersonKind.SURNAME:
            mention.settle(Role.NOMINATED, "read_as", _evidence(cue, line))
            mention.cases = frozenset({"nomn"})


def _question(line: Line) -> None:
    """A question nominates nobody."""
    if line.text.rstrip().endswith("?"):
        for mention in line.mentions:
            if mention.role is Role.NOMINATED:
                mention.settle(Role.WEAK, "question", mention.cue)
