"""A process that reads for `intake.reading_pool`: parts of groups in, attempts out.

It opens the store by the same settings as its parent, and only reads there. It ends when its
parent's end of the pipe is closed, or its parent is gone, whatever it does then.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
import sys
import threading
import time
from pathlib import Path
from typing import BinaryIO

from intake import circulars, settings
from intake.interpret import Interpreter, Trust
from intake.reading_pool import FRAME
from intake.store.database import open_database
from intake.tokens import installed_key


def main() -> None:
    """Serve until the parent ends. Whatever is printed goes to the log, not into the replies."""
    for number in (signal.SIGINT, signal.SIGTERM):  # the parent is asked to stop, and finishes
        signal.signal(number, signal.SIG_IGN)
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    gc.set_threshold(30_000, 50, 50)
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    installed = settings.load(Path(sys.argv[1]))
    known = [circulars.load(path) for path in installed.circulars]
    trust = Trust(installed_key(installed), installed.imap.authserv_ids)
    with open_database(installed.database.url, installed.database.password) as database:
        _serve(Interpreter(database, known, trust=trust), sys.stdin.buffer, replies)


def _serve(interpreter: Interpreter, requests: BinaryIO, replies: BinaryIO) -> None:
    while head := requests.read(FRAME.size):
        parts: list[list[int]] = pickle.loads(requests.read(FRAME.unpack(head)[0]))  # noqa: S301
        made = [a for part in parts for a in interpreter.attempts(part, lambda: True)]
        body = pickle.dumps([attempt.without_texts() for attempt in made], pickle.HIGHEST_PROTOCOL)
        replies.write(FRAME.pack(len(body)) + body)
        replies.flush()


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)
