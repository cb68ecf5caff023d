"""Who is nominated within one sentence: cues and people are read from left to right.

A verb or noun that nominates opens a scope; people in it, in a case that it governs, are nominated.
Words like «вместо» or «по просьбе» take the next person out of it; «не поедет» or «в отпуске», the
person before. A finite verb of other matters closes the scope.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rules.document import Token
from rules.morphology import parses
from rules.nominees import (
    asides,
    before,
    brackets,
    contrasts,
    denied,
    government,
    grammar,
    hindsight,
    items,
    next_person,
    off_topic,
    papers,
    predicates,
    pronouns,
    taken_back,
    tenses,
)
from rules.nominees.cues import AWAY, SENDS
from rules.nominees.governed import Scope, in_scope
from rules.nominees.lines import NOMINATIVE, Line, Mention, Role, evidence_of
from rules.phrases import Match

_ONE_SHOT = frozenset({"other_next", "former_next"})


_PLAIN = re.compile(r"\s*(?:,|и|,\s*и|а\s+также|,\s*а\s+также)\s*$")
_PLAIN_ROW = re.compile(r"\s*\([^()\n]{0,60}\)\s*[,;]\s*(?:и\s+)?$")


def read(line: Line, context: bool) -> Scope:
    """Give the mentions of one sentence their roles; returns the scope left open at its end.

    `context` tells that the letter speaks of the training, so that «Поедет Иванов» is enough.
    """
    scope = Scope(added=line.has("addition"))
    events: list[tuple[int, int, Match | Mention | Token]] = []
    blocked = _blocked(line)
    events += [(c.start, 0, c) for c in line.cues]
    events += [(m.person.start, 1, m) for m in line.mentions]
    events += [(t.start, 2, t) for t in predicates.closers(line)]
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


_DENIALS = (*AWAY, "withdraw_next", "void_prev", "declined")


_SUBORDINATE = re.compile(
    r"\b(?:котор\w+|она|он|оно|они)\b|^\s*(?:как|кто|что|чтобы|если|когда|поскольку|так\s+как|потому\s+что|где|куда)\b",
    re.IGNORECASE,
)


_ANNOUNCED = re.compile(r"[^,;.:\n]{0,40}(?:[:–—]\s|,\s+(?:это|а\s+именно)\s)")


def _close(token: Token, line: Line, scope: Scope) -> None:
    if scope.cue is not None and brackets.closed(token.start, line.sentence) > token.end:
        return  # «записывайте не меня (я этим занимался), а Валееву»
    lead = line.sentence.part.text[max(line.sentence.start, token.start - 40) : token.start]
    clause = re.split(r"[,;:(–—]", lead)[-1]
    if _SUBORDINATE.search(clause):
        scope.aside = token
        return
    if scope.cue and scope.cue.phrase.means == "nominate":
        if _ANNOUNCED.match(line.text, token.end - line.sentence.start):
            return  # «Кандидат нашёлся: …»
        if predicates.becomes(token, line) or predicates.joins(token, scope.cue, line):
            scope.cases |= {"nomn", "accs"}
            return  # «Слушателем выступит …»
    sends = predicates.leads(token, line)
    if sends is not None and scope.pending is None and not scope.withdraws:
        _nominates(sends, line, scope)
        return  # «На курсы убывает …»
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
    if last is not None and last.cases == {"nomn"} and scope.cue is not None:
        named = scope.cue.phrase.means == "nominate"
        if named and grammar.is_near(scope.cue.end, last.person.start, line):
            return  # «наш слушатель Петрова интересуется, …»
    if (
        last
        and last.role is Role.NOMINATED
        and scope.cases & {"accs", "gent"}
        and last.case == "nomn"
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
    if cue.phrase.name == "exchanged":
        taken_back.exchange(cue, line, scope)
    elif means in SENDS:
        _open(cue, line, scope, blocked, context)
    elif means in _ONE_SHOT and (
        asides.is_post_of_last(cue, scope.last, line)
        or asides.writer_does(cue, line)
        or asides.has_object(cue, line)
    ):
        return
    elif means in _ONE_SHOT:
        _wait(cue, line, scope)
    elif means == "reserve":
        scope.reserve = not line.has_phrase("exchanged")
    elif means == "withdraw_next":
        _withdraw(cue, line, scope)
    elif means == "void_prev":
        for mention in line.mentions:
            if mention.person.end <= cue.start:
                mention.settle(Role.WITHDRAWN, cue.phrase.name, evidence_of(cue, line))
        scope.cue = None
    elif means in AWAY:
        taken_back.take_back(cue, line, scope)


def _wait(cue: Match, line: Line, scope: Scope) -> None:
    """A word that waits for its person: the next one is no nominee."""
    if _has_done(cue, line, scope.last):
        _act_otherwise([m for m in (scope.last,) if m and m.role is Role.UNKNOWN], line, scope)
        return
    if grammar.is_finite(line.tokens[cue.tokens[0]].text):
        _drop_subject(cue.start, line, scope)
        aside = brackets.closed(cue.start, line.sentence) > cue.end
        if not (aside or grammar.is_first_person(cue, line)):
            scope.cue = None  # «кандидатуры согласует с вами кадровик Левина»
    if not (
        scope.cue and cue.phrase.name == "responsible_for" and grammar.is_apposition(cue, line)
    ):
        besides = asides.is_besides(cue, line) and not asides.stands_in(cue, line)
        scope.pending = None if besides else cue
        scope.bracket = brackets.closed(cue.start, line.sentence)


def _has_done(cue: Match, line: Line, last: Mention | None) -> bool:
    """«глава Зуев утвердил список: …»: who did it stands before the verb, not behind."""
    if last is None or last.role is not Role.UNKNOWN or cue.phrase.name != "signed_by":
        return False
    active = "VERB" in parses(line.tokens[cue.tokens[0]].text)[0].tag.grammemes
    between = [t for t in line.tokens if last.person.end <= t.start < cue.start]
    parted = ";" in line.sentence.part.text[last.person.end : cue.start]
    subject = last.case == "nomn" and not parted
    return active and subject and not any(grammar.is_finite(t.text) for t in between)


def _withdraw(cue: Match, line: Line, scope: Scope) -> None:
    """«исключить Сорокина»; but «вместо выбывшего Степанюка» speaks of him alone."""
    if "PRTF" in parses(line.tokens[cue.tokens[0]].text)[0].tag.grammemes:
        if scope.last is not None and grammar.after_comma(cue, line):
            return  # «место Ковалёва, выбывшего по болезни, …»
        scope.pending = scope.pending or cue
    else:
        scope.withdraws, scope.cue, scope.cases = True, cue, frozenset()


def _open(cue: Match, line: Line, scope: Scope, blocked: frozenset[int], context: bool) -> None:
    """A nominating word: open a scope, and take the people before it whom it speaks of."""
    if cue.phrase.means == "send_training" and asides.is_noun_of_list(cue, line):
        return
    if asides.is_part_of_longer(cue, line):
        return
    past = tenses.is_past_participle(cue, line, described=scope.pending is not None)
    if past or not blocked.isdisjoint(cue.tokens):
        return
    if _looks_back(cue, line, scope):
        return
    if grammar.is_negated(cue, line):
        taken_back.take_back(cue, line, scope)
    elif off_topic.is_off_topic(cue, line, context):
        if cue.phrase.means == "send" or grammar.is_predicate(cue, line):
            scope.closed = line.tokens[cue.tokens[0]]
    elif tenses.is_past_training(cue, line):
        _was_trained(cue, scope)
    elif chosen := _related(cue, line):
        _takes_up(chosen, cue, line, scope)
    elif grammar.in_relative_clause(cue, line) and not scope.waiting:
        scope.cue = None
    elif cue.phrase.means != "nominate" or not (
        grammar.only_spoken_of(cue, line) or items.is_asked_about(cue, line)
    ):
        _nominates(cue, line, scope)


def _looks_back(cue: Match, line: Line, scope: Scope) -> bool:
    """Whether the word tells of a former candidate, a mistake, or of whom was named before it."""
    bearer = pronouns.whose_candidacy(cue, line)
    if bearer is not None:
        _takes_up(bearer, cue, line, scope)
    elif contrasts.is_former(cue, line):
        scope.pending, scope.cue = cue, None
    elif contrasts.is_mistake(cue, line):
        scope.withdraws, scope.cue, scope.cases = True, cue, frozenset()
    else:
        return False
    return True


def _takes_up(mention: Mention, cue: Match, line: Line, scope: Scope) -> None:
    before.take_up(mention, cue, line, scope)
    scope.waiting.clear()
    scope.cue = None


def _related(cue: Match, line: Line) -> Mention | None:
    return pronouns.related(cue, line) if grammar.in_relative_clause(cue, line) else None


def _nominates(cue: Match, line: Line, scope: Scope) -> None:
    if denied.infinitive(cue.tokens[0], line):
        denied.take_back(cue, line, scope)
        return
    if scope.pending is not None and grammar.supersedes(cue, line, scope.pending):
        scope.pending = None
    if scope.withdraws:
        taken_back.end_withdrawal(line, scope)
    modal = grammar.has_modal_lemma(line.tokens[cue.tokens[0]].text)
    within = scope.cue is not None and cue.start < scope.cue.end  # «место предлагаем отвести …»
    goes_on = scope.cue is not None and (modal or within or not grammar.is_predicate(cue, line))
    kept = scope.cases if goes_on else frozenset()
    scope.cases = kept | government.expected(cue, line)
    if cue.phrase.means == "nominate" and predicates.is_role(cue, line):
        # «слушателем будет Петрова», but «слушателем считайте Петрову»
        joined = predicates.is_joined(cue, line)
        scope.cases = NOMINATIVE if joined else scope.cases | {"accs"}
    scope.cue = cue
    scope.doubted = scope.doubted or grammar.is_doubted(cue, line)
    before.take(cue, line, scope)


def _was_trained(cue: Match, scope: Scope) -> None:
    for mention in scope.waiting:
        mention.settle(Role.MENTIONED, "was_trained")
    scope.waiting.clear()
    scope.pending = cue


def _person(mention: Mention, line: Line, scope: Scope) -> None:
    previous, scope.last = scope.last, mention
    if papers.name(mention, line):
        scope.pending = None
    elif mention.role is Role.UNKNOWN:
        _take_in(mention, previous, line, scope)


def _take_in(mention: Mention, previous: Mention | None, line: Line, scope: Scope) -> None:
    """Give a person the part that the words before him open."""
    text = line.sentence.part.text
    if scope.pending is not None and 0 < scope.bracket <= mention.person.start:
        scope.pending = None
    if contrasts.consents(mention, line):
        mention.settle(Role.MENTIONED, "consents")
    elif duty := contrasts.duty(mention, line):
        mention.settle(Role.MENTIONED, duty)
    elif _is_subject_of(scope.aside, mention, line):
        mention.settle(Role.MENTIONED, "subject_of_clause")
    elif scope.pending is not None:
        if not next_person.settle(mention, line, scope):
            _person(mention, line, scope)
    elif (
        previous
        and previous.rule.startswith(("next_", "subject_of_", "was_trained"))
        and _in_row(previous, text[previous.person.end : mention.person.start])
    ):
        mention.settle(previous.role, previous.rule, previous.cue)
    elif scope.cue is not None and scope.withdraws:
        stays = _REMAINS.match(text, mention.person.end, line.sentence.end)
        role = Role.WEAK if stays else Role.WITHDRAWN
        mention.settle(role, scope.cue.phrase.name, evidence_of(scope.cue, line))
    elif scope.cue is not None:
        in_scope(mention, line, scope)
    elif _is_subject_of(scope.closed, mention, line):
        mention.settle(Role.MENTIONED, _did(scope.closed, line))
    else:
        scope.waiting.append(mention)


def _in_row(previous: Mention, between: str) -> bool:
    """«X и Y»; «ответственные: X (техника), Y (бумаги)»."""
    if _PLAIN.match(between):
        return True
    return previous.role is Role.MENTIONED and _PLAIN_ROW.match(between) is not None


_REMAINS = re.compile(r"[\s,–—-]*(?:просим\s+)?(?:оста\w+|сохран\w+)", re.IGNORECASE)


def _did(verb: Token | None, line: Line) -> str:
    """«такие курсы окончил Петров»: he is taught; else he does something else."""
    taught = verb is not None and line.training and tenses.tells_of_past(verb.text)
    return "was_trained" if taught else "subject_of_other_verb"


def _is_subject_of(verb: Token | None, mention: Mention, line: Line) -> bool:
    """«сопровождает её водитель Мамедов»: the verb of another action, then its subject."""
    if verb is None or mention.case != "nomn":
        return False
    return grammar.is_near(verb.end, mention.person.start, line)
