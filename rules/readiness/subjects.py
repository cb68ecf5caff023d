"""Whose readiness «готов» tells of, and for what."""

from __future__ import annotations

from collections.abc import Iterator

from rules.morphology import parses
from rules.readiness.ballot import BODY, NAMED, ON_TOPIC, OURS, PEOPLE
from rules.readiness.clause import DAYS
from rules.readiness.clauses import SPOKEN_DAY, Clause, Word


def complement(clause: Clause, index: int, *, noun: bool = False) -> str:
    """What the word «готов» or «готовность» is said of: topic, other, unknown, none."""
    heads = sorted(_heads(clause, index, noun), key=lambda at: (at < index, abs(at - index)))
    if not NAMED & (clause.classes - {"readiness"}) and any(
        "other" in word.classes for head in heads for word in clause.words[head : head + 3]
    ):
        return "other"
    for head in heads:
        window = clause.words[head : head + 6]
        both = any("connection" in w.classes for w in window) and any(w.form == "и" for w in window)
        if both:
            return "topic"
        for word in window:
            taken = word.form.startswith("прием") and "system" in clause.classes
            if taken or (ON_TOPIC & word.classes and "other" not in word.classes - ON_TOPIC):
                return "topic"
            if "other" in word.classes and "connection" not in word.classes:
                return "other"
        to_do = head == index + 1 and "INFN" in clause.words[head].grammar
        return "other" if to_do and not noun else "unknown"
    return "none"


_A_DAY = frozenset({"дню", "моменту", "дате", "сроку"})
_BEGINNING = ("начал", "старт", "запуск", "открыт", "окончан", "завершен")
"""«ко дню начала обучения»: when, not for what."""
_NOBODY = frozenset({"некому", "нечем", "негде", "нечего", "некогда", "некого"})
"""«не готовы, помочь нам некому»: a clause of its own."""
_COPULA = frozenset({"назвать", "считать", "сказать", "признать", "быть", "стать", "называть"})


def _heads(clause: Clause, index: int, noun: bool) -> list[int]:
    """Where complements of the word at `index` begin: nouns after «к», and infinitives."""
    heads = []
    for at, word in enumerate(clause.words):
        near = 1 <= at - index < 3 if noun else -9 <= at - index < 9
        if "что" in {w.form for w in clause.words[at:index]}:
            continue
        joined = any(w.form in {"и", "то", "так"} for w in clause.words[at:index])
        nobody = any(w.form in _NOBODY for w in clause.words[at + 1 : at + 3])
        if near and not (joined or nobody) and "INFN" in word.grammar and word.form not in _COPULA:
            heads.append(at)
        if word.form in {"к", "ко"} and at + 1 < len(clause.words) and abs(at - index) < 14:
            following = clause.words[at + 1]
            dated = following.form[0].isdigit() or "term" in following.classes
            dated = dated or following.form in {"бою", "труду", "обороне", "старту"}
            dated = dated or SPOKEN_DAY.fullmatch(following.form) is not None
            dated |= any(_is_time(w.form) for w in clause.words[at + 2 : at + 4])
            dated |= following.form in _A_DAY and any(
                w.form.startswith(_BEGINNING) for w in clause.words[at + 2 : at + 3]
            )
            if not dated and not _is_time(following.form):
                heads.append(at + 1)
    return heads


_TIME = (
    *DAYS,
    *("момент", "срок", "дат", "врем", "началу", "утр", "вечер", "обед", "настоящ", "сегодн"),
    *("текущ", "данн", "конц", "середин", "недел", "месяц", "квартал", "дню", "покров", "успени"),
)


def _is_time(form: str) -> bool:
    return form.startswith(_TIME) or form in {"этому", "тому", "сожалению", "счастью", "вам"}


_AGREES = {"готов": "masc", "готова": "femn", "готово": "neut", "готовы": "plur"}


_AGREES |= {"подготовлен" + end: _AGREES["готов" + end] for end in ("", "а", "о", "ы")}


_BREAKS = frozenset({"как", "если", "когда", "чтобы", "после", "ждем", "нужны"})


def subject_of(clause: Clause, index: int) -> str:
    """Whose readiness is meant: "equipment", "other" (papers, people, other matters) or "we"."""
    if "other_subject" in clause.classes and "мы" not in clause.forms:
        return "other"
    if {"мы", "район", "администрация", "все", "я"} & clause.forms:
        return "we"
    kinds = (_kind(clause, index, at) for at in _agreeing(clause, index))
    return next((kind for kind in kinds if kind), "we")


def _kind(clause: Clause, index: int, at: int) -> str:
    """What sort of subject the noun at `at` is; "" for the body itself."""
    word = clause.words[at]
    if {"papers", "people"} & word.classes:
        return "other"
    if "person" in word.grammar and word.token.text.istitle() and at + 2 > index - 2:
        return "person"
    if "infra" in word.classes and "system" not in word.classes:
        return "equipment"
    thing = _is_a_thing(word) and at < index + 3 and not _governed_by(clause, at)
    return "other" if thing else ""


def _agreeing(clause: Clause, index: int) -> Iterator[int]:
    """Where nouns stand that could be the subject of the word at `index`."""
    agrees = _AGREES.get(clause.words[index].form)
    for at, word in enumerate(clause.words):
        if at == index or abs(at - index) > 10 or not {agrees, "nomn"} <= word.grammar:
            continue
        between = clause.words[index + 1 : at]
        if any(w.form in _BREAKS or "INFN" in w.grammar for w in between):
            return  # «готовы, единственное – получить компьютеры»
        before = clause.words[at - 1].form if at else ""
        owned = before.endswith(("ого", "его"))  # «условиям вашего письма»
        if not owned and before not in {"в", "на", "к", "с", "для", "по", "из", "о"}:
            yield at


def _governed_by(clause: Clause, at: int) -> bool:
    """«на две трети»: behind a preposition."""
    before = clause.words[max(0, at - 2) : at]
    return any(w.form in {"на", "в", "к", "с", "по", "за", "до", "из", "от", "для"} for w in before)


_BODIES = (
    *("отдел", "управлен", "комитет", "совет", "сельсовет", "поселен", "село", "город", "муницип"),
    *("образован", "орган", "аппарат", "хозяйств", "коллектив", "служб", "част", "сторон", "баз"),
    *("площадк", "половин", "больш", "учрежден", "подразделен", "район", "пол-", "мест"),
    *("приемн", "офис", "кабинет", "здани", "контор", "штаб", "центр", "ничего", "трет", "четверт"),
    *("админ", "департамент", "мэри", "дум", "област", "територ", "террит", "систем", "контур"),
)


def _is_a_thing(word: Word) -> bool:
    """A thing that is ready and neither the body nor what it needs: «расписание», «материалы»."""
    plain = word.token.text.islower() and "person" not in word.grammar and len(word.form) > 3
    plain = plain and "inan" in parses(word.form)[0].tag.grammemes
    known = word.classes or word.form.startswith(_BODIES) or not word.grammar
    return plain and not known and "noun" in word.grammar and word.form not in _PRONOUNS


_PRONOUNS = frozenset(
    {"это", "все", "мы", "они", "кто", "что", "остальное", "то", "я", "вы", "оно"}
)


def of_a_person(clause: Clause) -> bool:
    """«Она в отпуске, но к 7 сентября будет готова»."""
    told = {token.text.lower() for token in clause.sentence.tokens}
    if (BODY | {"мы"}) & clause.forms:
        return False
    return bool({"он", "она"} & told) and not ON_TOPIC & clause.classes - {"readiness"}


def names_a_person(clause: Clause, index: int) -> bool:
    """«В группу: Петров Иван Сергеевич, готов начать с понедельника»."""
    if OURS & clause.classes:
        return False
    before = clause.words[:index]
    named = sum(
        "person" in w.grammar and w.token.text.istitle() and "nomn" in w.grammar for w in before
    )
    return named > 1 or bool(named and any(PEOPLE & w.classes for w in before))
