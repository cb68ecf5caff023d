"""Where a pass spends its time: seconds by stage, told by wrappers around the program's own steps.

A stage's seconds are without those of the stages within it.
"""

from __future__ import annotations

import functools
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from intake import mime
from intake.imap import ImapMailbox
from intake.interpret import Interpreter
from intake.reader import Reader
from intake.recorder import Recorder
from intake.store import mails
from outbound.campaign import letters
from outbound.running.service import Service
from outbound.running.wiring import Running
from outbound.sending.outbox import Outbox
from outbound.sending.smtp import SmtpSender
from outbound.writing import compose
from rules import segments

WHERE: tuple[tuple[str, Any, str], ...] = (
    ("fetch", ImapMailbox, "open"),
    ("fetch", ImapMailbox, "uids_after"),
    ("fetch", ImapMailbox, "_sizes"),
    ("fetch", ImapMailbox, "_fetch_batch"),
    ("store", mails, "store_batch"),
    ("parse", Interpreter, "_parsed"),
    ("attachments", mime, "extract"),
    ("texts", segments, "document"),
    ("record", Reader, "_begin"),
    ("record", Recorder, "record"),
    ("compose", compose, "reply"),
    ("decide", letters, "make_replies"),
    ("outbox", Outbox, "_turn"),
    ("send", SmtpSender, "open"),
    ("send", SmtpSender, "send"),
    ("move", ImapMailbox, "settle"),
    ("rest", Service, "poll"),
)
"""Stage, owner and name of each step. What the rules do besides is wrapped in `watch`."""

NAMES = tuple(dict.fromkeys(["fetch", "store", "parse", "attachments", "texts", "rules", "record",
                             "decide", "compose", "outbox", "send", "move", "rest"]))  # fmt: skip


@dataclass
class Table:
    """Seconds by stage."""

    seconds: dict[str, float] = field(default_factory=lambda: dict.fromkeys(NAMES, 0.0))
    _open: list[float] = field(default_factory=list)

    def wrapped(self, stage: str, step: Callable[..., Any]) -> Callable[..., Any]:
        """The step, with its own time added to the stage."""

        @functools.wraps(step)
        def timed(*given: Any, **named: Any) -> Any:
            self._open.append(0.0)
            began = time.perf_counter()
            try:
                return step(*given, **named)
            finally:
                took = time.perf_counter() - began
                self.seconds[stage] += took - self._open.pop()
                if self._open:
                    self._open[-1] += took

        return timed


def watch(work: Running) -> Table:
    """Wrap every step of this process from now on."""
    table = Table()
    for stage, owner, name in WHERE:
        setattr(owner, name, table.wrapped(stage, getattr(owner, name)))
    interpreter = work.worker.reader.interpreter
    interpreter._read = table.wrapped("rules", interpreter.read)
    return table
