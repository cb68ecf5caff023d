"""The outbox: letters due → sending → sent, with tries, back-off and a final failure.

A letter is committed as "sending" before it is handed over, and its fate is committed after. What
is found in "sending" later was cut off in between: nobody can know whether the server has it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, Protocol

from sqlalchemy import Select, func, select, update
from sqlalchemy.orm import Session, defer

from intake.mailbox import MailboxError
from intake.store import settlements
from intake.store.schema import Bounce, Lease, Letter, ReadingRow
from outbound.office import Clock
from outbound.smtp import Fate, Sender, Verdict
from outbound.smtp_client import ServerDownError
from outbound.unanswered import REPLIES

BACK_OFF: Final = tuple(timedelta(minutes=m) for m in (1, 5, 15, 60, 240, 720))
"""The wait after the first, second, … refusal; the last stands for all that follow."""

LEASE: Final = "outbox"
"""The lease of the one who carries, where there is one."""

_ENOUGH: Final = 3
"""After so many letters that the server would not relay, and none that it did, a pass ends."""

OpenSession = Callable[[], AbstractContextManager[Session]]
StillDue = Callable[[Session, Letter, datetime], str | None]


class SentFolder(Protocol):
    """Where copies of sent letters go."""

    def file_copy(self, content: bytes, sent_at: datetime) -> None:
        """Put a copy away. Raises MailboxError or OSError if it cannot."""


@dataclass
class Carried:
    """What one pass did: counts of letters by fate; `down` says why the server was not reached,
    `refusal` why it relayed nothing for us (`refused` letters; they are postponed too)."""

    sent: int = 0
    postponed: int = 0
    failed: int = 0
    dropped: int = 0
    filed: int = 0
    refused: int = 0
    refusal: str = ""
    down: str = ""
    unfiled: str = ""


@dataclass(frozen=True)
class Outbox:
    """Carries what is due. `carrier` is the lease that the caller holds; several may work at a
    time, each under another, for a letter is claimed in the row.

    `tries` is after how many refusals a letter fails; `repeat_uncertain` sends again (with the same
    Message-ID) a letter that the server may have accepted, else a person decides.
    """

    session: OpenSession
    sender: Sender
    clock: Clock
    tries: int = 8
    repeat_uncertain: bool = True
    still_due: Mapping[str, StillDue] = field(default_factory=dict)
    carrier: str = LEASE

    def recover(self) -> int:
        """Settle letters found in "sending" by nobody who is still at it: a process died, or was
        cut off, while handing them over. Returns how many."""
        with self.session() as session:
            rows = session.scalars(self._cut_off()).all()
            for row in rows:
                self._settle(row, Verdict(Fate.UNKNOWN, "работа прервалась во время отправки"))
            return len(rows)

    def _cut_off(self) -> Select[Letter]:
        others = select(Lease.name).where(
            Lease.name != self.carrier, Lease.expires_at > self.clock()
        )
        at_it = Letter.carrier.is_not(None) & Letter.carrier.in_(others)
        return select(Letter).where(Letter.state == "sending", ~at_it).with_for_update()

    def carry(
        self,
        limit: int = 1000,
        going_on: Callable[[], bool] = lambda: True,
        only: Sequence[int] | None = None,
    ) -> Carried:
        """Send what is due now (`only` these letters, if given), oldest first. `going_on` is asked
        before each letter."""
        done = Carried()
        due = self._due(limit, only)
        if not due:
            return done
        try:
            self.sender.open()
            for letter_id in due:
                if not going_on():
                    break
                self._carry_one(letter_id, done)
                if done.refused >= _ENOUGH and not done.sent:
                    break
        except ServerDownError as error:
            done.down = str(error)
        return done

    def _due(self, limit: int, only: Sequence[int] | None) -> list[int]:
        query = (
            select(Letter.id)
            .where(Letter.state == "due", Letter.next_try_at <= self.clock())
            .order_by(Letter.next_try_at, Letter.id)
            .limit(limit)
        )
        if only is not None:
            query = query.where(Letter.id.in_(only))
        with self.session() as session:
            return list(session.scalars(query))

    def _carry_one(self, letter_id: int, done: Carried) -> None:
        claimed = self._claim(letter_id, done)
        if claimed is None:
            return
        to, content = claimed
        try:
            verdict = self.sender.send(to, content)
        except ServerDownError:
            self._release(letter_id)
            raise
        with self.session() as session:
            row = session.get_one(Letter, letter_id)
            if verdict.fate is Fate.REFUSED_US and not done.sent:
                row.tries -= 1  # nothing gets through: it is us
            self._settle(row, verdict)
            state = row.state
        if verdict.fate is Fate.REFUSED_US:
            done.refused += 1
            done.refusal = verdict.reason
        done.sent += state == "sent"
        done.postponed += state == "due"
        done.failed += state == "failed"

    def _claim(self, letter_id: int, done: Carried) -> tuple[str, bytes] | None:
        """Mark the letter as being sent, if it is still due: asked again at this very moment."""
        with self.session() as session:
            row = session.get_one(Letter, letter_id)
            if row.state != "due":
                return None
            if reason := self._no_longer_due(session, row):
                row.state, row.error = "dropped", reason
                done.dropped += 1
                return None
            claim = (
                update(Letter)
                .where(Letter.id == letter_id, Letter.state == "due")
                .values(state="sending", tries=Letter.tries + 1, carrier=self.carrier)
            )
            if session.execute(claim).rowcount != 1:  # type: ignore[attr-defined]
                return None
            return row.to_address, row.content

    def _no_longer_due(self, session: Session, row: Letter) -> str | None:
        ask = self.still_due.get(row.purpose)
        now = self.clock()
        return undeliverable(session, row, now) or (ask(session, row, now) if ask else None)

    def _release(self, letter_id: int) -> None:
        """The server is down: no fault of this letter, so the try does not count."""
        with self.session() as session:
            row = session.get_one(Letter, letter_id)
            row.state, row.tries = "due", row.tries - 1

    def _settle(self, row: Letter, verdict: Verdict) -> None:
        now = self.clock()
        row.error = verdict.reason or None
        match verdict.fate:
            case Fate.ACCEPTED:
                row.state, row.sent_at = "sent", now
            case Fate.NEVER:
                row.state = "failed"
            case Fate.UNKNOWN if not self.repeat_uncertain:
                row.state = "failed"
                row.error = f"неизвестно, принято ли письмо: {verdict.reason}"
            case Fate.LATER | Fate.UNKNOWN | Fate.REFUSED_US:
                row.state = "failed" if row.tries >= self.tries else "due"
                row.next_try_at = now + BACK_OFF[min(max(row.tries, 1), len(BACK_OFF)) - 1]

    def file_copies(self, folder: SentFolder, limit: int = 200) -> tuple[int, str]:
        """Put copies of sent letters away; (how many, why it stopped or ""). What fails is tried
        again at the next pass: a letter without its copy is a letter sent."""
        filed = 0
        for letter_id in self._unfiled(limit):
            with self.session() as session:
                row = session.get_one(Letter, letter_id)
                content, sent_at = row.content, row.sent_at or self.clock()
            try:
                folder.file_copy(content, sent_at)
            except (MailboxError, OSError) as error:
                return filed, str(error) or type(error).__name__
            with self.session() as session:
                session.get_one(Letter, letter_id).filed_at = self.clock()
            filed += 1
        return filed, ""

    def _unfiled(self, limit: int) -> list[int]:
        query = (
            select(Letter.id)
            .where(Letter.state == "sent", Letter.filed_at.is_(None))
            .order_by(Letter.id)
            .limit(limit)
        )
        with self.session() as session:
            return list(session.scalars(query))


def next_try_at(session: Session) -> datetime | None:
    """When the next letter that waits is to be tried."""
    return session.scalar(select(func.min(Letter.next_try_at)).where(Letter.state == "due"))


def undeliverable(session: Session, row: Letter, now: datetime) -> str | None:  # noqa: ARG001
    """An address from which a permanent bounce has come is not written to again, unless it was
    heard from since."""
    query = select(Bounce.reason).where(
        Bounce.address == row.to_address, Bounce.permanent.is_(True)
    )
    if row.mail_id is not None:
        query = query.where(Bounce.mail_id > row.mail_id)
    reason = session.scalar(query.limit(1))
    return None if reason is None else f"адрес не принимает почту: {reason or 'возврат письма'}"


def reading_stands(session: Session, row: Letter, now: datetime) -> str | None:  # noqa: ARG001
    """An answer to a mail that has meanwhile been read as calling for none is not sent; an
    officer's word on the mail outranks its reading."""
    settled = settlements.of_mail(session, row.mail_id) if row.mail_id else None
    if settled is not None:
        ours = settled.verdict == settlements.ANSWER
        return None if ours else "сотрудник решил: письмо не относится к циркуляру"
    reply = session.scalar(
        select(ReadingRow.reply)
        .where(ReadingRow.mail_id == row.mail_id)
        .order_by(ReadingRow.id.desc())
        .limit(1)
    )
    return "письмо перечитано: ответ не нужен" if reply not in (None, *REPLIES) else None


def not_answered(session: Session, row: Letter, now: datetime) -> str | None:  # noqa: ARG001
    """The circular is not sent to one who has answered it already."""
    found = session.scalar(
        select(func.count()).where(
            ReadingRow.circular == row.circular,
            ReadingRow.recipient == row.recipient,
            ReadingRow.kind == "reply",
        )
    )
    return "адресат уже ответил" if found else None


def newest_summary(session: Session, row: Letter, now: datetime) -> str | None:  # noqa: ARG001
    """Of several summaries that waited for the server, only the latest is sent."""
    newer = session.scalar(
        select(func.count()).where(
            Letter.purpose == "summary",
            Letter.circular == row.circular,
            Letter.to_address == row.to_address,
            Letter.id > row.id,
        )
    )
    return "есть более поздняя сводка" if newer else None


def not_settled(session: Session, row: Letter, now: datetime) -> str | None:  # noqa: ARG001
    """A letter to an officer about a mail that was settled meanwhile is not sent."""
    if row.mail_id is None or settlements.of_mail(session, row.mail_id) is None:
        return None
    return "письмо уже решено"


STILL_DUE: Final[Mapping[str, StillDue]] = {
    **dict.fromkeys(REPLIES, reading_stands),
    "circular": not_answered,
    "summary": newest_summary,
    "notice": not_settled,
    "unclear": not_settled,
}
"""What is asked, by purpose, at the moment of sending."""


def listed(session: Session, state: str | None = None) -> Sequence[Letter]:
    """The letters of the outbox in the order of their making, all or those in one state."""
    query = select(Letter).options(defer(Letter.content)).order_by(Letter.id)
    return session.scalars(query if state is None else query.where(Letter.state == state)).all()


def retry_failed(session: Session, now: datetime) -> int:
    """Give every failed letter its tries again, from now on; returns how many there were."""
    rows = session.scalars(select(Letter).where(Letter.state == "failed")).all()
    for row in rows:
        row.state, row.tries, row.next_try_at, row.error = "due", 0, now, None
    return len(rows)
