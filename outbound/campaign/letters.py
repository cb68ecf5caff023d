"""Which letters are due: decided from rows alone, so that it holds across crashes and restarts.

A mail causes at most one letter of each purpose: the letter's key is unique in the outbox. A
letter that is vetoed leaves a row too (state "dropped", with the reason), so that the question is
asked once and the summary can count it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.orm import Session

from intake.logs import about
from intake.store import mails, queries
from intake.store.readings import from_json
from intake.store.schema import Letter, MailRow, ReadingRow
from outbound.campaign.dispatch import Addressee, addressees, make_circular_letters
from outbound.campaign.unanswered import REPLIES, Unanswered, unanswered
from outbound.office import Office, zone
from outbound.sending.rows import added
from outbound.writing import compose
from outbound.writing.compose import Composed, Theirs, Understanding
from outbound.writing.echo import repeats_itself
from outbound.writing.message import message_ids, new_message_id
from outbound.writing.veto import Envelope, envelope, veto
from outbound.writing.wording import missing
from rules.answers import says_something
from rules.model import Address, Answer, Reading, Reply

__all__ = ["Addressee", "Due", "addressees", "make_circular_letters", "make_replies"]

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Due:
    """What came of some mails: letters put into the outbox, letters forbidden, and mails whose
    letter could not be composed (Russian, for a person). `last` is the highest id looked at."""

    made: int = 0
    vetoed: int = 0
    broken: tuple[str, ...] = ()
    last: int | None = field(default=None, compare=False)

    def __add__(self, other: Due) -> Due:
        made, vetoed = self.made + other.made, self.vetoed + other.vetoed
        return Due(made, vetoed, self.broken + other.broken, other.last)


def make_replies(
    session: Session,
    office: Office,
    now: datetime,
    *,
    limit: int = 200,
    after: int = 0,
    only: Sequence[int] | None = None,
) -> Due:
    """Put the letters due for read mails into the outbox, in the caller's transaction: for the
    first `limit` mails with an id above `after`, or for `only` these. Trouble with one mail leaves
    the others alone."""
    found = unanswered(session, limit, after, only)
    heads = mails.heads(session, [mail.id for mail, _ in found])
    try:
        with session.begin_nested():
            return _all_made(_Batch(session, office, now, heads), found, _put)
    except IntegrityError:  # another worker was first with one of them
        return _all_made(_Batch(session, office, now, heads), found, added)


Add = Callable[[Session, Letter], bool]


def _put(session: Session, row: Letter) -> bool:
    """Into the outbox together with the others, before anything is asked of it again."""
    session.add(row)
    return True


@dataclass(frozen=True, slots=True)
class _Batch:
    """What the mails of one transaction share. `heads` are their raw headers by id; `sent_today`
    counts the answers to an address since a midnight, asked for once."""

    session: Session
    office: Office
    now: datetime
    heads: Mapping[int, bytes]
    sent_today: dict[tuple[str, datetime], int] = field(default_factory=dict)


def _all_made(batch: _Batch, found: Sequence[Unanswered], add: Add) -> Due:
    total = Due()
    for mail, content in found:
        try:
            total += _made(batch, mail, content, add)
        except SQLAlchemyError:
            raise  # the database's fault, not the mail's
        except Exception as error:
            log.exception("no letter for mail %s", mail.id)
            told = f"Ответ на письмо № {mail.id} не составлен: {type(error).__name__}: {error}"
            total += Due(broken=(told,), last=mail.id)
    return total


def _made(batch: _Batch, mail: MailRow, content: dict[str, Any] | None, add: Add) -> Due:
    letter = _reply_to(batch, mail, content)
    mail.reply_pending = False
    if not add(batch.session, letter):
        return Due(last=mail.id)  # another worker was first
    with about(mail.id):
        log.info("letter %s: %s", letter.purpose, letter.state)
    if letter.state == "dropped":
        return Due(vetoed=1, last=mail.id)
    batch.sent_today[_day(batch, letter)] += 1
    return Due(made=1, last=mail.id)


def _reply_to(batch: _Batch, mail: MailRow, content: dict[str, Any] | None) -> Letter:
    """The letter for a mail, in the state "due", or "dropped" with the reason."""
    session, office = batch.session, batch.office
    reading = from_json(content) if content else None
    about = _understanding(session, office, mail, reading)
    purpose = _purpose(reading, about)
    theirs = envelope(batch.heads.get(mail.id, b""))
    row = _dropped(purpose, mail, reading, theirs.reply_to, batch.now)
    row.message_id = new_message_id(office.domain)
    row.error = (
        veto(theirs, office.own_addresses)
        or _over_cap(batch, row)
        or _same_as_answered(session, mail, reading)
        or _acknowledged_in_thread(session, purpose, theirs)
        or _nothing_to_say(session, reading, about)
        or _an_echo(session, office, purpose, mail, theirs)
    )
    if row.error is None:
        _fill(row, compose.reply(purpose, office, _theirs(mail, theirs), about, batch.now))
    return row


def _dropped(
    purpose: str, mail: MailRow, reading: Reading | None, to: Address | None, now: datetime
) -> Letter:
    """The row of a letter that is not to be sent, until something fills it."""
    return Letter(
        key=f"{purpose}:mail:{mail.id}",
        purpose=purpose,
        circular=reading.circular if reading else None,
        recipient=reading.recipient if reading else None,
        mail_id=mail.id,
        to_address=to.address if to else "",
        subject="",
        content=b"",
        state="dropped",
        created_at=now,
        next_try_at=now,
    )


def _acknowledged_in_thread(session: Session, purpose: str, theirs: Envelope) -> str | None:
    """«Письмо получено» is not answered by another one: so two robots that do not say that they
    are robots fall silent after a letter each."""
    if purpose != Reply.ACKNOWLEDGE.value:
        return None
    referred = message_ids(f"{theirs.in_reply_to} {theirs.references}")
    found = session.scalar(
        select(Letter.id)
        .where(Letter.message_id.in_(referred), Letter.purpose == Reply.ACKNOWLEDGE.value)
        .limit(1)
    )
    return None if found is None else f"это ответ на наше «письмо получено» (письмо № {found})"


def _an_echo(
    session: Session, office: Office, purpose: str, mail: MailRow, theirs: Envelope
) -> str | None:
    """A confirmation repeats what is new, and robots have no news."""
    if purpose == Reply.CONFIRM.value:
        return None
    return repeats_itself(session, mail, theirs, office.circulars)


def _same_as_answered(session: Session, mail: MailRow, reading: Reading | None) -> str | None:
    """The same mail that came by two ways (other bytes, equal Message-ID and answers) is answered
    once; one that reuses a Message-ID and says something else is answered like any other."""
    if mail.same_id_as is None or reading is None:
        return None
    content = session.scalar(
        select(ReadingRow.content)
        .join(Letter, Letter.mail_id == ReadingRow.mail_id)
        .where(ReadingRow.mail_id == mail.same_id_as, Letter.state != "dropped")
        .order_by(ReadingRow.id.desc())
        .limit(1)
    )
    if content is None or from_json(content).answers != reading.answers:
        return None
    return f"это копия письма № {mail.same_id_as}, на которое уже отвечено"


def _says(answer: Answer | None) -> bool:
    return answer is not None and says_something(answer)


def _nothing_to_say(
    session: Session, reading: Reading | None, about: Understanding | None
) -> str | None:
    """Thanks and small talk cause no letter: a mail that adds nothing is answered only if there is
    something to ask for that was not asked for yet."""
    if reading is None or about is None or reading.reply is not Reply.CLARIFY:
        return None
    if about.adds_something:
        return None
    if not missing(about.circular, about.known):
        return "письмо ничего не добавляет, всё уже получено"
    asked = select(Letter.id).where(
        Letter.purpose == Reply.CLARIFY.value,
        Letter.circular == reading.circular,
        Letter.recipient == reading.recipient,
        Letter.state != "dropped",
    )
    found = session.scalar(asked.limit(1)) if reading.recipient else None
    return None if found is None else f"недостающее уже запрошено (письмо № {found})"


def _purpose(reading: Reading | None, about: Understanding | None) -> str:
    """A question about what an earlier mail has answered is not asked: that is a confirmation."""
    if reading is None or about is None or reading.reply is Reply.ACKNOWLEDGE:
        return Reply.ACKNOWLEDGE.value
    complete = about.earlier and not missing(about.circular, about.known)
    return Reply.CONFIRM.value if complete else reading.reply.value


def _understanding(
    session: Session, office: Office, mail: MailRow, reading: Reading | None
) -> Understanding | None:
    circular = office.circular(reading.circular) if reading else None
    if reading is None or circular is None:
        return None
    answers = dict(reading.answers)
    unsaid = [q.key for q in circular.questions if not _says(answers.get(q.key))]
    earlier = (
        queries.answers_before(session, circular.number, reading.recipient, unsaid, mail_id=mail.id)
        if reading.recipient
        else {}
    )
    return Understanding(circular, circular.recipient(reading.recipient), answers, earlier)


def _over_cap(batch: _Batch, row: Letter) -> str | None:
    """The cap per address and day of the circular's zone, counted from rows: it survives
    restarts."""
    day = _day(batch, row)
    if day not in batch.sent_today:
        batch.sent_today[day] = _answers_sent(batch.session, *day)
    if batch.sent_today[day] < batch.office.daily_cap:
        return None
    return f"на этот адрес сегодня уже ушло писем: {batch.office.daily_cap}, это предел"


def _day(batch: _Batch, row: Letter) -> tuple[str, datetime]:
    """The address, and the midnight from which its letters count."""
    here = zone(batch.office.circular(row.circular))
    midnight = batch.now.astimezone(here).replace(hour=0, minute=0, second=0, microsecond=0)
    return row.to_address, midnight


_ANSWERS_SENT: Final = select(func.count()).where(
    Letter.to_address == bindparam("address"),
    or_(*(Letter.purpose == purpose for purpose in REPLIES)),
    Letter.state != "dropped",
    Letter.created_at >= bindparam("midnight"),
    Letter.created_at < bindparam("next_midnight"),
)


def _answers_sent(session: Session, address: str, midnight: datetime) -> int:
    """The batch's own are counted beside: nothing is written out for this question."""
    day = {"midnight": midnight, "next_midnight": midnight + timedelta(days=1)}
    return session.connection().scalar(_ANSWERS_SENT, {"address": address, **day}) or 0


def _theirs(mail: MailRow, theirs: Envelope) -> Theirs:
    assert theirs.reply_to is not None, "the veto lets no mail pass that has no address"
    return Theirs(
        sender=theirs.reply_to,
        subject=mail.subject,
        date=mail.sent_at,
        message_id=theirs.message_id,
        references=theirs.references,
        in_reply_to=theirs.in_reply_to,
    )


def _fill(row: Letter, letter: Composed) -> None:
    row.state = "due"
    row.to_address = letter.to
    row.subject = letter.subject
    row.message_id = letter.message_id
    row.content = letter.content
