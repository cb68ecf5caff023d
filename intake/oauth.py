"""XOAUTH2: the access token comes from a command of the administrator's choice."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence

from intake.secrets import Secret


class TokenError(Exception):
    """The command gave no token; the message is Russian."""


def token(command: Sequence[str], seconds: float) -> Secret:
    """The first line that the command prints, within so many seconds. Raises TokenError."""
    try:
        done = subprocess.run(
            list(command), capture_output=True, timeout=seconds, check=False, text=True
        )
    except subprocess.TimeoutExpired as error:
        raise TokenError(f"команда token_command не закончилась за {seconds:g} с") from error
    except (OSError, UnicodeDecodeError) as error:
        raise TokenError(f"команда token_command не выполнена: {error}") from error
    if done.returncode != 0:
        last = done.stderr.strip().splitlines()[-1:] or [""]
        raise TokenError(f"команда token_command вернула код {done.returncode}: {last[0][:200]}")
    lines = done.stdout.strip().splitlines()
    if not lines:
        raise TokenError("команда token_command ничего не напечатала")
    return Secret(lines[0].strip())


def xoauth2(user: str, access: Secret) -> bytes:
    """The initial client response of SASL XOAUTH2, not yet in base64."""
    return f"user={user}\1auth=Bearer {access.reveal()}\1\1".encode()
