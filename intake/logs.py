"""The log: one line an event, for people or as JSON. Mail texts and secrets never enter it.

Whatever is logged while a mail is worked on bears the mail's number: `with about(41): …`.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import sys
from collections.abc import Iterator
from contextvars import ContextVar
from datetime import UTC, datetime

from intake.settings import Log

_UNSAFE = {code: None for code in (*range(32), *range(127, 160)) if code != ord("\n")}


_mail: ContextVar[int | None] = ContextVar("mail", default=None)


@contextlib.contextmanager
def about(mail_id: int | None) -> Iterator[None]:
    """For the length of the block, every line of the log bears this mail's number."""
    token = _mail.set(mail_id)
    try:
        yield
    finally:
        _mail.reset(token)


class _Lines(logging.Formatter):
    """One line of text; what came out of a mail cannot forge another line or move a terminal."""

    def format(self, record: logging.LogRecord) -> str:
        text = super().format(record).translate(_UNSAFE)
        number = _mail.get()
        ending = "" if number is None else f" [mail {number}]"
        return text.replace("\n", f"{ending}\n    ", 1) if "\n" in text else text + ending


class _Json(logging.Formatter):
    """One JSON object a line: time (UTC), level, logger, text, and the traceback if any."""

    def format(self, record: logging.LogRecord) -> str:
        entry: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "text": record.getMessage(),
        }
        if (number := _mail.get()) is not None:
            entry["mail"] = number
        if record.exc_info:
            entry["error"] = self.formatException(record.exc_info)
        return json.dumps(entry, ensure_ascii=False)


def configure(log: Log) -> None:
    """Send the program's own log where the settings say; other libraries only warn."""
    handler: logging.Handler
    if log.file is None:
        handler = logging.StreamHandler(sys.stderr)
    else:
        log.file.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(log.file, os.O_CREAT | os.O_WRONLY, 0o600))
        handler = logging.FileHandler(log.file, encoding="utf-8")
    handler.setFormatter(
        _Json() if log.format == "json" else _Lines("%(asctime)s %(levelname)s %(message)s")
    )
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    for name in ("intake", "outbound"):
        logging.getLogger(name).setLevel(log.level.upper())
