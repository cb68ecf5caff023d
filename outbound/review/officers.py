"""Answers of officers to notices: heard by rows, each once, and only under a valid token.

Whatever is not in order changes nothing, and the officers are told, a bounded number of times and
never a machine: of a mail's letters only the first of its kind is ever made.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from intake import mime, tokens
from intake.store import mails, settlements
from intake.store.schema import Letter, MailRow, OfficerMail
from intake.tokens import Token
from outbound.campaign.letters import Due
from outbound.office import Office
from outbound.review import notices, settling
from outbound.review.notices import Page
from outbound.review.review_views import correction_lines
from outbound.review.settling import Author, Case, UnsettledError
from outbound.sending.rows import added, row_of
from outbound.writing.message import ascii_domain, message_ids
from outbound.writing.russian import one_line
from outbound.writing.veto import Envelope, envelope, veto
from rules.model import Circular, Mail

log = logging.getLogger(__name__)

_BATCH: Final = 200
_TOLD_A_DAY: Final = 5
"""So many refusals a day are told to one officer; the others stand in the rows."""


class _RefusedError(Exception):
    """Why a mail is not heard (Russian). `to`: only this officer is told; "" for all of them."""

    def __init__(self, reason: str, circular: Circular | None = None, to: str = "") -> None:
        self.reason, self.circular, self.to = reason, circular, to
        super().__init__(reason)


class _IgnoredError(Exception):
    """A mail that needs no answer and no telling; the message says why, in Russian."""


@dataclass(frozen=True, slots=True)
class _Heard:
    """An officer's mail with what it refers to. `sender` is lower case."""

    note: OfficerMail
    row: MailRow
    mail: Mail
    theirs: Envelope
    sender: str

    @property
    def found(self) -> tuple[Token, ...]:
        """Tokens: of the letter that is answered, of the plus-address, then of the thread."""
        to = [address.address for address in self.mail.to]
        thread = reversed(self.mail.references)
        found = (tokens.find(text) for text in (*self.mail.in_reply_to, *to, *thread))
        return tuple(token for token in found if token)


def hear(session: Session, office: Office, now: datetime) -> Due:
    """Settle what officers wrote since, in the caller's transaction."""
    total = Due()
    query = select(OfficerMail).where(OfficerMail.outcome == "new").order_by(OfficerMail.mail_id)
    for note in session.scalars(query.limit(_BATCH)).all():
        try:
            with session.begin_nested():
                total += _hear_one(session, office, note, now)
        except SQLAlchemyError:
            raise  # the database's fault, not the mail's
        except Exception as error:
            log.exception("officer's mail %s", note.mail_id)
            note.outcome, note.detail = "refused", f"{type(error).__name__}: {error}"
            told = f"Письмо сотрудника № {note.mail_id} не разобрано: {note.detail}"
            total += Due(broken=(told,))
    return total


def _hear_one(session: Session, office: Office, note: OfficerMail, now: datetime) -> Due:
    row = session.get_one(MailRow, note.mail_id)
    raw = mails.raw(session, row.id)
    heard = _Heard(note, row, mime.parse(raw), envelope(raw), row.sender.lower())
    try:
        _no_machine(office, heard)
        _no_copy(session, heard)
        token, letter = _proven(session, office, heard)
        return _settle(session, office, heard, (token, letter), now)
    except _IgnoredError as why:
        note.outcome, note.detail = "ignored", str(why)
        return Due()
    except _RefusedError as refused:
        note.outcome, note.detail = "refused", refused.reason
        return _tell_refused(session, office, heard, refused, now)


def _no_machine(office: Office, heard: _Heard) -> None:
    own = {office.sender.address.lower(), office.reply_to.lower()} - {""}
    if reason := veto(heard.theirs, own):
        raise _IgnoredError(f"автоматическое письмо: {reason}")


def _no_copy(session: Session, heard: _Heard) -> None:
    """The same mail by another way was heard already."""
    first = heard.row.same_id_as
    before = session.get(OfficerMail, first) if first else None
    if before is not None and before.outcome in ("settled", "unclear", "refused"):
        raise _IgnoredError(f"копия письма № {first}")


def _proven(session: Session, office: Office, heard: _Heard) -> tuple[Token, Letter]:
    """The token that proves the officer, with the letter that bore it."""
    if not heard.found:
        _without_token(session, office, heard)
    token = heard.found[0]
    if len({one.case for one in heard.found[:2]}) > 1:
        raise _RefusedError("в письме жетоны разных уведомлений")
    id_ = f"<{token.text}@{ascii_domain(office.domain)}>"
    letter = session.scalar(select(Letter).where(Letter.message_id == id_))
    if letter is None or office.token_key is None:
        raise _RefusedError("такого уведомления не было")
    circular = office.circular(letter.circular)
    if not token.is_genuine(office.token_key, heard.sender):
        raise _RefusedError("уведомление было отправлено на другой адрес", circular)
    if circular is None or heard.sender not in notices.addressees(office, circular):
        raise _RefusedError("этого адреса нет среди сотрудников циркуляра", circular)
    if token.is_over(heard.row.received_at):
        raise _RefusedError("срок ответа на уведомление истёк", circular)
    return token, letter


def _without_token(session: Session, office: Office, heard: _Heard) -> None:
    """Plain mail of an officer is let be; what would settle something, if it only had a token, is
    told. Never what answers our own telling."""
    ids = (*heard.mail.in_reply_to, *heard.mail.references)
    told = select(Letter.id).where(Letter.message_id.in_(ids), Letter.purpose == "refused")
    if session.scalar(told.limit(1)) is not None:
        raise _IgnoredError("ответ на наше сообщение")
    for circular in office.circulars:
        if heard.sender in notices.addressees(office, circular):
            said = settling.parse(own_words(heard.mail, circular), circular, heard.row.received_at)
            if said.says_something and not said.unclear:
                raise _RefusedError("письмо не отвечает на уведомление: в нём нет жетона", circular)
    raise _IgnoredError("письмо сотрудника не о сомнительном письме")


def own_words(mail: Mail, circular: Circular) -> str:
    """The officer's own words: the body without quotations. What looks like a signature or a
    heading stays: no line of the officer's may be lost silently."""
    from rules import segments  # only where an officer wrote
    from rules.document import SegmentKind

    document = segments.document(mail, [circular])
    not_own = (SegmentKind.QUOTED, SegmentKind.CIRCULAR)
    body = next((part.name for part in mail.parts), "body")
    return "\n".join(
        segment.text
        for segment in document.segments
        if segment.part.name == body and segment.kind not in not_own
    )


def _settle(
    session: Session,
    office: Office,
    heard: _Heard,
    proof: tuple[Token, Letter],
    now: datetime,
) -> Due:
    token, letter = proof
    reading_id = token.reading_id or None
    number = letter.circular
    case = settling.find_case(
        session, office.circulars, token.mail_id, reading_id=reading_id, number=number
    )
    words = own_words(heard.mail, case.circular)
    said = settling.parse(words, case.circular, heard.row.received_at)
    if settlements.of_mail(session, case.mail.id) is not None:
        _refuse_settled(session, heard, case, understood=not said.unclear)
    author = Author(heard.sender, words.strip(), letter.id, heard.row.id)
    try:
        settling.settle(session, case, said, author, now)
    except UnsettledError as error:
        heard.note.outcome, heard.note.detail = "unclear", str(error)
        page = _unclear(heard, case, error.problems)
        return _ask_again(session, office, heard, (case, token, page), now)
    heard.note.outcome = "settled"
    return Due()


def _refuse_settled(session: Session, heard: _Heard, case: Case, *, understood: bool) -> None:
    """A second word on a case changes nothing; a machine that answers late is not told."""
    if not understood:
        raise _IgnoredError("письмо уже решено")
    try:
        settling.require_open(session, case)
    except UnsettledError as error:
        told = f"{str(error).rstrip('.')}; изменить: ./run.py correct"
        raise _RefusedError(told, case.circular, heard.sender) from None


def _ask_again(
    session: Session,
    office: Office,
    heard: _Heard,
    about: tuple[Case, Token, Page],
    now: datetime,
) -> Due:
    """What was not understood, and how to write: once a case and officer."""
    case, token, page = about
    key = f"unclear:mail:{case.mail.id}:{heard.sender}"
    if session.scalar(select(Letter.id).where(Letter.key == key)) is not None:
        return Due()
    letter = notices.to_officer(
        office,
        case.circular,
        heard.sender,
        page,
        now,
        token=notices.again(office, token, heard.sender),
        in_reply_to=next(iter(message_ids(heard.theirs.message_id)), ""),
    )
    row = row_of(letter, key, "unclear", case.circular, now)
    row.mail_id = case.mail.id
    return Due(int(added(session, row)))


def _unclear(heard: _Heard, case: Case, problems: tuple[str, ...]) -> Page:
    words = own_words(heard.mail, case.circular)
    said = settling.parse(words, case.circular, heard.row.received_at)
    context = {
        **notices.case_context(case),
        "problems": [one_line(problem, 300) for problem in problems],
        "understood": correction_lines(case.circular, said),
    }
    return Page("unclear", f"Не понят ответ о письме № {case.mail.id}", context)


def _tell_refused(
    session: Session, office: Office, heard: _Heard, refused: _RefusedError, now: datetime
) -> Due:
    made = 0
    for circular, officer in _to_tell(office, refused):
        if _told_enough(session, officer, now):
            continue
        context = {
            "mail_id": heard.row.id,
            "their_sender": one_line(heard.sender or "адреса нет"),
            "their_subject": one_line(heard.mail.subject),
            "reason": refused.reason,
        }
        subject = f"Ответ не принят: письмо № {heard.row.id}"
        page = Page("refused", subject, context)
        letter = notices.to_officer(office, circular, officer, page, now)
        key = f"refused:mail:{heard.row.id}:{officer}"
        row = row_of(letter, key, "refused", circular, now)
        made += added(session, row)
    return Due(made)


def _to_tell(office: Office, refused: _RefusedError) -> Iterator[tuple[Circular, str]]:
    """Each officer once, with a circular that is theirs."""
    circulars = [refused.circular] if refused.circular else list(office.circulars)
    told: set[str] = set()
    for circular in circulars:
        for officer in notices.addressees(office, circular):
            if officer not in told and refused.to in ("", officer):
                told.add(officer)
                yield circular, officer


def _told_enough(session: Session, officer: str, now: datetime) -> bool:
    query = select(func.count()).where(
        Letter.to_address == officer,
        Letter.purpose == "refused",
        Letter.created_at > now - timedelta(days=1),
    )
    return (session.scalar(query) or 0) >= _TOLD_A_DAY
