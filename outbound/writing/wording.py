"""Answers in words: what a reading says of each question, and what it leaves open.

Sentences are built so that names and titles stand in the nominative.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from outbound.writing.russian import day_digits, day_words, phone
from rules.model import (
    Answer,
    Circular,
    Nominee,
    Nominees,
    Question,
    Readiness,
    ReadinessValue,
)

READINESS: Final[Mapping[ReadinessValue, str]] = {
    ReadinessValue.READY: "готовность подтверждена",
    ReadinessValue.CONDITIONAL: "готовность частичная или при условии",
    ReadinessValue.READY_BY: "готовность ожидается",
    ReadinessValue.NOT_READY: "готовность отсутствует",
    ReadinessValue.DEFERRED: "ответ о готовности обещан позже",
    ReadinessValue.UNSTATED: "не указана",
}


@dataclass(frozen=True, slots=True)
class Person:
    """A nominee as a letter shows it: every field is text ready for reading, or ""."""

    name: str
    position: str
    phone: str
    email: str


@dataclass(frozen=True, slots=True)
class Understood:
    """One question with what was understood: `value` in words, and the people named."""

    title: str
    value: str
    people: tuple[Person, ...] = ()


def readiness_words(answer: Readiness) -> str:
    """«готовность ожидается к 1 сентября 2011 года»."""
    words = READINESS[answer.value]
    if answer.by is None:
        return words
    if answer.value is ReadinessValue.READY_BY:
        return f"{words} к {day_words(answer.by)}"
    return f"{words}, срок — {day_words(answer.by)}"


_BRIEF: Final[Mapping[ReadinessValue, str]] = {
    ReadinessValue.READY: "готовы",
    ReadinessValue.CONDITIONAL: "частично, при условии",
    ReadinessValue.READY_BY: "будут готовы",
    ReadinessValue.NOT_READY: "не готовы",
    ReadinessValue.DEFERRED: "ответят позже",
    ReadinessValue.UNSTATED: "—",
}


def readiness_brief(answer: Readiness | None) -> str:
    """For a table cell: «к 01.09.2011»; "—" where nothing is known."""
    if answer is None:
        return "—"
    if answer.by is None:
        return _BRIEF[answer.value]
    if answer.value is ReadinessValue.READY_BY:
        return f"к {day_digits(answer.by)}"
    return f"{_BRIEF[answer.value]}, к {day_digits(answer.by)}"


def nominees_words(answer: Nominees) -> str:
    """What is said of nominees besides their names; "" if the names say all."""
    said = []
    if answer.withdrawn:
        taken_back = "вместо ранее названного" if answer.people else "кандидатура отозвана"
        said.append(f"{taken_back}: {', '.join(answer.withdrawn)}")
    if answer.declined:
        said.append("кандидатура не выдвигается")
    elif answer.later:
        said.append("кандидатура будет названа позже")
    elif not answer.people and not answer.withdrawn:
        said.append("кандидатура не названа")
    return "; ".join(said)


def person(nominee: Nominee, codes: Collection[str] = ()) -> Person:
    """A nominee for reading; `codes` are the area codes of the circular's recipients."""
    return Person(
        name=nominee.name,
        position=nominee.position or "",
        phone=phone(nominee.phone, codes) if nominee.phone else "",
        email=nominee.email or "",
    )


def understood(circular: Circular, question: Question, answer: Answer) -> Understood:
    """A question and its answer for reading."""
    if isinstance(answer, Readiness):
        return Understood(question.title, readiness_words(answer))
    codes = area_codes(circular)
    people = tuple(person(nominee, codes) for nominee in answer.people)
    return Understood(question.title, nominees_words(answer), people)


def area_codes(circular: Circular) -> frozenset[str]:
    """The area codes of the circular's recipients."""
    return frozenset(r.phone_code for r in circular.recipients if r.phone_code)


def is_answered(answer: Answer | None) -> bool:
    """Whether the question needs not be asked again now, if only because the answer is promised.
    (A nominee taken back without another leaves it open.)"""
    if answer is None:
        return False
    if isinstance(answer, Readiness):
        return answer.value is not ReadinessValue.UNSTATED
    return bool(answer.people or answer.declined or answer.later)


def is_settled(answer: Answer | None) -> bool:
    """Whether nothing remains to be asked: a promise to answer later is not an answer."""
    if isinstance(answer, Readiness):
        return answer.value not in (ReadinessValue.UNSTATED, ReadinessValue.DEFERRED)
    return answer is not None and bool(answer.people or answer.declined)


def silent(circular: Circular, answers: Mapping[str, Answer]) -> tuple[Question, ...]:
    """The required questions on which nothing was said."""
    required = (q for q in circular.questions if q.required)
    return tuple(q for q in required if not is_answered(answers.get(q.key)))


def put_off(circular: Circular, answers: Mapping[str, Answer]) -> tuple[Question, ...]:
    """The required questions to which an answer was promised for later."""
    required = (q for q in circular.questions if q.required and is_answered(answers.get(q.key)))
    return tuple(q for q in required if not is_settled(answers.get(q.key)))


def missing(circular: Circular, answers: Mapping[str, Answer]) -> tuple[Question, ...]:
    """The required questions to which there is no answer yet, promised or not."""
    return (*silent(circular, answers), *put_off(circular, answers))
