"""The values that travel through the program: mail in, reading out. All frozen, all plain data."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from rules.campaign import Reminders, Training

RULES_VERSION = "8"
"""Raised with each change of the rules that can change a reading; every reading carries it."""


class Kind(StrEnum):
    """What sort of mail this is."""

    REPLY = "reply"
    AUTO_REPLY = "auto_reply"
    BOUNCE = "bounce"
    RECEIPT = "receipt"
    UNRELATED = "unrelated"


class Reply(StrEnum):
    """Which letter a reading calls for."""

    CONFIRM = "confirm"  # all understood: repeat it back
    CLARIFY = "clarify"  # understood, but a part that was asked is missing
    ACKNOWLEDGE = "acknowledge"  # received; a person will look
    NONE = "none"  # never answer this mail


class ReadinessValue(StrEnum):
    """The possible answers to a question of the kind `readiness`."""

    READY = "ready"
    CONDITIONAL = "conditional"
    READY_BY = "ready_by"
    NOT_READY = "not_ready"
    DEFERRED = "deferred"
    UNSTATED = "unstated"


@dataclass(frozen=True, slots=True)
class Address:
    """A mailbox. `address` is lower case; `name` is decoded and may be empty."""

    name: str
    address: str


class PartRole(StrEnum):
    """Where a text stood in the mail. A letter on paper (ATTACHMENT) outranks the covering BODY."""

    BODY = "body"
    ATTACHMENT = "attachment"
    FORWARDED = "forwarded"  # text of a nested message/rfc822
    RETURNED = "returned"  # our own letter, or its headers, carried back by a bounce or a report


@dataclass(frozen=True, slots=True)
class Part:
    """One decoded text of a mail.

    `text` uses "\\n" between lines, "\\t" between the cells of a table row, U+2028 for a line break
    inside a cell. `name` is "body" for the body, the file's name for an attachment, and a path with
    "/" for what stands inside another ("Ответ.zip/Ответ.docx", "Письмо.eml/body"); it is unique in
    its mail. `ocr` tells that the text was recognised from a picture.
    """

    name: str
    text: str
    role: PartRole = PartRole.BODY
    media_type: str = "text/plain"
    ocr: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """A part that could not be read. `name` is a key of the table in `rules.doubts`
    (such as "unreadable_attachment"); `detail` is Russian, for the person who will look."""

    part: str
    name: str
    detail: str


@dataclass(frozen=True, slots=True)
class DeliveryStatus:
    """One per-recipient block of a message/delivery-status part (RFC 3464 §2.3)."""

    recipient: str
    action: str
    status: str
    diagnostic: str = ""


class Proof(StrEnum):
    """What our own mail server found of the sender's domain (SPF, DKIM, DMARC)."""

    UNCHECKED = "unchecked"  # nobody was asked to check
    PASSED = "passed"
    ABSENT = "absent"  # the domain proves nothing of its mail
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Authenticity:
    """Whether the sender is who the mail says; `detail` is Russian, for the person who looks."""

    proof: Proof = Proof.UNCHECKED
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Mail:
    """An inbound message as the rules see it: decoded, without bytes.

    `headers` are decoded, names in lower case, in the order of the mail, repeated ones repeated.
    `date` is aware, in the sender's zone, None if absent or broken. `return_path` is None if the
    header is absent, "" for the null sender. Message-IDs keep their angle brackets.
    """

    subject: str = ""
    sender: Address | None = None
    reply_to: Address | None = None
    to: tuple[Address, ...] = ()
    date: datetime | None = None
    message_id: str = ""
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    return_path: str | None = None
    headers: tuple[tuple[str, str], ...] = ()
    media_type: str = "text/plain"
    report_type: str = ""
    parts: tuple[Part, ...] = ()
    problems: tuple[Problem, ...] = ()
    delivery_status: tuple[DeliveryStatus, ...] = ()
    authenticity: Authenticity = Authenticity()

    def header(self, name: str) -> str:
        """The first header of this (lower-case) name, or ""."""
        return next((value for key, value in self.headers if key == name), "")


@dataclass(frozen=True, slots=True)
class Recipient:
    """A body that was asked. Domains and addresses are lower case; `settlements` and `aliases`
    are other names in the nominative by which its letters may speak of it. `district` and `region`
    group a long table; no letter is read by them."""

    code: str
    name: str
    kind: str = ""
    centre: str = ""
    addresses: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    phone_code: str = ""
    aliases: tuple[str, ...] = ()
    settlements: tuple[str, ...] = ()
    district: str = ""
    region: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One thing asked. `kind` names the module in `rules` that reads the answer.

    `topic` holds the nouns and names that tell this question's matter from others
    (for readiness: «подключение», «Директум», «СЭД», …), in any form.
    `missing` is the Russian name of the answer as it is asked for again («кандидатура …»).
    """

    key: str
    kind: str
    title: str
    missing: str
    topic: tuple[str, ...] = ()
    required: bool = True


@dataclass(frozen=True, slots=True)
class Milestone:
    """A date of the circular, with what is due by then, in Russian."""

    on: date
    title: str


@dataclass(frozen=True, slots=True)
class Circular:
    """The letter that asks. `text` is the letter's own text: never evidence, wherever quoted.

    `own_addresses` are the administration's, `officers` get the summary. `persons` are people the
    circular itself names (signer, executor): never nominees. `phrases` extend the rules' phrases.
    Without `reminders` nobody is reminded. After `keep_until` its personal data may be purged.
    """

    number: str
    on: date
    subject: str
    deadline: date
    text: str
    timezone: str
    recipients: tuple[Recipient, ...]
    questions: tuple[Question, ...]
    milestones: tuple[Milestone, ...] = ()
    message_ids: tuple[str, ...] = ()
    own_addresses: tuple[str, ...] = ()
    officers: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()
    other_matters: tuple[str, ...] = ()
    phrases: tuple[PhraseSource, ...] = ()
    reminders: Reminders | None = None
    training: Training | None = None
    keep_until: date | None = None

    def recipient(self, code: str | None) -> Recipient | None:
        """The recipient of this code."""
        return next((r for r in self.recipients if r.code == code), None)


@dataclass(frozen=True, slots=True)
class PhraseSource:
    """A file of phrases as text (TOML), with its name for error messages."""

    name: str
    toml: str


@dataclass(frozen=True, slots=True)
class Thread:
    """What a letter of ours, found by its Message-ID or by the token in its reply address, says of
    the mail that answers it. `purpose` is the letter's ("circular", "confirm", …), "" if unknown;
    `flaw` (Russian) says why it proves nothing. Two are equal if they prove the same."""

    circular: str
    recipient: str | None
    purpose: str = field(default="", compare=False)
    flaw: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words relied on: `Part.text[start:end] == text` of the part called `part` ("subject" and
    "from" name those headers), and the rule that took them."""

    part: str
    start: int
    end: int
    text: str
    rule: str

    def overlaps(self, other: Evidence) -> bool:
        """Whether both hold, in part, the same words."""
        return self.part == other.part and self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Doubt:
    """A named reason for which a person must look; `name` is a key of `rules.doubts.DOUBTS`.
    `detail` completes the table's Russian sentence and may be empty."""

    name: str
    detail: str = ""
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Readiness:
    """The answer to a question of the kind `readiness`. `by` only with READY_BY, CONDITIONAL."""

    value: ReadinessValue
    by: date | None = None
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Nominee:
    """A person put forward: name in the nominative, «Фамилия Имя Отчество» or «Фамилия И. О.»;
    position in the nominative; phone in E.164 (";ext=12") or the digits as written."""

    name: str
    position: str | None = None
    phone: str | None = None
    email: str | None = None
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Nominees:
    """The answer to a question of the kind `nominee`. `withdrawn` are earlier nominees taken back;
    `declined` says that the body expressly sends nobody; `later`, that it will name one later."""

    people: tuple[Nominee, ...] = ()
    withdrawn: tuple[str, ...] = ()
    declined: bool = False
    later: bool = False
    evidence: tuple[Evidence, ...] = ()


Answer = Readiness | Nominees


class RemarkKind(StrEnum):
    """What a remark on our own letter says."""

    RIGHT = "right"  # «всё верно»
    WRONG = "wrong"  # «вы не так поняли»: the correction itself is said besides
    POSITION = "position"
    PHONE = "phone"
    EMAIL = "email"
    NAME = "name"
    DATE = "date"
    REPLACES = "replaces"  # «вместо …»: whoever is named here comes instead
    ADDS = "adds"  # «дополнительно …»: whoever is named here comes besides
    DECLINES = "declines"
    ASKS = "asks"  # a question that a person must answer
    UNREAD = "unread"  # words of the matter that are no remark: an answer, or not understood


@dataclass(frozen=True, slots=True)
class Remark:
    """A remark on what our letter had understood, before it is known whom or what it changes.

    `value` is the new value: a post, phone or e-mail as in `Nominee`; a name or a part of one as
    written; a date as "12", "12.09" or "12.09.2011". `instead_of` is the old value where it is
    named, `whom` the person's name as written, `part` which part of a name is meant ("surname",
    "first_name", "patronymic" or "").
    """

    kind: RemarkKind
    value: str = ""
    instead_of: str = ""
    whom: str = ""
    part: str = ""
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Bounced:
    """A recipient that a bounce says was not reached."""

    address: str
    permanent: bool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the rules made of one mail. Never edited: a new reading supersedes it.

    `answers` pairs a question's key with its answer, in the circular's order; empty unless `kind`
    is REPLY. `recipients` is empty, or the codes this mail answers for, the writer's own first.
    `remarks` are corrections of what our own letter had said (`rules.amendments`), and
    `in_context` tells that the mail answers such a letter.
    """

    kind: Kind
    circular: str | None = None
    recipients: tuple[str, ...] = ()
    answers: tuple[tuple[str, Answer], ...] = ()
    bounced: tuple[Bounced, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    reply: Reply = Reply.NONE
    evidence: tuple[Evidence, ...] = ()
    rules_version: str = RULES_VERSION
    remarks: tuple[Remark, ...] = ()
    in_context: bool = False

    @property
    def recipient(self) -> str | None:
        """The body that speaks, or None."""
        return self.recipients[0] if self.recipients else None

    @property
    def needs_review(self) -> bool:
        """Whether a person must look before anything of this is settled."""
        return bool(self.doubts)

    def of_kind(self, kind: type[Answer]) -> Answer | None:
        """The first answer of a class, for views that show one of each."""
        return next((answer for _, answer in self.answers if isinstance(answer, kind)), None)


@dataclass(frozen=True, slots=True)
class Opinion:
    """What one question's module found: an answer, and what it doubts about it.

    `accounted` are the words it understood, also those that the answer does not rest on (a signer,
    an executor, readiness of another matter): what nobody accounts for is `rules.residue`'s.
    """

    answer: Answer
    doubts: tuple[Doubt, ...] = field(default=())
    accounted: tuple[Evidence, ...] = ()
