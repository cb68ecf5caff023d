"""Settling: an officer's correction becomes a recipient's answer, or the reason why it cannot."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from intake.store import queries, settlements
from intake.store.readings import (
    answer_to_json,
    from_json,
    to_json,
)
from intake.store.schema import AnswerRow, MailRow, ReadingRow, Settlement
from outbound.office import zone
from outbound.writing.russian import moment
from outbound.writing.wording import missing
from rules.answers import bare, says_something
from rules.model import (
    Answer,
    Circular,
    Doubt,
    Kind,
    Nominees,
    Reading,
    Recipient,
    Reply,
)

if TYPE_CHECKING:
    from rules.officer import Correction


class UnsettledError(Exception):
    """Nothing was changed; `problems` say why, in Russian, a sentence each."""

    def __init__(self, *problems: str) -> None:
        self.problems = problems
        super().__init__("; ".join(problems))


@dataclass(frozen=True, slots=True)
class Case:
    """A mail before an officer, with the reading that is judged. `reading_id` is None where the
    mail could not be read; `standing` is what its recipient's other mails, and officers, have
    answered, by question's key."""

    mail: MailRow
    reading: Reading
    reading_id: int | None
    circular: Circular
    standing: Mapping[str, Answer] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Author:
    """Who speaks: an address or a login; by which notice and mail, None by command."""

    name: str
    words: str
    notice_id: int | None = None
    answer_mail_id: int | None = None


def find_case(
    session: Session,
    circulars: Sequence[Circular],
    mail_id: int,
    *,
    reading_id: int | None = None,
    number: str | None = None,
) -> Case:
    """The case of a mail: with its standing reading, or the one that the officer was shown.
    `number` is the circular where the reading knows none. Raises UnsettledError."""
    mail = session.get(MailRow, mail_id)
    if mail is None:
        raise UnsettledError(f"Письма № {mail_id} нет.")
    row = (
        session.get(ReadingRow, reading_id)
        if reading_id
        else settlements.latest_reading(session, mail_id)
    )
    reading = from_json(row.content) if row and row.mail_id == mail_id else unread()
    wanted = reading.circular or number
    known = {circular.number: circular for circular in circulars}
    circular = known.get(wanted) if wanted else None
    if circular is None and wanted is None and len(known) == 1:
        circular = next(iter(known.values()))
    if circular is None:
        raise UnsettledError("Неясно, к какому циркуляру относится письмо; укажите его номер.")
    standing = _standing(session, circular, reading, mail_id)
    return Case(mail, reading, row.id if row else None, circular, standing)


def _standing(
    session: Session, circular: Circular, reading: Reading, mail_id: int
) -> dict[str, Answer]:
    if reading.recipient is None:
        return {}
    keys = [question.key for question in circular.questions]
    return queries.answers_before(
        session, circular.number, reading.recipient, keys, mail_id=mail_id
    )


def unread() -> Reading:
    """What is known of a mail that could not be read."""
    return Reading(Kind.REPLY, doubts=(Doubt("unreadable_mail"),), reply=Reply.ACKNOWLEDGE)


def parse(words: str, circular: Circular, now: datetime) -> Correction:
    """An officer's words, on the day of the circular's zone."""
    from rules import officer  # an empty inbox needs no rules

    today: date = now.astimezone(zone(circular)).date()
    return officer.parse(words, circular, today)


def not_understood(correction: Correction) -> tuple[str, ...]:
    """What was not understood, a line each: «… — почему»."""
    lines = []
    for one in correction.unclear:
        quoted = f"«{one.text}»" if one.text else ""
        lines.append(" — ".join(part for part in (quoted, one.why) if part))
    return tuple(lines)


Answers = tuple[tuple[str, Answer], ...]


def _merged(answers: Answers, correction: Correction) -> Answers | None:
    from rules import officer  # as above

    return officer.merged(answers, correction)


def ruled(case: Case, correction: Correction) -> Reading:
    """The reading as the correction makes it, without a doubt. Raises UnsettledError."""
    if correction.unclear:
        raise UnsettledError(*not_understood(correction))
    if not correction.says_something:
        raise UnsettledError("Ответа не найдено.")
    if correction.not_ours:
        return Reading(Kind.UNRELATED, circular=case.circular.number)
    recipients = (correction.recipient,) if correction.recipient else case.reading.recipients
    known = tuple(code for code in recipients if case.circular.recipient(code))
    answers = _merged(case.reading.answers, correction)
    if answers is None:
        answers = _merged(_with_standing_people(case), correction)
    problems = []
    if not known:
        problems.append("Неизвестно, чей это ответ; назовите адресата: «это … район».")
    if answers is None:
        problems.append("Неясно, о каком специалисте речь; напишите: «специалист: …».")
    elif not any(says_something(answer) for _, answer in answers):
        problems.append("В письме не прочитано ни одного ответа; напишите, что записать.")
    if problems or answers is None:
        raise UnsettledError(*problems)
    complete = not missing(case.circular, dict(answers))
    return dataclasses.replace(
        case.reading,
        kind=Kind.REPLY,
        circular=case.circular.number,
        recipients=known,
        answers=answers,
        doubts=(),
        reply=Reply.CONFIRM if complete else Reply.CLARIFY,
    )


def _with_standing_people(case: Case) -> tuple[tuple[str, Answer], ...]:
    """The reading's answers, with those who stand nominated where it names nobody: of them a
    detail («телефон: …») is meant."""
    return tuple(
        (key, case.standing.get(key, answer))
        if isinstance(answer, Nominees) and not says_something(answer)
        else (key, answer)
        for key, answer in case.reading.answers
    )


def settle(
    session: Session, case: Case, correction: Correction, author: Author, now: datetime
) -> Settlement:
    """Settle a mail once, in the caller's transaction. Raises UnsettledError."""
    reading = ruled(case, correction)
    row = Settlement(
        mail_id=case.mail.id,
        reading_id=case.reading_id,
        circular=case.circular.number,
        verdict=settlements.NOT_OURS if correction.not_ours else settlements.ANSWER,
        author=author.name,
        at=now,
        words=author.words,
        content=to_json(reading),
        notice_id=author.notice_id,
        answer_mail_id=author.answer_mail_id,
    )
    require_open(session, case)
    if not settlements.add(session, row):
        raise UnsettledError(f"Письмо № {case.mail.id} в эту минуту решил кто-то другой.")
    return row


def require_open(session: Session, case: Case) -> None:
    """Raise UnsettledError, with who and when, if the mail is settled already."""
    before = settlements.of_mail(session, case.mail.id)
    if before is not None:
        at = moment(before.at, zone(case.circular))
        raise UnsettledError(f"Письмо № {case.mail.id} уже решено: {before.author}, {at}.")


def open_cases(
    session: Session, circular: Circular | None = None, since: datetime | None = None
) -> list[int]:
    """Mails (that came since) which wait for an officer, oldest first: doubtful and not settled,
    or unreadable."""
    doubtful = queries.open_doubts(MailRow.id, ReadingRow.circular, ReadingRow.needs_review)
    broken = select(MailRow.id).where(
        MailRow.state == "quarantined", ~settlements.is_settled(MailRow.id)
    )
    if since is not None:
        doubtful = doubtful.where(MailRow.received_at >= since)
        broken = broken.where(MailRow.received_at >= since)
    found = [
        mail_id
        for mail_id, number, needs_review in session.execute(doubtful)
        if needs_review and (circular is None or number in (None, circular.number))
    ]
    return sorted({*found, *session.scalars(broken)})


def correct(
    session: Session,
    circular: Circular,
    recipient: Recipient,
    correction: Correction,
    *,
    author: str,
    now: datetime,
) -> list[tuple[str, Answer]]:
    """Put an officer's word on a recipient without a mail; the answers that changed. Raises
    UnsettledError."""
    require_facts(correction)
    given = {
        answer.question: answer.answer
        for answer in queries.answers(session, circular.number, recipient.code)
    }
    merged = _merged(tuple(given.items()), correction)
    if merged is None:
        raise UnsettledError("Неясно, о каком специалисте речь; напишите: «специалист: …».")
    changed = [
        (key, answer)
        for key, answer in merged
        if key not in given or bare(answer) != bare(given[key])
    ]
    session.add_all(
        AnswerRow(
            circular=circular.number,
            recipient=recipient.code,
            question=key,
            value=answer_to_json(answer),
            source="officer",
            author=author,
            accepted_at=now,
        )
        for key, answer in changed
    )
    return changed


def require_facts(correction: Correction) -> None:
    """Raise UnsettledError unless the words give facts, and nothing else."""
    if correction.unclear:
        raise UnsettledError(*not_understood(correction))
    if not (correction.answers or correction.details) or correction.recipient:
        raise UnsettledError("Здесь нужны сами сведения: готовность, срок, специалист.")
