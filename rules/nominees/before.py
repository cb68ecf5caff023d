"""People named before the verb that speaks of them: «Петрова направляется», «Петрову включите»."""

from __future__ import annotations

import re

from rules.nominees import asides, contrasts, government, grammar, pronouns, tenses
from rules.nominees.governed import Scope, nominate
from rules.nominees.lines import NOMINATIVE, Line, Mention, PersonKind, Role, evidence_of
from rules.phrases import Match


def take(cue: Match, line: Line, scope: Scope) -> None:
    """People named before the verb: «Петрова направляется», «Петрову просим включить»."""
    cases = government.expected(cue, line)
    verb = line.tokens[cue.tokens[0]].text.lower()
    active = "nomn" not in government.governs(verb) and cue.phrase.means != "nominate"
    if active:
        cases = cases - {"nomn"}
    last = scope.last
    if last is not None and _after_all(last, cue, line):
        nominate(last, cue, NOMINATIVE, line, scope)
    if last and not scope.waiting and _is_other(last) and government.is_he_too(cue, line):
        take_up(last, cue, line, scope)
    taken_up = government.is_taken_up(cue, line) or pronouns.begins(cue, line)
    chosen = pronouns.meant(cue, line) if taken_up else None
    if chosen is not None:
        take_up(chosen, cue, line, scope)
        scope.waiting.clear()
        return
    for mention in scope.waiting:
        # «по приезде Зуева сообщим, кто будет обучаться»
        asked = _WHO.search(line.sentence.part.text, mention.person.end, cue.start)
        if not (asked or _stands_outside(mention, cue, line, scope)):
            _take(mention, cue, cases, line, scope, active=active)
    scope.waiting.clear()


def _stands_outside(mention: Mention, cue: Match, line: Line, scope: Scope) -> bool:
    """Whether a person before the verb is none of its clause."""
    if mention in scope.others and cue.phrase.means == "nominate":
        return True  # «глава Черкасов согласовал двоих слушателей»
    if contrasts.has_own_subject(cue, line) or contrasts.begins_anew(mention, cue, line):
        return True
    if contrasts.has_own_object(mention, cue, line) or tenses.was_meant(mention, line):
        return True
    if contrasts.parts(mention, cue, line):
        if contrasts.on_record(mention, line):
            mention.settle(Role.WITHDRAWN, "recorded_before", evidence_of(cue, line))
        return True
    if asides.is_aside_before(mention, cue, line):
        mention.settle(Role.MENTIONED, "in_brackets")
        return True  # «отдел кадров (Гуляева Р.Н.) ответил: на обучение пойдёт …»
    return False


_WHO = re.compile(r",\s+(?:кто|кого|кому|кем)\s", re.IGNORECASE)


def _take(
    mention: Mention, cue: Match, cases: frozenset[str], line: Line, scope: Scope, *, active: bool
) -> None:
    if grammar.is_added_to(mention, cue, line):
        nominate(mention, cue, frozenset({"datv"}), line, scope)
        return
    partly = mention.person.kind in (PersonKind.FIRST, PersonKind.SURNAME)
    if partly and not grammar.direct(mention, cue, line):
        return
    if government.is_taken_up(cue, line):
        take_up(mention, cue, line, scope)
    elif active and not grammar.is_first_person(cue, line) and mention.case == "nomn":
        mention.settle(Role.MENTIONED, "subject_of_sending")
    elif mention.may_be(*cases):
        nominate(mention, cue, cases, line, scope)


def take_up(mention: Mention, cue: Match, line: Line, scope: Scope) -> None:
    """Nominate him of whom a pronoun speaks, whatever his own clause tells."""
    doer = mention.rule.startswith("subject_of_")
    nominate(mention, cue, frozenset({"nomn"} if doer else ()), line, scope)
    if mention.role is Role.NOMINATED:
        mention.rule = "he_too"


_OTHER_RULES = frozenset({"subject_of_other_verb", "subject_of_clause", "nobody_but"})


def _is_other(last: Mention) -> bool:
    """Whether only what he does besides gave him his part."""
    return (last.role is Role.MENTIONED and last.rule.startswith("next_")) or (
        last.role in (Role.MENTIONED, Role.WEAK) and last.rule in _OTHER_RULES
    )


_IN_THE_END = re.compile(
    r"\b(?:затем|потом|теперь|позже|итоге|но|однако|вс[её]-?таки|согласил\w+|передумал\w*)\b", re.I
)


def _after_all(last: Mention, cue: Match, line: Line) -> bool:
    """«X отказался, потом согласился, в итоге едет»: what is said last of him holds."""
    between = line.sentence.part.text[last.person.end : cue.start]
    denied = last.role is Role.WITHDRAWN and last.rule in ("stays", "absent")
    alone = not any(last.person.end <= m.person.start < cue.start for m in line.mentions)
    verb = line.tokens[cue.tokens[0]].text.lower()
    goes = "nomn" in government.governs(verb) and grammar.is_predicate(cue, line)
    return denied and alone and goes and _IN_THE_END.search(between) is not None
