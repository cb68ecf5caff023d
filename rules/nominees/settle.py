"""From mentions to the answer: the same person once, his fields, what is doubtful of his name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rules.model import Circular, Doubt, Evidence, Nominee, PartRole
from rules.names import NameReading, decode, diminutives
from rules.names.misread import likelier
from rules.nominees.lines import FULL, NOMINATIVE, Letter, Mention, PersonKind, Role

_GENDERS = ("masc", "femn")
_FOLD = str.maketrans("ё", "е")


@dataclass
class Candidate:
    """One person, from all mentions of him."""

    mentions: list[Mention]
    on_paper: bool = False
    in_body: bool = False
    added: bool = False

    @property
    def best(self) -> Mention:
        """The mention that has the fullest name."""
        return max(self.mentions, key=lambda m: m.fullness)


def is_of_circular(mention: Mention, circular: Circular) -> bool:
    """Whether the circular itself names this person."""
    words = mention.person.words.lower()
    for name in circular.persons:
        if not any(w[:5].lower() in words for w in name.split() if len(w) > 3):
            continue
        known, reading = decode(name), mention.person.read()
        if known and alike(known, reading):
            return True
    return False


def _key(text: str) -> str:
    return text.lower().translate(_FOLD).replace(" ", "")


def alike(one: NameReading, two: NameReading) -> bool:
    """Whether two readings can be one person: same surname, and nothing speaks against it."""
    surnames = {_key(two.surname), *(_key(a.split()[0]) for a in two.alternatives if a)}
    if not one.surname or _key(one.surname) not in surnames:
        return False
    return given_alike(one, two)


def given_alike(one: NameReading, two: NameReading) -> bool:
    """Whether first names and patronymics, initials or none, can be those of one person."""
    (first, father), (other, of_other) = _given(one), _given(two)
    return _one_name(first, other) and (
        not father
        or not of_other
        or father == of_other
        or ((len(father) == 1 or len(of_other) == 1) and father[0] == of_other[0])
    )


def _one_name(one: str, two: str) -> bool:
    """«Света» and «Светлана», «С.» and «Светлана»."""
    if not one or not two or one == two:
        return True
    if len(one) == 1 or len(two) == 1:
        return one[0] == two[0]
    return two in diminutives.full(one) or one in diminutives.full(two)


def _given(reading: NameReading) -> tuple[str, str]:
    if reading.initials and not reading.first_name:
        letters = [x.strip(". ") for x in reading.initials.split(".") if x.strip(". ")]
        letters = [x.lower() for x in letters] + ["", ""]
        return letters[0], letters[1]
    return _key(reading.first_name), _key(reading.patronymic)


def merge(letters: Sequence[Letter], roles: Iterable[Role]) -> list[Candidate]:
    """The mentions of these roles, a candidate for each person, in the order of the mail."""
    wanted = set(roles)
    found: list[Candidate] = []
    for letter in letters:
        for line in letter.lines:
            for mention in sorted(line.mentions, key=lambda m: m.person.start):
                if mention.role in wanted:
                    _add(found, mention, letter)
    return found


def _add(found: list[Candidate], mention: Mention, letter: Letter) -> None:
    for candidate in found:
        if alike(candidate.best.reading, mention.reading) or alike(
            mention.reading, candidate.best.reading
        ):
            candidate.mentions.append(mention)
            break
    else:
        candidate = Candidate([mention])
        found.append(candidate)
    candidate.on_paper |= letter.role is PartRole.ATTACHMENT
    candidate.in_body |= letter.role is PartRole.BODY
    candidate.added |= mention.added


def formal(mention: Mention) -> str:
    """«Фамилия Имя Отчество» or «Фамилия И. О.»."""
    reading = mention.reading
    if (
        not reading.surname
        and reading.patronymic
        and reading.first_name
        and (
            reading.patronymic.lower().endswith(("улы", "оглы", "кызы"))
            and " " not in reading.patronymic
        )
    ):
        return f"{reading.patronymic} {reading.first_name}"
    return reading.formal


def nominee(candidate: Candidate) -> Nominee:
    """The candidate with the first of each field that a mention gives."""
    best = candidate.best
    order = sorted(candidate.mentions, key=lambda m: m is not best)
    evidence: list[Evidence] = []
    for mention in order:
        person = mention.person
        evidence.append(
            mention.line.sentence.evidence(f"nominee.{mention.rule}", person.start, person.end)
        )
        evidence += [mention.cue] if mention.cue else []
        evidence += mention.evidence
    return Nominee(
        name=formal(best),
        position=next((m.position for m in order if m.position), None),
        phone=next((m.phone for m in order if m.phone), None),
        email=next((m.email for m in order if m.email), None),
        evidence=tuple(dict.fromkeys(evidence)),
    )


def name_doubts(candidate: Candidate) -> Iterable[Doubt]:
    """What is doubtful about a nominee's name."""
    best = candidate.best
    where = (best.line.sentence.evidence("nominee.name", best.person.start, best.person.end),)
    name = formal(best)
    if best.person.kind not in FULL and not (
        best.person.kind is PersonKind.GIVEN and name.split()[0] == best.reading.patronymic
    ):
        yield Doubt("incomplete_name", name, where)
    elif best.person.latin or not _is_certain(best):
        yield Doubt("ambiguous_name", name, where)
    elif all(m.line.sentence.part.ocr for m in candidate.mentions) and (other := likelier(name)):
        yield Doubt("ambiguous_name", f"на скане {name}, возможно, {other}", where)


def _is_certain(mention: Mention) -> bool:
    reading = mention.reading
    if reading.certain:
        return True
    if mention.cases == NOMINATIVE and reading.case == "nomn":
        return True
    sexes = [decode(mention.person.words, cases=mention.cases, gender=g) for g in _GENDERS]
    fitting = [r for r in sexes if r and r.case in mention.cases]
    return len(fitting) == 1 and len({r.nominative for r in fitting}) == 1


def same_person(one: Mention, two: Mention) -> bool:
    """«Телефон Ларисы Васильевны»: `two` is `one` by the surname, or by first name and patronymic
    alone."""
    if two.person.kind in (PersonKind.GIVEN, PersonKind.FIRST):
        known = one.reading.first_name and two.reading.first_name
        return bool(known) and given_alike(one.reading, two.reading)
    return same_surname(one, two)


def same_surname(one: Mention, two: Mention) -> bool:
    """Whether two mentions can be of one surname, in whatever case the shorter one stands."""
    first, second = one.reading.surname, two.reading.surname
    if _key(first) == _key(second):
        return bool(first)
    if two.person.kind in (PersonKind.SURNAME, PersonKind.INITIALS):
        others = (two.reading.nominative, *two.reading.alternatives)
        return any(first.lower() in o.lower().split() for o in others) if first else False
    return False
