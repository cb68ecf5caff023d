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
    for nominee in answer.people:
        yield from _taken_off(nominee, said)
        at = _place(nominee, said)
        if at is None:
            continue
        others = len(answer.people) > 1 or _MEANWHILE.search(said[at].sentence.text)
        stands_in = others and _stands_in(nominee, said[at])
        aside = _is_called(nominee, said[at]) or _is_former(nominee, said[at])
        if stands_in or aside or _signs_a_refusal(said, at) or _amid_a_report(nominee, said):
            yield nominee.evidence[0]


def _place(nominee: Nominee, said: Sequence[Saying]) -> int | None:
    """The number of the sentence in which the nominee's name stands."""
    first = nominee.evidence[:1]
    return next((at for at, s in enumerate(said) if any(map(s.holds, first))), None)


def _by_initials(people: Sequence[Nominee], said: Sequence[Saying]) -> Iterator[Evidence]:
    """One by initials among others in full: «приеду сам (начальник Бережная Л.К. не против)»;
    a list or a table may well mix them."""
    if all("." in nominee.name for nominee in people):
        return
    for nominee in people:
        at = _place(nominee, said)
        listed = at is not None and _LISTED.search(said[at].sentence.text)
        if "." in nominee.name and not listed:
            yield from nominee.evidence[:1]


def _in_another_case(people: Sequence[Nominee], said: Sequence[Saying]) -> Iterator[Evidence]:
    """«Котова Нина, помощник Ильина Олега»: two of one sentence in different cases."""
    full = [n for n in people if "." not in n.name and n.evidence and len(n.name.split()) > 2]
    for one, two in pairwise(full):
        at = _place(one, said)
        together = at is not None and at == _place(two, said)
        if together and _is_base(one) and not _is_base(two):
            yield two.evidence[0]


def _is_base(nominee: Nominee) -> bool:
    """Whether the name stands as it is recorded."""
    return set(fold(nominee.evidence[0].text).split()) == set(fold(nominee.name).split())


def _taken_off(nominee: Nominee, said: Sequence[Saying]) -> Iterator[Evidence]:
    """«Уразалиеву вычёркивайте» in the mail, and she in the letter attached; «Олега уберите»."""
    words = [fold(word) for word in nominee.name.split()[:2]]
    for piece in (p for saying in said for p in saying.pieces):
        if piece.has_stem(_OFF) and not {"вместо", "взамен", "не", "б"} & set(piece.forms):
            named = any(_may_be(form, word) for form in piece.forms for word in words)
            if named or any(map(piece.holds, nominee.evidence)):
                yield piece.evidence("taken_off")


def _may_be(form: str, name: str) -> bool:
    """Whether a word can be a name in another case."""
    if len(name) < _STEM:
        return form.startswith(name.removesuffix("а")) and 0 <= len(form) - len(name) < 3
    return form.startswith(name[:_STEM])


_REFUSES = re.compile(
    r"\b(?<!больше )(?:некого|некому|никого)\b(?!,? кроме)"
    r"|\bкого\b[^.!?]{0,60}\b(?:реш|узна|опред|назов|сообщ|выбер|дума|скаж|напиш|не знаем)"
    r"|(?:обучен|уч[её]б|курс|кандидат)[^.!?]{0,40}(?:ответим|сообщ|позже|подбер|определ(?:им|ится|яе)|дополнительно)"
)
"""Nobody is sent, or it is told later who; to be looked for in small letters."""
_OF_TRAINING = frozenset({"taught", "enrol", "named"})


def _signs_a_refusal(said: Sequence[Saying], at: int) -> bool:
    """Whoever stands last, below «на курсы некого отпустить» or «по обучению ответим позже»."""
    if at < len(said) - 1 or said[at].classes & _OF_TRAINING:
        return False
    return any(_REFUSES.search(saying.sentence.text.lower()) for saying in said[:-1])


_ASKED = re.compile(
    r"(?:докладчик|разъяснени|согласовани\w* у|вопрос(?!у\b)|справк|контакт)[^.!?;]{0,40}\Z"
)
_SPEAKER = re.compile(r"\b(?:докладчик|разъяснения)")


def _is_called(nominee: Nominee, saying: Saying) -> bool:
    """«Докладчик – Нурова Д. К.», «Разъяснения даёт …»: whom to ask; not «по второму вопросу»."""
    sentence = saying.sentence
    if "\t" in sentence.text:
        return False
    lead = sentence.part.text[sentence.start : nominee.evidence[0].start].lower()
    if "." in nominee.name and _ASKED.search(lead):
        return True
    return not saying.classes & _OF_TRAINING and _SPEAKER.search(sentence.text.lower()) is not None


_FORMER = re.compile(r"\b(?:прошл|прежн|бывш|предыдущ)\w*\s[^.!?;]{0,25}\Z")
_MISHAP = re.compile(r"[^.!?;«]{0,12}\b(?:сломал|заболел|уволил|попал|уехал|умер|скончал|отказал)")


def _is_former(nominee: Nominee, saying: Saying) -> bool:
    """«Прошлый кандидат, Минаев, сломал ногу»: who was named before, or to whom something
    happened."""
    name, text = nominee.evidence[0], saying.sentence.part.text.lower()
    former = _FORMER.search(text[saying.sentence.start : name.start]) is not None
    told = former or not saying.classes & _OF_TRAINING
    return told and _MISHAP.match(text, name.end) is not None


_MEANWHILE = re.compile(
    r"\b(?:на|в) (?:время|период|срок) (?:\w+ )?(?:курс|об[ау]ч|уч[её]б|занят|командиров|поездк)"
)
"""«Обязанности слушателя на время курсов возложены на Сидорова»: he may be the one who stays."""
_STANDS_IN = ("обязанност", "возлож", "возлаг", "замещае", "замещать", "подмен", "исполняю")


def _stands_in(nominee: Nominee, saying: Saying) -> bool:
    """«На период учёбы обязанности возложены на Сидорова»: who does the work meanwhile."""
    piece = saying.piece_at(nominee.evidence[0].start)
    return piece is not None and piece.has_stem(_STANDS_IN)


_LONG = 60


def _amid_a_report(nominee: Nominee, said: Sequence[Saying]) -> bool:
    """A nominee of a long letter, by initials, without a post or a telephone of his own: such a
    letter names many who only took part."""
    if "." not in nominee.name or nominee.position or nominee.phone or nominee.email:
        return False
    return sum(len(piece.forms) for saying in said for piece in saying.pieces) > _LONG
