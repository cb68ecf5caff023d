"""One-time tokens of notices: an HMAC that ties an officer's answer to one case.

A token is "n.41.57.1316000000.<26 letters>": its kind, the mail's id, the reading's, the end of its
time (Unix), and HMAC-SHA256 over these and the officer's address, cut to 128 bits (RFC 2104 §5).
It stands in the Message-ID of the letter and, where the server has plus-addresses, in Reply-To.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import re
import secrets as randomness
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from intake import secrets
from intake.faults import Fault
from intake.secrets import Secret
from intake.settings import Settings, SettingsError

NOTICE, AGAIN = "n", "u"
"""The kinds: of the notice itself, and of the letter that asks again."""

_TOKEN = re.compile(r"(?<![a-z0-9])([nu])\.(\d{1,15})\.(\d{1,15})\.(\d{1,12})\.([a-z2-7]{26})@")
_SHORTEST_KEY: Final = 16


@dataclass(frozen=True, slots=True)
class Token:
    """A token as found; `reading_id` is 0 where the mail could not be read."""

    kind: str
    mail_id: int
    reading_id: int
    expires: int
    mark: str

    @property
    def text(self) -> str:
        """As it stands in a letter."""
        return f"{self.kind}.{self.mail_id}.{self.reading_id}.{self.expires}.{self.mark}"

    @property
    def case(self) -> tuple[int, int]:
        """What it speaks of."""
        return self.mail_id, self.reading_id

    def is_genuine(self, key: Secret, officer: str) -> bool:
        """Whether this key made it for this address; in constant time."""
        made = issue(key, self.kind, self.case, officer, self.expires)
        return hmac.compare_digest(made.text.encode(), self.text.encode())

    def is_over(self, at: datetime) -> bool:
        """Whether its time had ended at this moment."""
        return at.timestamp() > self.expires


def issue(key: Secret, kind: str, case: tuple[int, int], officer: str, expires: int) -> Token:
    """The token of a case (mail's id, reading's id) for one officer."""
    mail_id, reading_id = case
    said = f"{kind}\0{mail_id}\0{reading_id}\0{expires}\0{officer.lower()}"
    digest = hmac.new(key.reveal().encode(), said.encode(), hashlib.sha256).digest()
    mark = base64.b32encode(digest[:16]).decode("ascii").rstrip("=").lower()
    return Token(kind, mail_id, reading_id, expires, mark)


def find(text: str) -> Token | None:
    """The token in a Message-ID or an address (where "@" follows it)."""
    match = _TOKEN.search(text.lower()[:1_000])
    if match is None:
        return None
    kind, mail_id, reading_id, expires, mark = match.groups()
    return Token(kind, int(mail_id), int(reading_id), int(expires), mark)


def installed_key(settings: Settings) -> Secret:
    """The installation's key: as set, else from the file beside the database, made at first need
    (mode 0600). Raises SettingsError."""
    if settings.token_key is not None:
        if len(settings.token_key.reveal()) < _SHORTEST_KEY:
            name = secrets.variable("token_key")
            raise SettingsError([Fault(name, "", f"нужно не меньше {_SHORTEST_KEY} знаков", name)])
        return settings.token_key
    path = key_file(settings)
    try:
        _create(path)
        return secrets.from_file(path, str(path))
    except (OSError, secrets.SecretError) as error:
        told = f"ключ уведомлений не читается: {error}; задайте: {secrets.places('token_key')}"
        raise SettingsError([Fault("token_key", "", told, str(path))]) from error


def key_file(settings: Settings) -> Path:
    """Where a key that was made is kept: beside an SQLite file, else beside the settings."""
    url = settings.database.url
    prefix = "sqlite:///"
    if url.startswith(prefix) and url != prefix and not url.endswith(":memory:"):
        return Path(url.removeprefix(prefix)).with_name("token_key")
    return settings.path.parent / "token_key"


def _create(path: Path) -> None:
    """Make a key, unless there is one: written whole under another name, then linked."""
    if path.exists():
        return
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.{randomness.token_hex(8)}")
    try:
        with os.fdopen(os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
            file.write(randomness.token_hex(32) + "\n")
        os.link(fresh, path)
    except FileExistsError:
        pass  # another process was first; its key counts
    finally:
        fresh.unlink(missing_ok=True)
