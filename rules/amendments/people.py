"""Who is nominated after a later mail: named again, added, replaced, withdrawn, described anew."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Final

from rules.amendments.names import renamed, same_person
from rules.amendments.work import Work
from rules.answers import says_something
from rules.model import Nominee, Nominees, Remark, RemarkKind
from rules.names.decode import decode

DETAILS: Final = (RemarkKind.PHONE, RemarkKind.EMAIL, RemarkKind.POSITION, RemarkKind.NAME)
"""Remarks that say something of a nominee."""


def nominees(work: Work, key: str, given: Nominees, before: Nominees | None) -> Nominees:
    """The answer on nominees, with what the mail leaves of the one that stands."""
    before = before or Nominees()
    declines = work.remarks(RemarkKind.DECLINES)
    if declines and not says_something(given):
        gone = tuple(person.name for person in before.people)
        given = Nominees((), gone, declined=True, evidence=declines[0].evidence)
    people = _people(work, given, before)
    if people is not None:
        gone = _gone(work, given, before)
        given = dataclasses.replace(given, people=people, withdrawn=gone)
    return _detailed(work, given, before) if _has_details(work, key) else given


def _people(work: Work, given: Nominees, before: Nominees) -> tuple[Nominee, ...] | None:
    """Who is nominated now, by those named in this mail and those named before."""
    if given.people:
        named = tuple(_completed(person, before.people) for person in given.people)
        others = [p for p in before.people if not any(same_person(p, n) for n in named)]
        adds = work.remarks(RemarkKind.ADDS)
        if adds and not work.remarks(RemarkKind.REPLACES) and others:
            kept = (dataclasses.replace(p, evidence=adds[0].evidence) for p in others)
            return (*kept, *named)
        if len(others) > 1 and work.remarks(RemarkKind.REPLACES):
            return _replaced(work, given, named, others)
        if others and _unasked(work, given):
            told = ", ".join(p.name for p in others)
            work.doubt(f"ранее учтён другой человек: {told}", given.people[0].evidence)
        return named
    if given.withdrawn and before.people:
        return _left(work, given, before.people)
    if given.later and before.people:
        work.doubt("кандидатуру обещают назвать, а она уже названа", given.evidence)
    return None if not given.declined else ()


def _unasked(work: Work, given: Nominees) -> bool:
    """Whether somebody else is named in answer to our letter, and not said to come instead."""
    replaces = work.remarks(RemarkKind.REPLACES, RemarkKind.WRONG) or given.withdrawn
    return bool(work.reading.in_context and not replaces)


def _replaced(
    work: Work, given: Nominees, named: tuple[Nominee, ...], others: Sequence[Nominee]
) -> tuple[Nominee, ...]:
    """Of several, those who are said to be replaced go; if it is not said who, a person
    decides."""
    gone = [p for p in others if any(_named(p, name) for name in given.withdrawn)]
    if not gone:
        work.doubt("неясно, кого из названных ранее заменяют", named[0].evidence)
        return named
    kept = [p for p in others if p not in gone]
    return (*(dataclasses.replace(p, evidence=named[0].evidence) for p in kept), *named)


def _left(work: Work, given: Nominees, people: Sequence[Nominee]) -> tuple[Nominee, ...]:
    gone = [p for p in people if any(_named(p, name) for name in given.withdrawn)]
    if not gone:
        work.doubt(f"отозван тот, кто не был назван: {', '.join(given.withdrawn)}")
    kept = (p for p in people if p not in gone)
    return tuple(dataclasses.replace(p, evidence=given.evidence) for p in kept)


def _gone(work: Work, given: Nominees, before: Nominees) -> tuple[str, ...]:
    """The withdrawn by their whole names; whoever is replaced counts."""
    replaced = given.people and work.remarks(RemarkKind.REPLACES) and len(before.people) == 1
    full = [
        next((p.name for p in before.people if _named(p, name)), name) for name in given.withdrawn
    ]
    if replaced and not any(same_person(before.people[0], p) for p in given.people):
        full.append(before.people[0].name)
    return tuple(dict.fromkeys(full))


def _has_details(work: Work, key: str) -> bool:
    return bool(work.remarks(*DETAILS)) and key == _nominee_key(work)


def _nominee_key(work: Work) -> str | None:
    """The question whose people the details are of: the only one, or the only one answered."""
    keys = [q.key for q in work.circular.questions if q.kind == "nominee"]
    answered = [k for k in keys if isinstance(a := work.standing.get(k), Nominees) and a.people]
    return next(iter(answered or keys), None) if len(answered) < 2 else None


def _detailed(work: Work, answer: Nominees, before: Nominees) -> Nominees:
    people = list(answer.people or before.people)
    if answer.declined or answer.later:
        people = []
    elif not people and (first := _first_named(work.remarks(RemarkKind.NAME))):
        people = [first]
    for remark in work.remarks(*DETAILS):
        at = _whose(remark, people)
        changed = None if at is None else _with(people[at], remark)
        if at is None or changed is None:
            old = f" вместо «{remark.instead_of}»" if remark.instead_of else ""
            work.doubt(f"«{remark.value}»{old}", remark.evidence)
        else:
            people[at] = changed
    if not people or tuple(people) == before.people:
        return answer
    return dataclasses.replace(answer, people=_kept(people, before, work.remarks(*DETAILS)))


def _kept(
    people: Sequence[Nominee], before: Nominees, details: Sequence[Remark]
) -> tuple[Nominee, ...]:
    """The people, those who are as they were with the words of this mail that let them stand: the
    evidence of an earlier mail is kept there."""
    found = details[0].evidence
    return tuple(
        dataclasses.replace(p, evidence=found) if p in before.people else p for p in people
    )


def _completed(person: Nominee, before: Sequence[Nominee]) -> Nominee:
    """A person named again keeps what was known of him and is not said now."""
    known = next((p for p in before if same_person(p, person)), None)
    if known is None:
        return person
    name = person.name if "." not in person.name or "." in known.name else known.name
    return dataclasses.replace(
        person,
        name=name,
        position=person.position or known.position,
        phone=person.phone or known.phone,
        email=person.email or known.email,
    )


def _first_named(names: Sequence[Remark]) -> Nominee | None:
    """Whoever is named in full where nobody stood: our letter had asked for him."""
    if len(names) != 1 or names[0].instead_of or names[0].part:
        return None
    read = decode(names[0].value)
    if read is None or not read.certain or len(names[0].value.split()) != 3:
        return None
    return Nominee(read.formal, evidence=names[0].evidence)


def _named(person: Nominee, name: str) -> bool:
    """Whether a name as written, perhaps only a surname, is this person's."""
    return same_person(person, Nominee(name))


def _whose(remark: Remark, people: Sequence[Nominee]) -> int | None:
    """Whose detail it is: of the one named, else of the only one."""
    if remark.whom:
        fitting = [i for i, p in enumerate(people) if _named(p, remark.whom)]
    elif remark.kind is RemarkKind.NAME and len(people) > 1:
        fitting = [i for i, p in enumerate(people) if renamed(p.name, remark) is not None]
    elif remark.instead_of and len(people) > 1:
        old = remark.instead_of
        fitting = [i for i, p in enumerate(people) if old in (p.phone, p.email, p.position)]
    else:
        fitting = list(range(len(people)))
    return fitting[0] if len(fitting) == 1 else None


def _with(person: Nominee, remark: Remark) -> Nominee | None:
    """The person with the detail put in; None where it does not fit."""
    match remark.kind:
        case RemarkKind.PHONE:
            changed = dataclasses.replace(person, phone=remark.value)
        case RemarkKind.EMAIL:
            changed = dataclasses.replace(person, email=remark.value)
        case RemarkKind.POSITION:
            changed = dataclasses.replace(person, position=remark.value)
        case _:
            name = renamed(person.name, remark)
            if name is None:
                return None
            changed = dataclasses.replace(person, name=name)
    if changed == person:
        return person
    return dataclasses.replace(changed, evidence=remark.evidence)
