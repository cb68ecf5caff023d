"""Mails a second from the inbox to the confirmation sent, on a real Dovecot.

    .venv/bin/python -m benchmarks.inbox_to_confirmation [MAILS]

The peer is a plain batch download of the same mailbox with IMAPClient in the same run: what any
program must do at the least. The mails are the development corpus' replies without scans (OCR
would be all that is measured), each copy with a Message-ID of its own.
"""

from __future__ import annotations

import contextlib
import re
import shutil
import ssl
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from imapclient import IMAPClient

from intake import circulars, settings
from intake.store import database
from outbound.service import PassReport
from outbound.wiring import running
from tests import stage as stages
from tests.servers import dovecot

ROOT = Path(__file__).resolve().parents[1]
SCANS = {15, 32, 38, 41, 58, 66, 78, 83, 89}
BATCH = 50


def letters(count: int) -> list[bytes]:
    """So many replies, all different to the byte."""
    samples = [
        (ROOT / "tests" / "corpus" / f"d{n:03d}.eml").read_bytes()
        for n in range(1, 101)
        if n not in SCANS
    ]
    marked = (
        re.sub(rb"(?im)^(message-id: <)", rb"\g<1>%d." % n, samples[n % len(samples)], count=1)
        for n in range(count)
    )
    return list(marked)


@contextlib.contextmanager
def _logged_in(server: dovecot.Dovecot) -> Iterator[IMAPClient]:
    trust = ssl.create_default_context(cafile=str(server.ca))
    with IMAPClient("localhost", server.imaps, ssl_context=trust) as client:
        client._imap.debug = 0
        client.sasl_login("PLAIN", lambda _: f"\0bench\0{dovecot.PASSWORD}".encode())
        yield client


def fill(server: dovecot.Dovecot, mails: list[bytes]) -> None:
    """Put the mails into the inbox."""
    with _logged_in(server) as client:
        for mail in mails:
            client.append("INBOX", mail)


def plain_download(server: dovecot.Dovecot) -> float:
    """Seconds to download the inbox in batches, with everything in the library's own way."""
    started = time.perf_counter()
    with _logged_in(server) as client:
        client.select_folder("INBOX", readonly=True)
        uids = client.search("ALL")
        for start in range(0, len(uids), BATCH):
            client.fetch(uids[start : start + BATCH], ["BODY.PEEK[]"])
    return time.perf_counter() - started


def whole_job(server: dovecot.Dovecot, sink: stages.Stage, home: Path) -> tuple[float, PassReport]:
    """Seconds from the inbox to the last confirmation accepted by the sink."""
    config = home / "otklik.toml"
    config.write_text(
        settings.template(
            {
                "": {"circulars": [str(ROOT / "circulars" / "02-02-398")]},
                "imap": {"host": "localhost", "port": server.imaps, "user": "bench",
                         "ca_file": str(server.ca)},
                "smtp": {"host": "127.0.0.1", "port": sink.smtp_port, "security": "plain",
                         "user": stages.USER, "from": "edo@astrobl.example", "sent_folder": ""},
                "database": {"url": "sqlite:///otklik.sqlite3"},
                "limits": {"letters_per_address_per_day": 1_000_000},
            }
        ),
        encoding="utf-8",
    )  # fmt: skip
    installed = settings.load(
        config,
        {"OTKLIK_IMAP_PASSWORD": dovecot.PASSWORD, "OTKLIK_SMTP_PASSWORD": stages.PASSWORD},
    )
    with database.connect(installed.database.url) as opened:
        database.upgrade(opened)
    loaded = [(path, circulars.load(path)) for path in installed.circulars]
    with running(installed, loaded) as work:
        started = time.perf_counter()
        report = work.service.poll()
        return time.perf_counter() - started, report


def main() -> None:
    """Measure and print."""
    if reason := dovecot.missing():
        sys.exit(reason)
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    home = Path(tempfile.mkdtemp(prefix="otklik-bench-"))
    home.chmod(0o755)
    try:
        with dovecot.running(home / "dovecot", users=("bench",)) as server, stages.stage() as sink:
            fill(server, letters(count))
            download = plain_download(server)
            seconds, report = whole_job(server, sink, home)
    finally:
        shutil.rmtree(home, ignore_errors=True)
    print(f"mails in the inbox            {count}")
    print(f"answers made                  {report.due.made}")
    print(f"letters accepted by the sink  {report.carried.sent} (with reminders and the summary)")
    print(f"plain batch download          {count / download:8.0f} mails/s")
    print(f"inbox to confirmation         {count / seconds:8.1f} mails/s")
    print(f"ratio                         {download / seconds:8.4f}")


if __name__ == "__main__":
    main()
