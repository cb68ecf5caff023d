"""The second reading of nominees one by one: who goes badly with the others or with the letter."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from rules.model import Evidence, Nominee, Nominees
from rules.morphology import fold
from rules.residue.crosscheck_words import Saying

_LISTED = re.compile(r"\t|^\s*(?:\d{1,2}\s?[.)/]|[-–—•*])")
COUNTS = {
    form: number
    for number, forms in (
        (2, "двух двое двоих двоим двум оба обе обоих обеих обоим"),
        (3, "трое троих троим трех трем"),
    )
    for form in forms.split()
}
"""Words that count people."""
_OFF = ("вычерк", "исключ", "убер", "убрать", "снима", "снять", "отзыва", "отозва")
_STEM = 5


def strange(answer: Nominees, said: Sequence[Saying]) -> Iterator[Evidence]:
    """Nominees who may be somebody else."""
    if len(answer.people) > 1:
        counted = any(not COUNTS.keys().isdisjoint(p.forms) for s in said for p in s.pieces)
        yield from () if counted else _by_initials(answer.people, said)
        yield from _in_another_case(answer.people, said)
        yield from _of_one_name(answer.people)
        yield from (e for nominee in answer.people for e in _stands_in(nominee, said))
    for nominee in answer.people:
        yield from _taken_off(nominee, said)
        yield from _signs_a_refusal(nominee, said)
        yield from _amid_a_report(nominee, said)
        yield from _is_called(nominee, said)
        yield from _is_former(nominee, said)


def _place(nominee: Nominee, said: Sequence[Saying]) -> tuple[int, Saying] | None:
    """The sentence in which the nominee's name stands."""
    first = nominee.evidence[:1]
    return next(((at, s) for at, s in enumerate(said) for e in first if s.holds(e)), None)


def _by_initials(people: Sequence[Nominee], said: Sequence[Saying]) -> Iterator[Evidence]:
    """One by initials among others in full: «приеду сам (начальник Бережная Л.К. не против)»;
    a list or a table may well mix them."""
    if all("." in nominee.name for nominee in people):
        return
    for nominee in people:
        place = _place(nominee, said)
        listed = place is not None and _LISTED.search(place[1].sentence.text)
        if "." in nominee.name and not listed:
            yield from nominee.evidence[:1]


def _in_another_case(people: Sequence[Nominee], said: Sequence[Saying]) -> Iterator[Evidence]:
    """«Котова Нина, помощник Ильина Олега»: two of one sentence in different cases."""
    full = [n for n in people if "." not in n.name and n.evidence and len(n.name.split()) > 2]
    for one, two in pairwise(full):
        first, second = _place(one, said), _place(two, said)
        if first and second and first[0] == second[0] and _is_base(one) and not _is_base(two):
            yield two.evidence[0]


def _is_base(nominee: Nominee) -> bool:
    """Whether the name stands as it is recorded."""
    return set(fold(nominee.evidence[0].text).split()) == set(fold(nominee.name).split())


def _of_one_name(people: Sequence[Nominee]) -> Iterator[Evidence]:
    """«Жданов П. А.» and «Жданова Полина Андреевна»: one of them is put right by the other."""
    for one in people:
        for two in people if "." in one.name else ():
            short, whole = one.name.replace(".", "").split(), two.name.split()
            alike = short[0][:_STEM] == whole[0][:_STEM] and len(whole) == len(short)
            heads = [word[0] for word in whole[1:]] == [word[0] for word in short[1:]]
            if one is not two and alike and heads:
                yield from one.evidence[:1]


def _taken_off(nominee: Nominee, said: Sequence[Saying]) -> Iterator[Evidence]:
    """«Уразалиеву вычёркивайте» in the mail, and she in the letter attached."""
    stem = fold(nominee.name.split()[0])[:_STEM]
    for piece in (p for saying in said for p in saying.pieces):
        if piece.has_stem(_OFF) and not {"вместо", "взамен", "не", "б"} & set(piece.forms):
            named = len(stem) == _STEM and piece.has_stem(stem)
            if named or any(map(piece.holds, nominee.evidence)):
                yield piece.evidence("taken_off")


_REFUSES = re.compile(
    r"\b(?<!больше )(?:некого|некому|никого)\b(?!,? кроме)"
    r"|\bкого\b[^.!?]{0,60}\b(?:реш|узна|опред|назов|сообщ|выбер|дума|скаж|напиш|не знаем)"
    r"|(?:обучен|уч[её]б|курс|кандидат)[^.!?]{0,40}(?:ответим|сообщ|позже|подбер|определ(?:им|ится|яе)|дополнительно)"
)
"""Nobody is sent, or it is told later who; to be looked for in small letters."""
_OF_TRAINING = frozenset({"taught", "enrol", "named"})


def _signs_a_refusal(nominee: Nominee, said: Sequence[Saying]) -> Iterator[Evidence]:
    """Whoever stands last, below «на курсы некого отпустить» or «по обучению ответим позже»."""
    place = _place(nominee, said)
    if place is None or place[0] < len(said) - 1 or place[1].classes & _OF_TRAINING:
        return
    if any(_REFUSES.search(saying.sentence.text.lower()) for saying in said[:-1]):
        yield from nominee.evidence[:1]


_ASKED = re.compile(
    r"(?:докладчик|разъяснени|согласовани\w* у|вопрос|справк|контакт)[^.!?;]{0,40}\Z"
)
_TALKS = re.compile(r"с н(?:ей|им) можно говорить|\bдокладчик|\bразъяснения")


def _is_called(nominee: Nominee, said: Sequence[Saying]) -> Iterator[Evidence]:
    """«Докладчик – Нурова Д. К.», «Разъяснения даёт …»: whom to ask."""
    place = _place(nominee, said)
    if place is None or "\t" in place[1].sentence.text:
        return
    sentence, name = place[1].sentence, nominee.evidence[0]
    lead = sentence.part.text[sentence.start : name.start].lower()
    asked = "." in nominee.name and _ASKED.search(lead)
    if asked or (not place[1].classes & _OF_TRAINING and _TALKS.search(sentence.text.lower())):
        yield name


_FORMER = re.compile(r"\b(?:прошл|прежн|бывш|предыдущ)\w*\s[^.!?;]{0,25}\Z")
_MISHAP = re.compile(r"[^.!?;«]{0,12}\b(?:сломал|заболел|уволил|попал|уехал|умер|скончал|отказал)")


def _is_former(nominee: Nominee, said: Sequence[Saying]) -> Iterator[Evidence]:
    """«Прошлый кандидат, Минаев, сломал ногу»: who was named before, or to whom something
    happened."""
    place = _place(nominee, said)
    if place is None:
        return
    sentence, name = place[1].sentence, nominee.evidence[0]
    text = sentence.part.text.lower()
    former = _FORMER.search(text[sentence.start : name.start]) is not None
    if (former or not place[1].classes & _OF_TRAINING) and _MISHAP.match(text, name.end):
        yield name


_STANDS_IN = ("обязанност", "возлож", "возлаг", "замещае", "замещать", "подмен", "исполняю")


def _stands_in(nominee: Nominee, said: Sequence[Saying]) -> Iterator[Evidence]:
    """«На период учёбы обязанности возложены на Сидорова»: who does the work meanwhile."""
    place = _place(nominee, said)
    piece = place[1].piece_at(nominee.evidence[0].start) if place else None
    if piece and piece.has_stem(_STANDS_IN):
        yield nominee.evidence[0]


_LONG = 60


def _amid_a_report(nominee: Nominee, said: Sequence[Saying]) -> Iterator[Evidence]:
    """The only nominee of a long letter, by initials, without a post or a telephone of his own:
    such a letter names many who only took part."""
    if "." not in nominee.name or nominee.position or nominee.phone or nominee.email:
        return
    words = sum(len(piece.forms) for saying in said for piece in saying.pieces)
    if words > _LONG:
        yield from nominee.evidence[:1]
