"""People whom no phrase nominates: what stands around each is weighed, and a clear sum decides.

A question asks for persons, so whoever stands in the sender's own words without another part in
the story (signer, teacher, chief, the one who called) is probably the person asked for. For him
speak a verb that puts forward or goes and that governs his case, the training, a post and a
number beside his name, and that there is nobody else; against him, another verb whose subject he
is, and words of other parts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rules.document import SegmentKind
from rules.model import Evidence
from rules.nominees import (
    asides,
    counterweights,
    denied,
    grammar,
    hindsight,
    left_over,
    named,
    tenses,
    weights,
)
from rules.nominees.cues import AWAY
from rules.nominees.items import is_sentence
from rules.nominees.left_over import OPEN_RULES
from rules.nominees.lines import FULL, NOMINATIVE, Letter, Line, Mention, PersonKind, Role

_SURE, _PERHAPS = 6.0, 4.0
_NAMED_AT_ONCE = re.compile(r"\W*(?:на|для)\s+(?:уч[её]б|обучени|курс|заняти)", re.IGNORECASE)
_STANDS_ASIDE = (
    "withdraw_next", "void_prev", "stays_prev", "recall_prev", "absent_prev", "declined", "later",
    "reserve", "other_list", "undecided", "alternative",
)  # fmt: skip


_PUT_OFF = ("withdraw_next", "void_prev", "recall_prev", "declined", "reserve", "other_list")


@dataclass(frozen=True)
class _Letter:
    """What the letter as a whole tells of one unaccounted person."""

    alone: bool
    nobody_else: bool
    context: bool
    none_named: bool


def weigh(letters: Sequence[Letter], context: bool) -> None:
    """Nominate the people of these letters who clearly are put forward; mark who perhaps is."""
    everyone = [m for x in letters for line in x.lines for m in line.mentions]
    settled = any(m.role is Role.NOMINATED for m in everyone)
    put_off = any(x.has("declined", "later") and x.own for y in letters for x in y.lines)
    for letter in letters:
        found = list(_unaccounted(letter))
        whole = _Letter(
            alone=len({m.person.words for m, _, _ in found}) == 1,
            nobody_else=not settled,
            context=context,
            none_named=any(x.has("declined", "later") and x.own for x in letter.lines),
        )
        for mention, line, previous in found:
            score = _score(mention, line, previous, whole)
            if not (settled and left_over.ends_letter(mention, line, letter)):
                _decide(mention, line, score, settled=settled)
    for letter in letters:
        _share(letter)
    nobody = not any(m.role is Role.NOMINATED for m in everyone)
    for letter in letters:
        left_over.mark(letter, nobody=nobody and not put_off)


def _share(letter: Letter) -> None:
    """«X, начальник отдела, и подчинённая ему референт Y»: what holds for one of a row holds for
    the other, where no verb and no word of another part stands between."""
    for line in letter.lines:
        people = sorted(line.mentions, key=lambda m: m.person.start)
        for one, two in (*pairwise(people), *pairwise(people[::-1])):
            if one.role is Role.NOMINATED and _in_row(one, two, line):
                two.settle(Role.NOMINATED, one.rule, one.cue)
                two.cases, two.doubted = frozenset({two.case}), one.doubted


def _in_row(one: Mention, two: Mention, line: Line) -> bool:
    open_yet = two.role is Role.UNKNOWN or (two.role is Role.WEAK and two.rule in _MAY_SHARE)
    if not open_yet or two.person.kind not in FULL:
        return False
    first, last = sorted((one, two), key=lambda m: m.person.start)
    start, end = first.person.end, last.person.start
    between = line.sentence.part.text[start:end]
    tokens = [t for t in line.tokens if start <= t.start < end]
    parted = any(start <= c.start < end and c.phrase.means in _PARTS for c in line.cues)
    case = one.person.read(one.cases).case
    return (
        _JOINT.search(between) is not None
        and two.may_be(case)
        and not parted
        and not named.has_own_purpose(two, line)
        and not any(grammar.is_finite(t.text) for t in tokens)
        and not re.search(r"[.:!?]\s|\b(?:но|а|не|или|либо|котор\w+)\b", between)
    )


_MAY_SHARE = frozenset({"weighed", "case_disagrees", "named_after_colon", "left_over"})
_JOINT = re.compile(
    r"(?:\bи|,|;|\bтакже)\s+(?:(?!(?:на|для|в|во|от|к|с|со|за|по|у|о)\b)[\w-]+\s+){0,4}$"
)
_PARTS = (
    "other_next", "former_next", "withdraw_next", "absent_prev", "stays_prev", "reserve", "along",
    "alternative",
)  # fmt: skip


def _unaccounted(letter: Letter) -> Iterator[tuple[Mention, Line, Line | None]]:
    previous: Line | None = None
    for line in letter.lines:
        below = line.kind is SegmentKind.SIGNATURE and _NAMED_AT_ONCE.match(line.text)
        if line.kind is SegmentKind.OWN or below:
            for mention in line.mentions:
                is_open = mention.role is Role.UNKNOWN or (
                    mention.role in (Role.MENTIONED, Role.WEAK) and mention.rule in OPEN_RULES
                )
                if is_open and mention.person.kind in FULL:
                    yield mention, line, previous
            previous = line


def _decide(
    mention: Mention, line: Line, score: tuple[float, frozenset[str]], *, settled: bool
) -> None:
    worth, cases = score
    if settled and tenses.was_meant(mention, line):
        mention.settle(Role.WITHDRAWN, "intended", _evidence(line))
        return
    if worth < _PERHAPS:
        return
    if worth < _SURE or any(look(mention, line) for look in (_set_aside, _is_asked, _is_vague)):
        if mention.role is Role.UNKNOWN and not (settled and _is_aside(mention, line)):
            mention.settle(Role.WEAK, "weighed", _evidence(line))
        return
    mention.settle(Role.NOMINATED, "weighed", _evidence(line))
    plain = mention.case == "nomn"
    mention.cases = cases or mention.cases or (NOMINATIVE if plain else frozenset())


def _is_vague(mention: Mention, line: Line) -> bool:
    """Initials alone, where nothing is said of the training or of sending: perhaps an official."""
    told = line.training or line.has("send", "send_training", "nominate", "list", "addition")
    return mention.person.kind is PersonKind.INITIALS and not told and is_sentence(line)


def _is_aside(mention: Mention, line: Line) -> bool:
    """Whether nothing in the sentence sends him anywhere, while others are nominated."""
    sends = line.training or line.has("send", "send_training", "nominate", "addition", "along")
    sends = sends or _goes_instead(mention, line)
    return not sends and weights.governed(mention, line)[0] < 3.0 and is_sentence(line)


def _is_asked(mention: Mention, line: Line) -> bool:
    """Whether the words about him are a question; a stop between begins another sentence."""
    rest = line.text[mention.person.end - line.sentence.start :]
    return rest.rstrip().endswith("?") and re.search(r"\d\.\s+[а-яё]", rest) is None


def _evidence(line: Line) -> Evidence:
    return line.sentence.evidence("nominee.weighed")


_WISHED = re.compile(r"\w+ли?\s+бы\b|\bбы\s+\w+л[аио]?\b", re.IGNORECASE)
_ASKED = re.compile(
    r"\b(?:проси|хоте|желал|рад|если)\w*\s+бы\b|\bне\s+будете\s+ли\b", re.IGNORECASE
)
"""«доверили бы ему, если успеет» leaves it open; «хотели бы направить» asks."""


_OF_PREVIOUS = (*AWAY, "withdraw_next")


def _goes_instead(mention: Mention, line: Line) -> bool:
    """«Ковалёнок в отпуске, поэтому учёбу доверили Искандаровой»: that is said of another."""
    away = [c for c in line.cues if c.phrase.means in _OF_PREVIOUS]
    lead = line.sentence.part.text[max((c.end for c in away), default=0) : mention.person.start]
    before = all(c.end < mention.person.start for c in away)
    return bool(
        away
        and before
        and (re.search("[,;]", lead) is not None or weights.comes_instead(mention, line))
        and (weights.governed(mention, line)[0] >= 1.5 or weights.PLACE_OF_HIM.search(lead))
    )


def _set_aside(mention: Mention, line: Line) -> bool:
    """Whether the sentence denies, puts off or leaves open; not if he is named behind its colon."""
    lead = line.lead(mention)
    if _WISHED.search(line.text) and not _ASKED.search(line.text):
        return True
    if line.training and weights.AWAY_NOW.search(line.text):
        return True
    if denied.is_refused(mention, line):
        return True
    named = re.search(r"[:–—-]\s*$", lead) or weights.NAMED_FOR.search(lead[-60:])
    means = _PUT_OFF if named else _STANDS_ASIDE
    passed = _OF_PREVIOUS if _goes_instead(mention, line) else ()
    return any(
        c.phrase.means in means
        and (c.phrase.means not in _BEFORE or c.start < mention.person.start)
        for c in line.cues
        if c.phrase.means not in passed
        and not asides.is_besides(c, line)
        and not (c.phrase.means == "reserve" and hindsight.is_apart(mention, c, line))
        and ";" not in line.sentence.part.text[c.end : mention.person.start]
    )


_BEFORE = ("declined", "other_list")
"""These hold for who is named behind them: «секретарь комиссии» behind a name is his post."""


def _score(
    mention: Mention, line: Line, previous: Line | None, whole: _Letter
) -> tuple[float, frozenset[str]]:
    """What speaks for a person, less what speaks against him; and the cases his place allows."""
    verb, cases = weights.governed(mention, line)
    if counterweights.acts_otherwise(mention, line, *weights.clause(mention, line)):
        verb, cases = 0.0, frozenset()
    worth = verb + weights.surroundings(mention, line, previous, whole.context)
    worth += 1.0 if whole.alone else 0.0
    worth += 1.0 if whole.nobody_else else 0.0
    worth -= 2.0 if whole.none_named and not line.training else 0.0
    return worth - counterweights.against(mention, line) - _mismatch(mention, verb), cases


def _mismatch(mention: Mention, verb: float) -> float:
    """A name in an oblique case that no known verb governs."""
    return 1.0 if verb == 0.0 and mention.case != "nomn" else 0.0
