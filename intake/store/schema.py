"""The tables. Times are UTC and naive in the database, aware in Python (`UtcTime`).

Rows are added, never rewritten, where a history must stay: readings and answers. Everything a
person sees of a recipient (its state, what to do next) is derived from these rows.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    LargeBinary,
    MetaData,
    Text,
    TypeDecorator,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class UtcTime(TypeDecorator[datetime]):
    """An aware datetime, stored as naive UTC (SQLite keeps no zone)."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """To the database: UTC without its zone. A naive time is a bug."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"naive datetime {value!r}: every time in the store is aware")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """From the database: aware, UTC."""
        return None if value is None else value.replace(tzinfo=UTC)


class StoredText(TypeDecorator[str]):
    """Text of mails: what no database takes in it is replaced (`storable`), also in queries."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """To the database."""
        return value if value is None else storable(value)


def storable(value: str) -> str:
    """Without what no database takes as text: lone surrogates (SQLite), NUL (PostgreSQL)."""
    if value.isascii() and "\0" not in value:
        return value
    return value.encode(errors="replace").decode().replace("\0", "\N{REPLACEMENT CHARACTER}")


class Base(DeclarativeBase):
    """All tables; constraints are named so that migrations can find them on every database."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012
        datetime: UtcTime,
        dict[str, Any]: JSON,
        list[Any]: JSON,
        str: StoredText,
    }


class Folder(Base):
    """How far a mailbox folder has been taken in, for one UIDVALIDITY of it."""

    __tablename__ = "folder"
    __table_args__ = (UniqueConstraint("account", "name", "uidvalidity"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account: Mapped[str]
    name: Mapped[str]
    uidvalidity: Mapped[int] = mapped_column(BigInteger)  # unsigned 32 bits, RFC 9051 §9
    last_uid: Mapped[int] = mapped_column(BigInteger, default=0)


class MailRow(Base):
    """One inbound mail; the same bytes twice are one row.

    state: stored (raw bytes are safe) → read | quarantined (a stage failed `tries` times; `error`
    says how) | too_large (only the header was fetched: `raw` holds that, `size` the true size).
    """

    __tablename__ = "mail"
    __table_args__ = (
        Index("ix_mail_reply_pending", "reply_pending", "id"),
        Index("ix_mail_state", "state", "id"),
        Index(
            "ix_mail_review_pending",
            "id",
            sqlite_where=text("review_pending IS 1"),  # PostgreSQL's stands in the migration:
            # named here, it would load that dialect, 2 MB, for everybody
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(unique=True)
    size: Mapped[int]
    received_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(default="stored")
    tries: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None]
    message_id: Mapped[str] = mapped_column(default="", index=True)
    sender: Mapped[str] = mapped_column(default="")
    sender_name: Mapped[str] = mapped_column(default="")
    subject: Mapped[str] = mapped_column(default="")
    sent_at: Mapped[datetime | None]
    same_id_as: Mapped[int | None] = mapped_column(ForeignKey("mail.id"))
    """An earlier mail with this Message-ID but other bytes."""
    reply_pending: Mapped[bool] = mapped_column(default=False)
    """Whether it is to be asked if a letter is due for it. Set with whatever may call for one, by
    which a pass finds these mails among a million; the letters themselves decide."""
    review_pending: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether it may wait for an officer: set with a doubtful reading, and gone when it is settled.
    By it the few that are open are found among all that ever were; whoever asks looks again."""

    raw: Mapped[RawMail] = relationship(back_populates="mail", lazy="raise", uselist=False)
    readings: Mapped[list[ReadingRow]] = relationship(
        back_populates="mail", order_by="ReadingRow.id", lazy="raise"
    )


class RawMail(Base):
    """The bytes as they came, kept for ever, apart from the row that is often listed."""

    __tablename__ = "raw_mail"

    mail_id: Mapped[int] = mapped_column(ForeignKey("mail.id"), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)

    mail: Mapped[MailRow] = relationship(back_populates="raw")


class Copy(Base):
    """The ledger: one server-side copy of a mail. `settled_at` says when the server's copy was
    moved or flagged; until then the worker tries again."""

    __tablename__ = "copy"
    __table_args__ = (
        UniqueConstraint("account", "folder", "uidvalidity", "uid"),
        Index(
            "ix_copy_unsettled",
            "account",
            "folder",
            "uidvalidity",
            "uid",
            sqlite_where=text("settled_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account: Mapped[str]
    folder: Mapped[str]
    uidvalidity: Mapped[int] = mapped_column(BigInteger)
    uid: Mapped[int] = mapped_column(BigInteger)
    mail_id: Mapped[int] = mapped_column(ForeignKey("mail.id"), index=True)
    settled_at: Mapped[datetime | None]


class ReadingRow(Base):
    """What the rules made of a mail, by one version of them. The latest (highest id) stands.

    `content` is the whole reading as JSON (`intake.store.readings`); the columns beside it are
    copies for queries, written once together with it.
    """

    __tablename__ = "reading"
    __table_args__ = (
        Index("ix_reading_recipient", "circular", "recipient", "mail_id"),
        Index("ix_reading_review", "needs_review", "mail_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    mail_id: Mapped[int] = mapped_column(ForeignKey("mail.id"), index=True)
    made_at: Mapped[datetime]
    rules_version: Mapped[str]
    kind: Mapped[str]
    circular: Mapped[str | None]
    recipient: Mapped[str | None]
    needs_review: Mapped[bool]
    reply: Mapped[str]
    content: Mapped[dict[str, Any]]

    mail: Mapped[MailRow] = relationship(back_populates="readings", lazy="raise")


class AnswerRow(Base):
    """History of a recipient's answers to a question; the latest accepted (highest id) stands.

    `source` is "reading" or "officer"; `value` is the answer as JSON. A reading with doubts makes
    no rows here until an officer settles it.
    """

    __tablename__ = "answer"
    __table_args__ = (
        Index("ix_answer_standing", "circular", "recipient", "question", "accepted_at"),
        Index("ix_answer_by_officers", "circular", "source", "recipient"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    circular: Mapped[str]
    recipient: Mapped[str]
    question: Mapped[str]
    value: Mapped[dict[str, Any]]
    source: Mapped[str]
    author: Mapped[str] = mapped_column(default="")
    reading_id: Mapped[int | None] = mapped_column(ForeignKey("reading.id"), index=True)
    accepted_at: Mapped[datetime]


def _recipients(context: DefaultExecutionContext) -> str:
    """Whom the content of a row that is put in speaks for."""
    given: dict[str, Any] = context.get_current_parameters()  # type: ignore[no-untyped-call]
    return json.dumps(given["content"]["recipients"])


class Settlement(Base):
    """An officer's word on a mail: at most one, whatever came first.

    verdict: answer (accepted, as read or corrected) | not_ours (no answer to the circular).
    `content` is the reading as the officer settled it, JSON as in `ReadingRow`; `words` are the
    officer's own; `notice_id` and `answer_mail_id` tell by which mail, None by command. `about` is
    the list of recipients in `content`, as JSON: by it the last mail of each is found.
    """

    __tablename__ = "settlement"
    __table_args__ = (Index("ix_settlement_about", "circular", "about", "mail_id"),)

    mail_id: Mapped[int] = mapped_column(ForeignKey("mail.id"), primary_key=True)
    reading_id: Mapped[int | None] = mapped_column(ForeignKey("reading.id"))
    circular: Mapped[str]
    verdict: Mapped[str]
    author: Mapped[str]
    at: Mapped[datetime]
    words: Mapped[str]
    content: Mapped[dict[str, Any]]
    notice_id: Mapped[int | None] = mapped_column(ForeignKey("letter.id"))
    answer_mail_id: Mapped[int | None] = mapped_column(ForeignKey("mail.id"))
    about: Mapped[str] = mapped_column(default=_recipients, server_default="[]")


class OfficerMail(Base):
    """A mail that answers a letter of ours to an officer, or comes from one: never a recipient's
    answer. outcome: new → settled | unclear | refused | ignored; `detail` says why, in Russian."""

    __tablename__ = "officer_mail"

    mail_id: Mapped[int] = mapped_column(ForeignKey("mail.id"), primary_key=True)
    outcome: Mapped[str] = mapped_column(default="new", index=True)
    detail: Mapped[str] = mapped_column(default="")


class Letter(Base):
    """The outbox. `key` makes a letter unique on its purpose: "confirm:mail:41",
    "summary:02-02-398:2011-08-22", "circular:02-02-398:limansky".

    state: due → sending (handed to the server, answer unknown) → sent | failed (a person looks) |
    dropped (no longer due, `error` says why). `content` is the whole message; its Message-ID is
    fixed here, so a second delivery of the same letter can be told. While it is being sent,
    `carrier` is the lease of who does it.
    """

    __tablename__ = "letter"
    __table_args__ = (
        Index("ix_letter_due", "state", "next_try_at"),
        Index("ix_letter_unfiled", "state", "filed_at", "id"),
        Index("ix_letter_to_address", "to_address", "created_at"),
        Index("ix_letter_circular", "circular", "created_at"),
        Index("ix_letter_purpose", "purpose", "circular"),
        Index("ix_letter_unasked", "circular", "mail_id"),
        Index("ix_letter_of_state", "circular", "state"),
        Index("ix_letter_recipient", "circular", "recipient", "sent_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    purpose: Mapped[str]
    circular: Mapped[str | None]
    recipient: Mapped[str | None]
    mail_id: Mapped[int | None] = mapped_column(ForeignKey("mail.id"), index=True)
    to_address: Mapped[str]
    subject: Mapped[str]
    message_id: Mapped[str] = mapped_column(unique=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    state: Mapped[str] = mapped_column(default="due")
    tries: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    next_try_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    filed_at: Mapped[datetime | None]
    """When the copy was put into the Sent folder."""
    error: Mapped[str | None]
    carrier: Mapped[str | None]


class Bounce(Base):
    """A bounce matched to a letter of ours."""

    __tablename__ = "bounce"
    __table_args__ = (UniqueConstraint("mail_id", "address"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    mail_id: Mapped[int] = mapped_column(ForeignKey("mail.id"))
    letter_id: Mapped[int | None] = mapped_column(ForeignKey("letter.id"))
    address: Mapped[str] = mapped_column(index=True)
    permanent: Mapped[bool]
    reason: Mapped[str] = mapped_column(default="")


class Lease(Base):
    """Who may work now: one row a mailbox account or job; taken over when it has expired."""

    __tablename__ = "lease"

    name: Mapped[str] = mapped_column(primary_key=True)
    holder: Mapped[str]
    expires_at: Mapped[datetime]


class Pace(Base):
    """How fast an account may send: the next letter under a limit is due at `next_at` (which may
    lie ahead of the clock by the burst that is allowed). One row a limit, for all workers."""

    __tablename__ = "pace"

    name: Mapped[str] = mapped_column(primary_key=True)
    next_at: Mapped[datetime]


class Pulse(Base):
    """Facts about the service itself for `status`, `check` and the summary: last good poll, …"""

    __tablename__ = "pulse"

    name: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    detail: Mapped[str] = mapped_column(default="")
