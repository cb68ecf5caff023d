"""Letters from templates: text and HTML from one context, and the message around them.

A circular's folder may override any template by a file of the same name in its `templates/`.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from outbound.office import Office, zone
from outbound.writing import proof
from outbound.writing.message import (
    Attachment,
    Draft,
    build,
    message_ids,
    new_message_id,
    reply_references,
    reply_subject,
)
from outbound.writing.russian import counted, day_digits, day_words, one_line
from outbound.writing.wording import Understood, put_off, silent, understood
from rules.answers import says_something
from rules.model import Address, Answer, Circular, Recipient

if TYPE_CHECKING:
    from jinja2 import Environment

TEMPLATES: Final = Path(__file__).parents[1] / "templates"


@dataclass(frozen=True, slots=True)
class Composed:
    """A letter ready for its row."""

    to: str
    subject: str
    message_id: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Theirs:
    """The mail that a letter answers. `date` is aware or None; ids as they stand in the header."""

    sender: Address
    subject: str
    date: datetime | None
    message_id: str
    references: str
    in_reply_to: str


@dataclass(frozen=True, slots=True)
class Understanding:
    """What a letter repeats back: answers of this mail and, apart, those that stand from before.
    Both are by the question's key."""

    circular: Circular
    recipient: Recipient | None
    answers: Mapping[str, Answer]
    earlier: Mapping[str, Answer]

    @property
    def known(self) -> Mapping[str, Answer]:
        """What stands when this mail is taken into account."""
        return {**self.earlier, **{k: a for k, a in self.answers.items() if says_something(a)}}

    @property
    def adds_something(self) -> bool:
        """Whether this mail says anything on any question."""
        return any(says_something(answer) for answer in self.answers.values())


def render(name: str, folder: Path | None, context: Mapping[str, Any]) -> tuple[str, str]:
    """The letter `name` as (text, HTML). Raises jinja2.TemplateError."""
    environment = _environment(folder)
    text = environment.get_template(f"{name}.txt").render(context)
    html = environment.get_template(f"{name}.html").render(context)
    return text.strip("\n") + "\n", html.strip("\n") + "\n"


@cache
def _environment(folder: Path | None) -> Environment:
    from jinja2 import (  # an empty inbox needs no templates
        ChoiceLoader,
        Environment,
        FileSystemLoader,
        StrictUndefined,
        select_autoescape,
    )

    places = [folder / "templates"] if folder else []
    environment = Environment(
        loader=ChoiceLoader([FileSystemLoader(place) for place in (*places, TEMPLATES)]),
        undefined=StrictUndefined,
        autoescape=select_autoescape(["html"]),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        day=day_words,
        day_digits=day_digits,
        one_line=one_line,
        inner_quotes=inner_quotes,
        counted=counted,
    )
    return environment


def inner_quotes(text: str) -> str:
    """«Ёлочки» become „лапки“, for a text that is to stand in quotes itself."""
    return text.replace("«", "„").replace("»", "“")


def reply(
    purpose: str,
    office: Office,
    theirs: Theirs,
    about: Understanding | None,
    now: datetime,
) -> Composed:
    """An answer to a mail: `purpose` is "confirm", "clarify", "corrected" (these need `about`) or
    "acknowledge". Raises AddressError."""
    circular = about.circular if about else None
    today = now.astimezone(zone(circular)).date()
    subject = reply_subject(theirs.subject)
    context = {
        **base(office, subject),
        "their_subject": one_line(theirs.subject, 120),
        "their_date": theirs.date.date() if theirs.date else None,
        **(_understanding(about, today) if about else {}),
    }
    text, html = render(purpose, office.folder(circular.number if circular else None), context)
    own_id = message_ids(theirs.message_id)
    draft = Draft(
        sender=office.sender,
        reply_to=proof.reply_to_of(office, circular, _code(about)),
        to=theirs.sender,
        subject=subject,
        text=text,
        html=html,
        message_id=new_message_id(office.domain),
        date=now.astimezone(zone(circular)),
        in_reply_to=own_id[0] if own_id else "",
        references=reply_references(theirs.references, theirs.in_reply_to, theirs.message_id),
    )
    return composed(draft)


def _code(about: Understanding | None) -> str | None:
    return about.recipient.code if about and about.recipient else None


def composed(draft: Draft) -> Composed:
    """The draft built, with what its row needs. Raises AddressError."""
    return Composed(draft.to.address.lower(), draft.subject, draft.message_id, build(draft))


def base(office: Office, subject: str) -> dict[str, Any]:
    """What every template is given."""
    return {
        "subject": subject,
        "sender_name": office.sender.name,
        "sender_address": office.sender.address,
    }


def _understanding(about: Understanding, today: date) -> dict[str, Any]:
    circular = about.circular
    return {
        "circular": circular,
        "recipient": about.recipient,
        "understood": _listed(circular, about.answers),
        "earlier": _listed(circular, about.earlier),
        "missing": silent(circular, about.known),
        "promised": put_off(circular, about.known),
        "late": today > circular.deadline,
    }


def _listed(circular: Circular, answers: Mapping[str, Answer]) -> list[Understood]:
    """The questions on which something was said, in the circular's order."""
    return [
        understood(circular, q, answers[q.key])
        for q in circular.questions
        if q.key in answers and says_something(answers[q.key])
    ]


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of the circular's letter, or a list if `items`."""

    lines: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    bold: bool = False


def blocks(text: str) -> tuple[Block, ...]:
    """The letter's text as paragraphs: an empty line parts them, `**…**` makes one bold, lines
    that all begin with "- " make a list."""
    found = []
    for paragraph in text.replace("\r\n", "\n").split("\n\n"):
        lines = [line.strip() for line in paragraph.splitlines() if line.strip()]
        if not lines:
            continue
        if all(line.startswith("- ") for line in lines):
            found.append(Block(items=tuple(line[2:].strip() for line in lines)))
            continue
        bold = lines[0].startswith("**") and lines[-1].endswith("**")
        found.append(Block(lines=tuple(line.strip("*") for line in lines), bold=bold))
    return tuple(found)


def circular_letter(
    office: Office,
    circular: Circular,
    to: Address,
    now: datetime,
    attachments: Sequence[Attachment] = (),
    *,
    recipient: str = "",
    serial: int = 0,
) -> Composed:
    """The circular itself for one recipient, with a Message-ID of its own that proves the thread;
    `serial` counts the times it was sent to them. Raises AddressError.

    It is a person's letter sent on a person's command: it carries no Auto-Submitted, and bounces
    are welcome (they prove non-delivery), so NDR is not among what it asks Exchange to suppress.
    """
    subject = f"{circular.subject} (№ {circular.number} от {day_digits(circular.on)})"
    context = {
        **base(office, subject),
        "circular": circular,
        "questions": circular.questions,
        "blocks": blocks(circular.text),
    }
    text, html = render("circular", office.folder(circular.number), context)
    token = proof.thread_token(office, circular, recipient, serial) if recipient else None
    proven = token.text if token else ""
    return composed(
        Draft(
            sender=office.sender,
            reply_to=proof.reply_to(office, proven),
            to=to,
            subject=subject,
            text=text,
            html=html,
            message_id=proof.message_id(office, proven),
            date=now.astimezone(zone(circular)),
            auto_submitted="",
            suppress="DR, RN, NRN, OOF, AutoReply",
            attachments=tuple(attachments),
        )
    )


def letter_files(folder: Path | None) -> tuple[Attachment, ...]:
    """The signed letter itself (`letter.pdf`, `letter.docx`), if the circular's folder has it."""
    if folder is None:
        return ()
    paths = [folder / name for name in ("letter.pdf", "letter.docx")]
    return tuple(
        Attachment(
            p.name, mimetypes.guess_type(p.name)[0] or "application/octet-stream", p.read_bytes()
        )
        for p in paths
        if p.exists()
    )
