"""Notices: a doubtful mail put before the officers, with the original and a one-time token.

A mail that comes from an officer's own address causes none: so no two robots can feed each other.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from intake import tokens
from intake.store import mails, officers
from intake.store.schema import Letter, MailRow
from intake.tokens import Token
from outbound.campaign.letters import Due
from outbound.office import Office, zone
from outbound.review import settling
from outbound.review.review_views import answer_line, reading_lines
from outbound.review.settling import Case, UnsettledError
from outbound.sending.rows import added, row_of
from outbound.shown.evidence import evidence_of
from outbound.writing import compose, proof
from outbound.writing.compose import Composed
from outbound.writing.message import Attachment, Draft
from outbound.writing.russian import moment, one_line
from rules.doubts import sentence
from rules.model import Address, Circular

log = logging.getLogger(__name__)

_ATTACHED: Final = 7 * 1024 * 1024
"""A larger original is not attached: the officer's server would refuse it."""
_QUOTES: Final = 8
_ASKED_AT_ONCE: Final = 1000
_NOT_WORDS: Final = ("from", "in-reply-to")
"""Evidence that is no words: the sender stands above, a Message-ID tells nobody anything."""


def make_notices(session: Session, office: Office, now: datetime) -> Due:
    """Put a notice of each doubtful mail for each officer into the outbox, in the caller's
    transaction. Trouble with one mail leaves the others alone."""
    total = Due()
    if office.token_key is None:
        return total
    oldest = now - timedelta(days=office.notice_days)
    waiting = settling.open_cases(session, since=oldest)
    known = _known(session, waiting)
    everybody = {o for circular in office.circulars for o in addressees(office, circular)}
    for mail_id in waiting:
        if {_key(mail_id, officer) for officer in everybody} <= known:
            continue
        try:
            total += _notices_of(session, office, mail_id, known, now)
        except SQLAlchemyError:
            raise  # the database's fault, not the mail's
        except Exception as error:
            log.exception("no notice of mail %s", mail_id)
            why = f"{type(error).__name__}: {error}"
            total += Due(broken=(f"Уведомление о письме № {mail_id} не составлено: {why}",))
    return total


def _key(mail_id: int, officer: str) -> str:
    return f"notice:mail:{mail_id}:{officer}"


def _known(session: Session, waiting: Sequence[int]) -> set[str]:
    """Keys of the notices there are of these mails, and of other letters about them: asked for the
    purpose too, SQLite would go through all notices that ever were."""
    return {
        key
        for start in range(0, len(waiting), _ASKED_AT_ONCE)
        for key in session.scalars(
            select(Letter.key).where(Letter.mail_id.in_(waiting[start : start + _ASKED_AT_ONCE]))
        )
    }


def _notices_of(
    session: Session, office: Office, mail_id: int, known: Collection[str], now: datetime
) -> Due:
    mail = session.get_one(MailRow, mail_id)
    if mail.sender.lower() in officers.addresses(office.circulars):
        return Due()
    made = 0
    for case in _cases(session, office, mail_id):
        for officer in addressees(office, case.circular):
            key = _key(mail_id, officer)
            if key in known or _over_cap(session, office, officer, now):
                continue
            letter = notice(office, case, officer, mails.raw(session, mail_id), now)
            row = row_of(letter, key, "notice", case.circular, now)
            row.mail_id = mail_id
            made += added(session, row)
    return Due(made)


def _cases(session: Session, office: Office, mail_id: int) -> Iterable[Case]:
    """The mail under its circular; under each open one where the reading knows none."""
    try:
        return [settling.find_case(session, office.circulars, mail_id)]
    except UnsettledError:
        cases = []
        for circular in office.circulars:
            try:
                numbered = settling.find_case(
                    session, office.circulars, mail_id, number=circular.number
                )
            except UnsettledError:  # of a circular that is closed
                continue
            cases.append(numbered)
        return cases


def addressees(office: Office, circular: Circular) -> list[str]:
    """The circular's officers, but for our own mailbox."""
    own = {office.sender.address.lower(), office.reply_to.lower()}
    return [address for a in circular.officers if (address := a.lower()) not in own]


def _over_cap(session: Session, office: Office, officer: str, now: datetime) -> bool:
    query = select(func.count()).where(
        Letter.to_address == officer,
        Letter.purpose == "notice",
        Letter.created_at > now - timedelta(days=1),
    )
    return (session.scalar(query) or 0) >= office.notice_cap


def notice(office: Office, case: Case, officer: str, raw: bytes, now: datetime) -> Composed:
    """The notice of a case for one officer. Raises AddressError."""
    whole = len(raw) <= _ATTACHED
    name = f"mail-{case.mail.id}.eml"
    files = (Attachment(name, "application/octet-stream", raw),) if whole else ()
    expires = now + timedelta(days=office.notice_days)
    context = {**case_context(case), "attached": whole, "expires": expires.date()}
    return to_officer(
        office,
        case.circular,
        officer,
        Page("notice", _subject(case), context),
        now,
        token=_token(office, tokens.NOTICE, case, officer, expires),
        attachments=files,
    )


def _subject(case: Case) -> str:
    recipient = case.circular.recipient(case.reading.recipient)
    who = recipient.name if recipient else "адресат не установлен"
    return f"Проверьте письмо № {case.mail.id}: {who}"


def _token(office: Office, kind: str, case: Case, officer: str, expires: datetime) -> Token | None:
    if office.token_key is None:
        return None
    numbers = (case.mail.id, case.reading_id or 0)
    return tokens.issue(office.token_key, kind, numbers, officer, int(expires.timestamp()))


def again(office: Office, token: Token, officer: str) -> Token | None:
    """The token of the letter that asks again: of the same case, for no longer."""
    if office.token_key is None:
        return None
    return tokens.issue(office.token_key, tokens.AGAIN, token.case, officer, token.expires)


def case_context(case: Case) -> dict[str, Any]:
    """What the templates are given of a case."""
    quotes = dict.fromkeys(
        one_line(e.text)
        for e in evidence_of(case.reading)
        if e.text.strip() and e.part not in _NOT_WORDS
    )
    stands = [
        answer_line(case.circular, q.key, case.standing[q.key])
        for q in case.circular.questions
        if q.key in case.standing
    ]
    return {
        "mail_id": case.mail.id,
        "received": moment(case.mail.received_at, zone(case.circular)),
        "their_sender": one_line(f"{case.mail.sender_name} <{case.mail.sender}>".strip()),
        "their_subject": one_line(case.mail.subject),
        "lines": reading_lines(case.circular, case.reading),
        "doubts": [one_line(sentence(doubt), 300) for doubt in case.reading.doubts],
        "quotes": list(quotes)[:_QUOTES],
        "stands": stands,
    }


@dataclass(frozen=True, slots=True)
class Page:
    """What a letter to an officer is made of: the template's name, the subject, the context."""

    template: str
    subject: str
    context: Mapping[str, Any]


def to_officer(
    office: Office,
    circular: Circular,
    officer: str,
    page: Page,
    now: datetime,
    *,
    token: Token | None = None,
    attachments: tuple[Attachment, ...] = (),
    in_reply_to: str = "",
) -> Composed:
    """A letter to an officer, marked as a machine's (RFC 3834 §5), with the token where it has
    one. Raises AddressError."""
    common = {
        **compose.base(office, page.subject),
        "circular": circular,
    }
    folder = office.folder(circular.number)
    text, html = compose.render(page.template, folder, {**common, **page.context})
    return compose.composed(
        Draft(
            sender=office.sender,
            reply_to=proof.reply_to(office, token.text if token else ""),
            to=Address("", officer),
            subject=page.subject,
            text=text,
            html=html,
            message_id=proof.message_id(office, token.text if token else ""),
            date=now.astimezone(zone(circular)),
            in_reply_to=in_reply_to,
            references=(in_reply_to,) if in_reply_to else (),
            auto_submitted="auto-replied" if in_reply_to else "auto-generated",
            attachments=attachments,
        )
    )
