"""A whole installation on real servers and a virtual clock: what it sends really goes through
submission, what it reads really lies in a mailbox."""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Iterator
from datetime import date, datetime, time
from email.message import EmailMessage
from pathlib import Path

from sqlalchemy import select

from intake.secrets import Secret
from intake.settings import Service as Rhythm
from intake.settings import Settings
from intake.store.database import Database
from intake.store.schema import OfficerMail, Settlement
from outbound.campaign.dispatch import make_circular_letters
from outbound.running import wiring
from outbound.running.service import PassReport
from rules.campaign import Reminders, Training
from rules.model import Circular
from tests.messages import parsed
from tests.outbound.correspondence import OZERSKY, Campaign
from tests.rules import campaign
from tests.servers.common import ImapServer, SmtpServer, free_ports
from tests.servers.mailboxes import deliver, imap, submission

OURS, CHIEF, DEPUTY = "edo@adm.example", "chief@adm.example", "deputy@adm.example"
TEACHER = "class@teach.example"
STEPNOE = campaign.CIRCULAR.recipients[1]
CIRCULAR: Circular = dataclasses.replace(
    campaign.CIRCULAR,
    recipients=(OZERSKY, STEPNOE),
    message_ids=(),
    own_addresses=(OURS,),
    officers=(CHIEF, DEPUTY),
    reminders=Reminders(time(10), before_deadline=(1,), after_deadline=(1,), escalate_after=5),
    training=Training(
        "Работа в системе",
        days=(date(2011, 9, 5),),
        starts=time(10),
        ends=time(13),
        place="класс 5",
        teachers=(TEACHER,),
        list_on=date(2011, 8, 31),
        invitations=True,
    ),
)


class World(Campaign):
    """One installation. `user` is the account whose mailbox it reads."""

    def __init__(
        self,
        folder: Path,
        database: Database,
        servers: tuple[ImapServer, SmtpServer],
        user: str,
        *,
        circular: Circular = CIRCULAR,
        address: str = OURS,
    ) -> None:
        super().__init__(database, circular)
        self.imap_server, self.smtp_server = servers
        self.user = user
        self.settings = Settings(
            path=folder / "otklik.toml",
            circulars=(folder,),
            imap=imap(self.imap_server, user),
            smtp=dataclasses.replace(submission(self.smtp_server), from_address=address),
            service=Rhythm(summary_time=time(17)),
            token_key=Secret(f"the key of {user}, long enough"),
        )
        self.folder = folder
        self.already = len(self.smtp_server.sink.accepted)
        self.letters: list[EmailMessage] = []

    def ask(self) -> list[EmailMessage]:
        """Send the circular to everybody; the letters."""
        with self._running() as running, self.database.session() as session:
            make_circular_letters(session, running.service.office, self.circular, self.clock())
        return self.poll()

    @contextlib.contextmanager
    def _running(self) -> Iterator[wiring.Running]:
        circulars = [(self.folder, self.circular)]
        with wiring.running(
            self.settings, circulars, clock=self.clock, database=self.database
        ) as running:
            yield running

    def poll(self, when: datetime | None = None) -> list[EmailMessage]:
        """A pass on the servers; the letters that came out at the far end because of it."""
        report = self.attempt(when)
        assert not report.troubles
        before = len(self.letters)
        self._receive(report.carried.sent)
        return self.letters[before:]

    def attempt(self, when: datetime | None = None) -> PassReport:
        """A pass, whatever comes of it."""
        self.clock.now = when or self.clock.now
        with self._running() as running:
            return running.service.poll()

    def _receive(self, count: int) -> None:
        end = self.already + count
        for content in self.smtp_server.passed_on(end)[self.already : end]:
            self.letters.append(parsed(content))
        assert len(self.smtp_server.sink.accepted) == end
        self.already = end

    @contextlib.contextmanager
    def without_submission(self) -> Iterator[None]:
        """The submission server is down for the length of the block."""
        kept = self.settings
        smtp = dataclasses.replace(kept.smtp, port=free_ports(1)[0])
        self.settings = dataclasses.replace(kept, smtp=smtp)
        try:
            yield
        finally:
            self.settings = kept

    def comes(
        self, text: str, answers: EmailMessage | None = None, sender: str = "", **headers: str
    ) -> None:
        """A mail arrives in the mailbox. Keyword arguments as for `mail`."""
        sender = sender or self.circular.recipients[0].addresses[0]
        headers = {"Message_ID": f"<{self.user}.{self.came}@theirs.example>", **headers}
        self.delivers(self.mail(text, answers, sender, **headers).as_bytes())

    def delivers(self, content: bytes) -> None:
        """A mail's bytes arrive."""
        deliver(self.imap_server, self.user, content)

    def to(self, address: str) -> list[EmailMessage]:
        """What came out for an address, in order."""
        return [x for x in self.letters if x["To"].addresses[0].addr_spec == address]

    def purposes(self, *, state: str = "sent") -> list[str]:
        """The letters in a state, as "purpose to", in order."""
        return [f"{row.purpose} {row.to_address}" for row in self.letters_in(state)]

    def settlements(self) -> list[Settlement]:
        """What officers settled."""
        with self.database.reading() as session:
            return list(session.scalars(select(Settlement)))

    def refused(self) -> list[str]:
        """Officers' mails that were not heard, with the reason."""
        with self.database.reading() as session:
            rows = session.scalars(select(OfficerMail).order_by(OfficerMail.mail_id))
            return [row.detail for row in rows if row.outcome == "refused"]
