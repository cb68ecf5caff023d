"""Who is taken back within a sentence: «X не поедет», «X заменяем на Y», «X исключить»."""

from __future__ import annotations

import re

from rules.morphology import parses
from rules.nominees import asides, grammar
from rules.nominees.governed import Scope
from rules.nominees.lines import Line, Mention, Role, evidence_of
from rules.phrases import Match


def exchange(cue: Match, line: Line, scope: Scope) -> None:
    """«Прокофьева заменяем на Титова»: who stands before «на» is taken back."""
    taken = [m for m in line.mentions if m.person.end <= cue.end and m.role is Role.UNKNOWN]
    if not taken and not line.training and not _exchanges_him(cue, line):
        return
    for mention in taken:
        mention.settle(Role.WITHDRAWN, "exchanged", evidence_of(cue, line))
        if mention in scope.waiting:
            scope.waiting.remove(mention)
    scope.cue, scope.cases, scope.withdraws = cue, frozenset({"accs", "nomn"}), False
    scope.pending = None


def _exchanges_him(cue: Match, line: Line) -> bool:
    """«просим заменить его на Титова»: of whom was spoken before."""
    behind = [t.text.lower() for t in line.tokens[cue.tokens[0] + 1 : cue.tokens[0] + 2]]
    return bool({"его", "её", "ее"} & set(behind)) and any(
        m.person.start > cue.start and m.person.read({"accs"}).case == "accs" for m in line.mentions
    )


def end_withdrawal(line: Line, scope: Scope) -> None:
    """«исключить X, Y оставить»: the last before the new verb is no longer sure."""
    verb = scope.cue.start if scope.cue else 0
    scope.withdraws, scope.cue = False, None
    gone = [m for m in line.mentions if m.role is Role.WITHDRAWN]
    if len(gone) > 1 and scope.last is gone[-1]:
        gone[-1].settle(Role.WEAK, "withdrawn_or_not")
        if gone[-2].person.end <= verb < gone[-1].person.start:
            # «X исключить, Y включить»: each before its own verb
            gone[-1].settle(Role.UNKNOWN, "")
            scope.waiting.append(gone[-1])


def take_back(cue: Match, line: Line, scope: Scope) -> None:
    """«X не поедет», «X отказалась»; before the person: «уволившегося X»."""
    word = line.tokens[cue.tokens[0]].text
    describes = "PRTF" in parses(word)[0].tag.grammemes
    target = scope.last
    if scope.pending is not None:
        return
    if target is None or (describes and not grammar.after_comma(cue, line)):
        scope.pending = cue if target is None or describes else scope.pending
        return
    if _is_of_another(target, cue, line):
        return
    evidence = evidence_of(cue, line)
    means = cue.phrase.means
    if target.rule in ("next_except", "nobody_but"):
        target.settle(Role.WEAK, "nobody_but", evidence)
        return
    same = scope.cue is not None and 0 <= cue.start - scope.cue.end <= 12
    if means == "absent_prev" and target.role is Role.NOMINATED and not same:
        target.doubted = not asides.is_told_away(target, cue, line)
        if not target.doubted:
            target.settle(Role.MENTIONED, cue.phrase.name, evidence)
    elif means == "absent_prev" and asides.is_told_away(target, cue, line):
        target.settle(Role.MENTIONED, cue.phrase.name, evidence)
    elif _was_former(target, line):
        target.settle(Role.WITHDRAWN, cue.phrase.name, evidence)
    elif target.role is Role.NOMINATED and means != "recall_prev" and not same:
        target.settle(Role.WEAK, cue.phrase.name, evidence)
    elif means == "absent_prev":
        _is_away(target, cue, line)
        return
    else:
        target.settle(Role.WITHDRAWN, cue.phrase.name, evidence)
    if target in scope.waiting:
        scope.waiting.remove(target)


_PARTED = re.compile(r"(?:;|,?\s(?:а|но|зато|однако)|,)\s+([^,;]*)$", re.IGNORECASE)
_OF_HIM = frozenset({"он", "она", "они", "его", "её", "ее", "их", "ему", "ей", "им", "сам", "сама",
                     "который", "которая", "которого", "которую"})  # fmt: skip


def _was_former(target: Mention, line: Line) -> bool:
    """«ранее мы предлагали X, однако он переведён»: the one of before, and not any more."""
    return any(
        c.phrase.name == "replaces"
        and c.end <= target.person.start
        and "," not in line.sentence.part.text[c.end : target.person.start]
        for c in line.cues
    )


def _is_of_another(target: Mention, cue: Match, line: Line) -> bool:
    """«…, секретаря; остальные отказались», «…, а Вована вычеркните»: said of somebody else, who
    stands in a clause of his own before the verb."""
    parted = _PARTED.search(line.sentence.part.text[target.person.end : cue.start])
    if parted is None:
        return False
    words = re.findall(r"[А-Яа-яЁё-]+", parted[1])
    if any(w.lower() in _OF_HIM for w in words):
        return False
    contrasted = not parted[0].startswith(", ") or re.match(r",\s(?:а|но|зато)\b", parted[0])
    return any(
        w[0].isupper() or w.lower() in _OTHERS or (contrasted and _is_living(w.lower()))
        for w in words
    )


def _is_living(word: str) -> bool:
    first = parses(word)[0].tag
    return "NOUN" in first and "anim" in first and "nomn" in first


_OTHERS = frozenset({"остальные", "другие", "прочие", "второй", "вторая", "третий", "третья",
                     "никто", "больше"})  # fmt: skip


def _is_away(target: Mention, cue: Match, line: Line) -> None:
    """Somebody on leave is no nominee; where nobody else is named, that may be meant otherwise."""
    others = any(m.role is Role.NOMINATED for m in line.mentions)
    if target.role is Role.UNKNOWN and (
        others or not line.training or line.has("declined", "later")
    ):
        target.settle(Role.MENTIONED, cue.phrase.name, evidence_of(cue, line))
