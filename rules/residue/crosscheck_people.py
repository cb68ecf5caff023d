"""The second reading of people: names beside the training, counts announced, names cut in two."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice

from rules.model import Circular, Doubt, Evidence, Nominee, Nominees
from rules.morphology import fold, parses
from rules.residue.crosscheck_words import Piece, Saying, grammar
from rules.residue.leftovers import doubt

_WORD = r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁ]?[а-яё]+)*"
_RUN = re.compile(rf"{_WORD}(?:[ \t]{_WORD}){{1,3}}")
_WITH_INITIALS = re.compile(rf"{_WORD} ?[А-ЯЁ]\. ?[А-ЯЁ]\.|[А-ЯЁ]\. ?[А-ЯЁ]\. ?{_WORD}")
_LETTERS = re.compile(r"[^\W\d_]{3,}")
_COUNTS = {
    form: number
    for number, forms in (
        (2, "двух двое двоих двоим двум оба обе обоих обеих обоим"),
        (3, "трое троих троим трех трем"),
    )
    for form in forms.split()
}


def doubts(answer: Nominees, said: Sequence[Saying], circular: Circular) -> list[Doubt]:
    """At most one doubt: of a name that nobody counted, of the count, or of a name's own form."""
    left = (doubt("weak_nominee", e) for e in _uncounted(answer, said, circular))
    odd = (doubt("ambiguous_name", e) for p in answer.people for e in _odd(p, answer, said))
    return list(islice(left, 1)) or list(islice(odd, 1))


def _uncounted(answer: Nominees, said: Sequence[Saying], circular: Circular) -> Iterator[Evidence]:
    people = [p.name for p in answer.people]
    known = [*people, *circular.persons, *(answer.withdrawn if people else ())]
    for saying in said:
        if "taught" not in saying.classes or saying.sentence.text.rstrip().endswith("?"):
            continue
        if not (people and saying.classes & {"no", "office"}):
            yield from _strangers(saying, known, answer)
        nobody = answer.declined or answer.later or answer.withdrawn
        if not (nobody or saying.classes & {"strict"}):
            yield from _miscounted(saying, len(people))
        if not (people or nobody or saying.classes & {"no", "signed"}):
            yield from _shortened(saying, known)
    for nominee in answer.people:
        yield from _signers(nominee, said)


def _strangers(saying: Saying, known: Sequence[str], answer: Nominees) -> Iterator[Evidence]:
    """Full names beside words of training that became nobody's."""
    sentence = saying.sentence
    for match in _RUN.finditer(sentence.text):
        words = [w for w in match.group().split() if not _ADDRESS.match(w)]
        if len(words) < 2 or len(words) < len(match.group().split()):
            continue
        if not any(_is_name(word, given=bool(answer.people)) for word in words) or _is_any_of(
            words, known
        ):
            continue
        unmeant = answer.declined or answer.later or bool(saying.classes & {"no", "withdraws"})
        if unmeant and _is_any_of(words, answer.withdrawn):
            continue
        start = sentence.start + match.start()
        yield sentence.evidence("crosscheck.name", start, start + len(match.group()))


_ADDRESS = re.compile(r"Уважаем|Дорог|Вместо$")


@lru_cache(maxsize=20_000)
def _is_name(word: str, *, given: bool) -> bool:
    """Whether the word can be a name: a first name or a patronymic, or a surname too."""
    wanted = {"Name", "Patr"} if given else {"Name", "Patr", "Surn"}
    return any(wanted & p.tag.grammemes for p in parses(fold(word)))


def _is_any_of(words: Sequence[str], names: Sequence[str]) -> bool:
    """Whether one word begins like one of a name's (all cases of a surname do)."""
    heads = {fold(x)[:4] for name in names for x in _LETTERS.findall(name)}
    return any(fold(word)[:4] in heads for word in words)


def _shortened(saying: Saying, known: Sequence[str]) -> Iterator[Evidence]:
    """«слушатель – Ильин П. С.», where nobody was found."""
    sentence = saying.sentence
    for match in _WITH_INITIALS.finditer(sentence.text):
        if not _is_any_of(_LETTERS.findall(match.group()), known):
            start = sentence.start + match.start()
            yield sentence.evidence("crosscheck.name", start, start + len(match.group()))


def _miscounted(saying: Saying, number: int) -> Iterator[Evidence]:
    """«двоих: …», «двух сотрудниц»: as many should have been found."""
    for piece in saying.pieces:
        for at, form in enumerate(piece.forms):
            if _COUNTS.get(form, number) == number:
                continue
            of_people = any("people" in classes for classes in piece.words[at + 1 : at + 3])
            if of_people or at + 1 == len(piece.forms):
                yield saying.sentence.evidence("crosscheck.count")


def _signers(nominee: Nominee, said: Sequence[Saying]) -> Iterator[Evidence]:
    """«Копия приказа у …», «Кто направил: …» name no nominee."""
    for saying, evidence, piece in _places(nominee, said):
        lead = piece.sentence.part.text[piece.start : evidence.start]
        words = zip(piece.forms, piece.words, strict=True)
        signed = any("signed" in classes and form in fold(lead) for form, classes in words)
        if signed and ("taught" not in piece.classes or "signed" in piece.words[0]):
            yield saying.sentence.evidence("crosscheck.signer")


def _places(nominee: Nominee, said: Sequence[Saying]) -> Iterator[tuple[Saying, Evidence, Piece]]:
    """Where the nominee's name stands in the sender's sentences."""
    head = fold(nominee.name)[:3]
    for evidence in nominee.evidence:
        if head in fold(evidence.text):
            for saying in said:
                if saying.holds(evidence):
                    for piece in saying.pieces:
                        if piece.start <= evidence.start < piece.end:
                            yield saying, evidence, piece


_BARE_INITIAL = re.compile(r"\.? ?[А-ЯЁ]\.")
_NEXT_NAME = re.compile(rf" ({_WORD})")
_OPEN = re.compile(r"(?:[(:–—-]|кандидат|слушатель|обучаемый|кандидатура|ученик|ученица)\s*$", re.I)
_ROLES = re.compile(r"слушател|кандидат|специалист|ученик|ученица|сотрудни|обучаем", re.I)
_JOINED = frozenset({"оглы", "оглу", "кызы", "улы", "уулу", "гызы", "кизи"})


def _odd(nominee: Nominee, answer: Nominees, said: Sequence[Saying]) -> Iterator[Evidence]:
    """A nominee whose name has a form that names do not have."""
    words = nominee.name.split()
    first = nominee.evidence[:1]
    lower = any(word[0].islower() and word not in _JOINED for word in words)
    if lower or "PREP" in grammar(fold(words[0])) or _ROLES.match(words[0]):
        yield from first
    if _is_turned(words) or _is_inflected(words):
        yield from first
    for other in answer.people:
        if other.name.split()[0] == words[0] and len(other.name.split()) > len(words):
            yield from first
    for _, evidence, piece in _places(nominee, said):
        if _is_cut(words, evidence, piece.sentence.part.text):
            yield evidence


def _is_turned(words: Sequence[str]) -> bool:
    """«Иван Хо»: the surname is to stand first."""
    if len(words) != 2 or len(words[1].strip(".")) < 2:
        return False
    first, second = grammar(fold(words[0])), grammar(fold(words[1]))
    if words[0].endswith(("ов", "ев", "ин", "ын")) or any(w.endswith("улы") for w in words):
        return False
    return "Name" in first and "Surn" not in first and not second & {"Name", "Surn"}


def _is_inflected(words: Sequence[str]) -> bool:
    """«Латыпова Михаила»: a man's first name that is no nominative."""
    if len(words) != 2 or not words[1].endswith("а"):
        return False
    names = [p.tag.grammemes for p in parses(fold(words[1])) if "Name" in p.tag.grammemes]
    return bool(names) and all("masc" in g and "nomn" not in g for g in names)


def _is_cut(words: Sequence[str], evidence: Evidence, text: str) -> bool:
    """Whether a name goes on behind what was taken, or lost its ending beside initials."""
    behind = text[evidence.end : evidence.end + 40]
    following = _NEXT_NAME.match(behind)
    if _BARE_INITIAL.match(behind) or (following and _is_name(following[1], given=True)):
        return True
    surname = re.match(_WORD, evidence.text)
    if len(words) < 2 or len(words[1].strip(".")) > 2 or not surname:
        return False
    lost = surname.group() == words[0] + "а" and words[0].endswith(("ов", "ев", "ёв", "ин", "ын"))
    return lost and _OPEN.search(text[max(0, evidence.start - 20) : evidence.start]) is not None
