"""An installation of the program for one measurement: settings, passwords, a folder of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks import mailboxes
from benchmarks.letters import letters
from benchmarks.mailboxes import Mailboxes
from benchmarks.processes import LIMIT, ROOT, FailedError, Run, python, run
from intake import settings
from intake.circulars import load
from intake.store import database

CIRCULAR = ROOT / "circulars" / "02-02-398"
_WARM = 100


@dataclass(frozen=True)
class Installation:
    """Where its settings stand, and what to put into its environment."""

    config: Path
    environ: Mapping[str, str]

    def job(self, *options: str, limit: float = LIMIT) -> Run:
        """One measured pass. Raises FailedError."""
        warm = self.config.parent / "warm"
        if not warm.exists():
            warm.mkdir()
            for number, letter in enumerate(letters(load(CIRCULAR), _WARM, seed=99)):
                (warm / f"{number:04d}.eml").write_bytes(letter)
        job = python("-m", "benchmarks.job", str(self.config), "--warm", str(warm))
        done = run([*job, *options], self.environ, limit=limit)
        if troubles := _troubles(done.told):
            raise FailedError(f"not measured: {troubles}")
        return done

    def command(self, *arguments: str) -> Run:
        """A command as a person types it."""
        whole = [*arguments, "--config", str(self.config)]
        return run(python(str(ROOT / "run.py"), *whole), self.environ)


def _troubles(told: Mapping[str, Any]) -> str:
    """What keeps a pass from being a measure of the whole work."""
    for done in told["passes"]:
        if done["read"] < done["fetched"] and not done["stopped"]:
            return f"of {done['fetched']} mails {done['read']} were read"
        if done["troubles"]:
            return "; ".join(done["troubles"])
    return ""


@dataclass(frozen=True)
class Outgoing:
    """Where letters are handed over; with a user, by TLS and login."""

    port: int
    user: str = ""
    password: str = ""
    ca: Path | None = None
    connections: int = 1


def install(
    folder: Path,
    server: Mailboxes,
    user: str,
    outgoing: Outgoing,
    *,
    imap_port: int = 0,
    processes: int = 1,
    more: Mapping[str, Mapping[str, Any]] | None = None,
) -> Installation:
    """An installation that reads this user's mailbox; `imap_port` goes through a proxy."""
    folder.mkdir(parents=True)
    sections: dict[str, dict[str, Any]] = {
        "": {"circulars": [str(CIRCULAR)]},
        "imap": {"host": "localhost", "port": imap_port or server.imaps, "user": user,
                 "ca_file": str(server.ca)},
        "smtp": {"host": "localhost" if outgoing.user else "127.0.0.1", "port": outgoing.port,
                 "security": "tls" if outgoing.user else "plain", "from": "edo@astrobl.example",
                 "user": outgoing.user, "sent_folder": "", "letters_at_once": outgoing.connections,
                 "letters_per_connection": 1000},
        "database": {"url": f"sqlite:///{folder}/otklik.sqlite3"},
        "log": {"level": "error"},
    }  # fmt: skip
    if outgoing.ca:
        sections["smtp"]["ca_file"] = str(outgoing.ca)
    if processes > 1:
        sections["service"] = {"reading_processes": processes}
    for name, values in (more or {}).items():
        sections.setdefault(name, {}).update(values)
    config = folder / "otklik.toml"
    config.write_text(settings.template(sections), encoding="utf-8")
    with database.connect(f"sqlite:///{folder}/otklik.sqlite3") as opened:
        database.upgrade(opened)
    secrets = {
        "OTKLIK_IMAP_PASSWORD": mailboxes.PASSWORD,
        "OTKLIK_SMTP_PASSWORD": outgoing.password or "none",
    }
    return Installation(config, secrets)
