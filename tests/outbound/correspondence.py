"""A correspondence on a virtual clock: the real rules and the real service, a server that records.

`Post` is the post office between them: what the service sends can be answered as clerks, officers
and robots answer, by any address, with or without the thread.
"""

from __future__ import annotations

import dataclasses
from datetime import datetime
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
from rules.model import Address, Answer, Circular
from tests.messages import parsed, text_of
from tests.outbound.campaign import FakeClock, FakeSender, at
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


class Campaign:
    """A circular on a virtual clock: how its recipients stand, and mails as people write them."""

    def __init__(self, database: Database, circular: Circular) -> None:
        self.database, self.circular = database, circular
        self.clock = FakeClock(at(3))
        self.came = 0

    def mail(
        self, text: str, answers: EmailMessage | None, sender: str, **headers: str
    ) -> EmailMessage:
        """A mail of somebody's, in answer to a letter or not. Keyword arguments are headers, "_"
        for "-"."""
        self.came += 1
        message = EmailMessage()
        given = {
            "From": sender,
            "To": self.circular.own_addresses[0],
            "Subject": f"Re: {self.circular.subject}",
            "Message-ID": f"<{self.came}@theirs.example>",
            **({"In-Reply-To": str(answers["Message-ID"])} if answers is not None else {}),
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        for name, value in given.items():
            message[name] = value
        message.set_content(text)
        return message

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

    def letters_in(self, state: str) -> list[Letter]:
        """Our letters in a state, in order."""
        with self.database.reading() as session:
            query = select(Letter).where(Letter.state == state).order_by(Letter.id)
            return list(session.scalars(query))


class Post(Campaign):
    """The service, its clock, and what it sent."""

    def __init__(
        self, database: Database, *, plus_address: bool = False, circular: Circular = CIRCULAR
    ) -> None:
        super().__init__(database, circular)
        self.sender = FakeSender()
        self.office = Office(
            Address("Администрация области", "edo@oblast.example"),
            (circular,),
            token_key=KEY,
            plus_address=plus_address,
        )
        self.reader = Reader(database, (circular,), self.clock, trust=Trust(token_key=KEY))

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
        return [parsed(content) for _, content in self.sender.carried[before:]]

    def to(self, address: str) -> list[EmailMessage]:
        """What was sent to an address, in order."""
        return [parsed(content) for to, content in self.sender.carried if to == address]

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
        that left because of it. Keyword arguments as for `mail`."""
        quoted = _quoted(answers) if answers is not None else ""
        self.delivers(self.mail(text + quoted, answers, sender, **headers).as_bytes())
        return self.poll()

    def delivers(self, content: bytes) -> None:
        """A mail's bytes come in and are read."""
        self.clock.tick(minutes=1)
        place = mails.Place("test", "INBOX", 1)
        fetched = Fetched(self.came, content, len(content))
        with self.database.session() as session:
            mails.store_batch(session, place, [fetched], self.clock())
        self.reader.read_pending(going_on=lambda: True)

    def purposes(self, address: str = CLERK) -> list[str]:
        """What kinds of letters went to an address."""
        return [row.purpose for row in self.letters_in("sent") if row.to_address == address]


def _quoted(letter: EmailMessage) -> str:
    lines = text_of(letter).splitlines()
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
