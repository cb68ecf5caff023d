"""The main job, whole: the commands a person types, a real mailbox, a real submission server.

From an empty folder: init, check, db upgrade, send-circular, poll; then once more, when nothing
may happen twice.
"""

from __future__ import annotations

import json
import ssl
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from imapclient import IMAPClient

from outbound.commands import main
from tests.messages import parsed
from tests.servers.common import PASSWORD, ImapServer, SmtpServer, scratch
from tests.servers.conftest import imap_server, running_smtp

pytestmark = [pytest.mark.server, pytest.mark.slow]

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT / "tests" / "corpus"
REPLIES = ("d001", "d002", "d006", "d007")  # each settled without a person
MACHINES = ("d101", "d111", "d117", "d123")  # out of office, bounce, receipt, spam


@dataclass
class Installation:
    """The two servers and a folder with a configuration made by `init`."""

    folder: Path
    imap: ImapServer
    smtp: SmtpServer
    database: str = ""

    def run(self, *arguments: str) -> Result:
        secrets = {f"OTKLIK_{side}_PASSWORD": PASSWORD for side in ("IMAP", "SMTP")}
        config = ["--config", str(self.folder / "otklik.toml")]
        return CliRunner().invoke(main, [*arguments, *config], env=secrets, catch_exceptions=False)

    def mailbox(self) -> IMAPClient:
        trust = ssl.create_default_context(cafile=str(self.imap.ca))
        client = IMAPClient("localhost", self.imap.imaps, ssl_context=trust, timeout=20)
        client.sasl_login("PLAIN", lambda _: f"\0edo\0{PASSWORD}".encode())
        return client

    def count(self, folder: str) -> int:
        with self.mailbox() as client:
            return int(client.select_folder(self.imap.folder(folder), readonly=True)[b"EXISTS"])

    def letters(self, count: int) -> list[EmailMessage]:
        return [parsed(content) for content in self.smtp.passed_on(count)]


PAIRS = (("dovecot", "postfix"), ("cyrus", "exim"), ("courier", "opensmtpd"))


@pytest.fixture(scope="module", params=PAIRS, ids="-".join)
def installation(
    request: pytest.FixtureRequest, installed_url: Callable[[], AbstractContextManager[str]]
) -> Iterator[Installation]:
    mailbox, submission = request.param
    with (
        scratch("job") as home,
        imap_server(mailbox) as imap,
        running_smtp(submission) as smtp,
        installed_url() as database,
    ):
        yield Installation(home / "installation", imap, smtp, database)


def _as_the_servers_are(installation: Installation) -> None:
    """What an administrator does after `init`: names the authorities of these servers, and says
    so where submission goes in clear and without login."""
    path, server = installation.folder / "otklik.toml", installation.smtp
    mailbox, submission = path.read_text(encoding="utf-8").split("[smtp]")
    example = '#ca_file = "/etc/ssl/certs/nash-centr.pem"'
    mailbox = mailbox.replace(example, f'ca_file = "{installation.imap.ca}"')
    if server.smtps:
        submission = submission.replace(example, f'ca_file = "{server.ca}"')
    else:
        submission = submission.replace('security = "tls"', 'security = "plain"')
        submission = submission.replace('user = "edo"', 'user = ""')
    if installation.database:
        default = '#url = "sqlite:///var/otklik.sqlite3"'
        assert default in submission
        submission = submission.replace(default, f'url = "{installation.database}"')
    path.write_text(f"{mailbox}[smtp]{submission}", encoding="utf-8")


def test_init_writes_a_configuration_that_check_accepts_but_for_authorities(installation):
    server = installation.smtp
    made = installation.run(
        "init", "--imap-host", "localhost", "--imap-port", str(installation.imap.imaps),
        "--imap-user", "edo", "--smtp-host", "localhost",
        "--smtp-port", str(server.smtps or server.submission), "--from", "edo@astrobl.example",
    )  # fmt: skip
    assert made.exit_code == 1
    assert "сертификат" in made.output.lower()
    _as_the_servers_are(installation)
    assert installation.run("db", "upgrade").exit_code == 0
    checked = installation.run("check")
    assert checked.exit_code == 0, checked.output


def test_the_circular_goes_to_every_recipient_once(installation):
    sent = installation.run("send-circular", "02-02-398", "--yes")
    assert sent.exit_code == 0, sent.output
    letters = installation.letters(13)
    assert len({str(letter["Message-ID"]) for letter in letters}) == 13
    assert "уже отправлен всем" in installation.run("send-circular", "--yes").output
    assert installation.count("Sent") == 13


def test_a_dry_run_changes_nothing(installation):
    with installation.mailbox() as client:
        for name in (*REPLIES, *MACHINES):
            client.append("INBOX", (CORPUS / f"{name}.eml").read_bytes())
    shown = installation.run("poll", "--dry-run", "--json")
    assert shown.exit_code == 0, shown.output
    assert len(shown.stdout.splitlines()) == len(REPLIES) + len(MACHINES)
    assert installation.count("INBOX") == len(REPLIES) + len(MACHINES)
    assert json.loads(installation.run("status", "--json").stdout)["answered"] == 0


def test_a_pass_takes_in_reads_answers_people_and_no_machine(installation):
    polled = installation.run("poll", "--json")
    assert polled.exit_code == 0, polled.output
    told = json.loads(polled.stdout)
    assert (told["new"], told["read"]) == (8, 8)
    assert installation.count("INBOX") == 0
    assert installation.count("Принято") == 8
    letters = [m for m in installation.letters(13 + 4) if m["In-Reply-To"]]
    answered = {str(letter["In-Reply-To"]).split(".")[0].strip("<") for letter in letters}
    assert answered == set(REPLIES)
    assert all(letter["Auto-Submitted"] == "auto-replied" for letter in letters)
    status = json.loads(installation.run("status", "--json").stdout)
    assert status["answered"] == 4


def test_the_same_mails_again_cause_nothing(installation):
    with installation.mailbox() as client:
        for name in REPLIES:
            client.append("INBOX", (CORPUS / f"{name}.eml").read_bytes())
    told = json.loads(installation.run("poll", "--json").output)
    assert (told["new"], told["duplicates"], told["letters_made"]) == (0, 4, 0)
    outbox = json.loads(installation.run("outbox", "--json").output)
    assert len([letter for letter in outbox if letter["purpose"] in ("confirm", "clarify")]) == 4


def test_the_raw_mail_comes_back_byte_for_byte(installation):
    out = installation.folder / "mail.eml"
    events = json.loads(installation.run("show", "narimanovsky", "--json").output)
    (mail,) = [event["id"] for event in events if event["what"] == "mail"]
    assert installation.run("raw", str(mail), "-o", str(out)).exit_code == 0
    server_made = (CORPUS / "d001.eml").read_bytes().replace(b"\r\n", b"\n")
    assert out.read_bytes().replace(b"\r\n", b"\n") == server_made


def _arrives(installation: Installation, sender: str, text: str, **headers: str) -> None:
    message = EmailMessage()
    message["From"], message["To"] = sender, "edo@astrobl.example"
    message["Subject"] = "О подключении к системе «Директум» (№ 02-02-398)"
    message["Message-ID"] = f"<{abs(hash(text))}@somewhere.example>"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    with installation.mailbox() as client:
        client.append("INBOX", message.as_bytes())


def test_an_officer_settles_a_doubtful_mail_by_answering_its_notice(installation):
    _arrives(
        installation,
        "ivanova@inbox.example",
        "Технически готовы к подключению к системе «Директум».\n"
        "На обучение направляем: Иванова Мария Петровна, программист, 8-927-555-66-77",
    )
    installation.run("poll")
    (case,) = json.loads(installation.run("review", "list", "--json").output)
    assert "unknown_recipient" in [doubt["name"] for doubt in case["doubts"]]
    outbox = json.loads(installation.run("outbox", "--json").output)
    (notice,) = [letter for letter in outbox if letter["purpose"] == "notice"]
    assert notice["state"] == "sent"

    officer = "smolko@astrobl.example"
    _arrives(installation, officer, "не наше")  # forged: without the token
    _arrives(
        installation, officer, "верно\nэто Лиманский район\n", In_Reply_To=notice["message_id"]
    )
    installation.run("poll")
    case = json.loads(installation.run("review", "show", str(case["mail"]), "--json").output)
    assert (case["settled"]["author"], case["settled"]["verdict"]) == (officer, "answer")
    assert case["settled"]["recipients"] == ["limansky"]
    outbox = json.loads(installation.run("outbox", "--json").output)
    told = [x["to"] for x in outbox if x["purpose"] == "confirm" and x["mail"] == case["mail"]]
    assert told == ["ivanova@inbox.example"]
    assert [x["to"] for x in outbox if x["purpose"] == "refused"] == [officer]
    assert installation.run("review", "list").exit_code == 0
