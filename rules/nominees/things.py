"""Clauses that tell what is done with a thing: whoever stands in one did it, or stands by."""

from __future__ import annotations

from collections.abc import Sequence

from rules import positions
from rules.morphology import parses
from rules.nominees import clauses, verbs
from rules.nominees.clauses import OF_TRAINING, Clause
from rules.nominees.lines import Line, Mention


def of_thing(clause: Clause, mention: Mention, found: Sequence[Clause]) -> bool:
    """Whether the clause tells what is done with a thing, and he is the doer or stands by."""
    assert clause.verb is not None
    verb = clause.line.tokens[clause.verb]
    passive = clauses.is_passive(verb.text)
    thing = clauses.subject_thing(clause) if passive else clauses.object_thing(clause)
    if thing is None and passive:
        thing = _subject_before(clause, found)
    if thing is None or verb.lemmas & _DESCRIBES:
        return False
    kind = clause.line.tokens[thing].text.lower()[:6]
    if kind in _PLACES:
        return bool(verb.lemmas & _GIVES) and not passive and mention.case == "nomn"
    moved = clause.has("send")
    if passive:
        return (moved or kind not in _WISHES) and not _is_nominative(mention, clause)
    return kind not in _WISHES and _did(mention, verb.text, moved=moved)


def is_sent_to(clause: Clause, mention: Mention) -> bool:
    """«Бумаги присылайте Корневу П. И.», «счёт слать бухгалтеру Зуевой»: a thing is sent, and he
    gets it."""
    if not mention.may_be("datv") or clause.has(*OF_TRAINING):
        return False
    line, start = clause.line, mention.person.start
    verb = next((t for t in clause.tokens if t.start < start and verbs.sends(t.text)), None)
    thing = next(clauses.things(clause, "accs"), None) if verb else None
    if verb is None or thing is None or line.tokens[thing].start >= start:
        return False
    if clauses.may_be_subject(line, thing, verb):
        return False  # «хутор Зелёный отправляет Корневу»
    post = line.sentence.part.text[begins(mention, clause) : start]
    fits = not post or "datv" in positions.cases_of(post)
    return fits and line.tokens[thing].text.lower()[:6] not in _PLACES | _WISHES


def are_sent(line: Line) -> bool:
    """«запросы отправляем», «акт выслали в пятницу»: the verb of sending has a thing, and sends
    nobody."""
    sent = [c for c in clauses.clauses(line) if c.has("send")]
    return bool(sent) and all(_has_sent_thing(c) for c in sent)


def _has_sent_thing(clause: Clause) -> bool:
    thing = clauses.object_thing(clause)
    if thing is None:
        return False
    return clause.line.tokens[thing].text.lower()[:6] not in _PLACES | _WISHES


def of_its_complement(clause: Clause, mention: Mention) -> bool:
    """«проезд слушателя оплатит Зуев»: the training only describes the thing, and what he does
    with it is other business."""
    assert clause.verb is not None
    verb = clause.line.tokens[clause.verb]
    thing = None if clauses.is_passive(verb.text) else clauses.object_thing(clause)
    if thing is None or not _is_nominative(mention, clause):
        return False
    kind = clause.line.tokens[thing].text.lower()[:6]
    if (
        kind in _PLACES | _WISHES
        or not verbs.is_other(verb.text)
        or not _did(mention, verb.text, moved=False)
    ):
        return False
    cues = [c for c in clause.line.cues if c.phrase.means in OF_TRAINING and clause.holds(c.start)]
    end = clause.line.tokens[thing].end
    text = clause.line.sentence.part.text
    behind = all(c.start > end and len(text[end : c.start].split()) < 3 for c in cues)
    return bool(cues) and behind


def _did(mention: Mention, verb: str, *, moved: bool) -> bool:
    """Whether he is the subject of an active verb, or stands in no case that it gives a person."""
    cases = {mention.case}
    if "1per" in parses(verb)[0].tag:
        return False
    return not moved if "nomn" in cases else not cases & {"accs", "gent"}


def _subject_before(clause: Clause, found: Sequence[Clause]) -> int | None:
    """«Ревизия техники - проведена Зуевым», «письмо поступило, вх. 23, и направлено Зуевой»: the
    subject stands before the sign."""
    at = found.index(clause)
    goes_on = bool(clause.tokens) and clause.tokens[0].text.lower() in ("и", "а")
    before = found[max(0, at - 2 if goes_on else at - 1)] if at else None
    if before is None or (before.verb is not None and not goes_on):
        return None
    return clauses.subject_thing(Clause(clause.line, before.first, clause.stop, clause.verb))


def _is_nominative(mention: Mention, clause: Clause) -> bool:
    """Whether his name stands in the nominative; a name without cases, by the post before it."""
    if mention.case != "nomn":
        return False
    start = begins(mention, clause)
    post = mention.line.sentence.part.text[start : mention.person.start]
    cases = positions.cases_of(post) if post else frozenset()
    return not cases or "nomn" in cases


_DESCRIBES = frozenset({
    "занимать", "замещать", "иметь", "окончить", "закончить", "знать", "владеть", "носить",
})  # fmt: skip
"""What somebody is, not what he did."""
_GIVES = frozenset({
    "оформлять", "оформить", "выдавать", "выдать", "выписать", "выписывать", "предоставить",
    "предоставлять", "бронировать", "забронировать", "готовить", "подготовить", "определять",
})  # fmt: skip
"""Who does so with a place gives it to another."""
_PLACES = frozenset({
    "место", "места", "вызов", "пригла", "путевк", "путёвк", "направ", "команд", "обязан", "право",
    "возмож", "очеред", "выбор", "жребий", "учеба", "учёба", "учебу", "учёбу", "обучен", "пропус",
    "группу", "группа", "компан", "состав", "ряды", "предпо", "довери", "поруче", "честь", "роль",
})  # fmt: skip
_WISHES = frozenset({
    "заявка", "заявку", "заявле", "соглас", "желани", "участи", "интере", "анкета", "анкету", "имя",
    "фамили", "кандид",
})  # fmt: skip
"""Beginnings of things by which somebody may be put forward; who sends them on is not meant."""


def begins(mention: Mention, clause: Clause) -> int:
    """Where his name begins, or the post before it."""
    text, person = mention.line.sentence.part.text, mention.person
    post = positions.before(text, person.start, clause.start)
    return post.start if post else person.start


def is_moved(clause: Clause) -> bool:
    """Whether the subject is a thing, and not one of the places to which people go."""
    thing = clauses.subject_thing(clause)
    return thing is not None and clause.line.tokens[thing].text.lower()[:6] not in _PLACES
