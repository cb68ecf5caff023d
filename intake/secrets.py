"""Passwords: found in the environment, in a file, or in systemd's credentials; never printed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Secret:
    """A password. Neither `repr` nor `str` nor a format shows it; `reveal()` does."""

    _value: str = field(repr=False)

    def reveal(self) -> str:
        """The password itself, for the one place that logs in."""
        return self._value

    def __str__(self) -> str:
        return "••••••"

    def __repr__(self) -> str:
        return "Secret('••••••')"

    def __reduce__(self) -> tuple[object, ...]:
        raise TypeError("a secret is never pickled")


class SecretError(Exception):
    """A file that should hold a password cannot be read. `where` names it, `reason` is Russian."""

    def __init__(self, where: str, reason: str) -> None:
        self.where, self.reason = where, reason
        super().__init__(f"{where}: {reason}")


def variable(name: str) -> str:
    """The environment variable of a secret: "imap_password" → "OTKLIK_IMAP_PASSWORD"."""
    return f"OTKLIK_{name.upper()}"


def places(name: str) -> str:
    """Where a secret may be set, in Russian, for messages."""
    key = variable(name)
    return (
        f"переменная {key}, либо {key}_FILE с именем файла, "
        f"либо systemd: LoadCredential={name}:/путь/к/файлу"
    )


def of_file(name: str, settings: Path) -> str:
    """The name of a secret that belongs to one of several settings files, in any of the places:
    "imap_password" of school.toml is "imap_password_school"."""
    return f"{name}_{re.sub(r'[^a-z0-9]+', '_', settings.stem.lower())}"


def find(name: str, environ: Mapping[str, str]) -> Secret | None:
    """The secret `name`, or None where it is set nowhere. The first of these counts:
    OTKLIK_NAME, OTKLIK_NAME_FILE, $CREDENTIALS_DIRECTORY/name. Raises SecretError."""
    key = variable(name)
    if environ.get(key):
        return Secret(environ[key])
    if file := environ.get(f"{key}_FILE"):
        return from_file(Path(file), f"{key}_FILE={file}")
    if folder := environ.get("CREDENTIALS_DIRECTORY"):
        path = Path(folder) / name
        if path.exists():
            return from_file(path, f"systemd: {path}")
    return None


def from_file(path: Path, where: str) -> Secret:
    """The secret that a file holds in its one line. Raises SecretError."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "в файле не текст UTF-8"
        raise SecretError(where, f"файл с паролем не читается: {reason}") from error
    value = text.rstrip("\r\n")
    if not value:
        raise SecretError(where, "файл с паролем пуст")
    if not value.isprintable():
        raise SecretError(where, "в файле с паролем больше одной строки или управляющие знаки")
    return Secret(value)
