"""Who is taken back within a sentence: «X не поедет», «X заменяем на Y», «X исключить»."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rules.morphology import parses
from rules.nominees import asides, brackets, grammar
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
        m.person.start > cue.start and m.may_be("accs") for m in line.mentions
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
    target = _whose_candidacy(scope.last, cue, line)
    if scope.pending is not None:
        return
    if target is None or (describes and not grammar.after_comma(cue, line)):
        scope.pending = cue if target is None or describes else scope.pending
        return
    if _is_of_another(target, cue, line):
        return
    for mention in (target, *_row_before(target, cue, line)):
        _take_back_one(mention, cue, line, scope)


def _whose_candidacy(last: Mention | None, cue: Match, line: Line) -> Mention | None:
    """«кандидатура X, предложенная отделом (начальник Y), не поддержана»: X, not whom a bracket
    names besides."""
    if last is None:
        return None
    opened = brackets.opened(last.person.start, line.sentence)
    if opened is None or not 0 < brackets.closed(last.person.start, line.sentence) < cue.start:
        return last
    before = [m for m in line.mentions if m.person.end <= opened and m.rule in _BY_NOUN - {""}]
    return before[-1] if before else last


def _take_back_one(target: Mention, cue: Match, line: Line, scope: Scope) -> None:
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
        held = _HELD_POST.search(line.lead(target)) is not None
        role = Role.MENTIONED if held else Role.WITHDRAWN
        target.settle(role, "held_post" if held else cue.phrase.name, evidence)
    if target in scope.waiting:
        scope.waiting.remove(target)


_HELD_POST = re.compile(
    r"\b(?:прежн|предыдущ|бывш)(?:ий|яя|его|ей)\s+(?:наш\w*\s+)?"
    r"(?!кандидат|слушател|обуча|учени|участни|представит)[а-яё-]+(?:\s+[а-яё-]+){0,3}\s+$",
    re.IGNORECASE,
)
"""«предыдущий программист X перешёл в другой район»: no candidate of before."""


def _row_before(last: Mention, cue: Match, line: Line) -> list[Mention]:
    """«кандидатуры X и Y, поданные …, просим исключить»: those in one row with the last before the
    verb, if it speaks of all of them."""
    people = sorted(line.mentions, key=lambda m: m.person.start)
    row = [last]
    for mention in reversed(people[: people.index(last)]):
        alike = mention.role is last.role and mention.cue == last.cue
        if not (alike or mention.role is Role.UNKNOWN) or not _in_row(mention, row, line):
            break
        row.append(mention)
    return row[1:] if len(row) > 1 and _speaks_of_all(row, cue, line) else []


_ROW = re.compile(r"(?!.*\b(?:не|но|а(?! также))\b)[\w\s,;()«»\".-]+", re.IGNORECASE)
_AND = re.compile(r"(?<!\w)(?:и|ни|также)\s", re.IGNORECASE)
_BY_NOUN = frozenset({"candidate", "listener", "sending", "specialist_for_training", ""})


def _in_row(one: Mention, row: Sequence[Mention], line: Line) -> bool:
    """Whether «и» or commas, and posts, stand between him and the first of the row: «направляем X,
    Y исключить» are two clauses."""
    start, end = one.person.end, row[-1].person.start
    between, case = line.sentence.part.text[start:end], one.case
    if case and not row[-1].may_be(case):
        return False  # «получено от X, Y отказался»
    listed = one.rule in _BY_NOUN and (len(row) > 1 or one.case != "nomn")
    if not (_AND.search(between) or (listed and "," in between)) or not _ROW.fullmatch(between):
        return False
    words = (parses(t.text)[0].tag for t in line.tokens if start <= t.start < end)
    return not any({"VERB", "INFN", "PRTS", "GRND", "NPRO"} & tag.grammemes for tag in words)


_OF_ONE = re.compile(r"\bкотор(?:ый|ая|ого|ую|ому|ой)\b|\bпоследн\w+\b", re.IGNORECASE)


def _speaks_of_all(row: Sequence[Mention], cue: Match, line: Line) -> bool:
    """«просим исключить», «отзываются»; not «X и Y, который уволен», nor a verb in the singular
    whose subject the last one is."""
    if _OF_ONE.search(line.sentence.part.text[row[0].person.end : cue.start]):
        return False
    first, last = cue.tokens[0], cue.tokens[-1]
    near = (parses(t.text)[0].tag for t in line.tokens[max(0, first - 2) : last + 1])
    told = [tag for tag in near if {"VERB", "INFN", "PRTS", "ADJS"} & tag.grammemes]
    if any({"INFN", "1per", "impr", "plur"} & tag.grammemes for tag in told):
        return True
    subject = all(m.may_be("nomn") for m in row)
    return bool(told) and not subject


_PARTED = re.compile(r"(?:;|(?<=\d)\.|,?\s(?:а|но|зато|однако)|,)\s+([^,;]*)$", re.IGNORECASE)
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
    between = line.sentence.part.text[target.person.end : cue.start]
    parted = _PARTED.search(between)
    if parted is None:
        return False
    words = re.findall(r"[А-Яа-яЁё-]+", parted[1])
    if any(w.lower() in _OF_HIM for w in words):
        return False
    if words[:1] and words[0].lower() in _THAT_ONE and re.search(r"\s[А-ЯЁ][а-яё]+,", between):
        return True  # «…; везёт его водитель Кузин, тому учиться не нужно»
    contrasted = not parted[0].startswith(", ") or re.match(r",\s(?:а|но|зато)\b", parted[0])
    return any(
        w[0].isupper() or w.lower() in _OTHERS or (contrasted and _is_living(w.lower()))
        for w in words
    )


def _is_living(word: str) -> bool:
    first = parses(word)[0].tag
    return "NOUN" in first and "anim" in first and "nomn" in first


_THAT_ONE = frozenset({"тот", "та", "тому", "той", "того"})
_OTHERS = frozenset({"остальные", "другие", "прочие", "второй", "вторая", "третий", "третья",
                     "никто", "больше", "других", "другого", "остальных", "прочих", "никого",
                     "меня", "мне", "нас", "себя", "мой", "мою", "моего", "моей"})  # fmt: skip


def _is_away(target: Mention, cue: Match, line: Line) -> None:
    """Somebody on leave is no nominee; where nobody else is named, that may be meant otherwise."""
    others = line.nominated
    if target.role is Role.UNKNOWN and (
        others or not line.training or line.has("declined", "later")
    ):
        target.settle(Role.MENTIONED, cue.phrase.name, evidence_of(cue, line))
