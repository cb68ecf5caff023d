"""Personal data at its end: what a circular's keeping time has run out for, and one person's data.

What is taken away leaves a trace that it was there: the mail's row with its hash, so that the same
mail is known if the server brings it again, and the letter's key, so that it never goes twice.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, false, func, or_, select, update
from sqlalchemy.orm import Session

from intake.store.schema import (
    AnswerRow,
    Bounce,
    Letter,
    MailRow,
    OfficerMail,
    RawMail,
    ReadingRow,
    Settlement,
)

GONE = "[удалено]"
"""What stands in place of words that were taken away."""

Texts = Callable[[bytes], Iterable[str]]
"""The texts of a raw mail."""


# A circular whose keeping time has run out ----------------------------------------------------


@dataclass(frozen=True, slots=True)
class Purged:
    """How many mails and letters lost their contents, and how many answers were deleted."""

    mails: int
    letters: int
    answers: int


def purge(
    session: Session, circular: str, others_before: datetime | None, *, apply: bool
) -> Purged:
    """Take away all contents that belong to a circular, and mails of no circular that came before
    `others_before` (None: none of them). Without `apply` only count."""
    mails = _mails_of(session, circular, others_before)
    letters = list(
        session.scalars(
            select(Letter.id).where(
                or_(Letter.circular == circular, Letter.mail_id.in_(mails)), Letter.content != b""
            )
        )
    )
    given = AnswerRow.circular == circular
    answers = session.scalar(select(func.count()).select_from(AnswerRow).where(given)) or 0
    if apply:
        session.execute(delete(AnswerRow).where(given))
        _blank_mails(session, mails, "purged")
        _blank_letters(session, letters)
    return Purged(len(mails), len(letters), answers)


def _mails_of(session: Session, circular: str, others_before: datetime | None) -> list[int]:
    about = _has_reading(ReadingRow.circular == circular)
    unread = ~_has_reading(ReadingRow.circular.is_not(None))
    other = MailRow.received_at < others_before if others_before else false()
    query = select(MailRow.id).where(
        MailRow.state.not_in(("purged", "stored")), or_(about, unread & other)
    )
    return list(session.scalars(query.order_by(MailRow.id)))


def _has_reading(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """For a query over mails: one of the mail's readings meets the condition."""
    return select(ReadingRow.id).where(ReadingRow.mail_id == MailRow.id, condition).exists()


def _blank_mails(session: Session, ids: Collection[int], state: str) -> None:
    readings = select(ReadingRow.id).where(ReadingRow.mail_id.in_(ids))
    session.execute(delete(AnswerRow).where(AnswerRow.reading_id.in_(readings)))
    settled = or_(Settlement.mail_id.in_(ids), Settlement.answer_mail_id.in_(ids))
    reopened = select(Settlement.mail_id).where(settled)
    session.execute(update(MailRow).where(MailRow.id.in_(reopened)).values(review_pending=True))
    session.execute(delete(Settlement).where(settled))
    for table in (ReadingRow, Bounce, OfficerMail):
        session.execute(delete(table).where(table.mail_id.in_(ids)))
    session.execute(update(RawMail).where(RawMail.mail_id.in_(ids)).values(content=b""))
    session.execute(
        update(MailRow)
        .where(MailRow.id.in_(ids))
        .values(state=state, sender="", sender_name="", subject="", error=None)
    )


_UNSENT = ("due", "sending")


def _blank_letters(session: Session, ids: Collection[int]) -> None:
    """Letters without their contents; one that has not gone yet never goes."""
    session.execute(
        update(Letter)
        .where(Letter.id.in_(ids), Letter.state.in_(_UNSENT))
        .values(state="dropped", error="содержание удалено вместе с персональными данными")
    )
    session.execute(
        update(Letter).where(Letter.id.in_(ids)).values(content=b"", to_address="", subject="")
    )


# One person -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Person:
    """Whose data are looked for: «Фамилия Имя Отчество», and an address and a phone if known."""

    name: str
    email: str = ""
    phone: str = ""

    def found_in(self, text: str) -> re.Match[str] | None:
        """Where a text names the person, in any case, with the first name or its initial."""
        return self._pattern().search(text)

    def _pattern(self) -> re.Pattern[str]:
        surname, first = (*self.name.split(), "")[:2]
        stem = re.escape(surname[: max(3, len(surname) - 2)])
        given = rf"(?:{re.escape(first[:3])}\w*|{re.escape(first[:1])}\.)" if first else r"\w+"
        between = r"[\s.,\u2028]{1,3}(?:\w\.\s?)?"
        ways = [
            rf"\b{stem}\w{{0,4}}{between}{given}",
            rf"\b{given}(?:\s?\w\.|\s\w+)?\s{{0,2}}{stem}\w{{0,4}}",
        ]
        if self.email:
            ways.append(re.escape(self.email))
        if digits := re.sub(r"\D", "", self.phone)[-10:]:
            ways.append(r"\D{0,2}".join(digits))
        folded = "|".join(ways).replace("ё", "[её]").replace("Ё", "[ЕЁ]")
        return re.compile(folded, re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Mention:
    """A mail, a letter of ours or an officer's answer that names the person, with the words."""

    what: str
    id: int
    at: datetime
    words: str


def mentions(session: Session, person: Person, texts: Texts) -> Iterator[Mention]:
    """Everything that names the person, oldest first within mails, letters and answers."""
    mails = select(MailRow.id, MailRow.received_at, RawMail.content).join(RawMail)
    letters = select(Letter.id, Letter.created_at, Letter.content)
    for what, query in (("mail", mails.order_by(MailRow.id)), ("letter", letters)):
        for number, at, content in session.execute(query.execution_options(yield_per=50)):
            if content and (words := _excerpt(person, "\n".join(texts(content)))):
                yield Mention(what, number, at, words)
    for row in session.scalars(select(AnswerRow).where(AnswerRow.source != "reading")):
        if words := next(filter(None, (_excerpt(person, t) for t in _strings(row.value))), ""):
            yield Mention("answer", row.id, row.accepted_at, words)


def _excerpt(person: Person, text: str) -> str:
    found = person.found_in(text)
    if not found:
        return ""
    return " ".join(text[max(0, found.start() - 40) : found.end() + 60].split())


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)


def erase(session: Session, person: Person, found: Collection[Mention]) -> None:
    """Take the person out of what was found: raw mails and letters lose their contents, readings
    and answers keep all but the person."""
    mails = [m.id for m in found if m.what == "mail"]
    session.execute(update(RawMail).where(RawMail.mail_id.in_(mails)).values(content=b""))
    for row in session.scalars(select(MailRow).where(MailRow.id.in_(mails))):
        row.state = "erased"
        row.subject = without(row.subject, person)
        row.error = None
        if person.email and row.sender == person.email.lower():
            row.sender, row.sender_name = "", ""
    _scrub_rows(session, person, mails)
    _blank_letters(session, [m.id for m in found if m.what == "letter"])


def _scrub_rows(session: Session, person: Person, mails: Collection[int]) -> None:
    for reading in session.scalars(select(ReadingRow).where(ReadingRow.mail_id.in_(mails))):
        reading.content = without(reading.content, person)
    for answer in session.scalars(select(AnswerRow)):
        if any(map(person.found_in, _strings(answer.value))):
            answer.value = without(answer.value, person)
    for settled in session.scalars(select(Settlement)):
        if any(map(person.found_in, (settled.words, *_strings(settled.content)))):
            settled.words = without(settled.words, person)
            settled.content = without(settled.content, person)


def without(value: Any, person: Person) -> Any:
    """A JSON value without the person: gone from lists of people, blotted out in words."""
    if isinstance(value, str):
        return GONE if person.found_in(value) else value
    if isinstance(value, list):
        return [without(v, person) for v in value if not _is_person(v, person)]
    if isinstance(value, dict):
        return {key: without(inner, person) for key, inner in value.items()}
    return value


def _is_person(value: Any, person: Person) -> bool:
    if isinstance(value, dict):
        value = value.get("name")
    return isinstance(value, str) and person.found_in(value) is not None
