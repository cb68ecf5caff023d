"""Each fault as a person meets it: what the command prints, its exit status, `check`, `status`.

The commands run on a real mailbox (Dovecot) and a submission server that does what a test says.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from intake import circulars, settings
from intake.store import database as databases
from intake.store import lease
from outbound.commands import main
from outbound.commands.common import BUSY, DONE, PERSON, UNREACHABLE
from outbound.running import wiring
from outbound.running.service import PassReport
from outbound.shown import doctor
from tests.outbound.scripted_smtp import ScriptedSmtp
from tests.servers.common import PASSWORD, ImapServer, free_ports
from tests.servers.mailboxes import contents, deliver, person

pytestmark = pytest.mark.server

ROOT = Path(__file__).resolve().parents[2]
REPLY = (ROOT / "tests" / "corpus" / "d001.eml").read_bytes()  # settled without a person
OTHER = (ROOT / "tests" / "corpus" / "d006.eml").read_bytes()


@dataclass
class Program:
    """An installation: its settings may be spoilt before a command is run."""

    folder: Path
    imap: ImapServer
    user: str
    smtp: ScriptedSmtp
    password: str = PASSWORD
    changes: dict[str, str] = field(default_factory=dict)

    def run(self, *arguments: str) -> Result:
        self._write()
        config = ["--config", str(self.folder / "otklik.toml")]
        secrets = {"OTKLIK_IMAP_PASSWORD": self.password, "OTKLIK_SMTP_PASSWORD": "x"}
        return CliRunner().invoke(main, [*arguments, *config], env=secrets, catch_exceptions=False)

    def _write(self) -> None:
        given = {
            "imap.port": self.imap.imaps,
            "imap.ca_file": f'"{self.imap.ca}"',
            "imap.folder": '"INBOX"',
            "smtp.port": self.smtp.port,
            "smtp.sent_folder": '"Sent"',
            **self.changes,
        }
        text = f"""
circulars = ["{ROOT / "circulars" / "02-02-398"}"]
[imap]
host = "localhost"
port = {given["imap.port"]}
user = "{self.user}"
ca_file = {given["imap.ca_file"]}
folder = {given["imap.folder"]}
connect_seconds = 2.0
read_seconds = 2.0
[smtp]
host = "127.0.0.1"
port = {given["smtp.port"]}
security = "plain"
from = "edo@astrobl.example"
sent_folder = {given["smtp.sent_folder"]}
connect_seconds = 1.0
read_seconds = 1.0
"""
        (self.folder / "otklik.toml").write_text(text, encoding="utf-8")

    def poll_at(self, now: datetime) -> PassReport:
        """A pass by another clock."""
        self._write()
        secrets = {"OTKLIK_IMAP_PASSWORD": self.password, "OTKLIK_SMTP_PASSWORD": "x"}
        loaded = settings.load(self.folder / "otklik.toml", secrets)
        folders = list(loaded.circulars)
        known = list(zip(folders, circulars.load_all(folders), strict=True))
        with wiring.running(loaded, known, clock=lambda: now) as running:
            return running.service.poll()

    @property
    def database(self) -> Path:
        (path,) = self.folder.rglob("*.sqlite3")
        return path

    def outbox(self) -> list[dict[str, Any]]:
        found = json.loads(self.run("outbox", "--json").output)
        return [letter for letter in found if letter["purpose"] == "confirm"]

    def failures(self) -> dict[str, str]:
        """What `check` finds wrong."""
        told = json.loads(self.run("check", "--json").output)
        return {one["subject"]: one["text"] for one in told if one["level"] == "fail"}

    def warnings(self, subject: str) -> list[str]:
        """What `check` warns of."""
        told = json.loads(self.run("check", "--json").output)
        found = [one for one in told if one["level"] == "warn" and one["subject"] == subject]
        return [one["text"].replace("\xa0", " ") for one in found]


@pytest.fixture
def program(
    tmp_path: Path, one_server: ImapServer, user: str, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Program]:
    monkeypatch.chdir(tmp_path)
    with ScriptedSmtp() as smtp:
        made = Program(tmp_path, one_server, user, smtp)
        assert made.run("db", "upgrade").exit_code == DONE
        deliver(one_server, user, REPLY)
        yield made


def assert_next_pass_answers_once(program: Program) -> None:
    program.changes, program.password = {}, PASSWORD
    program.smtp.plan = lambda _n, _step: None
    assert program.run("poll").exit_code == DONE
    assert program.run("poll").exit_code == DONE
    assert [letter["state"] for letter in program.outbox()] == ["sent"]
    confirmed = [c for c in program.smtp.accepted if b"auto-replied" in c]
    assert len(confirmed) == 1
    assert program.failures() == {}


def test_without_a_fault(program):
    assert_next_pass_answers_once(program)


def imap_port_closed(program: Program) -> None:
    program.changes["imap.port"] = str(free_ports(1)[0])


def imap_password_wrong(program: Program) -> None:
    program.password = "wrong"


def imap_certificate_unknown(program: Program) -> None:
    (program.folder / "other").mkdir()
    from tests.servers.common import make_certificates

    make_certificates(program.folder / "other")
    program.changes["imap.ca_file"] = f'"{program.folder / "other" / "ca.pem"}"'


def imap_folder_missing(program: Program) -> None:
    program.changes["imap.folder"] = '"Нет такой"'


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (imap_port_closed, "не принимает соединений"),
        (imap_password_wrong, "не принял вход"),
        (imap_certificate_unknown, "Сертификат сервера localhost не принят"),
        (imap_folder_missing, "нет папки «Нет такой»"),
    ],
)
def test_the_mailbox_is_out_of_reach(program, spoil, words):
    spoil(program)
    polled = program.run("poll")
    assert polled.exit_code == UNREACHABLE
    assert words in " ".join(polled.output.split())
    checked = program.run("check", "--json")
    assert checked.exit_code == 1
    assert words in program.failures()["входящая почта"]
    assert_next_pass_answers_once(program)


@pytest.mark.parametrize(
    ("step", "reply", "words"),
    [
        ("connect", "554 no service here", "554 no service here"),
        ("connect", "hang", "не отвечает"),
        ("mail", "550 not from you", "не принимает писем от нас"),
        ("rcpt", "554 5.7.1 Relay access denied", "не пересылает наши письма"),
    ],
)
def test_submission_is_out_of_reach(program, step, reply, words):
    program.smtp.plan = lambda _n, at: reply if at == step else None
    polled = program.run("poll")
    assert polled.exit_code == UNREACHABLE
    assert words in " ".join(polled.output.split())
    assert [letter["state"] for letter in program.outbox()] == ["due"]
    if step == "connect":
        assert words in program.failures()["исходящая почта"]
    program.run("retry")
    with databases.connect(f"sqlite:///{program.database}") as database, database.session() as s:
        from intake.store.schema import Letter

        s.query(Letter).update({"next_try_at": datetime.now(UTC)})
    assert_next_pass_answers_once(program)


def test_a_letter_refused_for_good_is_put_before_a_person(program):
    program.smtp.plan = lambda _n, at: "550 5.1.1 no such user" if at == "rcpt" else None
    assert program.run("poll").exit_code == PERSON
    (letter,) = program.outbox()
    assert (letter["state"], "550 5.1.1" in letter["error"]) == ("failed", True)
    assert "550 5.1.1" in program.run("summary").output
    warned = json.loads(program.run("check", "--json").output)
    # One letter; in the evening of a working day two, for the summary is refused as well.
    assert any(one["text"].startswith("не удалось отправить:") for one in warned)
    program.smtp.plan = lambda _n, _step: None
    assert program.run("retry").exit_code == DONE
    assert_next_pass_answers_once(program)


def _with_pragma(monkeypatch: pytest.MonkeyPatch, pragma: str) -> None:
    """Every connection to the database made from now on fails as with a full disk, or a file that
    may only be read."""
    usual = databases._on_connect

    def spoilt(connection: Any, record: object) -> None:
        usual(connection, record)
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(pragma.format(pages=pages)).close()

    monkeypatch.setattr(databases, "_on_connect", spoilt)


@pytest.mark.parametrize(
    ("pragma", "words"),
    [
        ("PRAGMA max_page_count = {pages}", "database or disk is full"),
        ("PRAGMA query_only = 1", "attempt to write a readonly database"),
    ],
    ids=["disk full", "read only"],
)
def test_the_database_takes_nothing(program, monkeypatch, pragma, words):
    deliver(
        program.imap,
        program.user,
        *(b"Subject: %d\r\n\r\n" % n + b"x" * 9000 for n in b"ab"),
    )
    with monkeypatch.context() as patch:
        _with_pragma(patch, pragma)
        polled = program.run("poll")
        assert polled.exit_code == UNREACHABLE
        assert words in polled.output
        assert "INSERT" not in polled.output, "no rows are quoted"
        assert len(contents(program.imap, program.user, "INBOX")) == 3, "nothing was moved"
        if "query_only" in pragma:
            assert words in program.failures()["база данных"]
    program.run("poll")
    assert contents(program.imap, program.user, "INBOX") == []
    assert json.loads(program.run("status", "--json").output)["answered"] == 1


def test_check_tells_of_a_disk_that_fills(program, monkeypatch):
    usage = shutil.disk_usage(program.folder)
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda _path: usage._replace(free=50_000_000))
    assert program.failures() == {"диск": "свободно 0,1 ГБ"}


def test_two_services_on_one_mailbox(program):
    with databases.connect(f"sqlite:///{program.database}") as database:
        name = f"mailbox:{program.user}@localhost/INBOX"
        with database.session() as session:
            assert lease.acquire(session, name, "the other", datetime.now(UTC), 60)
        assert program.run("poll").exit_code == BUSY
        assert len(contents(program.imap, program.user, "INBOX")) == 1
        with database.session() as session:
            lease.release(session, name, "the other")
    assert_next_pass_answers_once(program)


class TestClockSteppedBack:
    """The machine's clock was ahead, and is set right."""

    def test_a_lease_of_the_future_holds_nobody_up(self, program):
        with databases.connect(f"sqlite:///{program.database}") as database:
            ahead = datetime.now(UTC) + timedelta(days=1)
            for name in (f"mailbox:{program.user}@localhost/INBOX", "outbox"):
                with database.session() as session:
                    assert lease.acquire(session, name, "killed", ahead, 120)
        assert_next_pass_answers_once(program)

    def test_nothing_happens_twice_and_check_tells(self, program):
        report = program.poll_at(datetime.now(UTC) + timedelta(days=1))
        assert (report.intake.new, report.carried.down) == (1, "")
        assert "письма из будущего" in program.failures()["часы"]
        deliver(program.imap, program.user, REPLY, OTHER)
        assert program.run("poll").exit_code == DONE
        assert [letter["state"] for letter in program.outbox()] == ["sent", "sent"]
        assert len([c for c in program.smtp.accepted if b"auto-replied" in c]) == 2
        assert program.failures() == {}, "the stamps of the future were set right"


class TestDatabaseOfYesterday:
    """Restored from a copy: rows of mails and letters are gone, the mails lie in «Принято»."""

    def restored(self, program: Program) -> None:
        """A day's work, and then the database of the evening before."""
        kept = program.folder / "copy.sqlite3"
        shutil.copyfile(program.database, kept)
        deliver(program.imap, program.user, OTHER)
        assert program.run("poll").exit_code == DONE
        assert len(program.outbox()) == 2
        for path in program.folder.rglob("*.sqlite3-*"):
            path.unlink()
        shutil.move(kept, next(p for p in program.folder.rglob("*.sqlite3") if p != kept))

    def test_recover_finds_the_mails_and_answers_nobody_twice(self, program):
        self.restored(program)
        assert program.outbox() == []
        found = program.run("recover", "--json")
        assert found.exit_code == DONE, found.output
        assert json.loads(found.stdout) == {"new": 2, "known": 0, "already_sent": 2, "held": 0}
        assert program.run("poll").exit_code == DONE
        assert [letter["state"] for letter in program.outbox()] == ["sent", "sent"]
        assert len([c for c in program.smtp.accepted if b"auto-replied" in c]) == 2
        assert json.loads(program.run("status", "--json").output)["answered"] == 2
        sent = {letter["message_id"] for letter in program.outbox()}
        assert all(any(i.encode() in c for c in program.smtp.accepted) for i in sent)

    def test_check_tells_that_mails_are_missing(self, program):
        assert program.run("poll").exit_code == DONE
        assert program.warnings("входящая почта") == []
        deliver(program.imap, program.user, OTHER)
        assert program.warnings("входящая почта") == [], "it waits to be taken in"
        self.restored(program)
        assert "исчезло 2" in program.warnings("входящая почта")[0]

    def test_recovering_again_changes_nothing(self, program):
        self.restored(program)
        program.run("recover")
        found = json.loads(program.run("recover", "--json").stdout)
        assert found == {"new": 0, "known": 0, "already_sent": 0, "held": 0}

    def test_without_copies_each_answer_waits_for_a_person(self, program):
        program.changes["smtp.sent_folder"] = '""'
        self.restored(program)
        assert program.run("recover").exit_code == PERSON
        assert program.run("poll").exit_code == DONE
        assert [letter["state"] for letter in program.outbox()] == ["failed", "failed"]
        assert len([c for c in program.smtp.accepted if b"auto-replied" in c]) == 2

    def test_a_letter_that_had_not_left_is_sent(self, program):
        self.restored(program)
        with person(program.imap, program.user, "Sent") as client:
            client.delete_messages(client.search()[:1])
            client.expunge()
        found = json.loads(program.run("recover", "--json").stdout)
        assert (found["already_sent"], found["held"]) == (1, 0)
        assert program.run("poll").exit_code == DONE
        assert len([c for c in program.smtp.accepted if b"auto-replied" in c]) == 3
