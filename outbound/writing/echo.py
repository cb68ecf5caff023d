"""Whoever answers our answer with the very words that it answered is a machine, whatever it says of
itself: there the exchange ends."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from intake import mime
from intake.store import mails
from intake.store.schema import Letter, MailRow
from outbound.campaign.unanswered import REPLIES
from outbound.writing.message import message_ids
from outbound.writing.veto import Envelope
from rules.model import Circular


def repeats_itself(
    session: Session, mail: MailRow, theirs: Envelope, circulars: Sequence[Circular]
) -> str | None:
    """Why a mail is not answered (Russian), if it answers our answer by what that answered."""
    referred = message_ids(f"{theirs.in_reply_to} {theirs.references}")
    if not referred:
        return None
    first = session.scalar(
        select(Letter.mail_id)
        .where(Letter.message_id.in_(referred), Letter.purpose.in_(REPLIES))
        .where(Letter.mail_id.is_not(None), Letter.mail_id != mail.id)
        .order_by(Letter.id.desc())
        .limit(1)
    )
    if first is None:
        return None
    said = _said(mails.raw(session, mail.id), circulars)
    if not said or said != _said(mails.raw(session, first), circulars):
        return None
    return f"письмо слово в слово повторяет письмо № {first}, на которое уже отвечено"


def _said(raw: bytes, circulars: Sequence[Circular]) -> str:
    """The writer's own words; numbers, which robots count up, do not matter."""
    from rules import segments  # an empty inbox needs no rules
    from rules.document import SegmentKind

    document = segments.document(mime.parse(raw), circulars)
    not_own = (SegmentKind.QUOTED, SegmentKind.CIRCULAR)
    own = (s.text for s in document.segments if s.kind not in not_own)
    return " ".join(re.sub(r"\d+", "0", " ".join(own)).lower().split())
