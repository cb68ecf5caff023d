"""The question kind `nominee`: whom a reply puts forward, with post, telephone and e-mail.

Each person named in the sender's own words gets a role from the words around him (`scope`,
`lists`, `tables`); the nominated ones get what stands beside their names (`fields`); then the same
person is counted once, and what does not fit together becomes a doubt (`settle`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from rules.document import Document, SegmentKind
from rules.model import Circular, Doubt, Evidence, Nominees, Opinion, PartRole, Question
from rules.nominees import (
    bare,
    changes,
    fields,
    left_over,
    lists,
    mentioned,
    myself,
    put_right,
    settle,
    signers,
    split_roles,
    standing,
    whole_names,
)
from rules.nominees.lines import FULL, Letter, Line, Mention, PersonKind, Role, is_cut, letters
from rules.nominees.settle import Candidate


def answer(document: Document, question: Question, circular: Circular) -> Opinion:
    """Read whom a mail nominates for what `question` asks. Never raises."""
    parts = letters(document, question, circular)
    put_right.join(parts)
    whole_names.add_patronymics(parts)
    _set_apart(parts, circular)
    context = _speaks_of_training(parts, document) or _answers(document, circular)
    for letter in parts:
        lists.read(letter, context)
    myself.read(parts, document, context)
    bare.in_latin(parts)
    signers.sign_off(parts)
    bare.bare(parts)
    mentioned.settle(parts)
    standing.weigh(parts, context)
    changes.follow(parts)
    split_roles.settle(parts)
    left_over.lean(parts)
    left_over.excuse(parts)
    whole_names.join(parts, document)
    fields.describe(parts)
    return _opinion(parts, cut=is_cut(document))


def _set_apart(parts: Sequence[Letter], circular: Circular) -> None:
    """The circular's own people are never nominees."""
    for letter in parts:
        for line in letter.lines:
            for mention in line.mentions:
                if settle.is_of_circular(mention, circular):
                    mention.settle(Role.MENTIONED, "person_of_circular")


_TRAINING = re.compile(r"обуч|уч[её]б|курс|кандидат|слушател|групп|учить", re.IGNORECASE)


def _speaks_of_training(parts: Sequence[Letter], document: Document) -> bool:
    subject = document.mail.subject.lower()
    return bool(_TRAINING.search(subject)) or any(
        (line.kind is SegmentKind.LETTERHEAD and _TRAINING.search(line.text))
        or (line.own and (line.training or line.has("nominate")))
        for x in parts
        for line in x.lines
    )


def _answers(document: Document, circular: Circular) -> bool:
    """Whether the mail answers the circular: by its thread, its subject, its number or matter."""
    mail = document.mail
    if {*mail.in_reply_to, *mail.references} & set(circular.message_ids):
        return True
    stems = [w[:6] for w in re.findall(r"[а-яё]{7,}", circular.subject.lower())]
    own = " ".join(s.text for s in document.of(SegmentKind.OWN, SegmentKind.LETTERHEAD))[:20_000]
    said = f"{mail.subject} {own}".lower()
    return circular.number in said or any(stem in said for stem in stems)


def _opinion(parts: Sequence[Letter], *, cut: bool) -> Opinion:
    candidates = settle.merge(parts, [Role.NOMINATED])
    doubts: list[Doubt] = []
    taken_back = _withdrawn([x for x in parts if x.role is PartRole.BODY])
    candidates = _letter_over_body(candidates, doubts, taken_back)
    doubts += [d for c in candidates for d in settle.name_doubts(c)]
    doubts += _weak(parts, candidates)
    doubts += [] if candidates else _announced(parts)
    doubts += _alternatives(candidates)
    if cut:
        doubts.append(Doubt("too_large", "имена искались только в начале и в конце текста"))
    people = tuple(settle.nominee(c) for c in candidates)
    withdrawn = _withdrawn(parts, candidates)
    declined, later = _flag(parts, "declined"), _flag(parts, "later")
    found = Nominees(
        people=people,
        withdrawn=withdrawn,
        declined=declined is not None and not people,
        later=later is not None and not people,
        evidence=() if people else tuple(e for e in (declined, later) if e),
    )
    once = {(d.name, d.detail): d for d in reversed(doubts)}
    return Opinion(found, tuple(once.values())[::-1], tuple(_accounted(parts)))


def _accounted(parts: Sequence[Letter]) -> Iterator[Evidence]:
    """The people whose role is known, whichever it is."""
    for letter in parts:
        for line in letter.lines:
            for m in line.mentions:
                if m.role is not Role.UNKNOWN:
                    start, end = m.person.start, m.person.end
                    yield line.sentence.evidence(f"nominee.{m.rule}", start, end)


def _letter_over_body(
    candidates: list[Candidate], doubts: list[Doubt], withdrawn: Sequence[str]
) -> list[Candidate]:
    """The signed letter outranks the covering note that names others."""
    paper = [c for c in candidates if c.on_paper]
    others = [c for c in candidates if not c.on_paper and not c.added]
    dropped = [c for c in paper if _taken_back(c, withdrawn)] if others else []
    if dropped:
        names = ", ".join(settle.formal(c.best) for c in dropped)
        doubts.append(Doubt("body_against_letter", names, _where(dropped)))
        return [c for c in candidates if c not in dropped]
    if not paper or not others:
        return candidates
    names = ", ".join(settle.formal(c.best) for c in others)
    doubts.append(Doubt("body_against_letter", names, _where(others)))
    return [c for c in candidates if c not in others]


def _taken_back(candidate: Candidate, withdrawn: Sequence[str]) -> bool:
    """Whether the body takes back whom the letter names: «в письме неточность: вместо Рябова …»."""
    surname = candidate.best.reading.surname.lower()
    return not candidate.in_body and any(
        surname and surname in w.lower().split() for w in withdrawn
    )


def _where(candidates: Sequence[Candidate]) -> tuple[Evidence, ...]:
    return tuple(
        c.best.line.sentence.evidence("nominee.name", c.best.person.start, c.best.person.end)
        for c in candidates
    )


def _withdrawn(parts: Sequence[Letter], candidates: Sequence[Candidate] = ()) -> tuple[str, ...]:
    """Who is taken back; not whoever is a nominee under a fuller name."""
    gone = [
        c
        for c in settle.merge(parts, [Role.WITHDRAWN])
        if not any(
            c.best.person.kind is PersonKind.INITIALS
            and settle.alike(c.best.reading, n.best.reading)
            for n in candidates
        )
    ]
    names = [settle.formal(c.best) for c in gone]
    return tuple(dict.fromkeys(n for n in names if n))


def _weak(parts: Sequence[Letter], candidates: Sequence[Candidate]) -> list[Doubt]:
    """People near the training of whom the rules cannot tell whether they are put forward."""
    doubts = []
    for letter in parts:
        for line in letter.lines:
            for mention in line.mentions:
                if _is_unexplained(mention, line) and not _known(mention, candidates):
                    where = line.sentence.evidence(
                        "nominee.unexplained", mention.person.start, mention.person.end
                    )
                    doubts.append(Doubt("weak_nominee", settle.formal(mention), (where,)))
    return doubts


_ANNEXED = re.compile(r"\b(?:прилага|прилож|вложен)", re.IGNORECASE)


def _announced(parts: Sequence[Letter]) -> Iterator[Doubt]:
    """«Анкету нашего слушателя прилагаю», and nobody is found in what is attached."""
    for letter in parts:
        for line in letter.lines:
            if line.own and line.has("nominate", "list") and _ANNEXED.search(line.text):
                yield Doubt("weak_nominee", "", (line.sentence.evidence("nominee.announced"),))
                return


def _is_unexplained(mention: Mention, line: Line) -> bool:
    if mention.role is Role.WEAK or (mention.role is Role.NOMINATED and mention.doubted):
        return True
    asks = line.asks and not line.has("nominate", "send")
    return (
        mention.role is Role.UNKNOWN
        and line.kind is SegmentKind.OWN
        and mention.person.kind in FULL
        and not asks
        and (line.training or line.has("nominate"))
    )


def _known(mention: Mention, candidates: Sequence[Candidate]) -> bool:
    """Whether the person is a nominee anyway."""
    return mention.role is Role.UNKNOWN and any(
        settle.same_surname(m, mention) for c in candidates for m in c.mentions
    )


def _alternatives(candidates: Sequence[Candidate]) -> list[Doubt]:
    """«либо X, либо Y»; «вернее, Y»: several are named, not all are meant."""
    if len(candidates) < 2:
        return []
    lines = {id(m.line): m.line for c in candidates for m in c.mentions}
    for line in lines.values():
        cue = line.find("alternative", "correction")
        cue = cue if len(line.nominated) > 1 else None
        if cue is None and (_contrasts(line) or _is_conditional(line)):
            where = line.sentence.evidence("nominee.contrast")
            return [Doubt("contradictory_nominees", "", (where,))]
        if cue:
            return [Doubt("contradictory_nominees", "", (cue.evidence(line.sentence, "nominee"),))]
    return []


_UNLESS = re.compile(
    r"\bиначе\b|\bв\s+противном\s+случае\b|\bне\s+(?:успе|смо(?:г|ж)|получ|выйд|отпуст)\w+",
    re.IGNORECASE,
)


def _is_conditional(line: Line) -> bool:
    """«Если X успеет, поедет он; не успеет — Y»: one of two, before the last of whom it stands."""
    named = [m.person.start for m in line.nominated]
    if len(named) < 2:
        return False
    start = line.sentence.start
    supposed = re.search(r"\bесли\b", line.text[: min(named) - start], re.IGNORECASE)
    return bool(supposed or _UNLESS.search(line.text, 0, max(named) - start))


_BUT = re.compile(r"[,;]\s*(?:но|однако|зато|хотя)\b", re.IGNORECASE)


def _contrasts(line: Line) -> bool:
    """«готов направить X, но решено, что поедет Y»: named by two verbs, with a contrast between."""
    named = sorted(line.nominated, key=lambda m: m.person.start)
    text = line.sentence.part.text
    return any(
        one.cue != two.cue and _BUT.search(text, one.person.end, two.person.start)
        for one, two in pairwise(named)
    )


def _flag(parts: Sequence[Letter], means: str) -> Evidence | None:
    for letter in sorted(parts, key=lambda x: x.role is not PartRole.ATTACHMENT):
        for line in letter.lines:
            cue = line.find(means)
            if cue and line.own:
                return cue.evidence(line.sentence, "nominee")
    return None
