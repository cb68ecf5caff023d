"""A correspondence on a virtual clock: the real rules and the real service, a server that records.

`Post` is the post office between them: what the service sends can be answered as clerks, officers
and robots answer, by any address, with or without the thread.
"""

from __future__ import annotations

import dataclasses
import email
import email.policy
from datetime import UTC, date, datetime
from email.message import EmailMessage

from sqlalchemy import select

from intake.interpret import Trust
from intake.mailbox import Fetched
from intake.reader import Reader
from intake.secrets import Secret
from intake.store import mails, queries
from intake.store.database import Database
from intake.store.schema import Letter
from intake.worker import PassResult
from outbound.campaign.dispatch import make_circular_letters
from outbound.office import Office
from outbound.overview.matrix import Line, matrix
from outbound.running.service import Service
from rules.campaign import Reminders
from rules.model import Address, Answer, Circular, Recipient
from tests.outbound.campaign import FakeClock, FakeSender
from tests.rules import campaign

KEY = Secret("a key of the tests, and long enough")
CHIEF = "chief@oblast.example"
CLERK, ELSEWHERE = "ozerki@mo.oblast.example", "ozerki@reserve.example"
OZERSKY = dataclasses.replace(campaign.CIRCULAR.recipients[0], addresses=(CLERK, ELSEWHERE))
CIRCULAR: Circular = dataclasses.replace(
    campaign.CIRCULAR,
    recipients=(OZERSKY, *campaign.CIRCULAR.recipients[1:]),
    message_ids=(),
    officers=(CHIEF,),
    reminders=Reminders(before_deadline=(4, 1), after_deadline=(1,)),
)
BOTH = (
    "Озёрский район будет готов к подключению 05.09.2011.\n"
    "На обучение направляем: Сагитова Айгуль Марсовна, ведущий специалист, тел. 5-71-00."
)


class Nothing:
    """Brings no mail in: the tests deliver it themselves."""

    def run_pass(self) -> PassResult:
        return PassResult()


def at(day: int, hour: int = 12, month: int = 8) -> datetime:
    """A time of 2011 by the circular's clock (UTC+4)."""
    return datetime(2011, month, day, hour - 4, tzinfo=UTC)


class Post:
    """The service, its clock, and what it sent."""

    def __init__(
        self, database: Database, *, plus_address: bool = False, circular: Circular = CIRCULAR
    ) -> None:
        self.database, self.circular = database, circular
        self.clock = FakeClock(at(3))
        self.sender = FakeSender()
        self.office = Office(
            Address("Администрация области", "edo@oblast.example"),
            (circular,),
            token_key=KEY,
            plus_address=plus_address,
        )
        self.reader = Reader(database, (circular,), self.clock, trust=Trust(token_key=KEY))
        self.came = 0

    def ask(self) -> None:
        """Send the circular to everybody."""
        with self.database.session() as session:
            make_circular_letters(session, self.office, self.circular, self.clock())
        self.poll()

    def poll(self, when: datetime | None = None) -> list[EmailMessage]:
        """A pass; the letters that left during it."""
        self.clock.now = when or self.clock.now
        before = len(self.sender.carried)
        service = Service(self.database, Nothing(), self.office, self.sender, clock=self.clock)
        report = service.poll()
        assert not report.troubles
        return [_parsed(content) for _, content in self.sender.carried[before:]]

    def to(self, address: str) -> list[EmailMessage]:
        """What was sent to an address, in order."""
        return [_parsed(content) for to, content in self.sender.carried if to == address]

    def last(self, address: str = CLERK) -> EmailMessage:
        """The last letter to an address."""
        return self.to(address)[-1]

    def comes(
        self,
        text: str,
        answers: EmailMessage | None = None,
        sender: str = CLERK,
        **headers: str,
    ) -> list[EmailMessage]:
        """A mail comes in (an answer quotes the letter), is read, and a pass follows; the letters
        that left because of it. Keyword arguments are headers, "_" for "-"."""
        self.came += 1
        message = EmailMessage()
        message["From"], message["To"] = sender, headers.pop("To", "edo@oblast.example")
        message["Subject"] = headers.pop("Subject", f"Re: {self.circular.subject}")
        message["Message-ID"] = f"<{self.came}@theirs.example>"
        if answers is not None:
            message["In-Reply-To"] = str(answers["Message-ID"])
        for name, value in headers.items():
            message[name.replace("_", "-")] = value
        quoted = _quoted(answers) if answers is not None else ""
        message.set_content(text + quoted)
        self.delivers(message.as_bytes())
        return self.poll()

    def delivers(self, content: bytes) -> None:
        """A mail's bytes come in and are read."""
        self.clock.tick(minutes=1)
        place = mails.Place("test", "INBOX", 1)
        fetched = Fetched(self.came, content, len(content))
        with self.database.session() as session:
            mails.store_batch(session, place, [fetched], self.clock())
        self.reader.read_pending(going_on=lambda: True)

    def answers(self, recipient: str = "ozersky") -> dict[str, Answer]:
        """A recipient's standing answers by question."""
        with self.database.reading() as session:
            found = queries.standing(session, self.circular.number)
        return {key: one.answer for (code, key), one in found.items() if code == recipient}

    def line(self, recipient: str = "ozersky") -> Line:
        """A recipient in the matrix."""
        with self.database.reading() as session:
            lines = matrix(session, self.circular, self.clock()).lines
        return next(line for line in lines if line.recipient.code == recipient)

    def purposes(self, address: str = CLERK) -> list[str]:
        """What kinds of letters went to an address."""
        with self.database.reading() as session:
            rows = session.scalars(
                select(Letter)
                .where(Letter.to_address == address, Letter.state == "sent")
                .order_by(Letter.id)
            )
            return [row.purpose for row in rows]


def _parsed(content: bytes) -> EmailMessage:
    return email.message_from_bytes(content, policy=email.policy.default)


def _quoted(letter: EmailMessage) -> str:
    body = letter.get_body(("plain",))
    assert body is not None
    lines = str(body.get_content()).splitlines()
    return "\n\n" + "\n".join(f"> {line}" for line in lines) + "\n"


def bounce(to: str, message_id: str, *, status: str = "5.1.1") -> bytes:
    """A delivery report (RFC 3464) on a letter of ours."""
    action = "failed" if status.startswith("5") else "delayed"
    return f"""From: MAILER-DAEMON@mx.example
To: edo@oblast.example
Subject: Undelivered Mail Returned to Sender
Message-ID: <{to}.{status}.bounce@mx.example>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

The mail could not be delivered.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; {to}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 no such user
--b
Content-Type: text/rfc822-headers

Message-ID: {message_id}
To: {to}

--b--
""".replace("\n", "\r\n").encode()


def milestone_free(*recipients: Recipient) -> Circular:
    """The circular for these recipients only, its deadline far away."""
    return dataclasses.replace(CIRCULAR, recipients=recipients, deadline=date(2011, 8, 25))
