"""The second reading of nominees' names: their form, and the place where they were taken."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from rules.document import Document, SegmentKind
from rules.model import Doubt, Evidence, Nominee, Nominees
from rules.morphology import fold, parses
from rules.names import JOINED
from rules.residue import crosscheck_lists
from rules.residue.crosscheck_people import WORD, is_name, places
from rules.residue.crosscheck_words import Saying, grammar
from rules.residue.leftovers import doubt


def doubts(answer: Nominees, said: Sequence[Saying], document: Document) -> list[Doubt]:
    """At most one doubt: of a name's form, or of a nominee who may be who signs."""
    odd = (doubt("ambiguous_name", e) for p in answer.people for e in _odd(p, answer, said))
    placed = (doubt("weak_nominee", e) for e in _misplaced(answer, said, document))
    return list(islice(odd, 1)) or list(islice(placed, 1))


_BARE_INITIAL = re.compile(r"\.? ?[А-ЯЁ]\.")
_NEXT_NAME = re.compile(rf" ({WORD})")
_OPEN = re.compile(r"(?:[(:–—-]|кандидат|слушатель|обучаемый|кандидатура|ученик|ученица)\s*$", re.I)
_ROLES = re.compile(r"слушател|кандидат|специалист|ученик|ученица|сотрудни|обучаем", re.I)


def _odd(nominee: Nominee, answer: Nominees, said: Sequence[Saying]) -> Iterator[Evidence]:
    """A nominee whose name has a form that names do not have."""
    words = nominee.name.split()
    first = nominee.evidence[:1]
    lower = any(word[0].islower() and word not in JOINED for word in words)
    if lower or "PREP" in grammar(fold(words[0])) or _ROLES.match(words[0]):
        yield from first
    if _is_turned(words) or _is_inflected(words):
        yield from first
    yield from _named_otherwise(nominee, said)
    for other in answer.people:
        longer = other.name.split()
        if len(longer) > len(words) and (longer[0] == words[0] or set(words) <= set(longer)):
            yield from first
    for _, evidence, piece in places(nominee, said):
        if _is_cut(words, evidence, piece.sentence.part.text):
            yield evidence


def _named_otherwise(nominee: Nominee, said: Sequence[Saying]) -> Iterator[Evidence]:
    """«Антоха Савинов, он же Антон Глебович»: the other name was not counted."""
    if len(nominee.name.split()) > 2 or "." in nominee.name:
        return
    for saying, _, _ in places(nominee, said):
        for piece in saying.pieces:
            also = piece.says("он", "же") or piece.says("она", "же")
            if also and any("Patr" in grammar(form) for form in piece.forms):
                yield piece.evidence("name")


def _is_turned(words: Sequence[str]) -> bool:
    """«Иван Хо», «Ильнар Галимзянов»: the surname is to stand first."""
    if len(words) != 2 or len(words[1].strip(".")) < 2:
        return False
    first, second = grammar(fold(words[0])), grammar(fold(words[1]))
    if words[0].endswith(_OF_SURNAMES) or any(w.endswith("улы") for w in words):
        return False
    if words[1].endswith(_OF_SURNAMES) and not {"Surn", "Geox"} & first:
        return "Name" in first or "Name" not in second
    return "Name" in first and "Surn" not in first and not second & {"Name", "Surn"}


_OF_SURNAMES = ("ов", "ев", "ёв", "ин", "ын", "ова", "ева", "ёва", "ина", "ына", "ский", "ская")


def _is_inflected(words: Sequence[str]) -> bool:
    """«Латыпова Михаила», «Джангирова Вову»: a first name that is no nominative."""
    if len(words) != 2:
        return False
    names = [p.tag.grammemes for p in parses(fold(words[1])) if "Name" in p.tag.grammemes]
    oblique = words[1].endswith(("а", "у", "ю", "ом", "ем"))
    return bool(names) and oblique and all("nomn" not in g for g in names)


def _is_cut(words: Sequence[str], evidence: Evidence, text: str) -> bool:
    """Whether a name goes on behind what was taken, or lost its ending beside initials."""
    if _begins_before(evidence, text):
        return True
    behind = text[evidence.end : evidence.end + 40]
    following = _NEXT_NAME.match(behind)
    if _BARE_INITIAL.match(behind) or (following and is_name(following[1], given=True)):
        return True
    surname = re.match(WORD, evidence.text)
    if len(words) < 2 or len(words[1].strip(".")) > 2 or not surname:
        return False
    lost = surname.group() == words[0] + "а" and words[0].endswith(("ов", "ев", "ёв", "ин", "ын"))
    return lost and _OPEN.search(text[max(0, evidence.start - 20) : evidence.start]) is not None


_BEFORE = re.compile(r"([А-ЯЁ][а-яё]{2,}) $")


def _begins_before(evidence: Evidence, text: str) -> bool:
    """Whether a surname stands right before small letters: «Ильин пётр савельевич»."""
    if not evidence.text[:1].islower():
        return False
    before = _BEFORE.search(text[max(0, evidence.start - 40) : evidence.start])
    return before is not None and is_name(before[1], given=False)


def _misplaced(answer: Nominees, said: Sequence[Saying], document: Document) -> Iterator[Evidence]:
    """Nominees who may be who signs, and a list's next person beyond its last line."""
    texts = {part.name: part.text for part in document.mail.parts}
    for nominee in answer.people:
        if nominee.evidence and _in_columns(nominee.evidence[0], texts):
            yield nominee.evidence[0]
    yield from _signs_beside_others(answer, document)
    yield from _below_signature(answer, document)
    yield from _ends_the_letter(answer, said)
    known = [*(p.name for p in answer.people), *answer.withdrawn]
    yield from crosscheck_lists.uncounted(answer, document, known)


_COLUMNS = re.compile(r"\S {5,}\S")


def _in_columns(name: Evidence, texts: dict[str, str]) -> bool:
    """A post and a name far apart on a line, as above a signature: no nominee."""
    text = texts.get(name.part, "")
    start = text.rfind("\n", 0, name.start) + 1
    end = text.find("\n", name.end)
    line = text[start : end if end >= 0 else len(text)][:300]
    return "|" not in line and _COLUMNS.search(line) is not None


def _signs_beside_others(answer: Nominees, document: Document) -> Iterator[Evidence]:
    """One of several nominees who also signs the letter, by surname and initials alone."""
    signed = " ".join(s.text[:200] for s in document.of(SegmentKind.SIGNATURE))
    heads = {fold(word)[:4] for word in re.findall(WORD, signed)}
    signers = [p for p in answer.people if fold(p.name.split()[0])[:4] in heads and "." in p.name]
    if len(signers) < len(answer.people):
        yield from (signer.evidence[0] for signer in signers if signer.evidence)


def _ends_the_letter(answer: Nominees, said: Sequence[Saying]) -> Iterator[Evidence]:
    """One nominee by initials, others in full, in a last sentence that sends nobody: «Полковник
    Д. Сыч, помощник главы»."""
    if not said or said[-1].classes & {"taught", "training", "enrol"}:
        return
    short = [nominee for nominee in answer.people if "." in nominee.name]
    if len(short) != 1 or len(answer.people) == 1:
        return
    yield from (e for e in short[0].evidence[:1] if said[-1].holds(e))


def _below_signature(answer: Nominees, document: Document) -> Iterator[Evidence]:
    """One of several nominees who stands below the signature: who drew the letter up."""
    names = [nominee.evidence[0] for nominee in answer.people if nominee.evidence]
    for part in document.mail.parts if len(names) > 1 else ():
        here = [e for e in names if e.part == part.name]
        for signed in _SIGNED.finditer(part.text) if len(here) > 1 else ():
            if here[0].start < signed.start():
                yield from (e for e in here if e.start >= signed.end())


_SIGNED = re.compile(r"\S {5,80}[А-ЯЁ]\. ?[А-ЯЁ]\. ?[А-ЯЁ]")
"""A post and, far apart from it, who signs."""
