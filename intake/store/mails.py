"""Raw mail, the ledger of mailbox folders, and the way of a mail's row from stored to read."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, LargeBinary, exists, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from intake import headers
from intake.mailbox import Fetched
from intake.store.schema import Copy, Folder, MailRow, RawMail, ReadingRow, storable
from rules.model import Mail


@dataclass(frozen=True, slots=True)
class Place:
    """A folder of an account under one UIDVALIDITY: the space in which UIDs are unique."""

    account: str
    folder: str
    uidvalidity: int


@dataclass(frozen=True, slots=True)
class StoredBatch:
    """What became of a batch: ids of new rows, and how many mails were known already."""

    new: tuple[int, ...] = ()
    duplicates: int = 0
    too_large: int = 0


def digest(fetched: Fetched) -> str:
    """SHA-256 of the bytes, in hex. Of a mail too large to fetch, of its header and true size."""
    sha = hashlib.sha256(fetched.content)
    if fetched.too_large:
        sha.update(b"\0%d" % fetched.size)
    return sha.hexdigest()


def _known_folder(session: Session, place: Place) -> Folder | None:
    return session.scalar(
        select(Folder).where(
            Folder.account == place.account,
            Folder.name == place.folder,
            Folder.uidvalidity == place.uidvalidity,
        )
    )


def last_uid(session: Session, place: Place) -> int:
    """Up to which UID everything of a place is stored."""
    found = _known_folder(session, place)
    return found.last_uid if found else 0


def known_uids(session: Session, place: Place, above: int) -> set[int]:
    """UIDs above this one that are in the ledger."""
    return set(
        session.scalars(
            select(Copy.uid).where(
                Copy.account == place.account,
                Copy.folder == place.folder,
                Copy.uidvalidity == place.uidvalidity,
                Copy.uid > above,
            )
        )
    )


def folder_row(session: Session, place: Place) -> Folder:
    """The ledger's row of a place, added at the first sight of it."""
    found = _known_folder(session, place)
    if found is None:
        found = Folder(account=place.account, name=place.folder, uidvalidity=place.uidvalidity)
        session.add(found)
        session.flush()
    return found


def store_batch(
    session: Session,
    place: Place,
    batch: Sequence[Fetched],
    now: datetime,
    first_failed: int | None = None,
) -> StoredBatch:
    """Store raw bytes, their hash and the ledger's entries in the caller's transaction.

    Bytes that are known, from wherever, make no second row, only a copy in the ledger. The mark
    of what is stored never passes `first_failed`, the lowest UID that was not given out.
    """
    folder = folder_row(session, place)
    digests = [digest(fetched) for fetched in batch]
    by_digest = dict(zip(reversed(digests), reversed(batch), strict=True))  # the first of equals
    try:
        with session.begin_nested():
            known, added = _store_unknown(session, by_digest, now)
    except IntegrityError:  # another worker stored some of them a moment ago
        known, added = _store_unknown(session, by_digest, now)
    ids = known | added
    uids = [fetched.uid for fetched in batch]
    _add_copies(session, place, {u: ids[sha] for u, sha in zip(uids, digests, strict=True)})
    done = [uid for uid in uids if first_failed is None or uid < first_failed]
    folder.last_uid = max([folder.last_uid, *done])
    too_large = sum(by_digest[sha].too_large for sha in added)
    return StoredBatch(tuple(sorted(added.values())), len(batch) - len(added), too_large)


def _store_unknown(
    session: Session, by_digest: dict[str, Fetched], now: datetime
) -> tuple[dict[str, int], dict[str, int]]:
    """Ids by digest of the mails that were known, and of those stored now."""
    known = _known(session, by_digest)
    rest = [(sha, fetched) for sha, fetched in by_digest.items() if sha not in known]
    rest.sort(key=lambda pair: pair[1].uid)
    return known, _insert(session, dict(rest), now)


def _known(session: Session, digests: Iterable[str]) -> dict[str, int]:
    """Ids of the mails that have these bytes already."""
    found = session.execute(
        select(MailRow.sha256, MailRow.id).where(MailRow.sha256.in_(list(digests)))
    )
    return {sha: mail_id for sha, mail_id in found}  # noqa: C416 -- mypy sees no pairs in rows


def _insert(session: Session, fresh: dict[str, Fetched], now: datetime) -> dict[str, int]:
    if not fresh:
        return {}
    values = [
        {
            "sha256": sha,
            "size": fetched.size,
            "received_at": now,
            "state": "too_large" if fetched.too_large else "stored",
            "sender": headers.sender_at_first_sight(fetched.content),
        }
        for sha, fetched in fresh.items()
    ]
    # Sorted, so that ids follow the order of the mailbox.
    added = insert(MailRow).returning(MailRow.sha256, MailRow.id, sort_by_parameter_order=True)
    ids = {sha: mail_id for sha, mail_id in session.execute(added, values)}  # noqa: C416
    contents = [{"mail_id": ids[sha], "content": f.content} for sha, f in fresh.items()]
    session.execute(insert(RawMail), contents)
    return ids


def _add_copies(session: Session, place: Place, mails: dict[int, int]) -> None:
    """Enter copies, UID → mail's id, into the ledger; known ones stay as they are."""
    at = {"account": place.account, "folder": place.folder, "uidvalidity": place.uidvalidity}
    known = set(session.scalars(select(Copy.uid).filter_by(**at).where(Copy.uid.in_(list(mails)))))
    values = [{**at, "uid": uid, "mail_id": i} for uid, i in mails.items() if uid not in known]
    if values:
        session.execute(insert(Copy), values)


def raw(session: Session, mail_id: int) -> bytes:
    """The bytes of a mail exactly as they came. Raises NoResultFound."""
    return session.scalars(select(RawMail.content).where(RawMail.mail_id == mail_id)).one()


_HEAD_OCTETS = 16_384


def heads(session: Session, ids: Sequence[int]) -> dict[int, bytes]:
    """The raw headers of these mails by id, each with whatever of the body came along."""
    start = func.substr(RawMail.content, 1, _HEAD_OCTETS, type_=LargeBinary)
    query = select(RawMail.mail_id, start).where(RawMail.mail_id.in_(ids))
    found = {mail_id: head for mail_id, head in session.execute(query)}  # noqa: C416 -- as above
    for mail_id, head in found.items():
        if len(head) == _HEAD_OCTETS and not _ends(head):
            found[mail_id] = raw(session, mail_id)
    return found


def _ends(head: bytes) -> bool:
    return b"\r\n\r\n" in head or b"\n\n" in head


@dataclass(frozen=True, slots=True)
class Stored:
    """A stored mail before it is read: its bytes, its true size, its state, when it came."""

    mail_id: int
    content: bytes
    size: int
    state: str
    received_at: datetime


def for_reading(session: Session, ids: Sequence[int]) -> list[Stored]:
    """These mails with their bytes, in the order of arrival."""
    found = session.execute(
        select(RawMail.mail_id, RawMail.content, MailRow.size, MailRow.state, MailRow.received_at)
        .join(MailRow, MailRow.id == RawMail.mail_id)
        .where(RawMail.mail_id.in_(ids))
        .order_by(RawMail.mail_id)
    )
    return [Stored(*row) for row in found]


def rows(session: Session, ids: Sequence[int]) -> Sequence[MailRow]:
    """The rows of these mails, in the order of arrival."""
    query = select(MailRow).where(MailRow.id.in_(ids)).order_by(MailRow.id)
    return session.scalars(query).all()


UNREAD = ("stored", "too_large")
"""The states in which a mail may still have to be read."""


def pending(session: Session, only: Sequence[int] | None = None) -> list[int]:
    """Ids of the mails (`only` these, if given) that are still to be read, oldest first."""
    query = select(MailRow.id).where(_is_unread()).order_by(MailRow.id)
    return list(session.scalars(query if only is None else query.where(MailRow.id.in_(only))))


def _is_unread() -> ColumnElement[bool]:
    unread = ~exists().where(ReadingRow.mail_id == MailRow.id)
    return or_(MailRow.state == "stored", (MailRow.state == "too_large") & unread)


def tried(session: Session) -> dict[int, int]:
    """Those of the pending mails that were begun before, since reading them failed or never ended:
    ids with the tries that count against each."""
    waiting = MailRow.state.in_(UNREAD)
    begun = (MailRow.tries > 0) | MailRow.error.is_not(None)
    found = session.execute(select(MailRow.id, MailRow.tries).where(waiting, begun))
    return {row.id: row.tries for row in found}


def unread_before(session: Session, mail_id: int) -> list[tuple[int, str]]:
    """The mails that came before this one and are still to be read: ids with senders, as far as
    the latter are known."""
    query = select(MailRow.id, MailRow.sender).where(_is_unread(), MailRow.id < mail_id)
    return [(found, sender) for found, sender in session.execute(query)]


def describe(session: Session, parsed: Sequence[tuple[MailRow, Mail]]) -> None:
    """Fill the rows' columns for lists from their parsed mails, in the order of arrival, and mark
    equal Message-IDs."""
    for row, mail in parsed:
        row.message_id = storable(mail.message_id)  # it is compared below
        row.subject = mail.subject
        row.sent_at = mail.date
        if mail.sender:
            row.sender, row.sender_name = mail.sender.address, mail.sender.name
    first = _first_of_message_ids(session, {row.message_id for row, _ in parsed} - {""})
    for row, _ in parsed:
        if row.message_id:
            earlier = first.setdefault(row.message_id, row.id)
            row.same_id_as = earlier if earlier < row.id else None


def _first_of_message_ids(session: Session, message_ids: Collection[str]) -> dict[str, int]:
    """The first mail of each Message-ID that any mail has."""
    query = (
        select(MailRow.message_id, func.min(MailRow.id))
        .where(MailRow.message_id.in_(message_ids))
        .group_by(MailRow.message_id)
    )
    return {message_id: first for message_id, first in session.execute(query)}  # noqa: C416


def unsettled(session: Session, place: Place) -> dict[int, int]:
    """Copies whose server side is still to be moved or flagged: UID → id of the copy."""
    found = session.execute(
        select(Copy.uid, Copy.id)
        .where(
            Copy.account == place.account,
            Copy.folder == place.folder,
            Copy.uidvalidity == place.uidvalidity,
            Copy.settled_at.is_(None),
        )
        .order_by(Copy.uid)
    )
    return {uid: copy_id for uid, copy_id in found}  # noqa: C416 -- mypy sees no pairs in rows


def settle(session: Session, copy_ids: Iterable[int], now: datetime) -> None:
    """Note that the server's copies were moved, flagged, or found gone."""
    session.execute(update(Copy).where(Copy.id.in_(list(copy_ids))).values(settled_at=now))


def settle_vanished(session: Session, place: Place, now: datetime) -> None:
    """Close the open copies of the folder's earlier UIDVALIDITYs: their UIDs name nothing now."""
    here = Folder.account == place.account, Folder.name == place.folder
    earlier = select(Folder.uidvalidity).where(*here, Folder.uidvalidity != place.uidvalidity)
    for uidvalidity in session.scalars(earlier).all():  # one by one, for the index
        session.execute(
            update(Copy)
            .where(
                Copy.account == place.account,
                Copy.folder == place.folder,
                Copy.uidvalidity == uidvalidity,
                Copy.settled_at.is_(None),
            )
            .values(settled_at=now)
        )


def retry_quarantined(session: Session) -> int:
    """Give every quarantined mail its tries again; returns how many there were."""
    ids = list(session.scalars(select(MailRow.id).where(MailRow.state == "quarantined")))
    session.execute(
        update(MailRow).where(MailRow.id.in_(ids)).values(state="stored", tries=0, error=None)
    )
    return len(ids)
